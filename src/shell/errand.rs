//! Long work beside the reader: on a thread and a connection of its own, one errand of a kind at a time, and Esc stops it.
//! Knows how it is begun, told of and ended, not what is done.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use crate::app::{Msg, Reply};
use crate::library::LibraryError;
use crate::shell::Event;

/// Least time between two lines of progress: a slow line has better things to carry.
const PACE: Duration = Duration::from_millis(200);

/// What is said of a kind of errand that goes wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// There is no library to bring anything into.
    pub(super) no_library: &'static str,
    /// One is going on.
    pub(super) busy: &'static str,
    /// What stands before the reason of a failure.
    pub(super) failed: &'static str,
    /// A bug has ended it.
    pub(super) bug: &'static str,
}

/// What came of an errand: a line, and whether all went well.
pub(super) type Outcome = (String, bool);

/// Starts and stops errands of a kind; one at a time.
pub(super) struct Errands {
    words: Words,
    file: Option<PathBuf>,
    sender: Sender<Event>,
    running: Option<Arc<AtomicBool>>,
}

impl Errands {
    /// `file` is the library; without one every errand is refused.
    pub(super) fn new(words: Words, file: Option<PathBuf>, sender: Sender<Event>) -> Self {
        Self {
            words,
            file,
            sender,
            running: None,
        }
    }

    /// Starts an errand, unless one is going on. It is given the library's file, what tells it to stop, and a way to say how
    /// far it is.
    pub(super) fn start<R>(&mut self, run: R)
    where
        R: FnOnce(&Path, &AtomicBool, &mut Teller) -> Result<Outcome, LibraryError>,
        R: Send + 'static,
    {
        let is_running = self
            .running
            .as_ref()
            .is_some_and(|stop| Arc::strong_count(stop) > 1);
        let Some(file) = self.file.clone() else {
            return self.refuse(self.words.no_library);
        };
        if is_running {
            return self.refuse(self.words.busy);
        }
        let stop = Arc::new(AtomicBool::new(false));
        self.running = Some(Arc::clone(&stop));
        let (words, sender) = (self.words, self.sender.clone());
        let mut teller = Teller {
            sender: sender.clone(),
            last: None,
        };
        let started = thread::Builder::new().spawn(move || {
            // A bug in here must not leave the reader waiting for an end that never comes.
            let run = catch_unwind(AssertUnwindSafe(|| run(&file, &stop, &mut teller)));
            let (summary, clean) = match run {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(error)) => (format!("{}: {error}", words.failed), false),
                Err(_) => (words.bug.to_owned(), false),
            };
            let reply = Reply::Imported { summary, clean };
            sender.send(Event::Msg(Msg::Reply(reply))).ok();
        });
        if let Err(error) = started {
            self.refuse(&format!("{}: {error}", self.words.failed));
        }
    }

    /// Asks the running errand to stop; what it has brought stays.
    pub(super) fn stop(&self) {
        if let Some(stop) = &self.running {
            stop.store(true, Ordering::Relaxed);
        }
    }

    fn refuse(&self, reason: &str) {
        let failed = Reply::failed(reason);
        self.sender.send(Event::Msg(Msg::Reply(failed))).ok();
    }
}

/// Tells the reader how far an errand is.
pub(super) struct Teller {
    sender: Sender<Event>,
    last: Option<Instant>,
}

impl Teller {
    /// Says a line, unless one was said just now.
    pub(super) fn tell(&mut self, line: impl FnOnce() -> String) {
        if self.last.is_none_or(|last| last.elapsed() >= PACE) {
            self.last = Some(Instant::now());
            let reply = Reply::Importing(line());
            self.sender.send(Event::Msg(Msg::Reply(reply))).ok();
        }
    }
}
