//! The list: how many, in which order, and one line for each. Reads the narrow table and its indices only.

use rusqlite::{Connection, OptionalExtension};

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

/// Returns the column of the totals that counts a part of the library.
const fn total(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Inbox => "inbox",
        Shelf::Unread => "unread",
        Shelf::Starred => "starred",
        Shelf::Archived => "archived",
        Shelf::All => "entire",
    }
}

/// Which articles of a query are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pick {
    /// Every one.
    Every,
    /// Those not read yet.
    Unread,
}

impl Pick {
    const fn condition(self) -> &'static str {
        match self {
            Self::Every => "",
            Self::Unread => " AND read = 0",
        }
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

/// Up to so many matches of a filter are looked up one by one; with more, walking the index of the order is faster.
const FEW: usize = 2_000;

/// What a filter lets pass.
enum Filter {
    /// Everything.
    All,
    /// A few articles, as a JSON array.
    Few(String),
    /// Many articles, in ascending order.
    Many(Vec<ArticleId>),
}

impl Filter {
    fn new(conn: &Connection, typed: &str) -> Result<Self, StoreError> {
        let wanted = Wanted::new(typed);
        if wanted.is_empty() {
            return Ok(Self::All);
        }
        let mut select = conn.prepare_cached("SELECT rowid FROM heads WHERE heads MATCH ?1")?;
        let ids = select.query_map([wanted.begun()], |row| row.get(0).map(ArticleId))?;
        let mut ids = ids.collect::<Result<Vec<_>, _>>()?;
        if ids.len() > FEW {
            ids.sort_unstable();
            return Ok(Self::Many(ids));
        }
        let ids: Vec<String> = ids.into_iter().map(|id| id.0.to_string()).collect();
        Ok(Self::Few(format!("[{}]", ids.join(","))))
    }

    fn passes(&self, id: ArticleId) -> bool {
        match self {
            Self::All | Self::Few(_) => true,
            Self::Many(ids) => ids.binary_search(&id).is_ok(),
        }
    }
}

/// Returns the statement for an order: all of a shelf, or those among a few articles.
fn order_sql(query: &Query, pick: Pick, few: bool) -> String {
    let (index, order) = by(query.sort);
    let (shelf, pick) = (on(query.shelf), pick.condition());
    if few {
        format!(
            "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?1)) AND {shelf}{pick} ORDER BY {order}"
        )
    } else {
        format!(
            "SELECT id FROM articles INDEXED BY articles_{index} WHERE {shelf}{pick} ORDER BY {order}"
        )
    }
}

/// Returns the articles of a query in its order.
pub(super) fn order(
    conn: &Connection,
    query: &Query,
    most: Option<usize>,
) -> Result<Vec<ArticleId>, StoreError> {
    picked(conn, query, Pick::Every, most)
}

/// Returns the articles of a query that are not read yet, in its order.
pub(super) fn unread(conn: &Connection, query: &Query) -> Result<Vec<ArticleId>, StoreError> {
    picked(conn, query, Pick::Unread, None)
}

fn picked(
    conn: &Connection,
    query: &Query,
    pick: Pick,
    most: Option<usize>,
) -> Result<Vec<ArticleId>, StoreError> {
    let filter = Filter::new(conn, &query.filter)?;
    let few = matches!(filter, Filter::Few(_));
    let mut select = conn.prepare_cached(&order_sql(query, pick, few))?;
    let mut rows = match &filter {
        Filter::Few(ids) => select.query([ids])?,
        _ => select.query([])?,
    };
    let mut ids = Vec::new();
    while most.is_none_or(|most| ids.len() < most)
        && let Some(row) = rows.next()?
    {
        let id = ArticleId(row.get(0)?);
        if filter.passes(id) {
            ids.push(id);
        }
    }
    Ok(ids)
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
    match Filter::new(conn, &query.filter)? {
        Filter::All => {
            let sql = format!("SELECT {} FROM totals", total(query.shelf));
            Ok(conn
                .prepare_cached(&sql)?
                .query_row([], |row| row::size(row, 0))?)
        }
        Filter::Many(ids) if query.shelf == Shelf::All => Ok(ids.len()),
        Filter::Few(_) | Filter::Many(_) => Ok(order(conn, query, None)?.len()),
    }
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

/// Returns the parts of the library of which the totals say something else than the articles.
pub(super) fn miscounted(conn: &Connection) -> Result<Vec<Shelf>, StoreError> {
    let mut out = Vec::new();
    for shelf in Shelf::ALL {
        let sql = format!(
            "SELECT ifnull((SELECT {} FROM totals), -1) = (SELECT count(*) FROM articles WHERE {})",
            total(shelf),
            on(shelf)
        );
        if !conn.query_row(&sql, [], |row| row.get::<_, bool>(0))? {
            out.push(shelf);
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::Depth;
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
                for pick in [Pick::Every, Pick::Unread] {
                    let sql = format!("EXPLAIN QUERY PLAN {}", order_sql(&query, pick, false));
                    let mut explain = store.conn.prepare(&sql).unwrap();
                    let plan: Vec<String> = explain
                        .query_map([], |row| row.get(3))
                        .unwrap()
                        .collect::<Result<_, _>>()
                        .unwrap();
                    let index = format!("COVERING INDEX articles_{}", by(sort).0);
                    assert!(plan.len() == 1 && plan[0].contains(&index), "{plan:?}");
                }
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
        #[test]
        fn the_totals_follow_every_change(acts in proptest::collection::vec((0..6u8, 0..4i64, proptest::bool::ANY), 1..40)) {
            use crate::article::{Article, Body, Change, Clean, Meta, Provenance, Record, State};
            let mut store = Store::open_in_memory().unwrap();
            for (act, which, on) in acts {
                let id = ArticleId(which + 1);
                let change = match act {
                    0 => Change::Read(on),
                    1 => Change::Starred(on),
                    2 => Change::Archived(on),
                    3 => {
                        store.remove(id).unwrap();
                        continue;
                    }
                    _ => {
                        let record = Record {
                            article: Article { meta: Meta::default(), body: Body::default() },
                            state: State { starred: on, archived: act == 4, ..State::default() },
                            provenance: Provenance { imported: Clean::line(""), source: Clean::line("a.md") },
                        };
                        store.put([(which.to_string().as_str(), &record, [].as_slice(), Depth::Whole)]).unwrap();
                        continue;
                    }
                };
                // It may be gone by now.
                store.change(id, &change).ok();
            }
            proptest::prop_assert_eq!(miscounted(&store.conn).unwrap(), []);
            for shelf in Shelf::ALL {
                let query = Query { shelf, ..Query::default() };
                proptest::prop_assert_eq!(count(&store.conn, &query).unwrap(), order(&store.conn, &query, None).unwrap().len());
            }
            store.conn.execute_batch("UPDATE totals SET unread = unread + 1").unwrap();
            proptest::prop_assert_eq!(miscounted(&store.conn).unwrap(), [Shelf::Unread]);
        }
    }
}
