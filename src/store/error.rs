//! What can go wrong with a library, in words for the reader. Knows SQLite's codes so that nobody else has to.

use std::io;
use std::path::Path;

use rusqlite::ErrorCode;

use crate::article::Clean;
use crate::store::mount;

/// Why the library could not do what it was asked. Whatever the reason, what it held before it still holds.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process kept it locked for longer than we wait.
    #[error("the library is busy: another pullquote is writing to it; try again in a moment")]
    Busy,
    /// The same where it lies on a network mount, some of which keep no locks.
    #[error(
        "the library is busy, or its network mount ({0}) keeps no locks; try again in a moment, or put the library on a disk of this computer"
    )]
    BusyFarAway(&'static str),
    /// It was written by a version that is newer than this one.
    #[error(
        "{path} was written by a newer pullquote (format {found}; this one knows {known}); it was left as it is"
    )]
    Newer {
        /// The file.
        path: Clean,
        /// Its format.
        found: i64,
        /// The newest format that we know.
        known: i64,
    },
    /// The file is something else.
    #[error("{path} is not a pullquote library; it was left as it is")]
    NotALibrary {
        /// The file.
        path: Clean,
    },
    /// The file cannot be made sense of.
    #[error(
        "the library is damaged ({reason}) and was left as it is; `pullquote check` says how much, `pullquote export` saves what can be read; then put a copy made by `pullquote backup` in its place, or move it away"
    )]
    Damaged {
        /// What does not fit.
        reason: String,
    },
    /// One article cannot be made sense of.
    #[error("article {id} in the library is damaged ({reason}); remove it and import it again")]
    DamagedArticle {
        /// Its number.
        id: i64,
        /// What does not fit.
        reason: String,
    },
    /// There is no room left.
    #[error("the disk is full; what was stored before is safe")]
    Full,
    /// The disk did not do what it was asked, as where a quota is used up or a share has gone.
    #[error(
        "the disk refused ({0}): it may be full, over its quota or gone; what was stored before is safe"
    )]
    Disk(String),
    /// An article has as many highlights as it may have.
    #[error(
        "this article has no room for more highlights and notes; take some away, or make them shorter"
    )]
    NoRoom,
    /// There are as many clips as there may be.
    #[error("there are {0} clips already; export them, and take some out")]
    TooManyClips(usize),
    /// Its file is not where it was opened: what is written now would be seen by nobody.
    #[error(
        "{path} is not the library any more that was opened there; nothing is written until it is back; leave, and look for it"
    )]
    Moved {
        /// Where it was.
        path: Clean,
    },
    /// It may be read but not written.
    #[error("the library cannot be written to: its file or folder is read-only")]
    ReadOnly,
    /// The question was taken back before it was answered.
    #[error("the search was given up for a newer one")]
    Interrupted,
    /// The article is not there, or not any more.
    #[error("article {0} is not in the library")]
    Gone(i64),
    /// The speaker or name is not there, or not any more.
    #[error("that speaker is not in the library any more; list the speakers anew")]
    GoneSpeaker,
    /// The only name of a speaker cannot be taken away.
    #[error("that speaker has only one name, so there is nothing to split")]
    OnlyName,
    /// The file or its folder cannot be made or opened.
    #[error("{path}: {source}")]
    File {
        /// The file or folder.
        path: Clean,
        /// Why.
        source: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("the library failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// Says of a library that is busy where it lies, when that may be why.
    #[must_use]
    pub(super) fn at(self, path: Option<&Path>) -> Self {
        match self {
            Self::Busy => path
                .and_then(mount::over_network)
                .map_or(Self::Busy, Self::BusyFarAway),
            other => other,
        }
    }

    pub(super) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = name(path);
        move |source| Self::File { path, source }
    }
}

/// Returns a path in a form that may be shown.
pub(super) fn name(path: &Path) -> Clean {
    Clean::line(&path.to_string_lossy())
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(
                ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::FileLockingProtocolFailed,
            ) => Self::Busy,
            Some(ErrorCode::OperationInterrupted) => Self::Interrupted,
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::SystemIoFailure) => Self::Disk(error.to_string()),
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => Self::Damaged {
                reason: error.to_string(),
            },
            _ => Self::Failed(error.to_string()),
        }
    }
}
