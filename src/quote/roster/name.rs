//! Names made comparable: folded, without articles and full stops.

use compact_str::CompactString;

use crate::article::fold;
use crate::quote::SpeakerKind;

/// A name's number in one library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub i64);

/// Longest folded name that counts, in bytes; what is longer is cut.
const LONGEST: usize = 240;

/// A name as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// What makes two names one: the class of the kind and the folded words. Empty for nobody.
    pub key: String,
    /// What it names.
    pub kind: SpeakerKind,
}

impl Called {
    /// Makes a name comparable. A name without letters is nobody's.
    pub fn new(name: &str, kind: SpeakerKind) -> Self {
        let words = words(name);
        let class = match kind {
            SpeakerKind::Person => "p",
            SpeakerKind::Unnamed => "u",
            SpeakerKind::Organisation | SpeakerKind::Document | SpeakerKind::Unknown => "b",
        };
        let key = if words.is_empty() {
            String::new()
        } else {
            format!("{class} {words}")
        };
        Self { key, kind }
    }

    /// Whether it names nobody.
    pub fn is_nobody(&self) -> bool {
        self.key.is_empty()
    }

    /// Returns the folded words.
    pub fn folded(&self) -> &str {
        self.key.get(2..).unwrap_or_default()
    }

    /// Returns the folded words one by one.
    pub fn words(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.folded().split(' ').filter(|word| !word.is_empty())
    }

    /// Returns the last word.
    pub fn tail(&self) -> &str {
        self.words().next_back().unwrap_or_default()
    }

    /// Returns the first letters of a body's words, without the small ones between them; empty when it has only one word,
    /// or is no body.
    pub fn short(&self) -> String {
        const SMALL: &[&str] = &[
            "of", "the", "and", "for", "in", "on", "to", "a", "de", "des", "du", "der", "die",
            "das", "und", "la", "el", "et", "y", "e",
        ];
        if self.kind != SpeakerKind::Organisation {
            return String::new();
        }
        let words: Vec<&str> = self.words().filter(|word| !SMALL.contains(word)).collect();
        if words.len() < 2 {
            return String::new();
        }
        words
            .iter()
            .filter_map(|word| word.chars().next())
            .collect()
    }
}

/// Returns the folded words of a name, parted by single spaces: letters and digits only, single letters in a row as one
/// word ("U.S." is "us"), the leading article left out.
fn words(name: &str) -> String {
    let mut words = vec![CompactString::default()];
    for c in name.chars() {
        if matches!(c, '\'' | '’' | 'ʼ') {
            // "O’Brien" is one word.
            continue;
        }
        let mut is_gap = true;
        fold(c, &mut |part| {
            if part.is_alphanumeric() || !part.is_ascii() && !part.is_whitespace() && is_letter(c) {
                is_gap = false;
                if let Some(word) = words.last_mut() {
                    word.push(part);
                }
            }
        });
        // An accent that was left out parts nothing.
        if is_gap && !unicode_normalization::char::is_combining_mark(c) {
            words.push(CompactString::default());
        }
    }
    words.retain(|word| !word.is_empty());
    if words.len() > 1
        && matches!(
            words.first().map(CompactString::as_str),
            Some("the" | "a" | "an")
        )
    {
        words.remove(0);
    }
    let is_single = |word: &str| word.chars().count() == 1;
    let mut joined: Vec<CompactString> = Vec::with_capacity(words.len());
    let mut run = 0;
    for word in words {
        if is_single(&word) {
            run += 1;
        } else {
            run = 0;
        }
        match joined.last_mut() {
            Some(last) if run > 1 => last.push_str(&word),
            _ => joined.push(word),
        }
    }
    let mut out = joined.join(" ");
    out.truncate(out.floor_char_boundary(LONGEST));
    out
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic() || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::case_and_accents("Zoë NÚÑEZ", "p zoe nunez")]
    #[case::full_stops("U.S. State Department", "p us state department")]
    #[case::initials("J. K. Rowling", "p jk rowling")]
    #[case::one_initial("George W. Bush", "p george w bush")]
    #[case::apostrophes("Conan O’Brien", "p conan obrien")]
    #[case::hyphens("Jean-Yves Le Drian", "p jean yves le drian")]
    #[case::article("The Hague", "p hague")]
    #[case::article_alone("The", "p the")]
    #[case::cyrillic("Пётр Ёлкин", "p петр елкин")]
    #[case::han("习近平", "p 习近平")]
    #[case::hindi("हिन्दी", "p हिन्दी")]
    #[case::nobody("— ?", "")]
    fn names_are_folded(#[case] name: &str, #[case] key: &str) {
        assert_eq!(Called::new(name, SpeakerKind::Person).key, key);
    }

    #[rstest]
    #[case("Federal Bureau of Investigation", "fbi")]
    #[case("the European Union", "eu")]
    #[case("Reuters", "")]
    fn bodies_have_short_forms(#[case] name: &str, #[case] short: &str) {
        assert_eq!(Called::new(name, SpeakerKind::Organisation).short(), short);
    }

    proptest::proptest! {
        #[test]
        fn any_name_has_a_key_that_stays(name in "\\PC{0,60}") {
            let called = Called::new(&name, SpeakerKind::Person);
            let again = Called::new(called.folded(), SpeakerKind::Person);
            // Folding may leave single letters and articles side by side that were apart before, never other letters.
            let letters = |text: &str| text.replace(' ', "");
            proptest::prop_assert!(letters(again.folded()).len() <= letters(called.folded()).len());
        }
    }
}
