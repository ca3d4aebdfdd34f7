//! A connection to a file of SQLite's, made ready before anything is asked of it.

use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::store::error::StoreError;
use crate::store::{file, patience};

/// How many statements stay prepared; every order of every shelf is one.
const STATEMENTS: usize = 128;

/// Connects to a library that may be written to. Until it is known that the file is ours, closing must not write to it either.
pub(super) fn connect(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(file::for_sqlite(path), flags)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(conn)
}

/// The same for one program alone, which keeps the index of the log in memory: programs share it as a file, for which a full
/// disk has no room.
pub(super) fn connect_alone(path: &Path) -> Result<Connection, StoreError> {
    let conn = connect(path)?;
    conn.execute_batch("PRAGMA locking_mode = EXCLUSIVE;")?;
    Ok(conn)
}

/// Connects to a library that this process has open, for reading beside. Nobody is waited for.
pub(super) fn connect_to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let conn = Connection::open_with_flags(path, flags)?;
    distrust(&conn)?;
    Ok(conn)
}

/// Sets what holds for every connection.
pub(super) fn prepare(conn: &mut Connection) -> Result<(), StoreError> {
    conn.busy_handler(Some(patience::wait))?;
    conn.set_prepared_statement_cache_capacity(STATEMENTS);
    distrust(conn)?;
    // Else a statement whose values may matter for its plan is planned anew each time it gets some.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// The file may come from a stranger: nothing in its schema may run functions, nothing may write to index tables.
fn distrust(conn: &Connection) -> Result<(), StoreError> {
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    Ok(())
}
