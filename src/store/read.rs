//! Takes whole articles out: text, state, provenance, quotes.

use rusqlite::{Connection, OptionalExtension};

use crate::article::{Article, ArticleId, Body, Clean, Meta, Provenance, Query, Record, State};
use crate::quote::{Depth, Quote};
use crate::store::error::StoreError;
use crate::store::{highlights, list, row, write};

/// Returns the columns that hold an article.
pub(super) fn columns(
    conn: &Connection,
    id: ArticleId,
) -> Result<Option<row::Columns>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT meta, text, blocks FROM details JOIN bodies USING (article) WHERE article = ?1",
    )?;
    let columns = select.query_row([id.0], |row| {
        Ok(row::Columns {
            meta: row.get(0)?,
            text: row.get(1)?,
            blocks: row.get(2)?,
        })
    });
    Ok(columns.optional()?)
}

/// Returns an article.
pub(super) fn article(conn: &Connection, id: ArticleId) -> Result<Option<Article>, StoreError> {
    columns(conn, id)?
        .map(|columns| row::article(id, columns))
        .transpose()
}

/// Returns what is known about an article.
pub(super) fn meta(conn: &Connection, id: ArticleId) -> Result<Option<Meta>, StoreError> {
    let mut select = conn.prepare_cached("SELECT meta FROM details WHERE article = ?1")?;
    let meta: Option<String> = select.query_row([id.0], |row| row.get(0)).optional()?;
    meta.map(|meta| serde_json::from_str(&meta))
        .transpose()
        .map_err(|error| StoreError::DamagedArticle {
            id: id.0,
            reason: error.to_string(),
        })
}

/// Returns the text of an article; empty when it is not there.
pub(super) fn text(conn: &Connection, id: ArticleId) -> Result<String, StoreError> {
    let mut select = conn.prepare_cached("SELECT text FROM bodies WHERE article = ?1")?;
    let text: Option<String> = select.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(text.unwrap_or_default())
}

/// Returns the language of an article.
pub(super) fn language(conn: &Connection, id: ArticleId) -> Result<Option<String>, StoreError> {
    let mut select = conn.prepare_cached("SELECT lang FROM articles WHERE id = ?1")?;
    let language = select.query_row([id.0], |row| row.get(0)).optional()?;
    Ok(language.flatten())
}

/// Returns what the reader did with an article.
pub(super) fn state(conn: &Connection, id: ArticleId) -> Result<State, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT read, starred, archived, place FROM articles WHERE id = ?1")?;
    let mut state = select.query_row([id.0], |row| {
        Ok(State {
            read: row.get(0)?,
            starred: row.get(1)?,
            archived: row.get(2)?,
            place: row::size(row, 3)?,
            tags: Vec::new(),
            highlights: Vec::new(),
        })
    })?;
    state.tags = tags(conn, id)?;
    state.highlights = highlights::of_article(conn, id)?;
    Ok(state)
}

/// Returns all tags, the most used first, each with the number of its articles; at most a thousand.
pub(super) fn all_tags(conn: &Connection) -> Result<Vec<(Clean, usize)>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT tag, count(*) AS uses FROM tags JOIN articles ON id = article
           WHERE deleted IS NULL GROUP BY tag ORDER BY uses DESC, tag LIMIT 1000",
    )?;
    let tags = select.query_map([], |found| {
        let tag: String = found.get(0)?;
        Ok((Clean::line(&tag), row::size(found, 1)?))
    })?;
    Ok(tags.collect::<Result<_, _>>()?)
}

/// Returns the tags that the reader gave an article.
pub(super) fn tags(conn: &Connection, id: ArticleId) -> Result<Vec<Clean>, StoreError> {
    let mut select = conn.prepare_cached("SELECT tag FROM tags WHERE article = ?1 ORDER BY tag")?;
    let tags = select.query_map([id.0], |row| {
        row.get(0).map(|tag: String| Clean::line(&tag))
    })?;
    Ok(tags.collect::<Result<_, _>>()?)
}

/// Returns an article with all that belongs to it. The caller owns the transaction.
pub(super) fn record(conn: &Connection, id: ArticleId) -> Result<Option<Record>, StoreError> {
    let Some(article) = article(conn, id)? else {
        return Ok(None);
    };
    let state = write::fitted(state(conn, id)?, &article.body);
    let mut select =
        conn.prepare_cached("SELECT imported, source FROM details WHERE article = ?1")?;
    let provenance = select.query_row([id.0], |row| {
        let (imported, source): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(Provenance {
            imported: Clean::from_untrusted(&imported),
            source: Clean::from_untrusted(&source),
        })
    })?;
    Ok(Some(Record {
        article,
        state,
        provenance,
    }))
}

/// As [`record`]; a place in the file that cannot be read is the damage of the article that it belongs to.
pub(super) fn whole_record(conn: &Connection, id: ArticleId) -> Result<Option<Record>, StoreError> {
    record(conn, id).map_err(|error| match error {
        StoreError::Damaged { reason } | StoreError::Failed(reason) => {
            StoreError::DamagedArticle { id: id.0, reason }
        }
        error => error,
    })
}

/// Calls `each` with every article of a query, first imported first, until it returns false. The caller owns the
/// transaction.
///
/// # Errors
/// The first damaged article is reported when all others were given.
pub(super) fn each_record(
    conn: &Connection,
    query: &Query,
    each: &mut dyn FnMut(Record) -> bool,
) -> Result<(), StoreError> {
    let mut damaged = Ok(());
    for id in list::import_order(conn, query)? {
        match whole_record(conn, id) {
            Ok(Some(record)) => {
                if !each(record) {
                    break;
                }
            }
            Ok(None) => {}
            Err(error @ StoreError::DamagedArticle { .. }) => {
                damaged = damaged.and(Err(error));
            }
            Err(error) => return Err(error),
        }
    }
    damaged
}

/// Returns the stored quotes of an article and how closely it was read for them; none when the present engine has not
/// looked for them, or when what is stored does not fit the text.
pub(super) fn quotes(
    conn: &Connection,
    id: ArticleId,
    body: &Body,
) -> Result<Option<(Vec<Quote>, Depth)>, StoreError> {
    let engine: Option<Option<i64>> = conn
        .prepare_cached("SELECT engine FROM articles WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    let Some(depth) = engine.flatten().and_then(row::depth) else {
        return Ok(None);
    };
    Ok(stored_quotes(conn, id, body)?.map(|quotes| (quotes, depth)))
}

/// Returns the stored quotes of an article, whichever engine found them; none when they do not fit the text.
pub(super) fn stored_quotes(
    conn: &Connection,
    id: ArticleId,
    body: &Body,
) -> Result<Option<Vec<Quote>>, StoreError> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {} FROM quotes WHERE article = ?1 ORDER BY number",
        row::QUOTE
    ))?;
    let quotes = select.query_map([id.0], |row| row::quote(row, body.text()))?;
    Ok(quotes.collect::<Result<Option<Vec<Quote>>, _>>()?)
}
