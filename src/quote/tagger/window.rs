//! Windows of a sheet: as many lines as the tagger looks at together.

use std::ops::Range;

use crate::quote::tagger::pieces;
use crate::quote::tagger::sheet::{Guess, Sheet};

/// Where a piece stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Outside,
    /// Between quotation marks.
    Between,
    /// It is not the first piece of a word.
    NoWord,
}

/// A piece and what is known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) number: u16,
    pub(super) guess: Guess,
    pub(super) mark: Mark,
}

impl Piece {
    fn bare(number: u16) -> Self {
        Self {
            number,
            guess: Guess::None,
            mark: Mark::NoWord,
        }
    }
}

/// Some lines that are looked at together.
#[derive(Debug, Clone, Default)]
pub(super) struct Window {
    pub(super) pieces: Vec<Piece>,
    /// Which words of the sheet.
    pub(super) words: Range<usize>,
    /// The place of each word's first piece.
    pub(super) first: Vec<usize>,
    /// How many of the words were in the window before, and are only there to be referred to.
    pub(super) known: usize,
}

/// How many pieces of the window before stand before a window's own.
const KNOWN: usize = 64;

/// Cuts a sheet into windows of at most `most` pieces, at lines where that can be done; none of them is empty. Each begins
/// with the last lines of the one before, as far as there is room: who speaks is often told there.
pub(super) fn windows(sheet: &Sheet, most: usize) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    let mut lines: Vec<Range<usize>> = Vec::new();
    let mut window = Window::default();
    let room = most.saturating_sub(2);
    for line in sheet.lines.iter().flat_map(|line| parts(sheet, line, room)) {
        let size = pieces_of(sheet, &line) + 1;
        if window.pieces.len() + size > most && !window.words.is_empty() {
            let known = last_lines(sheet, &lines, KNOWN.min(most.saturating_sub(size + 1)));
            windows.push(std::mem::take(&mut window));
            window.open(known.first().map_or(line.start, |line| line.start));
            for line in &known {
                window.add(sheet, line.clone());
            }
            window.known = window.words.len();
            lines = known;
        } else if window.words.is_empty() {
            window.open(line.start);
        }
        window.add(sheet, line.clone());
        lines.push(line);
    }
    if !window.words.is_empty() {
        windows.push(window);
    }
    windows
}

/// Returns the last of some lines that have at most so many pieces.
fn last_lines(sheet: &Sheet, lines: &[Range<usize>], most: usize) -> Vec<Range<usize>> {
    let mut size = 0;
    let fits = lines.iter().rev().take_while(|line| {
        size += pieces_of(sheet, line) + 1;
        size <= most
    });
    let mut last: Vec<Range<usize>> = fits.cloned().collect();
    last.reverse();
    last
}

fn pieces_of(sheet: &Sheet, words: &Range<usize>) -> usize {
    let of = sheet.words.get(words.clone()).unwrap_or_default();
    of.iter().map(|word| word.pieces.len()).sum()
}

/// Cuts a line into parts of at most `room` pieces.
fn parts(sheet: &Sheet, line: &Range<usize>, room: usize) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut size = usize::MAX;
    for index in line.clone() {
        let more = pieces_of(sheet, &(index..index + 1));
        match parts.last_mut() {
            Some(part) if size + more <= room => {
                part.end = index + 1;
                size += more;
            }
            _ => {
                parts.push(index..index + 1);
                size = more;
            }
        }
    }
    parts
}

impl Window {
    fn open(&mut self, word: usize) {
        self.words = word..word;
        self.pieces.push(Piece::bare(*pieces::OPENING));
    }

    fn add(&mut self, sheet: &Sheet, line: Range<usize>) {
        self.words.end = line.end;
        for word in sheet.words.get(line).unwrap_or_default() {
            self.first.push(self.pieces.len());
            let numbers = sheet.pieces.get(word.pieces.clone()).unwrap_or_default();
            let mark = if word.marked.is_some() {
                Mark::Between
            } else {
                Mark::Outside
            };
            for (index, number) in numbers.iter().enumerate() {
                self.pieces.push(match index {
                    0 => Piece {
                        number: *number,
                        guess: word.guess,
                        mark,
                    },
                    _ => Piece::bare(*number),
                });
            }
        }
        self.pieces.push(Piece::bare(*pieces::BREAK));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Span;
    use rstest::rstest;

    fn sheet(text: &str) -> Sheet {
        let mut at = 0;
        let lines = text.split('\n').map(|line| {
            let span = Span::new(at, at + line.len());
            at += line.len() + 1;
            span
        });
        Sheet::of(text, lines, &[])
    }

    #[rstest]
    #[case::short("one two three", 254)]
    #[case::lines(&"one two three four five\n".repeat(60), 40)]
    #[case::one_long_line(&"one two three four five ".repeat(60), 40)]
    #[case::long_and_short(&format!("{}\na b\n", "one two ".repeat(50)).repeat(5), 40)]
    #[case::empty("", 40)]
    #[case::blank(" \n \n", 40)]
    fn every_word_is_new_in_one_window(#[case] text: &str, #[case] most: usize) {
        let sheet = sheet(text);
        let mut next = 0;
        for window in windows(&sheet, most) {
            assert!(window.pieces.len() <= most, "{}", window.pieces.len());
            assert_eq!(window.words.start + window.known, next);
            assert!(window.words.end > next);
            assert_eq!(window.first.len(), window.words.len());
            next = window.words.end;
        }
        assert_eq!(next, sheet.words.len());
    }

    #[test]
    fn a_window_begins_with_the_last_lines_of_the_one_before() {
        let sheet = sheet(&"one two three four five\n".repeat(60));
        let windows = windows(&sheet, 100);
        assert_eq!(windows[0].known, 0);
        // Ten lines of five pieces and a break each are sixty pieces.
        assert!(windows[1..].iter().all(|window| window.known == 50));
    }
}
