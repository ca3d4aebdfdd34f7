//! The reader's own marks on an article: stretches of its text in some colour, with or without a note.

use serde::{Deserialize, Serialize};

use crate::article::{Anchor, Clean, Finder, Span};

/// A stretch that the reader has marked. In one article there is one for each anchor.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Highlight {
    /// Which words, and where they stand.
    #[serde(flatten)]
    pub anchor: Anchor,
    /// In which colour.
    pub hue: Hue,
    /// The reader's own words on it, perhaps over several lines; empty when there are none.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub note: Clean,
    /// When it was made: RFC 3339 in UTC, whole seconds; empty until it is stored.
    #[serde(default, skip_serializing_if = "str_is_empty")]
    pub made: Clean,
}

fn str_is_empty(text: &Clean) -> bool {
    text.is_empty()
}

/// The colours of highlights. Each has a name and a letter, so that they differ without any colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "colours need no explanation")]
pub enum Hue {
    #[default]
    Yellow,
    Green,
    Blue,
    Red,
}

impl Hue {
    /// All of them, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Green, Self::Blue, Self::Red];

    /// Returns its name, in the library, in exports and on screens.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Red => "red",
        }
    }

    /// Returns the colour with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|hue| hue.name() == name)
    }

    /// Returns the next one, around the end.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|&hue| hue == self).unwrap_or(0);
        Self::ALL
            .get((at + 1) % Self::ALL.len())
            .copied()
            .unwrap_or_default()
    }
}

/// Returns where each highlight stands in a text, in the order given; none for one whose words are lost.
pub fn placed(text: &str, highlights: &[Highlight]) -> Vec<Option<Span>> {
    if highlights.is_empty() {
        return Vec::new();
    }
    let finder = Finder::new(text);
    highlights
        .iter()
        .map(|highlight| finder.find(&highlight.anchor).ok())
        .collect()
}

/// A highlight of the library and the article that it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// The article.
    pub article: crate::article::ArticleId,
    /// What to call the article.
    pub label: Clean,
    /// The highlight.
    pub highlight: Highlight,
    /// Whether its words are not in the article's text any more.
    pub is_lost: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hues_go_round_and_have_names_of_their_own() {
        let mut hue = Hue::default();
        for expected in ["yellow", "green", "blue", "red", "yellow"] {
            assert_eq!(hue.name(), expected);
            assert_eq!(Hue::from_name(expected), Some(hue));
            hue = hue.next();
        }
        assert_eq!(Hue::from_name("mauve"), None);
    }

    #[test]
    fn a_highlight_is_written_as_the_w3c_calls_its_parts() {
        let highlight = Highlight {
            anchor: Anchor::of("He said no.", Span::new(8, 10)).unwrap(),
            hue: Hue::Green,
            note: Clean::from_untrusted("Ask\nagain"),
            made: Clean::default(),
        };
        let json = serde_json::to_string(&highlight).unwrap();
        assert_eq!(
            json,
            r#"{"exact":"no","prefix":"He said ","suffix":".","position":[8,10],"alone":true,"hue":"green","note":"Ask\nagain"}"#
        );
        assert_eq!(serde_json::from_str::<Highlight>(&json).unwrap(), highlight);
    }
}
