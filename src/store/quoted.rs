//! Keeps the quotes of an article: the rows, how many there are, and the indices that find them. What the reader corrected
//! lies over what an engine found.

use std::borrow::Cow;

use rusqlite::{Connection, params};

use crate::article::{ArticleId, Body};
use crate::quote::{Depth, ENGINE_VERSION, Kind, Quote};
use crate::store::Store;
use crate::store::cutter::{CutQuotes, Cutter};
use crate::store::error::StoreError;
use crate::store::voices::Pending;
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
    pending: &mut Pending,
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
    voices::index(conn, id, &cut.voices, pending)
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

impl Store {
    /// Returns how many articles wait to be read closely by the present quote engine.
    pub fn stale(&self) -> Result<usize, StoreError> {
        let mut count = self.conn.prepare_cached(
            "SELECT count(*) FROM articles WHERE engine IS NOT ?1 AND deleted IS NULL",
        )?;
        Ok(count.query_row([i64::from(ENGINE_VERSION)], |row| row::size(row, 0))?)
    }

    /// Whether articles may wait for the present quote engine: false only when none does; those that were thrown away
    /// count as well. Costs the same however many articles there are.
    pub fn may_have_stale(&self) -> Result<bool, StoreError> {
        let mut select = self.conn.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM articles WHERE engine IS NULL)
                 OR EXISTS (SELECT 1 FROM articles WHERE engine < ?1)
                 OR EXISTS (SELECT 1 FROM articles WHERE engine > ?1)",
        )?;
        Ok(select.query_one([i64::from(ENGINE_VERSION)], |row| row.get(0))?)
    }

    /// Returns some articles that wait to be read closely by the present quote engine, newest first.
    pub fn stale_articles(&self, most: usize) -> Result<Vec<ArticleId>, StoreError> {
        let mut select = self.conn.prepare_cached(
            "SELECT id FROM articles WHERE engine IS NOT ?1 AND deleted IS NULL ORDER BY id DESC LIMIT ?2",
        )?;
        let most = row::number(most);
        let ids = select.query_map([i64::from(ENGINE_VERSION), most], |row| {
            row.get(0).map(ArticleId)
        })?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Replaces the quotes of some articles, as the present engine found them, in one transaction. Quotes of a body that
    /// is not the article's any more are left out; those without a body are taken as they are.
    pub fn put_quotes(
        &mut self,
        found: &[(ArticleId, Option<Body>, Vec<Quote>)],
    ) -> Result<(), StoreError> {
        let writing = self.writing()?;
        let mut pending = Pending::default();
        for (id, body, quotes) in found {
            let text = &read::text(&writing, *id)?;
            let cut = None;
            if body.as_ref().is_none_or(|body| text == body.text()) {
                let found = Found { text, quotes, cut };
                replace(&writing, *id, found, &mut pending)?;
                note_depth(&writing, *id, Depth::Whole)?;
            }
        }
        pending.settle(&writing)?;
        Ok(writing.commit()?)
    }
}
