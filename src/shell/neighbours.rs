//! Hears when somebody writes to the library, so that what another process does to it appears without a key.
//!
//! The system tells of the writing; nobody looks again and again. Where it does not, as on most network mounts, the next
//! question to the library finds out.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

/// How long after the first sign of writing it is looked at: an import writes thousands of times.
const PAUSE: Duration = Duration::from_secs(1);

/// Listens as long as it lives.
#[derive(Debug)]
pub(super) struct Neighbours {
    _watcher: RecommendedWatcher,
}

impl Neighbours {
    /// Starts to listen. `look` is called on a thread of its own after somebody, perhaps this process, has written to the
    /// library at a path, until it returns false. None where the system does not tell.
    pub(super) fn hear(path: &Path, look: impl Fn() -> bool + Send + 'static) -> Option<Self> {
        let folder = match path.parent()? {
            folder if folder.as_os_str().is_empty() => Path::new("."),
            folder => folder,
        };
        let name = path.file_name()?.to_owned();
        let (sender, receiver) = channel();
        let is_library = move |event: &Event| {
            // Its log, mostly.
            event.paths.iter().any(|path| {
                path.file_name().is_some_and(|other| {
                    let (other, name) = (other.as_encoded_bytes(), name.as_encoded_bytes());
                    other
                        .strip_prefix(name)
                        .is_some_and(|end| [&b""[..], b"-wal"].contains(&end))
                })
            })
        };
        let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let is_writing = |event: &Event| {
                matches!(
                    event.kind,
                    EventKind::Modify(_) | EventKind::Create(_) | EventKind::Any
                )
            };
            if event.is_ok_and(|event| is_writing(&event) && is_library(&event)) {
                sender.send(()).ok();
            }
        })
        .ok()?;
        watcher.watch(folder, RecursiveMode::NonRecursive).ok()?;
        thread::Builder::new()
            .name("neighbours".to_owned())
            .spawn(move || tell(&receiver, look))
            .ok()?;
        Some(Self { _watcher: watcher })
    }
}

fn tell(signs: &Receiver<()>, look: impl Fn() -> bool) {
    while signs.recv().is_ok() {
        thread::sleep(PAUSE);
        while signs.try_recv().is_ok() {}
        if !look() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_is_written_to_the_library_is_heard_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("library.db");
        fs::write(&path, "x").unwrap();
        let (sender, receiver) = channel();
        let Some(neighbours) = Neighbours::hear(&path, move || sender.send(()).is_ok()) else {
            eprintln!("skipped: the system does not tell of writing");
            return;
        };
        fs::write(home.path().join("other.db"), "x").unwrap();
        assert!(receiver.recv_timeout(2 * PAUSE).is_err());
        fs::write(home.path().join("library.db-wal"), "x").unwrap();
        receiver.recv_timeout(Duration::from_mins(1)).unwrap();
        drop(neighbours);
    }
}
