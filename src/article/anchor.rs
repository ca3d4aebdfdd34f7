//! Ties a stretch of an article's text to its words, so that it is found again when the text has changed.
//!
//! An [`Anchor`] is the two selectors of the W3C's Web Annotation model: the words with what stands before and after them
//! (`TextQuoteSelector`), and where they stood (`TextPositionSelector`). Finding them again forgives other white space and
//! other quotation marks, and nothing else. Words that stand in several places count as found only where what surrounds
//! them says so, or where they stand just where they stood: *lost* is a proper answer, a look-alike is not.
//!
//! Knows no articles, only texts.

mod find;
mod plain;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use crate::article::{Clean, CodePoints, Span};
use find::around;
pub use find::{Finder, Lost};
use plain::Plain;

/// What is kept of the text on either side, in characters: at least so many, and so many more than it takes to tell the
/// words from the same words elsewhere, up to a limit.
const CONTEXT: usize = 32;
const SPARE: usize = 16;
const MOST_CONTEXT: usize = 256;

/// A stretch of text, by its words, its surroundings and its place.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Anchor {
    /// The words, as they stood.
    pub exact: Clean,
    /// What stood before them; shorter than usual only at the beginning of the text.
    pub prefix: Clean,
    /// What stood after them; shorter than usual only at the end of the text.
    pub suffix: Clean,
    /// Where they stood: `[start, end)` in Unicode code points of the text.
    pub position: [usize; 2],
    /// Whether the words stood nowhere else in the text. Not part of the W3C's model; without it they may have.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub alone: bool,
}

impl Anchor {
    /// Returns the anchor of a stretch without the white space at its ends; none when it holds no words or does not lie
    /// on character boundaries inside the text.
    pub fn of(text: &str, span: Span) -> Option<Self> {
        let words = text.get(span.range())?;
        let start = span.start + (words.len() - words.trim_start().len());
        let span = Span::new(start, start + words.trim().len());
        let words = text.get(span.range()).filter(|words| !words.is_empty())?;
        let plain = Plain::of(text);
        let (before, after, alone) = around(&plain, span);
        let reach = |needed: usize| (needed + SPARE).clamp(CONTEXT, MOST_CONTEXT);
        let from = plain.bytes_back(span.start, reach(before));
        let to = plain.bytes_on(span.end, reach(after));
        let slice =
            |from: usize, to: usize| Clean::from_untrusted(text.get(from..to).unwrap_or_default());
        Some(Self {
            exact: Clean::from_untrusted(words),
            prefix: slice(from, span.start),
            suffix: slice(span.end, to),
            position: CodePoints::new(text).pair(span),
            alone,
        })
    }

    /// Returns where the words stand in a text; see [`Finder`], which finds many anchors in one text.
    ///
    /// # Errors
    /// When they are not there, or cannot be told from the same words elsewhere.
    pub fn find(&self, text: &str) -> Result<Span, Lost> {
        Finder::new(text).find(self)
    }
}
