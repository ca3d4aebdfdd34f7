//! Words cut into the pieces that the tagger has numbers for.
//!
//! A word is a run of letters and digits, or any other sign by itself. It is put in lower case without its accents, then
//! cut from the left into the longest pieces of the vocabulary (`WordPiece`; Devlin et al. 2019). It knows text, never
//! what is made of it.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::Span;

/// The pieces, one a line, in the order of their bytes; the number of a piece is that of its line. A piece that goes on
/// with a word begins with `##`.
static PIECES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    include_str!("../../../assets/tagger/pieces.txt")
        .lines()
        .collect()
});

/// The number of the piece that opens a window.
pub(super) static OPENING: LazyLock<u16> = LazyLock::new(|| number("[CLS]").unwrap_or_default());

/// The number of the piece that stands between lines.
pub(super) static BREAK: LazyLock<u16> = LazyLock::new(|| number("[SEP]").unwrap_or_default());

static UNKNOWN: LazyLock<u16> = LazyLock::new(|| number("[UNK]").unwrap_or_default());

/// Longer words are not looked up.
const LONGEST_WORD: usize = 100;

/// Of a word in many pieces only the first count.
const MOST_PIECES: usize = 8;

fn number(piece: &str) -> Option<u16> {
    let at = PIECES.binary_search(&piece).ok()?;
    u16::try_from(at).ok()
}

/// Returns the words of a stretch of the text, in order.
pub(super) fn words(text: &str, within: Span) -> Vec<Span> {
    let part = text.get(within.range()).unwrap_or_default();
    let mut words: Vec<Span> = Vec::with_capacity(part.len() / 5);
    let mut grows = false;
    for (at, c) in part.char_indices() {
        let start = within.start + at;
        let end = start + c.len_utf8();
        let letter = c.is_alphanumeric();
        match words.last_mut() {
            Some(word) if letter && grows => word.end = end,
            _ if !c.is_whitespace() => words.push(Span::new(start, end)),
            _ => {}
        }
        grows = letter;
    }
    words
}

/// Adds the pieces of one word, at least one and at most eight.
pub(super) fn cut(word: &str, out: &mut Vec<u16>) {
    let first = out.len();
    let plain: String = word
        .chars()
        .take(LONGEST_WORD + 1)
        .flat_map(char::to_lowercase)
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .collect();
    let mut rest = plain.as_str();
    let mut candidate = String::with_capacity(rest.len() + 2);
    let known = rest.chars().count() <= LONGEST_WORD;
    while known && !rest.is_empty() {
        let Some((piece, length)) = longest(rest, out.len() > first, &mut candidate) else {
            out.truncate(first);
            break;
        };
        out.push(piece);
        rest = rest.get(length..).unwrap_or_default();
    }
    if out.len() == first {
        out.push(*UNKNOWN);
    }
    out.truncate(first + MOST_PIECES);
}

/// Finds the longest piece at the beginning of `rest`, and its length in bytes.
fn longest(rest: &str, inside: bool, candidate: &mut String) -> Option<(u16, usize)> {
    candidate.clear();
    if inside {
        candidate.push_str("##");
    }
    let lead = candidate.len();
    candidate.push_str(rest);
    loop {
        if let Some(piece) = number(candidate) {
            return Some((piece, candidate.len() - lead));
        }
        candidate.pop()?;
        if candidate.len() <= lead {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[test]
    fn the_pieces_are_in_order() {
        assert!(PIECES.is_sorted());
        assert!(u16::try_from(PIECES.len()).is_ok());
        for special in ["[CLS]", "[SEP]", "[UNK]"] {
            assert!(number(special).is_some(), "{special}");
        }
    }

    #[rstest]
    #[case("said", &["said"])]
    #[case("Said", &["said"])]
    #[case("Café", &["cafe"])]
    #[case("spokeswoman", &["spoke", "##sw", "##oman"])]
    #[case("unquotably", &["un", "##qu", "##ota", "##bly"])]
    #[case("“", &["“"])]
    #[case("слово", &["[UNK]"])]
    fn a_word_falls_into_the_longest_pieces(#[case] word: &str, #[case] expected: &[&str]) {
        let mut pieces = Vec::new();
        cut(word, &mut pieces);
        let pieces: Vec<&str> = pieces.iter().map(|p| PIECES[usize::from(*p)]).collect();
        assert_eq!(pieces, expected);
    }

    #[test]
    fn a_very_long_word_is_one_unknown_piece() {
        let mut pieces = Vec::new();
        cut(&"a".repeat(1 << 20), &mut pieces);
        assert_eq!(pieces, [*UNKNOWN]);
    }

    #[test]
    fn words_are_letters_and_digits_or_single_signs() {
        let text = "x “Don’t,” U.S. 3rd";
        let words: Vec<&str> = words(text, Span::new(2, text.len()))
            .into_iter()
            .map(|word| &text[word.range()])
            .collect();
        assert_eq!(
            words,
            ["“", "Don", "’", "t", ",", "”", "U", ".", "S", ".", "3rd"]
        );
    }

    proptest! {
        #[test]
        fn any_text_falls_into_words_and_those_into_pieces(text in "\\PC{0,80}") {
            let mut end = 0;
            for word in words(&text, Span::new(0, text.len())) {
                prop_assert!(word.start >= end && word.end > word.start);
                end = word.end;
                let mut pieces = Vec::new();
                cut(&text[word.range()], &mut pieces);
                prop_assert!((1..=MOST_PIECES).contains(&pieces.len()));
                prop_assert!(pieces.iter().all(|p| usize::from(*p) < PIECES.len()));
            }
        }
    }
}
