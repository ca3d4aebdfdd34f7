//! The pictures of articles, kept beside them as they came.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::article::{ArticleId, Clean, Picture, PictureKind, Shape};
use crate::store::error::StoreError;
use crate::store::{Store, row};

/// Keeps the pictures of an article in place of those that it had. The caller owns the transaction.
pub(super) fn replace(
    conn: &Connection,
    id: ArticleId,
    pictures: &[Picture],
) -> Result<(), StoreError> {
    conn.prepare_cached("DELETE FROM pictures WHERE article = ?1")?
        .execute([id.0])?;
    add(conn, id, pictures)
}

/// Keeps the pictures of an article that has none yet. The same bytes are written once. The caller owns the transaction.
pub(super) fn add(
    conn: &Connection,
    id: ArticleId,
    pictures: &[Picture],
) -> Result<(), StoreError> {
    for (number, picture) in pictures.iter().enumerate() {
        let shape = picture.shape;
        let mut before = pictures.iter().take(number);
        let same = before.find(|it| it.bytes == picture.bytes);
        conn.prepare_cached(
            "INSERT INTO pictures (article, figure, kind, width, height, beside, same, bytes)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            id.0,
            row::number(shape.figure),
            shape.kind.name(),
            shape.width,
            shape.height,
            picture.beside.as_ref().map(Clean::as_str),
            same.map(|same| row::number(same.shape.figure)),
            same.is_none().then_some(&picture.bytes),
        ])?;
    }
    Ok(())
}

/// Keeps the pictures of an article that came just as it was, unless they are there. That it came without any says nothing:
/// the folder beside a page may be gone. The caller owns the transaction.
pub(super) fn keep(
    conn: &Connection,
    id: ArticleId,
    pictures: &[Picture],
) -> Result<(), StoreError> {
    if pictures.is_empty() {
        return Ok(());
    }
    let mut select = conn.prepare_cached(&format!(
        "SELECT {SHAPE}, length({BYTES}) FROM pictures AS one WHERE article = ?1 ORDER BY figure"
    ))?;
    let there = select.query_map([id.0], |found| Ok((shape(found)?, row::size(found, 4)?)))?;
    let there: Vec<_> = there.collect::<Result<_, _>>()?;
    let came = pictures.iter().map(|it| (Some(it.shape), it.bytes.len()));
    if came.eq(there) {
        return Ok(());
    }
    replace(conn, id, pictures)
}

const SHAPE: &str = "figure, kind, width, height";

/// The bytes of a row of `pictures AS one`.
const BYTES: &str = "coalesce(bytes, (SELECT bytes FROM pictures AS other WHERE other.article = one.article AND other.figure = one.same))";

/// Reads [`SHAPE`]; none when it is coded in a way that nobody knows.
fn shape(found: &Row<'_>) -> rusqlite::Result<Option<Shape>> {
    let kind = PictureKind::from_name(found.get_ref(1)?.as_str().unwrap_or_default());
    let figure = row::size(found, 0)?;
    let (width, height) = (found.get(2)?, found.get(3)?);
    Ok(kind.map(|kind| Shape {
        figure,
        kind,
        width,
        height,
    }))
}

impl Store {
    /// Returns what there is of pictures in an article, in the order of its figures.
    pub fn shapes(&self, id: ArticleId) -> Result<Vec<Shape>, StoreError> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {SHAPE} FROM pictures WHERE article = ?1 ORDER BY figure"
        ))?;
        let shapes = select.query_map([id.0], shape)?;
        let shapes: Vec<_> = shapes.collect::<Result<_, _>>()?;
        Ok(shapes.into_iter().flatten().collect())
    }

    /// Returns the picture of a figure; none when there is none.
    pub fn picture(&self, id: ArticleId, figure: usize) -> Result<Option<Picture>, StoreError> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {SHAPE}, beside, {BYTES} FROM pictures AS one WHERE article = ?1 AND figure = ?2"
        ))?;
        let found = select.query_row(params![id.0, row::number(figure)], picture);
        Ok(found.optional()?.flatten())
    }

    /// Returns the pictures of an article that came from files beside it.
    pub fn pictures_beside(&self, id: ArticleId) -> Result<Vec<Picture>, StoreError> {
        let mut select = self.conn.prepare_cached(&format!(
            "SELECT {SHAPE}, beside, {BYTES} FROM pictures AS one WHERE article = ?1 AND beside IS NOT NULL ORDER BY figure"
        ))?;
        let pictures = select.query_map([id.0], picture)?;
        let pictures: Vec<_> = pictures.collect::<Result<_, _>>()?;
        Ok(pictures.into_iter().flatten().collect())
    }
}

fn picture(found: &Row<'_>) -> rusqlite::Result<Option<Picture>> {
    let beside: Option<String> = found.get(4)?;
    let bytes: Option<Vec<u8>> = found.get(5)?;
    Ok(shape(found)?.zip(bytes).map(|(shape, bytes)| Picture {
        shape,
        beside: beside.map(|name| Clean::line(&name)),
        bytes,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{
        Article, BlockKind, BodyBuilder, Change, Leaf, Meta, Provenance, Record, State,
    };
    use crate::quote::Depth;
    use crate::store::{Entry, Outcome};

    fn record(text: &str) -> Record {
        let mut body = BodyBuilder::new();
        body.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        for caption in ["The pier", "The boat", "The pier again"] {
            body.add_figure(caption, "", &[]);
        }
        Record {
            article: Article {
                meta: Meta::default(),
                body: body.build(),
            },
            state: State::default(),
            provenance: Provenance::default(),
        }
    }

    fn picture(figure: usize, bytes: &[u8], beside: Option<&str>) -> Picture {
        Picture {
            shape: Shape {
                figure,
                kind: PictureKind::Jpeg,
                width: 640,
                height: 480,
            },
            beside: beside.map(Clean::line),
            bytes: bytes.to_vec(),
        }
    }

    fn put(store: &mut Store, text: &str, pictures: &[Picture]) -> Outcome {
        let record = record(text);
        let entry = Entry {
            pictures,
            ..Entry::from(("a", &record, &[][..], Depth::Whole))
        };
        store.put([entry]).unwrap()[0]
    }

    fn figures(store: &Store, id: ArticleId) -> Vec<usize> {
        store
            .shapes(id)
            .unwrap()
            .iter()
            .map(|it| it.figure)
            .collect()
    }

    fn rows(store: &Store) -> i64 {
        let count = "SELECT count(*) FROM pictures WHERE bytes IS NOT NULL";
        store.conn.query_row(count, [], |row| row.get(0)).unwrap()
    }

    #[test]
    fn pictures_come_back_and_the_same_bytes_are_kept_once() {
        let mut store = Store::open_in_memory().unwrap();
        let all = [
            picture(0, b"pier", None),
            picture(1, b"boat", Some("a_files/boat.jpg")),
            picture(2, b"pier", Some("a_files/pier.jpg")),
        ];
        let id = put(&mut store, "One.", &all).id();
        for (figure, expected) in all.iter().enumerate() {
            assert_eq!(store.picture(id, figure).unwrap().as_ref(), Some(expected));
        }
        assert_eq!(store.picture(id, 3).unwrap(), None);
        assert_eq!(store.pictures_beside(id).unwrap(), all[1..]);
        assert_eq!(rows(&store), 2);
    }

    #[test]
    fn they_are_replaced_with_the_text_and_stay_with_it() {
        let mut store = Store::open_in_memory().unwrap();
        let id = put(&mut store, "One.", &[]).id();
        assert_eq!(figures(&store, id), [0_usize; 0]);
        let both = [picture(0, b"pier", None), picture(1, b"boat", None)];
        // An older version has left them out.
        assert_eq!(put(&mut store, "One.", &both), Outcome::Unchanged(id));
        assert_eq!(figures(&store, id), [0, 1]);
        assert_eq!(put(&mut store, "One.", &[]), Outcome::Unchanged(id));
        assert_eq!(figures(&store, id), [0, 1]);
        assert_eq!(put(&mut store, "One.", &both[1..]), Outcome::Unchanged(id));
        assert_eq!(figures(&store, id), [1]);
        assert_eq!(put(&mut store, "Two.", &both[..1]), Outcome::Updated(id));
        assert_eq!(figures(&store, id), [0]);
        assert_eq!(put(&mut store, "Three.", &[]), Outcome::Updated(id));
        assert_eq!(figures(&store, id), [0_usize; 0]);
    }

    #[test]
    fn they_go_with_the_article_and_not_before() {
        let mut store = Store::open_in_memory().unwrap();
        let id = put(&mut store, "One.", &[picture(0, b"pier", None)]).id();
        let day = Clean::line("2026-11-26");
        store.change(id, &Change::Deleted(Some(day))).unwrap();
        assert_eq!(figures(&store, id), [0]);
        store.empty_trash(None).unwrap();
        assert_eq!(rows(&store), 0);
    }
}
