//! Pictures by sixels, which stand over the cells: which parts of them are missing, and which cells they cover then.
//!
//! All rows that are missing at once are drawn in one piece: some terminals keep a few pieces only, and none shows a seam.
//! Nothing is left to a terminal that scrolls a part of its screen: which pictures move with it, terminals do not agree on.

use std::io::Write;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;

use crate::app::{Drawing, Shown};
use crate::shell::canvas::glyph;
use crate::shell::canvas::paint::Pen;
use crate::shell::sixel::Raster;
use crate::view::spot::Spot;

/// A part of a picture that is missing on the screen.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Patch {
    at: Position,
    number: u32,
    /// Those of the picture, in cells.
    columns: Range<u16>,
    rows: Range<u16>,
}

/// Makes blanks of the cells of pictures that are not there. The same in the last row, where a picture would make the
/// terminal scroll. Returns whether a cell of a picture is left.
pub(super) fn settle(buffer: &mut Buffer, pictures: &[Shown<'_>]) -> bool {
    let width = usize::from(buffer.area.width);
    let last = buffer.content.len().saturating_sub(width);
    let mut is_any = false;
    for (at, cell) in buffer.content.iter_mut().enumerate() {
        if let Some(spot) = Spot::of(cell) {
            if at >= last || raster(spot.number, pictures).is_none() {
                cell.reset();
            } else {
                is_any = true;
            }
        }
    }
    is_any
}

/// Returns the parts that are missing. Both buffers have the same area.
pub(super) fn missing(shown: &Buffer, next: &Buffer) -> Vec<Patch> {
    let width = usize::from(next.area.width).max(1);
    let rows = shown
        .content
        .chunks_exact(width)
        .zip(next.content.chunks_exact(width));
    let mut found: Vec<Patch> = Vec::new();
    for (y, (shown, next)) in (0u16..).zip(rows) {
        let mut x = 0;
        while let Some(cell) = next.get(x) {
            let Some(first) = Spot::of(cell) else {
                x += 1;
                continue;
            };
            // What lies over the picture may cut it in two; it is drawn after it.
            let belongs = |at: usize| {
                let spot = next.get(at).and_then(Spot::of);
                spot.is_some_and(|it| {
                    (it.number, it.row) == (first.number, first.row)
                        && usize::from(it.column) + x == usize::from(first.column) + at
                })
            };
            let end = (x..next.len()).rfind(|at| belongs(*at)).unwrap_or(x) + 1;
            if (x..end).any(|at| belongs(at) && Spot::of(&shown[at]) != Spot::of(&next[at])) {
                let columns = first.column..first.column + (end - x) as u16;
                add(&mut found, Position::new(x as u16, y), first, columns);
            }
            x = end;
        }
    }
    found
}

/// Adds a part of one row: to the one above, where it goes on.
fn add(found: &mut Vec<Patch>, at: Position, spot: Spot, columns: Range<u16>) {
    let above = found.iter_mut().find(|it| {
        (it.number, it.at.x, &it.columns) == (spot.number, at.x, &columns)
            && (it.rows.end, it.at.y + it.rows.len() as u16) == (spot.row, at.y)
    });
    match above {
        Some(above) => above.rows.end += 1,
        None => found.push(Patch {
            at,
            number: spot.number,
            columns,
            rows: spot.row..spot.row + 1,
        }),
    }
}

impl Patch {
    /// Draws it, and says in the buffer of what is shown that it stands there now.
    pub(super) fn draw(&self, pictures: &[Shown<'_>], shown: &mut Buffer, pen: &mut Pen) {
        let Some((raster, cell)) = raster(self.number, pictures) else {
            return;
        };
        let cells = self.columns.len() as u16;
        for y in (self.at.y..).take(self.rows.len()) {
            let place = |x| Position::new(x, y);
            let mut row = (self.at.x..).take(self.columns.len());
            // No word is left under it, for a mouse to find.
            if row.any(|x| shown.cell(place(x)).is_some_and(is_word)) {
                pen.go(place(self.at.x));
                pen.ground();
                write!(pen.out, "\x1b[{cells}X").ok();
            }
        }
        pen.go(self.at);
        let dots_of = |range: &Range<u16>, cell: usize| {
            usize::from(range.start) * cell..usize::from(range.end) * cell
        };
        let columns = dots_of(&self.columns, cell[0]);
        raster.write(columns, dots_of(&self.rows, cell[1]), &mut pen.out);
        // Beside it, below it, where it was: terminals differ.
        pen.at = None;
        for (row, y) in self.rows.clone().zip(self.at.y..) {
            for (column, x) in self.columns.clone().zip(self.at.x..) {
                if let Some(cell) = shown.cell_mut((x, y)) {
                    let number = self.number;
                    Spot {
                        number,
                        row,
                        column,
                    }
                    .mark(cell);
                }
            }
        }
    }
}

fn is_word(cell: &Cell) -> bool {
    !glyph::is_blank(cell) && Spot::of(cell).is_none()
}

/// Returns the dots of a picture, and how many of them a cell has.
fn raster<'a>(number: u32, pictures: &'a [Shown<'_>]) -> Option<(Raster<'a>, [usize; 2])> {
    let picture = pictures.iter().find(|it| it.number == number)?;
    let Drawing::Indexed {
        width,
        colors,
        dots,
    } = picture.drawing
    else {
        return None;
    };
    let width = usize::try_from(*width).ok()?;
    let height = dots.len().checked_div(width)?;
    let across = width.checked_div(usize::from(picture.columns))?;
    let down = height.checked_div(usize::from(picture.rows))?;
    let raster = Raster {
        width,
        colors,
        dots,
    };
    Some((raster, [across, down]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Size;
    use ratatui::style::Style;

    use crate::shell::canvas::{Canvas, Surroundings};

    const SIZE: Size = Size {
        width: 40,
        height: 10,
    };
    const CELL: usize = 6;
    const COLUMNS: u16 = 5;
    const ROWS: u16 = 4;

    /// A picture whose cells have a colour for each row.
    fn drawing() -> Drawing {
        let width = usize::from(COLUMNS) * CELL;
        let row = |row: u16| vec![row as u8; width * CELL];
        Drawing::Indexed {
            width: width as u32,
            colors: vec![[0; 3], [50; 3], [100; 3], [255; 3]],
            dots: (0..ROWS).flat_map(row).collect(),
        }
    }

    /// Draws the picture from a row of the screen on, under what else there is.
    fn frame(canvas: &mut Canvas, y: i32, over: impl FnOnce(&mut Buffer)) -> String {
        let drawing = drawing();
        let shown = Shown {
            number: 0x70_0001,
            drawing: &drawing,
            columns: COLUMNS,
            rows: ROWS,
            is_in_sight: true,
        };
        let bytes = canvas.draw_linked(
            SIZE,
            &Surroundings {
                pictures: &[shown],
                ..Surroundings::default()
            },
            &|_| None,
            |buffer| {
                for row in 0..ROWS {
                    for column in 0..COLUMNS {
                        let y = u16::try_from(y + i32::from(row)).unwrap_or(u16::MAX);
                        if let Some(cell) = buffer.cell_mut((column + 2, y)) {
                            let number = 0x70_0001;
                            let spot = Spot {
                                number,
                                row,
                                column,
                            };
                            spot.mark(cell);
                        }
                    }
                }
                over(buffer);
                None
            },
        );
        let text = String::from_utf8(bytes).unwrap();
        assert!(!text.contains(|c| c >= '\u{f0000}'), "{text:?}");
        text
    }

    fn words(text: &'static str, x: u16, y: u16) -> impl FnOnce(&mut Buffer) {
        move |buffer| buffer.set_string(x, y, text, Style::new())
    }

    const WHOLE: &str = "\x1bP0;1q\"1;1;30;24#0;2;0;0;0#1;2;20;20;20#2;2;39;39;39#3;2;100;100;100\
        #0!30~-#1!30~-#2!30~-#3!30~\x1b\\";

    #[test]
    fn a_picture_is_drawn_once_and_again_when_all_is_drawn_again() {
        let mut canvas = Canvas::default();
        let text = frame(&mut canvas, 1, words("beside", 9, 2));
        assert_eq!(
            text,
            format!("\x1b[m\x1b[2J\x1b[2;3H{WHOLE}\x1b[3;10Hbeside")
        );
        assert_eq!(frame(&mut canvas, 1, words("beside", 9, 2)), "");
        assert_eq!(
            frame(&mut canvas, 1, words("beyond", 9, 2)),
            "\x1b[3;12Hyond"
        );
        canvas.forget();
        assert!(frame(&mut canvas, 1, |_| {}).contains(WHOLE));
    }

    #[test]
    fn scrolled_it_is_drawn_at_its_new_place_and_the_old_one_is_erased() {
        let mut canvas = Canvas::default();
        frame(&mut canvas, 3, |_| {});
        let text = frame(&mut canvas, 2, |_| {});
        assert_eq!(text, format!("\x1b[3;3H{WHOLE}\x1b[7;3H\x1b[K"));
        // Of what is cut off, the rest.
        let text = frame(&mut canvas, -2, |_| {});
        let rest = "\x1b[1;3H\x1bP0;1q\"1;1;30;12#2;2;39;39;39#3;2;100;100;100#2!30~-#3!30~\x1b\\";
        assert!(text.starts_with(rest), "{text:?}");
        assert_eq!(text.matches("\x1b[K").count(), 4, "{text:?}");
    }

    #[test]
    fn rows_of_words_are_not_moved_by_the_terminal_while_it_shows_a_picture() {
        let rows = |first: usize| {
            move |buffer: &mut Buffer| {
                for y in 0..9 {
                    let text = char::from(b'a' + (first + y) as u8).to_string().repeat(25);
                    buffer.set_string(9, y as u16, text, Style::new());
                }
            }
        };
        let moves = |text: &str| text.contains('M') || text.contains("\x1b[r");
        let mut canvas = Canvas::default();
        frame(&mut canvas, 3, rows(0));
        assert!(!moves(&frame(&mut canvas, 2, rows(1))));
        frame(&mut canvas, 90, rows(0));
        assert!(moves(&frame(&mut canvas, 90, rows(1))));
    }

    #[test]
    fn words_take_its_place_and_it_takes_that_of_words() {
        let mut canvas = Canvas::default();
        frame(&mut canvas, 90, words("under the picture", 0, 2));
        let text = frame(&mut canvas, 1, |_| {});
        let blank = "\x1b[3;3H\x1b[5X";
        assert!(text.starts_with(blank) && text.contains(WHOLE), "{text:?}");
        assert_eq!(text.matches("\x1b[K").count(), 1, "{text:?}");
        let text = frame(&mut canvas, 90, words("ab", 3, 2));
        assert!(text.contains("ab") && !text.contains("\x1bP"));
        // Three rows to their ends, and the one with words around them.
        assert!(text.contains(" ab  "), "{text:?}");
        assert_eq!(text.matches("\x1b[K").count(), 3, "{text:?}");
        assert_eq!(frame(&mut canvas, 90, words("ab", 3, 2)), "");
    }

    #[test]
    fn what_lies_over_it_is_written_after_it_and_when_that_goes_its_rows_are_drawn() {
        let mut canvas = Canvas::default();
        let over = |buffer: &mut Buffer| {
            for x in 3..6 {
                buffer[(x, 2)].reset();
            }
            buffer.set_string(4, 2, "o", Style::new());
        };
        let text = frame(&mut canvas, 1, over);
        assert!(text.ends_with(&format!("{WHOLE}\x1b[3;4H o ")), "{text:?}");
        assert_eq!(frame(&mut canvas, 1, over), "");
        let text = frame(&mut canvas, 1, |_| {});
        let row = "\x1bP0;1q\"1;1;30;6#1;2;20;20;20#1!30~\x1b\\";
        assert_eq!(text, format!("\x1b[3;3H\x1b[5X{row}"));
    }

    #[test]
    fn one_that_is_not_there_is_blank_and_none_is_drawn_in_the_last_row() {
        let mut canvas = Canvas::default();
        let text = frame(&mut canvas, 7, |_| {});
        assert!(text.contains(";30;12#"), "{text:?}");
        let text = canvas.draw_linked(SIZE, &Surroundings::default(), &|_| None, |buffer| {
            let spot = Spot {
                number: 0x70_0002,
                row: 0,
                column: 0,
            };
            spot.mark(&mut buffer[(0, 0)]);
            None
        });
        let text = String::from_utf8(text).unwrap();
        assert!(
            !text.contains("\x1bP") && text.matches("\x1b[K").count() == 2,
            "{text:?}"
        );
    }
}
