//! The words of one block of a page: runs of white space folded as a browser folds them, marks where elements stood.
//! Knows no blocks.

use crate::article::{Leaf, MarkStyle};

/// Collects words.
#[derive(Debug, Default)]
pub(super) struct Words {
    leaf: Leaf,
    /// White space that shows as soon as a word follows.
    gap: bool,
    /// Bytes that were links.
    pub(super) linked: usize,
    /// Whether white space is kept as it is.
    pub(super) is_exact: bool,
}

impl Words {
    /// Appends text.
    pub(super) fn push(&mut self, text: &str) {
        if self.is_exact {
            self.leaf.push(text);
            return;
        }
        let mut folded = String::with_capacity(text.len());
        let mut gap = self.gap || text.starts_with(char::is_whitespace);
        let mut begun = self.is_begun();
        for word in text.split_whitespace() {
            if gap && begun {
                folded.push(' ');
            }
            folded.push_str(word);
            (gap, begun) = (true, true);
        }
        if folded.is_empty() {
            self.gap = gap;
        } else {
            self.gap = text.ends_with(char::is_whitespace);
            self.leaf.push(&folded);
        }
    }

    /// Begins a mark: returns where.
    pub(super) fn open(&mut self) -> usize {
        if std::mem::take(&mut self.gap) && self.is_begun() {
            self.leaf.push(" ");
        }
        self.leaf.len()
    }

    /// Ends a stretch that began at `start`: marks it, and counts it if it was a link, dead or alive.
    pub(super) fn close(&mut self, start: usize, style: Option<MarkStyle>, is_link: bool) {
        if is_link {
            self.linked += self.leaf.len().saturating_sub(start);
        }
        if let Some(style) = style {
            self.leaf.mark_from(start, style);
        }
    }

    /// Breaks the line. Returns whether the line was broken already, which parts paragraphs.
    pub(super) fn break_line(&mut self) -> bool {
        self.gap = false;
        if self.is_exact {
            self.leaf.push("\n");
            return false;
        }
        let is_second = self.leaf.text().ends_with('\n');
        if self.is_begun() {
            self.leaf.break_line();
        }
        is_second
    }

    /// Returns the words and starts anew.
    pub(super) fn take(&mut self) -> Leaf {
        self.gap = false;
        std::mem::take(&mut self.leaf)
    }

    fn is_begun(&self) -> bool {
        let text = self.leaf.text();
        !text.is_empty() && !text.ends_with(['\n', ' '])
    }
}
