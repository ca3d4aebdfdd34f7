//! One call of the program: its output, its library, its environment. The only place here that reads the environment.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Once;

use anyhow::{Context, Result, bail};

use crate::article::Clean;
use crate::cli::console::{self, Coloring, Out};
use crate::library::{Library, on_wait};
use crate::paths::Paths;

pub(super) use crate::shell::clock::{now, today};

/// What every verb is given.
#[derive(Debug)]
pub(super) struct Call {
    /// Standard output.
    pub(super) out: Out,
    /// What the user said about colours.
    pub(super) coloring: Coloring,
    /// The library, wherever it is.
    pub(super) library: Place,
}

/// Where the library is; not opened yet.
#[derive(Debug)]
pub(super) struct Place {
    /// The file that the user named, if any.
    named: Option<PathBuf>,
}

/// Looks a variable of the environment up.
pub(super) fn env(name: &str) -> Option<OsString> {
    #[expect(clippy::disallowed_methods, reason = "this is where it is read")]
    std::env::var_os(name)
}

/// Looks a variable up that is text; none if it is anything else.
pub(super) fn env_text(name: &str) -> Option<String> {
    env(name)?.into_string().ok()
}

/// Returns a path so that it may be shown.
pub(super) fn shown(path: &Path) -> Clean {
    Clean::line(&path.to_string_lossy())
}

impl Call {
    pub(super) fn new(library: Option<PathBuf>, coloring: Coloring) -> Self {
        let said = Once::new();
        on_wait(move || {
            said.call_once(|| {
                console::say("another program is writing to the library; waiting for it")
            });
        });
        let named = || env("PULLQUOTE_LIBRARY").filter(|path| !path.is_empty());
        Self {
            out: Out::new(coloring),
            coloring,
            library: Place {
                named: library.or_else(|| named().map(PathBuf::from)),
            },
        }
    }

    /// Returns the folders of the program.
    pub(super) fn paths() -> Result<Paths> {
        Ok(Paths::find(env)?)
    }
}

impl Place {
    /// Returns the file of the library, which need not be there.
    pub(super) fn file(&self) -> Result<PathBuf> {
        let Some(file) = &self.named else {
            return Ok(Call::paths()?.library());
        };
        if file.is_dir() {
            let name = shown(file);
            bail!("{name} is a folder, and a library is one file; try --library {name}/library.db");
        }
        Ok(file.clone())
    }

    /// Opens the library, making it when it is missing.
    pub(super) fn open(&self) -> Result<Library> {
        Ok(Library::open(&self.file()?)?)
    }

    /// Opens the library; when there is none yet, says so and makes none.
    pub(super) fn open_existing(&self) -> Result<Option<Library>> {
        let file = self.file()?;
        let is_there = file
            .try_exists()
            .with_context(|| format!("{} cannot be reached", shown(&file)))?;
        if is_there {
            return Ok(Some(Library::open(&file)?));
        }
        console::say(&format!(
            "there is no library yet at {}; `pullquote import PATH` makes one, `pullquote demo` shows a sample",
            shown(&file)
        ));
        Ok(None)
    }
}
