//! The words of one block while it is being made.

use crate::article::body::shift;
use crate::article::{Clean, Mark, MarkStyle, Span};

/// The words of one block while it is being made: clean text with marks, positions counted from its own start.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Leaf {
    pub(super) text: String,
    pub(super) marks: Vec<Mark>,
}

impl Leaf {
    /// Returns a leaf of plain words.
    pub fn plain(words: &str) -> Self {
        let mut leaf = Self::default();
        leaf.push(words);
        leaf
    }

    /// Returns the words so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the marks so far.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether it holds no words.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Appends words, as they came.
    pub fn push(&mut self, words: &str) {
        self.text.push_str(&Clean::from_untrusted(words));
    }

    /// Appends a line break that the writer meant.
    pub fn break_line(&mut self) {
        self.text.push('\n');
    }

    /// Returns the position at which the next words will stand; to be given to [`Leaf::mark_from`].
    pub fn len(&self) -> usize {
        self.text.len()
    }

    /// Marks everything from `start` (a former [`Leaf::len`]) to the end. An empty stretch gets no mark.
    pub fn mark_from(&mut self, start: usize, style: MarkStyle) {
        let span = Span::new(start, self.text.len());
        if !span.is_empty() && self.text.is_char_boundary(start) {
            self.marks.push(Mark { span, style });
        }
    }

    /// Appends another leaf with its marks.
    pub fn append(&mut self, other: Self) {
        let base = self.text.len();
        self.text.push_str(&other.text);
        self.marks.extend(other.marks.into_iter().map(|mark| Mark {
            span: shift(mark.span, base),
            ..mark
        }));
    }

    /// Returns it clean as a whole. Its pieces were cleaned one by one, but combining marks can pile up over their seams;
    /// such a text loses its marks with them.
    pub(super) fn settled(self) -> Self {
        if Clean::from_untrusted(&self.text).as_str() == self.text {
            self
        } else {
            Self::plain(&self.text)
        }
    }

    /// Returns it without white space at its ends, its marks cut accordingly.
    #[must_use]
    pub fn trimmed(self) -> Self {
        let kept = self.text.trim();
        let cut = self.text.len() - self.text.trim_start().len();
        let length = kept.len();
        let clamp = |at: usize| at.saturating_sub(cut).min(length);
        let marks = self.marks.into_iter().map(|mark| Mark {
            span: Span::new(clamp(mark.span.start), clamp(mark.span.end)),
            ..mark
        });
        Self {
            marks: marks.filter(|mark| !mark.span.is_empty()).collect(),
            text: kept.to_owned(),
        }
    }
}
