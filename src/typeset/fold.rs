//! Folds and cuts short texts that are not an article's: cards, notices, help, the lines of commands.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

use crate::article::Span;
use crate::typeset::cells::{cells, cluster_cells};
use crate::typeset::wrap::{Wrap, slice};

/// Returns a text as rows of at most `width` cells, broken between words where that is possible. A cluster wider than a
/// row is replaced by a question mark.
pub fn fold(text: &str, width: u16) -> Vec<String> {
    lines(text, width)
        .into_iter()
        .map(|line| fitted(slice(text, line), width))
        .collect()
}

/// As [`fold`], but returns at most `most` rows: what is left then stands in the last one, which is wider than `width`
/// and to be [`cut`]. Looks at no more of the text than that takes.
pub fn fold_at_most(text: &str, width: u16, most: usize) -> Vec<String> {
    // A row takes its cells and the space behind it; the row too many tells whether anything is left.
    let enough = (usize::from(width.max(1)) + 1) * (most + 1);
    let text = slice(text, Span::new(0, beginning(text, enough)));
    let lines = lines(text, width);
    let is_cut = lines.len() > most;
    let mut rows: Vec<String> = Vec::with_capacity(most.min(lines.len()));
    for (at, line) in lines.into_iter().take(most).enumerate() {
        rows.push(if is_cut && at + 1 == most {
            slice(text, Span::new(line.start, text.len())).to_owned()
        } else {
            fitted(slice(text, line), width)
        });
    }
    rows
}

/// Returns a text that takes at most `room` cells; what is cut off is replaced by a sign. Never cuts a grapheme cluster.
pub fn cut<'a>(text: &'a str, room: usize, sign: &str) -> Cow<'a, str> {
    if cells(text) <= room {
        return text.into();
    }
    let kept = beginning(text, room.saturating_sub(cells(sign)));
    let kept = slice(text, Span::new(0, kept)).trim_end();
    format!("{kept}{sign}").into()
}

/// Returns the bytes of the clusters at the beginning that fit into some cells.
fn beginning(text: &str, room: usize) -> usize {
    let mut taken = 0;
    text.grapheme_indices(true)
        .find(|(_, cluster)| {
            taken += cluster_cells(cluster);
            taken > room
        })
        .map_or(text.len(), |(at, _)| at)
}

fn lines(text: &str, width: u16) -> Vec<Span> {
    if text.is_empty() {
        return Vec::new();
    }
    Wrap {
        text,
        inserts: &mut [],
        too_wide: &mut Vec::new(),
    }
    .lines(Span::new(0, text.len()), usize::from(width.max(1)))
}

fn fitted(row: &str, width: u16) -> String {
    cut(row, usize::from(width.max(1)), "?").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn folds_between_words_and_breaks_what_is_too_long() {
        assert_eq!(fold("who said what", 8), ["who said", "what"]);
        assert_eq!(fold("unpronounceable", 6), ["unpron", "ouncea", "ble"]);
        assert_eq!(fold("記者は言った", 5), ["記者", "は", "言っ", "た"]);
        assert_eq!(fold("中", 1), ["?"]);
        assert_eq!(fold("", 5), Vec::<String>::new());
    }

    #[test]
    fn what_is_beyond_the_most_rows_stands_in_the_last_one() {
        assert_eq!(fold_at_most("one two three", 5, 3), ["one", "two", "three"]);
        let rows = fold_at_most("one two three four five", 5, 2);
        assert_eq!(rows[0], "one");
        assert!(rows[1].starts_with("two three"), "{rows:?}");
        assert_eq!(cut(&rows[1], 5, "~"), "two~");
        assert_eq!(rows.len(), 2);
        // However long the text is.
        assert!(fold_at_most(&"word ".repeat(10_000), 10, 2)[1].len() < 100);
    }

    #[rstest]
    #[case::fits("abc", 3, "abc")]
    #[case::wide("中文中文", 5, "中文…")]
    #[case::blank_before_the_sign("one two", 5, "one…")]
    #[case::flags("🇩🇪🇫🇷🇮🇹", 5, "🇩🇪🇫🇷…")]
    #[case::family(
        "👩\u{200d}👩\u{200d}👧👩\u{200d}👩\u{200d}👧",
        3,
        "👩\u{200d}👩\u{200d}👧…"
    )]
    #[case::accents_apart("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…")]
    #[case::no_room("abc", 0, "…")]
    fn cuts_between_clusters(#[case] text: &str, #[case] room: usize, #[case] expected: &str) {
        assert_eq!(cut(text, room, "…"), expected);
    }

    proptest::proptest! {
        #[test]
        fn rows_fit(text in "[ab 中é👩\u{200d}🇩\u{301}-]{0,60}|\\PC{0,60}", width in 1_u16..12, most in 1_usize..4) {
            let rows = fold(&text, width);
            let few = fold_at_most(&text, width, most);
            proptest::prop_assert!(rows.iter().all(|row| cells(row) <= usize::from(width)));
            proptest::prop_assert_eq!(few.is_empty(), rows.is_empty());
            proptest::prop_assert!(few.len() <= most);
            // Where a row may end can hang on what follows far behind, so the rows need not be the same.
            let but_last = few.len().saturating_sub(1);
            proptest::prop_assert!(few[..but_last].iter().all(|row| cells(row) <= usize::from(width)));
        }
    }
}
