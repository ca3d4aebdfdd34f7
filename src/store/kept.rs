//! What the reader made beside the records of articles: given out after the articles, and taken in from another library.
//!
//! Who takes in keeps what was decided here: another library's reader adds to it, and never speaks against it. So taking
//! the same in twice changes nothing.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, params};

use crate::article::{ArticleId, Clean, CodePoints, Letter, MarkAt, Query, SavedSearch};
use crate::kept::{Item, Kept, SpeakerName, Taken};
use crate::quote::Correction;
use crate::store::error::StoreError;
use crate::store::{
    Store, clips, corrections, list, marks, naming, read, row, saved, speakers, write,
};

impl Store {
    /// Calls `each` with every article of a query, first imported first, then with what the reader made beside them, until
    /// it returns false: all of it when the query asks for everything, else the corrections and marks of its articles.
    /// Nothing of an article that was thrown away is given.
    ///
    /// # Errors
    /// The first damaged article is reported when all else was given.
    pub fn each_item(
        &self,
        query: &Query,
        each: &mut dyn FnMut(Item) -> bool,
    ) -> Result<(), StoreError> {
        let reading = self.reading()?;
        let mut goes_on = true;
        let records = read::each_record(&reading, query, &mut |record| {
            goes_on = each(Item::Article(Box::new(record)));
            goes_on
        });
        let damaged = match records {
            Err(error @ StoreError::DamagedArticle { .. }) => Err(error),
            records => {
                records?;
                Ok(())
            }
        };
        let mut each = |kept| {
            goes_on = goes_on && each(Item::Kept(kept));
            goes_on
        };
        if query.is_everything() {
            all(&reading, &mut each)?;
        } else {
            of_articles(&reading, query, &mut each)?;
        }
        damaged
    }

    /// Returns what the reader decided that holds for these articles wherever they are read: their corrections and marks, and
    /// what was decided about names, which may stand in any article.
    pub fn decisions(&self, articles: &[ArticleId]) -> Result<Vec<Kept>, StoreError> {
        let reading = self.reading()?;
        let mut found = Vec::new();
        for &id in articles {
            of_article(&reading, id, &mut |kept| {
                found.push(kept);
                true
            })?;
        }
        found.append(&mut names(&reading)?);
        Ok(found)
    }

    /// Takes in what another reader made, in one transaction, and says of each what became of it. All corrections of an
    /// article are to come together, and after the article.
    pub fn take_kept(&mut self, kept: &[Kept]) -> Result<Vec<Taken>, StoreError> {
        let writing = self.writing()?;
        let mut taken = Vec::with_capacity(kept.len());
        let mut rest = kept;
        while let Some((first, others)) = rest.split_first() {
            if let Kept::Correction { article, .. } = first {
                let is_of_it = |it: &&Kept| matches!(it, Kept::Correction { article: key, .. } if key == article);
                let run = rest.iter().take_while(is_of_it).count();
                let (run, after) = rest.split_at(run);
                let run = run.iter().filter_map(|it| match it {
                    Kept::Correction { correction, .. } => Some(&**correction),
                    _ => None,
                });
                let run: Vec<&Correction> = run.collect();
                let added = corrections::adopt(&writing, article, &run)?;
                taken.extend(added.into_iter().map(Taken::of));
                rest = after;
            } else {
                taken.push(take(&writing, first)?);
                rest = others;
            }
        }
        writing.commit()?;
        Ok(taken)
    }
}

impl Taken {
    fn of(is_new: bool) -> Self {
        if is_new { Self::Added } else { Self::Known }
    }
}

/// Takes in one that is no correction.
fn take(conn: &Connection, kept: &Kept) -> Result<Taken, StoreError> {
    let is_new = match kept {
        Kept::Correction {
            article,
            correction,
        } => corrections::adopt(conn, article, &[&**correction])?.contains(&true),
        Kept::Mark {
            article,
            letter,
            place,
        } => {
            let Some(article) = write::find(conn, article)? else {
                return Ok(Taken::Refused(Clean::line(
                    "it marks a place in an article that is not in the library",
                )));
            };
            if marks::find(conn, *letter, Some(article))?.is_some() {
                return Ok(Taken::Known);
            }
            let byte = CodePoints::new(&read::text(conn, article)?).to_byte(*place);
            marks::set(conn, *letter, MarkAt { article, byte })?;
            true
        }
        Kept::Speaker { name, names } => naming::adopt(conn, name, names)?,
        Kept::Apart([one, other]) => naming::adopt_apart(conn, one, other)?,
        Kept::Clip(passage) => match clips::append(conn, passage) {
            Err(error @ StoreError::TooManyClips(_)) => {
                return Ok(Taken::Refused(Clean::line(&error.to_string())));
            }
            added => added?,
        },
        Kept::Search(SavedSearch { name, filter }) => {
            let is_there = saved::all(conn)?.iter().any(|it| it.name == *name);
            if !is_there {
                saved::put(conn, name, Some(filter))?;
            }
            !is_there
        }
    };
    Ok(Taken::of(is_new))
}

/// Gives all that the reader made. It reads few rows at a time, but for decisions about names.
fn all(conn: &Connection, each: &mut dyn FnMut(Kept) -> bool) -> Result<(), StoreError> {
    let given = corrections::each(conn, &mut |article, correction| {
        each(Kept::Correction {
            article,
            correction: Box::new(correction),
        })
    })?;
    if !given {
        return Ok(());
    }
    let mut select = conn.prepare_cached(
        "SELECT key, letter, marks.article, marks.place FROM marks
         JOIN details ON details.article = marks.article JOIN articles ON articles.id = marks.article
         WHERE deleted IS NULL ORDER BY key, letter",
    )?;
    let mut rows = select.query([])?;
    while let Some(found) = rows.next()? {
        let key: String = found.get(0)?;
        let letter: String = found.get(1)?;
        let id = ArticleId(found.get(2)?);
        if let Some(mark) = mark(conn, &key, &letter, (id, row::size(found, 3)?))?
            && !each(mark)
        {
            return Ok(());
        }
    }
    let rest = names(conn)?.into_iter();
    let clips = clips::all(conn)?.into_iter();
    let clips = clips.map(|passage| Kept::Clip(Box::new(passage)));
    let searches = saved::all(conn)?.into_iter().map(Kept::Search);
    for kept in rest.chain(clips).chain(searches) {
        if !each(kept) {
            break;
        }
    }
    Ok(())
}

/// Gives the corrections and marks of some articles.
fn of_articles(
    conn: &Connection,
    query: &Query,
    each: &mut dyn FnMut(Kept) -> bool,
) -> Result<(), StoreError> {
    for id in list::import_order(conn, query)? {
        if !of_article(conn, id, each)? {
            break;
        }
    }
    Ok(())
}

/// Gives the corrections and marks of an article, until `each` returns false; returns whether it did not.
fn of_article(
    conn: &Connection,
    id: ArticleId,
    each: &mut dyn FnMut(Kept) -> bool,
) -> Result<bool, StoreError> {
    let key: Option<String> = conn
        .prepare_cached("SELECT key FROM details WHERE article = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    let Some(key) = key else {
        return Ok(true);
    };
    for (_, correction, _) in corrections::of(conn, id)? {
        let kept = Kept::Correction {
            article: Clean::line(&key),
            correction: Box::new(correction),
        };
        if !each(kept) {
            return Ok(false);
        }
    }
    let mut select =
        conn.prepare_cached("SELECT letter, place FROM marks WHERE article = ?1 ORDER BY letter")?;
    let mut rows = select.query([id.0])?;
    while let Some(found) = rows.next()? {
        let letter: String = found.get(0)?;
        if let Some(mark) = mark(conn, &key, &letter, (id, row::size(found, 1)?))?
            && !each(mark)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

fn mark(
    conn: &Connection,
    key: &str,
    letter: &str,
    (id, byte): (ArticleId, usize),
) -> Result<Option<Kept>, StoreError> {
    let Some(letter) = letter.chars().next().and_then(Letter::new) else {
        return Ok(None);
    };
    Ok(Some(Kept::Mark {
        article: Clean::line(key),
        letter,
        place: CodePoints::new(&read::text(conn, id)?).of_byte(byte),
    }))
}

/// Returns what was decided about names: the speakers in the order of their first names, then who is somebody else. The
/// order does not depend on numbers, which differ from one library to another.
fn names(conn: &Connection) -> Result<Vec<Kept>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT speaker, speakers.name, names.name, names.kind
         FROM names JOIN speakers ON speakers.id = names.speaker WHERE decided = 1 AND key <> '' ORDER BY key",
    )?;
    let mut rows = select.query([])?;
    let mut order: Vec<(Clean, Vec<SpeakerName>)> = Vec::new();
    let mut at: BTreeMap<i64, usize> = BTreeMap::new();
    while let Some(found) = rows.next()? {
        let called: String = found.get(1)?;
        let at = *at.entry(found.get(0)?).or_insert_with(|| {
            order.push((Clean::line(&called), Vec::new()));
            order.len() - 1
        });
        if let Some((_, names)) = order.get_mut(at) {
            let (words, kind): (String, String) = (found.get(2)?, found.get(3)?);
            names.push(name(&words, &kind));
        }
    }
    let speakers = order
        .into_iter()
        .map(|(name, names)| Kept::Speaker { name, names });
    let mut out: Vec<Kept> = speakers.collect();
    let mut select = conn.prepare_cached(
        "SELECT a.name, a.kind, b.name, b.kind
         FROM apart JOIN names AS x ON x.id = one JOIN names AS y ON y.id = other
         JOIN names AS a ON a.key = min(x.key, y.key) JOIN names AS b ON b.key = max(x.key, y.key)
         ORDER BY a.key, b.key",
    )?;
    let pairs = select.query_map(params![], |row| {
        let words: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
        let [one, kind, other, other_kind] = &words;
        Ok(Kept::Apart([name(one, kind), name(other, other_kind)]))
    })?;
    for pair in pairs {
        out.push(pair?);
    }
    Ok(out)
}

fn name(name: &str, kind: &str) -> SpeakerName {
    SpeakerName {
        name: Clean::line(name),
        kind: speakers::kind(kind),
    }
}
