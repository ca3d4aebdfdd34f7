//! Keeps the quotes of an article: the rows, how many there are, and the indices that find them. What the reader corrected
//! lies over what an engine found.

use std::borrow::Cow;

use rusqlite::{Connection, params};

use crate::article::ArticleId;
use crate::quote::{Depth, Kind, Quote};
use crate::store::cutter::{CutQuotes, Cutter};
use crate::store::error::StoreError;
use crate::store::voices::Counts;
use crate::store::{corrections, index, read, row, voices, write};

/// Returns how many quotes stand in quotation marks, wholly or in part.
pub(super) fn marked(quotes: &[Quote]) -> i64 {
    let marked = quotes.iter().filter(|quote| quote.kind != Kind::Indirect);
    row::number(marked.count())
}

/// Notes how closely the present engine has read an article.
pub(super) fn note_depth(conn: &Connection, id: ArticleId, depth: Depth) -> Result<(), StoreError> {
    conn.prepare_cached("UPDATE articles SET engine = ?2 WHERE id = ?1")?
        .execute(params![id.0, row::engine(depth)])?;
    Ok(())
}

/// What an engine found in an article.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found<'a> {
    /// The text of the article.
    pub(super) text: &'a str,
    pub(super) quotes: &'a [Quote],
    /// Their words, when they are known already.
    pub(super) cut: Option<&'a CutQuotes>,
}

/// Replaces the quotes of an article by what an engine found and the reader corrected.
pub(super) fn replace(
    conn: &Connection,
    id: ArticleId,
    found: Found<'_>,
    counts: &mut Counts,
) -> Result<(), StoreError> {
    let text = found.text;
    let corrected = corrections::lay_over(conn, id, text, found.quotes)?;
    let quotes = corrected.as_deref().unwrap_or(found.quotes);
    index::forget_quotes(conn, id)?;
    put_rows(conn, "quotes", id, quotes)?;
    conn.prepare_cached("UPDATE articles SET quotes = ?2 WHERE id = ?1")?
        .execute(params![id.0, marked(quotes)])?;
    // Nobody finds what was thrown away.
    if write::is_deleted(conn, id)? {
        return Ok(());
    }
    let cut = match found.cut {
        Some(cut) if corrected.is_none() => Cow::Borrowed(cut),
        _ => {
            let language = read::language(conn, id)?;
            Cow::Owned(Cutter::default().cut_quotes(text, language.as_deref(), quotes))
        }
    };
    index::index_quotes(conn, id, &cut)?;
    voices::index(conn, id, text, quotes, counts)
}

/// Replaces the quotes of an article in a table of quotes.
pub(super) fn put_rows(
    conn: &Connection,
    table: &'static str,
    id: ArticleId,
    quotes: &[Quote],
) -> Result<(), StoreError> {
    conn.prepare_cached(&format!("DELETE FROM {table} WHERE article = ?1"))?
        .execute([id.0])?;
    add_rows(conn, table, id, quotes)
}

/// Puts the quotes of an article into a table that has none of it.
pub(super) fn add_rows(
    conn: &Connection,
    table: &'static str,
    id: ArticleId,
    quotes: &[Quote],
) -> Result<(), StoreError> {
    let mut insert = conn.prepare_cached(&format!(
        "INSERT INTO {table} (article, number, kind, found_by, confidence, speaker, role, speaker_kind, ranges, chain)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
    ))?;
    for (number, quote) in quotes.iter().enumerate() {
        let speaker = quote.speaker.as_ref();
        insert.execute(params![
            id.0,
            row::number(number),
            quote.kind.name(),
            quote.found_by.name(),
            f64::from(quote.confidence),
            speaker.map(|speaker| speaker.name.as_str()),
            speaker.and_then(|speaker| speaker.role.as_deref()),
            speaker.map(|speaker| speaker.kind.name()),
            row::ranges(quote)?,
            row::chain(quote)?,
        ])?;
    }
    Ok(())
}
