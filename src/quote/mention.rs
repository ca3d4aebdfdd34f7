//! The cast of an article: every name in it, grouped into the people and bodies that they mean.
//!
//! It knows names and what stands beside them, not who speaks.

use std::collections::HashMap;

use crate::article::Span;
use crate::quote::atom::{self, Atom, Shape};
use crate::quote::lexicon::{self, Lexicon};
use crate::quote::names::{Found, LONGEST_NAME, collect};

/// Bounds that no article of news comes near; they keep hostile input cheap.
const MOST_ENTITIES: usize = 20_000;
const MOST_MENTIONS: usize = 200_000;
const MOST_NAMESAKES: usize = 8;

/// Whether somebody is spoken of as a man or a woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    Unknown,
}

/// Somebody or something with a name.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    /// The fullest name.
    pub(super) name: String,
    pub(super) role: Option<String>,
    pub(super) gender: Gender,
    pub(super) person: bool,
    pub(super) count: usize,
}

/// One place where an entity is named.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mention {
    pub(super) at: usize,
    pub(super) entity: usize,
    /// It is the owner of something ("Price's office").
    pub(super) genitive: bool,
    /// It opens a sentence or stands before a verb.
    pub(super) leading: bool,
}

/// All names of an article.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) entities: Vec<Entity>,
    /// In the order of the text.
    pub(super) mentions: Vec<Mention>,
    by_last: HashMap<String, Vec<usize>>,
    by_first: HashMap<String, usize>,
    /// Words of roles ("senator"), each with whom it was last said of and where.
    by_role: HashMap<String, Vec<(usize, usize)>>,
    /// Bodies by each word of their name.
    by_body: HashMap<String, Vec<(usize, String)>>,
    /// Bodies in the order of the text.
    bodies: Vec<(usize, String)>,
}

impl Cast {
    /// Collects the names in the given lines of a text.
    pub(super) fn of(text: &str, lines: impl Iterator<Item = Span>, lexicon: &Lexicon) -> Self {
        let mut cast = Self::default();
        let mut found = Vec::new();
        for line in lines {
            let words = text.get(line.range()).unwrap_or_default();
            let atoms = atom::atoms(words, line.start, &[], lexicon);
            collect(text, &atoms, &mut found);
            cast.note_bodies(text, &atoms);
            if found.len() > MOST_MENTIONS {
                break;
            }
        }
        for name in found.iter().filter(|name| name.words.len() > 1) {
            cast.add_full(name);
        }
        for name in &found {
            cast.mention(name);
        }
        cast
    }

    fn add_full(&mut self, found: &Found) {
        let (Some(first), Some(last)) = (found.words.first(), found.words.last()) else {
            return;
        };
        let last = last.to_lowercase();
        let namesakes = self.by_last.entry(last).or_default();
        let same = namesakes.iter().copied().find(|i| {
            self.entities.get(*i).is_some_and(|entity| {
                entity.name.split(' ').next() == Some(first) && entity.name.contains(' ')
            })
        });
        let index = if let Some(index) = same {
            index
        } else {
            if self.entities.len() >= MOST_ENTITIES || namesakes.len() >= MOST_NAMESAKES {
                return;
            }
            self.entities.push(Entity {
                name: found.words.join(" "),
                role: None,
                gender: Gender::Unknown,
                person: false,
                count: 0,
            });
            namesakes.push(self.entities.len() - 1);
            self.entities.len() - 1
        };
        self.by_first.entry(first.to_lowercase()).or_insert(index);
        let Some(entity) = self.entities.get_mut(index) else {
            return;
        };
        entity.count += 1;
        entity.person |= found.person;
        if entity.gender == Gender::Unknown {
            entity.gender = found.gender;
        }
        if found.words.len() > entity.name.split(' ').count() {
            entity.name = found.words.join(" ");
        }
        if entity.role.is_none() {
            entity.role.clone_from(&found.role);
        }
        if let Some(role) = &found.role {
            self.note_role(index, found.at, role);
        }
    }

    fn note_role(&mut self, entity: usize, at: usize, role: &str) {
        for word in role.split(|c: char| !c.is_alphanumeric() && c != '-') {
            let word = word.to_lowercase();
            let word = match word.as_str() {
                "sen" => "senator",
                "rep" => "congressman",
                "gov" => "governor",
                "dr" => "doctor",
                _ => word.as_str(),
            };
            if word.len() < 4 {
                continue;
            }
            let holders = self.by_role.entry(word.to_owned()).or_default();
            if holders.len() < MOST_NAMESAKES * 4 {
                holders.push((at, entity));
            }
        }
    }

    fn mention(&mut self, found: &Found) {
        let entity = match self.known(&found.words, found.gender, found.at) {
            Some(entity) => entity,
            None if self.entities.len() < MOST_ENTITIES && (found.person || found.leading) => {
                let Some(last) = found.words.last() else {
                    return;
                };
                self.entities.push(Entity {
                    name: found.words.join(" "),
                    role: found.role.clone(),
                    gender: found.gender,
                    person: found.person,
                    count: 0,
                });
                let index = self.entities.len() - 1;
                let namesakes = self.by_last.entry(last.to_lowercase()).or_default();
                if namesakes.len() < MOST_NAMESAKES {
                    namesakes.push(index);
                }
                index
            }
            None => return,
        };
        if let Some(known) = self.entities.get_mut(entity) {
            known.count += 1;
            known.person |= found.person;
            if known.gender == Gender::Unknown {
                known.gender = found.gender;
            }
            if known.role.is_none() {
                known.role.clone_from(&found.role);
            }
        }
        if let Some(role) = found.role.as_ref().filter(|_| found.words.len() == 1) {
            self.note_role(entity, found.at, role);
        }
        self.mentions.push(Mention {
            at: found.at,
            entity,
            genitive: found.genitive,
            leading: found.leading,
        });
    }

    /// Returns whom a name means at a place in the text.
    pub(super) fn known(&self, words: &[String], gender: Gender, at: usize) -> Option<usize> {
        let last = words.last()?.to_lowercase();
        let first = words.first()?;
        let namesakes = self.by_last.get(&last).map_or(&[][..], Vec::as_slice);
        let fits = |i: &usize| {
            self.entities.get(*i).is_some_and(|entity| {
                let other = entity.gender;
                gender == Gender::Unknown || other == Gender::Unknown || other == gender
            })
        };
        if words.len() > 1 {
            return namesakes.iter().copied().find(|i| {
                self.entities
                    .get(*i)
                    .is_some_and(|entity| entity.name.split(' ').next() == Some(first))
            });
        }
        let mut best: Option<(usize, usize)> = None;
        for index in namesakes.iter().copied().filter(fits) {
            let count = self.entities.get(index).map_or(0, |entity| entity.count);
            if best.is_none_or(|(_, most)| count > most) {
                best = Some((index, count));
            }
        }
        let _ = at;
        best.map(|(index, _)| index).or_else(|| {
            let index = self.by_first.get(&first.to_lowercase()).copied()?;
            self.entities.get(index).filter(|entity| entity.person)?;
            Some(index)
        })
    }

    /// Returns the person whom a word of office last stood for before a place ("the senator").
    /// `phrase` prefers those of whom its other words were said too ("the Russian president").
    pub(super) fn with_role(&self, word: &str, phrase: &str, at: usize) -> Option<usize> {
        let holders = self.by_role.get(word)?;
        let shared = |entity: usize| {
            let known = self.entities.get(entity);
            let role = known
                .and_then(|known| known.role.as_deref())
                .unwrap_or_default();
            phrase
                .split(' ')
                .filter(|part| part.len() > 3 && role.contains(part))
                .count()
        };
        let mut best: Option<(usize, bool, usize)> = None;
        for (place, entity) in holders.iter().rev() {
            let rank = (shared(*entity), *place < at);
            if best.is_none_or(|(most, before, _)| rank > (most, before)) {
                best = Some((rank.0, rank.1, *entity));
            }
        }
        best.map(|(_, _, entity)| entity)
    }

    /// Returns the fullest phrase for a body that one word names ("the Embassy").
    pub(super) fn body(&self, word: &str, at: usize) -> Option<&str> {
        let bodies = self.by_body.get(word)?;
        let before: Vec<&(usize, String)> =
            bodies.iter().filter(|(place, _)| *place < at).collect();
        let longest = before
            .iter()
            .max_by_key(|(_, name)| name.split(' ').count())?;
        Some(longest.1.as_str())
    }

    /// Returns the last body named before a place, and where.
    pub(super) fn last_body(&self, at: usize) -> Option<(&str, usize)> {
        let end = self.bodies.partition_point(|(place, _)| *place < at);
        let (place, name) = self.bodies.get(end.checked_sub(1)?)?;
        Some((name, *place))
    }

    /// Returns the mentions before a place, last first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Mention> {
        let end = self.mentions.partition_point(|mention| mention.at < at);
        self.mentions.get(..end).unwrap_or_default().iter().rev()
    }

    /// Notes bodies with a word for one in their name ("Russia's Embassy in Washington").
    fn note_bodies(&mut self, text: &str, atoms: &[Atom]) {
        for (index, atom) in atoms.iter().enumerate() {
            if !atom.is_name()
                || !atom.class.has(lexicon::ORGANISATION)
                || self.bodies.len() > MOST_ENTITIES
            {
                continue;
            }
            let mut start = index;
            while start > 0
                && index - start < LONGEST_NAME
                && atoms
                    .get(start - 1)
                    .is_some_and(|a| a.is_name() || a.shape == Shape::Genitive)
            {
                start -= 1;
            }
            let mut end = index + 1;
            while end < atoms.len() && end - index < LONGEST_NAME {
                if atoms.get(end).is_some_and(Atom::is_name) {
                    end += 1;
                } else if atoms
                    .get(end)
                    .is_some_and(|a| a.class.has(lexicon::PREPOSITION) && a.span.len() <= 3)
                    && atoms
                        .get(end + 1)
                        .is_some_and(|a| a.is_name() && !a.class.has(lexicon::TIME))
                {
                    end += 2;
                } else {
                    break;
                }
            }
            let (Some(first), Some(last)) = (atoms.get(start), atoms.get(end - 1)) else {
                continue;
            };
            let name = text
                .get(first.span.start..last.span.end)
                .unwrap_or_default();
            let word = text
                .get(atom.span.range())
                .unwrap_or_default()
                .to_lowercase();
            if self
                .bodies
                .last()
                .is_none_or(|(place, _)| *place < first.span.start)
            {
                self.bodies.push((first.span.start, name.to_owned()));
            }
            let bodies = self.by_body.entry(word).or_default();
            if bodies.len() < MOST_NAMESAKES * 2 {
                bodies.push((first.span.start, name.to_owned()));
            }
        }
    }
}
