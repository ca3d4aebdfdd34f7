//! Finds the attributions of one sentence: cue, source and content, each cut from the atoms by rules.
//!
//! The outermost cue wins: what lies in the content of one is not looked at again.

use std::ops::Range;

use crate::article::Span;
use crate::quote::assemble::trimmed;
use crate::quote::atom::{Atom, AtomKind, Shape};
use crate::quote::cue::{self, Cue, Subject, Voice};
use crate::quote::draft::{Draft, Rule};
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Lexicon, Set};
use crate::quote::marks::Stretch;
use crate::quote::mention;
use crate::quote::phrase;

/// How far adverbials after a cue are walked over, in atoms.
const ADVERBIAL: usize = 30;

/// One line of text with what is known of it.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) atoms: &'a [Atom],
    pub(super) lexicon: &'a Lexicon,
    pub(super) stretches: &'a [Stretch],
    /// Where the line begins in the text.
    pub(super) base: usize,
    /// Whether most of its words have capitals, as headlines do.
    pub(super) capitals: bool,
}

impl<'a> Line<'a> {
    pub(super) fn atom(&self, at: usize) -> Option<&'a Atom> {
        self.atoms.get(at)
    }

    pub(super) fn word(&self, at: usize) -> &'a str {
        self.atom(at)
            .and_then(|atom| self.text.get(atom.span.range()))
            .unwrap_or_default()
    }

    /// Returns the bytes of a range of atoms.
    pub(super) fn span(&self, range: &Range<usize>) -> Option<Span> {
        let first = self
            .atoms
            .get(range.start)
            .filter(|_| range.start < range.end)?;
        let last = self.atoms.get(range.end - 1)?;
        Some(Span::new(first.span.start, last.span.end))
    }

    /// Returns the bytes inside the marks of the quoted stretch at `at`.
    pub(super) fn inner(&self, at: usize) -> Option<Span> {
        let AtomKind::Quoted(index) = self.atom(at)?.kind else {
            return None;
        };
        trimmed(self.text, self.base, self.stretches.get(index)?)
    }

    /// Returns the last cue of a sentence.
    pub(super) fn last_cue(&self, within: &Range<usize>) -> Option<Span> {
        let at = self.last_cue_at(within)?;
        self.span(&(at..at + 1))
    }

    fn last_cue_at(&self, within: &Range<usize>) -> Option<usize> {
        within
            .clone()
            .rev()
            .take(ADVERBIAL)
            .find(|i| self.atom(*i).is_some_and(|a| a.uses.has(lexicon::QUOTE)))
    }

    /// Returns the subject of the last cue of a sentence.
    pub(super) fn announcer(&self, within: &Range<usize>) -> Option<Span> {
        let at = self.last_cue_at(within)?;
        let cue = cue::cue_at(self, within, at)?;
        match cue::subject_before(self.atoms, within, cue.group.start)? {
            Subject::Phrase(phrase) => self.span(&phrase),
            Subject::Shared => None,
        }
    }

    /// Returns who is named after the quotation at `at`, and the verb: “…,” he surmised; “…” — Ann Roy.
    pub(super) fn trailer(&self, at: usize, within: &Range<usize>) -> Option<(Span, Option<Span>)> {
        let mut from = at + 1;
        let dash = self.atom(from)?.is_dash();
        let ended = self.is(from, ',')
            || self
                .word(at)
                .trim_end_matches(['"', '\'', '”', '’', '»', '“', '‘', ' '])
                .ends_with([',', '?', '!']);
        if dash || self.is(from, ',') {
            from += 1;
        }
        let first = self.atom(from).filter(|_| from < within.end)?;
        if dash {
            let run = mention::name_run(self.text, self.atoms, from);
            let ends = !self
                .atom(run.end)
                .is_some_and(|a| run.end < within.end && a.is_word());
            return if first.is_name() && ends {
                self.span(&run).map(|span| (span, None))
            } else {
                None
            };
        }
        if !ended {
            return None;
        }
        let phrase = phrase::forward(self.atoms, from, within.end, true)?;
        let verb = self.atom(phrase.end).filter(|_| phrase.end < within.end)?;
        let verbal = verb.shape == Shape::Ed
            || verb.uses != Set::NONE && !verb.forms.has(Forms::ING)
            || verb.class.has(lexicon::VERB);
        verbal.then(|| Some((self.span(&phrase)?, Some(verb.span))))?
    }

    /// Returns the subject of the nearest verb before the quotation at `at`.
    pub(super) fn actor(&self, at: usize, within: &Range<usize>) -> Option<Span> {
        const DEEPEST: usize = 3;
        let mut from = at;
        for _ in 0..DEEPEST {
            let (phrase, start) = self.actor_before(from, within)?;
            // "that the plan was “dead”": who says so stands before "that".
            let that = (start..=phrase.start).any(|i| self.word(i) == "that")
                || phrase.start > within.start
                    && matches!(
                        self.word(phrase.start - 1),
                        "that" | "if" | "whether" | "how"
                    );
            if !that || phrase.start <= within.start + 1 {
                return self.span(&phrase);
            }
            from = phrase.start;
        }
        None
    }

    fn actor_before(&self, at: usize, within: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let floor = within.start.max(at.saturating_sub(ADVERBIAL));
        let verb = (floor..at).rev().find(|i| {
            self.atom(*i).is_some_and(|a| {
                phrase::is_verb(a, i.checked_sub(1).and_then(|b| self.atom(b)))
                    && !a.forms.has(Forms::ING)
            })
        })?;
        let mut start = verb;
        while start > floor
            && self.atom(start - 1).is_some_and(|a| {
                (a.class.has(lexicon::AUXILIARY.with(lexicon::ADVERB)) || a.shape == Shape::Manner)
                    && !a.capital
            })
        {
            start -= 1;
        }
        match cue::subject_before(self.atoms, within, start)? {
            Subject::Phrase(phrase) => {
                let start = phrase.start;
                Some((phrase, start))
            }
            Subject::Shared => None,
        }
    }

    fn is_quoted(&self, at: usize) -> bool {
        self.atom(at).is_some_and(Atom::is_quoted)
    }

    /// Whether the stretch at `at` is the object of somebody's demand or claim inside of a clause ("demands for “…”").
    fn is_anothers(&self, at: usize) -> bool {
        let noun = at.checked_sub(2).and_then(|i| self.atom(i));
        matches!(self.word(at.wrapping_sub(1)), "for" | "of" | "about")
            && noun.is_some_and(|a| a.class.has(lexicon::NOUN_CUE))
    }

    fn is(&self, at: usize, c: char) -> bool {
        self.atom(at).is_some_and(|atom| atom.is(c))
    }
}

/// What a sentence told.
pub(super) struct Found {
    pub(super) drafts: Vec<Draft>,
    /// The sentence's first noun phrase, for what is left.
    pub(super) subject: Option<Range<usize>>,
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
    /// "Nobody can say that “…,” X added, …": a quotation that ends as speech does before its cue belongs to that cue.
    fn after_quotation(&mut self) {
        const SUBJECT: usize = 6;
        let line = self.line;
        let Some(quotation) = self.within.clone().find(|i| line.is_quoted(*i)) else {
            return;
        };
        let lead =
            quotation > self.within.start && line.atom(quotation - 1).is_some_and(Atom::is_word);
        if !lead || !self.spoken_before(quotation + 1) {
            return;
        }
        for at in quotation + 1..self.within.end.min(quotation + SUBJECT) {
            let Some(atom) = line.atom(at) else { break };
            if !atom.is_word() && !(at == quotation + 1 && atom.is(',')) {
                break;
            }
            if !atom.uses.has(lexicon::FLOATS) || !atom.uses.has(lexicon::SPEECH) {
                continue;
            }
            let Some(cue) = cue::cue_at(line, &(quotation + 1..self.within.end), at) else {
                continue;
            };
            let Some(Subject::Phrase(source)) = cue::subject_before(
                line.atoms,
                &(quotation + 1..self.within.end),
                cue.group.start,
            ) else {
                return;
            };
            let adjoins = source.start <= quotation + 2;
            if cue.voice == Voice::Finite && adjoins && matches!(self.next(&cue), Next::End(_)) {
                self.push(
                    vec![self.within.start..quotation + 1],
                    Some(cue.group),
                    Some(source),
                    Rule::After,
                );
            }
            return;
        }
    }

    /// "…, the paper reported on Monday.": what stands at the end of a sentence reports all of it.
    fn tail(&mut self) {
        const LONGEST_TAIL: usize = 14;
        let line = self.line;
        self.after_quotation();
        if self.free > self.within.start {
            return;
        }
        let end = self.sentence_end(self.within.start);
        let floor = (self.within.start + 3).max(end.saturating_sub(LONGEST_TAIL));
        for at in (floor..end).rev() {
            let Some(atom) = line.atom(at) else { break };
            if !atom.is_word() {
                break;
            }
            if !atom.uses.has(lexicon::FLOATS) || !atom.uses.has(lexicon::SPEECH) {
                continue;
            }
            let Some(cue) = cue::cue_at(line, &self.within, at) else {
                continue;
            };
            if cue.voice != Voice::Finite
                || !matches!(self.next(&cue), Next::End(stop) if stop >= end)
            {
                return;
            }
            let Some(Subject::Phrase(source)) =
                cue::subject_before(line.atoms, &self.within, cue.group.start)
            else {
                return;
            };
            let comma = source.start.checked_sub(1).is_some_and(|i| line.is(i, ','));
            let quoted = (self.within.start..source.start).any(|i| line.is_quoted(i));
            let relative = line
                .atom(source.start)
                .is_some_and(|a| a.class.has(lexicon::RELATIVE));
            if !comma || source.start < floor || relative || !quoted && cue.doubtful {
                return;
            }
            if let Some(content) = self.before(source.start) {
                let rule = if quoted {
                    Rule::After
                } else {
                    Rule::ClauseAfter
                };
                self.push(vec![content], Some(cue.group), Some(source), rule);
            }
            return;
        }
    }

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
        let quoted_before = self.quoted_before(cue.group.start);
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
            source.start.min(cue.group.start)
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
                let first = self.before(edge)?;
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

    /// "cited a source as saying …": who is cited speaks.
    fn passed_on(&mut self, cue: &Cue) -> Option<usize> {
        let line = self.line;
        let start = cue.group.end;
        let verb = line.word(cue.group.end.checked_sub(1)?);
        if !verb.starts_with("cit") && !verb.starts_with("quot") {
            return None;
        }
        let phrase = phrase::forward(line.atoms, start, self.within.end, true)?;
        if line.word(phrase.end) != "as"
            || line.word(phrase.end + 1) != "saying"
            || phrase.end + 2 >= self.within.end
        {
            return None;
        }
        let from = phrase.end + 2;
        let end = self.content_end(cue, from);
        self.push(
            vec![from..end],
            Some(phrase.end..from),
            Some(phrase),
            Rule::Clause,
        );
        Some(end)
    }

    /// "…," said Ned Price, a spokesman.
    fn inverted(&mut self, cue: &Cue) -> Option<usize> {
        let line = self.line;
        let start = cue.group.end;
        let first = line.atom(start).filter(|_| start < self.within.end)?;
        if !(phrase::begins(first))
            || first.class.has(lexicon::TIME)
            || first.class.has(lexicon::RELATIVE)
                && (line.lexicon.english || !first.class.has(lexicon::DETERMINER))
        {
            return None;
        }
        let phrase = phrase::forward(line.atoms, start, self.within.end, true)?;
        if line.atom(phrase.end).is_some_and(|next| {
            phrase.end < self.within.end && phrase::is_verb(next, line.atom(phrase.end - 1))
        }) {
            return None;
        }
        let source = phrase::with_apposition(line.atoms, phrase, self.within.end);
        let plain_end = line.atom(source.end).is_none_or(|next| {
            source.end >= self.within.end
                || !next.is_word()
                || next.class.has(lexicon::PREPOSITION.with(lexicon::TIME))
        });
        if !self.quoted_before(cue.group.start) && !plain_end {
            return None;
        }
        let mut content: Vec<Range<usize>> = self.before(cue.group.start).into_iter().collect();
        let mut at = source.end;
        while at < self.within.end
            && at < source.end + ADVERBIAL
            && !line.is_quoted(at)
            && !line.is(at, ':')
        {
            at += 1;
        }
        let mut resume = source.end;
        if at < self.within.end
            && (line.is_quoted(at) || line.is(at, ':'))
            && (line.is(at - 1, ',')
                || line.is(at, ':')
                || content.is_empty()
                || line.is(at - 1, ':'))
        {
            let from = if line.is(at, ':') { at + 1 } else { at };
            let end = self.content_end(cue, from);
            if from < end {
                content.push(from..end);
                resume = end;
            }
        }
        if content.is_empty() {
            return None;
        }
        self.push(
            content,
            Some(cue.group.clone()),
            Some(source),
            Rule::Inverted,
        );
        Some(resume)
    }

    /// "was called … by X", "is expected to".
    fn passive(&mut self, cue: &Cue) -> Option<usize> {
        let line = self.line;
        let from = cue.group.end;
        let next = line.atom(from).filter(|_| from < self.within.end)?;
        if line.word(from) == "by" {
            let phrase = phrase::forward(line.atoms, from + 1, self.within.end, true)?;
            let source = phrase::with_apposition(line.atoms, phrase, self.within.end);
            let content = match cue::subject_before(
                line.atoms,
                &(self.free..self.within.end),
                cue.group.start,
            ) {
                Some(Subject::Phrase(phrase)) => phrase,
                _ => return None,
            };
            if !cue.uses.has(lexicon::SPEECH.with(lexicon::NOUN)) {
                return None;
            }
            let resume = source.end;
            self.push(
                vec![content],
                Some(cue.group.start..from + 1),
                Some(source),
                Rule::Passive,
            );
            return Some(resume);
        }
        if line.word(from) == "to" && cue.uses.has(lexicon::CLAUSE) && !line.is_quoted(from) {
            let Some(Subject::Phrase(phrase)) =
                cue::subject_before(line.atoms, &(self.free..self.within.end), cue.group.start)
            else {
                return None;
            };
            let end = self.content_end(cue, from);
            self.push(
                vec![phrase, from..end],
                Some(cue.group.clone()),
                None,
                Rule::Passive,
            );
            return Some(end);
        }
        let _ = next;
        None
    }

    /// "according to X"
    fn according(&mut self, at: usize) -> Option<usize> {
        let line = self.line;
        let mut from = at + 1;
        if line.lexicon.english {
            if !line.word(from).eq_ignore_ascii_case("to") {
                return None;
            }
            from += 1;
        }
        let phrase = phrase::forward(line.atoms, from, self.within.end, true)?;
        let bare = phrase.clone();
        let mut source = phrase::with_apposition(line.atoms, phrase, self.within.end);
        // "According to X, the ferry is late": what follows the comma is all that was said.
        let opens = self.before(at).is_none();
        if opens && !line.is(source.end, ',') {
            source = bare;
        }
        let cue = at..from;
        let mut resume = source.end;
        let mut content = Vec::new();
        let head = at
            .checked_sub(1)
            .filter(|i| *i >= self.free && line.is(*i, ','))
            .unwrap_or(at);
        if let Some(before) = self.before(head) {
            content.push(before);
        } else {
            let mut start = source.end;
            if line.is(start, ',') {
                start += 1;
            }
            if start < self.within.end {
                let end = self.sentence_end(start);
                content.push(start..end);
                resume = end;
            }
        }
        if content.is_empty() {
            return None;
        }
        self.push(content, Some(cue), Some(source), Rule::According);
        Some(resume)
    }

    /// "X: …" at the start of a line, or ": “…”" after a clause with a subject.
    fn colon(&mut self, at: usize) -> Option<usize> {
        let line = self.line;
        if at + 1 >= self.within.end {
            return None;
        }
        let head = self.within.start..at;
        let names = head.clone().all(|i| {
            line.atom(i).is_some_and(|a| {
                a.is_name()
                    || a.class.has(lexicon::LABEL)
                    || a.shape == Shape::Genitive
                    || a.is('.')
                    || a.class.has(lexicon::TITLE)
                    || a.is('(')
                    || a.is(')')
                    || a.is(',')
            })
        });
        let label = line
            .atom(head.start)
            .is_some_and(|a| a.class.has(lexicon::LABEL) || a.shape == Shape::Capitals);
        let opens_line = self.within.start == 0;
        if opens_line
            && names
            && !head.is_empty()
            && head.len() <= 5
            && (label
                || head.len() <= 3
                    && !line
                        .atom(head.start)
                        .is_some_and(|a| a.class.has(lexicon::TIME)))
        {
            let end = self.sentence_end(at + 1);
            let rule = if label { Rule::Label } else { Rule::Colon };
            self.push(vec![at + 1..end], Some(at..at + 1), Some(head), rule);
            return Some(end);
        }
        if line.is_quoted(at + 1) {
            let after = if line.is(at + 2, ',') { at + 3 } else { at + 2 };
            if (after..self.within.end.min(after + 4)).any(|i| {
                line.atom(i)
                    .is_some_and(|a| a.uses.has(lexicon::FLOATS) && !a.capital)
            }) {
                return None;
            }
            let near = phrase::backward(line.atoms, self.free, at).filter(|phrase| {
                line.atom(phrase.end - 1).is_some_and(Atom::is_name)
                    && phrase.clone().all(|i| {
                        line.atom(i)
                            .is_some_and(|a| a.capital || a.class.has(lexicon::CONJUNCTION))
                    })
                    && (phrase.start == self.within.start
                        || line
                            .atom(phrase.start - 1)
                            .is_some_and(|a| !a.is_word() || a.class.has(lexicon::PREPOSITION)))
            });
            let source = near
                .or_else(|| self.last.clone())
                .or_else(|| self.subject.clone())?;
            if source.start > at {
                return None;
            }
            let end = self.sentence_end(at + 1);
            self.push(vec![at + 1..end], None, Some(source), Rule::Colon);
            return Some(end);
        }
        None
    }

    /// "his claim that …", "X's suggestion that …"
    fn noun_cue(&mut self, at: usize) -> Option<usize> {
        let line = self.line;
        let atom = line.atom(at)?;
        if !atom.class.has(lexicon::NOUN_CUE)
            || !matches!(line.word(at + 1), "that" | "of" | "for" | "about")
            || at + 2 >= self.within.end
        {
            return None;
        }
        if line.word(at + 1) != "that"
            && !(at + 2..self.within.end.min(at + 6)).any(|i| line.is_quoted(i))
        {
            return None;
        }
        let before = at.checked_sub(1).filter(|i| *i >= self.free)?;
        let holder = line.atom(before)?;
        let source = if holder.class.has(lexicon::POSSESSIVE) {
            before..at
        } else if holder.shape == Shape::Genitive {
            let phrase = phrase::backward(line.atoms, self.free, before)?;
            phrase.start..at
        } else {
            return None;
        };
        if source.start < self.free {
            return None;
        }
        let end = self.clause_break(at + 1, self.within.end);
        self.push(
            vec![at + 1..end],
            Some(at..at + 1),
            Some(source),
            Rule::NounCue,
        );
        Some(end)
    }

    /// Tells what stands after a cue, past hearers and adverbials.
    fn next(&self, cue: &Cue) -> Next {
        let line = self.line;
        let limit = self.within.end;
        let mut at = cue.group.end;
        if cue.uses.has(lexicon::HEARER)
            && let Some(atom) = line.atom(at).filter(|_| at < limit)
            && atom.is_word()
            && !atom.class.has(lexicon::SUBORDINATE)
            && !matches!(line.word(at), "that" | "to")
            && let Some(hearer) = phrase::forward(line.atoms, at, limit, true)
        {
            at = hearer.end;
            if let Some(next) = line
                .atom(at)
                .filter(|_| at < limit && !cue.uses.has(lexicon::NOUN))
                && (phrase::is_verb(next, None) || next.shape == Shape::Ing)
            {
                // "told him he was": the hearer was the subject of what was said after all.
                let back = hearer.end - hearer.start;
                if back > 1 {
                    at = hearer.start + 1;
                }
            }
            let hearer_only = !(line.is_quoted(at)
                || at >= limit
                || line.is(at, ',')
                || line.is(at, ':')
                || line.is(at, '.'));
            if hearer_only
                && cue.uses.has(lexicon::NOUN)
                && !matches!(line.word(at), "that" | "to" | "whether" | "if" | "how")
            {
                at = cue.group.end;
            }
        }
        let mut steps = 0;
        while steps < 12 {
            steps += 1;
            let Some(atom) = line.atom(at).filter(|_| at < limit) else {
                return Next::End(limit);
            };
            if atom.is_quoted() {
                return Next::Content(at);
            }
            if atom.is(':') {
                return if at + 1 < limit {
                    Next::Content(at + 1)
                } else {
                    Next::End(at)
                };
            }
            if atom.is(',') {
                if line.is_quoted(at + 1)
                    && at + 1 < limit
                    && cue
                        .uses
                        .has(lexicon::QUOTE.with(lexicon::CLAUSE).with(lexicon::THAT))
                {
                    return Next::Content(at + 1);
                }
                if line.word(at + 1) == "that" && at + 1 < limit {
                    return Next::Content(at + 1);
                }
                return Next::End(at);
            }
            if !atom.is_word() {
                return Next::End(at);
            }
            let word = line.word(at);
            if word == "that"
                || matches!(
                    word,
                    "how" | "whether" | "what" | "why" | "if" | "who" | "where" | "when"
                ) && !(word == "when"
                    || word == "if"
                        && !cue
                            .uses
                            .has(lexicon::THAT.with(lexicon::CLAUSE).with(lexicon::HEARER)))
            {
                if cue.uses.has(lexicon::THAT.with(lexicon::CLAUSE))
                    || cue.uses.has(lexicon::HEARER)
                    || cue.uses.has(lexicon::NOUN)
                {
                    return Next::Content(at);
                }
                return Next::Nothing;
            }
            if word == "to"
                && cue.uses.has(lexicon::INFINITIVE)
                && line
                    .atom(at + 1)
                    .is_some_and(|next| at + 1 < limit && !phrase_after_to(next))
            {
                return Next::Content(at);
            }
            if cue.uses.has(lexicon::NOUN)
                && at == cue.group.end
                && !atom.class.has(
                    lexicon::TIME
                        .with(lexicon::PREPOSITION)
                        .with(lexicon::ADVERB),
                )
            {
                return Next::Content(at);
            }
            if cue.uses.has(lexicon::INFINITIVE)
                && !cue.uses.has(lexicon::CLAUSE)
                && cue.uses.has(lexicon::HEARER)
                && at == cue.group.end
            {
                return Next::Content(at);
            }
            if atom.class.has(lexicon::TIME)
                || atom.class.has(lexicon::ADVERB) && !atom.class.has(lexicon::DETERMINER)
                || atom.shape == Shape::Manner
            {
                at += 1;
                continue;
            }
            if atom.class.has(lexicon::PREPOSITION)
                && !(atom.class.has(lexicon::SUBORDINATE)
                    && cue.uses.has(lexicon::CLAUSE)
                    && !cue.uses.has(lexicon::SPEECH))
            {
                let object = line.atom(at + 1).filter(|_| at + 1 < limit);
                if object.is_some_and(Atom::is_quoted) {
                    if matches!(
                        word,
                        "of" | "about" | "by" | "with" | "as" | "for" | "to" | "like"
                    ) {
                        return Next::Content(at + 1);
                    }
                    at += 2;
                    continue;
                }
                match phrase::forward(line.atoms, at + 1, limit, false) {
                    Some(phrase) => at = phrase.end,
                    None => at += 1,
                }
                continue;
            }
            if cue.uses.has(lexicon::CLAUSE)
                && (phrase::begins(atom)
                    || atom.shape == Shape::Ing
                    || atom.class.has(lexicon::SUBORDINATE))
            {
                return Next::Content(at);
            }
            if atom.shape == Shape::Ing
                || atom
                    .class
                    .has(lexicon::SUBORDINATE.with(lexicon::CONJUNCTION))
            {
                return Next::End(at);
            }
            return Next::Nothing;
        }
        Next::Nothing
    }

    /// Whether what follows a cue that might be a noun shows that it is a verb.
    fn surely_content(&self, cue: &Cue, from: usize) -> bool {
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

    fn nearest_subject(&self, verb: usize) -> Option<Range<usize>> {
        self.subject.clone().filter(|subject| subject.end <= verb)
    }

    /// Whether a quoted stretch stands just before an atom, maybe with a comma between.
    fn quoted_before(&self, at: usize) -> bool {
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
    fn spoken_before(&self, edge: usize) -> bool {
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
    fn before(&self, edge: usize) -> Option<Range<usize>> {
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
    fn is_new_clause(&self, at: usize) -> bool {
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

    fn sentence_end(&self, from: usize) -> usize {
        let mut end = self.within.end;
        while end > from && self.line.atom(end - 1).is_some_and(|a| a.is('.')) {
            end -= 1;
        }
        end
    }

    /// Returns where content that begins at `from` ends.
    fn content_end(&self, cue: &Cue, from: usize) -> usize {
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
    fn clause_break(&self, from: usize, limit: usize) -> usize {
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
    fn insert_end(&self, from: usize, end: usize) -> usize {
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
        let quoted = atoms().any(|i| line.is_quoted(i) && !line.is_anothers(i));
        let bare = atoms().any(|i| line.atom(i).is_some_and(Atom::is_word));
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
        });
        if source.is_some() {
            self.last = source;
        }
    }
}

/// Whether the word after "to" shows that it is no infinitive.
fn phrase_after_to(next: &Atom) -> bool {
    next.is_name()
        || next.class.has(
            lexicon::DETERMINER
                .with(lexicon::POSSESSIVE)
                .with(lexicon::OBJECT),
        )
        || next.is_quoted()
}
