//! Whether two names may be one speaker's, and why.
//!
//! Names that are equal after folding are one and no matter of this file. All else is a proposal for the reader to decide.

use crate::quote::SpeakerKind;
use crate::quote::roster::Called;

/// Why two names may be one speaker's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Alias {
    /// With and without a title ("Dr. Ann Roy").
    Title,
    /// With and without a middle name ("Jerome H. Powell").
    Middle,
    /// With the first name cut to its letter ("J. Powell").
    Initial,
    /// The last name alone ("Powell").
    Surname,
    /// The first letters of a body's words ("FBI").
    Acronym,
    /// The end of a body's name ("the State Department").
    Short,
    /// The same words, taken for a person here and for a body there.
    Kind,
}

impl Alias {
    /// Returns the reason in words.
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Title => "with and without title",
            Self::Middle => "with and without middle name",
            Self::Initial => "initial",
            Self::Surname => "last name alone",
            Self::Acronym => "short form",
            Self::Short => "end of the name",
            Self::Kind => "same words",
        }
    }

    /// Returns its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Middle => "middle-name",
            Self::Initial => "initial",
            Self::Surname => "surname",
            Self::Acronym => "acronym",
            Self::Short => "short-form",
            Self::Kind => "same-words",
        }
    }
}

/// Words before a name that are no part of it.
const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "president",
    "senator",
    "sen",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "gov",
    "governor",
    "mayor",
    "judge",
    "justice",
    "gen",
    "general",
    "col",
    "colonel",
    "maj",
    "major",
    "capt",
    "captain",
    "sgt",
    "lt",
    "rev",
    "father",
    "sister",
    "bishop",
    "cardinal",
    "pope",
    "king",
    "queen",
    "prince",
    "princess",
    "chancellor",
    "minister",
    "secretary",
    "ambassador",
    "herr",
    "frau",
    "monsieur",
    "madame",
    "mme",
    "senor",
    "senora",
    "don",
    "dona",
    "doktor",
];

/// Words behind a name that are no part of it.
const DEGREES: &[&str] = &["phd", "md", "esq"];

/// Words behind a name that tell it from a father's or son's.
const GENERATIONS: &[&str] = &["jr", "sr", "ii", "iii", "iv"];

/// Returns why two names may be one speaker's; none when nothing speaks for it, or when they are equal.
pub fn alias(one: &Called, other: &Called) -> Option<Alias> {
    if one.key == other.key || one.is_nobody() || other.is_nobody() {
        return None;
    }
    if [one, other]
        .iter()
        .any(|it| it.kind == SpeakerKind::Unnamed)
    {
        return None;
    }
    if one.folded() == other.folded() {
        return Some(Alias::Kind);
    }
    match (one.kind, other.kind) {
        (SpeakerKind::Person, SpeakerKind::Person) => person(one, other),
        (SpeakerKind::Organisation, SpeakerKind::Organisation) => body(one, other),
        _ => None,
    }
}

fn person(one: &Called, other: &Called) -> Option<Alias> {
    let (mut a, mut b) = (bare(one), bare(other));
    if generation(&mut a) != generation(&mut b) {
        return None;
    }
    if a.is_empty() || b.is_empty() || a.last() != b.last() {
        return None;
    }
    if a == b {
        return Some(Alias::Title);
    }
    match (a.as_slice(), b.as_slice()) {
        // "Powell": longer than the letter that is left of a name.
        ([last], _) | (_, [last]) => (last.chars().count() > 1).then_some(Alias::Surname),
        ([first, ..], [other_first, ..]) if first == other_first => {
            is_within(&a, &b).then_some(Alias::Middle)
        }
        ([first, ..], [other_first, ..]) => (is_initial(first, other_first)
            || is_initial(other_first, first))
        .then_some(Alias::Initial),
        _ => None,
    }
}

/// Whether the middle names of one are among those of the other, or begin with its letters.
fn is_within(a: &[&str], b: &[&str]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let middle = |words: &[&str]| -> Vec<String> {
        let end = words.len().saturating_sub(1);
        words
            .get(1..end)
            .unwrap_or_default()
            .iter()
            .map(|&word| word.to_owned())
            .collect()
    };
    let (short, long) = (middle(short), middle(long));
    short.iter().all(|word| {
        long.iter()
            .any(|other| word == other || is_initial(word, other) || is_initial(other, word))
    })
}

/// Whether a word is one or two letters, the first of which begins another word.
fn is_initial(word: &str, of: &str) -> bool {
    let count = word.chars().count();
    count <= 2
        && count < of.chars().count()
        && word.chars().next() == of.chars().next()
        && (count == 1 || !word.chars().any(|c| "aeiouy".contains(c)))
}

/// Takes the word that tells a father from a son off a name.
fn generation<'n>(words: &mut Vec<&'n str>) -> Option<&'n str> {
    let is_one = words.len() > 1 && words.last().is_some_and(|word| GENERATIONS.contains(word));
    if is_one { words.pop() } else { None }
}

/// Returns the words of a person's name without titles and endings.
pub(super) fn bare(name: &Called) -> Vec<&str> {
    let mut words: Vec<&str> = name.words().collect();
    while words.len() > 1 && words.first().is_some_and(|word| TITLES.contains(word)) {
        words.remove(0);
    }
    while words.len() > 1 && words.last().is_some_and(|word| DEGREES.contains(word)) {
        words.pop();
    }
    words
}

fn body(one: &Called, other: &Called) -> Option<Alias> {
    let is_short = |short: &Called, long: &Called| {
        let letters = short.folded();
        (2..=8).contains(&letters.len()) && !letters.contains(' ') && letters == long.short()
    };
    if is_short(one, other) || is_short(other, one) {
        return Some(Alias::Acronym);
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (one.words().collect(), other.words().collect());
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    (short.len() > 1 && long.ends_with(&short)).then_some(Alias::Short)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::surname("Powell", "Jerome Powell", Some(Alias::Surname))]
    #[case::another("Powell", "Jerome Howell", None)]
    #[case::initial("J. Powell", "Jerome Powell", Some(Alias::Initial))]
    #[case::initials("J.H. Powell", "Jerome Powell", Some(Alias::Initial))]
    #[case::wrong_initial("K. Powell", "Jerome Powell", None)]
    #[case::middle("Jerome H. Powell", "Jerome Powell", Some(Alias::Middle))]
    #[case::middle_letter("Jerome H. Powell", "Jerome Hayden Powell", Some(Alias::Middle))]
    #[case::other_middle("Jerome H. Powell", "Jerome K. Powell", None)]
    #[case::title("Dr. Ann Roy", "Ann Roy", Some(Alias::Title))]
    #[case::degree("Ann Roy, PhD", "Ann Roy", Some(Alias::Title))]
    #[case::son("Donald Trump Jr.", "Donald Trump", None)]
    #[case::both_sons("Donald J. Trump Jr.", "Donald Trump Jr.", Some(Alias::Middle))]
    #[case::other_person("Colin Powell", "Jerome Powell", None)]
    #[case::short_first_name("Ed Powell", "Edith Powell", None)]
    #[case::equal("Zoë Roy", "Zoe Roy", None)]
    fn people(#[case] one: &str, #[case] other: &str, #[case] expected: Option<Alias>) {
        let called = |name| Called::new(name, SpeakerKind::Person);
        assert_eq!(alias(&called(one), &called(other)), expected);
        assert_eq!(alias(&called(other), &called(one)), expected);
    }

    #[rstest]
    #[case::acronym("FBI", "Federal Bureau of Investigation", Some(Alias::Acronym))]
    #[case::dotted("F.B.I.", "Federal Bureau of Investigation", Some(Alias::Acronym))]
    #[case::end("the State Department", "U.S. State Department", Some(Alias::Short))]
    #[case::one_word("Department", "State Department", None)]
    #[case::other("Treasury Department", "State Department", None)]
    fn bodies(#[case] one: &str, #[case] other: &str, #[case] expected: Option<Alias>) {
        let called = |name| Called::new(name, SpeakerKind::Organisation);
        assert_eq!(alias(&called(one), &called(other)), expected);
        assert_eq!(alias(&called(other), &called(one)), expected);
    }

    #[test]
    fn the_same_words_of_another_kind_are_a_proposal_and_descriptions_never_are() {
        let name = |kind| Called::new("Amazon", kind);
        let (person, body) = (name(SpeakerKind::Person), name(SpeakerKind::Organisation));
        assert_eq!(alias(&person, &body), Some(Alias::Kind));
        assert_eq!(alias(&name(SpeakerKind::Unnamed), &body), None);
    }
}
