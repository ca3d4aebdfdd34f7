//! Glyphs to words. Words are told by gaps rather than by spaces: many files have none, and some have too many.

use std::rc::Rc;

use crate::import::pdf::glyph::{Glyph, Style};
use crate::import::pdf::letters;

/// Narrowest gap between two words, in heights of the font. Letters of one word are closer, however they are kerned.
pub(super) const GAP: f32 = 0.13;

/// How far letters of one word may overlap; farther back, another word begins.
const OVERLAP: f32 = 0.4;

/// How much heights and lines of letters of one word may differ.
const ALIKE: f32 = 0.06;
const LEVEL: f32 = 0.08;

/// Letters that stand together, alike in height and style.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) base: f32,
    pub(super) size: f32,
    pub(super) style: Style,
}

impl Word {
    fn new(glyph: &Glyph) -> Self {
        Self {
            text: String::new(),
            left: glyph.left,
            right: glyph.right,
            base: glyph.base,
            size: glyph.size,
            style: glyph.style,
        }
    }

    /// Where its letters end above and below the line.
    pub(super) fn top(&self) -> f32 {
        self.base - self.size * 0.72
    }

    pub(super) fn bottom(&self) -> f32 {
        self.base + self.size * 0.2
    }

    /// Whether a glyph goes on with it, at its right or (in scripts that run there) at its left.
    fn takes(&self, glyph: &Glyph) -> bool {
        let is_alike = self.style == glyph.style
            && (self.size - glyph.size).abs() <= self.size * ALIKE
            && (self.base - glyph.base).abs() <= self.size * LEVEL;
        let gaps = -OVERLAP * self.size..GAP * self.size;
        is_alike
            && (gaps.contains(&(glyph.left - self.right))
                || gaps.contains(&(self.left - glyph.right)) && letters::is_leftward(&glyph.text))
    }

    fn add(&mut self, glyph: &Glyph) {
        self.left = self.left.min(glyph.left);
        self.right = self.right.max(glyph.right);
    }
}

/// Returns the words that glyphs make, in the order of the file.
pub(super) fn words(glyphs: &[Glyph]) -> Vec<Word> {
    let mut making = Making::default();
    let mut accent: Option<(char, &Glyph)> = None;
    for glyph in glyphs {
        if glyph.text.trim().is_empty() {
            making.close();
            continue;
        }
        let mut letter = None;
        if let Some((mark, under)) = accent.take() {
            // An accent with nothing below it was meant as it is; one over a letter is part of it.
            if (glyph.base - under.base).abs() < glyph.size && overlap(glyph, under) {
                letter = Some(Glyph {
                    text: letters::joined(&glyph.text, mark).into(),
                    ..glyph.clone()
                });
            } else {
                making.push(under);
            }
        }
        match letters::over(&glyph.text) {
            Some(mark) => accent = Some((mark, glyph)),
            None => making.push(letter.as_ref().unwrap_or(glyph)),
        }
    }
    if let Some((_, under)) = accent {
        making.push(under);
    }
    making.close();
    making.words
}

/// Words while they are being made: those that are, and the letters of the last one with their places.
#[derive(Default)]
struct Making {
    words: Vec<Word>,
    letters: Vec<(f32, Rc<str>)>,
}

impl Making {
    fn push(&mut self, glyph: &Glyph) {
        let is_open = !self.letters.is_empty();
        match self
            .words
            .last_mut()
            .filter(|word| is_open && word.takes(glyph))
        {
            Some(word) => word.add(glyph),
            None => {
                self.close();
                self.words.push(Word::new(glyph));
            }
        }
        self.letters.push((glyph.left, glyph.text.clone()));
    }

    fn close(&mut self) {
        let mut parts = std::mem::take(&mut self.letters);
        let Some(word) = self.words.last_mut().filter(|_| !parts.is_empty()) else {
            return;
        };
        if parts.iter().any(|(_, text)| letters::is_leftward(text)) {
            parts.sort_by(|a, b| b.0.total_cmp(&a.0));
            word.text = letters::leftward(parts.iter().map(|(_, text)| &**text));
        } else {
            word.text = parts.iter().map(|(_, text)| &**text).collect();
        }
    }
}

/// Whether most of the narrower of two glyphs lies over the other.
fn overlap(one: &Glyph, other: &Glyph) -> bool {
    let common = one.right.min(other.right) - one.left.max(other.left);
    common > 0.5 * (one.right - one.left).min(other.right - other.left)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pdf::glyph::tests::set;

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        words(glyphs).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn gaps_part_words() {
        assert_eq!(
            texts(&set("The ferry stops", 10.0, 10.0, 10.0)),
            ["The", "ferry", "stops"]
        );
        let mut tight = set("ab", 10.0, 10.0, 10.0);
        tight[1].left += 1.0;
        assert_eq!(texts(&tight), ["ab"]);
        tight[1].left += 1.0;
        assert_eq!(texts(&tight), ["a", "b"]);
    }

    #[test]
    fn another_height_or_line_is_another_word() {
        let mut glyphs = set("word", 10.0, 10.0, 10.0);
        glyphs.extend(set("3", 30.0, 6.0, 6.0));
        assert_eq!(texts(&glyphs), ["word", "3"]);
    }

    #[test]
    fn accents_come_over_their_letters() {
        let mut glyphs = set("F¨ahre", 10.0, 10.0, 10.0);
        for glyph in glyphs.iter_mut().skip(2) {
            glyph.left -= 5.0;
            glyph.right -= 5.0;
        }
        assert_eq!(texts(&glyphs), ["Fähre"]);
    }

    #[test]
    fn letters_that_run_to_the_left_are_in_the_order_of_reading() {
        // As they look: from left to right.
        assert_eq!(texts(&set(".)םולש(", 10.0, 10.0, 10.0)), ["(שלום)."]);
        assert_eq!(texts(&set(".(םולש)", 10.0, 10.0, 10.0)), ["(שלום)."]);
        assert_eq!(texts(&set("2021-ב", 10.0, 10.0, 10.0)), ["ב-2021"]);
        assert_eq!(texts(&set("םולש", 10.0, 10.0, 10.0)), ["שלום"]);
        let mut spoken = set("שלום", 10.0, 10.0, 10.0);
        for (at, glyph) in spoken.iter_mut().enumerate() {
            glyph.left = 30.0 - at as f32 * 5.0;
            glyph.right = glyph.left + 5.0;
        }
        assert_eq!(texts(&spoken), ["שלום"]);
    }
}
