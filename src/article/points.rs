//! Converts between bytes, which the program counts, and Unicode code points, which the outside is promised.

use crate::article::Span;

/// How far apart the remembered positions are, in bytes.
const STRIDE: usize = 512;

/// Converts positions of one text. Making it walks the text once; each conversion walks at most a few hundred bytes.
#[derive(Debug)]
pub struct CodePoints<'a> {
    text: &'a str,
    /// Code points before byte `n * STRIDE`, moved down to a character boundary.
    before: Vec<usize>,
}

impl<'a> CodePoints<'a> {
    /// Prepares the conversion for a text.
    pub fn new(text: &'a str) -> Self {
        let mut before = vec![0];
        for (count, (at, _)) in text.char_indices().enumerate() {
            while before.len() * STRIDE < at {
                before.push(count.saturating_sub(1));
            }
        }
        Self { text, before }
    }

    /// Returns the number of code points before a byte; a byte inside a character counts as that character's first.
    pub fn of_byte(&self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte.min(self.text.len()));
        let slot = (byte / STRIDE).min(self.before.len() - 1);
        let from = self.text.floor_char_boundary(slot * STRIDE);
        self.before[slot] + self.text[from..byte.max(from)].chars().count()
    }

    /// Returns the byte at which a code point begins; the text's length when there are not so many.
    pub fn to_byte(&self, point: usize) -> usize {
        let slot = self
            .before
            .partition_point(|&count| count <= point)
            .saturating_sub(1);
        let from = self.text.floor_char_boundary(slot * STRIDE);
        let rest = point - self.before[slot];
        self.text[from..]
            .char_indices()
            .nth(rest)
            .map_or(self.text.len(), |(at, _)| from + at)
    }

    /// Returns a span of bytes as `[start, end)` in code points.
    pub fn pair(&self, span: Span) -> [usize; 2] {
        [self.of_byte(span.start), self.of_byte(span.end)]
    }

    /// Returns `[start, end)` in code points as a span of bytes.
    pub fn span(&self, [start, end]: [usize; 2]) -> Span {
        Span::new(self.to_byte(start), self.to_byte(end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn agrees_with_counting(text in "[a-zé—“”中🙂\n ]{0,1500}") {
            let points = CodePoints::new(&text);
            for (count, (at, _)) in text.char_indices().enumerate().step_by(7) {
                proptest::prop_assert_eq!(points.of_byte(at), count);
                proptest::prop_assert_eq!(points.to_byte(count), at);
            }
            proptest::prop_assert_eq!(points.of_byte(text.len()), text.chars().count());
            proptest::prop_assert_eq!(points.to_byte(usize::MAX / 2), text.len());
        }
    }
}
