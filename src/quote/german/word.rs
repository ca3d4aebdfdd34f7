//! Small questions about a German word or the words beside it.

use crate::quote::atom::{self, Atom, Shape};
use crate::quote::german::Reader;
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Lexicon, Set};

/// How far from its verb a particle or preposition is looked for, in atoms.
const FAR: usize = 30;

const FINITE: Forms = Forms::PAST.with(Forms::THIRD).with(Forms::SUBJUNCTIVE);
const SMALL: Set = lexicon::PREPOSITION
    .with(lexicon::CONJUNCTION)
    .with(lexicon::SUBORDINATE)
    .with(lexicon::ADVERB)
    .with(lexicon::DETERMINER)
    .with(lexicon::PRONOUN)
    .with(lexicon::OBJECT)
    .with(lexicon::PARTICLE)
    .with(lexicon::TIME)
    .with(lexicon::ACCORDING);

/// Contractions and adverbs that stand for a preposition.
const STANDS_FOR: &[(&str, &[&str])] = &[
    ("von", &["vom", "davon"]),
    ("vor", &["vorm", "davor"]),
    ("zu", &["zum", "zur", "dazu"]),
    ("auf", &["aufs", "darauf"]),
    ("an", &["ans", "am", "daran"]),
    ("für", &["fürs", "dafür"]),
    ("gegen", &["dagegen"]),
    ("über", &["übers", "darüber"]),
    ("um", &["ums", "darum"]),
    ("mit", &["damit"]),
];

impl Reader<'_> {
    /// Whether the word at `at` is one of these, in whatever case.
    pub(super) fn is_one(&self, at: usize, words: &[&str]) -> bool {
        let word = self.line.word(at);
        words.iter().any(|other| word.eq_ignore_ascii_case(other))
    }

    pub(super) fn has(&self, at: usize, class: Set) -> bool {
        self.line.atom(at).is_some_and(|a| a.class.has(class))
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.line.atom(at).is_some_and(Atom::is_word)
    }

    /// Whether a noun or name stands at `at`: in German both have a capital.
    pub(super) fn is_noun(&self, at: usize) -> bool {
        self.line.atom(at).is_some_and(|a| {
            a.is_name() && !a.class.has(lexicon::TIME)
                || a.shape == Shape::Number && self.is_aged(at)
        })
    }

    /// "der 39-Jährige"
    fn is_aged(&self, at: usize) -> bool {
        let mut parts = self.line.word(at).splitn(2, '-').skip(1);
        parts
            .next()
            .and_then(|part| part.chars().next())
            .is_some_and(char::is_uppercase)
    }

    /// Whether the word at `at` opens a sentence or has no capital, so that it can be something else than a noun.
    pub(super) fn is_open(&self, at: usize) -> bool {
        self.line
            .atom(at)
            .is_some_and(|a| a.is_word() && (!a.capital || at == self.within.start))
    }

    /// Whether the word at `at` reads as a finite verb: a known one, or one that follows a noun and is no small word.
    pub(super) fn is_finite(&self, at: usize) -> bool {
        let Some(atom) = self.line.atom(at).filter(|a| a.is_word() && !a.capital) else {
            return false;
        };
        if atom
            .class
            .has(lexicon::AUXILIARY.with(lexicon::SUBJUNCTIVE))
        {
            return true;
        }
        if atom.class.has(SMALL) && !atom.class.has(lexicon::VERB) {
            return false;
        }
        let adjective = self.is_noun(at + 1)
            && at > self.within.start
            && self.has(at - 1, lexicon::DETERMINER.with(lexicon::PREPOSITION));
        if atom.class.has(lexicon::VERB) || atom.uses != Set::NONE {
            return atom.forms.has(FINITE) && !adjective;
        }
        let word = self.line.word(at);
        if self.is_subjunctive(at, true) {
            return true;
        }
        at > self.within.start
            && self
                .line
                .atom(at - 1)
                .is_some_and(|b| b.is_name() || b.class.has(lexicon::PRONOUN))
            && (word.ends_with('t')
                || word.ends_with("te")
                || word.ends_with("en")
                || self.has(at + 1, SMALL)
                || self.line.is(at + 1, ','))
            && !word.starts_with("ge")
            && !(word.ends_with("en") && self.is_noun(at + 1))
    }

    /// Whether any word of a range reads as a finite verb.
    pub(super) fn any_finite(&self, mut range: std::ops::Range<usize>) -> bool {
        range.any(|i| self.is_finite(i))
    }

    /// Whether the word at `at` is in the subjunctive, in which German tells what others say. Where the form is that of the
    /// second subjunctive, `sure` leaves it out.
    pub(super) fn is_subjunctive(&self, at: usize, sure: bool) -> bool {
        let Some(atom) = self.line.atom(at).filter(|a| a.is_word() && !a.capital) else {
            return false;
        };
        if atom.class.has(lexicon::SUBJUNCTIVE) {
            let word = self.line.word(at);
            return !sure
                || word.ends_with('e') && !word.contains(['ä', 'ü'])
                || word.starts_with("sei")
                || word == "müsse"
                || word == "dürfe";
        }
        let word = self.line.word(at);
        if self.is_noun(at + 1) || !word.ends_with('e') {
            return false;
        }
        if atom.forms.has(Forms::SUBJUNCTIVE) {
            return true;
        }
        // An unknown word behind a noun or before an article: "Die Stadt verfolge den Plan", "Zudem verfolge sie ihn".
        let unknown = !atom.class.has(SMALL.with(lexicon::VERB)) && atom.uses == Set::NONE;
        let behind = at > self.within.start
            && (self.is_noun(at - 1) || self.has(at - 1, lexicon::PRONOUN))
            && !self.has(at - 1, lexicon::DETERMINER);
        let before = at == self.within.start + 1
            && self.has(at - 1, lexicon::ADVERB)
            && self.has(at + 1, lexicon::DETERMINER.with(lexicon::PRONOUN));
        let main = self
            .segment_of(at)
            .and_then(|i| self.segment(i))
            .is_some_and(|segment| !(segment.start..at).any(|i| self.has(i, lexicon::SUBORDINATE)));
        unknown && main && word.len() > 3 && !word.ends_with("te") && (behind || before)
    }

    /// Returns what the verb at `at` may do in a clause that ends at `end`, and where its particle stands.
    pub(super) fn uses(&self, at: usize, end: usize) -> Option<(Set, Option<usize>)> {
        let verb = self.line.atom(at)?;
        if verb.uses == Set::NONE {
            return None;
        }
        let mut word = String::new();
        atom::fold(self.line.word(at), &mut word);
        let entry = self.line.lexicon.get(&word)?;
        let mut found: Option<(Set, Option<usize>)> = None;
        for (needs, uses) in &entry.phrases {
            let needs = needs.first().copied().unwrap_or_default();
            let (fits, particle) = if at > self.free && self.line.word(at - 1) == needs {
                // "wie die Polizei bekannt gab"
                (true, None)
            } else if let Some(preposition) = needs.strip_prefix('_') {
                (self.has_preposition(at, end, preposition), None)
            } else {
                let particle = self.particle(at, end, needs);
                (particle.is_some(), particle)
            };
            if fits {
                let (all, place) = found.unwrap_or_default();
                // With its preposition a verb may still do what it does without; with a particle it is another verb.
                let own = if needs.starts_with('_') {
                    entry.uses
                } else {
                    Set::NONE
                };
                found = Some((all.with(*uses).with(own), place.or(particle)));
            }
        }
        if found.is_some() {
            return found;
        }
        (entry.uses != Set::NONE).then_some((entry.uses, None))
    }

    /// Finds a separated particle: it closes its clause.
    fn particle(&self, verb: usize, end: usize, particle: &str) -> Option<usize> {
        (verb + 1..end.min(verb + FAR)).find(|i| {
            self.line.word(*i) == particle
                && (i + 1 >= end
                    || self.has(i + 1, lexicon::CONJUNCTION.with(lexicon::SUBORDINATE))
                    || self.line.is_quoted(i + 1))
        })
    }

    fn has_preposition(&self, verb: usize, end: usize, preposition: &str) -> bool {
        let others = STANDS_FOR
            .iter()
            .find(|(word, _)| *word == preposition)
            .map_or(&[][..], |(_, others)| others);
        let from = verb.saturating_sub(FAR).max(self.free);
        (from..end.min(verb + FAR))
            .any(|i| i != verb && (self.is_one(i, &[preposition]) || self.is_one(i, others)))
    }

    /// Whether a noun tells that something is said ("Angaben", "Polizeiangaben").
    pub(super) fn is_saying(&self, at: usize) -> bool {
        self.is_noun(at) && is_saying(self.line.word(at), self.line.lexicon)
    }
}

/// Whether a noun, or the last part of it, tells that something is said.
pub(super) fn is_saying(word: &str, lexicon: &Lexicon) -> bool {
    const LONGEST: usize = 40;
    // "Polizeiangaben", but not "Antworten" for "Worten".
    const SHORTEST: usize = 7;
    if word.len() > LONGEST {
        return false;
    }
    let mut lower = String::new();
    atom::fold(word, &mut lower);
    lower
        .char_indices()
        .map_while(|(i, _)| lower.get(i..))
        .take_while(|rest| rest.len() >= SHORTEST || rest.len() == lower.len())
        .any(|rest| {
            lexicon
                .get(rest)
                .is_some_and(|entry| entry.class.has(lexicon::SAYING))
        })
}
