//! Given names: whether a word is one, and of whom. Only who is who is told by them, never what was said.

use foldhash::{HashMap, HashMapExt};
use std::sync::LazyLock;

use crate::quote::atom::Atom;
use crate::quote::lexicon;
use crate::quote::lower::lowered;
use crate::quote::mention::Gender;

static LIST: LazyLock<HashMap<&'static str, Gender>> = LazyLock::new(|| {
    let mut list = HashMap::new();
    for line in include_str!("../../assets/lexicon/given-names.txt").lines() {
        let gender = match line.split_once(": ") {
            Some(("male", _)) => Gender::Male,
            Some(("female", _)) => Gender::Female,
            Some(("either", _)) => Gender::Unknown,
            _ => continue,
        };
        for name in line.split(' ').skip(1) {
            // One that stands in two lists tells nothing.
            list.entry(name)
                .and_modify(|known| {
                    if *known != gender {
                        *known = Gender::Unknown;
                    }
                })
                .or_insert(gender);
        }
    }
    list
});

/// Returns the gender that a given name tells; none when the word is no given name.
pub(super) fn gender(text: &str, atom: &Atom) -> Option<Gender> {
    if !atom.capital || !atom.is_word() {
        return None;
    }
    let word = text.get(atom.span.range())?;
    let listed = lowered(word, |word| LIST.get(word).copied());
    listed.or_else(|| {
        let (male, female) = (lexicon::MALE_NAME, lexicon::FEMALE_NAME);
        let is_known = atom.class.has(male.with(female));
        is_known.then(|| Gender::of(atom.class, male, female))
    })
}

/// Whether a word is a given name.
pub(super) fn is_given(text: &str, atom: &Atom) -> bool {
    gender(text, atom).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::atom;
    use crate::quote::lexicon::Lexicon;
    use rstest::rstest;

    #[rstest]
    #[case::lexicon("John", Some(Gender::Male))]
    #[case::list("Melanie", Some(Gender::Female))]
    #[case::either("Leslie", Some(Gender::Unknown))]
    #[case::either_though_the_lexicon_says_male("Terry", Some(Gender::Unknown))]
    #[case::lower_case("mark", None)]
    #[case::surname("Zhou", None)]
    fn given_names(#[case] word: &str, #[case] expected: Option<Gender>) {
        let atoms = atom::atoms(word, 0, &[], Lexicon::of("en"));
        assert_eq!(gender(word, &atoms[0]), expected);
    }
}
