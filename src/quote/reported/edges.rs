//! Where what was said begins and ends: around quotations, at commas, at the next cue.

use std::ops::Range;

use crate::quote::atom::{Atom, Shape};
use crate::quote::cue::Cue;
use crate::quote::inflect::Forms;
use crate::quote::lexicon;
use crate::quote::reported::Walk;

impl Walk<'_> {
    /// Whether what follows a cue that might be a noun shows that it is a verb.
    pub(super) fn surely_content(&self, cue: &Cue, from: usize) -> bool {
        let line = self.line;
        let Some(atom) = line.atom(from) else {
            return false;
        };
        let strong =
            line.is_quoted(from) || matches!(line.word(from), "that" | "to" | "how" | "whether");
        strong
            || atom.class.has(
                lexicon::DETERMINER
                    .with(lexicon::PRONOUN)
                    .with(lexicon::OBJECT)
                    .with(lexicon::POSSESSIVE),
            )
            || atom.is_name()
            || line
                .atom(cue.group.start.wrapping_sub(1))
                .is_some_and(|a| a.class.has(lexicon::PRONOUN))
    }

    /// Whether a quoted stretch stands just before an atom, maybe with a comma between.
    pub(super) fn quoted_before(&self, at: usize) -> bool {
        let line = self.line;
        let Some(left) = at.checked_sub(1).filter(|i| *i >= self.free) else {
            return false;
        };
        let joint = |i: usize| line.is(i, ',') || line.atom(i).is_some_and(Atom::is_dash);
        line.is_quoted(left)
            || joint(left) && left > self.free && line.is_quoted(left - 1)
            || joint(left) && left > self.free + 1 && joint(left - 1) && line.is_quoted(left - 2)
    }

    /// Whether the quotation just before `edge` ends as speech does before its cue: with a comma, a question, a dash.
    pub(super) fn spoken_before(&self, edge: usize) -> bool {
        let line = self.line;
        if !self.quoted_before(edge) {
            return false;
        }
        if line.is(edge.wrapping_sub(1), ',') {
            return true;
        }
        let word = line.word(edge.wrapping_sub(1));
        word.trim_end_matches(['"', '\'', '”', '’', '»', '“', '‘', ' '])
            .ends_with([',', '?', '!', '…', '—', '-'])
    }

    /// Returns what is free before `edge`, when that can be what was said.
    pub(super) fn before(&self, edge: usize) -> Option<Range<usize>> {
        let line = self.line;
        let mut end = edge;
        while end > self.free && line.atom(end - 1).is_some_and(|a| a.is(',') || a.is_dash()) {
            end -= 1;
        }
        let mut start = self.free;
        while start < end
            && line
                .atom(start)
                .is_some_and(|a| a.is(',') || a.is_dash() || a.is(';'))
        {
            start += 1;
        }
        let words = (start..end)
            .filter(|i| line.atom(*i).is_some_and(Atom::is_word))
            .take(3)
            .count();
        let quoted = (start..end).rev().take(400).any(|i| line.is_quoted(i));
        (start < end && (quoted || words >= 3)).then_some(start..end)
    }

    /// Whether a clause with its own cue begins here.
    pub(super) fn is_new_clause(&self, at: usize) -> bool {
        let line = self.line;
        line.atom(at).is_some_and(|atom| {
            atom.class
                .has(lexicon::CONJUNCTION.with(lexicon::SUBORDINATE))
                || atom.forms.has(Forms::ING) && !line.atom(at).is_some_and(|a| a.capital)
                || atom.shape == Shape::Ing
                || atom.class.has(
                    lexicon::RELATIVE
                        .with(lexicon::ACCORDING)
                        .with(lexicon::PREPOSITION),
                )
        })
    }

    pub(super) fn sentence_end(&self, from: usize) -> usize {
        let mut end = self.within.end;
        while end > from && self.line.atom(end - 1).is_some_and(|a| a.is('.')) {
            end -= 1;
        }
        end
    }

    /// Returns where content that begins at `from` ends.
    pub(super) fn content_end(&self, cue: &Cue, from: usize) -> usize {
        let line = self.line;
        let limit = self.sentence_end(from);
        if line.is_quoted(from) {
            // Speech in marks: it goes on as long as stretches follow one another.
            let mut end = from + 1;
            while end < limit && line.is_quoted(end) {
                end += 1;
            }
            if cue.uses.has(lexicon::QUOTE)
                && (line.is(end, ',')
                    || end >= limit
                    || line.is(from.wrapping_sub(1), ',')
                    || line.is(from.wrapping_sub(1), ':'))
            {
                return end;
            }
            return self.clause_break(end, limit);
        }
        self.clause_break(from, limit)
    }

    /// Returns where a clause that goes on at `from` ends: at a new cue that shares the subject, or with the sentence.
    pub(super) fn clause_break(&self, from: usize, limit: usize) -> usize {
        let line = self.line;
        let mut at = from;
        let limit = limit.max(from);
        while at < limit {
            let Some(atom) = line.atom(at) else { break };
            let next = line.atom(at + 1).filter(|_| at + 1 < limit);
            if atom.is(';') {
                return at;
            }
            if atom.is(',') && at > from {
                let Some(next) = next else { break };
                if next.forms.has(Forms::ING)
                    && next.uses.has(lexicon::SPEECH)
                    && next.shape == Shape::Ing
                {
                    return at;
                }
                if next.class.has(lexicon::CONJUNCTION)
                    && (self.cue_soon(at + 2, limit) || self.turns(at + 2, limit))
                {
                    return at;
                }
                if next.class.has(lexicon::ACCORDING) || self.opens_speech(at + 1, limit) {
                    return at;
                }
            }
            if atom.class.has(lexicon::CONJUNCTION)
                && at > from
                && next.is_some_and(|next| {
                    next.uses.has(lexicon::SPEECH)
                        && next.forms.has(Forms::PAST.with(Forms::THIRD))
                        && !next.forms.has(Forms::BASE)
                        && !next.class.has(lexicon::NOUN_CUE)
                })
            {
                return at;
            }
            let verb = next.is_some_and(|next| {
                !next.capital
                    && next.forms.has(Forms::PAST.with(Forms::THIRD))
                    && !next.forms.has(Forms::BASE.with(Forms::ING))
            });
            if atom.class.has(lexicon::CONJUNCTION) && at > from && verb && line.is_quoted(at - 1) {
                return at;
            }
            at += 1;
        }
        limit
    }

    /// Returns where a relative clause ends: at the comma before the verb of the clause that holds it.
    pub(super) fn insert_end(&self, from: usize, end: usize) -> usize {
        let line = self.line;
        (from + 1..end)
            .find(|i| {
                line.is(*i, ',')
                    && line.atom(i + 1).is_some_and(|next| {
                        next.class.has(lexicon::AUXILIARY)
                            || !next.capital && next.forms.has(Forms::PAST.with(Forms::THIRD))
                    })
            })
            .unwrap_or(end)
    }

    /// Whether a pronoun and a cue follow: ", but he called …".
    fn turns(&self, from: usize, limit: usize) -> bool {
        let pronoun = self
            .line
            .atom(from)
            .is_some_and(|a| a.class.has(lexicon::PRONOUN) && !a.class.has(lexicon::DETERMINER));
        pronoun
            && (from + 1..limit.min(from + 3)).any(|i| {
                self.line.atom(i).is_some_and(|a| {
                    a.uses.has(lexicon::SPEECH) && a.forms.has(Forms::PAST.with(Forms::THIRD))
                })
            })
    }

    /// Whether a subject, a cue and then a quotation follow within a few words.
    fn opens_speech(&self, from: usize, limit: usize) -> bool {
        let line = self.line;
        let cue = (from..limit.min(from + 7))
            .take_while(|i| line.atom(*i).is_some_and(Atom::is_word))
            .find(|i| {
                line.atom(*i).is_some_and(|a| {
                    a.uses.has(lexicon::QUOTE) && !a.forms.has(Forms::BASE) && *i > from
                })
            });
        let Some(cue) = cue else { return false };
        let stop =
            (cue + 1..limit.min(cue + 9)).find(|i| !line.atom(*i).is_some_and(Atom::is_word));
        stop.is_some_and(|i| {
            line.is_quoted(i) && i == cue + 1
                || (line.is(i, ',') || line.is(i, ':')) && i + 1 < limit && line.is_quoted(i + 1)
        })
    }

    /// Whether a speech cue in the past with its own or a shared subject stands within a few atoms.
    fn cue_soon(&self, from: usize, limit: usize) -> bool {
        let line = self.line;
        (from..limit.min(from + 5))
            .take_while(|i| line.atom(*i).is_some_and(Atom::is_word))
            .any(|i| {
                line.atom(i).is_some_and(|a| {
                    a.uses.has(lexicon::SPEECH)
                        && a.forms.has(Forms::PAST.with(Forms::THIRD))
                        && !a.class.has(lexicon::NOUN_CUE)
                        && a.uses.has(lexicon::FLOATS.with(lexicon::HEARER))
                })
            })
    }
}
