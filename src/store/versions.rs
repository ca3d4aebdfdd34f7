//! What articles said before: whenever another text takes an article's place, the earlier one is kept.

use rusqlite::{Connection, OptionalExtension, params};

use crate::article::{Article, ArticleId, Clean, Version};
use crate::store::error::StoreError;
use crate::store::row::{self, Columns};
use crate::store::{Store, read};

/// How many earlier texts of an article are kept; some pages say something else at every look.
const MOST: i64 = 50;

/// Keeps the present text of an article that is about to be replaced at a time, if the new one differs. The caller owns
/// the transaction.
pub(super) fn keep(
    conn: &Connection,
    id: ArticleId,
    new: &Columns,
    now: &Clean,
) -> Result<(), StoreError> {
    let Some(old) = read::columns(conn, id)?.filter(|old| old.text != new.text) else {
        return Ok(());
    };
    conn.prepare_cached(
        "INSERT INTO versions (article, number, until, source, meta, text, blocks)
         SELECT article, (SELECT ifnull(max(number), 0) + 1 FROM versions WHERE article = ?1), ?2, source, ?3, ?4, ?5
         FROM details WHERE article = ?1",
    )?
    .execute(params![id.0, now.as_str(), old.meta, old.text, old.blocks])?;
    conn.prepare_cached(
        "DELETE FROM versions WHERE article = ?1 AND number <= (SELECT max(number) FROM versions WHERE article = ?1) - ?2",
    )?
    .execute(params![id.0, MOST])?;
    Ok(())
}

impl Store {
    /// Returns the earlier texts of an article, the latest first.
    pub fn versions(&self, id: ArticleId) -> Result<Vec<Version>, StoreError> {
        let mut select = self.conn.prepare_cached(
            "SELECT number, until, source, length(text) FROM versions JOIN articles ON id = article
             WHERE article = ?1 AND deleted IS NULL ORDER BY number DESC",
        )?;
        let versions = select.query_map([id.0], |row| {
            Ok(Version {
                number: row.get(0)?,
                until: Clean::line(&row.get::<_, String>(1)?),
                source: Clean::line(&row.get::<_, String>(2)?),
                characters: row::size(row, 3)?,
            })
        })?;
        Ok(versions.collect::<Result<_, _>>()?)
    }

    /// Returns an article as it was in an earlier text; none when there is no such text.
    pub fn version(&self, id: ArticleId, number: u32) -> Result<Option<Article>, StoreError> {
        let mut select = self.conn.prepare_cached(
            "SELECT meta, text, blocks FROM versions JOIN articles ON id = article
             WHERE article = ?1 AND number = ?2 AND deleted IS NULL",
        )?;
        let columns = select.query_row(params![id.0, number], |row| {
            Ok(Columns {
                meta: row.get(0)?,
                text: row.get(1)?,
                blocks: row.get(2)?,
            })
        });
        columns
            .optional()?
            .map(|columns| row::article(id, columns))
            .transpose()
    }
}
