//! Writes stretches of cells with the fewest bytes: the shortest move, the smallest change of look, erasing for what is
//! blank, and writing through unchanged cells where a jump is longer.

use std::io::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Position;

use crate::shell::canvas::change::{Change, Kind};
use crate::shell::canvas::link::Addresses;
use crate::shell::canvas::look::Look;
use crate::shell::canvas::{cursor, glyph, link};
use crate::view::spot::Spot;

/// The widest gap that is looked at for writing through: no jump is longer.
const WIDEST_GAP: u16 = 12;

/// The terminal's cursor and the look it writes with, as far as they are known, and what was written.
#[derive(Debug, Clone, Default)]
pub(super) struct Pen {
    /// Where the cursor is; none where terminals may differ, as after the last column.
    pub(super) at: Option<Position>,
    /// What it writes with.
    pub(super) look: Option<Look>,
    /// Where links lead.
    pub(super) addresses: Addresses,
    /// The bytes.
    pub(super) out: Vec<u8>,
}

impl Pen {
    /// Moves the cursor.
    pub(super) fn go(&mut self, to: Position) {
        cursor::write(self.at, to, &mut self.out);
        self.at = Some(to);
    }

    /// Changes the look.
    pub(super) fn look(&mut self, look: Look) {
        look.write(self.look, &mut self.out);
        // No frame ends in a link, so that there is none where the look is not known.
        let before = self.look.and_then(Look::link);
        link::write(before, look.link(), &self.addresses, &mut self.out);
        self.look = Some(look);
    }

    /// Leaves the link that it writes, so that nothing else becomes part of it.
    pub(super) fn end_link(&mut self) {
        if let Some(look) = self.look {
            self.look(look.without_link());
        }
    }

    /// Sees to it that erasing leaves the bare ground.
    pub(super) fn ground(&mut self) {
        if !self.look.is_some_and(Look::is_ground) {
            self.look(Look::PLAIN);
        }
    }

    /// Writes stretches in their order, with cells of the buffer.
    pub(super) fn paint(&mut self, changes: &[Change], buffer: &Buffer) {
        for (at, change) in changes.iter().enumerate() {
            match change.kind {
                Kind::Words(look) => self.words(change, look, buffer),
                Kind::Blank { to_end } => self.blank(change, to_end, changes.get(at + 1), buffer),
            }
        }
    }

    fn words(&mut self, change: &Change, look: Option<Look>, buffer: &Buffer) {
        self.come(change, buffer);
        match look {
            Some(look) => self.look(look),
            None => self.ground(),
        }
        self.write_cells(change.from, change.to, change.y, buffer);
    }

    fn blank(&mut self, change: &Change, to_end: bool, next: Option<&Change>, buffer: &Buffer) {
        self.come(change, buffer);
        self.ground();
        let cells = change.to - change.from;
        // What comes next in the row has to be reached from where this leaves the cursor.
        let way = |from: u16| match next {
            Some(next) if next.y == change.y => cursor::cost(
                Some(Position::new(from, change.y)),
                Position::new(next.from, next.y),
            ),
            _ => 0,
        };
        let spaces = usize::from(cells) + way(change.to);
        let erased = if to_end { 3 } else { cursor::length(cells) };
        if erased + way(change.from) >= spaces {
            self.write_cells(change.from, change.to, change.y, buffer);
        } else if to_end {
            self.out.extend_from_slice(b"\x1b[K");
        } else {
            write!(self.out, "\x1b[{cells}X").ok();
        }
    }

    /// Comes to the beginning of a stretch: by a jump, or through the cells before it, from where the cursor is or from
    /// the beginning of the row.
    fn come(&mut self, change: &Change, buffer: &Buffer) {
        let to = Position::new(change.from, change.y);
        let (from, longest) = match self.at {
            Some(at) if at.y == to.y && at.x < to.x => (at, cursor::cost(self.at, to)),
            _ => (
                Position::new(0, to.y),
                cursor::cost(self.at, to).saturating_sub(1),
            ),
        };
        if let Some(look) = self.look
            && let Some(bytes) = written_through(look, from.x, to, buffer)
            && bytes + cursor::cost(self.at, from) <= longest
        {
            self.go(from);
            self.write_cells(from.x, to.x, to.y, buffer);
        }
        self.go(to);
    }

    /// Writes cells as they are, in the look at hand.
    fn write_cells(&mut self, from: u16, to: u16, y: u16, buffer: &Buffer) {
        let mut x = from;
        while x < to {
            let Some(cell) = buffer.cell((x, y)) else {
                return;
            };
            let cells = glyph::cells(cell).min(buffer.area.width - x).max(1);
            self.write_cell(cell, cells, Position::new(x, y), buffer.area.width);
            x += cells;
        }
    }

    fn write_cell(&mut self, cell: &Cell, cells: u16, at: Position, width: u16) {
        if self.at != Some(at) {
            self.go(at);
        }
        let end = at.x + cells;
        let is_sure = glyph::is_sure(cell);
        if !is_sure && cells > 1 {
            // Where a terminal makes less of it, nothing of what was there before is left.
            self.out
                .extend(std::iter::repeat_n(b' ', usize::from(cells)));
            self.at = None;
            self.go(at);
        }
        // A terminal that sets its parts side by side would go on in the next row, where nobody would look for them.
        let may_wrap = !is_sure && glyph::cells_in_parts(cell) > width.saturating_sub(at.x);
        if may_wrap {
            self.out.extend_from_slice(b"\x1b[?7l");
        }
        self.out
            .extend_from_slice(glyph::written(cell, cells).as_bytes());
        if may_wrap {
            self.out.extend_from_slice(b"\x1b[?7h");
        }
        self.at = (is_sure && end < width).then_some(Position::new(end, at.y));
    }
}

/// The bytes of the cells in a gap, when they can be written with a look; none for a wide gap, over which a jump is shorter.
pub(super) fn written_through(
    look: Look,
    from: u16,
    to: Position,
    buffer: &Buffer,
) -> Option<usize> {
    if to.x.checked_sub(from)? > WIDEST_GAP {
        return None;
    }
    let mut bytes = 0;
    let mut x = from;
    while x < to.x {
        let cell = buffer.cell((x, to.y))?;
        let fits = if glyph::is_blank(cell) {
            look.is_ground()
        } else {
            Look::of(cell) == look
        };
        if !fits || !glyph::is_sure(cell) || Spot::of(cell).is_some() {
            return None;
        }
        bytes += cell.symbol().len();
        x += glyph::cells(cell);
    }
    (x == to.x).then_some(bytes)
}
