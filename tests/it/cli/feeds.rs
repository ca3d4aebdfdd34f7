//! Addresses and feeds on the command line: what is said, and how it ends.

use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use super::{Home, code, stderr, stdout};
use crate::server::{Page, Server};

const WORDS: &str = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said, and nobody knows when it will sail again.";

fn page(title: &str) -> Page {
    let html = format!(
        "<html lang=en><title>{title}</title><article><h1>{title}</h1><p>{WORDS}</p></article>"
    );
    Page::new("text/html; charset=utf-8", html)
}

fn rss(items: &str) -> Page {
    Page::new(
        "application/rss+xml",
        format!("<rss><channel><title>Gull Post</title>{items}</channel></rss>"),
    )
}

/// What was said, without what changes from run to run.
fn told(home: &Home, server: &Server, args: &[&str]) -> String {
    let story = home
        .story(args)
        .replace(&server.base, "http://gull.example");
    without_times(&story)
}

/// Returns a text with every day and time of day in it replaced.
fn without_times(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let shape: String = rest
            .chars()
            .take(20)
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        let length = match shape.as_str() {
            "0000-00-00T00:00:00Z" | "0000-00-00 00:00:00Z" => 20,
            shape if shape.starts_with("0000-00-00") => 10,
            _ => 0,
        };
        if length > 0 {
            out += "TIME";
        } else {
            out.push(first);
        }
        rest = &rest[length.max(first.len_utf8())..];
    }
    out
}

#[test]
fn pages_and_feeds_by_their_address() {
    let (home, server) = (Home::new(), Server::start());
    server.put("/ferry", page("Ferry stops").named("a"));
    server.put("/moved", Page::status("302 Found", "Location: /ferry\r\n"));
    server.put(
        "/feed",
        rss("<item><title>One & all</title><link>{base}/1</link></item>"),
    );
    let url = |path: &str| server.url(path);
    let import = |path: &str| told(&home, &server, &["import", "--allow-private", &url(path)]);
    let stories = [
        told(&home, &server, &["import", &url("/ferry")]),
        import("/ferry"),
        import("/ferry"),
        import("/moved"),
        import("/nothing"),
        import("/feed"),
        told(
            &home,
            &server,
            &[
                "import",
                "ftp://gull.example/a",
                "https://me:secret@gull.example/",
            ],
        ),
    ];
    insta::assert_snapshot!(stories.join("\n"));
    let calls = [
        "200 /ferry",
        "304 /ferry",
        "302 /moved",
        "200 /ferry",
        "404 /nothing",
        "200 /feed",
    ];
    assert_eq!(server.calls(), calls);
}

#[test]
fn feeds_are_followed_fetched_and_left() {
    let (home, server) = (Home::new(), Server::start());
    let item = |text: &str| {
        format!(
            "<item><guid isPermaLink='false'>1</guid><title>Story</title><description>{text}</description></item>"
        )
    };
    server.put("/feed", rss(&item("One.")));
    server.put("/", Page::new("text/html", "<html><p>Words"));
    let url = |path: &str| server.url(path);
    let say = |args: &[&str]| told(&home, &server, args);
    home.write("list.opml", "<opml><body><outline text='Coast'><outline text='Terns' xmlUrl='http://tern.example/feed'/></outline><outline xmlUrl='x'/></body></opml>");
    let mut stories = vec![
        say(&["feeds"]),
        say(&["fetch"]),
        say(&["feeds", "add", "--allow-private", &url("/feed"), "nonsense"]),
        say(&["feeds", "add", "--allow-private", &url("/")]),
        say(&["feeds", "add", &url("/feed")]),
    ];
    server.put("/feed", rss(&item("Two.")));
    stories.extend([
        say(&["fetch", "--allow-private"]),
        say(&["show", "1"]),
        say(&["show", "--earlier", "0", "1"]),
        say(&["show", "--earlier", "1", "1"]),
        say(&["show", "--earlier", "2", "1"]),
        say(&["show", "--edits", "1"]),
        say(&["show", "--edits", "--earlier", "2", "1"]),
    ]);
    server.put("/feed", Page::status("500 Fault", ""));
    stories.extend([
        say(&["fetch", "--allow-private"]),
        say(&["fetch", "--allow-private"]),
        say(&["fetch", "--allow-private", "1"]),
        say(&["feeds", "import-opml", "list.opml"]),
        say(&["import", "list.opml"]),
        say(&["feeds", "--format", "csv"]),
        say(&["feeds", "list", "--format", "jsonl"]),
        say(&["feeds"]),
        say(&["feeds", "remove", "1", "http://tern.example/feed"]),
        say(&["feeds", "remove", "1"]),
        say(&["feeds"]),
    ]);
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn lists_of_feeds_go_out_and_come_in() {
    let home = Home::new();
    let list = "<opml><body><outline text='Coast &amp; sea'><outline text='Terns' xmlUrl='http://tern.example/feed?a=1&amp;b=2' htmlUrl='http://tern.example/'/></outline></body></opml>";
    home.write("list.opml", list);
    home.run(&["feeds", "import-opml", "list.opml"]);
    let first = stdout(&home.run(&["feeds", "export-opml"]));
    assert!(
        first.contains("xmlUrl=\"http://tern.example/feed?a=1&amp;b=2\""),
        "{first}"
    );
    assert_eq!(code(&home.run(&["feeds", "export-opml", "out.opml"])), 0);
    // A file that is there is not written over.
    assert_eq!(code(&home.run(&["feeds", "export-opml", "out.opml"])), 2);
    let other = Home::new();
    other.write("in.opml", std::fs::read(home.path("out.opml")).unwrap());
    other.run(&["feeds", "import-opml", "in.opml"]);
    assert_eq!(stdout(&other.run(&["feeds", "export-opml"])), first);
}

#[test]
fn a_feed_in_a_file_is_its_articles() {
    let home = Home::new();
    let items = "<item><title>Tea & toast &nosuch;</title><description>“It is hot,” said Ann Lee.</description></item><item><title>Two</title></item>";
    home.write(
        "feed.xml",
        format!("<?xml version='1.0'?><rss><channel>{items}<item><title>Cut o"),
    );
    home.write("feed.json", r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"Three","content_text":"Words."}]}"#);
    home.write(
        "empty.xml",
        "<rss><channel><title>Nothing</title></channel></rss>",
    );
    let stories = [
        home.story(&["import", "feed.xml", "feed.json"]),
        home.story(&["import", "feed.xml"]),
        home.story(&["import", "empty.xml"]),
        home.story(&["list", "--format", "csv", "--sort", "title"]),
        home.story(&["quotes", "feed.xml"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn fetching_stops_when_it_is_told_to() {
    let (home, server) = (Home::new(), Server::start());
    home.run(&["feeds", "add", "--later", &server.url("/silent")]);
    let mut command = home.command(&["fetch", "--allow-private"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    let start = Instant::now();
    while server.calls().is_empty() && start.elapsed() < Duration::from_secs(20) {
        thread::sleep(Duration::from_millis(5));
    }
    let pid = i32::try_from(child.id()).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    assert!(start.elapsed() < Duration::from_secs(25));
    // It did not fail: it was not asked.
    assert!(stdout(&home.run(&["feeds"])).contains("not asked yet"));
}
