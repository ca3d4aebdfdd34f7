//! Feeds: RSS, RDF, CDF, Atom and JSON Feed to items, items to articles; and lists of feeds (OPML).
//!
//! The way: bytes → pieces (`markup`) → a tree in bounds (`tree`) → items (`syndication`, `json`) → articles (`item`, through
//! the door of web pages). A feed is read as far as it can be: a bare `&`, a reference that nobody declared, an element that
//! nobody closed or an end that is missing cost at most the item they are in. Opens nothing.

mod item;
mod json;
mod markup;
mod opml;
mod syndication;
pub(super) mod tree;
mod urls;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::article::{Article, Clean};
use crate::import::{ImportError, alone, byline, decode, identity};

use item::Item;
pub use opml::{Outline, outlines, written};
pub use urls::{Urls, urls};

/// Most items of a feed that are read.
const MOST_ITEMS: usize = 20_000;

/// Most authors of an item.
const MOST_AUTHORS: usize = 12;

/// How far down a feed its outermost element stands, in bytes: comments may come first.
const TOP: usize = 64 * 1024;

/// A feed that was read.
#[derive(Debug, Default)]
pub struct Feed {
    /// What it calls itself; may be empty.
    pub title: Clean,
    /// The page that it is of.
    pub site: Option<String>,
    lang: Option<Clean>,
    items: Vec<Item>,
}

/// An item of a feed, not yet an article.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    /// What tells it from the feed's other items, as a digest.
    #[serde(skip)]
    pub id: String,
    /// What changes when anything in it is edited.
    #[serde(skip)]
    pub digest: String,
    /// What the feed calls itself.
    site: Option<Clean>,
    #[serde(flatten)]
    item: Item,
}

impl Entry {
    /// Reads what [`Entry::write`] wrote.
    ///
    /// # Errors
    /// When it is nothing of the kind.
    pub fn read(line: &str) -> Result<Self, ImportError> {
        alone::read(line)
    }

    /// Returns it as one line of JSON that stands for itself: the feed it came in is not needed to read it.
    pub fn write(&self) -> String {
        alone::write(self)
    }

    /// Returns its title, to name it; may be empty.
    pub fn title(&self) -> &Clean {
        &self.item.title
    }

    /// Returns the address of its page.
    pub fn link(&self) -> Option<&str> {
        self.item.link.as_deref()
    }

    /// Whether the feed was cut off in the middle of it.
    pub fn is_cut(&self) -> bool {
        self.item.is_cut
    }

    /// Makes an article of it.
    ///
    /// # Errors
    /// [`ImportError::Empty`] when it has neither title nor text nor page, and what may be wrong with the text.
    pub fn article(&self) -> Result<Article, ImportError> {
        self.item.clone().into_article(self.site.as_ref())
    }
}

impl Feed {
    /// Returns how many items it has.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has no items.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Returns its items in their order.
    pub fn into_entries(self) -> impl Iterator<Item = Entry> {
        let site = Some(self.title).filter(|title| !title.is_empty());
        self.items.into_iter().map(move |item| {
            let digest = item.digest();
            let name = item.id.as_ref().or(item.link.as_ref());
            Entry {
                id: name.map_or_else(|| digest.clone(), |name| identity::digest(name)),
                digest,
                item,
                site: site.clone(),
            }
        })
    }
}

/// What a text is that holds no article itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Xml,
    Json,
    Opml,
}

/// Returns whether a text is a feed or a list of feeds, by its outermost element.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if text.starts_with('{') {
        return json::is_feed(text).then_some(Kind::Json);
    }
    let head = text.get(..text.floor_char_boundary(TOP)).unwrap_or(text);
    let mut pieces = markup::Pieces::new(head);
    let name = loop {
        match pieces.next()? {
            markup::Piece::Open { name, .. } => break name,
            markup::Piece::Text(text) if text.trim().is_empty() => {}
            _ => return None,
        }
    };
    match name.rsplit(':').next()?.to_ascii_lowercase().as_str() {
        "rss" | "feed" | "rdf" | "channel" => Some(Kind::Xml),
        "opml" => Some(Kind::Opml),
        _ => None,
    }
}

/// Reads a feed that came from an address, if it is known. `charset` is the encoding that its server declared.
///
/// # Errors
/// When it is no feed, or larger than any.
pub fn read(bytes: &[u8], from: Option<&str>, charset: Option<&str>) -> Result<Feed, ImportError> {
    let size = bytes.len() as u64;
    if size > crate::import::LARGEST {
        return Err(ImportError::TooLarge { bytes: size });
    }
    if let Some(what) = decode::binary(bytes) {
        return Err(ImportError::Binary { what });
    }
    of_text(&decode::served(bytes, charset), from)
}

/// Reads a feed of its text.
pub(super) fn of_text(text: &str, from: Option<&str>) -> Result<Feed, ImportError> {
    let from = from.and_then(|from| Url::parse(from).ok());
    match kind(text) {
        Some(Kind::Json) => json::read(text, from.as_ref()),
        Some(Kind::Xml) => {
            let root = tree::read(text)?.ok_or(ImportError::Empty)?;
            Ok(syndication::read(&root, from.as_ref()))
        }
        Some(Kind::Opml) => Err(ImportError::Opml),
        None => Err(ImportError::NotAFeed),
    }
}

/// Returns the addresses of the feeds that a page names, in its order.
pub fn links(bytes: &[u8], page: &str, charset: Option<&str>) -> Vec<String> {
    const MOST: usize = 20;
    let base = Url::parse(page).ok();
    if bytes.len() as u64 > crate::import::LARGEST || decode::binary(bytes).is_some() {
        return Vec::new();
    }
    let mut found = crate::import::page::feeds(&decode::served(bytes, charset), base.as_ref());
    found.truncate(MOST);
    found
}

/// Returns the names in a line that names authors: without addresses of mail, which feeds put beside or around them.
fn names(line: &str) -> Vec<Clean> {
    let line = Clean::line(line);
    let inside = |open: char, close: char| {
        let (before, rest) = line.split_once(open)?;
        let (inner, _) = rest.split_once(close)?;
        Some((before.trim().to_owned(), inner.trim().to_owned()))
    };
    let is_mail = |text: &str| text.contains('@') && !text.contains(' ');
    for (open, close) in [('(', ')'), ('<', '>')] {
        if let Some((before, inner)) = inside(open, close) {
            if is_mail(&before) && !inner.is_empty() {
                return byline::declared(&inner);
            }
            if is_mail(&inner) && !before.is_empty() {
                return byline::declared(before.trim_matches('"'));
            }
        }
    }
    if is_mail(&line) {
        return Vec::new();
    }
    byline::declared(&line)
}

/// Returns names, each once.
fn people(names: impl IntoIterator<Item = Clean>) -> Vec<Clean> {
    let mut kept: Vec<Clean> = Vec::new();
    for name in names {
        if !name.is_empty() && !kept.contains(&name) && kept.len() < MOST_AUTHORS {
            kept.push(name);
        }
    }
    kept
}

#[cfg(test)]
mod tests;
