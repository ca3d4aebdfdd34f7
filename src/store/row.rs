//! Articles and quotes as columns, and back. What comes back is checked as if a stranger had written it.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use rusqlite::Row;
use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, Block, Body, Clean, Meta, Span, Summary};
use crate::quote::{Depth, ENGINE_VERSION, FoundBy, Hand, Kind, Link, Quote, Speaker, SpeakerKind};
use crate::store::error::StoreError;
use crate::store::words;

/// The columns of the list, as [`summary`] reads them.
pub(super) const SUMMARY: &str =
    "id, label, site, published, words, quotes, read, starred, archived";

/// What sorts after every folded word.
const AFTER_ALL: &str = "\u{10fffd}";

/// An article's columns that hold all of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) meta: String,
    pub(super) text: String,
    pub(super) blocks: String,
}

/// Returns the columns of an article.
pub(super) fn columns(article: &Article) -> Result<Columns, StoreError> {
    Ok(Columns {
        meta: json(&article.meta)?,
        text: article.body.text().to_owned(),
        blocks: json(article.body.blocks())?,
    })
}

/// Returns a value as a column of JSON.
pub(super) fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Failed(error.to_string()))
}

/// Returns the article of some columns.
pub(super) fn article(id: ArticleId, columns: Columns) -> Result<Article, StoreError> {
    let damaged = |reason: String| StoreError::DamagedArticle { id: id.0, reason };
    let meta: Meta =
        serde_json::from_str(&columns.meta).map_err(|error| damaged(error.to_string()))?;
    let blocks: Vec<Block> =
        serde_json::from_str(&columns.blocks).map_err(|error| damaged(error.to_string()))?;
    let body =
        Body::from_parts(columns.text, blocks).map_err(|error| damaged(error.to_string()))?;
    Ok(Article { meta, body })
}

/// Reads a column that holds a number of things, or a position; a negative one is none.
pub(super) fn size(row: &Row<'_>, column: usize) -> rusqlite::Result<usize> {
    let number: i64 = row.get(column)?;
    Ok(usize::try_from(number).unwrap_or(0))
}

/// Returns what stands in the column `engine`: the version that found the quotes, negative when by rules alone.
pub(super) fn engine(depth: Depth) -> i64 {
    match depth {
        Depth::Whole => i64::from(ENGINE_VERSION),
        Depth::Skimmed => -i64::from(ENGINE_VERSION),
    }
}

/// Returns how closely the present engine has read an article; none when another one has.
pub(super) fn depth(engine: i64) -> Option<Depth> {
    [Depth::Skimmed, Depth::Whole]
        .into_iter()
        .find(|depth| self::engine(*depth) == engine)
}

/// Returns a number of things, or a position, as a column.
pub(super) fn number(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// Reads the columns named in [`SUMMARY`].
pub(super) fn summary(row: &Row<'_>) -> rusqlite::Result<Summary> {
    let clean = |text: Option<String>| text.as_deref().map(Clean::line);
    Ok(Summary {
        id: ArticleId(row.get(0)?),
        label: clean(row.get(1)?).unwrap_or_default(),
        site: clean(row.get(2)?),
        published: clean(row.get(3)?),
        words: size(row, 4)?,
        quotes: row
            .get::<_, Option<i64>>(5)?
            .map(|count| usize::try_from(count).unwrap_or(0)),
        read: row.get(6)?,
        starred: row.get(7)?,
        archived: row.get(8)?,
    })
}

/// What an article is sorted by.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SortKeys {
    pub(super) title: String,
    pub(super) site: String,
    pub(super) published: String,
}

/// Returns what an article is sorted by.
pub(super) fn sort_keys(label: &str, meta: &Meta) -> SortKeys {
    let key = |text: &str| {
        let key = words::sort_key(text);
        if key.is_empty() {
            AFTER_ALL.to_owned()
        } else {
            key
        }
    };
    SortKeys {
        title: key(label),
        site: key(meta.site.as_deref().unwrap_or_default()),
        published: meta
            .published
            .as_deref()
            .map(moment_key)
            .unwrap_or_default(),
    }
}

/// Returns a date or time in UTC in a form that sorts; empty when it is neither.
fn moment_key(published: &str) -> String {
    if let Ok(moment) = published.parse::<Timestamp>() {
        return moment.to_string();
    }
    if published.len() > "2022-02-01".len()
        && let Ok(moment) = published.parse::<DateTime>()
    {
        return moment.to_string();
    }
    published
        .parse::<Date>()
        .map(|date| date.to_string())
        .unwrap_or_default()
}

/// Returns a time of import as seconds since 1970; 0 when it is no time.
pub(super) fn seconds(imported: &str) -> i64 {
    imported
        .parse::<Timestamp>()
        .map_or(0, Timestamp::as_second)
}

/// The ranges of a quote: content, cue, source.
type Ranges = (Vec<Span>, Vec<Span>, Vec<Span>);

/// Returns the column that holds the ranges of a quote.
pub(super) fn ranges(quote: &Quote) -> Result<String, StoreError> {
    json(&(&quote.content, &quote.cue, &quote.source))
}

/// The other link of a chain, as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct Chain {
    hand: String,
    source: Span,
    name: Option<String>,
    role: Option<String>,
    kind: Option<String>,
}

/// Returns the column that holds the other link of a quote's chain.
pub(super) fn chain(quote: &Quote) -> Result<Option<String>, StoreError> {
    let Some(link) = &quote.chain else {
        return Ok(None);
    };
    let speaker = link.speaker.as_ref();
    let chain = Chain {
        hand: link.hand.name().to_owned(),
        source: link.source,
        name: speaker.map(|speaker| speaker.name.to_string()),
        role: speaker.and_then(|speaker| speaker.role.as_ref().map(Clean::to_string)),
        kind: speaker.map(|speaker| speaker.kind.name().to_owned()),
    };
    json(&chain).map(Some)
}

/// Reads a chain back; none when it makes no sense in this text.
fn link(stored: &str, text: &str) -> Option<Link> {
    let chain: Chain = serde_json::from_str(stored).ok()?;
    text.get(chain.source.range())?;
    Some(Link {
        hand: Hand::from_name(&chain.hand)?,
        source: chain.source,
        speaker: speaker(chain.name, chain.role, chain.kind.as_deref()),
    })
}

fn speaker(name: Option<String>, role: Option<String>, kind: Option<&str>) -> Option<Speaker> {
    let clean = |text: String| Clean::from_untrusted(&text);
    name.map(|name| Speaker {
        name: clean(name),
        role: role.map(clean),
        kind: kind
            .and_then(SpeakerKind::from_name)
            .unwrap_or(SpeakerKind::Unknown),
    })
}

/// The columns of a quote, as [`quote`] reads them.
pub(super) const QUOTE: &str =
    "kind, found_by, confidence, speaker, role, speaker_kind, ranges, chain";

/// How many columns [`QUOTE`] names.
pub(super) const QUOTE_COLUMNS: usize = 8;

/// Reads the columns named in [`QUOTE`]; none when they make no sense in this text.
pub(super) fn quote(row: &Row<'_>, text: &str) -> rusqlite::Result<Option<Quote>> {
    let kind = Kind::from_name(row.get_ref(0)?.as_str().unwrap_or_default());
    let found_by = FoundBy::from_name(row.get_ref(1)?.as_str().unwrap_or_default());
    let confidence: f64 = row.get(2)?;
    let name: Option<String> = row.get(3)?;
    let role: Option<String> = row.get(4)?;
    let speaker_kind: Option<String> = row.get(5)?;
    let ranges: Result<Ranges, _> =
        serde_json::from_str(row.get_ref(6)?.as_str().unwrap_or_default());
    let (Some(kind), Some(found_by), Ok((content, cue, source))) = (kind, found_by, ranges) else {
        return Ok(None);
    };
    let fits = |spans: &[Span]| spans.iter().all(|span| text.get(span.range()).is_some());
    if content.is_empty()
        || ![&content, &cue, &source]
            .into_iter()
            .all(|spans| fits(spans))
    {
        return Ok(None);
    }
    let chain: Option<String> = row.get(7)?;
    Ok(Some(Quote {
        kind,
        content,
        cue,
        source,
        speaker: speaker(name, role, speaker_kind.as_deref()),
        chain: chain.and_then(|chain| link(&chain, text)),
        found_by,
        confidence: confidence.clamp(0.0, 1.0) as f32,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::day("2022-02-01", "2022-02-01")]
    #[case::utc("2022-02-01T14:05:00Z", "2022-02-01T14:05:00Z")]
    #[case::offset("2022-02-01T01:05:00+03:00", "2022-01-31T22:05:00Z")]
    #[case::nowhere("2022-02-01T14:05:00", "2022-02-01T14:05:00")]
    #[case::words("last week", "")]
    #[case::empty("", "")]
    fn dates_sort_in_utc(#[case] published: &str, #[case] key: &str) {
        assert_eq!(moment_key(published), key);
    }

    #[test]
    fn sites_without_a_name_come_last() {
        let keys = sort_keys("x", &Meta::default());
        assert!(keys.site.as_str() > "zzz" && keys.site.as_str() > "日");
    }
}
