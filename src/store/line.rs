//! What an article gives to its line in the list, as the table of articles keeps it.

use rusqlite::ToSql;

use crate::article::{Clean, Record};
use crate::store::row;

/// What a text gives to its line in the list.
pub(super) struct Line<'a> {
    label: String,
    keys: row::SortKeys,
    site: Option<String>,
    published: Option<&'a str>,
    is_undated: bool,
    words: i64,
    place: i64,
    lang: Option<&'a str>,
}

impl<'a> Line<'a> {
    /// The columns, in the order of [`Line::values`].
    pub(super) const COLUMNS: &'static str =
        "label, title_key, site, site_key, published, published_key, undated, words, place, lang";

    pub(super) fn new(record: &'a Record, word_count: usize, place: usize) -> Self {
        let meta = &record.article.meta;
        let label = short(&Clean::line(&record.article.label()));
        let keys = row::sort_keys(&label, meta);
        Self {
            site: meta.site.as_deref().map(short),
            published: meta.published.as_deref(),
            is_undated: keys.published.is_empty(),
            words: row::number(word_count),
            place: row::number(place),
            lang: meta.lang.as_deref(),
            label,
            keys,
        }
    }

    /// Returns the date to sort by, in UTC; empty when there is none.
    pub(super) fn date(&self) -> &str {
        &self.keys.published
    }

    pub(super) fn values(&self) -> [&dyn ToSql; 10] {
        [
            &self.label,
            &self.keys.title,
            &self.site,
            &self.keys.site,
            &self.published,
            &self.keys.published,
            &self.is_undated,
            &self.words,
            &self.place,
            &self.lang,
        ]
    }
}

/// Returns a text short enough for a line of the list; no screen shows more, and a stranger's title may be megabytes.
fn short(text: &str) -> String {
    const ENOUGH: usize = 400;
    if text.len() <= ENOUGH {
        return text.to_owned();
    }
    let kept = text.get(..text.floor_char_boundary(ENOUGH));
    format!("{}…", kept.unwrap_or_default())
}
