//! Attributions of a fixed shape: according to X; X: …; was called … by X; X's claim that ….

use std::ops::Range;

use crate::quote::atom::{Atom, Shape};
use crate::quote::cue::{self, Cue, Subject};
use crate::quote::draft::Rule;
use crate::quote::lexicon;
use crate::quote::phrase;
use crate::quote::reported::Walk;

impl Walk<'_> {
    /// "cited a source as saying …": who is cited speaks.
    pub(super) fn passed_on(&mut self, cue: &Cue) -> Option<usize> {
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
        self.push_one(
            from..end,
            Some(phrase.end..from),
            Some(phrase),
            Rule::PassedOn,
        );
        Some(end)
    }

    /// "…," said Ned Price, a spokesman.
    pub(super) fn inverted(&mut self, cue: &Cue) -> Option<usize> {
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
        let source = self.with_name_in_marks(source);
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
            && at < source.end + super::ADVERBIAL
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
    pub(super) fn passive(&mut self, cue: &Cue) -> Option<usize> {
        let line = self.line;
        let from = cue.group.end;
        let next = line.atom(from).filter(|_| from < self.within.end)?;
        if line.word(from) == "by" {
            let phrase = phrase::forward(line.atoms, from + 1, self.within.end, true)?;
            let source = phrase::with_apposition(line.atoms, phrase, self.within.end);
            let Some(Subject::Phrase(content)) =
                cue::subject_before(line.atoms, &(self.free..self.within.end), cue.group.start)
            else {
                return None;
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

    /// "X seems to …": nobody is named to whom it seems.
    pub(super) fn seeming(&mut self, at: usize) -> Option<usize> {
        let line = self.line;
        let next = line.atom(at + 1).filter(|_| at + 1 < self.within.end)?;
        if !next.is_word() || next.class.has(lexicon::PREPOSITION) && line.word(at + 1) != "to" {
            return None;
        }
        let verb = line.atom(at)?;
        if verb.capital {
            return None;
        }
        let within = self.free..self.within.end;
        let Subject::Phrase(subject) = cue::subject_before(line.atoms, &within, at)? else {
            return None;
        };
        let end = self.clause_break(at + 1, self.sentence_end(at + 1));
        self.push(
            vec![subject, at + 1..end],
            Some(at..at + 1),
            None,
            Rule::Passive,
        );
        Some(end)
    }

    /// "according to X"
    pub(super) fn according(&mut self, at: usize) -> Option<usize> {
        let mut from = at + 1;
        if self.line.lexicon.english {
            if !self.line.word(from).eq_ignore_ascii_case("to") {
                return None;
            }
            from += 1;
        }
        self.according_from(at, from)
    }

    /// Takes what a source tells whose preposition stands from `at` to `from`.
    pub(super) fn according_from(&mut self, at: usize, from: usize) -> Option<usize> {
        let line = self.line;
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
    pub(super) fn colon(&mut self, at: usize) -> Option<usize> {
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
            self.push_one(at + 1..end, Some(at..at + 1), Some(head), rule);
            return Some(end);
        }
        if line.is_quoted(at + 1) && !line.lexicon.is_empty() {
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
            self.push_one(at + 1..end, None, Some(source), Rule::Colon);
            return Some(end);
        }
        None
    }

    /// "his claim that …", "X's suggestion that …"
    pub(super) fn noun_cue(&mut self, at: usize) -> Option<usize> {
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
        self.push_one(at + 1..end, Some(at..at + 1), Some(source), Rule::NounCue);
        Some(end)
    }
}
