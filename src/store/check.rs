//! Looks whether everything in a library is as it should be. Reads all of it, so it takes a while; changes nothing that
//! a reader would see.

use std::path::Path;

use rusqlite::Connection;

use crate::article::{ArticleId, Clean};
use crate::store::error::StoreError;
use crate::store::{file, list, read, row, sources, speakers};

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
}

impl CheckReport {
    /// Whether nothing is damaged. (A file that others may read is a concern, not a damage.)
    pub fn is_sound(&self) -> bool {
        self.damage.is_empty() && self.unreadable.is_empty()
    }
}

/// Checks the file, the search index and every article.
pub(super) fn check(conn: &Connection, path: Option<&Path>) -> Result<CheckReport, StoreError> {
    let count = |sql: &str| conn.query_row(sql, [], |row| row::size(row, 0));
    let mut report = CheckReport {
        articles: count("SELECT count(*) FROM articles")?,
        quotes: count("SELECT count(*) FROM quotes")?,
        open_to_others: path.is_some_and(file::open_to_others),
        ..CheckReport::default()
    };
    let mut integrity = conn.prepare(&format!("PRAGMA integrity_check({MOST_LINES})"))?;
    let lines = integrity.query_map([], |row| row.get::<_, String>(0))?;
    for line in lines {
        let line = line?;
        if line != "ok" {
            report.damage.push(Clean::line(&line));
        }
    }
    let loose = count("SELECT count(*) FROM pragma_foreign_key_check")?;
    if loose > 0 {
        report.damage.push(Clean::line(&format!(
            "{loose} rows belong to articles that are not there"
        )));
    }
    for index in ["heads", "words", "sayings"] {
        let sql = format!("INSERT INTO {index} ({index}) VALUES ('integrity-check')");
        if let Err(error) = conn.execute(&sql, []) {
            match StoreError::from(error) {
                StoreError::Busy => return Err(StoreError::Busy),
                // Whoever may only read cannot ask for this check.
                StoreError::ReadOnly => {}
                error => report.damage.push(Clean::line(&format!(
                    "the search index \"{index}\": {error}"
                ))),
            }
        }
        let wanted = match index {
            "sayings" => {
                "SELECT (article << 24) | number AS id FROM quotes WHERE article IN (SELECT id FROM articles WHERE deleted IS NULL)"
            }
            _ => "SELECT id FROM articles WHERE deleted IS NULL",
        };
        let missing = count(&format!(
            "WITH wanted AS MATERIALIZED ({wanted})
             SELECT (SELECT count(*) FROM wanted WHERE id NOT IN (SELECT id FROM {index}_docsize))
                  + (SELECT count(*) FROM {index}_docsize WHERE id NOT IN (SELECT id FROM wanted))"
        ))?;
        if missing > 0 {
            report.damage.push(Clean::line(&format!(
                "the search index \"{index}\" differs from the library in {missing} places"
            )));
        }
    }
    for shelf in list::miscounted(conn)? {
        report.damage.push(Clean::line(&format!(
            "the number of articles on the shelf \"{}\" is wrong",
            shelf.name()
        )));
    }
    let miscounted = speakers::miscounted(conn)?;
    if miscounted > 0 {
        report.damage.push(Clean::line(&format!(
            "the index of speakers is wrong in {miscounted} places"
        )));
    }
    match sources::spoilt(conn) {
        Ok(ids) => {
            let lines = ids.iter().take(MOST_LINES).map(|id| {
                let id = id.0;
                Clean::line(&format!(
                    "what article {id} was read from is damaged; import it again"
                ))
            });
            report.damage.extend(lines);
        }
        Err(StoreError::Busy) => return Err(StoreError::Busy),
        Err(error) => report.damage.push(Clean::line(&error.to_string())),
    }
    let mut ids = conn.prepare("SELECT id FROM articles ORDER BY id")?;
    for id in ids.query_map([], |row| row.get(0).map(ArticleId))? {
        let id = id?;
        match read::record(conn, id) {
            Ok(Some(_)) => {}
            Ok(None) | Err(StoreError::DamagedArticle { .. } | StoreError::Failed(_)) => {
                report.unreadable.push(id);
            }
            Err(error) => return Err(error),
        }
    }
    Ok(report)
}
