//! The reader's corrections, laid over what the engine finds: another speaker, other words, no quote at all, a quote that
//! was missed.
//!
//! A correction is tied to words, not to what an engine found: it holds for the same words in another text of the article,
//! and for another engine. Words that are gone, or that cannot be told from others, leave it *lost*: it then does nothing.

use std::collections::HashSet;

use crate::article::{self, Anchor, Body, Finder, Span};
use crate::quote::{FoundBy, Kind, Quote, Speaker};

/// One correction.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    /// The words of the quote that it is about; empty for a quote that was missed.
    pub was: Vec<Anchor>,
    /// Its words as they should be; empty when it is no quote.
    pub now: Vec<Anchor>,
    /// Who says it, or nobody knows who; none when that stays as it is.
    pub speaker: Option<Option<Speaker>>,
}

/// What a correction does, in short.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Names another speaker.
    Speaker,
    /// Takes other words.
    Words,
    /// Says that it is no quote.
    NoQuote,
    /// Adds a quote.
    Added,
}

impl Correction {
    /// Says who a quote is from; that nobody knows when there is none. None when its words cannot be anchored.
    pub fn speaker(text: &str, quote: &Quote, speaker: Option<Speaker>) -> Option<Self> {
        let was = anchors(text, &quote.content)?;
        Some(Self {
            now: was.clone(),
            was,
            speaker: Some(speaker),
        })
    }

    /// Says that something is no quote.
    pub fn no_quote(text: &str, quote: &Quote) -> Option<Self> {
        Some(Self {
            was: anchors(text, &quote.content)?,
            now: Vec::new(),
            speaker: None,
        })
    }

    /// Gives a quote other words.
    pub fn words(text: &str, quote: &Quote, content: &[Span]) -> Option<Self> {
        Some(Self {
            was: anchors(text, &quote.content)?,
            now: anchors(text, content)?,
            speaker: None,
        })
    }

    /// Adds a quote.
    pub fn added(text: &str, content: &[Span], speaker: Option<Speaker>) -> Option<Self> {
        Some(Self {
            was: Vec::new(),
            now: anchors(text, content)?,
            speaker: Some(speaker),
        })
    }

    /// Returns what it does.
    pub fn act(&self) -> Act {
        if self.was.is_empty() {
            Act::Added
        } else if self.now.is_empty() {
            Act::NoQuote
        } else if self.speaker.is_some() {
            Act::Speaker
        } else {
            Act::Words
        }
    }

    /// Returns the words that it is about, on one line.
    pub fn about(&self) -> String {
        let parts = if self.was.is_empty() {
            &self.now
        } else {
            &self.was
        };
        let parts: Vec<&str> = parts.iter().map(|anchor| anchor.exact.as_str()).collect();
        parts.join(" … ")
    }

    /// Returns it with its words anchored anew where they stand in a text; none when they are lost.
    pub fn moved_along(&self, finder: &Finder<'_>, text: &str) -> Option<Self> {
        let again = |parts: &[Anchor]| -> Option<Vec<Anchor>> {
            let parts = parts.iter();
            parts
                .map(|anchor| Anchor::of(text, finder.find(anchor).ok()?))
                .collect()
        };
        Some(Self {
            was: again(&self.was)?,
            now: again(&self.now)?,
            speaker: self.speaker.clone(),
        })
    }
}

fn anchors(text: &str, spans: &[Span]) -> Option<Vec<Anchor>> {
    let anchors: Option<Vec<Anchor>> = spans.iter().map(|&span| Anchor::of(text, span)).collect();
    anchors.filter(|anchors| !anchors.is_empty())
}

/// Lays corrections over the quotes of a text, in the order in which they were made. Returns the quotes and for each
/// correction whether it is lost.
pub fn corrected(
    text: &str,
    quotes: Vec<Quote>,
    corrections: &[Correction],
) -> (Vec<Quote>, Vec<bool>) {
    let mut quotes = quotes;
    let finder = Finder::new(text);
    let lost = corrections
        .iter()
        .map(|correction| !correct(text, &finder, &mut quotes, correction))
        .collect();
    quotes.sort_by_key(|quote| quote.content.first().copied());
    (quotes, lost)
}

/// Does what one correction says; returns whether its words are there.
fn correct(
    text: &str,
    finder: &Finder<'_>,
    quotes: &mut Vec<Quote>,
    correction: &Correction,
) -> bool {
    let found = |parts: &[Anchor]| -> Option<Vec<Span>> {
        let parts = parts.iter();
        parts.map(|anchor| finder.find(anchor).ok()).collect()
    };
    let (Some(was), Some(now)) = (found(&correction.was), found(&correction.now)) else {
        return false;
    };
    let meant = if was.is_empty() { &now } else { &was };
    let at = meant_quote(quotes, meant);
    if now.is_empty() {
        if let Some(at) = at {
            quotes.remove(at);
        }
        return true;
    }
    let mut quote = match at {
        Some(at) => quotes.remove(at),
        // The engine does not find it any more, but the reader said what it is.
        None => Quote {
            kind: Kind::Indirect,
            content: Vec::new(),
            cue: Vec::new(),
            source: Vec::new(),
            speaker: None,
            chain: None,
            found_by: FoundBy::Reader,
            confidence: 1.0,
        },
    };
    if quote.content != now {
        quote.kind = kind(text, &now, &quote);
        quote.content = now;
    }
    if let Some(speaker) = &correction.speaker {
        quote.speaker.clone_from(speaker);
    }
    quote.found_by = FoundBy::Reader;
    quote.confidence = 1.0;
    for other in quotes.iter_mut() {
        without(&mut other.content, &quote.content);
    }
    quotes.retain(|other| !other.content.is_empty());
    quotes.push(quote);
    true
}

/// Returns the quote whose words are meant: the one that shares most with them, if that is half of the shorter.
fn meant_quote(quotes: &[Quote], meant: &[Span]) -> Option<usize> {
    let length = |spans: &[Span]| spans.iter().map(|span| span.len()).sum::<usize>();
    let shared = |quote: &Quote| -> usize {
        let pairs = quote.content.iter().flat_map(|one| {
            meant.iter().map(move |other| {
                let start = one.start.max(other.start);
                one.end.min(other.end).saturating_sub(start)
            })
        });
        pairs.sum()
    };
    let (at, quote) = quotes
        .iter()
        .enumerate()
        .max_by_key(|(at, quote)| (shared(quote), std::cmp::Reverse(*at)))?;
    let shorter = length(&quote.content).min(length(meant));
    (shared(quote) * 2 >= shorter && shorter > 0 && shared(quote) > 0).then_some(at)
}

/// Takes what others cover out of some spans.
fn without(spans: &mut Vec<Span>, taken: &[Span]) {
    for &cut in taken {
        if !spans.iter().any(|span| span.overlaps(cut)) {
            continue;
        }
        *spans = spans
            .iter()
            .flat_map(|span| {
                let before = Span::new(span.start, span.end.min(cut.start.max(span.start)));
                let after = Span::new(span.start.max(cut.end.min(span.end)), span.end);
                if span.overlaps(cut) {
                    vec![before, after]
                } else {
                    vec![*span]
                }
            })
            .filter(|span| !span.is_empty())
            .collect();
    }
}

const OPENING: &[char] = &['“', '„', '«', '‘', '‚', '‹', '「', '『', '"', '»'];
const CLOSING: &[char] = &['”', '“', '»', '’', '‘', '›', '」', '』', '"', '«'];
/// Marks that are never an apostrophe.
const MARKS: &[char] = &['“', '”', '„', '«', '»', '「', '"'];

/// Returns how much of some words stands in quotation marks.
fn kind(text: &str, content: &[Span], before: &Quote) -> Kind {
    let covered = |span: &Span| before.content.iter().any(|old| old.covers(*span));
    if before.kind == Kind::Direct && content.iter().all(covered) {
        return Kind::Direct;
    }
    let is_marked = |span: &Span| {
        let opens = text.get(..span.start).unwrap_or_default().trim_end();
        let closes = text.get(span.end..).unwrap_or_default();
        let closes = closes.trim_start_matches([',', '.', '!', '?', ' ']);
        opens.ends_with(OPENING) && closes.starts_with(CLOSING)
    };
    let has_marks = |span: &Span| {
        let words = text.get(span.range()).unwrap_or_default();
        words.contains(MARKS)
    };
    if content.iter().all(is_marked) && !content.iter().any(has_marks) {
        Kind::Direct
    } else if content
        .iter()
        .any(|span| is_marked(span) || has_marks(span))
    {
        Kind::Mixed
    } else {
        Kind::Indirect
    }
}

/// Returns the sentences of a body that a stretch of its text touches, in order.
pub fn sentences(body: &Body, within: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut seen = HashSet::new();
    for block in body.blocks() {
        if block.span.end <= within.start
            || block.span.start >= within.end
            || !seen.insert(block.span)
        {
            continue;
        }
        let all = article::sentences(body.text(), block.span).into_iter();
        out.extend(all.filter(|span| span.end > within.start && span.start < within.end));
    }
    out
}

/// Returns what of a stretch can be the content of a quote, block by block: without white space around it, and without the
/// quotation marks around all of it.
pub fn stated(body: &Body, within: Span) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    for block in body.blocks() {
        let start = block.span.start.max(within.start);
        let end = block.span.end.min(within.end);
        // Blocks may lie in others; what stands there already is not said twice.
        let start = out.last().map_or(start, |last| start.max(last.end));
        if start >= end {
            continue;
        }
        let words = body.slice(Span::new(start, end));
        let start = start + (words.len() - words.trim_start().len());
        let span = Span::new(start, start + words.trim().len());
        if has_letters(body.slice(span)) {
            out.push(without_marks(body, span));
        }
    }
    out
}

/// Takes away the marks at both ends, unless there are others in between.
fn without_marks(body: &Body, span: Span) -> Span {
    let words = body.slice(span);
    let inner = words
        .strip_prefix(OPENING)
        .and_then(|words| words.strip_suffix(CLOSING))
        .filter(|inner| !inner.is_empty() && !inner.contains(MARKS));
    inner.map_or(span, |inner| {
        let start = span.start + words.chars().next().map_or(0, char::len_utf8);
        Span::new(start, start + inner.len())
    })
}

/// Returns the words of a quote with one sentence more at its end, or one less; none when there is none.
pub fn by_sentence(body: &Body, quote: &Quote, wider: bool) -> Option<Vec<Span>> {
    let last = *quote.content.last()?;
    let mut content = quote.content.clone();
    content.pop();
    let block = body.blocks().get(body.block_at(last.start)?)?;
    if wider {
        let rest = Span::new(last.end, block.span.end);
        let next = sentences(body, rest).into_iter().find(|span| {
            span.end > last.end
                && has_letters(body.slice(Span::new(last.end.max(span.start), span.end)))
        })?;
        content.push(Span::new(last.start, trimmed(body, last.start, next.end)));
    } else {
        let inner = sentences(body, last);
        let before = inner.iter().rev().nth(1);
        match before {
            Some(before) if before.end > last.start && before.end < last.end => {
                content.push(Span::new(last.start, trimmed(body, last.start, before.end)));
            }
            _ if content.is_empty() => return None,
            _ => {}
        }
    }
    (content != quote.content).then_some(content)
}

fn has_letters(words: &str) -> bool {
    words.chars().any(char::is_alphanumeric)
}

/// Returns where words end without the marks that close them.
fn trimmed(body: &Body, start: usize, end: usize) -> usize {
    let words = body.slice(Span::new(start, end));
    start + words.trim_end().trim_end_matches(CLOSING).trim_end().len()
}

#[cfg(test)]
mod tests;
