//! The kind and size of a picture by its first bytes. Decodes nothing, so there is nothing that could swell.

use crate::article::PictureKind;

/// Returns the kind of a picture, its width and its height; none when it is none that is known.
pub(super) fn read(bytes: &[u8]) -> Option<(PictureKind, u32, u32)> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let is_header = bytes.get(12..16)? == b"IHDR";
        return is_header
            .then(|| Some((PictureKind::Png, large(bytes, 16)?, large(bytes, 20)?)))
            .flatten();
    }
    if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        return Some((PictureKind::Gif, little(bytes, 6)?, little(bytes, 8)?));
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12)? == b"WEBP" {
        let (width, height) = webp(bytes)?;
        return Some((PictureKind::WebP, width, height));
    }
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        let (width, height) = jpeg(bytes)?;
        return Some((PictureKind::Jpeg, width, height));
    }
    None
}

/// Looks through the segments of a JPEG for the one that begins a frame.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        if *bytes.get(at)? != 0xff {
            return None;
        }
        match *bytes.get(at + 1)? {
            // Fill bytes may stand before a marker; some markers stand alone.
            0xff => at += 1,
            0x01 | 0xd0..=0xd8 => at += 2,
            // Frames of all kinds; the others in this row are tables.
            marker @ 0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                return Some((big(bytes, at + 7)?, big(bytes, at + 5)?));
            }
            // The picture has begun, or ended, without one.
            0xd9 | 0xda => return None,
            _ => at += 2 + usize::try_from(big(bytes, at + 2)?).ok()?.max(2),
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => {
            let is_key = bytes.get(23..26)? == [0x9d, 0x01, 0x2a];
            let side = |at| Some(little(bytes, at)? & 0x3fff);
            is_key.then(|| Some((side(26)?, side(28)?))).flatten()
        }
        b"VP8L" => {
            let is_sound = *bytes.get(20)? == 0x2f;
            let bits = u32::from_le_bytes(bytes.get(21..25)?.try_into().ok()?);
            is_sound.then_some(((bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1))
        }
        b"VP8X" => {
            let side = |at| Some((little(bytes, at)? | (u32::from(*bytes.get(at + 2)?) << 16)) + 1);
            Some((side(24)?, side(27)?))
        }
        _ => None,
    }
}

fn large(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn big(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_be_bytes(
        bytes.get(at..at + 2)?.try_into().ok()?,
    )))
}

fn little(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16::from_le_bytes(
        bytes.get(at..at + 2)?.try_into().ok()?,
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::png(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x02\x80\0\0\x01\xe0", Some((PictureKind::Png, 640, 480)))]
    #[case::png_without_header(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIDAT\0\0\x02\x80\0\0\x01\xe0", None)]
    #[case::gif(b"GIF89a\x80\x02\xe0\x01", Some((PictureKind::Gif, 640, 480)))]
    #[case::jpeg(
        b"\xff\xd8\xff\xe0\0\x04ab\xff\xff\xc2\0\x11\x08\x01\xe0\x02\x80",
        Some((PictureKind::Jpeg, 640, 480))
    )]
    #[case::jpeg_without_frame(b"\xff\xd8\xff\xda\0\x04ab\xff\xc0\0\x11\x08\x01\xe0\x02\x80", None)]
    #[case::jpeg_that_goes_nowhere(b"\xff\xd8\xff\xe0\0\0\xff\xe0\0\0", None)]
    #[case::webp_lossy(
        b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x80\x02\xe0\x01",
        Some((PictureKind::WebP, 640, 480))
    )]
    #[case::webp_lossless(
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x7f\xc2\x77\x00",
        Some((PictureKind::WebP, 640, 480))
    )]
    #[case::webp_extended(
        b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0",
        Some((PictureKind::WebP, 640, 480))
    )]
    #[case::drawing(b"<svg xmlns='http://www.w3.org/2000/svg'>", None)]
    #[case::bitmap(b"BM\x36\0\0\0", None)]
    #[case::nothing(b"", None)]
    fn the_first_bytes_tell(
        #[case] bytes: &[u8],
        #[case] expected: Option<(PictureKind, u32, u32)>,
    ) {
        assert_eq!(read(bytes), expected);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_a_picture_or_none(
            head in proptest::sample::select(vec![&b"\xff\xd8\xff"[..], b"RIFF\0\0\0\0WEBP", b"\x89PNG\r\n\x1a\n", b"GIF89a", b""]),
            tail in proptest::collection::vec(proptest::num::u8::ANY, 0..200),
        ) {
            read(&[head, &tail].concat());
        }
    }
}
