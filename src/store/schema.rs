//! The shape of the file: numbered steps that bring an older library up to date. A newer one is refused.
//!
//! `user_version` is the number of the last step; a released step never changes.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::error::{StoreError, name};
use crate::store::{index, voices, write};

/// "pulq": what tells our files from other programs'.
pub(super) const APPLICATION_ID: i32 = 0x7075_6c71;

/// What SQL alone cannot do.
type Then = fn(&Connection) -> Result<(), StoreError>;

struct Step {
    sql: &'static str,
    then: Option<Then>,
}

const STEPS: &[Step] = &[
    Step {
        sql: include_str!("../../assets/schema/001_articles.sql"),
        then: None,
    },
    Step {
        // Step 8 makes the indices anew and fills them.
        sql: include_str!("../../assets/schema/002_search.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/003_totals.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/004_chains.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/005_speakers.sql"),
        then: Some(voices::rebuild),
    },
    Step {
        sql: include_str!("../../assets/schema/006_corrections.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/007_marks.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/008_find.sql"),
        then: Some(index::begin),
    },
    Step {
        sql: include_str!("../../assets/schema/009_keeping.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/010_counting.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/011_feeds.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/012_versions.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/013_notes.sql"),
        then: Some(write::reindex_noted),
    },
    Step {
        sql: include_str!("../../assets/schema/014_sources.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/015_pictures.sql"),
        then: None,
    },
    Step {
        sql: include_str!("../../assets/schema/016_days.sql"),
        then: None,
    },
];

/// The newest format that we know.
pub(super) const LATEST: i64 = STEPS.len().cast_signed() as i64;

/// Refuses files that are not ours or newer than we are. A file without an application id may still be an empty one.
pub(super) fn accept(path: &Path, application: i32, version: i64) -> Result<(), StoreError> {
    match application {
        APPLICATION_ID if version > LATEST => Err(StoreError::Newer {
            path: name(path),
            found: version,
            known: LATEST,
        }),
        APPLICATION_ID => Ok(()),
        0 if version == 0 => Ok(()),
        _ => Err(StoreError::NotALibrary { path: name(path) }),
    }
}

/// Refuses a database of somebody else, or of a newer version. Reads only.
pub(super) fn refuse(conn: &Connection, path: &Path) -> Result<(), StoreError> {
    version(conn, path).map(drop)
}

/// Returns the format of a file that is ours or empty, as of one moment: another process may be making it.
pub(super) fn version(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    let reading = conn.unchecked_transaction()?;
    check(&reading, path)
}

/// Does whatever steps are missing, all or nothing.
pub(super) fn bring_up_to_date(conn: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if version(conn, path)? == LATEST {
        return Ok(());
    }
    let step = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another process may have done it while we waited for the lock.
    let version = check(&step, path)?;
    let missing = STEPS.iter().zip(1_i64..);
    for (missing, number) in missing.filter(|(_, number)| *number > version) {
        step.execute_batch(missing.sql)?;
        if let Some(then) = missing.then {
            then(&step)?;
        }
        step.pragma_update(None, "user_version", number)?;
    }
    step.pragma_update(None, "application_id", APPLICATION_ID)?;
    step.commit()?;
    Ok(())
}

/// Returns the format of a file that is ours or empty. The caller owns the transaction.
fn check(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    let application: i32 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    accept(path, application, version)?;
    if application == 0 {
        let things: i64 =
            conn.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if things > 0 {
            return Err(StoreError::NotALibrary { path: name(path) });
        }
    }
    // A negative version was never ours.
    if version < 0 {
        return Err(StoreError::NotALibrary { path: name(path) });
    }
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_leaves_its_number() {
        let mut conn = Connection::open_in_memory().unwrap();
        bring_up_to_date(&mut conn, Path::new("x")).unwrap();
        assert_eq!(check(&conn, Path::new("x")).unwrap(), LATEST);
    }

    #[test]
    fn another_programs_tables_are_left_alone() {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE theirs (x)").unwrap();
        assert!(matches!(
            bring_up_to_date(&mut conn, Path::new("x")),
            Err(StoreError::NotALibrary { .. })
        ));
    }
}
