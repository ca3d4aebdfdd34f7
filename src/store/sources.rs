//! The bytes that articles were read from, kept beside them, and what becomes of an article that is read from them anew.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::article::{ArticleId, Clean, Source, SourceKind};
use crate::store::error::StoreError;
use crate::store::late::Late;
use crate::store::packed::Packed;
use crate::store::{Entry, Outcome, Store, row, write};

/// What an article was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Original {
    /// Where it came from, and how it was read.
    pub source: Source,
    /// Its bytes.
    pub packed: Packed,
}

/// What became of an article that was read anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reread {
    /// It has another text, or other data, now.
    Changed,
    /// It is as it was.
    Unchanged,
    /// It would be the same as another article; it stays as it was.
    IsAlso(ArticleId),
    /// It was thrown away meanwhile, or has come from elsewhere.
    Overtaken,
}

/// Keeps what an article that was added or changed was read from, in place of what was kept before. The caller owns the
/// transaction.
pub(super) fn replace(
    conn: &Connection,
    id: ArticleId,
    original: Option<&Original>,
) -> Result<(), StoreError> {
    // What was kept is not what it was read from any more. No "INSERT OR REPLACE" does both: it may have to be undone in
    // the middle, for which the indices of words would have to write down all that they wait with, at each article.
    conn.prepare_cached("DELETE FROM sources WHERE article = ?1")?
        .execute([id.0])?;
    let Some(Original { source, packed }) = original else {
        return Ok(());
    };
    conn.prepare_cached(
        "INSERT INTO sources (article, kind, reader, name, url, charset, whole, joined, size, digest, packed)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?
    .execute(params![
        id.0,
        source.kind.name(),
        source.reader,
        source.name.as_str(),
        source.url.as_ref().map(Clean::as_str),
        source.charset.as_ref().map(Clean::as_str),
        source.is_whole,
        source.is_joined,
        row::number(packed.size),
        packed.digest,
        packed.kept,
    ])?;
    Ok(())
}

/// Keeps what an article was read from that came just as it was: when nothing is kept yet, or when the same file says the
/// same otherwise. The same bytes are not written again. The caller owns the transaction.
pub(super) fn keep(
    conn: &Connection,
    id: ArticleId,
    original: Option<&Original>,
) -> Result<(), StoreError> {
    let Some(Original { source, packed }) = original else {
        return Ok(());
    };
    let mut select = conn.prepare_cached(
        "SELECT digest, name, url, kind, reader, packed FROM sources WHERE article = ?1",
    )?;
    let before = select.query_row([id.0], |row| {
        // One that is damaged is not the same.
        let is_same = row.get_ref(0)?.as_blob().ok() == Some(packed.digest.as_slice())
            && row.get_ref(5)?.as_blob_or_null().ok() == Some(packed.kept.as_deref());
        let name = row.get_ref(1)?.as_str().ok() == Some(source.name.as_str());
        let url = row.get::<_, Option<String>>(2)?.as_deref() == source.url.as_deref();
        let kind = row.get_ref(3)?.as_str().ok() == Some(source.kind.name());
        let reader = row.get::<_, u32>(4)? == source.reader;
        Ok((is_same, name && url, kind && reader))
    });
    match before.optional()? {
        None | Some((false, true, _)) => replace(conn, id, original),
        Some((true, _, false)) => {
            conn.prepare_cached("UPDATE sources SET kind = ?2, reader = ?3 WHERE article = ?1")?
                .execute(params![id.0, source.kind.name(), source.reader])?;
            Ok(())
        }
        Some(_) => Ok(()),
    }
}

const COLUMNS: &str =
    "kind, reader, name, url, charset, whole, joined, sources.size, digest, packed";

/// Reads [`COLUMNS`]; none when they are of a kind that nobody knows.
fn original(row: &Row<'_>) -> rusqlite::Result<Option<Original>> {
    let maybe = |at| {
        let text: Option<String> = row.get(at)?;
        Ok::<_, rusqlite::Error>(text.map(|text| Clean::line(&text)))
    };
    let kind = SourceKind::from_name(row.get_ref(0)?.as_str().unwrap_or_default());
    let Some(kind) = kind else {
        return Ok(None);
    };
    Ok(Some(Original {
        source: Source {
            kind,
            reader: row.get(1)?,
            name: maybe(2)?.unwrap_or_default(),
            url: maybe(3)?,
            charset: maybe(4)?,
            is_whole: row.get(5)?,
            is_joined: row.get(6)?,
        },
        packed: Packed {
            size: row::size(row, 7)?,
            digest: row.get(8)?,
            kept: row.get(9)?,
        },
    }))
}

/// Returns the articles whose bytes are not those that were kept.
pub(super) fn spoilt(conn: &Connection) -> Result<Vec<ArticleId>, StoreError> {
    let mut select = conn.prepare(&format!(
        "SELECT {COLUMNS}, article FROM sources ORDER BY article"
    ))?;
    let mut rows = select.query([])?;
    let mut spoilt = Vec::new();
    while let Some(row) = rows.next()? {
        let original = original(row)?;
        if original.is_none_or(|original| original.packed.unpack().is_err()) {
            spoilt.push(ArticleId(row.get(10)?));
        }
    }
    Ok(spoilt)
}

impl Store {
    /// Returns what an article was read from; none when that was not kept, or the article is not there.
    pub fn original(&self, id: ArticleId) -> Result<Option<Original>, StoreError> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM sources JOIN articles ON id = article WHERE article = ?1 AND deleted IS NULL"
        ))?;
        Ok(select.query_row([id.0], original).optional()?.flatten())
    }

    /// Returns where an article came from; empty when it is not there.
    pub fn provenance(&self, id: ArticleId) -> Result<Clean, StoreError> {
        let mut select = self
            .conn
            .prepare_cached("SELECT source FROM details WHERE article = ?1")?;
        let source: Option<String> = select.query_row([id.0], |row| row.get(0)).optional()?;
        Ok(source
            .map(|source| Clean::from_untrusted(&source))
            .unwrap_or_default())
    }

    /// Returns the articles that were read from bytes of a kind by a version of what reads them that is older than one, in
    /// the order of their import.
    pub fn read_before(&self, kind: SourceKind, reader: u32) -> Result<Vec<ArticleId>, StoreError> {
        let mut select = self.conn.prepare_cached(
            "SELECT article FROM sources JOIN articles ON id = article
             WHERE kind = ?1 AND reader < ?2 AND deleted IS NULL ORDER BY article",
        )?;
        let ids = select.query_map(params![kind.name(), reader], |row| {
            row.get(0).map(ArticleId)
        })?;
        Ok(ids.collect::<Result<_, _>>()?)
    }

    /// Returns how many articles there are of which nothing was kept.
    pub fn without_source(&self) -> Result<usize, StoreError> {
        let mut count = self.conn.prepare_cached(
            "SELECT count(*) FROM articles WHERE deleted IS NULL AND id NOT IN (SELECT article FROM sources)",
        )?;
        Ok(count.query_row([], |row| row::size(row, 0))?)
    }

    /// Puts articles in that were read anew from what was kept of them, in one transaction. What the reader did with them
    /// stays, and of a text that changed the earlier one is kept.
    pub fn reread<'a>(
        &mut self,
        all: impl IntoIterator<Item = (ArticleId, Entry<'a>)>,
    ) -> Result<Vec<Reread>, StoreError> {
        let writing = self.writing()?;
        let mut became = Vec::new();
        let mut late = Late::default();
        for (id, entry) in all {
            became.push(put(&writing, id, &entry, &mut late)?);
        }
        late.settle(&writing)?;
        writing.commit()?;
        Ok(became)
    }
}

fn put<'a>(
    conn: &Connection,
    id: ArticleId,
    entry: &Entry<'a>,
    late: &mut Late<'a>,
) -> Result<Reread, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT key, sources.digest FROM articles JOIN details ON details.article = id JOIN sources ON sources.article = id
         WHERE id = ?1 AND deleted IS NULL",
    )?;
    let there: Option<(String, Vec<u8>)> = select
        .query_row([id.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let digest = entry.original.map(|original| &original.packed.digest);
    let Some((key, _)) = there.filter(|(_, there)| digest == Some(there)) else {
        return Ok(Reread::Overtaken);
    };
    if key != entry.key {
        if let Some(other) = write::find(conn, entry.key)? {
            return Ok(Reread::IsAlso(other));
        }
        // Its address is told otherwise now, or, without one, its words are, which are its key then.
        for table in ["details", "corrections", "items", "pages"] {
            conn.prepare_cached(&format!("UPDATE {table} SET key = ?2 WHERE key = ?1"))?
                .execute([&key, entry.key])?;
        }
    }
    Ok(match write::put(conn, entry, late)? {
        Outcome::Unchanged(_) => Reread::Unchanged,
        Outcome::Added(_) | Outcome::Updated(_) => Reread::Changed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{
        Article, BlockKind, BodyBuilder, Change, Leaf, Meta, Provenance, Record, State,
    };
    use crate::quote::Depth;
    use crate::store::{Arrival, Packer};

    fn record(text: &str) -> Record {
        let mut body = BodyBuilder::new();
        body.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        Record {
            article: Article {
                meta: Meta::default(),
                body: body.build(),
            },
            state: State::default(),
            provenance: Provenance {
                imported: "2026-11-23T22:01:24Z".into(),
                source: "a.txt".into(),
            },
        }
    }

    fn original(bytes: &str, reader: u32) -> Original {
        Original {
            source: Source {
                kind: SourceKind::Plain,
                reader,
                name: "a.txt".into(),
                url: None,
                charset: Some("utf-8".into()),
                is_whole: false,
                is_joined: true,
            },
            packed: Packer::default().pack(bytes.as_bytes()),
        }
    }

    fn entry<'a>(
        key: &'a str,
        record: &'a Record,
        original: Option<&'a Original>,
        arrival: Arrival,
    ) -> Entry<'a> {
        Entry {
            arrival,
            original,
            ..Entry::from((key, record, &[][..], Depth::Whole))
        }
    }

    fn put(store: &mut Store, key: &str, text: &str, original: Option<&Original>) -> ArticleId {
        let record = record(text);
        let entry = entry(key, &record, original, Arrival::Source);
        store.put([entry]).unwrap()[0].id()
    }

    fn again(store: &mut Store, id: ArticleId, key: &str, text: &str, from: &Original) -> Reread {
        let record = record(text);
        let entry = entry(key, &record, Some(from), Arrival::Source);
        store.reread([(id, entry)]).unwrap()[0]
    }

    #[test]
    fn what_an_article_was_read_from_comes_back() {
        let mut store = Store::open_in_memory().unwrap();
        let first = original("One.\n", 1);
        let id = put(&mut store, "k", "One.", Some(&first));
        assert_eq!(store.original(id).unwrap(), Some(first));
        assert_eq!(put(&mut store, "l", "Two.", None), ArticleId(2));
        assert_eq!(store.original(ArticleId(2)).unwrap(), None);
        assert_eq!(store.without_source().unwrap(), 1);
    }

    #[test]
    fn another_text_brings_another_source_and_the_same_bytes_none() {
        let mut store = Store::open_in_memory().unwrap();
        let id = put(&mut store, "k", "One.", Some(&original("One.", 1)));
        let writes = |store: &Store| store.conn.total_changes();
        let before = writes(&store);
        put(&mut store, "k", "One.", Some(&original("One.", 1)));
        assert_eq!(writes(&store), before, "nothing is written again");
        // The same file with other spaces, and another file.
        put(&mut store, "k", "One.", Some(&original("One. ", 1)));
        let mut other = original("One.  ", 1);
        other.source.name = "b.txt".into();
        put(&mut store, "k", "One.", Some(&other));
        let kept = store.original(id).unwrap().unwrap();
        assert_eq!(kept.packed.unpack(), Ok(Some(b"One. ".to_vec())));
        put(&mut store, "k", "Two.", Some(&original("Two.", 1)));
        let kept = store.original(id).unwrap().unwrap();
        assert_eq!(kept.packed.unpack(), Ok(Some(b"Two.".to_vec())));
        // What is damaged is mended by the same bytes.
        let spoil = "UPDATE sources SET packed = x'00ff'";
        store.conn.execute(spoil, []).unwrap();
        assert_eq!(store.check().unwrap().damage.len(), 1);
        put(&mut store, "k", "Two.", Some(&original("Two.", 1)));
        assert!(store.check().unwrap().is_sound());
        // A text that nobody says the source of leaves none that were another text's.
        put(&mut store, "k", "Three.", None);
        assert_eq!(store.original(id).unwrap(), None);
    }

    #[test]
    fn a_text_of_another_program_that_is_not_taken_leaves_the_source() {
        let mut store = Store::open_in_memory().unwrap();
        let id = put(&mut store, "k", "One.", Some(&original("One.", 1)));
        let (record, other) = (record("Two."), original("Two.", 1));
        let entry = entry("k", &record, Some(&other), Arrival::Program);
        store.put([entry]).unwrap();
        let kept = store.original(id).unwrap().unwrap();
        assert_eq!(kept.packed.unpack(), Ok(Some(b"One.".to_vec())));
    }

    #[test]
    fn the_trash_hides_a_source_and_its_emptying_takes_it_out() {
        let mut store = Store::open_in_memory().unwrap();
        let first = original("One.", 0);
        let id = put(&mut store, "k", "One.", Some(&first));
        let day = Some(Clean::line("2026-11-26"));
        store.change(id, &Change::Deleted(day)).unwrap();
        assert_eq!(store.original(id).unwrap(), None);
        assert_eq!(store.read_before(SourceKind::Plain, 9).unwrap(), []);
        let became = again(&mut store, id, "k", "One!", &first);
        assert_eq!(became, Reread::Overtaken);
        store.change(id, &Change::Deleted(None)).unwrap();
        assert_eq!(store.original(id).unwrap(), Some(first));
        let day = Some(Clean::line("2026-11-26"));
        store.change(id, &Change::Deleted(day)).unwrap();
        store.empty_trash(None).unwrap();
        let rows = "SELECT count(*) FROM sources";
        let rows: i64 = store.conn.query_row(rows, [], |row| row.get(0)).unwrap();
        assert_eq!(rows, 0);
    }

    #[test]
    fn what_an_older_version_read_is_known() {
        let mut store = Store::open_in_memory().unwrap();
        let old = original("One.", 1);
        let id = put(&mut store, "k", "One.", Some(&old));
        put(&mut store, "l", "Two.", Some(&original("Two.", 2)));
        assert_eq!(store.read_before(SourceKind::Plain, 1).unwrap(), []);
        assert_eq!(store.read_before(SourceKind::Plain, 2).unwrap(), [id]);
        assert_eq!(store.read_before(SourceKind::Page, 2).unwrap(), []);
        let new = original("One.", 2);
        let became = again(&mut store, id, "k", "One.", &new);
        assert_eq!(became, Reread::Unchanged);
        assert_eq!(store.read_before(SourceKind::Plain, 2).unwrap(), []);
        assert_eq!(store.original(id).unwrap(), Some(new));
    }

    #[test]
    fn an_article_read_anew_keeps_its_number_whatever_its_key() {
        let mut store = Store::open_in_memory().unwrap();
        let first = original("One.", 1);
        let id = put(&mut store, "k", "One", Some(&first));
        store.change(id, &Change::Starred(true)).unwrap();
        let other = put(&mut store, "l", "Two.", None);
        let became = again(&mut store, id, "l", "Two.", &first);
        assert_eq!(became, Reread::IsAlso(other));
        let became = again(&mut store, id, "m", "One.", &original("Else.", 1));
        assert_eq!(became, Reread::Overtaken);
        let became = again(&mut store, id, "m", "One.", &first);
        assert_eq!(became, Reread::Changed);
        let (now, _) = store.record(id).unwrap().unwrap();
        assert_eq!(now.article.body.text(), "One.");
        assert!(now.state.starred);
        assert_eq!(store.find("m").unwrap(), Some(id));
        assert_eq!(store.find("k").unwrap(), None);
        assert_eq!(store.versions(id).unwrap().len(), 1);
        assert!(store.check().unwrap().is_sound());
    }
}
