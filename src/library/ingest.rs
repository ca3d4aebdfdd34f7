//! Takes files, folders and standard input into the library: found, read, made articles of, quoted, stored.
//!
//! Reading and quoting run on all processors; the calling thread stores in the order of the input. What is in flight is
//! bounded, so memory stays flat however much there is. A bad file costs one line of the tally, never the rest.

mod lines;
mod pool;
mod walk;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::{Article, Clean, Provenance, Record, State};
use crate::import::archive;
use crate::import::{self, Extent, Hint, INCOMPLETE, ImportError, Imported, identity};
use crate::kept::{Kept, Taken};
use crate::library::{Library, LibraryError, Outcome};
use crate::quote::{self, Depth, Quote};
use crate::store::{Arrival, Cut, Cutter, Entry};

pub use crate::import::archive::Report;

/// When a batch is stored: after so many articles, or so many bytes of text. Each batch waits for the disk once and becomes
/// one more part of each index, to be merged with others later; but other writers wait for it, too.
const BATCH_ARTICLES: usize = 512;
const BATCH_BYTES: usize = 8 << 20;

/// Most corrections of an article that are stored together, however many there are.
const MOST_TOGETHER: usize = 16 * BATCH_ARTICLES;

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
    /// A batch is on disk: what was stored so far will be there whatever happens.
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
    let mut batch = Batch {
        library,
        waiting: Vec::new(),
        kept: Vec::new(),
        bytes: 0,
        tally: Tally::default(),
    };
    let sources = walk::sources(inputs, stop, &mut |found| {
        progress(Progress::Scanning { found });
    });
    let total = sources.iter().filter(|source| source.is_ok()).count();
    let mut done = 0;
    let jobs = sources
        .into_iter()
        .flat_map(|source| lines::jobs(source, stop));
    let how = How {
        depth: Depth::Skimmed,
        extent,
        is_stored: true,
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
            pool::Made::Archive(name, report) => batch.tally.archives.push((name, report)),
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
    let sources = walk::sources(inputs, stop, &mut |_| {});
    let jobs = sources
        .into_iter()
        .flat_map(|source| lines::jobs(source, stop));
    let mut path = String::new();
    let how = How {
        depth,
        extent: Extent::Article,
        is_stored: false,
        now,
    };
    pool::run(jobs, how, stop, &mut |made| {
        match made {
            pool::Made::FileBegun(name) => path = name,
            pool::Made::Articles(all) => {
                for made in all {
                    take(made.map(|ready| Loose {
                        path: path.clone(),
                        record: ready.record,
                        quotes: ready.quotes,
                        depth: ready.depth,
                    }));
                }
            }
            // What belongs to a library says nothing without one.
            pool::Made::Kept(_) | pool::Made::Archive(..) | pool::Made::FileDone => {}
        }
        Ok(())
    })
}

/// An article on its way into the library.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) key: String,
    pub(super) record: Record,
    pub(super) quotes: Vec<Quote>,
    pub(super) depth: Depth,
    /// The words for the indices, when it is to be stored.
    pub(super) cut: Option<Cut>,
    pub(super) arrival: Arrival,
}

/// How articles are made ready.
#[derive(Debug, Clone, Copy)]
pub(super) struct How<'a> {
    /// How closely they are read for quotes.
    pub(super) depth: Depth,
    /// How much of a web page is taken.
    pub(super) extent: Extent,
    /// Whether they are to be stored.
    pub(super) is_stored: bool,
    /// The time of their import.
    pub(super) now: &'a Clean,
}

impl Ready {
    /// Makes a new article ready: nothing was done with it yet.
    pub(super) fn from_article(
        article: Article,
        source: &Clean,
        how: How<'_>,
        cutter: &mut Cutter,
    ) -> Self {
        let record = Record {
            article,
            state: State::default(),
            provenance: Provenance::default(),
        };
        Self::from_record(record, source, how, cutter)
    }

    /// Makes a record ready. One that was in a library before says when it was imported; in any other the tags that came
    /// with the article become the reader's.
    fn from_record(mut record: Record, source: &Clean, how: How<'_>, cutter: &mut Cutter) -> Self {
        if record.provenance.imported.is_empty() {
            record.provenance = Provenance {
                imported: how.now.clone(),
                source: source.clone(),
            };
            record.state.tags.clone_from(&record.article.meta.tags);
        }
        let (quotes, depth) = quotes(&record.article, how.depth);
        Self {
            key: identity::key(&record.article),
            cut: how.is_stored.then(|| cutter.cut(&record.article, &quotes)),
            quotes,
            depth,
            record,
            arrival: Arrival::Source,
        }
    }

    /// Makes an entry of another program ready; it counts as imported when it was put there.
    ///
    /// # Errors
    /// The reason why there is no article in it.
    fn from_entry(
        entry: archive::Entry,
        source: &Clean,
        how: How<'_>,
        cutter: &mut Cutter,
    ) -> Result<Self, String> {
        let label = entry.label().clone();
        let mut record = entry
            .into_record()
            .map_err(|error| format!("“{label}”: {error}"))?;
        if record.provenance.imported.is_empty() {
            record.provenance.imported = how.now.clone();
        }
        record.provenance.source = source.clone();
        Ok(Self {
            arrival: Arrival::Program,
            ..Self::from_record(record, source, how, cutter)
        })
    }

    /// Returns it as the store takes it.
    pub(super) fn entry(&self) -> Entry<'_> {
        Entry {
            key: &self.key,
            record: &self.record,
            quotes: &self.quotes,
            depth: self.depth,
            cut: self.cut.as_ref(),
            arrival: self.arrival,
        }
    }
}

/// The articles that bytes hold.
pub(super) struct Several {
    /// Each, or why it could not be read.
    pub(super) articles: Vec<Result<Ready, Refusal>>,
    /// Whether they are the items of a feed.
    pub(super) is_feed: bool,
}

/// Reads all articles that bytes hold. An item of a feed that cannot be read costs itself only; one that says nothing is
/// left out.
///
/// # Errors
/// The reason why there is nothing at all.
pub(super) fn read_all(
    bytes: &[u8],
    hint: Hint<'_>,
    source: &Clean,
    how: How<'_>,
    cutter: &mut Cutter,
) -> Result<Several, String> {
    let imported =
        import::import_all(bytes, hint, how.extent).map_err(|error| error.to_string())?;
    let feed = match imported {
        Imported::Article(article) => {
            return Ok(Several {
                articles: vec![Ok(Ready::from_article(*article, source, how, cutter))],
                is_feed: false,
            });
        }
        Imported::Archive(archive) => {
            let entries = archive.into_entries().into_iter();
            let made = entries.map(|entry| {
                Ready::from_entry(entry, source, how, cutter).map_err(|reason| Refusal {
                    name: source.clone(),
                    line: None,
                    reason: Clean::line(&reason),
                })
            });
            return Ok(Several {
                articles: made.collect(),
                is_feed: false,
            });
        }
        Imported::Feed(feed) => feed,
    };
    let made = feed.into_entries().filter_map(|entry| {
        Some(match entry.article() {
            Ok(mut article) => {
                if entry.is_cut() {
                    article.meta.tags.push(Clean::line(INCOMPLETE));
                }
                Ok(Ready::from_article(article, source, how, cutter))
            }
            Err(ImportError::Empty) => return None,
            Err(error) => Err(Refusal {
                name: source.clone(),
                line: None,
                reason: Clean::line(&format!("“{}”: {error}", entry.title())),
            }),
        })
    });
    Ok(Several {
        articles: made.collect(),
        is_feed: true,
    })
}

/// Does something for one article; should it panic, only that article is lost.
pub(super) fn alone<T>(make: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|_| {
        Err("reading it failed by a fault of pullquote; please report it with the file".to_owned())
    })
}

/// Finds the quotes of an article, and says how closely it was read; none when the engine fails, which must not cost the
/// article.
pub(super) fn quotes(article: &Article, depth: Depth) -> (Vec<Quote>, Depth) {
    let found = catch_unwind(|| match depth {
        Depth::Skimmed => quote::skim(article),
        Depth::Whole => (quote::extract(article), Depth::Whole),
    });
    found.unwrap_or((Vec::new(), Depth::Whole))
}

/// Something that is no article, on its way into the library.
#[derive(Debug)]
struct Found {
    kept: Kept,
    /// The file, as it was named.
    name: Clean,
    /// The line of the file.
    line: usize,
    /// Bytes of the line.
    size: usize,
}

/// What waits to be stored: articles, or other things, never both.
struct Batch<'a> {
    library: &'a mut Library,
    waiting: Vec<Ready>,
    kept: Vec<Found>,
    bytes: usize,
    tally: Tally,
}

impl Batch<'_> {
    fn add(
        &mut self,
        ready: Ready,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), LibraryError> {
        if !self.kept.is_empty() {
            self.store(progress)?;
        }
        self.bytes += ready.record.article.body.text().len();
        self.waiting.push(ready);
        if self.waiting.len() >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES {
            self.store(progress)?;
        }
        Ok(())
    }

    fn keep(
        &mut self,
        found: Found,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), LibraryError> {
        let is_full = self.kept.len() >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES;
        // The corrections of an article go in together: which of them are known is told by those of earlier batches.
        let goes_on = self.kept.len() < MOST_TOGETHER
            && self
                .kept
                .last()
                .is_some_and(|last| are_of_one(&last.kept, &found.kept));
        if !self.waiting.is_empty() || (is_full && !goes_on) {
            self.store(progress)?;
        }
        self.bytes += found.size;
        self.kept.push(found);
        Ok(())
    }

    fn store(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<(), LibraryError> {
        if self.waiting.is_empty() && self.kept.is_empty() {
            return Ok(());
        }
        if !self.waiting.is_empty() {
            let batch = self.waiting.iter().map(Ready::entry);
            for outcome in self.library.store.put(batch)? {
                match outcome {
                    Outcome::Added(_) => self.tally.added += 1,
                    Outcome::Updated(_) => self.tally.updated += 1,
                    Outcome::Unchanged(_) => self.tally.unchanged += 1,
                }
            }
            self.waiting.clear();
        }
        self.store_kept()?;
        self.bytes = 0;
        progress(Progress::Stored {
            articles: self.tally.added + self.tally.updated + self.tally.unchanged,
        });
        Ok(())
    }

    fn store_kept(&mut self) -> Result<(), LibraryError> {
        if self.kept.is_empty() {
            return Ok(());
        }
        let (all, places): (Vec<Kept>, Vec<(Clean, usize)>) = self
            .kept
            .drain(..)
            .map(|found| (found.kept, (found.name, found.line)))
            .unzip();
        let taken = self.library.take_kept(&all)?;
        for (taken, (name, line)) in taken.into_iter().zip(places) {
            match taken {
                Taken::Added => self.tally.kept += 1,
                Taken::Known => self.tally.kept_before += 1,
                Taken::Refused(reason) => self.tally.refuse(Refusal {
                    name,
                    line: Some(line),
                    reason,
                }),
            }
        }
        Ok(())
    }
}

/// Whether two things are corrections of one article.
fn are_of_one(one: &Kept, other: &Kept) -> bool {
    match (one, other) {
        (Kept::Correction { article, .. }, Kept::Correction { article: key, .. }) => article == key,
        _ => false,
    }
}
