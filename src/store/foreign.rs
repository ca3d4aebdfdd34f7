//! Rows of a table in another program's SQLite file. Knows no program; nothing that the file says is believed but its
//! values, and the file is never written to, nor is anything beside it.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use crate::article::Clean;
use crate::store::file;

/// Most bytes of a row.
const LONGEST_ROW: i32 = 64 << 20;
/// How often a row may have SQLite count [`STEPS`] of its steps: more than any row of a plain table takes.
const MOST_STEPS: u32 = 10_000;
const STEPS: i32 = 1_000;
/// What else a file may ask of SQLite: a plain table asks for far less.
#[rustfmt::skip]
const LIMITS: &[(Limit, i32)] = &[
    (Limit::SQLITE_LIMIT_LENGTH, LONGEST_ROW), (Limit::SQLITE_LIMIT_SQL_LENGTH, 100_000), (Limit::SQLITE_LIMIT_COLUMN, 200),
    (Limit::SQLITE_LIMIT_EXPR_DEPTH, 50), (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 4), (Limit::SQLITE_LIMIT_VDBE_OP, 10_000),
    (Limit::SQLITE_LIMIT_FUNCTION_ARG, 8), (Limit::SQLITE_LIMIT_ATTACHED, 0), (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
    (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
];

/// Why rows cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ForeignError {
    /// What is in the file alone would be half of it.
    #[error(
        "{side} beside it holds changes that are not in it yet; close the program that it belongs to, and try again"
    )]
    InUse {
        /// The name of the file that lies beside it.
        side: Clean,
    },
    /// It cannot be made sense of.
    #[error("it is damaged, or nothing that the program made: {reason}")]
    Damaged {
        /// What SQLite says.
        reason: Clean,
    },
}

impl From<rusqlite::Error> for ForeignError {
    fn from(error: rusqlite::Error) -> Self {
        damaged(&error.to_string())
    }
}

fn damaged(reason: &str) -> ForeignError {
    ForeignError::Damaged {
        reason: Clean::line(reason),
    }
}

/// The rows of a table in their order, each value as a text. After an error there are no more.
#[derive(Debug)]
pub struct ForeignRows {
    conn: Connection,
    sql: String,
    columns: usize,
    /// The number of the row that was read last.
    last: i64,
    /// Bytes that may still come: a file cannot hold more than it is long.
    left: u64,
    steps: Arc<AtomicU32>,
    is_over: bool,
}

impl ForeignRows {
    /// Opens a table; none when the file has none of this name with at least the first `needed` of the columns. The others
    /// are empty where the table has no such column. Names are ours, never the file's.
    ///
    /// # Errors
    /// When the file is damaged, or another program is in the middle of changing it.
    pub fn open(
        path: &Path,
        table: &str,
        columns: &[&str],
        needed: usize,
    ) -> Result<Option<Self>, ForeignError> {
        let path = fs::canonicalize(path).map_err(|error| damaged(&error.to_string()))?;
        unfinished(&path)?;
        let length = fs::metadata(&path).map_or(0, |data| data.len());
        let (conn, steps) = connect(&path)?;
        // A view or a virtual table of this name would run what somebody else wrote.
        let is_there = conn
            .query_row(
                "SELECT 1 FROM sqlite_schema WHERE name = ?1 AND type = 'table' AND rootpage > 0",
                [table],
                |_| Ok(()),
            )
            .optional()?
            .is_some();
        if !is_there {
            return Ok(None);
        }
        let known = known(&conn, table)?;
        let has = |column: &&str| known.iter().any(|other| other == column);
        if !columns.iter().take(needed).all(has) {
            return Ok(None);
        }
        let wanted: Vec<String> = columns
            .iter()
            .map(|column| {
                if has(column) {
                    format!("\"{column}\"")
                } else {
                    "NULL".to_owned()
                }
            })
            .collect();
        Ok(Some(Self {
            sql: format!(
                "SELECT rowid, {} FROM \"{table}\" WHERE rowid > ?1 ORDER BY rowid LIMIT 1",
                wanted.join(", ")
            ),
            columns: columns.len(),
            last: i64::MIN,
            // Texts in UTF-16 grow when they become UTF-8.
            left: length.saturating_mul(2),
            conn,
            steps,
            is_over: false,
        }))
    }

    fn row(&mut self) -> Result<Option<Vec<String>>, ForeignError> {
        self.steps.store(0, Ordering::Relaxed);
        let mut statement = self.conn.prepare_cached(&self.sql)?;
        let mut rows = statement.query([self.last])?;
        let Some(row) = rows.next()? else {
            return Ok(None);
        };
        let number: i64 = row.get(0)?;
        // A damaged tree may lead in circles.
        if number <= self.last {
            return Err(damaged("its rows are not in order"));
        }
        let mut values = Vec::with_capacity(self.columns);
        for column in 1..=self.columns {
            let value = match row.get_ref(column)? {
                ValueRef::Null => String::new(),
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                    String::from_utf8_lossy(bytes).into_owned()
                }
            };
            self.left = self
                .left
                .checked_sub(value.len() as u64)
                .ok_or_else(|| damaged("it holds more than it is long"))?;
            values.push(value);
        }
        self.last = number;
        Ok(Some(values))
    }
}

impl Iterator for ForeignRows {
    type Item = Result<Vec<String>, ForeignError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over || self.last == i64::MAX {
            return None;
        }
        let row = self.row().transpose();
        self.is_over = !matches!(row, Some(Ok(_)));
        row
    }
}

/// Refuses a file of which a part lies in a log or journal beside it: SQLite must not look at those when it may write
/// nothing, and the file alone may be half changed.
fn unfinished(path: &Path) -> Result<(), ForeignError> {
    for ending in ["-wal", "-journal"] {
        let side = file::beside(path, ending);
        if fs::metadata(&side).is_ok_and(|data| data.len() > 0) {
            let side = side.file_name().unwrap_or_default().to_string_lossy();
            return Err(ForeignError::InUse {
                side: Clean::line(&side),
            });
        }
    }
    Ok(())
}

fn connect(path: &Path) -> Result<(Connection, Arc<AtomicU32>), ForeignError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    let address = file::as_immutable(path).map_err(|error| damaged(&error.to_string()))?;
    let mut conn = Connection::open_with_flags(address, flags)?;
    for (limit, most) in LIMITS {
        conn.set_limit(*limit, *most)?;
    }
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    conn.execute_batch(
        "PRAGMA trusted_schema = OFF; PRAGMA query_only = ON; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;
         PRAGMA mmap_size = 0; PRAGMA cache_size = -4000;",
    )?;
    let steps = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&steps);
    conn.progress_handler(
        STEPS,
        Some(move || counted.fetch_add(1, Ordering::Relaxed) >= MOST_STEPS),
    )?;
    // From here on it may read and nothing else, whatever its schema says.
    conn.authorizer(Some(|context: AuthContext<'_>| match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Pragma {
            pragma_name: "table_xinfo",
            ..
        } => Authorization::Allow,
        _ => Authorization::Deny,
    }))?;
    Ok((conn, steps))
}

/// Returns the columns of a table; none at all where one is not stored but worked out, by whatever stands in the schema.
fn known(conn: &Connection, table: &str) -> Result<Vec<String>, ForeignError> {
    let mut statement = conn.prepare(&format!("PRAGMA table_xinfo(\"{table}\")"))?;
    let columns = statement.query_map([], |row| {
        let is_stored = row.get::<_, i64>("hidden")? == 0;
        Ok(is_stored.then_some(row.get::<_, String>("name")?))
    })?;
    let columns: Vec<Option<String>> = columns.collect::<Result<_, _>>()?;
    let all: Option<Vec<String>> = columns.into_iter().collect();
    Ok(all.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use tempfile::TempDir;

    fn made(sql: &str) -> (TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a b#?.db");
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch(sql).unwrap();
        (folder, path)
    }

    fn read(path: &Path) -> Result<Option<Vec<Vec<String>>>, ForeignError> {
        let rows = ForeignRows::open(path, "item", &["title", "unread", "flags"], 2)?;
        rows.map(Iterator::collect).transpose()
    }

    const ROWS: &str = "CREATE TABLE item (id INTEGER PRIMARY KEY, title TEXT, unread INT);
        INSERT INTO item VALUES (3, 'Three', 1), (-7, 'Minus', 0), (9, NULL, 2.5), (10, x'ff41', 1);";

    #[test]
    fn rows_come_in_their_order_and_nothing_is_written() {
        let (folder, path) = made(ROWS);
        let before = fs::read(&path).unwrap();
        let rows = read(&path).unwrap().unwrap();
        let expected = [
            ["Minus", "0", ""],
            ["Three", "1", ""],
            ["", "2.5", ""],
            ["\u{fffd}A", "1", ""],
        ];
        assert_eq!(rows, expected);
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[rstest]
    #[case::other("CREATE TABLE items (title, unread)")]
    #[case::too_few("CREATE TABLE item (title)")]
    #[case::view("CREATE VIEW item AS SELECT 1 AS title, 2 AS unread")]
    #[case::found("CREATE VIRTUAL TABLE item USING fts5(title, unread)")]
    #[case::worked_out("CREATE TABLE item (title, a, unread AS (a || a))")]
    #[case::works("CREATE TABLE item (title, unread, rowid AS (length(hex(zeroblob(9)))))")]
    fn what_is_no_such_table_is_none(#[case] sql: &str) {
        let (_folder, path) = made(sql);
        assert_eq!(read(&path).unwrap(), None);
    }

    #[rstest]
    #[case::no_numbers(
        "CREATE TABLE item (title PRIMARY KEY, unread) WITHOUT ROWID; INSERT INTO item VALUES (1, 2)"
    )]
    #[case::names(
        "CREATE TABLE item (title, unread, rowid); INSERT INTO item VALUES (1, 2, 'x'), (1, 2, 'y')"
    )]
    fn what_is_no_plain_table_is_refused(#[case] sql: &str) {
        let (_folder, path) = made(sql);
        assert!(matches!(read(&path), Err(ForeignError::Damaged { .. })));
    }

    #[test]
    fn a_row_that_is_too_long_ends_it() {
        let (_folder, path) = made(
            "CREATE TABLE item (title, unread);
             INSERT INTO item VALUES ('a', 1), (zeroblob(70000000), 1), ('b', 1)",
        );
        let mut rows = ForeignRows::open(&path, "item", &["title", "unread"], 2)
            .unwrap()
            .unwrap();
        assert_eq!(rows.next().unwrap().unwrap(), ["a", "1"]);
        assert!(rows.next().unwrap().is_err());
        assert!(rows.next().is_none());
    }

    #[test]
    fn what_another_program_is_changing_is_left_alone() {
        let (_folder, path) = made(ROWS);
        let conn = Connection::open(&path).unwrap();
        conn.execute_batch("PRAGMA journal_mode = WAL; UPDATE item SET title = 'x'")
            .unwrap();
        let error = read(&path).unwrap_err().to_string();
        assert!(error.starts_with("a b#?.db-wal beside it holds"), "{error}");
        // Put into the file, it can be read.
        drop(conn);
        assert_eq!(read(&path).unwrap().unwrap().len(), 4);
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn damage_is_read_or_refused(at in 16_usize..12_000, byte: u8, cut in 100_usize..12_000) {
            let (_folder, path) = made(&format!("{ROWS} WITH RECURSIVE n(i) AS (SELECT 20 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
                INSERT INTO item SELECT i, hex(zeroblob(i * 4)), i FROM n"));
            let mut bytes = fs::read(&path).unwrap();
            let length = bytes.len();
            bytes[at % length] = byte;
            fs::write(&path, &bytes).unwrap();
            let _ = read(&path);
            bytes.truncate(cut % length);
            fs::write(&path, &bytes).unwrap();
            let _ = read(&path);
        }
    }
}
