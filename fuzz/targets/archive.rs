//! Any bytes, as what another program gives out: a report and entries, or a refusal.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pullquote::import::archive;

fuzz_target!(|bytes: &[u8]| {
    archive::is_archive(bytes);
    if let Some(Ok(archive)) = archive::read(bytes) {
        let told = archive.report.articles;
        assert!(archive.into_entries().len() >= told.min(1));
    }
});
