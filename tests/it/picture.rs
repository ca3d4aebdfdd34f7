//! Pictures to test with, and pages that hold them: a sky that grows lighter to the right above a dark sea.

use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

fn painted(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, y| {
        if y * 2 < height {
            Rgb([60, 90, (80 + x * 170 / width.max(1)) as u8])
        } else {
            Rgb([10, 30, 40])
        }
    })
    .into()
}

/// Returns a picture of some dots, coded in a way.
pub(crate) fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    painted(width, height).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Returns a PNG of some dots.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(width, height, ImageFormat::Png)
}

/// Returns a JPEG of some dots.
pub(crate) fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(width, height, ImageFormat::Jpeg)
}

const WORDS: &str = "<p>The ferry to the island was stopped on Tuesday because of the storm, the harbour master said in the morning, and \
    nobody knows when it will sail again.</p><p>The storm has torn the roof off the harbour office, and the boats that lay at the pier \
    were brought to the other side of the bay on Monday night already.</p>";

/// Returns a page with figures: each an address and a caption.
pub(crate) fn page(figures: &[(&str, &str)]) -> String {
    let figures: Vec<String> = figures
        .iter()
        .map(|(address, caption)| {
            format!("<figure><img src=\"{address}\"><figcaption>{caption}</figcaption></figure>")
        })
        .collect();
    format!(
        "<!doctype html><html lang=en><head><title>Ferry stops</title></head><body><article><h1>Ferry stops</h1>{WORDS}{}{WORDS}</article>",
        figures.concat()
    )
}

/// Returns a picture as an address of a page.
pub(crate) fn data(bytes: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(bytes))
}
