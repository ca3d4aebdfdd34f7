//! What was said: which of the clauses after a verb belong to it, and where they end.

use std::ops::Range;

use crate::quote::german::Reader;
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Set};

/// How many parts of a sentence are passed over between a verb and what was said.
const INSERTS: usize = 5;

impl Reader<'_> {
    /// Finds what follows the segment `index` and was said; `uses` tells what the verb allows.
    pub(super) fn following(&self, index: usize, uses: Set) -> Option<Range<usize>> {
        let close = self.segment(index)?.end;
        if self.line.is(close, ':') {
            let from = close + 1;
            return (uses.has(lexicon::QUOTE) && from < self.within.end)
                .then(|| from..self.content_end(from));
        }
        for next in index + 1..(index + 1 + INSERTS).min(self.segments.len()) {
            let segment = self.segment(next)?;
            if self.is_content(&segment, uses) {
                let end = self.content_end(segment.start);
                return Some(segment.start..self.reasoned(segment.start, end));
            }
            if self.line.is(segment.end, ':') {
                let from = segment.end + 1;
                return (from < self.within.end && uses.has(lexicon::QUOTE))
                    .then(|| from..self.content_end(from));
            }
        }
        None
    }

    /// Returns where "denn …" begins, by which the writer goes on.
    fn reasoned(&self, from: usize, end: usize) -> usize {
        (from..end)
            .find(|i| self.line.is(*i, ',') && self.line.word(i + 1) == "denn")
            .unwrap_or(end)
    }

    /// Whether a clause after a verb is what was said.
    fn is_content(&self, segment: &Range<usize>, uses: Set) -> bool {
        let mut first = segment.start;
        let end = segment.end;
        if self.line.is_quoted(first) {
            return uses.has(lexicon::QUOTE.with(lexicon::CLAUSE));
        }
        if self.has(first, lexicon::CONJUNCTION) {
            first += 1;
        }
        if self.is_one(
            first,
            &[
                "dass", "daß", "ob", "wie", "warum", "weshalb", "wer", "was", "wann", "welche",
                "welcher",
            ],
        ) {
            return uses.has(lexicon::THAT.with(lexicon::CLAUSE));
        }
        if self.is_infinitive(segment) {
            return uses.has(lexicon::INFINITIVE.with(lexicon::THAT))
                && !self.is_one(first, &["um", "ohne", "anstatt", "statt"]);
        }
        if !uses.has(lexicon::CLAUSE) {
            return false;
        }
        if self.is_relative(first, end) {
            return segment.clone().any(|i| self.is_subjunctive(i, true))
                && !self.is_finite_indicative_last(end);
        }
        let told = segment.clone().any(|i| self.is_subjunctive(i, false));
        if self.has(first, lexicon::SUBORDINATE) {
            return told || self.is_one(first, &["wenn", "falls"]);
        }
        told || self.any_finite(segment.clone())
    }

    /// Whether a clause shows by its first word, its verb or its marks that it is what was said.
    pub(super) fn is_surely_told(&self, content: &Range<usize>) -> bool {
        let Some(segment) = self.segment_of(content.start).and_then(|i| self.segment(i)) else {
            return false;
        };
        self.line.is_quoted(content.start)
            || self.is_one(content.start, &["dass", "daß", "ob"])
            || self.is_infinitive(&segment)
            || segment.clone().any(|i| self.is_subjunctive(i, false))
    }

    fn is_finite_indicative_last(&self, end: usize) -> bool {
        let last = end.wrapping_sub(1);
        self.is_finite(last) && !self.is_subjunctive(last, false)
    }

    /// Whether a segment is an infinitive group ("die Brücke zu sperren").
    pub(super) fn is_infinitive(&self, segment: &Range<usize>) -> bool {
        const DEEPEST: usize = 4;
        let last = segment.end.wrapping_sub(1);
        let floor = segment.start.max(segment.end.saturating_sub(40));
        let zu = (floor..last).any(|i| {
            self.line.word(i) == "zu"
                && self.is_lower(i + 1)
                && self.line.word(i + 1).ends_with('n')
                && (last - i <= DEEPEST
                    || self.has(i + 2, lexicon::CONJUNCTION.with(lexicon::PREPOSITION)))
        });
        zu || self.is_joined_infinitive(last)
    }

    /// Whether a word is an infinitive with its "zu" inside ("zurückzutreten").
    pub(super) fn is_joined_infinitive(&self, at: usize) -> bool {
        const SHORTEST: usize = 9;
        let word = self.line.word(at);
        let known = self
            .line
            .atom(at)
            .is_some_and(|a| a.forms.has(Forms::BASE) && !a.forms.has(Forms::THIRD));
        known
            || self.is_lower(at)
                && word.contains("zu")
                && word.len() >= SHORTEST
                && word.ends_with('n')
    }

    /// Returns where what was said ends: with the sentence, or before a coordinated verb that says something anew.
    pub(super) fn content_end(&self, from: usize) -> usize {
        let end = self.within.end;
        if self.line.is_quoted(from) {
            let mut stop = from + 1;
            while stop < end && self.line.is_quoted(stop) {
                stop += 1;
            }
            if stop >= end || self.line.is(stop, ',') || self.has(stop, lexicon::CONJUNCTION) {
                return stop;
            }
        }
        let end = self.closed(from).unwrap_or(end);
        (from + 1..end)
            .find(|i| self.line.is(*i, ';') || self.says_anew(*i))
            .unwrap_or(end)
    }

    /// Returns where a clause with its verb last is followed by the verb of the clause that holds it.
    fn closed(&self, from: usize) -> Option<usize> {
        let first = self.segment_of(from)?;
        let segment = self.segment(first)?;
        let infinitive = self.is_infinitive(&segment);
        let last = self.opener(segment.start) && self.is_finite(segment.end - 1);
        if !infinitive && !last {
            return None;
        }
        let next = self.segment(first + 1)?;
        let verb = self.is_finite(next.start) && !self.is_subjunctive(next.start, false);
        verb.then_some(segment.end)
    }

    /// Whether "und forderte …", "und sagte …" begins here.
    pub(super) fn says_anew(&self, at: usize) -> bool {
        if !self.has(at, lexicon::CONJUNCTION) {
            return false;
        }
        self.line.atom(at + 1).is_some_and(|a| {
            !a.capital
                && a.uses.has(lexicon::SPEECH)
                && a.forms.has(Forms::PAST.with(Forms::THIRD))
                && !a.forms.has(Forms::BASE.with(Forms::PARTICIPLE))
        })
    }
}
