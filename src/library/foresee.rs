//! What would come of an import: everything is read as it would be, and nothing is stored. The library is only looked at,
//! and none is made.

use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::article::{ArticleId, Clean, State};
use crate::import::{Extent, INCOMPLETE, identity};
use crate::library::ingest::ready::{How, Ready};
use crate::library::ingest::{Input, Progress, Refusal, Report, lines, pool, walk};
use crate::library::{LibraryError, Outcome};
use crate::quote::{Depth, Kind};
use crate::store::{Arrival, Glance};

/// What would come of one article, or of something that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreseen {
    /// An article.
    Article {
        /// The file or address that it is in.
        name: Clean,
        /// Its title, or how it begins.
        title: Clean,
        /// How many words it has.
        words: usize,
        /// How many direct and mixed quotes are found in it at once.
        quotes: usize,
        /// What would become of it.
        fate: Fate,
    },
    /// Something that would be refused.
    Refused(Refusal),
}

/// What would become of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It would be added.
    Added,
    /// It would take the place of the text, or add to the data, of an article of the library, or of one before it.
    Updated(Option<ArticleId>),
    /// It is in the library just so, or came before.
    Unchanged(Option<ArticleId>),
}

/// What was read beside articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Beside {
    /// Corrections, marks, names, clips and searches; what would become of them is not weighed.
    pub kept: usize,
    /// What there is in files of other programs, each with its name.
    pub archives: Vec<(Clean, Report)>,
}

/// Weighs articles against a library, and against those that came before.
#[derive(Debug)]
pub struct Scales {
    library: Option<Glance>,
    /// The fingerprint of each article that came, by its key, and whether it is incomplete.
    seen: HashMap<String, (String, bool)>,
}

impl Scales {
    /// Opens a library to be looked at; there need not be one.
    ///
    /// # Errors
    /// When the file is not a library, newer than this program, damaged, or not to be had.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        Ok(Self {
            library: Glance::open(path)?,
            seen: HashMap::new(),
        })
    }

    /// Returns what would come of an article.
    pub(super) fn weigh(&mut self, name: Clean, ready: Ready) -> Result<Foreseen, LibraryError> {
        let article = &ready.record.article;
        let print = identity::digest(&format!("{article:?}"));
        let mut tags = article.meta.tags.iter();
        let is_incomplete = tags.any(|tag| tag.as_str() == INCOMPLETE);
        let stored = match &self.library {
            Some(library) => library.outcome(&ready.entry())?,
            None => None,
        };
        let id = stored.map(Outcome::id);
        let fate = match (self.seen.get(&ready.key), stored) {
            (Some((before, _)), _) if *before == print => Fate::Unchanged(id),
            // A text of another program counts only where there was none, but what was done there is added.
            (Some((_, was_incomplete)), _)
                if ready.arrival == Arrival::Program
                    && (is_incomplete || !was_incomplete)
                    && !brings_something(&ready.record.state) =>
            {
                Fate::Unchanged(id)
            }
            (Some(_), _) | (None, Some(Outcome::Updated(_))) => Fate::Updated(id),
            (None, Some(Outcome::Unchanged(_))) => Fate::Unchanged(id),
            (None, Some(Outcome::Added(_)) | None) => Fate::Added,
        };
        let marked = ready.quotes.iter().filter(|it| it.kind != Kind::Indirect);
        let foreseen = Foreseen::Article {
            name,
            title: Clean::line(&article.label()),
            words: article.body.words(),
            quotes: marked.count(),
            fate,
        };
        if !matches!(fate, Fate::Unchanged(_)) || !self.seen.contains_key(&ready.key) {
            self.seen.insert(ready.key, (print, is_incomplete));
        }
        Ok(foreseen)
    }
}

/// Whether the reader did something with an article elsewhere.
fn brings_something(state: &State) -> bool {
    let mut tags = state.tags.iter();
    state.read
        || state.starred
        || state.archived
        || !state.highlights.is_empty()
        || tags.any(|tag| tag.as_str() != INCOMPLETE)
}

/// Reads inputs as an import would, and gives what would come of each article to `take`, in the order of the inputs. `now`
/// is the time in RFC 3339, whole seconds, UTC. Setting `stop` ends it soon.
///
/// # Errors
/// When the library cannot be read.
pub fn foresee(
    scales: &mut Scales,
    inputs: &[Input],
    extent: Extent,
    now: &Clean,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
    take: &mut dyn FnMut(Foreseen),
) -> Result<Beside, LibraryError> {
    let sources = walk::sources(inputs, stop, &mut |found| {
        progress(Progress::Scanning { found });
    });
    let total = sources.iter().filter(|source| source.is_ok()).count();
    let mut done = 0;
    let jobs = || {
        sources
            .into_iter()
            .flat_map(|source| lines::jobs(source, stop))
    };
    let mut beside = Beside::default();
    // Pages without an article, of the file at hand.
    let mut empty = 0;
    let mut file = Clean::default();
    pool::run(jobs, how(extent, now), stop, &mut |made| {
        match made {
            pool::Made::Articles(all) => {
                for made in all {
                    take(match made {
                        Ok(ready) => scales.weigh(file.clone(), ready)?,
                        Err(refusal) => Foreseen::Refused(refusal),
                    });
                }
            }
            pool::Made::Kept(_) => beside.kept += 1,
            pool::Made::NoArticle => empty += 1,
            pool::Made::Archive(name, mut report) => {
                report.empty = std::mem::take(&mut empty);
                report.articles = report.articles.saturating_sub(report.empty);
                beside.archives.push((name, report));
            }
            pool::Made::FileBegun(name) => file = Clean::line(&name),
            pool::Made::FileDone => {
                done += 1;
                progress(Progress::Reading { done, total });
            }
        }
        Ok(())
    })?;
    Ok(beside)
}

/// How articles are read that are not stored.
pub(super) fn how(extent: Extent, now: &Clean) -> How<'_> {
    How {
        depth: Depth::Skimmed,
        extent,
        is_stored: false,
        is_illustrated: false,
        now,
    }
}
