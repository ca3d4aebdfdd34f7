//! Clauses: the parts of a sentence between its commas, where their finite verb stands, and what stands before it.

use std::ops::Range;

use crate::quote::german::Reader;
use crate::quote::inflect::Forms;
use crate::quote::lexicon;
use crate::quote::line::Line;

/// How a verb that reports stands in its clause.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// The segment that holds it.
    pub(super) segment: usize,
    /// The finite verb: the verb itself or its auxiliary.
    pub(super) finite: usize,
    /// The verb that reports.
    pub(super) verb: usize,
    pub(super) order: Order,
    pub(super) passive: bool,
}

/// Where the finite verb stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    Second,
    Last,
}

/// Returns the parts of a sentence between commas, colons, semicolons and dashes.
pub(super) fn segments(line: &Line<'_>, within: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = within.start;
    let mut depth = 0_usize;
    for i in within.clone() {
        let Some(atom) = line.atom(i) else { break };
        if atom.is('(') {
            depth += 1;
        } else if atom.is(')') {
            depth = depth.saturating_sub(1);
        }
        if depth == 0 && (atom.is(',') || atom.is(';') || atom.is(':') || atom.is_dash()) {
            if start < i {
                out.push(start..i);
            }
            start = i + 1;
        }
    }
    if start < within.end {
        out.push(start..within.end);
    }
    out
}

impl Reader<'_> {
    /// Tells how the verb at `at` stands in its clause, if it can be the verb of one.
    pub(super) fn clause(&self, at: usize) -> Option<Clause> {
        let index = self.segment_of(at)?;
        let segment = self.segment(index)?;
        let forms = self.line.atom(at)?.forms;
        let start = segment.start.max(self.free);
        // The part of the segment after "und", where a new verb comes.
        let joined = (start..at)
            .rev()
            .find(|i| self.has(*i, lexicon::CONJUNCTION));
        let clause = |finite, order, passive| Clause {
            segment: index,
            finite,
            verb: at,
            order,
            passive,
        };
        let opener = self.opener(start);
        let last = opener || self.is_relative(start, segment.end);
        if last {
            // "…, wie sie gesagt hatte": the auxiliary may stand behind.
            let auxiliary = self.has(at + 1, lexicon::AUXILIARY) && at + 1 < segment.end;
            let end = at + 1 + usize::from(auxiliary);
            let closes = end >= segment.end
                || self.has(end, lexicon::CONJUNCTION)
                || self.line.is_quoted(end);
            let finite = auxiliary || forms.has(Forms::PAST.with(Forms::THIRD));
            let infinitive = at > start && self.line.word(at - 1) == "zu";
            let passive = auxiliary && self.has(at + 1, lexicon::BE);
            return (closes && finite && !infinitive)
                .then(|| clause(if auxiliary { at + 1 } else { at }, Order::Last, passive));
        }
        let attributive = self.is_noun(at + 1)
            && at > start
            && (self.has(at - 1, lexicon::DETERMINER.with(lexicon::PREPOSITION))
                || self.has(at - 1, lexicon::ADVERB)
                    && at > start + 1
                    && self.has(at - 2, lexicon::DETERMINER.with(lexicon::PREPOSITION)));
        if attributive {
            return None;
        }
        let auxiliary = (joined.unwrap_or(start)..at).chain(start..at).find(|i| {
            self.has(*i, lexicon::AUXILIARY) && self.is_lower(*i) && !self.is_relative_at(*i)
        });
        let finite_before = (start..at)
            .rev()
            .find(|i| self.is_finite(*i))
            .filter(|i| joined.is_none_or(|joined| *i > joined));
        let auxiliary = auxiliary.or_else(|| {
            finite_before.filter(|i| self.is_one(*i, &["zeigt", "zeigte", "zeigten", "zeigen"]))
        });
        match (auxiliary, finite_before) {
            (Some(auxiliary), _)
                if forms.has(Forms::PARTICIPLE.with(Forms::BASE))
                    && joined.is_none_or(|joined| {
                        joined < auxiliary || forms.has(Forms::PARTICIPLE)
                    }) =>
            {
                // The second part of the bracket closes the clause.
                let closes = at + 1 >= segment.end
                    || self.has(
                        at + 1,
                        lexicon::CONJUNCTION
                            .with(lexicon::AUXILIARY)
                            .with(lexicon::SUBORDINATE),
                    )
                    || self.line.is_quoted(at + 1)
                    || self.has(at + 1, lexicon::PREPOSITION);
                let passive = self.has(auxiliary, lexicon::BE) && forms.has(Forms::PARTICIPLE);
                // "Die Fähre ist versichert" tells a state; "Roy ist überzeugt" and "Roy ist davon ausgegangen" do not.
                let word = self.line.word(at);
                if self.is_one(auxiliary, &["ist", "sind", "war", "waren"])
                    && self.has(at, lexicon::VERB)
                    && !word.ends_with("gegangen")
                    && !word.ends_with("gefahren")
                {
                    return None;
                }
                closes.then(|| clause(auxiliary, Order::Second, passive))
            }
            (_, Some(_)) => None,
            _ => {
                let finite = forms.has(Forms::PAST.with(Forms::THIRD));
                let infinitive = at > start && self.line.word(at - 1) == "zu";
                (finite && !infinitive).then(|| clause(at, Order::Second, false))
            }
        }
    }

    fn is_relative_at(&self, at: usize) -> bool {
        self.has(at, lexicon::RELATIVE)
    }

    /// Whether a clause that begins here has its verb last because of its first word.
    pub(super) fn opener(&self, start: usize) -> bool {
        let first = if self.has(start, lexicon::CONJUNCTION)
            || self.is_one(start, &["so", "auch", "selbst"])
        {
            start + 1
        } else {
            start
        };
        // "Damit ist …" opens a main clause.
        let adverb =
            self.is_one(first, &["damit", "da", "wie", "seit"]) && self.is_finite(first + 1);
        self.has(first, lexicon::SUBORDINATE)
            && !self.is_noun(first)
            && !adverb
            && !self.is_one(first, &["sowie"])
    }

    /// Whether a relative clause begins at `start`, which follows a comma: a relative word, and no noun with its verb.
    pub(super) fn is_relative(&self, start: usize, end: usize) -> bool {
        if start == self.within.start || !self.line.is(start.wrapping_sub(1), ',') {
            return false;
        }
        let preposition = self.has(start, lexicon::PREPOSITION)
            && self.is_lower(start)
            && !self.has(start, lexicon::RELATIVE);
        let word = if preposition { start + 1 } else { start };
        if !self.has(word, lexicon::RELATIVE) || self.line.atom(word).is_some_and(|a| a.capital) {
            return false;
        }
        if preposition {
            return !self.is_noun(word + 1) && self.is_finite(end.wrapping_sub(1));
        }
        let Some(phrase) = self
            .noun_phrase(word, end)
            .filter(|phrase| phrase.len() > 1)
        else {
            return true;
        };
        // "die Brücke halte": a noun and its verb; "die Brücken baut": the article is the subject, if the verb comes last.
        let second = self.is_finite(phrase.end);
        !(second || phrase.end >= end) && self.is_finite(end - 1)
    }

    /// Returns the phrase between `start` and the finite verb, when it can be the subject.
    pub(super) fn front(&self, start: usize, verb: usize) -> Option<Range<usize>> {
        let mut from = start;
        while from < verb
            && (self.has(from, lexicon::CONJUNCTION)
                || self.is_one(from, &["auch", "nur", "selbst", "sogar", "doch", "allein"])
                || self.line.is(from, ','))
        {
            from += 1;
        }
        let mut to = verb;
        while to > from && self.line.is(to - 1, ',') {
            to -= 1;
        }
        if from >= to {
            return None;
        }
        let phrase = self.noun_phrase(from, to)?;
        if !self.is_subject(&phrase) {
            return None;
        }
        Some(self.trimmed_front(phrase, to))
    }

    /// Takes all of what stands before the verb, but for long inserts and relative clauses.
    fn trimmed_front(&self, phrase: Range<usize>, to: usize) -> Range<usize> {
        const LONGEST: usize = 18;
        let insert = (phrase.start..to).find(|i| {
            self.line.is(*i, ',')
                && (self.is_relative(i + 1, to) || self.has(i + 1, lexicon::SUBORDINATE))
        });
        let end = insert.unwrap_or(to);
        if end - phrase.start > LONGEST {
            let comma = (phrase.start..end)
                .find(|i| self.line.is(*i, ','))
                .unwrap_or(end);
            if comma - phrase.start > LONGEST {
                return phrase;
            }
            return phrase.start..comma;
        }
        phrase.start..end
    }
}
