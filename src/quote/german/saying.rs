//! Verbs that report: who is their subject, and what was said.

use std::ops::Range;

use crate::quote::draft::Rule;
use crate::quote::german::Reader;
use crate::quote::german::clause::{Clause, Order};
use crate::quote::lexicon::{self, Set};

impl Reader<'_> {
    /// Reads the attribution whose verb stands at `at`.
    pub(super) fn saying(&mut self, at: usize) -> Option<usize> {
        let atom = self.line.atom(at)?;
        if atom.uses == Set::NONE || at < self.free || atom.capital {
            return None;
        }
        let clause = self.clause(at)?;
        let segment = self.segment(clause.segment)?;
        // "Er gehe davon aus, dass …": all of that is told.
        if self.is_subjunctive(clause.finite, false) && clause.order == Order::Second {
            return None;
        }
        let (uses, particle) = self.uses(at, segment.end)?;
        match clause.order {
            Order::Last => self.verb_last(&clause, uses),
            Order::Second => self.verb_second(&clause, uses, particle),
        }
    }

    fn verb_second(
        &mut self,
        clause: &Clause,
        uses: Set,
        particle: Option<usize>,
    ) -> Option<usize> {
        let segment = self.segment(clause.segment)?;
        let start = segment.start.max(self.free);
        let finite = clause.finite;
        let shared = finite
            .checked_sub(1)
            .is_some_and(|i| i >= start && self.has(i, lexicon::CONJUNCTION));
        let stop = particle.unwrap_or(if clause.verb > finite {
            clause.verb
        } else {
            segment.end
        });
        let stop = (finite + 1..stop)
            .find(|i| self.says_anew(*i))
            .unwrap_or(stop);
        let mut middle = finite + 1..stop;
        let quoted_one = self.line.word(clause.verb).starts_with("zitier");
        let source = if clause.passive && !quoted_one {
            middle
                .clone()
                .find(|i| self.is_one(*i, &["von", "vom"]))
                .and_then(|i| self.noun_phrase(i + 1, stop))
        } else if shared {
            self.last.clone().or_else(|| self.subject())
        } else {
            let front = self.whole_front(finite, clause.segment, start);
            let after = self.subject_after(finite + 1, stop);
            let close = after.as_ref().is_some_and(|after| {
                after.start == finite + 1 && !self.is_one(after.start, &["der", "einer"])
            });
            let object = front
                .as_ref()
                .is_some_and(|front| self.is_one(front.start, &["der", "einer", "ihr"]));
            match (front, after) {
                (Some(_), Some(after)) if close && object && !uses.has(lexicon::NOUN) => {
                    middle.start = after.end;
                    Some(self.with_apposition(after, self.within.end))
                }
                (Some(front), _) => Some(front),
                (None, Some(after)) => {
                    middle.start = after.end;
                    Some(self.with_apposition(after, self.within.end))
                }
                (None, None) => None,
            }
        };
        // "Aus Kreisen der Polizei verlautete, …"
        let source = source.or_else(|| {
            let out_of =
                self.is_one(start, &["aus"]) && self.line.word(clause.verb).starts_with("verlaut");
            self.noun_phrase(start + 1, finite).filter(|_| out_of)
        });
        let impersonal = clause.passive && !quoted_one;
        if source.is_none() && !impersonal {
            return None;
        }
        if impersonal && !uses.has(lexicon::THAT.with(lexicon::CLAUSE)) {
            return None;
        }
        let cue = if clause.verb > finite {
            clause.verb..clause.verb + 1
        } else {
            finite..finite + 1
        };
        // "wollte den Bericht nicht kommentieren": what somebody may say is not said.
        let modal = clause.verb > finite
            && !self.has(finite, lexicon::BE)
            && !self.is_one(
                finite,
                &[
                    "hat", "haben", "hatte", "hatten", "ist", "sind", "war", "waren",
                ],
            );
        self.take(
            clause.segment,
            &cue,
            source,
            middle,
            uses,
            impersonal || modal,
        )
    }

    fn verb_last(&mut self, clause: &Clause, uses: Set) -> Option<usize> {
        let segment = self.segment(clause.segment)?;
        let start = segment.start.max(self.free);
        let relative = self.is_relative(start, segment.end);
        let source = if relative
            && !self.has(start, lexicon::PREPOSITION)
            && !self.has(start, lexicon::OBLIQUE)
        {
            Some(start..start + 1)
        } else {
            self.subject_after(start + 1, clause.verb)
        }?;
        if clause.passive {
            return None;
        }
        let middle = source.end..clause.verb;
        let cue = clause.verb..clause.verb + 1;
        self.take(clause.segment, &cue, Some(source), middle, uses, true)
    }

    /// Returns the subject before the verb, over the inserts between.
    pub(super) fn whole_front(
        &self,
        finite: usize,
        segment: usize,
        start: usize,
    ) -> Option<Range<usize>> {
        if finite > start {
            // "Roy, Leiter des Hafens, und Hale sagten", "Roy, Leiter des Hafens, sagte"
            let begin = self.free;
            if begin < start
                && !self.any_finite(begin..start)
                && !self.quoted_in(begin..start)
                && (self.has(start, lexicon::CONJUNCTION) || self.front(start, finite).is_none())
                && let Some(front) = self.front(begin, finite)
            {
                return Some(front);
            }
            return self.front(start, finite);
        }
        // The verb opens its segment: an insert stands before it.
        if !self.line.is(finite.wrapping_sub(1), ',') || segment == 0 {
            return None;
        }
        let begin = self.free;
        let head = self.segments.iter().find(|s| s.end > begin)?;
        if self.any_finite(head.start.max(begin)..head.end) || self.quoted_in(begin..head.end) {
            return None;
        }
        self.front(begin, finite)
    }

    /// Takes what was said with a verb: the clause after it, or its object.
    fn take(
        &mut self,
        index: usize,
        cue: &Range<usize>,
        source: Option<Range<usize>>,
        middle: Range<usize>,
        uses: Set,
        only_clause: bool,
    ) -> Option<usize> {
        let mut middle = middle;
        while middle.start < middle.end
            && (self.is_one(middle.start, &["sich"])
                || self.has(middle.start, lexicon::ADVERB) && self.is_lower(middle.start))
        {
            middle.start += 1;
        }
        let quoted: Vec<usize> = middle.clone().filter(|i| self.line.is_quoted(*i)).collect();
        if let (Some(first), Some(last)) = (quoted.first().copied(), quoted.last().copied()) {
            let names = uses.has(lexicon::NAMES);
            let speech = uses.has(lexicon::QUOTE)
                && last + 1 >= middle.end
                && (self.is_long(first) || first == middle.start);
            if names || speech {
                self.push_one(first..last + 1, Some(cue.clone()), source, Rule::Before);
                return Some(middle.end);
            }
        }
        let mut source = source;
        // "forderte der Papst Frieden": two nouns in a row, the second of which is the object.
        if uses.has(lexicon::NOUN)
            && !only_clause
            && let Some(phrase) = source.clone()
            && phrase.end == middle.start
            && middle.is_empty()
            && let Some(object) = self.second_noun(&phrase)
            && self.following(index, uses).is_none()
        {
            source = Some(phrase.start..object);
            middle.start = object;
        }
        let denied = middle.clone().any(|i| self.is_one(i, &["nicht"]));
        let object = uses.has(lexicon::NOUN) && !only_clause && !denied && self.has_object(&middle);
        let last = only_clause && cue.start > middle.start;
        let following = self.following(index, uses).filter(|content| {
            // After a clause with its verb last, only what is surely told belongs to that verb.
            !last || self.is_surely_told(content)
        });
        if let Some(content) = following {
            let end = content.end;
            let rule = if self.line.is_quoted(content.start) {
                Rule::Before
            } else {
                Rule::Clause
            };
            self.push(vec![content], Some(cue.clone()), source, rule);
            return Some(end);
        }
        // "Die Werft plant nach Angaben der Stadt den Abbau": who tells of the plan is the city.
        if !object || middle.clone().any(|i| self.is_according(i)) {
            return None;
        }
        let segment = self.segment(index)?;
        let end = if middle.end < segment.end || self.line.is(segment.end, ':') {
            middle.end
        } else {
            self.content_end(middle.start)
        };
        let resume = end.max(cue.end);
        self.push_one(middle.start..end, Some(cue.clone()), source, Rule::Clause);
        Some(resume)
    }

    /// Whether a quotation is more than a name.
    fn is_long(&self, at: usize) -> bool {
        const WORDS: usize = 4;
        self.line.word(at).split_whitespace().count() >= WORDS
    }

    /// Finds the object in what reads as one phrase: the noun behind an article and a noun, or behind a title and a name.
    fn second_noun(&self, phrase: &Range<usize>) -> Option<usize> {
        let nouns = phrase
            .clone()
            .skip_while(|i| !self.is_noun(*i))
            .take_while(|i| self.is_noun(*i))
            .count();
        let first = phrase.clone().find(|i| self.is_noun(*i))?;
        let most = if self.has(phrase.start, lexicon::DETERMINER) {
            1
        } else {
            3
        };
        (nouns > most).then_some(first + nouns - 1)
    }

    /// Whether anything but adverbs stands between a verb and its end.
    fn has_object(&self, middle: &Range<usize>) -> bool {
        middle
            .clone()
            .any(|i| self.is_noun(i) || self.line.is_quoted(i))
    }
}
