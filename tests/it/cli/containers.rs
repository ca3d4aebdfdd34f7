//! What holds many articles at once: databases, zips and archives of the web, made here and taken over by the real program.

use std::io::{Cursor, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use rusqlite::Connection;
use serde_json::Value;
use zip::write::SimpleFileOptions;

use super::{Home, STORM as WORDS, code, stderr, stdout};

fn page(title: &str) -> String {
    format!("<html lang=en><title>{title}</title><article><h1>{title}</h1><p>{WORDS}</p></article>")
}

/// The records of a library by their titles.
fn records(home: &Home) -> Vec<Value> {
    home.records_by("title")
}

pub(crate) fn newsboat(path: &Path) {
    let conn = Connection::open(path).unwrap();
    conn.execute_batch(&format!(
        "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL);
         CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, title VARCHAR(1024) NOT NULL,
           author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL,
           content VARCHAR(65535) NOT NULL, unread INTEGER(1) NOT NULL, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0);
         CREATE TRIGGER t AFTER INSERT ON rss_item BEGIN SELECT 1; END;
         INSERT INTO rss_feed VALUES ('https://gull.example/feed', 'https://gull.example', 'Gull Post');
         INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread, flags, deleted) VALUES
           ('1', 'Ferry stops', 'Ann Lee', 'https://gull.example/ferry', 'https://gull.example/feed', 1700000000, '<p>{WORDS}</p>', 0, 'as', 0),
           ('2', 'Bread', '', 'https://gull.example/bread', 'https://gull.example/feed', 1700000001, '', 1, NULL, 0),
           ('3', 'Gone', '', 'https://gull.example/gone', 'https://gull.example/feed', 1700000002, '<p>x', 1, '', 1);"
    ))
    .unwrap();
}

#[test]
fn newsboats_database_comes_over() {
    let home = Home::new();
    newsboat(&home.path("cache.db"));
    let output = home.run(&["import", "cache.db"]);
    assert_eq!(
        stdout(&output),
        "cache.db: newsboat: 2 articles, 1 without text (`pullquote fetch --incomplete` fetches them), 1 deleted there left \
         out, 1 feed (`pullquote feeds import-urls` follows those of newsboat's list)\n2 added, 0 updated, 0 already there, 0 \
         refused\n"
    );
    let [bread, ferry] = records(&home).try_into().unwrap();
    assert_eq!(bread["state"]["read"], false);
    assert_eq!(ferry["state"]["read"], true);
    assert_eq!(ferry["state"]["starred"], true);
    assert_eq!(ferry["state"]["tags"], serde_json::json!(["flag-a"]));
    assert_eq!(ferry["site"], "Gull Post");
    assert_eq!(ferry["published"], "2023-11-14T22:13:20Z");
    assert!(ferry["text"].as_str().unwrap().contains(WORDS));
    let again = home.run(&["import", "cache.db"]);
    assert!(stdout(&again).ends_with("0 added, 0 updated, 2 already there, 0 refused\n"));
    // Nothing was written beside it.
    assert!(!home.path("cache.db-wal").exists() && !home.path("cache.db-journal").exists());
    let loose = home.run(&["quotes", "--format", "jsonl", "cache.db"]);
    assert_eq!(stdout(&loose).lines().count(), 2);
}

#[test]
fn a_database_of_another_program_is_refused_by_name() {
    let home = Home::with_articles();
    let view = Connection::open(home.path("view.db")).unwrap();
    view.execute_batch(
        "CREATE TABLE rss_feed (rssurl, title); CREATE VIEW rss_item AS SELECT 1 AS url",
    )
    .unwrap();
    drop(view);
    home.write("own.db", std::fs::read(home.path("library.db")).unwrap());
    home.write("busy.db", std::fs::read(home.path("view.db")).unwrap());
    home.write("busy.db-journal", "half a change");
    let output = home.run(&["import", "own.db", "view.db", "busy.db"]);
    assert_eq!(code(&output), 2);
    let lines = stderr(&output);
    assert!(
        lines.contains("own.db: it seems to be an SQLite database, not text"),
        "{lines}"
    );
    assert!(
        lines.contains("view.db: it seems to be an SQLite database, not text"),
        "{lines}"
    );
    assert!(
        lines.contains("busy.db: busy.db-journal beside it holds changes"),
        "{lines}"
    );
    let piped = home.run_with(
        &["import", "-"],
        &std::fs::read(home.path("view.db")).unwrap(),
    );
    assert_eq!(code(&piped), 2);
}

#[test]
fn newsboats_list_of_feeds_is_followed() {
    let home = Home::new();
    home.write(
        "urls",
        "https://gull.example/feed News \"~Gull Post\"\n\"query:New:unread = \\\"yes\\\"\"\n# none\n",
    );
    let output = home.run(&["feeds", "import-urls", "urls"]);
    assert_eq!(stdout(&output), "1 added, 0 already followed\n");
    assert!(
        stderr(&output).contains("query:New:unread = \"yes\": it is not an address of the web")
    );
    let feeds = stdout(&home.run(&["feeds"]));
    assert!(
        feeds.contains("Gull Post") && feeds.contains("News"),
        "{feeds}"
    );
}

pub(crate) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // What kind of book it is stands there unpacked.
        let method = if *name == "mimetype" {
            zip::CompressionMethod::Stored
        } else {
            zip::CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn omnivores_and_readecks_zips_come_over() {
    let home = Home::new();
    let page = page("Ferry");
    let list = br#"[{"slug": "ferry", "title": "Ferry", "url": "https://gull.example/ferry", "state": "Archived", "labels": ["boats"],
        "savedAt": "2024-03-01T10:20:30.123Z"}, {"slug": "bread", "title": "Bread", "url": "https://gull.example/bread"}]"#;
    let omnivore = packed(&[
        ("content/ferry.html", page.as_bytes()),
        (
            "highlights/ferry.md",
            b"> nobody knows when it will sail again \n\nAsk her.",
        ),
        ("metadata_0_to_2.json", list),
    ]);
    home.write("omnivore.zip", &omnivore);
    let info = br#"{"URL": "https://gull.example/ferry", "Title": "Ferry", "IsMarked": true, "Labels": ["coast"],
        "Files": {"article": {"name": "index.html"}}}"#;
    home.write(
        "readeck.zip",
        packed(&[
            ("bookmarks/a/info.json", info),
            (
                "bookmarks/a/container/index.html",
                b"<body><p>Other words altogether.</p></body>",
            ),
            ("data.json", b"{}"),
        ]),
    );
    let output = home.run(&["import", "omnivore.zip", "readeck.zip"]);
    assert_eq!(
        stdout(&output),
        "omnivore.zip: Omnivore: 2 articles, 1 highlight or note, 1 without text (`pullquote fetch --incomplete` fetches \
         them)\nreadeck.zip: Readeck: 1 article\n2 added, 1 updated, 0 already there, 0 refused\n"
    );
    let [_, ferry] = records(&home).try_into().unwrap();
    assert_eq!(
        ferry["state"]["tags"],
        serde_json::json!(["boats", "coast"])
    );
    assert_eq!(ferry["state"]["starred"], true);
    assert_eq!(ferry["state"]["archived"], true);
    assert_eq!(ferry["state"]["highlights"][0]["note"], "Ask her.");
    assert_eq!(ferry["provenance"]["imported"], "2024-03-01T10:20:30Z");
    // What is piped has no name and is known all the same.
    let piped = home.run_with(&["import", "-"], &omnivore);
    assert!(stdout(&piped).starts_with("-: Omnivore: 2 articles"));
}

#[test]
fn archives_that_are_damaged_or_nothing_are_refused() {
    let home = Home::new();
    let mut zip = packed(&[("metadata_0_to_2.json", b"[{}]")]);
    home.write("other.zip", packed(&[("a/b.txt", b"words")]));
    zip.truncate(zip.len() - 30);
    home.write("cut.zip", &zip);
    let output = home.run(&["import", "other.zip", "cut.zip"]);
    assert_eq!(code(&output), 2);
    let lines = stderr(&output);
    assert!(
        lines.contains("other.zip: it seems to be a ZIP archive"),
        "{lines}"
    );
    assert!(lines.contains("cut.zip: it cannot be read"), "{lines}");
}

#[test]
fn zoteros_references_come_with_the_pages_beside_them() {
    let home = Home::new();
    let item = |number: usize, title: &str| {
        format!(
            r##"<bib:Document rdf:about="https://gull.example/{number}"><z:itemType>webpage</z:itemType><dc:title>{title}</dc:title>
              <link:link rdf:resource="#item_{number}"/></bib:Document>
              <z:Attachment rdf:about="#item_{number}"><z:itemType>attachment</z:itemType>
              <rdf:resource rdf:resource="files/{number}/page.html"/><link:type>text/html</link:type></z:Attachment>"##
        )
    };
    let rdf = format!(
        r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"
            xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"
            xmlns:link="http://purl.org/rss/1.0/modules/link/">{}{}</rdf:RDF>"#,
        item(1, "Ferry"),
        item(2, "Bread")
    );
    home.write("Library/Library.rdf", &rdf);
    home.write("Library/files/1/page.html", page("Something else"));
    let output = home.run(&["import", "Library/Library.rdf"]);
    assert_eq!(
        stdout(&output),
        "Library/Library.rdf: Zotero: 2 articles, 1 without text (`pullquote fetch --incomplete` fetches them), 1 whose saved \
         pages are not beside the file\n2 added, 0 updated, 0 already there, 0 refused\n"
    );
    let [_, ferry] = records(&home).try_into().unwrap();
    assert!(ferry["text"].as_str().unwrap().contains(WORDS));
    assert_eq!(ferry["title"], "Ferry");
}

pub(crate) fn answer(url: &str, head: &str, body: &str) -> Vec<u8> {
    let block = format!("HTTP/1.1 {head}\r\n\r\n{body}");
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http;msgtype=response\r\n\
         Content-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    );
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(record.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn pages_of_archives_of_the_web_come_over() {
    const HTML: &str = "200 OK\r\nContent-Type: text/html";
    let home = Home::new();
    let warc = [
        answer("https://gull.example/ferry", HTML, &page("Ferry")),
        answer("https://gull.example/", HTML, "<a href=/ferry>Ferry</a>"),
        answer(
            "https://gull.example/x.css",
            "200 OK\r\nContent-Type: text/css",
            "a{}",
        ),
        answer(
            "https://gull.example/old",
            "301 Moved\r\nLocation: /ferry",
            "",
        ),
        answer("https://gull.example/bread", HTML, &page("Bread")),
    ]
    .concat();
    home.write("crawl.warc.gz", &warc);
    let output = home.run(&["import", "crawl.warc.gz"]);
    assert_eq!(
        stdout(&output),
        "crawl.warc.gz: WARC: 2 articles, 1 without an article left out, 1 redirects or errors left out, 1 other answers left \
         out\n2 added, 0 updated, 0 already there, 0 refused\n"
    );
    let [bread, _] = records(&home).try_into().unwrap();
    assert_eq!(bread["url"], "https://gull.example/bread");
    assert!(bread["text"].as_str().unwrap().contains(WORDS));
    let wacz = packed(&[
        ("archive/data.warc.gz", &warc),
        ("datapackage.json", b"{}"),
        (
            "pages/pages.jsonl",
            b"{\"format\": \"json-pages-1.0\"}\n{\"url\": \"https://gull.example/bread\"}\n",
        ),
    ]);
    home.write("crawl.wacz", &wacz);
    let output = home.run(&["import", "crawl.wacz"]);
    assert_eq!(
        stdout(&output),
        "crawl.wacz: WACZ: 1 article, 1 redirects or errors left out, 3 other answers left out\n0 added, 0 updated, 1 already \
         there, 0 refused\n"
    );
}
