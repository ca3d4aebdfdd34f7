//! Which words of a page belong to one column, and in which order columns are read.
//!
//! A page is cut recursively along its white space (Nagy and Seth's X-Y cut, 1984), with two changes. Across, what is cut
//! off are not the largest gaps but bands in which the same corridors run from top to bottom, so that a headline over two
//! columns, or a table in the middle, parts what is above from what is below. And a corridor counts only where what stands
//! on both sides looks like running text; where it does not, as in a table, lines are read across.

use crate::import::pdf::word::Word;

/// Narrowest corridor between two columns, in heights of the text.
const CORRIDOR: f32 = 0.75;

/// Narrowest column: of several lines, and of any, in heights of the text.
const NARROWEST: f32 = 7.0;
const NARROWEST_SHORT: f32 = 14.0;
const FEW_LINES: usize = 3;

/// How deep columns may lie in columns.
const MOST_DEPTH: usize = 6;

/// Returns the words of each column, in the order of reading. `is_leftward` is whether columns are read from the right.
pub(super) fn columns(words: Vec<Word>, is_leftward: bool) -> Vec<Vec<Word>> {
    let mut found = Vec::new();
    cut(words, is_leftward, 0, &mut found);
    found
}

/// A stretch without words, from one x to another.
type Free = (f32, f32);

/// Words whose heights overlap, and what is free of them.
struct Band {
    words: Vec<Word>,
    free: Vec<Free>,
    corridor: f32,
}

impl Band {
    fn new(words: Vec<Word>) -> Self {
        let corridor = height(&words) * CORRIDOR;
        let free = free(&words, corridor);
        Self {
            words,
            free,
            corridor,
        }
    }

    fn has_corridor(&self) -> bool {
        has_inner(&self.free)
    }

    /// Whether the same corridors, or none, run through both.
    fn goes_on(&self, next: &Self) -> Option<Vec<Free>> {
        let common = intersection(&self.free, &next.free, self.corridor.min(next.corridor));
        let is_alike = if self.has_corridor() || next.has_corridor() {
            has_inner(&common)
        } else {
            true
        };
        is_alike.then_some(common)
    }
}

fn cut(words: Vec<Word>, is_leftward: bool, depth: usize, found: &mut Vec<Vec<Word>>) {
    let mut plain: Vec<Word> = Vec::new();
    for band in bands(words) {
        let corridors = credible(&band);
        if corridors.is_empty() || depth >= MOST_DEPTH {
            plain.extend(band.words);
            continue;
        }
        if !plain.is_empty() {
            found.push(std::mem::take(&mut plain));
        }
        let mut sides = parted(band.words, &corridors);
        if is_leftward {
            sides.reverse();
        }
        for side in sides {
            cut(side, is_leftward, depth + 1, found);
        }
    }
    if !plain.is_empty() {
        found.push(plain);
    }
}

/// Parts words at the gaps between lines that go all across, and joins what has the same corridors.
fn bands(mut words: Vec<Word>) -> Vec<Band> {
    words.sort_by(|a, b| a.top().total_cmp(&b.top()));
    let mut pieces: Vec<Vec<Word>> = Vec::new();
    let mut bottom = f32::NEG_INFINITY;
    for word in words {
        let is_below = word.top() >= bottom;
        bottom = bottom.max(word.bottom());
        match pieces.last_mut() {
            Some(piece) if !is_below => piece.push(word),
            _ => pieces.push(vec![word]),
        }
    }
    let mut bands: Vec<Band> = Vec::new();
    for piece in pieces {
        let next = Band::new(piece);
        match bands.last_mut() {
            Some(band) => match band.goes_on(&next) {
                Some(free) => {
                    band.words.extend(next.words);
                    band.free = free;
                }
                None => bands.push(next),
            },
            None => bands.push(next),
        }
    }
    bands
}

/// Returns what is free of words, the two ends of the world included.
fn free(words: &[Word], corridor: f32) -> Vec<Free> {
    let mut spans: Vec<Free> = words.iter().map(|word| (word.left, word.right)).collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut free = Vec::new();
    let mut end = f32::NEG_INFINITY;
    for (left, right) in spans {
        if left - end >= corridor {
            free.push((end, left));
        }
        end = end.max(right);
    }
    free.push((end, f32::INFINITY));
    free
}

/// Returns what is free in both and not narrower than a corridor.
fn intersection(one: &[Free], other: &[Free], corridor: f32) -> Vec<Free> {
    let mut common = Vec::new();
    let (mut at, mut beside) = (0, 0);
    while let (Some(a), Some(b)) = (one.get(at), other.get(beside)) {
        let both = (a.0.max(b.0), a.1.min(b.1));
        if both.1 - both.0 >= corridor {
            common.push(both);
        }
        if a.1 < b.1 {
            at += 1;
        } else {
            beside += 1;
        }
    }
    common
}

fn has_inner(free: &[Free]) -> bool {
    free.iter().copied().any(is_inner)
}

fn is_inner(free: Free) -> bool {
    free.0.is_finite() && free.1.is_finite()
}

/// Returns the middles of those corridors of a band that have text on both sides.
fn credible(band: &Band) -> Vec<f32> {
    let mut corridors: Vec<Free> = band
        .free
        .iter()
        .copied()
        .filter(|free| is_inner(*free))
        .collect();
    while !corridors.is_empty() {
        let middles: Vec<f32> = corridors
            .iter()
            .map(|free| f32::midpoint(free.0, free.1))
            .collect();
        let mut sides: Vec<Vec<&Word>> = vec![Vec::new(); middles.len() + 1];
        for word in &band.words {
            let at = middles.partition_point(|middle| *middle < word.left);
            if let Some(side) = sides.get_mut(at) {
                side.push(word);
            }
        }
        let Some(bad) = sides.iter().position(|side| !is_text(side)) else {
            return middles;
        };
        // What is no column belongs to the neighbour that is closer.
        let width = |at: usize| {
            corridors
                .get(at)
                .map_or(f32::INFINITY, |free| free.1 - free.0)
        };
        let before = bad.checked_sub(1);
        let at = match before {
            Some(before) if width(before) <= width(bad) => before,
            _ => bad.min(corridors.len() - 1),
        };
        corridors.remove(at);
    }
    Vec::new()
}

/// Whether words could be a column of running text: its lines are wide enough.
fn is_text(words: &[&Word]) -> bool {
    let mut bases: Vec<(f32, f32, f32)> = words
        .iter()
        .map(|word| (word.base, word.left, word.right))
        .collect();
    bases.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
    let height = median(&mut sizes);
    let mut widths = Vec::new();
    let mut line: Option<(f32, f32, f32)> = None;
    for (base, left, right) in bases {
        line = match line {
            Some((at, from, to)) if base - at < height * 0.5 => {
                Some((at, from.min(left), to.max(right)))
            }
            other => {
                widths.extend(other.map(|(_, from, to)| to - from));
                Some((base, left, right))
            }
        };
    }
    widths.extend(line.map(|(_, from, to)| to - from));
    let lines = widths.len();
    let average = widths.iter().sum::<f32>() / lines.max(1) as f32;
    let narrowest = if lines >= FEW_LINES {
        NARROWEST
    } else {
        NARROWEST_SHORT
    };
    lines > 0 && average >= narrowest * height
}

/// Parts words at these places.
fn parted(words: Vec<Word>, middles: &[f32]) -> Vec<Vec<Word>> {
    let mut sides = vec![Vec::new(); middles.len() + 1];
    for word in words {
        let at = middles.partition_point(|middle| *middle < word.left);
        if let Some(side) = sides.get_mut(at) {
            side.push(word);
        }
    }
    sides
}

fn height(words: &[Word]) -> f32 {
    let mut sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
    median(&mut sizes)
}

/// Returns the middle one of some numbers.
pub(super) fn median(numbers: &mut [f32]) -> f32 {
    numbers.sort_by(f32::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pdf::glyph::tests::{lines, set};
    use crate::import::pdf::word::words;

    const LEFT: &[&str] = &[
        "alpha one two three four",
        "alpha five six seven ate",
        "alpha nine ten eleven tw",
    ];
    const RIGHT: &[&str] = &[
        "beta one two three fours",
        "beta five six seven ates",
        "beta nine ten eleven twe",
    ];

    fn read(glyphs: &[crate::import::pdf::glyph::Glyph]) -> Vec<String> {
        let starts = |column: Vec<Word>| {
            let mut words = column;
            words.sort_by(|a, b| (a.base, a.left).partial_cmp(&(b.base, b.left)).unwrap());
            words.first().unwrap().text.clone()
        };
        columns(words(glyphs), false)
            .into_iter()
            .map(starts)
            .collect()
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        let mut glyphs = lines(LEFT, 50.0, 100.0, 10.0);
        glyphs.extend(lines(RIGHT, 190.0, 100.0, 10.0));
        assert_eq!(read(&glyphs), ["alpha", "beta"]);
        // Their lines need not be level.
        let mut glyphs = lines(LEFT, 50.0, 100.0, 10.0);
        glyphs.extend(lines(RIGHT, 190.0, 105.0, 10.0));
        assert_eq!(read(&glyphs), ["alpha", "beta"]);
    }

    #[test]
    fn a_headline_over_columns_comes_first_and_one_between_them_parts_them() {
        let mut glyphs = lines(LEFT, 50.0, 100.0, 10.0);
        glyphs.extend(lines(RIGHT, 190.0, 100.0, 10.0));
        glyphs.extend(set("headline over both of them", 80.0, 60.0, 14.0));
        glyphs.extend(set("middle headline over both of them", 60.0, 160.0, 12.0));
        glyphs.extend(lines(LEFT, 50.0, 190.0, 10.0));
        glyphs.extend(lines(RIGHT, 190.0, 190.0, 10.0));
        let found = read(&glyphs);
        assert_eq!(
            found,
            ["headline", "alpha", "beta", "middle", "alpha", "beta"]
        );
    }

    #[test]
    fn four_columns_of_a_newspaper() {
        let mut glyphs = Vec::new();
        for (at, name) in ["one", "two", "three", "four"].iter().enumerate() {
            let line = format!("{name} is text of a pap");
            let texts: Vec<&str> = vec![&line; 20];
            glyphs.extend(lines(
                &texts,
                40.0 + at as f32 * 130.0,
                100.0 + at as f32,
                10.0,
            ));
        }
        assert_eq!(read(&glyphs), ["one", "two", "three", "four"]);
    }

    #[test]
    fn a_table_is_read_across() {
        let mut glyphs = lines(&["Boats", "Ferries", "Tugs", "Cranes"], 50.0, 100.0, 10.0);
        glyphs.extend(lines(&["12", "7", "31", "4"], 150.0, 100.0, 10.0));
        glyphs.extend(lines(
            &["of 1921", "of 1930", "of 1954", "of 1971"],
            250.0,
            100.0,
            10.0,
        ));
        assert_eq!(read(&glyphs), ["Boats"]);
    }

    #[test]
    fn numbers_of_a_list_stay_with_their_items() {
        let mut glyphs = lines(&["[1]", "[2]", "[3]"], 50.0, 100.0, 10.0);
        glyphs.extend(lines(LEFT, 80.0, 100.0, 10.0));
        assert_eq!(read(&glyphs), ["[1]"]);
    }
}
