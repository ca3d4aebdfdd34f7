//! Finds articles by words: builds queries that no text can break, keeps the two word indices, ranks.
//!
//! Everything reaches the query language as quoted, folded words; see [`words`].

use rusqlite::{Connection, params};

use crate::article::{ArticleId, Clean, Meta};
use crate::store::error::StoreError;
use crate::store::{row, words};

/// Most groups of a query, and most words of a group, that count; the rest is ignored.
const MOST_GROUPS: usize = 32;
const MOST_WORDS: usize = 64;

/// What to look for: groups of words, one group for each stretch between white space. All must be found, the words of
/// a group one right after the other ("O'Brien" is `o` followed by `brien`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) groups: Vec<Vec<String>>,
}

impl Wanted {
    /// Reads what a user typed. Any text will do; one without any words asks for nothing.
    pub(super) fn new(typed: &str) -> Self {
        let groups = typed.split_whitespace().filter_map(|chunk| {
            let mut group = Vec::new();
            words::each_word(chunk, &mut |_, word| {
                group.push(word.to_owned());
                group.len() < MOST_WORDS
            });
            (!group.is_empty()).then_some(group)
        });
        Self {
            groups: groups.take(MOST_GROUPS).collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// Whether all of it stands in a text.
    pub(super) fn stands_in(&self, text: &str) -> bool {
        let text = format!(" {} ", words::folded(text));
        let mut groups = self.groups.iter();
        groups.all(|group| text.contains(&format!(" {} ", group.join(" "))))
    }

    /// Returns the query for whole words.
    pub(super) fn whole(&self) -> String {
        let groups: Vec<String> = self.groups.iter().map(|group| quoted(group)).collect();
        groups.join(" AND ")
    }

    /// Returns the query in which the last word may be the beginning of one.
    pub(super) fn begun(&self) -> String {
        self.whole() + " *"
    }
}

/// Puts words in quotation marks; folded words hold none themselves.
fn quoted(group: &[String]) -> String {
    format!("\"{}\"", group.join(" "))
}

/// Returns the best articles for a query, best first.
pub(super) fn best(
    conn: &Connection,
    wanted: &Wanted,
    most: usize,
) -> Result<Vec<ArticleId>, StoreError> {
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let mut found =
        conn.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1 ORDER BY rank LIMIT ?2")?;
    let most = row::number(most);
    let ids = found.query_map(params![wanted.whole(), most], |row| {
        row.get(0).map(ArticleId)
    })?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Puts an article into both indices, in place of what they had.
pub(super) fn index(
    conn: &Connection,
    id: ArticleId,
    meta: &Meta,
    tags: &[Clean],
    text: &str,
) -> Result<(), StoreError> {
    index_head(conn, id, meta, tags)?;
    let about = words::folded(&about(meta, tags));
    conn.prepare_cached(
        "INSERT OR REPLACE INTO words (rowid, title, about, body) VALUES (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        id.0,
        words::folded(&meta.title),
        about,
        words::folded(text)
    ])?;
    Ok(())
}

/// Puts an article into the index of the list's filter, in place of what it had.
fn index_head(
    conn: &Connection,
    id: ArticleId,
    meta: &Meta,
    tags: &[Clean],
) -> Result<(), StoreError> {
    let site = meta.site.as_deref().unwrap_or_default();
    conn.prepare_cached(
        "INSERT OR REPLACE INTO heads (rowid, title, site, byline, tags) VALUES (?1, ?2, ?3, ?4, ?5)",
    )?
    .execute(params![
        id.0,
        words::folded(&meta.title),
        words::folded(site),
        words::folded(&lines(&meta.byline)),
        words::folded(&lines(tags)),
    ])?;
    Ok(())
}

/// Takes an article out of both indices.
pub(super) fn forget(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM heads WHERE rowid = ?1")?
        .execute([id.0])?;
    conn.prepare_cached("DELETE FROM words WHERE rowid = ?1")?
        .execute([id.0])?;
    Ok(())
}

/// Fills both indices from the articles.
pub(super) fn rebuild(conn: &Connection) -> Result<(), StoreError> {
    conn.execute_batch("INSERT INTO heads (heads) VALUES ('delete-all'); INSERT INTO words (words) VALUES ('delete-all');")?;
    let mut articles = conn.prepare(
        "SELECT article, meta, text FROM details JOIN bodies USING (article) ORDER BY article",
    )?;
    let mut tags = conn.prepare("SELECT tag FROM tags WHERE article = ?1 ORDER BY tag")?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        let id = ArticleId(row.get(0)?);
        // An article whose data cannot be read is found by its text all the same.
        let meta = serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default());
        let tags: Result<Vec<Clean>, _> = tags
            .query_map([id.0], |row| {
                row.get(0).map(|tag: String| Clean::line(&tag))
            })?
            .collect();
        let text: String = row.get(2)?;
        index(conn, id, &meta.unwrap_or_default(), &tags?, &text)?;
    }
    Ok(())
}

fn about(meta: &Meta, tags: &[Clean]) -> String {
    let mut out = lines(&meta.byline) + &lines(tags);
    out.push_str(meta.site.as_deref().unwrap_or_default());
    out
}

fn lines(entries: &[Clean]) -> String {
    entries.iter().fold(String::new(), |mut out, entry| {
        out.push_str(entry);
        out.push('\n');
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("ferry Stops", "\"ferry\" AND \"stops\"")]
    #[case::apostrophe("O'Brien", "\"o brien\"")]
    #[case::operators(
        "NOT (a* OR b) NEAR",
        "\"not\" AND \"a\" AND \"or\" AND \"b\" AND \"near\""
    )]
    #[case::column("title:x", "\"title x\"")]
    #[case::han("北京", "\"北 京\"")]
    #[case::nothing("\" ( - 🙂", "")]
    fn queries_hold_only_quoted_words(#[case] typed: &str, #[case] query: &str) {
        assert_eq!(Wanted::new(typed).whole(), query);
    }
}
