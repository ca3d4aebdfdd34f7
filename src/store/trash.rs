//! What was thrown away: it stays for a while, counted in days that can be believed.

use rusqlite::{Connection, OptionalExtension};

use crate::article::{Clean, Summary};
use crate::store::error::StoreError;
use crate::store::{Store, list, write};

/// Days between two looks after which a clock is not believed at once: it may have jumped.
const LONG: f64 = 31.0;

impl Store {
    /// Returns the articles that were thrown away, the latest first.
    pub fn trash(&self) -> Result<Vec<(Clean, Summary)>, StoreError> {
        let reading = self.reading()?;
        list::trash(&reading)
    }

    /// Takes out for good what was thrown away before a day, or all of it; returns how many articles that were.
    pub fn empty_trash(&mut self, before: Option<&str>) -> Result<usize, StoreError> {
        let writing = self.writing()?;
        let count = take_out(&writing, before)?;
        writing.commit()?;
        Ok(count)
    }

    /// Takes out for good what was thrown away more than so many days before `today` (YYYY-MM-DD); returns how many articles
    /// that were. When `today` is the first day on which that is asked, or long after the last one, nothing is taken out
    /// before another day has come: the clock may have jumped ahead.
    pub fn empty_old_trash(&mut self, today: &str, days: u32) -> Result<usize, StoreError> {
        let writing = self.writing()?;
        let mut count = 0;
        if believes(&writing, today)? {
            let before: Option<String> = writing.query_row(
                "SELECT date(?1, ?2)",
                (today, format!("-{days} days")),
                |row| row.get(0),
            )?;
            if let Some(before) = before {
                count = take_out(&writing, Some(&before))?;
            }
        }
        writing.commit()?;
        Ok(count)
    }
}

fn take_out(conn: &Connection, before: Option<&str>) -> Result<usize, StoreError> {
    let ids = write::deleted_before(conn, before)?;
    for &id in &ids {
        write::remove(conn, id)?;
    }
    Ok(ids.len())
}

/// Notes a day, and returns whether the days are in order since an earlier one.
fn believes(conn: &Connection, today: &str) -> Result<bool, StoreError> {
    let known: Option<(Option<f64>, bool)> = conn
        .prepare_cached("SELECT julianday(?1) - julianday(seen), since < ?1 FROM days")?
        .query_row([today], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let days = known.and_then(|(days, _)| days);
    let is_in_order = days.is_some_and(|days| (0.0..=LONG).contains(&days));
    if is_in_order {
        conn.prepare_cached("UPDATE days SET seen = ?1")?
            .execute([today])?;
    } else {
        conn.prepare_cached("DELETE FROM days")?.execute([])?;
        conn.prepare_cached("INSERT INTO days (seen, since) VALUES (?1, ?1)")?
            .execute([today])?;
    }
    Ok(is_in_order && known.is_some_and(|(_, has_begun)| has_begun))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, ArticleId, Body, Change, Meta, Provenance, Record, State};
    use crate::quote::Depth;

    fn with_trash(days: &[&str]) -> Store {
        let mut store = Store::open_in_memory().unwrap();
        for (number, day) in (1..).zip(days) {
            let record = Record {
                article: Article {
                    meta: Meta::default(),
                    body: Body::default(),
                },
                state: State::default(),
                provenance: Provenance::default(),
            };
            let key = format!("{number}");
            store
                .put([(key.as_str(), &record, [].as_slice(), Depth::Whole)])
                .unwrap();
            let deleted = Change::Deleted(Some(Clean::line(day)));
            store.change(ArticleId(number), &deleted).unwrap();
        }
        store
    }

    #[test]
    fn what_was_thrown_away_goes_after_its_days() {
        let mut store = with_trash(&["2026-10-01", "2026-11-01"]);
        let mut empty = |day| store.empty_old_trash(day, 30).unwrap();
        assert_eq!(empty("2026-11-10"), 0, "the first day tells nothing");
        assert_eq!(empty("2026-11-10"), 0);
        assert_eq!(empty("2026-11-11"), 1);
        assert_eq!(empty("2026-12-01"), 0);
        assert_eq!(empty("2026-12-02"), 1);
    }

    #[test]
    fn a_clock_that_jumps_empties_no_trash() {
        let mut store = with_trash(&["2026-11-01"]);
        let mut empty = |day| store.empty_old_trash(day, 30).unwrap();
        for day in [
            "2026-11-02",
            "2026-11-03",
            "2036-01-01",
            "2036-01-01",
            "2026-11-04",
            "1970-01-01",
            "1970-01-02",
            "2026-11-05",
            "2026-11-06",
            "not a day",
            "9999-12-31",
        ] {
            assert_eq!(empty(day), 0, "{day}");
        }
        assert_eq!(store.trash().unwrap().len(), 1);
    }
}
