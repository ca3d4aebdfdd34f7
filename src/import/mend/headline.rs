//! Which of the first blocks is the headline. Invents none: a text without one has no title.

use crate::article::{Clean, Leaf, Meta};
use crate::import::draft::{Draft, Kind, folded, is_ended};

/// How far down a heading can still be the headline.
const TOP: usize = 4;

/// Longest headline with and without a deck, longest one that ends like a sentence, and longest block that may stand above
/// one (a kicker, a section), in characters.
const LONGEST_HEADING: usize = 400;
const LONGEST: usize = 200;
const LONGEST_WITH_DECK: usize = 320;
const LONGEST_SENTENCE: usize = 100;
const LONGEST_KICKER: usize = 80;

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
    let next = drafts
        .get(1)
        .filter(|draft| matches!(draft.kind, Kind::Paragraph | Kind::Figure(_)))?;
    is_headline(first, next.text()).then_some(0)
}

fn is_headline(draft: &Draft, next: &str) -> bool {
    let text = draft.text();
    let length = text.chars().count();
    let first = text.chars().next().unwrap_or(' ');
    let begins = first.is_uppercase()
        || first.is_numeric()
        || matches!(first, '"' | '\'' | '“' | '‘' | '„' | '«' | '»' | '¿' | '¡')
        || is_caseless(first);
    if !begins || text.contains('\n') || text.ends_with([':', ',']) || has_dateline(text) {
        return false;
    }
    let deck = text.contains("; ");
    if length > LONGEST && !(deck && length <= LONGEST_WITH_DECK) {
        return false;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
    if letters(text) < 3 || letters(next) == 0 {
        return false;
    }
    if !text.ends_with('.') || text.ends_with("...") {
        // Without a full stop, any line above a longer paragraph is one.
        return !is_ended(text) && (length <= LONGEST_SENTENCE || is_title_case(text))
            || draft.apart && (length <= LONGEST_SENTENCE || is_title_case(text));
    }
    draft.apart
        && (is_title_case(text)
            || deck
            || (length <= LONGEST_SENTENCE && letters(next) * 2 >= letters(text) * 3))
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
    all >= 2 && capitals * 10 >= all * 7
}

/// "WASHINGTON (AP) —" and the like open running text.
fn has_dateline(text: &str) -> bool {
    let head: String = text.chars().take(60).collect();
    [") —", ") –", ") -", ") ―"]
        .iter()
        .any(|sign| head.contains(sign))
}
