//! Writes a part of a picture as sixels: one sequence, and nothing in it but printable ASCII of our own making.
//!
//! A sixel is a column of six dots, and a band of them is written colour by colour. Knows no cells and no cursor.

use std::io::Write;
use std::ops::Range;

/// Dots of a sixel.
const BAND: usize = 6;
/// What a sixel without a dot is written as; each dot adds a bit.
const EMPTY: u8 = b'?';
/// Equal sixels from which on they are counted.
const COUNTED: usize = 4;

/// Dots as numbers of colours.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raster<'a> {
    /// The dots of a row.
    pub(super) width: usize,
    /// The colours.
    pub(super) colors: &'a [[u8; 3]],
    /// The dots, row by row.
    pub(super) dots: &'a [u8],
}

impl Raster<'_> {
    /// Writes those in some columns and rows.
    pub(super) fn write(self, columns: Range<usize>, rows: Range<usize>, out: &mut Vec<u8>) {
        let lines = self.dots.chunks_exact(self.width.max(1));
        let lines = lines.skip(rows.start).take(rows.len());
        let lines: Vec<&[u8]> = lines.filter_map(|it| it.get(columns.clone())).collect();
        // Dots that it does not set stay as they are: below the last row of them, above all.
        write!(out, "\x1bP0;1q\"1;1;{};{}", columns.len(), lines.len()).ok();
        let mut is_used = [false; 256];
        for dot in lines.iter().copied().flatten() {
            is_used[usize::from(*dot)] = true;
        }
        for (number, [red, green, blue]) in self.colors.iter().enumerate().take(256) {
            if is_used[number] {
                let [red, green, blue] = [red, green, blue].map(|it| hundredths(*it));
                write!(out, "#{number};2;{red};{green};{blue}").ok();
            }
        }
        for (at, band) in lines.chunks(BAND).enumerate() {
            if at > 0 {
                out.push(b'-');
            }
            write_band(band, columns.len(), out);
        }
        out.extend_from_slice(b"\x1b\\");
    }
}

fn hundredths(part: u8) -> u16 {
    (u16::from(part) * 100 + 127) / 255
}

fn write_band(lines: &[&[u8]], width: usize, out: &mut Vec<u8>) {
    let mut sixels: Vec<Option<Vec<u8>>> = vec![None; 256];
    for (bit, line) in lines.iter().enumerate() {
        for (x, color) in line.iter().enumerate() {
            let row = sixels[usize::from(*color)].get_or_insert_with(|| vec![0; width]);
            row[x] |= 1 << bit;
        }
    }
    let mut is_first = true;
    for (number, row) in sixels.iter().enumerate() {
        let Some(row) = row else {
            continue;
        };
        if !is_first {
            out.push(b'$');
        }
        is_first = false;
        write!(out, "#{number}").ok();
        let end = row.iter().rposition(|it| *it != 0).map_or(0, |at| at + 1);
        for equal in row[..end].chunk_by(|one, other| one == other) {
            let sixel = EMPTY + equal[0];
            if equal.len() < COUNTED {
                out.extend(std::iter::repeat_n(sixel, equal.len()));
            } else {
                write!(out, "!{}", equal.len()).ok();
                out.push(sixel);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(raster: Raster<'_>, columns: Range<usize>, rows: Range<usize>) -> String {
        let mut out = Vec::new();
        raster.write(columns, rows, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_band_is_written_color_by_color() {
        let colors = [[0, 0, 0], [255, 0, 128]];
        let dots = [[0, 1, 1, 1, 1, 0], [1, 0, 0, 0, 0, 0]].concat();
        let raster = Raster {
            width: 6,
            colors: &colors,
            dots: &dots,
        };
        assert_eq!(
            written(raster, 0..6, 0..2),
            "\x1bP0;1q\"1;1;6;2#0;2;0;0;0#1;2;100;0;50#0@!4AB$#1A!4@\x1b\\"
        );
        assert_eq!(
            written(raster, 1..3, 0..1),
            "\x1bP0;1q\"1;1;2;1#1;2;100;0;50#1@@\x1b\\"
        );
    }

    /// Reads sixels as a terminal does; none for a dot that is not set.
    fn read(sixels: &str) -> (usize, usize, Vec<Option<u8>>) {
        let body = sixels.strip_prefix("\x1bP0;1q\"1;1;").unwrap();
        let body = body.strip_suffix("\x1b\\").unwrap();
        let (size, rest) = body.split_at(body.find('#').unwrap());
        let (width, height) = size.split_once(';').unwrap();
        let (width, height): (usize, usize) = (width.parse().unwrap(), height.parse().unwrap());
        let mut dots = vec![None; width * height];
        let (mut x, mut band, mut color, mut count) = (0, 0, 0, 1);
        let mut rest = rest.as_bytes();
        let number = |rest: &mut &[u8]| {
            let end = rest.iter().position(|it| !it.is_ascii_digit());
            let (digits, after) = rest.split_at(end.unwrap_or(rest.len()));
            *rest = after;
            std::str::from_utf8(digits)
                .unwrap()
                .parse::<usize>()
                .unwrap()
        };
        while let Some((first, after)) = rest.split_first() {
            rest = after;
            match first {
                b'#' => {
                    color = number(&mut rest);
                    for _ in 0..4 {
                        if rest.first() == Some(&b';') {
                            rest = &rest[1..];
                            number(&mut rest);
                        }
                    }
                }
                b'!' => count = number(&mut rest),
                b'$' => x = 0,
                b'-' => (x, band) = (0, band + 1),
                sixel => {
                    for _ in 0..std::mem::replace(&mut count, 1) {
                        for bit in (0..BAND).filter(|bit| (sixel - EMPTY) >> bit & 1 == 1) {
                            dots[(band * BAND + bit) * width + x] = Some(color as u8);
                        }
                        x += 1;
                    }
                }
            }
        }
        (width, height, dots)
    }

    proptest! {
        #[test]
        fn each_dot_is_set_and_nothing_else_is_written(
            width in 1_usize..40,
            dots in prop::collection::vec(0_u8..5, 40 * 20),
            height in 1_usize..20,
            cut in any::<bool>(),
        ) {
            let colors: Vec<[u8; 3]> = (0..5).map(|it| [it * 50, 255 - it, it]).collect();
            let all = Raster { width, colors: &colors, dots: &dots[..width * height] };
            let columns = if cut { width / 2..width } else { 0..width };
            let rows = if cut { height / 2..height } else { 0..height };
            let sixels = written(all, columns.clone(), rows.clone());
            let inner = &sixels[2..sixels.len() - 2];
            prop_assert!(inner.bytes().all(|it| (b' '..=b'~').contains(&it)));
            let (wide, high, read) = read(&sixels);
            prop_assert_eq!((wide, high), (columns.len(), rows.len()));
            let expected: Vec<Option<u8>> = rows
                .flat_map(|y| columns.clone().map(move |x| (x, y)))
                .map(|(x, y)| Some(dots[y * width + x]))
                .collect();
            prop_assert_eq!(read, expected);
        }
    }
}
