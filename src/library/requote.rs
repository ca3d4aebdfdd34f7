//! Reads all articles closely for quotes that the present engine has only skimmed, on all processors.

use std::panic::catch_unwind;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use crate::article::{Article, ArticleId, Body};
use crate::library::{Library, LibraryError};
use crate::quote::{self, Quote};

/// Articles whose quotes are kept in one transaction; that many are done again after a crash.
const BATCH: usize = 32;

/// Finds and keeps the quotes of all articles that wait for it, newest first, and returns how many those were. After each
/// batch `progress` is told how many are done. Setting `stop` ends it soon; what is done is kept.
pub fn requote(
    library: &mut Library,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(usize),
) -> Result<usize, LibraryError> {
    quote::hurry();
    let mut done = 0;
    while !stop.load(Ordering::Relaxed) {
        let articles = library.stale_articles(BATCH)?;
        if articles.is_empty() {
            break;
        }
        let found = read(&articles, stop);
        done += found.len();
        library.keep_quotes(found)?;
        progress(done);
    }
    Ok(done)
}

/// Reads some articles side by side; those that `stop` came before are left out.
fn read(
    articles: &[(ArticleId, Article)],
    stop: &AtomicBool,
) -> Vec<(ArticleId, Body, Vec<Quote>)> {
    let workers = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Vec::with_capacity(articles.len()));
    thread::scope(|scope| {
        for _ in 0..workers.min(articles.len()) {
            scope.spawn(|| {
                while let Some((id, article)) = articles.get(next.fetch_add(1, Ordering::Relaxed))
                    && !stop.load(Ordering::Relaxed)
                {
                    // A failure must not cost the others, and would come again at the next attempt.
                    let quotes = catch_unwind(|| quote::extract(article)).unwrap_or_default();
                    let one = (*id, article.body.clone(), quotes);
                    found
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .push(one);
                }
            });
        }
    });
    found.into_inner().unwrap_or_else(PoisonError::into_inner)
}
