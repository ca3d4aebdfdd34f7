//! Noun phrases: where the words that name somebody begin and end.
//!
//! There is no parser here, only word classes and the shapes of words; every walk is bounded.

use std::ops::Range;

use crate::quote::atom::{Atom, Shape};
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Set};

/// A longer apposition tells more than who it is, in atoms.
const LONGEST_INSERT: usize = 14;

/// The longest walk, in atoms.
const LONGEST: usize = 40;

const FINITE: Forms = Forms::PAST.with(Forms::THIRD);
const STOPS: Set = lexicon::AUXILIARY
    .with(lexicon::SUBORDINATE)
    .with(lexicon::RELATIVE);
const FREE: Set = lexicon::DETERMINER.with(lexicon::POSSESSIVE);

/// Whether an atom reads as a finite verb after `before`.
pub(super) fn is_verb(atom: &Atom, before: Option<&Atom>) -> bool {
    if !atom.is_word() || atom.capital {
        return false;
    }
    if atom.class.has(lexicon::AUXILIARY) {
        return true;
    }
    let known = atom.class.has(lexicon::VERB) || !is_empty(atom.uses);
    let after_modifier = before.is_some_and(|before| {
        before.class.has(FREE.with(lexicon::PREPOSITION)) || before.shape == Shape::Genitive
    });
    if known && atom.forms.has(FINITE) {
        return !after_modifier;
    }
    if known && atom.forms.has(Forms::BASE) {
        return before.is_some_and(|before| {
            before.class.has(lexicon::PRONOUN) && !before.class.has(lexicon::DETERMINER)
        });
    }
    atom.shape == Shape::Ed
        && !after_modifier
        && before.is_some_and(|before| before.is_name() || before.class.has(lexicon::PERSON))
}

fn is_empty(set: Set) -> bool {
    set == Set::NONE
}

/// Whether an atom can stand inside a noun phrase, but for prepositions and conjunctions.
fn is_nominal(atom: &Atom, before: Option<&Atom>) -> bool {
    if !atom.is_word() {
        return false;
    }
    if atom.is_name() || atom.shape == Shape::Number || atom.shape == Shape::Genitive {
        return true;
    }
    if atom.class.has(FREE) {
        return true;
    }
    if atom.class.has(
        STOPS
            .with(lexicon::PREPOSITION)
            .with(lexicon::CONJUNCTION)
            .with(lexicon::PRONOUN)
            .with(lexicon::OBJECT)
            .with(lexicon::ACCORDING),
    ) {
        return false;
    }
    !is_verb(atom, before)
}

/// Whether a noun phrase can begin with this atom.
pub(super) fn begins(atom: &Atom) -> bool {
    atom.is_word()
        && (atom.is_name()
            || atom
                .class
                .has(FREE.with(lexicon::PRONOUN).with(lexicon::PERSON))
            || atom.shape == Shape::Number
            || (atom.shape == Shape::Plain && is_nominal(atom, None)))
}

/// Returns the noun phrase that begins at `start`, not beyond `limit`; `long` takes its prepositional phrases too.
pub(super) fn forward(
    atoms: &[Atom],
    start: usize,
    limit: usize,
    long: bool,
) -> Option<Range<usize>> {
    let first = atoms.get(start).filter(|_| start < limit)?;
    if first.class.has(lexicon::PRONOUN.with(lexicon::OBJECT)) && !first.class.has(FREE) {
        return Some(start..start + 1);
    }
    if first.class.has(
        lexicon::POSSESSIVE
            .with(lexicon::MALE)
            .with(lexicon::FEMALE)
            .with(lexicon::PLURAL),
    ) && !first.class.has(lexicon::PRONOUN)
        && !atoms
            .get(start + 1)
            .is_some_and(|next| start + 1 < limit && is_nominal(next, Some(first)))
    {
        return Some(start..start + 1);
    }
    if !begins(first) && first.shape != Shape::Ing && first.shape != Shape::Ed {
        return None;
    }
    let limit = limit.min(start + LONGEST);
    let mut end = start + 1;
    let mut parts = 0;
    while end < limit {
        let (Some(atom), before) = (atoms.get(end), atoms.get(end - 1)) else {
            break;
        };
        if atom.class.has(lexicon::TIME) && end > start + 1 && !atom.class.has(FREE) && atom.capital
        {
            break;
        }
        // A phrase does not go on with a new article or pronoun.
        if is_nominal(atom, before)
            && !(atom.class.has(FREE)
                && before.is_some_and(|b| {
                    !b.class
                        .has(FREE.with(lexicon::PREPOSITION).with(lexicon::CONJUNCTION))
                }))
            && !(atom.class.has(lexicon::ADVERB) || atom.shape == Shape::Manner)
        {
            end += 1;
            continue;
        }
        let next = atoms.get(end + 1).filter(|_| end + 1 < limit);
        let joins = atom.class.has(lexicon::CONJUNCTION)
            && before.is_some_and(Atom::is_name)
            && next.is_some_and(Atom::is_name)
            && !atoms.get(end + 2).is_some_and(|after| is_verb(after, next));
        let of = atom.class.has(lexicon::PREPOSITION)
            && (long || before.is_some_and(|b| !b.is_name()) || atom.span.len() == 2)
            && parts < 4
            && next.is_some_and(|next| {
                begins(next) && !next.class.has(lexicon::TIME) && !is_pronoun(next)
            });
        if (joins || of) && (long || parts == 0) {
            parts += 1;
            end += 2;
            continue;
        }
        break;
    }
    Some(start..end.min(limit))
}

fn is_pronoun(atom: &Atom) -> bool {
    atom.class.has(lexicon::PRONOUN) && !atom.class.has(FREE)
}

/// Extends a noun phrase over the apposition or relative clause in commas after it.
pub(super) fn with_apposition(atoms: &[Atom], phrase: Range<usize>, limit: usize) -> Range<usize> {
    let comma = phrase.end;
    let Some(first) = atoms.get(comma + 1).filter(|_| comma + 1 < limit) else {
        return phrase;
    };
    if !atoms.get(comma).is_some_and(|atom| atom.is(',')) {
        return phrase;
    }
    let fits = first.class.has(FREE)
        || first
            .class
            .has(lexicon::RELATIVE.with(lexicon::TITLE).with(lexicon::PERSON))
        || first.shape == Shape::Number;
    let nameless = !phrase
        .clone()
        .any(|i| atoms.get(i).is_some_and(Atom::is_name));
    let fits = fits || nameless && first.is_name() && !first.class.has(lexicon::TIME);
    if !fits || is_pronoun(first) && !first.class.has(lexicon::RELATIVE) {
        return phrase;
    }
    let mut end = comma + 1;
    let stop = limit.min(comma + LONGEST);
    while end < stop {
        match atoms.get(end) {
            Some(atom)
                if atom.is(',')
                    || atom.is(';')
                    || atom.is(':')
                    || atom.is('.')
                    || atom.is_quoted() =>
            {
                break;
            }
            Some(atom) if atom.class.has(lexicon::RELATIVE) && end > comma + 1 => break,
            Some(_) => end += 1,
            None => break,
        }
    }
    if end - comma > LONGEST_INSERT {
        return phrase;
    }
    phrase.start..end
}

/// Returns the noun phrase that ends just before `end`, not before `floor`.
pub(super) fn backward(atoms: &[Atom], floor: usize, end: usize) -> Option<Range<usize>> {
    let floor = floor.max(end.saturating_sub(LONGEST));
    let mut at = end.checked_sub(1).filter(|at| *at >= floor)?;
    let mut last = atoms.get(at)?;
    if last.is(')') {
        // "(D-Mass.)"
        let open = (floor..at)
            .rev()
            .take(8)
            .find(|i| atoms.get(*i).is_some_and(|atom| atom.is('(')))?;
        at = open.checked_sub(1).filter(|at| *at >= floor)?;
        last = atoms.get(at)?;
    }
    if last.class.has(lexicon::PRONOUN.with(lexicon::OBJECT)) && !last.capital
        || is_pronoun(last)
        || last.class.has(lexicon::RELATIVE)
    {
        return Some(at..end);
    }
    let bare = last.class.has(lexicon::DETERMINER)
        && !last.class.has(lexicon::PRONOUN)
        && last.span.len() < 4;
    if bare
        || last.shape == Shape::Genitive
        || last.shape == Shape::Manner
        || last.class.has(lexicon::ADVERB) && !last.is_name()
    {
        return None;
    }
    let before = at.checked_sub(1).and_then(|i| atoms.get(i));
    if !is_nominal(last, before) {
        return None;
    }
    let mut start = at;
    let mut fork = None;
    while start > floor {
        let (Some(first), Some(atom)) = (atoms.get(start), atoms.get(start - 1)) else {
            break;
        };
        let before = (start - 1)
            .checked_sub(1)
            .filter(|i| *i >= floor)
            .and_then(|i| atoms.get(i));
        let closed = first.class.has(FREE) && !first.class.has(lexicon::PERSON);
        if atom.class.has(lexicon::PREPOSITION)
            && !atom.capital
            && !atom.class.has(lexicon::SUBORDINATE)
        {
            if before.is_some_and(|b| {
                is_nominal(b, None) && !b.class.has(lexicon::ADVERB) && !is_verb(b, None)
            }) {
                start -= 2;
                continue;
            }
            break;
        }
        if atom.class.has(lexicon::CONJUNCTION) && !atom.capital {
            if before.is_some_and(|b| is_nominal(b, None) && !is_verb(b, None))
                && !first.class.has(lexicon::PRONOUN)
            {
                fork = Some(start);
                start -= 2;
                continue;
            }
            break;
        }
        if is_verb(atom, before) || atom.class.has(lexicon::AUXILIARY) {
            // "the man who visited Ohio"
            let relative = (start.saturating_sub(4).max(floor)..start - 1)
                .rev()
                .find(|i| {
                    atoms
                        .get(*i)
                        .is_some_and(|a| a.class.has(lexicon::RELATIVE))
                });
            if let Some(relative) = relative
                && relative > floor
                && atoms.get(relative - 1).is_some_and(|b| is_nominal(b, None))
            {
                start = relative - 1;
                continue;
            }
            if let Some(fork) = fork {
                start = fork;
            }
            break;
        }
        if closed && !atom.class.has(FREE) {
            break;
        }
        if !is_nominal(atom, before)
            || atom.class.has(lexicon::ADVERB) && !atom.class.has(FREE) && !atom.is_name()
        {
            if let Some(fork) = fork
                && atom.is(',')
                && !atoms.get(start).is_some_and(Atom::is_name)
            {
                start = fork;
            }
            break;
        }
        start -= 1;
    }
    Some(start..end)
}
