//! Searches that the reader gave a name. They are kept as text, so that a later version may read more into them.

use rusqlite::{Connection, OptionalExtension};

use crate::article::{Clean, SavedSearch};
use crate::store::error::StoreError;

/// Returns all of them, in the order of their names.
pub(super) fn all(conn: &Connection) -> Result<Vec<SavedSearch>, StoreError> {
    let mut select = conn.prepare_cached("SELECT name, filter FROM searches ORDER BY name")?;
    let rows = select.query_map([], |row| {
        Ok(SavedSearch {
            name: Clean::line(&row.get::<_, String>(0)?),
            filter: Clean::line(&row.get::<_, String>(1)?),
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Gives a filter a name, or takes the name away; returns the filter that had it. The caller owns the transaction.
pub(super) fn put(
    conn: &Connection,
    name: &str,
    filter: Option<&str>,
) -> Result<Option<Clean>, StoreError> {
    let name = Clean::line(name);
    let mut select = conn.prepare_cached("SELECT filter FROM searches WHERE name = ?1")?;
    let before: Option<String> = select
        .query_row([name.as_str()], |row| row.get(0))
        .optional()?;
    match filter {
        Some(filter) => conn
            .prepare_cached("INSERT OR REPLACE INTO searches (name, filter) VALUES (?1, ?2)")?
            .execute([name.as_str(), Clean::line(filter).as_str()])?,
        None => conn
            .prepare_cached("DELETE FROM searches WHERE name = ?1")?
            .execute([name.as_str()])?,
    };
    Ok(before.map(|filter| Clean::line(&filter)))
}
