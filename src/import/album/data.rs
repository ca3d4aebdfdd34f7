//! Pictures that stand in a page as text (`data:` addresses).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use crate::import::album::{Found, LARGEST, unescaped};

/// Whoever wrote it may have left out the padding.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Most letters of a picture: four for three bytes, and three times as many where each is written as in an address.
const LONGEST: usize = (LARGEST as usize).div_ceil(3) * 4 + 4;

/// Returns what a `data:` address holds, if that may be a picture. One that is too large, or none, is not decoded.
pub(in crate::import) fn decoded(address: &str) -> Option<Found> {
    let (kind, text) = address.strip_prefix("data:")?.split_once(',')?;
    if !kind.trim_end().ends_with(";base64") || text.len() > 3 * LONGEST {
        return None;
    }
    let is_plain = |text: &str| !text.contains(|c: char| c == '%' || c.is_ascii_whitespace());
    let first = text.get(..32)?;
    if is_plain(first) && !begins_one(&BASE64.decode(first).ok()?) {
        return None;
    }
    if is_plain(text) {
        return whole(text.as_bytes());
    }
    let mut letters = unescaped(text);
    letters.retain(|b| !b.is_ascii_whitespace());
    whole(&letters)
}

fn whole(letters: &[u8]) -> Option<Found> {
    let bytes = (letters.len() <= LONGEST).then(|| BASE64.decode(letters).ok())?;
    bytes.map(Found::from)
}

/// Whether bytes may be the beginning of a picture.
fn begins_one(bytes: &[u8]) -> bool {
    const BEGINNINGS: [&[u8]; 4] = [b"\x89PNG", b"GIF8", b"RIFF", b"\xff\xd8\xff"];
    BEGINNINGS.iter().any(|begin| bytes.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::album::tests::gif;
    use rstest::rstest;

    #[test]
    fn what_stands_in_a_page_is_read_however_it_is_written() {
        let bytes = gif(40, 40, 100);
        let text = BASE64.encode(&bytes);
        let bare = text.trim_end_matches('=').to_owned();
        let escaped = text.replace('=', "%3D").replace('A', "%41");
        let broken = text.replace('A', "A \n");
        for text in [text, bare, escaped, broken] {
            let found = decoded(&format!("data:image/gif;base64,{text}"));
            assert_eq!(
                found.map(|found| found.bytes),
                Some(bytes.clone()),
                "{text}"
            );
        }
    }

    #[rstest]
    #[case::no_base64("data:image/gif,GIF89a".to_owned() + &"a".repeat(60))]
    #[case::drawing("data:image/svg+xml;base64,".to_owned() + &BASE64.encode("<svg>".repeat(20)))]
    #[case::damaged("data:image/gif;base64,".to_owned() + &BASE64.encode(gif(40, 40, 100)) + "!")]
    #[case::too_large("data:image/gif;base64,".to_owned() + &BASE64.encode(gif(40, 40, 5 << 20)))]
    #[case::nothing("data:image/gif;base64,".to_owned())]
    #[case::no_end("data:image/gif;base64".to_owned())]
    #[case::letters("data:image/gif;base64,".to_owned() + &"é".repeat(40))]
    fn anything_else_is_none(#[case] address: String) {
        assert_eq!(decoded(&address), None);
    }
}
