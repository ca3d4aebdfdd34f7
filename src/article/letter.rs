//! The letters under which places are marked.

use std::fmt;

use crate::article::{ArticleId, Clean};

/// A letter from a to z, of an article, or from A to Z, of the whole library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Letter(char);

impl Letter {
    /// Returns a letter, if it is one.
    pub fn new(c: char) -> Option<Self> {
        c.is_ascii_alphabetic().then_some(Self(c))
    }

    /// Whether there is one such mark in the whole library.
    pub const fn is_of_library(self) -> bool {
        self.0.is_ascii_uppercase()
    }
}

impl fmt::Display for Letter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A marked place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkAt {
    /// The article.
    pub article: ArticleId,
    /// The byte of its text.
    pub byte: usize,
}

/// A mark as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkLine {
    /// Its letter.
    pub letter: Letter,
    /// Its place.
    pub at: MarkAt,
    /// The article's title.
    pub title: Clean,
    /// The words that stand there.
    pub words: Clean,
}
