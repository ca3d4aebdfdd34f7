//! Text for a terminal that knows ASCII alone: each character is shown by one that a reader takes for it, or by a question
//! mark.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Letters and signs that Unicode does not take apart, and what stands for them.
const STANDS_FOR: [(&str, char); 24] = [
    ("“”„‟«»″〝〞「」『』", '"'),
    ("‘’‚‛‹›′ʼ", '\''),
    ("‐‑‒–—―−·•∙─", '-'),
    ("…～", '~'),
    ("│", '|'),
    ("×", 'x'),
    ("÷⁄∕", '/'),
    ("°", 'o'),
    ("œø", 'o'),
    ("ŒØ", 'O'),
    ("æ", 'a'),
    ("Æ", 'A'),
    ("ß", 's'),
    ("đð", 'd'),
    ("ĐÐ", 'D'),
    ("ł", 'l'),
    ("Ł", 'L'),
    ("ı", 'i'),
    ("ħ", 'h'),
    ("Ħ", 'H'),
    ("ŧ", 't'),
    ("€", 'E'),
    ("£", 'L'),
    ("¡¿", '!'),
];

/// Returns what stands for a character, or for what a reader sees as one.
pub fn in_ascii(cluster: &str) -> char {
    let Some(c) = cluster.chars().next() else {
        return ' ';
    };
    if c.is_ascii() {
        return c;
    }
    if c.is_whitespace() {
        return ' ';
    }
    if let Some((_, stand_in)) = STANDS_FOR.iter().find(|(signs, _)| signs.contains(c)) {
        return *stand_in;
    }
    // A letter with accents, of full width, raised or lowered: but no fraction, and no ligature.
    let mut parts = c.nfkd();
    match parts.next() {
        Some(base) if base.is_ascii_graphic() && parts.all(is_combining_mark) => base,
        _ => '?',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("a", 'a')]
    #[case("é", 'e')]
    #[case("e\u{301}", 'e')]
    #[case("Ǻ", 'A')]
    #[case("ﬁ", '?')]
    #[case("Ａ", 'A')]
    #[case("²", '2')]
    #[case("½", '?')]
    #[case("“", '"')]
    #[case("’", '\'')]
    #[case("—", '-')]
    #[case("\u{a0}", ' ')]
    #[case("ß", 's')]
    #[case("北", '?')]
    #[case("ا", '?')]
    #[case("👩‍👩‍👧", '?')]
    #[case("", ' ')]
    fn a_reader_takes_one_for_the_other(#[case] cluster: &str, #[case] expected: char) {
        assert_eq!(in_ascii(cluster), expected);
    }

    proptest! {
        #[test]
        fn whatever_comes_is_ascii_and_no_control(c in any::<char>().prop_filter("a control", |c| !c.is_control())) {
            let shown = in_ascii(&c.to_string());
            prop_assert!((' '..='~').contains(&shown), "{c:?} is {shown:?}");
        }
    }
}
