//! What may be asked of the store beside articles themselves, and what it answers.

use crate::article::{ArticleId, Clean, Picture, Record, Span, Summary};
use crate::quote::{Depth, Quote};
use crate::store::cutter::Cut;
use crate::store::sources::Original;

pub use crate::article::Change;

/// An article to be put in.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Which article it is.
    pub key: &'a str,
    /// The article with all that belongs to it.
    pub record: &'a Record,
    /// Who said what in it.
    pub quotes: &'a [Quote],
    /// How closely it was read for them.
    pub depth: Depth,
    /// The words of article and quotes; without them the store cuts them itself.
    pub cut: Option<&'a Cut>,
    /// How it came.
    pub arrival: Arrival,
    /// What it was read from; without it nothing is kept.
    pub original: Option<&'a Original>,
    /// The pictures of its figures, in their order.
    pub pictures: &'a [Picture],
}

/// How an article comes to a library in which it may be already.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Arrival {
    /// From its source: its text is the one that counts.
    #[default]
    Source,
    /// From another program, with what the reader did there. That is added to what was done here; its text counts only
    /// where there was none, or one that is not complete.
    Program,
}

impl<'a> From<(&'a str, &'a Record, &'a [Quote], Depth)> for Entry<'a> {
    fn from((key, record, quotes, depth): (&'a str, &'a Record, &'a [Quote], Depth)) -> Self {
        Self {
            key,
            record,
            quotes,
            depth,
            cut: None,
            arrival: Arrival::Source,
            original: None,
            pictures: &[],
        }
    }
}

/// What became of an article that was put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was not there before.
    Added(ArticleId),
    /// It was there with another text, or other data.
    Updated(ArticleId),
    /// It was there just so.
    Unchanged(ArticleId),
}

impl Outcome {
    /// Returns which article it is.
    pub const fn id(self) -> ArticleId {
        match self {
            Self::Added(id) | Self::Updated(id) | Self::Unchanged(id) => id,
        }
    }
}

/// An article that a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its line in the list.
    pub summary: Summary,
    /// The stretch of its text where most of the words meet, on one line; its beginning when they stand in the title,
    /// byline, site or tags.
    pub snippet: Clean,
    /// Where the words stand in the snippet, in bytes, in order.
    pub matches: Vec<Span>,
    /// Whether the snippet is the reader's own note: the text has none of the words.
    pub is_note: bool,
}
