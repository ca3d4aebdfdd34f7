//! Addresses and feeds, against a server in this process: what is asked, what comes in, what stays away.

use std::sync::atomic::AtomicBool;

use pullquote::app::{Effect, Msg, Reply};
use pullquote::article::{
    Anchor, Change, Clean, Edit, Health, Highlight, Hue, Piece, Query, Shelf, Span, Subscription,
    Version,
};
use pullquote::fetch::{Limits, Reach, Web};
use pullquote::import::Extent;
use pullquote::library::Library;
use pullquote::library::gather::{self, Added, Fetched, Trip, Which};
use rstest::rstest;

use crate::harness::Harness;
use crate::server::{Page, Server};

const WORDS: &str = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said, and nobody knows when it will sail again.";

fn rss(items: &str) -> Page {
    Page::new(
        "application/rss+xml",
        format!(
            "<rss version='2.0'><channel><title>Gull Post</title><link>{{base}}/</link>{items}</channel></rss>"
        ),
    )
}

fn item(number: u32, text: &str) -> String {
    format!(
        "<item><guid isPermaLink='false'>{number}</guid><title>Story {number}</title><link>{{base}}/{number}</link><description>{text}</description></item>"
    )
}

/// A library and a way to the server, at a time of the test's own.
struct Desk {
    library: Library,
    server: Server,
    now: &'static str,
}

impl Desk {
    fn new() -> Self {
        Self {
            library: Library::open_in_memory().unwrap(),
            server: Server::start(),
            now: "2026-11-26T10:00:00Z",
        }
    }

    fn trip<T>(&mut self, go: impl FnOnce(&mut Library, &Trip<'_>) -> T) -> T {
        let web = Web::new(Reach::Anywhere, Limits::default());
        let (now, stop) = (Clean::line(self.now), AtomicBool::new(false));
        let trip = Trip {
            web: &web,
            now: &now,
            stop: &stop,
            extent: Extent::Article,
        };
        go(&mut self.library, &trip)
    }

    fn add(&mut self, path: &str, is_full: bool) -> Result<Added, String> {
        let url = self.server.url(path);
        self.trip(|library, trip| gather::add(library, &url, None, is_full, trip).unwrap())
    }

    fn fetch(&mut self) -> Fetched {
        self.trip(|library, trip| gather::fetch(library, &Which::Due, trip, &mut |_| {}).unwrap())
    }

    fn feed(&self) -> Subscription {
        self.library.feeds().unwrap().remove(0)
    }

    /// The articles on all shelves: titles and texts, first imported first.
    fn articles(&self) -> Vec<String> {
        let query = Query {
            shelf: Shelf::All,
            ..Query::default()
        };
        let mut all = Vec::new();
        self.library
            .each_record(&query, &mut |record| {
                all.push(record.article.body.text().to_owned());
                true
            })
            .unwrap();
        all
    }

    fn id(&self, title: &str) -> pullquote::article::ArticleId {
        let query = Query {
            shelf: Shelf::All,
            ..Query::default()
        };
        let ids = self.library.order(&query, None).unwrap();
        let all = self.library.summaries(&ids).unwrap();
        all.iter()
            .find(|summary| summary.label.contains(title))
            .unwrap()
            .id
    }
}

#[test]
fn a_feed_is_followed_and_asked_for_what_changed() {
    let mut desk = Desk::new();
    let page = rss(&(item(1, "One.") + &item(2, "Two."))).named("a");
    desk.server.put("/feed", page);
    let added = desk.add("/feed", false).unwrap();
    assert!(added.is_new && added.title.as_str() == "Gull Post");
    assert_eq!(added.fetched.added, 2);
    assert_eq!(desk.articles(), ["Story 1\n\nOne.", "Story 2\n\nTwo."]);
    let again = desk.fetch();
    assert_eq!((again.asked, again.added, again.updated), (1, 0, 0));
    assert_eq!(desk.server.calls(), ["200 /feed", "304 /feed"]);
    desk.server.put(
        "/feed",
        rss(&(item(2, "Two.") + &item(3, "Three."))).named("b"),
    );
    assert_eq!(desk.fetch().added, 1);
    let feed = desk.feed();
    assert_eq!(
        (feed.items, feed.health.succeeded.as_deref()),
        (3, Some(desk.now))
    );
    // Without a name for it, the same bytes are not read again.
    desk.server.put("/feed", rss(&item(3, "Three.")));
    desk.fetch();
    assert_eq!(desk.fetch().updated, 0);
}

#[test]
fn what_was_thrown_away_stays_away() {
    let mut desk = Desk::new();
    desk.server
        .put("/feed", rss(&(item(1, "One.") + &item(2, "Two."))));
    desk.add("/feed", false).unwrap();
    let day = Change::Deleted(Some(Clean::line("2026-11-26")));
    let id = desk.id("Story 1");
    desk.library.change(id, &day).unwrap();
    desk.server
        .put("/feed", rss(&(item(1, "One, edited.") + &item(2, "Two."))));
    assert_eq!(desk.fetch().updated, 0);
    assert_eq!(desk.articles(), ["Story 2\n\nTwo."]);
    desk.library.empty_trash(None).unwrap();
    desk.server.put(
        "/feed",
        rss(&(item(1, "One, edited again.") + &item(2, "Two."))),
    );
    desk.fetch();
    assert_eq!(desk.articles(), ["Story 2\n\nTwo."]);
    // Also when the feed is followed anew.
    let feed = desk.feed();
    desk.library.unfollow(feed.id).unwrap();
    assert!(desk.library.feeds().unwrap().is_empty());
    let added = desk.add("/feed", false).unwrap();
    assert_eq!(
        (added.id, added.is_new, added.fetched.added),
        (feed.id, true, 0)
    );
    assert_eq!(desk.articles(), ["Story 2\n\nTwo."]);
}

#[test]
fn an_edit_takes_the_place_of_the_text_and_highlights_move_along() {
    let mut desk = Desk::new();
    let long = format!("{WORDS} It was a hard day for all.");
    desk.server.put("/feed", rss(&item(1, &long)));
    desk.add("/feed", false).unwrap();
    let id = desk.id("Story 1");
    let reading = desk.library.open_article(id).unwrap().unwrap();
    let text = reading.article.body.text();
    for words in ["nobody knows when it will sail again", "a hard day for all"] {
        let start = text.find(words).unwrap();
        let span = Span::new(start, start + words.len());
        let highlight = Highlight {
            anchor: Anchor::of(text, span).unwrap(),
            hue: Hue::Blue,
            note: Clean::default(),
            made: Clean::line(desk.now),
        };
        desk.library
            .change(id, &Change::Highlight(highlight))
            .unwrap();
    }
    desk.server.put(
        "/feed",
        rss(&item(1, &format!("Correction below. {WORDS}"))),
    );
    assert_eq!(desk.fetch().updated, 1);
    assert_eq!(desk.id("Story 1"), id);
    let reading = desk.library.open_article(id).unwrap().unwrap();
    let text = reading.article.body.text();
    assert!(text.contains("Correction below.") && !text.contains("hard day"));
    let found = pullquote::article::placed(text, &reading.state.highlights);
    let words: Vec<_> = found
        .into_iter()
        .map(|span| span.map(|span| &text[span.start..span.end]))
        .collect();
    assert_eq!(words, [Some("nobody knows when it will sail again"), None]);
    let earlier = desk.library.versions(id).unwrap();
    assert_eq!((earlier.len(), earlier[0].until.as_str()), (1, desk.now));
    let before = desk.library.version(id, 1).unwrap().unwrap();
    assert!(before.body.text().ends_with("hard day for all."));
    let (_, edits) = desk.library.edits(id, None).unwrap().unwrap();
    let [Edit::Kept(1), Edit::Altered(pieces)] = &edits[..] else {
        panic!("{edits:?}");
    };
    assert_eq!(pieces[0], Piece::New("Correction below.".to_owned()));
    let day = Change::Deleted(Some(Clean::line("2026-11-26")));
    desk.library.change(id, &day).unwrap();
    assert!(desk.library.versions(id).unwrap().is_empty());
    assert!(desk.library.edits(id, Some(1)).unwrap().is_none());
}

#[test]
fn what_came_from_elsewhere_is_not_the_feeds_to_change() {
    let mut desk = Desk::new();
    let page =
        format!("<html><title>By hand</title><article><h1>By hand</h1><p>{WORDS}</p></article>");
    desk.server.put("/1", Page::new("text/html", page));
    let url = desk.server.url("/1");
    desk.trip(|library, trip| gather::visit(library, &[url], trip, &mut |_| {}).unwrap());
    desk.server.put("/feed", rss(&item(1, "Less.")));
    let added = desk.add("/feed", false).unwrap();
    assert_eq!((added.fetched.added, added.fetched.updated), (0, 0));
    desk.server.put("/feed", rss(&item(1, "Less again.")));
    desk.fetch();
    assert_eq!(desk.articles(), [format!("By hand\n\n{WORDS}")]);
}

#[test]
fn an_item_without_an_address_is_the_same_one_when_it_is_edited() {
    let mut desk = Desk::new();
    let item = |text: &str| {
        format!("<item><guid>x</guid><title>Note</title><description>{text}</description></item>")
    };
    desk.server.put("/feed", rss(&item("One.")));
    desk.add("/feed", false).unwrap();
    let id = desk.id("Note");
    desk.server.put("/feed", rss(&item("Two.")));
    assert_eq!(desk.fetch().updated, 1);
    assert_eq!(
        (desk.id("Note"), desk.articles()),
        (id, vec!["Note\n\nTwo.".to_owned()])
    );
}

#[test]
fn pages_of_items_are_fetched_where_that_was_asked_for() {
    let mut desk = Desk::new();
    let long = format!(
        "<html lang=en><title>Story 1</title><article><h1>Story 1</h1><p>{WORDS}</p><p>{WORDS} Twice.</p></article>"
    );
    desk.server
        .put("/1", Page::new("text/html; charset=utf-8", long));
    desk.server.put(
        "/feed",
        rss(&(item(1, "Beginning …") + &item(2, "Only this."))).named("a"),
    );
    let added = desk.add("/feed", true).unwrap();
    assert_eq!((added.fetched.added, added.fetched.pages_missed), (2, 1));
    let mut articles = desk.articles();
    articles.sort();
    assert!(articles[0].ends_with("again. Twice."), "{articles:?}");
    assert_eq!(articles[1], "Story 2\n\nOnly this.");
    let mut calls = desk.server.calls();
    calls.sort();
    assert_eq!(calls, ["200 /1", "200 /feed", "404 /2"]);
    // What is known is not fetched again.
    desk.fetch();
    assert_eq!(desk.server.calls(), ["304 /feed"]);
}

#[test]
fn a_page_that_cannot_be_had_just_now_is_asked_for_again() {
    let mut desk = Desk::new();
    let items: String = (1..=9).map(|number| item(number, "Beginning …")).collect();
    desk.server.put("/feed", rss(&items).named("a"));
    for number in 1..=9 {
        desk.server
            .put(&format!("/{number}"), Page::status("429 Slow", ""));
    }
    let added = desk.add("/feed", true).unwrap();
    assert_eq!((added.fetched.added, added.fetched.pages_missed), (9, 9));
    // A server that asks to be left alone is not asked for the others.
    let calls = desk.server.calls();
    assert!(calls.len() <= 4, "{calls:?}");
    for number in 1..=9 {
        let page = format!(
            "<html lang=en><title>Story</title><article><p>{WORDS}</p><p>{WORDS} {number}."
        );
        desk.server
            .put(&format!("/{number}"), Page::new("text/html", page));
    }
    desk.server.calls();
    let again = desk.fetch();
    assert_eq!((again.added, again.updated, again.pages_missed), (0, 9, 0));
    assert!(desk.articles().iter().all(|text| text.contains(WORDS)));
    desk.server.calls();
    desk.fetch();
    assert_eq!(desk.server.calls(), ["304 /feed"]);
}

#[test]
fn a_page_names_its_feed() {
    let mut desk = Desk::new();
    let head = "<html><link rel=alternate type=application/rss+xml href=/feed><link rel=alternate type=application/atom+xml href=/comments><p>Words";
    desk.server.put("/", Page::new("text/html", head));
    desk.server.put("/feed", rss(&item(1, "One.")));
    desk.server
        .put("/none", Page::new("text/html", "<html><p>Words"));
    let added = desk.add("/", false).unwrap();
    assert_eq!(added.url.as_str(), desk.server.url("/feed"));
    assert_eq!(added.others, [Clean::line(&desk.server.url("/comments"))]);
    let refused = desk.add("/none", false).unwrap_err();
    assert_eq!(
        refused,
        "it is not a feed (RSS, Atom or JSON Feed), and names none"
    );
    assert_eq!(desk.library.feeds().unwrap().len(), 1);
}

#[test]
fn a_feed_that_fails_is_left_alone_for_a_while() {
    let mut desk = Desk::new();
    desk.server.put("/feed", rss(&item(1, "One.")));
    desk.add("/feed", false).unwrap();
    desk.server
        .put("/feed", Page::status("503 Busy", "Retry-After: 7200\r\n"));
    let failed = desk.fetch();
    assert_eq!(
        (failed.asked, failed.feeds_failed, failed.failed.len()),
        (1, 1, 1)
    );
    let health = desk.feed().health;
    assert_eq!(health.next.as_deref(), Some("2026-11-26T12:00:00Z"));
    assert_eq!(
        health.problem.as_deref(),
        Some("the server asks to come again later")
    );
    desk.server.calls();
    let left = desk.fetch();
    assert_eq!((left.asked, left.resting), (0, 1));
    assert!(desk.server.calls().is_empty());
    desk.now = "2026-11-26T12:00:00Z";
    desk.server.put("/feed", Page::new("text/xml", "no feed"));
    desk.fetch();
    assert_eq!(desk.feed().health.failures, 2);
    desk.now = "2026-11-27T12:00:00Z";
    desk.server.put("/feed", rss(&item(2, "Two.")));
    assert_eq!(desk.fetch().added, 1);
    let Health {
        failures,
        problem,
        next,
        ..
    } = desk.feed().health;
    assert_eq!((failures, problem, next), (0, None, None));
}

#[test]
fn a_feed_that_has_moved_for_good_is_asked_there_and_keeps_its_items() {
    let mut desk = Desk::new();
    desk.server.put("/feed", rss(&item(1, "One.")));
    desk.add("/feed", false).unwrap();
    desk.server
        .put("/feed", Page::status("301 Moved", "Location: /new\r\n"));
    desk.server.put("/new", rss(&item(1, "One, edited.")));
    assert_eq!(desk.fetch().updated, 1);
    assert_eq!(desk.feed().url.as_str(), desk.server.url("/new"));
    desk.server.put("/new", rss(&item(1, "One, edited twice.")));
    assert_eq!(desk.fetch().updated, 1);
}

#[test]
fn a_feed_that_was_cut_off_is_asked_for_all_of_it_again() {
    let mut desk = Desk::new();
    let mut page = rss(&(item(1, "One.") + &item(2, "Two."))).named("a");
    let whole = page.body.clone();
    page.body.truncate(whole.len() - 50);
    desk.server.put("/feed", page.clone());
    assert_eq!(desk.add("/feed", false).unwrap().fetched.added, 1);
    page.body = whole;
    desk.server.put("/feed", page);
    assert_eq!(desk.fetch().added, 1);
    assert_eq!(desk.articles().len(), 2);
}

#[rstest]
#[case::fifty(50)]
fn many_feeds_are_asked_in_one_go(#[case] count: usize) {
    let mut desk = Desk::new();
    for number in 0..count {
        let path = format!("/feed{number}");
        let item =
            format!("<item><title>Story of {number}</title><link>{{base}}/{number}</link></item>");
        desk.server.put(&path, rss(&item));
        let feed = pullquote::import::feed::Outline {
            url: desk.server.url(&path),
            ..Default::default()
        };
        desk.library.follow(&feed, false, desk.now).unwrap();
    }
    let mut heard = Vec::new();
    let fetched = desk.trip(|library, trip| {
        gather::fetch(library, &Which::Due, trip, &mut |asking| {
            heard.push((asking.done, asking.total))
        })
        .unwrap()
    });
    assert_eq!(
        (fetched.asked, fetched.added, fetched.interrupted),
        (count, count, false)
    );
    assert_eq!(
        heard,
        (1..=count).map(|done| (done, count)).collect::<Vec<_>>()
    );
}

fn followed(url: &str, title: &str, folder: Option<&str>, health: Health) -> Subscription {
    Subscription {
        id: pullquote::article::FeedId(1),
        url: Clean::line(url),
        title: Clean::line(title),
        site: None,
        folder: folder.map(Clean::line),
        is_full: folder.is_some(),
        health,
        items: 12,
    }
}

#[test]
fn the_reader_asks_and_shows_the_feeds() {
    let mut harness = Harness::new(100, 20, &["# Ferry\n\nWords."]).keys("gf");
    assert_eq!(harness.wishes, [Effect::Fetch]);
    harness.send(Msg::Reply(Reply::Importing(
        "Fetching: 1 of 2 feeds, 3 new · Esc stops".to_owned(),
    )));
    assert!(harness.screen().contains("1 of 2 feeds"));
    // Esc stops it.
    let mut harness = harness.keys("<Esc>");
    assert_eq!(harness.wishes, [Effect::Fetch, Effect::StopImport]);
    harness.send(Msg::Reply(Reply::Imported {
        summary: "3 new, 0 updated, 1 failed (https://gull.example/feed: it took too long)."
            .to_owned(),
        clean: false,
    }));
    assert!(harness.screen().contains("it took too long"));
    harness = harness.keys("gF");
    assert!(harness.screen().contains("No feed is followed yet"));
    let ill = Health {
        problem: Some(Clean::line("it took too long")),
        failures: 2,
        next: Some(Clean::line("2026-11-26T10:30:00Z")),
        ..Health::default()
    };
    let well = Health {
        succeeded: Some(Clean::line("2026-11-25T10:00:00Z")),
        ..Health::default()
    };
    harness.send(Msg::Reply(Reply::Feeds(vec![
        followed("https://tern.example/feed", "", None, well),
        followed("https://gull.example/feed", "Gull Post", Some("Coast"), ill),
    ])));
    insta::assert_snapshot!("feeds", harness.screen());
    for (columns, rows) in [(80, 24), (40, 12), (1, 1)] {
        harness = harness.resize(columns, rows);
        harness.screen();
    }
}

#[test]
fn the_reader_shows_what_an_edit_did() {
    let mut harness = Harness::new(100, 12, &["# Ferry\n\nWords."]).keys("gd");
    assert!(harness.screen().contains("no earlier text"));
    let edits = vec![
        Edit::Kept(3),
        Edit::Altered(vec![
            Piece::Kept("It sails at".to_owned()),
            Piece::Gone("ten.".to_owned()),
            Piece::New("\u{1b}[31mnoon.".to_owned()),
        ]),
    ];
    let version = Version {
        number: 1,
        until: Clean::line("2026-11-26T10:00:00Z"),
        source: Clean::line("https://gull.example/feed"),
        characters: 20,
    };
    harness.send(Msg::Reply(Reply::Edits(Some((version, edits)))));
    insta::assert_snapshot!("edits", harness.screen());
}

#[test]
fn newsboats_key_asks_the_feeds() {
    let settings = pullquote::config::Settings {
        preset: pullquote::config::Preset::Newsboat,
        ..Default::default()
    };
    let harness = Harness::with_settings(100, 20, &["# Ferry\n\nWords."], settings).keys("R");
    assert_eq!(harness.wishes, [Effect::Fetch]);
}
