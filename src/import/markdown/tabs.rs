//! Tabs to spaces, before cleaning makes each one space and takes the meaning of an indent with it.

use std::borrow::Cow;

/// Columns between tab stops in Markdown.
const STOP: usize = 4;

/// Returns a text with spaces up to the next tab stop in place of tabs.
pub(in crate::import) fn expanded(text: &str) -> Cow<'_, str> {
    if !text.contains('\t') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let mut column = 0;
    for c in text.chars() {
        if c == '\t' {
            let width = STOP - column % STOP;
            out.extend(std::iter::repeat_n(' ', width));
            column += width;
        } else {
            out.push(c);
            column = if matches!(c, '\n' | '\r') {
                0
            } else {
                column + 1
            };
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_reach_the_next_stop() {
        assert_eq!(expanded("a\tb\n\tc\nabcd\te"), "a   b\n    c\nabcd    e");
        assert_eq!(expanded("none"), "none");
    }
}
