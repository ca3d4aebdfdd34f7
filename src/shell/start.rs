//! What the first frame shows: answered before anything is drawn and any thread is started.

use std::time::Instant;

use crate::app::{App, Effect, Effects, Msg, Reply, Request};
use crate::shell::answering::{answer, first_page};
use crate::shell::worker::Worker;

/// Answers the first questions on the spot; returns what is left to be done.
pub(super) fn first_answers(app: &mut App, worker: &mut Worker, effects: Effects) -> Effects {
    let mut left = Effects::default();
    let mut queue = effects.0;
    while let Some(effect) = queue.pop() {
        let Effect::Library(request) = effect else {
            left.push(effect);
            continue;
        };
        if let Request::List(ticket, query) = &request {
            let replies = first_page(&worker.library, *ticket, query);
            let is_whole =
                |reply: &Reply| matches!(reply, Reply::Listed { listed, .. } if listed.is_complete);
            let is_answered = replies.iter().any(is_whole);
            for reply in replies {
                queue.extend(app.update(Msg::Reply(reply), Instant::now()).0);
            }
            if !is_answered {
                left.push(request);
            }
        } else if matches!(
            request,
            Request::Summaries(_)
                | Request::OpenArticle(..)
                | Request::FindQuotes(..)
                | Request::ListSearches
        ) {
            for reply in answer(&mut worker.library, request) {
                queue.extend(app.update(Msg::Reply(reply), Instant::now()).0);
            }
        } else {
            left.push(request);
        }
    }
    left
}
