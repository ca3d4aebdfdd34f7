//! Words that must all stand somewhere, as those who look for speakers type them.
//!
//! Everything reaches the query language as quoted, folded words; see [`words`].

use crate::store::words;

/// Most groups of a query, and most words of a group, that count; the rest is ignored.
const MOST_GROUPS: usize = 32;
const MOST_WORDS: usize = 64;

/// What to look for: groups of words, one group for each stretch between white space. All must be found, the words of
/// a group one right after the other ("O'Brien" is `o` followed by `brien`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) groups: Vec<Vec<String>>,
}

impl Wanted {
    /// Reads what a user typed. Any text will do; one without any words asks for nothing.
    pub(super) fn new(typed: &str) -> Self {
        let groups = typed.split_whitespace().filter_map(|chunk| {
            let mut group = Vec::new();
            words::each_word(chunk, &mut |_, word| {
                group.push(word.to_owned());
                group.len() < MOST_WORDS
            });
            (!group.is_empty()).then_some(group)
        });
        Self {
            groups: groups.take(MOST_GROUPS).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Whether all of it stands in a text.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        let text = format!(" {} ", words::folded(text));
        let mut groups = self.groups.iter();
        groups.all(|group| text.contains(&format!(" {} ", group.join(" "))))
    }

    /// Returns the query for whole words.
    pub(super) fn whole(&self) -> String {
        let groups: Vec<String> = self.groups.iter().map(|group| quoted(group)).collect();
        groups.join(" AND ")
    }

    /// Returns the query in which the last word may be the beginning of one.
    pub(super) fn begun(&self) -> String {
        self.whole() + " *"
    }
}

/// Puts words in quotation marks; folded words hold none themselves.
fn quoted(group: &[String]) -> String {
    format!("\"{}\"", group.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("ferry Stops", "\"ferry\" AND \"stops\"")]
    #[case::apostrophe("O'Brien", "\"o brien\"")]
    #[case::operators(
        "NOT (a* OR b) NEAR",
        "\"not\" AND \"a\" AND \"or\" AND \"b\" AND \"near\""
    )]
    #[case::column("title:x", "\"title x\"")]
    #[case::nothing("\" ( - 🙂", "")]
    fn queries_hold_only_quoted_words(#[case] typed: &str, #[case] query: &str) {
        assert_eq!(Wanted::new(typed).whole(), query);
    }
}
