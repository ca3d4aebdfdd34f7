//! Statements without a cue: a sentence in the subjunctive is what somebody else says.

use crate::quote::draft::Rule;
use crate::quote::german::{Before, Reader};
use crate::quote::lexicon;

impl Reader<'_> {
    /// Takes a sentence whose main clause is in the subjunctive as said by whoever spoke before it.
    pub(super) fn told(&mut self, before: Before) {
        let Some(verb) = self.main_verb() else { return };
        let first_person = self
            .within
            .clone()
            .any(|i| self.has(i, lexicon::FIRST) && self.is_one(i, &["ich", "wir"]));
        if first_person {
            return;
        }
        let referred = self.is_one(self.within.start, &["demnach", "demzufolge"]);
        let told = referred || self.is_subjunctive(verb, !before.near) || before.near && self.is_hearsay(verb);
        if !told {
            return;
        }
        let source = before.source;
        let start = self.within.start;
        if referred {
            self.push(
                vec![start + 1..self.within.end],
                Some(start..start + 1),
                None,
                Rule::Continued,
            );
        } else {
            self.push(vec![self.within.clone()], None, None, Rule::Continued);
        }
        if let Some(draft) = self.drafts.last_mut() {
            draft.source = source;
        }
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
