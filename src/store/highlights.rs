//! The reader's highlights: put in, taken out, moved along with a text that changes.
//!
//! One that was found again in a new text is anchored there, so that it survives one small change after another. One that
//! was not keeps the anchor it had, is marked as lost, and is looked for again in every later text.

use rusqlite::{Connection, params};

use crate::article::{Anchor, ArticleId, Clean, Finder, Highlight, Hue, Marked};
use crate::store::error::StoreError;
use crate::store::row;

/// Most bytes that the highlights of one article may take, so that the line of its record can be read again.
pub(super) const MOST_BYTES: usize = 2 << 20;

/// Returns the highlights of an article in the order in which they were made.
pub(super) fn of_article(conn: &Connection, id: ArticleId) -> Result<Vec<Highlight>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT anchor, hue, note, made FROM highlights WHERE article = ?1 ORDER BY id",
    )?;
    let found = select.query_map([id.0], |row| highlight(row, 0))?;
    let found: Vec<Option<Highlight>> = found.collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Returns the notes of an article.
pub(super) fn notes(conn: &Connection, id: ArticleId) -> Result<Vec<String>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT note FROM highlights WHERE article = ?1 AND note > '' ORDER BY id",
    )?;
    let notes = select.query_map([id.0], |row| row.get(0))?;
    Ok(notes.collect::<Result<_, _>>()?)
}

/// Returns the articles that have notes.
pub(super) fn noted(conn: &Connection) -> Result<Vec<ArticleId>, StoreError> {
    let mut select =
        conn.prepare("SELECT DISTINCT article FROM highlights WHERE note > '' ORDER BY article")?;
    let ids = select.query_map([], |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the highlights of the whole library, latest first, at most so many.
pub(super) fn all(conn: &Connection, most: usize) -> Result<Vec<Marked>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT anchor, hue, note, made, article, label, lost
         FROM highlights JOIN articles ON articles.id = article WHERE articles.deleted IS NULL
         ORDER BY highlights.id DESC LIMIT ?1",
    )?;
    let found = select.query_map([row::number(most)], |row| {
        let Some(highlight) = highlight(row, 0)? else {
            return Ok(None);
        };
        let label: String = row.get(5)?;
        Ok(Some(Marked {
            article: ArticleId(row.get(4)?),
            label: Clean::line(&label),
            highlight,
            is_lost: row.get(6)?,
        }))
    })?;
    let found: Vec<Option<Marked>> = found.collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Reads a highlight; none when its anchor makes no sense.
fn highlight(row: &rusqlite::Row<'_>, first: usize) -> rusqlite::Result<Option<Highlight>> {
    let anchor: Result<Anchor, _> =
        serde_json::from_str(row.get_ref(first)?.as_str().unwrap_or_default());
    let hue = Hue::from_name(row.get_ref(first + 1)?.as_str().unwrap_or_default());
    let (note, made): (String, String) = (row.get(first + 2)?, row.get(first + 3)?);
    Ok(anchor.ok().map(|anchor| Highlight {
        anchor,
        hue: hue.unwrap_or_default(),
        note: Clean::from_untrusted(&note),
        made: Clean::line(&made),
    }))
}

/// Puts a highlight in, or in the place of the one with the same anchor.
pub(super) fn put(
    conn: &Connection,
    id: ArticleId,
    text: &Finder<'_>,
    highlight: &Highlight,
) -> Result<(), StoreError> {
    let anchor = row::json(&highlight.anchor)?;
    let used: i64 = conn
        .prepare_cached(
            "SELECT ifnull(sum(octet_length(anchor) + octet_length(note) + 128), 0) FROM highlights
             WHERE article = ?1 AND anchor <> ?2",
        )?
        .query_row(params![id.0, anchor], |row| row.get(0))?;
    let wanted = anchor.len() + highlight.note.len() + 128;
    if usize::try_from(used)
        .unwrap_or(usize::MAX)
        .saturating_add(wanted)
        > MOST_BYTES
    {
        return Err(StoreError::NoRoom);
    }
    conn.prepare_cached(
        "INSERT INTO highlights (article, anchor, hue, note, made, lost) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
         ON CONFLICT (article, anchor) DO UPDATE SET hue = excluded.hue, note = excluded.note",
    )?
    .execute(params![
        id.0,
        anchor,
        highlight.hue.name(),
        highlight.note.as_str(),
        highlight.made.as_str(),
        text.find(&highlight.anchor).is_err(),
    ])?;
    Ok(())
}

/// Takes out the highlight with an anchor.
pub(super) fn take(conn: &Connection, id: ArticleId, anchor: &Anchor) -> Result<usize, StoreError> {
    let mut delete =
        conn.prepare_cached("DELETE FROM highlights WHERE article = ?1 AND anchor = ?2")?;
    Ok(delete.execute(params![id.0, row::json(anchor)?])?)
}

/// Adds the highlights that came with an article, those that are there already left as they are; returns how many were
/// added. One that has moved along with a text since it came first is there already, too.
pub(super) fn merge(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    highlights: &[Highlight],
) -> Result<usize, StoreError> {
    if highlights.is_empty() {
        return Ok(0);
    }
    let finder = Finder::new(text);
    let mut added = 0;
    for highlight in missing(conn, id, text, &finder, highlights)? {
        put(conn, id, &finder, highlight)?;
        added += 1;
    }
    Ok(added)
}

/// Whether some of these highlights would be added to those of an article.
pub(super) fn has_more(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    highlights: &[Highlight],
) -> Result<bool, StoreError> {
    let finder = Finder::new(text);
    Ok(!missing(conn, id, text, &finder, highlights)?.is_empty())
}

/// Returns those highlights that an article has not.
fn missing<'a>(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    finder: &Finder<'_>,
    highlights: &'a [Highlight],
) -> Result<Vec<&'a Highlight>, StoreError> {
    let there = of_article(conn, id)?;
    let is_there = |anchor: &Anchor| there.iter().any(|other| other.anchor == *anchor);
    let moved = |anchor: &Anchor| {
        let found = finder.find(anchor).ok();
        found.and_then(|span| Anchor::of(text, span))
    };
    let all = highlights.iter();
    Ok(all
        .filter(|it| !is_there(&it.anchor) && !moved(&it.anchor).is_some_and(|it| is_there(&it)))
        .collect())
}

/// Finds the highlights of an article again in the text that it has now.
pub(super) fn move_along(conn: &Connection, id: ArticleId, text: &str) -> Result<(), StoreError> {
    let highlights = of_article(conn, id)?;
    if highlights.is_empty() {
        return Ok(());
    }
    let finder = Finder::new(text);
    let mut update = conn.prepare_cached(
        // Two that come to stand on the same words stay apart by what they were anchored to.
        "UPDATE OR IGNORE highlights SET anchor = ?3, lost = ?4 WHERE article = ?1 AND anchor = ?2",
    )?;
    for highlight in highlights {
        let found = finder.find(&highlight.anchor).ok();
        let moved = found.and_then(|span| Anchor::of(text, span));
        update.execute(params![
            id.0,
            row::json(&highlight.anchor)?,
            row::json(moved.as_ref().unwrap_or(&highlight.anchor))?,
            moved.is_none(),
        ])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
