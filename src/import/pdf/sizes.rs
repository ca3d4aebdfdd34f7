//! How large a PDF's streams become, known before the library unpacks them: it unpacks whole streams into memory and has no
//! bounds of its own.
//!
//! What it unpacks on its own account while it opens a file are tables of objects and the objects in streams. Those are
//! looked for in the raw bytes first, by the keys without which they would not be unpacked ([`look_into`]). All others are
//! unpacked when we ask for them, which we do through [`unpacked`].

use std::borrow::Cow;
use std::io::{self, ErrorKind, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Stream};

use crate::import::ImportError;
use crate::import::pdf::scan::{self, Head};

/// Most bytes of the tables and of the objects in streams, all together; a thousand pages have some four million.
const MOST_STRUCTURE: u64 = 96 << 20;

/// Most bytes of one stream. A page that is a map has ten million.
pub(super) const MOST_STREAM: u64 = 48 << 20;

/// What DEFLATE makes of a byte at most.
const DEFLATE: u64 = 1_032;

/// What run lengths make of a byte at most.
const RUN_LENGTH: u64 = 64;

/// Unpacks everything into nothing that the library will unpack while it opens a file.
///
/// # Errors
/// When that would become too large, or cannot be told.
pub(super) fn look_into(bytes: &[u8]) -> Result<(), ImportError> {
    let swollen = || ImportError::Swollen {
        most: MOST_STRUCTURE,
    };
    scan::look_at_loose(bytes)?;
    let is_encrypted = scan::names_encryption(bytes);
    let mut left = MOST_STRUCTURE;
    for head in scan::heads(bytes)? {
        if !(head.has("First") || head.has("W")) {
            continue;
        }
        let raw = head.raw(bytes);
        // What is encrypted cannot be unpacked by us, so it counts as the worst that it can be.
        let size = if is_encrypted && head.has("First") {
            raw.len() as u64 * DEFLATE
        } else {
            structure(&head, raw, left).ok_or_else(swollen)?
        };
        left = left.checked_sub(size).ok_or_else(swollen)?;
    }
    Ok(())
}

/// The size of a stream of objects or of a table of them. They are packed plainly or not at all; nobody does otherwise.
fn structure(head: &Head, raw: &[u8], most: u64) -> Option<u64> {
    match head.filters() {
        [] if !head.has("Filter") && !head.has("F") => Some(raw.len() as u64),
        [filter] if ["FlateDecode", "Fl"].contains(&filter.as_str()) => Some(inflated(raw, most)),
        _ => None,
    }
}

/// Returns what a stream that is no picture holds; nothing when that is damaged or would be too large.
pub(super) fn unpacked<'a>(stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    size(stream).filter(|size| *size <= MOST_STREAM)?;
    stream.decoded_data().ok()
}

/// Returns how large a stream becomes; nothing when it is a picture or packed so often that it cannot be told.
pub(super) fn size(stream: &Stream<'_>) -> Option<u64> {
    let filters = stream.filters();
    let mut data = stream.raw_data();
    let mut stages = filters.iter();
    for stage in stages.by_ref() {
        match stage {
            Filter::Crypt => {}
            Filter::AsciiHexDecode => data = Cow::Owned(hex(&data)),
            Filter::Ascii85Decode => data = Cow::Owned(ascii85(&data)),
            Filter::FlateDecode | Filter::LzwDecode | Filter::RunLengthDecode => {
                // Two of those after each other make bombs, and nothing else.
                return stages.next().is_none().then(|| match stage {
                    Filter::FlateDecode => inflated(&data, MOST_STREAM),
                    Filter::LzwDecode => lzw(&data, is_early(stream.dict())),
                    _ => data.len() as u64 * RUN_LENGTH,
                });
            }
            _ => return None,
        }
    }
    Some(data.len() as u64)
}

/// How much DEFLATE makes of data, with or without the coat of zlib, and whether or not it comes to its end. More than
/// `most` is not looked at.
fn inflated(data: &[u8], most: u64) -> u64 {
    // The library goes on where a check sum is wrong.
    let inner = data.get(2..).unwrap_or_default();
    let attempts: [&mut dyn Read; 3] = [
        &mut ZlibDecoder::new(data),
        &mut DeflateDecoder::new(inner),
        &mut DeflateDecoder::new(data),
    ];
    for reader in attempts {
        if let Some(size) = drained(reader, most) {
            return size;
        }
    }
    // It also goes on where the data make no sense.
    data.len() as u64 * DEFLATE
}

fn drained(reader: &mut dyn Read, most: u64) -> Option<u64> {
    let mut room = vec![0; 32 << 10];
    let mut size = 0;
    loop {
        match reader.read(&mut room) {
            Ok(0) => return Some(size),
            Ok(read) => size += read as u64,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Some(size),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
        if size > most {
            return Some(size);
        }
    }
}

fn hex(data: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = data
        .iter()
        .take_while(|byte| **byte != b'>')
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .map(|digit| digit as u8)
        .collect();
    let pair = |pair: &[u8]| pair.iter().fold(0, |byte, digit| byte << 4 | digit);
    digits.chunks(2).map(pair).collect()
}

fn ascii85(data: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len());
    let (mut group, mut count) = (0_u32, 0);
    for byte in data {
        match byte {
            b'~' => break,
            b'z' if count == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                count += 1;
                if count == 5 {
                    out.extend(group.to_be_bytes());
                    (group, count) = (0, 0);
                }
            }
            _ => {}
        }
    }
    if count > 1 {
        for _ in count..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(group.to_be_bytes().iter().take(count - 1));
    }
    out
}

/// How much LZW makes of data: what its codes stand for, counted and not written.
fn lzw(data: &[u8], is_early: bool) -> u64 {
    const CLEAR: usize = 256;
    const END: usize = 257;
    const MOST_CODES: usize = 4_096;
    let mut lengths: Vec<u64> = Vec::with_capacity(MOST_CODES);
    let (mut total, mut before) = (0_u64, None::<u64>);
    let (mut bits, mut held, mut width) = (0_u32, 0, 9);
    for byte in data {
        bits = bits << 8 | u32::from(*byte);
        held += 8;
        if held < width {
            continue;
        }
        held -= width;
        let code = (bits >> held) as usize & ((1 << width) - 1);
        bits &= (1 << held) - 1;
        if code == CLEAR {
            lengths.clear();
            (before, width) = (None, 9);
            continue;
        }
        if code == END {
            break;
        }
        let known = lengths.get(code.saturating_sub(258)).copied();
        let length = if code < CLEAR {
            1
        } else {
            known.or(before.map(|before| before + 1)).unwrap_or(1)
        };
        total += length;
        if let Some(before) = before
            && lengths.len() + 258 < MOST_CODES
        {
            lengths.push(before + 1);
        }
        before = Some(length);
        width = match lengths.len() + 258 + usize::from(is_early) {
            0..512 => 9,
            512..1_024 => 10,
            1_024..2_048 => 11,
            _ => 12,
        };
    }
    total
}

/// Whether codes grow one code early, as they mostly do.
fn is_early(dict: &Dict<'_>) -> bool {
    let params = dict.get::<Dict<'_>>("DecodeParms").or_else(|| {
        dict.get::<Array<'_>>("DecodeParms")
            .and_then(|all| all.iter::<Dict<'_>>().last())
    });
    params.is_none_or(|params| params.get::<i32>("EarlyChange") != Some(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use rstest::rstest;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn object(keys: &str, data: &[u8]) -> Vec<u8> {
        let mut out = format!("%PDF-1.5\n7 0 obj\n<< {keys} >>\nstream\n").into_bytes();
        out.extend(data);
        out.extend(b"\nendstream\nendobj\n");
        out
    }

    #[rstest]
    #[case::objects("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", 1 << 20, true)]
    #[case::many_objects("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", 97 << 20, false)]
    #[case::escaped("/N 1 /Fir#73t 4 /Filter [/Fl#61teDecode]", 97 << 20, false)]
    #[case::table("/Type /XRef /W [1 2 1] /Filter [/FlateDecode]", 97 << 20, false)]
    #[case::twice("/N 1 /First 4 /Filter [/FlateDecode /FlateDecode]", 10, false)]
    #[case::elsewhere("/N 1 /First 4 /Filter 5 0 R", 10, false)]
    #[case::comment("/N 1 % >> stream\n /First 4 /Filter /FlateDecode", 97 << 20, false)]
    #[case::a_page("/Filter /FlateDecode", 97 << 20, true)]
    #[case::encrypted("/Encrypt 3 0 R /First 4 /Filter /FlateDecode", 97 << 20, false)]
    fn bombs_are_found(#[case] keys: &str, #[case] size: usize, #[case] is_fine: bool) {
        let bytes = object(keys, &packed(&vec![b' '; size]));
        assert_eq!(look_into(&bytes).is_ok(), is_fine);
    }

    #[test]
    fn packed_data_are_measured() {
        let plain = vec![7; 100_000];
        let mut data = packed(&plain);
        assert_eq!(inflated(&data, MOST_STREAM), 100_000);
        let end = data.len() - 1;
        data[end] ^= 1;
        assert_eq!(inflated(&data, MOST_STREAM), 100_000);
        data.truncate(end - 8);
        assert!(inflated(&data, MOST_STREAM) > 90_000);
        assert_eq!(inflated(&[0xff; 6], MOST_STREAM), 6 * DEFLATE);
        // What the standard has as its example: 45 45 45 45 45 65 45 45 45 66.
        let codes = [0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01];
        assert_eq!(lzw(&codes, true), 10);
        assert_eq!(ascii85(b"87cUR D]j7BEbo80~>"), b"Hello world!");
        assert_eq!(hex(b"48 65 6c 6C 6f>"), b"Hello");
    }
}
