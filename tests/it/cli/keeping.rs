//! From a library to a brief and back: exports in every form, and whether they are still true.

use std::fs;

use pullquote::article::{Anchor, Change, Highlight, Hue, Query, Span};
use pullquote::cite::{ClipChange, Passage};
use pullquote::library::Library;

use crate::cli::{Run, program};
use crate::harness::FERRY;

/// A home with one article in its library, a highlight and two clips.
fn home() -> (tempfile::TempDir, std::path::PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let library = home.path().join("x.db");
    fs::write(home.path().join("ferry.md"), FERRY).unwrap();
    run(&home, &["import", "ferry.md"], 0);
    let mut open = Library::open(&library).unwrap();
    let id = open.order(&Query::default(), None).unwrap()[0];
    let article = open.open_article(id).unwrap().unwrap();
    let text = article.article.body.text();
    let start = text.find("Islanders were angry.").unwrap();
    let highlight = Highlight {
        anchor: Anchor::of(text, Span::new(start, start + 21)).unwrap(),
        hue: Hue::Green,
        note: "Ask *them*".into(),
        made: "2026-11-23T22:01:24Z".into(),
    };
    open.change(id, &Change::Highlight(highlight)).unwrap();
    for quote in &article.quotes {
        let clip = Passage::of_quote(&article.article, quote).unwrap();
        open.change_clips(&ClipChange::Insert(99, Box::new(clip))).unwrap();
    }
    open.change_clips(&ClipChange::Insert(0, Box::new(Passage::line("My # line")))).unwrap();
    (home, library)
}
