//! What stands where on a page: the unit that everything else about a PDF is made of. Knows nothing of PDFs.

use std::rc::Rc;

/// The letters that one code of a page's text shows, and where. Positions are in points from the top left corner, after the
/// page was turned so that its text runs from left to right.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    /// Its letters, mostly one; in the order in which they are read.
    pub(super) text: Rc<str>,
    pub(super) left: f32,
    pub(super) right: f32,
    /// The line it stands on, from the top.
    pub(super) base: f32,
    /// The height of its font.
    pub(super) size: f32,
    pub(super) style: Style,
}

/// How letters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    pub(super) is_bold: bool,
    pub(super) is_italic: bool,
}

/// A page with its glyphs in the order in which the file has them.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Sheet {
    pub(super) glyphs: Vec<Glyph>,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// A glyph before its page was turned.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) text: Rc<str>,
    /// Where it begins and where the next one does, from the top left corner.
    pub(super) start: (f32, f32),
    pub(super) end: (f32, f32),
    pub(super) size: f32,
    pub(super) style: Style,
}

/// Where a line of text runs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Right,
    Down,
    Left,
    Up,
    /// Neither: a watermark, a stamp.
    Aslant,
}

const WAYS: [Way; 4] = [Way::Right, Way::Down, Way::Left, Way::Up];

/// How much of its length a line may rise or fall.
const LEVEL: f32 = 0.06;

/// How far outside of the page a glyph may begin.
const OUTSIDE: f32 = 2.0;

/// Smallest and largest height of letters, in points.
const SIZES: std::ops::Range<f32> = 0.5..2_000.0;

/// Turns a page so that most of its text runs from left to right, and drops what runs another way: stamps in the margin,
/// watermarks. Columns of Chinese and Japanese that run down become lines in the right order, from right to left.
pub(super) fn turned(placed: Vec<Placed>, width: f32, height: f32) -> Sheet {
    let mut counts = [0_usize; 4];
    for glyph in &placed {
        let way = way(glyph);
        for (count, known) in counts.iter_mut().zip(WAYS) {
            *count += usize::from(known == way);
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    // The usual one wins where two are even.
    let at = counts.iter().position(|count| *count == most).unwrap_or(0);
    let wanted = WAYS.get(at).copied().unwrap_or(Way::Right);
    let turn = |(x, y): (f32, f32)| match wanted {
        Way::Down => (y, width - x),
        Way::Left => (width - x, height - y),
        Way::Up => (height - y, x),
        Way::Right | Way::Aslant => (x, y),
    };
    let glyphs = placed.into_iter().filter(|glyph| way(glyph) == wanted);
    let glyphs = glyphs.map(|glyph| {
        let (left, base) = turn(glyph.start);
        let (right, _) = turn(glyph.end);
        Glyph {
            text: glyph.text,
            left,
            right: right.max(left),
            base,
            size: glyph.size,
            style: glyph.style,
        }
    });
    let glyphs: Vec<Glyph> = glyphs.collect();
    let (width, height) = match wanted {
        Way::Down | Way::Up => (height, width),
        _ => (width, height),
    };
    let is_inside = |glyph: &Glyph| {
        (-OUTSIDE..width + OUTSIDE).contains(&glyph.left)
            && (-OUTSIDE..height + OUTSIDE).contains(&glyph.base)
    };
    Sheet {
        glyphs: glyphs.into_iter().filter(is_inside).collect(),
        width,
        height,
    }
}

/// Whether all numbers of a glyph are numbers, and of letters that somebody could read.
pub(super) fn is_sound(glyph: &Placed) -> bool {
    let numbers = [glyph.start.0, glyph.start.1, glyph.end.0, glyph.end.1];
    numbers
        .iter()
        .all(|number| number.is_finite() && number.abs() < 1e6)
        && SIZES.contains(&glyph.size)
}

fn way(glyph: &Placed) -> Way {
    let across = glyph.end.0 - glyph.start.0;
    let down = glyph.end.1 - glyph.start.1;
    if down.abs() <= across.abs() * LEVEL {
        if across < 0.0 { Way::Left } else { Way::Right }
    } else if across.abs() <= down.abs() * LEVEL {
        if down < 0.0 { Way::Up } else { Way::Down }
    } else {
        Way::Aslant
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use rstest::rstest;

    /// How wide a letter of these tests is, in heights of the font.
    const WIDTH: f32 = 0.5;

    /// Returns the glyphs of a line, each letter half as wide as it is high; spaces are left out.
    pub(in crate::import::pdf) fn set(text: &str, left: f32, base: f32, size: f32) -> Vec<Glyph> {
        text.chars()
            .enumerate()
            .filter(|(_, letter)| *letter != ' ')
            .map(|(at, letter)| Glyph {
                text: letter.to_string().into(),
                left: left + at as f32 * size * WIDTH,
                right: left + (at + 1) as f32 * size * WIDTH,
                base,
                size,
                style: Style::default(),
            })
            .collect()
    }

    /// Returns the glyphs of lines below each other.
    pub(in crate::import::pdf) fn lines(
        texts: &[&str],
        left: f32,
        top: f32,
        size: f32,
    ) -> Vec<Glyph> {
        let line = |(at, text): (usize, &&str)| set(text, left, top + at as f32 * size * 1.2, size);
        texts.iter().enumerate().flat_map(line).collect()
    }

    fn placed(text: &str, start: (f32, f32), end: (f32, f32)) -> Placed {
        Placed {
            text: text.into(),
            start,
            end,
            size: 10.0,
            style: Style::default(),
        }
    }

    #[rstest]
    #[case::usual((100.0, 50.0), (106.0, 50.0), (100.0, 50.0))]
    #[case::down((100.0, 50.0), (100.0, 56.0), (50.0, 500.0))]
    #[case::up((100.0, 50.0), (100.0, 44.0), (750.0, 100.0))]
    #[case::upside_down((100.0, 50.0), (94.0, 50.0), (500.0, 750.0))]
    fn pages_are_turned(
        #[case] start: (f32, f32),
        #[case] end: (f32, f32),
        #[case] place: (f32, f32),
    ) {
        let stamp = placed("x", (10.0, 10.0), (14.0, 14.0));
        let sheet = turned(vec![placed("a", start, end), stamp], 600.0, 800.0);
        assert_eq!(sheet.glyphs.len(), 1);
        assert_eq!((sheet.glyphs[0].left, sheet.glyphs[0].base), place);
        assert!(sheet.glyphs[0].right > sheet.glyphs[0].left);
    }

    #[test]
    fn what_is_no_number_or_no_size_is_no_glyph() {
        assert!(is_sound(&placed("a", (1.0, 1.0), (2.0, 1.0))));
        assert!(!is_sound(&placed("a", (f32::NAN, 1.0), (2.0, 1.0))));
        assert!(!is_sound(&placed("a", (1.0, f32::INFINITY), (2.0, 1.0))));
    }
}
