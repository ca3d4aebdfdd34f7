//! Folds short texts that are not an article's: cards, notices, help.

use textwrap::Options;

/// Returns a text as rows of at most `width` cells, broken between words where that is possible.
pub fn fold(text: &str, width: u16) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let options = Options::new(usize::from(width.max(1)));
    textwrap::wrap(text, options)
        .into_iter()
        .map(std::borrow::Cow::into_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_between_words_and_breaks_what_is_too_long() {
        assert_eq!(fold("who said what", 8), ["who said", "what"]);
        assert_eq!(fold("unpronounceable", 6), ["unpron", "ouncea", "ble"]);
        assert_eq!(fold("記者は言った", 5), ["記者", "は", "言っ", "た"]);
        assert_eq!(fold("", 5), Vec::<String>::new());
    }
}
