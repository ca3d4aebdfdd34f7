//! Cuts text into words to search for, and folds what does not matter: case, accents, ligatures and widths.
//!
//! Index, query and snippet all use this one cut, so they cannot disagree. Scripts that are written without spaces (Han,
//! kana, Thai, …) and Hangul are cut into single characters; a query of several is then a phrase and finds them anywhere.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::Span;

/// Longest folded word, in bytes; the rest of a longer one does not count.
const LONGEST: usize = 128;

/// Calls `each` with every word: where it stands and how it reads when folded. It stops when `each` returns false.
pub(super) fn each_word(text: &str, each: &mut dyn FnMut(Span, &str) -> bool) {
    let mut folded = String::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
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
                fold(c, &mut folded);
            }
            Kind::Alone => {
                fold(c, &mut folded);
                if !give(Span::new(at, at + c.len_utf8()), &mut folded, each) {
                    return;
                }
            }
            Kind::Gap => {}
        }
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
    match c {
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' // Thai, Lao, Burmese, Khmer
        | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{3105}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3fffd}'
            if c.is_alphanumeric() || is_combining_mark(c) => Kind::Alone,
        _ if c.is_alphanumeric() || is_combining_mark(c) => Kind::Letter,
        _ => Kind::Gap,
    }
}

fn fold(c: char, out: &mut String) {
    if out.len() >= LONGEST {
        return;
    }
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
    } else if kind(c) == Kind::Alone {
        // Taken apart, syllables would turn into letters and voiced kana into plain ones.
        out.extend(std::iter::once(c).nfkc().filter(|&c| kind(c) != Kind::Gap));
    } else {
        for part in std::iter::once(c).nfkd() {
            match part {
                'ø' | 'Ø' => out.push('o'),
                'ł' | 'Ł' => out.push('l'),
                'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
                'ħ' | 'Ħ' => out.push('h'),
                'æ' | 'Æ' => out.push_str("ae"),
                'œ' | 'Œ' => out.push_str("oe"),
                'þ' | 'Þ' => out.push_str("th"),
                _ if is_accent(part) || kind(part) == Kind::Gap => {}
                // There and back again: so ß becomes ss, and the final sigma an ordinary one.
                _ => out.extend(part.to_uppercase().flat_map(char::to_lowercase)),
            }
        }
    }
}

/// Whether a mark may be left out without making another word of it: accents, Hebrew points, Arabic vowels. The vowel
/// signs of Indian scripts may not.
fn is_accent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
        | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}')
        && is_combining_mark(c)
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
