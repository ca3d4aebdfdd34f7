//! kill -9 at any moment while the reader marks, tags and notes: what was acknowledged is there, and nothing by halves.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use pullquote::article::{Anchor, ArticleId, Clean, Highlight, Hue, Letter, MarkAt, Query, Span};
use pullquote::cite::{ClipChange, Passage};
use pullquote::import::{Hint, import};
use pullquote::library::{Change, Library};
use pullquote::quote;

use crate::effort::{Dice, rounds};

/// Where a child process finds the library that it is to work on.
const CHILD: &str = "PULLQUOTE_TEST_CHANGES";

const ARTICLE: &str = "# Last Ferry\n\nThe ferry stops in May. “We looked at every number twice,” said Maria Holt.\n\nNobody was asked.\n";

fn made(path: &Path) -> ArticleId {
    let mut library = Library::open(path).unwrap();
    let hint = Hint {
        name: "ferry.md",
        ..Hint::default()
    };
    let article = import(ARTICLE.as_bytes(), hint).unwrap();
    let (quotes, depth) = quote::skim(&article);
    let record = pullquote::article::Record {
        article,
        state: pullquote::article::State::default(),
        provenance: pullquote::article::Provenance {
            imported: "2026-11-23T22:01:24Z".into(),
            source: "-".into(),
        },
    };
    library.put(&record, &quotes, depth).unwrap().id()
}

/// Does the change with a number: each kind in turn, each time another one.
fn change(library: &mut Library, id: ArticleId, text: &str, number: usize) {
    let turn = number / 6;
    // All of it before the first letter of several bytes.
    let nth = turn % 14;
    let anchor = || Anchor::of(text, Span::new(14 + nth, 20 + nth)).unwrap();
    match number % 6 {
        0 => library.change(id, &Change::Starred(turn.is_multiple_of(2))),
        1 => library.change(id, &Change::Place(nth)),
        2 => {
            let tags = vec![Clean::line(&format!("tag{nth}")), Clean::line("ferry")];
            library.change(id, &Change::Tags(tags))
        }
        3 => {
            let highlight = Highlight {
                anchor: anchor(),
                hue: if turn.is_multiple_of(2) {
                    Hue::Green
                } else {
                    Hue::Red
                },
                note: Clean::line(&format!("note {number}")),
                made: Clean::default(),
            };
            library.change(id, &Change::Highlight(highlight))
        }
        4 => {
            let at = MarkAt {
                article: id,
                byte: nth,
            };
            library.set_mark(Letter::new('a').unwrap(), at)
        }
        _ => {
            // In and out again: there are only so many.
            let line = |number: usize| Box::new(Passage::line(&format!("line {number}")));
            library.change_clips(&if turn.is_multiple_of(2) {
                ClipChange::Insert(0, line(number))
            } else {
                ClipChange::Remove(line(number - 6))
            })
        }
    }
    .unwrap();
}

/// All that the changes have made, in words that can be compared.
fn told(library: &Library, id: ArticleId) -> String {
    let reading = library.open_article(id).unwrap().unwrap();
    let mark = library.mark(Letter::new('a').unwrap(), Some(id)).unwrap();
    let clips = library.clips().unwrap();
    format!("{:?} {mark:?} {clips:?}", reading.state)
}

fn text_of(library: &Library, id: ArticleId) -> String {
    let reading = library.open_article(id).unwrap().unwrap();
    reading.article.body.text().to_owned()
}

/// Not a test by itself: what [`nothing_that_was_marked_tagged_or_noted_is_lost`] starts as a process of its own.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the harness passes no arguments on"
)]
fn child_that_marks_and_notes() {
    let Some(asked) = std::env::var_os(CHILD) else {
        return;
    };
    let asked = asked.into_string().unwrap();
    let (first, path) = asked.split_once(' ').unwrap();
    let mut library = Library::open(Path::new(path)).unwrap();
    let id = library.order(&Query::default(), None).unwrap()[0];
    let text = text_of(&library, id);
    for number in first.parse().unwrap().. {
        change(&mut library, id, &text, number);
        println!("acknowledged {number}");
    }
}

#[test]
fn nothing_that_was_marked_tagged_or_noted_is_lost() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let id = made(&path);
    // The same done without any harm, one change after the other.
    let calm_path = home.path().join("calm.db");
    let calm_id = made(&calm_path);
    let mut calm = Library::open(&calm_path).unwrap();
    let text = text_of(&calm, calm_id);
    let mut done = 0;
    let mut dice = Dice::new(7);
    for round in 0..rounds(8) {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "crash::child_that_marks_and_notes",
                "--nocapture",
            ])
            .env(CHILD, format!("{done} {}", path.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut acknowledged = lines.map_while(Result::ok).filter_map(|line| {
            let (_, number) = line.rsplit_once("acknowledged ")?;
            number.parse::<usize>().ok()
        });
        let first = acknowledged.next().unwrap();
        thread::sleep(Duration::from_micros(dice.below(60_000)));
        child.kill().unwrap();
        // What it said before it died counts, too.
        let last = acknowledged.last().unwrap_or(first);
        child.wait().unwrap();

        let library = Library::open(&path).unwrap();
        let report = library.check().unwrap();
        assert!(report.is_sound(), "round {round}: {report:?}");
        for number in done..=last {
            change(&mut calm, calm_id, &text, number);
        }
        done = last + 1;
        let there = told(&library, id);
        if there != told(&calm, calm_id) {
            // The change that it was about to acknowledge may be on disk as well.
            change(&mut calm, calm_id, &text, done);
            done += 1;
            assert_eq!(there, told(&calm, calm_id), "round {round}");
        }
    }
}
