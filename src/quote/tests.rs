//! What holds for the quotes of any text: order, bounds, no overlap, and an answer in linear time.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::article::{BlockKind, BodyBuilder, Leaf, Meta};

/// Makes an article of paragraphs parted by line feeds.
pub(crate) fn article(text: &str, lang: Option<&str>) -> Article {
    let mut builder = BodyBuilder::new();
    for line in text.split('\n') {
        builder.add(BlockKind::Paragraph, Leaf::plain(line), &[]);
    }
    Article {
        meta: Meta {
            lang: lang.map(Clean::line),
            ..Meta::default()
        },
        body: builder.build(),
    }
}

/// Checks what is promised of the quotes of any article, as the rules find them.
fn check(article: &Article) -> Result<(), String> {
    check_quotes(article, &skim(article).0)
}

fn check_quotes(article: &Article, quotes: &[Quote]) -> Result<(), String> {
    let text = article.body.text();
    let mut contents: Vec<Span> = Vec::new();
    let mut last = None;
    for quote in quotes {
        if quote.content.is_empty() {
            return Err("a quote without content".to_owned());
        }
        if !(0.0..=1.0).contains(&quote.confidence) {
            return Err(format!("a confidence of {}", quote.confidence));
        }
        if quote.speaker.is_none() != (quote.found_by == FoundBy::Unknown) {
            return Err("a speaker found by nothing".to_owned());
        }
        for spans in [&quote.content, &quote.cue, &quote.source] {
            for span in spans {
                if span.is_empty() || text.get(span.range()).is_none() {
                    return Err(format!("a bad span {span:?}"));
                }
            }
            if !spans.is_sorted_by(|a, b| a.end <= b.start) {
                return Err(format!("spans out of order {spans:?}"));
            }
        }
        let first = quote.content.first().copied();
        if first < last {
            return Err("quotes out of order".to_owned());
        }
        last = first;
        contents.extend(&quote.content);
    }
    contents.sort();
    if contents.is_sorted_by(|a, b| a.end <= b.start) {
        Ok(())
    } else {
        Err("contents over one another".to_owned())
    }
}

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "\"",
        "“",
        "”",
        "„",
        "«",
        "»",
        "‹",
        "›",
        "「",
        "」",
        "''",
        "``",
        "'",
        "‘",
        "’",
        "said",
        " said ",
        "told",
        "Anne Roy",
        "Mr. Price",
        "the Embassy",
        "he",
        "she",
        "who",
        "it",
        " according to ",
        "that",
        "to",
        ",",
        ", ",
        ". ",
        ".",
        ":",
        ": ",
        "?",
        "!",
        "—",
        " - ",
        "(",
        ")",
        "\n",
        " ",
        " ",
        " ",
        "a",
        "é",
        "漢",
        "🦀",
        "claim",
        "claims",
        "saying",
        ", calling",
        "was told",
        "by",
        "and",
        "of",
        "'s",
        "n't",
        "U.S.",
        "<a href=\"x\">",
        "5'2\"",
        "WALLACE:",
        "Q.",
        "\u{300}",
        "sagte",
        ", so Roth",
        "dass",
        "nach Angaben der",
        "sei",
        "hat",
        "gesagt",
        "wie",
        "zufolge",
        "– ",
        "dit-elle",
        "по словам",
    ])
}

proptest! {
    #[test]
    fn quotes_are_in_order_in_bounds_and_apart(pieces in prop::collection::vec(piece(), 0..80)) {
        let article = article(&pieces.concat(), Some("en"));
        prop_assert_eq!(check(&article), Ok(()));
    }

    #[test]
    fn quotes_of_other_languages_are_in_order_too(
        pieces in prop::collection::vec(piece(), 0..80),
        lang in "(de|fr|es|it|pt|ru)",
    ) {
        prop_assert_eq!(check(&article(&pieces.concat(), Some(&lang))), Ok(()));
    }

    #[test]
    fn any_text_in_any_language_is_read(text in "\\PC{0,200}", lang in "(en|de|fr|es|it|pt|ru|xx)?") {
        let lang = (!lang.is_empty()).then_some(lang.as_str());
        prop_assert_eq!(check(&article(&text, lang)), Ok(()));
    }
}

proptest! {
    // The tagger takes its time in a test build.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_the_tagger_finds_is_in_order_in_bounds_and_apart(
        pieces in prop::collection::vec(piece(), 0..60),
    ) {
        let article = article(&pieces.concat(), Some("en"));
        prop_assert_eq!(check_quotes(&article, &extract(&article)), Ok(()));
    }
}

/// Words that go on without an end, marks, names and lines, over several windows of the tagger.
#[rstest]
#[case::marks("\"")]
#[case::nested("“ ‘a ")]
#[case::names("Anne Roy ")]
#[case::one_word("a")]
#[case::claims("Anne Roy said that it rains. ")]
#[case::commas("“,,,” , ")]
#[case::lines("“a\n")]
#[case::labels("ROY: It rains.\n")]
fn the_tagger_reads_hostile_shapes(#[case] piece: &str) {
    let article = article(&piece.repeat(3000 / piece.len()), Some("en"));
    assert_eq!(check_quotes(&article, &extract(&article)), Ok(()));
}

#[test]
fn only_english_of_a_sane_length_is_read_by_the_tagger() {
    let depth = |text: &str, lang| skim(&article(text, Some(lang))).1;
    assert_eq!(depth("Anne Roy said that it rains.", "en"), Depth::Skimmed);
    assert_eq!(depth("Anne Roy sagte, dass es regnet.", "de"), Depth::Whole);
    assert_eq!(depth(&"It rains. ".repeat(60_000), "en"), Depth::Whole);
}

/// Shapes that make a careless engine quadratic. That they end at all in the time of a test run is the assertion.
#[rstest]
#[case::straight_marks("\"", 400_000)]
#[case::opening_marks("“a ", 100_000)]
#[case::singles(" 'a", 100_000)]
#[case::singles_of_plurals("'s s' ", 100_000)]
#[case::nested("“ ‘a ", 100_000)]
#[case::names("Anne Roy ", 60_000)]
#[case::surnames("A Roy, B Roy, ", 40_000)]
#[case::one_word("a", 1_000_000)]
#[case::one_capital("Ab", 500_000)]
#[case::cues("said ", 100_000)]
#[case::claims("Anne Roy said that ", 30_000)]
#[case::commas(", ", 200_000)]
#[case::appositions("Roy, a man, ", 50_000)]
#[case::pronouns("He said. ", 60_000)]
#[case::lines("“a\n", 60_000)]
#[case::tags("<a ", 200_000)]
#[case::stops("A.", 300_000)]
#[case::bodies("the Court of the Court ", 40_000)]
#[case::sources("a source said it. The source said it. ", 15_000)]
fn hostile_shapes_are_read_in_linear_time(#[case] piece: &str, #[case] times: usize) {
    assert_eq!(check(&article(&piece.repeat(times), Some("en"))), Ok(()));
}

/// Ten megabytes of what costs most.
#[rstest]
#[case::marks("\"")]
#[case::nested("“ ‘a ")]
#[case::names("Anne Roy ")]
#[case::no_spaces("a")]
fn ten_megabytes_are_read(#[case] piece: &str) {
    let article = article(&piece.repeat(10_000_000 / piece.len()), Some("en"));
    assert_eq!(check_quotes(&article, &extract(&article)), Ok(()));
}

/// The same for German, whose clauses are read by rules of their own.
#[rstest]
#[case::cues("sagte ", 100_000)]
#[case::auxiliaries("hat ", 100_000)]
#[case::participles("hat gesagt ", 50_000)]
#[case::nouns("Angaben ", 60_000)]
#[case::sources("nach Angaben der Stadt ", 20_000)]
#[case::commas("sagte, ", 80_000)]
#[case::clauses("Roth sagte, dass ", 30_000)]
#[case::relatives("die Stadt, die ", 40_000)]
#[case::infinitives("zu sagen, ", 50_000)]
#[case::adverbs("gestern ", 60_000)]
#[case::genitives("der Stadt ", 50_000)]
#[case::appositions("Roth, ein Mann, ", 40_000)]
#[case::behind("Es regnet, so Roth, ", 30_000)]
#[case::as_said("wie Roth sagte, ", 30_000)]
#[case::subjunctives("Er sei. ", 50_000)]
#[case::colons("Roth: ", 50_000)]
#[case::conjunctions("und sagte ", 50_000)]
#[case::ordinals("7. ", 80_000)]
#[case::marks("„Ja“, sagte Roth. ", 20_000)]
#[case::parentheses("(", 100_000)]
#[case::compound("Angabenangaben", 30_000)]
fn hostile_german_is_read_in_linear_time(#[case] piece: &str, #[case] times: usize) {
    assert_eq!(check(&article(&piece.repeat(times), Some("de"))), Ok(()));
}

/// And for the other languages, with dashes and attributions inside of the marks.
#[rstest]
#[case::dashes("fr", "— dit ", 50_000)]
#[case::incises("fr", "« Oui, dit Roy. » ", 20_000)]
#[case::long_incise("it", "«", 1)]
#[case::sources("es", "de acuerdo con ", 30_000)]
#[case::pronouns("fr", "dit-elle, ", 40_000)]
#[case::russian("ru", "по словам мэра, ", 20_000)]
fn hostile_shapes_of_other_languages_are_read_in_linear_time(
    #[case] lang: &str,
    #[case] piece: &str,
    #[case] times: usize,
) {
    let text = format!("{}{}", piece.repeat(times), "disse, ".repeat(20_000));
    assert_eq!(check(&article(&text, Some(lang))), Ok(()));
}
