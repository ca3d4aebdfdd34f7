//! Which of the first blocks is the headline. Invents none: a text without one has no title.

use crate::article::{Clean, Leaf, Meta};
use crate::import::draft::{Draft, Kind, folded, is_ended};

/// How far down a heading can still be the headline.
const TOP: usize = 4;

/// Longest headline with and without a deck, longest one that ends like a sentence, and longest block that may stand above
/// one (a kicker, a section), in characters.
const LONGEST_HEADING: usize = 400;
const LONGEST: usize = 160;
const LONGEST_WITH_DECK: usize = 320;
const LONGEST_SENTENCE: usize = 100;
const LONGEST_KICKER: usize = 80;

/// What may stand before the first letter of a headline.
const OPENERS: &[char] = &[
    '"', '\'', '“', '‘', '„', '«', '»', '¿', '¡', '#', '@', '$', '£', '€', '[',
];

/// Makes the headline the first block and the title, whichever of the two there is.
pub(super) fn take(drafts: &mut Vec<Draft>, meta: &mut Meta) {
    if meta.title.is_empty() {
        let Some(at) = heading(drafts).or_else(|| first_line(drafts)) else {
            return;
        };
        let draft = drafts.remove(at);
        meta.title = Clean::line(draft.leaf.text());
        if meta.title.is_empty() {
            return;
        }
    }
    let title = folded(&meta.title);
    // The headline may stand there once more.
    let twice = |draft: &Draft| {
        matches!(draft.kind, Kind::Heading(_) | Kind::Paragraph) && folded(draft.text()) == title
    };
    if let Some(at) = drafts
        .iter()
        .take(TOP)
        .position(|draft| draft.within.is_empty() && twice(draft))
        && !title.is_empty()
    {
        drafts.remove(at);
    }
    drafts.insert(0, Draft::new(Kind::Headline, Leaf::plain(&meta.title)));
}

/// A heading at the top, below nothing but pictures and a kicker.
fn heading(drafts: &[Draft]) -> Option<usize> {
    let above = |draft: &Draft| match draft.kind {
        Kind::Figure(_) | Kind::Rule => true,
        Kind::Paragraph => {
            draft.within.is_empty()
                && draft.text().chars().count() <= LONGEST_KICKER
                && !is_ended(draft.text())
        }
        _ => false,
    };
    let at = drafts.iter().take(TOP).position(|draft| !above(draft))?;
    let draft = drafts.get(at)?;
    let fits = draft.within.is_empty() && draft.text().chars().count() <= LONGEST_HEADING;
    match draft.kind {
        Kind::Heading(level) if fits && (at == 0 || level == 1) => Some(at),
        _ => None,
    }
}

/// A first paragraph that can only be a headline.
fn first_line(drafts: &[Draft]) -> Option<usize> {
    let first = drafts.first().filter(|draft| draft.is_prose())?;
    drafts
        .get(1)
        .filter(|draft| matches!(draft.kind, Kind::Paragraph | Kind::Figure(_)))?;
    // A deck or a label may come first; one of the next is text.
    let below = drafts.iter().skip(1).take(TOP);
    let below = below.map(|draft| letters(draft.text())).max()?;
    is_headline(first, below).then_some(0)
}

/// Whether a paragraph is a headline, given the letters of the longest block right below.
fn is_headline(draft: &Draft, below: usize) -> bool {
    let text = draft.text();
    let length = text.chars().count();
    let first = text.chars().next().unwrap_or(' ');
    let begins = first.is_uppercase()
        || first.is_numeric()
        || is_caseless(first)
        || OPENERS.contains(&first);
    if !begins || text.contains('\n') || text.ends_with([':', ',']) || has_dateline(text) {
        return false;
    }
    let own = letters(text);
    if own < 3 || below == 0 {
        return false;
    }
    let deck = text.contains("; ") && length <= LONGEST_WITH_DECK && draft.apart;
    if !is_ended(text) {
        return length <= LONGEST_SENTENCE || deck || (length <= LONGEST && is_title_case(text));
    }
    // What ends like a sentence must stand apart, and be short or set like a headline.
    let short = length <= LONGEST_SENTENCE && below * 2 >= own * 3;
    draft.apart && (short || deck || (length <= LONGEST && is_title_case(text)))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Whether most long words are capitalised, as in English headlines.
fn is_title_case(text: &str) -> bool {
    let long = || {
        text.split_whitespace()
            .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
            .filter(|word| word.chars().count() >= 5)
    };
    let capitals = long()
        .filter(|word| !word.starts_with(char::is_lowercase))
        .count();
    let all = long().count();
    all >= 2 && capitals * 10 >= all * 8
}

/// "WASHINGTON (AP) —" and the like open running text.
fn has_dateline(text: &str) -> bool {
    let head: String = text.chars().take(60).collect();
    [") —", ") –", ") -", ") ―"]
        .iter()
        .any(|sign| head.contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const TEXT: &str = "The ferry to the island was stopped on Tuesday because of the storm, and nobody knows when it will sail again.";

    fn title(blocks: &[(Kind, &str)], declared: &str) -> (String, Vec<String>) {
        let mut drafts = blocks
            .iter()
            .map(|(kind, words)| Draft::new(kind.clone(), Leaf::plain(words)))
            .collect();
        let mut meta = Meta {
            title: declared.into(),
            ..Meta::default()
        };
        take(&mut drafts, &mut meta);
        let texts = drafts.iter().map(|draft| draft.text().to_owned());
        (meta.title.to_string(), texts.collect())
    }

    #[rstest]
    #[case::short("Ferry stops", "Ferry stops")]
    #[case::full_stop(
        "Saudi prince mocks rival on the air.",
        "Saudi prince mocks rival on the air."
    )]
    #[case::title_case(
        "Stealth Over Health: Candidate Was Headed to the Emergency Room but Diverted to Avoid Bad Pictures.",
        "Stealth Over Health: Candidate Was Headed to the Emergency Room but Diverted to Avoid Bad Pictures."
    )]
    #[case::question("Who pays for the ferry?", "Who pays for the ferry?")]
    #[case::long_sentence(
        "The ferry to the island was stopped on Tuesday because of the storm, which nobody had expected in May.",
        ""
    )]
    #[case::dateline("HARBOUR (IPA) - The ferry was stopped.", "")]
    #[case::colon("The ferry was stopped:", "")]
    #[case::lower_case("and so it was", "")]
    #[case::no_letters("* * *", "")]
    fn first_lines(#[case] line: &str, #[case] expected: &str) {
        let found = title(&[(Kind::Paragraph, line), (Kind::Paragraph, TEXT)], "");
        assert_eq!(found.0, expected);
        assert_eq!(found.1, [line, TEXT]);
    }

    #[test]
    fn a_lone_line_is_text() {
        assert_eq!(title(&[(Kind::Paragraph, "Ferry stops")], "").0, "");
    }

    #[test]
    fn a_declared_title_is_not_doubled_and_another_heading_stays() {
        let heading = |words| (Kind::Heading(1), words);
        assert_eq!(
            title(
                &[heading("FERRY stops!"), (Kind::Paragraph, TEXT)],
                "Ferry Stops"
            )
            .1,
            ["Ferry Stops", TEXT]
        );
        assert_eq!(
            title(
                &[heading("Overview"), (Kind::Paragraph, TEXT)],
                "Ferry Stops"
            )
            .1,
            ["Ferry Stops", "Overview", TEXT]
        );
    }
}
