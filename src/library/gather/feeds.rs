//! What is new in the feeds that are followed. A feed that does not answer is left alone for a while, longer each time.

use crate::article::{Clean, FeedId};
use crate::fetch;
use crate::fetch::crowd::Task;
use crate::library::gather::Trip;
use crate::library::gather::discover::discover;
use crate::library::gather::round::{About, Round};
use crate::library::ingest::Refusal;
use crate::library::{Library, LibraryError};

/// Which feeds are asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// Those that are not to be left alone at the moment.
    Due,
    /// Whatever they did before.
    These(Vec<FeedId>),
}

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// Feeds that have answered, or failed to.
    pub done: usize,
    /// All that are asked.
    pub total: usize,
    /// Articles that are new so far.
    pub added: usize,
    /// What was just heard of.
    pub label: Clean,
}

/// What came of asking.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fetched {
    /// Feeds that were asked.
    pub asked: usize,
    /// Feeds that are left alone for now.
    pub resting: usize,
    /// Articles that are new.
    pub added: usize,
    /// Articles that were edited.
    pub updated: usize,
    /// Pages that could not be had; their items have the feed's text.
    pub pages_missed: usize,
    /// Feeds that failed.
    pub feeds_failed: usize,
    /// Feeds, and items of feeds, that could not be had, and why.
    pub failed: Vec<Refusal>,
    /// Whether it was told to stop before the end.
    pub interrupted: bool,
}

/// What came of following a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The feed.
    pub id: FeedId,
    /// Its address, which may be another one than was given.
    pub url: Clean,
    /// What it calls itself.
    pub title: Clean,
    /// Whether it was not followed before.
    pub is_new: bool,
    /// Other feeds of the same page.
    pub others: Vec<Clean>,
    /// What came of it.
    pub fetched: Fetched,
}

/// Asks feeds for what is new, and takes it in.
///
/// # Errors
/// When the library cannot be written to. What was stored before stays.
pub fn fetch(
    library: &mut Library,
    which: &Which,
    trip: &Trip<'_>,
    progress: &mut dyn FnMut(Asking),
) -> Result<Fetched, LibraryError> {
    let mut feeds = library.store.feeds()?;
    let all = feeds.len();
    match which {
        Which::Due => feeds.retain(|feed| feed.is_due(trip.now)),
        Which::These(ids) => feeds.retain(|feed| ids.contains(&feed.id)),
    }
    let resting = match which {
        Which::Due => all - feeds.len(),
        Which::These(_) => 0,
    };
    let text = |text: &Option<Clean>| text.as_ref().map(ToString::to_string);
    let tasks = feeds.into_iter().map(|feed| Task {
        url: feed.url.to_string(),
        etag: text(&feed.health.etag),
        modified: text(&feed.health.modified),
        what: About::Feed(Box::new(feed)),
    });
    let tasks: Vec<_> = tasks.collect();
    let mut round = Round::new(library, *trip, tasks.len());
    round.fetched.resting = resting;
    round.run(tasks, progress)
}

/// Follows the feed at an address, or the one that the page there names, and takes in what it has.
///
/// # Errors
/// The reason why there is none, or when the library cannot be written to.
pub fn add(
    library: &mut Library,
    url: &str,
    folder: Option<&str>,
    is_full: bool,
    trip: &Trip<'_>,
) -> Result<Result<Added, String>, LibraryError> {
    let found = fetch::normal(url)
        .map_err(|error| error.to_string())
        .and_then(|url| discover(&url, trip));
    let (got, feed, others) = match found {
        Ok(found) => found,
        Err(reason) => return Ok(Err(reason)),
    };
    let url = if got.moved { &got.url } else { &got.asked };
    let now = trip.now.as_str();
    let (id, is_new) = library
        .store
        .follow(url, &feed.title, folder, is_full, now)?;
    let title = feed.title.clone();
    let Some(subscription) = library
        .store
        .feeds()?
        .into_iter()
        .find(|feed| feed.id == id)
    else {
        return Ok(Err("it is not in the library any more".to_owned()));
    };
    let url = subscription.url.clone();
    let mut round = Round::new(library, *trip, 1);
    let tasks = round.read(&subscription, &got.got, feed)?;
    let fetched = round.run(tasks, &mut |_| {})?;
    Ok(Ok(Added {
        id,
        url,
        title,
        is_new,
        others,
        fetched,
    }))
}
