//! Owns the library on a thread of its own: takes what it is asked, sends the answers back.
//!
//! When nothing is asked for a while, it has articles read closely for quotes that were only skimmed so far; the one that
//! is open comes first, and at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use jiff::ToSpan;

use crate::app::mark::MOST_LISTED;
use crate::app::{Asked, Listed, Msg, Opened, Reply, Request, Ticket};
use crate::article::{ArticleId, Change, Clean, MarkAt, Ordered, Query, Shelf, Sort};
use crate::library::{Library, LibraryError};
use crate::shell::quoter::{Quoted, Quoter};
use crate::shell::quoting::Quoting;
use crate::shell::roster::{answered, name};
use crate::shell::{Event, Kept};

/// Articles in the first part of a list: more than any screen shows.
const FIRST_PAGE: usize = 200;
/// How long what was thrown away can be brought back.
const DAYS_IN_TRASH: i64 = 30;
/// What is said when the worker has died. What it has acknowledged is on disk.
pub(super) const STOPPED: &str =
    "A bug has stopped the library. Your articles are safe; leave and start again.";

/// The library and what is known of it.
pub(super) struct Worker {
    pub(super) library: Library,
    kept: Option<Kept>,
    /// What other processes had done to it when it was last looked at.
    seen: i64,
    quoting: Quoting,
}

/// What the worker is told.
enum Job {
    Request(Request),
    Quoted(Quoted),
    /// Nothing more is asked.
    Leave,
}

/// The way to a worker that runs.
pub(super) struct Handle {
    asks: Option<Sender<Job>>,
    /// The ticket of the last list that was asked for; the answer to an earlier one is of no use.
    newest: Arc<AtomicU64>,
    thread: JoinHandle<()>,
    done: Receiver<()>,
}

impl Handle {
    /// Asks for something; the answer comes as a message.
    ///
    /// # Errors
    /// Gives the request back when the worker has died.
    pub(super) fn ask(&self, request: Request) -> Result<(), Box<Request>> {
        if let Request::List(ticket, _) = &request {
            self.newest.store(ticket.0, Ordering::Relaxed);
        }
        match &self.asks {
            Some(asks) => match asks.send(Job::Request(request)) {
                Err(SendError(Job::Request(request))) => Err(Box::new(request)),
                _ => Ok(()),
            },
            None => Err(Box::new(request)),
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
            quoting: Quoting::new(Instant::now()),
        }
    }

    /// Starts answering on a thread of its own.
    pub(super) fn start(self, sender: Sender<Event>) -> Handle {
        let (asks, asked) = channel();
        let (finished, done) = channel();
        let back = asks.clone();
        let newest = Arc::new(AtomicU64::new(0));
        let last = newest.clone();
        let thread = thread::spawn(move || {
            let run = AssertUnwindSafe(|| self.run(&asked, &back, &sender, &last));
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
            newest,
            thread,
            done,
        }
    }

    fn run(
        mut self,
        asked: &Receiver<Job>,
        back: &Sender<Job>,
        sender: &Sender<Event>,
        newest: &Arc<AtomicU64>,
    ) {
        self.empty_old_trash();
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
                        self.quoting.go_on(&mut self.library, || {
                            let back = back.clone();
                            Quoter::start(move |quoted| back.send(Job::Quoted(quoted)).is_ok())
                        });
                        continue;
                    }
                },
            };
            let mut requests = Vec::new();
            let mut is_over = false;
            for job in [first].into_iter().chain(asked.try_iter()) {
                match job {
                    Job::Request(request) => requests.push(request),
                    Job::Quoted(quoted) => {
                        send(self.quoting.keep(&mut self.library, quoted));
                    }
                    Job::Leave => is_over = true,
                }
            }
            if !requests.is_empty() {
                self.quoting.asked(Instant::now());
            }
            for request in without_superseded(requests) {
                let request = dated(request);
                if let Some(failed) = self.kept.as_mut().and_then(|kept| kept.follow(&request)) {
                    send(failed);
                }
                let mut early = |part| {
                    send(part);
                };
                for reply in answer_in_time(&mut self.library, request, newest, &mut early) {
                    if let Reply::Opened { opened, .. } = &reply {
                        self.quoting.want(opened.as_deref());
                    }
                    // The shell is gone, but what is still asked may have to be written down.
                    send(reply);
                }
            }
            if is_over {
                return;
            }
            if self.was_changed_by_others() {
                self.quoting.look_again();
                send(Reply::LibraryChanged);
            }
        }
    }

    /// Takes out for good what was thrown away long ago. That it could not be is no news: it is tried again next time.
    fn empty_old_trash(&mut self) {
        let long_ago = crate::shell::today().checked_sub(DAYS_IN_TRASH.days());
        if let (Ok(day), Ok(trash)) = (long_ago, self.library.trash())
            && !trash.is_empty()
        {
            self.library.empty_trash(Some(&day.to_string())).ok();
        }
    }

    fn was_changed_by_others(&mut self) -> bool {
        let seen = self.library.change_count().unwrap_or(self.seen);
        std::mem::replace(&mut self.seen, seen) != seen
    }
}

impl Kept {
    /// Does in the reader's own library what was done in the one that is read; returns the failure, if it fails.
    fn follow(&mut self, request: &Request) -> Option<Reply> {
        let failed = match request {
            Request::SetMark(letter, at) => {
                let kept = *self.articles.get(&at.article)?;
                let article = kept.has_same_text.then_some(kept.id)?;
                let at = MarkAt { article, ..*at };
                self.library.set_mark(*letter, at).err()
            }
            Request::DropMark(letter, article) => {
                let kept = self.articles.get(article)?;
                self.library.drop_mark(*letter, kept.id).err()
            }
            _ => None,
        };
        if let Some(error) = failed {
            return Some(not_written(&error));
        }
        let (id, change) = match request {
            Request::Change(id, change) => (id, change),
            Request::Correct(id, correction) | Request::Uncorrect(id, correction) => {
                let own = self.articles.get(id)?.id;
                let done = match request {
                    Request::Correct(..) => self.library.correct(own, correction),
                    _ => self.library.uncorrect(own, correction),
                };
                return done.err().map(|failed| not_written(&failed));
            }
            _ => return None,
        };
        if matches!(change, Change::Deleted(_)) {
            // Out of sight here; thrown away only where the library itself is open.
            return None;
        }
        let article = self.articles.get(id)?;
        if matches!(change, Change::Place(_)) && !article.has_same_text {
            // A byte of one text is no place in another.
            return None;
        }
        let failed = self.library.change(article.id, change).err()?;
        Some(not_written(&failed))
    }
}

fn not_written(failed: &LibraryError) -> Reply {
    Reply::Failed {
        asked: Asked::Other,
        reason: format!("Not written to your library: {failed}"),
    }
}

/// Returns an request with the time in what it makes.
fn dated(mut request: Request) -> Request {
    if let Request::Change(_, Change::Highlight(highlight)) = &mut request
        && highlight.made.is_empty()
    {
        let second = jiff::Timestamp::now().as_second();
        let now = jiff::Timestamp::from_second(second).unwrap_or_default();
        highlight.made = Clean::line(&now.to_string());
    }
    request
}

/// Answers one request from a library.
pub fn answer(library: &mut Library, request: Request) -> Vec<Reply> {
    let asked = request.asked();
    let answer = match request {
        Request::List(ticket, query) => list(library, ticket, &query, &mut drop),
        Request::Summaries(asked) => library
            .summaries(&asked)
            .map(|lines| vec![Reply::Summaries { asked, lines }]),
        Request::OpenArticle(ticket, id) => open(library, ticket, id),
        Request::FindUnread(ticket, query) => unread(library, ticket, &query),
        Request::Clips => library.clips().map(|clips| vec![Reply::Clips(clips)]),
        Request::Clip(change) => library
            .change_clips(&change)
            .and_then(|()| library.clips())
            .map(|clips| vec![Reply::Clips(clips)]),
        Request::FindArticle(meta, at) => library
            .find_by(&meta)
            .map(|id| vec![Reply::ClipFound(id, at)]),
        Request::Highlights(ticket) => library
            .highlights(MOST_LISTED)
            .map(|marked| vec![Reply::Highlights { ticket, marked }]),
        Request::Ask(ticket, question) => answered(library, &question).map(|answer| {
            let answer = Box::new(answer);
            vec![Reply::Answered { ticket, answer }]
        }),
        Request::Name(naming) => name(library, &naming).map(|()| vec![Reply::Named]),
        Request::Correct(id, correction) => library
            .correct(id, &correction)
            .and_then(|()| quotes(library, id)),
        Request::Uncorrect(id, correction) => library
            .uncorrect(id, &correction)
            .and_then(|()| quotes(library, id)),
        Request::Change(id, change) => library.change(id, &change).map(|()| Vec::new()),
        Request::FindTags(ticket, id) => tags(library, ticket, id),
        Request::FindQuotes(id, filter) => library
            .quotes_asked_for(&filter, id)
            .map(|places| vec![Reply::FoundQuotes { id, places }]),
        Request::FindEdits(id) => library
            .edits(id, None)
            .map(|edits| vec![Reply::Edits(edits)]),
        Request::ListFeeds => library.feeds().map(|feeds| vec![Reply::Feeds(feeds)]),
        Request::ListSearches => library
            .saved_searches()
            .map(|searches| vec![Reply::Searches(searches)]),
        Request::SaveSearch(name, filter) => library
            .save_search(&name, filter.as_deref())
            .map(|_| Vec::new()),
        Request::FindMark(ticket, letter, article) => library
            .mark(letter, article)
            .map(|at| vec![Reply::Mark { ticket, letter, at }]),
        Request::ListMarks(ticket, article) => library
            .marks(article)
            .map(|marks| vec![Reply::Marks { ticket, marks }]),
        Request::SetMark(letter, at) => library.set_mark(letter, at).map(|()| Vec::new()),
        Request::DropMark(letter, article) => {
            library.drop_mark(letter, article).map(|()| Vec::new())
        }
    };
    answer.unwrap_or_else(|error| failed(asked, &error))
}

/// Answers one request as [`answer`] does, unless it is a list and another one was asked for since. A first part of a long
/// list goes to `early`.
fn answer_in_time(
    library: &mut Library,
    request: Request,
    newest: &Arc<AtomicU64>,
    early: &mut dyn FnMut(Reply),
) -> Vec<Reply> {
    let Request::List(ticket, query) = &request else {
        return answer(library, request);
    };
    let newest = newest.clone();
    let asked = ticket.0;
    let is_void = move || newest.load(Ordering::Relaxed) > asked;
    let listed = library.unless_void(is_void, |library| list(library, *ticket, query, early));
    match listed.and_then(|listed| listed) {
        // Whoever asked waits for another answer now.
        Err(LibraryError::Interrupted) => Vec::new(),
        Err(error) => failed(request.asked(), &error),
        Ok(replies) => replies,
    }
}

fn failed(asked: Asked, error: &LibraryError) -> Vec<Reply> {
    vec![Reply::Failed {
        asked,
        reason: error.to_string(),
    }]
}

/// Returns the beginning of a list, and how long it is: what the first frame needs.
pub(super) fn first_page(library: &Library, ticket: Ticket, query: &Query) -> Vec<Reply> {
    let page = || {
        let ids = library.order(query, Some(FIRST_PAGE))?;
        let total = library.count(query)?;
        let unread = match query.order() {
            Sort::Unread => Some(library.unread(query)?.len()),
            _ => None,
        };
        whole(library, ticket, Ordered { ids, unread }, total)
    };
    page().unwrap_or_else(|error| failed(Asked::List(ticket), &error))
}

/// Lists articles; a first part of many goes to `early` as soon as it is known.
fn list(
    library: &Library,
    ticket: Ticket,
    query: &Query,
    early: &mut dyn FnMut(Reply),
) -> Result<Vec<Reply>, LibraryError> {
    let all = library.order_in_parts(query, FIRST_PAGE, &mut |part| {
        early(Reply::Listed {
            ticket,
            listed: Listed {
                order: part.ids.as_slice().into(),
                total: None,
                is_complete: false,
                is_library_empty: false,
                unread: part.unread,
            },
        });
    })?;
    let total = all.ids.len();
    whole(library, ticket, all, total)
}

/// Returns the answer with what is listed of so many articles.
fn whole(
    library: &Library,
    ticket: Ticket,
    all: Ordered,
    total: usize,
) -> Result<Vec<Reply>, LibraryError> {
    let everything = Query {
        shelf: Shelf::All,
        ..Query::default()
    };
    let listed = Listed {
        is_complete: all.ids.len() == total,
        is_library_empty: total == 0 && library.count(&everything)? == 0,
        order: all.ids.into(),
        total: Some(total),
        unread: all.unread,
    };
    Ok(vec![Reply::Listed { ticket, listed }])
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

fn tags(library: &Library, ticket: Ticket, id: ArticleId) -> Result<Vec<Reply>, LibraryError> {
    let (tags, known) = (library.tags(id)?, library.all_tags()?);
    Ok(vec![Reply::Tags {
        ticket,
        tags,
        known,
    }])
}

/// Returns the quotes of an article as they are now.
fn quotes(library: &Library, id: ArticleId) -> Result<Vec<Reply>, LibraryError> {
    let reading = library.open_article(id)?.into_iter();
    let reply = reading.map(|reading| Reply::Quotes {
        id,
        size: reading.article.body.text().len(),
        quotes: reading.quotes.into(),
    });
    Ok(reply.collect())
}

fn unread(library: &Library, ticket: Ticket, query: &Query) -> Result<Vec<Reply>, LibraryError> {
    let ids = library.unread(query)?;
    Ok(vec![Reply::Unread { ticket, ids }])
}

/// Leaves out questions that a later one of the same kind has made void: keys come faster than a slow disk answers.
fn without_superseded(requests: Vec<Request>) -> Vec<Request> {
    let same_kind = |one: &Request, other: &Request| {
        matches!(
            (one, other),
            (Request::List(..), Request::List(..))
                | (Request::OpenArticle(..), Request::OpenArticle(..))
                | (Request::FindUnread(..), Request::FindUnread(..))
                | (Request::Ask(..), Request::Ask(..))
        )
    };
    let is_void = |at: usize| {
        requests[at + 1..]
            .iter()
            .any(|later| same_kind(&requests[at], later))
    };
    let kept: Vec<bool> = (0..requests.len()).map(|at| !is_void(at)).collect();
    requests
        .into_iter()
        .zip(kept)
        .filter_map(|(request, kept)| kept.then_some(request))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_question_of_a_kind_is_answered_and_no_change_is_lost() {
        let open = |id: i64| Request::OpenArticle(Ticket(id.unsigned_abs()), ArticleId(id));
        let change = |id| Request::Change(ArticleId(id), Change::Read(true));
        let kept = without_superseded(vec![open(1), change(1), open(2), change(1), open(3)]);
        assert_eq!(kept, [change(1), change(1), open(3)]);
    }

    #[test]
    fn a_first_part_of_a_long_list_comes_before_the_rest() {
        let mut library = Library::open_in_memory().unwrap();
        for number in 0..FIRST_PAGE + 5 {
            let meta = crate::article::Meta {
                title: Clean::line(&format!("Boat {number}")),
                ..crate::article::Meta::default()
            };
            let record = crate::article::Record {
                article: crate::article::Article {
                    meta,
                    body: crate::article::Body::default(),
                },
                state: crate::article::State::default(),
                provenance: crate::article::Provenance::default(),
            };
            library
                .put(&record, &[], crate::quote::Depth::Whole)
                .unwrap();
        }
        let (sender, receiver) = channel();
        let mut handle = Worker::new(library, None).start(sender);
        let filter = crate::article::Filter::words("boat");
        let query = Query {
            filter,
            ..Query::default()
        };
        handle.ask(Request::List(Ticket(1), query)).unwrap();
        handle.finish(Duration::from_mins(1)).unwrap();
        let parts: Vec<_> = receiver
            .try_iter()
            .filter_map(|event| match event {
                Event::Msg(Msg::Reply(Reply::Listed { listed, .. })) => {
                    Some((listed.order.len(), listed.total, listed.is_complete))
                }
                _ => None,
            })
            .collect();
        let all = FIRST_PAGE + 5;
        assert_eq!(parts, [(FIRST_PAGE, None, false), (all, Some(all), true)]);
    }

    #[test]
    fn everything_asked_is_done_before_the_end() {
        let (sender, receiver) = channel();
        let mut handle = Worker::new(Library::open_in_memory().unwrap(), None).start(sender);
        for id in 0..100 {
            handle
                .ask(Request::Change(ArticleId(id), Change::Starred(true)))
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
}
