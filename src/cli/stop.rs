//! Long work that Ctrl-C stops between two steps, so that what is done is kept.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::cli::console;
use crate::cli::ending::Ending;

/// Whether the user asked to stop, and by which signal.
pub(super) struct Asked {
    pub(super) stop: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Asked {
    /// Begins to watch. Asked a second time, the process ends at once, which costs what is not stored yet and nothing
    /// else.
    pub(super) fn watch() -> Result<Self> {
        const SIGNAL: i32 = 128;
        let asked = Self {
            stop: Arc::new(AtomicBool::new(false)),
            signal: Arc::new(AtomicUsize::new(0)),
        };
        for (signal, number) in [(SIGINT, SIGINT as usize), (SIGTERM, SIGTERM as usize)] {
            // The order matters: the first signal finds the flag unset, and sets it after the others have looked.
            flag::register_conditional_shutdown(signal, SIGNAL + signal, Arc::clone(&asked.stop))
                .and_then(|_| flag::register_usize(signal, Arc::clone(&asked.signal), number))
                .and_then(|_| flag::register(signal, Arc::clone(&asked.stop)))
                .context("signals cannot be watched")?;
        }
        Ok(asked)
    }

    /// Whether a signal has asked.
    pub(super) fn has_been(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }

    /// Says that it was asked to stop, and returns how the program ends then.
    pub(super) fn interrupted(&self) -> Ending {
        console::say("interrupted; what is done is kept, run it again to go on");
        Ending::Signal(self.signal())
    }

    /// Returns the number of the signal that asked.
    pub(super) fn signal(&self) -> i32 {
        i32::try_from(self.signal.load(Ordering::SeqCst)).unwrap_or(SIGINT)
    }
}
