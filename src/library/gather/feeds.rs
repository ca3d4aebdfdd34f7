//! What is new in the feeds that are followed. A feed that does not answer is left alone for a while, longer each time.

use std::collections::HashMap;

use crate::article::{Article, Clean, FeedId, Health, Subscription};
use crate::fetch::crowd::{self, Task};
use crate::fetch::{Answer, FetchError, Got, digest};
use crate::import::feed::{self, Entry, Feed};
use crate::import::{self, Imported, address};
use crate::library::gather::Trip;
use crate::library::gather::discover::discover;
use crate::library::gather::health::{healthy, ill, rest};
use crate::library::gather::pages::{hint, refusal};
use crate::library::ingest::{Ready, Refusal, alone};
use crate::library::{Library, LibraryError, Outcome};
use crate::store::{Cutter, FeedItem};

/// Most pages that are fetched for one feed in one go; what is older has the feed's own text.
const MOST_PAGES: usize = 100;

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

/// What a question is about.
enum About {
    Feed(Box<Subscription>),
    Page(FeedId, Box<Entry>),
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
    let (got, feed, others) = match discover(url, trip) {
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

/// One round of questions.
struct Round<'a> {
    library: &'a mut Library,
    trip: Trip<'a>,
    fetched: Fetched,
    done: usize,
    total: usize,
    /// Feeds whose pages are not all here yet: how many, and what is to be written down then. Until it is, the feed is asked
    /// for all of it again.
    open: HashMap<FeedId, (usize, News)>,
    /// The feeds' addresses, which their items come from.
    sources: HashMap<FeedId, Clean>,
    cutter: Cutter,
}

/// What is to be written down of a feed.
#[derive(Default)]
struct News {
    health: Health,
    title: Option<Clean>,
    site: Option<Clean>,
    moved: Option<String>,
}

impl<'a> Round<'a> {
    fn new(library: &'a mut Library, trip: Trip<'a>, total: usize) -> Self {
        Self {
            library,
            trip,
            fetched: Fetched::default(),
            done: 0,
            total,
            open: HashMap::new(),
            sources: HashMap::new(),
            cutter: Cutter::default(),
        }
    }

    fn run(
        mut self,
        tasks: Vec<Task<About>>,
        progress: &mut dyn FnMut(Asking),
    ) -> Result<Fetched, LibraryError> {
        let trip = self.trip;
        crowd::all(trip.web, tasks, trip.stop, &mut |task, answer| {
            if answer == Err(FetchError::Stopped) {
                return Ok(Vec::new());
            }
            match task.what {
                About::Feed(feed) => {
                    let label = feed.label().clone();
                    let more = self.answered(*feed, answer)?;
                    progress(Asking {
                        done: self.done,
                        total: self.total,
                        added: self.fetched.added,
                        label,
                    });
                    Ok(more)
                }
                About::Page(id, entry) => {
                    self.page(id, &entry, answer)?;
                    Ok::<_, LibraryError>(Vec::new())
                }
            }
        })?;
        self.fetched.asked = self.done;
        self.fetched.interrupted = self.done < self.total || !self.open.is_empty();
        Ok(self.fetched)
    }

    /// Takes a feed's answer; returns the pages that are to be fetched for it.
    fn answered(
        &mut self,
        feed: Subscription,
        answer: Result<Answer, FetchError>,
    ) -> Result<Vec<Task<About>>, LibraryError> {
        let got = match answer {
            Ok(Answer::Got(got)) => got,
            Ok(Answer::Same(said)) => {
                self.done += 1;
                let mut health = healthy(&feed.health, &said, self.trip.now);
                // One that sends nothing may send no name either.
                health.etag = health.etag.or(feed.health.etag);
                health.modified = health.modified.or(feed.health.modified);
                health.digest = feed.health.digest;
                self.library
                    .store
                    .keep_health(feed.id, &health, None, None, None)?;
                return Ok(Vec::new());
            }
            Err(error) => {
                self.done += 1;
                self.failed(&feed, &error.to_string(), rest(&error))?;
                return Ok(Vec::new());
            }
        };
        let charset = got.said.charset.as_deref();
        let read = alone(|| {
            feed::read(&got.bytes, Some(&got.url), charset).map_err(|error| error.to_string())
        });
        match read {
            Ok(read) => self.read(&feed, &got, read),
            Err(reason) => {
                self.done += 1;
                self.failed(&feed, &reason, None)?;
                Ok(Vec::new())
            }
        }
    }

    /// Writes down that a feed failed.
    fn failed(
        &mut self,
        feed: &Subscription,
        reason: &str,
        rest: Option<i64>,
    ) -> Result<(), LibraryError> {
        self.fetched.feeds_failed += 1;
        self.fetched.failed.push(refusal(&feed.url, reason));
        let health = ill(&feed.health, reason, rest, self.trip.now);
        self.library
            .store
            .keep_health(feed.id, &health, None, None, None)
    }

    /// Takes in what is new in a feed; returns the pages that are to be fetched for it.
    fn read(
        &mut self,
        subscription: &Subscription,
        got: &Got,
        feed: Feed,
    ) -> Result<Vec<Task<About>>, LibraryError> {
        self.done += 1;
        let id = subscription.id;
        self.sources.insert(id, subscription.url.clone());
        let mut news = News {
            health: healthy(&subscription.health, &got.said, self.trip.now),
            title: Some(feed.title.clone()),
            site: feed.site.as_deref().and_then(address::link),
            moved: got.moved.then(|| got.url.clone()),
        };
        let print = Clean::line(&digest(&got.bytes));
        let is_same = subscription.health.digest.as_ref() == Some(&print);
        news.health.digest = Some(print);
        let mut pages = Vec::new();
        let entries = feed.into_entries().filter(|_| !is_same);
        for entry in entries {
            if self.trip.stop.load(std::sync::atomic::Ordering::Relaxed) {
                // Not written down, so that it is asked for all of it again.
                self.done -= 1;
                return Ok(Vec::new());
            }
            if entry.is_cut() {
                // It is asked for again as a whole, not only if it changed.
                news.health.etag = None;
                news.health.modified = None;
                news.health.digest = None;
                continue;
            }
            if self.library.store.is_known(id, &entry.id, &entry.digest)? {
                continue;
            }
            match entry.link() {
                Some(link) if subscription.is_full && pages.len() < MOST_PAGES => {
                    pages.push(Task {
                        url: link.to_owned(),
                        etag: None,
                        modified: None,
                        what: About::Page(id, Box::new(entry)),
                    })
                }
                _ => self.take(id, &entry, None)?,
            }
        }
        if pages.is_empty() {
            self.keep(id, &news)?;
        } else {
            self.open.insert(id, (pages.len(), news));
        }
        Ok(pages)
    }

    fn keep(&mut self, id: FeedId, news: &News) -> Result<(), LibraryError> {
        let (title, site) = (news.title.as_ref(), news.site.as_ref());
        self.library
            .store
            .keep_health(id, &news.health, title, site, news.moved.as_deref())
    }

    /// Takes the page of an item.
    fn page(
        &mut self,
        id: FeedId,
        entry: &Entry,
        answer: Result<Answer, FetchError>,
    ) -> Result<(), LibraryError> {
        let article = match answer {
            Ok(Answer::Got(got)) => {
                let read = alone(|| {
                    import::import_all(&got.bytes, hint(&got), self.trip.extent)
                        .map_err(|error| error.to_string())
                });
                match read {
                    Ok(Imported::Article(article)) => Some(*article),
                    _ => None,
                }
            }
            _ => None,
        };
        if article.is_none() {
            self.fetched.pages_missed += 1;
        }
        self.take(id, entry, article)?;
        if let Some((left, _)) = self.open.get_mut(&id) {
            *left -= 1;
            if *left == 0
                && let Some((_, news)) = self.open.remove(&id)
            {
                self.keep(id, &news)?;
            }
        }
        Ok(())
    }

    /// Takes an item in, with the text of its page where that has more.
    fn take(
        &mut self,
        id: FeedId,
        entry: &Entry,
        page: Option<Article>,
    ) -> Result<(), LibraryError> {
        let own = alone(|| entry.article().map_err(|error| error.to_string()));
        let article = match (own, page) {
            (Ok(own), Some(page)) if page.body.words() >= own.body.words() => joined(page, own),
            (Ok(own), _) => own,
            (Err(_), Some(page)) => page,
            (Err(reason), None) => {
                // One that says nothing is no loss; it is not looked at again.
                if reason != import::ImportError::Empty.to_string() {
                    let source = self.sources.get(&id).cloned().unwrap_or_default();
                    let reason = format!("“{}”: {reason}", entry.title());
                    self.fetched.failed.push(refusal(&source, &reason));
                }
                return Ok(());
            }
        };
        let source = self.sources.get(&id).cloned().unwrap_or_default();
        let how = self.trip.how();
        let cutter = &mut self.cutter;
        let Ok(ready) = alone(|| Ok(Ready::from_article(article, &source, how, cutter))) else {
            return Ok(());
        };
        let item = FeedItem {
            id: &entry.id,
            digest: &entry.digest,
            entry: ready.entry(),
        };
        for outcome in self.library.store.put_items(id, [item])? {
            match outcome {
                Some(Outcome::Added(_)) => self.fetched.added += 1,
                Some(Outcome::Updated(_)) => self.fetched.updated += 1,
                Some(Outcome::Unchanged(_)) | None => {}
            }
        }
        Ok(())
    }
}

/// Returns a page with what only the feed says of it.
fn joined(mut page: Article, own: Article) -> Article {
    let meta = &mut page.meta;
    if meta.byline.is_empty() {
        meta.byline = own.meta.byline;
    }
    if meta.tags.is_empty() {
        meta.tags = own.meta.tags;
    }
    meta.published = meta.published.take().or(own.meta.published);
    meta.site = own.meta.site.or_else(|| meta.site.take());
    meta.url = meta.url.take().or(own.meta.url);
    page
}
