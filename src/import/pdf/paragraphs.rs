//! Lines of pages to paragraphs, by gaps, indents, heights and the edges of their columns; those that a column or a page
//! broke are joined again.

use crate::import::draft::is_ended;
use crate::import::pdf::columns::median;
use crate::import::pdf::glyph::Style;
use crate::import::pdf::heads::Page;
use crate::import::pdf::hyphen::{self, Vocabulary};
use crate::import::pdf::line::Line;
use crate::import::pdf::signs;

/// How much larger or smaller than others the letters of another paragraph are.
const UNLIKE: f32 = 0.07;

/// How much wider than usual the gap above another paragraph is.
const APART: f32 = 1.28;

/// How far in the first line of a paragraph begins at least, in heights of its letters; and how far another one may.
const INDENT: f32 = 0.8;
const FARTHEST: f32 = 6.0;

/// How short of the edge the last line of a paragraph ends, in widths of its column.
const SHORT: f32 = 0.12;

/// How much smaller than the text its notes are.
const NOTE: f32 = 0.93;

/// How much larger than the text a first letter is that is set over several lines.
const INITIAL: f32 = 1.6;

/// Fewest rows that make a table.
const FEWEST_ROWS: usize = 3;

/// Lines that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub(super) text: String,
    pub(super) size: f32,
    pub(super) style: Style,
    pub(super) lines: usize,
    pub(super) page: usize,
    pub(super) kind: Kind,
    /// Whether its first line begins farther in than its column.
    is_indented: bool,
    /// Whether its last line reaches the edge of its column.
    is_full: bool,
    column: (usize, usize),
}

/// What kind of lines they are, as far as their places tell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Text,
    /// At the foot of a page, about something in the text.
    Note,
    /// Rows of cells.
    Table(Vec<Vec<String>>),
}

/// Returns the height of most letters of a document.
pub(super) fn usual_size(pages: &[Page]) -> f32 {
    let mut counts: std::collections::BTreeMap<i32, usize> = std::collections::BTreeMap::new();
    for line in pages.iter().flat_map(|page| &page.lines) {
        *counts.entry((line.size * 4.0).round() as i32).or_default() += line.text.len();
    }
    let most = counts.iter().max_by_key(|(_, count)| **count);
    most.map_or(10.0, |(size, _)| *size as f32 / 4.0)
}

/// Returns the paragraphs of a document whose letters are mostly this high, in the order of reading.
pub(super) fn paragraphs(pages: Vec<Page>, usual: f32) -> Vec<Paragraph> {
    let lines = pages.iter().flat_map(|page| &page.lines);
    let words = Vocabulary::of(lines.map(|line| line.text.as_str()));
    let mut all: Vec<Paragraph> = Vec::new();
    for (number, page) in pages.into_iter().enumerate() {
        let mut columns: Vec<Vec<Line>> = Vec::new();
        for line in page.lines {
            match columns.last_mut() {
                Some(column)
                    if column
                        .first()
                        .is_some_and(|first| first.column == line.column) =>
                {
                    column.push(line);
                }
                _ => columns.push(vec![line]),
            }
        }
        for lines in columns {
            let column = Column::new(lines, usual, number);
            for paragraph in column.paragraphs(usual, &words) {
                add(&mut all, paragraph, &words);
            }
        }
    }
    all
}

/// Adds a paragraph, or joins it to the one that it goes on with in another column or on another page.
fn add(all: &mut Vec<Paragraph>, next: Paragraph, words: &Vocabulary) {
    const MOST_BETWEEN: usize = 8;
    let is_between =
        |paragraph: &&Paragraph| paragraph.kind != Kind::Text || signs::is_caption(&paragraph.text);
    let between = all
        .iter()
        .rev()
        .take(MOST_BETWEEN)
        .take_while(is_between)
        .count();
    let before = all
        .len()
        .checked_sub(between + 1)
        .and_then(|at| all.get_mut(at));
    match before {
        Some(before) if before.is_broken_before(&next) => {
            hyphen::append(&mut before.text, &next.text, words);
            before.lines += next.lines;
            before.is_full = next.is_full;
            before.column = next.column;
        }
        _ => all.push(next),
    }
}

impl Paragraph {
    fn is_broken_before(&self, next: &Self) -> bool {
        let is_alike = (self.size - next.size).abs() <= self.size * UNLIKE
            && self.style.is_bold == next.style.is_bold
            && next.kind == Kind::Text;
        let is_elsewhere = self.column != next.column;
        let text = self.text.trim_end();
        let first = next.text.chars().next().unwrap_or(' ');
        let is_torn = text.ends_with(['-', '\u{ad}', '\u{2010}', ',']);
        let continues = first.is_lowercase()
            || is_torn
            || (self.is_full && !next.is_indented && self.lines > 1 && next.lines > 1);
        is_alike
            && is_elsewhere
            && !is_ended(text)
            && continues
            && !signs::is_caption(&next.text)
            && signs::label(&next.text).is_none()
    }
}

/// The lines of one column, or of a part of one, and what is usual there.
struct Column {
    lines: Vec<Line>,
    left: f32,
    right: f32,
    leading: f32,
    /// The first line of the notes at its foot.
    notes: usize,
    page: usize,
}

impl Column {
    fn new(mut lines: Vec<Line>, usual: f32, page: usize) -> Self {
        initials(&mut lines, usual);
        let notes = notes(&lines, usual);
        let mut lefts: Vec<f32> = lines.iter().map(|line| line.left).collect();
        lefts.sort_by(f32::total_cmp);
        // The leftmost that is not alone: something may hang out.
        let at = usize::from(lefts.len() > 8);
        let left = lefts.get(at).copied().unwrap_or(0.0);
        let right = lines.iter().map(|line| line.right).fold(0.0, f32::max);
        let mut gaps: Vec<f32> = lines
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] if is_alike(a, b) => Some(b.base - a.base),
                _ => None,
            })
            .collect();
        // Most gaps are within paragraphs, and none is smaller.
        gaps.sort_by(f32::total_cmp);
        gaps.truncate(gaps.len().div_ceil(2).max(1));
        let leading = if gaps.is_empty() {
            usual * 1.2
        } else {
            median(&mut gaps)
        };
        Self {
            lines,
            left,
            right,
            leading,
            notes,
            page,
        }
    }

    fn paragraphs(self, usual: f32, words: &Vocabulary) -> Vec<Paragraph> {
        let mut found: Vec<Paragraph> = Vec::new();
        let mut last: Option<usize> = None;
        let mut at = 0;
        while let Some(line) = self.lines.get(at) {
            let rows = self.rows(at);
            if rows > 0 {
                found.push(self.table(at, line, rows));
                (at, last) = (at + rows, None);
                continue;
            }
            let before = last.and_then(|last| self.lines.get(last));
            let begins = before.is_none_or(|before| self.begins(before, at, usual));
            match found.last_mut() {
                Some(paragraph) if !begins => {
                    hyphen::append(&mut paragraph.text, &line.text, words);
                    paragraph.lines += 1;
                    paragraph.style.is_bold &= line.style.is_bold;
                    paragraph.style.is_italic &= line.style.is_italic;
                    paragraph.is_full = self.is_full(line);
                }
                _ => found.push(self.paragraph(at, line)),
            }
            last = Some(at);
            at += 1;
        }
        found
    }

    fn paragraph(&self, at: usize, line: &Line) -> Paragraph {
        Paragraph {
            text: line.text.clone(),
            size: line.size,
            style: line.style,
            lines: 1,
            page: self.page,
            kind: if at >= self.notes {
                Kind::Note
            } else {
                Kind::Text
            },
            is_indented: line.left > self.left + INDENT * line.size,
            is_full: self.is_full(line),
            column: (self.page, line.column),
        }
    }

    fn is_full(&self, line: &Line) -> bool {
        line.right > self.right - (self.right - self.left) * SHORT
    }

    /// Whether a paragraph begins with a line, given the one above.
    fn begins(&self, above: &Line, at: usize, usual: f32) -> bool {
        let Some(line) = self.lines.get(at) else {
            return true;
        };
        if !is_alike(above, line) || at == self.notes {
            return true;
        }
        let gap = line.base - above.base;
        let leading = self.leading.max(line.size);
        // Headlines are set wider than text.
        let is_large = line.size > usual * 1.1;
        let widest = if is_large {
            leading.max(line.size * 1.35)
        } else {
            leading
        };
        if gap > widest * APART || gap < 0.0 {
            return true;
        }
        if above.style.is_bold != line.style.is_bold && !self.is_full(above) {
            return true;
        }
        if at > self.notes && signs::begins_note(line) {
            return true;
        }
        let is_ended = is_ended(&above.text);
        if signs::is_bullet(&line.text)
            || (signs::label(&line.text).is_some() && (is_ended || !self.is_full(above)))
        {
            return true;
        }
        let indent = line.left - above.left;
        let is_item = signs::label(&above.text).is_some();
        if is_large {
            return false;
        }
        let height = line.size;
        // What hangs under the number of an item or a note is no indent, and neither is a centred line.
        let from_edge = line.left - self.left;
        if !is_item
            && (INDENT * height..FARTHEST * height).contains(&indent)
            && (INDENT * height..FARTHEST * height).contains(&from_edge)
            && (is_ended || self.is_full(above))
        {
            let next = self.lines.get(at + 1);
            let comes_back = next.is_none_or(|next| next.left < line.left - INDENT * height * 0.5);
            return comes_back || is_ended;
        }
        is_ended && !self.is_full(above) && above.right < self.right - 2.0 * height
    }

    /// Returns how many rows of a table begin here.
    fn rows(&self, at: usize) -> usize {
        let lines = self.lines.get(at..).unwrap_or_default();
        let Some(cells) = lines
            .first()
            .map(|line| line.cells.len())
            .filter(|cells| *cells > 0)
        else {
            return 0;
        };
        let is_row = |line: &&Line| line.cells.len() == cells && signs::label(&line.text).is_none();
        let rows = lines.iter().take_while(is_row).count();
        if rows >= FEWEST_ROWS { rows } else { 0 }
    }

    fn table(&self, at: usize, first: &Line, rows: usize) -> Paragraph {
        let lines = self.lines.get(at..at + rows).unwrap_or_default();
        let cells = |line: &Line| {
            let ends = line.cells.iter().copied().chain([line.text.len()]);
            let mut start = 0;
            ends.map(|end| {
                let cell = line.text.get(start..end).unwrap_or_default();
                start = end;
                cell.trim().to_owned()
            })
            .collect()
        };
        let mut table = self.paragraph(at, first);
        table.kind = Kind::Table(lines.iter().map(cells).collect());
        table.lines = rows;
        table
    }
}

fn is_alike(a: &Line, b: &Line) -> bool {
    (a.size - b.size).abs() <= a.size.max(b.size) * UNLIKE
}

/// Returns which line of a column is the first of the notes at its foot: small ones below all text, with a number.
fn notes(lines: &[Line], usual: f32) -> usize {
    let is_small = |line: &&Line| line.size < usual * NOTE;
    let small = lines.iter().rev().take_while(is_small).count();
    let from = lines.len() - small;
    let rest = lines.get(from..).unwrap_or_default();
    let first = rest.iter().position(signs::begins_note);
    // A page that has nothing but small text is an appendix.
    match first {
        Some(first) if from + first > 0 => from + first,
        _ => lines.len(),
    }
}

/// Puts first letters that are set over several lines before the line that they begin.
fn initials(lines: &mut Vec<Line>, usual: f32) {
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let is_initial = line.size > usual * INITIAL
            && line.text.chars().count() <= 2
            && line.text.chars().any(char::is_uppercase);
        if !is_initial {
            at += 1;
            continue;
        }
        let initial = line.clone();
        let beside = |other: &Line| {
            other.size < initial.size
                && other.left >= initial.right - 1.0
                && other.left < initial.right + initial.size
                && other.base > initial.base - initial.size * 0.85
                && other.base <= initial.base + usual * 0.3
        };
        let Some(first) = lines.iter().position(beside) else {
            at += 1;
            continue;
        };
        for line in lines.iter_mut().filter(|line| beside(line)) {
            line.left = initial.left;
        }
        if let Some(line) = lines.get_mut(first) {
            line.text.insert_str(0, &initial.text);
        }
        lines.remove(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pdf::glyph::Glyph;
    use crate::import::pdf::glyph::tests::{lines as set_lines, set};
    use crate::import::pdf::line;
    use crate::import::pdf::word::words;

    fn page(columns: &[Vec<Glyph>]) -> Page {
        let lines = columns
            .iter()
            .enumerate()
            .flat_map(|(at, glyphs)| line::lines(words(glyphs), at, false));
        Page {
            lines: lines.collect(),
            height: 800.0,
        }
    }

    fn read(pages: Vec<Page>) -> Vec<String> {
        let usual = usual_size(&pages);
        paragraphs(pages, usual)
            .into_iter()
            .map(|paragraph| paragraph.text)
            .collect()
    }

    #[test]
    fn a_gap_parts_paragraphs() {
        let mut glyphs = set_lines(
            &[
                "It began as it went on, for the",
                "storm was over by the morning.",
            ],
            50.0,
            100.0,
            10.0,
        );
        glyphs.extend(set_lines(
            &["Nobody had slept in that night,", "and nobody said so."],
            50.0,
            132.0,
            10.0,
        ));
        assert_eq!(
            read(vec![page(&[glyphs])]),
            [
                "It began as it went on, for the storm was over by the morning.",
                "Nobody had slept in that night, and nobody said so."
            ]
        );
    }

    #[test]
    fn an_indent_parts_paragraphs() {
        let texts = [
            "It began as it went on, for the",
            "storm was over by the morning..",
            "  Nobody had slept in that ship,",
            "and nobody said anything of it.",
        ];
        let found = read(vec![page(&[set_lines(&texts, 50.0, 100.0, 10.0)])]);
        assert_eq!(found.len(), 2);
        assert!(found[1].starts_with("Nobody"));
    }

    #[test]
    fn columns_and_pages_are_joined_and_notes_do_not_come_between() {
        let mut left = set_lines(
            &["It began as it went on,", "and the storm of the"],
            50.0,
            100.0,
            10.0,
        );
        left.extend(set("3 A note on storms here.", 50.0, 700.0, 8.0));
        let right = set_lines(&["morning was over before the gov-"], 300.0, 100.0, 10.0);
        let next = set_lines(&["ernment knew."], 50.0, 100.0, 10.0);
        assert_eq!(
            read(vec![page(&[left, right]), page(&[next])]),
            [
                "It began as it went on, and the storm of the morning was over before the government knew.",
                "3 A note on storms here."
            ]
        );
    }

    #[test]
    fn a_first_letter_over_three_lines_begins_its_word() {
        let mut glyphs = set("T", 50.0, 124.0, 33.0);
        glyphs.extend(set_lines(
            &[
                "he storm was over",
                "by the morning and",
                "nobody had slept",
            ],
            70.0,
            100.0,
            10.0,
        ));
        glyphs.extend(set("in that night at all.", 50.0, 136.0, 10.0));
        assert_eq!(
            read(vec![page(&[glyphs])]),
            ["The storm was over by the morning and nobody had slept in that night at all."]
        );
    }

    #[test]
    fn rows_of_cells_are_a_table() {
        let glyphs = set_lines(
            &[
                "Boat      Year      Crew",
                "Ferry     1921      12",
                "Tug       1954      4",
            ],
            50.0,
            100.0,
            10.0,
        );
        let pages = vec![page(&[glyphs])];
        let found = paragraphs(pages, 10.0);
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = vec![
            row(["Boat", "Year", "Crew"]),
            row(["Ferry", "1921", "12"]),
            row(["Tug", "1954", "4"]),
        ];
        assert_eq!(found[0].kind, Kind::Table(rows));
    }
}
