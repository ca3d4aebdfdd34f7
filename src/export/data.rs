//! What machines read: JSON whose strings steer no terminal, and CSV.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::article::Clean;

/// Writes a value as JSON on one line. Characters that could steer a terminal are escaped, so nothing is lost.
pub fn write_json(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    // As an error of the output it is, so that a reader that went away is known as one.
    let written = value.serialize(&mut Serializer::with_formatter(out, Quiet));
    Ok(written?)
}

/// Writes a line of CSV as RFC 4180 has it, but with a line feed at its end.
pub fn write_csv(out: &mut dyn Write, cells: &[impl AsRef<str>]) -> io::Result<()> {
    for (index, cell) in cells.iter().enumerate() {
        let comma: &[u8] = if index > 0 { b"," } else { b"" };
        out.write_all(comma)?;
        let cell = Clean::from_untrusted(cell.as_ref());
        if cell.contains([',', '"', '\n']) || cell.trim().len() != cell.len() {
            write!(out, "\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            out.write_all(cell.as_bytes())?;
        }
    }
    out.write_all(b"\n")
}

/// Compact JSON that escapes what [`Clean`] would take out.
struct Quiet;

impl Formatter for Quiet {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if fragment.bytes().all(|b| (b' '..=b'~').contains(&b)) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut from = 0;
        for (at, c) in fragment.char_indices() {
            if is_quiet(c) {
                continue;
            }
            writer.write_all(fragment.get(from..at).unwrap_or_default().as_bytes())?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            from = at + c.len_utf8();
        }
        writer.write_all(fragment.get(from..).unwrap_or_default().as_bytes())
    }
}

/// Whether a character may be printed as it is. All letters and signs from the first to the last of the common scripts
/// that no list of controls names are, so the long way is rarely taken.
fn is_quiet(c: char) -> bool {
    match c {
        ' '..='~' | '\u{c0}'..='\u{2ff}' | '\u{4e00}'..='\u{9fff}' => true,
        _ => {
            let mut buffer = [0; 4];
            !Clean::from_untrusted(c.encode_utf8(&mut buffer)).is_empty()
                && !c.is_control()
                && !matches!(c, '\u{2028}' | '\u{2029}')
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = Vec::new();
        write_json(&mut out, &text).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_steers_nothing_and_loses_nothing() {
        let text = "a\u{1b}[2J\u{9b}31m\u{202e}\u{7f}\u{2028}é“中🙂\u{e0041}\n\"";
        let line = written(text);
        assert!(!line.chars().any(char::is_control), "{line}");
        assert!(
            !line.contains('\u{202e}') && line.contains("é“中🙂"),
            "{line}"
        );
        assert_eq!(serde_json::from_str::<String>(&line).unwrap(), text);
    }

    #[test]
    fn csv_quotes_what_it_must() {
        let mut out = Vec::new();
        write_csv(&mut out, &["a,b", "say \"so\"", "two\nlines", "", "plain"]).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, "\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",,plain\n");
    }
}
