//! Web archives in a zip (WACZ): the records of its WARC files that its list of pages names.

use std::collections::VecDeque;

use serde_json::Value;

use crate::article::Clean;
use crate::import::container::Piece;
use crate::import::pack::{Pack, Shared, broken};
use crate::import::warc::{Addresses, Warc};
use crate::import::{ImportError, decode};

/// Where pages are listed: those that were asked for, and those that were found on the way.
const LISTS: &[&str] = &["pages/pages.jsonl", "pages/extraPages.jsonl"];
/// Most bytes of a list: a million pages, but not their texts.
const LONGEST_LIST: u64 = 256 << 20;

/// Whether an archive is of this kind.
pub(super) fn is_wacz(pack: &Pack<'_>) -> bool {
    pack.has("datapackage.json") && pack.names().any(is_records)
}

fn is_records(name: &str) -> bool {
    let file = name.strip_prefix("archive/");
    file.is_some_and(|file| {
        let plain = file.strip_suffix(".gz").unwrap_or(file);
        !file.contains('/') && plain.strip_suffix(".warc").is_some()
    })
}

/// Returns what is in an archive.
///
/// # Errors
/// When its list of pages cannot be read.
pub(super) fn pieces<'a>(
    shared: &Shared<'a>,
    mut pack: Pack<'a>,
) -> Result<impl Iterator<Item = Piece> + use<'a>, ImportError> {
    let wanted = pages(&mut pack)?;
    let mut files: Vec<String> = pack
        .names()
        .filter(|name| is_records(name))
        .map(str::to_owned)
        .collect();
    files.sort();
    let mut files = VecDeque::from(files);
    Ok(Warc::new("WACZ", shared.length(), wanted, move || {
        let name = files.pop_front()?;
        let file = pack.stream(&name).transpose()?;
        Some((Clean::line(&name), file))
    }))
}

/// Returns the addresses of the pages; none when they are not listed.
fn pages(pack: &mut Pack<'_>) -> Result<Option<Addresses>, ImportError> {
    let mut addresses = Addresses::default();
    let mut is_listed = false;
    for list in LISTS {
        let Some(bytes) = pack.read(list, LONGEST_LIST)? else {
            continue;
        };
        for line in decode::text(&bytes).lines() {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let page: Value = serde_json::from_str(line).map_err(|error| broken(&error))?;
            // The first line is about the list.
            if let Some(url) = page.get("url").and_then(Value::as_str) {
                addresses.add(url);
                is_listed = true;
            }
        }
    }
    Ok(is_listed.then_some(addresses))
}

#[cfg(test)]
mod tests {
    use crate::import::container::tests::pieces;
    use crate::import::warc::http::tests::gzipped;
    use crate::import::warc::tests::{answer, told};

    const HTML: &str = "200 OK\r\nContent-Type: text/html";
    const PAGES: &[u8] = b"{\"format\": \"json-pages-1.0\", \"id\": \"pages\"}\n{\"id\": \"1\", \"url\": \"https://gull.example/a\"}\n\n\
        {\"url\": \"http://gull.example/old\", \"text\": \"One\"}\n";

    fn records() -> Vec<u8> {
        [
            answer("https://gull.example/a", HTML, b"<p>One</p>"),
            answer("https://gull.example/frame", HTML, b"<p>Frame</p>"),
            answer(
                "http://gull.example/old",
                "302 Found\r\nLocation: https://gull.example/new",
                b"",
            ),
            answer("https://gull.example/new", HTML, b"<p>New</p>"),
        ]
        .iter()
        .flat_map(|record| gzipped(record))
        .collect()
    }

    #[test]
    fn listed_pages_come_wherever_they_lead() {
        let records = records();
        let parts: &[(&str, &[u8])] = &[
            ("datapackage.json", b"{}"),
            ("archive/a.warc.gz", &records),
            ("archive/b.warc.gz", b"\x1f\x8bnothing"),
            ("pages/pages.jsonl", PAGES),
        ];
        let expected = [
            "https://gull.example/a - <p>One</p>",
            "https://gull.example/new - <p>New</p>",
            "! archive/b.warc.gz: it cannot be read: ",
            "WACZ 2: 1 parts, 1 failed, 0 repeated",
        ];
        for (told, expected) in told(&pieces(parts)).iter().zip(expected) {
            assert!(told.starts_with(expected), "{told}");
        }
        // Without a list, all pages are.
        assert_eq!(told(&pieces(&parts[..2])).len(), 4);
    }
}
