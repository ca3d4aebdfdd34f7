//! A note in another editor: the program that the reader has chosen (`$VISUAL`, `$EDITOR`) has the terminal meanwhile.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::app::Reply;
use crate::shell::guest::Guest;
use crate::shell::{Ended, Shell};

/// Most that is read back, in bytes; what is longer is no note.
const MOST: u64 = 256 << 10;

/// What is run when nothing is chosen.
const DEFAULT: &str = "vi";

impl Shell {
    /// Lets the reader go on with a text in the editor of their choice.
    pub(super) fn edit(&mut self, text: &str) -> Result<Option<Ended>> {
        let draft = match Draft::new(text) {
            Ok(draft) => draft,
            Err(error) => {
                let reason = format!("No file for the note can be made: {error}");
                self.tell(Reply::Edited(Err(reason)));
                return Ok(None);
            }
        };
        let words = words(self.host.editor.as_deref(), draft.path());
        let guest = Guest {
            words,
            input: None,
            waits: false,
        };
        self.lend(guest, move |program, failed| {
            Reply::Edited(outcome(&draft, &program, failed))
        })
    }
}

/// Returns the editor, its arguments, and the file.
fn words(chosen: Option<&str>, file: &Path) -> Vec<String> {
    let chosen = chosen.filter(|chosen| !chosen.trim().is_empty());
    let mut words: Vec<String> = chosen
        .unwrap_or(DEFAULT)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    words.push(file.to_string_lossy().into_owned());
    words
}

fn outcome(draft: &Draft, program: &str, failed: Option<String>) -> Result<String, String> {
    match failed {
        Some(reason) => Err(format!(
            "The note is as it was: {program}: {reason}. Set $EDITOR to the editor that you want."
        )),
        None => draft
            .read()
            .map_err(|error| format!("The note cannot be read back: {error}")),
    }
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

    #[test]
    fn a_draft_is_read_back_and_gone_when_it_is_done_with() {
        let draft = Draft::new("words").unwrap();
        let path = draft.path().to_owned();
        fs::write(&path, "words and more").unwrap();
        assert_eq!(outcome(&draft, "ed", None).as_deref(), Ok("words and more"));
        let failed = outcome(&draft, "ed", Some("it failed".to_owned())).unwrap_err();
        assert!(
            failed.contains("as it was") && failed.contains("$EDITOR"),
            "{failed}"
        );
        drop(draft);
        assert!(!path.exists());
    }

    #[test]
    fn an_editor_may_have_arguments() {
        let file = Path::new("/tmp/x.md");
        assert_eq!(words(Some("code -w"), file), ["code", "-w", "/tmp/x.md"]);
        assert_eq!(words(Some(" "), file), ["vi", "/tmp/x.md"]);
        assert_eq!(words(None, file), ["vi", "/tmp/x.md"]);
    }
}
