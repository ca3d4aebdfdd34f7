//! Another editor for a note: the terminal is given to the program that the reader has chosen (`$VISUAL`, `$EDITOR`).
//!
//! The thread that reads the terminal must not take the editor's keys. It cannot be woken while it waits for one; but it
//! has just read the key that asked for the editor, and waits after that key until it is told to go on
//! ([`crate::shell::input`]).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::mpsc::{Receiver, Sender};
use std::thread;

use crate::shell::{Event, watch};

/// Most that is read back, in bytes; what is longer is no note.
const MOST: u64 = 256 << 10;

/// What is run when nothing is chosen.
const DEFAULT: &str = "vi";

/// Lets the reader edit a text; the terminal is theirs meanwhile. What happens in between comes after it.
pub(super) fn edit(
    text: &str,
    chosen: Option<&str>,
    receiver: &Receiver<Event>,
    sender: &Sender<Event>,
) -> Result<String, String> {
    let chosen = chosen.unwrap_or(DEFAULT);
    let mut words = chosen.split_whitespace();
    let program = words.next().unwrap_or(DEFAULT);
    let file = Draft::new(text).map_err(|error| format!("No file for the note: {error}"))?;
    let child = Command::new(program).args(words).arg(&file.0).spawn();
    let mut child = child.map_err(|error| {
        format!("{program} cannot be started ({error}); set $EDITOR to the editor you want.")
    })?;
    let done = sender.clone();
    let waiting = thread::spawn(move || {
        done.send(Event::Edited(child.wait())).ok();
    });
    let ended = wait(receiver, sender);
    waiting.join().ok();
    match ended {
        Some(Ok(status)) if status.success() => file
            .read()
            .map_err(|error| format!("The note cannot be read back: {error}")),
        Some(Ok(_)) => Err(format!(
            "{program} ended with a failure; the note is as it was."
        )),
        Some(Err(error)) => Err(format!("{program}: {error}")),
        None => Err("The editor was lost; the note is as it was.".to_owned()),
    }
}

/// Waits for the end of the editor. Other events are kept for later, but for ^C, which was meant for the editor, and ^Z,
/// which stops the whole job.
fn wait(receiver: &Receiver<Event>, sender: &Sender<Event>) -> Option<io::Result<ExitStatus>> {
    let mut later = Vec::new();
    let ended = loop {
        match receiver.recv() {
            Ok(Event::Edited(ended)) => break Some(ended),
            Ok(Event::Interrupt) => {}
            Ok(Event::Suspend) => {
                watch::stop_process().ok();
            }
            Ok(event) => later.push(event),
            Err(_) => break None,
        }
    };
    for event in later {
        sender.send(event).ok();
    }
    ended
}

/// A file of one's own that goes away with the value.
struct Draft(PathBuf);

impl Draft {
    fn new(text: &str) -> io::Result<Self> {
        let folder = std::env::temp_dir();
        let process = std::process::id();
        // Names may be taken, by a stranger even; a new file is never one that was there.
        for number in 0..100 {
            let path = folder.join(format!("pullquote-note-{process}-{number}.md"));
            let mut options = OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.open(&path) {
                Ok(mut file) => {
                    let draft = Self(path);
                    file.write_all(text.as_bytes())?;
                    return Ok(draft);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn read(&self) -> io::Result<String> {
        let mut bytes = Vec::new();
        File::open(self.path())?
            .take(MOST)
            .read_to_end(&mut bytes)?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        fs::remove_file(self.path()).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn what_the_editor_leaves_is_read_back() {
        let (sender, receiver) = channel();
        let folder = tempfile::tempdir().unwrap();
        let script = folder.path().join("edit");
        fs::write(&script, "#!/bin/sh\nprintf ' and more' >> \"$1\"\n").unwrap();
        let editor = format!("sh {}", script.display());
        sender.send(Event::Interrupt).unwrap();
        sender
            .send(Event::End(crate::shell::Ended::HangUp))
            .unwrap();
        assert_eq!(
            edit("words", Some(&editor), &receiver, &sender).as_deref(),
            Ok("words and more")
        );
        let left: Vec<Event> = receiver.try_iter().collect();
        assert!(matches!(left[..], [Event::End(_)]), "{left:?}");
    }

    #[test]
    fn an_editor_that_fails_or_is_not_there_changes_nothing() {
        let (sender, receiver) = channel();
        let failed = edit("words", Some("false"), &receiver, &sender).unwrap_err();
        assert!(failed.contains("as it was"), "{failed}");
        let missing = edit("words", Some("/nowhere/ed"), &receiver, &sender).unwrap_err();
        assert!(missing.contains("$EDITOR"), "{missing}");
    }

    #[test]
    fn a_draft_is_gone_when_it_is_done_with() {
        let draft = Draft::new("words").unwrap();
        let path = draft.path().to_owned();
        assert_eq!(draft.read().unwrap(), "words");
        drop(draft);
        assert!(!path.exists());
    }
}
