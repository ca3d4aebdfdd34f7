//! Pages by their address. One that is in the library is asked for again only as far as it changed.

use crate::article::Clean;
use crate::fetch::crowd::{self, Task};
use crate::fetch::{Answer, FetchError, Got, digest};
use crate::import::{Extent, Hint};
use crate::library::gather::{Trip, kept};
use crate::library::ingest::ready::{Tools, alone, read_all};
use crate::library::ingest::{Refusal, Tally};
use crate::library::{Library, LibraryError, Outcome};
use crate::store::FetchedPage;

/// What became of addresses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Visited {
    /// What became of what lay there.
    pub tally: Tally,
    /// Addresses of feeds among them: their items were taken in, but they are not followed.
    pub feeds: Vec<Clean>,
}

/// Takes in what lies at addresses; calls `progress` with how many are done.
///
/// # Errors
/// When the library cannot be written to. What was stored before stays.
pub fn visit(
    library: &mut Library,
    urls: &[String],
    trip: &Trip<'_>,
    progress: &mut dyn FnMut(usize),
) -> Result<Visited, LibraryError> {
    let mut visited = Visited::default();
    let mut tasks = Vec::with_capacity(urls.len());
    for (number, url) in urls.iter().enumerate() {
        // All of a page is more than what was kept of it.
        let known = match trip.extent {
            Extent::Article => library.store.page(url)?,
            Extent::Whole => None,
        };
        let known = known.unwrap_or_default();
        tasks.push(Task {
            url: url.clone(),
            etag: known.etag.map(|etag| etag.to_string()),
            modified: known.modified.map(|modified| modified.to_string()),
            what: number,
        });
    }
    let mut done = 0;
    let mut refused = Vec::new();
    crowd::all(trip.web, tasks, trip.stop, &mut |task, answer| {
        if answer != Err(FetchError::Stopped) {
            let mut about = Visited::default();
            take(library, &task.url, answer, trip, &mut about)?;
            let more = std::mem::take(&mut about.tally.refused);
            refused.extend(more.into_iter().map(|refusal| (task.what, refusal)));
            visited.tally.join(about.tally);
            visited.feeds.extend(about.feeds);
            done += 1;
            progress(done);
        }
        Ok::<_, LibraryError>(Vec::new())
    })?;
    // Answers come as they may; what is said of them comes in the order of the addresses.
    refused.sort_by_key(|(number, _)| *number);
    for (_, refusal) in refused {
        visited.tally.refuse(refusal);
    }
    visited.tally.interrupted = done < urls.len();
    Ok(visited)
}

fn take(
    library: &mut Library,
    url: &str,
    answer: Result<Answer, FetchError>,
    trip: &Trip<'_>,
    visited: &mut Visited,
) -> Result<(), LibraryError> {
    let got = match answer {
        Ok(Answer::Got(got)) => got,
        Ok(Answer::Same(_)) => {
            visited.tally.unchanged += 1;
            return Ok(());
        }
        Err(error) => {
            visited.tally.refuse(refusal(url, &error.to_string()));
            return Ok(());
        }
    };
    let source = Clean::line(&got.url);
    let hint = hint(&got);
    let mut tools = Tools::default();
    let made = match alone(|| read_all(&got.bytes, hint, (&source).into(), trip.how(), &mut tools))
    {
        Ok(made) => made,
        Err(reason) => {
            visited.tally.refuse(refusal(url, &reason));
            return Ok(());
        }
    };
    if made.is_feed {
        visited.feeds.push(Clean::line(url));
    }
    let is_one = made.articles.len() == 1 && !made.is_feed;
    for ready in made.articles {
        let ready = match ready {
            Ok(ready) => ready,
            Err(refusal) => {
                visited.tally.refuse(refusal);
                continue;
            }
        };
        for outcome in library.store.put([ready.entry()])? {
            match outcome {
                Outcome::Added(_) => visited.tally.added += 1,
                Outcome::Updated(_) => visited.tally.updated += 1,
                Outcome::Unchanged(_) => visited.tally.unchanged += 1,
            }
        }
        if is_one {
            let page = FetchedPage {
                etag: kept(got.said.etag.as_ref()),
                modified: kept(got.said.modified.as_ref()),
                digest: Clean::line(&digest(&got.bytes)),
                fetched: trip.now.clone(),
                key: Clean::line(&ready.key),
            };
            library.store.keep_page(url, &page)?;
        }
    }
    Ok(())
}

/// What is known of bytes that were got. The address ends like a file's name, and means as little.
pub(super) fn hint(got: &Got) -> Hint<'_> {
    let is_page = got
        .said
        .media
        .as_deref()
        .is_some_and(|media| media.contains("html"));
    Hint {
        name: if is_page { "page.html" } else { &got.url },
        url: Some(&got.url),
        charset: got.said.charset.as_deref(),
    }
}

pub(super) fn refusal(url: &str, reason: &str) -> Refusal {
    Refusal {
        name: Clean::line(url),
        line: None,
        reason: Clean::line(reason),
    }
}
