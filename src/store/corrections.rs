//! Keeps the reader's corrections of quotes, and lays them over what the engine finds.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::article::{ArticleId, Clean, Finder};
use crate::quote::{Correction, Quote, Speaker, corrected};
use crate::store::error::StoreError;
use crate::store::voices::Pending;
use crate::store::{quoted, read, row, speakers, write};

/// The columns of a correction, as [`correction`] reads them.
const CORRECTION: &str = "was, now, names, speaker, role, kind";

/// Reads the columns named in [`CORRECTION`]; none when they make no sense.
fn correction(row: &Row<'_>) -> rusqlite::Result<Option<Correction>> {
    let anchors = |column| -> rusqlite::Result<_> {
        Ok(serde_json::from_str(row.get_ref(column)?.as_str().unwrap_or_default()).ok())
    };
    let (Some(was), Some(now)) = (anchors(0)?, anchors(1)?) else {
        return Ok(None);
    };
    let names: bool = row.get(2)?;
    let name: Option<String> = row.get(3)?;
    let role: Option<String> = row.get(4)?;
    let kind: Option<String> = row.get(5)?;
    let speaker = name.map(|name| Speaker {
        name: Clean::line(&name),
        role: role.map(|role| Clean::line(&role)),
        kind: speakers::kind(&kind.unwrap_or_default()),
    });
    Ok(Some(Correction {
        was,
        now,
        speaker: names.then_some(speaker),
    }))
}

/// Returns the corrections of an article in the order in which they were made, each with its number and whether it is
/// lost.
pub(super) fn of(
    conn: &Connection,
    id: ArticleId,
) -> Result<Vec<(i64, Correction, bool)>, StoreError> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {CORRECTION}, id, lost FROM corrections
         WHERE key = (SELECT key FROM details WHERE article = ?1) ORDER BY id"
    ))?;
    let mut rows = select.query([id.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        if let Some(correction) = correction(row)? {
            found.push((row.get(6)?, correction, row.get(7)?));
        }
    }
    Ok(found)
}

/// Whether there are corrections of whatever article has a key.
pub(super) fn are_there(conn: &Connection, key: &str) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached("SELECT 1 FROM corrections WHERE key = ?1")?;
    Ok(select.exists([key])?)
}

/// Lays the corrections of an article over what the engine found in it, and keeps the latter aside. Returns what is left;
/// none when there are no corrections.
pub(super) fn lay_over(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    quotes: &[Quote],
) -> Result<Option<Vec<Quote>>, StoreError> {
    let corrections = of(conn, id)?;
    if corrections.is_empty() {
        return Ok(None);
    }
    quoted::put_rows(conn, "found", id, quotes)?;
    let plain: Vec<Correction> = corrections.iter().map(|(_, it, _)| it.clone()).collect();
    let (quotes, lost) = corrected(text, quotes.to_vec(), &plain);
    let finder = Finder::new(text);
    for ((number, correction, was_lost), is_lost) in corrections.into_iter().zip(lost) {
        if was_lost != is_lost {
            conn.prepare_cached("UPDATE corrections SET lost = ?2 WHERE id = ?1")?
                .execute(params![number, is_lost])?;
        }
        // So that one small change of the text after another loses nothing.
        if let Some(moved) = correction.moved_along(&finder, text)
            && moved != correction
        {
            conn.prepare_cached("UPDATE corrections SET was = ?2, now = ?3 WHERE id = ?1")?
                .execute(params![
                    number,
                    row::json(&moved.was)?,
                    row::json(&moved.now)?
                ])?;
        }
    }
    Ok(Some(quotes))
}

/// Returns quotes that are not stored with the corrections of their article laid over them.
pub(super) fn over(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    quotes: Vec<Quote>,
) -> Result<Vec<Quote>, StoreError> {
    let corrections: Vec<Correction> = of(conn, id)?.into_iter().map(|(_, it, _)| it).collect();
    if corrections.is_empty() {
        return Ok(quotes);
    }
    Ok(corrected(text, quotes, &corrections).0)
}

/// Adds a correction to those of an article. The caller owns the transaction.
pub(super) fn add(conn: &Connection, id: ArticleId, it: &Correction) -> Result<(), StoreError> {
    let raw = raw(conn, id)?;
    let mut select = conn.prepare_cached("SELECT key FROM details WHERE article = ?1")?;
    let key: String = select.query_row([id.0], |row| row.get(0))?;
    insert(conn, &key, it)?;
    replace(conn, id, &raw)
}

/// Adds another reader's corrections of the article with a key, in their order, but for those of words that were corrected
/// here; returns which were added. The caller owns the transaction.
pub(super) fn adopt(
    conn: &Connection,
    key: &str,
    all: &[&Correction],
) -> Result<Vec<bool>, StoreError> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {CORRECTION} FROM corrections WHERE key = ?1"
    ))?;
    let own = select.query_map([key], correction)?;
    let own: Vec<Option<Correction>> = own.collect::<Result<_, _>>()?;
    let own: HashSet<String> = own.iter().flatten().map(Correction::about).collect();
    let added: Vec<bool> = all.iter().map(|it| !own.contains(&it.about())).collect();
    if !added.contains(&true) {
        return Ok(added);
    }
    let id = write::find(conn, key)?;
    let raw = id.map(|id| raw(conn, id)).transpose()?;
    for (it, _) in all.iter().zip(&added).filter(|(_, is_new)| **is_new) {
        insert(conn, key, it)?;
    }
    if let (Some(id), Some(raw)) = (id, raw) {
        replace(conn, id, &raw)?;
    }
    Ok(added)
}

/// Returns the articles that have corrections, in the order of their numbers; none that were thrown away.
pub(super) fn articles(conn: &Connection) -> Result<Vec<ArticleId>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT id FROM articles JOIN details ON article = id
         WHERE key IN (SELECT key FROM corrections) AND deleted IS NULL ORDER BY id",
    )?;
    let ids = select.query_map([], |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Calls `each` with every correction and the key of its article, in the order of the keys, until it returns false; returns
/// whether it never did.
pub(super) fn each(
    conn: &Connection,
    each: &mut dyn FnMut(Clean, Correction) -> bool,
) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {CORRECTION}, key FROM corrections ORDER BY key, id"
    ))?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let key: String = row.get(6)?;
        if let Some(correction) = correction(row)?
            && !each(Clean::line(&key), correction)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn insert(conn: &Connection, key: &str, it: &Correction) -> Result<(), StoreError> {
    let speaker = it.speaker.as_ref().and_then(Option::as_ref);
    conn.prepare_cached(
        "INSERT INTO corrections (key, was, now, names, speaker, role, kind, lost)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)",
    )?
    .execute(params![
        key,
        row::json(&it.was)?,
        row::json(&it.now)?,
        it.speaker.is_some(),
        speaker.map(|speaker| speaker.name.as_str()),
        speaker.and_then(|speaker| speaker.role.as_deref()),
        speaker.map(|speaker| speaker.kind.name()),
    ])?;
    Ok(())
}

/// Takes the latest correction of an article that is like this one away; what is not there needs no taking away. The
/// caller owns the transaction.
pub(super) fn take(conn: &Connection, id: ArticleId, it: &Correction) -> Result<(), StoreError> {
    let raw = raw(conn, id)?;
    let all = of(conn, id)?;
    let is_it = |other: &Correction| {
        other == it
            || (other.act() == it.act() && other.speaker == it.speaker && words(other) == words(it))
    };
    let Some((number, _, _)) = all.iter().rev().find(|(_, other, _)| is_it(other)) else {
        return Ok(());
    };
    conn.prepare_cached("DELETE FROM corrections WHERE id = ?1")?
        .execute([number])?;
    replace(conn, id, &raw)?;
    if all.len() == 1 {
        conn.prepare_cached("DELETE FROM found WHERE article = ?1")?
            .execute([id.0])?;
    }
    Ok(())
}

/// Replaces the quotes of an article by what the engine found, corrected.
fn replace(conn: &Connection, id: ArticleId, raw: &[Quote]) -> Result<(), StoreError> {
    let found = quoted::Found {
        text: &read::text(conn, id)?,
        quotes: raw,
        cut: None,
    };
    let mut pending = Pending::default();
    quoted::replace(conn, id, found, &mut pending)?;
    pending.settle(conn)
}

/// The words of a correction: its surroundings may have changed since it was made.
fn words(it: &Correction) -> Vec<&str> {
    let parts = it.was.iter().chain(&it.now);
    parts.map(|anchor| anchor.exact.as_str()).collect()
}

/// Returns what the engine found in an article, without corrections.
fn raw(conn: &Connection, id: ArticleId) -> Result<Vec<Quote>, StoreError> {
    let there = conn
        .prepare_cached("SELECT 1 FROM articles WHERE id = ?1")?
        .query_row([id.0], |_| Ok(()))
        .optional()?;
    there.ok_or(StoreError::Gone(id.0))?;
    let text = read::text(conn, id)?;
    let table = if of(conn, id)?.is_empty() {
        "quotes"
    } else {
        "found"
    };
    let mut select = conn.prepare_cached(&format!(
        "SELECT {} FROM {table} WHERE article = ?1 ORDER BY number",
        row::QUOTE
    ))?;
    let quotes = select.query_map([id.0], |row| row::quote(row, &text))?;
    let quotes: Vec<Option<Quote>> = quotes.collect::<Result<_, _>>()?;
    Ok(quotes.into_iter().flatten().collect())
}
