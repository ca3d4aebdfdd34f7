//! What French, Spanish, Italian, Portuguese and Russian have beside the rules that they share with English: speech between
//! dashes, "d'après", "по словам", pronouns behind their verb.

use std::ops::Range;

use crate::quote::atom::{self, Atom};
use crate::quote::cue::{Cue, Subject};
use crate::quote::draft::{Draft, Rule};
use crate::quote::lexicon;
use crate::quote::phrase;
use crate::quote::reported::Walk;

impl Walk<'_> {
    /// Reads what English does not have at `at`.
    pub(super) fn foreign(&mut self, at: usize) -> Option<usize> {
        if self.line.lexicon.english {
            return None;
        }
        if at == 0
            && let Some(resume) = self.between_dashes()
        {
            return Some(resume);
        }
        let from = self.according_phrase(at)?;
        self.according_from(at, from)
    }

    /// Returns where a phrase for "according to" ends that begins at `at` ("de acuerdo con").
    fn according_phrase(&self, at: usize) -> Option<usize> {
        let line = self.line;
        let atom = line.atom(at)?;
        let mut word = String::new();
        atom::fold(line.word(at), &mut word);
        if !atom.is_word() {
            return None;
        }
        let phrases = line.lexicon.sources(&word);
        phrases.iter().find_map(|phrase| {
            let mut end = at + 1;
            for part in phrase {
                atom::fold(line.word(end), &mut word);
                if word != *part || end >= self.within.end {
                    return None;
                }
                end += 1;
            }
            Some(end)
        })
    }

    /// "— No me iré —dijo el ministro.": speech between dashes at the start of a line.
    fn between_dashes(&mut self) -> Option<usize> {
        const FAR: usize = 200;
        let line = self.line;
        if !line.atom(0).is_some_and(Atom::is_dash) {
            return None;
        }
        let end = self.within.end;
        let dash = (2..end.min(FAR)).find(|i| {
            line.atom(*i).is_some_and(Atom::is_dash) && self.verb_after(i + 1).is_some()
        })?;
        let verb = self.verb_after(dash + 1)?;
        let phrase = phrase::forward(line.atoms, verb + 1, end, true)?;
        let source = phrase::with_apposition(line.atoms, phrase, end);
        let mut content = vec![line.span(&self.undashed(1..dash))?];
        let mut resume = source.end;
        // "— Sí —dijo ella—, vendremos."
        let more = (source.end..end.min(source.end + 3))
            .find(|i| line.atom(*i).is_some_and(Atom::is_dash))
            .map(|dash| self.undashed(dash + 1..end));
        if let Some(more) = more
            && let Some(span) = line.span(&more)
        {
            content.push(span);
            resume = end;
        }
        self.drafts.push(Draft {
            content,
            quoted: true,
            bare: false,
            cue: line.span(&(dash + 1..verb + 1)),
            source: line.span(&source),
            rule: Rule::Inverted,
            sure: None,
        });
        self.free = resume;
        self.last = Some(source);
        Some(resume)
    }

    /// Returns a range without the commas and dashes at its ends.
    fn undashed(&self, range: Range<usize>) -> Range<usize> {
        let joint = |i: usize| self.line.atom(i).is_some_and(|a| a.is(',') || a.is_dash());
        let (mut start, mut end) = (range.start, range.end);
        while start < end && joint(start) {
            start += 1;
        }
        while start < end && joint(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// Returns the verb of saying at `at` or behind its auxiliary.
    fn verb_after(&self, at: usize) -> Option<usize> {
        let line = self.line;
        let says = |i: usize| {
            i < self.within.end
                && line
                    .atom(i)
                    .is_some_and(|a| a.uses.has(lexicon::FLOATS) && !a.capital)
        };
        if says(at) {
            return Some(at);
        }
        let auxiliary = line
            .atom(at)
            .is_some_and(|a| a.class.has(lexicon::AUXILIARY));
        (auxiliary && says(at + 1)).then_some(at + 1)
    }

    /// Whether a phrase before a verb can be its subject: none behind a preposition that opens the sentence.
    pub(super) fn can_be_subject(&self, subject: &Subject) -> bool {
        let Subject::Phrase(phrase) = subject else {
            return true;
        };
        let opens = phrase.start == self.within.start + 1;
        self.line.lexicon.english
            || !opens
            || !self.line.atom(self.within.start).is_some_and(|a| {
                a.class.has(lexicon::PREPOSITION) && !a.class.has(lexicon::DETERMINER)
            })
    }

    /// "El puente está cerrado, dijo la policía.": behind a clause and its comma the subject follows.
    pub(super) fn inverted_abroad(&mut self, cue: &Cue) -> Option<usize> {
        let line = self.line;
        let start = cue.group.start;
        if line.lexicon.english
            || !cue.uses.has(lexicon::FLOATS)
            || !line.is(start.wrapping_sub(1), ',')
            || start < self.free + 3
        {
            return None;
        }
        let first = line
            .atom(cue.group.end)
            .filter(|_| cue.group.end < self.within.end)?;
        if !phrase::begins(first)
            || first.class.has(
                lexicon::TIME
                    .with(lexicon::SUBORDINATE)
                    .with(lexicon::RELATIVE),
            )
        {
            return None;
        }
        let phrase = phrase::forward(line.atoms, cue.group.end, self.within.end, true)?;
        let phrase = self.with_name_in_marks(phrase);
        let ends = line
            .atom(phrase.end)
            .is_none_or(|a| phrase.end >= self.within.end || a.is('.') || a.is(','));
        if ends { self.inverted(cue) } else { None }
    }

    /// Extends a phrase over a name in marks ("агентство «Порт»").
    pub(super) fn with_name_in_marks(&self, phrase: Range<usize>) -> Range<usize> {
        const WORDS: usize = 4;
        let line = self.line;
        let word = line.word(phrase.end);
        let named = !line.lexicon.english
            && phrase.end < self.within.end
            && line.is_quoted(phrase.end)
            && word.split_whitespace().count() <= WORDS
            && word
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(char::is_uppercase)
            && line
                .atom(phrase.end - 1)
                .is_some_and(|a| a.is_word() && !a.is_name());
        if named {
            phrase.start..phrase.end + 1
        } else {
            phrase
        }
    }

    /// "…, a-t-elle dit": the auxiliary before a pronoun is no part of what was said.
    pub(super) fn auxiliary_edge(&self, edge: usize) -> usize {
        let line = self.line;
        let behind = edge > self.free
            && line
                .atom(edge)
                .is_some_and(|a| a.class.has(lexicon::PRONOUN))
            && line
                .atom(edge - 1)
                .is_some_and(|a| a.class.has(lexicon::AUXILIARY));
        if behind && !line.lexicon.english {
            edge - 1
        } else {
            edge
        }
    }
}
