//! Keeps the indices of words: of what is listed, of whole articles, of quotes.
//!
//! They hold the words as they are, folded ([`words`]), and beside them the stems that no word of the article is itself:
//! each once, for where they stand does not matter. An article that was thrown away is in none of them.

use std::collections::HashSet;

use rusqlite::{Connection, params};

use crate::article::{ArticleId, Clean, Meta, Span};
use crate::quote::Quote;
use crate::store::error::StoreError;
use crate::store::stems::Stems;
use crate::store::words;
use crate::store::{read, row};

/// Bits of the number of a quote in the index that count the quotes of an article; the others are the article's.
const QUOTE_BITS: u32 = 24;
/// What parts two ranges of a quote, so that no phrase is found across the gap. No text has such a word.
const GAP: &str = " … ";

/// Returns the number of a quote in the index.
pub(super) fn quote_key(article: i64, number: i64) -> i64 {
    (article << QUOTE_BITS) | number
}

/// Returns the article of a quote by its number in the index.
pub(super) fn article_of(key: i64) -> i64 {
    key >> QUOTE_BITS
}

/// What an article gives to the indices, beside its quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Indexed<'a> {
    pub(super) meta: &'a Meta,
    pub(super) tags: &'a [Clean],
    pub(super) text: &'a str,
}

/// Puts an article into the indices, in place of what they had.
pub(super) fn index(conn: &Connection, id: ArticleId, what: Indexed<'_>) -> Result<(), StoreError> {
    let Indexed { meta, tags, text } = what;
    index_head(conn, id, meta, tags)?;
    let stems = stems(&[&meta.title, text], meta.lang.as_deref());
    conn.prepare_cached(
        "INSERT OR REPLACE INTO words (rowid, title, about, body, stems) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        id.0,
        words::folded(&meta.title),
        words::folded(&about(meta, tags)),
        words::folded(text),
        stems
    ])?;
    Ok(())
}

/// Puts an article into the index of what is listed, in place of what it had.
fn index_head(
    conn: &Connection,
    id: ArticleId,
    meta: &Meta,
    tags: &[Clean],
) -> Result<(), StoreError> {
    let site = meta.site.as_deref().unwrap_or_default();
    conn.prepare_cached(
        "INSERT OR REPLACE INTO heads (rowid, title, site, byline, tags, stems)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![
        id.0,
        words::folded(&meta.title),
        words::folded(site),
        words::folded(&lines(&meta.byline)),
        words::folded(&lines(tags)),
        stems(&[&meta.title], meta.lang.as_deref()),
    ])?;
    Ok(())
}

/// Puts the quotes of an article into their index. Those that it had must have been taken out.
pub(super) fn index_quotes(
    conn: &Connection,
    id: ArticleId,
    quotes: &[Quote],
) -> Result<(), StoreError> {
    let text = read::text(conn, id)?;
    let language = read::language(conn, id)?;
    let language = language.as_deref();
    let mut insert = conn.prepare_cached(
        "INSERT INTO sayings (rowid, speaker, said, cue, kind, said_stems, cue_stems)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let slice = |spans: &[Span]| -> Vec<&str> {
        let slices = spans.iter().filter_map(|span| text.get(span.range()));
        slices.collect()
    };
    for (number, quote) in quotes.iter().enumerate() {
        let (said, cue) = (slice(&quote.content), slice(&quote.cue));
        let parts: Vec<String> = said.iter().map(|part| words::folded(part)).collect();
        insert.execute(params![
            quote_key(id.0, row::number(number)),
            words::folded(quote.speaker_name().unwrap_or_default()),
            parts.join(GAP),
            words::folded(&cue.join(" ")),
            quote.kind.name(),
            stems(&said, language),
            stems(&cue, language),
        ])?;
    }
    Ok(())
}

/// Takes an article and its quotes out of the indices.
pub(super) fn forget(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM heads WHERE rowid = ?1")?
        .execute([id.0])?;
    conn.prepare_cached("DELETE FROM words WHERE rowid = ?1")?
        .execute([id.0])?;
    forget_quotes(conn, id)
}

/// Takes the quotes of an article, as they are stored, out of their index.
pub(super) fn forget_quotes(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached("SELECT number FROM quotes WHERE article = ?1")?;
    let numbers: Vec<i64> = select
        .query_map([id.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut delete = conn.prepare_cached("DELETE FROM sayings WHERE rowid = ?1")?;
    for number in numbers {
        delete.execute([quote_key(id.0, number)])?;
    }
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
         INSERT INTO sayings (sayings) VALUES ('delete-all');",
    )?;
    let mut articles = conn.prepare("SELECT id FROM articles WHERE deleted IS NULL ORDER BY id")?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        restore(conn, ArticleId(row.get(0)?))?;
    }
    Ok(())
}

/// Puts an article and its quotes, as they are stored, into the indices.
pub(super) fn restore(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    // An article whose data cannot be read is found by its text all the same.
    let meta = match read::meta(conn, id) {
        Err(StoreError::DamagedArticle { .. }) => Meta::default(),
        meta => meta?.unwrap_or_default(),
    };
    let text = read::text(conn, id)?;
    let tags = read::tags(conn, id)?;
    let what = Indexed {
        meta: &meta,
        tags: &tags,
        text: &text,
    };
    index(conn, id, what)?;
    if let Ok(Some(article)) = read::article(conn, id)
        && let Some(quotes) = read::stored_quotes(conn, id, &article.body)?
    {
        index_quotes(conn, id, &quotes)?;
    }
    Ok(())
}

/// Returns the stems of some texts that are not words of them as well, parted by spaces.
fn stems(texts: &[&str], language: Option<&str>) -> String {
    let Some(stems) = language.and_then(Stems::of) else {
        return String::new();
    };
    let mut seen: HashSet<&str> = HashSet::new();
    let mut there: HashSet<String> = HashSet::new();
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        words::each_word(text, &mut |span, word| {
            let written = text.get(span.range()).unwrap_or_default();
            if seen.insert(written) {
                stems.each(written, word, &mut |stem| found.push(stem));
                there.insert(word.to_owned());
            }
            true
        });
    }
    let mut out = String::new();
    for stem in found {
        if !there.contains(&stem) {
            out.push_str(&stem);
            out.push(' ');
            there.insert(stem);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn about(meta: &Meta, tags: &[Clean]) -> String {
    let mut out = lines(&meta.byline) + &lines(tags);
    out.push_str(meta.site.as_deref().unwrap_or_default());
    out
}

fn lines(entries: &[Clean]) -> String {
    entries.iter().fold(String::new(), |mut out, entry| {
        out.push_str(entry);
        out.push('\n');
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stems_are_those_that_are_no_words_of_the_text() {
        let text = "They voted; the voting went on. Voters vote, ferries stop, stops.";
        assert_eq!(stems(&[text], Some("en")), "voter ferri");
        assert_eq!(stems(&[text], None), "");
    }
}
