//! German word order: the verb comes second, so that who speaks stands behind it when anything else opens the sentence,
//! and some prepositions stand behind their noun.

use std::ops::Range;

use crate::quote::atom::Atom;
use crate::quote::cue::{Cue, Voice};
use crate::quote::draft::Rule;
use crate::quote::lexicon;
use crate::quote::phrase;
use crate::quote::reported::Walk;

/// The longest opening before the verb, in atoms.
const LONGEST_OPENING: usize = 14;

impl Walk<'_> {
    /// "Am Montag sagte Anna Roy, …": after an opening adverbial the subject follows its verb.
    pub(super) fn verb_second(&mut self, cue: &Cue) -> Option<usize> {
        let line = self.line;
        let opening = self.within.start..cue.group.start;
        let first = line.atom(opening.start)?;
        let adverbial = first.class.has(
            lexicon::PREPOSITION
                .with(lexicon::ADVERB)
                .with(lexicon::SUBORDINATE),
        ) && !first.class.has(lexicon::DETERMINER);
        if !line.lexicon.verb_second
            || cue.voice != Voice::Finite
            || !adverbial
            || opening.start != self.free
            || opening.is_empty()
            || opening.len() > LONGEST_OPENING
            || opening.clone().skip(1).any(|i| {
                line.is(i, ',')
                    || line.is_quoted(i)
                    || line.atom(i).is_some_and(|a| {
                        !a.capital
                            && (a.uses != lexicon::Set::NONE || a.class.has(lexicon::AUXILIARY))
                    })
            })
        {
            return None;
        }
        let mut start = cue.group.end;
        while start < self.within.end
            && (line.word(start) == "sich"
                || line
                    .atom(start)
                    .is_some_and(|a| a.class.has(lexicon::ADVERB)))
        {
            start += 1;
        }
        let phrase = phrase::forward(line.atoms, start, self.within.end, false)?;
        let phrase = self.with_genitive(phrase);
        let wide = phrase::with_apposition(line.atoms, phrase.clone(), self.within.end);
        // ", die Brücke sei sicher": a clause, which ends the sentence, is what was said.
        let apposed = line.is(wide.end, ',')
            && !(phrase.end..wide.end).any(|i| {
                line.atom(i)
                    .is_some_and(|a| a.class.has(lexicon::AUXILIARY) && !a.capital)
            });
        let source = if apposed { wide } else { phrase };
        let mut from = source.end;
        while from < self.within.end && (line.is(from, ',') || line.is(from, ':')) {
            from += 1;
        }
        if from >= self.within.end
            || !line
                .atom(from)
                .is_some_and(|a| a.is_word() || a.is_quoted())
        {
            return None;
        }
        let end = self.content_end(cue, from);
        let rule = if line.is_quoted(from) {
            Rule::Before
        } else {
            Rule::Clause
        };
        self.push_one(from..end, Some(cue.group.clone()), Some(source), rule);
        Some(end)
    }

    /// Extends a noun phrase over the genitive after it ("die Sprecherin des Hafens").
    pub(super) fn with_genitive(&self, phrase: Range<usize>) -> Range<usize> {
        let line = self.line;
        let noun = line.atom(phrase.end - 1).is_some_and(Atom::is_name);
        let genitive = matches!(line.word(phrase.end), "des" | "der" | "eines" | "einer");
        if !line.lexicon.verb_second || !noun || !genitive {
            return phrase;
        }
        match phrase::forward(line.atoms, phrase.end, self.within.end, false) {
            Some(more) if more.len() > 1 => phrase.start..more.end,
            _ => phrase,
        }
    }

    /// "Dem Bericht zufolge ist …": what the preposition goes with stands before it.
    pub(super) fn postposed(&mut self, at: usize) -> Option<usize> {
        let line = self.line;
        if line.word(at) != "zufolge" || at <= self.free {
            return None;
        }
        let opens = self.free == self.within.start
            && at - self.free <= LONGEST_OPENING
            && !(self.free..at).any(|i| {
                line.is(i, ',')
                    || line
                        .atom(i)
                        .is_some_and(|a| a.class.has(lexicon::AUXILIARY) && !a.capital)
            });
        let source = if opens {
            self.free..at
        } else {
            phrase::backward(line.atoms, self.free, at)?
        };
        let from = if line.is(at + 1, ',') { at + 2 } else { at + 1 };
        let end = self.sentence_end(from);
        let mut content = Vec::new();
        if source.start > self.free
            && (self.free..source.start).any(|i| line.atom(i).is_some_and(Atom::is_word))
        {
            content.push(self.free..source.start);
        }
        if from < end {
            content.push(from..end);
        }
        self.push(content, Some(at..at + 1), Some(source), Rule::According);
        Some(end)
    }
}
