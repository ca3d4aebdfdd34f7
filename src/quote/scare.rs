//! Tells speech from other words in quotation marks: titles of works, nicknames, words as words.

mod weights;

use std::ops::Range;

use crate::article::Span;
use crate::quote::atom::{Atom, AtomKind, Shape};
use crate::quote::lexicon::{self, Lexicon, Set};
use crate::quote::line::Line;
use crate::quote::marks::Stretch;

/// From which doubt on a stretch is taken for no speech, whatever stands beside it. Both bounds were chosen on 300 articles
/// that had been left out of the training for it: a lower one costs as many quotations as it keeps out other words.
const SURE: f32 = 1.0;
/// The same where no cue claims it.
const UNCLAIMED: f32 = -0.5;

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
    if is_coined(line.atoms, at) {
        return false;
    }
    if doubt(line, at) > UNCLAIMED {
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

/// Whether the stretch at `at`, which stands by itself, reads as a heading: a few words that no sign ends, as one ends
/// whatever somebody says, or all with capitals.
pub(super) fn is_heading(line: &Line<'_>, at: usize) -> bool {
    const MOST: usize = 8;
    let words = line
        .inner(at)
        .and_then(|inner| line.text.get(inner.range()))
        .unwrap_or_default();
    let count = words.split_whitespace().count();
    let ended = words.ends_with(['.', ',', '?', '!', '…', '-', '–', '—', '"', '\'', '”', '’']);
    line.lexicon.english
        && count <= MOST
        && (!ended || count > 2 && words.ends_with('.') && is_titled(words))
}

/// Whether the stretch at `at` is a word or two set into a sentence after an article ("a “playbook” was found").
pub(super) fn is_fragment(line: &Line<'_>, at: usize) -> bool {
    const MOST: usize = 2;
    let words = line.word(at);
    let article = at
        .checked_sub(1)
        .and_then(|i| line.atom(i))
        .is_some_and(|a| a.class.has(lexicon::DETERMINER));
    article && words.split_whitespace().count() <= MOST
}

/// Returns for each stretch of a line how much speaks for its being no speech, as a logarithm of odds; nothing for a
/// language of which nothing was learned.
pub(super) fn doubts(
    text: &str,
    line: Span,
    stretches: &[Stretch],
    lexicon: &Lexicon,
    atoms: &[Atom],
) -> Vec<f32> {
    if !lexicon.english || stretches.is_empty() {
        return Vec::new();
    }
    let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
    let silent = !atoms
        .iter()
        .any(|atom| atom.is_word() && weights::is_said(part(atom.span.start, atom.span.end)));
    stretches
        .iter()
        .map(|stretch| {
            let inner = part(
                line.start + stretch.inner.start,
                line.start + stretch.inner.end,
            );
            weights::score(
                part(line.start, line.start + stretch.outer.start),
                inner.trim(),
                part(line.start + stretch.outer.end, line.end),
                silent,
            )
        })
        .collect()
}

/// Makes words of the stretches that are surely no speech, so that the rules read over them. One that stands by itself,
/// without a word beside it, stays.
pub(super) fn set_apart(text: &str, atoms: &mut Vec<Atom>, doubts: &[f32]) {
    if doubts.is_empty() {
        return;
    }
    let mut out = Vec::with_capacity(atoms.len() + doubts.len());
    for (at, atom) in atoms.iter().enumerate() {
        let beside = |i: Option<usize>| i.and_then(|i| atoms.get(i)).is_some_and(Atom::is_word);
        let AtomKind::Quoted(index) = atom.kind else {
            out.push(*atom);
            continue;
        };
        let sure = doubts.get(index).is_some_and(|doubt| *doubt > SURE)
            || is_coined(atoms, at) && is_titled(text.get(atom.span.range()).unwrap_or_default());
        if !sure || !beside(at.checked_sub(1)) && !beside(Some(at + 1)) {
            out.push(*atom);
            continue;
        }
        let words = text.get(atom.span.range()).unwrap_or_default();
        out.push(Atom {
            kind: AtomKind::Coined(index),
            capital: words
                .chars()
                .find(|c| c.is_alphanumeric())
                .is_some_and(char::is_uppercase),
            ..*atom
        });
        // “Morning Coast,” she said: the comma inside of the marks is the sentence's.
        let trimmed = words.trim_end_matches(|c: char| !c.is_alphanumeric() && c != ',');
        if trimmed.ends_with(',') {
            let end = atom.span.start + trimmed.len();
            out.push(Atom {
                span: Span::new(end - 1, end),
                kind: AtomKind::Punctuation(','),
                ..*atom
            });
        }
    }
    *atoms = out;
}

/// Returns the doubt of the stretch at `at`.
pub(super) fn doubt(line: &Line<'_>, at: usize) -> f32 {
    match line.atom(at).map(|atom| atom.kind) {
        Some(AtomKind::Quoted(index)) => line.doubts.get(index).copied().unwrap_or(f32::MIN),
        _ => f32::MIN,
    }
}

/// Whether a word that announces a name or title stands just before `at` ("the movie “…”", "so-called “…”").
fn is_coined(atoms: &[Atom], at: usize) -> bool {
    const NEAR: usize = 3;
    (at.saturating_sub(NEAR)..at)
        .rev()
        .filter_map(|i| atoms.get(i))
        .take_while(|atom| atom.is_word() || atom.is(','))
        .any(|atom| atom.class.has(lexicon::COINED))
}

/// Whether words look like a title: all but the small ones with capitals, and more than one or an odd one.
pub(super) fn is_titled(words: &str) -> bool {
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
