//! Any bytes, as a file of any kind: an article or a refusal, and nothing in it that steers a terminal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::article::Clean;
use pullquote::import::{Hint, import, records};

const NAMES: [&str; 9] = [
    "a.md", "a.html", "a.mhtml", "a.txt", "a.epub", "a.xml", "a", "a.jsonl", "a.pdf",
];

fuzz_target!(|input: (u8, &[u8])| {
    let (kind, bytes) = input;
    let name = NAMES[usize::from(kind) % NAMES.len()];
    if let Ok(line) = std::str::from_utf8(bytes) {
        records::read_item(line).ok();
    }
    let hint = Hint {
        name,
        ..Hint::default()
    };
    let Ok(article) = import(bytes, hint) else {
        return;
    };
    let text = article.body.text();
    assert_eq!(Clean::from_untrusted(text).as_str(), text);
    for block in article.body.blocks() {
        assert!(text.get(block.span.start..block.span.end).is_some());
        for mark in &block.marks {
            assert!(text.get(mark.span.start..mark.span.end).is_some());
        }
    }
});
