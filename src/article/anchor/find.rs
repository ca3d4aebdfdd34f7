//! Finds the words of an anchor in a text, and says when it cannot be told which words are meant.
//!
//! A side of an occurrence (what stands before it, or after it) *agrees* when it is that of the anchor, up to a few
//! characters at its far end. Anchors keep so much of their surroundings that in the text they were made of no other
//! occurrence agrees on either side; so one that agrees is the one meant, however the rest of the text has changed.

use std::cell::OnceCell;

use unicode_normalization::char::is_combining_mark;

use crate::article::anchor::plain::Plain;
use crate::article::anchor::{Anchor, CONTEXT, MOST_CONTEXT, SPARE};
use crate::article::{CodePoints, Span, is_spaceless};

/// Words that are at least so long are known again by themselves, when they stand in the text only once and always did.
const TELLING: usize = 24;

/// Why the words of an anchor are not found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Lost {
    /// They do not stand in the text any more, at least not as they did.
    #[error("the words are not in the text any more")]
    Gone,
    /// They stand in the text, but nothing says that it is these that were meant.
    #[error("the words stand in the text, but not where they stood")]
    Ambiguous,
}

/// Finds anchors in one text. Takes time linear in the text for each that is not where it was.
#[derive(Debug)]
pub struct Finder<'a> {
    text: &'a str,
    points: CodePoints<'a>,
    plain: OnceCell<Plain>,
}

impl<'a> Finder<'a> {
    /// Prepares a text.
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            points: CodePoints::new(text),
            plain: OnceCell::new(),
        }
    }

    /// Returns where the words of an anchor stand.
    ///
    /// # Errors
    /// When they are not there, or cannot be told from the same words elsewhere.
    pub fn find(&self, anchor: &Anchor) -> Result<Span, Lost> {
        if let Some(span) = self.unmoved(anchor) {
            return Ok(span);
        }
        let plain = self.plain.get_or_init(|| Plain::of(self.text));
        let needle = Needle::of(anchor);
        let found = needle.choose(plain, |span| self.points.pair(span) == anchor.position)?;
        plain.original(found).ok_or(Lost::Gone)
    }

    /// Looks for words after some part of the text, however they are set; returns where that part ends with them in it, to
    /// go on from. Parts of longer words do not count, unless `in_words` says so.
    pub fn says(&self, words: &str, from: usize, in_words: bool) -> Option<usize> {
        let plain = self.plain.get_or_init(|| Plain::of(self.text));
        let words = Plain::of(words.trim()).text;
        let words = words.trim();
        let mut found = None;
        let text = plain.text.as_str();
        let rest = text.get(from..)?;
        each_occurrence(rest, words, &mut |at| {
            let start = from + at;
            let end = start + words.len();
            let joins = |inner: Option<char>, outer: Option<char>| {
                inner.is_some_and(is_in_word) && outer.is_some_and(is_in_word)
            };
            let before = text.get(..start).and_then(|it| it.chars().next_back());
            let after = text.get(end..).and_then(|it| it.chars().next());
            let is_cut =
                joins(words.chars().next(), before) || joins(words.chars().next_back(), after);
            if in_words || !is_cut {
                found = Some(end);
            }
            found.is_none()
        });
        found
    }

    /// Returns where the words stood, when nothing has changed there.
    fn unmoved(&self, anchor: &Anchor) -> Option<Span> {
        let [start, end] = anchor.position;
        let span = (start < end).then(|| self.points.span([start, end]))?;
        let is_there = self.points.pair(span) == anchor.position
            && self.text.get(span.range())? == anchor.exact.as_str()
            && self
                .text
                .get(..span.start)?
                .ends_with(anchor.prefix.as_str())
            && self
                .text
                .get(span.end..)?
                .starts_with(anchor.suffix.as_str())
            && (!anchor.prefix.is_empty() || !anchor.suffix.is_empty() || anchor.alone);
        is_there.then_some(span)
    }
}

/// Returns how many characters before a stretch, and after it, it takes to tell it from the same words elsewhere in the
/// text, and whether they stand nowhere else.
pub(super) fn around(plain: &Plain, span: Span) -> (usize, usize, bool) {
    let here = Span::new(plain.at(span.start), plain.at(span.end));
    let text = plain.text.as_str();
    let words = text.get(here.range()).unwrap_or_default();
    let mut needed = (0, 0);
    let mut alone = true;
    each_occurrence(text, words, &mut |at| {
        if at != here.start {
            alone = false;
            let before = common_before(text, here.start, at);
            let after = common_after(text, here.end, at + words.len());
            needed = (needed.0.max(before + 1), needed.1.max(after + 1));
        }
        true
    });
    (needed.0, needed.1, alone)
}

fn common_before(text: &str, one: usize, other: usize) -> usize {
    same(
        text.get(..one).unwrap_or_default().chars().rev(),
        text.get(..other).unwrap_or_default().chars().rev(),
    )
}

fn common_after(text: &str, one: usize, other: usize) -> usize {
    same(
        text.get(one..).unwrap_or_default().chars(),
        text.get(other..).unwrap_or_default().chars(),
    )
}

/// Returns how many characters are the same from the start on, as far as anybody looks.
fn same(one: impl Iterator<Item = char>, other: impl Iterator<Item = char>) -> usize {
    one.zip(other)
        .take(MOST_CONTEXT)
        .take_while(|(one, other)| one == other)
        .count()
}

/// An anchor made plain.
#[derive(Debug)]
pub(super) struct Needle {
    before: String,
    words: String,
    after: String,
    alone: bool,
}

/// An occurrence of the words, and which of its sides agree.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    span: Span,
    sides: u8,
    is_touched: bool,
}

impl Needle {
    fn of(anchor: &Anchor) -> Self {
        // Made plain as one, since a mark takes the white space beside it along.
        let whole = format!("{}{}{}", anchor.prefix, anchor.exact, anchor.suffix);
        let plain = Plain::of(&whole);
        let start = plain.at(anchor.prefix.len());
        let end = plain.at(anchor.prefix.len() + anchor.exact.len());
        let part = |from: usize, to: usize| plain.text.get(from..to).unwrap_or_default().to_owned();
        Self {
            before: part(0, start),
            words: part(start, end).trim().to_owned(),
            after: part(end, plain.text.len()),
            alone: anchor.alone,
        }
    }

    /// Returns the occurrence that is meant, in bytes of the plain text. `was_here` says whether a stretch of the original
    /// is where the words stood.
    fn choose(&self, plain: &Plain, was_here: impl Fn(Span) -> bool) -> Result<Span, Lost> {
        let mut agreeing: Option<Candidate> = None;
        let mut rivals = 0;
        let mut at_place: Option<Candidate> = None;
        let mut all = 0;
        let mut first: Option<Candidate> = None;
        each_occurrence(&plain.text, &self.words, &mut |at| {
            let Some(candidate) = self.candidate(&plain.text, at) else {
                return true;
            };
            all += 1;
            first = first.or(Some(candidate));
            if at_place.is_none() && plain.original(candidate.span).is_some_and(&was_here) {
                at_place = Some(candidate);
            }
            if candidate.sides > 0 {
                match agreeing.map_or(0, |best| best.sides).cmp(&candidate.sides) {
                    std::cmp::Ordering::Less => {
                        agreeing = Some(candidate);
                        rivals = 0;
                    }
                    std::cmp::Ordering::Equal => rivals += 1,
                    std::cmp::Ordering::Greater => {}
                }
            }
            true
        });
        if let Some(best) = agreeing {
            if rivals == 0 {
                return Ok(best.span);
            }
            // The same passage twice: only the place can tell which.
            let here = at_place.filter(|here| here.sides == best.sides);
            return here.map(|here| here.span).ok_or(Lost::Ambiguous);
        }
        let Some(only) = first else {
            return Err(Lost::Gone);
        };
        let is_long = self.words.chars().count() >= TELLING;
        let is_known = if self.alone {
            is_long || only.is_touched || at_place.is_some()
        } else {
            only.is_touched && at_place.is_some()
        };
        if all == 1 && is_known {
            Ok(only.span)
        } else {
            Err(Lost::Ambiguous)
        }
    }

    /// Looks at an occurrence; none when it is a piece of other words.
    fn candidate(&self, text: &str, at: usize) -> Option<Candidate> {
        let span = Span::new(at, at + self.words.len());
        let before = text.get(..span.start)?;
        let after = text.get(span.end..)?;
        let is_cut = |inner: Option<char>, then: Option<char>, now: Option<char>| {
            inner.is_some_and(is_in_word)
                && now.is_some_and(is_in_word)
                && !then.is_some_and(is_in_word)
        };
        let first = self.words.chars().next();
        let last = self.words.chars().next_back();
        if is_cut(
            first,
            self.before.chars().next_back(),
            before.chars().next_back(),
        ) || is_cut(last, self.after.chars().next(), after.chars().next())
        {
            return None;
        }
        let left = same(self.before.chars().rev(), before.chars().rev());
        let right = same(self.after.chars(), after.chars());
        let agrees = |same: usize, kept: &str, is_at_edge: bool| {
            let kept = kept.chars().count();
            if kept >= MOST_CONTEXT {
                // Nothing near enough told the words from others.
                false
            } else if kept >= CONTEXT {
                same >= kept - SPARE
            } else {
                // So little is kept only at the beginning or the end of the text.
                same == kept && is_at_edge
            }
        };
        let sides = u8::from(agrees(
            left,
            &self.before,
            left == before.chars().take(CONTEXT).count(),
        )) + u8::from(agrees(
            right,
            &self.after,
            right == after.chars().take(CONTEXT).count(),
        ));
        // Beside the words some of what stood there still stands: a word on both sides, or more on one.
        let is_touched = left.min(right) >= SPARE / 4 || left + right >= SPARE;
        Some(Candidate {
            span,
            sides,
            is_touched,
        })
    }
}

/// Whether a character makes a longer word of one that it stands beside. Where words are not parted by spaces, nothing does.
fn is_in_word(c: char) -> bool {
    (c.is_alphanumeric() && !is_spaceless(c)) || is_combining_mark(c)
}

/// Calls `each` with the start of every occurrence of some words, overlapping ones too, until it returns false. Takes time
/// linear in both, whatever they are (Knuth, Morris and Pratt).
fn each_occurrence(text: &str, words: &str, each: &mut dyn FnMut(usize) -> bool) {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    if words.is_empty() {
        return;
    }
    // For each length of a beginning of the words: the longest shorter beginning that it ends with.
    let mut borders = vec![0usize; words.len() + 1];
    let mut length = 0;
    for (at, byte) in words.iter().enumerate().skip(1) {
        length = extended(words, &borders, length, *byte);
        if let Some(slot) = borders.get_mut(at + 1) {
            *slot = length;
        }
    }
    let mut length = 0;
    for (at, byte) in text.iter().enumerate() {
        length = extended(words, &borders, length, *byte);
        if length == words.len() {
            if !each(at + 1 - length) {
                return;
            }
            length = borders.get(length).copied().unwrap_or(0);
        }
    }
}

/// Returns how much of the words' beginning stands at the end of what was read, after one more byte.
fn extended(words: &[u8], borders: &[usize], mut length: usize, byte: u8) -> usize {
    loop {
        if words.get(length) == Some(&byte) {
            return length + 1;
        }
        if length == 0 {
            return 0;
        }
        length = borders.get(length).copied().unwrap_or(0);
    }
}
