//! A reference terminal that gets the bytes shows what was drawn, whatever came before.

mod bytes;

use std::fmt::Write;
use std::ops::Range;

use proptest::prelude::*;
use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::{Color, Style};

use super::{Canvas, Surroundings};

const SIZE: Size = Size {
    width: 40,
    height: 9,
};

/// The looks that frames are drawn in.
fn look(number: u8) -> Style {
    match number {
        0 | 1 => Style::new(),
        2 => Style::new().bold(),
        3 => Style::new().dim(),
        4 => Style::new().cyan().bold(),
        5 => Style::new().reversed(),
        6 => Style::new().underlined().italic(),
        7 => Style::new().black().on_yellow(),
        _ => Style::new().fg(Color::Indexed(200)).bold().reversed(),
    }
}

/// What is done to a screen from one frame to the next.
#[derive(Debug, Clone)]
enum Act {
    Words(u16, u16, String, u8),
    Fill(Rect, u8),
    Link(u16, u16, String),
    /// Columns from, columns to, rows from, rows to, by how many rows, upwards.
    Scroll([u16; 4], u16, bool),
    Clear,
    Resize(u16, u16),
    Forget,
    Cursor(u16, u16),
}

fn act() -> impl Strategy<Value = Act> {
    let (width, height) = (SIZE.width, SIZE.height);
    let words = (0..width, 0..height, "[ab  漢한🙂éक\u{301}│“]{1,24}", 0..9u8)
        .prop_map(|(x, y, text, look)| Act::Words(x, y, text, look));
    let fill = (0..width, 0..height, 1..width, 1..height, 0..9u8)
        .prop_map(|(x, y, w, h, look)| Act::Fill(Rect::new(x, y, w, h), look));
    let link = (0..width, 0..height, "[a-z]{1,8}").prop_map(|(x, y, text)| Act::Link(x, y, text));
    let scroll = (
        0..height,
        0..=height,
        1..4u16,
        any::<bool>(),
        any::<bool>(),
        0..width,
        0..=width,
    )
        .prop_map(move |(top, bottom, by, up, whole, left, right)| {
            let [left, right] = if whole { [0, width] } else { [left, right] };
            Act::Scroll([left, right, top, bottom], by, up)
        });
    prop_oneof![
        12 => words,
        3 => fill,
        2 => link,
        6 => scroll,
        1 => Just(Act::Clear),
        1 => (1..=width, 1..=height).prop_map(|(w, h)| Act::Resize(w, h)),
        1 => Just(Act::Forget),
        1 => (0..width, 0..height).prop_map(|(x, y)| Act::Cursor(x, y)),
    ]
}

/// A screen as a view would have it: the acts are drawn over what was there.
struct Screen {
    buffer: Buffer,
    cursor: Option<Position>,
}

impl Screen {
    fn act(&mut self, act: &Act, canvas: &mut Canvas) {
        let area = self.buffer.area;
        match act {
            Act::Words(x, y, text, number) if area.contains((*x, *y).into()) => {
                let room = usize::from(area.width - x);
                for cell in *x..area.width {
                    // What is drawn over a link is none.
                    if self.buffer[(cell, *y)].diff_option != CellDiffOption::None {
                        self.buffer[(cell, *y)].reset();
                    }
                }
                self.buffer.set_stringn(*x, *y, text, room, look(*number));
            }
            Act::Fill(rect, number) => {
                self.buffer
                    .set_style(rect.intersection(area), look(*number));
            }
            Act::Link(x, y, text) if x + text.len() as u16 <= area.width && *y < area.height => {
                let cells = (text.len() as u16).try_into().unwrap();
                let link = format!("\x1b]8;;https://a.example/\x1b\\{text}\x1b]8;;\x1b\\");
                for cell in *x..x + text.len() as u16 {
                    self.buffer[(cell, *y)].reset();
                }
                self.buffer[(*x, *y)]
                    .set_symbol(&link)
                    .set_diff_option(CellDiffOption::ForcedWidth(cells));
            }
            Act::Scroll([left, right, top, bottom], by, up) => {
                let before = self.buffer.clone();
                let right = (*right).min(area.width);
                for y in *top..(*bottom).min(area.height) {
                    let from = if *up {
                        y.checked_add(*by)
                    } else {
                        y.checked_sub(*by)
                    };
                    let from =
                        from.filter(|from| (*top..(*bottom).min(area.height)).contains(from));
                    for x in *left..right {
                        self.buffer[(x, y)] = match from {
                            Some(from) => before[(x, from)].clone(),
                            None => ratatui::buffer::Cell::default(),
                        };
                    }
                }
            }
            Act::Clear => self.buffer.reset(),
            Act::Resize(width, height) => {
                self.buffer.resize(Rect::new(0, 0, *width, *height));
                self.buffer.reset();
            }
            Act::Forget => canvas.forget(),
            Act::Cursor(x, y) => {
                let place = Position::new(*x, *y);
                self.cursor = (area.contains(place) && self.cursor.is_none()).then_some(place);
            }
            Act::Words(..) | Act::Link(..) => {}
        }
        self.mend();
    }

    /// What is cut in half by what was drawn over it is blank, and what a glyph covers holds nothing.
    fn mend(&mut self) {
        for y in 0..self.buffer.area.height {
            let mut x = 0;
            while x < self.buffer.area.width {
                let cells = self.buffer[(x, y)].cell_width().max(1);
                let end = x + cells;
                let is_cut = end > self.buffer.area.width
                    || (x + 1..end).any(|x| self.buffer[(x, y)].symbol() != " ");
                if is_cut {
                    self.buffer[(x, y)].reset();
                    x += 1;
                } else {
                    x = end;
                }
            }
        }
    }
}

/// One cell as a reader sees it: what is in it, and how it is drawn.
type Seen = (String, vt100::Color, vt100::Color, [bool; 5]);

/// What a terminal shows that all is written to from a blank one, cell by cell and in full: the plainest way there is.
fn plainly(buffer: &Buffer) -> Vec<u8> {
    use ratatui::backend::Backend;
    let mut out = Vec::new();
    let mut backend = ratatui::backend::CrosstermBackend::new(&mut out);
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            backend.draw([(x, y, cell)].into_iter()).unwrap();
            x += cell.cell_width().max(1);
        }
    }
    out
}

fn seen(terminal: &vt100::Parser) -> Vec<Seen> {
    let (rows, columns) = terminal.screen().size();
    let mut out = Vec::new();
    for row in 0..rows.get() {
        for column in 0..columns.get() {
            let cell = terminal.screen().cell(row, column).unwrap();
            let text = match cell.contents() {
                "" => " ".to_owned(),
                text => text.to_owned(),
            };
            let modifiers = [
                cell.bold(),
                cell.dim(),
                cell.italic(),
                cell.underline(),
                cell.inverse(),
            ];
            let is_bare = text == " " && !cell.underline() && !cell.inverse();
            out.push(if is_bare {
                (text, vt100::Color::Default, cell.bgcolor(), [false; 5])
            } else {
                (text, cell.fgcolor(), cell.bgcolor(), modifiers)
            });
        }
    }
    out
}

fn terminal(size: Size) -> vt100::Parser {
    vt100::Parser::new(
        size.height.try_into().unwrap(),
        size.width.try_into().unwrap(),
        0,
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn a_terminal_shows_what_was_drawn(
        frames in prop::collection::vec(prop::collection::vec(act(), 0..6), 1..10),
    ) {
        show(&frames, &[])?;
    }

    #[test]
    fn one_with_margins_shows_it_too(
        frames in prop::collection::vec(prop::collection::vec(act(), 0..6), 1..10),
        edges in prop::collection::vec(0..SIZE.width, 1..4),
    ) {
        let columns: Vec<Range<u16>> = edges.windows(2).map(|edge| edge[0]..edge[1]).collect();
        show(&frames, &columns)?;
    }
}

/// Draws frames one after the other and looks at what a terminal shows after each.
fn show(frames: &[Vec<Act>], columns: &[Range<u16>]) -> Result<(), TestCaseError> {
    {
        let mut canvas = Canvas::default();
        let mut screen = Screen {
            buffer: Buffer::empty(Rect::from((Position::ORIGIN, SIZE))),
            cursor: None,
        };
        let mut got = terminal(SIZE);
        for acts in frames {
            for act in acts {
                screen.act(act, &mut canvas);
            }
            let size = screen.buffer.area.as_size();
            if got.screen().size().0.get() != size.height
                || got.screen().size().1.get() != size.width
            {
                got.screen_mut().set_size(
                    size.height.try_into().unwrap(),
                    size.width.try_into().unwrap(),
                );
            }
            let cursor = screen
                .cursor
                .filter(|place| screen.buffer.area.contains(*place));
            screen.cursor = cursor;
            let around = Surroundings {
                columns,
                ..Surroundings::default()
            };
            let bytes = canvas.draw_linked(size, &around, &|_| None, |buffer| {
                buffer.clone_from(&screen.buffer);
                cursor
            });
            process(&mut got, &bytes);
            let mut wanted = terminal(size);
            wanted.process(&plainly(&screen.buffer));
            let differing = seen(&got)
                .into_iter()
                .zip(seen(&wanted))
                .enumerate()
                .find(|(_, (got, wanted))| got != wanted);
            prop_assert_eq!(
                differing,
                None,
                "after {:?}",
                String::from_utf8_lossy(&bytes)
            );
            if let Some(cursor) = cursor {
                prop_assert_eq!(got.screen().cursor_position(), (cursor.y, cursor.x));
            }
        }
    }
    Ok(())
}

/// What a terminal makes of the bytes that also knows margins at the left and right; the reference one does not, so that what
/// is between setting and forgetting them is done for it, cell by cell.
fn process(terminal: &mut vt100::Parser, bytes: &[u8]) {
    const BEGIN: &str = "\x1b[?69h\x1b[";
    const END: &str = "\x1b[r\x1b[s\x1b[?69l";
    let mut rest = std::str::from_utf8(bytes).unwrap();
    while let Some((before, after)) = rest.split_once(BEGIN) {
        terminal.process(before.as_bytes());
        let (scrolled, after) = after.split_once(END).unwrap();
        let (columns, scrolled) = scrolled.split_once("s\x1b[").unwrap();
        let (rows, moved) = scrolled.split_once('r').unwrap();
        let numbers = |text: &str| -> Vec<u16> {
            let numbers = text.split(';');
            numbers.map(|number| number.parse().unwrap()).collect()
        };
        let (columns, rows) = (numbers(columns), numbers(rows));
        let by = moved.matches(['\n', 'M']).count() as u16;
        let place = Position::new(columns[0] - 1, rows[1] - 1);
        let is_up = moved.ends_with('\n');
        let from = if is_up { place.y } else { rows[0] - 1 };
        // It scrolls where the cursor is at the edge only.
        let to = moved.trim_end_matches(['\n', 'M', '\x1b']);
        terminal.process(to.as_bytes());
        assert_eq!(terminal.screen().cursor_position(), (from, place.x));
        scroll(
            terminal,
            columns[0] - 1..columns[1],
            rows[0] - 1..rows[1],
            by,
            is_up,
        );
        rest = after;
    }
    terminal.process(rest.as_bytes());
}

fn scroll(
    terminal: &mut vt100::Parser,
    columns: Range<u16>,
    rows: Range<u16>,
    by: u16,
    is_up: bool,
) {
    let before = terminal.screen().clone();
    let mut out = String::from("\x1b7");
    for row in rows.clone() {
        let from = if is_up {
            row.checked_add(by)
        } else {
            row.checked_sub(by)
        };
        let from = from.filter(|from| rows.contains(from));
        for column in columns.clone() {
            let cell = from.and_then(|from| before.cell(from, column));
            if cell.is_some_and(vt100::Cell::is_wide_continuation) {
                continue;
            }
            write!(out, "\x1b[{};{}H\x1b[m", row + 1, column + 1).unwrap();
            let Some(cell) = cell else {
                out.push(' ');
                continue;
            };
            let color = |base: u8, color| match color {
                vt100::Color::Default => format!("{}", base + 9),
                vt100::Color::Idx(number) => format!("{};5;{number}", base + 8),
                vt100::Color::Rgb(r, g, b) => format!("{};2;{r};{g};{b}", base + 8),
            };
            let mut codes = vec![color(30, cell.fgcolor()), color(40, cell.bgcolor())];
            let looks = [
                (cell.bold(), "1"),
                (cell.dim(), "2"),
                (cell.italic(), "3"),
                (cell.underline(), "4"),
                (cell.inverse(), "7"),
            ];
            codes.extend(
                looks
                    .iter()
                    .filter(|(is, _)| *is)
                    .map(|(_, code)| (*code).to_owned()),
            );
            let text = if cell.has_contents() {
                cell.contents()
            } else {
                " "
            };
            write!(out, "\x1b[{}m{text}", codes.join(";")).unwrap();
        }
    }
    out += "\x1b8";
    terminal.process(out.as_bytes());
}
