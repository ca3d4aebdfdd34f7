//! Makes the cast of an article, line by line: first all names are gathered, then it is told who they mean.

use crate::article::Span;
use crate::quote::atom::{self, Atom};
use crate::quote::lexicon::Lexicon;
use crate::quote::mention::Cast;
use crate::quote::names::{Found, collect, is_particle};

/// A bound that no article of news comes near; it keeps hostile input cheap.
const MOST_MENTIONS: usize = 200_000;

/// A cast that is being made.
pub(super) struct Casting<'t> {
    text: &'t str,
    lexicon: &'t Lexicon,
    found: Vec<Found<'t>>,
    cast: Cast,
}

impl<'t> Casting<'t> {
    pub(super) fn new(text: &'t str, lexicon: &'t Lexicon) -> Self {
        Self {
            text,
            lexicon,
            found: Vec::new(),
            cast: Cast::default(),
        }
    }

    /// Reads a line; `atoms` are those of all its words, if somebody has cut them already.
    pub(super) fn read(&mut self, line: Span, atoms: Option<Vec<Atom>>) {
        if self.found.len() > MOST_MENTIONS {
            return;
        }
        let atoms = atoms.unwrap_or_else(|| {
            let words = self.text.get(line.range()).unwrap_or_default();
            atom::atoms(words, line.start, &[], self.lexicon)
        });
        collect(self.text, &atoms, &mut self.found);
        self.cast.note_bodies(self.text, &atoms);
    }

    /// Returns who was named.
    pub(super) fn finish(self) -> Cast {
        let Self {
            found, mut cast, ..
        } = self;
        for name in found.iter().filter(|name| {
            name.words.len() > 1 && !name.words.first().is_some_and(|word| is_particle(word))
        }) {
            cast.add_full(name);
        }
        for name in &found {
            cast.mention(name);
        }
        cast
    }
}
