//! What stands after a cue: the hearer, adverbials, and then what was said or nothing.

use crate::quote::atom::{Atom, Shape};
use crate::quote::cue::Cue;
use crate::quote::lexicon;
use crate::quote::phrase;
use crate::quote::reported::{Next, Walk};

/// The longest insert between a cue and its clause, in atoms.
const LONGEST_INSERT: usize = 16;

impl Walk<'_> {
    /// Tells what stands after a cue, past hearers and adverbials.
    pub(super) fn next(&self, cue: &Cue) -> Next {
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
                // "Die Regierung sagte, sie …": other languages part the clause by a comma.
                if !line.lexicon.english
                    && at + 1 < limit
                    && cue.uses.has(lexicon::CLAUSE)
                    && !self.quoted_before(cue.group.start)
                {
                    return Next::Content(at + 1);
                }

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
                // "The paper reported, citing an official, that …"
                let insert = line
                    .atom(at + 1)
                    .is_some_and(|a| a.shape == Shape::Ing || a.class.has(lexicon::PREPOSITION));
                let that = (at + 2..limit.min(at + LONGEST_INSERT))
                    .take_while(|i| !line.is_quoted(*i))
                    .find(|i| line.is(*i, ',') && line.word(i + 1) == "that");
                if let (true, Some(comma)) = (insert && cue.uses.has(lexicon::CLAUSE), that)
                    && comma + 1 < limit
                {
                    return Next::Content(comma + 1);
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
            // "anunció el lunes que …"
            if !line.lexicon.english
                && atom.class.has(lexicon::DETERMINER)
                && line
                    .atom(at + 1)
                    .is_some_and(|next| next.class.has(lexicon::TIME) && at + 1 < limit)
            {
                at += 2;
                continue;
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
