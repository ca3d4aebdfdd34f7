//! What the first characters of a line or paragraph say that it is: an item of a list, a note, a caption.

use crate::article::Label;
use crate::import::pdf::line::Line;

/// Signs before items of a list.
const BULLETS: &[char] = &[
    '•', '◦', '▪', '▫', '■', '□', '●', '○', '‣', '⁃', '∙', '➢', '➤', '✓', '►', '▶', '◆', '❖',
];

/// Signs that are a bullet only with a space behind them.
const DASHES: &[char] = &['–', '—', '-', '*', '·'];

/// Signs that begin a note.
const NOTES: &[char] = &['*', '†', '‡', '§', '¶', '∗'];

/// What captions of pictures begin with, before a number.
const CAPTIONS: &[&str] = &[
    "figure",
    "fig.",
    "fig",
    "abbildung",
    "abb.",
    "figura",
    "figuur",
    "obrázek",
    "rysunek",
    "kuva",
];

/// Whether a line begins with the sign of an item.
pub(super) fn is_bullet(text: &str) -> bool {
    label(text) == Some(Label::Bullet)
}

/// Returns what kind of an item a line begins.
pub(super) fn label(text: &str) -> Option<Label> {
    without_label(text).map(|(label, _)| label)
}

/// Returns the label of an item, and the item without it.
pub(super) fn without_label(text: &str) -> Option<(Label, &str)> {
    let text = text.trim_start();
    if let Some(rest) = text.strip_prefix(BULLETS) {
        let rest = rest.trim_start();
        return (!rest.is_empty()).then_some((Label::Bullet, rest));
    }
    if let Some(rest) = text
        .strip_prefix(DASHES)
        .and_then(|rest| rest.strip_prefix(' '))
    {
        return Some((Label::Bullet, rest.trim_start()));
    }
    let inner = text.strip_prefix(['(', '[']).unwrap_or(text);
    let digits = inner.len() - inner.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = inner.get(..digits).filter(|_| digits <= 3)?.parse().ok()?;
    let rest = inner.get(digits..)?.strip_prefix(['.', ')', ']'])?;
    let item = rest.strip_prefix(' ')?.trim_start();
    (!item.is_empty()).then_some((Label::Number(number), item))
}

/// Whether a line begins a note: with something raised, a sign, or a number.
pub(super) fn begins_note(line: &Line) -> bool {
    let text = line.text.trim_start();
    let number = text.trim_start_matches('[');
    let digits = number.len()
        - number
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    let after = number.get(digits..).and_then(|rest| rest.chars().next());
    line.begins_raised
        || text.starts_with(NOTES)
        || ((1..=3).contains(&digits) && after.is_some_and(|c| matches!(c, ' ' | '.' | ')' | ']')))
}

/// Whether a paragraph is the caption of a picture.
pub(super) fn is_caption(text: &str) -> bool {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_lowercase();
    let number = words.next().unwrap_or_default();
    let is_numbered = number.starts_with(|c: char| c.is_ascii_digit())
        && number.len() <= 6
        && (number.ends_with([':', '.', '|'])
            || words
                .next()
                .is_some_and(|word| ["|", "—", "–"].contains(&word)));
    CAPTIONS.contains(&first.as_str()) && is_numbered
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("• A boat", Some((Label::Bullet, "A boat")))]
    #[case("– A boat", Some((Label::Bullet, "A boat")))]
    #[case("-5 degrees", None)]
    #[case("12. A boat", Some((Label::Number(12), "A boat")))]
    #[case("(3) A boat", Some((Label::Number(3), "A boat")))]
    #[case("[4] A boat", Some((Label::Number(4), "A boat")))]
    #[case("3.5 boats", None)]
    #[case("2021. A boat", None)]
    #[case("A boat", None)]
    fn items(#[case] text: &str, #[case] expected: Option<(Label, &str)>) {
        assert_eq!(without_label(text), expected);
    }

    #[rstest]
    #[case("Figure 1: A boat.", true)]
    #[case("Fig. 12. A boat.", true)]
    #[case("Abbildung 3 | Ein Boot", true)]
    #[case("Figure 1 shows a boat.", false)]
    #[case("Figures are odd.", false)]
    fn captions(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(is_caption(text), expected);
    }
}
