//! Bookmarks of browsers, and of the many programs that write them as browsers do (Netscape's format). Has no texts.

use crate::article::Clean;
use crate::import::ImportError;
use crate::import::archive::entry::{Entry, Shelf};
use crate::import::archive::links::{self, Event};
use crate::import::archive::when;

/// Attributes of folders that the browser made, and whose names say nothing.
const OWN: &[&str] = &["personal_toolbar_folder", "unfiled_bookmarks_folder"];

/// Deepest folder whose name is kept.
const DEEPEST: usize = 64;

/// Reads bookmarks; the folders that one is in become its tags.
pub(super) fn read(text: &str, shelf: &mut Shelf) -> Result<(), ImportError> {
    let mut folders: Vec<Option<Clean>> = Vec::new();
    let mut deeper = 0_usize;
    let mut next: Option<Clean> = None;
    let mut is_kept = false;
    // The first list is that of all bookmarks, and the heading above it their title.
    let mut is_inside = false;
    for event in links::events(text) {
        match event {
            Event::Heading(heading) => {
                let is_own = OWN.iter().any(|name| heading.get(name).is_some());
                next = (is_inside && !is_own).then(|| Clean::line(&heading.words));
            }
            Event::Opened if folders.len() >= DEEPEST => deeper += 1,
            Event::Opened => {
                folders.push(next.take());
                is_inside = true;
            }
            Event::Closed if deeper > 0 => deeper -= 1,
            Event::Closed => {
                folders.pop();
            }
            Event::Link(link) => {
                let mut entry = Entry {
                    added: link.get("add_date").and_then(when::moment),
                    ..Entry::at(link.get("href").unwrap_or_default())
                };
                entry.set_title(&link.words);
                entry.tag(link.get("tags").unwrap_or_default().split(','));
                entry.tag(folders.iter().flatten().map(Clean::as_str));
                is_kept = entry.url.is_some();
                shelf.put(entry)?;
            }
            Event::About(words) => {
                if let Some(entry) = shelf.last().filter(|_| is_kept) {
                    entry.excerpt = words;
                }
                is_kept = false;
            }
        }
    }
    Ok(())
}
