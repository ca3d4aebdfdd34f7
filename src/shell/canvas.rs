//! What stands on the terminal and what is to stand there; writes the difference with the fewest bytes.
//!
//! ratatui's own `Terminal` asks the terminal for its size before every frame and for its cursor before it clears, and
//! moves the cursor over every unchanged cell between two changed ones. Here the size comes with the resize message,
//! nothing is ever asked, and a frame costs about what its new words cost: rows that moved are moved by the terminal,
//! looks are changed and not set again, and what is blank is erased.

mod change;
mod cursor;
mod glyph;
mod link;
mod look;
mod paint;
mod patch;
mod shift;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use change::{Change, Kind, changes};
use link::Links;
use look::Look;
use paint::Pen;
use shift::Shift;

use crate::app::Shown;

/// Bytes from which on other orders of writing are tried: by look, so that it changes less often.
const LONG: usize = 700;
/// Stretches of one look that are worth a pass of their own.
const MANY: usize = 12;

/// The two buffers.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    shown: Buffer,
    next: Buffer,
    /// What stands on the terminal is known.
    is_known: bool,
    /// What the terminal writes with, when it was left that way.
    look: Option<Look>,
    cursor: Option<Position>,
    links: Links,
}

impl Canvas {
    /// Forgets what stands on the terminal.
    pub(super) fn forget(&mut self) {
        self.is_known = false;
    }

    /// Draws a frame of a size and returns the bytes that make it of the one before: none when nothing differs.
    #[cfg(test)]
    fn draw(&mut self, size: Size, draw: impl FnOnce(&mut Buffer) -> Option<Position>) -> Vec<u8> {
        self.draw_linked(size, &[], &|_| None, draw)
    }

    /// Draws a frame of a size and returns the bytes that make it of the one before: none when nothing differs. `pictures`
    /// are those that its cells may be parts of; `address` tells where the links lead, by the numbers that the frame gives them.
    pub(super) fn draw_linked(
        &mut self,
        size: Size,
        pictures: &[Shown<'_>],
        address: &dyn Fn(usize) -> Option<String>,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> Vec<u8> {
        let area = Rect::new(0, 0, size.width, size.height);
        self.next.resize(area);
        self.next.reset();
        let cursor = draw(&mut self.next);
        patch::settle(&mut self.next, pictures);
        if self.links.settle(&mut self.next, address) {
            self.is_known = false;
        }
        // The first move of a frame is from anywhere: a line that another program wrote in between moved the cursor.
        let mut pen = Pen {
            look: self.look,
            addresses: self.links.addresses(),
            ..Pen::default()
        };
        if !self.is_known || self.shown.area != area {
            self.shown.resize(area);
            self.shown.reset();
            self.is_known = true;
            pen.look = None;
            pen.look(Look::PLAIN);
            pen.out.extend_from_slice(b"\x1b[2J");
        } else if !patch::is_any(&self.shown)
            && let Some(shift) = Shift::find(&self.shown, &self.next)
        {
            shift.write(area.height, &mut pen);
            shift.apply(&mut self.shown);
        }
        for patch in patch::missing(&self.shown, &self.next) {
            patch.draw(pictures, &mut self.shown, &mut pen);
        }
        // What is written so far is long with a picture, but the words need not be.
        let before = std::mem::take(&mut pen.out);
        let changes = changes(&self.shown, &self.next);
        let mut pen = shortest(&pen, changes, &self.next);
        pen.out.splice(..0, before);
        pen.end_link();
        match cursor {
            Some(position) => {
                if self.cursor != cursor || !pen.out.is_empty() {
                    pen.go(position);
                }
                if self.cursor.is_none() {
                    pen.out.extend_from_slice(b"\x1b[?25h");
                }
            }
            None if self.cursor.is_some() => pen.out.extend_from_slice(b"\x1b[?25l"),
            None => {}
        }
        self.cursor = cursor;
        self.look = pen.look;
        std::mem::swap(&mut self.shown, &mut self.next);
        pen.out
    }
}

/// Writes the changes in the order that takes the fewest bytes of those tried: row by row, or with the stretches of some
/// looks later, column by column, as frames are drawn best.
fn shortest(pen: &Pen, changes: Vec<Change>, buffer: &Buffer) -> Pen {
    let painted = |changes: &[Change]| {
        let mut pen = pen.clone();
        pen.paint(changes, buffer);
        pen
    };
    let mut best = painted(&changes);
    if best.out.len() < LONG {
        return best;
    }
    let mut order = changes;
    for look in frequent(&order) {
        let (later, mut now): (Vec<Change>, Vec<Change>) = order
            .iter()
            .partition(|change| change.kind == Kind::Words(Some(look)));
        let rows = now.len();
        now.extend(later);
        let by_rows = painted(&now);
        now[rows..].sort_by_key(|change| (change.from, change.y));
        let by_columns = painted(&now);
        if by_rows.out.len() < by_columns.out.len() {
            now[rows..].sort_by_key(|change| (change.y, change.from));
        }
        for tried in [by_rows, by_columns] {
            if tried.out.len() < best.out.len() {
                best = tried;
                order.clone_from(&now);
            }
        }
    }
    best
}

/// The looks that many stretches have; not the one that the most is written in, as all others may come after it.
fn frequent(changes: &[Change]) -> Vec<Look> {
    let mut counted: Vec<(Look, usize, usize)> = Vec::new();
    for change in changes {
        if let Kind::Words(Some(look)) = change.kind {
            let cells = usize::from(change.to - change.from);
            match counted.iter_mut().find(|(other, ..)| *other == look) {
                Some((_, count, sum)) => {
                    *count += 1;
                    *sum += cells;
                }
                None => counted.push((look, 1, cells)),
            }
        }
    }
    counted.sort_unstable_by_key(|(.., cells)| std::cmp::Reverse(*cells));
    counted
        .into_iter()
        .skip(1)
        .filter(|(_, count, _)| *count >= MANY)
        .map(|(look, ..)| look)
        .collect()
}

#[cfg(test)]
mod tests;
