//! Where rows and text meet: which row shows a byte, and which byte stands under a cell.
//!
//! Converting between cells and bytes happens here only.

use unicode_segmentation::UnicodeSegmentation;

use crate::article::Span;
use crate::typeset::cells::{cells, cluster_cells};
use crate::typeset::{Page, Role, Row, RunText};

/// The indexes of a page.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Anchors {
    /// What rows show of the text, by start; several entries for a row of table cells.
    shown: Vec<(Span, usize)>,
    /// For each row what it shows, from the first to the last byte; an empty span before the next text otherwise.
    rows: Vec<Span>,
    headings: Vec<usize>,
    blocks: Vec<usize>,
}

impl Anchors {
    /// Makes the indexes. `shown` is what each row shows of the text, `blocks` the first row of each block.
    pub(super) fn new(
        rows: &[Row],
        mut shown: Vec<(Span, usize)>,
        blocks: Vec<usize>,
        end: usize,
    ) -> Self {
        let mut spans: Vec<Option<Span>> = vec![None; rows.len()];
        for &(span, row) in &shown {
            if let Some(slot) = spans.get_mut(row) {
                *slot = Some(slot.map_or(span, |old| {
                    Span::new(old.start.min(span.start), old.end.max(span.end))
                }));
            }
        }
        let mut next = end;
        let mut of_rows: Vec<Span> = spans
            .into_iter()
            .rev()
            .map(|span| {
                let span = span.unwrap_or(Span::new(next, next));
                next = span.start;
                span
            })
            .collect();
        of_rows.reverse();
        shown.sort_by_key(|&(span, row)| (span.start, row));
        let is_heading = |row: usize| {
            let mut runs = rows.get(row).into_iter().flat_map(|row| &row.runs);
            runs.any(|run| matches!(run.role, Role::Heading(_)))
        };
        let mut headings: Vec<usize> = blocks
            .iter()
            .copied()
            .filter(|&row| is_heading(row))
            .collect();
        headings.dedup();
        Self {
            shown,
            rows: of_rows,
            headings,
            blocks,
        }
    }
}

impl Anchors {
    /// Returns the indexes of a page of `count` rows, in which each row of this one has the place that `places` says.
    pub(super) fn moved(&self, places: &[usize], count: usize, end: usize) -> Self {
        let place = |row: usize| places.get(row).copied().unwrap_or(count.saturating_sub(1));
        let mut rows: Vec<Option<Span>> = vec![None; count];
        for (row, span) in self.rows.iter().enumerate() {
            if let Some(slot) = rows.get_mut(place(row)) {
                *slot = Some(slot.map_or(*span, |old| {
                    Span::new(old.start.min(span.start), old.end.max(span.end))
                }));
            }
        }
        let mut headings: Vec<usize> = self.headings.iter().map(|&row| place(row)).collect();
        headings.dedup();
        Self {
            shown: self
                .shown
                .iter()
                .map(|&(span, row)| (span, place(row)))
                .collect(),
            rows: rows
                .into_iter()
                .map(|span| span.unwrap_or(Span::new(end, end)))
                .collect(),
            headings,
            blocks: self.blocks.iter().map(|&row| place(row)).collect(),
        }
    }
}

impl Page {
    /// Returns the row that shows a text position, or else the nearest text after it; past all text the last row that
    /// shows any. 0 on a page without text.
    pub fn row_at(&self, byte: usize) -> usize {
        let shown = &self.anchors.shown;
        let after = shown.partition_point(|(span, _)| span.start <= byte);
        let here = after
            .checked_sub(1)
            .and_then(|index| shown.get(index))
            .filter(|(span, _)| byte < span.end || byte == span.start);
        here.or_else(|| shown.get(after))
            .or_else(|| shown.last())
            .map_or(0, |&(_, row)| row)
    }

    /// Returns the text position of the first byte that a row shows, or that the next row with text shows; the length of
    /// the text when there is none.
    pub fn start_of(&self, row: usize) -> usize {
        let rows = &self.anchors.rows;
        rows.get(row).map_or(self.text.len(), |span| span.start)
    }

    /// Returns what a row shows of the text, from its first byte to its last; empty at [`Page::start_of`] for a row
    /// without text. In a table it takes in what stands between the row's cells.
    #[cfg(test)]
    pub(super) fn span_of(&self, row: usize) -> Span {
        let end = self.text.len();
        self.anchors
            .rows
            .get(row)
            .copied()
            .unwrap_or(Span::new(end, end))
    }

    /// Returns the text position of the character under a cell, counted from the left edge of the page; none on
    /// decorations, blanks and outside of the page.
    pub fn byte_at(&self, row: usize, cell: u16) -> Option<usize> {
        let row = self.rows.get(row)?;
        let cell = usize::from(cell);
        let mut left = usize::from(row.indent);
        for run in &row.runs {
            let words = self.words(run);
            let right = left + cells(words);
            if (left..right).contains(&cell) {
                let RunText::Span(span) = run.text else {
                    return None;
                };
                for (offset, cluster) in words.grapheme_indices(true) {
                    left += cluster_cells(cluster);
                    if cell < left {
                        return Some(span.start + offset);
                    }
                }
            }
            left = right;
        }
        None
    }

    /// Returns the row that shows a text position, and the cell in which its character begins, counted from the left edge of
    /// the page; none where no row shows it.
    pub fn cell_of(&self, byte: usize) -> Option<(usize, u16)> {
        let index = self.row_at(byte);
        let row = self.rows.get(index)?;
        let mut left = usize::from(row.indent);
        for run in &row.runs {
            let words = self.words(run);
            if let RunText::Span(span) = run.text
                && (span.contains(byte) || (byte < span.start && self.start_of(index) >= byte))
            {
                let before = words
                    .get(..byte.saturating_sub(span.start))
                    .unwrap_or_default();
                return Some((
                    index,
                    u16::try_from(left + cells(before)).unwrap_or(u16::MAX),
                ));
            }
            left += cells(words);
        }
        None
    }

    /// Returns the text position under a cell, or the nearest one in the row; none in a row without text.
    pub fn byte_near(&self, row: usize, cell: u16) -> Option<usize> {
        if let Some(byte) = self.byte_at(row, cell) {
            return Some(byte);
        }
        let cells_of = self.rows.get(row)?;
        let mut left = usize::from(cells_of.indent);
        let mut nearest: Option<(usize, usize)> = None;
        for run in &cells_of.runs {
            let words = self.words(run);
            let right = left + cells(words);
            if let RunText::Span(span) = run.text
                && !words.is_empty()
            {
                let last = words
                    .grapheme_indices(true)
                    .next_back()
                    .map_or(0, |(at, _)| at);
                for (place, byte) in [
                    (left, span.start),
                    (right.saturating_sub(1), span.start + last),
                ] {
                    let far = place.abs_diff(usize::from(cell));
                    if nearest.is_none_or(|(least, _)| far < least) {
                        nearest = Some((far, byte));
                    }
                }
            }
            left = right;
        }
        nearest.map(|(_, byte)| byte)
    }

    /// Returns the first row of each heading inside the body, in order.
    pub fn headings(&self) -> &[usize] {
        &self.anchors.headings
    }

    /// Returns the first row of each block, by the block's index; blank rows above it are not its own.
    pub fn block_starts(&self) -> &[usize] {
        &self.anchors.blocks
    }
}
