//! Writing clips, highlights and articles to files from inside the program.

use std::fs;
use std::path::Path;

use pullquote::app::{Overlay, Prompt};

use crate::harness::{FERRY, Harness};

fn notice(harness: &Harness) -> &str {
    let notice = harness.app.notice.as_ref();
    notice.map_or("", |notice| &notice.text)
}

/// What stands on the command line; nothing where there is none.
fn line(harness: &Harness) -> &str {
    match &harness.app.overlay {
        Some(Overlay::Prompt(prompt)) => Prompt::text(prompt),
        _ => "",
    }
}

/// Puts another name on the open command line, and accepts it.
fn named(harness: Harness, command: &str, file: &Path) -> Harness {
    let file = file.to_str().unwrap();
    harness.keys(&format!("<C-u>{command} {file}<Enter>"))
}

/// An article with two clips and two highlights.
fn kept() -> Harness {
    Harness::new(100, 24, &[FERRY]).keys("<Enter>CaN]qCa")
}

#[test]
fn clips_are_written_from_their_list_and_nothing_is_written_over_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("brief.md");
    let harness = kept().keys("Bw");
    assert_eq!(line(&harness), "write clips.md");
    let harness = named(harness, "write", &file);
    assert_eq!(
        notice(&harness),
        format!("2 clips written to {}", file.display())
    );
    let picker = |harness: &Harness| matches!(&harness.app.overlay, Some(Overlay::Picker(picker)) if picker.title == "Clips");
    assert!(picker(&harness), "the list is there again");
    let brief = fs::read_to_string(&file).unwrap();
    assert!(
        brief.contains("> “We looked at every number twice,"),
        "{brief}"
    );

    fs::write(&file, "mine").unwrap();
    let harness = named(harness.keys("w"), "write", &file);
    assert!(
        notice(&harness).contains("is there already; “:write! "),
        "{}",
        notice(&harness)
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    let harness = named(harness.keys("w"), "w!", &file);
    assert!(notice(&harness).starts_with("2 clips written"));
    assert_eq!(fs::read_to_string(&file).unwrap(), brief);

    let harness = harness.keys("w<Esc>");
    assert!(picker(&harness), "giving up goes back to the list");
}

#[test]
fn what_a_list_is_narrowed_to_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.csv");
    let harness = kept().keys("B/twice<Enter>").keys("Bw");
    // Enter on the narrowed list went to the clip; a new list has all of them.
    let harness = named(harness, "write", &file);
    assert!(
        notice(&harness).starts_with("2 clips"),
        "{}",
        notice(&harness)
    );

    let file = folder.path().join("highlights.csv");
    let harness = harness.keys("<Esc>gh");
    let all = harness.screen();
    assert!(all.contains("1/2"), "{all}");
    let harness = named(harness.keys("w"), "write", &file);
    assert!(
        notice(&harness).starts_with("2 highlights written to"),
        "{}",
        notice(&harness)
    );
    let table = fs::read_to_string(&file).unwrap();
    assert_eq!(table.lines().count(), 3, "{table}");
    assert!(table.starts_with("words,original,kind"), "{table}");
}

#[test]
fn the_article_is_written_with_its_highlights() {
    let folder = tempfile::tempdir().unwrap();
    let harness = kept().keys(":write<Enter>");
    assert_eq!(line(&harness), "write Last Ferry Leaves the Island.md");
    // A folder: the title is the name.
    let harness = named(harness, "write", folder.path());
    let file = folder.path().join("Last Ferry Leaves the Island.md");
    assert_eq!(
        notice(&harness),
        format!(
            "The article with its highlights written to {}",
            file.display()
        )
    );
    let note = fs::read_to_string(&file).unwrap();
    assert!(
        note.starts_with("---\ntitle: \"Last Ferry Leaves the Island\"\n")
            && note.contains("## Highlights")
            && note.contains("# Last Ferry Leaves the Island"),
        "{note}"
    );
    let file = folder.path().join("ferry.bib");
    let harness = named(harness.keys(":"), "w", &file);
    assert!(notice(&harness).starts_with("The article's entry"));
    assert!(fs::read_to_string(&file).unwrap().starts_with('@'));
}

#[test]
fn what_cannot_be_written_is_said_and_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let harness = kept().keys(":");
    let harness = named(harness, "write", &folder.path().join("x.docx"));
    assert_eq!(
        notice(&harness),
        "“.docx” says no form that is known: .jsonl, .md, .csv, .jsonld, .bib, .json."
    );
    let harness = named(harness.keys(":"), "write", &folder.path().join("no/x.md"));
    assert!(
        notice(&harness).contains("was not written: there is no folder"),
        "{}",
        notice(&harness)
    );
    let harness = harness.keys("<Esc>");
    let empty = Harness::new(100, 24, &[FERRY]).keys("<Enter>Bw");
    assert_eq!(
        notice(&empty),
        "There is nothing in this list to be written."
    );
    let harness = harness.keys("<Esc>gsw");
    assert_eq!(
        notice(&harness),
        "Only clips and highlights are written from a list; `pullquote export` writes the others."
    );
    assert!(matches!(harness.app.overlay, Some(Overlay::Picker(_))));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
