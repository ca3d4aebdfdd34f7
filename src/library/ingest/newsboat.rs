//! Turns newsboat's database into jobs: one for each item, as it is asked for. The store reads the rows, `import` knows
//! what they mean.

use std::path::Path;

use crate::import::ImportError;
use crate::import::archive::newsboat::{FEEDS, ITEMS, Newsboat, Table};
use crate::library::ingest::Refusal;
use crate::library::ingest::lines::{Job, Jobs};
use crate::library::ingest::walk::{refusal, shown};
use crate::store::{ForeignError, ForeignRows};

/// What every SQLite file begins with.
pub(super) const MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Returns the jobs of a database.
///
/// # Errors
/// The reason why it is none of newsboat's, or cannot be read.
pub(super) fn jobs(path: &Path) -> Result<Jobs<'static>, Refusal> {
    let failed = |error: ForeignError| refusal(path, &error.to_string());
    let other = || {
        let what = "an SQLite database";
        refusal(path, &ImportError::Binary { what }.to_string())
    };
    let mut newsboat = Newsboat::default();
    for row in open(path, FEEDS).map_err(failed)?.ok_or_else(other)? {
        newsboat.feed(&row.map_err(failed)?);
    }
    let rows = open(path, ITEMS).map_err(failed)?.ok_or_else(other)?;
    let path = path.to_owned();
    let mut reading = Some((rows, newsboat));
    Ok(Box::new(std::iter::from_fn(move || {
        let (rows, newsboat) = reading.as_mut()?;
        loop {
            let job = match rows.next() {
                Some(Ok(row)) => newsboat.item(&row).map(|entry| Job::Entry {
                    name: shown(&path),
                    entry: Box::new(entry),
                }),
                Some(Err(error)) => Some(Job::Refused(refusal(&path, &error.to_string()))),
                None => {
                    let (_, newsboat) = reading.take()?;
                    return Some(Job::Archive(shown(&path), newsboat.report()));
                }
            };
            if job.is_some() {
                return job;
            }
        }
    })))
}

fn open(path: &Path, table: Table) -> Result<Option<ForeignRows>, ForeignError> {
    ForeignRows::open(path, table.name, table.columns, table.needed)
}
