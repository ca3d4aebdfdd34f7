//! The cast of an article: every name in it, grouped into the people and bodies that they mean.
//!
//! It knows names and what stands beside them, not who speaks.

use foldhash::HashMap;

use crate::article::Span;
use crate::quote::atom::{Atom, Shape};
use crate::quote::lexicon::{self, Set};
use crate::quote::lower::{is_same, lowered};
use crate::quote::names::{Found, LONGEST_NAME, is_particle, without_article};

/// Bounds that no article of news comes near; they keep hostile input cheap.
const MOST_ENTITIES: usize = 20_000;
const MOST_NAMESAKES: usize = 8;
/// Bytes of text after which a mention counts half as much.
const FORGOTTEN: f32 = 1000.0;

/// Whether somebody is spoken of as a man or a woman.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Male,
    Female,
    Unknown,
}

impl Gender {
    /// Returns the gender that a word of some class tells.
    pub(super) const fn of(class: Set, male: Set, female: Set) -> Self {
        match (class.has(male), class.has(female)) {
            (true, false) => Self::Male,
            (false, true) => Self::Female,
            _ => Self::Unknown,
        }
    }

    /// Whether both may be said of one person.
    pub(super) fn agrees(self, other: Self) -> bool {
        self == other || self == Self::Unknown || other == Self::Unknown
    }
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
    /// How much it was spoken of before the byte of the text where it was named last.
    fame: f32,
    named: usize,
}

impl Entity {
    fn new(found: &Found<'_>) -> Self {
        Self {
            name: found.words.join(" "),
            role: None,
            gender: Gender::Unknown,
            person: false,
            count: 0,
            fame: 0.0,
            named: found.at,
        }
    }

    /// How much it is spoken of at a place: what was written long before counts less.
    #[expect(clippy::cast_precision_loss, reason = "the distance is rounded anyway")]
    fn fame(&self, at: usize) -> f32 {
        self.fame * (-(at.saturating_sub(self.named) as f32) / FORGOTTEN).exp2()
    }

    /// Notes that it is named: those of whom something is said are spoken of more than those who own something.
    fn rise(&mut self, found: &Found<'_>) {
        let weight = match (found.leading, found.genitive) {
            (_, true) => 0.5,
            (true, _) => 2.0,
            _ => 1.0,
        };
        self.fame = self.fame(found.at) + weight;
        self.named = found.at;
    }

    /// Whether a name of several words is this one, or a part of it without its first words, or this a part of it.
    fn has_name(&self, words: &[&str]) -> bool {
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return false;
        };
        let ends_alike = || {
            let mut pairs = self.name.rsplit(' ').zip(words.iter().rev());
            pairs.all(|(one, other)| is_same(one, other))
        };
        let (Some((begin, _)), Some((_, end))) =
            (self.name.split_once(' '), self.name.rsplit_once(' '))
        else {
            return false;
        };
        words.len() > 1 && is_same(end, last) && (is_same(begin, first) || ends_alike())
    }
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
    /// Adds whoever a name of several words means.
    pub(super) fn add_full(&mut self, found: &Found<'_>) {
        let (Some(first), Some(last)) = (found.words.first(), found.words.last()) else {
            return;
        };
        let namesakes = self.namesakes(last);
        let same = namesakes.iter().copied().find(|i| {
            self.entities
                .get(*i)
                .is_some_and(|entity| entity.has_name(&found.words))
        });
        let index = if let Some(index) = same {
            index
        } else {
            if self.entities.len() >= MOST_ENTITIES || namesakes.len() >= MOST_NAMESAKES {
                return;
            }
            let index = self.entities.len();
            self.entities.push(Entity::new(found));
            lowered(last, |last| {
                note(&mut self.by_last, last, index, MOST_NAMESAKES);
            });
            index
        };
        lowered(first, |first| {
            if !self.by_first.contains_key(first) {
                self.by_first.insert(first.to_owned(), index);
            }
        });
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
            lowered(word, |word| {
                let word = match word {
                    "sen" => "senator",
                    "rep" => "congressman",
                    "gov" => "governor",
                    "dr" => "doctor",
                    _ => word,
                };
                if word.len() < 4 {
                    return;
                }
                note(&mut self.by_role, word, (at, entity), MOST_NAMESAKES * 4);
            });
        }
    }

    /// Notes that somebody is named, who may be new.
    pub(super) fn mention(&mut self, found: &Found<'_>) {
        let held = found
            .role
            .as_deref()
            .and_then(|role| self.holder(found, role));
        let entity = match held.or_else(|| self.known(&found.words, found.gender, found.at)) {
            Some(entity) => entity,
            None if self.entities.len() < MOST_ENTITIES && (found.person || found.leading) => {
                let Some(last) = found.words.last() else {
                    return;
                };
                // "Melanie said": a given name alone is a person's if no one else bears it as a surname.
                let gender = match found.given {
                    Some(given) if found.gender == Gender::Unknown && found.words.len() == 1 => {
                        given
                    }
                    _ => found.gender,
                };
                self.entities.push(Entity {
                    role: found.role.clone(),
                    gender,
                    person: found.person || found.given.is_some(),
                    ..Entity::new(found)
                });
                let index = self.entities.len() - 1;
                lowered(last, |last| {
                    note(&mut self.by_last, last, index, MOST_NAMESAKES);
                });
                index
            }
            None => return,
        };
        if let Some(known) = self.entities.get_mut(entity) {
            known.count += 1;
            known.rise(found);
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

    /// Returns who of one surname was said to hold an office ("President Obama" beside Michelle Obama).
    fn holder(&self, found: &Found<'_>, role: &str) -> Option<usize> {
        let [surname] = found.words.as_slice() else {
            return None;
        };
        let office = role.rsplit(' ').next()?.to_lowercase();
        self.namesakes(surname).iter().copied().find(|index| {
            self.entities.get(*index).is_some_and(|entity| {
                let own = entity.role.as_deref().unwrap_or_default().to_lowercase();
                entity.gender.agrees(found.gender)
                    && own
                        .split(|c: char| !c.is_alphanumeric())
                        .any(|word| word == office)
            })
        })
    }

    /// Returns all who have a surname.
    fn namesakes(&self, surname: &str) -> &[usize] {
        let known = lowered(surname, |surname| self.by_last.get(surname));
        known.map_or(&[], Vec::as_slice)
    }

    /// Returns whom a surname means that stands within some bytes of the text.
    pub(super) fn named_in(&self, span: Span, surname: &str) -> Option<usize> {
        let first = self
            .mentions
            .partition_point(|mention| mention.at < span.start);
        let mention = self.mentions.get(first)?;
        let entity = self.entities.get(mention.entity)?;
        let last = entity.name.rsplit(' ').next().unwrap_or_default();
        (mention.at < span.end && is_same(last, surname)).then_some(mention.entity)
    }

    /// Returns whom a name means at a place in the text, as far as the text has been read.
    pub(super) fn known(&self, words: &[&str], gender: Gender, at: usize) -> Option<usize> {
        let (first, last) = (words.first()?, words.last()?);
        let namesakes = self.namesakes(last);
        let fits = |i: &usize| {
            self.entities
                .get(*i)
                .is_some_and(|entity| entity.gender.agrees(gender))
        };
        if let [particle, rest @ ..] = words
            && !rest.is_empty()
            && is_particle(particle)
        {
            return self.known(rest, gender, at);
        }
        if words.len() > 1 {
            return namesakes.iter().copied().find(|i| {
                self.entities
                    .get(*i)
                    .is_some_and(|entity| entity.has_name(words))
            });
        }
        let mut best: Option<(usize, f32)> = None;
        for index in namesakes.iter().copied().filter(fits) {
            let fame = self
                .entities
                .get(index)
                .map_or(0.0, |entity| entity.fame(at));
            if best.is_none_or(|(_, most)| fame > most) {
                best = Some((index, fame));
            }
        }
        best.map(|(index, _)| index).or_else(|| {
            let index = lowered(first, |first| self.by_first.get(first).copied())?;
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

    /// Returns the longest name of a body that ends with another one ("the Security Council").
    pub(super) fn fuller_body(&self, name: &str) -> Option<&str> {
        let bare = without_article(name);
        let word = bare.rsplit(' ').next()?;
        let bodies = lowered(word, |word| self.by_body.get(word))?;
        bodies
            .iter()
            .map(|(_, body)| without_article(body))
            .filter(|body| {
                body.strip_suffix(bare)
                    .is_some_and(|rest| rest.ends_with(' '))
            })
            .max_by_key(|body| body.len())
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
    pub(super) fn note_bodies(&mut self, text: &str, atoms: &[Atom]) {
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
            let word = text.get(atom.span.range()).unwrap_or_default();
            if self
                .bodies
                .last()
                .is_none_or(|(place, _)| *place < first.span.start)
            {
                self.bodies.push((first.span.start, name.to_owned()));
            }
            lowered(word, |word| {
                let body = (first.span.start, name.to_owned());
                note(&mut self.by_body, word, body, MOST_NAMESAKES * 2);
            });
        }
    }
}

/// Adds something to what a table has of a word, up to a number of things. The word is copied only when it is new.
fn note<T>(table: &mut HashMap<String, Vec<T>>, word: &str, thing: T, most: usize) {
    match table.get_mut(word) {
        Some(things) if things.len() < most => things.push(thing),
        Some(_) => {}
        None => {
            table.insert(word.to_owned(), vec![thing]);
        }
    }
}
