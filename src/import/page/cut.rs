//! Whether a text was cut off where a reader would have to pay or to click. Knows words and lengths only.

use crate::import::draft::{Draft, Kind};

/// Longest text of which a page that everybody must pay for shows only the beginning, in characters.
const TEASER: usize = 2_000;

/// Longest text that can be cut off at all, and longest last line that says so, in characters.
const LONGEST: usize = 6_000;
const LONGEST_SIGN: usize = 200;

/// How many blocks at the end are looked at.
const LAST: usize = 4;

/// What such a line says, in lower case.
const SIGNS: &[&str] = &[
    "subscribe to continue",
    "subscribe to read",
    "subscribe now to",
    "to continue reading",
    "to keep reading",
    "continue reading",
    "to read the full",
    "read the full story",
    "read the full article",
    "this article is for subscribers",
    "subscriber-only",
    "subscribers only",
    "already a subscriber",
    "sign in to read",
    "log in to read",
    "register to read",
    "unlock this article",
    "read more",
    "weiterlesen",
    "jetzt abonnieren",
    "mit einem abo",
    "lesen sie weiter",
    "il vous reste",
    "réservé aux abonnés",
    "la suite est réservée",
    "suscríbete para",
    "para seguir leyendo",
    "abbonati per",
    "continua a leggere",
    "читать далее",
];

/// Whether blocks are only the beginning of an article. `is_paid`: the page says that not everybody may read all of it.
pub(super) fn is_cut(drafts: &[Draft], is_paid: bool) -> bool {
    let words = drafts
        .iter()
        .filter(|draft| matches!(draft.kind, Kind::Paragraph));
    let length: usize = words
        .clone()
        .map(|draft| draft.text().chars().count())
        .sum();
    if length > LONGEST {
        return false;
    }
    if is_paid && length <= TEASER {
        return true;
    }
    let mut last = words
        .rev()
        .map(Draft::text)
        .filter(|text| !text.is_empty())
        .peekable();
    let is_open = last.peek().is_some_and(|text| {
        text.chars().count() > 40
            && (text.ends_with('…')
                || text.ends_with("...")
                || text.ends_with("[…]")
                || text.ends_with("[...]"))
    });
    is_open || last.take(LAST).any(says_so)
}

fn says_so(text: &str) -> bool {
    if text.chars().take(LONGEST_SIGN + 1).count() > LONGEST_SIGN {
        return false;
    }
    let lower = text.to_lowercase();
    SIGNS.iter().any(|sign| match lower.find(sign) {
        // "Read more: another article" points elsewhere.
        Some(at) => {
            *sign != "read more"
                || (at + sign.len() + 2 >= lower.trim_end().len() && lower.len() < 40)
        }
        None => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Leaf;
    use rstest::rstest;

    const TEXT: &str = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said.";

    #[rstest]
    #[case::whole("It will sail again.", false, false)]
    #[case::paid("It will sail again.", true, true)]
    #[case::subscribe("Subscribe to continue reading.", false, true)]
    #[case::more("Read more", false, true)]
    #[case::pointer("Read more: Storm closes schools", false, false)]
    #[case::open("The boats will not be back before the weekend, and the…", false, true)]
    #[case::short_dots("And then …", false, false)]
    #[case::german("Weiterlesen mit einem Abo", false, true)]
    fn cut_texts(#[case] last: &str, #[case] is_paid: bool, #[case] expected: bool) {
        let drafts = [TEXT, last].map(|text| Draft::new(Kind::Paragraph, Leaf::plain(text)));
        assert_eq!(is_cut(&drafts, is_paid), expected);
    }

    #[test]
    fn a_long_text_is_whole() {
        let mut drafts = vec![Draft::new(Kind::Paragraph, Leaf::plain(&TEXT.repeat(100)))];
        drafts.push(Draft::new(
            Kind::Paragraph,
            Leaf::plain("Subscribe to continue reading."),
        ));
        assert!(!is_cut(&drafts, true));
    }
}
