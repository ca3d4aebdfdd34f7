//! The pictures of one article: of what its figures name, whatever is there and is a picture within bounds. Nothing is
//! fetched; who has the bytes gives them, and one that is broken or too large costs only itself.

mod data;
mod header;

use crate::article::{Clean, Picture, Shape};

pub(super) use data::decoded;

/// Most bytes of one picture, of all of an article, and most pictures of an article.
pub(super) const LARGEST: u64 = 4 << 20;
const LARGEST_ALL: u64 = 24 << 20;
const MOST: usize = 64;

/// Most dots of a picture, by what its beginning says; and fewest on a side: what is smaller is a button, or counts readers.
const MOST_DOTS: u64 = 50_000_000;
const FEWEST: u32 = 32;

/// Most addresses that are looked after for one article: a hostile page names one a million times.
const MOST_LOOKS: usize = 256;

/// How many of a picture's first bytes tell its kind and size, behind all that cameras write there.
pub const HEAD: usize = 256 << 10;

/// What lies at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its bytes, or the first [`HEAD`] of them.
    pub bytes: Vec<u8>,
    /// How many there are.
    pub size: u64,
}

impl From<Vec<u8>> for Found {
    fn from(bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        Self { bytes, size }
    }
}

/// Finds what lies beside a page, by the address that the page has for it.
pub type Beside<'a> = &'a dyn Fn(&str) -> Option<Found>;

/// A figure and where its picture may be, the best first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Counted from 0 among the figures of the body.
    pub(super) figure: usize,
    pub(super) addresses: Vec<String>,
}

/// Gathers the pictures of an article.
pub(super) struct Album<'a> {
    beside: Beside<'a>,
    pub(super) pictures: Vec<Picture>,
    bytes: u64,
    looks: usize,
}

impl<'a> Album<'a> {
    /// Returns an empty one.
    pub(super) fn new(beside: Beside<'a>) -> Self {
        Self {
            beside,
            pictures: Vec::new(),
            bytes: 0,
            looks: 0,
        }
    }

    /// Looks after the pictures of figures: `inside` finds what came together with the page.
    pub(super) fn gather(&mut self, wanted: &[Wanted], inside: &dyn Fn(&str) -> Option<Found>) {
        for Wanted { figure, addresses } in wanted {
            for address in addresses {
                if self.pictures.len() == MOST || self.looks == MOST_LOOKS {
                    return;
                }
                self.looks += 1;
                if self.add(*figure, address, inside) {
                    break;
                }
            }
        }
    }

    fn add(
        &mut self,
        figure: usize,
        address: &str,
        inside: &dyn Fn(&str) -> Option<Found>,
    ) -> bool {
        let (found, beside) = match inside(address) {
            Some(found) => (Some(found), None),
            None => ((self.beside)(address), Some(Clean::line(address))),
        };
        let room = LARGEST.min(LARGEST_ALL - self.bytes);
        let Some(found) = found.filter(|found| found.size <= room) else {
            return false;
        };
        let Some((kind, width, height)) = header::read(&found.bytes) else {
            return false;
        };
        let is_fit =
            width.min(height) >= FEWEST && u64::from(width) * u64::from(height) <= MOST_DOTS;
        if is_fit {
            self.bytes += found.size;
            self.pictures.push(Picture {
                shape: Shape {
                    figure,
                    kind,
                    width,
                    height,
                },
                beside,
                bytes: found.bytes,
            });
        }
        is_fit
    }
}

/// Returns what an address stands for, its escapes (`%20`) read.
pub fn unescaped(address: &str) -> Vec<u8> {
    let digit = |b: Option<&u8>| char::from(*b?).to_digit(16);
    let bytes = address.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        let escaped = (b == b'%')
            .then(|| Some(digit(bytes.get(at + 1))? * 16 + digit(bytes.get(at + 2))?))
            .flatten();
        out.push(escaped.map_or(b, |value| value as u8));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    out
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use rstest::rstest;

    /// Returns a GIF that is nothing but its beginning, of so many bytes.
    pub(in crate::import) fn gif(width: u16, height: u16, size: usize) -> Vec<u8> {
        let mut bytes = b"GIF89a".to_vec();
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes.resize(size.max(13), 0);
        bytes
    }

    fn kept(all: &[Vec<u8>]) -> Vec<usize> {
        let nothing = |_: &str| None;
        let mut album = Album::new(&nothing);
        let wanted: Vec<Wanted> = (0..all.len())
            .map(|figure| Wanted {
                figure,
                addresses: vec!["gone".to_owned(), figure.to_string()],
            })
            .collect();
        album.gather(&wanted, &|address| {
            let at: usize = address.parse().ok()?;
            all.get(at).cloned().map(Found::from)
        });
        album.pictures.iter().map(|it| it.shape.figure).collect()
    }

    #[rstest]
    #[case::fits(gif(32, 32, 100), true)]
    #[case::largest(gif(100, 100, 4 << 20), true)]
    #[case::too_large(gif(100, 100, (4 << 20) + 1), false)]
    #[case::tiny(gif(31, 600, 100), false)]
    #[case::too_many_dots(gif(10_000, 5_001, 100), false)]
    #[case::no_picture(b"<svg width=100 height=100>".to_vec(), false)]
    #[case::nothing(Vec::new(), false)]
    fn a_picture_within_bounds_is_kept(#[case] bytes: Vec<u8>, #[case] is_kept: bool) {
        assert_eq!(kept(&[bytes]).len(), usize::from(is_kept));
    }

    #[rstest]
    #[case("a%20b%C3%A9.png", "a bé.png")]
    #[case("50%.png", "50%.png")]
    #[case("%", "%")]
    #[case("%4", "%4")]
    #[case("%zz", "%zz")]
    fn escapes_are_read(#[case] address: &str, #[case] expected: &str) {
        assert_eq!(unescaped(address), expected.as_bytes());
    }

    #[test]
    fn there_are_bounds_to_all_of_them_together() {
        let large = vec![gif(100, 100, 4 << 20); 7];
        assert_eq!(kept(&large).len(), 6);
        // What still fits is kept.
        let mut all = large;
        all.insert(5, gif(100, 100, 2 << 20));
        assert_eq!(kept(&all), [0, 1, 2, 3, 4, 5]);
        assert_eq!(kept(&vec![gif(100, 100, 100); MOST + 1]).len(), MOST);
    }
}
