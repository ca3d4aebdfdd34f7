//! Paragraphs that are not the article's own text: captions with their credit, and pointers to other articles.

use crate::article::{Container, Label, Leaf, MarkStyle, Span};
use crate::import::draft::{Draft, Kind, folded, is_ended};

/// Longest caption and longest credit, in characters.
const LONGEST_CAPTION: usize = 500;
const LONGEST_CREDIT: usize = 120;

/// What opens a pointer, in lower case; the longest that fits counts.
const POINTERS: &[&str] = &[
    "related article",
    "related articles",
    "related story",
    "related stories",
    "related",
    "related news",
    "read more",
    "read also",
    "read next",
    "also read",
    "see also",
    "see more",
    "more on this",
    "more on this topic",
    "more",
    "don't miss",
    "don’t miss",
    "recommended",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "auch interessant",
    "siehe auch",
    "à lire aussi",
    "lire aussi",
    "voir aussi",
    "lea también",
    "lee también",
    "te puede interesar",
    "leggi anche",
    "leia também",
    "lees ook",
    "czytaj także",
    "читайте также",
    "читайте ещё",
    "по теме",
];

/// Names and words that credits are made of.
const CREDITS: &[&str] = &[
    "photo",
    "photos",
    "photograph",
    "image",
    "images",
    "getty",
    "reuters",
    "afp",
    "ap",
    "epa",
    "dpa",
    "tass",
    "shutterstock",
    "unsplash",
    "wikimedia",
    "flickr",
    "courtesy",
    "via",
    "handout",
    "foto",
    "bild",
    "imago",
    "pixabay",
    "screenshot",
    "illustration",
    "commons",
];

/// Small words inside a credit that is capitalised otherwise.
const SMALL: &[&str] = &[
    "of", "the", "via", "and", "for", "by", "from", "de", "du", "la", "von", "der", "del", "di",
    "van", "in", "courtesy", "photo", "und",
];

/// Finds them and gives them their kinds.
pub(super) fn find(drafts: &mut Vec<Draft>) {
    for draft in drafts
        .iter_mut()
        .filter(|draft| draft.kind == Kind::Paragraph)
    {
        if let Some((kind, leaf)) = pointer(draft).or_else(|| captioned(draft)) {
            draft.kind = kind;
            draft.leaf = leaf;
        }
    }
    // The words of a picture and the caption below it are often the same; then the one with the credit stays.
    let mut at = 0;
    while at + 1 < drafts.len() {
        let Some([first, second]) = drafts.get_mut(at..at + 2) else {
            return;
        };
        if let (Kind::Figure(credit), true) = (&first.kind, credit_less_twin(first, second)) {
            debug_assert!(credit.is_empty());
            first.leaf = Leaf::default();
            // The sign of a list item stands before what is left of it.
            second.within = std::mem::take(&mut first.within);
            if second.picture.is_empty() {
                second.picture = std::mem::take(&mut first.picture);
            }
            second.kind = match std::mem::replace(&mut second.kind, Kind::Paragraph) {
                Kind::Paragraph => Kind::Figure(String::new()),
                kind => kind,
            };
        }
        at += 1;
    }
    drafts.retain(|draft| !matches!(&draft.kind, Kind::Figure(credit) if credit.is_empty() && draft.leaf.is_empty()));
}

/// Whether a picture without credit is followed by its caption: a figure or a stressed line with the same words, or a
/// stressed line where the picture has none.
fn credit_less_twin(picture: &Draft, below: &Draft) -> bool {
    if picture.kind != Kind::Figure(String::new()) || !goes_on(&picture.within, &below.within) {
        return false;
    }
    let (alt, words) = (folded(picture.text()), folded(below.text()));
    match &below.kind {
        Kind::Figure(_) => {
            alt.is_empty()
                || (!words.is_empty() && (words.starts_with(&alt) || alt.starts_with(&words)))
        }
        Kind::Paragraph => {
            let stressed = is_wholly(below, |style| *style == MarkStyle::Emphasis);
            stressed
                && below.text().chars().count() <= LONGEST_CAPTION
                && (alt.is_empty() || words == alt)
        }
        _ => false,
    }
}

/// Whether a block stands in the same items and quotes as the one before, and begins none.
fn goes_on(before: &[Container], after: &[Container]) -> bool {
    let is_same = |(before, after): (&Container, &Container)| match (before, after) {
        (Container::Item(_), Container::Item(label)) => *label == Label::None,
        (before, after) => before == after,
    };
    before.len() == after.len() && before.iter().zip(after).all(is_same)
}

/// Whether one mark covers all the words.
fn is_wholly(draft: &Draft, wanted: impl Fn(&MarkStyle) -> bool) -> bool {
    let text = draft.leaf.text();
    let start = text.len() - text.trim_start().len();
    let whole = Span::new(start, text.trim_end().len());
    !whole.is_empty()
        && draft
            .leaf
            .marks()
            .iter()
            .any(|mark| wanted(&mark.style) && mark.span.covers(whole))
}

/// "**Related article: [words](…)**"
fn pointer(draft: &Draft) -> Option<(Kind, Leaf)> {
    let text = draft.text();
    let (opener, rest) = text.split_once(':')?;
    let words = rest.trim();
    if opener.chars().count() > 24
        || words.is_empty()
        || !POINTERS.contains(&opener.trim().to_lowercase().as_str())
    {
        return None;
    }
    let is_link = draft.linked > 0 && draft.linked + 2 >= words.len();
    if !(is_link || is_wholly(draft, |style| *style == MarkStyle::Strong)) {
        return None;
    }
    let url = draft
        .leaf
        .marks()
        .iter()
        .find_map(|mark| match &mark.style {
            MarkStyle::Link(url) => Some(url.clone()),
            _ => None,
        });
    Some((Kind::Related(url), Leaf::plain(words)))
}

/// "Caption. **Credit**"
fn captioned(draft: &Draft) -> Option<(Kind, Leaf)> {
    if !draft.within.is_empty() || draft.text().contains('\n') {
        return None;
    }
    let text = draft.leaf.text();
    let end = text.trim_end().len();
    let mark = draft.leaf.marks().iter().find(|mark| {
        mark.span.end >= end && matches!(mark.style, MarkStyle::Strong | MarkStyle::Emphasis)
    })?;
    let caption = text.get(..mark.span.start)?.trim();
    let credit = text.get(mark.span.start..end)?.trim();
    let fits = is_ended(caption)
        && !caption.ends_with([':', ';'])
        && caption.chars().count() <= LONGEST_CAPTION
        && credit.chars().count() <= LONGEST_CREDIT
        && is_credit(credit, mark.style == MarkStyle::Strong);
    fits.then(|| (Kind::Figure(credit.to_owned()), Leaf::plain(caption)))
}

/// Whether words name who made a picture: no sentence, and capitalised or with a word that only credits have.
fn is_credit(text: &str, bold: bool) -> bool {
    let words: Vec<&str> = text
        .split([' ', '/', '\u{a0}'])
        .filter(|word| !word.is_empty())
        .collect();
    let bare = |word: &str| {
        word.trim_matches(|c: char| !c.is_alphanumeric())
            .to_lowercase()
    };
    let named = text.contains(['©', '/'])
        || words
            .iter()
            .any(|word| CREDITS.contains(&bare(word).as_str()));
    let sentence = text.ends_with(['.', '!', '?', '"', '”']) && !named;
    let capital = |word: &&str| {
        let first = word.chars().find(|c| c.is_alphanumeric());
        first.is_none_or(|c| !c.is_lowercase()) || SMALL.contains(&bare(word).as_str())
    };
    !words.is_empty()
        && !sentence
        && (named || (bold && words.len() <= 14 && words.iter().all(capital)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::markdown;
    use rstest::rstest;

    #[rstest]
    #[case::seed(
        "The minister. **Department of State (Government Works)**",
        "The minister.",
        "Department of State (Government Works)"
    )]
    #[case::agency(
        "The pier at dawn. *Photo by Jane Doe via Getty Images.*",
        "The pier at dawn.",
        "Photo by Jane Doe via Getty Images."
    )]
    #[case::slash("A boat. **jane doe/IPA**", "A boat.", "jane doe/IPA")]
    fn captions(#[case] text: &str, #[case] caption: &str, #[case] credit: &str) {
        let mut drafts = markdown::read(text).unwrap();
        find(&mut drafts);
        assert_eq!(drafts[0].kind, Kind::Figure(credit.into()));
        assert_eq!(drafts[0].text(), caption);
    }

    #[test]
    fn pictures_of_a_list_with_the_same_words_all_stay() {
        let mut drafts = Vec::new();
        for label in [Label::Bullet, Label::None, Label::Bullet] {
            let picture = Draft::new(Kind::Figure(String::new()), Leaf::plain("A boat"));
            drafts.push(Draft {
                within: vec![Container::Item(label)],
                ..picture
            });
        }
        find(&mut drafts);
        // The words of the first one's picture and its caption are the same.
        let labels: Vec<_> = drafts.iter().map(|draft| draft.within.clone()).collect();
        assert_eq!(
            labels,
            [
                [Container::Item(Label::Bullet)],
                [Container::Item(Label::Bullet)]
            ]
        );
    }

    #[rstest]
    #[case("He said one thing. **Never again will this happen.**")]
    #[case("He wants **One Thing**")]
    #[case("These are the rules: **No Boats**")]
    #[case("He was tired. *very tired*")]
    #[case("**Bold Words**")]
    #[case("**Related: this** and that")]
    #[case("Related: a film")]
    #[case("**Price: ten**")]
    fn text_stays_text(#[case] text: &str) {
        let mut drafts = markdown::read(text).unwrap();
        let before = drafts.clone();
        find(&mut drafts);
        assert_eq!(drafts, before);
    }

    #[rstest]
    #[case("**Related article: [Ferry stops](#)**", "Ferry stops", None)]
    #[case(
        "Read more: [Ferry stops](https://gazette.example/a)",
        "Ferry stops",
        Some("https://gazette.example/a")
    )]
    #[case("**Lesen Sie auch: Fähre steht still**", "Fähre steht still", None)]
    fn pointers(#[case] text: &str, #[case] words: &str, #[case] url: Option<&str>) {
        let mut drafts = markdown::read(text).unwrap();
        find(&mut drafts);
        assert_eq!(drafts[0].kind, Kind::Related(url.map(Into::into)));
        assert_eq!(drafts[0].text(), words);
    }
}
