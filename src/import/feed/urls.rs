//! newsboat's list of feeds (`urls`): an address on each line, and tags behind it.

use crate::article::Clean;
use crate::import::feed::opml::Outline;
use crate::import::{ImportError, LARGEST, address, decode};

/// Most feeds of a list, and most lines that lead nowhere that are named.
const MOST: usize = 20_000;
const MOST_OTHERS: usize = 100;

/// What is in a list.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Urls {
    /// Its feeds, each once; the first tag of one is its folder.
    pub feeds: Vec<Outline>,
    /// What is no address of the web: programs to be run, files, queries.
    pub others: Vec<Clean>,
}

/// Reads a list.
///
/// # Errors
/// When it is no text, or has no address of the web.
pub fn urls(bytes: &[u8]) -> Result<Urls, ImportError> {
    let size = bytes.len() as u64;
    if size > LARGEST {
        return Err(ImportError::TooLarge { bytes: size });
    }
    if let Some(what) = decode::binary(bytes) {
        return Err(ImportError::Binary { what });
    }
    let text = decode::text(bytes);
    let mut found = Urls::default();
    for line in text.trim_start_matches('\u{feff}').lines() {
        let mut tokens = tokens(line).into_iter();
        let Some(url) = tokens.next() else {
            continue;
        };
        if address::canonical(&url).is_none() {
            if found.others.len() < MOST_OTHERS {
                found.others.push(Clean::line(&url));
            }
            continue;
        }
        if found.feeds.len() >= MOST || found.feeds.iter().any(|other| other.url == url) {
            continue;
        }
        let mut feed = Outline {
            url,
            ..Outline::default()
        };
        for tag in tokens {
            // "~" names the feed, "!" hides it from newsboat's own list.
            match tag.strip_prefix('~') {
                Some(title) => feed.title = Clean::line(title),
                None if feed.folder.is_none() && tag != "!" => {
                    feed.folder = Some(Clean::line(&tag)).filter(|tag| !tag.is_empty());
                }
                None => {}
            }
        }
        found.feeds.push(feed);
    }
    if found.feeds.is_empty() {
        return Err(ImportError::NotUrls);
    }
    Ok(found)
}

/// Returns the words of a line; those with spaces stand in quotation marks, and what follows a `#` is said to nobody.
fn tokens(line: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = line.chars().peekable();
    loop {
        while chars.next_if(|c| c.is_whitespace()).is_some() {}
        let mut token = String::new();
        match chars.peek() {
            None | Some('#') => return tokens,
            Some('"') => {
                chars.next();
                while let Some(c) = chars.next().filter(|c| *c != '"') {
                    token.extend(if c == '\\' { chars.next() } else { Some(c) });
                }
            }
            Some(_) => {
                while let Some(c) = chars.next_if(|c| !c.is_whitespace()) {
                    token.push(c);
                }
            }
        }
        tokens.push(token);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_come_with_folder_and_name() {
        let list = "# mine\n\nhttps://gull.example/feed#x ! News \"~Gull \\\"Post\\\"\" coast # a word\n\
            \"query:Unread:unread = \\\"yes\\\"\"\nexec:~/bin/feed\nhttps://b.example/\nhttps://b.example/ again\n";
        let found = urls(list.as_bytes()).unwrap();
        let gull = Outline {
            url: "https://gull.example/feed#x".to_owned(),
            title: Clean::line("Gull \"Post\""),
            folder: Some(Clean::line("News")),
            ..Outline::default()
        };
        assert_eq!(found.feeds[0], gull);
        assert_eq!(found.feeds.len(), 2);
        let others = [
            Clean::line("query:Unread:unread = \"yes\""),
            Clean::line("exec:~/bin/feed"),
        ];
        assert_eq!(found.others, others);
    }

    #[test]
    fn other_files_are_no_list() {
        assert_eq!(urls(b"# nothing\n"), Err(ImportError::NotUrls));
        assert_eq!(urls(b"The ferry stops.\n"), Err(ImportError::NotUrls));
        assert!(matches!(
            urls(b"SQLite format 3\0"),
            Err(ImportError::Binary { .. })
        ));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "(\\PC|[\"\\\\# \n~!]|https://a\\.example/){0,60}") {
            let _ = urls(text.as_bytes());
        }
    }
}
