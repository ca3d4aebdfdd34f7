//! Which words of a source name somebody: "Angaben der Feuerwehr" are those of the "Feuerwehr".

use std::ops::Range;

use crate::article::Span;
use crate::quote::atom::Atom;
use crate::quote::german::word;
use crate::quote::lexicon::{self, Lexicon};

/// Returns the atoms of a source that name who it stands for, and where they stand.
pub(in crate::quote) fn who<'a>(
    text: &str,
    lexicon: &Lexicon,
    atoms: &'a [Atom],
    source: Span,
) -> (&'a [Atom], Span) {
    let named = owner(text, lexicon, atoms)
        .or_else(|| apposed(atoms))
        .and_then(|range| atoms.get(range));
    match named {
        Some(named @ [first, .., last]) => (named, Span::new(first.span.start, last.span.end)),
        Some(named @ [only]) => (named, only.span),
        _ => (atoms, source),
    }
}

/// "nach übereinstimmenden Angaben der Feuerwehr", "Berichte von Anna Roy"
fn owner(text: &str, lexicon: &Lexicon, atoms: &[Atom]) -> Option<Range<usize>> {
    let at = |i: usize| {
        atoms
            .get(i)
            .and_then(|atom| text.get(atom.span.range()))
            .unwrap_or_default()
    };
    let noun = atoms.iter().position(Atom::is_name)?;
    if !word::is_saying(at(noun), lexicon) {
        return None;
    }
    let mut from = noun + 1;
    let joint = |word: &str| ["der", "des", "von", "vom", "eines", "einer", "aus"].contains(&word);
    if !joint(at(from)) {
        return None;
    }
    while joint(at(from)) || at(from) == "dem" {
        from += 1;
    }
    (from < atoms.len()).then_some(from..atoms.len())
}

/// "der Leiter des Hafens, Karl Brandt": the name behind the comma.
fn apposed(atoms: &[Atom]) -> Option<Range<usize>> {
    if !atoms.first()?.class.has(lexicon::DETERMINER) {
        return None;
    }
    let comma = atoms.iter().position(|atom| atom.is(','))?;
    let name = atoms.get(comma + 1..)?;
    let end = name
        .iter()
        .position(|atom| !atom.is_name())
        .unwrap_or(name.len());
    let closed = name
        .get(end)
        .is_none_or(|atom| atom.is(',') || atom.is('('));
    (end >= 2 && closed).then_some(comma + 1..comma + 1 + end)
}
