//! Where files are kept: the library and the settings. The only room that knows each platform's habits.
//!
//! `XDG_*` variables are honoured on every platform. The environment comes in as a function, so nothing here depends on
//! the machine it runs on unless the caller asks it to.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// The folder of the program inside each base folder.
const NAME: &str = "pullquote";

/// The folders of the program. None is made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paths {
    /// What must not be lost: the library.
    pub data: PathBuf,
    /// Settings and keys.
    pub config: PathBuf,
    /// What may be lost: lines that were typed.
    pub state: PathBuf,
}

/// Why the folders are not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PathsError {
    /// There is neither a home nor the variables that stand for it.
    #[error("your home folder is not known; set HOME, or name the file with --library")]
    NoHome,
}

impl Paths {
    /// Finds the folders. `env` looks a variable up; an `XDG_*` that is empty or not absolute does not count.
    ///
    /// # Errors
    /// When there is neither a home folder nor a variable for each of the folders.
    pub fn find(env: impl Fn(&str) -> Option<OsString>) -> Result<Self, PathsError> {
        let set = |variable: &str| {
            let path = PathBuf::from(env(variable)?);
            path.is_absolute().then(|| path.join(NAME))
        };
        let home = || {
            let home = PathBuf::from(env("HOME")?);
            home.is_absolute().then_some(home)
        };
        let habit = home().and_then(|home| Self::below(&home));
        // What the platform says goes by HOME as well, so it is only asked where that says nothing; a relative one would make
        // folders wherever the program is called.
        let is_relative =
            env("HOME").is_some_and(|home| !home.is_empty() && Path::new(&home).is_relative());
        let habit = || {
            habit
                .clone()
                .or_else(|| (!is_relative).then(Self::of_platform).flatten())
        };
        let pick = |variable: &str, of: fn(Self) -> PathBuf| {
            set(variable)
                .or_else(|| habit().map(of))
                .ok_or(PathsError::NoHome)
        };
        let data = pick("XDG_DATA_HOME", |paths| paths.data);
        Ok(Self {
            data: data.clone()?,
            config: pick("XDG_CONFIG_HOME", |paths| paths.config)?,
            // What is not lost without it must not keep the program from starting.
            state: pick("XDG_STATE_HOME", |paths| paths.state).or_else(|_| data.clone())?,
        })
    }

    /// Returns the file of the library.
    pub fn library(&self) -> PathBuf {
        self.data.join("library.db")
    }

    /// Returns the file of the settings.
    pub fn settings(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// Returns the file of the lines that were typed.
    pub fn history(&self) -> PathBuf {
        self.state.join("history")
    }

    /// Returns the habit of the platform for a home folder that the environment names; none where a home says nothing.
    #[cfg(target_os = "macos")]
    fn below(home: &Path) -> Option<Self> {
        let support = home.join("Library/Application Support").join(NAME);
        Some(Self {
            data: support.clone(),
            config: support.clone(),
            state: support,
        })
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[expect(clippy::unnecessary_wraps, reason = "other platforms have none")]
    fn below(home: &Path) -> Option<Self> {
        Some(Self {
            data: home.join(".local/share").join(NAME),
            config: home.join(".config").join(NAME),
            state: home.join(".local/state").join(NAME),
        })
    }

    #[cfg(not(unix))]
    fn below(_home: &Path) -> Option<Self> {
        None
    }

    /// Returns what the platform itself says.
    fn of_platform() -> Option<Self> {
        let dirs = ProjectDirs::from("", "", NAME)?;
        Some(Self {
            data: dirs.data_dir().to_owned(),
            config: dirs.config_dir().to_owned(),
            state: dirs.state_dir().unwrap_or(dirs.data_dir()).to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(variables: &[(&str, &str)]) -> Paths {
        let lookup = |name: &str| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| OsString::from(value))
        };
        Paths::find(lookup).unwrap()
    }

    #[cfg(unix)]
    #[test]
    fn variables_count_on_every_platform() {
        let paths = find(&[
            ("HOME", "/h"),
            ("XDG_DATA_HOME", "/d"),
            ("XDG_CONFIG_HOME", "/c"),
        ]);
        assert_eq!(paths.library(), Path::new("/d/pullquote/library.db"));
        assert_eq!(paths.settings(), Path::new("/c/pullquote/config.toml"));
        assert_eq!(
            paths.history(),
            Path::new("/h/.local/state/pullquote/history")
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_relative_home_is_none() {
        let lookup = |name: &str| (name == "HOME").then(|| OsString::from("rel"));
        assert_eq!(Paths::find(lookup), Err(PathsError::NoHome));
    }

    #[cfg(unix)]
    #[test]
    fn relative_and_empty_variables_do_not_count() {
        let plain = find(&[("HOME", "/h")]);
        let odd = find(&[
            ("HOME", "/h"),
            ("XDG_DATA_HOME", "here"),
            ("XDG_CONFIG_HOME", ""),
        ]);
        assert_eq!(plain, odd);
        assert!(plain.data.starts_with("/h"));
    }
}
