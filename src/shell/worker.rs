//! Owns the library on a thread of its own: takes the effects that ask it something, sends the answers back.
//!
//! When nothing is asked for a while, it has articles read closely for quotes that were only skimmed so far; the one that
//! is open comes first, and at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::app::{Asked, Effect, Listed, Msg, Opened, Reply, Ticket};
use crate::article::{ArticleId, Change, Query, Shelf};
use crate::library::{Library, LibraryError};
use crate::quote::Depth;
use crate::shell::quoter::{Quoted, Quoter};
use crate::shell::{Event, Kept};

/// Articles in the first part of a list: more than any screen shows.
const FIRST_PAGE: usize = 200;
/// What is said when the worker has died. What it has acknowledged is on disk.
pub(super) const STOPPED: &str =
    "A bug has stopped the library. Your articles are safe; leave and start again.";
/// How long nothing must have been asked before articles are read closely that nobody has opened.
const QUIET: Duration = Duration::from_secs(2);

/// The library and what is known of it.
pub(super) struct Worker {
    pub(super) library: Library,
    kept: Option<Kept>,
    /// What other processes had done to it when it was last looked at.
    seen: i64,
    quoting: Quoting,
}

/// What is known of the articles that wait to be read closely.
struct Quoting {
    quoter: Option<Quoter>,
    /// Whether one is being read.
    is_busy: bool,
    /// Whether there may be more of them.
    is_due: bool,
    /// The one that was opened last, if it was only skimmed.
    wanted: Option<ArticleId>,
    /// When something was last asked.
    asked: Instant,
}

impl Quoting {
    /// Returns how long to wait for questions before the next article is read; none if there is nothing to be read.
    fn patience(&self) -> Option<Duration> {
        match self.wanted {
            _ if self.is_busy => None,
            Some(_) => Some(Duration::ZERO),
            None => self
                .is_due
                .then(|| QUIET.saturating_sub(self.asked.elapsed())),
        }
    }
}

/// What the worker is told.
enum Job {
    Effect(Effect),
    Quoted(Quoted),
    /// Nothing more is asked.
    Leave,
}

/// The way to a worker that runs.
pub(super) struct Handle {
    asks: Option<Sender<Job>>,
    thread: JoinHandle<()>,
    done: Receiver<()>,
}

impl Handle {
    /// Asks for something; the answer comes as a message.
    ///
    /// # Errors
    /// Gives the effect back when the worker has died.
    pub(super) fn ask(&self, effect: Effect) -> Result<(), Effect> {
        match &self.asks {
            Some(asks) => match asks.send(Job::Effect(effect)) {
                Err(SendError(Job::Effect(effect))) => Err(effect),
                _ => Ok(()),
            },
            None => Err(effect),
        }
    }

    /// Waits until everything asked is done, but no longer than `most`.
    ///
    /// # Errors
    /// When it took longer: something may not be written down.
    pub(super) fn finish(&mut self, most: Duration) -> Result<()> {
        // The quoter may still have a way to the worker: that no question can come any more does not tell.
        if let Some(asks) = self.asks.take() {
            asks.send(Job::Leave).ok();
        }
        match self.done.recv_timeout(most) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => Ok(()),
            Err(RecvTimeoutError::Timeout) if self.thread.is_finished() => Ok(()),
            Err(RecvTimeoutError::Timeout) => {
                bail!("The library did not answer within {} s", most.as_secs())
            }
        }
    }
}

impl Worker {
    pub(super) fn new(library: Library, kept: Option<Kept>) -> Self {
        let seen = library.change_count().unwrap_or_default();
        Self {
            library,
            kept,
            seen,
            quoting: Quoting {
                quoter: None,
                is_busy: false,
                is_due: true,
                wanted: None,
                asked: Instant::now(),
            },
        }
    }

    /// Starts answering on a thread of its own.
    pub(super) fn start(self, sender: Sender<Event>) -> Handle {
        let (asks, asked) = channel();
        let (finished, done) = channel();
        let back = asks.clone();
        let thread = thread::spawn(move || {
            let run = AssertUnwindSafe(|| self.run(&asked, &back, &sender));
            if catch_unwind(run).is_err() {
                let reason = STOPPED.to_owned();
                sender
                    .send(Event::Msg(Msg::Reply(Reply::Failed {
                        asked: Asked::Other,
                        reason,
                    })))
                    .ok();
            }
            finished.send(()).ok();
        });
        Handle {
            asks: Some(asks),
            thread,
            done,
        }
    }

    fn run(mut self, asked: &Receiver<Job>, back: &Sender<Job>, sender: &Sender<Event>) {
        let send = |reply| sender.send(Event::Msg(Msg::Reply(reply))).is_ok();
        loop {
            let first = match self.quoting.patience() {
                None => match asked.recv() {
                    Ok(job) => job,
                    Err(_) => return,
                },
                Some(most) => match asked.recv_timeout(most) {
                    Ok(job) => job,
                    Err(RecvTimeoutError::Disconnected) => return,
                    Err(RecvTimeoutError::Timeout) => {
                        self.have_read(back);
                        continue;
                    }
                },
            };
            let mut effects = Vec::new();
            let mut is_over = false;
            for job in [first].into_iter().chain(asked.try_iter()) {
                match job {
                    Job::Effect(effect) => effects.push(effect),
                    Job::Quoted(quoted) => {
                        send(self.keep(quoted));
                    }
                    Job::Leave => is_over = true,
                }
            }
            if !effects.is_empty() {
                self.quoting.asked = Instant::now();
            }
            for effect in without_superseded(effects) {
                if let Some(failed) = self.kept.as_mut().and_then(|kept| kept.follow(&effect)) {
                    send(failed);
                }
                for reply in answer(&mut self.library, effect) {
                    if let Reply::Opened { opened, .. } = &reply {
                        let skimmed = opened.as_ref().filter(|it| it.depth < Depth::Whole);
                        self.quoting.wanted = skimmed.map(|it| it.id);
                    }
                    // The shell is gone, but what is still asked may have to be written down.
                    send(reply);
                }
            }
            if is_over {
                return;
            }
            if self.was_changed_by_others() {
                self.quoting.is_due = true;
                send(Reply::LibraryChanged);
            }
        }
    }

    /// Gives the quoter the next article that waits for it.
    fn have_read(&mut self, back: &Sender<Job>) {
        let quoting = &mut self.quoting;
        let wanted = quoting.wanted.take();
        // A library that cannot be read has other troubles, which are told where somebody asks for something.
        let next = self.library.next_stale(wanted).ok().flatten();
        let Some((id, article)) = next else {
            quoting.is_due = false;
            return;
        };
        let quoter = quoting.quoter.get_or_insert_with(|| {
            let back = back.clone();
            Quoter::start(move |quoted| back.send(Job::Quoted(quoted)).is_ok())
        });
        quoting.is_busy = quoter.read(id, article);
        quoting.is_due = quoting.is_busy;
    }

    /// Keeps what the quoter has found, and returns what is to be shown of it.
    fn keep(&mut self, quoted: Quoted) -> Reply {
        let Quoted { id, body, quotes } = quoted;
        self.quoting.is_busy = false;
        let reply = Reply::Quotes {
            id,
            size: body.text().len(),
            quotes: quotes.clone().into(),
        };
        // On a full disk or in a library that is only read they are shown all the same, and no others are looked for.
        let kept = self.library.keep_quotes(vec![(id, body, quotes)]);
        self.quoting.is_due &= kept.is_ok();
        reply
    }

    fn was_changed_by_others(&mut self) -> bool {
        let seen = self.library.change_count().unwrap_or(self.seen);
        std::mem::replace(&mut self.seen, seen) != seen
    }
}

impl Kept {
    /// Does in the reader's own library what was done in the one that is read; returns the failure, if it fails.
    fn follow(&mut self, effect: &Effect) -> Option<Reply> {
        let Effect::Change(id, change) = effect else {
            return None;
        };
        let article = self.articles.get(id)?;
        if matches!(change, Change::Place(_)) && !article.has_same_text {
            // A byte of one text is no place in another.
            return None;
        }
        let failed = self.library.change(article.id, change).err()?;
        let reason = format!("Not written to your library: {failed}");
        Some(Reply::Failed {
            asked: Asked::Other,
            reason,
        })
    }
}

/// Answers one effect from a library; those that are not for the library have no answer.
pub fn answer(library: &mut Library, effect: Effect) -> Vec<Reply> {
    let asked = effect.asked();
    let answer = match effect {
        Effect::List(ticket, query) => list(library, ticket, &query, None),
        Effect::Summaries(asked) => library
            .summaries(&asked)
            .map(|lines| vec![Reply::Summaries { asked, lines }]),
        Effect::OpenArticle(ticket, id) => open(library, ticket, id),
        Effect::FindUnread(ticket, query) => unread(library, ticket, &query),
        Effect::Change(id, change) => library.change(id, &change).map(|()| Vec::new()),
        _ => Ok(Vec::new()),
    };
    answer.unwrap_or_else(|error| {
        vec![Reply::Failed {
            asked,
            reason: error.to_string(),
        }]
    })
}

/// Returns the beginning of a list: what the first frame needs.
pub(super) fn first_page(library: &Library, ticket: Ticket, query: &Query) -> Vec<Reply> {
    let page = list(library, ticket, query, Some(FIRST_PAGE));
    page.unwrap_or_else(|error| {
        vec![Reply::Failed {
            asked: Asked::List(ticket),
            reason: error.to_string(),
        }]
    })
}

fn list(
    library: &Library,
    ticket: Ticket,
    query: &Query,
    most: Option<usize>,
) -> Result<Vec<Reply>, LibraryError> {
    let order: Arc<[ArticleId]> = library.order(query, most)?.into();
    let total = if most.is_some() {
        library.count(query)?
    } else {
        order.len()
    };
    let everything = Query {
        shelf: Shelf::All,
        ..Query::default()
    };
    let is_library_empty = total == 0 && library.count(&everything)? == 0;
    let is_complete = order.len() == total;
    Ok(vec![Reply::Listed {
        ticket,
        listed: Listed {
            order,
            total,
            is_complete,
            is_library_empty,
        },
    }])
}

fn open(library: &Library, ticket: Ticket, id: ArticleId) -> Result<Vec<Reply>, LibraryError> {
    let opened = library.open_article(id)?.map(|reading| {
        Box::new(Opened {
            id: reading.id,
            article: Arc::new(reading.article),
            quotes: reading.quotes.into(),
            depth: reading.depth,
            state: reading.state,
            provenance: reading.provenance,
        })
    });
    Ok(vec![Reply::Opened { ticket, opened }])
}

fn unread(library: &Library, ticket: Ticket, query: &Query) -> Result<Vec<Reply>, LibraryError> {
    let ids = library.unread(query)?;
    Ok(vec![Reply::Unread { ticket, ids }])
}

/// Leaves out questions that a later one of the same kind has made void: keys come faster than a slow disk answers.
fn without_superseded(effects: Vec<Effect>) -> Vec<Effect> {
    let same_kind = |one: &Effect, other: &Effect| {
        matches!(
            (one, other),
            (Effect::List(..), Effect::List(..))
                | (Effect::OpenArticle(..), Effect::OpenArticle(..))
                | (Effect::FindUnread(..), Effect::FindUnread(..))
        )
    };
    let is_void = |at: usize| {
        effects[at + 1..]
            .iter()
            .any(|later| same_kind(&effects[at], later))
    };
    let kept: Vec<bool> = (0..effects.len()).map(|at| !is_void(at)).collect();
    effects
        .into_iter()
        .zip(kept)
        .filter_map(|(effect, kept)| kept.then_some(effect))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Provenance, Record, State};
    use crate::import::{Hint, import};

    #[test]
    fn only_the_last_question_of_a_kind_is_answered_and_no_change_is_lost() {
        let open = |id: i64| Effect::OpenArticle(Ticket(id.unsigned_abs()), ArticleId(id));
        let change = |id| Effect::Change(ArticleId(id), Change::Read(true));
        let kept = without_superseded(vec![open(1), change(1), open(2), change(1), open(3)]);
        assert_eq!(kept, [change(1), change(1), open(3)]);
    }

    #[test]
    fn everything_asked_is_done_before_the_end() {
        let (sender, receiver) = channel();
        let mut handle = Worker::new(Library::open_in_memory().unwrap(), None).start(sender);
        for id in 0..100 {
            handle
                .ask(Effect::Change(ArticleId(id), Change::Starred(true)))
                .unwrap();
        }
        handle.finish(Duration::from_secs(30)).unwrap();
        // None of these articles is there: each change has come back as a failure.
        assert_eq!(
            receiver
                .try_iter()
                .filter(|event| matches!(event, Event::Msg(Msg::Reply(Reply::Failed { .. }))))
                .count(),
            100
        );
    }

    /// Puts an article in that an import has only skimmed.
    fn skimmed(library: &mut Library, number: usize) -> ArticleId {
        let text = format!("Ferry {number}\n\nIt stops in May, Ann Roy told reporters.\n");
        let article = import(text.as_bytes(), Hint { name: "ferry.txt" }).unwrap();
        let (quotes, depth) = crate::quote::skim(&article);
        assert_eq!(depth, Depth::Skimmed);
        let record = Record {
            article,
            state: State::default(),
            provenance: Provenance::default(),
        };
        library.put(&record, &quotes, depth).unwrap().id()
    }

    #[test]
    fn the_open_article_is_read_closely_at_once_and_its_quotes_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.db");
        let mut library = Library::open(&file).unwrap();
        let ids = [1, 2].map(|number| skimmed(&mut library, number));
        let (sender, receiver) = channel();
        let mut handle = Worker::new(library, None).start(sender);
        // The older one: left alone, the newer one would come first.
        handle.ask(Effect::OpenArticle(Ticket(1), ids[0])).unwrap();
        let read = std::iter::from_fn(|| receiver.recv_timeout(Duration::from_mins(1)).ok())
            .find_map(|event| match event {
                Event::Msg(Msg::Reply(Reply::Quotes { id, .. })) => Some(id),
                _ => None,
            });
        assert_eq!(read, Some(ids[0]));
        handle.finish(Duration::from_secs(30)).unwrap();
        let library = Library::open(&file).unwrap();
        let opened = library.open_article(ids[0]).unwrap().unwrap();
        assert_eq!(opened.depth, Depth::Whole);
    }

    #[test]
    fn what_nobody_has_opened_is_read_once_all_is_quiet() {
        let mut library = Library::open_in_memory().unwrap();
        let ids = [1, 2].map(|number| skimmed(&mut library, number));
        let (sender, receiver) = channel();
        let mut handle = Worker::new(library, None).start(sender);
        let read = std::iter::from_fn(|| receiver.recv_timeout(Duration::from_mins(1)).ok())
            .filter_map(|event| match event {
                Event::Msg(Msg::Reply(Reply::Quotes { id, .. })) => Some(id),
                _ => None,
            });
        assert_eq!(read.take(2).collect::<Vec<_>>(), [ids[1], ids[0]]);
        handle.finish(Duration::from_secs(30)).unwrap();
    }
}
