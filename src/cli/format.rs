//! Forms of output that machines read: JSON whose strings steer no terminal, JSON Lines, CSV; and tables in
//! Markdown, which people read as well.

use std::io::{self, Write};

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use crate::article::Clean;
use crate::cli::console::Out;
use crate::cli::quotes::escaped;

/// The form of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Text,
    /// A table in Markdown.
    Markdown,
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// A head line, then one line for each entry.
    Csv,
}

/// Something that can be a row of CSV.
pub(super) trait Row: Serialize {
    /// The names of the columns.
    const HEAD: &'static [&'static str];
    /// Returns the cells, one for each column.
    fn cells(&self) -> Vec<String>;
}

/// Writes rows in a form that is not for people, one by one, so that there may be any number of them.
#[derive(Debug)]
pub(super) struct Rows {
    format: Format,
    count: usize,
}

impl Rows {
    /// Begins; `format` should not be [`Format::Text`], which is written as JSON Lines.
    pub(super) fn begin<R: Row>(format: Format, out: &mut Out) -> Result<Self> {
        match format {
            Format::Csv => csv(out.writer(), R::HEAD)?,
            Format::Markdown => {
                table_row(R::HEAD, out)?;
                out.line(&format!("|{}", "---|".repeat(R::HEAD.len())))?;
            }
            Format::Json => out.writer().write_all(b"[")?,
            Format::Jsonl | Format::Text => {}
        }
        Ok(Self { format, count: 0 })
    }

    /// Writes a row.
    pub(super) fn row<R: Row>(&mut self, row: &R, out: &mut Out) -> Result<()> {
        match self.format {
            Format::Csv => csv(out.writer(), &row.cells())?,
            Format::Markdown => table_row(&row.cells(), out)?,
            Format::Json => {
                let before: &[u8] = if self.count == 0 { b"\n" } else { b",\n" };
                out.writer().write_all(before)?;
                json(out.writer(), row)?;
            }
            Format::Jsonl | Format::Text => {
                json(out.writer(), row)?;
                out.writer().write_all(b"\n")?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Ends.
    pub(super) fn end(self, out: &mut Out) -> Result<()> {
        if self.format == Format::Json {
            let end: &[u8] = if self.count == 0 { b"]\n" } else { b"\n]\n" };
            out.writer().write_all(end)?;
        }
        Ok(())
    }
}

/// Writes a row of a table in Markdown.
fn table_row(cells: &[impl AsRef<str>], out: &mut Out) -> Result<()> {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| escaped(&Clean::line(cell.as_ref())))
        .collect();
    out.line(&format!("| {} |", cells.join(" | ")))
}

/// Writes a value as JSON on one line. Characters that could steer a terminal are escaped, so nothing is lost.
pub(super) fn json(out: &mut dyn Write, value: &impl Serialize) -> Result<()> {
    // As an error of the output it is, so that a reader that went away is known as one.
    let written = value.serialize(&mut Serializer::with_formatter(out, Quiet));
    Ok(written.map_err(io::Error::from)?)
}

/// Writes a line of CSV as RFC 4180 has it, but with a line feed at its end.
pub(super) fn csv(out: &mut dyn Write, cells: &[impl AsRef<str>]) -> Result<()> {
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
    out.write_all(b"\n")?;
    Ok(())
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
        json(&mut out, &text).unwrap();
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
        csv(&mut out, &["a,b", "say \"so\"", "two\nlines", "", "plain"]).unwrap();
        let line = String::from_utf8(out).unwrap();
        assert_eq!(line, "\"a,b\",\"say \"\"so\"\"\",\"two\nlines\",,plain\n");
    }
}
