//! Raindrop: its table, with excerpts, notes and highlights, but no texts.

use crate::import::archive::entry::Entry;
use crate::import::archive::table::Row;
use crate::import::archive::when;

/// The columns that tell its table from others.
pub(super) const COLUMNS: &[&str] = &["title", "note", "excerpt", "url", "folder", "created"];

/// The folder of what was not put in any.
const UNSORTED: &str = "Unsorted";

pub(super) fn row(row: &Row<'_>) -> Entry {
    let mut entry = Entry {
        added: when::moment(row.get("created")),
        excerpt: row.get("excerpt").to_owned(),
        note: row.get("note").to_owned(),
        is_starred: row.get("favorite").eq_ignore_ascii_case("true"),
        ..Entry::at(row.get("url"))
    };
    entry.set_title(row.get("title"));
    entry.tag(row.get("tags").split(','));
    entry.tag(
        row.get("folder")
            .split('/')
            .filter(|folder| folder.trim() != UNSORTED),
    );
    marked(&mut entry, row.get("highlights"));
    entry
}

/// Reads the column of highlights: each on a line of its own, some with `Highlight:` and their note with `Note:` before
/// them.
fn marked(entry: &mut Entry, column: &str) {
    let mut open: Option<(String, String)> = None;
    for line in column.lines().map(str::trim) {
        if let Some(note) = line.strip_prefix("Note:") {
            if let Some((_, known)) = &mut open {
                note.trim().clone_into(known);
            }
            continue;
        }
        if let Some((words, note)) = open.take() {
            entry.mark(&words, &note, None);
        }
        let words = line.strip_prefix("Highlight:").unwrap_or(line).trim();
        open = Some((words.to_owned(), String::new()));
    }
    if let Some((words, note)) = open {
        entry.mark(&words, &note, None);
    }
}
