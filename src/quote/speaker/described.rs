//! Who a phrase without a name stands for: a body, a document, somebody named elsewhere, or somebody unnamed.

use crate::article::{Clean, Span};
use crate::quote::SpeakerKind;
use crate::quote::atom::{self, Atom};
use crate::quote::lexicon;
use crate::quote::mention::Gender;
use crate::quote::speaker::{Meant, Resolver};

/// How many nameless speakers a description looks back at.
const NAMELESS: usize = 8;
/// Words that say that somebody or something is known already.
const DEFINITE: &[&str] = &[
    "the", "this", "that", "der", "die", "das", "le", "la", "el", "il", "l'", "his", "her",
];

impl Resolver<'_> {
    /// Whom a description means whose head ends before `head`.
    pub(super) fn described(&self, atoms: &[Atom], head: usize, source: Span) -> Option<Meant> {
        let noun = atoms.get(head.saturating_sub(1))?;
        let first = self.word(atoms.first()?).to_lowercase();
        let mut word = String::new();
        atom::fold(self.word(noun), &mut word);
        let is_definite = DEFINITE.contains(&first.as_str());
        let end = atoms.iter().position(|a| a.is(',')).unwrap_or(atoms.len());
        let as_it_is = |kind| Some(Meant::other(self.words(atoms, 0, end)?, kind));
        if noun.class.has(lexicon::ORGANISATION) {
            let fuller = (is_definite && head <= 2)
                .then(|| self.cast.body(&word, source.start))
                .flatten();
            return match fuller {
                Some(name) => Some(Meant::other(Clean::line(name), SpeakerKind::Organisation)),
                None => as_it_is(SpeakerKind::Organisation),
            };
        }
        if noun.class.has(lexicon::PLACE) {
            return as_it_is(SpeakerKind::Organisation);
        }
        if is_definite
            && noun.class.has(lexicon::UNNAMED)
            && let Some((_, name)) = self
                .nameless
                .iter()
                .rev()
                .take(NAMELESS)
                .find(|(other, _)| *other == word)
        {
            return Some(Meant::other(name.clone(), SpeakerKind::Unnamed));
        }
        if is_definite
            && noun.class.has(lexicon::PERSON.with(lexicon::TITLE))
            && !word.ends_with('s')
        {
            let phrase = self.text.get(source.range()).unwrap_or_default();
            if let Some(index) = self.cast.with_role(&word, phrase, source.start) {
                return self.member(index);
            }
            let gender = Gender::of(noun.class, lexicon::TITLE_MALE, lexicon::TITLE_FEMALE);
            if let Some(last) = self.spoke(source.start)
                && last.speaker.kind == SpeakerKind::Person
                && self.may_be(last.entity, gender)
            {
                return Some(last.clone());
            }
        }
        if noun.class.has(lexicon::DOCUMENT) {
            return as_it_is(SpeakerKind::Document);
        }
        if noun.class.has(lexicon::UNNAMED.with(lexicon::PERSON)) || word.ends_with('s') {
            return as_it_is(SpeakerKind::Unnamed);
        }
        as_it_is(SpeakerKind::Unknown)
    }
}
