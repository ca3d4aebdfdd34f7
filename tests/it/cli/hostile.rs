//! Nothing foreign steers the terminal: not from articles, not from file names, not from arguments.

use std::fs;

use super::{Home, stderr, stdout};

/// A title, a colour, a cleared screen, a C1 sequence, a reversed direction, a bell.
const NASTY: &str = "x\u{1b}]0;owned\u{7}\u{1b}[31m\u{1b}[2J\u{9b}31m\u{202e}\u{2066}\u{7}\u{8}y";

fn assert_quiet(what: &str, text: &str) {
    let loud = text.chars().find(|&c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    });
    assert_eq!(loud, None, "{what} prints {text:?}");
}

#[test]
fn no_verb_prints_a_control() {
    let home = Home::new();
    let file = format!("{NASTY}.md");
    let article = format!(
        "---\ntitle: \"Ferry {}\"\nsite: S{NASTY}\nauthor: A{NASTY}\n---\n\n# Ferry {NASTY}\n\n\
         “We stop {NASTY},” said Maria {NASTY} Holt. `code {NASTY}`\n\n| a | b |\n|--|--|\n| {NASTY} | c |\n",
        "\\e[31m\\x9b31m\\u202e"
    );
    // With too many controls it would be taken for a program, not a text.
    let article = article + &"The boats went out and came back. ".repeat(100);
    home.write(&file, &article);
    home.write("also.txt", article.replace("---\n", ""));
    home.write(&format!("bad{NASTY}.txt"), "");
    let library = format!("lib{NASTY}.db");
    let runs: &[&[&str]] = &[
        &["import", "."],
        &["import", &file, "also.txt", NASTY],
        &["list"],
        &["list", "--filter", NASTY],
        &["list", "--format", "json"],
        &["list", "--format", "jsonl"],
        &["list", "--format", "csv"],
        &["list", "--shelf", NASTY],
        &["show", "1", &file],
        &["show", "--format", "markdown", &file],
        &["show", "--format", "json", "1", &file],
        &["show", NASTY],
        &["quotes", &file, "1", NASTY],
        &["quotes", "--format", "markdown", &file],
        &["quotes", "--format", "json", &file, "1"],
        &["quotes", "--format", "jsonl", &file, "1"],
        &["quotes", "--format", "csv", &file, "1"],
        &["search", "ferry"],
        &["search", "ferry", "--format", "json"],
        &["search", "ferry", "--format", "csv"],
        &["search", NASTY],
        &["export"],
        &["export", "-o", NASTY],
        &["export", "-o", NASTY],
        &["export", "-o", "nowhere/\u{1b}[31m"],
        &["backup", &library],
        &["backup", &library],
        &["check"],
        &["--library", &library, "check"],
        &["--library", &library, "dirs"],
        &["--library", &file, "list"],
        &["--library", NASTY, "list"],
        &["--color", NASTY],
        &["man", NASTY],
        &["completions", NASTY],
        &[NASTY],
        &[&file],
        &["--unknown\u{1b}[31m\u{9b}1m\u{202e}"],
        &["show", "--width", NASTY],
    ];
    let mut printed = 0;
    for args in runs {
        let output = home.run(args);
        let (out, err) = (stdout(&output), stderr(&output));
        printed += out.len() + err.len();
        assert_quiet(&format!("{args:?} on standard output"), &out);
        assert_quiet(&format!("{args:?} on standard error"), &err);
    }
    assert!(
        printed > 1_000,
        "the articles were read and shown: {printed}"
    );
    assert!(stdout(&home.run(&["list"])).contains("Ferry"));
}

/// A control, in every way in which it can hide in what comes in, and the words that are to stay of what hid it.
const HIDDEN: &[&str] = &[
    "a&#27;[31mb",
    "a&#x1b;]0;owned&#7;b",
    "a&amp;#27;[31mb",
    "a&amp;amp;#27;[31mb",
    "a\u{1b}<b>[31m</b>b",
    "a<i>\u{1b}</i>]52;c;aGk=<b>\u{7}</b>b",
    "a\u{1b}P1;1|17/ab\u{1b}\\b",
    "a\u{1b}_Gf=24;AAAA\u{1b}\\b",
    "a\u{1b}^private\u{1b}\\b",
    "a\u{90}device\u{9c}b",
    "a\u{9d}0;owned\u{9c}b",
    "a\u{9b}2Jb",
    "a\u{1b}]52;c;never ends",
    "a\u{7f}\u{8}\u{8}\u{0}\u{e}\u{f}b",
    "a&#127;&#155;31m&#x9d;0;x&#x9c;b",
    "a&bsol;e[31m \\x1b[31m \\u001b[31m b",
];

#[test]
fn no_control_comes_out_however_it_came_in() {
    let long = format!("a\u{1b}[{}mb", "1;".repeat(5_000));
    let open = format!("a\u{1b}]0;{}b", "x".repeat(5_000));
    let all: Vec<&str> = HIDDEN
        .iter()
        .copied()
        .chain([long.as_str(), open.as_str()])
        .collect();
    let escaped = |text: &str| serde_json::to_string(text).unwrap();
    for (number, hidden) in all.into_iter().enumerate() {
        let home = Home::new();
        let words = "The boats went out and came back with the evening tide. ".repeat(9);
        let page = format!(
            "<html><head><title>Page {hidden}</title><meta name=author content='Ann {hidden}'>\
             <meta property='og:site_name' content='Site {hidden}'></head><body><article><h1>Page {hidden}</h1>\
             <p>{words} {hidden}</p><p>“We stop {hidden},” said Maria {hidden} Holt.</p>\
             <p><a href='https://a.example/{hidden}'>link {hidden}</a> {words}</p></article></body></html>"
        );
        let mut raw = page.clone().into_bytes();
        raw.extend_from_slice(b"<p>raw \x9b31m \x9d0;x\x9c \x90 \xff\x1b</p>");
        home.write("page.html", &page);
        fs::write(home.path("raw.html"), raw).unwrap();
        home.write(
            "feed.xml",
            format!(
                "<rss version='2.0'><channel><title>Feed {hidden}</title><item><title>Item {hidden}</title>\
                 <link>https://a.example/{number}</link><description>{words} {hidden}</description></item></channel></rss>"
            ),
        );
        let title = escaped(&format!("Json {hidden}"));
        let text = escaped(&format!("{words} {hidden}"));
        home.write(
            "feed.json",
            format!(
                "{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":{title},\"items\":[{{\"id\":{title},\"title\":{title},\"content_text\":{text}}}]}}"
            ),
        );
        home.write(
            "note.md",
            format!(
                "---\ntitle: {title}\ntags: [{title}]\n---\n\n# N {hidden}\n\n{words} {hidden}\n"
            ),
        );
        for args in [
            &[
                "import",
                "page.html",
                "raw.html",
                "feed.xml",
                "feed.json",
                "note.md",
            ][..],
            &["list"],
            &["list", "--format", "csv"],
            &["show", "1", "2", "3"],
            &["show", "--format", "markdown", "1", "2"],
            &["quotes", "1"],
            &["speakers"],
            &["search", "boats"],
            &["export", "--folder", "out"],
            &["export", "quotes", "-f", "markdown", "-o", "quotes.md"],
            &["export", "-f", "bibtex", "-o", "all.bib"],
            &["check"],
        ] {
            let output = home.run(args);
            assert_quiet(&format!("{hidden:?} {args:?}"), &stdout(&output));
            assert_quiet(&format!("{hidden:?} {args:?}"), &stderr(&output));
        }
        let mut files = 0;
        let mut folders = vec![home.path("out")];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten() {
                let path = entry.unwrap().path();
                assert_quiet("a file's name", path.to_str().unwrap());
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files += 1;
                    assert_quiet(
                        &format!("{hidden:?} {path:?}"),
                        &fs::read_to_string(&path).unwrap(),
                    );
                }
            }
        }
        assert!(files >= 2, "{hidden:?}: {files} files");
        for name in ["quotes.md", "all.bib"] {
            let text = fs::read_to_string(home.path(name)).unwrap_or_default();
            assert_quiet(&format!("{hidden:?} {name}"), &text);
        }
    }
}
