//! Files that hold many articles and may be larger than memory: archives of other programs in a zip, and of the web (WARC,
//! WACZ). What is in one is told a piece at a time, so that memory stays flat.
//!
//! A container is known by what is in it, never by its name. It is closed: no piece is looked for outside of it.

use std::io::Read;

use crate::article::Clean;
use crate::import::archive::{Entry, Report, omnivore, readeck};
use crate::import::pack::{Pack, broken};
use crate::import::{ImportError, decode, epub, wacz, warc};

pub use crate::import::pack::Shared;

/// What the first bytes of a zip archive are.
const ZIP: &[u8] = b"PK\x03\x04";

/// How much of a file is looked at to tell what it is, in bytes.
const GLANCE: u64 = 64 << 10;

/// Something in a container.
#[derive(Debug)]
pub enum Piece {
    /// What another program kept.
    Entry(Box<Entry>),
    /// A web page.
    Page(Box<Page>),
    /// Something that cannot be read; the rest can.
    Refused {
        /// What it is called.
        what: Clean,
        /// Why not.
        error: ImportError,
    },
    /// What there was; the last piece.
    Report(Report),
}

/// A web page as a server gave it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Its address.
    pub url: String,
    /// The encoding that the server declared.
    pub charset: Option<String>,
    /// The page.
    pub bytes: Vec<u8>,
}

/// The pieces of a container, in its order.
pub type Pieces<'a> = Box<dyn Iterator<Item = Piece> + 'a>;

/// Whether what begins with some bytes may be a container.
pub fn is_container(first_bytes: &[u8]) -> bool {
    let is_zip = first_bytes.starts_with(ZIP) && !epub::is_epub(first_bytes);
    is_zip || warc::is_warc(first_bytes)
}

/// Opens what [`is_container`].
///
/// # Errors
/// When it is damaged, or nothing that is known.
pub fn open<'a>(shared: &Shared<'a>) -> Result<Pieces<'a>, ImportError> {
    let mut first = Vec::new();
    let read = shared.whole().take(GLANCE).read_to_end(&mut first);
    read.map_err(|error| broken(&error))?;
    if warc::is_warc(&first) {
        return Ok(Box::new(warc::pieces(shared)));
    }
    let pack = Pack::open(shared)?;
    if wacz::is_wacz(&pack) {
        Ok(Box::new(wacz::pieces(shared, pack)?))
    } else if omnivore::is_omnivore(&pack) {
        Ok(Box::new(omnivore::pieces(pack)))
    } else if readeck::is_readeck(&pack) {
        Ok(Box::new(readeck::pieces(pack)))
    } else {
        let what = decode::binary(ZIP).unwrap_or("a ZIP archive");
        Err(ImportError::Binary { what })
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::import::pack::tests::packed;
    use std::io::Cursor;

    /// Returns the pieces of an archive with these parts.
    pub(in crate::import) fn pieces(parts: &[(&str, &[u8])]) -> Vec<Piece> {
        let bytes = packed(parts);
        assert!(is_container(&bytes));
        let shared = Shared::new(Cursor::new(bytes)).unwrap();
        open(&shared).unwrap().collect()
    }

    #[test]
    fn other_archives_are_refused() {
        let bytes = packed(&[("word/document.xml", b"<w/>")]);
        let shared = Shared::new(Cursor::new(bytes)).unwrap();
        let error = open(&shared).err().unwrap().to_string();
        assert_eq!(
            error,
            "it seems to be a ZIP archive, an office document or an e-book, not text"
        );
    }
}
