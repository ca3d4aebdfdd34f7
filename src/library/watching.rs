//! Folders that are watched: which files appeared or changed, and are complete. Looks at them, opens and stores nothing.
//!
//! Looking again and again asks nothing of the system that a network drive or a container could not give. A file is complete
//! when it looked the same twice in a row; one that has the name of a download still going on waits for its proper name.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::SystemTime;

use crate::library::ingest::{Input, files};

/// Endings of what a browser or another program is still writing.
const UNFINISHED: &[&str] = &[
    ".part",
    ".partial",
    ".crdownload",
    ".download",
    ".opdownload",
    ".tmp",
    ".temp",
    ".swp",
    "~",
];

/// Folders, or files, that are watched.
#[derive(Debug)]
pub struct Watched {
    paths: Vec<Input>,
    files: HashMap<PathBuf, Seen>,
}

/// What was seen of a file.
#[derive(Debug, Clone, Copy)]
struct Seen {
    stamp: Stamp,
    /// Whether it was given out as it is.
    taken: bool,
}

/// What changes when a file does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
}

impl Watched {
    /// Begins to watch. Nothing was seen yet.
    pub fn new(paths: impl IntoIterator<Item = PathBuf>) -> Self {
        Self {
            paths: paths.into_iter().map(Input::Path).collect(),
            files: HashMap::new(),
        }
    }

    /// Begins to watch for what appears or changes from now on.
    pub fn from_now(paths: impl IntoIterator<Item = PathBuf>, stop: &AtomicBool) -> Self {
        let mut watched = Self::new(paths);
        watched.look(stop);
        for seen in watched.files.values_mut() {
            seen.taken = true;
        }
        watched
    }

    /// Looks through the folders. Returns the files that are complete and were not returned as they are before, by their
    /// order there. Some seconds should lie between two looks. `stop` ends one that takes long.
    pub fn look(&mut self, stop: &AtomicBool) -> Vec<PathBuf> {
        let mut complete = Vec::new();
        let mut seen = HashMap::new();
        for file in files(&self.paths, stop) {
            let Some(stamp) = stamp(&file) else { continue };
            let before = self.files.get(&file).filter(|seen| seen.stamp == stamp);
            if before.is_some_and(|seen| !seen.taken) {
                complete.push(file.clone());
            }
            let taken = before.is_some();
            seen.insert(file, Seen { stamp, taken });
        }
        // What is gone may come again.
        self.files = seen;
        complete
    }
}

/// Returns what is to be seen of a file; none when it is still being written, empty or gone.
fn stamp(file: &Path) -> Option<Stamp> {
    let name = file.file_name()?.to_string_lossy().to_lowercase();
    if UNFINISHED.iter().any(|ending| name.ends_with(ending)) {
        return None;
    }
    let data = file.metadata().ok()?;
    let stamp = Stamp {
        bytes: data.len(),
        modified: data.modified().ok(),
    };
    (stamp.bytes > 0).then_some(stamp)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_file_is_given_out_once_it_is_complete() {
        let home = tempfile::tempdir().unwrap();
        let file = |name: &str| home.path().join(name);
        let mut watched = Watched::new([home.path().to_owned()]);
        let mut look = || {
            let found = watched.look(&AtomicBool::new(false));
            let names = found.iter().map(|file| file.file_name().unwrap());
            names
                .map(|name| name.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        fs::write(file("a.md"), "One.").unwrap();
        fs::write(file("b.html.part"), "<p>One").unwrap();
        fs::write(file(".hidden"), "One.").unwrap();
        fs::write(file("empty.md"), "").unwrap();
        assert!(look().is_empty());
        // It grows, so it is not complete.
        fs::write(file("a.md"), "One. Two.").unwrap();
        assert!(look().is_empty());
        assert_eq!(look(), ["a.md"]);
        assert!(look().is_empty());
        fs::rename(file("b.html.part"), file("b.html")).unwrap();
        fs::create_dir(file("below")).unwrap();
        fs::write(file("below/c.md"), "Three.").unwrap();
        assert!(look().is_empty());
        assert_eq!(look(), ["b.html", "c.md"]);
        // It was edited.
        fs::write(file("a.md"), "Another text.").unwrap();
        assert!(look().is_empty());
        assert_eq!(look(), ["a.md"]);
        fs::remove_file(file("a.md")).unwrap();
        assert!(look().is_empty());
        fs::write(file("a.md"), "Another text.").unwrap();
        look();
        assert_eq!(look(), ["a.md"]);
    }

    #[test]
    fn what_was_there_is_left_unless_it_changes() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.md");
        fs::write(&file, "One.").unwrap();
        let stop = AtomicBool::new(false);
        let mut watched = Watched::from_now([home.path().to_owned()], &stop);
        assert!(watched.look(&stop).is_empty() && watched.look(&stop).is_empty());
        fs::write(&file, "One. Two.").unwrap();
        assert!(watched.look(&stop).is_empty());
        assert_eq!(watched.look(&stop), [file]);
    }

    #[test]
    fn a_folder_may_come_later() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("later");
        let stop = AtomicBool::new(false);
        let mut watched = Watched::new([folder.clone()]);
        assert!(watched.look(&stop).is_empty());
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("a.md"), "One.").unwrap();
        watched.look(&stop);
        assert_eq!(watched.look(&stop), [folder.join("a.md")]);
    }
}
