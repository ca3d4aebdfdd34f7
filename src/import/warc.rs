//! Saved answers of web servers (WARC), plain or packed record by record: the pages among them, one at a time, however
//! long the file is. What belongs to pages (pictures, styles, programs), redirects and errors are counted and left out.
//!
//! A page is an answer in HTML with the status 200, or a resource in HTML. Of several answers from one address the first
//! is taken. Whether there is an article on it is found out by those who read pages.

pub(super) mod http;
mod record;

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io::{self, BufReader, Read};

use flate2::bufread::{GzDecoder, MultiGzDecoder};
use url::Url;

use crate::article::Clean;
use crate::import::archive::Report;
use crate::import::container::{Page, Piece};
use crate::import::pack::{MOST_TIMES, Shared, broken};
use crate::import::{ImportError, LARGEST, address};

use http::Head;
use record::{Fields, Records};

/// What the first bytes of a gzip file are, and of a record.
const GZIP: &[u8] = b"\x1f\x8b";
const RECORD: &[u8] = b"WARC/";

/// Most pages of a file.
const MOST_PAGES: usize = 1_000_000;
/// Most bytes that a small file may become, unpacked.
const MOST_UNPACKED: u64 = 1 << 30;

/// Whether what begins with some bytes is a WARC file.
pub(super) fn is_warc(first_bytes: &[u8]) -> bool {
    if !first_bytes.starts_with(GZIP) {
        return first_bytes.starts_with(RECORD);
    }
    let mut first = [0; RECORD.len()];
    let read = GzDecoder::new(first_bytes).read_exact(&mut first);
    read.is_ok() && first == RECORD
}

/// Returns what is in a WARC file.
pub(super) fn pieces<'a>(shared: &Shared<'a>) -> impl Iterator<Item = Piece> + use<'a> {
    let mut files = Some(Box::new(shared.whole()) as Box<dyn Read + 'a>);
    Warc::new("WARC", shared.length(), None, move || {
        files.take().map(|file| (Clean::default(), Ok(file)))
    })
}

/// Addresses, by what is left of them when only equality matters.
#[derive(Default)]
pub(super) struct Addresses {
    known: HashSet<u64>,
    hashes: RandomState,
}

impl Addresses {
    /// Adds an address. Returns whether it is new; one that is none of the web never is.
    pub(super) fn add(&mut self, url: &str) -> bool {
        let canonical = address::canonical(url);
        canonical.is_some_and(|url| self.known.insert(self.hashes.hash_one(url.as_str())))
    }

    fn has(&self, url: &str) -> bool {
        let canonical = address::canonical(url);
        canonical.is_some_and(|url| self.known.contains(&self.hashes.hash_one(url.as_str())))
    }
}

/// A file of records, and what it is called among others.
pub(super) type File<'a> = (Clean, Result<Box<dyn Read + 'a>, ImportError>);

/// The pages of files of records.
pub(super) struct Warc<'a, F> {
    /// Gives the next file.
    files: F,
    /// The file at hand.
    open: Option<(Clean, Records<Unpacked<'a>>)>,
    /// The addresses that are pages, where that is known.
    wanted: Option<Addresses>,
    seen: Addresses,
    /// Bytes that may still be unpacked.
    left: u64,
    most: u64,
    report: Option<Report>,
}

type Unpacked<'a> = BufReader<Bounded<Box<dyn Read + 'a>>>;

impl<'a, F: FnMut() -> Option<File<'a>>> Warc<'a, F> {
    /// Returns the pages of files that take so many bytes together; only those that are wanted, where that is known.
    pub(super) fn new(
        program: &'static str,
        length: u64,
        wanted: Option<Addresses>,
        files: F,
    ) -> Self {
        let most = MOST_UNPACKED.max(length.saturating_mul(MOST_TIMES));
        Self {
            files,
            open: None,
            wanted,
            seen: Addresses::default(),
            left: most,
            most,
            report: Some(Report {
                program,
                ..Report::default()
            }),
        }
    }

    /// Goes on to the next file. Returns whether there is one.
    fn go_on(&mut self) -> Result<bool, Piece> {
        if let Some((_, records)) = self.open.take() {
            self.left = records.into_inner().into_inner().left;
        }
        let Some((what, file)) = (self.files)() else {
            return Ok(false);
        };
        let opened = file.and_then(|file| {
            let bounded = |source| Bounded {
                source,
                left: self.left,
                most: self.most,
            };
            let mut file = BufReader::new(file);
            let first = io::BufRead::fill_buf(&mut file).map_err(|error| broken(&error))?;
            Ok(BufReader::new(bounded(if first.starts_with(GZIP) {
                Box::new(MultiGzDecoder::new(file)) as Box<dyn Read + 'a>
            } else {
                Box::new(file)
            })))
        });
        match opened {
            Ok(file) => {
                self.open = Some((what, Records::new(file)));
                Ok(true)
            }
            Err(error) => Err(Piece::Refused { what, error }),
        }
    }

    /// Looks at the next record of the file at hand. Returns a page if it holds one, and whether there was a record.
    fn record(&mut self) -> Result<(bool, Option<Page>), Failed> {
        let (Some((_, records)), Some(report)) = (&mut self.open, &mut self.report) else {
            return Ok((false, None));
        };
        let Some(fields) = records.next()? else {
            return Ok((false, None));
        };
        let url = fields.get("WARC-Target-URI");
        let url = url.trim_start_matches('<').trim_end_matches('>').to_owned();
        let is_web = address::canonical(&url).is_some();
        let kind = fields.get("WARC-Type").to_ascii_lowercase();
        let media = fields.get("Content-Type").to_ascii_lowercase();
        let head = match kind.as_str() {
            "response" if is_web && media.starts_with("application/http") => {
                let Some(head) = Head::read(&mut records.block())? else {
                    report.parts += 1;
                    return Ok((true, None));
                };
                head
            }
            "resource" if is_web => Head {
                status: 200,
                fields: Fields::one("Content-Type", &media),
            },
            "revisit" => {
                report.repeated += 1;
                return Ok((true, None));
            }
            // What belongs to no address: what was asked, and what is known about it.
            "request" | "metadata" | "warcinfo" => return Ok((true, None)),
            _ => {
                report.parts += 1;
                return Ok((true, None));
            }
        };
        if head.status != 200 {
            report.failed += 1;
            self.follow(&url, &head);
            return Ok((true, None));
        }
        let media = head.fields.get("Content-Type");
        let is_wanted = self.wanted.as_ref().is_none_or(|wanted| wanted.has(&url));
        if !is_page(media) || !is_wanted {
            report.parts += 1;
            return Ok((true, None));
        }
        if !self.seen.add(&url) {
            report.repeated += 1;
            return Ok((true, None));
        }
        if report.articles >= MOST_PAGES {
            let reason = format!("it has more than {MOST_PAGES} pages");
            return Err(Failed::File(ImportError::Broken { reason }));
        }
        let mut body = Vec::new();
        records.block().take(LARGEST + 1).read_to_end(&mut body)?;
        let charset = charset(media);
        let bytes = body.len() as u64;
        let body = if bytes > LARGEST {
            Err(ImportError::TooLarge { bytes })
        } else {
            head.bare(body)
        };
        let bytes = match body {
            Ok(bytes) => bytes,
            Err(error) => return Err(Failed::Page(url, error)),
        };
        report.articles += 1;
        let page = Page {
            url,
            charset,
            bytes,
        };
        Ok((true, Some(page)))
    }

    /// Where an address is wanted that leads on to another, that one is wanted, too.
    fn follow(&mut self, url: &str, head: &Head) {
        if let Some(wanted) = self.wanted.as_mut().filter(|wanted| wanted.has(url))
            && (300..400).contains(&head.status)
            && let Ok(base) = Url::parse(url)
            && let Ok(target) = base.join(head.fields.get("Location"))
            && wanted.known.len() < 2 * MOST_PAGES
        {
            wanted.add(target.as_str());
        }
    }
}

/// What cannot be read.
enum Failed {
    /// A page alone.
    Page(String, ImportError),
    /// The rest of a file.
    File(ImportError),
}

impl From<io::Error> for Failed {
    fn from(error: io::Error) -> Self {
        // What is found out of proportion deep inside comes out as what it is.
        let swollen = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<ImportError>());
        Self::File(swollen.cloned().unwrap_or_else(|| broken(&error)))
    }
}

impl<'a, F: FnMut() -> Option<File<'a>>> Iterator for Warc<'a, F> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            self.report.as_ref()?;
            if self.open.is_none() {
                match self.go_on() {
                    Ok(true) => {}
                    Ok(false) => return self.report.take().map(Piece::Report),
                    Err(refused) => return Some(refused),
                }
            }
            match self.record() {
                Ok((true, None)) => {}
                Ok((true, Some(page))) => return Some(Piece::Page(Box::new(page))),
                Ok((false, _)) => {
                    if let Some((_, records)) = self.open.take() {
                        self.left = records.into_inner().into_inner().left;
                    }
                }
                Err(Failed::Page(url, error)) => {
                    let what = Clean::line(&url);
                    return Some(Piece::Refused { what, error });
                }
                Err(Failed::File(error)) => {
                    // Where the next record begins is anybody's guess.
                    let (what, records) = self.open.take()?;
                    self.left = records.into_inner().into_inner().left;
                    return Some(Piece::Refused { what, error });
                }
            }
        }
    }
}

/// Whether what a server calls its answer is a web page.
fn is_page(media: &str) -> bool {
    let media = media.split(';').next().unwrap_or_default().trim();
    ["text/html", "application/xhtml+xml"]
        .iter()
        .any(|page| media.eq_ignore_ascii_case(page))
}

fn charset(media: &str) -> Option<String> {
    let named = media.split(';').skip(1).find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then_some(value)
    })?;
    Some(named.trim().trim_matches(['"', '\'']).to_owned())
}

/// A reader that fails when more comes out of it than anything of its size holds.
struct Bounded<R> {
    source: R,
    left: u64,
    most: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.source.read(into)?;
        let left = self.left.checked_sub(count as u64);
        self.left = left.ok_or_else(|| {
            let most = self.most;
            io::Error::other(ImportError::Swollen { most })
        })?;
        Ok(count)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::http::tests::gzipped;
    use super::*;
    use crate::import::container::{is_container, open};
    use std::io::Cursor;

    /// Returns a record of an answer.
    pub(in crate::import) fn answer(url: &str, head: &str, body: &[u8]) -> Vec<u8> {
        let block = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat();
        record(
            "response",
            url,
            "application/http; msgtype=response",
            &block,
        )
    }

    fn record(kind: &str, url: &str, media: &str, block: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
            block.len()
        );
        [head.as_bytes(), block, b"\r\n\r\n"].concat()
    }

    const HTML: &str = "200 OK\r\nContent-Type: text/html; charset=\"windows-1251\"";

    fn crawl() -> Vec<Vec<u8>> {
        vec![
            record("warcinfo", "", "application/warc-fields", b"software: x"),
            record(
                "request",
                "https://gull.example/a",
                "application/http",
                b"GET /a HTTP/1.1\r\n\r\n",
            ),
            answer("https://gull.example/a", HTML, b"<p>One</p>"),
            answer("https://gull.example/a#again", HTML, b"<p>Other</p>"),
            answer("https://gull.example/b", "301 Moved\r\nLocation: /c", b""),
            answer(
                "https://gull.example/x.png",
                "200 OK\r\nContent-Type: image/png",
                b"\x89PNG",
            ),
            answer(
                "https://gull.example/gone",
                "404 Not Found\r\nContent-Type: text/html",
                b"<p>Gone",
            ),
            answer(
                "<https://gull.example/c>",
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip",
                &gzipped(b"<p>Three</p>"),
            ),
            record(
                "resource",
                "https://gull.example/d",
                "text/html",
                b"<p>Four</p>",
            ),
            record(
                "revisit",
                "https://gull.example/a",
                "application/http",
                b"HTTP/1.1 200 OK\r\n\r\n",
            ),
            answer(
                "https://gull.example/odd",
                "200 OK\r\nContent-Type: text/html\r\nContent-Encoding: zstd",
                b"x",
            ),
            answer("dns:gull.example", HTML, b"x"),
        ]
    }

    fn read(file: Vec<u8>) -> Vec<Piece> {
        assert!(is_container(&file));
        let shared = Shared::new(Cursor::new(file)).unwrap();
        open(&shared).unwrap().collect()
    }

    /// Returns pieces in a form that shows their differences.
    pub(in crate::import) fn told(pieces: &[Piece]) -> Vec<String> {
        let tell = |piece: &Piece| match piece {
            Piece::Page(page) => format!(
                "{} {} {}",
                page.url,
                page.charset.as_deref().unwrap_or("-"),
                String::from_utf8_lossy(&page.bytes)
            ),
            Piece::Refused { what, error } => format!("! {what}: {error}"),
            Piece::Report(it) => format!(
                "{} {}: {} parts, {} failed, {} repeated",
                it.program, it.articles, it.parts, it.failed, it.repeated
            ),
            Piece::Entry(_) => "an entry".to_owned(),
        };
        pieces.iter().map(tell).collect()
    }

    const TOLD: &[&str] = &[
        "https://gull.example/a windows-1251 <p>One</p>",
        "https://gull.example/c - <p>Three</p>",
        "https://gull.example/d - <p>Four</p>",
        "! https://gull.example/odd: it cannot be read: it is packed in a way that is not read (zstd)",
        "WARC 3: 2 parts, 2 failed, 2 repeated",
    ];

    #[test]
    fn pages_come_and_the_rest_is_counted() {
        assert_eq!(told(&read(crawl().concat())), TOLD);
    }

    #[test]
    fn packed_record_by_record_or_as_a_whole_it_is_the_same() {
        let records: Vec<Vec<u8>> = crawl().iter().map(|record| gzipped(record)).collect();
        assert_eq!(told(&read(records.concat())), TOLD);
        assert_eq!(told(&read(gzipped(&crawl().concat()))), TOLD);
    }

    #[test]
    fn what_is_cut_off_has_all_before() {
        let mut file = crawl()[..3].concat();
        file.truncate(file.len() - 9);
        let told = told(&read(file));
        assert_eq!(
            told,
            [
                "! : it cannot be read: it is cut off",
                "WARC 0: 0 parts, 0 failed, 0 repeated"
            ]
        );
    }

    #[test]
    fn a_page_that_is_too_large_costs_only_itself() {
        let large = vec![b' '; LARGEST as usize + 9];
        let file = [
            answer("https://gull.example/l", HTML, &large),
            answer("https://gull.example/a", HTML, b"<p>One</p>"),
        ];
        let told = told(&read(file.concat()));
        assert!(
            told[0].starts_with("! https://gull.example/l: it is too large"),
            "{told:?}"
        );
        assert_eq!(told[1], TOLD[0]);
    }

    #[test]
    fn what_swells_out_of_proportion_is_refused() {
        struct Zeros;
        impl Read for Zeros {
            fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
                into.fill(b'0');
                Ok(into.len())
            }
        }
        let head = b"WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 9000000000000\r\n\r\n";
        let mut files = Some(Box::new(head.chain(Zeros)) as Box<dyn Read>);
        let mut warc = Warc::new("WARC", 0, None, || {
            files.take().map(|file| (Clean::line("a"), Ok(file)))
        });
        warc.left = 1 << 20;
        let pieces: Vec<Piece> = warc.collect();
        assert!(told(&pieces)[0].starts_with("! a: unpacked, it is larger"));
    }

    #[test]
    fn other_packed_files_are_none() {
        assert!(!is_warc(&gzipped(b"words")) && !is_warc(GZIP) && !is_warc(b"WARS"));
        assert!(!is_warc(b""));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn damage_is_read_or_refused(at in 6_usize..2_000, byte: u8, cut in 8_usize..2_000) {
            let whole = crawl().concat();
            let mut broken = whole.clone();
            let length = whole.len();
            broken[6 + at % (length - 6)] = byte;
            let packed = gzipped(&whole);
            let mut other = packed.clone();
            other[20 + at % (packed.len() - 20)] = byte;
            for file in [broken, whole[..cut.min(length)].to_vec(), other] {
                let shared = Shared::new(Cursor::new(file)).unwrap();
                let pieces: Vec<Piece> = pieces(&shared).collect();
                let is_report = matches!(pieces.last(), Some(Piece::Report(_)));
                proptest::prop_assert!(is_report);
            }
        }
    }
}
