//! Cuts text into words to search for, folded by [`crate::article::fold`].
//!
//! Index, query and snippet all use this one cut, so they cannot disagree. Scripts that are written without spaces (Han,
//! kana, Thai, …) and Hangul are cut into single characters; a query of several is then a phrase and finds them anywhere.

use unicode_normalization::char::is_combining_mark;

use crate::article::{Span, fold, is_hangul, is_spaceless};

/// Longest folded word, in bytes; the rest of a longer one does not count.
const LONGEST: usize = 128;

/// Calls `each` with every word: where it stands and how it reads when folded. It stops when `each` returns false.
pub(super) fn each_word(text: &str, each: &mut dyn FnMut(Span, &str) -> bool) {
    let mut folded = String::new();
    let mut start = None;
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = rest.bytes().position(|b| !b.is_ascii_alphanumeric());
        let (plain, others) = rest.split_at(plain.unwrap_or(rest.len()));
        if !plain.is_empty() {
            start.get_or_insert(at);
            put_plain(plain, &mut folded);
            at += plain.len();
        }
        let Some(c) = others.chars().next() else {
            break;
        };
        let kind = kind(c);
        if kind != Kind::Letter
            && let Some(start) = start.take()
            && !give(Span::new(start, at), &mut folded, each)
        {
            return;
        }
        match kind {
            Kind::Letter => {
                start.get_or_insert(at);
                put(c, &mut folded);
            }
            Kind::Alone => {
                put(c, &mut folded);
                if !give(Span::new(at, at + c.len_utf8()), &mut folded, each) {
                    return;
                }
            }
            Kind::Gap => {}
        }
        at += c.len_utf8();
    }
    if let Some(start) = start {
        give(Span::new(start, text.len()), &mut folded, each);
    }
}

fn give(span: Span, folded: &mut String, each: &mut dyn FnMut(Span, &str) -> bool) -> bool {
    // Nothing is left of a word that was only accents.
    let goes_on = folded.is_empty() || each(span, folded);
    folded.clear();
    goes_on
}

/// Returns the folded words of a text, parted by spaces: what the index is fed with.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each_word(text, &mut |_, word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        true
    });
    out
}

/// Returns what to sort a text by: the beginning of its folded words.
pub(super) fn sort_key(text: &str) -> String {
    const ENOUGH: usize = 96;
    let mut out = String::new();
    each_word(text, &mut |_, word| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
        out.len() < ENOUGH
    });
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Letter,
    /// A word by itself.
    Alone,
    Gap,
}

fn kind(c: char) -> Kind {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() {
            Kind::Letter
        } else {
            Kind::Gap
        };
    }
    if is_hangul(c) || is_spaceless(c) {
        Kind::Alone
    } else if c.is_alphanumeric() || is_combining_mark(c) {
        Kind::Letter
    } else {
        Kind::Gap
    }
}

/// Appends letters and digits of ASCII, which fold to themselves in lower case: nearly everything.
fn put_plain(plain: &str, out: &mut String) {
    let before = out.len();
    let room = LONGEST.saturating_sub(before).min(plain.len());
    out.push_str(plain.get(..room).unwrap_or_default());
    if let Some(new) = out.get_mut(before..) {
        new.make_ascii_lowercase();
    }
}

/// Appends what a character folds to, without signs: the index keeps words only.
fn put(c: char, out: &mut String) {
    if out.len() < LONGEST {
        fold(c, &mut |part| {
            if kind(part) != Kind::Gap {
                out.push(part);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::case_and_marks("Don't PANIC — c++!", "don t panic c")]
    #[case::accents("Zoë Núñez Jørgensen Łódź", "zoe nunez jorgensen lodz")]
    #[case::combining("Zoe\u{308}", "zoe")]
    #[case::sharp_s("Straße STRASSE", "strasse strasse")]
    #[case::greek("Ὀδυσσεύς ΟΔΥΣΣΕΥΣ", "οδυσσευσ οδυσσευσ")]
    #[case::turkish("İstanbul ısı", "istanbul isi")]
    #[case::cyrillic("Ёлка й", "елка и")]
    #[case::arabic("كِتَاب", "كتاب")]
    #[case::hindi("हिन्दी में", "हिन्दी में")]
    #[case::han("北京市政府", "北 京 市 政 府")]
    #[case::kana("がぎ カ", "が ぎ カ")]
    #[case::korean("한국은", "한 국 은")]
    #[case::mixed("COVID在中国19", "covid 在 中 国 19")]
    #[case::ligature("ﬁne ½ ²", "fine 12 2")]
    #[case::wide("ＡＢＣ", "abc")]
    #[case::none("— “…” 🙂", "")]
    fn folds(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(folded(text), expected);
    }

    proptest::proptest! {
        #[test]
        fn words_are_safe_and_stand_in_order(text in "\\PC{0,80}|[a-zé“ '\"*():^\\-\u{301}中が한\n]{0,80}") {
            let mut last = 0;
            each_word(&text, &mut |span, word| {
                assert!(last <= span.start && span.start < span.end && text.get(span.range()).is_some());
                last = span.end;
                // Nothing that means something to the query language, and nothing that its tokenizer would cut.
                assert!(!word.is_empty() && word.chars().all(|c| !c.is_ascii() || c.is_ascii_alphanumeric()), "{word:?}");
                assert!(!word.chars().any(|c| c.is_ascii_uppercase() || c.is_whitespace()));
                true
            });
        }
    }
}
