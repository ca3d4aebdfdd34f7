//! Looks whether everything in a library is as it should be. Reads all of it, so it takes a while; changes nothing that
//! a reader would see.

use std::path::Path;

use rusqlite::Connection;

use crate::article::{ArticleId, Clean};
use crate::store::error::StoreError;
use crate::store::{file, list, mount, read, row, sources, speakers};

/// Most lines that SQLite may say about one damage.
const MOST_LINES: usize = 20;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// How many articles there are.
    pub articles: usize,
    /// How many quotes there are.
    pub quotes: usize,
    /// How many articles wait for the present version of the quote engine.
    pub stale: usize,
    /// What is damaged, one line each; empty when all is well.
    pub damage: Vec<Clean>,
    /// Articles that cannot be read any more.
    pub unreadable: Vec<ArticleId>,
    /// Whether others than its owner may read the file.
    pub open_to_others: bool,
    /// What kind of network mount it lies on, where that is known.
    pub mount: Option<&'static str>,
}

impl CheckReport {
    /// Whether nothing is damaged. (A file that others may read is a concern, not a damage.)
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty() && self.unreadable.is_empty()
    }
}

/// Checks the file, the search index and every article. What cannot be looked at is part of the damage, and the rest is looked
/// at all the same.
///
/// # Errors
/// When another process is writing.
pub(super) fn check(conn: &Connection, path: Option<&Path>) -> Result<CheckReport, StoreError> {
    let mut report = CheckReport {
        open_to_others: path.is_some_and(file::open_to_others),
        mount: path.and_then(mount::over_network),
        ..CheckReport::default()
    };
    let articles = count(conn, "SELECT count(*) FROM articles");
    report.articles = report.take("the articles", articles)?.unwrap_or_default();
    let quotes = count(conn, "SELECT count(*) FROM quotes");
    report.quotes = report.take("the quotes", quotes)?.unwrap_or_default();
    let lines = integrity(conn);
    let lines = report.take("the file", lines)?.unwrap_or_default();
    report.damage.extend(lines);
    let loose = count(conn, "SELECT count(*) FROM pragma_foreign_key_check");
    if let Some(loose @ 1..) = report.take("what belongs to articles", loose)? {
        report.damage(&format!(
            "{loose} rows belong to articles that are not there"
        ));
    }
    for index in ["heads", "words", "sayings"] {
        let name = format!("the search index \"{index}\"");
        let sql = format!("INSERT INTO {index} ({index}) VALUES ('integrity-check')");
        match conn.execute(&sql, []).map_err(StoreError::from) {
            // Whoever may only read cannot ask for this check.
            Err(StoreError::ReadOnly) => {}
            asked => {
                report.take(&name, asked)?;
            }
        }
        let missing = missing(conn, index);
        if let Some(missing @ 1..) = report.take(&name, missing)? {
            report.damage(&format!(
                "{name} differs from the library in {missing} places"
            ));
        }
    }
    let miscounted = list::miscounted(conn);
    for shelf in report.take("the shelves", miscounted)?.unwrap_or_default() {
        report.damage(&format!(
            "the number of articles on the shelf \"{}\" is wrong",
            shelf.name()
        ));
    }
    let miscounted = speakers::miscounted(conn);
    if let Some(miscounted @ 1..) = report.take("the index of speakers", miscounted)? {
        report.damage(&format!(
            "the index of speakers is wrong in {miscounted} places"
        ));
    }
    let spoilt = sources::spoilt(conn);
    let spoilt = report.take("what articles were read from", spoilt)?;
    for ArticleId(id) in spoilt.unwrap_or_default().into_iter().take(MOST_LINES) {
        report.damage(&format!(
            "what article {id} was read from is damaged; import it again"
        ));
    }
    let ids = ids(conn);
    for id in report.take("the articles", ids)?.unwrap_or_default() {
        match read::whole_record(conn, id) {
            Ok(Some(_)) => {}
            Ok(None) | Err(StoreError::DamagedArticle { .. }) => report.unreadable.push(id),
            Err(error) => return Err(error),
        }
    }
    Ok(report)
}

impl CheckReport {
    fn damage(&mut self, line: &str) {
        self.damage.push(Clean::line(line));
    }

    /// Takes what was found out about a part of the library; that it could not be is damage.
    pub(super) fn take<T>(
        &mut self,
        part: &str,
        found: Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(StoreError::Busy) => Err(StoreError::Busy),
            Err(StoreError::Damaged { reason } | StoreError::Failed(reason)) => {
                self.damage(&format!("{part}: {reason}"));
                Ok(None)
            }
            Err(error) => {
                self.damage(&format!("{part}: {error}"));
                Ok(None)
            }
        }
    }
}

fn count(conn: &Connection, sql: &str) -> Result<usize, StoreError> {
    Ok(conn.query_row(sql, [], |row| row::size(row, 0))?)
}

/// What SQLite itself finds wrong.
fn integrity(conn: &Connection) -> Result<Vec<Clean>, StoreError> {
    let mut integrity = conn.prepare(&format!("PRAGMA integrity_check({MOST_LINES})"))?;
    let lines = integrity.query_map([], |row| row.get::<_, String>(0))?;
    let mut found = Vec::new();
    for line in lines {
        let line = line?;
        if line != "ok" {
            found.push(Clean::line(&line));
        }
    }
    Ok(found)
}

/// How many articles or quotes an index of words has too few or too many.
fn missing(conn: &Connection, index: &str) -> Result<usize, StoreError> {
    let wanted = match index {
        "sayings" => {
            "SELECT (article << 24) | number AS id FROM quotes WHERE article IN (SELECT id FROM articles WHERE deleted IS NULL)"
        }
        _ => "SELECT id FROM articles WHERE deleted IS NULL",
    };
    count(
        conn,
        &format!(
            "WITH wanted AS MATERIALIZED ({wanted})
             SELECT (SELECT count(*) FROM wanted WHERE id NOT IN (SELECT id FROM {index}_docsize))
                  + (SELECT count(*) FROM {index}_docsize WHERE id NOT IN (SELECT id FROM wanted))"
        ),
    )
}

fn ids(conn: &Connection) -> Result<Vec<ArticleId>, StoreError> {
    let mut ids = conn.prepare("SELECT id FROM articles ORDER BY id")?;
    let ids = ids.query_map([], |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}
