//! A learned second reading: a small network that sees the words and what the rules made of them, and says anew which are
//! source, cue and content, and what belongs together.
//!
//! It is for English. The rules answer at once; this takes a hundred times as long and is right more often.

mod decode;
mod drafts;
mod encoder;
mod linear;
mod pieces;
mod sheet;
mod weights;
mod window;

use std::ops::Range;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, Ordering};

pub use sheet::{Guess, Sheet, Word};

use crate::quote::draft::Draft;
use crate::quote::tagger::decode::{Linker, Odds, Ruled, Tag};
use crate::quote::tagger::encoder::Bench;
use crate::quote::tagger::linear::{Copies, Rounded};
use crate::quote::tagger::weights::Weights;
use crate::quote::tagger::window::Window;

static WEIGHTS: LazyLock<Option<Weights>> = LazyLock::new(|| {
    // Articles are read side by side, each on one thread; more of them inside of a product would only wait for each other.
    // Where there are threads already, they stay.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .use_current_thread()
        .build_global();
    let copies = if IS_HURRIED.load(Ordering::Relaxed) {
        Copies::Ordered
    } else {
        Copies::None
    };
    Weights::read(include_bytes!("../../assets/tagger/en.bin"), copies)
});

static IS_HURRIED: AtomicBool = AtomicBool::new(false);

/// Takes memory for time, if the tagger has read nothing yet; see [`Copies`].
pub(super) fn hurry() {
    IS_HURRIED.store(true, Ordering::Relaxed);
}

/// Added to the odds of each tag: against beginning anything, and for going on with what was begun, as a stretch that is cut
/// off in the middle is of less use than one that is not there. These and the next were chosen on the development part and
/// on 40 articles of the training part that the weights were not learned from.
const BIAS: [f32; Tag::COUNT] = [0.1, -0.5, 0.5, -0.5, 0.5, -0.5, 0.1];

/// Added to the odds that a word between quotation marks is nothing when the rules take it for nothing: titles and scare
/// quotes are left out that way.
const DOUBT: f32 = 3.0;

/// Taken from the odds of a cue or source in another line than the content. Of 16,064 statements in the training part that
/// are not wholly between quotation marks 16 have their cue elsewhere; of those that are, somebody may go on speaking.
const FAR_BARE: f32 = 20.0;
const FAR_MARKED: f32 = 5.0;

/// Among how many attributions before a content may be a further part of one.
const NEAR: usize = 16;

/// What the tagger found: words that belong together.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tagged {
    /// Stretches of words, in order.
    pub(super) content: Vec<Range<usize>>,
    pub(super) cue: Option<Range<usize>>,
    pub(super) source: Option<Range<usize>>,
    /// How likely it is that the source, or that there is none, is right, from 0 to 1.
    pub(super) sure: f32,
}

/// Reads an article anew, of which the rules found `ruled`; nothing if the weights cannot be read.
pub(super) fn drafts(sheet: &Sheet, ruled: &[Draft]) -> Option<Vec<Draft>> {
    Some(drafts::drafts(sheet, read(sheet)?, ruled))
}

fn read(sheet: &Sheet) -> Option<Vec<Tagged>> {
    let weights = WEIGHTS.as_ref()?;
    let mut bench = Bench::new();
    let mut found = Vec::new();
    for window in window::windows(sheet, weights.sizes.positions - 2) {
        of_window(weights, sheet, &window, &mut bench, &mut found);
    }
    Some(found)
}

fn of_window(
    weights: &Weights,
    sheet: &Sheet,
    window: &Window,
    bench: &mut Bench,
    found: &mut Vec<Tagged>,
) {
    let Read { mut odds, links } = read_window(weights, window, bench);
    let base = window.words.start;
    let words = sheet.words.get(window.words.clone()).unwrap_or_default();
    for (row, word) in odds.iter_mut().zip(words) {
        for (odds, bias) in row.iter_mut().zip(BIAS) {
            *odds += bias;
        }
        if word.marked.is_some() && word.guess == Guess::None {
            row[Tag::None as usize] += DOUBT;
        }
    }
    let breaks = |at: usize| {
        sheet
            .lines
            .binary_search_by_key(&(base + at), |l| l.start)
            .is_ok()
    };
    let tags = decode::tags(&odds, breaks);
    let cues = decode::runs(&tags, Tag::CueHead);
    let sources = decode::runs(&tags, Tag::SourceHead);
    let [to_cue, to_source, of_cue] = &links;
    let cues: Vec<(Range<usize>, Vec<f32>)> = cues
        .into_iter()
        .map(|cue| {
            let odds = of_cue.odds(cue.start, &ruled(sheet, window, cue.start, false));
            (cue, odds)
        })
        .collect();
    let whole = |range: &Range<usize>| base + range.start..base + range.end;
    for content in decode::runs(&tags, Tag::ContentHead) {
        let first = content.start;
        if first < window.known {
            continue;
        }
        let mut cue_odds = to_cue.odds(first, &ruled(sheet, window, first, true));
        let mut source_odds = to_source.odds(first, &ruled(sheet, window, first, false));
        let line = line_of(sheet, base + first);
        let is_marked = words.get(first).is_some_and(|word| word.marked.is_some());
        let cost = if is_marked { FAR_MARKED } else { FAR_BARE };
        for odds in [&mut cue_odds, &mut source_odds] {
            let words = odds.iter_mut().skip(1).zip(base..);
            for (odds, _) in words.filter(|(_, word)| !line.contains(word)) {
                *odds -= cost;
            }
        }
        let (cue, source, sure) = link(&cues, &sources, &cue_odds, &source_odds);
        let cue = cue.and_then(|cue| cues.get(cue)).map(|(cue, _)| whole(cue));
        let content = whole(&content);
        let same = cue.as_ref().and_then(|cue| {
            found
                .iter_mut()
                .rev()
                .take(NEAR)
                .find(|it| it.cue.as_ref() == Some(cue))
        });
        match same {
            Some(tagged) => tagged.content.push(content),
            None => found.push(Tagged {
                content: vec![content],
                cue,
                source: source.and_then(|source| sources.get(source)).map(whole),
                sure,
            }),
        }
    }
}

/// Returns the words of the line that a word stands in.
fn line_of(sheet: &Sheet, word: usize) -> Range<usize> {
    let at = sheet.lines.partition_point(|line| line.end <= word);
    sheet.lines.get(at).cloned().unwrap_or_default()
}

/// What a window's words are, and how they may be linked.
struct Read<'a> {
    odds: Odds,
    /// From content to cue, from content to source, from cue to source.
    links: [Linker<'a>; 3],
}

fn read_window<'a>(weights: &'a Weights, window: &Window, bench: &mut Bench) -> Read<'a> {
    let width = weights.sizes.hidden;
    let rows = encoder::encode(weights, window, bench);
    let mut words = Vec::with_capacity(window.first.len() * width);
    for first in &window.first {
        let row = rows.get(first * width..(first + 1) * width);
        words.extend_from_slice(row.unwrap_or_default());
    }
    let mut rounded = Rounded::new();
    rounded.set(&words, width);
    let mut numbers = Vec::new();
    weights.tags.apply(&mut rounded, &mut numbers);
    let (odds, _) = numbers.as_chunks::<{ Tag::COUNT }>();
    let mut odds = odds.to_vec();
    for row in &mut odds {
        decode::log_softmax(row);
    }
    let links = weights
        .links
        .each_ref()
        .map(|link| Linker::new(weights, link, &mut rounded));
    Read { odds, links }
}

/// Returns what the rules linked a word of a window with.
fn ruled(sheet: &Sheet, window: &Window, word: usize, cue: bool) -> Ruled {
    let base = window.words.start;
    let word = sheet.words.get(base + word);
    let told = word.and_then(|word| {
        if cue {
            word.cue.as_ref()
        } else {
            word.source.as_ref()
        }
    });
    match told {
        None => Ruled::Silent,
        Some(range) if range.is_empty() => Ruled::WithNone,
        Some(range) => {
            Ruled::With(range.start.saturating_sub(base)..range.end.saturating_sub(base))
        }
    }
}

/// A content with less than this share of the likeliest link has no cue.
const LEAST_CUE: f32 = -3.0;

/// Chooses cue and source of a content together, and tells how likely that source is.
fn link(
    cues: &[(Range<usize>, Vec<f32>)],
    sources: &[Range<usize>],
    cue_odds: &[f32],
    source_odds: &[f32],
) -> (Option<usize>, Option<usize>, f32) {
    let at = |odds: &[f32], word: usize| odds.get(word + 1).copied().unwrap_or(f32::NEG_INFINITY);
    let none = |odds: &[f32]| odds.first().copied().unwrap_or_default();
    let cue = cues
        .iter()
        .enumerate()
        .map(|(index, (cue, _))| (index, at(cue_odds, cue.start)))
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|(_, odds)| *odds > none(cue_odds) + LEAST_CUE)
        .map(|(index, _)| index);
    let of_cue = cue
        .and_then(|cue| cues.get(cue))
        .map(|(_, odds)| odds.as_slice());
    let total = |word: Option<usize>| match word {
        Some(word) => at(source_odds, word) + of_cue.map_or(0.0, |odds| at(odds, word)),
        None => none(source_odds) + of_cue.map_or(0.0, none),
    };
    let (source, best) = sources
        .iter()
        .enumerate()
        .map(|(index, source)| (Some(index), total(Some(source.start))))
        .chain([(None, total(None))])
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or((None, f32::NEG_INFINITY));
    let shares = if of_cue.is_some() { 2.0 } else { 1.0 };
    (cue, source, (best / shares).exp().min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quote::tests::article;
    use serde::Deserialize;
    use std::collections::BTreeMap;

    /// What `training/tagger.py expect` has computed in floats from the same file of weights.
    #[derive(Deserialize)]
    struct Expected {
        text: String,
        /// For each word, the logarithm of how likely each tag is.
        odds: Vec<[f32; Tag::COUNT]>,
        /// For each way of linking and each word from which links go out, that of nothing and of each other word.
        links: [BTreeMap<usize, Vec<f32>>; 3],
    }

    #[test]
    fn the_program_computes_what_the_training_does() {
        let expected: Expected =
            serde_json::from_str(include_str!("../../tests/corpus/tagger/odds.json")).unwrap();
        let weights = WEIGHTS.as_ref().unwrap();
        let article = article(expected.text.trim_end(), Some("en"));
        let sheet = crate::quote::sheet(&article);
        let windows = window::windows(&sheet, 254);
        let [window] = windows.as_slice() else {
            panic!("{} windows", windows.len());
        };
        let read = read_window(weights, window, &mut Bench::new());
        assert_eq!(read.odds.len(), expected.odds.len());
        let best = |row: &[f32]| (0..row.len()).max_by(|a, b| row[*a].total_cmp(&row[*b]));
        for (at, (found, wanted)) in read.odds.iter().zip(&expected.odds).enumerate() {
            assert_eq!(best(found), best(wanted), "word {at}");
            for (found, wanted) in found.iter().zip(wanted).filter(|(_, w)| **w > -4.0) {
                // Floats there, rounded rows here.
                assert!((found - wanted).abs() < 0.6, "word {at}: {found} {wanted}");
            }
        }
        for (kind, wanted) in expected.links.iter().enumerate() {
            assert!(wanted.len() > 1);
            for (word, wanted) in wanted {
                let ruled = ruled(&sheet, window, *word, kind == 0);
                let found = read.links[kind].odds(*word, &ruled);
                assert_eq!(best(&found), best(wanted), "link {kind} of word {word}");
            }
        }
    }
}
