//! What stands on the terminal and what is to stand there; writes the difference.
//!
//! ratatui's own `Terminal` asks the terminal for its size before every frame and for its cursor before it clears, and
//! moves the cursor over every unchanged cell between two changed ones. Here the size comes with the resize message,
//! nothing is ever asked, and short gaps are written through: a scrolled line costs a third less.

use std::io;

use ratatui::backend::Backend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect, Size};

use crate::typeset::width;

/// Unchanged cells that are cheaper written again than jumped over: a jump takes up to eight bytes.
const BRIDGE: u16 = 7;

/// The two buffers.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    shown: Buffer,
    next: Buffer,
    /// What stands on the terminal is not known: all of it is to be drawn.
    is_unknown: bool,
    cursor: Option<Position>,
}

impl Canvas {
    /// Forgets what stands on the terminal.
    pub(super) fn forget(&mut self) {
        self.is_unknown = true;
    }

    /// Draws a frame of a size and writes what differs from the one before.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn draw<B: Backend<Error = io::Error>>(
        &mut self,
        backend: &mut B,
        size: Size,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<()> {
        let area = Rect::new(0, 0, size.width, size.height);
        self.next.resize(area);
        self.next.reset();
        let cursor = draw(&mut self.next);
        if self.is_unknown || self.shown.area != area {
            self.shown.resize(area);
            self.shown.reset();
            self.is_unknown = false;
            backend.clear()?;
        }
        let changes = self.shown.diff(&self.next);
        if !changes.is_empty() {
            backend.draw(bridged(&self.next, &changes).into_iter())?;
        }
        match cursor {
            Some(position) => {
                backend.set_cursor_position(position)?;
                if self.cursor.is_none() {
                    backend.show_cursor()?;
                }
            }
            None if self.cursor.is_some() => backend.hide_cursor()?,
            None => {}
        }
        self.cursor = cursor;
        std::mem::swap(&mut self.shown, &mut self.next);
        Ok(())
    }
}

/// Adds the unchanged cells of short gaps to the changed ones, where they look like what was written before them.
fn bridged<'a>(buffer: &'a Buffer, changes: &[(u16, u16, &'a Cell)]) -> Vec<(u16, u16, &'a Cell)> {
    let mut out: Vec<(u16, u16, &Cell)> = Vec::with_capacity(changes.len());
    for &(x, y, cell) in changes {
        if let Some(&(last_x, last_y, last)) = out.last() {
            let after = last_x + width(last.symbol()).max(1);
            if y == last_y && after < x && x - after <= BRIDGE {
                let gap: Vec<_> = (after..x)
                    .map(|between| (between, y, &buffer[(between, y)]))
                    .collect();
                let is_plain = |cell: &Cell| {
                    width(cell.symbol()) == 1
                        && (cell.fg, cell.bg, cell.modifier) == (last.fg, last.bg, last.modifier)
                };
                if gap.iter().all(|(_, _, cell)| is_plain(cell)) {
                    out.extend(gap);
                }
            }
        }
        out.push((x, y, cell));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ratatui::backend::CrosstermBackend;
    use ratatui::style::Style;

    const SIZE: Size = Size {
        width: 30,
        height: 6,
    };

    fn paint(buffer: &mut Buffer, words: &[(u16, u16, String, bool)]) {
        for (x, y, text, bold) in words {
            let style = if *bold {
                Style::new().bold()
            } else {
                Style::new()
            };
            let room = usize::from(buffer.area.width.saturating_sub(*x));
            buffer.set_stringn(*x, *y, text, room, style);
        }
    }

    /// At most one stretch of words in a row: a view does not draw one wide character into another.
    fn words() -> impl Strategy<Value = Vec<(u16, u16, String, bool)>> {
        let row = (0..SIZE.width, "[ab 漢🙂é]{0,12}", any::<bool>());
        prop::collection::vec(row, usize::from(SIZE.height)).prop_map(|rows| {
            (0..SIZE.height)
                .zip(rows)
                .map(|(y, (x, text, bold))| (x, y, text, bold))
                .collect()
        })
    }

    /// The rows without the cells that a wide character covers: what stands in them is not seen.
    fn rows(buffer: &Buffer) -> Vec<String> {
        let row = |y| {
            let mut row = String::new();
            let mut x = 0;
            while x < buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                x += width(symbol).max(1);
            }
            row.trim_end().to_owned()
        };
        (0..buffer.area.height).map(row).collect()
    }

    proptest! {
        #[test]
        fn a_terminal_shows_what_was_drawn(frames in prop::collection::vec(words(), 1..6)) {
            let cells = |count: u16| count.try_into().unwrap();
            let mut terminal = vt100::Parser::new(cells(SIZE.height), cells(SIZE.width), 0);
            let mut canvas = Canvas::default();
            for frame in frames {
                let mut bytes = Vec::new();
                let mut backend = CrosstermBackend::new(&mut bytes);
                canvas.draw(&mut backend, SIZE, |buffer| { paint(buffer, &frame); None }).unwrap();
                terminal.process(&bytes);
                let mut wanted = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
                paint(&mut wanted, &frame);
                let seen: Vec<String> =
                    terminal.screen().rows(0, SIZE.width).map(|row| row.trim_end().to_owned()).collect();
                prop_assert_eq!(seen, rows(&wanted));
            }
        }
    }

    #[test]
    fn a_short_gap_is_written_through_and_a_long_one_jumped_over() {
        let area = Rect::new(0, 0, 30, 1);
        let (mut before, mut after) = (Buffer::empty(area), Buffer::empty(area));
        before.set_string(0, 0, "one two three four five", Style::new());
        after.set_string(0, 0, "ONE two three four FIVE", Style::new());
        let changes = before.diff(&after);
        assert_eq!(bridged(&after, &changes).len(), changes.len());
        after.set_string(8, 0, "THREE", Style::new());
        let changes = before.diff(&after);
        let gaps = " two ".len() + " four ".len();
        assert_eq!(bridged(&after, &changes).len(), changes.len() + gaps);
    }

    #[test]
    fn an_unchanged_frame_costs_nothing() {
        let mut bytes = Vec::new();
        let mut canvas = Canvas::default();
        let draw = |buffer: &mut Buffer| {
            buffer.set_string(0, 0, "words", Style::new());
            None
        };
        canvas
            .draw(&mut CrosstermBackend::new(&mut bytes), SIZE, draw)
            .unwrap();
        assert!(!bytes.is_empty());
        bytes.clear();
        canvas
            .draw(&mut CrosstermBackend::new(&mut bytes), SIZE, draw)
            .unwrap();
        assert_eq!(bytes, b"");
    }
}
