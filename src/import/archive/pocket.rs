//! Pocket: `part_000000.csv` of its last years, and `ril_export.html` of those before. Has no texts.

use crate::import::ImportError;
use crate::import::archive::entry::{Entry, Shelf};
use crate::import::archive::links::{self, Event};
use crate::import::archive::table::Row;
use crate::import::archive::when;

/// The columns that tell its table from others.
pub(super) const COLUMNS: &[&str] = &["title", "url", "time_added", "tags", "status"];

pub(super) fn row(row: &Row<'_>) -> Entry {
    let is_archived = row.get("status") == "archive";
    let mut entry = Entry {
        added: when::moment(row.get("time_added")),
        is_archived,
        is_read: is_archived,
        ..Entry::at(row.get("url"))
    };
    entry.set_title(row.get("title"));
    entry.tag(row.get("tags").split('|'));
    entry
}

/// Reads its page: lists of links below the headings "Unread" and "Read Archive".
pub(super) fn page(text: &str, shelf: &mut Shelf) -> Result<(), ImportError> {
    let mut is_archived = false;
    for event in links::events(text) {
        match event {
            Event::Heading(heading) => is_archived = heading.words.contains("Archive"),
            Event::Link(link) => {
                let mut entry = Entry {
                    added: link.get("time_added").and_then(when::moment),
                    is_archived,
                    is_read: is_archived,
                    ..Entry::at(link.get("href").unwrap_or_default())
                };
                entry.set_title(&link.words);
                entry.tag(link.get("tags").unwrap_or_default().split(','));
                shelf.put(entry)?;
            }
            _ => {}
        }
    }
    Ok(())
}
