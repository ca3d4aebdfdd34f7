//! Lists folders for who types a path, on a thread of its own: a folder on a network may take its time.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::app::{Msg, Reply};
use crate::article::Clean;
use crate::shell::Event;
use crate::shell::importer::expanded;

/// Names that are offered at most.
const MOST: usize = 1_000;

/// Who lists folders.
pub(super) struct Folders {
    home: Option<PathBuf>,
    sender: Sender<Event>,
    /// The way to the thread, once there is one.
    questions: Option<Sender<String>>,
}

impl Folders {
    pub(super) fn new(home: Option<PathBuf>, sender: Sender<Event>) -> Self {
        Self {
            home,
            sender,
            questions: None,
        }
    }

    /// Asks for what a folder holds. Only the latest question is sure to be answered.
    pub(super) fn ask(&mut self, path: String) {
        let questions = self.questions.get_or_insert_with(|| {
            let (questions, asked) = channel();
            let (home, sender) = (self.home.clone(), self.sender.clone());
            // Without a thread there are no completions.
            let work = move || answer(&asked, home.as_deref(), &sender);
            thread::Builder::new().spawn(work).ok();
            questions
        });
        questions.send(path).ok();
    }
}

fn answer(asked: &Receiver<String>, home: Option<&Path>, sender: &Sender<Event>) {
    while let Ok(first) = asked.recv() {
        let path = asked.try_iter().last().unwrap_or(first);
        let folder = match path.as_str() {
            "" => PathBuf::from("."),
            path => expanded(PathBuf::from(path), home),
        };
        let names = names(&folder);
        let reply = Reply::Folder { path, names };
        if sender.send(Event::Msg(Msg::Reply(reply))).is_err() {
            return;
        }
    }
}

/// The names in a folder, in order; none when it cannot be read, for nothing was asked of it yet.
fn names(folder: &Path) -> Vec<Clean> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names: Vec<Clean> = entries
        .take(MOST)
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let name = entry.file_name().into_string().ok()?;
            let clean = Clean::line(&name);
            // What cannot be shown as it is cannot be typed.
            if *clean != name {
                return None;
            }
            let is_folder = fs::metadata(entry.path()).is_ok_and(|data| data.is_dir());
            Some(if is_folder {
                Clean::line(&format!("{name}/"))
            } else {
                clean
            })
        })
        .collect();
    names.sort();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_end_with_a_stroke_and_odd_names_are_left_out() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("news")).unwrap();
        for name in ["b.md", "a \u{1b}[31m.md", "ä.md"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let names = names(folder.path());
        let names: Vec<&str> = names.iter().map(|name| &**name).collect();
        assert_eq!(names, ["b.md", "news/", "ä.md"]);
        assert!(super::names(Path::new("/nowhere/at/all")).is_empty());
    }
}
