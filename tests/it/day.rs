//! A whole day's work in one story: from a search to a brief whose quotes are checked, against the real program.

use std::fs;

use tempfile::TempDir;

use crate::harness::FERRY;
use crate::pty::Pty;

/// A report of the same day that repeats a quote and has another voice.
const BRIDGE: &str = "\
---
title: A Bridge Instead
site: The Herald
date: 2026-03-05
url: https://herald.example/bridge
---

The county wants a bridge where the night ferry runs.

“A bridge does not ask what time it is,” said Ines Varga, the county's engineer.

“There is no money left for it,” Maria Holt said again on Thursday.
";

/// What the day's search is not about.
const SNOW: &str = "\
---
title: Snow
date: 2026-03-06
---

It snowed. “So what,” said a boy.
";

/// Runs a command line in a home; returns the exit code and all it wrote.
fn run(home: &TempDir, arguments: &[&str]) -> (i32, String) {
    let output = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", home.path())
        .current_dir(home.path())
        .args(arguments)
        .output()
        .unwrap();
    let all = [output.stdout, output.stderr].concat();
    let text = String::from_utf8_lossy(&all).into_owned();
    (output.status.code().unwrap(), text)
}

#[test]
fn from_a_search_to_a_brief_whose_quotes_are_checked() {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("ferry.md", FERRY),
        ("bridge.md", BRIDGE),
        ("snow.md", SNOW),
    ] {
        fs::write(home.path().join(name), text).unwrap();
    }
    let (code, said) = run(&home, &["import", "ferry.md", "bridge.md", "snow.md"]);
    assert_eq!(code, 0, "{said}");

    // Searched, limited to one site, opened.
    let mut pty = Pty::start(home, [120, 40]);
    pty.wait_for("Library 3");
    pty.keys("/ferry");
    pty.wait_for("2 articles");
    pty.keys("\r");
    pty.keys(":limit ferry site:sound\r");
    pty.wait_for("Library 1");
    pty.keys("\r");
    pty.wait_for("quote 1/");

    // The second quote; who says it is corrected.
    pty.keys("]q");
    pty.wait_for("quote 2/");
    pty.keys(":speaker Ann Weir\r");
    pty.wait_for("Your correction: Ann Weir says it");
    pty.wait_for("Ann Weir");

    // Highlighted with a note; both quotes are clipped.
    pty.keys("A");
    pty.wait_for("Esc keep");
    pty.keys("asked for the letter");
    pty.wait_for("asked for the letter");
    pty.keys("\u{1b}");
    pty.wait_for("1 highlight");
    pty.keys("[q");
    pty.wait_for("quote 1/");
    pty.keys("C");
    pty.wait_for("Clip 1;");
    pty.keys("]q");
    pty.wait_for("quote 2/");
    pty.keys("C");
    pty.wait_for("Clip 2;");

    // And one from another article, found by what was said.
    pty.keys(":limit said:\"what time\"\r");
    pty.wait_for("A Bridge Instead");
    pty.keys("q");
    pty.keys("\r");
    pty.wait_for("Ines Varga");
    pty.wait_for("quote 1/");
    pty.keys("C");
    pty.wait_for("Clip 3;");

    // Ordered: the bridge comes first, then a line of one's own.
    pty.keys("B");
    pty.wait_for("1/3");
    pty.keys("G");
    pty.wait_for("3/3");
    pty.keys("KK");
    pty.wait_for("1/3");
    pty.keys("aThe county has another plan.\u{1b}");
    pty.wait_for("/4");

    // Written to a file without leaving.
    pty.keys("w");
    pty.wait_for(":write clips.md");
    pty.keys("\r");
    pty.wait_for("4 clips written to");
    pty.keys("q");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();

    // Exported: in this order, with the corrected speaker.
    let home = std::mem::replace(&mut pty.home, tempfile::tempdir().unwrap());
    let export = ["export", "clips", "--format", "markdown", "-o", "brief.md"];
    let (code, said) = run(&home, &export);
    assert_eq!(code, 0, "{said}");
    let path = home.path().join("brief.md");
    let brief = fs::read_to_string(&path).unwrap();
    let written = fs::read_to_string(home.path().join("clips.md")).unwrap();
    assert_eq!(written, brief, "both ways say the same");
    let at = |words: &str| {
        brief
            .find(words)
            .unwrap_or_else(|| panic!("{words} is not in\n{brief}"))
    };
    assert!(at("A bridge does not ask") < at("We looked at every number"));
    assert!(at("We looked at every number") < at("They never asked us"));
    at("The county has another plan.");
    at("Ann Weir");

    // Checked: verbatim, and the exit status says so; altered after an edit, and it says how.
    let (code, said) = run(&home, &["verify", "brief.md"]);
    assert_eq!(
        (code, said.contains("3 verbatim, 0 altered, 0 gone")),
        (0, true),
        "{said}"
    );
    fs::write(
        &path,
        brief.replace("They never asked us", "They often asked us"),
    )
    .unwrap();
    let (code, said) = run(&home, &["verify", "brief.md"]);
    assert_eq!(
        (code, said.contains("2 verbatim, 1 altered, 0 gone")),
        (1, true),
        "{said}"
    );
    assert!(said.contains("never") && said.contains("often"), "{said}");

    // The highlight, its note and the correction are there on another day, for another program too.
    let (code, said) = run(&home, &["export", "highlights", "--format", "markdown"]);
    assert_eq!(
        (code, said.contains("asked for the letter")),
        (0, true),
        "{said}"
    );
    let (code, said) = run(&home, &["speakers", "quotes", "Ann Weir"]);
    assert_eq!(
        (code, said.contains("They never asked us")),
        (0, true),
        "{said}"
    );
}
