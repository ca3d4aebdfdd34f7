//! Which language a text is written in, by a vote of its commonest small words.
//!
//! Only for articles that declare none and are too short for the import to guess: a few words must do.

use foldhash::{HashMap, HashMapExt};
use std::sync::LazyLock;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 4096;

/// Fewest words that speak for a language other than English.
const FEWEST: u32 = 2;

/// The languages in the order of the list; English is the first.
struct Words {
    languages: Vec<&'static str>,
    /// For each word a bit for every language that has it.
    votes: HashMap<&'static str, u16>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let list = include_str!("../../assets/lexicon/function-words.txt");
    let mut words = Words {
        languages: Vec::new(),
        votes: HashMap::new(),
    };
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    for (language, line) in lines.filter_map(|line| line.split_once(": ")) {
        let bit = 1 << words.languages.len();
        words.languages.push(language);
        for word in line.split(' ') {
            *words.votes.entry(word).or_default() |= bit;
        }
    }
    words
});

/// Returns the ISO 639-1 code of the language that more small words speak for than for English and any other; `None` when
/// English has as many or nothing can be told.
pub(super) fn foreign(text: &str) -> Option<&'static str> {
    let sample = text
        .get(..text.floor_char_boundary(SAMPLE))
        .unwrap_or_default();
    let mut counts = vec![0_u32; WORDS.languages.len()];
    for word in sample.split(|c: char| !c.is_alphabetic()) {
        let votes = WORDS.votes.get(word).copied().unwrap_or_default();
        for (index, count) in counts.iter_mut().enumerate() {
            *count += u32::from(votes >> index & 1);
        }
    }
    let english = counts.first().copied().unwrap_or_default();
    let (best, most) = counts
        .iter()
        .enumerate()
        .rev()
        .max_by_key(|(_, count)| **count)?;
    let tied = counts.iter().filter(|count| **count == *most).count() > 1;
    (*most >= FEWEST && *most > english && !tied)
        .then(|| WORDS.languages.get(best).copied())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::german("„Die Brücke hält“, sagte die Sprecherin des Hafens.", Some("de"))]
    #[case::french("« Le pont tient », a dit la maire de la ville.", Some("fr"))]
    #[case::spanish("«El puente aguanta», dijo la alcaldesa de los vecinos.", Some("es"))]
    #[case::portuguese(
        "“A ponte não cai”, disse o prefeito, que não quer mais obras.",
        Some("pt")
    )]
    #[case::italian("«Il ponte tiene», ha detto il sindaco della città.", Some("it"))]
    #[case::russian("«Мост стоит», — сказал он на встрече в порту.", Some("ru"))]
    #[case::dutch(
        "“De brug is veilig”, zei het hoofd van de haven op dinsdag.",
        Some("nl")
    )]
    #[case::english("“The bridge holds,” the mayor of Los Angeles said.", None)]
    #[case::english_with_names("Angela Merkel und Partner of Berlin said so to the press.", None)]
    #[case::too_little("Brücke", None)]
    #[case::nothing("", None)]
    fn a_text_and_its_language(#[case] text: &str, #[case] expected: Option<&str>) {
        assert_eq!(foreign(text), expected);
    }
}
