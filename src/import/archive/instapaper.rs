//! Instapaper: its table and its page of links. Has no texts; of a selection, only its words.

use crate::import::ImportError;
use crate::import::archive::entry::{Entry, Shelf};
use crate::import::archive::links::{self, Event};
use crate::import::archive::table::Row;
use crate::import::archive::when;

/// The columns that tell its table from others.
pub(super) const COLUMNS: &[&str] = &["url", "title", "selection", "folder", "timestamp"];

pub(super) fn row(row: &Row<'_>) -> Entry {
    let mut entry = Entry {
        added: when::moment(row.get("timestamp")),
        excerpt: row.get("selection").to_owned(),
        ..Entry::at(row.get("url"))
    };
    entry.set_title(row.get("title"));
    entry.mark(row.get("selection"), "", None);
    folder(&mut entry, row.get("folder"));
    let tags: Vec<String> = serde_json::from_str(row.get("tags")).unwrap_or_default();
    entry.tag(tags.iter().map(String::as_str));
    entry
}

/// Its own folders are states; those of the reader are tags.
fn folder(entry: &mut Entry, name: &str) {
    match name {
        "Unread" => {}
        "Archive" => (entry.is_archived, entry.is_read) = (true, true),
        "Starred" | "Liked" => entry.is_starred = true,
        other => entry.tag([other]),
    }
}

/// Reads its page: lists of links below headings that name folders.
pub(super) fn page(text: &str, shelf: &mut Shelf) -> Result<(), ImportError> {
    let mut name = String::new();
    for event in links::events(text) {
        match event {
            Event::Heading(heading) => name = heading.words,
            Event::Link(link) => {
                let mut entry = Entry::at(link.get("href").unwrap_or_default());
                entry.set_title(&link.words);
                folder(&mut entry, &name);
                shelf.put(entry)?;
            }
            _ => {}
        }
    }
    Ok(())
}
