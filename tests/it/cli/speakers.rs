//! Speakers, voices and the same quote, as scripts see them.

use super::{Home, code, stderr, stdout};

/// Two reports of one hearing: the second cuts a quote and gives it to another speaker.
const EARLY: &str = "\
---
title: Rates Stay
site: The Sound
date: 2026-03-02
---

“We looked at every number twice, and there is no money left for a cut this year,” said Jerome Powell, the Fed chair.

“That is a mistake,” said Ann Roy, a senator.
";

const LATE: &str = "\
---
title: No Cut, Says the Fed
site: The Hill
date: 2026-03-04
tags: [money]
---

“There is no money left for a cut this year,” said Ann Roy.

“Rates are where they should be,” Powell said. “We will wait,” a senior official said.
";

fn home() -> Home {
    let home = Home::new();
    home.write("early.md", EARLY);
    home.write("late.md", LATE);
    home.run(&["import", "early.md", "late.md"]);
    home
}

#[test]
fn speakers() {
    let home = home();
    let stories = [
        home.story(&["speakers"]),
        home.story(&["speakers", "po", "--format", "csv"]),
        home.story(&["speakers", "--who", "unnamed", "--format", "jsonl"]),
        home.story(&[
            "speakers", "--sort", "name", "--limit", "1", "--format", "markdown",
        ]),
        home.story(&["speakers", "nobody"]),
        home.story(&["speakers", "show", "Jerome Powell"]),
        home.story(&["speakers", "quotes", "ann roy"]),
        home.story(&[
            "speakers", "quotes", "ann", "roy", "--said", "mistake", "--format", "json",
        ]),
        home.story(&["speakers", "quotes", "ann roy", "--said", "unicorn"]),
        home.story(&["speakers", "compare", "Ann Roy", "Jerome Powell"]),
        home.story(&[
            "speakers",
            "compare",
            "Ann Roy",
            "Jerome Powell",
            "--said",
            "money",
            "--format",
            "csv",
        ]),
        home.story(&["speakers", "quotes", "o"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn names_are_put_together_and_taken_apart() {
    let home = home();
    let stories = [
        home.story(&["speakers", "proposals"]),
        home.story(&["speakers", "merge", "Powell", "Jerome Powell"]),
        home.story(&["speakers", "merge", "Powell", "Jerome Powell"]),
        home.story(&["speakers", "show", "powell"]),
        home.story(&["speakers", "proposals"]),
        home.story(&["speakers", "split", "Powell"]),
        home.story(&["speakers", "split", "Powell"]),
        home.story(&["speakers", "proposals"]),
        home.story(&["speakers", "apart", "Ann Roy", "Jerome Powell"]),
        home.story(&["check"]),
    ];
    insta::assert_snapshot!(
        stories
            .join("\n")
            .replace(&home.path("").display().to_string(), "")
    );
}

#[test]
fn voices() {
    let home = home();
    let stories = [
        home.story(&["voices"]),
        home.story(&["voices", "2", "--format", "csv"]),
        home.story(&["voices", "--tag", "money", "--limit", "1"]),
        home.story(&["voices", "--site", "the sound", "--format", "jsonl"]),
        home.story(&["voices", "--search", "mistake", "--site", "The Hill"]),
        home.story(&["voices", "99"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn the_same_quote() {
    let home = home();
    let stories = [
        home.story(&["same"]),
        home.story(&["same", "2", "1", "--format", "markdown"]),
        home.story(&["same", "1", "--format", "json"]),
        home.story(&["same", "1", "--format", "csv"]),
        home.story(&["same", "--least", "3"]),
        home.story(&["same", "1", "9"]),
        home.story(&["same", "99"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn signs_are_plain_where_the_terminal_has_no_others() {
    let home = home();
    for args in [
        ["--ascii", "speakers"].as_slice(),
        &["--ascii", "speakers", "show", "Jerome Powell"],
        &["--ascii", "speakers", "quotes", "ann roy"],
        &["--ascii", "speakers", "compare", "Ann Roy", "Jerome Powell"],
        &["--ascii", "voices"],
        &["--ascii", "same"],
    ] {
        let text = stdout(&home.run(args));
        // The words of the articles are as they are.
        let signs = text.replace(['“', '”', '’'], "");
        assert!(!signs.is_empty() && signs.is_ascii(), "{args:?}: {text}");
    }
}

#[test]
fn no_name_breaks_the_verbs() {
    let home = home();
    for name in [
        "",
        "\"",
        "' OR 1=1 --",
        "*",
        "a NEAR b",
        "\u{1b}[2J",
        "中",
        "--",
    ] {
        for args in [
            vec!["speakers", "quotes", "--", name],
            vec!["speakers", "merge", "--", name, "Ann Roy"],
            vec!["voices", "--tag", name],
            vec!["voices", "--search", name],
        ] {
            let out = home.run(&args);
            assert!([0, 1, 2].contains(&code(&out)), "{args:?}");
            assert!(
                !stderr(&out).contains("bug") && !stdout(&out).contains('\u{1b}'),
                "{args:?}: {}",
                stderr(&out)
            );
        }
    }
}
