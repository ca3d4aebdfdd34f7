//! Nothing foreign steers the terminal: not from articles, not from file names, not from arguments.

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
