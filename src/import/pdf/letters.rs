//! Letters as they are written rather than as they are drawn: ligatures undone, signs of symbol fonts, and nothing that is
//! no letter.

use unicode_normalization::UnicodeNormalization;

/// The private letters that symbol fonts have their signs at, and which of them mean something.
const SYMBOLS: std::ops::RangeInclusive<char> = '\u{f020}'..='\u{f0ff}';
const BULLETS: &[char] = &[
    '\u{f0b7}', '\u{f0a7}', '\u{f06c}', '\u{f06e}', '\u{f0d8}', '\u{f076}', '\u{f0fc}',
];

/// Returns what a code shows as plain text; none when that is no text: a control, a letter of private use, U+FFFD. White
/// space of all kinds is one space.
pub(super) fn plain(raw: &str) -> Option<String> {
    let mut out = String::new();
    for letter in raw.chars() {
        match letter {
            // Line ends and soft hyphens are told by where they stand.
            '\u{ad}' => out.push('\u{ad}'),
            _ if letter.is_whitespace() => out.push(' '),
            _ if BULLETS.contains(&letter) => out.push('•'),
            '\u{f02d}' => out.push('–'),
            // A text font whose codes were moved.
            _ if SYMBOLS.contains(&letter) => return None,
            _ if letter.is_control() || is_private(letter) || letter == '\u{fffd}' => return None,
            // Latin ligatures and the forms that Hebrew and Arabic letters take inside of words.
            '\u{fb00}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' => {
                out.extend(letter.to_string().nfkc())
            }
            _ => out.push(letter),
        }
    }
    (!out.is_empty()).then_some(out)
}

fn is_private(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Whether letters are read from right to left.
pub(super) fn is_leftward(text: &str) -> bool {
    let is_leftward = |letter| {
        matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
            && !matches!(letter, '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}')
    };
    text.chars().any(is_leftward)
}

/// Returns a word that is read from right to left, given its letters from the right. Numbers in it run to the right.
pub(super) fn leftward<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    let (mut word, mut number) = (String::new(), Vec::new());
    for part in parts {
        if part
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || c.is_numeric())
        {
            number.push(part);
        } else {
            word.extend(number.drain(..).rev());
            word.push_str(part);
        }
    }
    word.extend(number.drain(..).rev());
    // Brackets may be told as they are meant or as they look.
    if word.starts_with([')', ']']) || word.trim_end_matches(['.', ',']).ends_with(['(', '[']) {
        let mirrored = |c| match c {
            '(' => ')',
            ')' => '(',
            '[' => ']',
            ']' => '[',
            other => other,
        };
        word = word.chars().map(mirrored).collect();
    }
    word
}

/// Whether a letter is of a script that is written without spaces.
pub(super) fn is_unspaced(letter: char) -> bool {
    matches!(letter, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// Returns the mark that an accent becomes over a letter: old fonts draw both, each by itself.
pub(super) fn over(accent: &str) -> Option<char> {
    Some(match accent {
        "`" | "ˋ" => '\u{300}',
        "´" | "ˊ" => '\u{301}',
        "ˆ" | "^" => '\u{302}',
        "˜" | "~" => '\u{303}',
        "¯" | "ˉ" => '\u{304}',
        "˘" => '\u{306}',
        "˙" => '\u{307}',
        "¨" => '\u{308}',
        "˚" => '\u{30a}',
        "˝" => '\u{30b}',
        "ˇ" => '\u{30c}',
        "¸" => '\u{327}',
        "˛" => '\u{328}',
        _ => return None,
    })
}

/// Returns a letter with a mark as one.
pub(super) fn joined(letter: &str, mark: char) -> String {
    // The dot goes when something else comes over it.
    let letter = match letter {
        "ı" => "i",
        "ȷ" => "j",
        other => other,
    };
    letter.chars().chain([mark]).nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("ﬁ", Some("fi"))]
    #[case("ﬄ", Some("ffl"))]
    #[case("\u{a0}", Some(" "))]
    #[case("\u{f0b7}", Some("•"))]
    #[case("\u{fefb}", Some("لا"))]
    #[case("½", Some("½"))]
    #[case("\u{e001}", None)]
    #[case("\u{1}", None)]
    #[case("\u{fffd}", None)]
    fn letters_are_plain(#[case] raw: &str, #[case] expected: Option<&str>) {
        assert_eq!(plain(raw).as_deref(), expected);
    }
}
