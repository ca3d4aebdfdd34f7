//! The list in parts: what its first screens show, before all that a filter lets pass is known.

use rusqlite::Connection;

use crate::article::{Ordered, Query, Sort};
use crate::store::error::StoreError;
use crate::store::list::{Pick, Sifted, among, halves, walk};
use crate::store::sift::Sieve;

/// Articles at the beginning of an order that are looked at one by one, and how many of them have to pass to be given at
/// once: more than a screen has.
const PROBED: usize = 150;
const SEEN: usize = 50;
/// After how many it is given up when not every third has passed: of a rare word all are found soon.
const DOUBTED: usize = 30;

/// Gives the first articles that a filter lets pass to `early`, when many at the beginning of the order do; returns whether
/// it did. Finding all that have a common word takes longer than a key should.
fn first_seen(
    conn: &Connection,
    query: &Query,
    early: &mut dyn FnMut(&Ordered),
) -> Result<bool, StoreError> {
    if query.filter.is_empty() || query.order() == Sort::Unread {
        return Ok(false);
    }
    let Some(probe) = Sieve::new(conn)?.probe(&query.filter.root) else {
        return Ok(false);
    };
    let candidates = among(conn, &Sifted::All, query, Pick::Every, Some(PROBED))?;
    if candidates.len() < PROBED {
        return Ok(false);
    }
    let mut ids = Vec::with_capacity(SEEN);
    for (looked_at, id) in candidates.into_iter().enumerate() {
        if looked_at == DOUBTED && ids.len() < DOUBTED / 3 {
            return Ok(false);
        }
        if probe.passes(id.0)? {
            ids.push(id);
        }
        if ids.len() == SEEN {
            early(&Ordered { ids, unread: None });
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the articles of a query in its order. As soon as some of them are known, these are given to `early`: of a common
/// word the first, else the first `first` if there are more.
pub(super) fn in_parts(
    conn: &Connection,
    query: &Query,
    first: usize,
    early: &mut dyn FnMut(&Ordered),
) -> Result<Ordered, StoreError> {
    let is_given = first_seen(conn, query, early)?;
    let sifted = Sifted::new(conn, &query.filter)?;
    let mut all = Ordered {
        ids: Vec::new(),
        unread: (query.order() == Sort::Unread).then_some(0),
    };
    for &pick in halves(query, Pick::Every) {
        walk(conn, &sifted, query, pick, &mut |id| {
            if all.ids.len() == first && !is_given {
                early(&all);
            }
            all.ids.push(id);
            if let Some(unread) = all.unread.as_mut().filter(|_| pick == Pick::Unread) {
                *unread += 1;
            }
            true
        })?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, Body, Change, Clean, Filter, Meta, Provenance, Record, State};
    use crate::quote::Depth;
    use crate::store::Store;

    fn titled(title: &str) -> Record {
        let title = Clean::line(title);
        Record {
            article: Article {
                meta: Meta {
                    title,
                    ..Meta::default()
                },
                body: Body::default(),
            },
            state: State::default(),
            provenance: Provenance::default(),
        }
    }

    #[test]
    fn a_first_part_is_how_the_whole_begins() {
        let mut store = Store::open_in_memory().unwrap();
        for number in 0..10 {
            let record = titled(&format!("boat {number}"));
            let key = number.to_string();
            let put = store.put([(key.as_str(), &record, [].as_slice(), Depth::Whole)]);
            let id = put.unwrap()[0].id();
            store.change(id, &Change::Read(number % 2 == 0)).unwrap();
        }
        for sort in Sort::ALL {
            for filter in [Filter::default(), Filter::words("boat")] {
                let query = Query {
                    filter,
                    sort,
                    ..Query::default()
                };
                let ids = store.order(&query, None).unwrap();
                assert_eq!(ids.len(), 10);
                for first in 1..12 {
                    let mut parts = Vec::new();
                    let all = store
                        .order_in_parts(&query, first, &mut |part| parts.push(part.clone()))
                        .unwrap();
                    assert_eq!(all.ids, ids);
                    let is_unread = sort == Sort::Unread;
                    assert_eq!(all.unread, is_unread.then_some(5));
                    // One part where more follow, none where that would be all.
                    assert_eq!(parts.len(), usize::from(first < 10));
                    for part in parts {
                        assert_eq!(part.ids, ids[..first]);
                        assert_eq!(part.unread, is_unread.then_some(first.min(5)));
                    }
                }
            }
        }
    }

    #[test]
    fn of_a_common_word_the_first_are_given_before_all_are_found() {
        let mut store = Store::open_in_memory().unwrap();
        for number in 0..400 {
            let rare = if number % 40 == 0 { " rare" } else { "" };
            let record = titled(&format!("boat {number}{rare}"));
            let key = number.to_string();
            store
                .put([(key.as_str(), &record, [].as_slice(), Depth::Whole)])
                .unwrap();
        }
        // A beginning of three letters is not looked at article by article.
        let given = [
            ("b*", 1),
            ("boat", 1),
            ("title:boat", 1),
            ("rare", 0),
            ("boa*", 1),
        ];
        for (words, parts_given) in given {
            for sort in [Sort::Newest, Sort::Title, Sort::Added] {
                let query = Query {
                    filter: Filter::parse(words, jiff::civil::date(2026, 11, 27)).unwrap(),
                    sort,
                    ..Query::default()
                };
                let mut parts = Vec::new();
                let all = store
                    .order_in_parts(&query, 200, &mut |part| parts.push(part.clone()))
                    .unwrap();
                assert_eq!(all.ids, store.order(&query, None).unwrap());
                assert_eq!(parts.len(), parts_given, "{words}");
                for part in parts {
                    let seen = if words == "boa*" { 200 } else { SEEN };
                    assert_eq!(part.ids, all.ids[..seen], "{words}");
                }
            }
        }
    }
}
