//! Turns what holds many articles, and may be larger than memory, into jobs: one for each article, as it is asked for.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::Clean;
use crate::import::container::{self, Piece, Shared};
use crate::library::ingest::Refusal;
use crate::library::ingest::lines::{Job, Jobs};
use crate::library::ingest::ready::alone;

/// Returns the jobs of a container, read from its beginning.
///
/// # Errors
/// The reason why it is none, or cannot be read.
pub(super) fn jobs<'a>(
    name: Clean,
    source: impl Read + Seek + 'a,
    stop: &'a AtomicBool,
) -> Result<Jobs<'a>, Refusal> {
    let refused = |name: &Clean, reason: &str| Refusal {
        name: name.clone(),
        line: None,
        reason: Clean::line(reason),
    };
    let opened = alone(|| {
        let shared = Shared::new(Stoppable { source, stop }).map_err(|error| error.to_string())?;
        container::open(&shared).map_err(|error| error.to_string())
    });
    let mut pieces = opened.map_err(|reason| refused(&name, &reason))?;
    let mut is_over = false;
    Ok(Box::new(std::iter::from_fn(move || {
        if is_over || stop.load(Ordering::Relaxed) {
            return None;
        }
        Some(match alone(|| Ok(pieces.next())) {
            Ok(piece) => match piece? {
                Piece::Entry(entry) => Job::Entry {
                    name: name.clone(),
                    entry,
                },
                Piece::Page(page) => Job::Page {
                    name: name.clone(),
                    page,
                },
                Piece::Refused { what, error } => {
                    let between = if what.is_empty() { "" } else { ": " };
                    Job::Refused(refused(&name, &format!("{what}{between}{error}")))
                }
                Piece::Report(report) => Job::Archive(name.clone(), report),
            },
            Err(reason) => {
                is_over = true;
                Job::Refused(refused(&name, &reason))
            }
        })
    })))
}

/// What can be read until it is told to stop: a single piece may take long to be found.
struct Stoppable<'a, R> {
    source: R,
    stop: &'a AtomicBool,
}

impl<R: Read> Read for Stoppable<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(io::Error::other("it was told to stop"));
        }
        self.source.read(into)
    }
}

impl<R: Seek> Seek for Stoppable<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.source.seek(to)
    }
}
