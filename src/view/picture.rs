//! Draws one row of a picture: half blocks of two colours each, the placeholders that a terminal puts dots in the place
//! of, or the spots that the canvas draws dots over.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;

use crate::app::{App, Drawing, Progress, Reader};
use crate::typeset::Strip;
use crate::view::Theme;
use crate::view::pane::line;
use crate::view::spot::Spot;

/// Half a cell, so that the ground is the other half.
const HALF: &str = "▀";

/// Marks for rows and columns, in order: kitty's table, which is that of Unicode 6 for marks above a letter that nothing joins.
#[rustfmt::skip]
const MARKS: [char; 160] = [
    '\u{305}', '\u{30d}', '\u{30e}', '\u{310}', '\u{312}', '\u{33d}', '\u{33e}', '\u{33f}', '\u{346}', '\u{34a}', '\u{34b}', '\u{34c}',
    '\u{350}', '\u{351}', '\u{352}', '\u{357}', '\u{35b}', '\u{363}', '\u{364}', '\u{365}', '\u{366}', '\u{367}', '\u{368}', '\u{369}',
    '\u{36a}', '\u{36b}', '\u{36c}', '\u{36d}', '\u{36e}', '\u{36f}', '\u{483}', '\u{484}', '\u{485}', '\u{486}', '\u{487}', '\u{592}',
    '\u{593}', '\u{594}', '\u{595}', '\u{597}', '\u{598}', '\u{599}', '\u{59c}', '\u{59d}', '\u{59e}', '\u{59f}', '\u{5a0}', '\u{5a1}',
    '\u{5a8}', '\u{5a9}', '\u{5ab}', '\u{5ac}', '\u{5af}', '\u{5c4}', '\u{610}', '\u{611}', '\u{612}', '\u{613}', '\u{614}', '\u{615}',
    '\u{616}', '\u{617}', '\u{657}', '\u{658}', '\u{659}', '\u{65a}', '\u{65b}', '\u{65d}', '\u{65e}', '\u{6d6}', '\u{6d7}', '\u{6d8}',
    '\u{6d9}', '\u{6da}', '\u{6db}', '\u{6dc}', '\u{6df}', '\u{6e0}', '\u{6e1}', '\u{6e2}', '\u{6e4}', '\u{6e7}', '\u{6e8}', '\u{6eb}',
    '\u{6ec}', '\u{730}', '\u{732}', '\u{733}', '\u{735}', '\u{736}', '\u{73a}', '\u{73d}', '\u{73f}', '\u{740}', '\u{741}', '\u{743}',
    '\u{745}', '\u{747}', '\u{749}', '\u{74a}', '\u{7eb}', '\u{7ec}', '\u{7ed}', '\u{7ee}', '\u{7ef}', '\u{7f0}', '\u{7f1}', '\u{7f3}',
    '\u{816}', '\u{817}', '\u{818}', '\u{819}', '\u{81b}', '\u{81c}', '\u{81d}', '\u{81e}', '\u{81f}', '\u{820}', '\u{821}', '\u{822}',
    '\u{823}', '\u{825}', '\u{826}', '\u{827}', '\u{829}', '\u{82a}', '\u{82b}', '\u{82c}', '\u{82d}', '\u{951}', '\u{953}', '\u{954}',
    '\u{f82}', '\u{f83}', '\u{f86}', '\u{f87}', '\u{135d}', '\u{135e}', '\u{135f}', '\u{17dd}', '\u{193a}', '\u{1a17}', '\u{1a75}', '\u{1a76}',
    '\u{1a77}', '\u{1a78}', '\u{1a79}', '\u{1a7a}', '\u{1a7b}', '\u{1a7c}', '\u{1b6b}', '\u{1b6d}', '\u{1b6e}', '\u{1b6f}', '\u{1b70}', '\u{1b71}',
    '\u{1b72}', '\u{1b73}', '\u{1cd0}', '\u{1cd1}',
];

/// Draws a row of a picture into the beginning of an area of one row.
pub(super) fn draw(
    app: &App,
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    reader: &Reader,
    strip: Strip,
) {
    let area = Rect {
        width: area.width.min(strip.columns),
        ..area
    };
    match reader.picture(strip) {
        Some(Progress::Ready(number, drawing)) => match drawing.as_ref() {
            Drawing::Dots(dots) => halves(app, theme, buffer, area, dots, strip),
            Drawing::Png(_) => placeholders(theme, buffer, area, *number, strip),
            Drawing::Indexed { .. } => spots(buffer, area, *number, strip.row),
        },
        Some(Progress::Failed) if strip.row == 0 => {
            line(
                buffer,
                area,
                "(this picture cannot be shown)",
                theme.quiet(),
            );
        }
        _ => {}
    }
}

fn halves(
    app: &App,
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    dots: &[[u8; 3]],
    strip: Strip,
) {
    let width = usize::from(strip.columns);
    let above = usize::from(strip.row) * 2 * width;
    for column in 0..area.width {
        let at = above + usize::from(column);
        if let (Some(top), Some(bottom)) = (dots.get(at), dots.get(at + width))
            && let Some(cell) = buffer.cell_mut((area.x + column, area.y))
        {
            cell.set_symbol(HALF);
            cell.set_style(theme.dots(*top, *bottom, app.graphics.is_indexed));
        }
    }
}

fn placeholders(theme: Theme, buffer: &mut Buffer, area: Rect, number: u32, strip: Strip) {
    for column in 0..area.width {
        let symbol = placeholder(strip.row, column);
        if let Some(symbol) = symbol
            && let Some(cell) = buffer.cell_mut((area.x + column, area.y))
        {
            cell.set_symbol(&symbol);
            cell.set_style(theme.number(number));
            // One cell, whatever is counted for its parts.
            cell.diff_option = CellDiffOption::ForcedWidth(std::num::NonZeroU16::MIN);
        }
    }
}

fn spots(buffer: &mut Buffer, area: Rect, number: u32, row: u16) {
    for column in 0..area.width {
        if let Some(cell) = buffer.cell_mut((area.x + column, area.y)) {
            Spot {
                number,
                row,
                column,
            }
            .mark(cell);
        }
    }
}

/// Returns what stands for one cell of a picture: a character of private use with two marks, for row and column.
fn placeholder(row: u16, column: u16) -> Option<String> {
    let mark = |at: u16| MARKS.get(usize::from(at));
    Some(['\u{10eeee}', *mark(row)?, *mark(column)?].iter().collect())
}
