//! Words in quotation marks that nobody says, and what they are: titles, nicknames, words as words, signs, scare quotes.
//!
//! What is speech was decided before; this only names what is left between marks.

use crate::article::{Article, Span};
use crate::quote::atom::{self, Atom};
use crate::quote::lexicon::{self, Lexicon};
use crate::quote::{FoundBy, Kind, Quote, lines, marks, scare};

/// How far before a stretch the words are looked at that tell what it is, in bytes and in words.
const REACH: usize = 80;
const NEAR: usize = 3;
/// The longest nickname, in words.
const NICKNAME: usize = 3;
/// Words that announce a word or a name for something, in the languages that have a lexicon.
const TERMS: &[&str] = &[
    "so-called",
    "called",
    "known",
    "dubbed",
    "nicknamed",
    "named",
    "word",
    "words",
    "phrase",
    "term",
    "terms",
    "expression",
    "slogan",
    "hashtag",
    "label",
    "labeled",
    "labelled",
    "sogenannte",
    "sogenannten",
    "sogenannter",
    "sogenanntes",
    "genannt",
    "wort",
    "begriff",
    "motto",
    "mot",
    "terme",
    "surnommé",
    "baptisé",
    "palabra",
    "término",
    "llamado",
    "llamada",
    "parola",
    "termine",
    "cosiddetto",
    "cosiddetta",
    "palavra",
    "termo",
    "chamado",
    "chamada",
    "слово",
    "термин",
];
/// Things that words are written on.
const SIGNS: &[&str] = &[
    "sign",
    "signs",
    "banner",
    "banners",
    "placard",
    "placards",
    "poster",
    "posters",
    "plaque",
    "sticker",
    "stickers",
    "t-shirt",
    "t-shirts",
    "shirt",
    "shirts",
    "cap",
    "hat",
    "hats",
    "graffiti",
    "billboard",
    "schild",
    "plakat",
    "transparent",
    "pancarte",
    "affiche",
    "panneau",
    "pancarta",
    "cartel",
    "cartello",
    "striscione",
    "cartaz",
    "faixa",
    "плакат",
    "табличка",
];

/// Returns the quotes of an article together with what stands in quotation marks and is none, in the order of the text.
pub fn with_unspoken(article: &Article, quotes: &[Quote]) -> Vec<Quote> {
    let text = article.body.text();
    let lexicon = Lexicon::of(lines::language(article));
    let marked = quotes.iter().filter(|quote| quote.kind != Kind::Indirect);
    let mut said: Vec<Span> = marked.flat_map(|quote| quote.content.clone()).collect();
    said.sort();
    let is_said = |span: Span| {
        let next = said.partition_point(|said| said.end <= span.start);
        said.get(next).is_some_and(|said| said.overlaps(span))
    };
    let mut all = quotes.to_vec();
    for line in lines::lines(&article.body) {
        let words = text.get(line.range()).unwrap_or_default();
        for stretch in marks::stretches(words) {
            let inner = Span::new(
                line.start + stretch.inner.start,
                line.start + stretch.inner.end,
            );
            let has_letters = text
                .get(inner.range())
                .is_some_and(|inner| inner.contains(char::is_alphanumeric));
            if stretch.closed && has_letters && !is_said(inner) {
                let outer = Span::new(
                    line.start + stretch.outer.start,
                    line.start + stretch.outer.end,
                );
                all.push(unspoken(inner, kind(text, line, outer, inner, lexicon)));
            }
        }
    }
    all.sort_by_key(|quote| quote.content.first().copied());
    all
}

fn unspoken(inner: Span, kind: Kind) -> Quote {
    Quote {
        kind,
        content: vec![inner],
        cue: Vec::new(),
        source: Vec::new(),
        speaker: None,
        chain: None,
        found_by: FoundBy::Unknown,
        confidence: 0.0,
    }
}

/// Tells what a stretch in marks is by the words beside it and by its own capitals.
fn kind(text: &str, line: Span, outer: Span, inner: Span, lexicon: &Lexicon) -> Kind {
    let mut from = outer.start.saturating_sub(REACH).max(line.start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let before = text.get(from..outer.start).unwrap_or_default();
    let after = text.get(outer.end..line.end).unwrap_or_default();
    let words = text.get(inner.range()).unwrap_or_default();
    if is_between_names(before, after) && words.split_whitespace().count() <= NICKNAME {
        return Kind::Nickname;
    }
    let atoms = atom::atoms(before, from, &[], lexicon);
    let near = atoms.iter().rev().take_while(|atom| atom.is_word());
    let near: Vec<&Atom> = near.take(NEAR).collect();
    let is_one_of = |list: &[&str]| {
        near.iter().any(|atom| {
            let word = text
                .get(atom.span.range())
                .unwrap_or_default()
                .to_lowercase();
            list.contains(&word.as_str())
        })
    };
    if is_one_of(SIGNS) {
        Kind::Sign
    } else if is_one_of(TERMS) {
        Kind::Term
    } else if near.iter().any(|atom| atom.class.has(lexicon::COINED))
        || scare::is_titled(words) && words.split_whitespace().count() > 1
    {
        Kind::Title
    } else {
        Kind::Scare
    }
}

/// Edward “Ned” Price
fn is_between_names(before: &str, after: &str) -> bool {
    let is_name = |word: Option<&str>| {
        word.and_then(|word| word.chars().next())
            .is_some_and(char::is_uppercase)
    };
    let bare = |c: Option<char>| c.is_some_and(char::is_whitespace);
    let first = before.split_whitespace().next_back();
    bare(before.chars().next_back())
        && bare(after.chars().next())
        && is_name(first)
        && first.is_some_and(|word| word.ends_with(char::is_alphabetic))
        && is_name(after.split_whitespace().next())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::extract;
    use crate::quote::tests::article;
    use rstest::rstest;

    #[rstest]
    #[case::title("Her first novel, “The Tide Tables,” sold badly.", Kind::Title)]
    #[case::capitals("He hummed “Song of the Quay” all day.", Kind::Title)]
    #[case::nickname("Edward “Ned” Price walked home.", Kind::Nickname)]
    #[case::term("The so-called “ghost ferry” runs at night.", Kind::Term)]
    #[case::word("Nobody knows where the word “quay” comes from.", Kind::Term)]
    #[case::sign("A hand-painted banner, “Boats not bridges”, hung there.", Kind::Scare)]
    #[case::on_a_sign("They stood under a sign “No entry” for an hour.", Kind::Sign)]
    #[case::scare("The “repair” took nine years.", Kind::Scare)]
    fn what_nobody_says_is_named(#[case] text: &str, #[case] expected: Kind) {
        let article = article(text, Some("en"));
        let all = with_unspoken(&article, &[]);
        let kinds: Vec<Kind> = all.iter().map(|quote| quote.kind).collect();
        assert_eq!(kinds, [expected]);
        assert!(!expected.is_speech());
    }

    #[test]
    fn what_is_said_stays_a_quote_and_words_in_it_are_no_matter() {
        let text = "“I read ‘The Tide Tables’ twice,” Anne Roy said. The “repair” took years.";
        let article = article(text, Some("en"));
        let quotes = extract(&article);
        let all = with_unspoken(&article, &quotes);
        assert_eq!(all.len(), quotes.len() + 1);
        assert_eq!((all[0].kind, all[1].kind), (Kind::Direct, Kind::Scare));
        let without: Vec<Quote> = all.into_iter().filter(|q| q.kind.is_speech()).collect();
        assert_eq!(without, quotes);
    }

    proptest::proptest! {
        #[test]
        fn any_text_has_them_in_order(text in "[a-zA-Z“”\"‘’«» .,\n]{0,120}") {
            let article = article(&text, Some("en"));
            let (quotes, _) = crate::quote::skim(&article);
            let all = with_unspoken(&article, &quotes);
            proptest::prop_assert!(all.iter().all(|quote| !quote.content.is_empty()));
            proptest::prop_assert!(all.is_sorted_by_key(|quote| quote.extent().start));
            proptest::prop_assert!(all.len() >= quotes.len());
        }
    }
}
