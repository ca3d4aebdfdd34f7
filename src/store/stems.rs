//! Reduces a word to its stem, so that "vote" finds "voted" and "voting". Knows which languages can be stemmed.
//!
//! A stem is made twice: of the word as it is written, and of the word without its accents. So those who leave accents
//! out find the forms of a word as well.

use snowball_stemmers_rs::{Algorithm, Stemmer};

use crate::store::words::folded;

/// Longest word that is stemmed, in bytes; no language makes longer ones.
const LONGEST: usize = 64;

/// The stems of one language.
pub(super) struct Stems(Stemmer);

impl Stems {
    /// Returns the stems of a language by its ISO 639 code; none when it cannot be stemmed.
    pub(super) fn of(language: &str) -> Option<Self> {
        let algorithm = match language {
            "ar" => Algorithm::Arabic,
            "ca" => Algorithm::Catalan,
            "cs" => Algorithm::Czech,
            "da" => Algorithm::Danish,
            "de" => Algorithm::German,
            "el" => Algorithm::Greek,
            "en" => Algorithm::English,
            "es" => Algorithm::Spanish,
            "et" => Algorithm::Estonian,
            "eu" => Algorithm::Basque,
            "fi" => Algorithm::Finnish,
            "fr" => Algorithm::French,
            "ga" => Algorithm::Irish,
            "hi" => Algorithm::Hindi,
            "hu" => Algorithm::Hungarian,
            "hy" => Algorithm::Armenian,
            "id" => Algorithm::Indonesian,
            "it" => Algorithm::Italian,
            "lt" => Algorithm::Lithuanian,
            "nb" | "nn" | "no" => Algorithm::Norwegian,
            "ne" => Algorithm::Nepali,
            "nl" => Algorithm::Dutch,
            "pl" => Algorithm::Polish,
            "pt" => Algorithm::Portuguese,
            "ro" => Algorithm::Romanian,
            "ru" => Algorithm::Russian,
            "sr" => Algorithm::Serbian,
            "sv" => Algorithm::Swedish,
            "ta" => Algorithm::Tamil,
            "tr" => Algorithm::Turkish,
            "uk" => Algorithm::Ukrainian,
            _ => return None,
        };
        Some(Self(Stemmer::create(algorithm)))
    }

    /// Calls `each` with the folded stems of a word that is written so, and folded so; with none that are the word.
    pub(super) fn each(&self, written: &str, word: &str, each: &mut dyn FnMut(String)) {
        if word.len() > LONGEST || written.len() > LONGEST || !word.chars().all(char::is_alphabetic)
        {
            return;
        }
        let lower = written.to_lowercase();
        let stem = folded(&self.0.stem(&lower));
        let is_plain = lower == word;
        if is_stem(&stem, word) {
            each(stem);
        }
        if !is_plain {
            let stem = folded(&self.0.stem(word));
            if is_stem(&stem, word) {
                each(stem);
            }
        }
    }
}

/// Whether something is one word, and another one.
fn is_stem(stem: &str, word: &str) -> bool {
    !stem.is_empty() && stem != word && !stem.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn stems(language: &str, written: &str) -> Vec<String> {
        let mut out = Vec::new();
        Stems::of(language)
            .unwrap()
            .each(written, &folded(written), &mut |stem| out.push(stem));
        out
    }

    #[rstest]
    #[case("en", "Voting", &["vote"])]
    #[case("en", "vote", &[])]
    #[case("en", "universities", &["universiti"])]
    #[case("de", "Häuser", &["haus", "haus"])]
    #[case("ru", "Ёлками", &["елк", "елк"])]
    #[case("en", "2022", &[])]
    fn stems_of_languages(
        #[case] language: &str,
        #[case] written: &str,
        #[case] expected: &[&str],
    ) {
        assert_eq!(stems(language, written), expected);
    }

    proptest::proptest! {
        #[test]
        fn any_word_has_safe_stems(written in "\\PC{1,12}|[a-zéß’çñă]{1,20}|[а-яё]{1,20}|[ء-ي]{1,12}|[ऀ-ॿ]{1,12}|[ஂ-௿]{1,12}") {
            for language in ["ar", "de", "en", "fi", "fr", "hi", "hu", "id", "lt", "ne", "nl", "pl", "ro", "ru", "ta", "tr", "uk"] {
                let word = folded(&written).replace(' ', "");
                Stems::of(language).unwrap().each(&written, &word, &mut |stem| {
                    assert!(stem.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric()), "{stem:?}");
                });
            }
        }
    }
}
