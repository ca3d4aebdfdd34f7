//! How long filters take, as a key in the list's filter asks them: `cargo bench --bench finding -- LIBRARY`.
//!
//! Without a library it makes a small one, so that it runs anywhere; the figures of interest are those of a large one.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench prints, and may panic"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::civil::date;
use pullquote::article::{Clean, Filter, Provenance, Query, Record, State};
use pullquote::import::{Hint, import};
use pullquote::library::Library;
use pullquote::quote::{Depth, skim};

/// What is asked: common and rare words, beginnings, fields, quotes.
const ASKED: &[&str] = &[
    "s",
    "sa",
    "sai",
    "said",
    "the",
    "president said",
    "ferry",
    "zeppelin",
    "\"red line\"",
    "vote -election",
    "p*",
    "pre*",
    "site:nytimes",
    "title:court",
    "is:unread",
    "since:2025-06",
    "tag:none",
    "speaker:obama",
    "said:economy",
    "said:the",
    "said:\"red line\" speaker:putin",
    "kind:direct",
    "-speaker:obama",
    "lang:en the or a or of",
];
/// How often each is asked; the median counts.
const TIMES: usize = 7;
/// Articles of the first part of the answer.
const FIRST: usize = 200;

fn main() {
    let named = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let library = match &named {
        Some(path) => Library::open(Path::new(path)).unwrap(),
        None => small(),
    };
    println!(
        "{:<36} {:>9} {:>9} {:>9} {:>9}",
        "asked", "articles", "first ms", "all ms", "search ms"
    );
    for asked in ASKED {
        let filter = Filter::parse_begun(asked, date(2026, 2, 1)).unwrap();
        let query = Query {
            filter: filter.clone(),
            ..Query::default()
        };
        let count = library.order(&query, None).unwrap().len();
        let first = median(|| drop(library.order(&query, Some(FIRST)).unwrap()));
        let all = median(|| drop(library.order(&query, None).unwrap()));
        let search = median(|| drop(library.search(&filter, 20).unwrap()));
        println!("{asked:<36} {count:>9} {first:>9.1} {all:>9.1} {search:>9.1}");
    }
}

fn median(mut act: impl FnMut()) -> f64 {
    let mut times: Vec<Duration> = (0..TIMES)
        .map(|_| {
            let began = Instant::now();
            act();
            began.elapsed()
        })
        .collect();
    times.sort();
    times[TIMES / 2].as_secs_f64() * 1_000.0
}

/// Returns a library of a thousand short articles.
fn small() -> Library {
    let mut library = Library::open_in_memory().unwrap();
    for number in 0..1_000 {
        let text = format!(
            "---\ntitle: Ferry {number}\nurl: https://a.example/{number}\nlang: en\n---\n\nThe ferry {number} stopped.\n\n\
             “We will not cross a red line,” President Ann Roy said on Monday, before the vote.\n"
        );
        let article = import(
            text.as_bytes(),
            Hint {
                name: "a.md",
                ..Hint::default()
            },
        )
        .unwrap();
        let (quotes, _) = skim(&article);
        let record = Record {
            article,
            state: State::default(),
            provenance: Provenance {
                imported: Clean::line("2026-11-23T12:00:00Z"),
                source: Clean::line("a.md"),
            },
        };
        library.put(&record, &quotes, Depth::Whole).unwrap();
    }
    library
}
