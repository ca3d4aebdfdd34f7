//! Gathers what is ready and stores it, so many at a time in one transaction, and counts what became of it.

use crate::article::Clean;
use crate::kept::{Kept, Taken};
use crate::library::ingest::ready::Ready;
use crate::library::ingest::{Progress, Refusal, Tally};
use crate::library::{Library, LibraryError, Outcome};

/// When a batch is stored: after so many articles, or so many bytes of texts and sources. Each batch waits for the disk once and becomes
/// one more part of each index, to be merged with others later; but other writers wait for it, too.
const BATCH_ARTICLES: usize = 1_024;
const BATCH_BYTES: usize = 11 << 20;

/// Most corrections of an article that are stored together, however many there are.
const MOST_TOGETHER: usize = 16 * BATCH_ARTICLES;

/// Something that is no article, on its way into the library.
#[derive(Debug)]
pub(in crate::library) struct Found {
    pub(super) kept: Kept,
    /// The file, as it was named.
    pub(super) name: Clean,
    /// The line of the file.
    pub(super) line: usize,
    /// Bytes of the line.
    pub(super) size: usize,
}

/// What waits to be stored: articles, or other things, never both.
pub(super) struct Batch<'a> {
    library: &'a mut Library,
    waiting: Vec<Ready>,
    kept: Vec<Found>,
    bytes: usize,
    pub(super) tally: Tally,
}

impl<'a> Batch<'a> {
    pub(super) fn new(library: &'a mut Library) -> Self {
        Self {
            library,
            waiting: Vec::new(),
            kept: Vec::new(),
            bytes: 0,
            tally: Tally::default(),
        }
    }

    pub(super) fn add(
        &mut self,
        mut ready: Ready,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), LibraryError> {
        ready.read_pictures();
        if !self.kept.is_empty() {
            self.store(progress)?;
        }
        self.bytes += ready.weight();
        self.waiting.push(ready);
        if self.waiting.len() >= BATCH_ARTICLES || self.bytes >= BATCH_BYTES {
            self.store(progress)?;
        }
        Ok(())
    }

    pub(super) fn keep(
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

    pub(super) fn store(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<(), LibraryError> {
        if self.waiting.is_empty() && self.kept.is_empty() {
            return Ok(());
        }
        if !self.waiting.is_empty() {
            if self.waiting.len() >= BATCH_ARTICLES {
                self.library.store.hurry()?;
            }
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
