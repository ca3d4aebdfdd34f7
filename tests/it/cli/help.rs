//! Help texts, and that what they show as examples works.

use rstest::rstest;

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{FERRY, Home, SNOW};

#[test]
fn the_short_and_the_long_help() {
    let home = Home::new();
    insta::assert_snapshot!("help_short", home.story(&["-h"]));
    insta::assert_snapshot!("help_long", home.story(&["--help"]));
    insta::assert_snapshot!("version", home.story(&["--version"]));
}

#[rstest]
#[case("import")]
#[case("fetch")]
#[case("feeds")]
#[case("list")]
#[case("show")]
#[case("quotes")]
#[case("speakers")]
#[case("voices")]
#[case("same")]
#[case("corrections")]
#[case("search")]
#[case("export")]
#[case("templates")]
#[case("verify")]
#[case("backup")]
#[case("reimport")]
#[case("check")]
#[case("config")]
#[case("dirs")]
#[case("completions")]
#[case("man")]
#[case("demo")]
fn the_help_of_a_verb(#[case] verb: &str) {
    let home = Home::new();
    insta::assert_snapshot!(format!("help_{verb}"), home.story(&[verb, "--help"]));
}

/// What the long help of a verb, or of the program, shows as examples.
fn examples(home: &Home, args: &[&str]) -> Vec<String> {
    let help = super::stdout(&home.run(args));
    let examples = help
        .lines()
        .filter_map(|line| line.strip_prefix("  pullquote"));
    // What stands after a gap explains the example.
    examples
        .map(|rest| format!("pullquote{}", rest.split("    ").next().unwrap().trim_end()))
        .collect()
}

#[test]
fn examples_work_with_the_sample() {
    let home = Home::new();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample");
    assert_eq!(
        super::code(&home.run(&["import", sample.to_str().unwrap()])),
        0
    );
    home.write("report.md", FERRY);
    home.write("notes.txt", SNOW);
    home.write("page.html", "<!doctype html><p>Write to the harbour.</p>");
    home.write("articles/one.txt", SNOW);
    home.write("mine.md", "{{ what }}\n");
    home.write("checked.md", "> “There is no money left for it,”\n");
    home.write("checked.csv", "words\n\"There is no money left for it,\"\n");
    home.write(
        "feeds.opml",
        "<opml><outline xmlUrl='https://gull.example/feed'/></opml>",
    );
    home.write(".newsboat/urls", "https://gull.example/feed News\n");
    keep_something(&home);
    let program = Path::new(env!("CARGO_BIN_EXE_pullquote"));
    let mut all = examples(&home, &["--help"]);
    for verb in VERBS {
        all.extend(examples(&home, &[verb, "--help"]));
    }
    assert!(all.len() > 30, "{all:?}");
    // Of what an earlier example wrote, nothing may stand in the way of the next.
    for example in all {
        // Nothing here asks the network.
        if example.contains("https://") || example == "pullquote fetch" {
            continue;
        }
        let opens_the_reader = example == "pullquote" || example.starts_with("pullquote report.md");
        for made in [
            "articles.jsonl",
            "copy.db",
            "sound.db",
            "brief.md",
            "highlights.csv",
            "original.md",
        ] {
            fs::remove_file(home.path(made)).ok();
        }
        let mut shell = Command::new("sh");
        shell
            .arg("-c")
            .arg(&example)
            .env_clear()
            .current_dir(home.folder.path());
        shell.env("HOME", home.folder.path());
        shell.env("PULLQUOTE_LIBRARY", home.path("library.db"));
        let folder = program.parent().unwrap().display();
        shell.env("PATH", format!("{folder}:/usr/bin:/bin"));
        let output = shell.output().unwrap();
        let said = super::stderr(&output);
        if opens_the_reader {
            assert!(said.contains("needs a terminal"), "{example}: {said}");
        } else if example.starts_with("pullquote same") {
            // No two articles of the sample have a quote in common.
            assert_eq!(super::code(&output), 1, "{example}: {said}");
        } else if example == "pullquote fetch --incomplete" {
            // Nothing of the sample is cut off.
            assert_eq!(super::code(&output), 1, "{example}: {said}");
        } else if example.starts_with("pullquote fetch") {
            assert!(said.contains("is not followed"), "{example}: {said}");
        } else {
            assert_eq!(super::code(&output), 0, "{example}: {said}");
        }
    }
}

/// Takes an article in and keeps a highlight and a clip of it.
fn keep_something(home: &Home) {
    use pullquote::article::{Anchor, Change, Filter, Highlight, Hue, Query, Shelf, Span};
    use pullquote::cite::{ClipChange, Passage};
    home.run(&["import", "report.md"]);
    let mut library = pullquote::library::Library::open(&home.path("library.db")).unwrap();
    let all = Query {
        shelf: Shelf::All,
        filter: Filter::words("ferry"),
        ..Query::default()
    };
    let id = library.order(&all, None).unwrap()[0];
    let article = library.open_article(id).unwrap().unwrap().article;
    let passage = Passage::of_span(&article, Span::new(0, 10)).unwrap();
    let highlight = Highlight {
        anchor: Anchor::of(article.body.text(), Span::new(0, 10)).unwrap(),
        hue: Hue::Blue,
        note: "".into(),
        made: "".into(),
    };
    library.change(id, &Change::Highlight(highlight)).unwrap();
    let change = ClipChange::Insert(0, Box::new(passage));
    library.change_clips(&change).unwrap();
}

const VERBS: [&str; 25] = [
    "import",
    "fetch",
    "feeds",
    "list",
    "show",
    "quotes",
    "speakers",
    "voices",
    "same",
    "corrections",
    "search",
    "searches",
    "export",
    "trash",
    "templates",
    "verify",
    "backup",
    "reimport",
    "requote",
    "check",
    "config",
    "dirs",
    "completions",
    "man",
    "demo",
];

#[test]
fn no_verb_is_without_help_and_examples() {
    let home = Home::new();
    let help = super::stdout(&home.run(&["-h"]));
    let verbs = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let verbs: Vec<&str> = verbs
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert_eq!(verbs, VERBS);
    for verb in verbs {
        let examples = examples(&home, &[verb, "--help"]);
        assert!(examples.len() >= 2, "{verb}: {examples:?}");
    }
}
