//! The words that the rules go by, each with its classes and, for a cue, with what may follow it.
//!
//! One table for each language, made once from a plain word list in `assets/lexicon`. It knows words, never positions.

use foldhash::HashMap;
use std::sync::LazyLock;

use crate::quote::german;
use crate::quote::inflect::{Forms, forms_of};

/// A set of word classes or uses, one bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Set(u64);

impl Set {
    pub(super) const NONE: Self = Self(0);

    const fn bit(index: u32) -> Self {
        Self(1 << index)
    }

    /// Whether the two share a member.
    pub(super) const fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Returns the members of both.
    pub(super) const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

macro_rules! classes {
    ($($name:ident = $key:literal),+ $(,)?) => {
        classes!(@bits 0, $($name,)+);
        const CLASSES: &[(&str, Set)] = &[$(($key, $name)),+];
    };
    (@bits $n:expr, $head:ident, $($tail:ident,)*) => {
        pub(super) const $head: Set = Set::bit($n);
        classes!(@bits $n + 1, $($tail,)*);
    };
    (@bits $n:expr,) => {};
}

classes!(
    DETERMINER = "determiner",
    POSSESSIVE = "possessive",
    PRONOUN = "pronoun",
    OBJECT = "pronoun-object",
    MALE = "male",
    FEMALE = "female",
    PLURAL = "plural",
    FIRST = "first",
    RELATIVE = "relative",
    PREPOSITION = "preposition",
    CONJUNCTION = "conjunction",
    SUBORDINATE = "subordinate",
    AUXILIARY = "auxiliary",
    BE = "be",
    ADVERB = "adverb",
    TIME = "time",
    TITLE = "title",
    TITLE_MALE = "title-male",
    TITLE_FEMALE = "title-female",
    PERSON = "person",
    UNNAMED = "unnamed",
    DOCUMENT = "document",
    ORGANISATION = "organisation",
    PLACE = "place",
    ADDRESS = "address",
    SEEMING = "seeming",
    VERB_ONLY = "verb-only",
    SUFFIX = "suffix",
    ABBREVIATION = "abbreviation",
    COINED = "coined",
    LABEL = "label",
    ACCORDING = "according",
    NOUN_CUE = "noun-cue",
    MALE_NAME = "male-name",
    FEMALE_NAME = "female-name",
    VERB = "verb",
    SUBJUNCTIVE = "subjunctive",
    OBLIQUE = "oblique",
    SAYING = "saying",
    PARTICLE = "particle",
);

/// It reports speech or writing, not thought.
pub(super) const SPEECH: Set = Set::bit(0);
/// A quotation may follow.
pub(super) const QUOTE: Set = Set::bit(1);
/// A bare clause may follow.
pub(super) const CLAUSE: Set = Set::bit(2);
/// A clause with "that", "how", "whether" may follow.
pub(super) const THAT: Set = Set::bit(3);
/// An infinitive may follow.
pub(super) const INFINITIVE: Set = Set::bit(4);
/// A hearer comes before what was said.
pub(super) const HEARER: Set = Set::bit(5);
/// A noun phrase may follow.
pub(super) const NOUN: Set = Set::bit(6);
/// It may stand after what was said.
pub(super) const FLOATS: Set = Set::bit(7);
/// What stands in marks beside it is all that was said ("nannte ihn einen „Narren“").
pub(super) const NAMES: Set = Set::bit(8);

const USES: &[(&str, Set)] = &[
    ("s", SPEECH),
    ("q", QUOTE),
    ("c", CLAUSE),
    ("t", THAT),
    ("i", INFINITIVE),
    ("h", HEARER),
    ("n", NOUN),
    ("f", FLOATS),
    ("x", NAMES),
];

/// What a lexicon knows of a word.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) class: Set,
    /// What it may do as a cue by itself; empty for other words.
    pub(super) uses: Set,
    pub(super) forms: Forms,
    /// Uses that it has only before certain words ("point" before "out").
    pub(super) phrases: Vec<(Vec<&'static str>, Set)>,
}

/// The words of one language.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: HashMap<String, Entry>,
    /// Phrases for "according to" by their first word, each with the words behind it.
    sources: HashMap<&'static str, Vec<Vec<&'static str>>>,
    /// Whether it has the grammar that the rules for reported clauses ask for.
    pub(super) english: bool,
    /// Whether the verb comes second, so that a subject may follow it.
    pub(super) verb_second: bool,
}

impl Lexicon {
    /// Returns the lexicon of a language (ISO 639-1), or the one without words for an unknown language.
    pub(super) fn of(lang: &str) -> &'static Self {
        static EMPTY: LazyLock<Lexicon> = LazyLock::new(Lexicon::default);
        static EN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
            english: true,
            ..Lexicon::read(include_str!("../../assets/lexicon/en.txt"))
        });
        static DE: LazyLock<Lexicon> = LazyLock::new(|| Lexicon {
            verb_second: true,
            ..Lexicon::read_as(true, include_str!("../../assets/lexicon/de.txt"))
        });
        macro_rules! lexicon {
            ($file:literal) => {{
                static IT: LazyLock<Lexicon> = LazyLock::new(|| {
                    Lexicon::read(include_str!(concat!("../../assets/lexicon/", $file)))
                });
                &IT
            }};
        }
        match lang {
            "en" => &EN,
            "de" => &DE,
            "fr" => lexicon!("fr.txt"),
            "es" => lexicon!("es.txt"),
            "it" => lexicon!("it.txt"),
            "pt" => lexicon!("pt.txt"),
            "ru" => lexicon!("ru.txt"),
            _ => &EMPTY,
        }
    }

    /// Returns what is known of a word in lower case, with straight apostrophes.
    pub(super) fn get(&self, lower: &str) -> Option<&Entry> {
        self.words.get(lower)
    }

    /// Returns the phrases for "according to" that begin with a word in lower case: what stands behind it in each.
    pub(super) fn sources(&self, lower: &str) -> &[Vec<&'static str>] {
        self.sources.get(lower).map_or(&[], Vec::as_slice)
    }

    fn read(list: &'static str) -> Self {
        Self::read_as(false, list)
    }

    fn read_as(german: bool, list: &'static str) -> Self {
        let mut lexicon = Self::default();
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let Some((key, words)) = line.split_once(": ") else {
                continue;
            };
            if german && (key == "verb" || key.starts_with("cue ")) {
                lexicon.add_german(key, words);
            } else if let Some(uses) = key.strip_prefix("cue ") {
                lexicon.add_cues(uses, words);
            } else if key == "according-phrase" {
                for phrase in words.split(' ') {
                    let mut parts = phrase.split('_');
                    let first = parts.next().unwrap_or_default();
                    let phrases = lexicon.sources.entry(first).or_default();
                    phrases.push(parts.collect());
                }
            } else if key == "verb" {
                for word in words.split(' ') {
                    for (form, kind) in forms_of(word) {
                        let entry = lexicon.words.entry(form).or_default();
                        entry.class = entry.class.with(VERB);
                        entry.forms = entry.forms.with(kind);
                    }
                }
            } else if let Some((_, class)) = CLASSES.iter().find(|(name, _)| *name == key) {
                for word in words.split(' ') {
                    let entry = lexicon.words.entry(word.to_owned()).or_default();
                    entry.class = entry.class.with(*class);
                }
            }
        }
        lexicon
    }

    /// Adds the German verbs of a line, in all their forms.
    fn add_german(&mut self, key: &str, words: &'static str) {
        let key = key.strip_prefix("cue ").unwrap_or_default();
        let uses = uses_of(key.trim_start_matches('='));
        if key.starts_with('=') {
            for word in words.split(' ') {
                let entry = self.words.entry(word.to_owned()).or_default();
                entry.forms = entry.forms.with(Forms::PARTICIPLE);
                entry.uses = entry.uses.with(uses);
            }
            return;
        }
        for form in words.split(' ').flat_map(german::forms_of) {
            let entry = self.words.entry(form.word).or_default();
            entry.class = entry.class.with(VERB);
            entry.forms = entry.forms.with(form.forms);
            match form.needs {
                _ if uses == Set::NONE => {}
                Some(needs) => entry.phrases.push((vec![needs], uses)),
                None => entry.uses = entry.uses.with(uses),
            }
        }
    }

    /// Whether nothing is known of the language: no rule can then tell who speaks.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    fn add_cues(&mut self, uses: &str, words: &'static str) {
        let (whole, uses) = match uses.strip_prefix('=') {
            Some(rest) => (true, rest),
            None => (false, uses),
        };
        let uses = uses_of(uses);
        for word in words.split(' ') {
            if whole {
                let entry = self.words.entry(word.to_owned()).or_default();
                entry.uses = entry.uses.with(uses);
                let form = if word.ends_with("ing") {
                    Forms::ING
                } else {
                    Forms::PAST
                };
                entry.forms = entry.forms.with(form);
                continue;
            }
            // "point_out", "go_on/went_on": the first part is the verb.
            let after: Vec<&'static str> = word
                .split('/')
                .next()
                .unwrap_or_default()
                .split('_')
                .skip(1)
                .collect();
            let verb: Vec<&str> = word
                .split('/')
                .map(|form| form.split('_').next().unwrap_or_default())
                .collect();
            for (form, kind) in forms_of(&verb.join("/")) {
                let entry = self.words.entry(form).or_default();
                entry.forms = entry.forms.with(kind);
                if after.is_empty() {
                    entry.uses = entry.uses.with(uses);
                } else {
                    entry.phrases.push((after.clone(), uses));
                }
            }
        }
    }
}

fn uses_of(letters: &str) -> Set {
    letters
        .split(' ')
        .filter_map(|letter| USES.iter().find(|(name, _)| *name == letter))
        .fold(Set::NONE, |all, (_, one)| all.with(*one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_known_in_all_its_forms() {
        let lexicon = Lexicon::of("en");
        for form in [
            "say", "says", "said", "saying", "admitted", "denies", "telling",
        ] {
            let entry = lexicon.get(form).unwrap();
            assert!(entry.uses.has(SPEECH), "{form}");
        }
        assert!(lexicon.get("sayed").is_none());
    }

    #[test]
    fn every_line_of_every_list_is_understood() {
        for list in [
            include_str!("../../assets/lexicon/en.txt"),
            include_str!("../../assets/lexicon/de.txt"),
            include_str!("../../assets/lexicon/fr.txt"),
            include_str!("../../assets/lexicon/es.txt"),
            include_str!("../../assets/lexicon/it.txt"),
            include_str!("../../assets/lexicon/pt.txt"),
            include_str!("../../assets/lexicon/ru.txt"),
        ] {
            for line in list
                .lines()
                .filter(|l| !l.is_empty() && !l.starts_with('#'))
            {
                let key = line.split(": ").next().unwrap();
                let known = key == "verb"
                    || key == "according-phrase"
                    || CLASSES.iter().any(|(name, _)| *name == key)
                    || key.strip_prefix("cue ").is_some_and(|uses| {
                        let mut uses = uses.trim_start_matches('=').split(' ');
                        uses.all(|letter| USES.iter().any(|(name, _)| *name == letter))
                    });
                assert!(known, "{key}");
            }
        }
    }

    #[test]
    fn an_unknown_language_has_no_words() {
        assert!(Lexicon::of("xx").get("said").is_none());
    }
}
