//! Tables of values parted by commas, with a line of names on top.

use csv::{ReaderBuilder, StringRecord};

use crate::import::ImportError;
use crate::import::archive::entry::{Entry, Shelf};

/// A row whose values are asked for by the names of their columns.
pub(super) struct Row<'a> {
    columns: &'a [String],
    values: &'a StringRecord,
}

impl Row<'_> {
    /// Returns the value in a column, without space at its ends; empty when there is none.
    pub(super) fn get(&self, name: &str) -> &str {
        let at = self.columns.iter().position(|column| column == name);
        at.and_then(|at| self.values.get(at))
            .unwrap_or_default()
            .trim()
    }
}

/// Returns the names of a line on top, in lower case.
pub(super) fn columns(line: &str) -> Vec<String> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .from_reader(line.as_bytes());
    let first = reader.records().next().and_then(Result::ok);
    first.map(|names| lowered(&names)).unwrap_or_default()
}

fn lowered(names: &StringRecord) -> Vec<String> {
    names
        .iter()
        .map(|name| name.trim().to_ascii_lowercase())
        .collect()
}

/// Puts what `read` makes of each row on the shelf. Rows with fewer or more values than names are read as far as they go.
///
/// # Errors
/// When there are more rows than anybody keeps.
pub(super) fn each(
    text: &str,
    shelf: &mut Shelf,
    read: fn(&Row<'_>) -> Entry,
) -> Result<(), ImportError> {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let names = records.next().and_then(Result::ok).unwrap_or_default();
    let columns = lowered(&names);
    for values in records {
        let Ok(values) = values else {
            shelf.leave_out();
            continue;
        };
        let row = Row {
            columns: &columns,
            values: &values,
        };
        shelf.put(read(&row))?;
    }
    Ok(())
}
