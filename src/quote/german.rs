//! Finds the attributions of a German sentence: its clauses stand between commas, its verb comes second or last, its nouns
//! have capitals, and the subjunctive tells what somebody else says.
//!
//! The outermost attribution wins, as in English: what lies in the content of one is not looked at again.

mod according;
mod back;
mod clause;
mod content;
mod free;
mod inflect;
mod label;
mod noun;
mod phrase;
mod saying;
mod tail;
mod who;
mod word;

use std::ops::Range;

use crate::article::Span;
use crate::quote::atom::Atom;
use crate::quote::draft::{Draft, Rule};
use crate::quote::inflect::Forms;
use crate::quote::lexicon;
use crate::quote::line::Line;
use crate::quote::reported::Found;

pub(super) use inflect::forms_of;
pub(super) use label::is_label;
pub(super) use who::who;

/// Reads one sentence.
struct Reader<'a> {
    line: &'a Line<'a>,
    /// The sentence without its last stop.
    within: Range<usize>,
    /// The parts of it between commas, colons, semicolons and dashes.
    segments: Vec<Range<usize>>,
    /// The first atom that no attribution has claimed.
    free: usize,
    /// Who spoke last in this sentence.
    last: Option<Range<usize>>,
    drafts: Vec<Draft>,
}

/// Who spoke before a sentence.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// Who spoke last.
    pub(super) source: Option<Span>,
    /// Whether that was in the same paragraph.
    pub(super) near: bool,
    /// The sentence before, when it is in the same paragraph and nobody is known to have said it.
    pub(super) sentence: Option<Span>,
}

/// Longer sentences are read in pieces, so that no search in one costs much; a bound no sentence of news comes near.
const LONGEST: usize = 400;

/// Finds the attributions of the sentence `within`.
pub(super) fn attributions(line: &Line<'_>, within: Range<usize>, before: Before) -> Found {
    let mut found = piece(
        line,
        within.start..within.end.min(within.start + LONGEST),
        before,
    );
    let mut from = within.start + LONGEST;
    while from < within.end {
        let to = within.end.min(from + LONGEST);
        found.drafts.extend(piece(line, from..to, before).drafts);
        from = to;
    }
    found
}

fn piece(line: &Line<'_>, within: Range<usize>, before: Before) -> Found {
    let mut end = within.end;
    while end > within.start && line.atom(end - 1).is_some_and(|a| a.is('.')) {
        end -= 1;
    }
    let mut reader = Reader {
        line,
        free: within.start,
        segments: clause::segments(line, within.start..end),
        within: within.start..end,
        last: None,
        drafts: Vec::new(),
    };
    let mut at = if reader.said_before(before.sentence) {
        end
    } else {
        within.start
    };
    let told = reader.is_told(before);
    while at < end {
        let told = told && reader.drafts.is_empty();
        at = reader.step(at, told).unwrap_or(at + 1).max(at + 1);
    }
    if told && reader.drafts.is_empty() {
        // "Er halte den Plan für gut und lobte den Minister": what follows is the writer's again.
        at = reader.told(before);
        while at < end {
            at = reader.step(at, false).unwrap_or(at + 1).max(at + 1);
        }
    }
    Found {
        subject: reader.subject(),
        speaks: reader.drafts.is_empty() && reader.speaks(),
        drafts: reader.drafts,
    }
}

impl Reader<'_> {
    /// Looks for an attribution that begins or has its cue at `at`; returns where to go on. Of a sentence that is `told`
    /// already, only what stands outside of its clauses can be another.
    fn step(&mut self, at: usize, told: bool) -> Option<usize> {
        let atom = self.line.atom(at)?;
        if let Some(resume) = self.wie_opening(at) {
            return Some(resume);
        }
        if at == self.free
            && let Some(resume) = self.tail()
        {
            return Some(resume);
        }
        if let Some(resume) = self.colon(at) {
            return Some(resume);
        }
        if !atom.is_word() {
            return None;
        }
        let outside = self.according(at);
        if outside.is_some() || told {
            return outside;
        }
        self.saying(at).or_else(|| self.noun(at))
    }

    /// Whether the first clause has a verb of speech, whatever it goes with.
    fn speaks(&self) -> bool {
        self.segments.first().is_some_and(|first| {
            first.clone().any(|i| {
                self.line.atom(i).is_some_and(|a| {
                    !a.capital
                        && a.uses.has(lexicon::SPEECH)
                        && a.forms
                            .has(Forms::PAST.with(Forms::THIRD).with(Forms::PARTICIPLE))
                })
            })
        })
    }

    /// Returns the subject of the sentence's first clause.
    fn subject(&self) -> Option<Range<usize>> {
        let first = self.segments.first()?;
        let verb = first.clone().find(|i| self.is_finite(*i));
        let front = self.front(first.start, verb.unwrap_or(first.end));
        front.or_else(|| self.subject_after(verb? + 1, first.end))
    }

    fn push_one(
        &mut self,
        content: Range<usize>,
        cue: Option<Range<usize>>,
        source: Option<Range<usize>>,
        rule: Rule,
    ) {
        self.push(vec![content], cue, source, rule);
    }

    fn push(
        &mut self,
        content: Vec<Range<usize>>,
        cue: Option<Range<usize>>,
        source: Option<Range<usize>>,
        rule: Rule,
    ) {
        let line = self.line;
        let content: Vec<Range<usize>> = content
            .into_iter()
            .map(|range| self.bare_edges(range))
            .filter(|range| range.start < range.end)
            .collect();
        let atoms = || content.iter().flat_map(Clone::clone);
        let quoted = atoms().any(|i| line.is_quoted(i));
        let words = atoms().filter(|i| self.is_word(*i)).count();
        // One noun or infinitive can be all that was said ("forderte Neuwahlen"), another word cannot.
        if !quoted && words < 2 && !atoms().any(|i| self.is_noun(i) || self.is_joined_infinitive(i))
        {
            return;
        }
        self.free = content
            .iter()
            .chain(cue.iter())
            .chain(source.iter())
            .map(|range| range.end)
            .max()
            .unwrap_or_default()
            .max(self.free);
        let content = if words == 0 {
            atoms().filter_map(|i| line.inner(i)).collect()
        } else {
            content
                .iter()
                .filter_map(|range| line.span(range))
                .collect()
        };
        self.drafts.push(Draft {
            content,
            quoted,
            bare: words > 0,
            cue: cue.and_then(|range| line.span(&range)),
            source: source.as_ref().and_then(|range| line.span(range)),
            rule,
            sure: None,
        });
        if source.is_some() {
            self.last = source;
        }
    }

    /// Returns a range without the commas and dashes at its ends.
    fn bare_edges(&self, range: Range<usize>) -> Range<usize> {
        let joint = |i: usize| {
            self.line
                .atom(i)
                .is_some_and(|a| a.is(',') || a.is(';') || a.is(':') || a.is_dash())
        };
        let (mut start, mut end) = (range.start, range.end);
        while start < end && joint(start) {
            start += 1;
        }
        while start < end && joint(end - 1) {
            end -= 1;
        }
        start..end
    }

    /// Returns the number of the segment that holds an atom.
    fn segment_of(&self, at: usize) -> Option<usize> {
        let index = self.segments.partition_point(|segment| segment.end <= at);
        self.segments
            .get(index)
            .filter(|segment| segment.contains(&at))
            .map(|_| index)
    }

    fn segment(&self, index: usize) -> Option<Range<usize>> {
        self.segments.get(index).cloned()
    }

    fn quoted_in(&self, mut range: Range<usize>) -> bool {
        range.any(|i| self.line.is_quoted(i))
    }

    fn is_lower(&self, at: usize) -> bool {
        self.line
            .atom(at)
            .is_some_and(|a: &Atom| a.is_word() && !a.capital)
    }
}
