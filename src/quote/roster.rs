//! Speakers across articles: who they are in a library, what they said where, how much of it.
//!
//! Plain data and the rules for names. It knows neither how a library keeps them nor how they are shown.

mod alias;
mod beside;
mod name;
mod print;
mod propose;
mod same;

pub use alias::{Alias, alias};
pub use beside::{Day, beside};
pub use name::{Called, NameId};
pub use print::prints;
pub use propose::{Apart, KnownName, Proposal, proposals};
pub use same::{Part, changes, is_same, likeness};

use crate::article::{ArticleId, Clean, Span};
use crate::quote::{Kind, SpeakerKind};

/// A speaker's number in one library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpeakerId(pub i64);

/// A speaker's line in the index of a library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpeakerLine {
    /// Which one.
    pub id: SpeakerId,
    /// The name to show; empty for all those together whom nobody could tell.
    pub name: Clean,
    /// The latest office or description.
    pub role: Option<Clean>,
    /// What it is.
    pub kind: SpeakerKind,
    /// How many quotes.
    pub quotes: usize,
    /// In how many articles.
    pub articles: usize,
    /// Words of all quotes.
    pub words: usize,
    /// The first and the last date, ISO 8601 in UTC; none when no article is dated.
    pub dates: Option<(Clean, Clean)>,
}

impl SpeakerLine {
    /// Returns what to call it where people read.
    pub fn label(&self) -> &str {
        if self.name.is_empty() {
            "unknown speaker"
        } else {
            &self.name
        }
    }
}

/// Which speakers are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpeakerQuery {
    /// Words of the name; the last may be the beginning of one. Any text will do.
    pub filter: String,
    /// In what order.
    pub sort: SpeakerSort,
    /// Only those with a name, only those without, or both.
    pub class: Option<Class>,
}

/// An order of speakers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum SpeakerSort {
    /// By number of quotes, most first.
    #[default]
    Quotes,
    /// By name, A to Z.
    Name,
    /// By the last date, latest first.
    Last,
}

impl SpeakerSort {
    /// All orders, in the order in which a key steps through them.
    pub const ALL: [Self; 3] = [Self::Quotes, Self::Name, Self::Last];

    /// Returns its name for screens and the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Quotes => "quotes",
            Self::Name => "name",
            Self::Last => "last",
        }
    }
}

/// Whether a speaker has a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// A person, body or document with a name.
    Named,
    /// Somebody whom the article does not name.
    Unnamed,
    /// It cannot be told who speaks.
    Unknown,
}

impl Class {
    /// All classes, in order.
    pub const ALL: [Self; 3] = [Self::Named, Self::Unnamed, Self::Unknown];

    /// Returns the class of a kind of speaker.
    pub const fn of(kind: SpeakerKind) -> Self {
        match kind {
            SpeakerKind::Person | SpeakerKind::Organisation | SpeakerKind::Document => Self::Named,
            SpeakerKind::Unnamed => Self::Unnamed,
            SpeakerKind::Unknown => Self::Unknown,
        }
    }

    /// Returns its name for screens and the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Named => "named",
            Self::Unnamed => "unnamed",
            Self::Unknown => "unknown",
        }
    }
}

/// How much one class of speakers says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// How many speakers.
    pub speakers: usize,
    /// Their quotes.
    pub quotes: usize,
    /// Words of those.
    pub words: usize,
}

/// How much is said by speakers with and without names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shares {
    /// By those with a name.
    pub named: Share,
    /// By those whom the articles do not name.
    pub unnamed: Share,
    /// By nobody knows whom.
    pub unknown: Share,
}

impl Shares {
    /// Returns the share of a class.
    pub const fn of(&self, class: Class) -> Share {
        match class {
            Class::Named => self.named,
            Class::Unnamed => self.unnamed,
            Class::Unknown => self.unknown,
        }
    }

    /// Adds to the share of a class.
    pub fn add(&mut self, class: Class, share: Share) {
        let to = match class {
            Class::Named => &mut self.named,
            Class::Unnamed => &mut self.unnamed,
            Class::Unknown => &mut self.unknown,
        };
        to.speakers += share.speakers;
        to.quotes += share.quotes;
        to.words += share.words;
    }

    /// Returns how many quotes there are in all.
    pub const fn quotes(&self) -> usize {
        self.named.quotes + self.unnamed.quotes + self.unknown.quotes
    }

    /// Returns how many words there are in all.
    pub const fn words(&self) -> usize {
        self.named.words + self.unnamed.words + self.unknown.words
    }
}

/// How many hundredths a part is of a whole, rounded; 0 of nothing.
pub const fn percent(part: usize, whole: usize) -> usize {
    match (part * 200 + whole).checked_div(2 * whole) {
        Some(percent) => percent,
        None => 0,
    }
}

/// A speaker with the words and quotes of some articles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voice {
    /// Which one.
    pub id: SpeakerId,
    /// The name; empty for all those together whom nobody could tell.
    pub name: Clean,
    /// What it is.
    pub kind: SpeakerKind,
    /// Quotes.
    pub quotes: usize,
    /// Words of those.
    pub words: usize,
}

/// The voices of some articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Voices {
    /// How many articles those are.
    pub articles: usize,
    /// Who speaks, most words first.
    pub voices: Vec<Voice>,
}

impl Voices {
    /// Returns how much of it is said by speakers with and without names.
    pub fn shares(&self) -> Shares {
        let mut shares = Shares::default();
        for voice in &self.voices {
            let share = Share {
                speakers: 1,
                quotes: voice.quotes,
                words: voice.words,
            };
            shares.add(Class::of(voice.kind), share);
        }
        shares
    }
}

/// An office or description and when it was used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoleUse {
    /// The office, as articles have it.
    pub role: Clean,
    /// In how many articles.
    pub articles: usize,
    /// The first and the last date, ISO 8601 in UTC; none when no article is dated.
    pub dates: Option<(Clean, Clean)>,
}

/// A quote in the library, with what tells where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The article.
    pub article: ArticleId,
    /// Its place among the article's quotes, from 0.
    pub number: usize,
    /// The article's line in the list.
    pub title: Clean,
    /// The publication.
    pub site: Option<Clean>,
    /// As in [`crate::article::Meta::published`].
    pub published: Option<Clean>,
    /// How much of it stands in quotation marks.
    pub kind: Kind,
    /// Who the article says said it.
    pub speaker: Option<Clean>,
    /// What it calls that speaker.
    pub role: Option<Clean>,
    /// What was said, as [`crate::quote::words`] writes it.
    pub words: Clean,
    /// From the first to the last byte of it in the article's text.
    pub extent: Span,
}

/// The same quote in several articles, the earliest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The quotes.
    pub said: Vec<Said>,
}

impl Group {
    /// Returns the quote with the most words, the earliest of those: what was cut elsewhere was cut out of it.
    pub fn fullest(&self) -> Option<&Said> {
        let said = self.said.iter().rev();
        said.max_by_key(|said| said.words.split_whitespace().count())
    }

    /// Returns the speakers that the articles name, each once, when they are not one: as they are written, since a
    /// pronoun or description that the engine could not resolve is no other speaker.
    pub fn rivals(&self) -> Vec<&Clean> {
        let mut rivals: Vec<&Clean> = Vec::new();
        for said in &self.said {
            let Some(name) = &said.speaker else { continue };
            let called = Called::new(name, SpeakerKind::Person);
            let is_known = |other: &Clean| {
                let other = Called::new(other, SpeakerKind::Person);
                other.key == called.key || alias(&called, &other).is_some()
            };
            if !rivals.iter().any(|other| is_known(other)) {
                rivals.push(name);
            }
        }
        if rivals.len() < 2 {
            rivals.clear();
        }
        rivals
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_and_nothing_has_none() {
        assert_eq!(percent(1, 3), 33);
        assert_eq!(percent(2, 3), 67);
        assert_eq!(percent(0, 0), 0);
        assert_eq!(percent(5, 5), 100);
    }
}
