//! Cuts a filter into its signs and words. Any text can be cut; what the pieces mean is for the parser to say.

/// Quotation marks that open a phrase, and those that may close it.
const MARKS: &[(char, &[char])] = &[
    ('"', &['"']),
    ('“', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»', '"']),
];

/// A text that is read from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cutter<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cutter<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Returns the byte that is read next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Returns what stands before a byte.
    pub(super) fn before(&self, at: usize) -> &'a str {
        self.text.get(..at).unwrap_or_default()
    }

    /// Returns the column of a byte, counted from 1.
    pub(super) fn column(&self, at: usize) -> usize {
        self.before(at).chars().count() + 1
    }

    pub(super) fn is_over(&self) -> bool {
        self.rest().is_empty()
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Whether a quotation mark stands here that opens a phrase.
    pub(super) fn is_at_mark(&self) -> bool {
        self.peek().is_some_and(is_mark)
    }

    pub(super) fn skip_spaces(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    /// Takes a sign, if it stands here.
    pub(super) fn take(&mut self, sign: char) -> bool {
        let is_here = self.peek() == Some(sign);
        if is_here {
            self.at += sign.len_utf8();
        }
        is_here
    }

    /// Takes a minus that stands right before something.
    pub(super) fn take_minus(&mut self) -> bool {
        let mut after = self.rest().chars().skip(1);
        let is_before = after.next().is_some_and(|c| !c.is_whitespace() && c != ')');
        is_before && self.take('-')
    }

    /// Takes the word "or", if it stands here alone.
    pub(super) fn take_or(&mut self) -> bool {
        let end = self.rest().find(is_end).unwrap_or(self.rest().len());
        let is_or = self
            .rest()
            .get(..end)
            .is_some_and(|word| word.eq_ignore_ascii_case("or"));
        if is_or {
            self.at += end;
        }
        is_or
    }

    /// Takes what stands between quotation marks; one that is not closed goes on to the end.
    pub(super) fn phrase(&mut self) -> &'a str {
        let opening = self.peek().unwrap_or_default();
        let closers = MARKS
            .iter()
            .find(|(mark, _)| *mark == opening)
            .map_or(&[][..], |(_, closers)| closers);
        self.at += opening.len_utf8();
        let inside = self.rest();
        match inside.find(closers) {
            Some(end) => {
                let closing = inside.get(end..).and_then(|rest| rest.chars().next());
                self.at += end + closing.map_or(0, char::len_utf8);
                inside.get(..end).unwrap_or_default()
            }
            None => {
                self.at = self.text.len();
                inside
            }
        }
    }

    /// Takes the name of a field, and its colon, if one stands here. An address ("https://…") is none.
    pub(super) fn field(&mut self) -> Option<&'a str> {
        let (name, after) = self.rest().split_once(':')?;
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        if !is_name || after.starts_with("//") {
            return None;
        }
        self.at += name.len() + 1;
        Some(name)
    }

    /// Takes everything up to a space, bracket or quotation mark.
    pub(super) fn word(&mut self) -> &'a str {
        let rest = self.rest();
        let word = rest
            .get(..rest.find(is_end).unwrap_or(rest.len()))
            .unwrap_or_default();
        self.at += word.len();
        word
    }
}

fn is_mark(c: char) -> bool {
    MARKS.iter().any(|(mark, _)| *mark == c)
}

fn is_end(c: char) -> bool {
    c.is_whitespace() || matches!(c, '(' | ')') || is_mark(c)
}
