//! What a reader made beside what the record of an article holds: corrections of quotes, marks, decisions about the names
//! of speakers, clips, saved searches. It is what travels from one library to another after the articles.
//!
//! Plain data. Articles are named by their keys, so that nothing of it depends on one library's numbers.

use crate::article::{Clean, Letter, Record, SavedSearch};
use crate::cite::Passage;
use crate::quote::{Correction, SpeakerKind};

/// One thing that an export holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// An article with what the reader did with it.
    Article(Box<Record>),
    /// Something else.
    Kept(Kept),
}

/// One thing that the reader made.
#[derive(Debug, Clone, PartialEq)]
pub enum Kept {
    /// A correction of a quote.
    Correction {
        /// The key of the article; it may be one that is not in the library any more.
        article: Clean,
        /// What is corrected.
        correction: Box<Correction>,
    },
    /// A place under a letter.
    Mark {
        /// The key of the article.
        article: Clean,
        /// Its letter.
        letter: Letter,
        /// In code points of the text.
        place: usize,
    },
    /// Names that the reader said are one speaker's.
    Speaker {
        /// What the speaker is called.
        name: Clean,
        /// All these names.
        names: Vec<SpeakerName>,
    },
    /// Names that the reader said are not one speaker's.
    Apart([SpeakerName; 2]),
    /// A clip. Clips stand in their order.
    Clip(Box<Passage>),
    /// A saved search.
    Search(SavedSearch),
}

/// A name of a speaker. The kind tells a person from a body of that name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerName {
    /// The name.
    pub name: Clean,
    /// What it names.
    pub kind: SpeakerKind,
}

/// What became of one that came to a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// It is kept now.
    Added,
    /// It was there, or the reader of this library decided otherwise.
    Known,
    /// It cannot be kept, and why.
    Refused(Clean),
}
