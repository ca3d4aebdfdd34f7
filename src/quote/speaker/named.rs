//! Who a phrase with a name in it stands for.

use crate::article::{Clean, Span};
use crate::quote::SpeakerKind;
use crate::quote::atom::{Atom, Shape};
use crate::quote::given;
use crate::quote::lexicon::{self, Set};
use crate::quote::mention::Gender;
use crate::quote::names;
use crate::quote::speaker::{Meant, Resolver};

/// The parts of a phrase whose head is a name.
#[derive(Debug, Clone, Copy)]
struct Parts {
    /// Where the name begins and ends.
    name: usize,
    head: usize,
    /// A title or office stands before the name.
    is_titled: bool,
    /// An article stands before it ("the Security Council").
    has_article: bool,
    /// One of the words names a body or a place.
    is_body: bool,
}

impl Resolver<'_> {
    /// Whom a phrase means whose head is a name.
    pub(super) fn named(&self, atoms: &[Atom], head: usize) -> Option<Meant> {
        let parts = parts(self, atoms, head)?;
        if let Some(meant) = self.of_cast(atoms, parts) {
            return Some(meant);
        }
        let Parts { name, .. } = parts;
        let is_person =
            !parts.is_body && !parts.has_article && (parts.is_titled || head - name > 1);
        if is_person {
            return Some(Meant::other(
                self.words(atoms, name, head)?,
                SpeakerKind::Person,
            ));
        }
        let goes_on = atoms
            .get(head)
            .is_some_and(|a| a.class.has(lexicon::PREPOSITION));
        let end = if goes_on {
            atoms.iter().position(|a| a.is(',')).unwrap_or(atoms.len())
        } else {
            head
        };
        let whole = self.words(atoms, 0, end)?;
        let fuller = self.cast.fuller_body(&whole).map(Clean::line);
        Some(Meant::other(
            fuller.unwrap_or(whole),
            SpeakerKind::Organisation,
        ))
    }

    /// Somebody of the cast whom a name means.
    fn of_cast(&self, atoms: &[Atom], parts: Parts) -> Option<Meant> {
        let Parts {
            name,
            head,
            is_titled,
            has_article,
            is_body,
            ..
        } = parts;
        let is_given = atoms
            .get(name)
            .is_some_and(|a| given::is_given(self.text, a));
        if is_body && !is_titled && !is_given {
            return None;
        }
        let words: Vec<&str> = (name..head)
            .filter_map(|i| atoms.get(i))
            .filter(|a| !a.class.has(lexicon::SUFFIX))
            .map(|a| self.word(a))
            .collect();
        let title = name
            .checked_sub(1)
            .map_or(Set::NONE, |before| class(atoms, before));
        let gender = Gender::of(title, lexicon::TITLE_MALE, lexicon::TITLE_FEMALE);
        let span = Span::new(atoms.get(name)?.span.start, atoms.get(head - 1)?.span.end);
        let index = self
            .cast
            .named_in(span, words.last()?)
            .or_else(|| self.cast.known(&words, gender, span.start))?;
        let is_person = self.entity(index).is_some_and(|entity| entity.person);
        let is_alone = words.len() == 1 && !is_titled;
        if is_alone && !is_person && (has_article || founded(self, atoms, head)) {
            return None;
        }
        let mut meant = self.member(index)?;
        let speaker = &mut meant.speaker;
        if speaker.role.is_none() {
            let role = names::role_before(self.text, atoms, name);
            speaker.role = role.as_deref().map(Clean::line);
        }
        let is_acronym = is_alone && !is_person && shape(atoms, name) == Shape::Capitals;
        if is_acronym {
            speaker.kind = SpeakerKind::Organisation;
        } else if !is_alone || speaker.kind == SpeakerKind::Unknown && !has_article {
            speaker.kind = SpeakerKind::Person;
        }
        Some(meant)
    }

    /// Whom the name means that explains a description: "Apple's chief executive, Tim Cook,".
    pub(super) fn apposed(&self, atoms: &[Atom], head: usize) -> Option<Meant> {
        let comma = (head..atoms.len()).find(|i| atoms.get(*i).is_some_and(|a| a.is(',')))?;
        let is_office = (0..comma).any(|i| {
            class(atoms, i).has(lexicon::PERSON.with(lexicon::TITLE).with(lexicon::UNNAMED))
        });
        let first = (comma + 1..atoms.len()).find(|i| {
            atoms.get(*i).is_some_and(Atom::is_name)
                && !class(atoms, *i).has(lexicon::TITLE.with(lexicon::PERSON))
        })?;
        // Between comma and name there may be an office ("state Del. Marcia Price") and nothing else.
        let is_led = (comma + 1..first).all(|i| {
            atoms.get(i).is_some_and(|a| {
                a.class.has(lexicon::TITLE.with(lexicon::PERSON))
                    || a.is('.')
                    || !a.capital && a.is_word()
            })
        });
        let leads = first == comma + 1
            || is_led && class(atoms, first - 1).has(lexicon::TITLE.with(lexicon::PERSON))
            || is_led && atoms.get(first - 1).is_some_and(|a| a.is('.'));
        let run = names::whole_name(self.text, atoms, first);
        if !(leads && run.len() > 1 && (is_office || comma == head)) {
            return None;
        }
        let mut meant = self
            .named(atoms, run.end)
            .filter(|meant| meant.speaker.kind == SpeakerKind::Person)?;
        if meant.speaker.role.is_none() {
            let role = self.words(atoms, 0, comma);
            meant.speaker.role = role.map(|role| Clean::line(names::without_article(&role)));
        }
        Some(meant)
    }
}

fn class(atoms: &[Atom], at: usize) -> Set {
    atoms.get(at).map_or(Set::NONE, |a| a.class)
}

fn shape(atoms: &[Atom], at: usize) -> Shape {
    atoms.get(at).map_or(Shape::Plain, |a| a.shape)
}

/// Takes a phrase apart whose head ends before `head`; none when that is no name.
fn parts(resolver: &Resolver, atoms: &[Atom], head: usize) -> Option<Parts> {
    let last = head.checked_sub(1)?;
    if !atoms.get(last)?.is_name() {
        return None;
    }
    let mut start = last;
    while start > 0 && atoms.get(start - 1).is_some_and(Atom::is_name) {
        start -= 1;
    }
    let class = |i: usize| class(atoms, i);
    let is_given = |i: &usize| {
        atoms
            .get(*i)
            .is_some_and(|a| given::is_given(resolver.text, a))
    };
    // Titles and bodies before the name belong to the role.
    let split = (start..last)
        .rev()
        .find(|i| class(*i).has(lexicon::TITLE.with(lexicon::PERSON)));
    let mut name = split.map_or(start, |split| split + 1);
    if let Some(first) = (name..head).find(is_given)
        && head - first > 1
    {
        name = names::name_start(resolver.text, atoms, name, first);
    }
    // "de Blasio"
    while name > 0
        && atoms.get(name - 1).is_some_and(|a| {
            !a.capital && !a.class.has(lexicon::DETERMINER) && names::is_particle(resolver.word(a))
        })
        && name == start
    {
        name -= 1;
        start = name;
    }
    let is_addressed = name
        .checked_sub(1)
        .is_some_and(|before| class(before).has(lexicon::ADDRESS));
    let office = lexicon::TITLE
        .with(lexicon::PERSON)
        .with(lexicon::ORGANISATION)
        .with(lexicon::DOCUMENT);
    let is_bare_title = head - name == 1 && !is_addressed && class(last).has(office);
    let has_initial = is_given(&name)
        && (name + 1..last).any(|i| {
            atoms
                .get(i)
                .is_some_and(|a| resolver.word(a).trim_end_matches('.').chars().count() == 1)
        });
    (!is_bare_title).then(|| Parts {
        name,
        head,
        is_titled: split.is_some(),
        has_article: start > 0 && class(start - 1).has(lexicon::DETERMINER),
        // "Laurence H. Tribe" is nobody's tribe.
        is_body: !has_initial
            && (start..head).any(|i| class(i).has(lexicon::ORGANISATION.with(lexicon::PLACE))),
    })
}

/// Whether a name goes on as those of bodies do ("Citizens for Tax Justice", "Doctors Without Borders").
fn founded(resolver: &Resolver, atoms: &[Atom], head: usize) -> bool {
    const JOINS: &[&str] = &["for", "of", "on", "against", "without"];
    atoms.get(head).is_some_and(|a| {
        JOINS
            .iter()
            .any(|join| resolver.word(a).eq_ignore_ascii_case(join))
    }) && atoms.get(head + 1).is_some_and(Atom::is_name)
}
