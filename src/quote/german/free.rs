//! Statements without a cue: a sentence in the subjunctive is what somebody else says.

use crate::quote::draft::Rule;
use crate::quote::german::{Before, Reader};
use crate::quote::lexicon;

impl Reader<'_> {
    /// Whether the sentence is told by whoever spoke before it: its main clause is in the subjunctive.
    pub(super) fn is_told(&self, before: Before) -> bool {
        let Some(verb) = self.main_verb() else {
            return false;
        };
        let first_person = self
            .within
            .clone()
            .any(|i| self.has(i, lexicon::FIRST) && self.is_one(i, &["ich", "wir"]));
        !first_person
            && (self.is_referred()
                || self.is_subjunctive(verb, !before.near)
                || before.near && self.is_hearsay(verb))
    }

    /// "Demnach ist die Brücke gesperrt."
    fn is_referred(&self) -> bool {
        self.is_one(self.within.start, &["demnach", "demzufolge"])
    }

    /// Takes a told sentence, up to where the writer goes on; returns where that is.
    pub(super) fn told(&mut self, before: Before) -> usize {
        let start = self.within.start;
        let end = (start + 1..self.within.end)
            .find(|i| self.says_anew(*i))
            .unwrap_or(self.within.end);
        let (content, cue) = if self.is_referred() {
            (start + 1..end, Some(start..start + 1))
        } else {
            (start..end, None)
        };
        self.push(vec![content], cue, None, Rule::Continued);
        if let Some(draft) = self.drafts.last_mut() {
            draft.source = before.source;
        }
        end
    }

    /// Returns the finite verb of the sentence's first main clause.
    fn main_verb(&self) -> Option<usize> {
        for segment in &self.segments {
            if self.opener(segment.start) || self.is_relative(segment.start, segment.end) {
                continue;
            }
            if let Some(verb) = segment.clone().find(|i| self.is_finite(*i)) {
                return Some(verb);
            }
        }
        None
    }

    /// "soll … haben", "sollen … worden sein": what others say of the past.
    fn is_hearsay(&self, verb: usize) -> bool {
        self.is_one(verb, &["soll", "sollen"])
            && self
                .segment_of(verb)
                .and_then(|i| self.segment(i))
                .is_some_and(|segment| self.is_one(segment.end - 1, &["haben", "sein"]))
    }
}
