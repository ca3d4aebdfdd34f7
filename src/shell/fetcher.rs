//! Fetches beside the reader: what is new in the feeds, or one page. Only when the reader asks for it.

use crate::fetch::{Limits, Reach, Web};
use crate::library::Library;
use crate::library::gather::{self, Asking, Extent, Fetched, Trip, Visited, Which};
use crate::shell::clock;
use crate::shell::errand::{Errands, Words};
use crate::shell::importer::in_words;

/// What is said of fetching that goes wrong.
pub(super) const FETCH: Words = Words {
    no_library: "These articles are not in your library; start pullquote without files to fetch.",
    busy: "Something is still being fetched; Esc stops it.",
    failed: "Not fetched",
    bug: "A bug has stopped the fetching.",
};

/// What is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// What is new in the feeds.
    Feeds,
    /// What lies at an address.
    Page(String),
}

/// Starts fetching, unless something is being fetched.
pub(super) fn fetch(errands: &mut Errands, wanted: Wanted) {
    errands.start(move |file, stop, teller| {
        let mut library = Library::open(file)?;
        let web = Web::new(Reach::Public, Limits::default());
        let now = clock::now();
        let trip = Trip {
            web: &web,
            now: &now,
            stop,
            extent: Extent::Article,
        };
        teller.tell(|| "Fetching · Esc stops".to_owned());
        match wanted {
            Wanted::Page(url) => {
                let Visited { tally, feeds } =
                    gather::visit(&mut library, &[url], &trip, &mut |_| {})?;
                let clean = tally.refused.is_empty();
                let hint = if feeds.is_empty() {
                    ""
                } else {
                    " It is a feed; `pullquote feeds add` follows it."
                };
                Ok((in_words(&tally) + hint, clean))
            }
            Wanted::Feeds => {
                let fetched = gather::fetch(&mut library, &Which::Due, &trip, &mut |asking| {
                    teller.tell(|| line(&asking));
                })?;
                let clean = fetched.failed.is_empty() && fetched.asked + fetched.resting > 0;
                Ok((outcome(&fetched), clean))
            }
        }
    });
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
    use crate::article::Clean;
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
