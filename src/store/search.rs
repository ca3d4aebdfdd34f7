//! Finds the articles that a filter lets pass, best first, and the quotes that it asks for.

use rusqlite::Connection;

use crate::article::filter::{Expr, Filter, Place, Term};
use crate::article::{ArticleId, Sort};
use crate::store::error::StoreError;
use crate::store::index::{article_of, quote_key};
use crate::store::list;
use crate::store::phrase::{self, Index, Phrase};
use crate::store::ranking::ranked;
use crate::store::set::Set;
use crate::store::sift::Sieve;

/// Returns the best articles for a filter, best first; in the filter's order when it names one.
pub(super) fn best(
    conn: &Connection,
    filter: &Filter,
    most: usize,
) -> Result<Vec<ArticleId>, StoreError> {
    let sieve = Sieve::new(conn)?;
    if filter.sort.is_none()
        && let Some(question) = phrase::ask_all(&filter.root, Index::Words, &sieve.languages)
    {
        return ranked(conn, &question, None, most);
    }
    let set = match (sieve.articles(&filter.root)?, filter.sort) {
        (Some(set), _) => set,
        (None, Some(_)) => Set::all(),
        (None, None) => return Ok(Vec::new()),
    };
    let words = match filter.sort {
        Some(sort) => return list::order_of(conn, set, sort, Some(most)),
        None => wanted_words(filter, &sieve),
    };
    let mut ids = match &words {
        Some(words) => ranked(conn, words, Some(&set), most)?,
        None => Vec::new(),
    };
    if ids.len() < most {
        // What passes for another reason than its words: the newest first.
        let mut known: Vec<i64> = ids.iter().map(|id| id.0).collect();
        known.sort_unstable();
        let rest = set.and(Set::Except(known));
        ids.extend(list::order_of(
            conn,
            rest,
            Sort::Newest,
            Some(most - ids.len()),
        )?);
    }
    Ok(ids)
}

/// Returns the question for any of the words that a filter looks for in whole articles.
fn wanted_words(filter: &Filter, sieve: &Sieve<'_>) -> Option<String> {
    let mut questions = Vec::new();
    filter.root.each_wanted(&mut |term| {
        questions.extend(phrase::ask(term, Index::Words, &sieve.languages));
    });
    (!questions.is_empty()).then(|| questions.join(" OR "))
}

/// Returns the words that a filter looks for in whole articles and titles, to be marked in them.
pub(super) fn marks(filter: &Filter, sieve: &Sieve<'_>) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    filter.root.each_wanted(&mut |term| {
        if let Term::Words(Place::Anywhere | Place::Title | Place::Said, words) = term {
            phrases.extend(Phrase::new(words, &sieve.languages));
        }
    });
    phrases
}

/// What a filter says of pairs of an article and one of its quotes.
enum Pairs {
    All(Vec<Pairs>),
    Any(Vec<Pairs>),
    Not(Box<Pairs>),
    /// The quotes with these numbers in the index, in ascending order.
    Quotes(Vec<i64>),
    /// All quotes of these articles.
    Articles(Set),
}

impl Pairs {
    /// Returns what a condition says; none when it asks for nothing.
    fn new(expr: &Expr, sieve: &Sieve<'_>) -> Result<Option<Self>, StoreError> {
        if let Some(question) = phrase::ask_all(expr, Index::Sayings, &sieve.languages) {
            return Ok(Some(Self::Quotes(sieve.keys(Index::Sayings, &question)?)));
        }
        if !expr.asks_for_quotes() {
            return Ok(sieve.articles(expr)?.map(Self::Articles));
        }
        let each = |parts: &[Expr]| -> Result<Vec<Self>, StoreError> {
            let parts = parts.iter().map(|part| Self::new(part, sieve));
            Ok(parts
                .collect::<Result<Vec<_>, _>>()?
                .into_iter()
                .flatten()
                .collect())
        };
        Ok(match expr {
            Expr::All(parts) => Some(Self::All(each(parts)?)),
            Expr::Any(parts) => Some(Self::Any(each(parts)?)),
            Expr::Not(part) => Self::new(part, sieve)?.map(|part| Self::Not(Box::new(part))),
            Expr::Is(_) => None,
        })
    }

    /// Whether it holds of a quote.
    fn holds(&self, key: i64) -> bool {
        match self {
            Self::All(parts) => parts.iter().all(|part| part.holds(key)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(key)),
            Self::Not(part) => !part.holds(key),
            Self::Quotes(keys) => keys.binary_search(&key).is_ok(),
            Self::Articles(set) => set.contains(article_of(key)),
        }
    }

    /// Returns the articles of which any quote may be meant, whatever is said of quotes.
    fn articles(&self) -> Set {
        match self {
            Self::All(parts) => parts
                .iter()
                .fold(Set::all(), |set, part| set.and(part.articles())),
            Self::Any(parts) => parts
                .iter()
                .fold(Set::none(), |set, part| set.or(part.articles())),
            // What does not hold of one quote may hold of the next.
            Self::Not(part) => match &**part {
                Self::Articles(set) => set.clone().not(),
                _ => Set::all(),
            },
            Self::Quotes(keys) => {
                let mut ids: Vec<i64> = keys.iter().map(|&key| article_of(key)).collect();
                ids.dedup();
                Set::Only(ids)
            }
            Self::Articles(set) => set.clone(),
        }
    }
}

/// The quotes that a filter asks for.
pub(super) struct Quotes {
    pairs: Option<Pairs>,
}

impl Quotes {
    pub(super) fn new(conn: &Connection, filter: &Filter) -> Result<Self, StoreError> {
        let sieve = Sieve::new(conn)?;
        Ok(Self {
            pairs: Pairs::new(&filter.root, &sieve)?,
        })
    }

    /// Returns the articles in which they may stand, in an order.
    pub(super) fn articles(
        &self,
        conn: &Connection,
        sort: Sort,
    ) -> Result<Vec<ArticleId>, StoreError> {
        let set = self.pairs.as_ref().map_or_else(Set::all, Pairs::articles);
        list::order_of(conn, set, sort, None)
    }

    /// Returns which quotes of an article they are, by number.
    pub(super) fn of(&self, conn: &Connection, id: ArticleId) -> Result<Vec<usize>, StoreError> {
        let mut select =
            conn.prepare_cached("SELECT number FROM quotes WHERE article = ?1 ORDER BY number")?;
        let numbers = select.query_map([id.0], |row| row.get::<_, i64>(0))?;
        let mut out = Vec::new();
        for number in numbers {
            let number = number?;
            let key = quote_key(id.0, number);
            if self.pairs.as_ref().is_none_or(|pairs| pairs.holds(key)) {
                out.extend(usize::try_from(number));
            }
        }
        Ok(out)
    }
}
