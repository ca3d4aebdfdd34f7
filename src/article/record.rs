//! What the library keeps beside the article itself: the reader's state and where the article came from.

use serde::{Deserialize, Serialize};

use crate::article::{Anchor, Article, Clean, Highlight};

/// An article's number in one library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleId(pub i64);

/// An article with all that belongs to it: what JSON Lines carries from one library to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The article as it was read.
    pub article: Article,
    /// What the reader did with it.
    pub state: State,
    /// Where it came from.
    pub provenance: Provenance,
}

/// What the reader did with an article.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// It was read, or marked as read.
    pub read: bool,
    /// It has a star.
    pub starred: bool,
    /// It was put out of the way, but not thrown away.
    pub archived: bool,
    /// The reader's tags, sorted, each once. Those that came with the article are put here when it is first imported.
    pub tags: Vec<Clean>,
    /// The reading position: the byte of the text that stood at the top of the pane.
    pub place: usize,
    /// Highlights and notes, in the order in which they were made.
    pub highlights: Vec<Highlight>,
}

/// Where an article came from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Provenance {
    /// When it was first imported: RFC 3339 in UTC, whole seconds ("2026-11-23T22:01:24Z").
    pub imported: Clean,
    /// The file it was read from, as it was named; "-" for standard input.
    pub source: Clean,
}

/// An earlier text of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1, 2, … in the order of time.
    pub number: u32,
    /// When another text took its place: RFC 3339 in UTC, whole seconds.
    pub until: Clean,
    /// What it was read from.
    pub source: Clean,
    /// How long it was, in characters.
    pub characters: usize,
}

/// One thing that the reader does with an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Marks it as read or unread.
    Read(bool),
    /// Gives it a star or takes it away.
    Starred(bool),
    /// Archives it or brings it back.
    Archived(bool),
    /// Remembers the reading position, a byte of the text.
    Place(usize),
    /// Replaces its tags.
    Tags(Vec<Clean>),
    /// Throws it away on a day ("2026-11-26"), to be kept with all that belongs to it until the trash is emptied; none
    /// brings it back.
    Deleted(Option<Clean>),
    /// Highlights words, or changes the colour and note of the highlight with this anchor.
    Highlight(Highlight),
    /// Takes the highlight with an anchor away.
    Unhighlight(Anchor),
}
