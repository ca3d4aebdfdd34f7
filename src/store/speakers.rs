//! Asks the index of speakers: who there is, who said what where, how much each says in some articles.

use std::collections::HashSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};

use crate::article::{ArticleId, Clean};
use crate::quote::roster::{
    Called, Class, NameId, RoleUse, Said, Share, Shares, SpeakerId, SpeakerLine, SpeakerQuery,
    SpeakerSort, Voice, Voices,
};
use crate::quote::{Quote, SpeakerKind, words_in};
use crate::store::error::StoreError;
use crate::store::search::Wanted;
use crate::store::{read, row, words};

/// The columns of a speaker, as [`line`] reads them.
const LINE: &str = "id, name, role, kind, quotes, articles, words, first, last";

fn line(row: &Row<'_>) -> rusqlite::Result<SpeakerLine> {
    Ok(SpeakerLine {
        id: SpeakerId(row.get(0)?),
        name: clean(row.get(1)?),
        role: row.get::<_, Option<String>>(2)?.map(clean),
        kind: kind(&row.get::<_, String>(3)?),
        quotes: row::size(row, 4)?,
        articles: row::size(row, 5)?,
        words: row::size(row, 6)?,
        dates: dates(row.get(7)?, row.get(8)?),
    })
}

fn clean(text: String) -> Clean {
    Clean::line(&text)
}

pub(super) fn kind(name: &str) -> SpeakerKind {
    SpeakerKind::from_name(name).unwrap_or(SpeakerKind::Unknown)
}

fn dates(first: String, last: String) -> Option<(Clean, Clean)> {
    (!last.is_empty()).then(|| (clean(first), clean(last)))
}

/// Returns the index and the order for a sort.
const fn by(sort: SpeakerSort) -> (&'static str, &'static str) {
    match sort {
        SpeakerSort::Quotes => ("quotes", "quotes DESC, name_key, id"),
        SpeakerSort::Name => ("name", "name_key, id"),
        SpeakerSort::Last => ("last", "last DESC, name_key, id"),
    }
}

/// Returns the condition for a class.
fn of(class: Option<Class>) -> &'static str {
    match class {
        None => "name <> ''",
        Some(Class::Named) => "kind IN ('person', 'organisation', 'document')",
        Some(Class::Unnamed) => "kind = 'unnamed'",
        Some(Class::Unknown) => "kind = 'unknown'",
    }
}

fn list_sql(query: &SpeakerQuery, is_filtered: bool) -> String {
    let (index, order) = by(query.sort);
    let class = of(query.class);
    if is_filtered {
        format!(
            "SELECT {LINE} FROM speakers
             WHERE id IN (SELECT speaker FROM names WHERE id IN (SELECT rowid FROM called WHERE called MATCH ?2))
               AND quotes > 0 AND {class} ORDER BY {order} LIMIT ?1"
        )
    } else {
        format!(
            "SELECT {LINE} FROM speakers INDEXED BY speakers_{index}
             WHERE quotes > 0 AND {class} ORDER BY {order} LIMIT ?1"
        )
    }
}

/// Returns the speakers of a query in its order, at most `most`.
pub(super) fn list(
    conn: &Connection,
    query: &SpeakerQuery,
    most: usize,
) -> Result<Vec<SpeakerLine>, StoreError> {
    let wanted = Wanted::new(&query.filter);
    if wanted.is_empty() && !query.filter.trim().is_empty() {
        return Ok(Vec::new());
    }
    let mut params: Vec<Value> = vec![row::number(most).into()];
    if !wanted.is_empty() {
        params.push(wanted.begun().into());
    }
    let mut select = conn.prepare_cached(&list_sql(query, !wanted.is_empty()))?;
    let lines = select.query_map(params_from_iter(params), line)?;
    Ok(lines.collect::<Result<_, _>>()?)
}

/// Returns a speaker's line; none when there is no such speaker.
pub(super) fn one(conn: &Connection, id: SpeakerId) -> Result<Option<SpeakerLine>, StoreError> {
    let mut select = conn.prepare_cached(&format!("SELECT {LINE} FROM speakers WHERE id = ?1"))?;
    Ok(select.query_row([id.0], line).optional()?)
}

/// Returns the speakers who have just this name, case and accents aside; persons first.
pub(super) fn called(conn: &Connection, name: &str) -> Result<Vec<SpeakerLine>, StoreError> {
    let kinds = [
        SpeakerKind::Person,
        SpeakerKind::Organisation,
        SpeakerKind::Unnamed,
    ];
    let mut select = conn.prepare_cached("SELECT speaker FROM names WHERE key = ?1")?;
    let mut found: Vec<SpeakerLine> = Vec::new();
    for kind in kinds {
        let called = Called::new(name, kind);
        if called.is_nobody() {
            continue;
        }
        let id: Option<i64> = select
            .query_row([called.key], |row| row.get(0))
            .optional()?;
        let speaker = id.map(|id| one(conn, SpeakerId(id))).transpose()?.flatten();
        found.extend(speaker.filter(|speaker| found.iter().all(|other| other.id != speaker.id)));
    }
    Ok(found)
}

/// Returns whose a name is, as it is told of one kind of speaker; of nobody, all those whom nobody could tell.
pub(super) fn named(
    conn: &Connection,
    name: &str,
    kind: SpeakerKind,
) -> Result<Option<SpeakerLine>, StoreError> {
    let mut select = conn.prepare_cached("SELECT speaker FROM names WHERE key = ?1")?;
    let key = Called::new(name, kind).key;
    let id: Option<i64> = select.query_row([key], |row| row.get(0)).optional()?;
    Ok(id.map(|id| one(conn, SpeakerId(id))).transpose()?.flatten())
}

/// Returns the names of a speaker, the most used first, each with the number of its articles.
pub(super) fn names(
    conn: &Connection,
    id: SpeakerId,
) -> Result<Vec<(NameId, Clean, usize)>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT id, name, (SELECT count(*) FROM voices WHERE name = names.id) AS used
         FROM names WHERE speaker = ?1 ORDER BY used DESC, id",
    )?;
    let names = select.query_map([id.0], |row| {
        Ok((NameId(row.get(0)?), clean(row.get(1)?), row::size(row, 2)?))
    })?;
    Ok(names.collect::<Result<_, _>>()?)
}

/// Returns the offices of a speaker, the latest first.
pub(super) fn roles(conn: &Connection, id: SpeakerId) -> Result<Vec<RoleUse>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT role, count(*), ifnull(min(nullif(date, '')), ''), max(date) FROM voices
         WHERE speaker = ?1 AND role IS NOT NULL GROUP BY role ORDER BY max(date) DESC, role",
    )?;
    let roles = select.query_map([id.0], |row| {
        Ok(RoleUse {
            role: clean(row.get(0)?),
            articles: row::size(row, 1)?,
            dates: dates(row.get(2)?, row.get(3)?),
        })
    })?;
    Ok(roles.collect::<Result<_, _>>()?)
}

/// Returns how much is said by speakers with and without names.
pub(super) fn shares(conn: &Connection) -> Result<Shares, StoreError> {
    let mut select = conn.prepare_cached("SELECT kind, speakers, quotes, words FROM shares")?;
    let mut rows = select.query([])?;
    let mut shares = Shares::default();
    while let Some(row) = rows.next()? {
        let share = Share {
            speakers: row::size(row, 1)?,
            quotes: row::size(row, 2)?,
            words: row::size(row, 3)?,
        };
        shares.add(Class::of(kind(&row.get::<_, String>(0)?)), share);
    }
    Ok(shares)
}

/// Returns what a speaker said, latest first, at most `most`: all of it, or what has the words of `term`.
pub(super) fn said(
    conn: &Connection,
    id: SpeakerId,
    term: &str,
    most: usize,
) -> Result<Vec<Said>, StoreError> {
    let wanted = Wanted::new(term);
    let among = if wanted.is_empty() {
        None
    } else {
        Some(with_words(conn, &wanted)?)
    };
    let mut select = conn.prepare_cached(
        "SELECT article, numbers FROM voices WHERE speaker = ?1 ORDER BY date DESC, article DESC",
    )?;
    let mut rows = select.query([id.0])?;
    let mut found: Vec<Said> = Vec::new();
    while found.len() < most
        && let Some(row) = rows.next()?
    {
        let article = ArticleId(row.get(0)?);
        if among
            .as_ref()
            .is_some_and(|among| !among.contains(&article))
        {
            continue;
        }
        let numbers: Vec<usize> =
            serde_json::from_str(row.get_ref(1)?.as_str().unwrap_or_default()).unwrap_or_default();
        let mut said = said_in(conn, article, &|number, _| numbers.contains(&number))?;
        said.retain(|said| wanted.is_empty() || wanted.stands_in(&said.words));
        found.extend(said);
    }
    found.truncate(most);
    Ok(found)
}

/// Returns the articles whose text has all of some words.
fn with_words(conn: &Connection, wanted: &Wanted) -> Result<HashSet<ArticleId>, StoreError> {
    let mut select = conn.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
    let query = format!("body : ({})", wanted.whole());
    let ids = select.query_map([query], |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the quotes of an article that `keep` wants, by number and quote, in the order of the text.
pub(super) fn said_in(
    conn: &Connection,
    article: ArticleId,
    keep: &dyn Fn(usize, &Quote) -> bool,
) -> Result<Vec<Said>, StoreError> {
    let text = read::text(conn, article)?;
    let mut about =
        conn.prepare_cached("SELECT label, site, published FROM articles WHERE id = ?1")?;
    let about = about.query_row([article.0], |row| {
        let text = |column| row.get::<_, Option<String>>(column);
        Ok((text(0)?, text(1)?, text(2)?))
    });
    let Some((title, site, published)) = about.optional()? else {
        return Ok(Vec::new());
    };
    let mut select = conn.prepare_cached(&format!(
        "SELECT {}, number FROM quotes WHERE article = ?1 ORDER BY number",
        row::QUOTE
    ))?;
    let mut rows = select.query([article.0])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let number = row::size(row, row::QUOTE_COLUMNS)?;
        let Some(quote) = row::quote(row, &text)? else {
            continue;
        };
        if !keep(number, &quote) {
            continue;
        }
        let (speaker, role) = quote
            .speaker
            .as_ref()
            .map(|speaker| (speaker.name.clone(), speaker.role.clone()))
            .unzip();
        found.push(Said {
            article,
            number,
            title: clean(title.clone().unwrap_or_default()),
            site: site.clone().map(clean),
            published: published.clone().map(clean),
            kind: quote.kind,
            speaker,
            role: role.flatten(),
            words: Clean::line(&words_in(&text, &quote)),
            extent: quote.extent(),
        });
    }
    Ok(found)
}

/// Returns who speaks in some articles, most words first; in all of them when none are named.
pub(super) fn voices(conn: &Connection, among: Option<&[ArticleId]>) -> Result<Voices, StoreError> {
    let voice = |row: &Row<'_>| {
        Ok(Voice {
            id: SpeakerId(row.get(0)?),
            name: clean(row.get(1)?),
            kind: kind(&row.get::<_, String>(2)?),
            quotes: row::size(row, 3)?,
            words: row::size(row, 4)?,
        })
    };
    let (articles, voices) = match among {
        None => {
            let mut select = conn.prepare_cached(
                "SELECT id, name, kind, quotes, words FROM speakers WHERE quotes > 0 ORDER BY words DESC, name_key, id",
            )?;
            let voices = select.query_map([], voice)?.collect::<Result<_, _>>()?;
            let count = conn.query_row("SELECT entire FROM totals", [], |row| row::size(row, 0))?;
            (count, voices)
        }
        Some(ids) => {
            let mut select = conn.prepare_cached(
                "SELECT id, name, kind, said.quotes, said.words FROM speakers JOIN (
                   SELECT speaker, sum(quotes) AS quotes, sum(words) AS words FROM voices
                   WHERE article IN (SELECT value FROM json_each(?1)) GROUP BY speaker
                 ) AS said ON said.speaker = id ORDER BY said.words DESC, name_key, id",
            )?;
            let listed = row::json(ids)?;
            let voices = select
                .query_map([listed], voice)?
                .collect::<Result<_, _>>()?;
            (ids.len(), voices)
        }
    };
    Ok(Voices { articles, voices })
}

/// Returns the articles with a tag, or of a publication, case and accents aside.
pub(super) fn of_site(conn: &Connection, site: &str) -> Result<Vec<ArticleId>, StoreError> {
    let mut select = conn.prepare_cached("SELECT id FROM articles WHERE site_key = ?1")?;
    let ids = select.query_map(params![words::sort_key(site)], |row| {
        row.get(0).map(ArticleId)
    })?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the articles with a tag.
pub(super) fn tagged(conn: &Connection, tag: &str) -> Result<Vec<ArticleId>, StoreError> {
    let mut select = conn.prepare_cached("SELECT article FROM tags WHERE tag = ?1")?;
    let ids = select.query_map(params![tag], |row| row.get(0).map(ArticleId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// Returns the speakers whose numbers differ from what the articles say.
pub(super) fn miscounted(conn: &Connection) -> Result<usize, StoreError> {
    let count = conn.query_row(
        "SELECT count(*) FROM speakers AS s WHERE (articles, quotes, words, last) <>
           (SELECT count(DISTINCT article), ifnull(sum(quotes), 0), ifnull(sum(words), 0), ifnull(max(date), '')
            FROM voices WHERE speaker = s.id)",
        [],
        |row| row::size(row, 0),
    )?;
    let shares = conn.query_row(
        "SELECT count(*) FROM shares WHERE (speakers, quotes, words) <>
           (SELECT count(*), ifnull(sum(s.quotes), 0), ifnull(sum(s.words), 0) FROM speakers AS s WHERE s.kind = shares.kind)",
        [],
        |row| row::size(row, 0),
    )?;
    Ok(count + shares)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn every_order_of_speakers_is_read_from_its_index() {
        let store = Store::open_in_memory().unwrap();
        for sort in SpeakerSort::ALL {
            for class in [None, Some(Class::Named), Some(Class::Unknown)] {
                let query = SpeakerQuery {
                    sort,
                    class,
                    ..SpeakerQuery::default()
                };
                let sql = format!("EXPLAIN QUERY PLAN {}", list_sql(&query, false));
                let mut explain = store.conn.prepare(&sql).unwrap();
                let plan: Vec<String> = explain
                    .query_map([1], |row| row.get(3))
                    .unwrap()
                    .collect::<Result<_, _>>()
                    .unwrap();
                let index = format!("USING INDEX speakers_{}", by(sort).0);
                assert!(plan.len() == 1 && plan[0].contains(&index), "{plan:?}");
            }
        }
    }
}
