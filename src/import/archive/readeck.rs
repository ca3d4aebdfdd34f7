//! Readeck: what `readeck export` writes, with texts, labels, states and annotations; and the Markdown that its pages give
//! out in a zip. Its books (EPUB) are books like any other.

use std::collections::VecDeque;

use serde_json::{Map, Value};

use crate::article::{Clean, Hue};
use crate::import::archive::entry::{Content, Entry};
use crate::import::archive::json::{self, Object};
use crate::import::archive::{Report, when};
use crate::import::container::Piece;
use crate::import::pack::{Pack, broken};
use crate::import::{ImportError, LARGEST, dates, decode, front, language};

/// Most bytes of what is known about a bookmark: its text for searching is in it, too.
const LONGEST_INFO: u64 = LARGEST;
/// How much of an article has to be read for it to count as read, in percent.
const READ: f64 = 95.0;
/// Most lines of front matter.
const MOST_LINES: usize = 64;

/// A bookmark's place in an archive: the name of the part that tells about it.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// "bookmarks/UID/info.json".
    Info(String),
    /// "DATE-readeck-bookmarks/DATE-SITE-UID/index.md".
    Markdown(String),
}

impl Place {
    fn of(name: &str) -> Option<Self> {
        let mut parts = name.split('/');
        let (folder, bookmark, file) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || bookmark.is_empty() {
            return None;
        }
        match file {
            "info.json" if folder == "bookmarks" => Some(Self::Info(name.to_owned())),
            "index.md" if folder.ends_with("-readeck-bookmarks") => {
                Some(Self::Markdown(name.to_owned()))
            }
            _ => None,
        }
    }
}

/// Whether an archive is Readeck's.
pub(in crate::import) fn is_readeck(pack: &Pack<'_>) -> bool {
    pack.names().any(|name| Place::of(name).is_some())
}

/// Returns what is in an archive of Readeck's.
pub(in crate::import) fn pieces(mut pack: Pack<'_>) -> impl Iterator<Item = Piece> + use<'_> {
    let mut places: Vec<Place> = pack.names().filter_map(Place::of).collect();
    places.sort();
    let mut places = VecDeque::from(places);
    let mut report = Some(Report {
        program: "Readeck",
        ..Report::default()
    });
    std::iter::from_fn(move || {
        loop {
            let Some(place) = places.pop_front() else {
                return report.take().map(Piece::Report);
            };
            let (Place::Info(name) | Place::Markdown(name)) = &place;
            let entry = match &place {
                Place::Info(name) => bookmark(name, &mut pack),
                Place::Markdown(name) => markdown(name, &mut pack),
            };
            match entry {
                Ok(entry) if report.as_mut()?.count(&entry) => {
                    return Some(Piece::Entry(Box::new(entry)));
                }
                Ok(_) => {}
                Err(error) => {
                    let what = Clean::line(name);
                    return Some(Piece::Refused { what, error });
                }
            }
        }
    })
}

fn bookmark(name: &str, pack: &mut Pack<'_>) -> Result<Entry, ImportError> {
    let bytes = pack.read(name, LONGEST_INFO)?.unwrap_or_default();
    let said: Object = serde_json::from_slice(&bytes).map_err(|error| broken(&error))?;
    let said = folded(&said);
    let is_archived = json::flag(&said, "isarchived");
    let progress: f64 = json::text(&said, "readprogress").parse().unwrap_or(0.0);
    let site = Clean::line(&json::text(&said, "sitename"));
    let mut entry = Entry {
        added: when::moment(&json::text(&said, "created")),
        published: dates::published(&json::text(&said, "published")),
        lang: language::declared(&json::text(&said, "lang")),
        byline: json::texts(&said, "authors")
            .map(Clean::line)
            .filter(|name| !name.is_empty())
            .collect(),
        site: (!site.is_empty()).then_some(site),
        excerpt: json::text(&said, "description"),
        is_archived,
        is_read: is_archived || progress >= READ,
        is_starred: json::flag(&said, "ismarked"),
        ..Entry::at(&json::text(&said, "url"))
    };
    entry.set_title(&json::text(&said, "title"));
    entry.tag(json::texts(&said, "labels"));
    for annotation in json::objects(&said, "annotations") {
        let color = json::text(annotation, "color");
        entry.mark_in(
            Hue::from_name(&color).unwrap_or_default(),
            &json::text(annotation, "text"),
            &json::text(annotation, "note"),
            when::moment(&json::text(annotation, "created")),
        );
    }
    let file = said
        .get("files")
        .and_then(|files| files.get("article")?.get("name")?.as_str());
    if let (Some(file), Some(folder)) = (file, name.strip_suffix("info.json")) {
        let page = pack.read(&format!("{folder}container/{file}"), LARGEST)?;
        let page = page.map(|page| decode::page(&page).into_owned());
        entry.content = Content::Html(page.unwrap_or_default());
    }
    Ok(entry)
}

/// Returns an object whose names are written as no version writes them, but all versions can be read by.
fn folded(object: &Object) -> Object {
    let fields = object.iter();
    fields
        .map(|(name, value)| (name.to_ascii_lowercase().replace('_', ""), value.clone()))
        .collect()
}

fn markdown(name: &str, pack: &mut Pack<'_>) -> Result<Entry, ImportError> {
    let bytes = pack.read(name, LARGEST)?.unwrap_or_default();
    let text = decode::text(&bytes).replace("\r\n", "\n");
    let (said, below) = on_top(&text);
    let meta = front::meta(&said);
    let mut entry = Entry {
        title: meta.title,
        url: meta.url,
        byline: meta.byline,
        published: meta.published,
        added: when::moment(&json::text(&said, "saved")),
        ..Entry::default()
    };
    entry.tag(json::texts(&said, "tag"));
    entry.content = Content::Markdown(unmarked(below, &mut entry));
    Ok(entry)
}

/// Returns what stands on top of a Markdown file, and what is below it. The lines look like YAML but are not: a title is not
/// quoted, whatever is in it, and a list is JSON. The site is only a host.
fn on_top(text: &str) -> (Object, &str) {
    let Some(mut rest) = text.strip_prefix("---\n") else {
        return (Map::new(), text);
    };
    let mut said = Map::new();
    for _ in 0..MOST_LINES {
        let Some((line, tail)) = rest.split_once('\n') else {
            break;
        };
        rest = tail;
        if line == "---" {
            return (said, rest);
        }
        if let Some((name, value)) = line.split_once(": ").filter(|(name, _)| *name != "website") {
            let list = serde_json::from_str::<Vec<Value>>(value).ok();
            let value = list.map_or_else(|| Value::from(value), Value::from);
            said.entry(name.to_owned()).or_insert(value);
        }
    }
    (Map::new(), text)
}

/// Returns a text without the signs around words that the reader marked (`==`), and takes those words over.
fn unmarked(text: &str, entry: &mut Entry) -> String {
    let mut out = String::with_capacity(text.len());
    for (number, paragraph) in text.split("\n\n").enumerate() {
        if number > 0 {
            out.push_str("\n\n");
        }
        let mut rest = paragraph;
        while let Some((before, tail)) = rest.split_once("==")
            && let Some((words, tail)) = tail.split_once("==")
            && words.trim() == words
            && !words.is_empty()
        {
            out.push_str(before);
            out.push_str(words);
            entry.mark(&words.replace(['*', '`'], ""), "", None);
            rest = tail;
        }
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::container::tests::pieces;

    const INFO: &[u8] = br#"{"ID": 3, "UID": "abc", "URL": "https://gull.example/ferry", "Title": "Ferry stops", "SiteName": "Gull Post",
        "Created": "2024-03-01T10:20:30.5+01:00", "Published": "2024-02-29T00:00:00Z", "Authors": ["Ann Lee"], "Lang": "en-GB",
        "Files": {"article": {"name": "index.html", "type": "text/html"}, "icon": {"name": "img/icon.png"}}, "Labels": ["boats"],
        "ReadProgress": 100, "IsArchived": false, "IsMarked": true, "Annotations": [
          {"id": "x", "color": "red", "created": "2024-03-02T00:00:00Z", "text": "stopped on Tuesday", "note": "Why?"}, {"text": ""}]}"#;
    const LATER: &[u8] = br#"{"url": "https://gull.example/bread", "title": "Bread", "description": "It rose.", "is_archived": true,
        "files": {"article": {"name": "../../abc/container/index.html"}}}"#;
    const PAGE: &[u8] = b"<html><head><title>x</title></head><body><section><p>The ferry stopped on Tuesday.</p></section></body></html>";
    const MARKDOWN: &[u8] = b"---\ntitle: Trams: \"why\" [not]\nsaved: 2024-03-01\npublished: 2024-02-28\nwebsite: gull.example\n\
        source: https://gull.example/tram\nauthors: [\"Bo: Lind\"]\ntag: [\"rails\",\"city\"]\n---\n# Trams: \"why\" [not]\n\n\
        The tram ==stops **here** too==, they say; a == b.\n\nAnd goes.\n";

    #[test]
    fn bookmarks_come_with_texts_and_annotations() {
        let all = pieces(&[
            ("bookmarks/abc/container/index.html", PAGE),
            ("bookmarks/abc/info.json", INFO),
            ("bookmarks/later/info.json", LATER),
            ("bookmarks/none/info.json", b"{\"Title\": \"x\"}"),
            ("bookmarks/odd/info.json", b"["),
            ("data.json", b"{\"Users\": []}"),
        ]);
        let [
            Piece::Entry(ferry),
            Piece::Entry(bread),
            Piece::Refused { what, .. },
            Piece::Report(report),
        ] = <[Piece; 4]>::try_from(all).unwrap()
        else {
            panic!("other pieces");
        };
        let record = ferry.into_record().unwrap();
        let (meta, state) = (&record.article.meta, &record.state);
        assert_eq!(
            record.article.body.text(),
            "Ferry stops\n\nThe ferry stopped on Tuesday."
        );
        assert_eq!(meta.site.as_deref(), Some("Gull Post"));
        assert_eq!(meta.byline, [Clean::line("Ann Lee")]);
        assert_eq!(meta.lang.as_deref(), Some("en"));
        assert_eq!(record.provenance.imported.as_str(), "2024-03-01T09:20:30Z");
        assert!(state.read && state.starred && !state.archived);
        assert_eq!(state.tags, [Clean::line("boats")]);
        let highlight = &state.highlights[0];
        assert_eq!(
            (
                highlight.hue,
                highlight.note.as_str(),
                highlight.made.as_str()
            ),
            (Hue::Red, "Why?", "2024-03-02T00:00:00Z")
        );
        assert!(bread.is_bare());
        assert!(bread.into_record().unwrap().state.archived);
        assert_eq!(what.as_str(), "bookmarks/odd/info.json");
        let counted = (report.articles, report.bare, report.highlights);
        assert_eq!((counted, report.left_out), ((2, 1, 1), 1));
    }

    #[test]
    fn markdown_comes_with_what_stands_on_top() {
        let all = pieces(&[(
            "2024-03-03-readeck-bookmarks/2024-03-01-gull-example-x/index.md",
            MARKDOWN,
        )]);
        let [Piece::Entry(entry), Piece::Report(report)] = <[Piece; 2]>::try_from(all).unwrap()
        else {
            panic!("other pieces");
        };
        let record = entry.into_record().unwrap();
        let (meta, state) = (&record.article.meta, &record.state);
        assert_eq!(meta.title.as_str(), "Trams: \"why\" [not]");
        assert_eq!(meta.url.as_deref(), Some("https://gull.example/tram"));
        assert_eq!(meta.byline, [Clean::line("Bo: Lind")]);
        assert_eq!(meta.published.as_deref(), Some("2024-02-28"));
        assert_eq!(record.provenance.imported.as_str(), "2024-03-01T00:00:00Z");
        assert_eq!(state.tags, [Clean::line("city"), Clean::line("rails")]);
        let text = record.article.body.text();
        assert!(text.contains("The tram stops here too, they say; a == b."));
        assert!(state.highlights[0].anchor.find(text).is_ok());
        assert_eq!(report.highlights, 1);
    }

    proptest::proptest! {
        #[test]
        fn any_markdown_is_read(text in "(\\PC|[=*:\n -]|==|---\n|title: |\n\n){0,60}") {
            let (_, below) = on_top(&text);
            unmarked(below, &mut Entry::default());
        }
    }
}
