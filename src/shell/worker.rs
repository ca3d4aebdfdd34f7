//! Owns the library on a thread of its own: takes the effects that ask it something, sends the answers back.
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
use crate::app::{Asked, Effect, Listed, Msg, Opened, Reply, Ticket};
use crate::article::{ArticleId, Change, Clean, MarkAt, Query, Shelf, Sort};
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
    Effect(Effect),
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
    /// Gives the effect back when the worker has died.
    pub(super) fn ask(&self, effect: Effect) -> Result<(), Box<Effect>> {
        if let Effect::List(ticket, _) = &effect {
            self.newest.store(ticket.0, Ordering::Relaxed);
        }
        match &self.asks {
            Some(asks) => match asks.send(Job::Effect(effect)) {
                Err(SendError(Job::Effect(effect))) => Err(Box::new(effect)),
                _ => Ok(()),
            },
            None => Err(Box::new(effect)),
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
            let mut effects = Vec::new();
            let mut is_over = false;
            for job in [first].into_iter().chain(asked.try_iter()) {
                match job {
                    Job::Effect(effect) => effects.push(effect),
                    Job::Quoted(quoted) => {
                        send(self.quoting.keep(&mut self.library, quoted));
                    }
                    Job::Leave => is_over = true,
                }
            }
            if !effects.is_empty() {
                self.quoting.asked(Instant::now());
            }
            for effect in without_superseded(effects) {
                let effect = dated(effect);
                if let Some(failed) = self.kept.as_mut().and_then(|kept| kept.follow(&effect)) {
                    send(failed);
                }
                for reply in answer_in_time(&mut self.library, effect, newest) {
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
    fn follow(&mut self, effect: &Effect) -> Option<Reply> {
        let failed = match effect {
            Effect::SetMark(letter, at) => {
                let kept = *self.articles.get(&at.article)?;
                let article = kept.has_same_text.then_some(kept.id)?;
                let at = MarkAt { article, ..*at };
                self.library.set_mark(*letter, at).err()
            }
            Effect::DropMark(letter, article) => {
                let kept = self.articles.get(article)?;
                self.library.drop_mark(*letter, kept.id).err()
            }
            _ => None,
        };
        if let Some(error) = failed {
            return Some(not_written(&error));
        }
        let (id, change) = match effect {
            Effect::Change(id, change) => (id, change),
            Effect::Correct(id, correction) | Effect::Uncorrect(id, correction) => {
                let own = self.articles.get(id)?.id;
                let done = match effect {
                    Effect::Correct(..) => self.library.correct(own, correction),
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

/// Returns an effect with the time in what it makes.
fn dated(mut effect: Effect) -> Effect {
    if let Effect::Change(_, Change::Highlight(highlight)) = &mut effect
        && highlight.made.is_empty()
    {
        let second = jiff::Timestamp::now().as_second();
        let now = jiff::Timestamp::from_second(second).unwrap_or_default();
        highlight.made = Clean::line(&now.to_string());
    }
    effect
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
        Effect::Clips => library.clips().map(|clips| vec![Reply::Clips(clips)]),
        Effect::Clip(change) => library
            .change_clips(&change)
            .and_then(|()| library.clips())
            .map(|clips| vec![Reply::Clips(clips)]),
        Effect::FindArticle(meta, at) => library
            .find_by(&meta)
            .map(|id| vec![Reply::ClipFound(id, at)]),
        Effect::Highlights(ticket) => library
            .highlights(MOST_LISTED)
            .map(|marked| vec![Reply::Highlights { ticket, marked }]),
        Effect::Ask(ticket, question) => answered(library, &question).map(|answer| {
            let answer = Box::new(answer);
            vec![Reply::Answered { ticket, answer }]
        }),
        Effect::Name(naming) => name(library, &naming).map(|()| vec![Reply::Named]),
        Effect::Correct(id, correction) => library
            .correct(id, &correction)
            .and_then(|()| quotes(library, id)),
        Effect::Uncorrect(id, correction) => library
            .uncorrect(id, &correction)
            .and_then(|()| quotes(library, id)),
        Effect::Change(id, change) => library.change(id, &change).map(|()| Vec::new()),
        Effect::FindTags(ticket, id) => tags(library, ticket, id),
        Effect::FindQuotes(id, filter) => library
            .quotes_asked_for(&filter, id)
            .map(|places| vec![Reply::FoundQuotes { id, places }]),
        Effect::FindEdits(id) => library
            .edits(id, None)
            .map(|edits| vec![Reply::Edits(edits)]),
        Effect::ListFeeds => library.feeds().map(|feeds| vec![Reply::Feeds(feeds)]),
        Effect::ListSearches => library
            .saved_searches()
            .map(|searches| vec![Reply::Searches(searches)]),
        Effect::SaveSearch(name, filter) => library
            .save_search(&name, filter.as_deref())
            .map(|_| Vec::new()),
        Effect::FindMark(ticket, letter, article) => library
            .mark(letter, article)
            .map(|at| vec![Reply::Mark { ticket, letter, at }]),
        Effect::ListMarks(ticket, article) => library
            .marks(article)
            .map(|marks| vec![Reply::Marks { ticket, marks }]),
        Effect::SetMark(letter, at) => library.set_mark(letter, at).map(|()| Vec::new()),
        Effect::DropMark(letter, article) => {
            library.drop_mark(letter, article).map(|()| Vec::new())
        }
        _ => Ok(Vec::new()),
    };
    answer.unwrap_or_else(|error| failed(asked, &error))
}

/// Answers one effect as [`answer`] does, unless it is a list and another one was asked for since.
fn answer_in_time(library: &mut Library, effect: Effect, newest: &Arc<AtomicU64>) -> Vec<Reply> {
    let Effect::List(ticket, query) = &effect else {
        return answer(library, effect);
    };
    let newest = newest.clone();
    let asked = ticket.0;
    let is_void = move || newest.load(Ordering::Relaxed) > asked;
    let listed = library.unless_void(is_void, |library| list(library, *ticket, query, None));
    match listed.and_then(|listed| listed) {
        // Whoever asked waits for another answer now.
        Err(LibraryError::Interrupted) => Vec::new(),
        Err(error) => failed(effect.asked(), &error),
        Ok(replies) => replies,
    }
}

fn failed(asked: Asked, error: &LibraryError) -> Vec<Reply> {
    vec![Reply::Failed {
        asked,
        reason: error.to_string(),
    }]
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
    let unread = match query.order() {
        Sort::Unread => Some(library.unread(query)?.len()),
        _ => None,
    };
    Ok(vec![Reply::Listed {
        ticket,
        listed: Listed {
            order,
            total,
            is_complete,
            is_library_empty,
            unread,
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
fn without_superseded(effects: Vec<Effect>) -> Vec<Effect> {
    let same_kind = |one: &Effect, other: &Effect| {
        matches!(
            (one, other),
            (Effect::List(..), Effect::List(..))
                | (Effect::OpenArticle(..), Effect::OpenArticle(..))
                | (Effect::FindUnread(..), Effect::FindUnread(..))
                | (Effect::Ask(..), Effect::Ask(..))
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
}
