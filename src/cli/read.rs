//! `pullquote` without a verb: the reader, on the library or on files that are named.

mod typo;

use std::collections::HashMap;
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::{Result, bail};

use crate::article::ArticleId;
use crate::cli::call::{Call, env_text, now};
use crate::cli::console::{self, Coloring};
use crate::cli::demo;
use crate::cli::ending::Ending;
use crate::cli::source::{inputs, one_line};
use crate::config::{Settings, Wanted};
use crate::kept::Kept as Made;
use crate::library::Library;
use crate::library::ingest::read_illustrated;
use crate::shell::{self, Ended, Host, Kept, KeptArticle, Session};

/// The number of the signal that tells of a lost terminal; not every platform names it.
const HANG_UP: i32 = 1;

/// Largest file of settings that is read, in bytes.
const MOST_SETTINGS: u64 = 1 << 20;

/// Opens the reader: on the library when no files are named, else on these files alone.
pub(super) fn run(files: &[PathBuf], call: &Call) -> Result<Ending> {
    if let Some(missing) = files.iter().find(|file| is_missing(file)) {
        bail!("{}", typo::not_there(missing));
    }
    if files.is_empty() {
        needs_terminal("list, show, quotes, search and export work without one")?;
        let file = call.library.file()?;
        return open(call.library.open()?, None, Some(file), call);
    }
    needs_terminal("`pullquote show` prints a file without one")?;
    match loose(files, call)? {
        Some((library, kept)) => open(library, kept, None, call),
        None => Ok(Ending::Failed),
    }
}

fn is_missing(file: &Path) -> bool {
    file.as_os_str() != "-" && matches!(file.try_exists(), Ok(false))
}

/// Takes files into a library in memory; none when not one of them can be read, which was said then. What is in the
/// reader's own library as well has its state from there.
fn loose(files: &[PathBuf], call: &Call) -> Result<Option<(Library, Option<Kept>)>> {
    let mut library = Library::open_in_memory()?;
    let own = own_library(call);
    let mut articles = HashMap::new();
    let mut count = 0;
    let mut refused = 0;
    let mut outcome = Ok(());
    let stop = AtomicBool::new(false);
    read_illustrated(&inputs(files)?, &now(), &stop, &mut |loose| match loose {
        Ok(mut loose) => {
            let there = own
                .as_ref()
                .and_then(|own| own.find(&loose.record.article).ok().flatten());
            let kept = there
                .zip(own.as_ref())
                .and_then(|(id, own)| own.open_article(id).ok().flatten());
            let mut has_same_text = false;
            if let Some(kept) = kept {
                loose.record.state = kept.state;
                has_same_text = kept.article.body.text() == loose.record.article.body.text();
                if !has_same_text {
                    // A byte of another text is no place in this one.
                    loose.record.state.place = 0;
                }
            }
            match library.put_loose(&loose) {
                Ok(put) => {
                    count += 1;
                    articles.extend(there.map(|id| (put.id(), KeptArticle { id, has_same_text })));
                }
                Err(error) => outcome = Err(error),
            }
        }
        Err(refusal) => {
            refused += 1;
            console::say(&one_line(&refusal));
        }
    })?;
    outcome?;
    if count == 0 && refused == 0 {
        console::say("there is no article in it; name files, or folders that hold some");
    }
    if let Some(own) = &own {
        let (same, others): (Vec<KeptArticle>, Vec<KeptArticle>) =
            articles.values().partition(|kept| kept.has_same_text);
        let decided = |articles: &[KeptArticle]| {
            let ids: Vec<ArticleId> = articles.iter().map(|kept| kept.id).collect();
            own.decisions(&ids)
        };
        let mut all = decided(&others)?;
        // A place in another text is none in this one; a correction knows the words that it is about.
        all.retain(|it| !matches!(it, Made::Mark { .. }));
        all.append(&mut decided(&same)?);
        library.take_kept(&all)?;
    }
    let kept = own.map(|library| Kept { library, articles });
    Ok((count > 0).then_some((library, kept)))
}

/// Opens the reader's own library, if there is one. Files are read without it as well, but that is said.
fn own_library(call: &Call) -> Option<Library> {
    let file = call.library.file().ok()?;
    if !file.is_file() {
        return None;
    }
    Library::open(&file)
        .inspect_err(|error| console::say(&format!("your library is not used: {error}")))
        .ok()
}

/// Fails unless the reader can be shown. `instead` says what to do then.
pub(super) fn needs_terminal(instead: &str) -> Result<()> {
    if console::is_dumb() {
        bail!(
            "the reader needs a terminal that can do more than print (TERM is \"dumb\"); {instead}"
        );
    }
    if !has_terminal() {
        bail!("the reader needs a terminal; {instead}");
    }
    Ok(())
}

/// Whether there is a terminal to read in.
pub(super) fn has_terminal() -> bool {
    !console::is_dumb() && io::stdin().is_terminal() && io::stdout().is_terminal()
}

/// Runs the reader. `file` is the library's, so that imports can run beside it; none for one in memory.
pub(super) fn open(
    library: Library,
    kept: Option<Kept>,
    file: Option<PathBuf>,
    call: &Call,
) -> Result<Ending> {
    let mut settings = settings();
    settings.color = match call.coloring {
        Coloring::Auto => settings.color,
        Coloring::Always => Wanted::Always,
        Coloring::Never => Wanted::Never,
    };
    settings.ascii |= call.out.is_ascii;
    let session = Session {
        library,
        kept,
        file,
        sample: demo::sample_library,
        settings,
        host: Host::from_env(&env_text),
        history: Call::paths().ok().map(|paths| paths.history()),
    };
    Ok(match shell::run(session)? {
        Ended::Quit => Ending::Done,
        Ended::Signal(number) => Ending::Signal(number),
        Ended::HangUp => Ending::Signal(HANG_UP),
    })
}

/// Reads the settings. Without a file, or a home to look for it in, the defaults hold; and where it cannot be read, with
/// that as the problem which the reader shows.
fn settings() -> Settings {
    let Ok(paths) = Call::paths() else {
        return Settings::default();
    };
    match read_small(&paths.settings()) {
        Ok(text) => Settings::read(&text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Settings::default(),
        Err(error) => Settings::unreadable(&error.to_string()),
    }
}

/// Reads a regular file of at most [`MOST_SETTINGS`] bytes. A pipe is not waited for, a device not read.
pub(super) fn read_small(file: &Path) -> io::Result<String> {
    let other = |why: String| Err(io::Error::other(why));
    if !fs::metadata(file)?.is_file() {
        return other("it is not a regular file".to_owned());
    }
    let mut text = String::new();
    // Not every file says its true length.
    fs::File::open(file)?
        .take(MOST_SETTINGS + 1)
        .read_to_string(&mut text)?;
    if text.len() as u64 > MOST_SETTINGS {
        return other(format!("it is larger than {} KiB", MOST_SETTINGS >> 10));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn settings_are_a_small_regular_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        let reason = |file: &Path| read_small(file).unwrap_err().to_string();
        let pipe = folder.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        assert_eq!(reason(&pipe), "it is not a regular file");
        std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
        assert_eq!(reason(&file), "it is not a regular file");
        fs::remove_file(&file).unwrap();
        fs::write(&file, " ".repeat((1 << 20) + 1)).unwrap();
        assert_eq!(reason(&file), "it is larger than 1024 KiB");
        fs::write(&file, "color = \"never\"").unwrap();
        assert_eq!(read_small(&file).unwrap(), "color = \"never\"");
    }
}
