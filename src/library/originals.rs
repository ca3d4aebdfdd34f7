//! What articles were read from: shown as it was, and read anew by today's importer.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::article::{ArticleId, Clean, Meta, Picture, Shape, SourceKind};
use crate::import::{self, Extent, Found};
use crate::library::ingest::Refusal;
use crate::library::ingest::ready::{How, Ready, Tools, alone};
use crate::library::{Library, LibraryError};
use crate::quote::Depth;
use crate::store::{Original, Reread};

/// When articles that were read anew are stored: after so many, or so many packed bytes. Each batch waits for the disk
/// once, and is done again after a crash.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 8 << 20;

/// A worker's stack: deeply nested pages go deep.
const STACK: usize = 16 << 20;

/// What came of reading articles anew.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Renewed {
    /// Articles with another text, or other data, than before.
    pub changed: usize,
    /// Articles that are as they were.
    pub unchanged: usize,
    /// Articles of which nothing is kept that could be read: they are of an older version, or not there.
    pub without: usize,
    /// Articles whose source was too large to be kept.
    pub too_large: usize,
    /// Those that stayed as they were, because they could not be read, and why.
    pub refused: Vec<Refusal>,
    /// Whether it was told to stop before the end.
    pub interrupted: bool,
}

/// An article that is to be read anew.
struct Task {
    id: ArticleId,
    known: Meta,
    /// Where it came from, as the library says.
    from: Clean,
    original: Original,
    /// The pictures that once lay beside it.
    beside: Vec<Picture>,
}

impl Library {
    /// Returns what an article was read from; none when that was not kept.
    pub fn original(&self, id: ArticleId) -> Result<Option<Original>, LibraryError> {
        self.store.original(id)
    }

    /// Returns what there is of pictures in an article, in the order of its figures.
    pub fn shapes(&self, id: ArticleId) -> Result<Vec<Shape>, LibraryError> {
        self.store.shapes(id)
    }

    /// Returns the picture of a figure; none when there is none.
    pub fn picture(&self, id: ArticleId, figure: usize) -> Result<Option<Picture>, LibraryError> {
        self.store.picture(id, figure)
    }

    /// Returns the articles that an older version than this one read, as far as this one would read their sources
    /// otherwise.
    pub fn read_before(&self) -> Result<Vec<ArticleId>, LibraryError> {
        let mut found = BTreeSet::new();
        for kind in SourceKind::ALL {
            let ids = self.store.read_before(kind, import::reader(kind))?;
            found.extend(ids);
        }
        Ok(found.into_iter().collect())
    }

    /// Returns how many articles there are of which nothing was kept.
    pub fn without_source(&self) -> Result<usize, LibraryError> {
        self.store.without_source()
    }
}

/// Reads articles anew from what was kept of them, on all processors, as an import of it would: what the reader did with
/// them stays, and of a text that changed the earlier one is kept. After each batch `progress` is told how many are done.
/// Setting `stop` ends it soon; what is done is kept. `now` is the time in RFC 3339, whole seconds, UTC.
///
/// # Errors
/// When the library cannot be written to. What earlier batches stored stays.
pub fn renew(
    library: &mut Library,
    ids: &[ArticleId],
    now: &Clean,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(usize),
) -> Result<Renewed, LibraryError> {
    let mut renewed = Renewed::default();
    let mut rest = ids.iter();
    loop {
        let mut tasks = Vec::new();
        let mut bytes = 0;
        while tasks.len() < BATCH
            && bytes < BATCH_BYTES
            && !stop.load(Ordering::Relaxed)
            && let Some(id) = rest.next()
        {
            if let Some(task) = task(library, *id, &mut renewed)? {
                let beside: usize = task.beside.iter().map(|it| it.bytes.len()).sum();
                bytes += task.original.packed.weight() + beside;
                tasks.push(task);
            }
        }
        if tasks.is_empty() {
            break;
        }
        let read = read(&tasks, now, stop)?;
        store(library, &tasks, read, &mut renewed)?;
        progress(ids.len() - rest.len());
    }
    renewed.interrupted = stop.load(Ordering::Relaxed);
    Ok(renewed)
}

/// Returns an article that is to be read anew, unless there is nothing to read.
fn task(
    library: &Library,
    id: ArticleId,
    renewed: &mut Renewed,
) -> Result<Option<Task>, LibraryError> {
    let Some(original) = library.store.original(id)? else {
        renewed.without += 1;
        return Ok(None);
    };
    if original.packed.is_too_large() {
        renewed.too_large += 1;
        return Ok(None);
    }
    // One that is damaged is mended by what is read anew.
    let known = match library.store.meta(id) {
        Err(LibraryError::DamagedArticle { .. }) => Meta::default(),
        known => known?.unwrap_or_default(),
    };
    Ok(Some(Task {
        id,
        known,
        from: library.store.provenance(id)?,
        original,
        beside: library.store.pictures_beside(id)?,
    }))
}

/// What became of each task: none of those that `stop` came before.
type Read = Vec<Option<Result<Ready, String>>>;

/// Reads articles side by side.
fn read(tasks: &[Task], now: &Clean, stop: &AtomicBool) -> Result<Read, LibraryError> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(tasks.len()));
    let work = || {
        let mut tools = Tools::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(task) = tasks.get(at).filter(|_| !stop.load(Ordering::Relaxed)) else {
                return;
            };
            let made = alone(|| anew(task, now, &mut tools));
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.push((at, made));
        }
    };
    thread::scope(|scope| {
        for number in 0..workers.min(tasks.len()) {
            let worker = thread::Builder::new()
                .name(format!("reimport {number}"))
                .stack_size(STACK)
                .spawn_scoped(scope, work);
            // One is enough; none is not.
            if let Err(error) = worker
                && number == 0
            {
                return Err(LibraryError::Failed(error.to_string()));
            }
        }
        Ok(())
    })?;
    let mut read: Read = tasks.iter().map(|_| None).collect();
    for (at, made) in found.into_inner().unwrap_or_else(PoisonError::into_inner) {
        if let Some(place) = read.get_mut(at) {
            *place = Some(made);
        }
    }
    Ok(read)
}

/// Reads one article anew and makes it ready to be stored.
fn anew(task: &Task, now: &Clean, tools: &mut Tools) -> Result<Ready, String> {
    let Original { source, packed } = &task.original;
    let bytes = packed.unpack().map_err(|spoilt| spoilt.to_string())?;
    let bytes = bytes.unwrap_or_default();
    let beside = |address: &str| {
        let is_it = |name: &Clean| *name == Clean::line(address);
        let mut all = task.beside.iter();
        let found = all.find(|it| it.beside.as_ref().is_some_and(is_it))?;
        Some(Found::from(found.bytes.clone()))
    };
    let again = import::again(&bytes, source, task.known.clone(), &beside)
        .map_err(|error| error.to_string())?;
    let how = How {
        depth: Depth::Skimmed,
        extent: Extent::Article,
        is_stored: true,
        is_illustrated: true,
        now,
    };
    let ready = Ready::from_article(again.article, &task.from, how, tools);
    let mut original = task.original.clone();
    original.source.kind = again.kind;
    original.source.reader = import::reader(again.kind);
    Ok(Ready {
        original: Some(original),
        pictures: again.pictures,
        ..ready
    })
}

/// Stores what was read anew, and counts what became of it.
fn store(
    library: &mut Library,
    tasks: &[Task],
    read: Read,
    renewed: &mut Renewed,
) -> Result<(), LibraryError> {
    let refusal = |task: &Task, reason: &str| Refusal {
        name: Clean::line(&format!("article {}, {}", task.id.0, task.from)),
        line: None,
        reason: Clean::line(reason),
    };
    let mut ready = Vec::with_capacity(tasks.len());
    for (task, made) in tasks.iter().zip(read) {
        match made {
            Some(Ok(made)) => ready.push((task, made)),
            Some(Err(reason)) => renewed.refused.push(refusal(task, &reason)),
            None => {}
        }
    }
    let entries = ready.iter().map(|(task, made)| (task.id, made.entry()));
    let became = library.store.reread(entries)?;
    for (became, (task, _)) in became.into_iter().zip(&ready) {
        match became {
            Reread::Changed => renewed.changed += 1,
            Reread::Unchanged => renewed.unchanged += 1,
            Reread::IsAlso(other) => renewed.refused.push(refusal(
                task,
                &format!("read anew, it is the same as article {}", other.0),
            )),
            Reread::Overtaken => renewed.refused.push(refusal(
                task,
                "it was changed or thrown away meanwhile by somebody else",
            )),
        }
    }
    Ok(())
}
