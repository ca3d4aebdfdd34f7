//! Who a source stands for: resolves names, pronouns and descriptions through the cast of the article.
//!
//! An answer that is mere guessing is left out: no name is better than a wrong one.

use crate::article::{Clean, Span};
use crate::quote::atom::{self, Atom, Shape};
use crate::quote::draft::{Draft, Rule};
use crate::quote::german;
use crate::quote::lexicon::{self, Lexicon, Set};
use crate::quote::mention::{Cast, Gender};
use crate::quote::names;
use crate::quote::phrase;
use crate::quote::{FoundBy, Speaker, SpeakerKind};

/// How far back a pronoun looks, in mentions and in bytes.
const MENTIONS: usize = 24;
const REACH: usize = 1500;

/// A speaker and how it was found.
pub(super) struct Resolved {
    pub(super) speaker: Option<Speaker>,
    pub(super) found_by: FoundBy,
}

/// Resolves sources in the order of the text, remembering who spoke before.
pub(super) struct Resolver<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    cast: &'a Cast,
    /// The last one who spoke, and where.
    last: Option<(Speaker, usize, Option<usize>)>,
    /// The last nameless speakers with a noun ("a senior diplomatic source").
    nameless: Vec<(String, String)>,
}

impl<'a> Resolver<'a> {
    pub(super) fn new(text: &'a str, lexicon: &'a Lexicon, cast: &'a Cast) -> Self {
        Self {
            text,
            lexicon,
            cast,
            last: None,
            nameless: Vec::new(),
        }
    }

    /// Resolves the source of one attribution.
    pub(super) fn resolve(&mut self, draft: &Draft) -> Resolved {
        let Some(source) = draft.source else {
            return Resolved {
                speaker: None,
                found_by: FoundBy::Unknown,
            };
        };
        let words = self.text.get(source.range()).unwrap_or_default();
        let atoms = atom::atoms(words, source.start, &[], self.lexicon);
        let (speaker, entity, by) = if self.lexicon.verb_second {
            let (named, span) = german::who(self.text, self.lexicon, &atoms, source);
            self.identify(named, span, draft)
        } else {
            self.identify(&atoms, source, draft)
        };
        let found_by = match draft.rule {
            _ if speaker.is_none() => FoundBy::Unknown,
            Rule::According => FoundBy::AccordingTo,
            Rule::Label => FoundBy::Label,
            Rule::Continued => FoundBy::Continued,
            _ => by,
        };
        if let Some(speaker) = &speaker {
            self.last = Some((speaker.clone(), source.start, entity));
            if speaker.kind == SpeakerKind::Unnamed {
                let noun = atoms.iter().rev().find(|a| a.class.has(lexicon::UNNAMED));
                if let Some(noun) = noun.and_then(|a| self.text.get(a.span.range())) {
                    self.nameless
                        .push((noun.to_lowercase(), speaker.name.to_string()));
                }
            }
        }
        Resolved { speaker, found_by }
    }

    fn identify(
        &self,
        atoms: &[Atom],
        source: Span,
        draft: &Draft,
    ) -> (Option<Speaker>, Option<usize>, FoundBy) {
        let Some(first) = atoms.first() else {
            return (None, None, FoundBy::Unknown);
        };
        let pronoun = first.class.has(lexicon::PRONOUN.with(lexicon::OBJECT))
            && !first.class.has(lexicon::DETERMINER)
            || atoms.len() == 1 && first.class.has(lexicon::POSSESSIVE)
            || atoms.len() == 1 && first.class.has(lexicon::RELATIVE)
            || first.class.has(lexicon::POSSESSIVE) && matches!(draft.rule, Rule::NounCue);
        if pronoun {
            let (speaker, entity) = self.pronoun(first, source);
            return (speaker, entity, FoundBy::Pronoun);
        }
        // The head of the phrase ends at the first comma, preposition or relative.
        let mut head = atoms
            .iter()
            .enumerate()
            .position(|(i, a)| {
                i > 0
                    && (a.is(',')
                        || a.is('(')
                        || a.is_dash()
                        || a.class.has(lexicon::RELATIVE)
                        || a.class.has(lexicon::PREPOSITION) && !self.state_title(atoms, i))
            })
            .unwrap_or(atoms.len());
        while head > 1
            && atoms
                .get(head - 1)
                .is_some_and(|a| a.shape == Shape::Genitive)
        {
            head -= 1;
        }
        if let Some((speaker, entity)) = self.named(atoms, head) {
            return (Some(speaker), entity, FoundBy::Named);
        }
        // "Apple's chief executive, Tim Cook,"
        if atoms.get(head).is_some_and(|a| a.is(','))
            && atoms.get(head + 1).is_some_and(Atom::is_name)
        {
            let run = names::name_run(self.text, atoms, head + 1);
            if run.len() > 1
                && let Some((mut speaker, entity)) = self.named(atoms, run.end)
                && speaker.kind == SpeakerKind::Person
            {
                if speaker.role.is_none() {
                    speaker.role = self
                        .words(atoms, 0, head)
                        .map(|role| Clean::line(names::without_article(&role)));
                }
                return (Some(speaker), entity, FoundBy::Named);
            }
        }
        let (speaker, entity) = self.described(atoms, head, source);
        (speaker, entity, FoundBy::Description)
    }

    /// Whether the preposition at `at` belongs to a title ("Secretary of State Antony Blinken").
    fn state_title(&self, atoms: &[Atom], at: usize) -> bool {
        let of = atoms.get(at).and_then(|a| self.text.get(a.span.range())) == Some("of");
        let given = lexicon::MALE_NAME.with(lexicon::FEMALE_NAME);
        of && atoms
            .get(at - 1)
            .is_some_and(|a| a.class.has(lexicon::TITLE))
            && atoms.get(at + 1).is_some_and(Atom::is_name)
            && atoms
                .get(at + 2)
                .is_some_and(|a| a.is_name() && a.class.has(given))
    }

    fn words(&self, atoms: &[Atom], from: usize, to: usize) -> Option<Clean> {
        let first = atoms.get(from).filter(|_| from < to)?;
        let last = atoms.get(to - 1)?;
        let words = self.text.get(first.span.start..last.span.end)?;
        Some(Clean::line(words.trim_matches([',', ' '])))
    }

    fn person(&self, index: usize) -> Option<Speaker> {
        let entity = self.cast.entities.get(index)?;
        Some(Speaker {
            name: Clean::line(&entity.name),
            role: entity.role.as_deref().map(Clean::line),
            kind: if entity.person {
                SpeakerKind::Person
            } else {
                SpeakerKind::Unknown
            },
        })
    }

    /// A phrase whose head is a name.
    fn named(&self, atoms: &[Atom], head: usize) -> Option<(Speaker, Option<usize>)> {
        let last = atoms.get(head.checked_sub(1)?)?;
        if !last.is_name() {
            return None;
        }
        let mut start = head - 1;
        while start > 0 && atoms.get(start - 1).is_some_and(Atom::is_name) {
            start -= 1;
        }
        let given = lexicon::MALE_NAME.with(lexicon::FEMALE_NAME);
        let class = |i: usize| atoms.get(i).map_or(Set::NONE, |a| a.class);
        let mut name = start;
        // Titles and bodies before the name belong to the role.
        let split = (start..head)
            .rev()
            .find(|i| class(*i).has(lexicon::TITLE.with(lexicon::PERSON)) && i + 1 < head);
        if let Some(split) = split {
            name = split + 1;
        }
        if let Some(first) = (name..head).find(|i| class(*i).has(given))
            && head - first > 1
        {
            name = names::name_start(self.text, atoms, name, first);
        }
        let body = (start..head).any(|i| class(i).has(lexicon::ORGANISATION.with(lexicon::PLACE)));
        let words: Vec<String> = (name..head)
            .filter_map(|i| atoms.get(i))
            .filter(|a| !a.class.has(lexicon::SUFFIX))
            .filter_map(|a| self.text.get(a.span.range()).map(str::to_owned))
            .collect();
        let title = name.checked_sub(1).map_or(Set::NONE, class);
        let gender = match (
            title.has(lexicon::TITLE_MALE),
            title.has(lexicon::TITLE_FEMALE),
        ) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        };
        let addressed = name
            .checked_sub(1)
            .is_some_and(|i| class(i).has(lexicon::ADDRESS));
        let lone_title = words.len() == 1
            && !addressed
            && class(head - 1).has(
                lexicon::TITLE
                    .with(lexicon::PERSON)
                    .with(lexicon::ORGANISATION)
                    .with(lexicon::DOCUMENT),
            );
        let article = start > 0 && class(start - 1).has(lexicon::DETERMINER);
        if lone_title {
            return None;
        }
        let at = last.span.start;
        if (!body || split.is_some() || class(name).has(given))
            && let Some(index) = self.cast.known(&words, gender, at)
            && !(article
                && words.len() == 1
                && split.is_none()
                && !self.cast.entities.get(index).is_some_and(|e| e.person))
        {
            let mut speaker = self.person(index)?;
            let role = names::role_before(self.text, atoms, name).map(|role| Clean::line(&role));
            if speaker.role.is_none() {
                speaker.role = role;
            }
            if words.len() > 1 || split.is_some() {
                speaker.kind = SpeakerKind::Person;
            }
            if speaker.kind == SpeakerKind::Unknown && !article {
                speaker.kind = SpeakerKind::Person;
            }
            return Some((speaker, Some(index)));
        }
        let person = !body && !article && (split.is_some() || words.len() > 1);
        let whole = if person {
            self.words(atoms, name, head)
        } else {
            self.words(atoms, 0, head)
        };
        let name_text = whole?;
        let name_text = if !person
            && head < atoms.len()
            && atoms
                .get(head)
                .is_some_and(|a| a.class.has(lexicon::PREPOSITION))
        {
            let end = atoms.iter().position(|a| a.is(',')).unwrap_or(atoms.len());
            self.words(atoms, 0, end)?
        } else {
            name_text
        };
        Some((
            Speaker {
                name: name_text,
                role: None,
                kind: if person {
                    SpeakerKind::Person
                } else {
                    SpeakerKind::Organisation
                },
            },
            None,
        ))
    }

    fn described(
        &self,
        atoms: &[Atom],
        head: usize,
        source: Span,
    ) -> (Option<Speaker>, Option<usize>) {
        let Some(noun) = atoms.get(head.saturating_sub(1)) else {
            return (None, None);
        };
        let Some(first) = atoms.first() else {
            return (None, None);
        };
        let mut word = String::new();
        atom::fold(
            self.text.get(noun.span.range()).unwrap_or_default(),
            &mut word,
        );
        let definite = matches!(
            self.text
                .get(first.span.range())
                .unwrap_or_default()
                .to_lowercase()
                .as_str(),
            "the"
                | "this"
                | "that"
                | "der"
                | "die"
                | "das"
                | "le"
                | "la"
                | "el"
                | "il"
                | "l'"
                | "his"
                | "her"
        );
        let end = atoms.iter().position(|a| a.is(',')).unwrap_or(atoms.len());
        let whole = self.words(atoms, 0, end);
        let answer = |kind| {
            whole.clone().map(|name| Speaker {
                name,
                role: None,
                kind,
            })
        };
        if noun.class.has(lexicon::ORGANISATION) {
            let fuller = (definite && head <= 2)
                .then(|| self.cast.body(&word, source.start))
                .flatten();
            return match fuller {
                Some(name) => (
                    Some(Speaker {
                        name: Clean::line(name),
                        role: None,
                        kind: SpeakerKind::Organisation,
                    }),
                    None,
                ),
                None => (answer(SpeakerKind::Organisation), None),
            };
        }
        if noun.class.has(lexicon::PLACE) {
            return (answer(SpeakerKind::Organisation), None);
        }
        if definite
            && noun.class.has(lexicon::UNNAMED)
            && let Some((_, name)) = self
                .nameless
                .iter()
                .rev()
                .take(8)
                .find(|(other, _)| *other == word)
        {
            let speaker = Speaker {
                name: Clean::line(name),
                role: None,
                kind: SpeakerKind::Unnamed,
            };
            return (Some(speaker), None);
        }
        if definite
            && (noun.class.has(lexicon::PERSON.with(lexicon::TITLE)))
            && !word.ends_with('s')
        {
            if let Some(index) = self.cast.with_role(
                &word,
                self.text.get(source.range()).unwrap_or_default(),
                source.start,
            ) {
                return (self.person(index), Some(index));
            }
            let gender = match (
                noun.class.has(lexicon::TITLE_MALE),
                noun.class.has(lexicon::TITLE_FEMALE),
            ) {
                (true, false) => Gender::Male,
                (false, true) => Gender::Female,
                _ => Gender::Unknown,
            };
            if let Some((last, at, entity)) = &self.last
                && last.kind == SpeakerKind::Person
                && source.start.saturating_sub(*at) < REACH
                && entity
                    .and_then(|i| self.cast.entities.get(i))
                    .is_none_or(|e| {
                        gender == Gender::Unknown
                            || e.gender == Gender::Unknown
                            || e.gender == gender
                    })
            {
                return (Some(last.clone()), *entity);
            }
        }
        if noun.class.has(lexicon::DOCUMENT) {
            return (answer(SpeakerKind::Document), None);
        }
        if noun.class.has(lexicon::UNNAMED.with(lexicon::PERSON)) || word.ends_with('s') {
            return (answer(SpeakerKind::Unnamed), None);
        }
        (answer(SpeakerKind::Unknown), None)
    }

    fn pronoun(&self, first: &Atom, source: Span) -> (Option<Speaker>, Option<usize>) {
        if first.class.has(lexicon::RELATIVE) {
            return self.antecedent(source);
        }
        if first.class.has(lexicon::FIRST) {
            return (None, None);
        }
        let word = self.text.get(first.span.range()).unwrap_or_default();
        let near = self
            .last
            .as_ref()
            .filter(|(_, at, _)| source.start.saturating_sub(*at) < REACH);
        if word.eq_ignore_ascii_case("it") || word.eq_ignore_ascii_case("its") {
            let body = self.last_body(source.start);
            let spoke = near.filter(|(last, _, _)| {
                matches!(last.kind, SpeakerKind::Organisation | SpeakerKind::Document)
            });
            return match (spoke, body) {
                (Some((last, _, _)), _) => (Some(last.clone()), None),
                (None, Some((name, _))) => (
                    Some(Speaker {
                        name: Clean::line(name),
                        role: None,
                        kind: SpeakerKind::Organisation,
                    }),
                    None,
                ),
                (None, None) => (None, None),
            };
        }
        if first.class.has(lexicon::PLURAL) {
            return match near {
                Some((last, _, _)) if last.kind != SpeakerKind::Person => {
                    (Some(last.clone()), None)
                }
                _ => (None, None),
            };
        }
        let gender = match (
            first.class.has(lexicon::MALE),
            first.class.has(lexicon::FEMALE),
        ) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => return (None, None),
        };
        let mut best: Option<(usize, i32)> = None;
        for (rank, mention) in self.cast.before(source.start).take(MENTIONS).enumerate() {
            let distance = source.start - mention.at;
            if distance > REACH {
                break;
            }
            let Some(entity) = self.cast.entities.get(mention.entity) else {
                continue;
            };
            if entity.gender != gender && entity.gender != Gender::Unknown {
                continue;
            }
            let spoke = near.is_some_and(|(_, _, last)| *last == Some(mention.entity));
            if entity.gender == Gender::Unknown && !entity.person && !spoke {
                continue;
            }
            let mut score = 100
                - i32::try_from(rank).unwrap_or(100) * 8
                - i32::try_from(distance / 40).unwrap_or(100);
            if mention.leading {
                score += 30;
            }
            if mention.genitive {
                score -= 25;
            }
            if entity.gender == gender {
                score += 25;
            }
            if near.is_some_and(|(_, _, last)| *last == Some(mention.entity)) {
                score += 25;
            }
            if best.is_none_or(|(_, most)| score > most) {
                best = Some((mention.entity, score));
            }
        }
        if let Some((index, _)) = best {
            return (self.person(index), Some(index));
        }
        match near {
            Some((last, _, entity))
                if matches!(last.kind, SpeakerKind::Person | SpeakerKind::Unnamed)
                    && entity
                        .and_then(|i| self.cast.entities.get(i))
                        .is_none_or(|known| {
                            known.gender == Gender::Unknown || known.gender == gender
                        }) =>
            {
                (Some(last.clone()), *entity)
            }
            _ => (None, None),
        }
    }

    /// Returns the last body named in the two sentences or so before a place.
    fn last_body(&self, at: usize) -> Option<(&'a str, usize)> {
        self.cast
            .last_body(at)
            .filter(|(_, place)| at - place < REACH / 3)
    }

    /// Whom "who" stands for: the phrase before it.
    fn antecedent(&self, source: Span) -> (Option<Speaker>, Option<usize>) {
        const LOOK: usize = 160;
        let mut from = source.start.saturating_sub(LOOK);
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let before = self.text.get(from..source.start).unwrap_or_default();
        let from = from + before.rfind('\n').map_or(0, |i| i + 1);
        let before = self.text.get(from..source.start).unwrap_or_default();
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
        let Some(phrase) = phrase::backward(&atoms, 0, end) else {
            return (None, None);
        };
        let part = atoms.get(phrase).unwrap_or_default();
        let Some((head, span)) = part
            .first()
            .zip(part.last())
            .map(|(a, b)| (a, Span::new(a.span.start, b.span.end)))
        else {
            return (None, None);
        };
        if head.class.has(lexicon::RELATIVE) {
            return (None, None);
        }
        let draft = Draft {
            content: Vec::new(),
            quoted: false,
            bare: false,
            cue: None,
            source: Some(span),
            rule: Rule::Clause,
            sure: None,
        };
        let (speaker, entity, _) = self.identify(part, span, &draft);
        (speaker, entity)
    }
}
