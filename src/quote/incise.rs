//! Attributions inside of the quotation marks, as French, Italian and Russian set them: « Le pont tient, a dit la maire.
//! Il tiendra. »

use std::ops::Range;

use crate::article::Span;
use crate::quote::atom::{self, Atom};
use crate::quote::draft::{Draft, Rule};
use crate::quote::lexicon;
use crate::quote::line::Line;
use crate::quote::phrase;

/// How far into a quotation the attribution is looked for, in atoms.
const FAR: usize = 120;

/// Returns the attribution that stands inside of the quotation at `at`.
pub(super) fn incised(line: &Line<'_>, at: usize) -> Option<Draft> {
    if line.lexicon.english || line.lexicon.verb_second {
        return None;
    }
    let inner = line.inner(at)?;
    let words = line.text.get(inner.range())?;
    let atoms = atom::atoms(words, inner.start, &[], line.lexicon);
    let joint = |i: usize| {
        atoms
            .get(i)
            .is_some_and(|a: &Atom| a.is(',') || a.is_dash())
    };
    let edge = (1..atoms.len().min(FAR)).find(|i| joint(*i) && verb(&atoms, i + 1).is_some())?;
    let verb = verb(&atoms, edge + 1)?;
    let dash = (verb + 1..atoms.len())
        .find(|i| atoms.get(*i).is_some_and(Atom::is_dash))
        .unwrap_or(atoms.len());
    let phrase = phrase::forward(&atoms, verb + 1, dash, true)?;
    let source = phrase::with_apposition(&atoms, phrase, dash);
    let closed = atoms
        .get(source.end)
        .is_none_or(|a| a.is(',') || a.is('.') || a.is_dash());
    if !closed {
        return None;
    }
    let mut first = edge;
    while first > 0 && joint(first - 1) {
        first -= 1;
    }
    let mut from = source.end;
    while atoms
        .get(from)
        .is_some_and(|a| a.is(',') || a.is('.') || a.is_dash())
    {
        from += 1;
    }
    let span = |range: Range<usize>| {
        let part = atoms.get(range)?;
        Some(Span::new(part.first()?.span.start, part.last()?.span.end))
    };
    let content: Vec<Span> = [span(0..first), span(from..atoms.len())]
        .into_iter()
        .flatten()
        .collect();
    (!content.is_empty()).then(|| Draft {
        content,
        quoted: true,
        bare: false,
        cue: span(edge + 1..verb + 1),
        source: span(source),
        rule: Rule::Inverted,
        sure: None,
    })
}

/// Returns the verb of saying at `at` or behind its auxiliary, when a phrase that can be its subject follows.
fn verb(atoms: &[Atom], at: usize) -> Option<usize> {
    let says = |i: usize| {
        atoms
            .get(i)
            .is_some_and(|a| a.uses.has(lexicon::FLOATS) && !a.capital)
    };
    let auxiliary = atoms
        .get(at)
        .is_some_and(|a| a.class.has(lexicon::AUXILIARY));
    let verb = if says(at) {
        at
    } else if auxiliary && says(at + 1) {
        at + 1
    } else {
        return None;
    };
    let first = atoms.get(verb + 1)?;
    (phrase::begins(first) && !first.class.has(lexicon::TIME.with(lexicon::SUBORDINATE)))
        .then_some(verb)
}
