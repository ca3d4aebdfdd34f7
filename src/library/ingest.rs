//! Takes files, folders and standard input into the library: found, read, made articles of, quoted, stored.
//!
//! Reading and quoting run on all processors; the calling thread stores in the order of the input. What is in flight is
//! bounded, so memory stays flat however much there is. A bad file costs one line of the tally, never the rest.

mod batch;
mod beside;
mod containers;
pub(super) mod lines;
mod newsboat;
pub(super) mod pool;
pub(super) mod ready;
pub(super) mod walk;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::{Clean, Picture, Record};
use crate::import::Extent;
use crate::library::{Library, LibraryError};
use crate::quote::{Depth, Quote};

use batch::Batch;
use ready::How;

pub use crate::import::archive::Report;

/// How many refusals are kept: more lines than anybody reads, and a file may have millions of bad ones.
const MOST_REFUSALS: usize = 10_000;

/// Something to take in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file, or a folder with everything below it.
    Path(PathBuf),
    /// What came under a name, but not from a file: standard input is "-".
    Bytes {
        /// The name.
        name: Clean,
        /// What came.
        bytes: Vec<u8>,
    },
}

/// How far an ingest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Looking through folders.
    Scanning {
        /// Files found so far.
        found: usize,
    },
    /// Reading files.
    Reading {
        /// Files done, refused ones too.
        done: usize,
        /// All files.
        total: usize,
    },
    /// A batch is stored: whatever happens to the program, it is there. That it is on disk is known when the ingest ends.
    Stored {
        /// Articles added, updated or found unchanged so far.
        articles: usize,
    },
}

/// Something that could not be taken in, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The file, as it was named; safe to show.
    pub name: Clean,
    /// The line of a JSON Lines file, from 1.
    pub line: Option<usize>,
    /// Why, in one line.
    pub reason: Clean,
}

/// What became of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Articles that were not there before.
    pub added: usize,
    /// Articles that were there with another text or other data.
    pub updated: usize,
    /// Articles that were there just so.
    pub unchanged: usize,
    /// Corrections, marks, names, clips and searches that were not there before.
    pub kept: usize,
    /// Those that were there, or about which the reader of this library decided otherwise.
    pub kept_before: usize,
    /// What could not be taken in, in the order of the input: the first ten thousand.
    pub refused: Vec<Refusal>,
    /// How many more could not be taken in.
    pub more_refused: usize,
    /// Whether it was told to stop before the end.
    pub interrupted: bool,
    /// What there was in files of other programs, each with its name.
    pub archives: Vec<(Clean, Report)>,
}

impl Tally {
    /// Returns how many articles and other things were taken in or were there already.
    pub fn taken(&self) -> usize {
        self.added + self.updated + self.unchanged + self.kept + self.kept_before
    }

    /// Adds what became of what was taken in before.
    pub fn join(&mut self, before: Self) {
        self.added += before.added;
        self.updated += before.updated;
        self.unchanged += before.unchanged;
        self.kept += before.kept;
        self.kept_before += before.kept_before;
        self.more_refused += before.more_refused;
        self.interrupted |= before.interrupted;
        self.archives.splice(0..0, before.archives);
        let after = std::mem::replace(&mut self.refused, before.refused);
        for refusal in after {
            self.refuse(refusal);
        }
    }

    pub(super) fn refuse(&mut self, refusal: Refusal) {
        if self.refused.len() < MOST_REFUSALS {
            self.refused.push(refusal);
        } else {
            self.more_refused += 1;
        }
    }
}

/// Takes inputs in, of web pages the article. `now` is the time of import in RFC 3339, whole seconds, UTC.
///
/// Setting `stop` ends it within one article; what was stored stays, and taking the same in again skips it cheaply.
///
/// # Errors
/// When the library cannot be written to. What earlier batches stored stays.
pub fn ingest(
    library: &mut Library,
    inputs: &[Input],
    now: &Clean,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Tally, LibraryError> {
    ingest_extent(library, inputs, Extent::Article, now, stop, progress)
}

/// Takes inputs in like [`ingest`], but of web pages as much as is asked for.
///
/// # Errors
/// As [`ingest`].
pub fn ingest_extent(
    library: &mut Library,
    inputs: &[Input],
    extent: Extent,
    now: &Clean,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Tally, LibraryError> {
    library.store.expect_many(true)?;
    let tally = take_in(library, inputs, extent, now, stop, progress);
    library.store.expect_many(false)?;
    tally
}

fn take_in(
    library: &mut Library,
    inputs: &[Input],
    extent: Extent,
    now: &Clean,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Tally, LibraryError> {
    let sources = walk::sources(inputs, stop, &mut |found| {
        progress(Progress::Scanning { found });
    });
    let total = sources.iter().filter(|source| source.is_ok()).count();
    let (mut done, mut empty) = (0, 0);
    let jobs = || {
        sources
            .into_iter()
            .flat_map(|source| lines::jobs(source, stop))
    };
    let mut batch = Batch::new(library);
    let how = How {
        depth: Depth::Skimmed,
        extent,
        is_stored: true,
        is_illustrated: true,
        now,
    };
    pool::run(jobs, how, stop, &mut |made| {
        match made {
            pool::Made::Articles(all) => {
                for made in all {
                    match made {
                        Ok(ready) => batch.add(ready, progress)?,
                        Err(refusal) => batch.tally.refuse(refusal),
                    }
                }
            }
            pool::Made::Kept(made) => batch.keep(*made, progress)?,
            pool::Made::FileBegun(_) => {}
            pool::Made::NoArticle => empty += 1,
            pool::Made::Archive(name, mut report) => {
                report.empty = std::mem::take(&mut empty);
                report.articles = report.articles.saturating_sub(report.empty);
                batch.tally.archives.push((name, report));
            }
            pool::Made::FileDone => {
                done += 1;
                progress(Progress::Reading { done, total });
            }
        }
        Ok(())
    })?;
    batch.store(progress)?;
    batch.tally.interrupted = stop.load(Ordering::Relaxed);
    Ok(batch.tally)
}

/// Returns the files that inputs hold, in the order in which they are read. Opens none of them.
pub(super) fn files(inputs: &[Input], stop: &AtomicBool) -> Vec<PathBuf> {
    let sources = walk::sources(inputs, stop, &mut |_| {});
    let files = sources.into_iter().filter_map(|source| match source {
        Ok(walk::Source::File(path)) => Some(path),
        _ => None,
    });
    files.collect()
}

/// An article that was read without being stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Loose {
    /// The file it came from, character for character as it was found; "-" for standard input. Not safe to show.
    pub path: String,
    /// The article, as it would be stored.
    pub record: Record,
    /// Who said what in it.
    pub quotes: Vec<Quote>,
    /// How closely it was read for them.
    pub depth: Depth,
    /// Its pictures, if they were asked for.
    pub pictures: Vec<Picture>,
}

/// Reads inputs without storing anything, and gives each article, or why there is none, to `take` in the order of the
/// inputs. Works on all processors and holds only a bounded number of articles at a time.
///
/// Setting `stop` ends it soon; a few more articles may come.
///
/// # Errors
/// When not even one worker can be started.
pub fn read(
    inputs: &[Input],
    depth: Depth,
    now: &Clean,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Result<Loose, Refusal>),
) -> Result<(), LibraryError> {
    let how = How {
        depth,
        extent: Extent::Article,
        is_stored: false,
        is_illustrated: false,
        now,
    };
    read_how(inputs, how, stop, take)
}

/// Reads inputs like [`read`], as closely as is done at once, and with their pictures.
///
/// # Errors
/// As [`read`].
pub fn read_illustrated(
    inputs: &[Input],
    now: &Clean,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Result<Loose, Refusal>),
) -> Result<(), LibraryError> {
    let how = How {
        depth: Depth::Skimmed,
        extent: Extent::Article,
        is_stored: false,
        is_illustrated: true,
        now,
    };
    read_how(inputs, how, stop, take)
}

fn read_how(
    inputs: &[Input],
    how: How<'_>,
    stop: &AtomicBool,
    take: &mut dyn FnMut(Result<Loose, Refusal>),
) -> Result<(), LibraryError> {
    let sources = walk::sources(inputs, stop, &mut |_| {});
    let jobs = || {
        sources
            .into_iter()
            .flat_map(|source| lines::jobs(source, stop))
    };
    let mut path = String::new();
    pool::run(jobs, how, stop, &mut |made| {
        match made {
            pool::Made::FileBegun(name) => path = name,
            pool::Made::Articles(all) => {
                for made in all {
                    take(made.map(|mut ready| {
                        ready.read_pictures();
                        Loose {
                            path: path.clone(),
                            record: ready.record,
                            quotes: ready.quotes,
                            depth: ready.depth,
                            pictures: ready.pictures,
                        }
                    }));
                }
            }
            // What belongs to a library says nothing without one.
            pool::Made::Kept(_)
            | pool::Made::Archive(..)
            | pool::Made::NoArticle
            | pool::Made::FileDone => {}
        }
        Ok(())
    })
}
