//! One round of questions to feeds: what their answers bring, and what is written down of each.
//!
//! An item is taken in with its page where that is asked for. When the page cannot be had just now, the item has the feed's
//! own text until it can be.

use std::collections::HashMap;
use std::sync::atomic::Ordering;

use crate::article::{Article, Clean, FeedId, Health, Source, Subscription};
use crate::fetch::crowd::{self, Task};
use crate::fetch::{Answer, FetchError, Got, digest};
use crate::import::feed::{self, Entry, Feed};
use crate::import::{self, Imported, address};
use crate::library::gather::Trip;
use crate::library::gather::feeds::{Asking, Fetched};
use crate::library::gather::health::{healthy, ill, rest};
use crate::library::gather::pages::{hint, refusal};
use crate::library::ingest::ready::{Ready, Tools, alone};
use crate::library::{Library, LibraryError, Outcome};
use crate::store::FeedItem;

/// Most pages that are fetched for one feed in one go; what is older has the feed's own text.
const MOST_PAGES: usize = 100;

/// When items are stored: after so many, or so many bytes of text. Each batch waits for the disk once.
const BATCH_ITEMS: usize = 64;
const BATCH_BYTES: usize = 4 << 20;

/// What a question is about.
pub(super) enum About {
    Feed(Box<Subscription>),
    Page(FeedId, Box<Entry>),
}

/// One round of questions.
pub(super) struct Round<'a> {
    library: &'a mut Library,
    trip: Trip<'a>,
    pub(super) fetched: Fetched,
    done: usize,
    total: usize,
    /// Feeds whose pages are not all here yet: how many, and what is to be written down then. Until it is, the feed is asked
    /// for all of it again.
    open: HashMap<FeedId, (usize, News)>,
    /// Items that are not stored yet, and the bytes of their texts.
    waiting: Vec<(FeedId, Item)>,
    bytes: usize,
    /// The feeds' addresses, which their items come from.
    sources: HashMap<FeedId, Clean>,
    tools: Tools,
}

/// An item that is ready to be stored.
struct Item {
    id: String,
    /// Empty when it is to be looked at again.
    digest: String,
    ready: Ready,
}

/// The page of an item.
struct Page {
    article: Article,
    /// What it was read from.
    source: Source,
    bytes: Vec<u8>,
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
    pub(super) fn new(library: &'a mut Library, trip: Trip<'a>, total: usize) -> Self {
        Self {
            library,
            trip,
            fetched: Fetched::default(),
            done: 0,
            total,
            open: HashMap::new(),
            waiting: Vec::new(),
            bytes: 0,
            sources: HashMap::new(),
            tools: Tools::default(),
        }
    }

    pub(super) fn run(
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
    pub(super) fn read(
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
            if self.trip.stop.load(Ordering::Relaxed) {
                self.store()?;
                // Not written down, so that it is asked for all of it again.
                self.done -= 1;
                return Ok(Vec::new());
            }
            if entry.is_cut() {
                news.health.ask_anew();
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
                _ => self.take(id, &entry, None, false)?,
            }
        }
        self.store()?;
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
        let may_pass = answer.as_ref().is_err_and(FetchError::may_pass);
        let page = match answer {
            Ok(Answer::Got(got)) => {
                let read = alone(|| {
                    import::import_all(&got.bytes, hint(&got), self.trip.extent)
                        .map_err(|error| error.to_string())
                });
                match read {
                    Ok(Imported::Article(article, kind)) => {
                        let source = Source {
                            is_joined: true,
                            ..import::source(kind, hint(&got), self.trip.extent)
                        };
                        Some(Page {
                            article: *article,
                            source,
                            bytes: got.bytes,
                        })
                    }
                    _ => None,
                }
            }
            _ => None,
        };
        if page.is_none() {
            self.fetched.pages_missed += 1;
        }
        self.take(id, entry, page, may_pass)?;
        self.store()?;
        if let Some((left, news)) = self.open.get_mut(&id) {
            if may_pass {
                news.health.ask_anew();
            }
            *left -= 1;
            if *left == 0
                && let Some((_, news)) = self.open.remove(&id)
            {
                self.keep(id, &news)?;
            }
        }
        Ok(())
    }

    /// Makes an item ready, with the text of its page where that has more. It may be one to look at again.
    fn take(
        &mut self,
        id: FeedId,
        entry: &Entry,
        page: Option<Page>,
        again: bool,
    ) -> Result<(), LibraryError> {
        let own = alone(|| entry.article().map_err(|error| error.to_string()));
        let (article, from) = match (own, page) {
            (Ok(own), Some(page)) if page.article.body.words() >= own.body.words() => {
                let article = joined(page.article, own);
                (article, Some((page.source, page.bytes)))
            }
            (Ok(own), _) => (own, None),
            (Err(_), Some(page)) => (page.article, Some((page.source, page.bytes))),
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
        let tools = &mut self.tools;
        let ready = alone(|| {
            let ready = Ready::from_article(article, &source, how, tools);
            Ok(match from {
                Some((from, bytes)) => ready.read_from(from, &bytes, how, tools),
                None => ready.read_from_item(entry, &source, how, tools),
            })
        });
        let Ok(ready) = ready else {
            return Ok(());
        };
        self.bytes += ready.weight();
        let digest = if again {
            String::new()
        } else {
            entry.digest.clone()
        };
        self.waiting.push((
            id,
            Item {
                id: entry.id.clone(),
                digest,
                ready,
            },
        ));
        if self.waiting.len() >= BATCH_ITEMS || self.bytes >= BATCH_BYTES {
            self.store()?;
        }
        Ok(())
    }

    /// Stores what is ready.
    fn store(&mut self) -> Result<(), LibraryError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let items = self.waiting.iter().map(|(feed, item)| {
            let entry = item.ready.entry();
            let item = FeedItem {
                id: &item.id,
                digest: &item.digest,
                entry,
            };
            (*feed, item)
        });
        for outcome in self.library.store.put_items(items)? {
            match outcome {
                Some(Outcome::Added(_)) => self.fetched.added += 1,
                Some(Outcome::Updated(_)) => self.fetched.updated += 1,
                Some(Outcome::Unchanged(_)) | None => {}
            }
        }
        self.waiting.clear();
        self.bytes = 0;
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
