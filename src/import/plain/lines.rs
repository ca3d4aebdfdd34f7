//! How the lines of a plain text were made: by a width, by hand, or one for each paragraph. Knows no paragraphs.

use std::borrow::Cow;

/// The widths that texts are broken at, in characters.
const NARROWEST: usize = 40;
const WIDEST: usize = 110;

/// How much shorter than the width a full line may be beside what its next word asks for.
const SLACK: usize = 6;

/// Widest cell that others are moved for, and most columns, in plain text with tabs.
const WIDEST_CELL: usize = 32;
const MOST_COLUMNS: usize = 16;

/// Spaces that part columns; two can be a typist's.
const GUTTER: &str = "   ";

/// How lines end in a whole text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// Broken at a width, in characters.
    Wrapped(usize),
    /// Every line end was meant.
    Meant,
}

impl Layout {
    /// Tells from all groups of lines together how they were made.
    pub(super) fn of(groups: &[Vec<&str>]) -> Self {
        let mut lengths: Vec<usize> = groups
            .iter()
            .flat_map(|group| group.iter().take(group.len() - 1))
            .map(|line| line.trim_end().chars().count())
            .collect();
        if lengths.len() < 2 {
            return Self::Meant;
        }
        lengths.sort_unstable();
        // A few overlong lines, as addresses make, do not count.
        let width = lengths
            .get((lengths.len() - 1) * 19 / 20)
            .copied()
            .unwrap_or_default();
        let longest = groups
            .iter()
            .flatten()
            .filter(|line| line.chars().count() > WIDEST)
            .count();
        let all: usize = groups.iter().map(Vec::len).sum();
        if !(NARROWEST..=WIDEST).contains(&width) || longest * 20 > all {
            return Self::Meant;
        }
        // Weighed by words, so that a poem among paragraphs does not speak for them.
        let (mut flowing, mut all) = (0, 0);
        for group in groups.iter().filter(|group| group.len() > 1) {
            let size: usize = group.iter().map(|line| line.len()).sum();
            all += size;
            if Self::Wrapped(width).wraps(group) {
                flowing += size;
            }
        }
        if flowing * 2 > all {
            Self::Wrapped(width)
        } else {
            Self::Meant
        }
    }

    /// Whether the lines of a group go on over their ends.
    pub(super) fn wraps(self, group: &[&str]) -> bool {
        match self {
            Self::Meant => false,
            Self::Wrapped(width) => {
                let (full, of) = full_lines(group, width);
                full * 10 >= of * 6
            }
        }
    }
}

/// Counts the lines but the last whose next word would not have fitted, and all of them.
fn full_lines(group: &[&str], width: usize) -> (usize, usize) {
    let mut full = 0;
    let mut of = 0;
    for (line, next) in group.iter().zip(group.iter().skip(1)) {
        // What begins a list item would not have been put on the line before.
        if is_listed(next) {
            continue;
        }
        let word = next
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .chars()
            .count();
        of += 1;
        full += usize::from(line.trim_end().chars().count() + 1 + word + SLACK > width);
    }
    (full, of)
}

/// Whether a line begins a list item.
pub(super) fn is_listed(line: &str) -> bool {
    let line = line.trim_start();
    if ["- ", "* ", "• ", "– ", "+ ", "· ", "o "]
        .iter()
        .any(|bullet| line.starts_with(bullet))
    {
        return true;
    }
    let figures = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&figures)
        && line
            .get(figures..)
            .is_some_and(|rest| rest.starts_with(") ") || rest.starts_with(". "))
}

/// Whether lines stand in columns.
pub(super) fn is_tabular(group: &[&str]) -> bool {
    group.len() >= 3
        && group
            .iter()
            .filter(|line| line.trim().contains(GUTTER))
            .count()
            * 10
            >= group.len() * 8
        && group.iter().all(|line| line.chars().count() <= 2 * WIDEST)
}

/// Returns the lines without the indent that all of them share.
pub(super) fn dedented<'a>(group: &[&'a str]) -> Vec<&'a str> {
    let indent = |line: &&str| line.bytes().take_while(|b| *b == b' ').count();
    let shared = group.iter().map(indent).min().unwrap_or_default();
    group
        .iter()
        .filter_map(|line| line.get(shared..))
        .map(str::trim_end)
        .collect()
}

/// Returns a line without spaces at its ends and with runs of spaces that only pad folded to one.
pub(super) fn unpadded(line: &str) -> Cow<'_, str> {
    let line = line.trim();
    if !line.contains(GUTTER) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len());
    for (index, part) in line
        .split(GUTTER)
        .map(|part| part.trim_matches(' '))
        .filter(|part| !part.is_empty())
        .enumerate()
    {
        if index > 0 {
            out.push(' ');
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// Returns a text with spaces in place of tabs, so that the cells of neighbouring lines stand below one another.
pub(super) fn expanded(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for run in lines.chunk_by(|a, b| a.contains('\t') == b.contains('\t')) {
        let mut widths = Vec::new();
        for line in run {
            for (column, cell) in line.split('\t').take(MOST_COLUMNS).enumerate() {
                let width = cell.chars().take(WIDEST_CELL).count();
                match widths.get_mut(column) {
                    Some(widest) => *widest = width.max(*widest),
                    None => widths.push(width),
                }
            }
        }
        for line in run {
            let mut cells = line.split('\t').enumerate().peekable();
            while let Some((column, cell)) = cells.next() {
                out.push_str(cell);
                if cells.peek().is_some() {
                    let widest = widths.get(column).copied().unwrap_or_default();
                    let width = cell.chars().take(WIDEST_CELL).count();
                    out.extend(std::iter::repeat_n(' ', widest.saturating_sub(width)));
                    out.push_str(GUTTER);
                }
            }
        }
    }
    Cow::Owned(out)
}
