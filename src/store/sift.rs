//! Finds which articles a filter lets pass.
//!
//! What one index can answer alone is asked as one question; the rest is put together from sets. Conditions on quotes
//! that stand side by side become one question to the index of quotes, and so hold of one and the same quote.

use rusqlite::{Connection, Params};

use crate::article::filter::{Expr, Flag, Place, Term, Words};
use crate::store::error::StoreError;
use crate::store::index::article_of;
use crate::store::phrase::{self, Index, Phrase};
use crate::store::set::Set;
use crate::store::stems::Stems;
use crate::store::words;

/// What sifts the articles of a library.
pub(super) struct Sieve<'a> {
    conn: &'a Connection,
    /// The languages of the library.
    pub(super) languages: Vec<Stems>,
}

impl<'a> Sieve<'a> {
    pub(super) fn new(conn: &'a Connection) -> Result<Self, StoreError> {
        // From one language to the next by the index: there are few.
        let mut select = conn.prepare_cached(
            "WITH RECURSIVE next (lang) AS (
               SELECT min(lang) FROM articles
               UNION ALL
               SELECT (SELECT min(lang) FROM articles WHERE lang > next.lang) FROM next WHERE lang IS NOT NULL
             ) SELECT lang FROM next WHERE lang IS NOT NULL LIMIT 100",
        )?;
        let found = select.query_map([], |row| row.get::<_, String>(0))?;
        let languages = found.collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            conn,
            languages: languages
                .iter()
                .filter_map(|lang| Stems::of(lang))
                .collect(),
        })
    }

    /// Returns the articles that a condition lets pass; none when it asks for nothing.
    pub(super) fn articles(&self, expr: &Expr) -> Result<Option<Set>, StoreError> {
        for index in Index::ALL {
            if let Some(question) = phrase::ask_all(expr, index, &self.languages) {
                return self.matching(index, &question).map(Some);
            }
        }
        match expr {
            Expr::Is(term) => self.term(term),
            Expr::Not(part) => Ok(self.articles(part)?.map(Set::not)),
            Expr::Any(parts) => {
                let mut out = None;
                for part in parts {
                    out = join(out, self.articles(part)?, Set::or);
                }
                Ok(out)
            }
            Expr::All(parts) => {
                let mut out = None;
                let mut left: Vec<&Expr> = parts.iter().collect();
                for index in Index::ALL {
                    if let Some(question) = self.take_group(index, &mut left) {
                        out = join(out, Some(self.matching(index, &question)?), Set::and);
                    }
                }
                for part in left {
                    out = join(out, self.articles(part)?, Set::and);
                }
                Ok(out)
            }
        }
    }

    /// Takes those of some conditions that one index can answer together; none when there is nothing that is wanted.
    fn take_group(&self, index: Index, left: &mut Vec<&Expr>) -> Option<String> {
        let mut wanted = Vec::new();
        let mut unwanted = Vec::new();
        let mut rest = Vec::new();
        for &part in left.iter() {
            let (inner, questions) = match part {
                Expr::Not(inner) => (&**inner, &mut unwanted),
                // Brackets speak of a quote of their own.
                Expr::All(_) if index == Index::Sayings => {
                    rest.push(part);
                    continue;
                }
                part => (part, &mut wanted),
            };
            match phrase::ask_all(inner, index, &self.languages) {
                Some(question) => questions.push(question),
                None => rest.push(part),
            }
        }
        let question = phrase::join(&wanted, &unwanted)?;
        *left = rest;
        Some(question)
    }

    /// Returns what tells of single articles whether a condition lets them pass; none where only all of them together tell.
    pub(super) fn probe(&self, expr: &Expr) -> Option<Probe<'a>> {
        // Each look at a beginning that has no index of its own would read all words that begin so.
        let mut indices = [Index::Heads, Index::Words]
            .into_iter()
            .filter(|_| !has_beginnings(expr));
        let whole = indices.find_map(|index| {
            let question = phrase::ask_all(expr, index, &self.languages)?;
            Some(vec![(index, question)])
        });
        let questions = match (whole, expr) {
            (Some(whole), _) => whole,
            // One or two letters anywhere, for which there is one.
            (None, Expr::Is(term @ Term::Words(Place::Anywhere, words)))
                if phrase::ask(term, Index::Words, &self.languages).is_none() =>
            {
                self.short_questions(words)?.to_vec()
            }
            _ => return None,
        };
        let conn = self.conn;
        Some(Probe { conn, questions })
    }

    /// Returns the articles, or those of the quotes, that answer a question to an index.
    fn matching(&self, index: Index, question: &str) -> Result<Set, StoreError> {
        let mut keys = self.keys(index, question)?;
        if index == Index::Sayings {
            for key in &mut keys {
                *key = article_of(*key);
            }
            keys.dedup();
        }
        Ok(Set::Only(keys))
    }

    /// Returns the numbers in an index that answer a question, in ascending order.
    pub(super) fn keys(&self, index: Index, question: &str) -> Result<Vec<i64>, StoreError> {
        let table = index.table();
        let sql = format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 ORDER BY rowid");
        self.numbers(&sql, [question])
    }

    fn numbers(&self, sql: &str, params: impl Params) -> Result<Vec<i64>, StoreError> {
        let mut select = self.conn.prepare_cached(sql)?;
        let numbers = select.query_map(params, |row| row.get(0))?;
        Ok(numbers.collect::<Result<_, _>>()?)
    }

    /// Returns the articles that a single condition lets pass which no index of words answers.
    fn term(&self, term: &Term) -> Result<Option<Set>, StoreError> {
        let only = |sql: &str, value: String| Ok(Some(Set::Only(self.numbers(sql, [value])?)));
        match term {
            Term::Words(Place::Tag, tag) => self.tagged(tag),
            Term::Words(_, words) => self.short(words),
            Term::Kind(_) => Ok(None),
            Term::Lang(code) => only(
                "SELECT id FROM articles WHERE lang = ?1 ORDER BY id",
                code.to_string(),
            ),
            Term::Since(day) => only(
                "SELECT id FROM articles WHERE deleted IS NULL AND published_key >= ?1 ORDER BY id",
                day.to_string(),
            ),
            // A time of that day sorts before the sign.
            Term::Until(day) => only(
                "SELECT id FROM articles WHERE deleted IS NULL AND published_key < ?1 AND published_key > '' ORDER BY id",
                format!("{day}~"),
            ),
            Term::Flag(flag) => self.flagged(*flag).map(Some),
        }
    }

    fn flagged(&self, flag: Flag) -> Result<Set, StoreError> {
        let only = |sql: &str| Ok(Set::Only(self.numbers(sql, [])?));
        match flag {
            Flag::Unread => only("SELECT id FROM articles WHERE read = 0 ORDER BY id"),
            Flag::Read => Ok(self.flagged(Flag::Unread)?.not()),
            Flag::Starred => only("SELECT id FROM articles WHERE starred = 1 ORDER BY id"),
            Flag::Archived => only("SELECT id FROM articles WHERE archived = 1 ORDER BY id"),
            Flag::Noted => only("SELECT DISTINCT article FROM highlights ORDER BY article"),
        }
    }

    /// Returns the articles that have a tag.
    fn tagged(&self, tag: &Words) -> Result<Option<Set>, StoreError> {
        let key = words::folded(&tag.text);
        if key.is_empty() {
            return Ok(None);
        }
        let mut ids = if tag.is_begun {
            self.numbers(
                "SELECT article FROM tags WHERE key >= ?1 AND key < ?1 || char(1114109)",
                [key],
            )?
        } else {
            self.numbers("SELECT article FROM tags WHERE key = ?1", [key])?
        };
        ids.sort_unstable();
        ids.dedup();
        Ok(Some(Set::Only(ids)))
    }

    /// Returns the articles that have a beginning of one or two letters in what the list shows of them, or as a whole
    /// word anywhere.
    fn short(&self, wanted: &Words) -> Result<Option<Set>, StoreError> {
        let Some([(heads, in_heads), (words, in_words)]) = self.short_questions(wanted) else {
            return Ok(None);
        };
        let heads = self.matching(heads, &in_heads)?;
        Ok(Some(heads.or(self.matching(words, &in_words)?)))
    }

    /// Returns the two questions of which the answer to either will do.
    fn short_questions(&self, wanted: &Words) -> Option<[(Index, String); 2]> {
        let begun = Phrase::new(wanted, &self.languages)?;
        let in_heads = begun.ask("title site byline tags", None);
        let whole = Phrase {
            is_begun: false,
            ..begun
        };
        let in_words = whole.ask("title about body", None);
        Some([(Index::Heads, in_heads), (Index::Words, in_words)])
    }
}

/// Whether a condition looks for the beginnings of words.
fn has_beginnings(expr: &Expr) -> bool {
    match expr {
        Expr::All(parts) | Expr::Any(parts) => parts.iter().any(has_beginnings),
        Expr::Not(part) => has_beginnings(part),
        Expr::Is(Term::Words(_, words)) => words.is_begun,
        Expr::Is(_) => false,
    }
}

/// Tells of single articles whether a condition lets them pass, without looking for all that it does.
pub(super) struct Probe<'a> {
    conn: &'a Connection,
    /// The answer to any of these will do.
    questions: Vec<(Index, String)>,
}

impl Probe<'_> {
    /// Whether it lets an article pass.
    pub(super) fn passes(&self, id: i64) -> Result<bool, StoreError> {
        for (index, question) in &self.questions {
            let table = index.table();
            let mut select = self.conn.prepare_cached(&format!(
                "SELECT EXISTS (SELECT 1 FROM {table} WHERE {table} MATCH ?1 AND rowid = ?2)"
            ))?;
            if select.query_one((question, id), |row| row.get(0))? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Joins what two conditions let pass; one that asks for nothing does not count.
fn join(a: Option<Set>, b: Option<Set>, how: fn(Set, Set) -> Set) -> Option<Set> {
    match (a, b) {
        (Some(a), Some(b)) => Some(how(a, b)),
        (a, b) => a.or(b),
    }
}
