//! Lists of feeds, as other readers write and read them (OPML).

use crate::article::Clean;
use crate::import::feed::tree::{self, Node};
use crate::import::{ImportError, address, decode};

/// Most feeds of a list, and deepest folder.
const MOST: usize = 20_000;
const DEEPEST: usize = 16;

/// A feed in a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    /// Its address.
    pub url: String,
    /// What it is called; may be empty.
    pub title: Clean,
    /// The page that it is of.
    pub site: Option<Clean>,
    /// The folder that it is in, below others after a slash.
    pub folder: Option<Clean>,
}

/// Reads the feeds of a list, each once.
///
/// # Errors
/// When it is no list of feeds.
pub fn outlines(bytes: &[u8]) -> Result<Vec<Outline>, ImportError> {
    let size = bytes.len() as u64;
    if size > crate::import::LARGEST {
        return Err(ImportError::TooLarge { bytes: size });
    }
    if let Some(what) = decode::binary(bytes) {
        return Err(ImportError::Binary { what });
    }
    let root = tree::read(&decode::page(bytes))?;
    let Some(root) = root.filter(|root| root.name() == "opml") else {
        return Err(ImportError::NotAList);
    };
    let mut found = Vec::new();
    gather(&root, None, &mut found, 0);
    Ok(found)
}

fn gather(node: &Node, folder: Option<&str>, found: &mut Vec<Outline>, depth: usize) {
    for child in node.nodes().filter(|_| depth < DEEPEST) {
        if child.name() != "outline" {
            gather(child, folder, found, depth + 1);
            continue;
        }
        let name = child.attribute("title").or_else(|| child.attribute("text"));
        let Some(url) = child.attribute("xmlUrl") else {
            let name = name.map(|name| Clean::line(name).to_string());
            let inner = match (folder, name) {
                (Some(folder), Some(name)) => Some(format!("{folder}/{name}")),
                (folder, name) => name.or_else(|| folder.map(str::to_owned)),
            };
            gather(child, inner.as_deref(), found, depth + 1);
            continue;
        };
        if found.len() < MOST && !found.iter().any(|other: &Outline| other.url == url) {
            found.push(Outline {
                url: url.to_owned(),
                title: name.map(Clean::line).unwrap_or_default(),
                site: child.attribute("htmlUrl").and_then(address::link),
                folder: folder.map(Clean::line),
            });
        }
    }
}

/// Returns a list of feeds as OPML 2.0, folders in the order of their names.
pub fn written(feeds: &[Outline]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>Feeds of pullquote</title>\n  </head>\n  <body>\n",
    );
    let mut folders: Vec<&Clean> = feeds
        .iter()
        .filter_map(|feed| feed.folder.as_ref())
        .collect();
    folders.sort();
    folders.dedup();
    for feed in feeds.iter().filter(|feed| feed.folder.is_none()) {
        out += &outline(feed, "    ");
    }
    for folder in folders {
        for part in ["    <outline text=\"", &escaped(folder), "\">\n"] {
            out.push_str(part);
        }
        for feed in feeds
            .iter()
            .filter(|feed| feed.folder.as_ref() == Some(folder))
        {
            out += &outline(feed, "      ");
        }
        out += "    </outline>\n";
    }
    out + "  </body>\n</opml>\n"
}

fn outline(feed: &Outline, indent: &str) -> String {
    let title = if feed.title.is_empty() {
        escaped(&feed.url)
    } else {
        escaped(&feed.title)
    };
    let site = feed.site.as_ref();
    let site = site.map_or(String::new(), |site| {
        format!(" htmlUrl=\"{}\"", escaped(site))
    });
    format!(
        "{indent}<outline type=\"rss\" text=\"{title}\" title=\"{title}\" xmlUrl=\"{}\"{site}/>\n",
        escaped(&feed.url)
    )
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "<opml version='1.0'><body>\
        <outline text='News'><outline text='Sea &amp; Sky'><outline type='rss' text='Gull' title='Gull Post' xmlUrl='https://gull.example/f' htmlUrl='https://gull.example/'/></outline></outline>\
        <outline xmlUrl='https://b.example/'/><outline xmlUrl='https://b.example/'/><outline text='A note'/></body></opml>";

    #[test]
    fn feeds_come_with_their_folders() {
        let found = outlines(LIST.as_bytes()).unwrap();
        let gull = Outline {
            url: "https://gull.example/f".to_owned(),
            title: Clean::line("Gull Post"),
            site: Some(Clean::line("https://gull.example/")),
            folder: Some(Clean::line("News/Sea & Sky")),
        };
        assert_eq!(found[0], gull);
        assert_eq!(
            (found.len(), found[1].url.as_str()),
            (2, "https://b.example/")
        );
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut found = outlines(LIST.as_bytes()).unwrap();
        found.reverse();
        let mut again = outlines(written(&found).as_bytes()).unwrap();
        // One without a name is written with its address for a name.
        again[0].title = Clean::default();
        assert_eq!(again, found);
    }

    #[test]
    fn other_data_is_no_list() {
        assert_eq!(outlines(b"<rss/>"), Err(ImportError::NotAList));
        assert_eq!(outlines(b"words"), Err(ImportError::NotAList));
    }
}
