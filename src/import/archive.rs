//! What other programs give out of the articles kept in them: addresses, texts, tags, states, highlights and notes.
//!
//! A program is known by what the file says (the columns of a table, the keys of its JSON, the markup of its page), never by
//! the file's name. What a program has is taken as it is; what it says about an article becomes an [`Entry`], and only
//! that knows how an article is made of it. Everything is bounded, and all words go through the same door as web pages do.

mod bookmarks;
mod entry;
mod instapaper;
mod json;
mod links;
pub mod newsboat;
pub(super) mod omnivore;
mod pocket;
mod raindrop;
mod rdf;
pub(super) mod readeck;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod wallabag;
mod when;
mod zotero;

use crate::import::{ImportError, decode};

pub use entry::Entry;
use entry::Shelf;

/// Largest file of another program that is read, in bytes: it holds what thousands of files would.
pub const LARGEST: u64 = 128 * 1024 * 1024;

/// Most entries of a file.
const MOST_ENTRIES: usize = 200_000;

/// How much of a text is looked at to tell whose it is, in bytes.
const HEAD: usize = 4 * 1024;

/// What a program gave out.
#[derive(Debug)]
pub struct Archive {
    /// What of it there is.
    pub report: Report,
    entries: Vec<Entry>,
}

impl Archive {
    /// Returns its entries, in the order of the file.
    pub fn into_entries(self) -> Vec<Entry> {
        self.entries
    }
}

/// What there is in a file of another program.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The program.
    pub program: &'static str,
    /// Entries that may become articles.
    pub articles: usize,
    /// Those of them that have an address, but no text.
    pub bare: usize,
    /// Highlights, and notes on whole articles.
    pub highlights: usize,
    /// Entries with neither an address of the web nor a text.
    pub left_out: usize,
    /// Entries that were thrown away there.
    pub deleted: usize,
    /// Entries whose saved pages are not beside the file.
    pub missing: usize,
    /// Feeds that are followed there.
    pub feeds: usize,
    /// Pages on which there is no article. Only those who read them know.
    pub empty: usize,
    /// Answers of servers that are no pages: pictures, styles, programs; pages that were not asked for.
    pub parts: usize,
    /// Answers that are redirects or errors.
    pub failed: usize,
    /// Answers from an address that had answered before.
    pub repeated: usize,
}

impl Report {
    /// Counts an entry. Returns whether anything can come of it.
    pub(in crate::import) fn count(&mut self, entry: &Entry) -> bool {
        if entry.is_empty() {
            self.left_out += 1;
            return false;
        }
        self.articles += 1;
        self.bare += usize::from(entry.is_bare() && entry.url.is_some());
        self.highlights += entry.marked.len() + usize::from(!entry.note.trim().is_empty());
        true
    }
}

/// A program whose files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Program {
    Pocket(Form),
    Instapaper(Form),
    Raindrop,
    Reader,
    Bookmarks,
    Wallabag,
    Zotero(Form),
}

/// How a program writes that has several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Table,
    Page,
    List,
    Graph,
}

/// The tables that programs write, with the columns by which each is known, in lower case.
const TABLES: [(Program, &[&str]); 4] = [
    (Program::Pocket(Form::Table), pocket::COLUMNS),
    (Program::Instapaper(Form::Table), instapaper::COLUMNS),
    (Program::Raindrop, raindrop::COLUMNS),
    (Program::Reader, reader::COLUMNS),
];

impl Program {
    const fn name(self) -> &'static str {
        match self {
            Self::Pocket(_) => "Pocket",
            Self::Instapaper(_) => "Instapaper",
            Self::Raindrop => "Raindrop",
            Self::Reader => "Readwise Reader",
            Self::Bookmarks => "Bookmarks",
            Self::Wallabag => "wallabag",
            Self::Zotero(_) => "Zotero",
        }
    }

    fn read(self, text: &str, shelf: &mut Shelf) -> Result<(), ImportError> {
        match self {
            Self::Pocket(Form::Table) => table::each(text, shelf, pocket::row),
            Self::Pocket(_) => pocket::page(text, shelf),
            Self::Instapaper(Form::Table) => table::each(text, shelf, instapaper::row),
            Self::Instapaper(_) => instapaper::page(text, shelf),
            Self::Raindrop => table::each(text, shelf, raindrop::row),
            Self::Reader => table::each(text, shelf, reader::row),
            Self::Bookmarks => bookmarks::read(text, shelf),
            Self::Wallabag => json::each(text, shelf, wallabag::entry),
            Self::Zotero(Form::Graph) => rdf::read(text, shelf),
            Self::Zotero(_) => json::each(text, shelf, zotero::entry),
        }
    }
}

/// Whether a file is one of a program that is known, by its first bytes.
pub fn is_archive(first_bytes: &[u8]) -> bool {
    program(first_bytes).is_some()
}

/// Reads what a program gave out; none when the bytes are nothing of the kind.
///
/// # Errors
/// When they are, but cannot be read, or hold more than anybody keeps.
pub fn read(bytes: &[u8]) -> Option<Result<Archive, ImportError>> {
    let program = program(bytes)?;
    let size = bytes.len() as u64;
    if size > LARGEST {
        return Some(Err(ImportError::TooLarge { bytes: size }));
    }
    let text = decode::text(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let mut shelf = Shelf::default();
    Some(program.read(text, &mut shelf).map(|()| {
        let (entries, report) = shelf.closed(program.name());
        Archive { report, entries }
    }))
}

/// Returns whose file it is. Looks no further than it must: every file that is imported is asked.
fn program(bytes: &[u8]) -> Option<Program> {
    if decode::binary(bytes).is_some() {
        return None;
    }
    let head = decode::text(bytes.get(..HEAD).unwrap_or(bytes));
    let head = head.trim_start_matches('\u{feff}');
    if head.trim_start().starts_with('[') {
        return json::program(decode::text(bytes).trim_start_matches('\u{feff}'));
    }
    let head = head.to_ascii_lowercase();
    if head.trim_start().starts_with('<') {
        return if head.contains("<!doctype netscape-bookmark-file-1>") {
            Some(Program::Bookmarks)
        } else if head.contains("<title>pocket export</title>") {
            Some(Program::Pocket(Form::Page))
        } else if head.contains("<title>instapaper: export</title>") {
            Some(Program::Instapaper(Form::Page))
        } else if rdf::SIGNS.iter().all(|sign| head.contains(sign)) {
            Some(Program::Zotero(Form::Graph))
        } else {
            None
        };
    }
    let first = head.lines().next().unwrap_or_default();
    let mut likely = TABLES
        .iter()
        .filter(|(_, names)| names.iter().all(|name| first.contains(name)))
        .peekable();
    // To cut a line into values costs more than all of the look before.
    likely.peek()?;
    let columns = table::columns(first);
    likely
        .find(|(_, names)| names.iter().all(|name| columns.iter().any(|it| it == name)))
        .map(|(program, _)| *program)
}
