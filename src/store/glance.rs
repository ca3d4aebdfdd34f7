//! A look at a library that changes nothing: what would become of articles if they were put in. The file need not be there,
//! nor up to date, and none is made.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use crate::article::{ArticleId, Highlight};
use crate::store::error::StoreError;
use crate::store::{Arrival, Entry, Outcome};
use crate::store::{file, gathered, highlights, prepare, read, row, schema, write};

/// The format of the file since which highlights are kept in it.
const HIGHLIGHTS: i64 = 9;

/// A library that is only looked at.
#[derive(Debug)]
pub struct Glance {
    conn: Connection,
    /// The format of the file.
    version: i64,
}

impl Glance {
    /// Opens a library to be looked at; none when there is none.
    ///
    /// # Errors
    /// When the file is not a library, newer than this program, damaged, or not to be had.
    pub fn open(path: &Path) -> Result<Option<Self>, StoreError> {
        match path.try_exists() {
            Ok(true) => {}
            Ok(false) => return Ok(None),
            Err(error) => return Err(StoreError::file(path)(error)),
        }
        file::look(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let mut conn = if file::can_only_be_read(path) {
            let address = file::as_immutable(path)?;
            Connection::open_with_flags(address, flags | OpenFlags::SQLITE_OPEN_URI)?
        } else {
            Connection::open_with_flags(file::for_sqlite(path), flags)?
        };
        prepare(&mut conn)?;
        let version = schema::version(&conn, path)?;
        // An empty file holds no article.
        Ok((version > 0).then_some(Self { conn, version }))
    }

    /// Returns what would become of an article if it were put in; none when it would be added.
    pub fn outcome(&self, entry: &Entry<'_>) -> Result<Option<Outcome>, StoreError> {
        let Some(id) = write::find(&self.conn, entry.key)? else {
            return Ok(None);
        };
        let record = entry.record;
        let outcome = |is_changed: bool| {
            Some(if is_changed {
                Outcome::Updated(id)
            } else {
                Outcome::Unchanged(id)
            })
        };
        if entry.arrival == Arrival::Program {
            let more = gathered::would_add(&self.conn, id, &record.state)?
                || self.has_more(id, &record.state.highlights)?;
            if !gathered::is_awaited(&self.conn, id, &record.article.meta)? {
                return Ok(outcome(more));
            }
        }
        let columns = row::columns(&record.article)?;
        let before = read::columns(&self.conn, id)?;
        Ok(outcome(before.is_none_or(|before| before != columns)))
    }

    /// Whether there are highlights that an article has not.
    fn has_more(&self, id: ArticleId, coming: &[Highlight]) -> Result<bool, StoreError> {
        if coming.is_empty() || self.version < HIGHLIGHTS {
            return Ok(!coming.is_empty());
        }
        let text = read::text(&self.conn, id)?;
        highlights::has_more(&self.conn, id, &text, coming)
    }
}
