//! The message at the bottom of the screen, and until when it stands there.

use std::time::{Duration, Instant};

/// What happened, in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The message.
    pub text: String,
    /// How grave it is.
    pub tone: Tone,
    /// When it goes away; never, when work is still going on.
    pub until: Option<Instant>,
}

/// How grave a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something could not be done.
    Failed,
    /// Something is going on.
    Working,
}

impl Notice {
    /// Returns a notice of something done.
    pub fn done(text: impl Into<String>, now: Instant) -> Self {
        Self {
            text: text.into(),
            tone: Tone::Done,
            until: Some(now + Duration::from_secs(4)),
        }
    }

    /// Returns a notice of something that failed; it stays a little longer.
    pub fn failed(text: impl Into<String>, now: Instant) -> Self {
        Self {
            text: text.into(),
            tone: Tone::Failed,
            until: Some(now + Duration::from_secs(10)),
        }
    }

    /// Returns a notice of something that should be over soon, and goes away with it or is said again.
    pub fn waiting(text: impl Into<String>, now: Instant) -> Self {
        Self {
            tone: Tone::Working,
            ..Self::done(text, now)
        }
    }

    /// Returns a notice that stays until another takes its place.
    pub fn working(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            tone: Tone::Working,
            until: None,
        }
    }
}
