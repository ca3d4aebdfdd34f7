//! Articles as plain data: what was read, and what the reader did with it.
//!
//! An article is its [`Meta`] and its [`Body`]: one run of text, cut into typed blocks. Everything else in the program
//! points into that text by byte [`Span`]s. Nothing here knows files, SQL, quotes or screens.

mod anchor;
mod ascii;
mod block;
mod body;
mod clean;
mod date;
mod edits;
pub mod filter;
mod fold;
mod highlight;
mod leaf;
mod letter;
mod names;
mod near;
mod picture;
mod points;
mod record;
mod script;
mod sentence;
mod source;
mod subscription;
mod summary;
mod target;

pub use anchor::{Anchor, Finder, Lost};
pub use ascii::in_ascii;
pub use block::{Align, Block, BlockKind, Container, Label, Mark, MarkStyle, Table};
pub use body::{Body, BodyBuilder, BodyError, Span};
pub use clean::Clean;
pub use date::{long_date, short_date};
pub use edits::{Edit, Piece, edit_lines, edits};
pub use filter::{Filter, FilterError, SavedSearch};
pub use fold::fold;
pub use highlight::{Highlight, Hue, Marked, placed};
pub use leaf::Leaf;
pub use letter::{Letter, MarkAt, MarkLine};
pub use names::Names;
pub use near::nearest;
pub use picture::{Picture, PictureKind, Shape};
pub use points::CodePoints;
pub use record::{ArticleId, Change, Provenance, Record, State, Version};
pub use script::{is_hangul, is_spaceless};
pub use sentence::sentences;
pub use source::{Source, SourceKind};
pub use subscription::{FeedId, Health, Subscription};
pub use summary::{Ordered, Query, Shelf, Sort, Summary};
pub use target::{Refusal, Target};

use serde::{Deserialize, Serialize};

/// What an article that was cut off, or of which there is only the address, is tagged with.
pub const INCOMPLETE: &str = "incomplete";

/// One article as it was read, without anything that the reader added.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// What is known about it.
    pub meta: Meta,
    /// Its headline and everything below, as one text and typed blocks.
    pub body: Body,
}

/// What is known about an article beside its text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Meta {
    /// The headline on one line; empty when the article has none.
    pub title: Clean,
    /// The authors, one entry each, without "By".
    pub byline: Vec<Clean>,
    /// The publication, as it calls itself ("The Moscow Times").
    pub site: Option<Clean>,
    /// When it was published: an ISO 8601 date ("2022-02-01") or date and time with offset ("2022-02-01T14:05:00Z").
    pub published: Option<Clean>,
    /// The canonical address, without fragment and tracking parameters.
    pub url: Option<Clean>,
    /// The language as an ISO 639-1 code ("en"), detected where it is not declared.
    pub lang: Option<Clean>,
    /// Tags that came with the article.
    pub tags: Vec<Clean>,
}

/// Returns the minutes that most people take to read some words, rounded up.
pub const fn reading_minutes(words: usize) -> usize {
    const WORDS_A_MINUTE: usize = 230;
    words.div_ceil(WORDS_A_MINUTE)
}

impl Article {
    /// Returns what to call the article in a list: its title, else the beginning of its text.
    pub fn label(&self) -> String {
        const WORDS: usize = 12;
        if !self.meta.title.is_empty() {
            return self.meta.title.to_string();
        }
        let words: Vec<&str> = self
            .body
            .text()
            .split_whitespace()
            .take(WORDS + 1)
            .collect();
        match words.len() {
            0 => "Untitled".to_owned(),
            n if n > WORDS => words[..WORDS].join(" ") + "…",
            _ => words.join(" "),
        }
    }
}
