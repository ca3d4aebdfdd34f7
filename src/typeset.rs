//! Lays an article and its quotes out as rows of cells for a given width.
//!
//! Knows widths, but neither colours nor the screen: every run says what it is ([`Role`]), which part of which quote it
//! belongs to and where it stands in the text; how that looks is decided elsewhere. Works in time linear in the text.

mod anchor;
mod byline;
mod cells;
mod fold;
mod folding;
mod frame;
mod marking;
mod sheet;
mod spacing;
mod table;
#[cfg(test)]
mod tests;
mod wrap;

use std::borrow::Cow;

use crate::article::{Article, Span};
use crate::quote::Quote;

pub use cells::width;
pub use fold::{cut, fold, fold_at_most};
pub use marking::links;

/// The room that a page has and how it is to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Measure {
    /// Cells of the text column; 0 counts as 1.
    pub width: u16,
    /// Decorations use ASCII only. The article's own words stay as they are.
    pub ascii: bool,
    /// Indirect quotes are numbered and marked too.
    pub show_indirect: bool,
}

/// An article laid out in rows.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    text: Box<str>,
    anchors: anchor::Anchors,
}

/// One row of cells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Blank cells before the first run.
    pub indent: u16,
    /// What stands in the row, from left to right without gaps; empty in a blank row.
    pub runs: Vec<Run>,
    /// The index of the block that it shows; of the following block for a blank row, 0 for rows above all blocks.
    pub block: usize,
    /// The row of a picture that stands behind the runs.
    pub strip: Option<Strip>,
}

/// The cells that are kept free for a picture above the words of its figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plate {
    /// Which figure of the body, counted from 0 among the figures.
    pub figure: usize,
    /// Its width in cells.
    pub columns: u16,
    /// Its height in cells.
    pub rows: u16,
}

/// One row of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strip {
    /// Which figure of the body.
    pub figure: usize,
    /// Which row of the picture, from 0.
    pub row: u16,
    /// The width of the picture in cells.
    pub columns: u16,
    /// The height of the picture in cells.
    pub rows: u16,
}

/// A stretch of a row that is the same in all respects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its words; [`Page::words`] returns them.
    pub text: RunText,
    /// What it is.
    pub role: Role,
    /// How the writer set it off.
    pub emphasis: Emphasis,
    /// The quote it belongs to, as an index into the quotes given, and the part it plays there. Where quotes overlap,
    /// source and cue win over content, then what begins later.
    pub part: Option<(usize, Part)>,
    /// The link it belongs to, as an index into [`links`].
    pub link: Option<usize>,
}

/// Where the words of a run come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RunText {
    /// The article's text.
    Span(Span),
    /// The typesetter.
    Decoration(Cow<'static, str>),
}

/// What a run is, for the theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The article's title.
    Headline,
    /// The row of authors, site, date and reading time.
    Byline,
    /// A heading inside the body, level 1 to 6.
    Heading(u8),
    /// Running text.
    Body,
    /// Running text inside a block quote.
    BlockQuote,
    /// Preformatted text.
    Code,
    /// What a picture shows.
    Caption,
    /// Who made a picture.
    Credit,
    /// A cell in the head of a table, or its name before a value.
    TableHead,
    /// Any other cell of a table.
    TableCell,
    /// Lines: between columns, beside block quotes, between parts of the text.
    Rule,
    /// A bullet, number or sign before something, or a mark where a line was broken.
    Label,
    /// The title of another article.
    Related,
    /// The number of a quote.
    QuoteNumber,
}

/// What a stretch of text is to a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// What was said.
    Content,
    /// The words that report it.
    Cue,
    /// The words that name who said it.
    Source,
}

/// The ways in which the writer set a run off; any number of them at once.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Emphasis(u8);

impl Emphasis {
    /// Stressed, mostly italics.
    pub const ITALIC: Self = Self(1);
    /// Strongly stressed, mostly bold.
    pub const BOLD: Self = Self(1 << 1);
    /// Struck out.
    pub const STRIKE: Self = Self(1 << 2);
    /// Code inside a sentence.
    pub const CODE: Self = Self(1 << 3);
    /// A link.
    pub const LINK: Self = Self(1 << 4);

    /// Whether nothing is set off.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether all ways of another set are among these.
    pub const fn contains(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    const fn set(&mut self, bit: Self, on: bool) {
        self.0 = if on { self.0 | bit.0 } else { self.0 & !bit.0 };
    }

    const fn index(self) -> usize {
        self.0.trailing_zeros() as usize
    }
}

impl Run {
    /// Returns a run of the typesetter's own.
    fn decoration(text: impl Into<Cow<'static, str>>, role: Role) -> Self {
        Self {
            text: RunText::Decoration(text.into()),
            role,
            emphasis: Emphasis::default(),
            part: None,
            link: None,
        }
    }
}

impl Page {
    /// Lays out an article. Quotes whose ranges do not fit its text are left out.
    ///
    /// No row is wider than the measure. Runs show the text in order, once and whole but for white space, with these
    /// exceptions: the cells of a table stand side by side; where a table does not fit, its head is repeated before every
    /// value as decoration; and a cluster wider than a whole line is replaced by one question mark.
    pub fn lay_out(article: &Article, quotes: &[Quote], measure: Measure) -> Self {
        Self::illustrated(article, quotes, measure, &[])
    }

    /// Lays out an article like [`Page::lay_out`], with room for pictures above the words of their figures. A picture that is
    /// wider than its figure may be is made smaller.
    pub fn illustrated(
        article: &Article,
        quotes: &[Quote],
        measure: Measure,
        plates: &[Plate],
    ) -> Self {
        sheet::lay_out(article, quotes, measure, plates)
    }

    /// Returns the words of one of its runs.
    pub fn words<'a>(&'a self, run: &'a Run) -> &'a str {
        match &run.text {
            RunText::Span(span) => wrap::slice(&self.text, *span),
            RunText::Decoration(words) => words,
        }
    }
}
