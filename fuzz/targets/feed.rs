//! Any bytes, as a feed, a list of feeds, or a page that links to some.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::import::feed;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(read) = feed::read(bytes, Some("https://a.example/feed"), None) {
        for entry in read.into_entries() {
            entry.article().ok();
        }
    }
    feed::links(bytes, "https://a.example/", None);
    feed::outlines(bytes).ok();
});
