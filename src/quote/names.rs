//! Names as they stand in the text, with the title, office and gender beside them.

use foldhash::HashSet;
use std::cell::LazyCell;
use std::ops::Range;

use crate::article::Span;
use crate::quote::atom::{Atom, Shape, mostly_capitals};
use crate::quote::given;
use crate::quote::lexicon::{self, Set};
use crate::quote::lower::lowered;
use crate::quote::mention::Gender;

/// The longest name, in words.
pub(super) const LONGEST_NAME: usize = 7;

/// A name as it stands in the text.
#[derive(Debug, Clone)]
pub(super) struct Found<'t> {
    pub(super) at: usize,
    pub(super) words: Vec<&'t str>,
    pub(super) gender: Gender,
    pub(super) person: bool,
    pub(super) role: Option<String>,
    /// The gender that its first word tells, if that is a given name.
    pub(super) given: Option<Gender>,
    pub(super) genitive: bool,
    pub(super) leading: bool,
}

/// Particles inside of names.
const PARTICLES: &[&str] = &[
    "de", "del", "der", "den", "van", "von", "bin", "al", "la", "di", "da", "dos", "du", "el", "le",
];

/// Whether a word is a particle of a name ("de", "De").
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES
        .iter()
        .any(|particle| word.eq_ignore_ascii_case(particle))
}

/// Titles that go with every name and are no office.
const ADDRESS: Set = lexicon::ADDRESS;

/// Whether a word may stand in a person's name for the rules: no country, body, title, day.
fn personal(atom: &Atom) -> bool {
    atom.is_name()
        && atom.shape != Shape::Number
        && !atom.class.has(
            lexicon::TITLE
                .with(lexicon::PLACE)
                .with(lexicon::TIME)
                .with(lexicon::ORGANISATION)
                .with(lexicon::PERSON)
                .with(lexicon::DOCUMENT)
                .with(lexicon::SAYING),
        )
}

/// How widely a word is taken for a part of a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    /// By the lexicon alone, as the rules do.
    Narrow,
    /// With all given names that are known: "Bill" is one even if a bill is a document.
    Wide,
}

impl Reading {
    fn is_given(self, text: &str, atom: &Atom) -> bool {
        match self {
            Self::Narrow => atom
                .class
                .has(lexicon::MALE_NAME.with(lexicon::FEMALE_NAME)),
            Self::Wide => given::is_given(text, atom),
        }
    }

    fn is_personal(self, text: &str, atom: &Atom) -> bool {
        let other = lexicon::TITLE
            .with(lexicon::PLACE)
            .with(lexicon::TIME)
            .with(lexicon::ORGANISATION);
        personal(atom)
            || self == Self::Wide
                && atom.is_name()
                && !atom.class.has(other)
                && given::is_given(text, atom)
    }
}

/// Collects the names of a line. One in which most words are capitalised has none that could be told from the others.
pub(super) fn collect<'t>(text: &'t str, atoms: &[Atom], out: &mut Vec<Found<'t>>) {
    if mostly_capitals(atoms) {
        return;
    }
    // Few lines need them.
    let common = LazyCell::new(|| lower_words(text, atoms));
    let mut at = 0;
    while at < atoms.len() {
        let Some(atom) = atoms.get(at) else { break };
        // "Mr. King", though a king is an office.
        let addressed = at > 0
            && atom.is_name()
            && atoms
                .get(at - 1)
                .is_some_and(|a| a.class.has(ADDRESS) && a.capital);
        if !Reading::Wide.is_personal(text, atom) && !addressed {
            at += 1;
            continue;
        }
        let run = run_of(text, atoms, at, Reading::Wide);
        at = run.end;
        let opens = run.start == 0 || atoms.get(run.start - 1).is_some_and(|a| !a.is_word());
        let mut start = run.start;
        if of_office(text, atoms, &run) {
            start += 1;
        }
        let is_given = |i: &usize| atoms.get(*i).is_some_and(|a| given::is_given(text, a));
        if let Some(first) = (start..run.end).find(is_given)
            && run.end - first > 1
        {
            start = name_start(text, atoms, start, first);
        } else if opens
            && run.len() > 1
            && (lowered(word_of(text, atoms, start), |word| common.contains(word))
                || matches!(atoms.get(start).map(|a| a.shape), Some(Shape::Ing)))
        {
            start += 1;
        }
        if let Some(found) = found(text, atoms, &(start..run.end), opens) {
            out.push(found);
        }
    }
}

/// Whether a name begins with a word of the office before it ("Secretary of | State Jon Husted").
fn of_office(text: &str, atoms: &[Atom], run: &Range<usize>) -> bool {
    let is_office = |i: usize| {
        atoms
            .get(i)
            .is_some_and(|a| a.class.has(lexicon::TITLE.with(lexicon::PERSON)))
    };
    run.len() > 2
        && run.start > 1
        && word_of(text, atoms, run.start - 1) == "of"
        && is_office(run.start - 2)
}

fn found<'t>(text: &'t str, atoms: &[Atom], run: &Range<usize>, opens: bool) -> Option<Found<'t>> {
    let first = atoms.get(run.start)?;
    let mut words: Vec<&str> = run
        .clone()
        .map(|i| word_of(text, atoms, i))
        .filter(|word| !word.is_empty())
        .collect();
    // "the Clintons’ house": the mark is no part of the name.
    let last = words.last_mut()?;
    let bare = last.trim_end_matches(['’', '\'']);
    let is_owner = bare.len() < last.len();
    *last = bare;
    let given = given::gender(text, first);
    let titled = run.start.checked_sub(1).and_then(|i| atoms.get(i));
    let title = titled.filter(|a| a.class.has(lexicon::TITLE.with(lexicon::PERSON)));
    let mut gender = title.map_or(Gender::Unknown, |a| {
        Gender::of(a.class, lexicon::TITLE_MALE, lexicon::TITLE_FEMALE)
    });
    if gender == Gender::Unknown && words.len() > 1 {
        gender = given.unwrap_or(Gender::Unknown);
    }
    let person = title.is_some() || given.is_some() && words.len() > 1;
    let role = role_before(text, atoms, run.start).or_else(|| role_after(text, atoms, run.end));
    let next = atoms.get(run.end);
    // "Interim DNC Chairwoman Donna Brazile", "Obama aides": the words before an office name nobody who acts.
    let belongs = given.is_none()
        && next.is_some_and(|a| {
            a.class.has(lexicon::TITLE.with(lexicon::PERSON)) && a.uses == Set::NONE
        });
    if belongs && words.len() > 1 {
        return None;
    }
    Some(Found {
        at: first.span.start,
        person: person || role.is_some() && words.len() > 1,
        words,
        gender,
        role,
        genitive: is_owner || belongs || next.is_some_and(|a| a.shape == Shape::Genitive),
        given,
        leading: opens
            || next.is_some_and(|a| {
                a.class.has(lexicon::AUXILIARY) || a.uses != Set::NONE || a.class.has(lexicon::VERB)
            }),
    })
}

/// Returns the office in front of a name ("U.S. State Department spokesman", "Putin's spokesman").
pub(super) fn role_before(text: &str, atoms: &[Atom], name: usize) -> Option<String> {
    const LONGEST: usize = 10;
    let mut start = name;
    let mut office = false;
    while start > 0 && name - start < LONGEST {
        let Some(atom) = atoms.get(start - 1) else {
            break;
        };
        if !atom.is_word()
            || atom.class.has(
                lexicon::DETERMINER
                    .with(lexicon::AUXILIARY)
                    .with(lexicon::CONJUNCTION)
                    .with(lexicon::ADVERB),
            ) && !atom.capital
        {
            break;
        }
        if atom.class.has(
            lexicon::DETERMINER
                .with(lexicon::CONJUNCTION)
                .with(lexicon::PRONOUN)
                .with(lexicon::SUBORDINATE)
                .with(lexicon::TIME),
        ) {
            break;
        }
        if atom.class.has(lexicon::PREPOSITION)
            && !(text.get(atom.span.range()) == Some("of")
                && start < name
                && atoms
                    .get(start.wrapping_sub(2))
                    .is_some_and(|a| a.class.has(lexicon::TITLE.with(lexicon::PERSON))))
        {
            break;
        }
        if atom.class.has(lexicon::PREPOSITION) && !office && start == name {
            break;
        }
        let lower = !atom.capital;
        let noun = atom.class.has(lexicon::TITLE.with(lexicon::PERSON));
        if !office
            && !noun
            && (lower || start != name && atom.is_word())
            && !(atom.class.has(lexicon::PREPOSITION)
                || atoms
                    .get(start.wrapping_sub(2))
                    .is_some_and(|a| text.get(a.span.range()) == Some("of")))
        {
            break;
        }
        let then_capital = atoms.get(start).is_some_and(|a| a.capital);
        if lower
            && !noun
            && !atom.class.has(lexicon::PREPOSITION)
            && (atom.uses != Set::NONE
                || atom.class.has(lexicon::VERB)
                || then_capital && atom.shape != Shape::Genitive)
        {
            break;
        }
        office |= noun;
        start -= 1;
    }
    if !office {
        return None;
    }
    let span = Span::new(
        atoms.get(start)?.span.start,
        atoms.get(name.checked_sub(1)?)?.span.end,
    );
    let role = text.get(span.range())?.trim();
    (!role.is_empty()
        && !matches!(
            role,
            "MR."
                | "MRS."
                | "MS."
                | "Mr."
                | "Mrs."
                | "Ms."
                | "Mr"
                | "Mrs"
                | "Ms"
                | "Miss"
                | "Herr"
                | "Frau"
                | "M."
                | "Mme"
        ))
    .then(|| role.to_owned())
}

/// Returns the office in the apposition after a name (", a spokesman for the court,").
fn role_after(text: &str, atoms: &[Atom], end: usize) -> Option<String> {
    const LONGEST: usize = 24;
    let from = end + 1;
    if !atoms.get(end)?.is(',') {
        return None;
    }
    let first = atoms.get(from)?;
    if !(first.class.has(lexicon::DETERMINER)
        || first.class.has(lexicon::PERSON.with(lexicon::TITLE)))
        || first.class.has(lexicon::PRONOUN) && first.capital
    {
        return None;
    }
    let mut to = from;
    while to < atoms.len()
        && to - from < LONGEST
        && !atoms.get(to).is_some_and(|a| {
            a.is(',')
                || a.is('.')
                || a.is(';')
                || a.is(':')
                || a.is('"')
                || a.is('”')
                || a.is('“')
                || a.class.has(lexicon::RELATIVE)
                || a.class.has(lexicon::AUXILIARY)
        })
    {
        to += 1;
    }
    let closed = atoms
        .get(to)
        .is_some_and(|a| a.is(',') || a.is('.') || a.class.has(lexicon::RELATIVE));
    let office = (from..to).any(|i| {
        atoms
            .get(i)
            .is_some_and(|a| a.class.has(lexicon::PERSON.with(lexicon::TITLE)))
    });
    let indefinite = matches!(text.get(first.span.range()), Some("a" | "an"));
    if !closed || !(office || indefinite) {
        return None;
    }
    let span = Span::new(first.span.start, atoms.get(to - 1)?.span.end);
    let role = text.get(span.range())?;
    Some(without_article(role).to_owned())
}

fn word_of<'t>(text: &'t str, atoms: &[Atom], at: usize) -> &'t str {
    atoms
        .get(at)
        .and_then(|a| text.get(a.span.range()))
        .unwrap_or_default()
}

/// Returns the run of name words that begins at `start`, as the rules read it.
pub(super) fn name_run(text: &str, atoms: &[Atom], start: usize) -> Range<usize> {
    run_of(text, atoms, start, Reading::Narrow)
}

/// Returns the run of name words that begins at `start`, with all that is known of given names.
pub(super) fn whole_name(text: &str, atoms: &[Atom], start: usize) -> Range<usize> {
    run_of(text, atoms, start, Reading::Wide)
}

fn run_of(text: &str, atoms: &[Atom], start: usize, reading: Reading) -> Range<usize> {
    let mut end = start + 1;
    while end < atoms.len() && end - start < LONGEST_NAME {
        let Some(atom) = atoms.get(end) else { break };
        let adjacent = atoms
            .get(end - 1)
            .is_some_and(|before| before.span.end < atom.span.start);
        // "Larry King", though a king is an office.
        let surname = end == start + 1
            && atom.is_name()
            && atom
                .class
                .has(lexicon::TITLE.with(lexicon::PERSON).with(lexicon::PLACE))
            && !atom.class.has(lexicon::ADDRESS)
            && atoms.get(start).is_some_and(|a| reading.is_given(text, a))
            && !atoms.get(end + 1).is_some_and(Atom::is_name);
        if adjacent && (reading.is_personal(text, atom) || surname) {
            end += 1;
        } else if atom.is_word()
            && PARTICLES.contains(&word_of(text, atoms, end))
            && atoms
                .get(end + 1)
                .is_some_and(|a| reading.is_personal(text, a))
        {
            end += 2;
        } else {
            break;
        }
    }
    while end > start + 1
        && atoms
            .get(end - 1)
            .is_some_and(|a| a.class.has(lexicon::SUFFIX))
    {
        end -= 1;
    }
    start..end
}

fn lower_words<'t>(text: &'t str, atoms: &[Atom]) -> HashSet<&'t str> {
    atoms
        .iter()
        .filter(|atom| atom.is_word() && !atom.capital)
        .filter_map(|atom| text.get(atom.span.range()))
        .collect()
}

/// Returns a phrase without its article.
pub(super) fn without_article(phrase: &str) -> &str {
    ["a ", "an ", "the ", "A ", "An ", "The "]
        .iter()
        .find_map(|article| phrase.strip_prefix(article))
        .unwrap_or(phrase)
}

/// Returns where a name begins whose first known given name stands at `given` in a run from `start`: what comes before it
/// may be a first name that no list knows ("Cornell William Brooks") or an adjective ("American Bill Roy").
pub(super) fn name_start(text: &str, atoms: &[Atom], start: usize, given: usize) -> usize {
    const ADJECTIVES: &[&str] = &["an", "ic", "ish", "ese", "ist", "al", "er", "ing", "ed"];
    let word = word_of(text, atoms, start);
    let plain = atoms
        .get(start)
        .is_some_and(|a| personal(a) && a.shape != Shape::Capitals);
    let state = start > 0
        && atoms
            .get(start - 1)
            .is_some_and(|a| a.class.has(lexicon::PREPOSITION));
    let first =
        given == start + 1 && plain && !state && !ADJECTIVES.iter().any(|end| word.ends_with(end));
    if first { start } else { given }
}
