//! One line of text with what is known of it, and the small questions that every rule asks.

use std::ops::Range;

use crate::article::Span;
use crate::quote::assemble::trimmed;
use crate::quote::atom::{Atom, AtomKind, Shape};
use crate::quote::cue::{self, Subject};
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Lexicon, Set};
use crate::quote::marks::Stretch;
use crate::quote::names;
use crate::quote::phrase;

/// How far a rule looks around a quotation, in atoms.
const REACH: usize = 30;

/// One line of text with what is known of it.
pub(super) struct Line<'a> {
    pub(super) text: &'a str,
    pub(super) atoms: &'a [Atom],
    pub(super) lexicon: &'a Lexicon,
    pub(super) stretches: &'a [Stretch],
    /// How much speaks for each stretch being no speech; empty where nothing was learned.
    pub(super) doubts: &'a [f32],
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

    /// Returns the label and the rest of a quoted transcript: “WALLACE: Is it safe?”.
    pub(super) fn labelled(&self, at: usize) -> Option<(Span, Span)> {
        const LONGEST_LABEL: usize = 24;
        let inner = self.inner(at)?;
        let words = self.text.get(inner.range())?;
        let colon = words.bytes().take(LONGEST_LABEL).position(|b| b == b':')?;
        let label = words.get(..colon)?;
        let capitals = label.chars().filter(|c| c.is_alphabetic()).count() > 1
            && label
                .chars()
                .all(|c| c.is_uppercase() || matches!(c, ' ' | '.' | '-'));
        let rest = words.get(colon + 1..)?;
        let skipped = rest.len() - rest.trim_start().len();
        let content = Span::new(inner.start + colon + 1 + skipped, inner.end);
        (capitals && !content.is_empty())
            .then_some((Span::new(inner.start, inner.start + colon), content))
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
            .take(REACH)
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
            let run = names::name_run(self.text, self.atoms, from);
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

    /// Returns the verb just before the quotation at `at`: "tossed in a “…”".
    pub(super) fn verb_before(&self, at: usize, within: &Range<usize>) -> Option<Span> {
        const NEAR: usize = 8;
        let floor = within.start.max(at.saturating_sub(NEAR));
        let verb = (floor..at)
            .rev()
            .take_while(|i| self.atom(*i).is_some_and(Atom::is_word))
            .find(|i| {
                self.atom(*i).is_some_and(|a| {
                    phrase::is_verb(a, i.checked_sub(1).and_then(|b| self.atom(b)))
                })
            })?;
        let atom = self
            .atom(verb)
            .filter(|a| !a.class.has(lexicon::AUXILIARY))?;
        Some(atom.span)
    }

    /// Whether a phrase is more than a number or a day.
    pub(super) fn can_speak(&self, phrase: &Range<usize>) -> bool {
        phrase.clone().any(|i| {
            self.atom(i).is_some_and(|a| {
                let filler = lexicon::TIME
                    .with(lexicon::DETERMINER)
                    .with(lexicon::PREPOSITION);
                a.is_word()
                    && a.shape != Shape::Number
                    && (!a.class.has(filler) || a.class.has(lexicon::PRONOUN))
            })
        })
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
                return self.span(&phrase).filter(|_| self.can_speak(&phrase));
            }
            from = phrase.start;
        }
        None
    }

    fn actor_before(&self, at: usize, within: &Range<usize>) -> Option<(Range<usize>, usize)> {
        let floor = within.start.max(at.saturating_sub(REACH));
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

    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.atom(at).is_some_and(Atom::is_quoted)
    }

    /// Whether the stretch at `at` is the object of somebody's demand or claim inside of a clause ("demands for “…”").
    pub(super) fn is_anothers(&self, at: usize) -> bool {
        let noun = at.checked_sub(2).and_then(|i| self.atom(i));
        matches!(self.word(at.wrapping_sub(1)), "for" | "of" | "about")
            && noun.is_some_and(|a| a.class.has(lexicon::NOUN_CUE))
    }

    pub(super) fn is(&self, at: usize, c: char) -> bool {
        self.atom(at).is_some_and(|atom| atom.is(c))
    }
}
