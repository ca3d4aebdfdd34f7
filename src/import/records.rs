//! JSON Lines: the lossless way from one library to another. One article is a [`Record`] on one line; what the reader made
//! beside the articles follows, a line each.
//!
//! Schema `pullquote.article/1`, or `/2` for an article with highlights, which older versions would lose; the others are
//! named in `records/kept.rs`. Ranges are `[start, end)` in Unicode code points of `text`. Keys stand in one order, so that
//! reading and writing a line gives the same bytes. Unknown keys are ignored, missing ones mean nothing or no. Knows no
//! library: what a record is worth to one is not decided here.

mod foreign;
mod kept;
mod sign;
mod size;
mod wire;

use serde::Deserialize;

use crate::article::{Article, BodyError, Clean, Record};
use crate::import::ImportError;
use crate::kept::{Item, Kept};

/// The schema that is written.
const SCHEMA: &str = "pullquote.article/1";

/// The schema of an article with highlights. All else is as in the first.
const SCHEMA_2: &str = "pullquote.article/2";

/// What begins the names of all versions of it.
const FAMILY: &str = "pullquote.article/";

/// Longest line that may be a record, in bytes. Every record that was read or made of an article fits, once written.
pub const LONGEST_LINE: u64 = size::LONGEST;

/// Why a line is not a record. Each reads well after a file's name, a line number and a colon.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// It is not JSON, or a value is of the wrong type.
    #[error("not a record: {0}")]
    Json(#[from] serde_json::Error),
    /// It comes from a newer version of the program.
    #[error("it is of the newer kind “{0}”; a newer pullquote can read it")]
    Newer(String),
    /// Text and blocks do not fit together.
    #[error("its blocks do not fit its text: {0}")]
    Body(#[from] BodyError),
    /// A value is none that an article can have.
    #[error("{0}")]
    Value(&'static str),
    /// It has neither blocks nor a text.
    #[error("it has no “text”")]
    NoText,
    /// Its text is no article.
    #[error("its “text” cannot be read: {0}")]
    Text(#[from] ImportError),
}

/// Reads one line: what [`write_kept`] wrote, or an article as [`read_line`] reads it.
///
/// # Errors
/// When it is neither, or its parts contradict each other.
pub fn read_item(line: &str) -> Result<Item, RecordError> {
    let line = line.trim_start_matches('\u{feff}').trim();
    let kind: Kind = serde_json::from_str(line)?;
    if let Some(schema) = kind.schema.as_deref()
        && kept::is_ours(schema)
    {
        return match kept::read(schema, line)? {
            Some(kept) => Ok(Item::Kept(kept)),
            None => Err(RecordError::Newer(Clean::line(schema).into_string())),
        };
    }
    read_article(line, kind.schema.as_deref()).map(|record| Item::Article(Box::new(record)))
}

/// Reads one line: a record that [`write_line`] wrote, or any other JSON object with a `text` (and maybe a `title`, `url`,
/// `date`, `author`…), which is read as plain text.
///
/// A reading position beyond the text is set to its end.
///
/// # Errors
/// When it is no such object, or its parts contradict each other.
pub fn read_line(line: &str) -> Result<Record, RecordError> {
    let line = line.trim_start_matches('\u{feff}').trim();
    let kind: Kind = serde_json::from_str(line)?;
    read_article(line, kind.schema.as_deref())
}

fn read_article(line: &str, schema: Option<&str>) -> Result<Record, RecordError> {
    let record = match schema {
        Some(SCHEMA | SCHEMA_2) => wire::read(serde_json::from_str(line)?)?,
        Some(newer) if newer.starts_with(FAMILY) => {
            return Err(RecordError::Newer(Clean::line(newer).into_string()));
        }
        _ => foreign::read(&serde_json::from_str(line)?)?,
    };
    if !size::fits(&record.article) {
        return Err(ImportError::TooManyMarks.into());
    }
    if !size::rest_fits(&record) {
        return Err(RecordError::Value(
            "its tags, its source or its highlights are too long",
        ));
    }
    Ok(record)
}

/// Whether the line of an article is short enough to be read again.
pub(super) fn fits(article: &Article) -> bool {
    size::fits(article)
}

/// Returns a record as one line of JSON, without line end.
pub fn write_line(record: &Record) -> String {
    wire::write(record)
}

/// Returns what the reader made as one line of JSON, without line end.
pub fn write_kept(kept: &Kept) -> String {
    kept::write(kept)
}

/// Whether a line of a schema is one that this program writes.
fn is_ours(schema: &str) -> bool {
    schema.starts_with(FAMILY) || kept::is_ours(schema)
}

/// Whether a source is JSON Lines: by the ending of its name (`.jsonl`, `.ndjson`), or because there are records among the
/// first lines of its first bytes. `is_whole` says that these are all its bytes.
pub fn is_records(name: &str, first_bytes: &[u8], is_whole: bool) -> bool {
    sign::in_name(name) || sign::in_bytes(first_bytes, is_whole)
}

/// What a line says it is.
#[derive(Deserialize)]
struct Kind {
    #[serde(default)]
    schema: Option<String>,
}

#[cfg(test)]
mod tests;
