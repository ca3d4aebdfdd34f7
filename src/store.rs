//! The library's file: one SQLite database of articles, their quotes and what the reader did with them.
//!
//! The only room that knows SQL. It takes and gives domain types; it never reads the clock, imports a file or looks for
//! quotes. What it acknowledges is on disk: every commit waits for the write-ahead log to be flushed (`synchronous =
//! FULL`, and `F_FULLFSYNC` where the system has it), because in WAL mode `NORMAL` may forget the last commits when the
//! power fails. Only the batches of a large import do not wait for that one by one ([`Store::hurry`]). Two processes may
//! have one file open: readers never wait; writers wait for each other, a few seconds long.

mod change;
mod check;
mod clips;
mod connection;
mod corrections;
mod cutter;
mod error;
mod feeds;
mod file;
mod foreign;
mod gathered;
mod glance;
mod highlights;
mod index;
mod kept;
mod late;
mod line;
mod list;
mod marks;
mod mount;
mod naming;
mod packed;
mod parts;
mod patience;
mod phrase;
mod pictures;
mod quoted;
mod ranking;
mod read;
mod roster;
mod row;
mod same;
mod saved;
mod schema;
mod search;
mod set;
mod sift;
mod snippet;
mod sources;
mod speakers;
mod stems;
mod trash;
mod versions;
mod voices;
mod wanted;
mod words;
mod write;

#[cfg(test)]
mod finding;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use crate::article::{
    Article, ArticleId, Clean, Filter, Letter, MarkAt, MarkLine, Marked, Meta, Ordered, Query,
    Record, SavedSearch, Summary,
};
use crate::cite::{ClipChange, Passage};
use crate::quote::{Depth, Quote};

pub use change::{Arrival, Change, Entry, Hit, Outcome};
pub use check::CheckReport;
use connection::{connect, connect_alone, prepare};
pub use cutter::{Cut, Cutter};
pub use error::StoreError;
pub use feeds::{FeedItem, FetchedPage};
pub use foreign::{ForeignError, ForeignRows};
pub use glance::Glance;
use late::Late;
pub use packed::{Packed, Packer, Spoilt};
pub use patience::on_wait;
use patience::patiently;
use sift::Sieve;
use snippet::Marks;
pub use sources::{Original, Reread};
use stems::Stems;

/// How much of the library is kept in memory, and how much may stand in the log before it is carried into the file: for a
/// few articles at a time, and for many. Of a large library a batch changes nearly every page of the indices.
const FEW: &str =
    "PRAGMA cache_size = -1500; PRAGMA wal_autocheckpoint = 4096; PRAGMA synchronous = FULL;";
const MANY: &str = "PRAGMA cache_size = -96000; PRAGMA wal_autocheckpoint = 65536;";

/// How many parts of an index of words become one, as SQLite has it by itself; and while many articles come, when each
/// merging is one that is soon done again.
const PARTS: i64 = 4;
const MANY_PARTS: i64 = 16;
/// Bytes of words that are gathered before they become a part.
const GATHERED: i64 = 8 << 20;

/// An article with all that belongs to it, and its quotes when the present engine has found them.
pub type WithQuotes = (Record, Option<(Vec<Quote>, Depth)>);

/// An open library. It may move to another thread, but not be used by two at once.
#[derive(Debug)]
pub struct Store {
    conn: Connection,
    path: Option<PathBuf>,
    /// Which file was opened.
    file: Option<file::Identity>,
    /// Parts of the indices of words are merged less often.
    hurries: bool,
}

impl Store {
    /// Opens a library, making the file and its folders where they are missing (0600 and 0700, whatever the umask) and
    /// bringing an older one up to date.
    ///
    /// # Errors
    /// When the file is not a library, newer than this program, damaged, or not to be had. It is left as it is then.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if file::can_only_be_read(path) {
            return Self::open_to_read(path);
        }
        let _made = file::make(path)?;
        file::look(path)?;
        file::mend_side_files(path);
        let store = match Self::set_up(connect(path)?, path) {
            // There may be no room for what programs share; alone, one can go on reading.
            Err(StoreError::Disk(_) | StoreError::Full) => Self::set_up(connect_alone(path)?, path),
            shared => shared,
        };
        let store = store.map_err(|error| error.at(Some(path)))?;
        store
            .conn
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        Ok(Self {
            path: Some(path.to_owned()),
            file: file::identity(path),
            ..store
        })
    }

    /// Opens a library that lies where nothing can be written, so that it can be read and copied; every change is refused
    /// with [`StoreError::ReadOnly`]. SQLite makes no side files then, and takes the file as it is.
    fn open_to_read(path: &Path) -> Result<Self, StoreError> {
        file::look(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_URI;
        let mut conn = Connection::open_with_flags(file::as_immutable(path)?, flags)?;
        prepare(&mut conn)?;
        if schema::version(&conn, path)? != schema::LATEST {
            return Err(StoreError::ReadOnly);
        }
        Ok(Self {
            path: Some(path.to_owned()),
            ..Self::of(conn)
        })
    }

    /// Opens a library that lives as long as this value.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        Self::set_up(Connection::open_in_memory()?, Path::new(":memory:"))
    }

    fn set_up(mut conn: Connection, path: &Path) -> Result<Self, StoreError> {
        prepare(&mut conn)?;
        schema::refuse(&conn, path)?;
        conn.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
             PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864;",
        )?;
        conn.execute_batch(FEW)?;
        patiently(|| {
            let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0))?;
            if mode == "delete" {
                conn.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
            }
            Ok(())
        })?;
        schema::bring_up_to_date(&mut conn, path)?;
        Ok(Self::of(conn))
    }

    const fn of(conn: Connection) -> Self {
        Self {
            conn,
            path: None,
            file: None,
            hurries: false,
        }
    }

    /// Makes ready for many articles to come, or for few again: the pages of the indices that every batch touches stay at
    /// hand, and are carried from the log into the file less often.
    ///
    /// # Errors
    /// Whatever may hinder asking SQLite for it.
    pub fn expect_many(&mut self, many: bool) -> Result<(), StoreError> {
        self.conn.execute_batch(if many { MANY } else { FEW })?;
        if !many && std::mem::take(&mut self.hurries) {
            // With this change all that came before it is on the disk as well.
            self.set_parts(PARTS)?;
        }
        Ok(())
    }

    /// Until [`Store::expect_many`] is over, lets the indices of words have more parts, and does not wait for the disk with
    /// each batch: should the power fail meanwhile, the last ones are missing, and nothing else. Whoever is killed leaves the
    /// parts so until the next time, which costs searches next to nothing.
    pub fn hurry(&mut self) -> Result<(), StoreError> {
        if !std::mem::replace(&mut self.hurries, true) {
            self.set_parts(MANY_PARTS)?;
            self.conn.execute_batch("PRAGMA synchronous = NORMAL;")?;
        }
        Ok(())
    }

    fn set_parts(&mut self, parts: i64) -> Result<(), StoreError> {
        let writing = self.writing()?;
        for index in ["words", "sayings"] {
            let sql = format!("INSERT INTO {index} ({index}, rank) VALUES (?1, ?2)");
            let mut set = writing.prepare_cached(&sql)?;
            set.execute(("automerge", parts))?;
            set.execute(("hashsize", GATHERED))?;
        }
        Ok(writing.commit()?)
    }

    fn writing(&mut self) -> Result<Transaction<'_>, StoreError> {
        // SQLite would go on writing into a file that has lost its name.
        if let (Some(path), Some(_)) = (&self.path, self.file)
            && file::identity(path) != self.file
        {
            let path = error::name(path);
            return Err(StoreError::Moved { path });
        }
        // Immediate: a writer waits at the beginning, when waiting can still succeed.
        let begun = self
            .conn
            .transaction_with_behavior(TransactionBehavior::Immediate);
        begun.map_err(|error| StoreError::from(error).at(self.path.as_deref()))
    }

    /// Begins to read one state of the library, whatever other processes write meanwhile.
    fn reading(&self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.conn.unchecked_transaction()?)
    }

    /// Puts articles in, in one transaction: all or none. The key says which articles are the same; of one that is
    /// there, text and quotes are replaced when they changed and the reader's state stays.
    pub fn put<'a>(
        &mut self,
        articles: impl IntoIterator<Item = impl Into<Entry<'a>>>,
    ) -> Result<Vec<Outcome>, StoreError> {
        let writing = self.writing()?;
        let mut outcomes = Vec::new();
        let mut late = Late::default();
        for entry in articles {
            outcomes.push(write::put(&writing, &entry.into(), &mut late)?);
        }
        late.settle(&writing)?;
        writing.commit()?;
        Ok(outcomes)
    }

    /// Changes what the reader did with an article.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when it is not there, and whatever may hinder writing.
    pub fn change(&mut self, id: ArticleId, change: &Change) -> Result<(), StoreError> {
        let writing = self.writing()?;
        write::change(&writing, id, change)?;
        Ok(writing.commit()?)
    }

    /// Returns what is under a letter: a capital's place, or that of a small letter in an article.
    pub fn mark(
        &self,
        letter: Letter,
        article: Option<ArticleId>,
    ) -> Result<Option<MarkAt>, StoreError> {
        marks::find(&self.conn, letter, article)
    }

    /// Returns the small letters of an article and all capitals.
    pub fn marks(&self, article: Option<ArticleId>) -> Result<Vec<MarkLine>, StoreError> {
        let reading = self.reading()?;
        marks::list(&reading, article)
    }

    /// Puts a place under a letter.
    ///
    /// # Errors
    /// [`StoreError::Gone`] when its article is not there, and whatever may hinder writing.
    pub fn set_mark(&mut self, letter: Letter, at: MarkAt) -> Result<(), StoreError> {
        let writing = self.writing()?;
        marks::set(&writing, letter, at)?;
        Ok(writing.commit()?)
    }

    /// Takes a letter away from an article.
    pub fn drop_mark(&mut self, letter: Letter, article: ArticleId) -> Result<(), StoreError> {
        let writing = self.writing()?;
        marks::drop(&writing, letter, article)?;
        Ok(writing.commit()?)
    }

    /// Takes an article out and returns it; none when it was not there. An unreadable one is taken out, too.
    pub fn remove(&mut self, id: ArticleId) -> Result<Option<Record>, StoreError> {
        let writing = self.writing()?;
        let record = match read::record(&writing, id) {
            Err(StoreError::DamagedArticle { .. }) => None,
            record => record?,
        };
        write::remove(&writing, id)?;
        writing.commit()?;
        Ok(record)
    }

    /// Returns how many articles a query has; its order does not matter.
    pub fn count(&self, query: &Query) -> Result<usize, StoreError> {
        list::count(&self.conn, query)
    }

    /// Returns the articles of a query in its order, at most `most`.
    pub fn order(&self, query: &Query, most: Option<usize>) -> Result<Vec<ArticleId>, StoreError> {
        list::order(&self.conn, query, most)
    }

    /// Returns the articles of a query in its order. As soon as more than `first` of them are known, these are given to
    /// `early`.
    pub fn order_in_parts(
        &self,
        query: &Query,
        first: usize,
        early: &mut dyn FnMut(&Ordered),
    ) -> Result<Ordered, StoreError> {
        parts::in_parts(&self.conn, query, first, early)
    }

    /// Returns the articles of a query that are not read yet, in its order.
    pub fn unread(&self, query: &Query) -> Result<Vec<ArticleId>, StoreError> {
        list::unread(&self.conn, query)
    }

    /// Returns the lines of some articles, in the order asked for; those that are not there are left out.
    pub fn summaries(&self, ids: &[ArticleId]) -> Result<Vec<Summary>, StoreError> {
        let reading = self.reading()?;
        list::summaries(&reading, ids)
    }

    /// Returns the clips in the reader's order.
    pub fn clips(&self) -> Result<Vec<Passage>, StoreError> {
        clips::all(&self.conn)
    }

    /// Changes the clips.
    pub fn change_clips(&mut self, change: &ClipChange) -> Result<(), StoreError> {
        let writing = self.writing()?;
        clips::change(&writing, change)?;
        Ok(writing.commit()?)
    }

    /// Returns the highlights of all articles, latest first, at most so many.
    pub fn highlights(&self, most: usize) -> Result<Vec<Marked>, StoreError> {
        highlights::all(&self.conn, most)
    }

    /// Returns what is known about an article beside its text; none when it is not there.
    pub fn meta(&self, id: ArticleId) -> Result<Option<Meta>, StoreError> {
        let reading = self.reading()?;
        read::meta(&reading, id)
    }

    /// Returns the article that has a key.
    pub fn find(&self, key: &str) -> Result<Option<ArticleId>, StoreError> {
        write::find(&self.conn, key)
    }

    /// Returns an article with all that belongs to it and its quotes; no quotes when the present engine has not looked
    /// for them yet.
    pub fn record(&self, id: ArticleId) -> Result<Option<WithQuotes>, StoreError> {
        let reading = self.reading()?;
        let Some(record) = read::record(&reading, id)? else {
            return Ok(None);
        };
        let quotes = read::quotes(&reading, id, &record.article.body)?;
        Ok(Some((record, quotes)))
    }

    /// Calls `each` with every article of a query, first imported first, until it returns false.
    ///
    /// # Errors
    /// The first damaged article is reported when all others were given.
    pub fn each_record(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Record) -> bool,
    ) -> Result<(), StoreError> {
        let reading = self.reading()?;
        read::each_record(&reading, query, each)
    }

    /// Returns the best articles that a filter lets pass, best first, with the stretch that shows it; in the filter's order
    /// when it names one.
    pub fn search(&self, filter: &Filter, most: usize) -> Result<Vec<Hit>, StoreError> {
        let reading = self.reading()?;
        let ids = search::best(&reading, filter, most)?;
        let phrases = search::marks(filter, &Sieve::new(&reading)?);
        let mut hits = Vec::with_capacity(ids.len());
        for summary in list::summaries(&reading, &ids)? {
            let text = read::text(&reading, summary.id)?;
            let marks = Marks {
                phrases: &phrases,
                language: read::language(&reading, summary.id)?
                    .as_deref()
                    .and_then(Stems::of),
            };
            let (mut snippet, mut matches) = snippet::snippet(&text, &marks);
            let mut is_note = false;
            if matches.is_empty() {
                // What the text does not have may stand in a note.
                let notes = highlights::notes(&reading, summary.id)?;
                let mut notes = notes.iter().map(|note| snippet::snippet(note, &marks));
                if let Some(found) = notes.find(|(_, matches)| !matches.is_empty()) {
                    (snippet, matches) = found;
                    is_note = true;
                }
            }
            hits.push(Hit {
                summary,
                snippet,
                matches,
                is_note,
            });
        }
        Ok(hits)
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
    ) -> Result<(), StoreError> {
        let reading = self.reading()?;
        let wanted = search::Quotes::new(&reading, filter)?;
        let mut damaged = Ok(());
        for id in wanted.articles(&reading, filter.sort.unwrap_or_default())? {
            let numbers = wanted.of(&reading, id)?;
            if numbers.is_empty() {
                continue;
            }
            let article = match read::article(&reading, id) {
                Ok(Some(article)) => article,
                Ok(None) => continue,
                Err(error @ StoreError::DamagedArticle { .. }) => {
                    damaged = damaged.and(Err(error));
                    continue;
                }
                Err(error) => return Err(error),
            };
            let quotes = read::stored_quotes(&reading, id, &article.body)?.unwrap_or_default();
            let numbered = quotes.into_iter().enumerate();
            let found: Vec<(usize, Quote)> = numbered
                .filter(|(number, _)| numbers.binary_search(number).is_ok())
                .collect();
            if !found.is_empty() && !each(id, article, found) {
                break;
            }
        }
        damaged
    }

    /// Returns where the quotes of an article begin that a filter asks for, in bytes of its text.
    pub fn quotes_asked_for(
        &self,
        filter: &Filter,
        id: ArticleId,
    ) -> Result<Vec<usize>, StoreError> {
        let reading = self.reading()?;
        let numbers = search::Quotes::new(&reading, filter)?.of(&reading, id)?;
        let Some(article) = read::article(&reading, id)? else {
            return Ok(Vec::new());
        };
        let quotes = read::stored_quotes(&reading, id, &article.body)?.unwrap_or_default();
        let found = numbers.into_iter().filter_map(|number| quotes.get(number));
        Ok(found.map(|quote| quote.extent().start).collect())
    }

    /// Returns all tags, the most used first, each with the number of its articles; at most a thousand.
    pub fn all_tags(&self) -> Result<Vec<(Clean, usize)>, StoreError> {
        read::all_tags(&self.conn)
    }

    /// Returns the tags that the reader gave an article.
    pub fn tags(&self, id: ArticleId) -> Result<Vec<Clean>, StoreError> {
        read::tags(&self.conn, id)
    }

    /// Returns the searches that have a name, in the order of their names.
    pub fn saved_searches(&self) -> Result<Vec<SavedSearch>, StoreError> {
        saved::all(&self.conn)
    }

    /// Gives a search a name, in place of the one that had it; none takes the name away. Returns what had it before.
    pub fn save_search(
        &mut self,
        name: &str,
        filter: Option<&str>,
    ) -> Result<Option<Clean>, StoreError> {
        let writing = self.writing()?;
        let before = saved::put(&writing, name, filter)?;
        writing.commit()?;
        Ok(before)
    }

    /// Gives up, with [`StoreError::Interrupted`], whatever is asked from now on once `is_void` says that the answer is of
    /// no use any more; none lets everything be answered.
    pub fn watch(
        &mut self,
        is_void: Option<impl FnMut() -> bool + Send + 'static>,
    ) -> Result<(), StoreError> {
        /// Steps of SQLite's machine between two looks: less than a millisecond.
        const STEPS: i32 = 10_000;
        Ok(self.conn.progress_handler(STEPS, is_void)?)
    }

    /// Checks everything; see [`CheckReport`].
    pub fn check(&self) -> Result<CheckReport, StoreError> {
        let mut report = check::check(&self.conn, self.path.as_deref())?;
        let stale = self.stale();
        report.stale = report.take("the quotes", stale)?.unwrap_or_default();
        Ok(report)
    }

    /// Writes a copy of the library, as it is at this moment, to a new file (0600).
    ///
    /// # Errors
    /// When the file is there already, its path is not UTF-8, or there is no room for it; a half-made copy is taken away.
    pub fn backup(&self, to: &Path) -> Result<(), StoreError> {
        let told = file::for_sqlite(to);
        let Some(told) = told.to_str() else {
            let reason = "its name is not UTF-8, so no copy can be made there; choose another name";
            return Err(StoreError::file(to)(std::io::Error::other(reason)));
        };
        if !file::make(to)? {
            let there = std::io::ErrorKind::AlreadyExists.into();
            return Err(StoreError::file(to)(there));
        }
        // Into the empty file just made, which keeps its permissions.
        let copy = self.conn.execute("VACUUM INTO ?1", [told]);
        copy.map_err(StoreError::from)
            .and_then(|_| file::holds_something(to))
            .and_then(|()| file::flush(to))
            .inspect_err(|_| file::take_away(to))
    }

    /// Returns the file of the library; none when it is in memory.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Returns a number that changes when another process has written to the library.
    pub fn change_count(&self) -> Result<i64, StoreError> {
        Ok(self
            .conn
            .pragma_query_value(None, "data_version", |row| row.get(0))?)
    }
}
