//! Folds what does not matter to a reader who looks for a word: case, accents, ligatures and widths.
//!
//! The only table of its kind: search, filter and find all fold by it, so they agree on what is the same word.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::{is_hangul, is_spaceless};

/// Calls `each` with the characters that a character folds to: mostly one, none for an accent, several for a ligature.
pub fn fold(c: char, each: &mut impl FnMut(char)) {
    if c.is_ascii() {
        // Nearly everything.
        each(c.to_ascii_lowercase());
    } else if is_hangul(c) || is_spaceless(c) {
        // Taken apart, syllables would turn into letters and voiced kana into plain ones.
        std::iter::once(c).nfkc().for_each(each);
    } else {
        for part in std::iter::once(c).nfkd() {
            match part {
                'ø' | 'Ø' => each('o'),
                'ł' | 'Ł' => each('l'),
                'đ' | 'Đ' | 'ð' | 'Ð' => each('d'),
                'ħ' | 'Ħ' => each('h'),
                'æ' | 'Æ' => "ae".chars().for_each(&mut *each),
                'œ' | 'Œ' => "oe".chars().for_each(&mut *each),
                'þ' | 'Þ' => "th".chars().for_each(&mut *each),
                _ if is_accent(part) => {}
                // There and back again: so ß becomes ss, and the final sigma an ordinary one.
                _ => part
                    .to_uppercase()
                    .flat_map(char::to_lowercase)
                    .for_each(&mut *each),
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
    #[case::case("Ferry", "ferry")]
    #[case::letters_with_strokes("Jørgensen Łódź Đorđe", "jorgensen lodz dorde")]
    #[case::ligatures("Æther œuvre ﬁne", "aether oeuvre fine")]
    #[case::sharp_s("Straße", "strasse")]
    #[case::accents_apart("Zoe\u{308}", "zoe")]
    #[case::syllables_stay_whole("한국", "한국")]
    #[case::voiced_kana_stay_voiced("が", "が")]
    #[case::vowel_signs_count("हिन्दी", "हिन्दी")]
    #[case::signs_stay("— “a”?", "— “a”?")]
    fn folds(#[case] text: &str, #[case] expected: &str) {
        let mut folded = String::new();
        for c in text.chars() {
            fold(c, &mut |part| folded.push(part));
        }
        assert_eq!(folded, expected);
    }
}
