//! Where lines break.

use rstest::rstest;

use super::*;

#[rstest]
#[case::first_fit(12, "The tide turned before noon.", "The tide|turned|before noon.")]
#[case::runs_of_blanks(12, "one   two  three", "one   two|three")]
#[case::hard_line(20, "Roses\nare  \n\nred", "Roses|are||red")]
#[case::long_word(6, "an incomprehensible word", "an|incomp|rehens|ible|word")]
#[case::hyphen(9, "a well-known F-16", "a well-|known|F-16")]
#[case::short_side_of_a_hyphen(6, "one e-mail", "one|e-mail")]
#[case::em_dash(10, "the boat—gone", "the boat—|gone")]
#[case::no_break_space(8, "about 5\u{a0}km", "about|5\u{a0}km")]
#[case::bracket_stays(8, "we can (not) go", "we can|(not) go")]
#[case::cjk(6, "今日は雨。傘を", "今日は|雨。傘|を")]
#[case::kinsoku_close(8, "今日は雨。傘", "今日は|雨。傘")]
#[case::kinsoku_open(8, "今日は「雨」", "今日は|「雨」")]
#[case::small_kana(6, "あいうっと", "あい|うっと")]
#[case::korean_words(10, "오늘은 비가 온다", "오늘은|비가 온다")]
#[case::korean_word_with_latin(8, "그는 KBS가 좋다", "그는|KBS가|좋다")]
#[case::arabic(9, "السلام عليكم", "السلام|عليكم")]
#[case::family(
    3,
    "👩\u{200d}👩\u{200d}👧👩\u{200d}👩\u{200d}👧",
    "👩\u{200d}👩\u{200d}👧|👩\u{200d}👩\u{200d}👧"
)]
#[case::flags(5, "🇩🇪🇫🇷🇮🇹", "🇩🇪🇫🇷|🇮🇹")]
#[case::accents(
    3,
    "e\u{301}e\u{301}e\u{301}e\u{301}",
    "e\u{301}e\u{301}e\u{301}|e\u{301}"
)]
#[case::too_wide(1, "a中b", "a|?|b")]
fn wraps(#[case] width: u16, #[case] text: &str, #[case] expected: &str) {
    assert_eq!(rows(&paragraph(text), &[], measure(width)), expected);
}
