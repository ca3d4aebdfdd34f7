//! `pullquote` without a verb: the reader, on the library or on files that are named.

mod typo;

use std::fs;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, bail};

use crate::cli::call::{Call, env, now, shown};
use crate::cli::console::{self, Coloring};
use crate::cli::ending::Ending;
use crate::cli::source::{inputs, one_line};
use crate::config::{Color, Settings};
use crate::library::Library;
use crate::library::ingest::ingest;
use crate::shell::{self, Ended, Host, Session};

/// The number of the signal that tells of a lost terminal; not every platform names it.
const HANG_UP: i32 = 1;

/// Opens the reader: on the library when no files are named, else on these files alone.
pub(super) fn run(files: &[PathBuf], call: &Call) -> Result<Ending> {
    if let Some(missing) = files.iter().find(|file| is_missing(file)) {
        bail!("{}", typo::not_there(missing));
    }
    if files.is_empty() {
        needs_terminal("list, show, quotes, search and export work without one")?;
        let file = call.library_file()?;
        return open(call.open()?, Some(file), call);
    }
    needs_terminal("`pullquote show` prints a file without one")?;
    match loose(files)? {
        Some(library) => open(library, None, call),
        None => Ok(Ending::Failed),
    }
}

fn is_missing(file: &Path) -> bool {
    file.as_os_str() != "-" && matches!(file.try_exists(), Ok(false))
}

/// Takes files into a library in memory; none when not one of them can be read, which was said then.
fn loose(files: &[PathBuf]) -> Result<Option<Library>> {
    let mut library = Library::open_in_memory()?;
    let stop = AtomicBool::new(false);
    let tally = ingest(&mut library, &inputs(files)?, &now(), &stop, &mut |_| {})?;
    for refusal in &tally.refused {
        console::say(&one_line(refusal));
    }
    let any = tally.added + tally.updated + tally.unchanged > 0;
    if !any && tally.refused.is_empty() {
        console::say("there is no article in it; name files, or folders that hold some");
    }
    Ok(any.then_some(library))
}

/// Fails unless the reader can be shown. `instead` says what to do then.
pub(super) fn needs_terminal(instead: &str) -> Result<()> {
    if console::is_dumb() {
        bail!(
            "the reader needs a terminal that can do more than print (TERM is \"dumb\"); {instead}"
        );
    }
    if !io::stdin().is_terminal() || !io::stdout().is_terminal() {
        bail!("the reader needs a terminal; {instead}");
    }
    Ok(())
}

/// Runs the reader. `file` is the library's, so that imports can run beside it; none for one in memory.
pub(super) fn open(library: Library, file: Option<PathBuf>, call: &Call) -> Result<Ending> {
    let mut settings = settings()?;
    settings.color = match call.coloring {
        Coloring::Auto => settings.color,
        Coloring::Always => Color::Always,
        Coloring::Never => Color::Never,
    };
    let text = |name: &str| env(name).and_then(|value| value.into_string().ok());
    let session = Session {
        library,
        file,
        settings,
        host: Host::from_env(&text),
    };
    Ok(match shell::run(session)? {
        Ended::Quit => Ending::Done,
        Ended::Signal(number) => Ending::Signal(number),
        Ended::HangUp => Ending::Signal(HANG_UP),
    })
}

/// Reads the settings. Without a file, or a home to look for it in, the defaults hold.
fn settings() -> Result<Settings> {
    let Ok(paths) = Call::paths() else {
        return Ok(Settings::default());
    };
    let file = paths.settings();
    match fs::read_to_string(&file) {
        Ok(text) => Ok(Settings::read(&text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Settings::default()),
        Err(error) => {
            Err(error).with_context(|| format!("the settings {} cannot be read", shown(&file)))
        }
    }
}
