//! Reads articles closely for quotes, one after the other, on a thread of its own: it takes a tenth of a second each, and
//! the library has questions to answer meanwhile.

use std::panic::catch_unwind;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::article::{Article, ArticleId, Body};
use crate::library::priority::give_way;
use crate::quote::{self, Quote};

/// What was found in an article.
#[derive(Debug)]
pub(super) struct Quoted {
    pub(super) id: ArticleId,
    /// The text that was read.
    pub(super) body: Body,
    pub(super) quotes: Vec<Quote>,
}

/// The way to the thread.
#[derive(Debug)]
pub(super) struct Quoter {
    give: Sender<(ArticleId, Article)>,
}

impl Quoter {
    /// Starts the thread. What it finds is given to `take`, until that returns false. At the end of the program it is left
    /// alone: what it has not given back is read again another time.
    pub(super) fn start(take: impl Fn(Quoted) -> bool + Send + 'static) -> Self {
        let (give, given) = channel::<(ArticleId, Article)>();
        let work = move || {
            // Whoever reads has the keys answered first.
            give_way();
            for (id, article) in given {
                // A failure would come again at the next attempt: the article has no quotes then.
                let quotes = catch_unwind(|| quote::extract(&article)).unwrap_or_default();
                let body = article.body;
                if !take(Quoted { id, body, quotes }) {
                    return;
                }
            }
        };
        // Without a thread, whoever gives it something hears that it is gone.
        thread::Builder::new().spawn(work).ok();
        Self { give }
    }

    /// Gives it an article; returns false when it is gone.
    pub(super) fn read(&self, id: ArticleId, article: Article) -> bool {
        self.give.send((id, article)).is_ok()
    }
}
