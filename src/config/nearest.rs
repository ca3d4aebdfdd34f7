//! Which name somebody meant who mistyped it.

use crate::article::nearest;

/// Returns what to add to a message about a name that is not known; nothing when none is near.
pub fn did_you_mean<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, names).map_or_else(String::new, |name| format!("; did you mean {name}?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("widht", Some("width"))]
    #[case("colour", Some("color"))]
    #[case("wdth", Some("width"))]
    #[case("zzz", None)]
    #[case("", None)]
    fn a_third_of_the_letters_may_be_wrong(#[case] typed: &str, #[case] meant: Option<&str>) {
        assert_eq!(nearest(typed, ["width", "color", "mouse"]), meant);
    }
}
