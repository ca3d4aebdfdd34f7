//! What comes from other programs is added to what is here: states and tags are joined, and a text counts only where there
//! was none.

use rusqlite::{Connection, params};

use crate::article::{Article, ArticleId, Clean, INCOMPLETE, Meta, State};
use crate::store::error::StoreError;
use crate::store::{Change, read, write};

/// Adds what the reader did elsewhere to what was done here; says whether that changed anything.
pub(super) fn add_state(
    conn: &Connection,
    id: ArticleId,
    state: &State,
) -> Result<bool, StoreError> {
    let changed = conn
        .prepare_cached(
            "UPDATE articles SET read = read OR ?2, starred = starred OR ?3, archived = archived OR ?4
             WHERE id = ?1 AND (read < ?2 OR starred < ?3 OR archived < ?4)",
        )?
        .execute(params![id.0, state.read, state.starred, state.archived])?;
    let there = read::state(conn, id)?.tags;
    let mut tags = there.clone();
    // Whether it is complete shows here.
    let more = state.tags.iter().filter(|tag| tag.as_str() != INCOMPLETE);
    for tag in more {
        if !tags.contains(tag) {
            tags.push(tag.clone());
        }
    }
    if tags.len() > there.len() {
        write::change(conn, id, &Change::Tags(tags))?;
        return Ok(true);
    }
    Ok(changed > 0)
}

/// Whether the reader did something elsewhere with an article that was not done here.
pub(super) fn would_add(
    conn: &Connection,
    id: ArticleId,
    state: &State,
) -> Result<bool, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT read < ?2 OR starred < ?3 OR archived < ?4 FROM articles WHERE id = ?1",
    )?;
    let more: bool = select.query_row(
        params![id.0, state.read, state.starred, state.archived],
        |row| row.get(0),
    )?;
    let there = read::tags(conn, id)?;
    let mut tags = state.tags.iter();
    Ok(more || tags.any(|tag| tag.as_str() != INCOMPLETE && !there.contains(tag)))
}

/// Whether an article is here without its text, and now comes with it.
pub(super) fn is_awaited(
    conn: &Connection,
    id: ArticleId,
    coming: &Meta,
) -> Result<bool, StoreError> {
    let there = read::meta(conn, id)?;
    Ok(!is_incomplete(coming) && there.is_some_and(|there| is_incomplete(&there)))
}

/// Returns the reader's tags for an article whose text changed: with the whole text, it is not incomplete any more.
pub(super) fn tags_of_whole(old: Option<&Article>, new: &Meta, mut tags: Vec<Clean>) -> Vec<Clean> {
    if old.is_some_and(|old| is_incomplete(&old.meta)) && !is_incomplete(new) {
        tags.retain(|tag| tag.as_str() != INCOMPLETE);
    }
    tags
}

fn is_incomplete(meta: &Meta) -> bool {
    meta.tags.iter().any(|tag| tag.as_str() == INCOMPLETE)
}
