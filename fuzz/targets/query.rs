//! Any text, as a query of a small library: articles, or a message with the place; never an error of SQL.
#![no_main]

use std::cell::OnceCell;

use libfuzzer_sys::fuzz_target;
use pullquote::article::{Filter, Provenance, Query, Record, Shelf, State};
use pullquote::import::{Hint, import};
use pullquote::library::Library;
use pullquote::quote;

const ARTICLE: &str = "---\ntitle: Last Ferry\nsite: The Sound\ndate: 2026-03-02\n---\n\n“No more boats,” said Ann Roy.\n";

thread_local! {
    static LIBRARY: OnceCell<Library> = const { OnceCell::new() };
}

fn library() -> Library {
    let mut library = Library::open_in_memory().expect("memory");
    let hint = Hint {
        name: "a.md",
        ..Hint::default()
    };
    let article = import(ARTICLE.as_bytes(), hint).expect("an article");
    let (quotes, depth) = quote::skim(&article);
    let record = Record {
        article,
        state: State::default(),
        provenance: Provenance::default(),
    };
    library.put(&record, &quotes, depth).expect("stored");
    library
}

fuzz_target!(|text: &str| {
    let today = jiff::civil::date(2026, 11, 26);
    match Filter::parse(text, today) {
        Ok(filter) => LIBRARY.with(|cell| {
            let library = cell.get_or_init(library);
            let query = Query {
                filter: filter.clone(),
                shelf: Shelf::All,
                ..Query::default()
            };
            library.order(&query, None).expect("a query is no error");
            library.search(&filter, 10).expect("a query is no error");
        }),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
