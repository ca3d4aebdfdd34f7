//! Places under a letter: small letters belong to an article, a capital to the whole library.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::article::{ArticleId, Clean, Letter, MarkAt, MarkLine};
use crate::store::error::StoreError;
use crate::store::{read, row};

/// Bytes of the text that are shown of a place.
const SHOWN: usize = 300;

/// Returns what is under a letter: a capital's place, or that of a small letter in an article.
pub(super) fn find(
    conn: &Connection,
    letter: Letter,
    article: Option<ArticleId>,
) -> Result<Option<MarkAt>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT article, place FROM marks WHERE letter = ?1 AND (?2 IS NULL OR article = ?2)",
    )?;
    let of = article.filter(|_| !letter.is_of_library()).map(|id| id.0);
    Ok(select
        .query_row(params![letter.to_string(), of], |row| at(row, 0))
        .optional()?)
}

/// Puts a place under a letter. The caller owns the transaction.
pub(super) fn set(conn: &Connection, letter: Letter, mark: MarkAt) -> Result<(), StoreError> {
    let name = letter.to_string();
    if letter.is_of_library() {
        conn.prepare_cached("DELETE FROM marks WHERE letter = ?1")?
            .execute([&name])?;
    }
    let there: Option<i64> = conn
        .prepare_cached("SELECT id FROM articles WHERE id = ?1")?
        .query_row([mark.article.0], |row| row.get(0))
        .optional()?;
    if there.is_none() {
        return Err(StoreError::Gone(mark.article.0));
    }
    conn.prepare_cached(
        "INSERT OR REPLACE INTO marks (letter, article, place) VALUES (?1, ?2, ?3)",
    )?
    .execute(params![name, mark.article.0, row::number(mark.byte)])?;
    Ok(())
}

/// Moves the marks of an article whose text has changed to where their words stand now.
pub(super) fn follow(
    conn: &Connection,
    article: ArticleId,
    moved: &dyn Fn(usize) -> usize,
) -> Result<(), StoreError> {
    let mut select = conn.prepare_cached("SELECT letter, place FROM marks WHERE article = ?1")?;
    let marks = select.query_map([article.0], |found| {
        Ok((found.get::<_, String>(0)?, row::size(found, 1)?))
    })?;
    let marks: Vec<(String, usize)> = marks.collect::<Result<_, _>>()?;
    for (letter, place) in marks {
        conn.prepare_cached("UPDATE marks SET place = ?3 WHERE letter = ?1 AND article = ?2")?
            .execute(params![letter, article.0, row::number(moved(place))])?;
    }
    Ok(())
}

/// Takes a letter away from an article.
pub(super) fn drop(
    conn: &Connection,
    letter: Letter,
    article: ArticleId,
) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM marks WHERE letter = ?1 AND article = ?2")?
        .execute(params![letter.to_string(), article.0])?;
    Ok(())
}

/// Returns the small letters of an article and all capitals, in order, each with its article's title and the words there.
pub(super) fn list(
    conn: &Connection,
    article: Option<ArticleId>,
) -> Result<Vec<MarkLine>, StoreError> {
    let mut select = conn.prepare_cached(
        "SELECT letter, marks.article, marks.place, label
         FROM marks JOIN articles ON articles.id = marks.article
         WHERE letter < 'a' OR marks.article = ?1
         ORDER BY letter >= 'a' DESC, letter",
    )?;
    let rows = select.query_map([article.map(|id| id.0)], |row| {
        let letter: String = row.get(0)?;
        let title: String = row.get(3)?;
        Ok((letter, at(row, 1)?, Clean::line(&title)))
    })?;
    let mut lines = Vec::new();
    for found in rows {
        let (letter, at, title) = found?;
        let Some(letter) = letter.chars().next().and_then(Letter::new) else {
            continue;
        };
        let text = read::text(conn, at.article)?;
        let from = text.floor_char_boundary(at.byte);
        let to = text.floor_char_boundary(from + SHOWN);
        let words = Clean::line(text.get(from..to).unwrap_or_default());
        lines.push(MarkLine {
            letter,
            at,
            title,
            words,
        });
    }
    Ok(lines)
}

fn at(row: &Row, first: usize) -> rusqlite::Result<MarkAt> {
    Ok(MarkAt {
        article: ArticleId(row.get(first)?),
        byte: row::size(row, first + 1)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Article, BlockKind, BodyBuilder, Leaf, Meta, Provenance, Record, State};
    use crate::quote::Depth;
    use crate::store::Store;

    fn put(store: &mut Store, key: &str, paragraphs: &[&str]) -> ArticleId {
        let mut builder = BodyBuilder::new();
        for text in paragraphs {
            builder.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        }
        let record = Record {
            article: Article {
                meta: Meta {
                    title: Clean::line(key),
                    ..Meta::default()
                },
                body: builder.build(),
            },
            state: State::default(),
            provenance: Provenance::default(),
        };
        store.put([(key, &record, &[][..], Depth::Whole)]).unwrap()[0].id()
    }

    fn letter(c: char) -> Letter {
        Letter::new(c).unwrap()
    }

    #[test]
    fn a_capital_is_one_and_small_letters_are_each_articles_own() {
        let mut store = Store::open_in_memory().unwrap();
        let one = put(&mut store, "one", &["First.", "Second."]);
        let two = put(&mut store, "two", &["Other."]);
        for (c, article, byte) in [('a', one, 8), ('a', two, 0), ('A', one, 0), ('A', two, 2)] {
            store.set_mark(letter(c), MarkAt { article, byte }).unwrap();
        }
        let at = |c, article| {
            store
                .mark(letter(c), article)
                .unwrap()
                .map(|at| (at.article, at.byte))
        };
        assert_eq!(at('a', Some(one)), Some((one, 8)));
        assert_eq!(at('a', Some(two)), Some((two, 0)));
        assert_eq!(at('A', Some(one)), Some((two, 2)));
        assert_eq!(at('b', Some(one)), None);
        let lines = store.marks(Some(one)).unwrap();
        let lines: Vec<String> = lines
            .iter()
            .map(|line| format!("{} {} {}", line.letter, line.title, line.words))
            .collect();
        assert_eq!(lines, ["a one Second.", "A two her."]);
        store.drop_mark(letter('a'), one).unwrap();
        store.remove(two).unwrap();
        assert_eq!(store.marks(Some(one)).unwrap(), []);
        let gone = store.set_mark(
            letter('x'),
            MarkAt {
                article: two,
                byte: 0,
            },
        );
        assert!(matches!(gone, Err(StoreError::Gone(_))));
    }

    #[test]
    fn a_mark_stays_at_its_words_when_the_text_changes() {
        let mut store = Store::open_in_memory().unwrap();
        let id = put(&mut store, "one", &["First.", "Second."]);
        let mark = MarkAt {
            article: id,
            byte: 8,
        };
        store.set_mark(letter('m'), mark).unwrap();
        put(&mut store, "one", &["A new one.", "First.", "Second."]);
        assert_eq!(store.marks(Some(id)).unwrap()[0].words.as_str(), "Second.");
    }
}
