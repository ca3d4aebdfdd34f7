//! Cuts the atoms of a line into sentences, as they stand outside of quotation marks.

use std::ops::Range;

use crate::quote::atom::{Atom, AtomKind, Shape};
use crate::quote::lexicon;

/// How far after a quoted question or exclamation its cue is looked for, in atoms.
const NEAR: usize = 8;

/// Returns the sentences of a line as ranges of its atoms. `text` is the whole text that the spans count.
pub(super) fn sentences(text: &str, atoms: &[Atom], german: bool) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    for index in 0..atoms.len() {
        if ends_here(text, atoms, start, index, german) {
            out.push(start..index + 1);
            start = index + 1;
        }
    }
    if start < atoms.len() {
        out.push(start..atoms.len());
    }
    out
}

fn ends_here(text: &str, atoms: &[Atom], start: usize, index: usize, german: bool) -> bool {
    let (Some(atom), Some(next)) = (atoms.get(index), atoms.get(index + 1)) else {
        return false;
    };
    let next_opens = next.is_quoted()
        || next.capital
        || german && next.shape == Shape::Number
        || !next.is_word() && !next.is('.') && !next.is(')') && !next.is(',');
    match atom.kind {
        AtomKind::Punctuation('.' | '!' | '?' | '…' | '。' | '！' | '？') => {
            next_opens
                && !matches!(
                    next.kind,
                    AtomKind::Punctuation('.' | '!' | '?' | '—' | '–' | '-' | ';')
                )
        }
        AtomKind::Quoted(_) | AtomKind::Coined(_) => {
            let Some(last) = last_sign(text, atom) else {
                return false;
            };
            if next.is_quoted() {
                return matches!(last, '.' | '!' | '?' | '…' | '。') && start == index;
            }
            match last {
                // German has a comma, not a stop, before the verb that reports.
                '.' | '…' | '。' => {
                    next.capital && (german || !cue_follows(atoms, index + 1, 4))
                }
                '!' | '?' => next.capital && !cue_follows(atoms, index + 1, NEAR),
                _ => false,
            }
        }
        AtomKind::Word => {
            text.get(atom.span.range())
                .is_some_and(|word| word.ends_with('.'))
                && next.capital
                && atom.span.end < next.span.start
                && (next.class.has(
                    lexicon::DETERMINER
                        .with(lexicon::PRONOUN)
                        .with(lexicon::PREPOSITION)
                        .with(lexicon::SUBORDINATE)
                        .with(lexicon::CONJUNCTION),
                ))
                && !atom.class.has(lexicon::TITLE)
                && text
                    .get(atom.span.range())
                    .is_some_and(|word| word.len() > 2)
        }
        AtomKind::Punctuation(_) => false,
    }
}

/// Returns the last sign of a quoted stretch, before its closing mark.
fn last_sign(text: &str, atom: &Atom) -> Option<char> {
    text.get(atom.span.range())?
        .chars()
        .rev()
        .find(|c| !c.is_whitespace() && !"\"'”’“‘»«‹›」』".contains(*c))
}

/// Whether a verb of saying comes before the next punctuation mark.
fn cue_follows(atoms: &[Atom], from: usize, within: usize) -> bool {
    atoms
        .iter()
        .skip(from)
        .take(within)
        .take_while(|atom| atom.is_word())
        .any(|atom| atom.uses.has(lexicon::FLOATS) && !atom.capital)
        && !atoms
            .iter()
            .skip(from)
            .take(within)
            .take_while(|atom| !atom.is('.'))
            .any(|atom| atom.is(':') || atom.is_quoted())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::atom::atoms;
    use crate::quote::lexicon::Lexicon;
    use crate::quote::marks::stretches;
    use rstest::rstest;

    #[rstest]
    #[case::two("It rains. It pours.", "It rains. | It pours.")]
    #[case::abbreviations("Mr. Roy of the U.S. Navy left.", "Mr. Roy of the U.S. Navy left.")]
    #[case::quoted_question("“Why?” Roy asked. “Why not?”", "“Why?” Roy asked. | “Why not?”")]
    #[case::quoted_statement("“It rains.” The ferry stops.", "“It rains.” | The ferry stops.")]
    #[case::quoted_comma("“It rains,” Roy said.", "“It rains,” Roy said.")]
    #[case::number(
        "It costs 3.5 million. Nobody pays.",
        "It costs 3.5 million. | Nobody pays."
    )]
    fn a_line_and_its_sentences(#[case] line: &str, #[case] expected: &str) {
        let atoms = atoms(line, 0, &stretches(line), Lexicon::of("en"));
        let found: Vec<&str> = sentences(line, &atoms, false)
            .into_iter()
            .map(|range| &line[atoms[range.start].span.start..atoms[range.end - 1].span.end])
            .collect();
        assert_eq!(found.join(" | "), expected);
    }
}
