//! Draws pictures: decodes their bytes, makes them as small as they are wanted, and packs the dots for the terminal. Nothing
//! of a picture's own bytes goes further than this.
//!
//! It takes a moment, so that it is done on a thread of its own. What decodes the bytes has limits to its memory, and a fault
//! of it costs the picture only.

use std::io::Cursor;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread;

use color_quant::NeuQuant;
use image::codecs::png::{CompressionType, FilterType as Filter, PngEncoder};
use image::imageops::FilterType;
use image::{
    DynamicImage, ExtendedColorType, ImageEncoder as _, ImageFormat, ImageReader, Limits, Rgb,
    RgbImage,
};

use crate::app::{Drawing, Msg, Reply, WantedPicture, Way};
use crate::article::{Picture, PictureKind};
use crate::shell::Event;

/// Most bytes that decoding may take, and most dots on a side.
const MOST_BYTES: u64 = 256 << 20;
const LONGEST_SIDE: u32 = 60_000;

/// How many times as large as it is wanted a picture may be before it is made smaller in a fast way first.
const FAR_TOO_LARGE: u32 = 4;

/// Colours of a picture by sixels, and one of how many dots they are found by: 1 is the best and slowest.
const MOST_COLORS: usize = 256;
const SAMPLE: i32 = 6;

/// What shows through a picture that is not opaque.
const PAPER: [u8; 3] = [255, 255, 255];

/// The way to the thread that draws.
pub(super) struct Painter {
    give: Sender<(WantedPicture, Picture)>,
}

impl Painter {
    /// Starts the thread. What it draws is sent as an answer. At the end of the program it is left alone.
    pub(super) fn start(sender: Sender<Event>) -> Self {
        let (give, given) = channel::<(WantedPicture, Picture)>();
        let work = move || {
            for (wanted, picture) in given {
                let drawing = drawn(&picture, wanted);
                let reply = Reply::Drawn { wanted, drawing };
                if sender.send(Event::Msg(Msg::Reply(reply))).is_err() {
                    return;
                }
            }
        };
        // Without a thread, whoever gives it something hears that it is gone.
        thread::Builder::new().spawn(work).ok();
        Self { give }
    }

    /// Gives it a picture; returns false when it is gone.
    pub(super) fn draw(&self, wanted: WantedPicture, picture: Picture) -> bool {
        self.give.send((wanted, picture)).is_ok()
    }
}

/// Draws a picture; none when that cannot be done.
pub(super) fn drawn(picture: &Picture, wanted: WantedPicture) -> Option<Arc<Drawing>> {
    let drawn = catch_unwind(|| {
        let image = decoded(picture)?;
        Some(match wanted.way {
            Way::Blocks => {
                let dots = shrunk(image, wanted.width, wanted.height);
                Drawing::Dots(dots.pixels().map(|Rgb(dot)| *dot).collect())
            }
            Way::Kitty => {
                // The terminal makes it larger, which costs its line nothing.
                let width = wanted.width.min(image.width());
                let height = wanted.height.min(image.height());
                Drawing::Png(packed(&shrunk(image, width, height))?)
            }
            Way::Sixel => indexed(&shrunk(image, wanted.width, wanted.height)),
        })
    });
    drawn.ok().flatten().map(Arc::new)
}

/// Decodes a picture.
fn decoded(picture: &Picture) -> Option<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_BYTES);
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    let format = match picture.shape.kind {
        PictureKind::Png => ImageFormat::Png,
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::Gif => ImageFormat::Gif,
        PictureKind::WebP => ImageFormat::WebP,
    };
    // What it is was found out when it came; nothing else is tried.
    let mut reader = ImageReader::with_format(Cursor::new(picture.bytes.as_slice()), format);
    reader.limits(limits);
    reader.decode().ok()
}

/// Returns a picture in another size.
fn shrunk(mut image: DynamicImage, width: u32, height: u32) -> RgbImage {
    if image.width() / FAR_TOO_LARGE > width && image.height() / FAR_TOO_LARGE > height {
        image = image.thumbnail_exact(width * 2, height * 2);
    }
    opaque(&image.resize_exact(width, height, FilterType::Triangle))
}

/// Packs dots, fast rather than small.
fn packed(dots: &RgbImage) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, Filter::Adaptive)
        .write_image(dots, dots.width(), dots.height(), ExtendedColorType::Rgb8)
        .ok()?;
    Some(bytes)
}

/// Finds the colours that a picture gets along with. They are its own: those of a table for all would have to be dithered,
/// which is seen, and takes many more bytes.
fn indexed(dots: &RgbImage) -> Drawing {
    let all = dots
        .pixels()
        .flat_map(|Rgb([red, green, blue])| [*red, *green, *blue, u8::MAX]);
    let all: Vec<u8> = all.collect();
    let table = NeuQuant::new(SAMPLE, MOST_COLORS, &all);
    let colors = table.color_map_rgb().as_chunks().0.to_vec();
    Drawing::Indexed {
        width: dots.width(),
        colors,
        dots: all
            .chunks_exact(4)
            .map(|dot| table.index_of(dot) as u8)
            .collect(),
    }
}

/// Lays a picture on paper.
fn opaque(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let dots = image.to_rgba8();
    RgbImage::from_fn(dots.width(), dots.height(), |x, y| {
        let [red, green, blue, alpha] = dots.get_pixel(x, y).0;
        let over = |dot: u8, paper: u8| {
            let sum = u16::from(dot) * u16::from(alpha) + u16::from(paper) * u16::from(255 - alpha);
            (sum / 255) as u8
        };
        Rgb([
            over(red, PAPER[0]),
            over(green, PAPER[1]),
            over(blue, PAPER[2]),
        ])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ArticleId, Shape};
    use image::{Rgba, RgbaImage};
    use rstest::rstest;

    fn wanted(way: Way, width: u32, height: u32) -> WantedPicture {
        WantedPicture {
            id: ArticleId(1),
            figure: 0,
            way,
            width,
            height,
        }
    }

    fn picture(kind: PictureKind, bytes: Vec<u8>) -> Picture {
        Picture {
            shape: Shape {
                figure: 0,
                kind,
                width: 100,
                height: 100,
            },
            beside: None,
            bytes,
        }
    }

    fn png(image: impl Into<DynamicImage>) -> Picture {
        let mut bytes = Cursor::new(Vec::new());
        let image: DynamicImage = image.into();
        image.write_to(&mut bytes, ImageFormat::Png).unwrap();
        picture(PictureKind::Png, bytes.into_inner())
    }

    #[test]
    fn a_picture_is_drawn_in_the_size_that_is_wanted() {
        let half = RgbImage::from_fn(640, 480, |x, _| Rgb([if x < 320 { 200 } else { 10 }, 0, 0]));
        let drawing = drawn(&png(half), wanted(Way::Blocks, 8, 6)).unwrap();
        let Drawing::Dots(dots) = drawing.as_ref() else {
            panic!("dots");
        };
        assert_eq!(dots.len(), 48);
        assert_eq!((dots[0], dots[7]), ([200, 0, 0], [10, 0, 0]));
    }

    #[test]
    fn sixels_get_each_dot_as_the_number_of_a_colour() {
        let half = RgbImage::from_fn(64, 48, |x, _| Rgb([if x < 32 { 200 } else { 10 }, 0, 90]));
        let drawing = drawn(&png(half), wanted(Way::Sixel, 80, 60)).unwrap();
        let Drawing::Indexed {
            width,
            colors,
            dots,
        } = drawing.as_ref()
        else {
            panic!("indexed");
        };
        assert_eq!((*width, dots.len()), (80, 80 * 60));
        assert!(colors.len() <= 256);
        for (at, expected) in [(0, [200, 0, 90]), (79, [10, 0, 90])] {
            let found = colors[usize::from(dots[at])];
            let apart = |(one, other): (u8, u8)| one.abs_diff(other);
            assert!(
                found.into_iter().zip(expected).map(apart).all(|it| it < 4),
                "{found:?}"
            );
        }
    }

    #[test]
    fn what_shows_through_is_paper() {
        let glass = RgbaImage::from_pixel(40, 40, Rgba([0, 0, 0, 0]));
        let drawing = drawn(&png(glass), wanted(Way::Blocks, 2, 2)).unwrap();
        assert_eq!(*drawing, Drawing::Dots(vec![PAPER; 4]));
    }

    #[test]
    fn kitty_gets_a_png_of_our_own_no_larger_than_the_picture() {
        let image = RgbImage::from_fn(40, 60, |x, _| Rgb([1, 2, x as u8]));
        let mut commented = png(image).bytes;
        let end = commented.len() - 12;
        let comment = b"tEXta\0\x1b[2J";
        let mut chunk = vec![0, 0, 0, 6];
        chunk.extend(comment);
        chunk.extend(crc(comment).to_be_bytes());
        commented.splice(end..end, chunk);
        for (wanted, expected) in [((20, 20), (20, 20)), ((90, 30), (40, 30))] {
            let wanted = wanted_kitty(wanted);
            let drawing = drawn(&picture(PictureKind::Png, commented.clone()), wanted);
            let Some(Drawing::Png(bytes)) = drawing.as_deref() else {
                panic!("a picture");
            };
            let again = image::load_from_memory(bytes).unwrap();
            assert_eq!((again.width(), again.height()), expected);
            assert_eq!(again.to_rgb8().get_pixel(0, 0).0[..2], [1, 2]);
            assert!(!bytes.windows(4).any(|it| it == b"tEXt"));
        }
    }

    fn wanted_kitty((width, height): (u32, u32)) -> WantedPicture {
        wanted(Way::Kitty, width, height)
    }

    fn crc(bytes: &[u8]) -> u32 {
        let step = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(crc & 1));
        !bytes
            .iter()
            .fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
    }

    /// A PNG that says that it is so large, and holds nothing.
    fn bomb(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0]);
        bytes.extend(crc(&bytes[12..]).to_be_bytes());
        bytes.extend(b"\0\0\0\0IDAT\x35\xaf\x06\x1e\0\0\0\0IEND\xae\x42\x60\x82");
        bytes
    }

    #[rstest]
    #[case::nothing(PictureKind::Png, vec![])]
    #[case::bomb(PictureKind::Png, bomb(50_000, 50_000))]
    #[case::wide_bomb(PictureKind::Png, bomb(u32::MAX, 1))]
    #[case::empty(PictureKind::Png, bomb(100, 100))]
    #[case::another_kind(PictureKind::Jpeg, png(RgbImage::new(40, 40)).bytes)]
    #[case::cut(PictureKind::Gif, b"GIF89a\x64\0\x64\0".to_vec())]
    fn a_picture_that_is_broken_or_a_bomb_is_not_drawn(
        #[case] kind: PictureKind,
        #[case] bytes: Vec<u8>,
    ) {
        assert_eq!(
            drawn(&picture(kind, bytes), wanted(Way::Blocks, 8, 6)),
            None
        );
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn damage_is_drawn_or_not(at in 0_usize..400, byte: u8, kind in 0_usize..4) {
            let format = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP][kind];
            let mut bytes = Cursor::new(Vec::new());
            DynamicImage::new_rgb8(48, 40).write_to(&mut bytes, format).unwrap();
            let mut bytes = bytes.into_inner();
            let length = bytes.len();
            bytes[at % length] = byte;
            drawn(&picture(PictureKind::ALL[kind], bytes), wanted(Way::Blocks, 4, 4));
        }
    }
}
