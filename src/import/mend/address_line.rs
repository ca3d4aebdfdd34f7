//! The line that says where an article stood: "Original url:" and an address. Knows no other links.

use crate::article::{Clean, Meta};
use crate::import::address;
use crate::import::draft::{Draft, Kind};

/// What stands before the address, in lower case.
const LABELS: &[&str] = &[
    "original url",
    "original link",
    "original article",
    "original source",
    "original",
    "url",
    "source url",
    "source",
    "link",
    "permalink",
    "canonical",
    "canonical url",
    "article url",
    "read the original",
    "read the original article",
    "retrieved from",
    "originally published at",
    "quelle",
    "originalartikel",
    "source originale",
    "fuente",
    "источник",
];

/// How many blocks at the top may hold the line.
const TOP: usize = 4;

/// Takes the line out and its address into `meta`. A line that contradicts a declared address stays.
pub(super) fn take(drafts: &mut Vec<Draft>, meta: &mut Meta) {
    let trailing_rules = drafts
        .iter()
        .rev()
        .take_while(|draft| draft.kind == Kind::Rule)
        .count();
    let end = drafts.len() - trailing_rules;
    let places = (end.saturating_sub(2)..end).chain(0..end.min(TOP));
    for at in places {
        let Some((url, blocks)) = found(drafts, at) else {
            continue;
        };
        // An article that is nothing but its address keeps it.
        if blocks >= end || meta.url.as_ref().is_some_and(|known| *known != url) {
            return;
        }
        meta.url = Some(url);
        drafts.drain(at..at + blocks);
        return;
    }
}

/// The address at a block, and how many blocks it takes: one for "Source: https://…", two where it has one of its own.
fn found(drafts: &[Draft], at: usize) -> Option<(Clean, usize)> {
    let draft = drafts.get(at).filter(|draft| is_line(draft))?;
    let text = draft.text();
    if is_label(text) {
        let next = drafts.get(at + 1).filter(|next| is_line(next))?;
        return Some((bare_address(next.text())?, 2));
    }
    let (label, rest) = text.split_once(':')?;
    is_label(label).then_some(())?;
    Some((bare_address(rest)?, 1))
}

fn is_line(draft: &Draft) -> bool {
    draft.within.is_empty() && matches!(draft.kind, Kind::Paragraph | Kind::Heading(_))
}

fn is_label(text: &str) -> bool {
    let text = text.trim();
    text.len() <= 40 && LABELS.contains(&text.trim_end_matches(':').trim().to_lowercase().as_str())
}

fn bare_address(text: &str) -> Option<Clean> {
    let text = text.trim();
    let text = text
        .strip_prefix('<')
        .and_then(|text| text.strip_suffix('>'))
        .unwrap_or(text);
    let one_word = !text.contains(char::is_whitespace);
    one_word.then(|| address::canonical(text)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Leaf;
    use rstest::rstest;

    #[rstest]
    #[case::two_blocks(&["Text.", "Original url:", "https://gazette.example/a#b"], Some("https://gazette.example/a"), 1)]
    #[case::one_block(&["Text.", "Source: https://gazette.example/a"], Some("https://gazette.example/a"), 1)]
    #[case::brackets(&["Text.", "URL: <https://gazette.example/a>"], Some("https://gazette.example/a"), 1)]
    #[case::on_top(&["Title", "Link: https://gazette.example/a", "Text.", "More.", "End."], Some("https://gazette.example/a"), 4)]
    #[case::in_the_middle(&["1", "2", "3", "4", "Link: https://gazette.example/a", "6", "7", "8"], None, 8)]
    #[case::no_address(&["Text.", "Source: Reuters"], None, 2)]
    #[case::sentence(&["Text.", "More at: https://gazette.example/a"], None, 2)]
    #[case::bare(&["Text.", "https://gazette.example/a"], None, 2)]
    #[case::nothing_else(&["Original url:", "https://gazette.example/a"], None, 2)]
    fn lines_with_an_address(
        #[case] lines: &[&str],
        #[case] url: Option<&str>,
        #[case] left: usize,
    ) {
        let mut meta = Meta::default();
        let drafts = lines
            .iter()
            .map(|line| Draft::new(Kind::Paragraph, Leaf::plain(line)));
        let mut drafts = drafts.collect();
        take(&mut drafts, &mut meta);
        assert_eq!((meta.url.as_deref(), drafts.len()), (url, left));
    }
}
