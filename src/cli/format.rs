//! Forms of lists that machines read: JSON, JSON Lines, CSV; and tables in Markdown, which people read as well.

use anyhow::Result;
use clap::ValueEnum;
use serde::Serialize;

use crate::article::Clean;
use crate::cli::console::Out;
use crate::export::{escaped, write_csv, write_json};

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
            Format::Csv => write_csv(out.writer(), R::HEAD)?,
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
            Format::Csv => write_csv(out.writer(), &row.cells())?,
            Format::Markdown => table_row(&row.cells(), out)?,
            Format::Json => {
                let before: &[u8] = if self.count == 0 { b"\n" } else { b",\n" };
                out.writer().write_all(before)?;
                write_json(out.writer(), row)?;
            }
            Format::Jsonl | Format::Text => {
                write_json(out.writer(), row)?;
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
