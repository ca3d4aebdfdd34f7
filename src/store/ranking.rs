//! Ranks the articles that answer a question to the index of words (BM25, as FTS5 counts it), and keeps the best.
//!
//! A word that most articles have takes as long as they are many. In a large library two threads share them.

use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::thread;

use rusqlite::Connection;

use crate::article::ArticleId;
use crate::store::connection;
use crate::store::error::StoreError;
use crate::store::set::Set;

/// Articles from which on two threads rank them: for fewer, a second connection takes longer than it saves.
const MANY: i64 = 20_000;

/// Returns the articles that answer a question, those of a set alone, best first; of equals the newest in the library.
pub(super) fn ranked(
    conn: &Connection,
    question: &str,
    among: Option<&Set>,
    most: usize,
) -> Result<Vec<ArticleId>, StoreError> {
    let mut select = conn.prepare_cached("SELECT coalesce(max(id), 0) FROM articles")?;
    let last: i64 = select.query_row([], |row| row.get(0))?;
    let middle = if last < MANY { 0 } else { last / 2 };
    let asked = Asked {
        question,
        among,
        most,
    };
    asked.best(conn, middle)
}

/// What is wanted.
#[derive(Clone, Copy)]
struct Asked<'a> {
    question: &'a str,
    among: Option<&'a Set>,
    most: usize,
}

impl Asked<'_> {
    /// Returns the best articles, best first. Those up to a number are another thread's, if there are any.
    fn best(self, conn: &Connection, middle: i64) -> Result<Vec<ArticleId>, StoreError> {
        let mut best = self.in_two(conn, middle)?;
        best.sort_unstable();
        best.truncate(self.most);
        Ok(best.iter().map(|article| ArticleId(article.id)).collect())
    }

    /// Returns the best of the articles up to a number, and the best of those after it, in any order.
    fn in_two(self, conn: &Connection, middle: i64) -> Result<Vec<Ranked>, StoreError> {
        let path = conn.path().filter(|path| !path.is_empty() && middle > 0);
        let Some(path) = path.map(str::to_owned) else {
            return self.between(conn, i64::MIN, i64::MAX);
        };
        thread::scope(|scope| {
            let earlier = thread::Builder::new().spawn_scoped(scope, || {
                let conn = connection::connect_to_read(path.as_ref())?;
                self.between(&conn, i64::MIN, middle)
            });
            let mut best = self.between(conn, middle + 1, i64::MAX)?;
            let earlier = earlier.ok().and_then(|thread| thread.join().ok());
            best.extend(match earlier {
                Some(Ok(earlier)) => earlier,
                // Where there is no second connection, or no second thread, the first one does it all.
                _ => self.between(conn, i64::MIN, middle)?,
            });
            Ok(best)
        })
    }

    /// Returns the best of the articles whose numbers lie between two, in any order.
    ///
    /// It keeps the best of those that it has seen. Asked to sort by rank, SQLite sorts all that match, a hundred thousand for a
    /// common word, which takes as long as ranking them.
    fn between(self, conn: &Connection, first: i64, last: i64) -> Result<Vec<Ranked>, StoreError> {
        let Self {
            question,
            among,
            most,
        } = self;
        let mut found = conn.prepare_cached(
            "SELECT rowid, rank FROM words WHERE words MATCH ?1 AND rowid BETWEEN ?2 AND ?3",
        )?;
        let mut rows = found.query((question, first, last))?;
        let mut best: BinaryHeap<Ranked> = BinaryHeap::new();
        while let Some(row) = rows.next()? {
            let article = Ranked {
                rank: row.get(1)?,
                id: row.get(0)?,
            };
            if best.len() == most && best.peek().is_none_or(|worst| *worst <= article)
                || among.is_some_and(|set| !set.contains(article.id))
            {
                continue;
            }
            best.push(article);
            if best.len() > most {
                best.pop();
            }
        }
        Ok(best.into_vec())
    }
}

/// An article with its rank; the better one is less, as with FTS5.
struct Ranked {
    rank: f64,
    id: i64,
}

impl Ord for Ranked {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_rank = self.rank.total_cmp(&other.rank);
        by_rank.then_with(|| other.id.cmp(&self.id))
    }
}

impl PartialOrd for Ranked {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Ranked {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_are_those_that_sorting_all_gives() {
        let folder = tempfile::tempdir().unwrap();
        let conn = Connection::open(folder.path().join("words.db")).unwrap();
        conn.execute_batch(
            "CREATE VIRTUAL TABLE words USING fts5 (title, body);
             INSERT INTO words (words, rank) VALUES ('rank', 'bm25(8.0, 1.0)');
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 300)
             INSERT INTO words (rowid, title, body)
             SELECT n, iif(n % 7 = 0, 'ferry', 'tram'), printf('ferry %.*c', n % 11, 'x') || iif(n % 3, ' ferry', '') FROM n;",
        )
        .unwrap();
        let sorted = |most: usize| -> Vec<ArticleId> {
            let mut all = conn
                .prepare("SELECT rowid FROM words WHERE words MATCH 'ferry' ORDER BY rank, rowid DESC LIMIT ?1")
                .unwrap();
            let ids = all.query_map([crate::store::row::number(most)], |row| {
                row.get(0).map(ArticleId)
            });
            ids.unwrap().map(Result::unwrap).collect()
        };
        let found = |among, most, middle| -> Vec<ArticleId> {
            let question = "ferry";
            let asked = Asked {
                question,
                among,
                most,
            };
            asked.best(&conn, middle).unwrap()
        };
        for most in [0, 1, 9, 299, 300, 1_000] {
            for middle in [0, 1, 150, 299, 300, 10_000] {
                assert_eq!(found(None, most, middle), sorted(most));
            }
        }
        let odd = Set::Only((1..300).step_by(2).collect());
        let expected: Vec<ArticleId> = sorted(300)
            .into_iter()
            .filter(|id| id.0 % 2 == 1)
            .take(9)
            .collect();
        assert_eq!(found(Some(&odd), 9, 0), expected);
        assert_eq!(found(Some(&odd), 9, 77), expected);
    }
}
