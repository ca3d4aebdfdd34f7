//! What waits for the end of a transaction that puts articles in: the words of new ones go into the indices then, one
//! index after the other, and the voices, one speaker after the other.
//!
//! Each index gathers in memory what comes until the transaction ends. Going from one to the next with every article, the
//! processor would have none of them at hand.

use std::borrow::Cow;

use rusqlite::Connection;

use crate::article::{ArticleId, Clean, Meta};
use crate::store::cutter::Cut;
use crate::store::error::StoreError;
use crate::store::index::{self, FoundBy};
use crate::store::voices::Pending;

/// An article that is stored and that no index has.
pub(super) struct New<'e> {
    pub(super) id: ArticleId,
    pub(super) meta: &'e Meta,
    pub(super) tags: Vec<Clean>,
    /// The reader's own words on it.
    pub(super) notes: Vec<String>,
    pub(super) cut: Cow<'e, Cut>,
    /// Whether its quotes are to be put in, too.
    pub(super) with_quotes: bool,
}

/// What of a transaction waits.
#[derive(Default)]
#[must_use]
pub(super) struct Late<'e> {
    /// The articles that no index has yet.
    new: Vec<New<'e>>,
    pub(super) voices: Pending,
}

impl<'e> Late<'e> {
    pub(super) fn push(&mut self, new: New<'e>) {
        self.new.push(new);
    }

    /// Puts the new articles into the indices.
    pub(super) fn index(&mut self, conn: &Connection) -> Result<(), StoreError> {
        for new in &self.new {
            index::add_head(conn, new.id, new.found_by())?;
        }
        for new in &self.new {
            index::add_words(conn, new.id, new.found_by())?;
        }
        for new in self.new.iter().filter(|new| new.with_quotes) {
            index::add_quotes(conn, new.id, &new.cut.quotes)?;
        }
        for new in self.new.iter().filter(|new| new.with_quotes) {
            index::add_prints(conn, new.id, &new.cut.quotes)?;
        }
        self.new.clear();
        Ok(())
    }

    /// Puts in all that waits.
    pub(super) fn settle(mut self, conn: &Connection) -> Result<(), StoreError> {
        self.index(conn)?;
        self.voices.settle(conn)
    }
}

impl New<'_> {
    fn found_by(&self) -> FoundBy<'_> {
        FoundBy {
            meta: self.meta,
            tags: &self.tags,
            notes: &self.notes,
            cut: &self.cut.article,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::article::{
        Article, BlockKind, BodyBuilder, Change, Clean, Filter, Leaf, Meta, Provenance, Query,
        Record, State,
    };
    use crate::quote::{Depth, Quote, skim};
    use crate::store::{Outcome, Store};

    fn made(paragraph: &str) -> (Record, Vec<Quote>) {
        let mut body = BodyBuilder::new();
        body.add(BlockKind::Paragraph, Leaf::plain(paragraph), &[]);
        let article = Article {
            meta: Meta {
                lang: Some("en".into()),
                ..Meta::default()
            },
            body: body.build(),
        };
        let quotes = skim(&article).0;
        let record = Record {
            article,
            state: State::default(),
            provenance: Provenance {
                imported: "2026-11-23T22:01:24Z".into(),
                source: "a.txt".into(),
            },
        };
        (record, quotes)
    }

    fn found(store: &Store, words: &str) -> usize {
        let filter = Filter::parse(words, date(2026, 11, 23)).unwrap();
        let query = Query {
            filter,
            ..Query::default()
        };
        store.count(&query).unwrap()
    }

    #[test]
    fn one_that_comes_twice_at_once_is_found_by_what_it_said_last() {
        let first = made("“The ferry stops in May,” said Maria Holt.");
        let second = made("“The train leaves in June,” said Peter Lund.");
        let other = made("“The harbour is full,” said Maria Holt.");
        let mut store = Store::open_in_memory().unwrap();
        let entries = [("a", &first), ("b", &other), ("a", &second)];
        let outcomes =
            store
                .put(entries.map(|(key, (record, quotes))| {
                    (key, record, quotes.as_slice(), Depth::Skimmed)
                }))
                .unwrap();
        assert!(matches!(
            outcomes.as_slice(),
            [Outcome::Added(one), Outcome::Added(_), Outcome::Updated(again)] if one == again
        ));
        let counts = ["ferry", "train", "harbour", "said:ferry", "said:train"];
        assert_eq!(counts.map(|words| found(&store, words)), [0, 1, 1, 0, 1]);
        let speakers = ["speaker:holt", "speaker:lund"];
        assert_eq!(speakers.map(|words| found(&store, words)), [1, 1]);
        assert!(store.check().unwrap().damage.is_empty());
    }

    #[test]
    fn one_that_was_thrown_away_comes_back_among_others() {
        let (one, other) = (made("The ferry stops."), made("The train leaves."));
        let mut store = Store::open_in_memory().unwrap();
        let depth = Depth::Skimmed;
        let id = store.put([("a", &one.0, one.1.as_slice(), depth)]).unwrap()[0].id();
        let day = Clean::line("2026-11-23");
        store.change(id, &Change::Deleted(Some(day))).unwrap();
        assert_eq!(found(&store, "ferry"), 0);
        let entries = [("b", &other), ("a", &one)];
        let entries =
            entries.map(|(key, (record, quotes))| (key, record, quotes.as_slice(), depth));
        store.put(entries).unwrap();
        assert_eq!(["ferry", "train"].map(|words| found(&store, words)), [1, 1]);
    }

    #[test]
    fn it_waits_for_the_disk_again_when_a_large_import_is_over() {
        let mut store = Store::open_in_memory().unwrap();
        let waits = |store: &Store| -> i64 {
            let mut select = store.conn.prepare("PRAGMA synchronous").unwrap();
            select.query_one([], |row| row.get(0)).unwrap()
        };
        let (normal, full) = (1, 2);
        assert_eq!(waits(&store), full);
        store.expect_many(true).unwrap();
        assert_eq!(waits(&store), full);
        store.hurry().unwrap();
        assert_eq!(waits(&store), normal);
        store.expect_many(false).unwrap();
        assert_eq!(waits(&store), full);
    }
}
