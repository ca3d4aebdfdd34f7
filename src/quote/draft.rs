//! An attribution as the rules found it, before anybody asks who its source is.

use crate::article::Span;

/// An attribution without its speaker.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub(super) content: Vec<Span>,
    /// Whether some of the content stands in quotation marks.
    pub(super) quoted: bool,
    /// Whether some of it does not.
    pub(super) bare: bool,
    pub(super) cue: Option<Span>,
    pub(super) source: Option<Span>,
    pub(super) rule: Rule,
    /// How likely the tagger holds its source to be right, from 0 to 1, where that has read it.
    pub(super) sure: Option<f32>,
}

/// The rule that found an attribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Rule {
    /// X said: “…”
    Before,
    /// “…,” X said.
    After,
    /// “…,” said X.
    Inverted,
    /// X said that …
    Clause,
    /// …, X said.
    ClauseAfter,
    /// … was called … by X.
    Passive,
    /// According to X, …
    According,
    /// X: …
    Colon,
    /// Q. …, WALLACE: …
    Label,
    /// “…” — X
    Signed,
    /// … cited X as saying that …
    PassedOn,
    /// X's claim that …
    NounCue,
    /// A stretch in marks in a sentence without a known cue.
    Loose,
    /// The next sentence or paragraph of the same speaker.
    Continued,
    /// A stretch of which nothing is known.
    Orphan,
    /// None: the tagger found it.
    Tagged,
}
