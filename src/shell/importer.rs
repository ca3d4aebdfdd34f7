//! Imports files beside the reader, on a thread and a connection of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use crate::app::{Asked, Msg, Reply};
use crate::article::Clean;
use crate::library::Library;
use crate::library::ingest::{Input, Progress, Tally, ingest};
use crate::shell::Event;

/// Least time between two lines of progress: a slow line has better things to carry.
const PACE: Duration = Duration::from_millis(200);

/// Starts and stops imports; one at a time.
pub(super) struct Importer {
    file: Option<PathBuf>,
    home: Option<PathBuf>,
    sender: Sender<Event>,
    running: Option<Arc<AtomicBool>>,
}

impl Importer {
    pub(super) fn new(file: Option<PathBuf>, home: Option<PathBuf>, sender: Sender<Event>) -> Self {
        Self {
            file,
            home,
            sender,
            running: None,
        }
    }

    /// Starts importing a file or folder, unless an import is going on.
    pub(super) fn start(&mut self, path: PathBuf) {
        let is_running = self
            .running
            .as_ref()
            .is_some_and(|stop| Arc::strong_count(stop) > 1);
        let Some(file) = self.file.clone() else {
            return self.refuse(
                "These articles are not in your library; start pullquote without files to import.",
            );
        };
        if is_running {
            return self.refuse("An import is still going on; Esc stops it.");
        }
        let path = expanded(path, self.home.as_deref());
        let stop = Arc::new(AtomicBool::new(false));
        self.running = Some(Arc::clone(&stop));
        let sender = self.sender.clone();
        thread::spawn(move || {
            // A bug in here must not leave the reader waiting for an end that never comes.
            let run = catch_unwind(AssertUnwindSafe(|| run(&file, path, &stop, &sender)));
            let reply = match run {
                Ok(Ok(tally)) => Reply::Imported {
                    summary: in_words(&tally),
                    clean: tally.refused.is_empty(),
                },
                Ok(Err(error)) => Reply::Imported {
                    summary: format!("Not imported: {error}"),
                    clean: false,
                },
                Err(_) => Reply::Imported {
                    summary: "A bug has stopped the import.".to_owned(),
                    clean: false,
                },
            };
            sender.send(Event::Msg(Msg::Reply(reply))).ok();
        });
    }

    /// Asks the running import to stop; what it has imported stays.
    pub(super) fn stop(&self) {
        if let Some(stop) = &self.running {
            stop.store(true, Ordering::Relaxed);
        }
    }

    fn refuse(&self, reason: &str) {
        let failed = Reply::Failed {
            asked: Asked::Other,
            reason: reason.to_owned(),
        };
        self.sender.send(Event::Msg(Msg::Reply(failed))).ok();
    }
}

fn run(
    file: &Path,
    path: PathBuf,
    stop: &AtomicBool,
    sender: &Sender<Event>,
) -> Result<Tally, crate::library::LibraryError> {
    let mut library = Library::open(file)?;
    let now = Clean::line(
        &jiff::Timestamp::now()
            .strftime("%Y-%m-%dT%H:%M:%SZ")
            .to_string(),
    );
    let mut last: Option<Instant> = None;
    ingest(
        &mut library,
        &[Input::Path(path)],
        &now,
        stop,
        &mut |progress| {
            if last.is_none_or(|last| last.elapsed() >= PACE) {
                last = Some(Instant::now());
                sender
                    .send(Event::Msg(Msg::Reply(Reply::Importing(line(&progress)))))
                    .ok();
            }
        },
    )
}

fn line(progress: &Progress) -> String {
    match progress {
        Progress::Scanning { found } => format!("Importing: {found} files found · Esc stops"),
        Progress::Reading { done, total } => format!("Importing: {done} of {total} · Esc stops"),
        Progress::Stored { articles } => {
            format!("Importing: {articles} articles stored · Esc stops")
        }
    }
}

/// What came of an import, in one line, with the first refusal and its reason.
pub(super) fn in_words(tally: &Tally) -> String {
    let counts = format!(
        "{} added, {} updated, {} already there",
        tally.added, tally.updated, tally.unchanged
    );
    let refused = tally.refused.first().map_or(String::new(), |first| {
        let count = tally.refused.len() + tally.more_refused;
        format!(", {count} refused ({}: {})", first.name, first.reason)
    });
    let end = if tally.interrupted {
        "; stopped, import again to go on"
    } else {
        "."
    };
    counts + &refused + end
}

/// Replaces `~` at the beginning by the home folder, as a shell does.
pub(super) fn expanded(path: PathBuf, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder() {
        let home = Some(Path::new("/home/ann"));
        assert_eq!(expanded("~/news".into(), home), Path::new("/home/ann/news"));
        assert_eq!(expanded("~ann/news".into(), home), Path::new("~ann/news"));
        assert_eq!(expanded("a/~".into(), home), Path::new("a/~"));
    }
}
