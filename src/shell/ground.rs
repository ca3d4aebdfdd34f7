//! The terminal's ground, light or dark: as the environment says, or as the terminal answers.

use crate::config::palette::is_light;

/// Reads the answer to which colour the ground has: whether it is light, if the answer tells.
pub(super) fn of_answer(words: &str) -> Option<bool> {
    parsed(words).map(is_light)
}

/// Reads "11;rgb:1e1e/1e1e/1e1e", with one to four digits for each colour.
fn parsed(words: &str) -> Option<(u8, u8, u8)> {
    let colors = words.strip_prefix("11;rgb")?.trim_start_matches('a');
    let mut parts = colors.strip_prefix(':')?.split('/').map(|digits| {
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)? - 1;
        let value = u32::from_str_radix(digits, 16).ok()?;
        (1..=4)
            .contains(&digits.len())
            .then(|| u8::try_from(value * 255 / most).unwrap_or(u8::MAX))
    });
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// Reads what COLORFGBG says ("15;0", "0;default;15"): whether the ground is light, if it says so.
pub(super) fn of_variable(value: &str) -> Option<bool> {
    let ground: u8 = value.rsplit(';').next()?.parse().ok()?;
    match ground {
        0..=6 | 8 => Some(false),
        7 | 9..=15 => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("11;rgb:ffff/ffff/ffff", Some(true))]
    #[case("11;rgb:1e/1e/2a", Some(false))]
    #[case("11;rgba:fdfd/f6f6/e3e3/ffff", Some(true))]
    #[case("11;rgb:fffff/0/0", None)]
    #[case("11;rgb:what/is/this", None)]
    #[case("10;rgb:0/0/0", None)]
    fn the_terminal_may_tell(#[case] words: &str, #[case] light: Option<bool>) {
        assert_eq!(of_answer(words), light);
    }

    #[rstest]
    #[case("15;0", Some(false))]
    #[case("0;default;15", Some(true))]
    #[case("12;8", Some(false))]
    #[case("default;default", None)]
    #[case("", None)]
    fn the_environment_may_know(#[case] value: &str, #[case] light: Option<bool>) {
        assert_eq!(of_variable(value), light);
    }
}
