//! The list: how many, in which order, and one line for each. Reads the narrow table and its indices only.

use rusqlite::{Connection, OptionalExtension};

use crate::article::{ArticleId, Clean, Filter, Query, Shelf, Sort, Summary};
use crate::store::error::StoreError;
use crate::store::row;
use crate::store::set::Set;
use crate::store::sift::Sieve;

/// Returns the condition for a part of the library.
const fn on(shelf: Shelf) -> &'static str {
    match shelf {
        Shelf::Inbox => "deleted IS NULL AND archived = 0",
        Shelf::Unread => "deleted IS NULL AND archived = 0 AND read = 0",
        Shelf::Starred => "deleted IS NULL AND starred = 1",
        Shelf::Archived => "deleted IS NULL AND archived = 1",
        Shelf::All => "deleted IS NULL",
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
pub(super) enum Pick {
    /// Every one.
    Every,
    /// Those not read yet.
    Unread,
    /// Those read.
    Read,
}

impl Pick {
    const fn condition(self) -> &'static str {
        match self {
            Self::Every => "",
            Self::Unread => " AND read = 0",
            Self::Read => " AND read = 1",
        }
    }
}

/// Returns the index and the order for a sort; each index holds its order and the columns of [`on`].
const fn by(sort: Sort) -> (&'static str, &'static str) {
    match sort {
        // Both halves of what is read and not are in this order.
        Sort::Newest | Sort::Unread => ("newest", "published_key DESC, imported DESC, id DESC"),
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
pub(super) enum Sifted {
    /// Everything.
    All,
    /// A few articles, as a JSON array.
    Few(String),
    /// Many articles.
    Many(Set),
}

impl Sifted {
    pub(super) fn new(conn: &Connection, filter: &Filter) -> Result<Self, StoreError> {
        if filter.is_empty() {
            return Ok(Self::All);
        }
        let set = Sieve::new(conn)?.articles(&filter.root)?;
        Ok(set.map_or(Self::All, Self::of))
    }

    fn of(set: Set) -> Self {
        match set {
            Set::Only(ids) if ids.len() <= FEW => {
                let ids: Vec<String> = ids.into_iter().map(|id| id.to_string()).collect();
                Self::Few(format!("[{}]", ids.join(",")))
            }
            set => Self::Many(set),
        }
    }

    fn passes(&self, id: i64) -> bool {
        match self {
            Self::All | Self::Few(_) => true,
            Self::Many(set) => set.contains(id),
        }
    }
}

/// Returns the statement for an order: all of a shelf, or those among a few articles.
fn order_sql(query: &Query, pick: Pick, few: bool) -> String {
    let (index, order) = by(query.order());
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
    among(conn, &Sifted::new(conn, &query.filter)?, query, pick, most)
}

/// Returns the articles of a set in an order, on whatever shelf.
pub(super) fn order_of(
    conn: &Connection,
    set: Set,
    sort: Sort,
    most: Option<usize>,
) -> Result<Vec<ArticleId>, StoreError> {
    let query = Query {
        shelf: Shelf::All,
        sort,
        ..Query::default()
    };
    among(conn, &Sifted::of(set), &query, Pick::Every, most)
}

pub(super) fn among(
    conn: &Connection,
    sifted: &Sifted,
    query: &Query,
    pick: Pick,
    most: Option<usize>,
) -> Result<Vec<ArticleId>, StoreError> {
    let mut ids = Vec::new();
    for &pick in halves(query, pick) {
        if most.is_some_and(|most| ids.len() >= most) {
            break;
        }
        walk(conn, sifted, query, pick, &mut |id| {
            ids.push(id);
            most.is_none_or(|most| ids.len() < most)
        })?;
    }
    Ok(ids)
}

/// Returns the questions that bring the articles of a query in its order, one after the other.
pub(super) fn halves(query: &Query, pick: Pick) -> &'static [Pick] {
    match (query.order(), pick) {
        (Sort::Unread, Pick::Every) => &[Pick::Unread, Pick::Read],
        (_, Pick::Every) => &[Pick::Every],
        (_, Pick::Unread) => &[Pick::Unread],
        (_, Pick::Read) => &[Pick::Read],
    }
}

/// Gives the articles of one question to `take`, as long as it takes more.
pub(super) fn walk(
    conn: &Connection,
    sifted: &Sifted,
    query: &Query,
    pick: Pick,
    take: &mut dyn FnMut(ArticleId) -> bool,
) -> Result<(), StoreError> {
    let few = matches!(sifted, Sifted::Few(_));
    let mut select = conn.prepare_cached(&order_sql(query, pick, few))?;
    let mut rows = match sifted {
        Sifted::Few(ids) => select.query([ids])?,
        _ => select.query([])?,
    };
    while let Some(row) = rows.next()? {
        let id = row.get(0)?;
        if sifted.passes(id) && !take(ArticleId(id)) {
            break;
        }
    }
    Ok(())
}

/// Returns the articles of a query, first imported first.
pub(super) fn import_order(conn: &Connection, query: &Query) -> Result<Vec<ArticleId>, StoreError> {
    let filter = Filter {
        sort: None,
        ..query.filter.clone()
    };
    let added = Query {
        sort: Sort::Added,
        filter,
        ..query.clone()
    };
    let mut ids = order(conn, &added, None)?;
    ids.reverse();
    Ok(ids)
}

/// Returns how many articles a query has.
pub(super) fn count(conn: &Connection, query: &Query) -> Result<usize, StoreError> {
    match Sifted::new(conn, &query.filter)? {
        Sifted::All => {
            let sql = format!("SELECT {} FROM totals", total(query.shelf));
            Ok(conn
                .prepare_cached(&sql)?
                .query_row([], |row| row::size(row, 0))?)
        }
        sifted => Ok(among(conn, &sifted, query, Pick::Every, None)?.len()),
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

/// Returns what was thrown away, each with the day on which it was, the latest first.
pub(super) fn trash(conn: &Connection) -> Result<Vec<(Clean, Summary)>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT id, deleted FROM articles WHERE deleted IS NOT NULL ORDER BY deleted DESC, id DESC",
    )?;
    let rows = select.query_map([], |row| {
        Ok((
            ArticleId(row.get(0)?),
            Clean::line(&row.get::<_, String>(1)?),
        ))
    })?;
    let mut out = Vec::new();
    for row in rows {
        let (id, day) = row?;
        let mut lines = summaries(conn, &[id])?;
        out.extend(lines.pop().map(|line| (day, line)));
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
                for pick in [Pick::Every, Pick::Unread, Pick::Read] {
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
        fn the_totals_follow_every_change(acts in proptest::collection::vec((0..7u8, 0..4i64, proptest::bool::ANY), 1..40)) {
            use crate::article::{Article, Body, Change, Clean, Meta, Provenance, Record, State};
            let mut store = Store::open_in_memory().unwrap();
            for (act, which, on) in acts {
                let id = ArticleId(which + 1);
                let change = match act {
                    0 => Change::Read(on),
                    1 => Change::Starred(on),
                    2 => Change::Archived(on),
                    3 => Change::Deleted(on.then(|| Clean::line("2026-11-26"))),
                    4 => {
                        store.remove(id).unwrap();
                        continue;
                    }
                    _ => {
                        let record = Record {
                            article: Article { meta: Meta::default(), body: Body::default() },
                            state: State { starred: on, archived: act == 5, ..State::default() },
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
