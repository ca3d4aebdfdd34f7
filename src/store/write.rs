//! Puts articles in, changes what the reader did with them, takes them out. Each in one transaction: all or nothing.

use std::borrow::Cow;

use rusqlite::{Connection, OptionalExtension, ToSql, params, params_from_iter};

use crate::article::{Article, ArticleId, Body, Clean, Finder, Highlight, Record, State};
use crate::store::cutter::{Cut, Cutter};
use crate::store::error::StoreError;
use crate::store::index::FoundBy;
use crate::store::late::{Late, New};
use crate::store::line::Line;
use crate::store::voices::Pending;
use crate::store::{Arrival, Change, Entry, Outcome};
use crate::store::{
    corrections, gathered, highlights, index, marks, pictures, quoted, read, row, sources,
    versions, voices, words,
};

/// Puts one article in; see [`crate::store::Store::put`]. The caller owns the transaction, and settles `late` at its end.
pub(super) fn put<'e>(
    conn: &Connection,
    entry: &Entry<'e>,
    late: &mut Late<'e>,
) -> Result<Outcome, StoreError> {
    let cut = match entry.cut {
        Some(cut) => Cow::Borrowed(cut),
        None => Cow::Owned(Cutter::default().cut(&entry.record.article, entry.quotes)),
    };
    let record = entry.record;
    let columns = row::columns(&record.article)?;
    let Some(id) = find(conn, entry.key)? else {
        return add(conn, entry, &columns, cut, late).map(Outcome::Added);
    };
    // It may have come a moment ago.
    late.index(conn)?;
    let mut quotes = |id| {
        let found = quoted::Found {
            text: record.article.body.text(),
            quotes: entry.quotes,
            cut: Some(&cut.quotes),
        };
        quoted::replace(conn, id, found, &mut late.voices)?;
        quoted::note_depth(conn, id, entry.depth)
    };
    // Whoever brings it again wants it back.
    restore(conn, id)?;
    if entry.arrival == Arrival::Program {
        let changed = gathered::add_state(conn, id, &record.state)?;
        if !gathered::is_awaited(conn, id, &record.article.meta)? {
            let text = read::text(conn, id)?;
            let more = merge_highlights(conn, id, &text, &record.state.highlights)?;
            return Ok(if changed || more > 0 {
                Outcome::Updated(id)
            } else {
                Outcome::Unchanged(id)
            });
        }
    }
    if read::columns(conn, id)?.is_some_and(|old| old == columns) {
        let engine: Option<i64> = conn
            .prepare_cached("SELECT engine FROM articles WHERE id = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        let known = engine.and_then(row::depth);
        if known.is_none_or(|known| known < entry.depth) {
            quotes(id)?;
        }
        merge_highlights(conn, id, &columns.text, &record.state.highlights)?;
        sources::keep(conn, id, entry.original)?;
        pictures::keep(conn, id, entry.pictures)?;
        return Ok(Outcome::Unchanged(id));
    }
    update(conn, id, record, &columns, &cut)?;
    sources::replace(conn, id, entry.original)?;
    pictures::replace(conn, id, entry.pictures)?;
    quotes(id)?;
    merge_highlights(conn, id, &columns.text, &record.state.highlights)?;
    Ok(Outcome::Updated(id))
}

/// Adds highlights to those of an article, so that their notes are found; returns how many were added.
fn merge_highlights(
    conn: &Connection,
    id: ArticleId,
    text: &str,
    highlights: &[Highlight],
) -> Result<usize, StoreError> {
    let before = highlights::notes(conn, id)?;
    let added = highlights::merge(conn, id, text, highlights)?;
    if added > 0 && highlights::notes(conn, id)? != before {
        reindex(conn, id)?;
    }
    Ok(added)
}

/// Puts an article into the indices anew, as it is stored: something that is found with it has changed.
fn reindex(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    if is_deleted(conn, id)? {
        return Ok(());
    }
    // One that cannot be read keeps what the indices have of it.
    let Ok(Some(meta)) = read::meta(conn, id) else {
        return Ok(());
    };
    let cut = Cutter::default().cut_article(&meta, &read::text(conn, id)?);
    let by = FoundBy {
        meta: &meta,
        tags: &read::tags(conn, id)?,
        notes: &highlights::notes(conn, id)?,
        cut: &cut,
    };
    index::replace(conn, id, by)
}

/// Puts all articles that have notes into the indices anew.
pub(super) fn reindex_noted(conn: &Connection) -> Result<(), StoreError> {
    for id in highlights::noted(conn)? {
        reindex(conn, id)?;
    }
    Ok(())
}

pub(super) fn find(conn: &Connection, key: &str) -> Result<Option<ArticleId>, StoreError> {
    let mut find = conn.prepare_cached("SELECT article FROM details WHERE key = ?1")?;
    let id = find.query_row([key], |row| row.get(0)).optional()?;
    Ok(id.map(ArticleId))
}

/// Adds an article that is not there. Nothing has to be taken out before, so nothing is looked for: most articles come
/// this way.
fn add<'e>(
    conn: &Connection,
    entry: &Entry<'e>,
    columns: &row::Columns,
    cut: Cow<'e, Cut>,
    late: &mut Late<'e>,
) -> Result<ArticleId, StoreError> {
    let record = entry.record;
    let (meta, state) = (&record.article.meta, &record.state);
    let place = place_in(&record.article.body, state.place);
    let line = Line::new(record, cut.word_count, place);
    let imported = row::seconds(&record.provenance.imported);
    let (marked, engine) = (quoted::marked(entry.quotes), row::engine(entry.depth));
    let rest: [&dyn ToSql; 6] = [
        &imported,
        &state.read,
        &state.starred,
        &state.archived,
        &marked,
        &engine,
    ];
    conn.prepare_cached(&format!(
        "INSERT INTO articles ({}, imported, read, starred, archived, quotes, engine)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
        Line::COLUMNS
    ))?
    .execute(params_from_iter(line.values().into_iter().chain(rest)))?;
    let id = ArticleId(conn.last_insert_rowid());
    count(conn, state)?;
    conn.prepare_cached(
        "INSERT INTO details (article, key, meta, imported, source) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        id.0,
        entry.key,
        columns.meta,
        record.provenance.imported.as_str(),
        record.provenance.source.as_str(),
    ])?;
    conn.prepare_cached("INSERT INTO bodies (article, text, blocks) VALUES (?1, ?2, ?3)")?
        .execute(params![id.0, columns.text, columns.blocks])?;
    let tags = sorted(&state.tags);
    add_tags(conn, id, &tags)?;
    let notes = if state.highlights.is_empty() {
        Vec::new()
    } else {
        highlights::merge(conn, id, &columns.text, &state.highlights)?;
        highlights::notes(conn, id)?
    };
    let is_corrected = corrections::are_there(conn, entry.key)?;
    if is_corrected {
        // They belong to whatever article has the key.
        let found = quoted::Found {
            text: &columns.text,
            quotes: entry.quotes,
            cut: Some(&cut.quotes),
        };
        quoted::replace(conn, id, found, &mut late.voices)?;
    } else {
        quoted::add_rows(conn, "quotes", id, entry.quotes)?;
        voices::add(conn, id, line.date(), &cut.quotes.voices, &mut late.voices)?;
    }
    late.push(New {
        id,
        meta,
        tags,
        notes,
        cut,
        with_quotes: !is_corrected,
    });
    if entry.original.is_some() {
        sources::replace(conn, id, entry.original)?;
    }
    pictures::add(conn, id, entry.pictures)?;
    Ok(id)
}

/// Pending an article that came in; triggers count what happens to it afterwards. It names the row: a change of perhaps
/// many rows opens a savepoint, too.
fn count(conn: &Connection, state: &State) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE totals SET
           inbox    = inbox + NOT ?3,
           unread   = unread + (NOT ?3 AND NOT ?1),
           starred  = starred + ?2,
           archived = archived + ?3,
           entire   = entire + 1
         WHERE one = 1",
    )?
    .execute(params![state.read, state.starred, state.archived])?;
    Ok(())
}

fn update(
    conn: &Connection,
    id: ArticleId,
    record: &Record,
    columns: &row::Columns,
    cut: &Cut,
) -> Result<(), StoreError> {
    let meta = &record.article.meta;
    // An article that cannot be read any more is mended by the new one; where the reader stood in it is lost.
    let (old, state) = match read::article(conn, id) {
        Ok(old) => (old, read::state(conn, id)?),
        Err(StoreError::DamagedArticle { .. }) => (None, read::state(conn, id)?),
        Err(error) => return Err(error),
    };
    let moved = |place| {
        old.as_ref()
            .map_or(0, |old| moved_place(old, &record.article, place))
    };
    let place = moved(state.place);
    versions::keep(conn, id, columns, &record.provenance.imported)?;
    marks::follow(conn, id, &moved)?;
    let line = Line::new(record, cut.word_count, place);
    let rest: [&dyn ToSql; 1] = [&id.0];
    conn.prepare_cached(&format!(
        "UPDATE articles SET ({}) = (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) WHERE id = ?11",
        Line::COLUMNS
    ))?
    .execute(params_from_iter(line.values().into_iter().chain(rest)))?;
    // When it was first imported stays; the file is the one that this text was read from.
    conn.prepare_cached("UPDATE details SET meta = ?2, source = ?3 WHERE article = ?1")?
        .execute(params![
            id.0,
            columns.meta,
            record.provenance.source.as_str()
        ])?;
    conn.prepare_cached("UPDATE bodies SET text = ?2, blocks = ?3 WHERE article = ?1")?
        .execute(params![id.0, columns.text, columns.blocks])?;
    highlights::move_along(conn, id, &columns.text)?;
    let tags = gathered::tags_of_whole(old.as_ref(), meta, state.tags);
    put_tags(conn, id, &tags)?;
    let by = FoundBy {
        meta,
        tags: &tags,
        notes: &highlights::notes(conn, id)?,
        cut: &cut.article,
    };
    index::replace(conn, id, by)
}

/// Returns where the reader stands in a text that took another one's place: in the paragraph that stood there, when it
/// is still part of the article; else as near as may be.
fn moved_place(old: &Article, new: &Article, place: usize) -> usize {
    let (before, after) = (&old.body, &new.body);
    let again = before
        .block_at(place)
        .and_then(|index| before.blocks().get(index))
        .filter(|block| !block.span.is_empty())
        .and_then(|block| {
            let words = before.slice(block.span);
            let mut blocks = after.blocks().iter();
            let same = blocks.find(|other| after.slice(other.span) == words)?;
            Some(same.span.start + place.saturating_sub(block.span.start).min(block.span.len()))
        });
    place_in(after, again.unwrap_or(place))
}

/// Returns a place that lies in a text and not inside a character.
pub(super) fn place_in(body: &Body, place: usize) -> usize {
    body.text()
        .floor_char_boundary(place.min(body.text().len()))
}

/// Returns tags sorted, each once, none empty.
fn sorted(tags: &[Clean]) -> Vec<Clean> {
    let mut tags: Vec<Clean> = tags.iter().map(|tag| Clean::line(tag)).collect();
    tags.retain(|tag| !tag.is_empty());
    tags.sort();
    tags.dedup();
    tags
}

fn put_tags(conn: &Connection, id: ArticleId, tags: &[Clean]) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM tags WHERE article = ?1")?
        .execute([id.0])?;
    add_tags(conn, id, tags)
}

fn add_tags(conn: &Connection, id: ArticleId, tags: &[Clean]) -> Result<(), StoreError> {
    if tags.is_empty() {
        return Ok(());
    }
    let mut insert =
        conn.prepare_cached("INSERT INTO tags (article, tag, key) VALUES (?1, ?2, ?3)")?;
    for tag in tags {
        insert.execute(params![id.0, tag.as_str(), words::folded(tag)])?;
    }
    Ok(())
}

/// Changes what the reader did with an article. The caller owns the transaction.
pub(super) fn change(conn: &Connection, id: ArticleId, change: &Change) -> Result<(), StoreError> {
    let set = |sql: &str, value: i64| -> Result<usize, StoreError> {
        Ok(conn.prepare_cached(sql)?.execute(params![id.0, value])?)
    };
    let changed = match change {
        Change::Read(read) => set(
            "UPDATE articles SET read = ?2 WHERE id = ?1",
            (*read).into(),
        )?,
        Change::Starred(starred) => set(
            "UPDATE articles SET starred = ?2 WHERE id = ?1",
            (*starred).into(),
        )?,
        Change::Archived(archived) => set(
            "UPDATE articles SET archived = ?2 WHERE id = ?1",
            (*archived).into(),
        )?,
        Change::Place(place) => set(
            "UPDATE articles SET place = ?2 WHERE id = ?1",
            row::number(*place),
        )?,
        Change::Tags(tags) => {
            if read::meta(conn, id)?.is_none() {
                return Err(StoreError::Gone(id.0));
            }
            put_tags(conn, id, &sorted(tags))?;
            reindex(conn, id)?;
            1
        }
        Change::Deleted(Some(day)) => delete(conn, id, day)?,
        Change::Deleted(None) => restore(conn, id)?,
        Change::Highlight(highlight) => {
            if read::meta(conn, id)?.is_none() {
                return Err(StoreError::Gone(id.0));
            }
            let text = read::text(conn, id)?;
            let before = highlights::notes(conn, id)?;
            highlights::put(conn, id, &Finder::new(&text), highlight)?;
            if highlights::notes(conn, id)? != before {
                reindex(conn, id)?;
            }
            1
        }
        Change::Unhighlight(anchor) => {
            // One that is gone already needs no taking away.
            let before = highlights::notes(conn, id)?;
            highlights::take(conn, id, anchor)?;
            if highlights::notes(conn, id)? != before {
                reindex(conn, id)?;
            }
            1
        }
    };
    if changed == 0 {
        return Err(StoreError::Gone(id.0));
    }
    Ok(())
}

pub(super) fn is_deleted(conn: &Connection, id: ArticleId) -> Result<bool, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT deleted IS NOT NULL FROM articles WHERE id = ?1")?;
    Ok(select
        .query_row([id.0], |row| row.get(0))
        .optional()?
        .unwrap_or(false))
}

/// Throws an article away: nothing finds it any more, but all that belongs to it stays. Returns how many there were.
fn delete(conn: &Connection, id: ArticleId, day: &Clean) -> Result<usize, StoreError> {
    index::forget(conn, id)?;
    voices::forget(conn, id)?;
    let mut update = conn.prepare_cached("UPDATE articles SET deleted = ?2 WHERE id = ?1")?;
    Ok(update.execute(params![id.0, day.as_str()])?)
}

/// Brings an article back that was thrown away; any other stays as it is. Returns how many there were.
fn restore(conn: &Connection, id: ArticleId) -> Result<usize, StoreError> {
    if is_deleted(conn, id)? {
        conn.prepare_cached("UPDATE articles SET deleted = NULL WHERE id = ?1")?
            .execute([id.0])?;
        index::restore(conn, id, &highlights::notes(conn, id)?)?;
        if let Ok(Some(article)) = read::article(conn, id)
            && let Some(quotes) = read::stored_quotes(conn, id, &article.body)?
        {
            let mut pending = Pending::default();
            let voices = voices::of(article.body.text(), &quotes);
            voices::index(conn, id, &voices, &mut pending)?;
            pending.settle(conn)?;
        }
    }
    let mut select = conn.prepare_cached("SELECT count(*) FROM articles WHERE id = ?1")?;
    Ok(select.query_row([id.0], |row| row::size(row, 0))?)
}

/// Returns what was thrown away before a day, or all of it.
pub(super) fn deleted_before(
    conn: &Connection,
    day: Option<&str>,
) -> Result<Vec<ArticleId>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT id FROM articles WHERE deleted IS NOT NULL AND (?1 IS NULL OR deleted < ?1) ORDER BY id",
    )?;
    let ids = select.query_map([day], |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Takes an article out with all that belongs to it. The caller owns the transaction.
pub(super) fn remove(conn: &Connection, id: ArticleId) -> Result<bool, StoreError> {
    index::forget(conn, id)?;
    voices::forget(conn, id)?;
    let removed = conn
        .prepare_cached("DELETE FROM articles WHERE id = ?1")?
        .execute([id.0])?;
    Ok(removed > 0)
}

/// Returns a state as it is kept for a text.
pub(super) fn fitted(state: State, body: &Body) -> State {
    State {
        place: place_in(body, state.place),
        ..state
    }
}
