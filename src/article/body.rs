//! The running text of an article and the blocks that cut it up.
//!
//! A [`Body`] is only made by a [`BodyBuilder`], which keeps its promise: the text is clean, blocks follow one another in
//! it parted by one blank line, and every span lies on character boundaries inside its block.

use serde::{Deserialize, Serialize};

use crate::article::script::letters_a_word;
use crate::article::{Align, Block, BlockKind, Clean, Container, Leaf, Mark, Table};

/// What parts two blocks in the text.
const BLANK_LINE: &str = "\n\n";

/// A half-open range of bytes in an article's text.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(from = "[usize; 2]", into = "[usize; 2]")]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// Returns the span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Returns the number of bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds nothing.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether a position lies in it.
    pub const fn contains(self, at: usize) -> bool {
        self.start <= at && at < self.end
    }

    /// Whether another span lies wholly in it.
    pub const fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Returns the range of bytes, to index a string with.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start..self.end
    }
}

impl From<[usize; 2]> for Span {
    fn from([start, end]: [usize; 2]) -> Self {
        Self { start, end }
    }
}

impl From<Span> for [usize; 2] {
    fn from(span: Span) -> Self {
        [span.start, span.end]
    }
}

/// An article's text and its blocks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Body {
    text: String,
    blocks: Vec<Block>,
}

impl Body {
    /// Returns the whole text, headline first, blocks parted by a blank line. Its bytes are what spans count.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the blocks in reading order.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// Returns the words of a span; the empty string when it does not lie on character boundaries inside the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// Returns the number of words: as parted by white space, and where a script has none, about as many as its letters
    /// make.
    pub fn words(&self) -> usize {
        // All but few of the spaces are ASCII, and most of what they part.
        let stretches = self.text.split_ascii_whitespace();
        stretches
            .map(|stretch| {
                if stretch.is_ascii() {
                    1
                } else {
                    stretch.split_whitespace().map(words_in).sum()
                }
            })
            .sum()
    }

    /// Returns the index of the block that holds a position, or of the last one before it.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        self.blocks
            .partition_point(|block| block.span.start <= at)
            .checked_sub(1)
    }

    /// Puts together a text and blocks that come from outside, after checking all that a builder promises.
    ///
    /// # Errors
    /// When the text is not clean, or a span is out of order, out of bounds or inside a character.
    pub fn from_parts(text: String, blocks: Vec<Block>) -> Result<Self, BodyError> {
        check(&text, &blocks)?;
        Ok(Self { text, blocks })
    }
}

/// Returns the number of words in a stretch without white space.
fn words_in(stretch: &str) -> usize {
    // In thirtieths of a word, which all scripts divide.
    const WORD: usize = 30;
    let mut spaceless = 0;
    let mut others = 0;
    let mut in_other = false;
    for c in stretch.chars() {
        let letters = letters_a_word(c);
        spaceless += letters.map_or(0, |letters| WORD / letters);
        let is_other = letters.is_none() && c.is_alphanumeric();
        others += usize::from(is_other && !in_other);
        in_other = is_other;
    }
    if spaceless == 0 {
        1
    } else {
        others + spaceless.div_ceil(WORD)
    }
}

/// Why a text and its blocks do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// The text holds controls or other characters that [`Clean`] takes out.
    #[error("the text holds control characters")]
    NotClean,
    /// The blocks do not tile the text, parted by blank lines.
    #[error("block {0} does not follow the one before it by a blank line")]
    NotInOrder(usize),
    /// A mark, cell, caption or credit does not lie inside its block.
    #[error("block {0} has a range outside of itself")]
    OutOfBlock(usize),
    /// A range cuts a character in two.
    #[error("block {0} has a range that cuts a character")]
    InsideCharacter(usize),
}

fn check(text: &str, blocks: &[Block]) -> Result<(), BodyError> {
    // Tabs part the cells of a table; nowhere else may a control but the line feed stand.
    if Clean::from_untrusted(&text.replace('\t', " ")).len() != text.len() {
        return Err(BodyError::NotClean);
    }
    let mut end = 0;
    for (index, block) in blocks.iter().enumerate() {
        let gap = text
            .get(end..block.span.start)
            .ok_or(BodyError::NotInOrder(index))?;
        let wanted = if end == 0 || block.span.is_empty() {
            ""
        } else {
            BLANK_LINE
        };
        if gap != wanted || (end == 0 && block.span.start != 0) {
            return Err(BodyError::NotInOrder(index));
        }
        let marks = block.marks.iter().map(|mark| mark.span);
        let inner: Vec<Span> = match &block.kind {
            BlockKind::Table(table) => table.rows.iter().flatten().copied().collect(),
            BlockKind::Figure { caption, credit } => vec![*caption, *credit],
            _ => Vec::new(),
        };
        for span in marks.chain(inner).chain([block.span]) {
            if span.start > span.end || !block.span.covers(span) {
                return Err(BodyError::OutOfBlock(index));
            }
            if text.get(span.range()).is_none() {
                return Err(BodyError::InsideCharacter(index));
            }
        }
        let has_cells = matches!(block.kind, BlockKind::Table(_));
        if !has_cells
            && text
                .get(block.span.range())
                .is_some_and(|it| it.contains('\t'))
        {
            return Err(BodyError::NotClean);
        }
        end = block.span.end;
    }
    if end == text.len() {
        Ok(())
    } else {
        Err(BodyError::NotInOrder(blocks.len()))
    }
}

/// Builds a [`Body`] block by block.
#[derive(Debug, Default)]
pub struct BodyBuilder {
    body: Body,
}

impl BodyBuilder {
    /// Returns a builder without blocks.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether no block was added.
    pub fn is_empty(&self) -> bool {
        self.body.blocks.is_empty()
    }

    /// Returns the blocks so far.
    pub fn blocks(&self) -> &[Block] {
        &self.body.blocks
    }

    /// Adds a block of running words (headline, heading, paragraph, code, related). An empty one is left out.
    pub fn add(&mut self, kind: BlockKind, leaf: Leaf, within: &[Container]) {
        let leaf = leaf.settled();
        let leaf = if kind == BlockKind::Code {
            leaf
        } else {
            leaf.trimmed()
        };
        if leaf.is_empty() {
            return;
        }
        let base = self.begin();
        self.body.text.push_str(&leaf.text);
        let mut marks: Vec<Mark> = leaf
            .marks
            .into_iter()
            .map(|mark| Mark {
                span: shift(mark.span, base),
                ..mark
            })
            .collect();
        marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        self.finish(kind, base, within, marks);
    }

    /// Adds a figure. Without any words it is left out.
    pub fn add_figure(&mut self, caption: &str, credit: &str, within: &[Container]) {
        let (caption, credit) = (Clean::line(caption), Clean::line(credit));
        if caption.is_empty() && credit.is_empty() {
            return;
        }
        let base = self.begin();
        self.body.text.push_str(&caption);
        let caption = Span::new(base, self.body.text.len());
        if !caption.is_empty() && !credit.is_empty() {
            self.body.text.push(' ');
        }
        let start = self.body.text.len();
        self.body.text.push_str(&credit);
        let credit = Span::new(start, self.body.text.len());
        self.finish(
            BlockKind::Figure { caption, credit },
            base,
            within,
            Vec::new(),
        );
    }

    /// Adds a table: its first row is the head. Each cell is put on one line. A table without words is left out.
    pub fn add_table(&mut self, columns: Vec<Align>, rows: Vec<Vec<Leaf>>, within: &[Container]) {
        if rows.iter().flatten().all(Leaf::is_empty) {
            return;
        }
        let base = self.begin();
        let mut marks = Vec::new();
        let mut spans = Vec::with_capacity(rows.len());
        for (number, row) in rows.into_iter().enumerate() {
            if number > 0 {
                self.body.text.push('\n');
            }
            let mut cells = Vec::with_capacity(row.len());
            for (column, cell) in row.into_iter().enumerate() {
                if column > 0 {
                    self.body.text.push('\t');
                }
                let cell = cell.settled().trimmed();
                let start = self.body.text.len();
                self.body.text.push_str(&cell.text.replace('\n', " "));
                cells.push(Span::new(start, self.body.text.len()));
                marks.extend(cell.marks.into_iter().map(|mark| Mark {
                    span: shift(mark.span, start),
                    ..mark
                }));
            }
            spans.push(cells);
        }
        marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
        self.finish(
            BlockKind::Table(Table {
                columns,
                rows: spans,
            }),
            base,
            within,
            marks,
        );
    }

    /// Adds a rule, unless one stands there already or nothing stands before it.
    pub fn add_rule(&mut self, within: &[Container]) {
        if self
            .body
            .blocks
            .last()
            .is_some_and(|block| block.kind != BlockKind::Rule)
        {
            let at = self.body.text.len();
            self.finish(BlockKind::Rule, at, within, Vec::new());
        }
    }

    /// Returns the body.
    pub fn build(mut self) -> Body {
        while self
            .body
            .blocks
            .last()
            .is_some_and(|block| block.kind == BlockKind::Rule)
        {
            self.body.blocks.pop();
        }
        debug_assert_eq!(check(&self.body.text, &self.body.blocks), Ok(()));
        self.body
    }

    fn begin(&mut self) -> usize {
        if !self.body.text.is_empty() {
            self.body.text.push_str(BLANK_LINE);
        }
        self.body.text.len()
    }

    fn finish(&mut self, kind: BlockKind, base: usize, within: &[Container], marks: Vec<Mark>) {
        let span = Span::new(base, self.body.text.len());
        self.body.blocks.push(Block {
            kind,
            span,
            within: within.to_vec(),
            marks,
        });
    }
}

pub(super) fn shift(span: Span, by: usize) -> Span {
    Span::new(span.start + by, span.end + by)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::MarkStyle;

    fn sample() -> Body {
        let mut builder = BodyBuilder::new();
        builder.add(BlockKind::Headline, Leaf::plain("Ferry stops"), &[]);
        let mut leaf = Leaf::plain(" It ");
        let start = leaf.len();
        leaf.push("stopped");
        leaf.mark_from(start, MarkStyle::Emphasis);
        leaf.push(". ");
        builder.add(BlockKind::Paragraph, leaf, &[]);
        builder.add_rule(&[]);
        builder.add_figure("The ferry.", "A. Smith", &[]);
        builder.add_table(
            vec![Align::Left, Align::Right],
            vec![
                vec![Leaf::plain("Boat"), Leaf::plain("Seats")],
                vec![Leaf::plain("Ann"), Leaf::plain("90")],
            ],
            &[],
        );
        builder.build()
    }

    #[test]
    fn the_text_is_the_blocks_parted_by_blank_lines() {
        let body = sample();
        assert_eq!(
            body.text(),
            "Ferry stops\n\nIt stopped.\n\nThe ferry. A. Smith\n\nBoat\tSeats\nAnn\t90"
        );
        assert_eq!(body.slice(body.blocks()[1].marks[0].span), "stopped");
    }

    #[rstest::rstest]
    #[case::spaces("It’s a well-known — ferry.", 5)]
    #[case::korean("오늘은 비가 온다", 3)]
    #[case::spaces_of_other_kinds("zwölf\u{a0}Uhr — one\u{2003}two three", 6)]
    #[case::japanese("記者は「はい」と言った。", 5)]
    #[case::chinese_with_latin("他在2022年加入BBC新闻", 6)]
    #[case::thai("สวัสดีครับ", 2)]
    fn words_are_counted_in_every_script(#[case] text: &str, #[case] expected: usize) {
        let mut builder = BodyBuilder::new();
        builder.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        assert_eq!(builder.build().words(), expected);
    }

    #[test]
    fn what_was_built_passes_the_check_and_comes_back_the_same() {
        let body = sample();
        assert_eq!(
            Body::from_parts(body.text.clone(), body.blocks.clone()),
            Ok(body)
        );
    }

    #[test]
    fn foreign_parts_are_checked() {
        let body = sample();
        let mut blocks = body.blocks.clone();
        blocks[1].marks[0].span = Span::new(0, 4);
        assert_eq!(
            Body::from_parts(body.text.clone(), blocks),
            Err(BodyError::OutOfBlock(1))
        );
        let mut blocks = body.blocks.clone();
        blocks.swap(0, 1);
        assert_eq!(
            Body::from_parts(body.text.clone(), blocks),
            Err(BodyError::NotInOrder(0))
        );
        assert_eq!(
            Body::from_parts("\u{1b}[2J".into(), Vec::new()),
            Err(BodyError::NotClean)
        );
        for kind in [BlockKind::Paragraph, BlockKind::Code, BlockKind::Heading(2)] {
            let block = Block {
                kind,
                span: Span::new(0, 3),
                within: vec![],
                marks: vec![],
            };
            assert_eq!(
                Body::from_parts("a\tb".into(), vec![block]),
                Err(BodyError::NotClean)
            );
        }
        let block = Block {
            kind: BlockKind::Paragraph,
            span: Span::new(0, 1),
            within: vec![],
            marks: vec![],
        };
        assert_eq!(
            Body::from_parts("é".into(), vec![block]),
            Err(BodyError::InsideCharacter(0))
        );
    }

    #[test]
    fn marks_piled_up_over_a_seam_are_cut() {
        let mut leaf = Leaf::plain("e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}");
        leaf.push("\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}");
        let mut builder = BodyBuilder::new();
        builder.add(BlockKind::Paragraph, leaf, &[]);
        let body = builder.build();
        assert_eq!(Clean::from_untrusted(body.text()).as_str(), body.text());
    }

    #[test]
    fn a_rule_never_opens_or_ends_a_body() {
        let mut builder = BodyBuilder::new();
        builder.add_rule(&[]);
        builder.add(BlockKind::Paragraph, Leaf::plain("Words."), &[]);
        builder.add_rule(&[]);
        assert_eq!(builder.build().blocks().len(), 1);
    }
}
