//! What the reader's corrections promise.

use super::*;
use crate::article::{BlockKind, BodyBuilder, Clean, Leaf};
use crate::quote::SpeakerKind;

const TEXT: &str = "“We stop in May. There is no money. We are sorry,” Ann Roy said. “They never asked us,” Tom Weir said. \
                    The town is angry about it. “Enough,” read a sign.";

fn at(text: &str, words: &str) -> Span {
    let start = text.find(words).unwrap();
    Span::new(start, start + words.len())
}

fn named(name: &str) -> Speaker {
    Speaker {
        name: Clean::line(name),
        role: None,
        kind: SpeakerKind::Person,
    }
}

fn said(text: &str, words: &str, name: &str) -> Quote {
    Quote {
        kind: Kind::Direct,
        content: vec![at(text, words)],
        cue: vec![],
        source: vec![],
        speaker: Some(named(name)),
        chain: None,
        found_by: FoundBy::Named,
        confidence: 0.9,
    }
}

fn found(text: &str) -> Vec<Quote> {
    vec![
        said(
            text,
            "We stop in May. There is no money. We are sorry,",
            "Ann Roy",
        ),
        said(text, "They never asked us,", "Tom Weir"),
        said(text, "Enough,", "a sign"),
    ]
}

/// Shows quotes as "speaker: words", those of the reader with a star.
fn shown(text: &str, quotes: &[Quote]) -> Vec<String> {
    let show = |quote: &Quote| {
        let words: Vec<&str> = quote
            .content
            .iter()
            .map(|span| &text[span.range()])
            .collect();
        let star = if quote.found_by == FoundBy::Reader {
            "*"
        } else {
            ""
        };
        format!(
            "{star}{}: {}",
            quote.speaker_name().unwrap_or("?"),
            words.join(" … ")
        )
    };
    quotes.iter().map(show).collect()
}

fn body(text: &str) -> Body {
    let mut builder = BodyBuilder::new();
    builder.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
    builder.build()
}

#[test]
fn a_quote_gets_another_speaker_or_none() {
    let quotes = found(TEXT);
    let all = [
        Correction::speaker(TEXT, &quotes[1], Some(named("Ann Roy"))).unwrap(),
        Correction::speaker(TEXT, &quotes[2], None).unwrap(),
        Correction::no_quote(TEXT, &quotes[0]).unwrap(),
    ];
    let (quotes, lost) = corrected(TEXT, quotes, &all);
    assert_eq!(
        shown(TEXT, &quotes),
        ["*Ann Roy: They never asked us,", "*?: Enough,"]
    );
    assert_eq!(lost, [false; 3]);
    assert!(
        quotes
            .iter()
            .all(|quote| (quote.confidence - 1.0).abs() < f32::EPSILON)
    );
}

#[test]
fn a_missed_quote_is_added_and_keeps_its_words_to_itself() {
    let whole = "There is no money. We are sorry,” Ann Roy said. “They never";
    let added = Correction::added(TEXT, &[at(TEXT, whole)], Some(named("Zoe"))).unwrap();
    let (quotes, _) = corrected(TEXT, vec![], std::slice::from_ref(&added));
    assert_eq!((quotes[0].kind, quotes.len()), (Kind::Mixed, 1));
    // It takes the place of the one that it shares most words with; what is left of the others is theirs.
    let (quotes, _) = corrected(TEXT, found(TEXT), &[added]);
    assert_eq!(shown(TEXT, &quotes)[0], format!("*Zoe: {whole}"));
    for (at, one) in quotes.iter().enumerate() {
        let others = quotes[at + 1..].iter().flat_map(|quote| &quote.content);
        assert!(
            others
                .into_iter()
                .all(|span| !one.content.iter().any(|own| own.overlaps(*span)))
        );
    }
}

#[test]
fn words_are_taken_by_the_sentence() {
    let body = body(TEXT);
    let quote = &found(TEXT)[0];
    let narrower = by_sentence(&body, quote, false).unwrap();
    assert_eq!(
        &TEXT[narrower[0].range()],
        "We stop in May. There is no money."
    );
    let correction = Correction::words(TEXT, quote, &narrower).unwrap();
    let (quotes, _) = corrected(TEXT, found(TEXT), &[correction]);
    assert_eq!(
        shown(TEXT, &quotes)[0],
        "*Ann Roy: We stop in May. There is no money."
    );
    assert_eq!(quotes[0].kind, Kind::Direct);
    let wider = by_sentence(&body, &quotes[0], true).unwrap();
    assert!(TEXT[wider[0].range()].starts_with("We stop in May. There is no money. We are sorry"));
    let one = Quote {
        content: vec![at(TEXT, "We stop in May.")],
        ..quote.clone()
    };
    assert_eq!(
        by_sentence(&body, &one, false),
        None,
        "a quote keeps a sentence at least"
    );
    let last = Quote {
        content: vec![at(TEXT, "“Enough,” read a sign.")],
        ..quote.clone()
    };
    assert_eq!(by_sentence(&body, &last, true), None);
}

#[test]
fn another_text_and_another_engine_change_nothing_about_it() {
    let quotes = found(TEXT);
    let all = [
        Correction::speaker(TEXT, &quotes[0], Some(named("Zoe"))).unwrap(),
        Correction::no_quote(TEXT, &quotes[2]).unwrap(),
    ];
    let text = format!("A new first sentence stands here. {TEXT} And a new last one.");
    // The newer engine finds less of the first quote, and the second not at all.
    let newer = vec![
        said(&text, "There is no money. We are sorry,", "Ann Roy"),
        said(&text, "Enough,", "a sign"),
    ];
    let (quotes, lost) = corrected(&text, newer, &all);
    assert_eq!(
        shown(&text, &quotes),
        ["*Zoe: We stop in May. There is no money. We are sorry,"]
    );
    assert_eq!(lost, [false, false]);
    // An engine that finds nothing does not make the reader's words vanish.
    let (quotes, _) = corrected(&text, vec![], &all);
    assert_eq!(quotes.len(), 1);
}

#[test]
fn words_that_are_gone_are_lost_and_no_look_alike_is_touched() {
    let quotes = found(TEXT);
    let correction = Correction::speaker(TEXT, &quotes[1], None).unwrap();
    let text = TEXT.replace("They never asked us", "They never told us");
    let found = vec![said(&text, "They never told us,", "Tom Weir")];
    let (quotes, lost) = corrected(&text, found.clone(), &[correction]);
    assert_eq!((quotes, lost), (found, vec![true]));
}

proptest::proptest! {
    #[test]
    fn any_corrections_leave_quotes_that_fit(
        text in "[a-c“”. ]{10,60}", cuts in proptest::collection::vec((0usize..60, 1usize..20, 0u8..4), 1..6)
    ) {
        let span = |start: usize, length: usize| {
            let start = text.floor_char_boundary(start.min(text.len()));
            Span::new(start, text.floor_char_boundary((start + length).min(text.len())))
        };
        let mut quotes = Vec::new();
        let mut corrections = Vec::new();
        for (start, length, act) in cuts {
            let content = vec![span(start, length)];
            let quote = Quote { content: content.clone(), ..said("x", "x", "Ann") };
            corrections.extend(match act {
                0 => Correction::speaker(&text, &quote, None),
                1 => Correction::no_quote(&text, &quote),
                2 => Correction::added(&text, &content, None),
                _ => Correction::words(&text, &quote, &[span(start + 1, length)]),
            });
            if act == 3 && quotes.iter().all(|other: &Quote| !other.content[0].overlaps(content[0])) && !content[0].is_empty() {
                quotes.push(quote);
            }
        }
        let (quotes, lost) = corrected(&text, quotes, &corrections);
        proptest::prop_assert_eq!(lost.len(), corrections.len());
        for quote in quotes {
            proptest::prop_assert!(!quote.content.is_empty());
            for span in quote.content {
                proptest::prop_assert!(!text.get(span.range()).unwrap_or_default().is_empty());
            }
        }
    }
}
