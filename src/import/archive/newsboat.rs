//! newsboat: its `cache.db`, with texts, what was read, and flags. Knows what its tables mean; the store reads them.

use std::collections::HashMap;

use url::Url;

use crate::article::Clean;
use crate::import::archive::entry::{Content, Entry};
use crate::import::archive::{Report, when};
use crate::import::{address, byline, dates, html, page};

/// A table of its database.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in the order in which their values are wanted.
    pub columns: &'static [&'static str],
    /// How many of them every version has.
    pub needed: usize,
}

/// Where its feeds are.
pub const FEEDS: Table = Table {
    name: "rss_feed",
    columns: &["rssurl", "title"],
    needed: 2,
};

/// Where their items are.
pub const ITEMS: Table = Table {
    name: "rss_item",
    columns: &[
        "url",
        "title",
        "author",
        "feedurl",
        "pubDate",
        "content",
        "unread",
        "guid",
        "flags",
        "deleted",
        "base",
        "content_mime_type",
        "enclosure_url",
        "enclosure_type",
    ],
    needed: 8,
};

/// Most feeds whose names are kept.
const MOST_FEEDS: usize = 100_000;
/// The flag that counts as a star. newsboat gives none of them a meaning; this one stands for "star" and "save".
const STAR: char = 's';

/// What is known of a database so far.
#[derive(Debug)]
pub struct Newsboat {
    feeds: HashMap<String, Clean>,
    report: Report,
}

impl Default for Newsboat {
    fn default() -> Self {
        Self {
            feeds: HashMap::new(),
            report: Report {
                program: "newsboat",
                ..Report::default()
            },
        }
    }
}

impl Newsboat {
    /// Takes a row of [`FEEDS`].
    pub fn feed(&mut self, row: &[String]) {
        let [url, title] = row else { return };
        self.report.feeds += usize::from(address::canonical(url).is_some());
        if self.feeds.len() < MOST_FEEDS {
            self.feeds.insert(url.clone(), Clean::line(title));
        }
    }

    /// Returns what there is in a row of [`ITEMS`]; none when it was thrown away there, or nothing can come of it.
    pub fn item(&mut self, row: &[String]) -> Option<Entry> {
        let item = Item(row);
        if item.get("deleted") == "1" {
            self.report.deleted += 1;
            return None;
        }
        let entry = self.entry(item);
        self.report.count(&entry).then_some(entry)
    }

    /// Returns what there was.
    pub fn report(self) -> Report {
        self.report
    }

    fn entry(&self, item: Item<'_>) -> Entry {
        let site = self.feeds.get(item.get("feedurl"));
        let site = site.filter(|title| !title.is_empty()).cloned();
        let published = when::moment(item.get("pubDate"));
        let link = [item.get("url"), item.get("guid")];
        let link = link.iter().find(|link| address::canonical(link).is_some());
        let mut entry = Entry {
            byline: byline::declared(&html::entities(item.get("author"))),
            published: published.and_then(|moment| dates::published(&moment)),
            content: item.content(),
            base: Url::parse(item.get("base")).ok(),
            is_read: item.get("unread") == "0",
            is_starred: item.get("flags").contains(STAR),
            ..Entry::at(link.unwrap_or(&""))
        };
        let title = html::entities(item.get("title"));
        entry.set_title(&page::bare_title(
            &title,
            site.as_deref(),
            entry.url.as_deref(),
        ));
        entry.site = site;
        let flags = item.get("flags").chars().filter(char::is_ascii_alphabetic);
        let flags: Vec<String> = flags
            .filter(|flag| *flag != STAR)
            .map(|flag| format!("flag-{flag}"))
            .collect();
        entry.tag(flags.iter().map(String::as_str));
        entry
    }
}

/// A row of [`ITEMS`].
#[derive(Clone, Copy)]
struct Item<'a>(&'a [String]);

impl<'a> Item<'a> {
    fn get(self, name: &str) -> &'a str {
        let at = ITEMS.columns.iter().position(|column| *column == name);
        at.and_then(|at| self.0.get(at))
            .map_or("", |value| value.trim())
    }

    fn content(self) -> Content {
        let text = self.get("content");
        if self.get("content_mime_type") == "text/plain" {
            return Content::Plain(text.to_owned());
        }
        let mut text = text.to_owned();
        // What is enclosed stands below the text, as in a feed; without a text the page is worth more than the link.
        if let Some(link) = address::link(self.get("enclosure_url")).filter(|_| !text.is_empty()) {
            let escaped = |words: &str| words.replace('&', "&amp;").replace('<', "&lt;");
            let name = link.rsplit('/').find(|part| !part.is_empty());
            let kind = self.get("enclosure_type");
            let kind = match kind {
                "" => String::new(),
                kind => format!(" ({})", escaped(kind)),
            };
            let address = escaped(&link).replace('"', "%22");
            let name = escaped(name.unwrap_or(&link));
            for part in [
                "<ul><li><a href=\"",
                &address,
                "\">",
                &name,
                "</a>",
                &kind,
                "</li></ul>",
            ] {
                text.push_str(part);
            }
        }
        Content::Html(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::INCOMPLETE;

    fn row(values: &[(&str, &str)]) -> Vec<String> {
        let value = |name: &&str| values.iter().find(|(known, _)| known == name);
        let row = ITEMS.columns.iter();
        row.map(|name| value(name).map_or(String::new(), |(_, value)| (*value).to_owned()))
            .collect()
    }

    fn newsboat() -> Newsboat {
        let mut newsboat = Newsboat::default();
        for (url, title) in [
            ("https://gull.example/feed", "Gull Post"),
            ("query:Unread:unread = \"yes\"", "Unread"),
        ] {
            newsboat.feed(&[url.to_owned(), title.to_owned()]);
        }
        newsboat
    }

    #[test]
    fn an_item_is_an_article_with_its_state() {
        let mut newsboat = newsboat();
        let entry = newsboat
            .item(&row(&[
                ("url", "https://gull.example/a?utm_source=rss"),
                ("title", "Q&amp;A: ferry stops | Gull Post"),
                ("author", "Ann Lee"),
                ("feedurl", "https://gull.example/feed"),
                ("pubDate", "1700000000"),
                ("content", "<p>It <a href='b'>stopped</a>.</p>"),
                ("unread", "0"),
                ("flags", "Ks"),
                ("deleted", "0"),
                ("base", "https://gull.example/news/"),
                ("enclosure_url", "https://gull.example/talk.mp3?a=1&b=2"),
                ("enclosure_type", "audio/mpeg"),
            ]))
            .unwrap();
        let record = entry.into_record().unwrap();
        let (meta, state) = (&record.article.meta, &record.state);
        assert_eq!(meta.url.as_deref(), Some("https://gull.example/a"));
        assert_eq!(meta.title.as_str(), "Q&A: ferry stops");
        assert_eq!(meta.byline, [Clean::line("Ann Lee")]);
        assert_eq!(meta.site.as_deref(), Some("Gull Post"));
        assert_eq!(meta.published.as_deref(), Some("2023-11-14T22:13:20Z"));
        assert_eq!(state.tags, [Clean::line("flag-K")]);
        assert!(state.read && state.starred && !state.archived);
        assert_eq!(
            record.article.body.text(),
            "Q&A: ferry stops\n\nIt stopped.\n\ntalk.mp3?a=1&b=2 (audio/mpeg)"
        );
        let links = format!("{:?}", record.article.body.blocks());
        assert!(links.contains("https://gull.example/news/b"), "{links}");
        let report = newsboat.report();
        assert_eq!((report.articles, report.bare, report.feeds), (1, 0, 1));
    }

    #[test]
    fn what_was_thrown_away_or_says_nothing_is_left_out() {
        let mut newsboat = newsboat();
        let deleted = row(&[
            ("url", "https://gull.example/a"),
            ("content", "x"),
            ("deleted", "1"),
        ]);
        assert_eq!(newsboat.item(&deleted), None);
        assert_eq!(newsboat.item(&row(&[("title", "Words")])), None);
        let bare = newsboat
            .item(&row(&[
                ("guid", "https://gull.example/b"),
                ("unread", "1"),
                ("enclosure_url", "https://gull.example/talk.mp3"),
            ]))
            .unwrap();
        let record = bare.into_record().unwrap();
        assert!(!record.state.read);
        assert_eq!(record.state.tags, [Clean::line(INCOMPLETE)]);
        let report = newsboat.report();
        assert_eq!((report.deleted, report.left_out), (1, 1));
        assert_eq!((report.articles, report.bare), (1, 1));
    }

    #[test]
    fn plain_text_stays_plain() {
        let entry = newsboat().item(&row(&[
            ("content", "One <b> & two.\n\nThree."),
            ("content_mime_type", "text/plain"),
        ]));
        let record = entry.unwrap().into_record().unwrap();
        assert_eq!(record.article.body.text(), "One <b> & two.\n\nThree.");
    }
}
