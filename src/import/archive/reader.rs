//! Readwise Reader: its table. Has no texts and no highlights.

use crate::import::archive::entry::Entry;
use crate::import::archive::table::Row;
use crate::import::archive::when;

/// The columns that tell its table from others.
pub(super) const COLUMNS: &[&str] = &["title", "url", "document tags", "saved date", "location"];

/// How much of an article has to be read for it to count as read.
const READ: f64 = 0.95;

pub(super) fn row(row: &Row<'_>) -> Entry {
    let progress: f64 = row.get("reading progress").parse().unwrap_or(0.0);
    let is_archived = row.get("location") == "archive";
    let mut entry = Entry {
        added: when::moment(row.get("saved date")),
        is_archived,
        is_read: is_archived || progress >= READ,
        is_starred: row.get("location") == "shortlist",
        ..Entry::at(row.get("url"))
    };
    entry.set_title(row.get("title"));
    let tags = row.get("document tags");
    let tags = tags.strip_prefix('[').unwrap_or(tags);
    let tags = tags.strip_suffix(']').unwrap_or(tags);
    entry.tag(
        tags.split(',')
            .map(|tag| tag.trim().trim_matches(['\'', '"'])),
    );
    entry
}
