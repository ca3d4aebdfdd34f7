//! Sets words into lines of a width. For the few words that are not an article's text; that is `typeset`'s work.

use unicode_segmentation::UnicodeSegmentation;

use crate::typeset::width;

/// Returns words in lines of at most `cells` cells where spaces allow it, the first one after `first`, the others after
/// as many blanks.
pub(super) fn fill(first: &str, words: &str, cells: u16) -> Vec<String> {
    let indent = usize::from(width(first));
    let room = usize::from(cells).saturating_sub(indent).max(1);
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut taken = 0;
    for word in words.split_whitespace() {
        let mut gap = usize::from(taken > 0);
        for piece in pieces(word) {
            let wide = usize::from(width(piece));
            if taken > 0 && taken + gap + wide > room {
                lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
                taken = 0;
                gap = 0;
            }
            line.push_str(if gap == 0 { "" } else { " " });
            line.push_str(piece);
            taken += gap + wide;
            gap = 0;
        }
    }
    lines.push(line.trim_end().to_owned());
    lines
}

/// Returns the pieces of a word between which a line may end: the characters of scripts that have no spaces, each with the
/// signs that close it; any other word whole.
fn pieces(word: &str) -> Vec<&str> {
    let is_spaceless = word
        .chars()
        .any(|c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'));
    if !is_spaceless {
        return vec![word];
    }
    let mut out = Vec::new();
    let mut start = 0;
    let mut opens = false;
    for (at, cluster) in word.grapheme_indices(true) {
        let joins = opens
            || cluster
                .chars()
                .all(|c| CLOSING.contains(c) || c.is_ascii_alphanumeric());
        if at > start && !joins {
            out.push(word.get(start..at).unwrap_or_default());
            start = at;
        }
        opens = cluster.chars().all(|c| OPENING.contains(c));
    }
    out.push(word.get(start..).unwrap_or_default());
    out
}

/// What must not begin a line, and what must not end one.
const CLOSING: &str = "、。，．・：；！？」』）】》〉”’…‥ー々,.;:!?)";
const OPENING: &str = "「『（【《〈“‘(";

/// Returns words cut off after some cells, with an ellipsis when they were cut.
pub(super) fn cut(words: &str, cells: usize) -> String {
    if usize::from(width(words)) <= cells {
        return words.to_owned();
    }
    let mut kept = String::new();
    let mut taken = 1;
    for c in words.chars() {
        let mut buffer = [0; 4];
        taken += usize::from(width(c.encode_utf8(&mut buffer)));
        if taken > cells {
            break;
        }
        kept.push(c);
    }
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
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
        assert_eq!(fill("1  ", "unbreakable", 4), ["1  unbreakable"]);
        assert_eq!(fill("", "「本の匂い」。", 8), ["「本の匂", "い」。"]);
    }

    #[test]
    fn what_is_too_long_is_cut_by_cells() {
        assert_eq!(cut("中文中文", 5), "中文…");
        assert_eq!(cut("abc", 3), "abc");
    }
}
