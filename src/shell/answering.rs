//! Answers what the reader asks of a library: one request, the replies to it. Knows no thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::app::mark::MOST_LISTED;
use crate::app::{Asked, Listed, Opened, Reply, Request, Ticket};
use crate::article::{ArticleId, Ordered, Query, Shelf, Sort};
use crate::library::{Library, LibraryError};
use crate::shell::painting::drawn;
use crate::shell::roster::{answered, name};
use crate::shell::writing::written;

/// Articles in the first part of a list: more than any screen shows.
pub(super) const FIRST_PAGE: usize = 200;

/// Answers one request from a library.
pub fn answer(library: &mut Library, request: Request) -> Vec<Reply> {
    let asked = request.asked();
    let answer = match request {
        Request::List(ticket, query) => list(library, ticket, &query, &mut drop),
        Request::Summaries(asked) => library
            .summaries(&asked)
            .map(|lines| vec![Reply::Summaries { asked, lines }]),
        Request::OpenArticle(ticket, id) => {
            opened(library, id).map(|opened| vec![Reply::Opened { ticket, opened }])
        }
        Request::ReadAgain(ticket, id) => {
            opened(library, id).map(|opened| vec![Reply::Again { ticket, opened }])
        }
        Request::Draw(wanted) => library.picture(wanted.id, wanted.figure).map(|picture| {
            let drawing = picture.and_then(|picture| drawn(&picture, wanted));
            vec![Reply::Drawn { wanted, drawing }]
        }),
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
        Request::Write(writing) => written(library, &writing),
        Request::SetMark(letter, at) => library.set_mark(letter, at).map(|()| Vec::new()),
        Request::DropMark(letter, article) => {
            library.drop_mark(letter, article).map(|()| Vec::new())
        }
    };
    answer.unwrap_or_else(|error| failed(asked, &error))
}

/// Answers one request as [`answer`] does, unless it is a list and another one was asked for since. A first part of a long
/// list goes to `early`.
pub(super) fn answer_in_time(
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

/// Returns an article as the reading pane needs it.
fn opened(library: &Library, id: ArticleId) -> Result<Option<Box<Opened>>, LibraryError> {
    let opened = library.open_article(id)?.map(|reading| {
        Box::new(Opened {
            id: reading.id,
            article: Arc::new(reading.article),
            quotes: reading.quotes.into(),
            depth: reading.depth,
            state: reading.state,
            provenance: reading.provenance,
            pictures: reading.pictures,
        })
    });
    Ok(opened)
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
