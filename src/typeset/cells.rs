//! How many cells of the screen a string takes, counted as the screen will draw it. Knows no lines and no articles.
//!
//! The screen draws one grapheme cluster after the other and asks `unicode-width` for the width of each, so that is what
//! is added up here; asking for the string as a whole gives less where letters join (Arabic lam-alef). Two marks are
//! counted apart: the halfwidth katakana sound marks, which terminals give a cell of their own.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the cells that a string takes on one row; controls, line feeds among them, take none.
pub fn width(text: &str) -> u16 {
    u16::try_from(cells(text)).unwrap_or(u16::MAX)
}

/// As [`width`], without an upper bound.
pub(super) fn cells(text: &str) -> usize {
    plain_cells(text).unwrap_or_else(|| text.graphemes(true).map(cluster_cells).sum())
}

/// Returns the cells of a string in which every character is a grapheme cluster by itself; none for other strings.
pub(super) fn plain_cells(text: &str) -> Option<usize> {
    if text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Some(text.len());
    }
    text.chars()
        .try_fold(0, |sum, c| plain_char(c).map(|cells| sum + cells))
}

/// Returns the cells of one grapheme cluster.
pub(super) fn cluster_cells(cluster: &str) -> usize {
    if cluster.contains(char::is_control) {
        return 0;
    }
    if cluster.len() == 1 {
        return 1;
    }
    let sound_marks = cluster
        .chars()
        .filter(|c| matches!(c, '\u{ff9e}' | '\u{ff9f}'))
        .count();
    cluster.width() + sound_marks
}

/// The common characters that never join their neighbours and whose width is beyond doubt. All others take the long way
/// through the Unicode tables.
fn plain_char(c: char) -> Option<usize> {
    match c {
        ' '..='~'
        | '\u{a0}'..='\u{a8}'
        | '\u{aa}'..='\u{ac}'
        | '\u{af}'..='\u{2ff}'
        | '\u{400}'..='\u{481}'
        | '\u{48a}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}' => Some(1),
        '\u{3001}'..='\u{3002}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fff}' => Some(2),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::ascii("abc", 3)]
    #[case::quotes("“é”—…", 5)]
    #[case::cjk("中文、", 6)]
    #[case::combining("e\u{301}", 1)]
    #[case::family("👩\u{200d}👩\u{200d}👧", 2)]
    #[case::heart("❤\u{fe0f}", 2)]
    #[case::bare_heart("❤", 1)]
    #[case::flag("🇩🇪", 2)]
    // Terminals show 2; the screen counts the mark twice, and what is drawn must fit its count.
    #[case::halfwidth_voiced("ｶﾞ", 3)]
    #[case::lam_alef("لا", 2)]
    #[case::control("a\tb\n", 2)]
    #[case::empty("", 0)]
    fn counts_cells(#[case] text: &str, #[case] cells: u16) {
        assert_eq!(width(text), cells);
    }

    #[test]
    fn agrees_with_the_screen_for_every_character() {
        use ratatui::buffer::CellWidth;
        for c in (' '..=char::MAX).filter(|c| !c.is_control()) {
            let mut buffer = [0; 4];
            let text = &*c.encode_utf8(&mut buffer);
            assert_eq!(width(text), text.cell_width(), "U+{:04X}", c as u32);
        }
    }

    proptest::proptest! {
        #[test]
        fn agrees_with_the_screen_for_every_string(text in "[a-z“éש中가ﾞ\u{301}\u{200d}👩❤\u{fe0f}🇩لاक्षa]{0,24}|\\PC{0,12}") {
            use ratatui::buffer::Buffer;
            use ratatui::layout::Rect;
            use ratatui::style::Style;
            let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 1));
            let (end, _) = buffer.set_stringn(0, 0, &text, 200, Style::new());
            proptest::prop_assert_eq!(width(&text), end);
        }
    }
}
