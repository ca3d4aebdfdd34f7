//! The heads of a PDF's streams, read from its raw bytes: which keys and which filters each has. Follows no table and no
//! reference, so nothing in a file can hide a stream from it.

use crate::import::ImportError;

/// Most bytes that are read again because heads lie in each other, in lengths of the file. In a sound file none does.
const MOST_TIMES: usize = 4;

/// The same of dictionaries that are no objects; what looks like one may be part of a picture.
const MOST_TIMES_LOOSE: usize = 24;

/// Names of filters, long and short.
const FILTERS: &[&str] = &[
    "FlateDecode",
    "Fl",
    "LZWDecode",
    "LZW",
    "ASCIIHexDecode",
    "AHx",
    "ASCII85Decode",
    "A85",
    "RunLengthDecode",
    "RL",
    "CCITTFaxDecode",
    "CCF",
    "DCTDecode",
    "DCT",
    "JPXDecode",
    "JBIG2Decode",
    "Crypt",
];

/// The head of a stream.
#[derive(Debug, PartialEq)]
pub(super) struct Head {
    names: Vec<String>,
    filters: Vec<String>,
    /// Where the data begin.
    start: usize,
}

impl Head {
    /// Whether it has a key, or a name that might be one.
    pub(super) fn has(&self, key: &str) -> bool {
        self.names.iter().any(|name| name == key)
    }

    /// Returns the filters that it names.
    pub(super) fn filters(&self) -> &[String] {
        &self.filters
    }

    /// Returns the data as they stand in the file.
    pub(super) fn raw<'a>(&self, bytes: &'a [u8]) -> &'a [u8] {
        let rest = bytes.get(self.start..).unwrap_or_default();
        let end = position(rest, b"endstream").unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default()
    }
}

/// Returns the heads of all streams.
///
/// # Errors
/// When so many begin inside of each other that reading them would take for ever.
pub(super) fn heads(bytes: &[u8]) -> Result<Vec<Head>, ImportError> {
    let mut found = Vec::new();
    let mut left = bytes.len().saturating_mul(MOST_TIMES) + 1_000;
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| position(rest, b"obj")) {
        let after = at + next + b"obj".len();
        let mut tokens = Tokens { bytes, at: after };
        let head = tokens.head();
        let read = tokens.at - after;
        left = left.checked_sub(read).ok_or_else(nested)?;
        found.extend(head);
        at = after;
    }
    Ok(found)
}

/// Checks that loose dictionaries do not lie in each other either: where the table of a file is damaged, the library looks
/// at each.
///
/// # Errors
/// When looking at them would take for ever.
pub(super) fn look_at_loose(bytes: &[u8]) -> Result<(), ImportError> {
    let mut left = bytes.len().saturating_mul(MOST_TIMES_LOOSE) + 1_000;
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| position(rest, b"<<")) {
        let start = at + next;
        at = start + b"<<".len();
        let before = start.checked_sub(1).and_then(|before| bytes.get(before));
        if before.is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != 0) {
            continue;
        }
        let mut tokens = Tokens { bytes, at: start };
        tokens.head();
        left = left.checked_sub(tokens.at - start).ok_or_else(nested)?;
        if tokens.at < bytes.len() {
            at = tokens.at.max(at);
        }
    }
    Ok(())
}

fn nested() -> ImportError {
    ImportError::Broken {
        reason: "its objects lie in each other".to_owned(),
    }
}

/// Whether anything is said to be encrypted.
pub(super) fn names_encryption(bytes: &[u8]) -> bool {
    let mut at = 0;
    while let Some(next) = bytes.get(at..).and_then(|rest| position(rest, b"/")) {
        at += next + 1;
        let name = Tokens { bytes, at }.name(b"Encrypt".len() * 3 + 1);
        if name == "Encrypt" {
            return true;
        }
    }
    false
}

fn position(bytes: &[u8], word: &[u8]) -> Option<usize> {
    let first = *word.first()?;
    let mut at = 0;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == first)?;
        if bytes.get(at..)?.starts_with(word) {
            return Some(at);
        }
        at += 1;
    }
}

struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Tokens<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn starts_with(&self, word: &[u8]) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(word))
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'%' => self.skip_until(|byte| matches!(byte, b'\r' | b'\n')),
                0 | b'\t' | b'\n' | 0x0c | b'\r' | b' ' => self.at += 1,
                _ => break,
            }
        }
    }

    fn skip_until(&mut self, is_end: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(|byte| !is_end(byte)) {
            self.at += 1;
        }
    }

    fn skip_string(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'(' => depth += 1,
                b')' if depth <= 1 => break,
                b')' => depth -= 1,
                _ => {}
            }
        }
    }

    /// Reads a name after its slash.
    fn name(&mut self, most: usize) -> String {
        let end = self.at.saturating_add(most);
        let mut name = String::new();
        while let Some(byte) = self.peek().filter(|_| self.at < end) {
            match byte {
                0..=b' ' | b'/' | b'<' | b'>' | b'[' | b']' | b'(' | b')' | b'{' | b'}' | b'%' => {
                    break;
                }
                b'#' => {
                    let digits = self.bytes.get(self.at + 1..self.at + 3);
                    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
                    match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
                        Some(byte) => {
                            name.push(char::from(byte));
                            self.at += 2;
                        }
                        None => name.push('#'),
                    }
                }
                _ => name.push(char::from(byte)),
            }
            self.at += 1;
        }
        name
    }

    /// Reads the head of a stream, if what comes is one.
    fn head(&mut self) -> Option<Head> {
        self.skip_space();
        let is_dict = self.starts_with(b"<<");
        let (mut names, mut filters) = (Vec::new(), Vec::new());
        let (mut dicts, mut arrays) = (0_usize, 0_usize);
        // Other objects are gone through, too: how long that takes must be known.
        loop {
            self.skip_space();
            if self.starts_with(b"<<") {
                dicts += 1;
                self.at += 2;
            } else if self.starts_with(b">>") {
                dicts = dicts.saturating_sub(1);
                self.at += 2;
            } else {
                match self.peek()? {
                    b'/' => {
                        self.at += 1;
                        let name = self.name(usize::MAX);
                        if dicts == 1 && FILTERS.contains(&name.as_str()) {
                            filters.push(name);
                        } else if dicts == 1 {
                            names.push(name);
                        }
                    }
                    b'(' => self.skip_string(),
                    b'<' => self.skip_until(|byte| byte == b'>'),
                    b'[' => {
                        arrays += 1;
                        self.at += 1;
                    }
                    b']' => {
                        arrays = arrays.saturating_sub(1);
                        self.at += 1;
                    }
                    _ => self.at += 1,
                }
            }
            // What is left open in an array ends with its dictionary.
            if dicts == 0 && (is_dict || arrays == 0) {
                break;
            }
        }
        if !is_dict {
            return None;
        }
        self.skip_space();
        if !self.starts_with(b"stream") {
            return None;
        }
        self.at += b"stream".len();
        let mut start = self.at;
        if self.starts_with(b"\r\n") {
            start += 2;
        } else if matches!(self.peek(), Some(b'\n' | b'\r')) {
            start += 1;
        }
        Some(Head {
            names,
            filters,
            start,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_read_as_they_stand() {
        let bytes = b"1 0 obj << /A (>> endobj /B) /C << /D /E >> /F#69lter [/Fl /A85] >> % x\nstream\r\nabc\nendstream\n\
            2 0 obj << /G 1 >> endobj 3 0 obj [1] endobj 4 0 obj << /H <";
        let found = heads(bytes).unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].has("A") && found[0].has("C") && found[0].has("Filter"));
        assert!(!found[0].has("B") && !found[0].has("D"));
        assert_eq!(found[0].filters(), ["Fl", "A85"]);
        assert_eq!(found[0].raw(bytes), b"abc\n");
    }

    #[test]
    fn heads_in_each_other_do_not_take_for_ever() {
        assert!(heads(&b"1 0 obj << /A ".repeat(100_000)).is_err());
        assert!(heads(&b"1 0 obj (".repeat(100_000)).is_err());
        assert!(look_at_loose(&b" << /A (".repeat(100_000)).is_err());
        assert!(look_at_loose(&b" << /A << /B (c) >> >>".repeat(100_000)).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_have_heads_or_none(bytes in "(obj|<<|>>|stream|endstream|/Filter|/Fl|#|[()\\\\%\n a]){0,40}") {
            let _ = heads(bytes.as_bytes());
            let _ = look_at_loose(bytes.as_bytes());
            let _ = names_encryption(bytes.as_bytes());
        }
    }
}
