//! Strings of a PDF that are not text of its pages: UTF-16 or UTF-8 with their marks, or an encoding of its own that is
//! like Latin-1.

use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};

/// What the bytes from 0x18 and from 0x80 on stand for (`PDFDocEncoding`).
const ACCENTS: &[char] = &['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
const SIGNS: &[char] = &[
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

/// Returns the text of a string.
pub(super) fn text(bytes: &[u8]) -> String {
    let marked = [
        (&b"\xfe\xff"[..], UTF_16BE),
        (b"\xff\xfe", UTF_16LE),
        (b"\xef\xbb\xbf", UTF_8),
    ];
    for (mark, encoding) in marked {
        if let Some(rest) = bytes.strip_prefix(mark) {
            return without_languages(&encoding.decode_without_bom_handling(rest).0);
        }
    }
    // Many programs write UTF-8 without saying so; what is not ASCII is seldom UTF-8 by accident.
    if !bytes.is_ascii()
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return text.to_owned();
    }
    let letter = |byte: &u8| match byte {
        0x18..=0x1f => ACCENTS.get(usize::from(byte - 0x18)),
        0x80..=0xa0 => SIGNS.get(usize::from(byte - 0x80)),
        _ => None,
    };
    bytes
        .iter()
        .map(|byte| letter(byte).copied().unwrap_or(char::from(*byte)))
        .collect()
}

/// A language may be named between two escapes.
fn without_languages(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default();
    parts
        .skip(1)
        .step_by(2)
        .fold(first.to_owned(), |mut all, part| {
            all.push_str(part);
            all
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(b"Ferry \x84 stops", "Ferry — stops")]
    #[case(b"F\xe4hre", "Fähre")]
    #[case(b"\xfe\xff\0F\0\xe4", "Fä")]
    #[case(b"\xff\xfeF\0", "F")]
    #[case("Fähre".as_bytes(), "Fähre")]
    #[case(b"\xfe\xff\0\x1b\0e\0n\0\x1b\0F", "F")]
    fn strings_are_read(#[case] bytes: &[u8], #[case] expected: &str) {
        assert_eq!(text(bytes), expected);
    }
}
