//! The promise of `pullquote quotes`: its shape, its ranges, its order, its exit codes.

use std::fs;

use serde_json::Value;

use super::{FERRY, Home, SNOW, code, many, stderr, stdout};

fn lines(output: &std::process::Output) -> Vec<Value> {
    let text = stdout(output);
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The words of the first range of a list of ranges, which count code points.
fn words(text: &str, ranges: &Value) -> String {
    let at = |index: usize| usize::try_from(ranges[0][index].as_u64().unwrap()).unwrap();
    text.chars().skip(at(0)).take(at(1) - at(0)).collect()
}

#[test]
fn every_form() {
    let home = Home::with_articles();
    let stories = [
        home.story(&["quotes", "ferry.md", "2"]),
        home.story(&["quotes", "--format", "markdown", "ferry.md"]),
        home.story(&["quotes", "--format", "jsonl", "ferry.md"]),
        home.story(&["quotes", "--format", "json", "ferry.md", "snow.md"]),
        home.story(&["quotes", "--format", "csv", "ferry.md"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn words_that_nobody_says_are_printed_when_asked_for() {
    let home = Home::new();
    home.write(
        "a.md",
        "The “repair” of the so-called “ghost ferry” took years.\n",
    );
    let kinds = |arguments: &[&str]| {
        let output = home.run(arguments);
        let quotes = lines(&output)[0]["quotes"].as_array().unwrap().clone();
        let kinds: Vec<String> = quotes
            .iter()
            .map(|quote| quote["kind"].to_string())
            .collect();
        (code(&output), kinds.join(" "))
    };
    let plain = ["quotes", "--format", "jsonl", "a.md"];
    assert_eq!(kinds(&plain), (1, String::new()));
    let more = ["quotes", "--unspoken", "--format", "jsonl", "a.md"];
    assert_eq!(
        kinds(&more),
        (1, "\"scare-quote\" \"term\"".to_owned()),
        "still no quote"
    );
}

#[test]
fn a_line_has_all_that_is_promised() {
    let home = Home::new();
    home.write("ferry.md", FERRY);
    let output = home.run(&["quotes", "--format", "jsonl", "ferry.md"]);
    assert!(
        !home.path("library.db").exists(),
        "the library is not touched"
    );
    let line = &lines(&output)[0];
    assert_eq!(line["path"], "ferry.md");
    assert_eq!(line["title"], "Last Ferry Leaves the Island");
    assert_eq!(line["byline"][0], "Ann Roy");
    assert_eq!(line["published"], "2026-03-02");
    assert_eq!(line["url"], "https://sound.example/ferry");
    let text = line["text"].as_str().unwrap();
    let quote = &line["quotes"][0];
    assert_eq!(quote["kind"], "direct");
    assert_eq!(
        words(text, &quote["content"]),
        "There is no money left for it,"
    );
    assert_eq!(words(text, &quote["cue"]), "said");
    assert!(words(text, &quote["source"]).starts_with("Maria Holt"));
    assert_eq!(quote["speaker"]["name"], "Maria Holt");
    assert_eq!(quote["speaker"]["kind"], "person");
    assert!(quote["confidence"].as_f64().unwrap() > 0.0 && quote["found_by"].is_string());
}

#[test]
fn many_files_come_in_their_order() {
    let home = Home::new();
    let mut files = many(&home.path("articles"), 80);
    // Not the order of the names, so that sorting would be noticed.
    files.reverse();
    let paths: Vec<&str> = files.iter().map(|path| path.to_str().unwrap()).collect();
    let args: Vec<&str> = ["quotes", "--format", "jsonl"]
        .into_iter()
        .chain(paths.clone())
        .collect();
    let output = home.run(&args);
    let lines = lines(&output);
    let found: Vec<&str> = lines
        .iter()
        .map(|line| line["path"].as_str().unwrap())
        .collect();
    assert_eq!(found, paths);
    assert!(lines.iter().all(|line| {
        line["quotes"]
            .as_array()
            .is_some_and(|quotes| !quotes.is_empty())
    }));
}

#[test]
fn a_path_is_given_back_letter_by_letter() {
    let home = Home::new();
    home.write("two  blanks\u{202e}.md", FERRY);
    let output = home.run(&["quotes", "--format", "jsonl", "two  blanks\u{202e}.md"]);
    assert_eq!(lines(&output)[0]["path"], "two  blanks\u{202e}.md");
    assert!(!stdout(&output).contains('\u{202e}'));
}

#[test]
fn what_cannot_be_read_costs_one_line() {
    let home = Home::new();
    home.write("ferry.md", FERRY);
    home.write("empty.txt", " \n");
    home.write(
        "plain.txt",
        "A headline\n\nThe boats went out and came back.\n",
    );
    let mut utf16 = vec![0xff, 0xfe];
    utf16.extend(SNOW.encode_utf16().flat_map(u16::to_le_bytes));
    home.write("utf16.md", utf16);
    home.write("bom.md", format!("\u{feff}{SNOW}"));
    let output = home.run(&[
        "quotes",
        "--format",
        "jsonl",
        "nowhere.md",
        "utf16.md",
        "empty.txt",
        "ferry.md",
        "bom.md",
    ]);
    assert_eq!(code(&output), 0, "some quotes were found");
    let titles: Vec<Value> = lines(&output)
        .iter()
        .map(|line| line["title"].clone())
        .collect();
    assert_eq!(
        titles,
        ["Snow in May", "Last Ferry Leaves the Island", "Snow in May"]
    );
    let said = stderr(&output);
    let said: Vec<&str> = said.lines().collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(said[0].starts_with("pullquote: nowhere.md: "), "{said:?}");
    assert!(said[1].starts_with("pullquote: empty.txt: "), "{said:?}");

    assert_eq!(
        code(&home.run(&["quotes", "plain.txt", "empty.txt"])),
        1,
        "no quote was found"
    );
    assert_eq!(
        code(&home.run(&["quotes", "nowhere.md", "empty.txt"])),
        2,
        "nothing could be read"
    );
}

#[test]
fn the_news_articles_all_give_a_line() {
    let gold = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/quotes/dev.jsonl");
    let Ok(gold) = fs::read_to_string(gold) else {
        eprintln!("skipped: ../shared/quotes/dev.jsonl is absent");
        return;
    };
    let home = Home::new();
    let mut args = vec![
        "quotes".to_owned(),
        "--format".to_owned(),
        "jsonl".to_owned(),
    ];
    for (number, line) in gold.lines().enumerate() {
        let article: Value = serde_json::from_str(line).unwrap();
        let name = format!("{number}.txt");
        home.write(&name, article["text"].as_str().unwrap());
        args.push(name);
    }
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let output = home.run(&args);
    assert_eq!((code(&output), stderr(&output)), (0, String::new()));
    let found: Vec<Value> = lines(&output)
        .iter()
        .map(|line| line["path"].clone())
        .collect();
    assert_eq!(found, args[3..]);
}
