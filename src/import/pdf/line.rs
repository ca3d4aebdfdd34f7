//! Words of a column to lines. What is set small and raised in a line is part of it: the number of a note, an exponent.

use std::collections::BTreeMap;

use crate::import::pdf::columns::median;
use crate::import::pdf::glyph::Style;
use crate::import::pdf::letters;
use crate::import::pdf::word::Word;

/// How far words of a line may be from level, in heights of its text.
const LEVEL: f32 = 0.25;

/// How large and how small something raised is, and how far away from the word that it belongs to.
const SMALL: f32 = 0.86;
const SMALLEST: f32 = 0.5;
const CLOSE: f32 = 0.6;

/// How much of something raised lies within the heights of the line.
const WITHIN: f32 = 0.5;

/// Longest number of a note.
const LONGEST_NUMBER: usize = 3;

/// Narrowest gap that makes two words of two stretches that were set differently.
const GAP: f32 = 0.1;

/// A line of a column.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    /// The height of most of its letters, and how they look.
    pub(super) size: f32,
    pub(super) style: Style,
    /// Whether it begins with something small and raised.
    pub(super) begins_raised: bool,
    /// Which column of the page it is in.
    pub(super) column: usize,
    /// Where in its text a cell begins, if it looks like a row of a table: after a gap too wide for words.
    pub(super) cells: Vec<usize>,
}

/// Narrowest gap between two cells of a table, in heights of the text.
const CELL: f32 = 1.5;

/// Words of a line while it is being made.
struct Row {
    words: Vec<Word>,
    base: f32,
    size: f32,
    left: f32,
    right: f32,
}

/// Returns the lines that the words of one column make, from the top.
pub(super) fn lines(mut words: Vec<Word>, column: usize, is_leftward: bool) -> Vec<Line> {
    // Large words come first: small ones are then known to be raised or not.
    words.sort_by(|a, b| b.size.total_cmp(&a.size).then(a.base.total_cmp(&b.base)));
    let mut rows: Vec<Row> = Vec::new();
    // Rows by their bases, in quarters of a point.
    let mut places: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    let place = |base: f32| (base * 4.0) as i32;
    for word in words {
        let reach = word.size.max(rows.first().map_or(0.0, |row| row.size));
        let near = places.range(place(word.base - reach)..=place(word.base + reach) + 1);
        let near = near.flat_map(|(_, rows)| rows.iter().copied());
        let fits = |at: &usize| rows.get(*at).is_some_and(|row| row.takes(&word));
        let nearest = |at: &usize| {
            let distance = rows
                .get(*at)
                .map_or(f32::INFINITY, |row| (row.base - word.base).abs());
            (distance * 64.0) as i64
        };
        if let Some(row) = near
            .filter(fits)
            .min_by_key(nearest)
            .and_then(|at| rows.get_mut(at))
        {
            row.left = row.left.min(word.left);
            row.right = row.right.max(word.right);
            row.words.push(word);
        } else {
            places.entry(place(word.base)).or_default().push(rows.len());
            rows.push(Row {
                base: word.base,
                size: word.size,
                left: word.left,
                right: word.right,
                words: vec![word],
            });
        }
    }
    rows.sort_by(|a, b| a.base.total_cmp(&b.base));
    rows.into_iter()
        .filter_map(|row| row.line(column, is_leftward))
        .collect()
}

impl Row {
    fn takes(&self, word: &Word) -> bool {
        // What is smaller by far is a line beside a large first letter.
        if word.size < self.size * SMALLEST {
            return false;
        }
        if (word.base - self.base).abs() <= word.size * LEVEL {
            return true;
        }
        if word.size > self.size * SMALL {
            return false;
        }
        let top = self.base - self.size * 0.85;
        let bottom = self.base + self.size * 0.35;
        let common = word.base.min(bottom) - (word.base - word.size * 0.7).max(top);
        let is_close = self.words.iter().any(|other| {
            let gap = (word.left - other.right).max(other.left - word.right);
            gap < self.size * CLOSE && other.size > word.size / SMALL
        });
        common >= word.size * 0.7 * WITHIN && is_close
    }

    fn line(mut self, column: usize, is_leftward: bool) -> Option<Line> {
        self.words.sort_by(|a, b| a.left.total_cmp(&b.left));
        // Some programs draw bold letters by drawing them twice.
        self.words.dedup_by(|next, word| {
            next.text == word.text && next.left - word.left < (word.right - word.left) * 0.3
        });
        let letters = |word: &Word| word.text.chars().count();
        let total: usize = self.words.iter().map(letters).sum();
        let share = |is_so: fn(&Word) -> bool| -> usize {
            self.words
                .iter()
                .filter(|word| is_so(word))
                .map(letters)
                .sum()
        };
        let style = Style {
            is_bold: share(|word| word.style.is_bold) * 10 > total * 9,
            is_italic: share(|word| word.style.is_italic) * 10 > total * 9,
        };
        let mut sizes: Vec<f32> = self
            .words
            .iter()
            .flat_map(|word| std::iter::repeat_n(word.size, letters(word)))
            .collect();
        let size = median(&mut sizes);
        let is_leftward = is_leftward && share(|word| letters::is_leftward(&word.text)) * 2 > total
            || share(|word| letters::is_leftward(&word.text)) * 3 > total;
        if is_leftward {
            order_leftward(&mut self.words);
        }
        let is_raised =
            |word: &Word| word.size < size * SMALL && self.base - word.base > self.size * 0.15;
        let first = self.words.first()?;
        let begins_raised = is_raised(first);
        let (mut text, mut cells) = (String::new(), Vec::new());
        let mut before: Option<&Word> = None;
        for word in &self.words {
            if let Some(before) = before {
                let gap = (word.left - before.right).max(before.left - word.right);
                let close = GAP * before.size.min(word.size);
                if gap > close && !text.ends_with(' ') {
                    text.push(' ');
                }
                if gap > CELL * size {
                    cells.push(text.len());
                }
            }
            if is_raised(word) {
                text.push_str(&raised(&word.text, &text));
            } else {
                text.push_str(&word.text);
            }
            before = Some(word);
        }
        // A soft hyphen that is drawn inside of a line is none.
        let inner = text.trim_end_matches('\u{ad}').len();
        let (inner, end) = text.split_at(inner);
        let text = format!("{}{end}", inner.replace('\u{ad}', "\u{2010}"));
        Some(Line {
            text,
            left: self.left,
            right: self.right,
            base: self.base,
            size,
            style,
            begins_raised,
            column,
            cells,
        })
    }
}

/// Returns what is raised as it is written in a line that has no heights: "[3]" for the number of a note, "10^6" and "m²".
fn raised(raised: &str, before: &str) -> String {
    const UNITS: &[&str] = &["m", "km", "cm", "mm", "ft", "in", "mi"];
    let is_number = raised
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, ',' | '–' | '-'));
    if !is_number || raised.chars().count() > LONGEST_NUMBER * 3 {
        return raised.to_owned();
    }
    let last = before.chars().next_back();
    let word = before
        .rsplit(|c: char| !c.is_alphabetic())
        .next()
        .unwrap_or_default();
    match raised {
        "2" if UNITS.contains(&word) => "²".to_owned(),
        "3" if UNITS.contains(&word) => "³".to_owned(),
        _ if last.is_some_and(|last| last.is_ascii_digit()) => format!("^{raised}"),
        _ => format!("[{raised}]"),
    }
}

/// Puts words that were sorted from the left into the order in which a line is read that runs to the left: names and
/// numbers in it still run to the right.
fn order_leftward(words: &mut [Word]) {
    words.reverse();
    let is_rightward = |word: &Word| !letters::is_leftward(&word.text);
    let mut at = 0;
    while at < words.len() {
        let rest = words.get(at..).unwrap_or_default();
        let run = rest.iter().take_while(|word| is_rightward(word)).count();
        if let Some(run) = words.get_mut(at..at + run) {
            run.reverse();
        }
        at += run + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pdf::glyph::tests::set;
    use crate::import::pdf::word::words;
    use rstest::rstest;

    fn read(glyphs: &[crate::import::pdf::glyph::Glyph]) -> Vec<String> {
        lines(words(glyphs), 0, false)
            .into_iter()
            .map(|line| line.text)
            .collect()
    }

    #[test]
    fn lines_come_from_the_top() {
        let mut glyphs = set("second line", 10.0, 32.0, 10.0);
        glyphs.extend(set("line", 40.0, 20.2, 10.0));
        glyphs.extend(set("first", 10.0, 20.0, 10.0));
        assert_eq!(read(&glyphs), ["first line", "second line"]);
    }

    #[rstest]
    #[case::note("said.", "3", "said.[3] More")]
    #[case::notes("said", "3,4", "said[3,4] More")]
    #[case::power("10", "6", "10^6 More")]
    #[case::area("5 km", "2", "5 km² More")]
    #[case::ordinal("21", "st", "21st More")]
    fn what_is_raised_stays_apart(#[case] word: &str, #[case] small: &str, #[case] line: &str) {
        let mut glyphs = set(word, 10.0, 20.0, 10.0);
        let end = 10.0 + word.chars().count() as f32 * 5.0;
        glyphs.extend(set(small, end, 16.5, 6.0));
        glyphs.extend(set("More", end + 15.0, 20.0, 10.0));
        assert_eq!(read(&glyphs), [line]);
    }

    #[test]
    fn what_was_drawn_twice_is_there_once() {
        let mut glyphs = set("bold words", 10.0, 20.0, 10.0);
        glyphs.extend(set("bold words", 10.3, 20.0, 10.0));
        assert_eq!(read(&glyphs), ["bold words"]);
    }

    #[test]
    fn lines_that_run_to_the_left() {
        // As it looks: "2021 רבמטפסב 3 NATO םולש", read from the right.
        let glyphs = set("2021 תנש New York םולש", 10.0, 20.0, 10.0);
        assert_eq!(read(&glyphs), ["שלום New York שנת 2021"]);
    }
}
