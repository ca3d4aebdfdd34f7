//! Keeps the indices of words: of what is listed, of whole articles, of quotes and of their fingerprints.
//!
//! They hold what [`crate::store::cutter`] makes of a text. An article that was thrown away is in none of them.

use rusqlite::{Connection, params};

use crate::article::{ArticleId, Clean, Meta};
use crate::store::cutter::{CutArticle, CutQuotes, Cutter};
use crate::store::error::StoreError;
use crate::store::{read, row, words};

/// Bits of the number of a quote in the index that count the quotes of an article; the others are the article's.
const QUOTE_BITS: u32 = 24;

/// Returns the number of a quote in the index.
pub(super) fn quote_key(article: i64, number: i64) -> i64 {
    (article << QUOTE_BITS) | number
}

/// Returns the article of a quote by its number in the index.
pub(super) fn article_of(key: i64) -> i64 {
    key >> QUOTE_BITS
}

/// What an article is found by, beside its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct FoundBy<'a> {
    pub(super) meta: &'a Meta,
    pub(super) tags: &'a [Clean],
    /// The reader's own words on it.
    pub(super) notes: &'a [String],
    /// The words of title and text.
    pub(super) cut: &'a CutArticle,
}

/// Puts an article that no index has into them; its quotes come by themselves.
fn add(conn: &Connection, id: ArticleId, by: FoundBy<'_>) -> Result<(), StoreError> {
    add_head(conn, id, by)?;
    add_words(conn, id, by)
}

/// Puts an article into the index of what is listed.
pub(super) fn add_head(
    conn: &Connection,
    id: ArticleId,
    by: FoundBy<'_>,
) -> Result<(), StoreError> {
    let site = by.meta.site.as_deref().unwrap_or_default();
    conn.prepare_cached(
        "INSERT INTO heads (rowid, title, site, byline, tags, stems)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        id.0,
        by.cut.title,
        words::folded(site),
        words::folded(&lines(&by.meta.byline)),
        words::folded(&lines(by.tags)),
        by.cut.title_stems,
    ])?;
    Ok(())
}

/// Puts an article into the index of whole articles.
pub(super) fn add_words(
    conn: &Connection,
    id: ArticleId,
    by: FoundBy<'_>,
) -> Result<(), StoreError> {
    conn.prepare_cached(
        "INSERT INTO words (rowid, title, about, body, stems) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        id.0,
        by.cut.title,
        words::folded(&about(by)),
        by.cut.body,
        by.cut.stems
    ])?;
    Ok(())
}

/// Puts an article into the indices, in place of what they had.
pub(super) fn replace(conn: &Connection, id: ArticleId, by: FoundBy<'_>) -> Result<(), StoreError> {
    forget_article(conn, id)?;
    add(conn, id, by)
}

/// Puts the quotes of an article into their indices: their words, and the fingerprints of what stands in quotation marks.
/// Those that it had must have been taken out.
pub(super) fn index_quotes(
    conn: &Connection,
    id: ArticleId,
    quotes: &CutQuotes,
) -> Result<(), StoreError> {
    add_quotes(conn, id, quotes)?;
    add_prints(conn, id, quotes)
}

/// Puts the words of an article's quotes into their index.
pub(super) fn add_quotes(
    conn: &Connection,
    id: ArticleId,
    quotes: &CutQuotes,
) -> Result<(), StoreError> {
    let mut insert = conn.prepare_cached(
        "INSERT INTO sayings (rowid, speaker, said, cue, kind, said_stems, cue_stems)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (number, quote) in quotes.each.iter().enumerate() {
        insert.execute(params![
            quote_key(id.0, row::number(number)),
            quote.speaker,
            quote.said,
            quote.cue,
            quote.kind.name(),
            quote.said_stems,
            quote.cue_stems,
        ])?;
    }
    Ok(())
}

/// Puts the fingerprints of an article's quotes into their index.
pub(super) fn add_prints(
    conn: &Connection,
    id: ArticleId,
    quotes: &CutQuotes,
) -> Result<(), StoreError> {
    if !quotes.prints.is_empty() {
        conn.prepare_cached("INSERT INTO prints (rowid, runs) VALUES (?1, ?2)")?
            .execute(params![id.0, quotes.prints])?;
    }
    Ok(())
}

/// Takes an article and its quotes out of the indices.
pub(super) fn forget(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    forget_article(conn, id)?;
    forget_quotes(conn, id)
}

fn forget_article(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM heads WHERE rowid = ?1")?
        .execute([id.0])?;
    conn.prepare_cached("DELETE FROM words WHERE rowid = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Takes the quotes of an article, as they are stored, out of their indices.
pub(super) fn forget_quotes(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached("SELECT number FROM quotes WHERE article = ?1")?;
    let numbers: Vec<i64> = select
        .query_map([id.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut delete = conn.prepare_cached("DELETE FROM sayings WHERE rowid = ?1")?;
    for number in numbers {
        delete.execute([quote_key(id.0, number)])?;
    }
    conn.prepare_cached("DELETE FROM prints WHERE rowid = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Fills what the step of the schema that made the indices has left empty.
pub(super) fn begin(conn: &Connection) -> Result<(), StoreError> {
    let mut tags = conn.prepare("SELECT article, tag FROM tags")?;
    let mut update = conn.prepare("UPDATE tags SET key = ?3 WHERE article = ?1 AND tag = ?2")?;
    let tags: Vec<(i64, String)> = tags
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (article, tag) in tags {
        update.execute(params![article, tag, words::folded(&tag)])?;
    }
    rebuild(conn)
}

/// Fills all indices from the articles.
fn rebuild(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch(
        "INSERT INTO heads (heads) VALUES ('delete-all');
         INSERT INTO words (words) VALUES ('delete-all');
         INSERT INTO sayings (sayings) VALUES ('delete-all');
         INSERT INTO prints (prints) VALUES ('delete-all');",
    )?;
    let mut articles = conn.prepare("SELECT id FROM articles WHERE deleted IS NULL ORDER BY id")?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        // Notes come with a later step, which puts them in.
        restore(conn, ArticleId(row.get(0)?), &[])?;
    }
    Ok(())
}

/// Puts an article and its quotes, as they are stored, into the indices.
pub(super) fn restore(
    conn: &Connection,
    id: ArticleId,
    notes: &[String],
) -> Result<(), StoreError> {
    // An article whose data cannot be read is found by its text all the same.
    let meta = match read::meta(conn, id) {
        Err(StoreError::DamagedArticle { .. }) => Meta::default(),
        meta => meta?.unwrap_or_default(),
    };
    let text = read::text(conn, id)?;
    let tags = read::tags(conn, id)?;
    let mut cutter = Cutter::default();
    let cut = cutter.cut_article(&meta, &text);
    let by = FoundBy {
        meta: &meta,
        tags: &tags,
        notes,
        cut: &cut,
    };
    add(conn, id, by)?;
    if let Ok(Some(article)) = read::article(conn, id)
        && let Some(quotes) = read::stored_quotes(conn, id, &article.body)?
    {
        let language = meta.lang.as_deref();
        index_quotes(conn, id, &cutter.cut_quotes(&text, language, &quotes))?;
    }
    Ok(())
}

fn about(by: FoundBy<'_>) -> String {
    let mut out = lines(&by.meta.byline) + &lines(by.tags);
    out.push_str(by.meta.site.as_deref().unwrap_or_default());
    for note in by.notes {
        out.push('\n');
        out.push_str(note);
    }
    out
}

fn lines(entries: &[Clean]) -> String {
    entries.iter().fold(String::new(), |mut out, entry| {
        out.push_str(entry);
        out.push('\n');
        out
    })
}
