//! Sets words into lines of a width below their label, as `typeset` folds and cuts them.

use crate::typeset::{self, fold, width};

/// Returns words in lines of at most `cells` cells, the first one after `first`, the others after as many blanks.
pub(super) fn fill(first: &str, words: &str, cells: u16) -> Vec<String> {
    let indent = width(first);
    let mut lines = fold(words, cells.saturating_sub(indent).max(1)).into_iter();
    let head = format!("{first}{}", lines.next().unwrap_or_default());
    let blanks = " ".repeat(usize::from(indent));
    std::iter::once(head.trim_end().to_owned())
        .chain(lines.map(|line| format!("{blanks}{line}")))
        .collect()
}

/// Returns words cut off after some cells, with a sign when they were cut.
pub(super) fn cut(words: &str, cells: usize, sign: &str) -> String {
    typeset::cut(words, cells, sign).into_owned()
}

/// Returns words with blanks behind them up to some cells.
pub(super) fn pad(words: &str, cells: usize) -> String {
    let blanks = cells.saturating_sub(usize::from(width(words)));
    format!("{words}{}", " ".repeat(blanks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_hang_below_their_label() {
        assert_eq!(fill("1  ", "one two three", 10), ["1  one two", "   three"]);
        assert_eq!(fill("", "", 10), [""]);
        assert_eq!(fill("1  ", "unbreakable", 9), ["1  unbrea", "   kable"]);
        assert_eq!(fill("", "「本の匂い」。", 8), ["「本の匂", "い」。"]);
    }

    #[test]
    fn what_is_too_long_is_cut_by_cells() {
        assert_eq!(cut("中文中文", 5, "…"), "中文…");
        assert_eq!(cut("abc", 3, "…"), "abc");
    }
}
