//! Zip archives that are read a part at a time: from a file of any size, without unpacking anything to a disk. Knows no
//! program; a part is found by its name, letter by letter, so that no name leads anywhere else.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::rc::Rc;

use flate2::bufread::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::article::Clean;
use crate::import::ImportError;

/// Most bytes that are read to learn which parts there are: those of a hundred thousand take less.
const LONGEST_LIST: u64 = 16 << 20;

/// What the parts of an archive may become together, unpacked: so many bytes, or so many times its own size. Texts become
/// ten times as large at most.
const MOST_UNPACKED: u64 = 256 << 20;
pub(super) const MOST_TIMES: u64 = 40;

/// What can be read from any place.
trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// A file, or bytes, of which several places are read by turns.
#[derive(Clone)]
pub struct Shared<'a> {
    source: Rc<RefCell<Box<dyn Source + 'a>>>,
    length: u64,
}

impl<'a> Shared<'a> {
    /// Shares what can be read from any place.
    ///
    /// # Errors
    /// When it cannot.
    pub fn new(mut source: impl Read + Seek + 'a) -> io::Result<Self> {
        let length = source.seek(SeekFrom::End(0))?;
        Ok(Self {
            source: Rc::new(RefCell::new(Box::new(source))),
            length,
        })
    }

    /// Returns how many bytes it has.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Returns a reader of all of it.
    pub(super) fn whole(&self) -> Section<'a> {
        self.section(0, self.length)
    }

    /// Returns a reader of a part of it, which ends where the whole does.
    fn section(&self, start: u64, length: u64) -> Section<'a> {
        let end = start.saturating_add(length).min(self.length);
        Section {
            shared: self.clone(),
            start: start.min(end),
            end,
            at: start.min(end),
        }
    }
}

/// A part of what is shared.
pub(super) struct Section<'a> {
    shared: Shared<'a>,
    start: u64,
    end: u64,
    at: u64,
}

impl Read for Section<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let length = left.min(into.len());
        let Some(into) = into.get_mut(..length).filter(|into| !into.is_empty()) else {
            return Ok(0);
        };
        let mut source = self.shared.source.borrow_mut();
        source.seek(SeekFrom::Start(self.at))?;
        let count = source.read(into)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Section<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => self.start.checked_add(at),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        let at = at.filter(|at| *at >= self.start);
        let at = at.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        self.at = at.min(self.end);
        Ok(at - self.start)
    }
}

/// A reader that fails when it has given so many bytes.
struct Metered<'a> {
    section: Section<'a>,
    left: Rc<Cell<u64>>,
}

impl Read for Metered<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.section.read(into)?;
        let left = self.left.get().checked_sub(count as u64);
        self.left
            .set(left.ok_or_else(|| io::Error::other("its list of parts is too long"))?);
        Ok(count)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.section.seek(to)
    }
}

/// An archive.
pub(super) struct Pack<'a> {
    shared: Shared<'a>,
    archive: ZipArchive<BufReader<Metered<'a>>>,
    /// Its parts by name.
    parts: HashMap<String, usize>,
    /// What may still be unpacked.
    left: u64,
    most: u64,
}

impl<'a> Pack<'a> {
    /// Learns which parts an archive has.
    ///
    /// # Errors
    /// When it is damaged, or has more parts than anything that is read.
    pub(super) fn open(shared: &Shared<'a>) -> Result<Self, ImportError> {
        let left = Rc::new(Cell::new(LONGEST_LIST));
        let metered = Metered {
            section: shared.whole(),
            left: Rc::clone(&left),
        };
        let archive = ZipArchive::new(BufReader::new(metered)).map_err(|error| broken(&error))?;
        left.set(u64::MAX);
        let mut parts = HashMap::new();
        for number in 0..archive.len() {
            if let Some(Ok(name)) = archive.name_for_index(number) {
                parts.entry(name.into_owned()).or_insert(number);
            }
        }
        let most = MOST_UNPACKED.max(shared.length().saturating_mul(MOST_TIMES));
        Ok(Self {
            shared: shared.clone(),
            archive,
            parts,
            left: most,
            most,
        })
    }

    /// Returns the names of its parts, in no order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.keys().map(String::as_str)
    }

    /// Whether it has a part.
    pub(super) fn has(&self, name: &str) -> bool {
        self.parts.contains_key(name)
    }

    /// Returns a part; none when there is none of this name.
    ///
    /// # Errors
    /// When it is damaged, locked, or larger than `most`; when all that was read becomes out of proportion.
    pub(super) fn read(&mut self, name: &str, most: u64) -> Result<Option<Vec<u8>>, ImportError> {
        let Some(number) = self.parts.get(name) else {
            return Ok(None);
        };
        let part = self.archive.by_index(*number);
        let part = part.map_err(|error| broken(&error))?;
        let mut bytes = Vec::new();
        part.take(most.min(self.left) + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| broken(&error))?;
        let size = bytes.len() as u64;
        self.left = self
            .left
            .checked_sub(size)
            .ok_or(ImportError::Swollen { most: self.most })?;
        if size > most {
            return Err(ImportError::TooLarge { bytes: size });
        }
        Ok(Some(bytes))
    }

    /// Returns a reader of a part, which may go on while other parts are read; none when there is none of this name. It
    /// has no bounds: whoever reads it sets some.
    ///
    /// # Errors
    /// When it is damaged, locked, or packed in a way that is not known.
    pub(super) fn stream(&mut self, name: &str) -> Result<Option<Box<dyn Read + 'a>>, ImportError> {
        let Some(number) = self.parts.get(name) else {
            return Ok(None);
        };
        let part = self.archive.by_index_raw(*number);
        let part = part.map_err(|error| broken(&error))?;
        if part.encrypted() {
            return Err(broken(&"it is locked with a password"));
        }
        let start = part
            .data_start()
            .ok_or_else(|| broken(&"a part of it has no place"))?;
        let section = self.shared.section(start, part.compressed_size());
        match part.compression() {
            CompressionMethod::Stored => Ok(Some(Box::new(section))),
            CompressionMethod::Deflated => {
                let packed = BufReader::new(section);
                Ok(Some(Box::new(DeflateDecoder::new(packed))))
            }
            _ => Err(broken(&"a part of it is packed in a way that is not read")),
        }
    }
}

/// Returns the refusal of something damaged.
pub(super) fn broken(error: &dyn std::fmt::Display) -> ImportError {
    ImportError::Broken {
        reason: Clean::line(&error.to_string()).to_string(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    /// Returns an archive with these parts, packed; those that end in `.gz` as they are.
    pub(in crate::import) fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            let method = if name.strip_suffix(".gz").is_some() {
                CompressionMethod::Stored
            } else {
                CompressionMethod::Deflated
            };
            let options = SimpleFileOptions::default().compression_method(method);
            zip.start_file(*name, options).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn open(bytes: &[u8]) -> Result<Pack<'_>, ImportError> {
        Pack::open(&Shared::new(Cursor::new(bytes)).unwrap())
    }

    #[test]
    fn parts_are_read_by_turns() {
        let bytes = packed(&[("a/b.txt", b"one"), ("../c.gz", b"two"), ("d", b"three")]);
        let mut pack = open(&bytes).unwrap();
        let mut stream = pack.stream("../c.gz").unwrap().unwrap();
        let mut other = pack.stream("d").unwrap().unwrap();
        let (mut first, mut second) = ([0; 1], String::new());
        stream.read_exact(&mut first).unwrap();
        assert_eq!(pack.read("a/b.txt", 3).unwrap().unwrap(), b"one");
        other.read_to_string(&mut second).unwrap();
        let mut rest = String::new();
        stream.read_to_string(&mut rest).unwrap();
        assert_eq!(
            (&first, rest.as_str(), second.as_str()),
            (b"t", "wo", "three")
        );
        assert!(pack.has("d") && !pack.has("a/../d"));
        assert_eq!(pack.read("x", 3), Ok(None));
        assert_eq!(pack.read("d", 4), Err(ImportError::TooLarge { bytes: 5 }));
    }

    #[test]
    fn what_swells_out_of_proportion_is_refused() {
        let zeros = vec![b'0'; 16 << 20];
        let names: Vec<String> = (0..20).map(|number| number.to_string()).collect();
        let parts: Vec<(&str, &[u8])> = names
            .iter()
            .map(|name| (name.as_str(), zeros.as_slice()))
            .collect();
        let bytes = packed(&parts);
        assert!(bytes.len() < 2 << 20);
        let mut pack = open(&bytes).unwrap();
        let mut read = names.iter().map(|name| pack.read(name, 16 << 20));
        let refused = read.find_map(Result::err);
        assert!(matches!(refused, Some(ImportError::Swollen { .. })));
    }

    #[test]
    fn a_list_without_end_is_refused() {
        let names: Vec<String> = (0..1_200)
            .map(|n| format!("{n}{}", "x".repeat(16_000)))
            .collect();
        let parts: Vec<(&str, &[u8])> =
            names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        let bytes = packed(&parts);
        let error = open(&bytes).err().unwrap().to_string();
        assert!(error.contains("too long"), "{error}");
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn damage_is_read_or_refused(at in 0_usize..400, byte: u8, cut in 0_usize..400) {
            let whole = packed(&[("a/b.txt", b"one one one one"), ("c.gz", b"two")]);
            let mut broken = whole.clone();
            broken[at % whole.len()] = byte;
            for bytes in [&broken[..], &whole[..cut % whole.len()]] {
                if let Ok(mut pack) = open(bytes) {
                    for name in ["a/b.txt", "c.gz"] {
                        let _ = pack.read(name, 100);
                        if let Ok(Some(mut stream)) = pack.stream(name) {
                            let _ = stream.read_to_end(&mut Vec::new());
                        }
                    }
                }
            }
        }
    }
}
