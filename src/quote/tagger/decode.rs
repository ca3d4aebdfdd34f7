//! From numbers to spans and links: the best sequence of tags, and for each content the cue and the source it goes with.
//!
//! Knows words by their index in a window, never text.

use std::ops::Range;

use crate::quote::tagger::linear::Rounded;
use crate::quote::tagger::weights::{Link, Weights};

/// What a word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tag {
    None,
    SourceHead,
    Source,
    CueHead,
    Cue,
    ContentHead,
    Content,
}

impl Tag {
    /// How many there are.
    pub(super) const COUNT: usize = 7;

    const ALL: [Self; Self::COUNT] = [
        Self::None,
        Self::SourceHead,
        Self::Source,
        Self::CueHead,
        Self::Cue,
        Self::ContentHead,
        Self::Content,
    ];

    /// Returns the tag of the words after the first, if it is a first one.
    fn more(self) -> Option<Self> {
        match self {
            Self::SourceHead => Some(Self::Source),
            Self::CueHead => Some(Self::Cue),
            Self::ContentHead => Some(Self::Content),
            _ => None,
        }
    }

    /// Whether it may stand after another.
    fn follows(self, before: Option<Self>) -> bool {
        match self {
            Self::Source | Self::Cue | Self::Content => {
                before.is_some_and(|before| before == self || before.more() == Some(self))
            }
            _ => true,
        }
    }
}

/// Logarithms of how likely each tag of each word is.
pub(super) type Odds = Vec<[f32; Tag::COUNT]>;

/// Makes logarithms of probabilities of each row.
pub(super) fn log_softmax(row: &mut [f32]) {
    let most = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let sum: f32 = row.iter().map(|x| (x - most).exp()).sum();
    let total = most + sum.ln();
    for x in row {
        *x -= total;
    }
}

/// Finds the likeliest tags among those that may follow each other (Viterbi 1967). At a word of `breaks` nothing goes on.
pub(super) fn tags(odds: &Odds, breaks: impl Fn(usize) -> bool) -> Vec<Tag> {
    let mut best = [0.0_f32; Tag::COUNT];
    let mut back: Vec<[usize; Tag::COUNT]> = Vec::with_capacity(odds.len());
    for (at, odds) in odds.iter().enumerate() {
        let fresh = at == 0 || breaks(at);
        let mut next = [f32::NEG_INFINITY; Tag::COUNT];
        let mut from = [0; Tag::COUNT];
        for (to, tag) in Tag::ALL.iter().enumerate() {
            for (before, score) in best.iter().enumerate() {
                let may = tag.follows(Some(Tag::ALL[before]).filter(|_| !fresh));
                if may && *score > next[to] {
                    next[to] = *score;
                    from[to] = before;
                }
            }
            next[to] += odds[to];
        }
        back.push(from);
        best = next;
    }
    let mut last = 0;
    for (tag, score) in best.iter().enumerate() {
        if *score > best[last] {
            last = tag;
        }
    }
    let mut found = Vec::with_capacity(odds.len());
    for from in back.iter().rev() {
        found.push(Tag::ALL[last]);
        last = from[last];
    }
    found.reverse();
    found
}

/// Returns the stretches of words that begin with a tag.
pub(super) fn runs(tags: &[Tag], head: Tag) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for (at, tag) in tags.iter().enumerate() {
        if *tag == head {
            runs.push(at..at + 1);
        } else if head.more() == Some(*tag)
            && let Some(run) = runs.last_mut()
            && run.end == at
        {
            run.end = at + 1;
        }
    }
    runs
}

/// How the rules link a word: with words of the window, with none, or they say nothing of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ruled {
    With(Range<usize>),
    WithNone,
    Silent,
}

/// Words of a window, ready to be linked in one way.
pub(super) struct Linker<'a> {
    link: &'a Link,
    size: usize,
    from: Vec<f32>,
    to: Vec<f32>,
}

impl<'a> Linker<'a> {
    /// Prepares the words of a window, each a row of numbers.
    pub(super) fn new(weights: &Weights, link: &'a Link, words: &mut Rounded) -> Self {
        let (mut from, mut to) = (Vec::new(), Vec::new());
        link.from.apply(words, &mut from);
        link.to.apply(words, &mut to);
        Self {
            link,
            size: weights.sizes.link,
            from,
            to,
        }
    }

    /// Returns the logarithms of how likely a word is linked with nothing (first) and with each word of the window.
    pub(super) fn odds(&self, word: usize, ruled: &Ruled) -> Vec<f32> {
        let from = self
            .from
            .get(word * self.size..(word + 1) * self.size)
            .unwrap_or_default();
        let factor = (self.size as f32).sqrt().recip();
        let dot = |other: &[f32]| -> f32 {
            from.iter().zip(other).map(|(a, b)| a * b).sum::<f32>() * factor
        };
        let [with, none] = self.link.rules;
        let mut odds = Vec::with_capacity(1 + self.to.len() / self.size.max(1));
        let silence = if *ruled == Ruled::WithNone { none } else { 0.0 };
        odds.push(dot(&self.link.nothing) + silence);
        for (other, to) in self.to.chunks_exact(self.size).enumerate() {
            let told = matches!(ruled, Ruled::With(words) if words.contains(&other));
            odds.push(dot(to) + self.distance(word, other) + if told { with } else { 0.0 });
        }
        log_softmax(&mut odds);
        odds
    }

    /// Returns what the distance of two words counts for: in steps that grow with it.
    fn distance(&self, from: usize, to: usize) -> f32 {
        let middle = self.link.distance.len() / 2;
        let far = from.abs_diff(to) as f32;
        #[expect(clippy::cast_sign_loss, reason = "a logarithm of one or more")]
        let step = ((1.0 + far).log2() * 2.0).round_ties_even() as usize;
        let step = step.min(middle);
        let place = if to >= from {
            middle + step
        } else {
            middle - step
        };
        self.link.distance.get(place).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn odds(best: &[Tag]) -> Odds {
        best.iter()
            .map(|tag| {
                let mut row = [-3.0; Tag::COUNT];
                row[*tag as usize] = -0.2;
                row
            })
            .collect()
    }

    #[test]
    fn what_cannot_begin_is_begun_or_left() {
        let found = tags(&odds(&[Tag::Cue, Tag::Cue, Tag::None]), |_| false);
        assert_eq!(found, [Tag::CueHead, Tag::Cue, Tag::None]);
    }

    #[test]
    fn nothing_goes_on_over_a_break() {
        let mut wanted = odds(&[Tag::ContentHead, Tag::Content, Tag::Content]);
        wanted[2][Tag::ContentHead as usize] = -1.0;
        let whole = tags(&wanted, |_| false);
        assert_eq!(runs(&whole, Tag::ContentHead), vec![0..3; 1]);
        let broken = tags(&wanted, |at| at == 2);
        assert_eq!(runs(&broken, Tag::ContentHead), [0..2, 2..3]);
    }

    #[test]
    fn runs_of_one_kind_stand_apart() {
        let tags = [
            Tag::SourceHead,
            Tag::CueHead,
            Tag::ContentHead,
            Tag::Content,
            Tag::ContentHead,
            Tag::None,
            Tag::SourceHead,
            Tag::Source,
        ];
        assert_eq!(runs(&tags, Tag::SourceHead), [0..1, 6..8]);
        assert_eq!(runs(&tags, Tag::CueHead), vec![1..2; 1]);
        assert_eq!(runs(&tags, Tag::ContentHead), [2..4, 4..5]);
    }

    #[test]
    fn the_odds_of_a_row_add_up_to_one() {
        let mut row = [1.0, 2.0, -50.0, 700.0];
        log_softmax(&mut row);
        let sum: f32 = row.iter().map(|x| x.exp()).sum();
        assert!((sum - 1.0).abs() < 1e-5);
    }
}
