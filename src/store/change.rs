//! What may be asked of the store beside articles themselves, and what it answers.

use crate::article::{ArticleId, Clean, Span, Summary};

pub use crate::article::Change;

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
}
