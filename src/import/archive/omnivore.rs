//! Omnivore: the zip that it gave out, with texts, labels, states, highlights and notes.

use std::collections::VecDeque;

use serde_json::Value;

use crate::article::Clean;
use crate::import::archive::entry::{Content, Entry};
use crate::import::archive::json::{self, Object};
use crate::import::archive::{Report, when};
use crate::import::container::Piece;
use crate::import::pack::{Pack, broken};
use crate::import::{LARGEST, byline, dates, decode};

/// Most bytes of a list of articles; each has twenty.
const LONGEST_LIST: u64 = 16 << 20;
/// Most bytes of the highlights of an article.
const LONGEST_MARKS: u64 = 4 << 20;
/// How much of an article has to be read for it to count as read, in percent.
const READ: f64 = 95.0;

/// Whether an archive is Omnivore's.
pub(in crate::import) fn is_omnivore(pack: &Pack<'_>) -> bool {
    pack.names().any(|name| first_of(name).is_some())
}

/// Returns the number of the first article of a list, by the list's name: `metadata_20_to_40.json`.
fn first_of(name: &str) -> Option<u64> {
    let range = name.strip_prefix("metadata_")?.strip_suffix(".json")?;
    let (first, last) = range.split_once("_to_")?;
    last.parse::<u64>().ok()?;
    first.parse().ok()
}

/// Returns what is in an archive of Omnivore's.
pub(in crate::import) fn pieces(pack: Pack<'_>) -> impl Iterator<Item = Piece> + use<'_> {
    let mut lists: Vec<(u64, String)> = pack
        .names()
        .filter_map(|name| Some((first_of(name)?, name.to_owned())))
        .collect();
    lists.sort();
    Omnivore {
        pack,
        lists: lists.into_iter().map(|(_, name)| name).collect(),
        objects: Vec::new().into_iter(),
        report: Some(Report {
            program: "Omnivore",
            ..Report::default()
        }),
    }
}

struct Omnivore<'a> {
    pack: Pack<'a>,
    lists: VecDeque<String>,
    /// What is left of the list at hand.
    objects: std::vec::IntoIter<Value>,
    report: Option<Report>,
}

impl Iterator for Omnivore<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let report = self.report.as_mut()?;
            match self.objects.next() {
                Some(Value::Object(object)) => {
                    let state = json::text(&object, "state");
                    if state.eq_ignore_ascii_case("deleted") {
                        report.deleted += 1;
                        continue;
                    }
                    match entry(&object, &mut self.pack) {
                        Ok(entry) if report.count(&entry) => {
                            return Some(Piece::Entry(Box::new(entry)));
                        }
                        Ok(_) => {}
                        Err(piece) => return Some(piece),
                    }
                }
                Some(_) => report.left_out += 1,
                None => match self.lists.pop_front() {
                    Some(list) => match self.list(&list) {
                        Ok(objects) => self.objects = objects.into_iter(),
                        Err(piece) => return Some(piece),
                    },
                    None => return self.report.take().map(Piece::Report),
                },
            }
        }
    }
}

impl Omnivore<'_> {
    fn list(&mut self, name: &str) -> Result<Vec<Value>, Piece> {
        let bytes = self.pack.read(name, LONGEST_LIST);
        let objects = bytes.and_then(|bytes| {
            serde_json::from_slice(&bytes.unwrap_or_default()).map_err(|error| broken(&error))
        });
        objects.map_err(|error| Piece::Refused {
            what: Clean::line(name),
            error,
        })
    }
}

fn entry(object: &Object, pack: &mut Pack<'_>) -> Result<Entry, Piece> {
    let is_archived = json::text(object, "state").eq_ignore_ascii_case("archived");
    let progress: f64 = json::text(object, "readingProgress").parse().unwrap_or(0.0);
    let mut entry = Entry {
        added: when::moment(&json::text(object, "savedAt")),
        published: dates::published(&json::text(object, "publishedAt")),
        byline: byline::declared(&json::text(object, "author")),
        excerpt: json::text(object, "description"),
        is_archived,
        is_read: is_archived || progress >= READ,
        ..Entry::at(&json::text(object, "url"))
    };
    entry.set_title(&json::text(object, "title"));
    entry.tag(json::texts(object, "labels"));
    let labels: Vec<String> = json::objects(object, "labels")
        .map(|label| json::text(label, "name"))
        .collect();
    entry.tag(labels.iter().map(String::as_str));
    let slug = json::text(object, "slug");
    let mut part = |name: String, most: u64| {
        pack.read(&name, most).map_err(|error| Piece::Refused {
            what: Clean::line(&name),
            error,
        })
    };
    if let Some(page) = part(format!("content/{slug}.html"), LARGEST)? {
        entry.content = Content::Html(decode::page(&page).into_owned());
    }
    if let Some(marks) = part(format!("highlights/{slug}.md"), LONGEST_MARKS)? {
        highlights(&decode::text(&marks), &mut entry);
    }
    Ok(entry)
}

/// Takes highlights over: each is a quotation, with labels and a note below it; words before the first are a note on the
/// whole article.
fn highlights(text: &str, entry: &mut Entry) {
    let text = text.replace("\r\n", "\n");
    let mut open: Option<(String, String)> = None;
    for paragraph in text.split("\n\n") {
        let paragraph = paragraph.trim();
        if paragraph.starts_with('>') {
            if let Some((words, note)) = open.replace((quoted(paragraph), String::new())) {
                entry.mark(&words, &note, None);
            }
        } else if !paragraph.is_empty() {
            let note = match &mut open {
                Some((_, note)) => note,
                None => &mut entry.note,
            };
            if !note.is_empty() {
                note.push_str("\n\n");
            }
            note.push_str(paragraph);
        }
    }
    if let Some((words, note)) = open {
        entry.mark(&words, &note, None);
    }
}

/// Returns the words of a quotation; each line with a mark begins a paragraph.
fn quoted(paragraph: &str) -> String {
    let mut words = String::new();
    for line in paragraph.lines() {
        let (joint, line) = match line.strip_prefix('>') {
            Some(line) => ("\n\n", line),
            None => (" ", line),
        };
        let line = line.trim();
        if !words.is_empty() && !line.is_empty() {
            words.push_str(joint);
        }
        words.push_str(line);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::container::tests::pieces;
    use rstest::rstest;

    const FIRST: &[u8] = br#"[
      {"slug": "ferry", "title": "Ferry stops", "description": "A storm.", "author": "Ann Lee", "url": "https://gull.example/ferry?utm_source=x",
       "state": "Active", "readingProgress": 100, "labels": ["Boats", "Boats"], "savedAt": "2024-03-01T10:20:30.123Z", "publishedAt": "2024-02-29T00:00:00.000Z"},
      {"slug": "bread", "title": "Bread", "description": "It rose.", "url": "https://gull.example/bread", "state": "Archived", "labels": []},
      {"slug": "gone", "title": "Gone", "url": "https://gull.example/gone", "state": "DELETED"},
      {"slug": "none", "title": "No address", "url": "file:///x"}, 7]"#;
    const SECOND: &[u8] =
        br#"[{"slug": "../ferry", "title": "Tram", "url": "https://gull.example/tram", "labels": [{"name": "Rails"}]}]"#;
    const PAGE: &[u8] =
        b"<div class=\"page\"><p>The ferry stopped on Tuesday.</p><p>Nobody knows why.</p></div>";
    const MARKS: &[u8] = b"A note on all.\n\n> stopped on Tuesday.\n> Nobody knows \n\n#why #when\n\nAsk the harbour.\n\n> words that are gone ";

    #[test]
    fn articles_come_with_texts_and_highlights() {
        let all = pieces(&[
            ("metadata_20_to_21.json", SECOND),
            ("metadata_0_to_20.json", FIRST),
            ("content/ferry.html", PAGE),
            ("highlights/ferry.md", MARKS),
        ]);
        let [
            Piece::Entry(ferry),
            Piece::Entry(bread),
            Piece::Entry(tram),
            Piece::Report(report),
        ] = <[Piece; 4]>::try_from(all).unwrap()
        else {
            panic!("other pieces");
        };
        let ferry = ferry.into_record().unwrap();
        let (meta, state) = (&ferry.article.meta, &ferry.state);
        assert_eq!(meta.url.as_deref(), Some("https://gull.example/ferry"));
        assert_eq!(meta.published.as_deref(), Some("2024-02-29T00:00:00Z"));
        assert_eq!(ferry.provenance.imported.as_str(), "2024-03-01T10:20:30Z");
        assert_eq!(state.tags, [Clean::line("Boats")]);
        assert!(state.read && !state.archived);
        assert_eq!(
            ferry.article.body.text(),
            "Ferry stops\n\nThe ferry stopped on Tuesday.\n\nNobody knows why."
        );
        let marked: Vec<(&str, &str, bool)> = state
            .highlights
            .iter()
            .map(|it| {
                let is_there = it.anchor.find(ferry.article.body.text()).is_ok();
                (it.anchor.exact.as_str(), it.note.as_str(), is_there)
            })
            .collect();
        let expected = [
            ("Ferry stops", "A note on all.", true),
            (
                "stopped on Tuesday.\n\nNobody knows",
                "#why #when\n\nAsk the harbour.",
                true,
            ),
            ("words that are gone", "", false),
        ];
        assert_eq!(marked, expected);
        let bread = bread.into_record().unwrap();
        assert!(bread.state.read && bread.state.archived);
        assert!(bread.article.body.text().contains("It rose."));
        // A name never leads out of the place where it is looked for.
        assert!(tram.is_bare());
        assert_eq!(tram.into_record().unwrap().state.tags.len(), 2);
        let counted = (report.articles, report.bare, report.highlights);
        assert_eq!(counted, (3, 2, 3));
        assert_eq!((report.deleted, report.left_out), (1, 2));
    }

    #[test]
    fn a_list_that_is_damaged_costs_only_itself() {
        let all = pieces(&[
            ("metadata_0_to_20.json", b"[{"),
            ("metadata_20_to_21.json", SECOND),
        ]);
        assert!(matches!(
            all.as_slice(),
            [Piece::Refused { .. }, Piece::Entry(_), Piece::Report(_)]
        ));
    }

    #[rstest]
    #[case("metadata_0_to_20.json", Some(0))]
    #[case("x/metadata_0_to_20.json", None)]
    #[case("metadata_0_to_x.json", None)]
    #[case("metadata.json", None)]
    fn lists_are_known_by_name(#[case] name: &str, #[case] first: Option<u64>) {
        assert_eq!(first_of(name), first);
    }

    proptest::proptest! {
        #[test]
        fn any_highlights_are_read(text in "(\\PC|[>#\n ]|> |\n\n){0,60}") {
            let mut entry = Entry::default();
            highlights(&text, &mut entry);
        }
    }
}
