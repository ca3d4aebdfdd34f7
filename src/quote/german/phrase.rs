//! German noun phrases: every noun has a capital, so a phrase runs from its article to the last of its nouns.

use std::ops::Range;

use crate::quote::atom::Shape;
use crate::quote::german::Reader;
use crate::quote::lexicon::{self, Set};

/// The longest phrase, and the most modifiers before a noun, in atoms.
const LONGEST: usize = 30;
const MODIFIERS: usize = 7;

/// Nouns that tell when, not who ("Letzte Woche sagte Roy …").
const UNITS: &[&str] = &[
    "tag",
    "tage",
    "tagen",
    "woche",
    "wochen",
    "monat",
    "monate",
    "monaten",
    "jahr",
    "jahre",
    "jahren",
    "stunde",
    "stunden",
    "minute",
    "minuten",
    "abend",
    "nacht",
    "wochenende",
    "zeit",
    "mal",
];

/// The longest apposition that is still part of who somebody is, in atoms.
const LONGEST_INSERT: usize = 16;

impl Reader<'_> {
    /// Returns the noun phrase or pronoun that begins at `at`, with the genitives and the parts after "von", "aus", "für"
    /// that belong to it.
    pub(super) fn noun_phrase(&self, at: usize, limit: usize) -> Option<Range<usize>> {
        let limit = limit.min(at + LONGEST);
        if self.is_pronoun(at) {
            return (at < limit).then_some(at..at + 1);
        }
        let mut end = self.core(at, limit)?;
        for _ in 0..6 {
            let next = if self.line.is(end, '(') {
                (end + 1..limit.min(end + 8))
                    .find(|i| self.line.is(*i, ')'))
                    .map(|i| i + 1)
            } else if self.is_one(
                end,
                &[
                    "des", "der", "eines", "einer", "dieses", "dieser", "seiner", "ihrer",
                    "seines", "ihres",
                ],
            ) || self.is_open(end) && self.is_one(end, &["von", "vom", "aus", "für"])
            {
                let from = if self.has(end, lexicon::DETERMINER) {
                    end
                } else {
                    end + 1
                };
                self.core(from, limit)
            } else if self.is_one(end, &["und", "sowie", "oder"]) {
                self.core(end + 1, limit).filter(|stop| {
                    !self.has(end + 1, lexicon::OBLIQUE) && !self.is_finite(*stop)
                        || !self.has(at, lexicon::OBLIQUE.with(lexicon::DETERMINER))
                })
            } else {
                None
            };
            match next {
                Some(next) if next <= limit => end = next,
                _ => break,
            }
        }
        Some(at..end)
    }

    fn is_pronoun(&self, at: usize) -> bool {
        self.has(at, lexicon::PRONOUN.with(lexicon::OBJECT)) && !self.is_noun(at)
            || self.is_one(
                at,
                &[
                    "dieser",
                    "diese",
                    "beide",
                    "letzterer",
                    "letztere",
                    "jener",
                    "niemand",
                    "jemand",
                    "der",
                    "die",
                ],
            ) && !self.is_noun(at + 1)
                && self.core(at, at + MODIFIERS).is_none()
    }

    /// Returns where an article with its modifiers and nouns ends.
    fn core(&self, at: usize, limit: usize) -> Option<usize> {
        let mut i = at;
        while i < limit && i < at + MODIFIERS && !self.is_noun(i) {
            self.line.atom(i)?;
            let first = i == at;
            if self.is_named(i) && (first || !self.is_noun(i + 1)) {
                return Some(i + 1);
            }
            if !self.is_modifier(i, first) && (first || !self.is_named(i)) {
                return None;
            }
            i += 1;
        }
        if !self.is_noun(i) || i >= limit {
            return None;
        }
        while i < limit {
            let particle = !self.line.atom(i)?.capital
                && self.is_one(
                    i,
                    &[
                        "van", "von", "de", "der", "bin", "al", "la", "da", "di", "del", "zu",
                        "und",
                    ],
                )
                && self.is_name_like(i);
            if self.is_noun(i)
                || self.is_named(i)
                || self.line.atom(i)?.shape == Shape::Number && self.is_number_of(i)
                || particle
            {
                i += 1;
            } else {
                break;
            }
            if i + 1 >= self.line.atoms.len() {
                break;
            }
        }
        Some(i.min(limit))
    }

    /// Whether a word can stand before the noun of its phrase; `first` tells that it begins the phrase.
    fn is_modifier(&self, at: usize, first: bool) -> bool {
        const SMALL: Set = lexicon::PREPOSITION
            .with(lexicon::CONJUNCTION)
            .with(lexicon::SUBORDINATE)
            .with(lexicon::AUXILIARY)
            .with(lexicon::PRONOUN)
            .with(lexicon::OBJECT);
        let Some(atom) = self.line.atom(at).filter(|atom| atom.is_word()) else {
            return false;
        };
        if atom.class.has(lexicon::DETERMINER) {
            // "die beiden", but not "der Mann, der die"
            let second = !first
                && self.has(at - 1, lexicon::DETERMINER)
                && !atom.class.has(lexicon::RELATIVE);
            if first || second {
                return true;
            }
        }
        if atom.shape == Shape::Number {
            return true;
        }
        if atom.capital || atom.class.has(SMALL) {
            return false;
        }
        !first || !atom.class.has(lexicon::ADVERB) && !self.is_finite(at)
    }

    /// Whether a particle stands between the parts of a name ("de Hoop").
    fn is_name_like(&self, at: usize) -> bool {
        self.is_one(at, &["van", "de", "bin", "al", "la", "da", "di", "del"])
            && self.is_noun(at + 1)
    }

    /// Whether a number belongs to the noun before it ("Boeing 747"), not to one behind it.
    fn is_number_of(&self, at: usize) -> bool {
        !self.is_noun(at + 1) && !self.line.is(at + 1, '.')
    }

    /// Whether a stretch in marks reads as part of a name: short, with a capital.
    fn is_named(&self, at: usize) -> bool {
        self.line.is_quoted(at)
            && self.is_short(at)
            && self
                .line
                .word(at)
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(char::is_uppercase)
    }

    /// Whether a stretch in marks can be a name.
    fn is_short(&self, at: usize) -> bool {
        const WORDS: usize = 4;
        self.line.word(at).split_whitespace().count() <= WORDS
    }

    /// Whether a phrase can be the subject: it is neither dative nor accusative nor genitive nor a mere day.
    pub(super) fn is_subject(&self, phrase: &Range<usize>) -> bool {
        let first = phrase.start;
        if self.has(first, lexicon::OBLIQUE)
            || self.is_one(phrase.end - 1, UNITS)
            || self.is_one(first, &["anfang", "mitte", "ende"])
                && (self.has(first + 1, lexicon::TIME)
                    || self
                        .line
                        .atom(first + 1)
                        .is_some_and(|a| a.shape == Shape::Number))
        {
            return false;
        }
        if self.has(first, lexicon::PREPOSITION.with(lexicon::SUBORDINATE))
            && !self.has(first, lexicon::DETERMINER)
            && !self.is_noun(first)
        {
            return false;
        }
        self.is_pronoun(first)
            || phrase
                .clone()
                .any(|i| self.is_noun(i) || self.line.is_quoted(i))
    }

    /// Returns the first phrase from `at` on that can be the subject, past adverbs, objects and what follows a
    /// preposition; and whether nothing but adverbs came before it.
    pub(super) fn subject_after(&self, at: usize, limit: usize) -> Option<Range<usize>> {
        let mut i = at;
        for _ in 0..10 {
            if i >= limit {
                return None;
            }
            if self.line.is(i, '(') {
                i = (i + 1..limit.min(i + 8)).find(|j| self.line.is(*j, ')'))? + 1;
                continue;
            }
            if !self.is_word(i) && !self.line.is_quoted(i) {
                return None;
            }
            let focus = self.is_one(i, &["auch", "nur", "selbst", "sogar"]);
            if self.has(i, lexicon::OBJECT)
                || self.has(i, lexicon::ADVERB)
                    && !self.has(i, lexicon::DETERMINER)
                    && !self.is_noun(i)
                || self.has(i, lexicon::TIME)
                || focus
                || self.is_one(i, &["ihr", "sich"])
                    && !self.is_noun(i + 1)
                    && self.core(i, limit).is_none()
            {
                i += 1;
                continue;
            }
            if self.has(i, lexicon::PREPOSITION)
                && !self.has(i, lexicon::DETERMINER)
                && !self.is_noun(i)
            {
                i = self.after_preposition(i, limit);
                continue;
            }
            let Some(phrase) = self.noun_phrase(i, limit) else {
                i += 1;
                continue;
            };
            if self.is_subject(&phrase) {
                return Some(phrase);
            }
            i = phrase.end;
        }
        None
    }

    /// Returns where a prepositional phrase ends.
    pub(super) fn after_preposition(&self, at: usize, limit: usize) -> usize {
        if self.has(at + 1, lexicon::TIME) {
            let day = at + 2;
            return if self.line.is(day, ',') {
                day
            } else {
                day.min(limit)
            };
        }
        match self.core(at + 1, limit) {
            Some(end) => {
                let genitive = self.is_one(end, &["des", "eines"])
                    || self.is_one(end, &["der", "einer"])
                        && self.core(end, limit).is_some_and(|stop| {
                            self.is_one(stop, &["der", "die", "das"]) || self.is_noun(stop)
                        });
                if genitive {
                    self.core(end, limit).unwrap_or(end)
                } else {
                    end
                }
            }
            None => at + 1,
        }
    }

    /// Extends a phrase over an apposition in commas (", der Leiter des Hafens,").
    pub(super) fn with_apposition(&self, phrase: Range<usize>, limit: usize) -> Range<usize> {
        let comma = phrase.end;
        if !self.line.is(comma, ',') || comma + 1 >= limit || self.is_pronoun(phrase.start) {
            return phrase;
        }
        let stop = (comma + 1..limit.min(comma + LONGEST_INSERT)).find(|i| {
            self.line.is(*i, ',')
                || self.line.is(*i, ':')
                || self.line.is_quoted(*i) && !self.is_short(*i)
        });
        let end = match stop {
            Some(stop) => stop,
            None if limit <= comma + LONGEST_INSERT => limit,
            None => return phrase,
        };
        let first = comma + 1;
        let fits = self.has(first, lexicon::DETERMINER)
            || self.is_noun(first)
            || self.line.atom(first).is_some_and(|a| {
                !a.capital && a.shape != Shape::Number && self.core(first, end).is_some()
            });
        let clause = self.any_finite(first..end)
            || self.has(
                first,
                lexicon::SUBORDINATE
                    .with(lexicon::CONJUNCTION)
                    .with(lexicon::OBLIQUE),
            );
        if !fits || clause || self.core(first, end).is_none() {
            return phrase;
        }
        phrase.start..end
    }
}
