//! Paragraphs and lists of a page that are nothing but links to other pages: pointers, no part of its text. Knows what is
//! linked, not what the words say.

use crate::article::{Clean, Container, Label, Leaf, MarkStyle, Span};
use crate::import::draft::{Draft, Kind};

/// Fewest words of a title; what is shorter names a subject or a person.
const FEWEST_WORDS: usize = 3;

/// Longest paragraph above which there is no text yet, in characters. Before the text, links are labels and subjects.
const LABEL: usize = 80;

/// Gives them their kind; `own` is the address of the page. A list counts when each of its items is a pointer.
pub(super) fn find(drafts: &mut [Draft], own: Option<&str>) {
    let is_text = |draft: &Draft| draft.is_prose() && draft.text().chars().count() > LABEL;
    let Some(first) = drafts.iter().position(is_text) else {
        return;
    };
    let mut at = first + 1;
    while let Some(draft) = drafts.get(at) {
        let end = at + run(drafts.get(at..).unwrap_or_default());
        let is_alone = draft.within.is_empty();
        let is_list = !is_alone && end > at + 1;
        let urls: Vec<Option<Clean>> = drafts
            .get(at..end)
            .unwrap_or_default()
            .iter()
            .map(|draft| target(draft, own))
            .collect();
        if (is_alone || is_list) && urls.iter().all(Option::is_some) {
            for (draft, url) in drafts.iter_mut().skip(at).zip(urls) {
                draft.leaf = Leaf::plain(draft.text());
                draft.kind = Kind::Related(url);
            }
        }
        at = end;
    }
}

/// How many blocks belong together: one, or all of a list.
fn run(drafts: &[Draft]) -> usize {
    let is_item = |draft: &&Draft| matches!(draft.within.first(), Some(Container::Item(_)));
    drafts.iter().take_while(is_item).count().max(1)
}

/// Where a block leads all of whose words are one link to another page.
fn target(draft: &Draft, own: Option<&str>) -> Option<Clean> {
    let is_plain = |container: &Container| matches!(container, Container::Item(label) if *label != Label::None);
    if draft.kind != Kind::Paragraph
        || draft.within.len() > 1
        || !draft.within.iter().all(is_plain)
        || draft.text().split_whitespace().count() < FEWEST_WORDS
    {
        return None;
    }
    let text = draft.leaf.text();
    let start = text.len() - text.trim_start().len();
    let whole = Span::new(start, text.trim_end().len());
    let bare = |url: &str| url.split('#').next().unwrap_or_default().to_owned();
    draft
        .leaf
        .marks()
        .iter()
        .find_map(|mark| match &mark.style {
            MarkStyle::Link(url)
                if mark.span.covers(whole)
                    && url.starts_with("http")
                    && own.is_none_or(|own| bare(own) != bare(url)) =>
            {
                Some(url.clone())
            }
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::markdown;
    use rstest::rstest;

    const TEXT: &str = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said.";

    #[rstest]
    #[case::paragraph("[How the pier was built](https://a.example/b)", 1)]
    #[case::list(
        "- [How the pier was built](https://a.example/b)\n- [Who paid for it](https://a.example/c)",
        2
    )]
    #[case::subject("[Ferries](https://a.example/b)", 0)]
    #[case::own("[How the pier was built](https://a.example/own#pier)", 0)]
    #[case::sentence("See [how the pier was built](https://a.example/b).", 0)]
    #[case::item("- [How the pier was built](https://a.example/b)", 0)]
    #[case::mixed(
        "- [How the pier was built](https://a.example/b)\n- A list of boats",
        0
    )]
    #[case::quote("> [How the pier was built](https://a.example/b)", 0)]
    fn pointers(#[case] below: &str, #[case] expected: usize) {
        let mut drafts = markdown::read(&format!("{TEXT}\n\n{below}\n")).unwrap();
        find(&mut drafts, Some("https://a.example/own"));
        let count = |drafts: &[Draft]| {
            let is_pointer = |draft: &&Draft| matches!(draft.kind, Kind::Related(Some(_)));
            drafts.iter().filter(is_pointer).count()
        };
        assert_eq!(count(&drafts), expected);
        let mut drafts = markdown::read(&format!("{below}\n\n{TEXT}\n")).unwrap();
        find(&mut drafts, None);
        assert_eq!(count(&drafts), 0);
    }
}
