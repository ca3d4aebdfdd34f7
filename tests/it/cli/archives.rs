//! What other programs kept: taken over with a report, added to what is there, completed from the network.

use serde_json::Value;

use super::{Home, STORM as WORDS, code, stderr, stdout};
use crate::server::{Page, Server};

fn page(title: &str, words: &str) -> Page {
    let html = format!(
        "<html lang=en><title>{title}</title><article><h1>{title}</h1><p>{words}</p></article>"
    );
    Page::new("text/html; charset=utf-8", html)
}

fn pocket(rows: &str) -> String {
    format!("title,url,time_added,tags,status\n{rows}")
}

/// The records of a library by their addresses.
fn records(home: &Home) -> Vec<Value> {
    home.records_by("url")
}

#[test]
fn an_archive_comes_over_with_a_report() {
    let home = Home::new();
    let rows = "Ferry,https://sound.example/ferry,1700000000,boats|news,unread\n\
                Bread,https://sound.example/bread,1600000000,,archive\n\
                Nothing,,1,,unread\n";
    home.write("pocket.csv", pocket(rows));
    let output = home.run(&["import", "pocket.csv"]);
    assert_eq!(
        stdout(&output),
        "pocket.csv: Pocket: 2 articles, 2 without text (`pullquote fetch --incomplete` fetches them), 1 without an \
         address of the web left out\n2 added, 0 updated, 0 already there, 0 refused\n"
    );
    let [bread, ferry] = records(&home).try_into().unwrap();
    assert_eq!(bread["state"]["archived"], true);
    assert_eq!(bread["provenance"]["imported"], "2020-09-13T12:26:40Z");
    assert_eq!(ferry["state"]["tags"][0], "boats");
    assert_eq!(ferry["state"]["tags"][1], "incomplete");
    assert_eq!(ferry["provenance"]["source"], "pocket.csv");
    let again = home.run(&["import", "pocket.csv"]);
    assert!(stdout(&again).ends_with("0 added, 0 updated, 2 already there, 0 refused\n"));
}

#[test]
fn what_was_done_elsewhere_is_added_and_the_text_stays() {
    let home = Home::with_articles();
    let rows = "Other,https://sound.example/ferry,1700000000,boats,archive\n";
    home.write("pocket.csv", pocket(rows));
    let output = home.run(&["import", "pocket.csv"]);
    assert!(stdout(&output).ends_with("0 added, 1 updated, 0 already there, 0 refused\n"));
    let ferry = |records: Vec<Value>| {
        let mut found = records.into_iter();
        found
            .find(|it| it["url"] == "https://sound.example/ferry")
            .unwrap()
    };
    let there = ferry(records(&home));
    assert!(there["text"].as_str().unwrap().contains("night ferry"));
    assert_eq!(there["title"], "Last Ferry Leaves the Island");
    assert_eq!(
        there["state"]["tags"],
        serde_json::json!(["boats", "ferry"])
    );
    assert_eq!(there["state"]["archived"], true);

    let annotation = r#"{"quote":"There is no money left for it","text":"Ask her"}"#;
    let wallabag = format!(
        r#"[{{"url":"https://sound.example/ferry","title":"Other","content":"<p>Other words altogether.</p>",
             "is_archived":0,"is_starred":1,"tags":["money"],"annotations":[{annotation}]}}]"#
    );
    home.write("wallabag.json", &wallabag);
    for updated in ["1 updated, 0 already", "0 updated, 1 already"] {
        let output = home.run(&["import", "wallabag.json"]);
        assert!(stdout(&output).contains(updated), "{}", stdout(&output));
    }
    let there = ferry(records(&home));
    assert!(there["text"].as_str().unwrap().contains("night ferry"));
    assert_eq!(there["state"]["starred"], true);
    assert_eq!(there["state"]["archived"], true);
    let highlights = there["state"]["highlights"].as_array().unwrap();
    assert_eq!(highlights.len(), 1);
    assert_eq!(highlights[0]["note"], "Ask her");
}

#[test]
fn a_text_comes_to_an_article_without_one() {
    let home = Home::new();
    let rows = "Ferry,https://sound.example/ferry,1700000000,boats,unread\n";
    home.write("pocket.csv", pocket(rows));
    home.run(&["import", "pocket.csv"]);
    let wallabag = format!(
        r#"[{{"url":"https://sound.example/ferry","title":"Ferry","content":"<p>{WORDS}</p>","is_archived":0,"tags":[]}}]"#
    );
    home.write("wallabag.json", &wallabag);
    home.run(&["import", "wallabag.json"]);
    let [ferry] = records(&home).try_into().unwrap();
    assert!(ferry["text"].as_str().unwrap().contains(WORDS));
    assert_eq!(ferry["state"]["tags"], serde_json::json!(["boats"]));
    assert_eq!(ferry["provenance"]["imported"], "2023-11-14T22:13:20Z");
}

#[test]
fn missing_texts_are_fetched() {
    let (home, server) = (Home::new(), Server::start());
    server.put("/ferry", page("Ferry stops", WORDS));
    server.put("/moved", Page::status("302 Found", "Location: /snow\r\n"));
    server.put(
        "/snow",
        page("Snow in May", &WORDS.replace("ferry", "train")),
    );
    let header = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n";
    let rows = format!(
        "1,Ferry,,,{0}/ferry,,boats,2023-01-15T10:30:00.000Z,,was stopped on Tuesday because of the storm,true\n\
         2,Snow,,,{0}/moved,,,2023-01-16T10:30:00.000Z,,,false\n\
         3,Gone,,,{0}/gone,,,2023-01-17T10:30:00.000Z,,,false\n",
        server.base
    );
    home.write("raindrop.csv", format!("{header}{rows}"));
    home.run(&["import", "raindrop.csv"]);
    let lost = |records: &[Value]| {
        let ferry = records.iter().find(|it| it["state"]["starred"] == true);
        ferry.unwrap()["state"]["highlights"][0]["position"] == serde_json::json!([0, 0])
    };
    assert!(lost(&records(&home)));

    let refused = home.run(&["fetch", "--incomplete"]);
    assert_eq!(code(&refused), 2, "{}", stderr(&refused));
    let output = home.run(&["fetch", "--incomplete", "--allow-private"]);
    assert_eq!(
        stdout(&output),
        "2 completed, 0 still cut off, 1 could not be had\n",
        "{}",
        stderr(&output)
    );
    assert!(stderr(&output).contains("/gone: "), "{}", stderr(&output));
    let all = records(&home);
    assert_eq!(all.len(), 3);
    assert!(!lost(&all));
    let ferry = all
        .iter()
        .find(|it| it["state"]["starred"] == true)
        .unwrap();
    assert!(ferry["text"].as_str().unwrap().contains(WORDS));
    assert_eq!(ferry["state"]["tags"], serde_json::json!(["boats"]));
    assert_eq!(ferry["provenance"]["imported"], "2023-01-15T10:30:00Z");
    // Under the address that it was kept by, not the one that its page has by now.
    let snow = server.url("/moved");
    let snow = all.iter().find(|it| it["url"] == snow.as_str()).unwrap();
    assert!(snow["text"].as_str().unwrap().contains("The train"));
    server.calls();
    home.run(&["fetch", "--incomplete", "--allow-private"]);
    assert_eq!(server.calls(), ["404 /gone"]);
}
