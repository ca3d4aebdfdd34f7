//! What stands on the terminal and what is to stand there; writes the difference with the fewest bytes.
//!
//! ratatui's own `Terminal` asks the terminal for its size before every frame and for its cursor before it clears, and
//! moves the cursor over every unchanged cell between two changed ones. Here the size comes with the resize message,
//! nothing is ever asked, and a frame costs about what its new words cost: rows that moved are moved by the terminal,
//! looks are changed and not set again, and what is blank is erased.

mod ascii;
mod change;
mod cursor;
mod glyph;
mod link;
mod look;
mod order;
mod paint;
mod patch;
mod shift;

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

use change::changes;
use link::Links;
use look::Look;
use order::shortest;
use paint::Pen;
use shift::Shift;

use crate::app::Shown;

/// What a frame needs to know beside its cells.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surroundings<'a> {
    /// The pictures that its cells may be parts of.
    pub(super) pictures: &'a [Shown<'a>],
    /// The terminal can show nothing but ASCII.
    pub(super) is_ascii: bool,
    /// Columns that a pane has for itself, where the terminal can scroll some columns alone.
    pub(super) columns: &'a [Range<u16>],
}

/// The two buffers.
#[derive(Debug, Default)]
pub(super) struct Canvas {
    shown: Buffer,
    next: Buffer,
    /// What stands on the terminal is known.
    is_known: bool,
    /// A part of a picture stands there.
    has_pictures: bool,
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
        self.draw_linked(size, &Surroundings::default(), &|_| None, draw)
    }

    /// Draws a frame of a size and returns the bytes that make it of the one before: none when nothing differs. `address`
    /// tells where its links lead, by the numbers that the frame gives them.
    pub(super) fn draw_linked(
        &mut self,
        size: Size,
        around: &Surroundings<'_>,
        address: &dyn Fn(usize) -> Option<String>,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> Vec<u8> {
        let area = Rect::new(0, 0, size.width, size.height);
        let pictures = around.pictures;
        self.next.resize(area);
        self.next.reset();
        let cursor = draw(&mut self.next);
        if around.is_ascii {
            ascii::fold(&mut self.next);
        }
        let has_pictures = patch::settle(&mut self.next, pictures);
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
        } else if !self.has_pictures {
            for shift in Shift::find(&self.shown, &self.next, around.columns) {
                shift.write(size, &mut pen);
                shift.apply(&mut self.shown);
            }
        }
        if has_pictures {
            for patch in patch::missing(&self.shown, &self.next) {
                patch.draw(pictures, &mut self.shown, &mut pen);
            }
        }
        self.has_pictures = has_pictures;
        // What is written so far is long with a picture, but the words need not be.
        let before = std::mem::take(&mut pen.out);
        let changes = changes(&self.shown, &self.next);
        let mut pen = shortest(&pen, &changes, &self.next);
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

#[cfg(test)]
mod tests;
