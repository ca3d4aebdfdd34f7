//! What characters say of the script that they are written in: whether it parts its words by spaces.

use unicode_normalization::char::is_combining_mark;

/// Whether a character is a letter or mark of a script that is written without spaces between words: Han, kana, Thai,
/// Lao, Burmese, Khmer. Hangul is not among them.
pub fn is_spaceless(c: char) -> bool {
    letters_a_word(c).is_some()
}

/// Returns how many letters of a script without spaces make a word, about; none for other characters.
pub(super) fn letters_a_word(c: char) -> Option<usize> {
    if c < '\u{e00}' {
        return None;
    }
    let letters = match c {
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' => 5,
        '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3105}'..='\u{312f}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ff66}'..='\u{ff9f}'
        | '\u{20000}'..='\u{3fffd}' => 2,
        _ => return None,
    };
    (c.is_alphanumeric() || is_combining_mark(c)).then_some(letters)
}

/// Whether a character is a syllable of Hangul.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}
