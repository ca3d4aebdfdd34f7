//! Words taken out of an article with all that it takes to cite them and to find them again, and the forms in which they
//! are copied and exported.
//!
//! A [`Passage`] stands on its own: it holds the words, who said them, the article's data and the anchors of the words in
//! its text, so that it can be cited when the article is gone and checked when it has changed. Knows no library and no
//! screen.

mod bib;
mod form;
mod html;
mod link;
mod markdown;
mod prose;
mod template;
#[cfg(test)]
mod tests;
mod verify;

use serde::{Deserialize, Serialize};

use crate::article::{Anchor, Article, Clean, Highlight, Hue, Meta, Span};
use crate::quote::{Kind, Quote};

pub use bib::{bibtex, csl, key};
pub use form::{Form, annotation};
pub use link::deep_link;
pub use markdown::{block, escaped, machine, unescaped};
pub use template::{
    BUNDLED, Field, Given, LARGEST as LARGEST_TEMPLATE, Source, Template, TemplateError, reference,
};
pub use verify::{Change, Finding, Pieces, check, check_words, stray, written};

/// What stands for words that were left out.
pub const GAP: &str = " … ";

/// The schema of clips in JSON Lines. Quotes and highlights that are exported have it, too: who imports them collects them.
pub const CLIP: &str = "pullquote.clip/1";

/// What a passage is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PassageKind {
    /// Somebody's words, in quotation marks in the article.
    Direct,
    /// Somebody's words, partly in quotation marks.
    Mixed,
    /// What somebody said, in the article's words.
    Indirect,
    /// Words of the article.
    #[default]
    Passage,
    /// A line of the reader's own.
    Line,
}

/// Words of an article, or a line of the reader's own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// What it is.
    #[serde(default)]
    pub kind: PassageKind,
    /// The words as they are to be shown: those of the article, or the reader's edit of them.
    pub words: Clean,
    /// Who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<Clean>,
    /// Office or description of who said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Clean>,
    /// Whether the engine is not sure who said it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
    /// The colour of the highlight that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hue: Option<Hue>,
    /// The reader's note on it.
    #[serde(default, skip_serializing_if = "clean_is_empty")]
    pub note: Clean,
    /// The words as they stand in the article, one anchor for each stretch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<Anchor>,
    /// What is known about the article; none for a line of one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<Meta>,
}

/// One change of the reader's clips. A clip is known by what it says.
#[derive(Debug, Clone, PartialEq)]
pub enum ClipChange {
    /// Puts a clip in before the one at a place, or at the end.
    Insert(usize, Box<Passage>),
    /// Takes a clip out.
    Remove(Box<Passage>),
    /// Puts a clip in the place of another.
    Replace(Box<Passage>, Box<Passage>),
    /// Moves a clip to a place.
    Move(Box<Passage>, usize),
}

impl ClipChange {
    /// Makes the change in a list of clips, as a library does. What is not there is not changed, and nothing is there twice.
    pub fn apply(&self, clips: &mut Vec<Passage>) {
        let at = |clips: &[Passage], clip: &Passage| clips.iter().position(|other| other == clip);
        match self {
            Self::Insert(place, clip) => {
                if at(clips, clip).is_none() {
                    clips.insert((*place).min(clips.len()), (**clip).clone());
                }
            }
            Self::Remove(clip) => clips.retain(|other| *other != **clip),
            Self::Replace(was, clip) => {
                if let (Some(at), None) = (at(clips, was), at(clips, clip))
                    && let Some(slot) = clips.get_mut(at)
                {
                    slot.clone_from(clip);
                }
            }
            Self::Move(clip, place) => {
                if let Some(at) = at(clips, clip) {
                    let clip = clips.remove(at);
                    clips.insert((*place).min(clips.len()), clip);
                }
            }
        }
    }
}

fn clean_is_empty(text: &Clean) -> bool {
    text.is_empty()
}

impl Passage {
    /// Returns a quote of an article; none when its ranges hold no words.
    pub fn of_quote(article: &Article, quote: &Quote) -> Option<Self> {
        let speaker = quote.speaker.as_ref();
        Some(Self {
            kind: match quote.kind {
                Kind::Direct => PassageKind::Direct,
                Kind::Mixed => PassageKind::Mixed,
                Kind::Indirect => PassageKind::Indirect,
                // Words in quotation marks that nobody says.
                _ => PassageKind::Passage,
            },
            speaker: speaker.map(|speaker| speaker.name.clone()),
            role: speaker.and_then(|speaker| speaker.role.clone()),
            unsure: quote.is_unsure(),
            ..Self::of_spans(article, &quote.content)?
        })
    }

    /// Returns words of an article.
    pub fn of_span(article: &Article, span: Span) -> Option<Self> {
        Self::of_spans(article, &[span])
    }

    /// Returns what a highlight marks, or marked before the article changed.
    pub fn of_highlight(meta: &Meta, highlight: &Highlight) -> Self {
        Self {
            kind: PassageKind::Passage,
            words: Clean::line(&highlight.anchor.exact),
            hue: Some(highlight.hue),
            note: highlight.note.clone(),
            anchors: vec![highlight.anchor.clone()],
            article: Some(meta.clone()),
            ..Self::default()
        }
    }

    /// Returns a line of the reader's own.
    pub fn line(words: &str) -> Self {
        Self {
            kind: PassageKind::Line,
            words: Clean::from_untrusted(words.trim()),
            ..Self::default()
        }
    }

    fn of_spans(article: &Article, spans: &[Span]) -> Option<Self> {
        let text = article.body.text();
        let anchors: Vec<Anchor> = spans
            .iter()
            .filter_map(|span| Anchor::of(text, *span))
            .collect();
        if anchors.is_empty() {
            return None;
        }
        let mut passage = Self {
            anchors,
            article: Some(article.meta.clone()),
            ..Self::default()
        };
        passage.words = passage.original();
        Some(passage)
    }

    /// Returns the words as they stand in the article, on one line, stretches joined by an ellipsis.
    pub fn original(&self) -> Clean {
        let parts: Vec<Clean> = self
            .anchors
            .iter()
            .map(|anchor| Clean::line(&anchor.exact))
            .collect();
        let parts: Vec<&str> = parts.iter().map(Clean::as_str).collect();
        Clean::line(&parts.join(GAP))
    }

    /// Whether the words shown are not those of the article.
    pub fn is_edited(&self) -> bool {
        !self.anchors.is_empty() && self.words != self.original()
    }

    /// Returns the words in quotation marks, single ones inside.
    pub(crate) fn quoted(&self) -> String {
        let words = Clean::line(&self.words);
        match words
            .strip_prefix('“')
            .and_then(|inner| inner.strip_suffix('”'))
        {
            // The words of a passage may bring their marks along.
            Some(inner) if !inner.contains(['“', '”']) => words.to_string(),
            _ => format!("“{}”", words.replace('“', "‘").replace('”', "’")),
        }
    }

    /// Returns who said it, for people; none when that is not known, or nobody said it.
    pub fn attribution(&self) -> Option<String> {
        let name = self.speaker.as_ref()?;
        let mut out = name.to_string();
        if self.unsure {
            out.push_str(" ?");
        }
        if let Some(role) = &self.role {
            out.push_str(", ");
            out.push_str(role);
        }
        Some(out)
    }
}

/// Returns what the library calls an article where it has no title.
pub(crate) fn title(meta: &Meta) -> &str {
    if meta.title.is_empty() {
        "Untitled"
    } else {
        &meta.title
    }
}
