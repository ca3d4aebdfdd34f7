//! An answer as it went over the wire: its status, what it says about itself, and its body without the coats it came in.

use std::io::{self, BufRead, Read};

use brotli_decompressor::Decompressor;
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use crate::import::warc::record::{Fields, line};
use crate::import::{ImportError, LARGEST};

/// Most coats of a body.
const MOST_COATS: usize = 4;
/// How much of a body a brotli decoder takes at a time, in bytes.
const AT_A_TIME: usize = 4 << 10;

/// What is on top of an answer.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) status: u16,
    pub(super) fields: Fields,
}

impl Head {
    /// Reads what is on top of an answer; none when it is no HTTP.
    ///
    /// # Errors
    /// When it cannot be read, or has no end.
    pub(super) fn read(source: &mut impl BufRead) -> io::Result<Option<Self>> {
        let first = line(source)?.unwrap_or_default();
        let mut words = first.split_whitespace();
        let is_http = words.next().is_some_and(|word| word.starts_with("HTTP/"));
        let status = words.next().and_then(|word| word.parse().ok());
        match status.filter(|_| is_http) {
            Some(status) => Ok(Some(Self {
                status,
                fields: Fields::read(source)?,
            })),
            None => Ok(None),
        }
    }

    /// Returns the body without its coats. Some programs take them off and let the words stand that tell of them: where
    /// one is not there, the body is taken as it is.
    ///
    /// # Errors
    /// When it is damaged, packed in a way that is not known, or too large for an article.
    pub(super) fn bare(&self, mut body: Vec<u8>) -> Result<Vec<u8>, ImportError> {
        let is_chunked = self
            .fields
            .get("Transfer-Encoding")
            .to_ascii_lowercase()
            .contains("chunked");
        if is_chunked && let Some(joined) = joined(&body) {
            body = joined;
        }
        let coats = self.fields.get("Content-Encoding").to_ascii_lowercase();
        let coats: Vec<&str> = coats
            .split(',')
            .map(str::trim)
            .filter(|coat| !coat.is_empty())
            .collect();
        if coats.len() > MOST_COATS {
            return Err(ImportError::NoArticle);
        }
        for coat in coats.iter().rev() {
            body = uncoated(coat, body)?;
        }
        Ok(body)
    }
}

fn uncoated(coat: &str, body: Vec<u8>) -> Result<Vec<u8>, ImportError> {
    let packed = body.as_slice();
    match coat {
        "gzip" | "x-gzip" if packed.starts_with(b"\x1f\x8b") => all(MultiGzDecoder::new(packed)),
        // By its name it has a head; some servers leave it out.
        "deflate" => all(ZlibDecoder::new(packed))
            .or_else(|_| all(DeflateDecoder::new(packed)))
            .or_else(|error| unpacked_before(body, error)),
        "br" => {
            all(Decompressor::new(packed, AT_A_TIME)).or_else(|error| unpacked_before(body, error))
        }
        "gzip" | "x-gzip" | "identity" => Ok(body),
        other => Err(ImportError::Broken {
            reason: format!("it is packed in a way that is not read ({other:.20})"),
        }),
    }
}

/// Returns a body that another program has unpacked before; those packings have no sign by which they are known.
fn unpacked_before(body: Vec<u8>, error: ImportError) -> Result<Vec<u8>, ImportError> {
    let is_page = body.trim_ascii_start().starts_with(b"<");
    if is_page && matches!(error, ImportError::Broken { .. }) {
        Ok(body)
    } else {
        Err(error)
    }
}

/// Reads all that comes, unless it is too large for an article.
fn all(source: impl Read) -> Result<Vec<u8>, ImportError> {
    let mut bytes = Vec::new();
    source
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| ImportError::Broken {
            reason: error.to_string(),
        })?;
    let size = bytes.len() as u64;
    if size > LARGEST {
        return Err(ImportError::TooLarge { bytes: size });
    }
    Ok(bytes)
}

/// Joins the chunks of a body; none when it does not come in any. The last may be cut off.
fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().position(|b| *b == b'\n');
        let Some(end) = end else {
            return (!joined.is_empty()).then_some(joined);
        };
        let (size, tail) = (rest.get(..end)?, rest.get(end + 1..)?);
        let size = std::str::from_utf8(size).ok()?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        let chunk = tail.get(..size).unwrap_or(tail);
        joined.extend_from_slice(chunk);
        if size == 0 || chunk.len() < size {
            return Some(joined);
        }
        rest = tail.get(size..)?;
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

#[cfg(test)]
pub(in crate::import) mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use rstest::rstest;
    use std::io::Write;

    pub(in crate::import) fn gzipped(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlibbed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// "<p>Words</p>", as a block of brotli that is not packed.
    const BROTLI: &[u8] = b"\x8b\x05\x80<p>Words</p>\x03";

    fn bare(head: &str, body: Vec<u8>) -> Result<Vec<u8>, ImportError> {
        let head = format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n");
        let head = Head::read(&mut head.as_bytes()).unwrap().unwrap();
        head.bare(body)
    }

    #[rstest]
    #[case::as_it_is("X: y", b"<p>Words</p>".to_vec())]
    #[case::chunks("Transfer-Encoding: Chunked", b"6;x=y\r\n<p>Wor\r\n6\r\nds</p>\r\n0\r\n\r\n".to_vec())]
    #[case::no_chunks("Transfer-Encoding: chunked", b"<p>Words</p>".to_vec())]
    #[case::gzip("Content-Encoding: gzip", gzipped(b"<p>Words</p>"))]
    #[case::no_gzip("content-encoding: gzip", b"<p>Words</p>".to_vec())]
    #[case::deflate("Content-Encoding: deflate", zlibbed(b"<p>Words</p>"))]
    #[case::raw("Content-Encoding: deflate", zlibbed(b"<p>Words</p>")[2..].to_vec())]
    #[case::brotli("Content-Encoding: br", BROTLI.to_vec())]
    #[case::no_brotli("Content-Encoding: br", b"<p>Words</p>".to_vec())]
    #[case::two("Content-Encoding: gzip, deflate", zlibbed(&gzipped(b"<p>Words</p>")))]
    fn coats_are_taken_off(#[case] head: &str, #[case] body: Vec<u8>) {
        assert_eq!(bare(head, body).unwrap(), b"<p>Words</p>");
    }

    #[test]
    fn what_cannot_be_taken_off_is_refused() {
        let zeros = gzipped(&vec![b'0'; LARGEST as usize + 1]);
        assert!(zeros.len() < 100_000);
        let large = bare("Content-Encoding: gzip", zeros);
        assert_eq!(large, Err(ImportError::TooLarge { bytes: LARGEST + 1 }));
        let unknown = bare("Content-Encoding: zstd", b"x".to_vec());
        assert!(unknown.unwrap_err().to_string().contains("zstd"));
        assert!(bare("Content-Encoding: br", b"\x8b\x05\x80<p>".to_vec()).is_err());
        let coats = format!("Content-Encoding: {}", ["gzip"; 9].join(","));
        assert!(bare(&coats, gzipped(b"x")).is_err());
    }

    #[rstest]
    #[case("HTTP/1.1 404 Not Found\r\nA: b\r\n\r\n", Some(404))]
    #[case("HTTP/2 200\r\n\r\n", Some(200))]
    #[case("ICY 200 OK\r\n\r\n", None)]
    #[case("", None)]
    fn answers_have_a_status(#[case] answer: &str, #[case] status: Option<u16>) {
        let head = Head::read(&mut answer.as_bytes()).unwrap();
        assert_eq!(head.map(|head| head.status), status);
    }

    proptest::proptest! {
        #[test]
        fn any_chunks_are_joined_or_not(body in proptest::collection::vec(proptest::sample::select(&b"0123f;\r\n x"[..]), 0..60)) {
            joined(&body);
        }
    }
}
