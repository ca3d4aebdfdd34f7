//! Bytes to text: encodings, and files that hold no text at all. Knows no format of articles.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How much of a file tells what it is, in bytes.
const SAMPLE: usize = 64 * 1024;

/// How much of a file tells its legacy encoding, in bytes.
const GUESSED: usize = 1024 * 1024;

/// How far down a web page may declare its encoding, in bytes; some do it late.
const DECLARED: usize = 16 * 1024;

/// First bytes of files that are not text.
const MAGIC: &[(&[u8], &str)] = &[
    (b"{\\rtf", "an RTF document"),
    (
        b"PK\x03\x04",
        "a ZIP archive, an office document or an e-book",
    ),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF87a", "a GIF picture"),
    (b"GIF89a", "a GIF picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"\x7fELF", "a program"),
    (b"\xcf\xfa\xed\xfe", "a program"),
    (b"\xca\xfe\xba\xbe", "a program"),
    (b"\0asm", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\0", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"SQLite format 3\0", "an SQLite database"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old office document",
    ),
    (b"ID3", "a sound"),
    (b"OggS", "a sound"),
    (b"fLaC", "a sound"),
    (b"\x1aE\xdf\xa3", "a video"),
];

/// Returns what a file that holds no text seems to be; `None` when it can be text.
pub(super) fn binary(bytes: &[u8]) -> Option<&'static str> {
    let known = MAGIC
        .iter()
        .find(|(magic, _)| bytes.starts_with(magic))
        // Three letters can begin a text, too.
        .filter(|(magic, _)| magic.len() > 3 || !magic.is_ascii() || has_controls(bytes));
    if let Some((_, what)) = known {
        return Some(what);
    }
    if bytes.starts_with(b"RIFF") && has_controls(bytes) {
        return Some("a picture, sound or video");
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Some("a video or picture");
    }
    if bytes.starts_with(b"MZ") && has_controls(bytes) {
        return Some("a program");
    }
    (utf16(bytes).is_none() && has_controls(bytes)).then_some("binary data")
}

/// Returns the text of a file: UTF-8 with or without a byte order mark, UTF-16, UTF-8 with a few broken bytes, or the
/// legacy encoding that fits best. Never fails; a byte that means nothing becomes U+FFFD.
pub(super) fn text(bytes: &[u8]) -> Cow<'_, str> {
    if let Some((encoding, marks)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(marks..).unwrap_or_default();
        return encoding.decode_without_bom_handling(rest).0;
    }
    if let Some(encoding) = utf16(bytes) {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    if is_mostly_utf8(bytes) {
        return String::from_utf8_lossy(bytes);
    }
    // Only what is not ASCII tells encodings apart, and it may begin far down.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    let from = first.saturating_sub(SAMPLE);
    let sample = bytes.get(from..).unwrap_or_default();
    let sample = sample.get(..GUESSED).unwrap_or(sample);
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    encoding.decode_without_bom_handling(bytes).0
}

/// Returns the text of a page or feed whose server may have declared its encoding: that counts like its own declaration,
/// and before it.
pub(super) fn served<'a>(bytes: &'a [u8], charset: Option<&str>) -> Cow<'a, str> {
    let declared = charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    let is_legacy = Encoding::for_bom(bytes).is_none()
        && utf16(bytes).is_none()
        && std::str::from_utf8(bytes).is_err();
    match declared {
        Some(encoding) if is_legacy && encoding != UTF_8 => {
            encoding.decode_without_bom_handling(bytes).0
        }
        _ => page(bytes),
    }
}

/// Returns the text of a web page: like [`text`], but where only its own declaration can tell the encoding, that counts.
pub(super) fn page(bytes: &[u8]) -> Cow<'_, str> {
    let head = bytes.get(..DECLARED).unwrap_or(bytes);
    let declared = declared(head);
    // The only encoding of the web whose bytes all look like ASCII.
    let is_shifted = declared == Some(ISO_2022_JP) && bytes.contains(&0x1b);
    let is_legacy = Encoding::for_bom(bytes).is_none()
        && utf16(bytes).is_none()
        && std::str::from_utf8(bytes).is_err();
    match declared {
        Some(encoding) if is_shifted || (is_legacy && encoding != UTF_8) => {
            encoding.decode_without_bom_handling(bytes).0
        }
        _ => text(bytes),
    }
}

/// The encoding that `<meta charset=…>`, its older form, or an XML declaration names.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head: String = head
        .iter()
        .map(|b| b.to_ascii_lowercase() as char)
        .collect();
    ["charset", "encoding"].iter().find_map(|key| {
        head.match_indices(key).take(20).find_map(|(at, _)| {
            let rest = head.get(at + key.len()..)?.trim_start();
            let rest = rest.strip_prefix('=')?.trim_start_matches([' ', '"', '\'']);
            let end = rest.find(|c: char| {
                !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'))
            })?;
            let found = Encoding::for_label(rest.get(..end)?.as_bytes())?;
            // A page that could say so in these bytes is not UTF-16.
            (found != UTF_16LE && found != UTF_16BE).then_some(found)
        })
    })
}

/// Whether control characters are too many for a text.
fn has_controls(bytes: &[u8]) -> bool {
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let controls = sample
        .iter()
        .filter(|&&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    controls * 50 > sample.len()
}

/// UTF-16 by its byte order mark, or because every other byte is mostly zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) => {
            return (encoding == UTF_16LE || encoding == UTF_16BE).then_some(encoding);
        }
        None if bytes.len() < 4 || bytes.len() % 2 == 1 => return None,
        None => {}
    }
    let sample = bytes.get(..4096).unwrap_or(bytes);
    let (mut even, mut odd) = (0, 0);
    for pair in sample.chunks_exact(2) {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.get(1) == Some(&0));
    }
    let pairs = sample.len() / 2;
    let encoding = match (even * 10 > pairs * 6, odd * 10 > pairs * 6) {
        (true, false) if odd == 0 => UTF_16BE,
        (false, true) if even == 0 => UTF_16LE,
        _ => return None,
    };
    let (text, broken) = encoding.decode_without_bom_handling(sample);
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    (!broken && controls * 50 <= text.len()).then_some(encoding)
}

/// Whether bytes are UTF-8 but for a few, as after a cut or a bad paste.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut broken, mut whole) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    whole >= broken * 4
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const GERMAN: &str =
        "Die Fähre fährt über das Wasser, sagte der Kapitän. „Schön“, fand die Bürgermeisterin.";
    const RUSSIAN: &str = "Паром остановлен из-за шторма, сообщил начальник порта журналистам.";
    const JAPANESE: &str =
        "嵐のため、火曜日に島へのフェリーが止まりました。港の責任者が記者団に語りました。";

    #[rstest]
    #[case::latin("windows-1252", GERMAN)]
    #[case::cyrillic("windows-1251", RUSSIAN)]
    #[case::koi("koi8-r", RUSSIAN)]
    #[case::japanese("shift_jis", JAPANESE)]
    #[case::euc("euc-jp", JAPANESE)]
    fn legacy_encodings_are_guessed(#[case] label: &str, #[case] expected: &str) {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let bytes = encoding.encode(expected).0.into_owned();
        assert_eq!(binary(&bytes), None);
        assert_eq!(text(&bytes), expected);
    }

    #[rstest]
    #[case("windows-1252", "<meta charset=windows-1252>", "Fähre")]
    #[case(
        "iso-8859-2",
        "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>",
        "żółw"
    )]
    #[case("iso-2022-jp", "<meta charset=\"ISO-2022-JP\">", "嵐")]
    #[case(
        "windows-1251",
        "<?xml version='1.0' encoding='windows-1251'?>",
        "Шторм"
    )]
    fn pages_declare_their_encoding(#[case] label: &str, #[case] head: &str, #[case] words: &str) {
        let encoding = Encoding::for_label(label.as_bytes()).unwrap();
        let whole = format!("{head}<p>{words}");
        assert_eq!(page(&encoding.encode(&whole).0), whole);
    }

    #[test]
    fn servers_declare_encodings() {
        let encoding = Encoding::for_label(b"windows-1251").unwrap();
        let bytes = encoding.encode(RUSSIAN).0;
        assert_eq!(served(&bytes, Some("Windows-1251")), RUSSIAN);
        assert_eq!(served(GERMAN.as_bytes(), Some("iso-8859-1")), GERMAN);
        assert_eq!(served(GERMAN.as_bytes(), Some("nonsense")), GERMAN);
    }

    #[test]
    fn a_page_that_declares_another_encoding_than_it_has_is_read_as_what_it_is() {
        let whole = format!("<meta charset=iso-8859-1><p>{GERMAN}");
        assert_eq!(page(whole.as_bytes()), whole);
    }

    #[test]
    fn unicode_in_all_its_coats() {
        let big: Vec<u8> = GERMAN.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let little: Vec<u8> = GERMAN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [
            GERMAN.as_bytes().to_vec(),
            [b"\xef\xbb\xbf", GERMAN.as_bytes()].concat(),
            [b"\xfe\xff".to_vec(), big.clone()].concat(),
            [b"\xff\xfe".to_vec(), little.clone()].concat(),
            big,
            little,
        ] {
            assert_eq!(binary(&bytes), None);
            assert_eq!(text(&bytes), GERMAN);
        }
    }

    #[test]
    fn a_few_broken_bytes_do_not_turn_the_rest_to_gibberish() {
        let mut bytes = GERMAN.as_bytes().to_vec();
        bytes.push(0xc3);
        assert_eq!(text(&bytes), format!("{GERMAN}\u{fffd}"));
    }

    #[rstest]
    #[case(b"\x89PNG\r\n\x1a\n....", "a PNG picture")]
    #[case(b"PK\x03\x04....", "a ZIP archive, an office document or an e-book")]
    #[case(b"\x7fELF\x02\x01\x01", "a program")]
    #[case(b"\0\0\0\0", "binary data")]
    #[case(b"a\x01b\x02c\x03d\x04", "binary data")]
    fn what_is_no_text_is_named(#[case] bytes: &[u8], #[case] what: &str) {
        assert_eq!(binary(bytes), Some(what));
    }

    #[rstest]
    #[case(b"ID3 tags are old, the MZ said.")]
    #[case(b"BZh is a magic word.")]
    #[case(b"one stray \0 zero in a long enough line of running text")]
    #[case(b"")]
    fn what_can_be_text_is_text(#[case] bytes: &[u8]) {
        assert_eq!(binary(bytes), None);
    }
}
