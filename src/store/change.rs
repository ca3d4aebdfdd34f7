//! What may be asked of the store beside articles themselves, and what it answers.

use crate::article::{ArticleId, Clean, Span, Summary};

/// Something that the reader does with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Marks it as read, or not.
    Read(bool),
    /// Gives it a star, or takes it.
    Starred(bool),
    /// Puts it out of the way, or back.
    Archived(bool),
    /// Remembers the byte of the text that stands at the top of the pane.
    Place(usize),
    /// Replaces the reader's tags.
    Tags(Vec<Clean>),
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
    /// byline or site.
    pub snippet: Clean,
    /// Where the words stand in the snippet, in bytes, in order.
    pub matches: Vec<Span>,
}
