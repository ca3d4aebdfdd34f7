//! Finds the same quote in several articles: by fingerprints first, then by its words.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, params};

use crate::article::ArticleId;
use crate::quote::roster::{Group, Said, is_same, prints};
use crate::quote::{Kind, Quote};
use crate::store::error::StoreError;
use crate::store::{read, row, speakers, voices};

/// Returns the quote of an article that `is_it` and the same one in other articles, the earliest first, at most `most`; none when there is no such
/// quote, or when it is not in quotation marks.
pub(super) fn same_as(
    conn: &Connection,
    article: ArticleId,
    is_it: &dyn Fn(usize, &Quote) -> bool,
    most: usize,
) -> Result<Option<Group>, StoreError> {
    let mut own = speakers::said_in(conn, article, is_it)?;
    let Some(own) = own.pop().filter(|own| own.kind != Kind::Indirect) else {
        return Ok(None);
    };
    let mut said = vec![own.clone()];
    let query = prints(&own.words).join(" OR ");
    if !query.is_empty() {
        let mut select = conn.prepare_cached(
            "SELECT id FROM articles WHERE id IN (SELECT rowid FROM prints WHERE prints MATCH ?1) AND id <> ?2
             ORDER BY undated, published_key, id",
        )?;
        let mut rows = select.query(params![query, article.0])?;
        while said.len() < most
            && let Some(row) = rows.next()?
        {
            said.extend(best_in(conn, ArticleId(row.get(0)?), &own.words)?);
        }
    }
    sort(conn, &mut said)?;
    Ok(Some(Group { said }))
}

/// Returns the quote of an article that is the same as some words; the longest, when there are several.
fn best_in(conn: &Connection, article: ArticleId, words: &str) -> Result<Option<Said>, StoreError> {
    let found = speakers::said_in(conn, article, &|_, quote| quote.kind != Kind::Indirect)?;
    let same = found.into_iter().filter(|said| is_same(&said.words, words));
    Ok(same.max_by_key(|said| said.words.len()))
}

/// Puts quotes in the order of their articles' dates, undated ones last.
fn sort(conn: &Connection, said: &mut Vec<Said>) -> Result<(), StoreError> {
    let mut select =
        conn.prepare_cached("SELECT undated, published_key FROM articles WHERE id = ?1")?;
    let mut keyed = Vec::with_capacity(said.len());
    for one in said.drain(..) {
        let key = select.query_row([one.article.0], |row| {
            Ok((row.get::<_, bool>(0)?, row.get::<_, String>(1)?))
        });
        keyed.push((key.unwrap_or((true, String::new())), one));
    }
    keyed.sort_by(|(key, one), (other_key, other)| {
        (key, one.article, one.number).cmp(&(other_key, other.article, other.number))
    });
    said.extend(keyed.into_iter().map(|(_, one)| one));
    Ok(())
}

/// A quote on the way to its group: its article and number, and the number of its words.
struct Found {
    article: ArticleId,
    number: usize,
    text: usize,
}

/// Returns the groups of quotes that stand in at least `fewest` articles, those in most articles first, at most `most`.
///
/// Looks at every article that shares a fingerprint with another: takes time and memory linear in their quotes.
pub(super) fn groups(
    conn: &Connection,
    fewest: usize,
    most: usize,
) -> Result<Vec<Group>, StoreError> {
    let shared = shared_prints(conn)?;
    let mut texts = Texts::default();
    let mut found: Vec<Found> = Vec::new();
    let mut ids = conn.prepare("SELECT article FROM quotes GROUP BY article ORDER BY article")?;
    let ids = ids.query_map([], |row| row.get(0).map(ArticleId))?;
    for id in ids.collect::<Result<Vec<_>, _>>()? {
        let text = read::text(conn, id)?;
        let mut select = conn.prepare_cached(&format!(
            "SELECT {}, number FROM quotes WHERE article = ?1 AND kind <> 'indirect' ORDER BY number",
            row::QUOTE
        ))?;
        let mut rows = select.query([id.0])?;
        while let Some(row) = rows.next()? {
            let number = row::size(row, row::QUOTE_COLUMNS)?;
            let Some(quote) = row::quote(row, &text)? else {
                continue;
            };
            let words = voices::content(&text, &quote);
            if let Some(text) = texts.add(words, &shared) {
                found.push(Found {
                    article: id,
                    number,
                    text,
                });
            }
        }
    }
    let roots = texts.joined();
    let mut groups: BTreeMap<usize, Vec<Found>> = BTreeMap::new();
    for one in found {
        let root = roots.get(one.text).copied().unwrap_or(one.text);
        groups.entry(root).or_default().push(one);
    }
    let mut sized: Vec<(usize, Vec<Found>)> = groups
        .into_values()
        .map(|group| {
            let articles: HashSet<ArticleId> = group.iter().map(|one| one.article).collect();
            (articles.len(), group)
        })
        .filter(|(articles, _)| *articles >= fewest)
        .collect();
    sized.sort_by_key(|(articles, _)| std::cmp::Reverse(*articles));
    sized.truncate(most);
    let mut out = Vec::with_capacity(sized.len());
    for (_, group) in sized {
        let mut said = Vec::with_capacity(group.len());
        for one in group {
            said.extend(speakers::said_in(conn, one.article, &|number, _| {
                number == one.number
            })?);
        }
        sort(conn, &mut said)?;
        out.push(Group { said });
    }
    Ok(out)
}

/// Returns the fingerprints that at least two articles have.
fn shared_prints(conn: &Connection) -> Result<HashSet<String>, StoreError> {
    conn.execute_batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.print_terms USING fts5vocab('main', 'prints', 'row')",
    )?;
    let mut select = conn.prepare("SELECT term FROM temp.print_terms WHERE doc > 1")?;
    let terms = select.query_map([], |row| row.get(0))?;
    Ok(terms.collect::<Result<_, _>>()?)
}

/// The different words of quotes, each once, and where their fingerprints are.
#[derive(Default)]
struct Texts {
    words: Vec<String>,
    known: HashMap<String, usize>,
    prints: HashMap<String, Vec<usize>>,
}

impl Texts {
    /// Takes the words of a quote; none when no other article has any of their fingerprints.
    fn add(&mut self, words: String, shared: &HashSet<String>) -> Option<usize> {
        if let Some(&known) = self.known.get(&words) {
            return Some(known);
        }
        let prints = prints(&words);
        if !prints.iter().any(|print| shared.contains(print)) {
            return None;
        }
        let at = self.words.len();
        for print in prints.into_iter().filter(|print| shared.contains(print)) {
            self.prints.entry(print).or_default().push(at);
        }
        self.known.insert(words.clone(), at);
        self.words.push(words);
        Some(at)
    }

    /// Joins words that are the same quote, and returns for each the first of its group.
    fn joined(&self) -> Vec<usize> {
        /// Groups that a run of words is compared with; a run that so many have is a figure of speech.
        const MOST_LEADERS: usize = 16;
        let mut roots: Vec<usize> = (0..self.words.len()).collect();
        for texts in self.prints.values() {
            // Longest first: what was cut is cut out of something.
            let mut texts = texts.clone();
            texts.sort_by_key(|&at| {
                (
                    std::cmp::Reverse(self.words.get(at).map_or(0, String::len)),
                    at,
                )
            });
            let mut leaders: Vec<usize> = Vec::new();
            for at in texts {
                let is_known = leaders
                    .iter()
                    .any(|&leader| root(&mut roots, leader) == root(&mut roots, at));
                if is_known {
                    continue;
                }
                let same = leaders.iter().copied().find(|&leader| {
                    let (one, other) = (self.words.get(leader), self.words.get(at));
                    one.zip(other)
                        .is_some_and(|(one, other)| is_same(one, other))
                });
                match same {
                    Some(leader) => {
                        let (one, other) = (root(&mut roots, leader), root(&mut roots, at));
                        if let Some(slot) = roots.get_mut(one.max(other)) {
                            *slot = one.min(other);
                        }
                    }
                    None if leaders.len() < MOST_LEADERS => leaders.push(at),
                    None => {}
                }
            }
        }
        (0..self.words.len())
            .map(|at| root(&mut roots, at))
            .collect()
    }
}

/// Returns the first of a group, and shortens the way there.
fn root(roots: &mut [usize], mut at: usize) -> usize {
    while let Some(&next) = roots.get(at)
        && next != at
    {
        let further = roots.get(next).copied().unwrap_or(next);
        if let Some(slot) = roots.get_mut(at) {
            *slot = further;
        }
        at = further;
    }
    at
}
