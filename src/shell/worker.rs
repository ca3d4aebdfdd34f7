//! Owns the library on a thread of its own: takes what it is asked, sends the answers back.
//!
//! When nothing is asked for a while, it has articles read closely for quotes that were only skimmed so far; the one that
//! is open comes first, and at once.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SendError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::app::{Msg, Reply, Request};
use crate::article::{Change, MarkAt};
use crate::library::{Library, LibraryError, on_wait};
use crate::shell::answering::answer_in_time;
use crate::shell::neighbours::Neighbours;
use crate::shell::painting::Painter;
use crate::shell::quoter::{Quoted, Quoter};
use crate::shell::quoting::Quoting;
use crate::shell::{Event, Kept, clock};

/// How long what was thrown away can be brought back.
const DAYS_IN_TRASH: u32 = 30;
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
    /// Started with the first picture.
    painter: Option<Painter>,
}

/// What the worker is told.
enum Job {
    Request(Request),
    /// Somebody has written to the library: perhaps another process.
    Look,
    Quoted(Quoted),
    /// Nothing more is asked.
    Leave,
}

/// The way to a worker that runs.
pub(super) struct Handle {
    asks: Option<Sender<Job>>,
    /// Hears of what other processes do to the library.
    _neighbours: Option<Neighbours>,
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
            painter: None,
        }
    }

    /// Starts answering on a thread of its own.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(self, sender: Sender<Event>) -> io::Result<Handle> {
        let (asks, asked) = channel();
        let (finished, done) = channel();
        let back = asks.clone();
        let looks = asks.clone();
        let look = move || looks.send(Job::Look).is_ok();
        let neighbours = self
            .library
            .path()
            .and_then(|path| Neighbours::hear(path, look));
        let newest = Arc::new(AtomicU64::new(0));
        let last = newest.clone();
        let thread = thread::Builder::new().spawn(move || {
            let run = AssertUnwindSafe(|| self.run(&asked, &back, &sender, &last));
            if catch_unwind(run).is_err() {
                let stopped = Reply::failed(STOPPED);
                sender.send(Event::Msg(Msg::Reply(stopped))).ok();
            }
            finished.send(()).ok();
        })?;
        Ok(Handle {
            asks: Some(asks),
            _neighbours: neighbours,
            newest,
            thread,
            done,
        })
    }

    fn run(
        mut self,
        asked: &Receiver<Job>,
        back: &Sender<Job>,
        sender: &Sender<Event>,
        newest: &Arc<AtomicU64>,
    ) {
        let to_shell = sender.clone();
        on_wait(move || {
            to_shell.send(Event::Msg(Msg::Reply(Reply::Waiting))).ok();
        });
        self.empty_old_trash();
        self.quoting.look(&self.library);
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
                        if let Some(kept) = &self.kept {
                            kept.share_names(&mut self.library);
                        }
                    }
                    // Whether another process has done something is looked at after each job.
                    Job::Look => {}
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
                let Some(request) = self.pass_on(request, sender) else {
                    continue;
                };
                let mut early = |part| {
                    send(part);
                };
                for reply in answer_in_time(&mut self.library, request, newest, &mut early) {
                    if let Reply::Opened { opened, .. } | Reply::Again { opened, .. } = &reply {
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

    /// Gives a picture that is to be drawn to whoever does that, for it takes a moment; returns what is to be answered here.
    fn pass_on(&mut self, request: Request, sender: &Sender<Event>) -> Option<Request> {
        let Request::Draw(wanted) = request else {
            return Some(request);
        };
        let Ok(Some(picture)) = self.library.picture(wanted.id, wanted.figure) else {
            return Some(request);
        };
        let painter = self
            .painter
            .get_or_insert_with(|| Painter::start(sender.clone()));
        (!painter.draw(wanted, picture)).then_some(request)
    }

    /// Takes out for good what was thrown away long ago. That it could not be is no news: it is tried again next time.
    fn empty_old_trash(&mut self) {
        if self.library.trash().is_ok_and(|trash| !trash.is_empty()) {
            let today = clock::today().to_string();
            self.library.empty_old_trash(&today, DAYS_IN_TRASH).ok();
        }
    }

    fn was_changed_by_others(&mut self) -> bool {
        let seen = self.library.change_count().unwrap_or(self.seen);
        std::mem::replace(&mut self.seen, seen) != seen
    }
}

impl Kept {
    /// Lets what was decided about names in the reader's own library hold for those that were just found in the other one.
    fn share_names(&self, with: &mut Library) {
        // Names as the articles have them are no loss.
        if let Ok(decided) = self.library.decisions(&[]) {
            with.take_kept(&decided).ok();
        }
    }

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
    Reply::failed(format!("Not written to your library: {failed}"))
}

/// Returns a request with the time in what it makes.
fn dated(mut request: Request) -> Request {
    if let Request::Change(_, Change::Highlight(highlight)) = &mut request
        && highlight.made.is_empty()
    {
        highlight.made = clock::now();
    }
    request
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
    use crate::app::Ticket;
    use crate::article::{ArticleId, Clean, Query};
    use crate::shell::answering::FIRST_PAGE;

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
        let mut handle = Worker::new(library, None).start(sender).unwrap();
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
        let (first, whole) = match parts.as_slice() {
            [(first, None, false), whole] => (*first, *whole),
            parts => panic!("{parts:?}"),
        };
        assert!((1..=FIRST_PAGE).contains(&first), "{first}");
        assert_eq!(whole, (all, Some(all), true));
    }

    #[test]
    fn everything_asked_is_done_before_the_end() {
        let (sender, receiver) = channel();
        let mut handle = Worker::new(Library::open_in_memory().unwrap(), None)
            .start(sender)
            .unwrap();
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
