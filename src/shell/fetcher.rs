//! Fetches beside the reader, on a thread and a connection of its own: what is new in the feeds, or one page. Only when the
//! reader asks for it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

use crate::app::{Asked, Msg, Reply};
use crate::article::Clean;
use crate::fetch::{Limits, Reach, Web};
use crate::library::gather::{self, Asking, Extent, Fetched, Trip, Visited, Which};
use crate::library::{Library, LibraryError};
use crate::shell::Event;
use crate::shell::importer::in_words;

/// Least time between two lines of progress: a slow line has better things to carry.
const PACE: Duration = Duration::from_millis(200);

/// What is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Errand {
    /// What is new in the feeds.
    Feeds,
    /// What lies at an address.
    Page(String),
}

/// Starts and stops errands; one at a time.
pub(super) struct Fetcher {
    file: Option<PathBuf>,
    sender: Sender<Event>,
    running: Option<Arc<AtomicBool>>,
}

impl Fetcher {
    pub(super) fn new(file: Option<PathBuf>, sender: Sender<Event>) -> Self {
        Self {
            file,
            sender,
            running: None,
        }
    }

    /// Starts an errand, unless one is going on.
    pub(super) fn start(&mut self, errand: Errand) {
        let Some(file) = self.file.clone() else {
            return self.refuse(
                "These articles are not in your library; start pullquote without files to fetch.",
            );
        };
        let is_running = self
            .running
            .as_ref()
            .is_some_and(|stop| Arc::strong_count(stop) > 1);
        if is_running {
            return self.refuse("Something is still being fetched; Esc stops it.");
        }
        let stop = Arc::new(AtomicBool::new(false));
        self.running = Some(Arc::clone(&stop));
        let sender = self.sender.clone();
        thread::spawn(move || {
            // A bug in here must not leave the reader waiting for an end that never comes.
            let run = catch_unwind(AssertUnwindSafe(|| run(&file, errand, &stop, &sender)));
            let (summary, clean) = match run {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(error)) => (format!("Not fetched: {error}"), false),
                Err(_) => ("A bug has stopped the fetching.".to_owned(), false),
            };
            let reply = Reply::Imported { summary, clean };
            sender.send(Event::Msg(Msg::Reply(reply))).ok();
        });
    }

    /// Asks the running errand to stop; what it has brought stays.
    pub(super) fn stop(&self) {
        if let Some(stop) = &self.running {
            stop.store(true, Ordering::Relaxed);
        }
    }

    fn refuse(&self, reason: &str) {
        let failed = Reply::Failed {
            asked: Asked::Other,
            reason: reason.to_owned(),
        };
        self.sender.send(Event::Msg(Msg::Reply(failed))).ok();
    }
}

/// Runs an errand; returns what came of it in one line, and whether all went well.
fn run(
    file: &Path,
    errand: Errand,
    stop: &AtomicBool,
    sender: &Sender<Event>,
) -> Result<(String, bool), LibraryError> {
    let mut library = Library::open(file)?;
    let web = Web::new(Reach::Public, Limits::default());
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ");
    let now = Clean::line(&now.to_string());
    let trip = Trip {
        web: &web,
        now: &now,
        stop,
        extent: Extent::Article,
    };
    let say = |line: String| {
        sender
            .send(Event::Msg(Msg::Reply(Reply::Importing(line))))
            .ok();
    };
    say("Fetching · Esc stops".to_owned());
    match errand {
        Errand::Page(url) => {
            let Visited { tally, feeds } = gather::visit(&mut library, &[url], &trip, &mut |_| {})?;
            let clean = tally.refused.is_empty();
            let hint = if feeds.is_empty() {
                ""
            } else {
                " It is a feed; `pullquote feeds add` follows it."
            };
            Ok((in_words(&tally) + hint, clean))
        }
        Errand::Feeds => {
            let mut last: Option<Instant> = None;
            let fetched = gather::fetch(&mut library, &Which::Due, &trip, &mut |asking| {
                if last.is_none_or(|last| last.elapsed() >= PACE) {
                    last = Some(Instant::now());
                    say(line(&asking));
                }
            })?;
            let clean = fetched.failed.is_empty() && fetched.asked + fetched.resting > 0;
            Ok((outcome(&fetched), clean))
        }
    }
}

fn line(asking: &Asking) -> String {
    format!(
        "Fetching: {} of {} feeds, {} new · Esc stops",
        asking.done, asking.total, asking.added
    )
}

/// What came of asking, in one line, with the first failure and its reason.
fn outcome(fetched: &Fetched) -> String {
    if fetched.asked + fetched.resting == 0 && !fetched.interrupted {
        return "No feed is followed yet; `pullquote feeds add ADDRESS` follows one.".to_owned();
    }
    let resting = match fetched.resting {
        0 => String::new(),
        count => format!(", {count} left alone for now"),
    };
    let count = fetched.failed.len();
    let failed = fetched.failed.first().map(|first| {
        let (name, reason) = (&first.name, &first.reason);
        format!(", {count} failed ({name}: {reason})")
    });
    let end = if fetched.interrupted {
        "; stopped, fetch again to go on"
    } else {
        "."
    };
    format!(
        "{} new, {} updated{resting}{}{end}",
        fetched.added,
        fetched.updated,
        failed.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::ingest::Refusal;

    #[test]
    fn an_outcome_is_one_line() {
        let mut fetched = Fetched::default();
        assert!(outcome(&fetched).starts_with("No feed is followed"));
        fetched.asked = 3;
        fetched.added = 2;
        assert_eq!(outcome(&fetched), "2 new, 0 updated.");
        fetched.resting = 1;
        fetched.interrupted = true;
        fetched.failed.push(Refusal {
            name: Clean::line("https://gull.example/feed"),
            line: None,
            reason: Clean::line("it took too long"),
        });
        assert_eq!(
            outcome(&fetched),
            "2 new, 0 updated, 1 left alone for now, 1 failed (https://gull.example/feed: it took too long); stopped, fetch again to go on"
        );
    }
}
