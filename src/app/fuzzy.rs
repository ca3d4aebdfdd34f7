//! How well what was typed fits a name: letters in their order, better the closer they stand together.

use crate::app::find::folded;

/// Returns how far a name is from what was typed, less being nearer; none where its letters are not all there in order.
pub(super) fn distance(typed: &str, name: &str) -> Option<usize> {
    let (typed, name) = (folded(typed), folded(name));
    if typed == name {
        return Some(0);
    }
    if let Some(at) = name.find(&typed) {
        let before = name[..at].chars().next_back();
        let begins_word = before.is_none_or(|before| !before.is_alphanumeric());
        return Some(match (at, begins_word) {
            (0, _) => 1,
            (_, true) => 2,
            _ => 3,
        });
    }
    let mut letters = name.chars().enumerate();
    let mut first = None;
    let mut last = 0;
    for wanted in typed.chars().filter(|wanted| !wanted.is_whitespace()) {
        let (at, _) = letters.find(|(_, letter)| *letter == wanted)?;
        first.get_or_insert(at);
        last = at;
    }
    // One letter for every gap.
    let gaps = (last + 1 - first.unwrap_or(0)).saturating_sub(typed.chars().count());
    Some(4 + gaps)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("import", "import", Some(0))]
    #[case("imp", "import", Some(1))]
    #[case("quote", "next-quote", Some(2))]
    #[case("ext", "next-quote", Some(3))]
    #[case("nq", "next-quote", Some(8))]
    #[case("ZOE", "Zoë", Some(0))]
    #[case("qn", "next-quote", None)]
    #[case("x", "", None)]
    fn nearer_is_less(#[case] typed: &str, #[case] name: &str, #[case] wanted: Option<usize>) {
        assert_eq!(distance(typed, name), wanted);
    }
}
