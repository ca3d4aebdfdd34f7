//! Words in lower case, without memory of their own where they are as short as most.

/// Longest word, in bytes, that needs none.
const SHORT: usize = 32;

/// Calls `with` with a word in lower case.
pub(super) fn lowered<T>(word: &str, with: impl FnOnce(&str) -> T) -> T {
    let mut room = [0; SHORT];
    if let Some(letters) = room.get_mut(..word.len()).filter(|_| word.is_ascii()) {
        letters.copy_from_slice(word.as_bytes());
        letters.make_ascii_lowercase();
        if let Ok(lower) = std::str::from_utf8(letters) {
            return with(lower);
        }
    }
    with(&word.to_lowercase())
}

/// Whether two words are the same in lower case.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        one.eq_ignore_ascii_case(other)
    } else {
        one.to_lowercase() == other.to_lowercase()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn both_do_what_the_standard_library_does(one in "\\PC{0,40}|[A-Za-zÄäΣσς]{0,4}", other in "[A-Za-zÄäΣσς]{0,4}") {
            proptest::prop_assert_eq!(lowered(&one, str::to_owned), one.to_lowercase());
            proptest::prop_assert_eq!(is_same(&one, &other), one.to_lowercase() == other.to_lowercase());
        }
    }
}
