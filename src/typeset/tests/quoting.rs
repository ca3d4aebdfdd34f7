//! How quotes are numbered and marked.

use rstest::rstest;

use super::*;

#[rstest]
#[case::before_the_mark(20, false, "He said “go”.", "go", "He said ¹“go”.")]
#[case::stays_with_its_word(8, false, "He said “go”.", "go", "He said|¹“go”.")]
#[case::ascii(12, true, "He said \"go\".", "go", "He said|[1]\"go\".")]
#[case::without_a_mark(
    21,
    false,
    "He said it was over.",
    "it was over",
    "He said ¹it was over."
)]
#[case::apostrophe_is_no_mark(20, false, "the boys’go", "go", "the boys’¹go")]
#[case::french(
    20,
    false,
    "«\u{a0}Oui\u{a0}», dit-il.",
    "Oui",
    "¹«\u{a0}Oui\u{a0}», dit-il."
)]
#[case::german(20, false, "„Nein“, sagte sie.", "Nein", "¹„Nein“, sagte sie.")]
#[case::japanese(20, false, "彼は「雨だ」と", "雨だ", "彼は¹「雨だ」と")]
#[case::in_a_long_word(5, false, "“abcdefgh”", "abcdefgh", "¹“abc|defgh|”")]
#[case::no_room(1, false, "“a”", "a", "“|a|”")]
fn quotes_are_numbered(
    #[case] width: u16,
    #[case] ascii: bool,
    #[case] text: &str,
    #[case] content: &str,
    #[case] expected: &str,
) {
    let article = paragraph(text);
    let quotes = [quote(&article, content, "", "")];
    let measure = Measure {
        ascii,
        ..measure(width)
    };
    assert_eq!(rows(&article, &quotes, measure), expected);
}

#[test]
fn numbers_count_the_quotes_that_are_shown() {
    let article = paragraph("She said it rained. “Much,” he said.");
    let indirect = Quote {
        kind: Kind::Indirect,
        ..quote(&article, "it rained", "", "")
    };
    let quotes = [indirect, quote(&article, "Much,", "", "")];
    let page = |show_indirect| {
        rows(
            &article,
            &quotes,
            Measure {
                show_indirect,
                ..measure(60)
            },
        )
    };
    assert_eq!(page(false), "She said it rained. ¹“Much,” he said.");
    assert_eq!(page(true), "She said ¹it rained. ²“Much,” he said.");
}

#[test]
fn source_and_cue_win_over_content_and_later_content_over_earlier() {
    let article = paragraph("A B says that C said D");
    let outer = quote(&article, "B says that C said D", "", "A");
    let inner = quote(&article, "D", "said", "C");
    let page = Page::lay_out(&article, &[outer, inner], measure(60));
    let parts: Vec<_> = page
        .rows
        .iter()
        .flat_map(|row| &row.runs)
        .filter(|run| matches!(run.text, RunText::Span(_)))
        .filter_map(|run| run.part.map(|part| (page.words(run), part)))
        .collect();
    assert_eq!(
        parts,
        [
            ("A", (0, Part::Source)),
            ("B says that ", (0, Part::Content)),
            ("C", (1, Part::Source)),
            (" ", (0, Part::Content)),
            ("said", (1, Part::Cue)),
            (" ", (0, Part::Content)),
            ("D", (1, Part::Content)),
        ]
    );
}
