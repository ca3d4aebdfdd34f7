//! Tells speech from other words in quotation marks: titles of works, nicknames, words as words.

use std::ops::Range;

use crate::quote::atom::{Atom, Shape};
use crate::quote::lexicon::{self, Set};
use crate::quote::line::Line;

/// Whether the stretch at `at`, which no cue claims, can be speech.
pub(super) fn is_speech(line: &Line<'_>, within: &Range<usize>, at: usize) -> bool {
    let Some(atom) = line.atom(at) else {
        return false;
    };
    let words = line.text.get(atom.span.range()).unwrap_or_default();
    let before = at
        .checked_sub(1)
        .filter(|i| *i >= within.start)
        .and_then(|i| line.atom(i));
    let after = line.atom(at + 1).filter(|_| at + 1 < within.end);
    // Edward "Ned" Price
    if before.is_some_and(Atom::is_name)
        && after.is_some_and(Atom::is_name)
        && words.split_whitespace().count() <= 3
    {
        return false;
    }
    let coined = (at.saturating_sub(3).max(within.start)..at)
        .rev()
        .take_while(|i| line.atom(*i).is_some_and(|a| a.is_word() || a.is(',')))
        .any(|i| line.atom(i).is_some_and(|a| a.class.has(lexicon::COINED)));
    if coined {
        return false;
    }
    let titled = is_titled(words);
    if titled
        && words.split_whitespace().count() > 1
        && !words.contains(['!', '?', '.'])
        && before.is_some_and(|b| b.is_word() && b.uses == Set::NONE)
    {
        return false;
    }
    if titled
        && before.is_some_and(|b| {
            b.class.has(lexicon::PREPOSITION.with(lexicon::DETERMINER))
                || b.shape == Shape::Genitive
                || b.is_name()
                || b.is(',')
        })
    {
        return false;
    }
    true
}

/// Whether words look like a title: all but the small ones with capitals, and more than one or an odd one.
fn is_titled(words: &str) -> bool {
    const LONGEST: usize = 10;
    let mut large = 0;
    for (count, word) in words.split_whitespace().enumerate() {
        if count >= LONGEST {
            return false;
        }
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let Some(first) = word.chars().next() else {
            continue;
        };
        if first.is_lowercase() {
            if word.len() > 4 || count == 0 {
                return false;
            }
        } else {
            large += 1;
        }
    }
    large >= 1
}
