//! Cuts text into lines that fit, as byte ranges. Knows neither roles nor blocks, and never copies a word.
//!
//! Where a line may break is Unicode's affair (UAX 14, by way of `textwrap`), with three house rules: a Korean word stays
//! whole, a hyphen between letters is a place to break, and a grapheme cluster is never cut.

use textwrap::WordSeparator;
use textwrap::core::Fragment;
use textwrap::wrap_algorithms::wrap_first_fit;
use unicode_segmentation::UnicodeSegmentation;

use crate::article::Span;
use crate::typeset::cells::{cells, cluster_cells, plain_cells};
use crate::typeset::marking::Insert;

/// What wrapping finds out beside the lines.
pub(super) struct Wrap<'a> {
    /// The text that spans count in.
    pub text: &'a str,
    /// Decorations to be set into it, by position. Wrapping moves each to the cluster it stands before and keeps it if
    /// it fits together with that cluster.
    pub inserts: &'a mut [Insert],
    /// Clusters too wide for any line, in order; one cell stands for each.
    pub too_wide: &'a mut Vec<Span>,
}

/// A stretch without a break inside, and the white space after it.
#[derive(Debug)]
struct Piece {
    start: usize,
    /// Where its words end.
    end: usize,
    cells: usize,
    white: usize,
}

impl Fragment for Piece {
    fn width(&self) -> f64 {
        self.cells as f64
    }

    fn whitespace_width(&self) -> f64 {
        self.white as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

impl Wrap<'_> {
    /// Returns the lines of running text, none wider than `width` cells (at least 1). A line feed ends a line; white
    /// space at both ends of a line is left out, and a line of nothing else is an empty span.
    pub(super) fn lines(&mut self, span: Span, width: usize) -> Vec<Span> {
        let mut lines = Vec::new();
        let mut next = self.first_insert(span.start);
        for hard in hard_lines(self.text, span) {
            let pieces = self.pieces(hard, width, &mut next);
            let before = lines.len();
            for line in wrap_first_fit(&pieces, &[width as f64]) {
                let mut words = line.iter().filter(|piece| piece.start < piece.end);
                if let Some(first) = words.next() {
                    let end = words.next_back().map_or(first.end, |last| last.end);
                    lines.push(Span::new(first.start, end));
                }
            }
            if lines.len() == before {
                lines.push(Span::new(hard.start, hard.start));
            }
        }
        lines
    }

    /// Returns the lines of preformatted text: each line feed ends one, white space at the start is kept, and a line that
    /// is wider than `width` is broken anywhere, the pieces after the first being at most `rest` cells wide.
    pub(super) fn verbatim(&mut self, span: Span, width: usize, rest: usize) -> Vec<Vec<Span>> {
        let mut next = self.first_insert(span.start);
        hard_lines(self.text, span)
            .map(|hard| {
                let end = hard.start + slice(self.text, hard).trim_end().len();
                let mut pieces = Vec::new();
                let line = Span::new(hard.start, end);
                self.break_up(line, (width, rest), &mut next, &mut pieces);
                if pieces.is_empty() {
                    return vec![Span::new(hard.start, hard.start)];
                }
                pieces
                    .iter()
                    .map(|piece| Span::new(piece.start, piece.end))
                    .collect()
            })
            .collect()
    }

    fn pieces(&mut self, hard: Span, width: usize, next: &mut usize) -> Vec<Piece> {
        let line = slice(self.text, hard);
        let mut pieces = Vec::with_capacity(line.len() / 5);
        let mut boundaries = Boundaries::new(line);
        let mut start = 0;
        let mut end = 0;
        for word in WordSeparator::UnicodeBreakProperties.find_words(line) {
            let from = end;
            end += word.word.len() + word.whitespace.len();
            for (dash, _) in word.word.match_indices('-') {
                let at = from + dash + 1;
                if is_hyphen(line, at) && boundaries.contains(at) {
                    self.piece(Span::new(start, at), hard.start, width, next, &mut pieces);
                    start = at;
                }
            }
            if end == line.len() || (!inside_korean_word(line, end) && boundaries.contains(end)) {
                self.piece(Span::new(start, end), hard.start, width, next, &mut pieces);
                start = end;
            }
        }
        pieces
    }

    /// Adds the piece at `span` of the line that starts at `base`, broken up if it is wider than a line.
    fn piece(
        &mut self,
        span: Span,
        base: usize,
        width: usize,
        next: &mut usize,
        pieces: &mut Vec<Piece>,
    ) {
        let span = Span::new(base + span.start, base + span.end);
        let whole = slice(self.text, span);
        let words = whole.trim_end();
        let end = span.start + words.len();
        let white = match whole.len() - words.len() {
            0 => 0,
            1 => 1,
            _ => cells(whole.get(words.len()..).unwrap_or_default()),
        };
        let here = self
            .inserts
            .iter()
            .skip(*next)
            .take_while(|insert| insert.at < end);
        let (count, extra) = here.fold((0, 0), |(count, sum), insert| {
            (count + 1, sum + insert.cells())
        });
        let plain = plain_cells(words);
        let taken = plain.unwrap_or_else(|| cells(words)) + extra;
        if taken > width || (count > 0 && plain.is_none()) {
            let first = pieces.len();
            self.break_up(Span::new(span.start, end), (width, width), next, pieces);
            if let Some(last) = pieces.get_mut(first..).and_then(<[Piece]>::last_mut) {
                last.white = white;
            }
            return;
        }
        for insert in self.inserts.iter_mut().skip(*next).take(count) {
            insert.at = insert.at.max(span.start);
            insert.kept = true;
        }
        *next += count;
        pieces.push(Piece {
            start: span.start,
            end,
            cells: taken,
            white,
        });
    }

    /// Adds pieces of at most `widths` cells (the first, the others), cut between clusters.
    fn break_up(
        &mut self,
        span: Span,
        widths: (usize, usize),
        next: &mut usize,
        pieces: &mut Vec<Piece>,
    ) {
        let text = self.text;
        let mut width = widths.0;
        let mut open: Option<Piece> = None;
        for (offset, cluster) in slice(text, span).grapheme_indices(true) {
            let at = span.start + offset;
            let mut wide = cluster_cells(cluster);
            if wide > width.min(widths.1) {
                self.too_wide.push(Span::new(at, at + cluster.len()));
                wide = 1;
            }
            while let Some(insert) = self.inserts.get_mut(*next).filter(|i| i.at <= at) {
                insert.at = at;
                insert.kept = wide + insert.cells() <= width.min(widths.1);
                if insert.kept {
                    wide += insert.cells();
                }
                *next += 1;
            }
            match &mut open {
                Some(piece) if piece.cells + wide <= width => {
                    piece.end = at + cluster.len();
                    piece.cells += wide;
                }
                _ => {
                    if let Some(full) = open.take() {
                        pieces.push(full);
                        width = widths.1;
                    }
                    open = Some(Piece {
                        start: at,
                        end: at + cluster.len(),
                        cells: wide,
                        white: 0,
                    });
                }
            }
        }
        pieces.extend(open);
    }

    fn first_insert(&self, at: usize) -> usize {
        self.inserts.partition_point(|insert| insert.at < at)
    }
}

/// The cluster boundaries of one line, asked for in rising order.
pub(super) struct Boundaries<'a> {
    /// None when every character is a cluster.
    clusters: Option<std::iter::Peekable<unicode_segmentation::GraphemeIndices<'a>>>,
    length: usize,
}

impl<'a> Boundaries<'a> {
    pub(super) fn new(line: &'a str) -> Self {
        let plain = plain_cells(line).is_some();
        Self {
            clusters: (!plain).then(|| line.grapheme_indices(true).peekable()),
            length: line.len(),
        }
    }

    /// Returns the first boundary at or after a position, which must not lie before one asked for earlier.
    pub(super) fn at_or_after(&mut self, at: usize) -> usize {
        let Some(clusters) = &mut self.clusters else {
            return at.min(self.length);
        };
        while clusters.next_if(|&(start, _)| start < at).is_some() {}
        clusters.peek().map_or(self.length, |&(start, _)| start)
    }

    fn contains(&mut self, at: usize) -> bool {
        self.at_or_after(at) == at
    }
}

/// Returns the words of a span, or nothing when it does not fit the text.
pub(super) fn slice(text: &str, span: Span) -> &str {
    text.get(span.range()).unwrap_or_default()
}

fn hard_lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut start = span.start;
    slice(text, span).split('\n').map(move |line| {
        let hard = Span::new(start, start + line.len());
        start = hard.end + 1;
        hard
    })
}

/// Whether the dash before `at` joins two parts of a word, each at least two letters long ("Berlin-based", not "F-16").
fn is_hyphen(line: &str, at: usize) -> bool {
    let (Some(before), Some(after)) = (line.get(..at.saturating_sub(1)), line.get(at..)) else {
        return false;
    };
    let two_letters = |next: Option<char>, after: Option<char>| {
        next.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic)
    };
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    two_letters(left.next(), left.next()) && two_letters(right.next(), right.next())
}

/// Whether a break that Unicode allows lies inside a Korean word, which readers expect to stay whole.
fn inside_korean_word(line: &str, at: usize) -> bool {
    let (before, after) = line.split_at_checked(at).unwrap_or((line, ""));
    let (Some(last), Some(first)) = (before.chars().next_back(), after.chars().next()) else {
        return false;
    };
    (is_hangul(last) && first.is_alphanumeric()) || (is_hangul(first) && last.is_alphanumeric())
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{a960}'..='\u{a97f}' | '\u{ac00}'..='\u{d7ff}')
}
