//! Keeps the index of speakers up to date with the quotes of an article, in the transaction that stores them.
//!
//! It knows how speakers are counted, not how they are asked for.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;
use rusqlite::{Connection, OptionalExtension, params};

use crate::article::ArticleId;
use crate::quote::roster::Called;
use crate::quote::{Quote, SpeakerKind};
use crate::store::error::StoreError;
use crate::store::{read, row, words};

/// Longest name and role that are kept; a stranger's may be megabytes.
const LONGEST: usize = 300;
/// How many voices wait to be put in together: those of a thousand articles.
const MOST_WAITING: usize = 16 << 10;

/// What one name says in an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Voice {
    called: Called,
    name: String,
    kind: SpeakerKind,
    role: Option<String>,
    quotes: i64,
    words: i64,
    numbers: Vec<usize>,
}

/// What a speaker says in an article, as it is counted.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    articles: i64,
    quotes: i64,
    words: i64,
}

/// A voice on its way into the index.
#[derive(Debug)]
struct Row {
    speaker: i64,
    article: i64,
    name: i64,
    date: String,
    role: Option<String>,
    quotes: i64,
    words: i64,
    numbers: String,
}

/// What is to be added to the speakers of a transaction before it ends: most speak in many articles, and one change for
/// all is cheaper than one for each. So are their voices put in one speaker after the other: in a large library each one
/// has pages of its own.
#[derive(Debug, Default)]
#[must_use]
pub(super) struct Pending {
    counts: BTreeMap<i64, Count>,
    rows: Vec<Row>,
    /// The numbers of the names that were looked up, and of their speakers: none of them goes before the end.
    names: HashMap<String, (i64, i64)>,
}

impl Pending {
    fn add(&mut self, speaker: i64, count: Count) {
        let sum = self.counts.entry(speaker).or_default();
        sum.articles += count.articles;
        sum.quotes += count.quotes;
        sum.words += count.words;
    }

    /// Puts the voices that wait into the index.
    fn write(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let mut insert = conn.prepare_cached(
            "INSERT INTO voices (article, name, speaker, date, role, quotes, words, numbers)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?;
        self.rows
            .sort_unstable_by_key(|row| (row.speaker, row.article, row.name));
        for row in self.rows.drain(..) {
            insert.execute(params![
                row.article,
                row.name,
                row.speaker,
                row.date,
                row.role,
                row.quotes,
                row.words,
                row.numbers,
            ])?;
        }
        Ok(())
    }

    /// Puts the voices into the index, and adds them to the speakers.
    pub(super) fn settle(mut self, conn: &Connection) -> Result<(), StoreError> {
        self.write(conn)?;
        for (speaker, count) in self.counts {
            add_up(conn, speaker, count)?;
        }
        Ok(())
    }
}

/// Puts the voices of an article into the index, in place of those it had.
pub(super) fn index(
    conn: &Connection,
    id: ArticleId,
    voices: &[Voice],
    pending: &mut Pending,
) -> Result<(), StoreError> {
    let date: Option<String> = conn
        .prepare_cached("SELECT published_key FROM articles WHERE id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    take_out(conn, id, pending)?;
    let date = date.as_deref().unwrap_or_default();
    add(conn, id, date, voices, pending)
}

/// Puts the voices of an article of this date, which the index has nothing of, into it.
pub(super) fn add(
    conn: &Connection,
    id: ArticleId,
    date: &str,
    voices: &[Voice],
    pending: &mut Pending,
) -> Result<(), StoreError> {
    if pending.rows.len() >= MOST_WAITING {
        pending.write(conn)?;
    }
    let mut present = BTreeSet::new();
    for voice in voices {
        let (name, speaker) = match pending.names.get(&voice.called.key) {
            Some(known) => *known,
            None => {
                let found = name_of(conn, &voice.called, &voice.name, voice.kind)?;
                pending.names.insert(voice.called.key.clone(), found);
                found
            }
        };
        pending.rows.push(Row {
            speaker,
            article: id.0,
            name,
            date: date.to_owned(),
            role: voice.role.clone(),
            quotes: voice.quotes,
            words: voice.words,
            numbers: row::json(&voice.numbers)?,
        });
        let count = Count {
            articles: i64::from(present.insert(speaker)),
            quotes: voice.quotes,
            words: voice.words,
        };
        pending.add(speaker, count);
    }
    Ok(())
}

/// Takes an article that is to be removed out of the index.
pub(super) fn forget(conn: &Connection, id: ArticleId) -> Result<(), StoreError> {
    let mut pending = Pending::default();
    take_out(conn, id, &mut pending)?;
    pending.settle(conn)
}

/// Takes the voices of an article out of the index.
fn take_out(conn: &Connection, id: ArticleId, pending: &mut Pending) -> Result<(), StoreError> {
    pending.write(conn)?;
    let mut select = conn.prepare_cached(
        "SELECT speaker, sum(quotes), sum(words) FROM voices WHERE article = ?1 GROUP BY speaker",
    )?;
    let mut rows = select.query([id.0])?;
    let mut is_there = false;
    while let Some(row) = rows.next()? {
        let count = Count {
            articles: -1,
            quotes: -row.get::<_, i64>(1)?,
            words: -row.get::<_, i64>(2)?,
        };
        pending.add(row.get(0)?, count);
        is_there = true;
    }
    if is_there {
        conn.prepare_cached("DELETE FROM voices WHERE article = ?1")?
            .execute([id.0])?;
    }
    Ok(())
}

/// Gathers what each name says. Those whom nobody could tell are one.
pub(super) fn of(text: &str, quotes: &[Quote]) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::default();
    for (number, quote) in quotes.iter().enumerate() {
        let speaker = quote.speaker.as_ref();
        let name = speaker.map_or("", |speaker| &*speaker.name);
        let kind = speaker.map_or(SpeakerKind::Unknown, |speaker| speaker.kind);
        let called = Called::new(name, kind);
        let known_at = known.get(&called.key).copied();
        let at = known_at.unwrap_or_else(|| {
            let (name, kind) = if called.is_nobody() {
                ("", SpeakerKind::Unknown)
            } else {
                (name, kind)
            };
            known.insert(called.key.clone(), voices.len());
            voices.push(Voice {
                called,
                name: short(name),
                kind,
                role: None,
                quotes: 0,
                words: 0,
                numbers: Vec::new(),
            });
            voices.len() - 1
        });
        let Some(voice) = voices.get_mut(at) else {
            continue;
        };
        voice.quotes += 1;
        voice.words += row::number(words_of(text, quote));
        voice.numbers.push(number);
        let role = speaker.and_then(|speaker| speaker.role.as_deref());
        if voice.role.is_none() {
            voice.role = role.filter(|role| !role.is_empty()).map(short);
        }
    }
    voices
}

/// Returns how many words a quote has.
fn words_of(text: &str, quote: &Quote) -> usize {
    let spans = quote.content.iter();
    spans
        .filter_map(|span| text.get(span.range()))
        .map(|words| words.split_whitespace().count())
        .sum()
}

/// Returns the number of a name and of its speaker; a new name has a speaker of its own.
pub(super) fn name_of(
    conn: &Connection,
    called: &Called,
    name: &str,
    kind: SpeakerKind,
) -> Result<(i64, i64), StoreError> {
    let mut find = conn.prepare_cached("SELECT id, speaker FROM names WHERE key = ?1")?;
    let found = find.query_row([&called.key], |row| Ok((row.get(0)?, row.get(1)?)));
    if let Some(found) = found.optional()? {
        return Ok(found);
    }
    let name = short(name);
    let speaker = add_speaker(conn, &name, kind)?;
    conn.prepare_cached(
        "INSERT INTO names (key, name, kind, speaker, tail, short, decided) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0)",
    )?
    .execute(params![
        called.key,
        name,
        kind.name(),
        speaker,
        called.tail(),
        called.short()
    ])?;
    let id = conn.last_insert_rowid();
    conn.prepare_cached("INSERT INTO called (rowid, name) VALUES (?1, ?2)")?
        .execute(params![id, words::folded(&name)])?;
    Ok((id, speaker))
}

/// Adds a speaker who has said nothing yet.
pub(super) fn add_speaker(
    conn: &Connection,
    name: &str,
    kind: SpeakerKind,
) -> Result<i64, StoreError> {
    conn.prepare_cached(
        "INSERT INTO speakers (name, name_key, kind, quotes, articles, words, first, last)
         VALUES (?1, ?2, ?3, 0, 0, 0, '', '')",
    )?
    .execute(params![name, words::sort_key(name), kind.name()])?;
    let id = conn.last_insert_rowid();
    share(conn, kind.name(), 1, Count::default())?;
    Ok(id)
}

/// Adds to what a speaker has said, and looks up dates and role. One who says nothing any more goes, unless the reader
/// decided something about the names.
fn add_up(conn: &Connection, speaker: i64, count: Count) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached("SELECT kind, quotes FROM speakers WHERE id = ?1")?;
    let known = select.query_row([speaker], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
    });
    let Some((kind, quotes)) = known.optional()? else {
        return Ok(());
    };
    conn.prepare_cached(
        "UPDATE speakers SET
           articles = articles + ?2, quotes = quotes + ?3, words = words + ?4,
           first = ifnull((SELECT min(date) FROM voices WHERE speaker = ?1 AND date > ''), ''),
           last  = ifnull((SELECT max(date) FROM voices WHERE speaker = ?1), ''),
           role  = (SELECT role FROM voices INDEXED BY voices_role WHERE speaker = ?1 AND role IS NOT NULL
                    ORDER BY date DESC, article DESC LIMIT 1)
         WHERE id = ?1",
    )?
    .execute(params![speaker, count.articles, count.quotes, count.words])?;
    share(conn, &kind, 0, count)?;
    if quotes + count.quotes == 0 {
        tidy(conn, speaker, &kind)?;
    }
    Ok(())
}

/// Adds to how much a kind of speaker says in all.
fn share(conn: &Connection, kind: &str, speakers: i64, count: Count) -> Result<(), StoreError> {
    conn.prepare_cached(
        "UPDATE shares SET speakers = speakers + ?2, quotes = quotes + ?3, words = words + ?4 WHERE kind = ?1",
    )?
    .execute(params![kind, speakers, count.quotes, count.words])?;
    Ok(())
}

/// Pending anew what a speaker has said: after names were put together or taken apart.
pub(super) fn recount(conn: &Connection, speaker: i64) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT count(DISTINCT article) - s.articles, ifnull(sum(v.quotes), 0) - s.quotes,
                ifnull(sum(v.words), 0) - s.words
         FROM speakers AS s LEFT JOIN voices AS v ON v.speaker = s.id WHERE s.id = ?1 GROUP BY s.id",
    )?;
    let count = select.query_row([speaker], |row| {
        Ok(Count {
            articles: row.get(0)?,
            quotes: row.get(1)?,
            words: row.get(2)?,
        })
    });
    match count.optional()? {
        Some(count) => add_up(conn, speaker, count),
        None => Ok(()),
    }
}

/// Forgets the names of a speaker who says nothing, and the speaker when no name is left.
fn tidy(conn: &Connection, speaker: i64, kind: &str) -> Result<(), StoreError> {
    let mut select =
        conn.prepare_cached("SELECT id FROM names WHERE speaker = ?1 AND decided = 0")?;
    let names = select.query_map([speaker], |row| row.get(0))?;
    let names = names.collect::<Result<Vec<i64>, _>>()?;
    for name in names {
        conn.prepare_cached("DELETE FROM called WHERE rowid = ?1")?
            .execute([name])?;
        conn.prepare_cached("DELETE FROM names WHERE id = ?1")?
            .execute([name])?;
    }
    let gone = conn
        .prepare_cached(
            "DELETE FROM speakers WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM names WHERE speaker = ?1)",
        )?
        .execute([speaker])?;
    share(conn, kind, -row::number(gone), Count::default())
}

/// Returns the words of a quote's content, its parts joined by a space.
pub(super) fn content(text: &str, quote: &Quote) -> String {
    let spans = quote.content.iter();
    let parts: Vec<&str> = spans.filter_map(|span| text.get(span.range())).collect();
    parts.join(" ")
}

fn short(words: &str) -> String {
    words
        .get(..words.floor_char_boundary(LONGEST))
        .unwrap_or_default()
        .to_owned()
}

/// Fills the index of speakers from the quotes that are stored.
pub(super) fn rebuild(conn: &Connection) -> Result<(), StoreError> {
    let mut select =
        conn.prepare("SELECT id FROM articles WHERE engine IS NOT NULL ORDER BY id")?;
    let ids = select.query_map([], |row| row.get(0).map(ArticleId))?;
    let mut pending = Pending::default();
    for id in ids.collect::<Result<Vec<_>, _>>()? {
        // What cannot be read has no speakers; the article is mended when it comes again.
        let Ok(Some(article)) = read::article(conn, id) else {
            continue;
        };
        if let Some(quotes) = read::stored_quotes(conn, id, &article.body)? {
            index(conn, id, &of(article.body.text(), &quotes), &mut pending)?;
        }
    }
    pending.settle(conn)
}
