//! Imports what appears in the folders that the configuration names, beside the reader, on a thread and a connection of its
//! own. What was there when the reader began is left to `pullquote import`: it may have been thrown away since.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use crate::app::{Msg, Reply};
use crate::library::ingest::{Input, Tally, ingest};
use crate::library::watching::Watched;
use crate::library::{Library, LibraryError};
use crate::shell::Event;
use crate::shell::clock;
use crate::shell::importer::{expanded, in_words};

/// How often the folders are looked through, and how often it is looked whether to stop.
const PACE: Duration = Duration::from_secs(3);
const LOOK: Duration = Duration::from_millis(100);

/// The watch over folders; it ends when this goes.
pub(super) struct Watcher(Arc<AtomicBool>);

impl Watcher {
    /// Starts to watch, if there is a library to import into and any folder.
    pub(super) fn start(
        file: Option<PathBuf>,
        home: Option<&Path>,
        folders: &[String],
        sender: Sender<Event>,
    ) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let folders = folders.iter().map(|folder| expanded(folder.into(), home));
        let folders: Vec<PathBuf> = folders.collect();
        if let Some(file) = file.filter(|_| !folders.is_empty()) {
            let stop = Arc::clone(&stop);
            let told = sender.clone();
            let started = thread::Builder::new().spawn(move || {
                // A bug in here must not end the reader; it goes on without the watch.
                catch_unwind(AssertUnwindSafe(|| watch(&file, folders, &stop, &sender))).ok();
            });
            if let Err(error) = started {
                let failed = Reply::failed(format!("No folder is watched: {error}"));
                told.send(Event::Msg(Msg::Reply(failed))).ok();
            }
        }
        Self(stop)
    }

    /// Ends the watch.
    pub(super) fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.stop();
    }
}

fn watch(file: &Path, folders: Vec<PathBuf>, stop: &AtomicBool, sender: &Sender<Event>) {
    let mut watched = Watched::from_now(folders, stop);
    while waited(stop) {
        let files = watched.look(stop);
        if files.is_empty() {
            continue;
        }
        let (summary, clean) = match import(file, files, stop) {
            Ok(tally) if tally.added + tally.updated == 0 && tally.refused.is_empty() => continue,
            Ok(tally) => (in_words(&tally), tally.refused.is_empty()),
            Err(error) => (format!("Not imported: {error}"), false),
        };
        let reply = Reply::Arrived { summary, clean };
        if sender.send(Event::Msg(Msg::Reply(reply))).is_err() {
            return;
        }
    }
}

/// Waits until the next look; returns false when there is to be none.
fn waited(stop: &AtomicBool) -> bool {
    let mut waited = Duration::ZERO;
    while waited < PACE && !stop.load(Ordering::Relaxed) {
        thread::sleep(LOOK);
        waited += LOOK;
    }
    !stop.load(Ordering::Relaxed)
}

fn import(file: &Path, files: Vec<PathBuf>, stop: &AtomicBool) -> Result<Tally, LibraryError> {
    let mut library = Library::open(file)?;
    let inputs: Vec<Input> = files.into_iter().map(Input::Path).collect();
    ingest(&mut library, &inputs, &clock::now(), stop, &mut |_| {})
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::sync::mpsc::channel;

    #[test]
    fn what_appears_is_imported_and_said() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("news");
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("old.md"), "# Old\n\nWords.").unwrap();
        let file = home.path().join("library.db");
        let (sender, receiver) = channel();
        let folders = ["~/news".to_owned()];
        let watcher = Watcher::start(Some(file.clone()), Some(home.path()), &folders, sender);
        // It begins with what is there already.
        thread::sleep(Duration::from_millis(500));
        fs::write(folder.join("new.md"), "# New\n\nOther words.").unwrap();
        let event = receiver.recv_timeout(Duration::from_mins(1)).unwrap();
        let Event::Msg(Msg::Reply(Reply::Arrived { summary, clean })) = event else {
            panic!("another event");
        };
        assert_eq!(summary, "1 added, 0 updated, 0 already there.");
        assert!(clean);
        drop(watcher);
        // Its thread ends, and with it its end of the channel.
        assert!(receiver.recv_timeout(Duration::from_mins(1)).is_err());
    }
}
