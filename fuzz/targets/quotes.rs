//! Any text, read for quotes: their ranges are of the text, in order and without a word cut in half.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::import::{Hint, import};
use pullquote::quote;

fuzz_target!(|text: &str| {
    let hint = Hint {
        name: "a.txt",
        ..Hint::default()
    };
    let Ok(article) = import(text.as_bytes(), hint) else {
        return;
    };
    let body = article.body.text();
    let (skimmed, _) = quote::skim(&article);
    for quote in skimmed {
        for span in quote
            .content
            .iter()
            .chain(&quote.cue)
            .chain(&quote.source)
        {
            assert!(body.get(span.start..span.end).is_some());
        }
    }
});
