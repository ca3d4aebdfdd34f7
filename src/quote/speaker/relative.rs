//! Whom a relative pronoun stands for: the phrase before it.

use crate::article::Span;
use crate::quote::atom::{self, Shape};
use crate::quote::draft::Rule;
use crate::quote::lexicon;
use crate::quote::phrase;
use crate::quote::speaker::{Meant, Resolver};

/// How far back the phrase may begin, in bytes.
const LOOK: usize = 160;

impl Resolver<'_> {
    /// Whom "who" stands for.
    pub(super) fn antecedent(&self, source: Span) -> Option<Meant> {
        let mut from = source.start.saturating_sub(LOOK);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..source.start)?;
        let from = from + before.rfind('\n').map_or(0, |i| i + 1);
        let before = self.text.get(from..source.start)?;
        let atoms = atom::atoms(before, from, &[], self.lexicon);
        let mut end = atoms.len();
        while end > 0 && atoms.get(end - 1).is_some_and(|a| a.is(',') || a.is_dash()) {
            end -= 1;
        }
        // "Mina Roy, 16, who said …": the age names nobody.
        if end > 2
            && atoms.get(end - 1).is_some_and(|a| a.shape == Shape::Number)
            && atoms.get(end - 2).is_some_and(|a| a.is(','))
        {
            end -= 2;
        }
        let part = atoms.get(phrase::backward(&atoms, 0, end)?)?;
        let (head, last) = part.first().zip(part.last())?;
        if head.class.has(lexicon::RELATIVE) {
            return None;
        }
        let span = Span::new(head.span.start, last.span.end);
        self.identify(part, span, Rule::Clause)
            .map(|(meant, _)| meant)
    }
}
