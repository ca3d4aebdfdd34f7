//! The pictures that a terminal with kitty's graphics protocol was sent: each once, and taken back when it is of no use any
//! more. Where they stand is told by placeholders, which are cells like others; so they scroll with the text.
//!
//! The terminal is told not to answer. What it gets was packed here, never the bytes of a picture.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::app::{Drawing, Shown};

/// Most letters of one sequence.
const CHUNK: usize = 4_096;

/// What the terminal has.
#[derive(Debug, Default)]
pub(super) struct Gallery {
    sent: Vec<u32>,
    /// What it had before it was cleared, and may have still.
    lost: Vec<u32>,
}

impl Gallery {
    /// Forgets what the terminal has: it may have lost it.
    pub(super) fn forget(&mut self) {
        self.lost.append(&mut self.sent);
    }

    /// Returns the bytes that give the terminal the pictures on the screen, and take those back that nobody holds any more.
    pub(super) fn settle(&mut self, shown: &[Shown<'_>]) -> Vec<u8> {
        let mut out = Vec::new();
        for number in self.lost.drain(..) {
            take_back(number, &mut out);
        }
        self.sent.retain(|number| {
            let is_held = shown.iter().any(|it| it.number == *number);
            if !is_held {
                take_back(*number, &mut out);
            }
            is_held
        });
        for picture in shown.iter().filter(|it| it.is_in_sight) {
            if !self.sent.contains(&picture.number) && send(picture, &mut out) {
                self.sent.push(picture.number);
            }
        }
        out
    }
}

fn take_back(number: u32, out: &mut Vec<u8>) {
    write!(out, "\x1b_Ga=d,d=I,q=2,i={number}\x1b\\").ok();
}

/// Writes a picture, for placeholders to show it; returns whether it is one for such a terminal.
fn send(picture: &Shown<'_>, out: &mut Vec<u8>) -> bool {
    let Drawing::Png(bytes) = picture.drawing else {
        return false;
    };
    let letters = STANDARD.encode(bytes);
    let chunks = letters.as_bytes().chunks(CHUNK);
    let last = chunks.len().saturating_sub(1);
    for (at, chunk) in chunks.enumerate() {
        out.extend_from_slice(b"\x1b_G");
        if at == 0 {
            let (number, columns, rows) = (picture.number, picture.columns, picture.rows);
            write!(out, "a=T,U=1,f=100,i={number},c={columns},r={rows},").ok();
        }
        write!(out, "q=2,m={};", u8::from(at < last)).ok();
        out.extend_from_slice(chunk);
        out.extend_from_slice(b"\x1b\\");
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(number: u32, drawing: &Drawing, is_in_sight: bool) -> Shown<'_> {
        Shown {
            number,
            drawing,
            columns: 20,
            rows: 8,
            is_in_sight,
        }
    }

    fn packed(size: usize) -> Drawing {
        Drawing::Png(vec![7; size])
    }

    #[test]
    fn a_picture_is_sent_once_and_taken_back_when_nobody_holds_it() {
        let mut gallery = Gallery::default();
        let drawing = packed(3);
        let sent = gallery.settle(&[shown(9, &drawing, true)]);
        assert_eq!(
            String::from_utf8(sent).unwrap(),
            "\x1b_Ga=T,U=1,f=100,i=9,c=20,r=8,q=2,m=0;BwcH\x1b\\"
        );
        assert_eq!(gallery.settle(&[shown(9, &drawing, true)]), b"");
        assert_eq!(gallery.settle(&[shown(9, &drawing, false)]), b"");
        assert_eq!(gallery.settle(&[]), b"\x1b_Ga=d,d=I,q=2,i=9\x1b\\");
        assert_eq!(gallery.settle(&[]), b"");
    }

    #[test]
    fn a_terminal_that_may_have_lost_one_is_sent_it_again_and_keeps_no_other() {
        let mut gallery = Gallery::default();
        let drawing = packed(3);
        gallery.settle(&[shown(8, &drawing, true), shown(9, &drawing, true)]);
        gallery.forget();
        let again = String::from_utf8(gallery.settle(&[shown(9, &drawing, true)])).unwrap();
        assert!(
            again.starts_with("\x1b_Ga=d,d=I,q=2,i=8\x1b\\\x1b_Ga=d,d=I,q=2,i=9\x1b\\\x1b_Ga=T,")
        );
        assert!(again.contains(",i=9,") && !again.contains(",i=8,"));
    }

    #[test]
    fn a_large_picture_comes_in_pieces_and_each_says_whether_more_follow() {
        let drawing = packed(CHUNK);
        let sent = Gallery::default().settle(&[shown(9, &drawing, true)]);
        let sent = String::from_utf8(sent).unwrap();
        let pieces: Vec<&str> = sent.split_terminator("\x1b\\").collect();
        assert_eq!(pieces.len(), 2);
        assert!(pieces[0].contains(",q=2,m=1;") && pieces[1].starts_with("\x1b_Gq=2,m=0;"));
        let letters: String = pieces
            .iter()
            .filter_map(|piece| piece.split_once(';').map(|(_, letters)| letters))
            .collect();
        assert_eq!(STANDARD.decode(letters).unwrap(), vec![7; CHUNK]);
    }

    #[test]
    fn what_is_not_seen_yet_or_drawn_by_cells_is_not_sent() {
        let (drawing, cells) = (packed(3), Drawing::Dots(Vec::new()));
        let mut gallery = Gallery::default();
        assert_eq!(gallery.settle(&[shown(9, &drawing, false)]), b"");
        assert_eq!(gallery.settle(&[shown(9, &cells, true)]), b"");
    }
}
