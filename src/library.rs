//! The reader's library: articles in, lists and articles out, in words of the domain.
//!
//! It joins what the rooms below can do: the store keeps articles, `import` says which are the same, `quote` finds who
//! said what. It knows no SQL, no screens, no clock.

mod feeds;
pub mod foresee;
pub mod gather;
pub mod ingest;
pub mod originals;
mod passages;
pub(crate) mod priority;
pub mod requote;
mod speakers;
pub mod watching;

use std::path::Path;

use crate::article::{
    self, Article, ArticleId, Body, Clean, Edit, Filter, Letter, MarkAt, MarkLine, Marked, Meta,
    Ordered, Provenance, Query, Record, SavedSearch, Shape, State, Summary, Version,
};
use crate::cite::{ClipChange, Passage};
use crate::import::identity;
use crate::kept::{Item, Kept, Taken};
use crate::library::ingest::Loose;
use crate::quote::{Depth, Quote};
use crate::store::{Entry, Store};

pub use crate::store::{
    Change, CheckReport, Hit, Original, Outcome, Packed, StoreError as LibraryError, on_wait,
};

/// Articles of one title that are looked through for the one of a date.
const SAME_TITLE: usize = 50;

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
    /// How closely it was read for them.
    pub depth: Depth,
    /// The pictures that are kept with it, in the order of its figures.
    pub pictures: Vec<Shape>,
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

    /// Returns the articles of a query in its order. As soon as more than `first` of them are known, these are given to
    /// `early`.
    pub fn order_in_parts(
        &self,
        query: &Query,
        first: usize,
        early: &mut dyn FnMut(&Ordered),
    ) -> Result<Ordered, LibraryError> {
        self.store.order_in_parts(query, first, early)
    }

    /// Returns the articles of a query that are not read yet, in its order.
    pub fn unread(&self, query: &Query) -> Result<Vec<ArticleId>, LibraryError> {
        self.store.unread(query)
    }

    /// Returns the lines of some articles, in the order asked for; those that are not there are left out.
    pub fn summaries(&self, ids: &[ArticleId]) -> Result<Vec<Summary>, LibraryError> {
        self.store.summaries(ids)
    }

    /// Opens an article; none when it is not there. Its quotes are found on the spot, by rules, when the library has
    /// none of the present engine; they are not stored then.
    pub fn open_article(&self, id: ArticleId) -> Result<Option<Reading>, LibraryError> {
        let Some((record, quotes)) = self.store.record(id)? else {
            return Ok(None);
        };
        let (quotes, depth) = match quotes {
            Some(quotes) => quotes,
            None => {
                let (quotes, depth) = ingest::ready::quotes(&record.article, Depth::Skimmed);
                let text = record.article.body.text();
                (self.store.corrected(id, text, quotes)?, depth)
            }
        };
        Ok(Some(Reading {
            id,
            quotes,
            depth,
            article: record.article,
            state: record.state,
            provenance: record.provenance,
            pictures: self.store.shapes(id)?,
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

    /// Returns the clips in the reader's order.
    pub fn clips(&self) -> Result<Vec<Passage>, LibraryError> {
        self.store.clips()
    }

    /// Changes the clips.
    pub fn change_clips(&mut self, change: &ClipChange) -> Result<(), LibraryError> {
        self.store.change_clips(change)
    }

    /// Returns the highlights of all articles, latest first, at most so many.
    pub fn highlights(&self, most: usize) -> Result<Vec<Marked>, LibraryError> {
        self.store.highlights(most)
    }

    /// Returns the article that some data are of: of the same address, else, without one, of the same title and date.
    pub fn find_by(&self, meta: &Meta) -> Result<Option<ArticleId>, LibraryError> {
        if let Some(url) = &meta.url {
            return self.store.find(&format!("url:{url}"));
        }
        for hit in self.store.search(&Filter::words(&meta.title), SAME_TITLE)? {
            let id = hit.summary.id;
            if self.store.meta(id)?.is_some_and(|other| {
                other.url.is_none()
                    && other.title == meta.title
                    && other.published == meta.published
            }) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Changes what the reader did with an article. It is on disk when this returns.
    ///
    /// # Errors
    /// [`LibraryError::Gone`] when it is not there, and whatever may hinder writing.
    pub fn change(&mut self, id: ArticleId, change: &Change) -> Result<(), LibraryError> {
        self.store.change(id, change)
    }

    /// Finds the articles that a filter lets pass, on every shelf, best first; words of the title weigh most.
    pub fn search(&self, filter: &Filter, most: usize) -> Result<Vec<Hit>, LibraryError> {
        self.store.search(filter, most)
    }

    /// Calls `each` with every article that has quotes which a filter asks for, and with the numbers of these quotes,
    /// until it returns false. The newest comes first, unless the filter names an order.
    ///
    /// # Errors
    /// The first damaged article is reported when all others were given.
    pub fn each_quoting(
        &self,
        filter: &Filter,
        each: &mut dyn FnMut(ArticleId, Article, Vec<(usize, Quote)>) -> bool,
    ) -> Result<(), LibraryError> {
        self.store.each_quoting(filter, each)
    }

    /// Returns where the quotes of an article begin that a filter asks for, in bytes of its text.
    pub fn quotes_asked_for(
        &self,
        filter: &Filter,
        id: ArticleId,
    ) -> Result<Vec<usize>, LibraryError> {
        self.store.quotes_asked_for(filter, id)
    }

    /// Answers questions as long as `is_void` does not say that the answer is of no use any more. What is then given up
    /// ends with [`LibraryError::Interrupted`].
    pub fn unless_void<T>(
        &mut self,
        is_void: impl FnMut() -> bool + Send + 'static,
        ask: impl FnOnce(&Self) -> T,
    ) -> Result<T, LibraryError> {
        self.store.watch(Some(is_void))?;
        let answer = ask(self);
        self.store.watch(None::<fn() -> bool>)?;
        Ok(answer)
    }

    /// Returns the searches that have a name, in the order of their names.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, LibraryError> {
        self.store.saved_searches()
    }

    /// Returns all tags, the most used first, each with the number of its articles; at most a thousand.
    pub fn all_tags(&self) -> Result<Vec<(Clean, usize)>, LibraryError> {
        self.store.all_tags()
    }

    /// Returns the tags that the reader gave an article.
    pub fn tags(&self, id: ArticleId) -> Result<Vec<Clean>, LibraryError> {
        self.store.tags(id)
    }

    /// Gives a search a name, in place of the one that had it; none takes the name away. Returns what had it before.
    pub fn save_search(
        &mut self,
        name: &str,
        filter: Option<&str>,
    ) -> Result<Option<Clean>, LibraryError> {
        self.store.save_search(name, filter)
    }

    /// Returns the articles that were thrown away and the days on which they were, the latest first.
    pub fn trash(&self) -> Result<Vec<(Clean, Summary)>, LibraryError> {
        self.store.trash()
    }

    /// Takes out for good what was thrown away more than so many days before `today` (YYYY-MM-DD), once the clock is to be
    /// believed; returns how many articles that were.
    pub fn empty_old_trash(&mut self, today: &str, days: u32) -> Result<usize, LibraryError> {
        self.store.empty_old_trash(today, days)
    }

    /// Takes out for good what was thrown away before a day ("2026-11-26"), or all of it; returns how many articles.
    pub fn empty_trash(&mut self, before: Option<&str>) -> Result<usize, LibraryError> {
        self.store.empty_trash(before)
    }

    /// Returns what is under a letter: a capital's place, or that of a small letter in an article.
    pub fn mark(
        &self,
        letter: Letter,
        article: Option<ArticleId>,
    ) -> Result<Option<MarkAt>, LibraryError> {
        self.store.mark(letter, article)
    }

    /// Returns the small letters of an article and all capitals.
    pub fn marks(&self, article: Option<ArticleId>) -> Result<Vec<MarkLine>, LibraryError> {
        self.store.marks(article)
    }

    /// Puts a place under a letter. It is on disk when this returns.
    pub fn set_mark(&mut self, letter: Letter, at: MarkAt) -> Result<(), LibraryError> {
        self.store.set_mark(letter, at)
    }

    /// Takes a letter away from an article.
    pub fn drop_mark(&mut self, letter: Letter, article: ArticleId) -> Result<(), LibraryError> {
        self.store.drop_mark(letter, article)
    }

    /// Returns the earlier texts of an article, the latest first.
    pub fn versions(&self, id: ArticleId) -> Result<Vec<Version>, LibraryError> {
        self.store.versions(id)
    }

    /// Returns an article as it was in an earlier text; none when there is no such text.
    pub fn version(&self, id: ArticleId, number: u32) -> Result<Option<Article>, LibraryError> {
        self.store.version(id, number)
    }

    /// Returns what an article says otherwise than in an earlier text, or than in the last of them, and until when that
    /// one stood; none when there is no such text.
    pub fn edits(
        &self,
        id: ArticleId,
        number: Option<u32>,
    ) -> Result<Option<(Version, Vec<Edit>)>, LibraryError> {
        let mut versions = self.store.versions(id)?.into_iter();
        let version = versions.find(|version| number.is_none_or(|it| it == version.number));
        let Some(version) = version else {
            return Ok(None);
        };
        let old = self.store.version(id, version.number)?;
        let new = self.store.record(id)?;
        Ok(old
            .zip(new)
            .map(|(old, (new, _))| (version, article::edits(&old.body, &new.article.body))))
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

    /// Calls `each` with every article of a query, first imported first, then with what the reader made beside them, until
    /// it returns false: all of it when the query asks for everything, else the corrections and marks of its articles. It
    /// is all of one moment, and nothing of what was thrown away.
    ///
    /// # Errors
    /// The first damaged article is reported when all else was given.
    pub fn each_item(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Item) -> bool,
    ) -> Result<(), LibraryError> {
        self.store.each_item(query, each)
    }

    /// Returns what the reader decided that holds for these articles wherever they are read: their corrections and marks, and
    /// what was decided about names.
    pub fn decisions(&self, articles: &[ArticleId]) -> Result<Vec<Kept>, LibraryError> {
        self.store.decisions(articles)
    }

    /// Takes in what another reader made, in one transaction, and says of each what became of it; what was decided here
    /// stays. All corrections of an article are to come together, and after the article.
    pub fn take_kept(&mut self, kept: &[Kept]) -> Result<Vec<Taken>, LibraryError> {
        self.store.take_kept(kept)
    }

    /// Puts an article in, in one transaction. Of one that is there already, text and quotes are replaced when they
    /// changed; the reader's state and the time of import stay.
    pub fn put(
        &mut self,
        record: &Record,
        quotes: &[Quote],
        depth: Depth,
    ) -> Result<Outcome, LibraryError> {
        let key = identity::key(&record.article);
        self.put_one((key.as_str(), record, quotes, depth).into())
    }

    /// Puts an article in like [`Library::put`], with its pictures.
    pub fn put_loose(&mut self, loose: &Loose) -> Result<Outcome, LibraryError> {
        let key = identity::key(&loose.record.article);
        let quoted = (key.as_str(), &loose.record, &loose.quotes[..], loose.depth);
        self.put_one(Entry {
            pictures: &loose.pictures,
            ..Entry::from(quoted)
        })
    }

    fn put_one(&mut self, entry: Entry<'_>) -> Result<Outcome, LibraryError> {
        let outcomes = self.store.put([entry])?;
        let nothing = || LibraryError::Failed("nothing was stored".to_owned());
        outcomes.first().copied().ok_or_else(nothing)
    }

    /// Takes an article out and returns all that belonged to it, so that it can be put back; none when it was not there.
    pub fn remove(&mut self, id: ArticleId) -> Result<Option<Record>, LibraryError> {
        self.store.remove(id)
    }

    /// Returns how many articles wait to be read closely by the present quote engine.
    pub fn stale(&self) -> Result<usize, LibraryError> {
        self.store.stale()
    }

    /// Whether articles may wait to be read closely; false only when none does. Costs next to nothing.
    pub fn may_have_stale(&self) -> Result<bool, LibraryError> {
        self.store.may_have_stale()
    }

    /// Returns an article that waits to be read closely by the present quote engine: `wanted`, if that does, else the
    /// newest; none when none is left.
    pub fn next_stale(
        &mut self,
        wanted: Option<ArticleId>,
    ) -> Result<Option<(ArticleId, Article)>, LibraryError> {
        if let Some(id) = wanted
            && let Some((record, quotes)) = self.store.record(id)?
            && quotes.is_none_or(|(_, depth)| depth < Depth::Whole)
        {
            return Ok(Some((id, record.article)));
        }
        let mut stale = self.stale_articles(1)?;
        Ok(stale.pop())
    }

    /// Returns at most `most` articles that wait to be read closely, newest first; fewer only when fewer are left. One
    /// that cannot be read at all is put aside.
    fn stale_articles(&mut self, most: usize) -> Result<Vec<(ArticleId, Article)>, LibraryError> {
        loop {
            let ids = self.store.stale_articles(most)?;
            let mut found = Vec::with_capacity(ids.len());
            let mut damaged = Vec::new();
            for &id in &ids {
                match self.store.record(id) {
                    Ok(Some((record, _))) => found.push((id, record.article)),
                    Ok(None) => {}
                    Err(LibraryError::DamagedArticle { .. }) => {
                        damaged.push((id, None, Vec::new()))
                    }
                    Err(error) => return Err(error),
                }
            }
            // It would be tried again for ever.
            self.store.put_quotes(&damaged)?;
            if !found.is_empty() || ids.is_empty() {
                return Ok(found);
            }
        }
    }

    /// Keeps the quotes of articles that were read closely, in one transaction; those of an article that has got another
    /// text since are left out.
    pub fn keep_quotes(
        &mut self,
        found: Vec<(ArticleId, Body, Vec<Quote>)>,
    ) -> Result<(), LibraryError> {
        let found: Vec<_> = found
            .into_iter()
            .map(|(id, body, quotes)| (id, Some(body), quotes))
            .collect();
        self.store.put_quotes(&found)
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

    /// Returns the file of the library; none when it is in memory.
    pub fn path(&self) -> Option<&Path> {
        self.store.path()
    }

    /// Returns a number that changes when another process has written to the library.
    pub fn change_count(&self) -> Result<i64, LibraryError> {
        self.store.change_count()
    }
}

#[cfg(test)]
mod tests;
