//! The language of filters: what is understood, what is refused, and that printing and reading agree.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;

use super::*;

const TODAY: Date = date(2026, 11, 26);

fn read(text: &str) -> Filter {
    Filter::parse(text, TODAY).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refusal(text: &str) -> String {
    Filter::parse(text, TODAY).unwrap_err().to_string()
}

#[rstest]
#[case::words("ferry Stops", "ferry Stops")]
#[case::phrase("\"red line\"  now", "\"red line\" now")]
#[case::typographic("“red line” «a b» „c d“", "\"red line\" \"a b\" \"c d\"")]
#[case::not_closed("\"red li", "\"red li\"")]
#[case::begun("harb* \"red li\"*", "harb* \"red li\"*")]
#[case::not("-ferry -\"a b\" -title:x", "-ferry -\"a b\" -title:x")]
#[case::not_not("--ferry -(-x)", "ferry x")]
#[case::or("a b or c OR -d", "a b or c or -d")]
#[case::brackets("(a or b) -(c d) (e)", "(a or b) -(c d) e")]
#[case::one_quote_each("(said:a cue:b) (said:c)", "(said:a cue:b) (said:c)")]
#[case::fields(
    "Title:\"a b\" site:bbc by:roy tag:sea",
    "title:\"a b\" site:bbc by:roy tag:sea"
)]
#[case::quotes(
    "speaker:putin said:\"red line\" cue:warned kind:DIRECT",
    "speaker:putin said:\"red line\" cue:warned kind:direct"
)]
#[case::states("is:unread is:noted lang:EN", "is:unread is:noted lang:en")]
#[case::days("since:2026-02 until:2026-02", "since:2026-02-01 until:2026-02-28")]
#[case::ago("since:7d until:yesterday", "since:2026-11-19 until:2026-11-25")]
#[case::order("sort:oldest ferry", "ferry sort:oldest")]
#[case::order_alone("sort:oldest", "sort:oldest")]
#[case::signs("- — 🙂 a-b c++ don't 12:30", "a-b c++ don't 12:30")]
#[case::address("https://a.example/x", "https://a.example/x")]
#[case::or_as_a_word("\"or\"", "\"or\"")]
#[case::nothing("  ", "")]
fn understands(#[case] text: &str, #[case] printed: &str) {
    assert_eq!(read(text).to_string(), printed);
    assert_eq!(read(printed), read(text));
}

#[rstest]
#[case("ab, tittle:x", "unknown field “tittle:” at 5; did you mean title:?")]
#[case(
    "zzzz:x",
    "unknown field “zzzz:” at 1; in quotation marks it is looked for as words"
)]
#[case("é title:", "title: at 3 needs a word after it")]
#[case("is:unred", "“is:unred” at 1; did you mean is:unread?")]
#[case(
    "is:",
    "is: at 1 needs one of these after it: unread, read, starred, archived, noted"
)]
#[case("kind:loud", "“kind:loud” at 1; it takes direct, mixed, indirect")]
#[case(
    "lang:english",
    "“lang:english” at 1; it takes a code such as en, de or fr"
)]
#[case(
    "since:soon",
    "“since:soon” at 1; it takes 2026-02-01, 2026-02, 2026, today, yesterday, or so long ago: 7d, 2w, 3m, 1y"
)]
#[case(
    "a or",
    "“or” at 3 needs something on both sides; in quotation marks it is a word"
)]
#[case(
    "or a",
    "“or” at 1 needs something on both sides; in quotation marks it is a word"
)]
#[case("a (b", "the bracket at 3 is not closed")]
#[case("a) b", "the bracket at 2 closes nothing")]
#[case("a ()", "there is nothing in the brackets at 3")]
#[case(
    "sort:a",
    "“sort:a” at 1; it takes newest, oldest, title, site, longest, quotes, added, unread"
)]
#[case(
    "(sort:title)",
    "sort: at 2 may stand once, outside of brackets and without a minus"
)]
fn refuses_with_what_and_where(#[case] text: &str, #[case] message: &str) {
    assert_eq!(refusal(text), message);
}

#[test]
fn a_word_being_typed_may_be_a_beginning() {
    let begun = |text| Filter::parse_begun(text, TODAY).unwrap().to_string();
    assert_eq!(begun("a harb"), "a harb*");
    assert_eq!(begun("harb "), "harb");
    assert_eq!(begun("title:harb"), "title:harb*");
    assert_eq!(begun("\"harb"), "\"harb\"");
    assert_eq!(begun("is:read"), "is:read");
}

#[test]
fn there_is_an_end_to_it() {
    assert!(refusal(&"(".repeat(100_000)).contains("at 17"));
    assert!(refusal(&"a ".repeat(65)).contains("at 129"));
    assert_eq!(read(&("-".repeat(100_001) + "a")).to_string(), "-a");
}

proptest! {
    #[test]
    fn any_text_is_a_filter_or_gets_a_message(text in "(?s).{0,60}|\\PC{0,60}|[-a-c \"“”«»()*:é中\u{301}or]{0,60}") {
        for read in [Filter::parse, Filter::parse_begun] {
            match read(&text, TODAY) {
                Ok(filter) => prop_assert_eq!(Filter::parse(&filter.to_string(), TODAY), Ok(filter)),
                Err(error) => {
                    prop_assert!(!error.message.is_empty());
                    prop_assert!((1..=text.chars().count() + 1).contains(&error.column));
                }
            }
        }
    }

    #[test]
    fn printing_and_reading_agree(parts in proptest::collection::vec(
        "-?(title:|said:|speaker:|tag:|site:|by:|cue:)?([a-zé中]{1,5}\\*?|\"[a-z é]{1,9}\"\\*?)|or|\\(|\\)|-|is:(un)?read|since:[12][0-9]{3}|lang:[a-z]{2}|kind:mixed",
        0..14,
    )) {
        if let Ok(filter) = Filter::parse(&parts.join(" "), TODAY) {
            prop_assert_eq!(Filter::parse(&filter.to_string(), TODAY), Ok(filter));
        }
    }
}
