//! The list: how many, in which order, and one line for each. Reads the narrow table and its indices only.

use rusqlite::{Connection, OptionalExtension, ToSql};

use crate::article::{ArticleId, Query, Shelf, Sort, Summary};
use crate::store::error::StoreError;
use crate::store::row;
use crate::store::search::Wanted;

/// Returns the condition for a part of the library.
const fn on(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Inbox => "archived = 0",
        Shelf::Unread => "archived = 0 AND read = 0",
        Shelf::Starred => "starred = 1",
        Shelf::Archived => "archived = 1",
        Shelf::All => "1",
    }
}

/// Returns the index and the order for a sort; each index holds its order and the columns of [`on`].
const fn by(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        Sort::Newest => ("newest", "published_key DESC, imported DESC, id DESC"),
        Sort::Oldest => ("oldest", "undated, published_key, imported DESC, id DESC"),
        Sort::Title => ("title", "title_key, imported DESC, id DESC"),
        Sort::Site => (
            "site",
            "site_key, published_key DESC, imported DESC, id DESC",
        ),
        Sort::Longest => ("longest", "words DESC, imported DESC, id DESC"),
        Sort::Quotes => ("quotes", "quotes DESC, imported DESC, id DESC"),
        Sort::Added => ("added", "imported DESC, id DESC"),
    }
}

/// Returns the statement for a query: which column, in what order.
fn order_sql(query: &Query, filtered: bool) -> String {
    let (index, order) = by(query.sort);
    let shelf = on(query.shelf);
    if filtered {
        format!(
            "SELECT id FROM articles WHERE id IN (SELECT rowid FROM heads WHERE heads MATCH ?2) AND {shelf}
             ORDER BY {order} LIMIT ?1"
        )
    } else {
        format!(
            "SELECT id FROM articles INDEXED BY articles_{index} WHERE {shelf} ORDER BY {order} LIMIT ?1"
        )
    }
}

/// Returns the articles of a query in its order.
pub(super) fn order(
    conn: &Connection,
    query: &Query,
    most: Option<usize>,
) -> Result<Vec<ArticleId>, StoreError> {
    let most = most.map_or(-1, row::number);
    let wanted = Wanted::new(&query.filter);
    let mut select = conn.prepare_cached(&order_sql(query, !wanted.is_empty()))?;
    let filter = wanted.begun();
    let mut params: Vec<&dyn ToSql> = vec![&most];
    if !wanted.is_empty() {
        params.push(&filter);
    }
    let ids = select.query_map(params.as_slice(), |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the articles of a query, first imported first.
pub(super) fn import_order(conn: &Connection, query: &Query) -> Result<Vec<ArticleId>, StoreError> {
    let added = Query {
        sort: Sort::Added,
        ..query.clone()
    };
    let mut ids = order(conn, &added, None)?;
    ids.reverse();
    Ok(ids)
}

/// Returns how many articles a query has.
pub(super) fn count(conn: &Connection, query: &Query) -> Result<usize, StoreError> {
    let shelf = on(query.shelf);
    let wanted = Wanted::new(&query.filter);
    let count = if wanted.is_empty() {
        conn.prepare_cached(&format!("SELECT count(*) FROM articles WHERE {shelf}"))?
            .query_row([], |row| row::size(row, 0))?
    } else {
        conn.prepare_cached(&format!(
            "SELECT count(*) FROM articles WHERE id IN (SELECT rowid FROM heads WHERE heads MATCH ?1) AND {shelf}"
        ))?
        .query_row([wanted.begun()], |row| row::size(row, 0))?
    };
    Ok(count)
}

/// Returns the lines of some articles, in the order asked for; those that are not there are left out.
pub(super) fn summaries(conn: &Connection, ids: &[ArticleId]) -> Result<Vec<Summary>, StoreError> {
    let mut select = conn.prepare_cached(&format!(
        "SELECT {} FROM articles WHERE id = ?1",
        row::SUMMARY
    ))?;
    let mut out = Vec::with_capacity(ids.len());
    for id in ids {
        out.extend(select.query_row([id.0], row::summary).optional()?);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn every_order_of_every_shelf_reads_its_index_and_nothing_else() {
        let store = Store::open_in_memory().unwrap();
        for sort in Sort::ALL {
            for shelf in Shelf::ALL {
                let query = Query {
                    shelf,
                    sort,
                    ..Query::default()
                };
                let sql = format!("EXPLAIN QUERY PLAN {}", order_sql(&query, false));
                let mut explain = store.conn.prepare(&sql).unwrap();
                let plan: Vec<String> = explain
                    .query_map([-1], |row| row.get(3))
                    .unwrap()
                    .collect::<Result<_, _>>()
                    .unwrap();
                let index = format!("COVERING INDEX articles_{}", by(sort).0);
                assert!(plan.len() == 1 && plan[0].contains(&index), "{plan:?}");
            }
        }
    }
}
