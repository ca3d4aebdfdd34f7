//! How a call ends: its exit code, and the one line that says why.

use std::io;

use anyhow::{Error, Result};

use crate::cli::console;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// Something was done or found.
    Done,
    /// There was nothing to be found.
    Nothing,
    /// It failed, and said so already.
    Failed,
    /// A signal of this number ended it.
    Signal(i32),
}

impl Ending {
    /// Returns the exit code.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Nothing => 1,
            Self::Failed => 2,
            Self::Signal(number) => u8::try_from(number).map_or(u8::MAX, |n| n.saturating_add(128)),
        }
    }

    /// Returns the ending of something that looked for things.
    pub(super) const fn found(any: bool) -> Self {
        if any { Self::Done } else { Self::Nothing }
    }
}

/// Says why a call failed, if it did. One whose reader went away ends quietly: `pullquote list | head` is no failure.
pub(super) fn report(result: Result<Ending>) -> Ending {
    match result {
        Ok(ending) => ending,
        Err(error) if is_broken_pipe(&error) => Ending::Done,
        Err(error) => {
            console::say(&in_one_line(&error));
            Ending::Failed
        }
    }
}

/// Returns an error and its causes. One that tells its cause already is not followed by it again.
fn in_one_line(error: &Error) -> String {
    let mut line = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if !line.ends_with(&cause) {
            let colon = if line.is_empty() { "" } else { ": " };
            line = line + colon + &cause;
        }
    }
    line
}

/// Whether the other end of the output is gone.
pub(super) fn is_broken_pipe(error: &Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}
