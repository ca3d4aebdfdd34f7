//! What articles were read from: shown as it was kept, read anew; and imports that are only tried.

use std::fs;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use rusqlite::Connection;
use serde_json::Value;

use super::{FERRY, Home, SNOW, code, many, stderr, stdout};
use crate::server::{Page, Server};

/// Does something to the library behind the program's back.
fn sql(home: &Home, sql: &str) {
    let conn = Connection::open(home.path("library.db")).unwrap();
    conn.execute_batch(sql).unwrap();
}

/// Makes all articles what an older version would have read.
const OLD: &str = "UPDATE sources SET reader = 0;
    UPDATE bodies SET text = replace(text, 'harbour', 'harb0ur');";

#[test]
fn a_source_is_shown_byte_for_byte() {
    let home = Home::new();
    let bytes = b"\xef\xbb\xbf# Ferry\r\n\r\nIt \x1b[2Jstops, ann said.\r\n\t\n";
    home.write("odd.md", bytes);
    home.run(&["import", "odd.md"]);
    let shown = home.run(&["show", "--source", "1"]);
    assert_eq!((code(&shown), stderr(&shown)), (0, String::new()));
    assert_eq!(shown.stdout, bytes);
    let stories = [
        home.story(&["show", "--source", "1", "-o", "copy.md"]),
        home.story(&["show", "--source", "1", "-o", "copy.md"]),
        home.story(&["show", "--source", "1", "--output", "copy.md", "--force"]),
        home.story(&["show", "--source", "2"]),
        home.story(&["show", "--source", "1", "1"]),
        home.story(&["show", "--source", "odd.md"]),
        home.story(&["show", "-o", "copy.md", "1"]),
    ];
    assert_eq!(fs::read(home.path("copy.md")).unwrap(), bytes);
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn of_an_old_library_nothing_is_kept_until_the_article_comes_again() {
    let home = Home::with_articles();
    sql(
        &home,
        "DROP TABLE sources; DROP TABLE pictures; DROP TABLE days; PRAGMA user_version = 13;",
    );
    let stories = [
        home.story(&["show", "--source", "1"]),
        home.story(&["reimport"]),
        home.story(&["reimport", "1"]),
        home.story(&["import", "ferry.md"]),
    ];
    assert_eq!(stdout(&home.run(&["show", "--source", "1"])), FERRY);
    insta::assert_snapshot!(stories.join("\n"));
    home.run(&["trash", "add", "1"]);
    assert_eq!(code(&home.run(&["show", "--source", "1"])), 1);
}

#[test]
fn a_fetched_page_an_item_and_a_line_are_kept_too() {
    let (home, server) = (Home::new(), Server::start());
    let words = "The ferry to the island was stopped on Tuesday because of the storm, the harbour master said, and nobody knows when it will sail again.";
    let html = format!(
        "<html lang=en><title>Ferry</title><article><h1>Ferry</h1><p>{words}</p></article>"
    );
    server.put("/ferry", Page::new("text/html; charset=utf-8", &html));
    let feed = "<rss><channel><title>Gull Post</title><item><title>One</title><link>{base}/1</link><description>&lt;p>Words.</description></item></channel></rss>";
    server.put("/feed", Page::new("application/rss+xml", feed));
    home.run(&["import", "--allow-private", &server.url("/ferry")]);
    assert_eq!(stdout(&home.run(&["show", "--source", "1"])), html);
    home.run(&["feeds", "add", "--allow-private", &server.url("/feed")]);
    let item = stdout(&home.run(&["show", "--source", "2"]));
    let item: Value = serde_json::from_str(&item).unwrap();
    assert_eq!(item["title"], "One");
    assert_eq!(item["words"]["html"], "<p>Words.");
    let line = "{\"title\": \"A line\", \"text\": \"It stops.\"}";
    home.run_with(&["import", "-"], format!("{line}\n{line}\n").as_bytes());
    assert_eq!(stdout(&home.run(&["show", "--source", "3"])), line);
    server.calls();
    let all = home.run(&["reimport", "--all"]);
    assert_eq!(stdout(&all), "0 changed, 3 unchanged, 0 refused\n");
    assert!(server.calls().is_empty(), "nothing is fetched");
}

#[test]
fn articles_are_read_anew_and_keep_what_was_done_with_them() {
    let home = Home::with_articles();
    let before = stdout(&home.run(&["export"]));
    let nothing = home.story(&["reimport"]);
    sql(&home, OLD);
    assert_ne!(stdout(&home.run(&["export"])), before);
    fs::remove_file(home.path("ferry.md")).unwrap();
    let stories = [
        nothing,
        home.story(&["reimport"]),
        home.story(&["reimport"]),
        home.story(&["reimport", "2", "1"]),
        home.story(&["reimport", "--filter", "sheep"]),
        home.story(&["reimport", "--filter", "unicorn"]),
        home.story(&["reimport", "99"]),
        home.story(&["reimport", "--all", "--quiet"]),
    ];
    assert_eq!(stdout(&home.run(&["export"])), before);
    let earlier = stdout(&home.run(&["show", "--earlier", "1", "1"]));
    assert!(earlier.contains("harb0ur"), "{earlier}");
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn what_cannot_be_read_any_more_stays_as_it_is_and_the_rest_goes_on() {
    let home = Home::with_articles();
    let before = stdout(&home.run(&["export"]));
    sql(
        &home,
        "UPDATE sources SET packed = x'00ff' WHERE article = 1; UPDATE sources SET reader = 0;",
    );
    let shown = home.run(&["show", "--source", "1"]);
    assert_eq!((code(&shown), shown.stdout.len()), (2, 0));
    insta::assert_snapshot!(home.story(&["reimport"]));
    assert_eq!(stdout(&home.run(&["export"])), before);
}

#[test]
fn a_killed_reimport_leaves_a_sound_library() {
    const COUNT: usize = 400;
    let home = Home::new();
    many(&home.path("articles"), COUNT);
    home.run(&["import", "articles"]);
    let before = stdout(&home.run(&["export"]));
    for round in 0..4_u64 {
        sql(&home, "UPDATE sources SET reader = 0;");
        let mut command = home.command(&["reimport"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        thread::sleep(Duration::from_millis(60 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let check = home.run(&["check"]);
        assert_eq!(code(&check), 0, "{}{}", stdout(&check), stderr(&check));
    }
    assert_eq!(code(&home.run(&["reimport"])), 0);
    assert_eq!(stdout(&home.run(&["export"])), before);
}

#[test]
fn an_import_that_is_tried_stores_nothing() {
    let home = Home::new();
    home.write("news/ferry.md", FERRY);
    home.write("news/again.md", FERRY);
    home.write("news/empty.txt", "");
    let tried = home.story(&["import", "--dry-run", "news"]);
    assert!(!home.path("library.db").exists(), "none is made");
    home.run(&["import", "news/ferry.md"]);
    home.run(&["trash", "add", "1"]);
    let before = fs::read(home.path("library.db")).unwrap();
    home.write("news/snow.md", SNOW);
    home.write("news/again.md", FERRY.replace("May", "June"));
    home.write(
        "pocket.csv",
        "title,url,time_added,tags,status\nFerry,https://sound.example/ferry,1700000000,boats,archive\n",
    );
    let stories = [
        tried,
        home.story(&["import", "--dry-run", "news", "pocket.csv"]),
        home.story(&["import", "--dry-run", "--format", "jsonl", "news"]),
        home.story(&["import", "--dry-run", "--format", "csv", "pocket.csv"]),
        home.story(&["import", "--dry-run", "news/empty.txt"]),
        home.story(&["import", "--format", "json", "news"]),
        home.story(&["import", "--dry-run", "--watch", "news"]),
    ];
    assert_eq!(fs::read(home.path("library.db")).unwrap(), before);
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn an_address_that_is_tried_is_fetched_and_not_stored() {
    let (home, server) = (Home::new(), Server::start());
    server.put("/note.md", Page::new("text/markdown", FERRY));
    let urls = [server.url("/note.md"), server.url("/nothing")];
    let [note, nothing] = [urls[0].as_str(), urls[1].as_str()];
    let args = ["import", "--dry-run", "--allow-private", note, nothing];
    let story = home
        .story(&args)
        .replace(&server.base, "http://gull.example");
    assert!(!home.path("library.db").exists());
    insta::assert_snapshot!(story);
}

#[test]
fn a_trial_foretells_what_the_import_does() {
    let home = Home::with_articles();
    home.write("more/ferry.md", FERRY);
    home.write("more/snow.md", SNOW.replace("sheep", "goats"));
    home.write("more/one.txt", "A title\n\nA short text of its own.\n");
    let tried = stdout(&home.run(&["import", "--dry-run", "--format", "jsonl", "more"]));
    let count = |outcome: &str| {
        let lines = tried.lines().map(|line| {
            let line: Value = serde_json::from_str(line).unwrap();
            line["outcome"].as_str().unwrap().to_owned()
        });
        lines.filter(|line| line == outcome).count()
    };
    let wanted = format!(
        "{} added, {} updated, {} already there, 0 refused\n",
        count("added"),
        count("updated"),
        count("unchanged")
    );
    assert_eq!(stdout(&home.run(&["import", "more"])), wanted);
}
