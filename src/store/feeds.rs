//! Feeds that the reader follows, the items that came from them, and pages that were fetched.
//!
//! An item that is known and says the same is left alone, whatever became of its article: that is how one that was thrown
//! away stays away, also when the trash was emptied. One that was edited updates its article, unless that has since come
//! from elsewhere.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::article::{Clean, FeedId, Health, Subscription};
use crate::store::error::StoreError;
use crate::store::late::Late;
use crate::store::{Entry, Outcome, Store, row, write};

/// An item of a feed, made an article.
#[derive(Debug, Clone, Copy)]
pub struct FeedItem<'a> {
    /// What tells it from the feed's others.
    pub id: &'a str,
    /// What changes when it is edited.
    pub digest: &'a str,
    /// The article.
    pub entry: Entry<'a>,
}

/// A page that was fetched by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FetchedPage {
    /// What the server called it.
    pub etag: Option<Clean>,
    /// Of when it said that it is.
    pub modified: Option<Clean>,
    /// The fingerprint of its bytes.
    pub digest: Clean,
    /// When it was fetched.
    pub fetched: Clean,
    /// The key of its article.
    pub key: Clean,
}

const COLUMNS: &str = "id, url, title, site, folder, entire, etag, modified, digest, tried, succeeded, problem, failures, next,
    (SELECT count(*) FROM items WHERE feed = feeds.id)";

fn subscription(row: &Row<'_>) -> rusqlite::Result<Subscription> {
    let line = |at| Ok::<_, rusqlite::Error>(Clean::line(&row.get::<_, String>(at)?));
    let maybe = |at| {
        let text: Option<String> = row.get(at)?;
        Ok::<_, rusqlite::Error>(text.map(|text| Clean::line(&text)))
    };
    Ok(Subscription {
        id: FeedId(row.get(0)?),
        url: line(1)?,
        title: line(2)?,
        site: maybe(3)?,
        folder: maybe(4)?,
        is_full: row.get(5)?,
        health: Health {
            etag: maybe(6)?,
            modified: maybe(7)?,
            digest: maybe(8)?,
            tried: maybe(9)?,
            succeeded: maybe(10)?,
            problem: maybe(11)?,
            failures: row.get(12)?,
            next: maybe(13)?,
        },
        items: row::size(row, 14)?,
    })
}

impl Store {
    /// Returns the feeds that are followed, by folder and name.
    pub fn feeds(&self) -> Result<Vec<Subscription>, StoreError> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM feeds WHERE followed = 1
             ORDER BY folder IS NOT NULL, folder, lower(iif(title = '', url, title)), id"
        ))?;
        let feeds = select.query_map([], subscription)?;
        Ok(feeds.collect::<Result<_, _>>()?)
    }

    /// Follows a feed. Of one that is followed already, only the folder and whether its pages are fetched change, as far as
    /// they are given. Returns whether it was not followed before.
    pub fn follow(
        &mut self,
        url: &str,
        title: &str,
        folder: Option<&str>,
        is_full: bool,
        now: &str,
    ) -> Result<(FeedId, bool), StoreError> {
        let writing = self.writing()?;
        let known: Option<(i64, bool)> = writing
            .query_row(
                "SELECT id, followed FROM feeds WHERE url = ?1",
                [url],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?;
        let (id, is_new) = match known {
            Some((id, followed)) => {
                // One that is followed anew is asked anew.
                writing.execute(
                    "UPDATE feeds SET folder = ifnull(?2, folder), entire = max(entire, ?3), followed = 1,
                       etag = NULL, modified = NULL, failures = 0, next = NULL, problem = NULL
                     WHERE id = ?1",
                    params![id, folder, is_full],
                )?;
                (id, !followed)
            }
            None => {
                writing.execute(
                    "INSERT INTO feeds (url, title, folder, entire, followed, added, failures)
                     VALUES (?1, ?2, ?3, ?4, 1, ?5, 0)",
                    params![url, title, folder, is_full, now],
                )?;
                (writing.last_insert_rowid(), true)
            }
        };
        writing.commit()?;
        Ok((FeedId(id), is_new))
    }

    /// Follows a feed no longer; its articles stay. Returns whether it was followed.
    pub fn unfollow(&mut self, id: FeedId) -> Result<bool, StoreError> {
        let writing = self.writing()?;
        let count = writing.execute(
            "UPDATE feeds SET followed = 0 WHERE id = ?1 AND followed = 1",
            [id.0],
        )?;
        writing.commit()?;
        Ok(count > 0)
    }

    /// Writes down how a feed is doing, and what it says of itself where it said something: title, page, and the address
    /// that it has for good now.
    pub fn keep_health(
        &mut self,
        id: FeedId,
        health: &Health,
        title: Option<&Clean>,
        site: Option<&Clean>,
        moved: Option<&str>,
    ) -> Result<(), StoreError> {
        let text = |text: &Option<Clean>| text.as_ref().map(|text| text.as_str().to_owned());
        let writing = self.writing()?;
        let before: Option<String> = writing
            .query_row("SELECT url FROM feeds WHERE id = ?1", [id.0], |row| {
                row.get(0)
            })
            .optional()?;
        writing.execute(
            "UPDATE feeds SET etag = ?2, modified = ?3, digest = ?4, tried = ?5, succeeded = ?6, problem = ?7, failures = ?8,
               next = ?9, title = iif(title = '', ifnull(?10, ''), title), site = ifnull(?11, site)
             WHERE id = ?1",
            params![
                id.0,
                text(&health.etag),
                text(&health.modified),
                text(&health.digest),
                text(&health.tried),
                text(&health.succeeded),
                text(&health.problem),
                health.failures,
                text(&health.next),
                title.map(Clean::as_str),
                site.map(Clean::as_str),
            ],
        )?;
        if let Some(url) = moved {
            // Unless another one is there already.
            let moved = writing.execute(
                "UPDATE OR IGNORE feeds SET url = ?2 WHERE id = ?1 AND url <> ?2",
                params![id.0, url],
            )?;
            if moved > 0 {
                // Its items are still its own.
                writing.execute(
                    "UPDATE details SET source = ?2 WHERE source = ?1",
                    params![before, url],
                )?;
            }
        }
        writing.commit()?;
        Ok(())
    }

    /// Whether an item of a feed came before and said the same.
    pub fn is_known(&self, feed: FeedId, id: &str, digest: &str) -> Result<bool, StoreError> {
        Ok(known(&self.conn, feed, id)?.is_some_and(|(before, _)| before == digest))
    }

    /// Puts items of feeds in, in one transaction. Returns what became of the article of each; nothing when it was left
    /// as it is.
    pub fn put_items<'a>(
        &mut self,
        items: impl IntoIterator<Item = (FeedId, FeedItem<'a>)>,
    ) -> Result<Vec<Option<Outcome>>, StoreError> {
        let writing = self.writing()?;
        let (mut outcomes, mut late) = (Vec::new(), Late::default());
        for (feed, item) in items {
            outcomes.push(put_item(&writing, feed, item, &mut late)?);
        }
        late.settle(&writing)?;
        writing.commit()?;
        Ok(outcomes)
    }

    /// Returns what is known of a page that was fetched before, if its article is still there.
    pub fn page(&self, url: &str) -> Result<Option<FetchedPage>, StoreError> {
        let mut select = self.conn.prepare_cached(
            "SELECT etag, modified, digest, fetched, pages.key FROM pages
             JOIN details ON details.key = pages.key JOIN articles ON articles.id = details.article
             WHERE url = ?1 AND deleted IS NULL",
        )?;
        let maybe = |text: Option<String>| text.map(|text| Clean::line(&text));
        let page = select.query_row([url], |row| {
            Ok(FetchedPage {
                etag: maybe(row.get(0)?),
                modified: maybe(row.get(1)?),
                digest: Clean::line(&row.get::<_, String>(2)?),
                fetched: Clean::line(&row.get::<_, String>(3)?),
                key: Clean::line(&row.get::<_, String>(4)?),
            })
        });
        Ok(page.optional()?)
    }

    /// Writes down that a page was fetched.
    pub fn keep_page(&mut self, url: &str, page: &FetchedPage) -> Result<(), StoreError> {
        let writing = self.writing()?;
        writing.execute(
            "INSERT OR REPLACE INTO pages (url, etag, modified, digest, fetched, key) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![
                url,
                page.etag.as_ref().map(Clean::as_str),
                page.modified.as_ref().map(Clean::as_str),
                page.digest.as_str(),
                page.fetched.as_str(),
                page.key.as_str()
            ],
        )?;
        writing.commit()?;
        Ok(())
    }
}

/// Returns what an item said last and the key of its article.
fn known(
    conn: &Connection,
    feed: FeedId,
    id: &str,
) -> Result<Option<(String, String)>, StoreError> {
    let mut select =
        conn.prepare_cached("SELECT digest, key FROM items WHERE feed = ?1 AND id = ?2")?;
    let known = select.query_row(params![feed.0, id], |row| Ok((row.get(0)?, row.get(1)?)));
    Ok(known.optional()?)
}

fn put_item<'a>(
    conn: &Connection,
    feed: FeedId,
    item: FeedItem<'a>,
    late: &mut Late<'a>,
) -> Result<Option<Outcome>, StoreError> {
    let before = known(conn, feed, item.id)?;
    if before
        .as_ref()
        .is_some_and(|(digest, _)| digest == item.digest)
    {
        return Ok(None);
    }
    let (key, outcome) = match &before {
        Some((_, key)) => edited(conn, key, item, late)?,
        // What is there from elsewhere, or was thrown away, is not the feed's to change.
        None if write::find(conn, item.entry.key)?.is_some() => (item.entry.key, None),
        None => {
            let put = write::put(conn, &item.entry, late)?;
            (item.entry.key, Some(put))
        }
    };
    conn.prepare_cached(
        "INSERT OR REPLACE INTO items (feed, id, digest, key) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![feed.0, item.id, item.digest, key])?;
    Ok(outcome)
}

/// Updates the article of an item that was edited. Returns the key that it has then.
fn edited<'k, 'a: 'k>(
    conn: &Connection,
    key: &'k str,
    item: FeedItem<'a>,
    late: &mut Late<'a>,
) -> Result<(&'k str, Option<Outcome>), StoreError> {
    let source = item.entry.record.provenance.source.as_str();
    let mut select = conn.prepare_cached(
        "SELECT count(*) FROM articles JOIN details ON article = id WHERE key = ?1 AND source = ?2 AND deleted IS NULL",
    )?;
    let is_ours: bool = select.query_row([key, source], |row| row.get(0))?;
    if !is_ours {
        return Ok((key, None));
    }
    if key != item.entry.key {
        if write::find(conn, item.entry.key)?.is_some() {
            return Ok((key, None));
        }
        // Its address changed, or, without one, its words did, which are its key then.
        for table in ["details", "corrections"] {
            conn.prepare_cached(&format!("UPDATE {table} SET key = ?2 WHERE key = ?1"))?
                .execute([key, item.entry.key])?;
        }
    }
    let put = write::put(conn, &item.entry, late)?;
    Ok((item.entry.key, Some(put)))
}
