//! Attributions behind what they report: "…, sagte X", "…, so X", "…, wie X mitteilte".

use std::ops::Range;

use crate::quote::draft::Rule;
use crate::quote::german::Reader;
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Set};

/// Who speaks behind what was said.
struct Tail {
    cue: Range<usize>,
    source: Option<Range<usize>>,
    /// Where the attribution ends.
    end: usize,
}

impl Reader<'_> {
    /// Looks for an attribution behind the first clauses that are still free.
    pub(super) fn tail(&mut self) -> Option<usize> {
        let first = self.segment_of(self.free)?;
        for index in first..self.segments.len() {
            let segment = self.segment(index)?;
            let start = segment.start.max(self.free);
            // „Warum?“ fragte Roy
            let mut from = start;
            while from < segment.end && self.line.is_quoted(from) {
                from += 1;
            }
            let after_quotation = from > start;
            if index == first && !after_quotation {
                if self.says_first(&segment) {
                    return None;
                }
                continue;
            }
            if let Some(tail) = self.tail_at(from, &segment) {
                let edge = if after_quotation { from } else { start };
                return self.behind(edge, index, tail);
            }
            if self.says_first(&segment) {
                return None;
            }
        }
        None
    }

    /// Whether a segment has a verb of its own that tells what follows.
    fn says_first(&self, segment: &Range<usize>) -> bool {
        self.line.is(segment.end, ':')
            || segment.clone().any(|i| {
                i >= self.free
                    && self.line.atom(i).is_some_and(|a| {
                        a.uses.has(lexicon::SPEECH)
                            && !a.capital
                            && a.forms.has(Forms::PAST.with(Forms::THIRD))
                    })
                    && self
                        .uses(i, segment.end)
                        .is_some_and(|(uses, _)| uses.has(lexicon::CLAUSE.with(lexicon::THAT)))
                    && self.following_says(segment)
            })
    }

    fn following_says(&self, segment: &Range<usize>) -> bool {
        let from = segment.end + 1;
        let Some(next) = self.segment_of(from).and_then(|i| self.segment(i)) else {
            return false;
        };
        self.is_one(next.start, &["dass", "daß", "ob"])
            || next.clone().any(|i| self.is_subjunctive(i, false))
            || self.is_infinitive(&next)
    }

    fn tail_at(&self, at: usize, segment: &Range<usize>) -> Option<Tail> {
        if self.is_one(at, &["so"]) {
            // "so beschrieb es die Sprecherin"
            if let Some(tail) = self
                .verb_behind(at + 1, segment, lexicon::SPEECH)
                .or_else(|| self.any_verb_behind(at + 1, segment))
            {
                return Some(Tail {
                    cue: at..tail.cue.end,
                    ..tail
                });
            }
            let source = self.noun_phrase(at + 1, segment.end)?;
            if self.is_finite(source.end) {
                return None;
            }
            let source = self.with_apposition(source, self.within.end);
            return Some(Tail {
                cue: at..at + 1,
                end: source.end.max(segment.end),
                source: Some(source),
            });
        }
        if self.is_one(at, &["wie"]) {
            return self.wie(at);
        }
        if self.is_one(at, &["heißt", "hieß"]) && self.is_one(at + 1, &["es"]) {
            let source = self.told_in(at + 2, segment.end);
            return Some(Tail {
                cue: at..at + 2,
                source,
                end: segment.end,
            });
        }
        self.verb_behind(at, segment, lexicon::FLOATS)
            .or_else(|| self.any_verb_behind(at, segment))
    }

    /// „…“, ächzte Roy: behind a quotation and its comma any verb reports.
    fn any_verb_behind(&self, at: usize, segment: &Range<usize>) -> Option<Tail> {
        let edge = if at > 0 && self.line.word(at - 1) == "so" {
            at - 1
        } else {
            at
        };
        let joint = |i: usize| self.line.atom(i).is_some_and(|a| a.is(',') || a.is_dash());
        let quoted = edge >= self.free + 2 && joint(edge - 1) && self.line.is_quoted(edge - 2);
        let atom = self
            .line
            .atom(at)
            .filter(|a| quoted && a.is_word() && !a.capital)?;
        let word = self.line.word(at);
        let small = lexicon::PREPOSITION
            .with(lexicon::CONJUNCTION)
            .with(lexicon::SUBORDINATE)
            .with(lexicon::ADVERB)
            .with(lexicon::DETERMINER)
            .with(lexicon::PRONOUN)
            .with(lexicon::AUXILIARY);
        let verbal = atom.forms.has(Forms::PAST.with(Forms::THIRD))
            || word.ends_with("te")
            || word.ends_with("ten")
            || word.ends_with('t');
        let names = self.is_one(at, &["heißt", "hieß", "lautet", "lautete"]);
        if atom.class.has(small) || !verbal || names {
            return None;
        }
        let source = self.subject_after(at + 1, segment.end)?;
        let source = self.with_apposition(source, self.within.end);
        Some(Tail {
            cue: at..at + 1,
            end: source.end.max(segment.end),
            source: Some(source),
        })
    }

    /// "sagte Anna Roy", "wird vermutet"
    fn verb_behind(&self, at: usize, segment: &Range<usize>, needs: Set) -> Option<Tail> {
        let atom = self.line.atom(at).filter(|_| at < segment.end)?;
        if atom.capital {
            return None;
        }
        // "…, wird vermutet"; "…, hat Roy gesagt"
        if atom.class.has(lexicon::AUXILIARY) {
            let last = segment.end - 1;
            let verb = self.line.atom(last)?;
            let says = verb.forms.has(Forms::PARTICIPLE)
                && self
                    .uses(last, segment.end)
                    .is_some_and(|(uses, _)| uses.has(lexicon::FLOATS));
            let source = self.subject_after(at + 1, last);
            let perfect = self.is_one(at, &["hat", "haben", "hatte", "hatten"]);
            if !perfect && !atom.class.has(lexicon::BE) {
                return None;
            }
            if !says || last <= at || source.is_none() && !atom.class.has(lexicon::BE) {
                return None;
            }
            return Some(Tail {
                cue: last..segment.end,
                source: source.filter(|_| !atom.class.has(lexicon::BE)),
                end: segment.end,
            });
        }
        if !atom.forms.has(Forms::PAST.with(Forms::THIRD)) {
            return None;
        }
        let (uses, particle) = self.uses(at, segment.end)?;
        if !uses.has(needs) {
            return None;
        }
        let limit = particle.unwrap_or(segment.end);
        let source = self.subject_after(at + 1, limit)?;
        let source = self.with_apposition(source, self.within.end);
        Some(Tail {
            cue: at..at + 1,
            end: source.end.max(segment.end),
            source: Some(source),
        })
    }

    /// "wie Anna Roy am Montag mitteilte"
    pub(super) fn wie_opening(&mut self, at: usize) -> Option<usize> {
        if !self.is_one(at, &["wie"]) || at != self.within.start {
            return None;
        }
        let tail = self.wie(at)?;
        let from = tail.end + 1;
        if from >= self.within.end {
            return None;
        }
        let end = self.content_end(from);
        self.push_one(from..end, Some(tail.cue), tail.source, Rule::ClauseAfter);
        Some(end)
    }

    fn wie(&self, at: usize) -> Option<Tail> {
        const INSERTS: usize = 3;
        let first = self.segment_of(at)?;
        if self.is_one(at + 1, &["es"]) && self.is_one(at + 2, &["hieß", "heißt"]) {
            let segment = self.segment(first)?;
            return Some(Tail {
                cue: at + 1..at + 3,
                source: self.told_in(at + 3, segment.end),
                end: segment.end,
            });
        }
        // "wie die Leiterin, Anna Roy, mitteilte"
        for segment in self.segments.iter().skip(first).take(INSERTS) {
            let last = segment.end.checked_sub(1)?;
            let auxiliary = self.has(last, lexicon::AUXILIARY);
            let verb = if auxiliary {
                last.checked_sub(1)?
            } else {
                last
            };
            let reports = verb > at + 1
                && self
                    .uses(verb, segment.end)
                    .is_some_and(|(uses, _)| uses.has(lexicon::SPEECH));
            if !reports {
                continue;
            }
            let from = if self.is_one(at + 1, &["aus"]) {
                at + 2
            } else {
                at + 1
            };
            let source = self
                .subject_after(from, verb)
                .or_else(|| self.noun_phrase(from, verb))?;
            let source = self.with_apposition(source, verb);
            return Some(Tail {
                cue: verb..verb + 1,
                source: Some(source),
                end: segment.end,
            });
        }
        None
    }

    /// Takes what stands before an attribution, and what goes on behind it.
    fn behind(&mut self, edge: usize, index: usize, tail: Tail) -> Option<usize> {
        let before = self.free..edge;
        let quoted = self.quoted_in(before.clone());
        let first = before.start;
        let opening = self.opener(first)
            && !self.is_one(
                first,
                &["dass", "daß", "ob", "wer", "was", "wenn", "während", "wie"],
            );
        let clause = self.segments.iter().any(|s| {
            s.end > first
                && s.end <= edge
                && !self.opener(s.start)
                && !self.is_relative(s.start, s.end)
                && self.any_finite(s.clone())
        }) || self.opener(first) && self.any_finite(before.clone())
            || !self.has(first, lexicon::PREPOSITION)
                && before.clone().filter(|i| self.is_word(*i)).count() >= 3
                && self.line.is(edge.wrapping_sub(1), ',');
        let after = tail.end + 1;
        let goes_on = after < self.within.end && !self.line.is(tail.end, ';');
        // "Die Brücke, so Roy, ist sicher."
        let parted = goes_on
            && self.line.is(tail.end, ',')
            && self.is_finite(after)
            && !self.has(first, lexicon::PREPOSITION);
        if !quoted && !parted && (!clause || opening && index == 1) {
            return None;
        }
        let mut content = vec![before];
        let mut resume = tail.end;
        if goes_on {
            let next = self.segment_of(after).and_then(|i| self.segment(i))?;
            let more = if self.line.is(tail.end, ':') || self.line.is_quoted(after) {
                true
            } else {
                !self.is_relative(next.start, next.end)
                    && !self.has(next.start, lexicon::CONJUNCTION)
                    && (!quoted || next.clone().any(|i| self.is_subjunctive(i, false)))
            };
            if more {
                let end = self.content_end(after);
                content.push(after..end);
                resume = end;
            }
        }
        let rule = if quoted {
            Rule::Inverted
        } else {
            Rule::ClauseAfter
        };
        let source = tail.source.clone();
        self.push(content, Some(tail.cue), source, rule);
        Some(resume)
    }

    /// "Roy: „…“" at the start of a line; a quotation after a colon that no verb announces.
    pub(super) fn colon(&mut self, at: usize) -> Option<usize> {
        let inside = self.segment_of(at).is_some();
        if inside
            || !self.line.is(at, ':')
            || !self.line.is_quoted(at + 1)
            || at + 1 >= self.within.end
        {
            return None;
        }
        let head = self.free..at;
        let source = if head.start == self.within.start && !self.any_finite(head.clone()) {
            self.noun_phrase(head.start, head.end)
        } else {
            self.last.clone().or_else(|| self.subject())
        }?;
        let end = self.content_end(at + 1);
        self.push_one(at + 1..end, None, Some(source), Rule::Colon);
        Some(end)
    }
}
