//! Finds the attributions of one sentence: cue, source and content, each cut from the atoms by rules.
//!
//! The outermost cue wins: what lies in the content of one is not looked at again.

mod edges;
mod following;
mod foreign;
mod outermost;
mod patterns;

use std::ops::Range;

use crate::quote::atom::{Atom, Shape};
use crate::quote::cue::{self, Cue, Subject, Voice};
use crate::quote::draft::{Draft, Rule};
use crate::quote::inflect::Forms;

use crate::quote::lexicon;
use crate::quote::line::Line;
use crate::quote::phrase;

/// How far adverbials after a cue are walked over, in atoms.
const ADVERBIAL: usize = 30;

/// What a sentence told.
pub(super) struct Found {
    pub(super) drafts: Vec<Draft>,
    /// The sentence's first noun phrase, for what is left.
    pub(super) subject: Option<Range<usize>>,
    /// Whether a verb of speech has that subject, though nothing that was said stands beside it; German only.
    pub(super) speaks: bool,
}

struct Walk<'a> {
    line: &'a Line<'a>,
    within: Range<usize>,
    /// The first atom that no attribution has claimed.
    free: usize,
    /// Who spoke last in this sentence.
    last: Option<Range<usize>>,
    subject: Option<Range<usize>>,
    drafts: Vec<Draft>,
}

/// Finds the attributions of the sentence `within`.
pub(super) fn attributions(line: &Line<'_>, within: Range<usize>) -> Found {
    let subject = first_subject(line, &within);
    let mut walk = Walk {
        line,
        free: within.start,
        within: within.clone(),
        last: None,
        subject,
        drafts: Vec::new(),
    };
    walk.tail();
    let mut at = walk.free;
    while at < within.end {
        at = walk.step(at).unwrap_or(at + 1).max(at + 1);
    }
    Found {
        drafts: walk.drafts,
        subject: walk.subject,
        speaks: false,
    }
}

/// Finds the first noun phrase that can be the subject, over an opening adverbial.
fn first_subject(line: &Line<'_>, within: &Range<usize>) -> Option<Range<usize>> {
    let mut at = within.start;
    for _ in 0..3 {
        let first = line.atom(at).filter(|_| at < within.end)?;
        if first.is_quoted()
            || first.is(',')
            || first.class.has(lexicon::CONJUNCTION)
            || first.is_dash()
        {
            at += 1;
            continue;
        }
        let opening = first.class.has(
            lexicon::PREPOSITION
                .with(lexicon::SUBORDINATE)
                .with(lexicon::ADVERB)
                .with(lexicon::ACCORDING),
        ) && !first.class.has(lexicon::DETERMINER)
            || matches!(first.shape, Shape::Ing | Shape::Ed | Shape::Manner)
                && !first.class.has(lexicon::DETERMINER)
                && !line.atom(at + 1).is_some_and(Atom::is_name);
        if opening {
            let comma = (at..within.end.min(at + ADVERBIAL)).find(|i| line.is(*i, ','));
            at = match comma {
                Some(comma) => comma + 1,
                None => at + 1,
            };
            continue;
        }
        break;
    }
    let mut phrase = phrase::forward(line.atoms, at, within.end, true)?;
    // "In Ames, Iowa, on Sunday, Ann Roy tried": pieces between commas are no subjects after an opening adverbial.
    for _ in 0..3 {
        let skipped = at > within.start && line.is(phrase.end, ',') && line.is(at - 1, ',');
        let short = (phrase.end + 1..within.end.min(phrase.end + 6)).find(|i| line.is(*i, ','));
        if let (true, Some(comma)) = (skipped, short)
            && let Some(next) = phrase::forward(line.atoms, comma + 1, within.end, true)
            && !line
                .atom(phrase.end + 1)
                .is_some_and(|a| a.class.has(lexicon::DETERMINER.with(lexicon::RELATIVE)))
        {
            at = comma + 1;
            phrase = next;
        } else {
            break;
        }
    }
    Some(phrase)
}

/// What stands after a cue.
enum Next {
    /// What was said begins here.
    Content(usize),
    /// Nothing that was said: the cue closes its clause here.
    End(usize),
    Nothing,
}

impl Walk<'_> {
    /// Looks for an attribution whose cue stands at `at`; returns where to go on.
    fn step(&mut self, at: usize) -> Option<usize> {
        let line = self.line;
        let atom = line.atom(at)?;
        if atom.class.has(lexicon::ACCORDING) {
            return self.according(at);
        }
        if atom.is(':') {
            return self.colon(at);
        }
        if atom.class.has(lexicon::SEEMING) {
            return self.seeming(at);
        }
        if let Some(resume) = self.foreign(at) {
            return Some(resume);
        }
        if let Some(resume) = self.noun_cue(at) {
            return Some(resume);
        }
        let mut cue = cue::cue_at(line, &self.within, at)?;
        if cue.group.start < self.free {
            if self.free > at {
                return None;
            }
            cue.group.start = at;
        }
        match cue.voice {
            Voice::Passive => self.passive(&cue),
            _ => self.active(&cue),
        }
    }

    fn active(&mut self, cue: &Cue) -> Option<usize> {
        let line = self.line;
        let within = self.free..self.within.end;
        let before = match cue.voice {
            Voice::Participle => {
                let left = cue
                    .group
                    .start
                    .checked_sub(1)
                    .filter(|i| *i >= self.within.start);
                let fits = left.is_none_or(|left| {
                    line.atom(left).is_some_and(|a| {
                        a.is(',')
                            || a.is_quoted()
                            || a.is_dash()
                            || a.class.has(
                                lexicon::PREPOSITION
                                    .with(lexicon::SUBORDINATE)
                                    .with(lexicon::CONJUNCTION),
                            )
                            || a.class.has(lexicon::DOCUMENT)
                            || cue.uses.has(lexicon::THAT.with(lexicon::CLAUSE)) && a.is_word()
                    })
                });
                let own = left.is_some_and(|left| line.atom(left).is_some_and(Atom::is_name));
                if own {
                    cue::subject_before(line.atoms, &within, cue.group.start)
                } else if fits {
                    Some(Subject::Shared)
                } else {
                    return None;
                }
            }
            _ if line.is(cue.group.start.wrapping_sub(1), ',') => {
                cue::subject_before(line.atoms, &self.within, cue.group.start)
            }
            _ => cue::subject_before(line.atoms, &within, cue.group.start),
        };
        let before = before.filter(|subject| self.can_be_subject(subject));
        let quoted_before = self.quoted_before(cue.group.start);
        if let Some(resume) = self.inverted_abroad(cue) {
            return Some(resume);
        }
        if cue.uses.has(lexicon::FLOATS) && cue.voice == Voice::Finite {
            let inverted = quoted_before
                || cue.group.start == self.within.start
                || (before.is_none() && line.is(cue.group.start.wrapping_sub(1), ','));
            if inverted
                && (before.is_none() || quoted_before)
                && let Some(resume) = self.inverted(cue)
            {
                return Some(resume);
            }
        }
        let (source, shared) = match before {
            Some(Subject::Phrase(phrase)) => (Some(phrase), false),
            Some(Subject::Shared) => (
                self.last
                    .clone()
                    .or_else(|| self.nearest_subject(cue.group.start)),
                true,
            ),
            None if quoted_before => (self.last.clone().or_else(|| self.subject.clone()), true),
            None => return None,
        };
        let source = source?;
        if cue.doubtful && !shared && self.reads_as_noun(cue, &source) {
            return None;
        }
        if let Some(resume) = self.passed_on(cue) {
            return Some(resume);
        }
        // What could stand before the source.
        let edge = if shared {
            cue.group.start
        } else {
            self.auxiliary_edge(source.start.min(cue.group.start))
        };
        let mut next = self.next(cue);
        // "…," X told …: whatever follows, the quotation before is what was said.
        if !shared
            && cue.voice == Voice::Finite
            && self.quoted_before(edge)
            && cue.uses.has(lexicon::SPEECH)
        {
            let both = matches!(next, Next::Content(from) if line.is_quoted(from) && (line.is(from.wrapping_sub(1), ',') || line.is(from.wrapping_sub(1), ':')));
            let whole = self.spoken_before(edge);
            if whole && !both && !matches!(next, Next::End(_)) {
                next = Next::End(cue.group.end);
            }
        }
        match next {
            Next::Content(from) => {
                if cue.doubtful && !self.surely_content(cue, from) {
                    return None;
                }
                // "A," he said, "B."
                let mut content = Vec::new();
                let mut rule = if line.is_quoted(from) {
                    Rule::Before
                } else {
                    Rule::Clause
                };
                if !shared
                    && cue.uses.has(lexicon::FLOATS)
                    && self.quoted_before(edge)
                    && (line.is_quoted(from))
                    && line.is(from.wrapping_sub(1), ',')
                {
                    content.extend(self.before(edge));
                    rule = Rule::After;
                }
                let mut end = self.content_end(cue, from);
                if line
                    .atom(source.start)
                    .is_some_and(|a| a.class.has(lexicon::RELATIVE))
                {
                    end = self.insert_end(from, end);
                }
                content.push(from..end);
                self.push(content, Some(cue.group.clone()), Some(source), rule);
                Some(end)
            }
            Next::End(end)
                if (cue.uses.has(lexicon::FLOATS) || self.spoken_before(edge)) && !shared =>
            {
                let goes_on =
                    line.is(end, ',') && end + 1 < self.within.end && !self.is_new_clause(end + 1);
                let first = self
                    .before(edge)
                    .or_else(|| self.opening(edge).filter(|_| goes_on))?;
                let quoted = first.clone().any(|i| line.is_quoted(i));
                if !quoted && !cue.uses.has(lexicon::SPEECH) && !line.is(edge.wrapping_sub(1), ',')
                {
                    return None;
                }
                let mut content = vec![first];
                let mut resume = end;
                // "Six months ago, the senator said, the media …"
                if line.is(end, ',') && end + 1 < self.within.end && !self.is_new_clause(end + 1) {
                    let stop = self.content_end(cue, end + 1);
                    content.push(end + 1..stop);
                    resume = stop;
                }
                let rule = if quoted {
                    Rule::After
                } else {
                    Rule::ClauseAfter
                };
                self.push(content, Some(cue.group.clone()), Some(source), rule);
                Some(resume)
            }
            _ => None,
        }
    }

    /// Whether what looks like subject and verb is one noun phrase ("Moscow's sweeping demands").
    fn reads_as_noun(&self, cue: &Cue, source: &Range<usize>) -> bool {
        let line = self.line;
        if cue.group.len() > 1
            || line
                .atom(cue.group.start)
                .is_some_and(|a| a.forms.has(Forms::PAST))
        {
            return false;
        }
        let owned = source.clone().any(|i| {
            line.atom(i)
                .is_some_and(|a| a.shape == Shape::Genitive || a.class.has(lexicon::POSSESSIVE))
        });
        let firm = source.clone().any(|i| {
            line.atom(i).is_some_and(|a| {
                a.is_name()
                    || a.class.has(
                        lexicon::DETERMINER
                            .with(lexicon::PRONOUN)
                            .with(lexicon::PERSON),
                    )
                    || line.word(i).ends_with('s')
            })
        });
        owned || !firm
    }

    fn nearest_subject(&self, verb: usize) -> Option<Range<usize>> {
        self.subject.clone().filter(|subject| subject.end <= verb)
    }

    /// Whether words outside of marks tell anything: "thanked her" and "recall them" do not.
    fn tells(&self, content: &[Range<usize>]) -> bool {
        let empty = lexicon::PRONOUN
            .with(lexicon::OBJECT)
            .with(lexicon::POSSESSIVE);
        content.iter().flat_map(Clone::clone).any(|i| {
            self.line.atom(i).is_some_and(|a| {
                !a.class.has(empty)
                    || a.class.has(lexicon::DETERMINER) && !a.class.has(lexicon::POSSESSIVE)
            })
        })
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
            .filter(|range| range.start < range.end)
            .collect();
        if content.is_empty() {
            return;
        }
        self.free = content
            .iter()
            .chain(cue.iter())
            .chain(source.iter())
            .map(|range| range.end)
            .max()
            .unwrap_or(self.free)
            .max(self.free);
        let atoms = || content.iter().flat_map(Clone::clone);
        let quoted =
            atoms().any(|i| line.atom(i).is_some_and(Atom::is_marked) && !line.is_anothers(i));
        let bare = atoms().any(|i| line.atom(i).is_some_and(Atom::is_word));
        if !quoted && !self.tells(&content) {
            return;
        }
        let content = if quoted && !bare {
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
            bare,
            cue: cue.and_then(|range| line.span(&range)),
            source: source.as_ref().and_then(|range| line.span(range)),
            rule,
            sure: None,
        });
        if source.is_some() {
            self.last = source;
        }
    }
}
