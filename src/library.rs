//! The reader's library: articles in, lists and articles out, in words of the domain.
//!
//! It joins what the rooms below can do: the store keeps articles, `import` says which are the same, `quote` finds who
//! said what. It knows no SQL, no screens, no clock.

pub mod ingest;

use std::path::Path;

use crate::article::{Article, ArticleId, Meta, Provenance, Query, Record, State, Summary};
use crate::import::identity;
use crate::quote::Quote;
use crate::store::Store;

pub use crate::store::{Change, CheckReport, Hit, Outcome, StoreError as LibraryError};

/// An open library: one connection, which may move to another thread but not be shared.
#[derive(Debug)]
pub struct Library {
    store: Store,
}

/// An article, opened to be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Which one.
    pub id: ArticleId,
    /// The article.
    pub article: Article,
    /// What the reader did with it.
    pub state: State,
    /// Where it came from.
    pub provenance: Provenance,
    /// Who said what in it.
    pub quotes: Vec<Quote>,
}

impl Library {
    /// Opens a library, making the file (0600) and its folders (0700) where they are missing, whatever the umask, and
    /// bringing an older file up to date.
    ///
    /// # Errors
    /// When the file is not a library, newer than this program, damaged, or not to be had. It is left as it is then.
    pub fn open(path: &Path) -> Result<Self, LibraryError> {
        Store::open(path).map(|store| Self { store })
    }

    /// Opens an empty library that lives as long as this value.
    pub fn open_in_memory() -> Result<Self, LibraryError> {
        Store::open_in_memory().map(|store| Self { store })
    }

    /// Returns how many articles a query has; its order does not matter.
    pub fn count(&self, query: &Query) -> Result<usize, LibraryError> {
        self.store.count(query)
    }

    /// Returns the articles of a query in its order, at most `most`.
    pub fn order(
        &self,
        query: &Query,
        most: Option<usize>,
    ) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.order(query, most)
    }

    /// Returns the articles of a query that are not read yet, in its order.
    pub fn unread(&self, query: &Query) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.unread(query)
    }

    /// Returns the lines of some articles, in the order asked for; those that are not there are left out.
    pub fn summaries(&self, ids: &[ArticleId]) -> Result<Vec<Summary>, LibraryError> {
        self.store.summaries(ids)
    }

    /// Opens an article; none when it is not there. Its quotes are found on the spot when the library has none of the
    /// present engine; they are not stored then (see [`Library::refresh_quotes`]).
    pub fn open_article(&self, id: ArticleId) -> Result<Option<Reading>, LibraryError> {
        let Some((record, quotes)) = self.store.record(id)? else {
            return Ok(None);
        };
        Ok(Some(Reading {
            id,
            quotes: quotes.unwrap_or_else(|| ingest::quotes(&record.article)),
            article: record.article,
            state: record.state,
            provenance: record.provenance,
        }))
    }

    /// Returns what is known about an article beside its text; none when it is not there.
    pub fn meta(&self, id: ArticleId) -> Result<Option<Meta>, LibraryError> {
        self.store.meta(id)
    }

    /// Returns which article of the library another one is: of the same address, else of the same content.
    pub fn find(&self, article: &Article) -> Result<Option<ArticleId>, LibraryError> {
        self.store.find(&identity::key(article))
    }

    /// Changes what the reader did with an article. It is on disk when this returns.
    ///
    /// # Errors
    /// [`LibraryError::Gone`] when it is not there, and whatever may hinder writing.
    pub fn change(&mut self, id: ArticleId, change: &Change) -> Result<(), LibraryError> {
        self.store.change(id, change)
    }

    /// Finds the articles that hold all of some words, best first; words of the title weigh most. Any text may be asked
    /// for; case and accents do not matter; what is typed without a space must stand together.
    pub fn search(&self, words: &str, most: usize) -> Result<Vec<Hit>, LibraryError> {
        self.store.search(words, most)
    }

    /// Calls `each` with every article of a query, first imported first, until it returns false. They are of one moment,
    /// whatever other processes write meanwhile.
    ///
    /// # Errors
    /// The first damaged article is reported when all others were given.
    pub fn each_record(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Record) -> bool,
    ) -> Result<(), LibraryError> {
        self.store.each_record(query, each)
    }

    /// Puts an article in, in one transaction. Of one that is there already, text and quotes are replaced when they
    /// changed; the reader's state and the time of import stay.
    pub fn put(&mut self, record: &Record, quotes: &[Quote]) -> Result<Outcome, LibraryError> {
        let key = identity::key(&record.article);
        let outcomes = self.store.put([(key.as_str(), record, quotes)])?;
        outcomes
            .first()
            .copied()
            .ok_or_else(|| LibraryError::Failed("nothing was stored".to_owned()))
    }

    /// Takes an article out and returns all that belonged to it, so that it can be put back; none when it was not there.
    pub fn remove(&mut self, id: ArticleId) -> Result<Option<Record>, LibraryError> {
        self.store.remove(id)
    }

    /// Returns how many articles wait for the present version of the quote engine.
    pub fn stale(&self) -> Result<usize, LibraryError> {
        self.store.stale()
    }

    /// Finds and keeps the quotes of at most `most` articles that wait for the present version of the engine, newest
    /// first; returns how many. Zero means that none is left.
    pub fn refresh_quotes(&mut self, most: usize) -> Result<usize, LibraryError> {
        let ids = self.store.stale_articles(most)?;
        // Looking for quotes takes its time; nobody else has to wait for it, so it happens before the store is locked.
        let mut found = Vec::with_capacity(ids.len());
        for &id in &ids {
            match self.store.record(id) {
                Ok(Some((record, _))) => {
                    let quotes = ingest::quotes(&record.article);
                    found.push((id, Some(record.article.body), quotes));
                }
                Ok(None) => {}
                // It would be tried again for ever.
                Err(LibraryError::DamagedArticle { .. }) => found.push((id, None, Vec::new())),
                Err(error) => return Err(error),
            }
        }
        self.store.put_quotes(&found)?;
        Ok(ids.len())
    }

    /// Checks the file, the search index and every article. Takes seconds for a large library.
    pub fn check(&self) -> Result<CheckReport, LibraryError> {
        self.store.check()
    }

    /// Writes a copy of the library, as it is at this moment, to a new file (0600).
    ///
    /// # Errors
    /// When the file is there already, or there is no room for it.
    pub fn backup(&self, to: &Path) -> Result<(), LibraryError> {
        self.store.backup(to)
    }

    /// Returns a number that changes when another process has written to the library.
    pub fn change_count(&self) -> Result<i64, LibraryError> {
        self.store.change_count()
    }
}

#[cfg(test)]
mod tests;
