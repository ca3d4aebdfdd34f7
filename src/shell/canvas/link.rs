//! Links of cells (OSC 8), which terminals open themselves: a number in each cell, the addresses beside it.
//!
//! A cell of ratatui has no place for a link. The colour of the underline, which nothing in the program uses, carries its
//! number: so a cell with another link differs, moves with its row, and ends a stretch of one look, as with any colour.

use std::collections::HashMap;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::style::Color;

use crate::view::theme::link_of;

/// Addresses that are kept; beyond, all are forgotten and the screen is drawn anew.
const MOST: usize = 4_096;
/// Bytes of the longest address: what terminals take.
const LONGEST: usize = 2_000;

/// The number of an address, the same as long as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link(u32);

/// The addresses by their numbers.
#[derive(Debug, Default)]
pub(super) struct Links {
    numbers: HashMap<String, u32>,
    addresses: Addresses,
}

/// The addresses in the order of their numbers.
pub(super) type Addresses = Arc<Vec<String>>;

impl Link {
    /// Returns the link that a cell's underline stands for.
    pub(super) fn of(underline: Color) -> Option<Self> {
        link_of(underline).map(Self)
    }
}

impl Links {
    /// Puts numbers that stay the same from frame to frame in the place of those that a frame gave its links. What is no
    /// address that may be written is no link. Returns whether all earlier numbers were forgotten.
    pub(super) fn settle(
        &mut self,
        buffer: &mut Buffer,
        address: &dyn Fn(usize) -> Option<String>,
    ) -> bool {
        let is_full = self.addresses.len() >= MOST;
        if is_full {
            *self = Self::default();
        }
        // Cells of one link stand together, mostly.
        let mut last: Option<(u32, Color)> = None;
        for cell in &mut buffer.content {
            let Some(given) = link_of(cell.underline_color) else {
                continue;
            };
            let settled = match last {
                Some((number, color)) if number == given => color,
                _ => {
                    let own = usize::try_from(given).ok().and_then(address);
                    let own = own.and_then(|address| self.number(&address));
                    own.map_or(Color::Reset, crate::view::theme::link_color)
                }
            };
            last = Some((given, settled));
            cell.underline_color = settled;
        }
        is_full
    }

    /// Returns the addresses.
    pub(super) fn addresses(&self) -> Addresses {
        Arc::clone(&self.addresses)
    }

    fn number(&mut self, address: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(address) {
            return Some(*number);
        }
        let written = encoded(address);
        if written.len() > LONGEST {
            return None;
        }
        let number = u32::try_from(self.addresses.len()).ok()?;
        self.numbers.insert(address.to_owned(), number);
        Arc::make_mut(&mut self.addresses).push(written);
        Some(number)
    }
}

/// Writes what makes the text that follows part of another link, or of none.
pub(super) fn write(from: Option<Link>, to: Option<Link>, addresses: &[String], out: &mut Vec<u8>) {
    if from == to {
        return;
    }
    let at = to.and_then(|link| usize::try_from(link.0).ok());
    let found = at.and_then(|at| Some((at, addresses.get(at)?)));
    match found {
        // The number makes one link of its parts in several rows.
        Some((at, address)) => {
            out.extend_from_slice(format!("\x1b]8;id={at};{address}\x1b\\").as_bytes());
        }
        None => out.extend_from_slice(b"\x1b]8;;\x1b\\"),
    }
}

/// Returns an address in which every byte that is no visible ASCII is percent-encoded.
fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.extend(char::from_digit(u32::from(digit), 16).map(|c| c.to_ascii_uppercase()));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::{Rect, Size};
    use ratatui::style::Style;

    use crate::shell::canvas::{Canvas, Surroundings};
    use crate::view::theme::linked;

    const SIZE: Size = Size {
        width: 40,
        height: 6,
    };

    /// The bytes of a frame whose rows have a word, a word with a link of this number, and another word.
    fn frame(
        canvas: &mut Canvas,
        rows: &[(u16, &'static str, usize)],
        addresses: &[&str],
    ) -> String {
        let address = |number: usize| addresses.get(number).map(ToString::to_string);
        let bytes = canvas.draw_linked(SIZE, &Surroundings::default(), &address, |buffer| {
            for &(y, word, link) in rows {
                buffer.set_string(0, y, "see", Style::new());
                let style = linked(Style::new().underlined(), link);
                buffer.set_string(4, y, word, style);
                buffer.set_string(30, y, "end", Style::new());
            }
            None
        });
        String::from_utf8(bytes).unwrap()
    }

    const HERE: &str = "https://sound.example/a";

    #[test]
    fn a_link_is_opened_and_closed_around_its_words() {
        let out = frame(&mut Canvas::default(), &[(0, "the report", 0)], &[HERE]);
        assert!(
            out.contains("\x1b]8;id=0;https://sound.example/a\x1b\\the report"),
            "{out:?}"
        );
        assert_eq!(out.matches("\x1b]8;").count(), 2, "{out:?}");
        assert!(out.find("\x1b]8;;\x1b\\").unwrap() < out.find("end").unwrap());
    }

    #[test]
    fn what_stays_costs_nothing_and_the_same_words_with_another_address_are_written() {
        let mut canvas = Canvas::default();
        let row = [(0, "the report", 0)];
        frame(&mut canvas, &row, &[HERE]);
        assert_eq!(frame(&mut canvas, &row, &[HERE]), "");
        // The number within the frame is another one, the address is not.
        let same = frame(&mut canvas, &[(0, "the report", 1)], &["x", HERE]);
        assert_eq!(same, "");
        let other = frame(&mut canvas, &row, &["https://herald.example/b"]);
        assert!(
            other.contains("herald.example/b\x1b\\the report"),
            "{other:?}"
        );
        assert!(
            other.ends_with("\x1b]8;;\x1b\\"),
            "a frame leaves no link open: {other:?}"
        );
        let none = frame(&mut canvas, &row, &[]);
        assert!(
            none.contains("the report") && !none.contains("]8;id"),
            "{none:?}"
        );
    }

    #[test]
    fn rows_that_move_take_their_links_along() {
        let mut canvas = Canvas::default();
        let long = [
            "the first report of all",
            "another report again",
            "a third report today",
        ];
        let at = |rows: [u16; 3]| -> Vec<(u16, &'static str, usize)> {
            rows.into_iter()
                .zip(long)
                .map(|(y, word)| (y, word, 0))
                .collect()
        };
        frame(&mut canvas, &at([3, 4, 5]), &[HERE]);
        let moved = frame(&mut canvas, &at([2, 3, 4]), &[HERE]);
        assert!(!moved.contains("]8;id"), "{moved:?}");
    }

    #[test]
    fn no_address_steers_the_terminal() {
        let evil = "mailto:a b\u{7}\u{1b}\\\u{9c}é@x.example";
        assert_eq!(encoded(evil), "mailto:a%20b%07%1B\\%C2%9C%C3%A9@x.example");
        let mut links = Links::default();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "word", linked(Style::new(), 0));
        links.settle(&mut buffer, &|_| Some("x".repeat(LONGEST + 1)));
        assert!(
            buffer
                .content
                .iter()
                .all(|cell| cell.underline_color == Color::Reset)
        );
    }

    #[test]
    fn not_all_addresses_of_a_life_are_kept() {
        let mut links = Links::default();
        let mut buffer = Buffer::empty(Rect::new(0, 0, 1, 1));
        let mut forgotten = 0;
        for number in 0..MOST * 2 + 2 {
            buffer.set_string(0, 0, "w", linked(Style::new(), 0));
            let address = move |_| Some(number.to_string());
            forgotten += usize::from(links.settle(&mut buffer, &address));
            assert!(links.addresses.len() <= MOST);
        }
        assert_eq!(forgotten, 2);
    }
}
