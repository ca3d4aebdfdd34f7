//! Puts lines together to running text, and undoes the hyphens that a typesetter made. Which those are the document itself
//! tells: words that it has elsewhere without a hyphen, or with one. Knows no dictionary.

use std::collections::HashSet;

use crate::import::pdf::letters;

/// Hyphens, soft and hard.
const HYPHENS: &[char] = &['-', '\u{ad}', '\u{2010}', '\u{2011}'];

/// The words that stand inside of lines.
#[derive(Debug, Default)]
pub(super) struct Vocabulary(HashSet<String>);

impl Vocabulary {
    /// Returns the words of lines.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            for word in line.split_whitespace() {
                let word = bare(word);
                if word.chars().count() > 2 && !word.ends_with(HYPHENS) {
                    words.insert(folded(word));
                }
            }
        }
        Self(words)
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(&folded(word))
    }
}

/// Appends the next line to a text.
pub(super) fn append(text: &mut String, next: &str, words: &Vocabulary) {
    let next = next.trim_start();
    let trimmed = text.trim_end().len();
    text.truncate(trimmed);
    let (Some(last), Some(first)) = (text.chars().next_back(), next.chars().next()) else {
        text.push_str(next);
        return;
    };
    if HYPHENS.contains(&last) {
        let before = text.trim_end_matches(HYPHENS);
        let stem = before
            .rsplit(char::is_whitespace)
            .next()
            .unwrap_or_default();
        if stem.is_empty() {
            // A dash between words.
            text.push(' ');
        } else if is_made(stem, next, words) {
            text.truncate(before.len());
        } else {
            text.truncate(before.len());
            text.push('-');
        }
    } else if !(last == '—' || letters::is_unspaced(last) && letters::is_unspaced(first)) {
        text.push(' ');
    }
    text.push_str(next);
}

/// Whether a hyphen between a stem and the next line is there only because the line ended.
fn is_made(stem: &str, next: &str, words: &Vocabulary) -> bool {
    let stem = stem.trim_start_matches(|c: char| !c.is_alphanumeric());
    let rest = next.split_whitespace().next().unwrap_or_default();
    let rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    let goes_on = rest.chars().next().is_some_and(char::is_lowercase);
    let is_word = stem.chars().next_back().is_some_and(char::is_alphabetic);
    if !goes_on || !is_word {
        return false;
    }
    if words.has(&format!("{stem}{rest}")) {
        return true;
    }
    // "state-of-the-" goes on like it began.
    !words.has(&format!("{stem}-{rest}")) && !stem.contains(HYPHENS)
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric() && !HYPHENS.contains(&c))
}

fn folded(word: &str) -> String {
    bare(word).replace(HYPHENS, "-").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("the", "ferry", "the ferry")]
    #[case::made("the govern-", "ment said", "the government said")]
    #[case::soft("the govern\u{ad}", "ment said", "the government said")]
    #[case::known("a well-", "known ship", "a well-known ship")]
    #[case::known_joined("the harbour-", "master", "the harbourmaster")]
    #[case::many("state-of-the-", "art ships", "state-of-the-art ships")]
    #[case::name("the Franco-", "German line", "the Franco-German line")]
    #[case::number("COVID-", "19 came", "COVID-19 came")]
    #[case::years("in 2020-", "21 again", "in 2020-21 again")]
    #[case::dash("they came -", "and went", "they came - and went")]
    #[case::long_dash("they came—", "and went", "they came—and went")]
    #[case::cjk("嵐のため、", "火曜日に", "嵐のため、火曜日に")]
    #[case::empty("", "word", "word")]
    fn lines_go_on(#[case] text: &str, #[case] next: &str, #[case] expected: &str) {
        let lines = [
            "It is well-known, as the harbourmaster knows.",
            "The harbour-",
        ];
        let words = Vocabulary::of(lines.into_iter());
        let mut text = text.to_owned();
        append(&mut text, next, &words);
        assert_eq!(text, expected);
    }
}
