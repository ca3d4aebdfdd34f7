//! The kinds of block that an article is made of. They say what a stretch of the text is, never how it looks.

use serde::{Deserialize, Serialize};

use crate::article::{Clean, Span};

/// One leaf of the article's structure, in reading order. Lists and block quotes are not blocks of their own but the
/// [`Container`]s that a leaf stands in, outermost first; so the body stays a flat list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its bytes in the text. A rule has an empty one.
    pub span: Span,
    /// The block quotes and list items that it stands in, outermost first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub within: Vec<Container>,
    /// Stretches set off inside it, ordered by their start; inner ones follow the outer ones that hold them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Mark>,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The article's title; at most one, the first block.
    Headline,
    /// A heading inside the body, level 1 (a part) to 6.
    Heading(u8),
    /// Running text. A line feed in it is a line break that the writer meant.
    Paragraph,
    /// Preformatted text, its line feeds kept.
    Code,
    /// Rows and cells.
    Table(Table),
    /// A picture, known by its words: caption first, then credit.
    Figure {
        /// What the picture shows.
        caption: Span,
        /// Who made or owns it; empty when it is not said.
        credit: Span,
    },
    /// A break between two parts, drawn as a line.
    Rule,
    /// A pointer to another article, not part of this one's text.
    Related {
        /// Where it leads, when that is known.
        url: Option<Clean>,
    },
}

/// What a block stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Container {
    /// A block quote.
    Quote,
    /// A list item. Its first block carries the label, the following ones [`Label::None`].
    Item(Label),
}

/// What stands before a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Label {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
    /// Nothing: the item goes on.
    None,
}

/// A table: cells as spans of the text, which parts cells by a tab and rows by a line feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// One entry for each column.
    pub columns: Vec<Align>,
    /// The first row is the head. Rows may be shorter than `columns`.
    pub rows: Vec<Vec<Span>>,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Align {
    /// At the left edge.
    Left,
    /// In the middle.
    Center,
    /// At the right edge, as numbers do.
    Right,
}

/// A stretch of a block that the writer set off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Its bytes in the text.
    pub span: Span,
    /// In which way.
    pub style: MarkStyle,
}

/// A way of setting off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkStyle {
    /// Stressed, mostly italics.
    Emphasis,
    /// Strongly stressed, mostly bold.
    Strong,
    /// Struck out.
    Strike,
    /// Code inside a sentence.
    Code,
    /// A link and its absolute address (http, https or mailto).
    Link(Clean),
}
