//! Paragraphs that a page break tore apart in the middle of a sentence. Knows no grammar: how a paragraph ends and how the
//! next one begins must both say so.

use crate::article::{Container, MarkStyle, Span};
use crate::import::draft::{Draft, Kind, is_ended};

/// Fewest characters and words of a first half. What is shorter may be a label, a salutation or a heading.
const SHORTEST: usize = 40;
const FEWEST_WORDS: usize = 6;

/// Longest bold line that is a heading rather than text, in bytes.
const LONGEST_HEADING: usize = 400;

/// Most pictures and pointers that may stand in the gap.
const MOST_ASIDES: usize = 3;

/// Joins them, each with the one before. A picture or a pointer to another article that stood in the gap comes after
/// the sentence that it interrupted.
pub(super) fn join(drafts: &mut Vec<Draft>) {
    let mut out: Vec<Draft> = Vec::with_capacity(drafts.len());
    for draft in drafts.drain(..) {
        let is_aside = |draft: &&Draft| matches!(draft.kind, Kind::Figure(_) | Kind::Related(_));
        let asides = out
            .iter()
            .rev()
            .take(MOST_ASIDES)
            .take_while(is_aside)
            .count();
        let before = out.len().checked_sub(asides + 1);
        match before.and_then(|at| out.get_mut(at)) {
            Some(before) if is_torn(before, &draft) => {
                if !is_hyphenated(before.leaf.text()) {
                    before.leaf.push(" ");
                }
                before.leaf.append(draft.leaf.trimmed());
            }
            _ => out.push(draft),
        }
    }
    *drafts = out;
}

fn is_torn(before: &Draft, after: &Draft) -> bool {
    let kinds = before.kind == Kind::Paragraph && after.kind == Kind::Paragraph;
    let places = before.within == after.within
        && before
            .within
            .iter()
            .all(|container| *container == Container::Quote);
    // Verse has line ends of its own, and stanzas begin as they like.
    let lines = before.one_line && after.one_line;
    kinds && places && lines && goes_on(before) && continues(after.text())
}

/// Whether the break went through a word.
fn is_hyphenated(text: &str) -> bool {
    let mut last = text.chars().rev();
    last.next() == Some('-') && last.next().is_some_and(char::is_alphabetic)
}

fn goes_on(draft: &Draft) -> bool {
    // The leaf may have grown long by joining; only its ends matter.
    let text = draft.leaf.text().trim_end();
    let Some(last) = text.chars().next_back() else {
        return false;
    };
    let open = last.is_alphanumeric()
        || matches!(last, ',' | '-' | '–' | '—' | ')' | '”' | '"' | '’' | '\'');
    if !open
        || text.len() < SHORTEST
        || text.split_whitespace().take(FEWEST_WORDS).count() < FEWEST_WORDS
    {
        return false;
    }
    // A closing mark after a full stop ends a sentence.
    let inner = text.trim_end_matches(['"', '”', '’', '\'', ')', '»']);
    if inner.len() < text.len() && inner.ends_with(['.', '!', '?', '…', ',', ':', ';']) {
        return false;
    }
    let whole = Span::new(0, text.len());
    // No heading is that long, and a text joined of a thousand parts has too many marks to ask each time.
    let is_heading = text.len() <= LONGEST_HEADING
        && draft
            .leaf
            .marks()
            .iter()
            .any(|mark| mark.style == MarkStyle::Strong && mark.span.covers(whole));
    !is_heading && !is_ended(inner)
}

/// Whether a text begins in the middle of a sentence: with a word in lower case that is no label and no address.
fn continues(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or_default();
    let mut letters = word.chars();
    let lower = letters.next().is_some_and(char::is_lowercase);
    let rest_lower = !letters.any(char::is_uppercase);
    let label = word.ends_with([')', '.', ':']) && word.chars().count() <= 4;
    let address = word.contains("://") || word.starts_with("www.") || word.contains('@');
    lower
        && rest_lower
        && !label
        && !address
        && word.chars().any(char::is_alphabetic)
        && text.split_whitespace().nth(1).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Leaf;
    use rstest::rstest;

    #[rstest]
    #[case::torn(
        "Putin's spokesman Dmitry Peskov added that the president",
        "will decide on his own.",
        true
    )]
    #[case::comma(
        "The ferry will not sail today, the harbour master said,",
        "but it may sail tomorrow.",
        true
    )]
    #[case::ended(
        "The ferry will not sail today, the harbour master said.",
        "will it ever?",
        false
    )]
    #[case::ended_in_marks(
        "“The ferry will not sail today and not tomorrow either.”",
        "said nobody.",
        false
    )]
    #[case::capital(
        "The ferry will not sail today, said the harbour master",
        "Jane Doe of the port.",
        false
    )]
    #[case::short("Dear readers,", "we regret to inform you.", false)]
    #[case::colon(
        "These are the things that the harbour master wants:",
        "more boats.",
        false
    )]
    #[case::label(
        "The ferry will not sail today, the harbour master said",
        "a) because of the wind",
        false
    )]
    #[case::name(
        "The harbour master bought a new phone, and it was an",
        "iPhone for the office.",
        false
    )]
    #[case::address(
        "More about the ferry and its history can be found at",
        "www.ferry.example today",
        false
    )]
    fn torn_paragraphs(#[case] before: &str, #[case] after: &str, #[case] joined: bool) {
        let draft = |words| Draft::new(Kind::Paragraph, Leaf::plain(words));
        let mut drafts = vec![draft(before), draft(after)];
        join(&mut drafts);
        assert_eq!(drafts.len() == 1, joined);
    }
}
