//! From a library to a brief and back: exports in every form, and whether they are still true.

use std::fs;

use pullquote::article::{Anchor, Change, Highlight, Hue, Letter, MarkAt, Query, Span};
use pullquote::cite::{ClipChange, Passage};
use pullquote::library::Library;
use pullquote::quote::Correction;

use super::{FERRY, Home, code, stderr, stdout};

/// A home with two articles, a highlight in one of them, and clips: every quote, and a line of one's own.
fn home() -> Home {
    let home = Home::with_articles();
    let mut library = Library::open(&home.path("library.db")).unwrap();
    for id in library.order(&Query::default(), None).unwrap() {
        let reading = library.open_article(id).unwrap().unwrap();
        let text = reading.article.body.text();
        if let Some(start) = text.find("The harbour board will") {
            let highlight = Highlight {
                anchor: Anchor::of(text, Span::new(start, start + 22)).unwrap(),
                hue: Hue::Green,
                note: "Ask *them*".into(),
                made: "2026-11-23T22:01:24Z".into(),
            };
            library.change(id, &Change::Highlight(highlight)).unwrap();
        }
        for quote in &reading.quotes {
            let clip = Passage::of_quote(&reading.article, quote).unwrap();
            let change = ClipChange::Insert(99, Box::new(clip));
            library.change_clips(&change).unwrap();
        }
    }
    let line = Passage::line("What # they say");
    library
        .change_clips(&ClipChange::Insert(0, Box::new(line)))
        .unwrap();
    home
}

#[test]
fn every_form_of_what_is_kept() {
    let home = home();
    let mut stories = Vec::new();
    for what in ["clips", "highlights", "quotes"] {
        for form in ["markdown", "csv", "jsonl"] {
            stories.push(home.story(&["export", what, "--format", form]));
        }
    }
    for form in ["jsonld", "bibtex", "csl"] {
        stories.push(home.story(&["export", "clips", "--format", form]));
    }
    stories.push(home.story(&["export", "articles", "--format", "csv"]));
    stories.push(home.story(&["export", "articles", "--format", "markdown"]));
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn a_folder_gets_a_note_for_each_article_and_loses_nothing_that_is_there() {
    let home = home();
    let first = home.run(&["export", "--folder", "vault/news"]);
    assert_eq!(code(&first), 0, "{}", stderr(&first));
    let file = home.path("vault/news/Last Ferry Leaves the Island.md");
    insta::assert_snapshot!(fs::read_to_string(&file).unwrap());
    fs::write(&file, "mine").unwrap();
    let again = home.run(&["export", "--folder", "vault/news"]);
    assert!(
        stderr(&again).contains("2 left as they are"),
        "{}",
        stderr(&again)
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    home.run(&["export", "--folder", "vault/news", "--force"]);
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .starts_with("---\ntitle: \"Last Ferry")
    );
}

#[test]
fn a_true_brief_is_verbatim_in_every_form() {
    let home = home();
    for (form, file) in [
        ("markdown", "brief.md"),
        ("csv", "brief.csv"),
        ("jsonl", "brief.jsonl"),
    ] {
        let made = home.run(&["export", "clips", "--format", form, "-o", file]);
        assert_eq!(code(&made), 0, "{}", stderr(&made));
        let checked = home.run(&["verify", file]);
        assert_eq!(
            code(&checked),
            0,
            "{form}: {}{}",
            stdout(&checked),
            stderr(&checked)
        );
        assert!(
            stderr(&checked).contains("2 verbatim, 0 altered, 0 gone"),
            "{}",
            stderr(&checked)
        );
        let against = home.run(&["verify", file, "--against", "ferry.md", "snow.md"]);
        assert_eq!(code(&against), 0, "{form}: {}", stdout(&against));
    }
}

#[test]
fn an_altered_brief_and_an_altered_article_are_told() {
    let home = home();
    home.run(&["export", "clips", "--format", "markdown", "-o", "brief.md"]);
    let brief = fs::read_to_string(home.path("brief.md")).unwrap();
    let (shown, machine) = brief.split_once("<!--").unwrap();
    let forged = shown.replace("no money left", "plenty of money") + "<!--" + machine;
    home.write("forged.md", forged);
    home.write(
        "ferry.md",
        FERRY.replace("no money left for it", "no money at all for it"),
    );
    let stories = [
        home.story(&["verify", "forged.md"]),
        home.story(&["verify", "brief.md", "--against", "ferry.md"]),
        home.story(&[
            "verify",
            "brief.md",
            "--against",
            "ferry.md",
            "--format",
            "csv",
        ]),
        home.story(&["verify", "nowhere.md"]),
        home.story(&["verify", "snow.md"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn a_brief_that_somebody_else_wrote_is_checked_too() {
    let home = home();
    home.write(
        "theirs.md",
        "# Notes\n\n> “There is no money left … for it”\n\n> We had to dig the cows out\n\n> Nothing like this was ever written anywhere\n",
    );
    insta::assert_snapshot!(home.story(&["verify", "theirs.md"]));
}

#[test]
fn an_export_of_everything_made_is_the_same_after_an_import() {
    let home = home();
    let mut library = Library::open(&home.path("library.db")).unwrap();
    let id = library.order(&Query::default(), None).unwrap()[0];
    let reading = library.open_article(id).unwrap().unwrap();
    let text = reading.article.body.text();
    let it = Correction::no_quote(text, &reading.quotes[0]).unwrap();
    library.correct(id, &it).unwrap();
    let at = MarkAt {
        article: id,
        byte: 3,
    };
    library.set_mark(Letter::new('M').unwrap(), at).unwrap();
    library.save_search("mine", Some("ferry")).unwrap();
    let names: Vec<_> = ["Maria Holt", "Tom Reed"]
        .iter()
        .filter_map(|name| library.speakers_meant(name).unwrap().first().cloned())
        .collect();
    let name = library.names_of(names[0].id).unwrap()[0].0;
    let speaker = names.last().unwrap().id;
    library.join_names(&[name], speaker).unwrap();
    drop(library);
    let out = home.run(&["export", "-o", "all.jsonl"]);
    let told = stderr(&out);
    assert!(
        told.contains(
            "2 articles, with 7 lines of what you made beside them, written to all.jsonl"
        ),
        "{told}"
    );
    let all = fs::read_to_string(home.path("all.jsonl")).unwrap();
    let kinds: Vec<&str> = all
        .lines()
        .map(|line| line.split('"').nth(3).unwrap())
        .collect();
    insta::assert_snapshot!(kinds.join("\n"), @r"
    pullquote.article/2
    pullquote.article/1
    pullquote.correction/1
    pullquote.mark/1
    pullquote.speaker/1
    pullquote.clip/1
    pullquote.clip/1
    pullquote.clip/1
    pullquote.search/1
    ");
    for (told, status) in [
        (
            "2 added, 0 updated, 0 already there, 0 refused\nof corrections, marks, names, clips and searches 7 added, 0 already there\n",
            0,
        ),
        (
            "0 added, 0 updated, 2 already there, 0 refused\nof corrections, marks, names, clips and searches 0 added, 7 already there\n",
            0,
        ),
    ] {
        let out = home.run(&["--library", "copy.db", "import", "all.jsonl"]);
        assert_eq!((stdout(&out).as_str(), code(&out)), (told, status));
        let again = home.run(&["--library", "copy.db", "export"]);
        assert_eq!(stdout(&again), all);
    }
}

#[test]
fn what_bundled_templates_make_is_checked_as_any_brief() {
    let home = home();
    let brief = home.run(&["export", "clips", "--template", "brief", "-o", "brief.md"]);
    assert_eq!(code(&brief), 0, "{}", stderr(&brief));
    let checked = home.run(&["verify", "brief.md"]);
    assert_eq!(
        (stderr(&checked).as_str(), code(&checked)),
        ("pullquote: 2 verbatim, 0 altered, 0 gone\n", 0)
    );
    let text = fs::read_to_string(home.path("brief.md")).unwrap();
    let day = text.find("Made on 2").unwrap() + "Made on ".len();
    insta::assert_snapshot!(text.replace(&text[day..day + 10], "TODAY"));
    fs::write(
        home.path("brief.md"),
        text.replace("no money left", "much money left"),
    )
    .unwrap();
    assert_eq!(code(&home.run(&["verify", "brief.md"])), 1);
    let notes = home.run(&["export", "--template", "obsidian", "--folder", "vault"]);
    assert_eq!(code(&notes), 0, "{}", stderr(&notes));
    let note = fs::read_to_string(home.path("vault/Last Ferry Leaves the Island.md")).unwrap();
    insta::assert_snapshot!(note);
    assert_eq!(
        code(&home.run(&["verify", "vault/Last Ferry Leaves the Island.md"])),
        0
    );
}

#[test]
fn templates_of_ones_own() {
    let home = home();
    home.write(
        "cards.html",
        "{% for a in articles %}\n<p>{{ a.title }}: {{ a.text|length }}, {{ a.quotes|length }}</p>\n{% endfor %}\n",
    );
    home.write(
        "wrong.md",
        "a\n{% for p in passages %}\n{{ p.colour }}\n{% endfor %}\n",
    );
    home.write(
        "endless.md",
        "{% for a in range(90000) %}{% for b in range(90000) %}x{% endfor %}{% endfor %}",
    );
    let stories = [
        home.story(&["export", "--template", "cards.html"]),
        home.story(&[
            "export",
            "quotes",
            "--template",
            "cards.html",
            "--folder",
            "cards",
        ]),
        home.story(&["export", "clips", "--template", "wrong.md"]),
        home.story(&["export", "clips", "--template", "wrong.md", "-o", "out.md"]),
        home.story(&["export", "clips", "--template", "endless.md"]),
        home.story(&["export", "clips", "--template", "nothing.md"]),
        home.story(&["export", "clips", "--template", "brief", "--format", "csv"]),
        home.story(&["templates"]),
        home.story(&["templates", "breif"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
    assert!(!home.path("out.md").exists());
    assert!(home.path("cards/Snow in May.html").exists());
}
