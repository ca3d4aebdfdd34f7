//! The reader's clips: passages in an order of their own. There are hundreds rather than thousands, and every change
//! numbers them anew.

use rusqlite::{Connection, params};

use crate::cite::{ClipChange, Passage};
use crate::store::error::StoreError;
use crate::store::row;

/// Most clips that are kept; a brief of more is none.
pub(super) const MOST: usize = 2_000;

/// Returns the clips in order; one that makes no sense is left out.
pub(super) fn all(conn: &Connection) -> Result<Vec<Passage>, StoreError> {
    let mut select = conn.prepare_cached("SELECT content FROM clips ORDER BY place, id")?;
    let found = select.query_map([], |row| {
        Ok(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()).ok())
    })?;
    let found: Vec<Option<Passage>> = found.collect::<Result<_, _>>()?;
    Ok(found.into_iter().flatten().collect())
}

/// Does one change. What it is about is known by what it says: a clip that is gone meanwhile is not changed.
pub(super) fn change(conn: &Connection, change: &ClipChange) -> Result<(), StoreError> {
    let mut order = order(conn)?;
    let at =
        |order: &[(i64, String)], content: &str| order.iter().position(|(_, it)| it == content);
    match change {
        ClipChange::Insert(place, passage) => {
            let content = row::json(&**passage)?;
            if at(&order, &content).is_some() {
                return Ok(());
            }
            if order.len() >= MOST {
                return Err(StoreError::TooManyClips(MOST));
            }
            conn.prepare_cached("INSERT INTO clips (place, content) VALUES (0, ?1)")?
                .execute([&content])?;
            let place = (*place).min(order.len());
            order.insert(place, (conn.last_insert_rowid(), content));
        }
        ClipChange::Remove(passage) => {
            if let Some(at) = at(&order, &row::json(&**passage)?) {
                let (id, _) = order.remove(at);
                conn.prepare_cached("DELETE FROM clips WHERE id = ?1")?
                    .execute([id])?;
            }
        }
        ClipChange::Replace(was, passage) => {
            let content = row::json(&**passage)?;
            if let Some(at) = at(&order, &row::json(&**was)?)
                && let Some((id, _)) = order.get(at)
            {
                conn.prepare_cached("UPDATE OR IGNORE clips SET content = ?2 WHERE id = ?1")?
                    .execute(params![id, content])?;
            }
        }
        ClipChange::Move(passage, place) => {
            if let Some(at) = at(&order, &row::json(&**passage)?) {
                let clip = order.remove(at);
                order.insert((*place).min(order.len()), clip);
            }
        }
    }
    let mut number =
        conn.prepare_cached("UPDATE clips SET place = ?2 WHERE id = ?1 AND place <> ?2")?;
    for (place, (id, _)) in order.iter().enumerate() {
        number.execute(params![id, row::number(place)])?;
    }
    Ok(())
}

fn order(conn: &Connection) -> Result<Vec<(i64, String)>, StoreError> {
    let mut select = conn.prepare_cached("SELECT id, content FROM clips ORDER BY place, id")?;
    let found = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(found.collect::<Result<_, _>>()?)
}

#[cfg(test)]
mod tests {
    use crate::cite::{ClipChange, Passage};
    use crate::store::Store;

    fn clip(words: &str) -> Box<Passage> {
        Box::new(Passage::line(words))
    }

    fn words(store: &Store) -> String {
        let clips = store.clips().unwrap();
        clips
            .iter()
            .map(|clip| clip.words.as_str())
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn clips_are_put_in_moved_edited_and_taken_out() {
        let mut store = Store::open_in_memory().unwrap();
        for (change, expected) in [
            (ClipChange::Insert(9, clip("b")), "b"),
            (ClipChange::Insert(0, clip("a")), "a b"),
            (ClipChange::Insert(1, clip("c")), "a c b"),
            (ClipChange::Insert(1, clip("c")), "a c b"),
            (ClipChange::Move(clip("a"), 9), "c b a"),
            (ClipChange::Move(clip("a"), 1), "c a b"),
            (ClipChange::Replace(clip("a"), clip("d")), "c d b"),
            (ClipChange::Replace(clip("d"), clip("b")), "c d b"),
            (ClipChange::Remove(clip("c")), "d b"),
            (ClipChange::Remove(clip("gone")), "d b"),
        ] {
            let mut shown = store.clips().unwrap();
            change.apply(&mut shown);
            store.change_clips(&change).unwrap();
            assert_eq!(words(&store), expected, "{change:?}");
            assert_eq!(
                store.clips().unwrap(),
                shown,
                "what is shown at once: {change:?}"
            );
        }
    }

    #[test]
    fn there_is_an_end_to_clips() {
        let mut store = Store::open_in_memory().unwrap();
        for number in 0..=super::MOST {
            let added = store.change_clips(&ClipChange::Insert(0, clip(&number.to_string())));
            assert_eq!(added.is_err(), number == super::MOST, "{number}");
        }
    }
}
