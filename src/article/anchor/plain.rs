//! A text as it is compared: every run of white space one space, every quotation mark the same, with the way back to the
//! bytes of the text.

use crate::article::Span;

/// A text made plain.
#[derive(Debug)]
pub(super) struct Plain {
    /// What is compared.
    pub text: String,
    /// For each byte of it the byte of the original where its character begins, and at the end the original's length.
    from: Vec<usize>,
    /// For each byte of it the byte where its character ends in the original.
    to: Vec<usize>,
}

impl Plain {
    /// Makes a text plain.
    pub(super) fn of(text: &str) -> Self {
        let mut plain = Self {
            text: String::with_capacity(text.len()),
            from: Vec::with_capacity(text.len() + 1),
            to: Vec::with_capacity(text.len()),
        };
        for (at, c) in text.char_indices() {
            plain.push(c, Span::new(at, at + c.len_utf8()));
        }
        plain.from.push(text.len());
        plain
    }

    fn push(&mut self, c: char, at: Span) {
        let c = match mark(c) {
            Some(mark) => mark,
            None if c.is_whitespace() => ' ',
            None => c,
        };
        if c == ' ' && matches!(self.text.as_bytes().last(), Some(b' ' | b'"')) {
            // French marks stand apart from their words by a space; it comes and goes with them.
            return;
        }
        if c == '"' && self.text.ends_with(' ') {
            self.text.pop();
            self.from.pop();
            self.to.pop();
        }
        self.text.push(c);
        for _ in 0..c.len_utf8() {
            self.from.push(at.start);
            self.to.push(at.end);
        }
    }

    /// Returns the plain byte of the first character that begins at a byte of the original or after it.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.from[..self.to.len()].partition_point(|&from| from < byte)
    }

    /// Returns the stretch of the original that some plain bytes stand for.
    pub(super) fn original(&self, plain: Span) -> Option<Span> {
        let last = plain.end.checked_sub(1)?;
        Some(Span::new(*self.from.get(plain.start)?, *self.to.get(last)?))
    }

    /// Returns the byte of the original from which so many plain characters lead up to a byte of it.
    pub(super) fn bytes_back(&self, byte: usize, chars: usize) -> usize {
        let before = self.text.get(..self.at(byte)).unwrap_or_default();
        let start = match chars.checked_sub(1) {
            Some(last) => before.char_indices().rev().nth(last).map(|(at, _)| at),
            None => Some(before.len()),
        };
        // With nothing left before it, the text's beginning is the limit.
        start.map_or(0, |at| self.from.get(at).copied().unwrap_or(byte).min(byte))
    }

    /// Returns the byte of the original up to which so many plain characters follow a byte of it.
    pub(super) fn bytes_on(&self, byte: usize, chars: usize) -> usize {
        let from = self.at(byte);
        let after = self.text.get(from..).unwrap_or_default();
        let end = after.char_indices().nth(chars);
        let end = end.map_or(self.text.len(), |(at, _)| from + at);
        let last = end.checked_sub(1).filter(|&last| last >= from);
        last.and_then(|last| self.to.get(last).copied())
            .unwrap_or(byte)
            .max(byte)
    }
}

/// Returns what a quotation mark or apostrophe is compared as.
fn mark(c: char) -> Option<char> {
    match c {
        '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '〝' | '〞' | '〟' => {
            Some('"')
        }
        '\'' | '‘' | '’' | '‚' | '‛' | '‹' | '›' | '´' | '`' | '＇' => Some('\''),
        _ => None,
    }
}
