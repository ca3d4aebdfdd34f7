//! Who a source stands for: resolves names, pronouns and descriptions through the cast of the article.
//!
//! An answer that is mere guessing is left out: no name is better than a wrong one.

mod described;
mod named;
mod pronoun;
mod relative;

use crate::article::{Clean, Span};
use crate::quote::atom::{self, Atom, Shape};
use crate::quote::chain;
use crate::quote::draft::{Draft, Rule};
use crate::quote::german;
use crate::quote::lexicon::{self, Lexicon};
use crate::quote::mention::{Cast, Entity, Gender};
use crate::quote::{FoundBy, Link, Speaker, SpeakerKind};

/// How far back a pronoun or a description looks, in bytes.
const REACH: usize = 1500;

/// A speaker and how it was found.
pub(super) struct Resolved {
    pub(super) speaker: Option<Speaker>,
    pub(super) found_by: FoundBy,
}

/// Somebody whom words of the text stand for.
#[derive(Debug, Clone)]
struct Meant {
    speaker: Speaker,
    /// The number in the cast.
    entity: Option<usize>,
}

impl Meant {
    /// Somebody or something that is not in the cast.
    fn other(name: Clean, kind: SpeakerKind) -> Self {
        let speaker = Speaker {
            name,
            role: None,
            kind,
        };
        Self {
            speaker,
            entity: None,
        }
    }
}

/// Resolves sources in the order of the text, remembering who spoke before.
pub(super) struct Resolver<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    cast: &'a Cast,
    /// What stands in quotation marks, in the order of the text.
    marked: Vec<Span>,
    /// The last one who spoke, and where.
    last: Option<(Meant, usize)>,
    /// The last nameless speakers with a noun ("a senior diplomatic source").
    nameless: Vec<(String, Clean)>,
}

impl<'a> Resolver<'a> {
    /// Begins with the attributions of an article whose sources are to be resolved.
    pub(super) fn new(
        text: &'a str,
        lexicon: &'a Lexicon,
        cast: &'a Cast,
        drafts: &[Draft],
    ) -> Self {
        let direct = drafts.iter().filter(|draft| draft.quoted && !draft.bare);
        let mut marked: Vec<Span> = direct.flat_map(|draft| draft.content.clone()).collect();
        marked.sort_unstable();
        Self {
            text,
            lexicon,
            cast,
            marked,
            last: None,
            nameless: Vec::new(),
        }
    }

    /// Resolves the source of one attribution.
    pub(super) fn resolve(&mut self, draft: &Draft) -> Resolved {
        let nobody = Resolved {
            speaker: None,
            found_by: FoundBy::Unknown,
        };
        let Some(source) = draft.source else {
            return nobody;
        };
        let words = self.text.get(source.range()).unwrap_or_default();
        let atoms = atom::atoms(words, source.start, &[], self.lexicon);
        let found = if self.lexicon.verb_second {
            let (named, span) = german::who(self.text, self.lexicon, &atoms, source);
            self.identify(named, span, draft.rule)
        } else {
            self.identify(&atoms, source, draft.rule)
        };
        let Some((meant, by)) = found else {
            return nobody;
        };
        let speaker = meant.speaker.clone();
        if speaker.kind == SpeakerKind::Unnamed {
            let noun = atoms.iter().rev().find(|a| a.class.has(lexicon::UNNAMED));
            if let Some(noun) = noun.map(|noun| self.word(noun)) {
                self.nameless
                    .push((noun.to_lowercase(), speaker.name.clone()));
            }
        }
        self.last = Some((meant, source.start));
        Resolved {
            speaker: Some(speaker),
            found_by: match draft.rule {
                Rule::According => FoundBy::AccordingTo,
                Rule::Label => FoundBy::Label,
                Rule::Continued => FoundBy::Continued,
                _ => by,
            },
        }
    }

    /// Returns the other link of a chain that an attribution belongs to; none where the words may as well be a reason.
    pub(super) fn chain(&self, draft: &Draft) -> Option<Link> {
        let (hand, source) = chain::find(self.text, self.lexicon, draft)?;
        let words = self.text.get(source.range())?;
        let atoms = atom::atoms(words, source.start, &[], self.lexicon);
        let (meant, _) = self.identify(&atoms, source, Rule::Clause)?;
        let somebody = lexicon::UNNAMED.with(lexicon::PERSON).with(lexicon::TITLE);
        let speaks = match meant.speaker.kind {
            SpeakerKind::Person | SpeakerKind::Organisation | SpeakerKind::Document => true,
            SpeakerKind::Unnamed => atoms.iter().any(|a| a.class.has(somebody)),
            SpeakerKind::Unknown => false,
        };
        speaks.then_some(Link {
            hand,
            source,
            speaker: Some(meant.speaker),
        })
    }

    /// Returns whom a phrase stands for, and how that is told.
    fn identify(&self, atoms: &[Atom], source: Span, rule: Rule) -> Option<(Meant, FoundBy)> {
        let first = atoms.first()?;
        let is_pronoun = first.class.has(lexicon::PRONOUN.with(lexicon::OBJECT))
            && !first.class.has(lexicon::DETERMINER)
            || atoms.len() == 1 && first.class.has(lexicon::POSSESSIVE)
            || atoms.len() == 1 && first.class.has(lexicon::RELATIVE)
            || first.class.has(lexicon::POSSESSIVE) && rule == Rule::NounCue;
        if is_pronoun {
            return Some((self.pronoun(first, source)?, FoundBy::Pronoun));
        }
        let head = self.head(atoms);
        if let Some(meant) = self
            .named(atoms, head)
            .or_else(|| self.apposed(atoms, head))
        {
            return Some((meant, FoundBy::Named));
        }
        Some((self.described(atoms, head, source)?, FoundBy::Description))
    }

    /// Returns where the head of a phrase ends: at the first comma, preposition or relative pronoun.
    fn head(&self, atoms: &[Atom]) -> usize {
        let ends = |i: usize, a: &Atom| {
            a.is(',')
                || a.is('(')
                || a.is_dash()
                || a.class.has(lexicon::RELATIVE)
                || a.class.has(lexicon::PREPOSITION) && !self.state_title(atoms, i)
        };
        let mut head = (1..atoms.len())
            .find(|i| atoms.get(*i).is_some_and(|a| ends(*i, a)))
            .unwrap_or(atoms.len());
        while head > 1
            && atoms
                .get(head - 1)
                .is_some_and(|a| a.shape == Shape::Genitive)
        {
            head -= 1;
        }
        head
    }

    /// Whether the preposition at `at` belongs to a title ("Secretary of State Antony Blinken").
    fn state_title(&self, atoms: &[Atom], at: usize) -> bool {
        let given = lexicon::MALE_NAME.with(lexicon::FEMALE_NAME);
        atoms.get(at).map(|a| self.word(a)) == Some("of")
            && atoms
                .get(at - 1)
                .is_some_and(|a| a.class.has(lexicon::TITLE))
            && atoms.get(at + 1).is_some_and(Atom::is_name)
            && atoms
                .get(at + 2)
                .is_some_and(|a| a.is_name() && a.class.has(given))
    }

    fn word(&self, atom: &Atom) -> &'a str {
        self.text.get(atom.span.range()).unwrap_or_default()
    }

    /// Returns the words of some atoms as they stand in the text.
    fn words(&self, atoms: &[Atom], from: usize, to: usize) -> Option<Clean> {
        let first = atoms.get(from).filter(|_| from < to)?;
        let last = atoms.get(to - 1)?;
        let words = self.text.get(first.span.start..last.span.end)?;
        Some(Clean::line(words.trim_matches([',', ' '])))
    }

    fn entity(&self, index: usize) -> Option<&'a Entity> {
        self.cast.entities.get(index)
    }

    /// Somebody of the cast.
    fn member(&self, index: usize) -> Option<Meant> {
        let entity = self.entity(index)?;
        let speaker = Speaker {
            name: Clean::line(&entity.name),
            role: entity.role.as_deref().map(Clean::line),
            kind: if entity.person {
                SpeakerKind::Person
            } else {
                SpeakerKind::Unknown
            },
        };
        Some(Meant {
            speaker,
            entity: Some(index),
        })
    }

    /// The last one who spoke, if that is not too far back.
    fn spoke(&self, at: usize) -> Option<&Meant> {
        let (meant, place) = self.last.as_ref()?;
        (at.saturating_sub(*place) < REACH).then_some(meant)
    }

    /// Whether somebody may be spoken of as a man or as a woman.
    fn may_be(&self, entity: Option<usize>, gender: Gender) -> bool {
        let known = entity.and_then(|index| self.entity(index));
        known.is_none_or(|known| known.gender.agrees(gender))
    }
}
