//! From tagged words back to stretches of the text, with the quotation marks as the text has them.

use std::ops::Range;

use crate::article::Span;
use crate::quote::draft::{Draft, Rule};
use crate::quote::tagger::Tagged;
use crate::quote::tagger::sheet::{Sheet, Word};

/// More signs in a row at the edge of what was said are no part of it.
const MOST_SIGNS: usize = 8;

/// Makes attributions of what was tagged. Where the rules found the same source for the same words, it is still theirs.
/// What the form of a text says without doubt, the rules have found: "WALLACE: …", "“…” — Ann Roy", "cited
/// a clerk as saying that …".
pub(super) fn drafts(sheet: &Sheet, tagged: Vec<Tagged>, ruled: &[Draft]) -> Vec<Draft> {
    let formal = |draft: &&Draft| matches!(draft.rule, Rule::Label | Rule::Signed | Rule::PassedOn);
    let mut drafts: Vec<Draft> = ruled.iter().filter(formal).cloned().collect();
    let formal = ByContent::of(&drafts);
    let ruled = ByContent::of(ruled);
    let found: Vec<Draft> = tagged
        .into_iter()
        .filter_map(|mut tagged| {
            tagged.content.retain(|run| {
                let span = sheet.span(run);
                span.is_none_or(|span| formal.at(span).is_none())
            });
            draft(sheet, tagged, &ruled)
        })
        .collect();
    drafts.extend(found);
    drafts
}

fn draft(sheet: &Sheet, tagged: Tagged, ruled: &ByContent<'_>) -> Option<Draft> {
    // What the rules hold for a title or a scare quote in a statement makes it no quotation.
    let is_said = |word: &Word| {
        let doubted = ruled.at(word.span).is_some_and(|draft| !draft.quoted);
        word.marked.is_some() && !doubted
    };
    let letters = |marked: bool| {
        tagged
            .content
            .iter()
            .flat_map(|run| sheet.words.get(run.clone()).unwrap_or_default())
            .any(|word| word.letters && is_said(word) == marked)
    };
    let (quoted, bare) = (letters(true), letters(false));
    let content: Vec<Span> = tagged
        .content
        .iter()
        .flat_map(|run| match (quoted, bare) {
            (true, false) => inside(sheet, run),
            _ => whole(sheet, run).into_iter().collect(),
        })
        .collect();
    if tagged.cue.is_none() && !bare && is_bare_term(sheet, &tagged.content) {
        return None;
    }
    let first = *content.first()?;
    let source = tagged.source.and_then(|words| sheet.span(&words));
    let cue = tagged.cue.and_then(|words| sheet.span(&words));
    let same = ruled
        .at(first)
        .filter(|draft| match (draft.source, source) {
            (Some(theirs), Some(own)) => theirs.overlaps(own),
            _ => false,
        });
    // "said at a press briefing": how far a cue goes people do not agree on; the rules take the word itself.
    let cue = match (cue, same.and_then(|draft| draft.cue)) {
        (Some(own), Some(theirs)) if own.start == theirs.start && theirs.end < own.end => {
            Some(theirs)
        }
        _ => cue,
    };
    Some(Draft {
        content,
        quoted,
        bare: bare || !quoted,
        cue,
        source,
        rule: same.map_or(Rule::Tagged, |draft| draft.rule),
        sure: Some(tagged.sure),
    })
}

/// Whether marks hold a few words without a sign at their end, as where a word is spoken of ("everybody wrote “he”").
fn is_bare_term(sheet: &Sheet, content: &[Range<usize>]) -> bool {
    const MOST: usize = 3;
    let words = content
        .iter()
        .flat_map(|run| sheet.words.get(run.clone()).unwrap_or_default());
    let ends_in_sign = content
        .last()
        .and_then(|run| sheet.words.get(run.end.saturating_sub(1)..=run.end))
        .is_some_and(|ends| {
            ends.iter()
                .any(|word| !word.letters && word.marked.is_some())
        });
    words.filter(|word| word.letters).count() <= MOST && !ends_in_sign
}

/// Returns what lies between quotation marks, with the signs there.
fn inside(sheet: &Sheet, run: &Range<usize>) -> Vec<Span> {
    let words = sheet.words.get(run.clone()).unwrap_or_default();
    let mut spans = Vec::new();
    for part in words.chunk_by(|a, b| a.marked == b.marked) {
        let (Some(first), Some(last)) = (part.first(), part.last()) else {
            continue;
        };
        let Some(marks) = first.marked else {
            continue;
        };
        let mut span = Span::new(first.span.start, last.span.end);
        let before = sheet.words.partition_point(|w| w.span.start < span.start);
        let signs = sheet.words.get(..before).unwrap_or_default().iter().rev();
        for sign in signs.take(MOST_SIGNS) {
            if sign.letters || sign.marked != Some(marks) {
                break;
            }
            span.start = sign.span.start;
        }
        let after = sheet.words.partition_point(|w| w.span.start < span.end);
        let signs = sheet.words.get(after..).unwrap_or_default().iter();
        for sign in signs.take(MOST_SIGNS) {
            if sign.letters || sign.marked != Some(marks) {
                break;
            }
            span.end = sign.span.end;
        }
        spans.push(span);
    }
    spans
}

/// Returns all of a run, with the quotation marks that stand right at its ends.
fn whole(sheet: &Sheet, run: &Range<usize>) -> Option<Span> {
    let first = sheet.words.get(run.start)?;
    let last = sheet.words.get(run.end.checked_sub(1)?)?;
    let mut span = Span::new(first.span.start, last.span.end);
    let opens = |marks: &Span| {
        let inside = sheet.words.partition_point(|w| w.span.start < marks.start);
        let between = sheet.words.get(inside..run.start).unwrap_or_default();
        between.len() <= MOST_SIGNS && between.iter().all(|word| !word.letters)
    };
    let closes = |marks: &Span| {
        let inside = sheet.words.partition_point(|w| w.span.end <= marks.end);
        let between = sheet.words.get(run.end..inside).unwrap_or_default();
        between.len() <= MOST_SIGNS && between.iter().all(|word| !word.letters)
    };
    if let Some(marks) = first.marked.filter(opens) {
        span.start = marks.start;
    }
    if let Some(marks) = last.marked.filter(closes) {
        span.end = marks.end;
    }
    Some(span)
}

/// The rules' attributions by where their contents lie.
struct ByContent<'a> {
    parts: Vec<(Span, &'a Draft)>,
}

impl<'a> ByContent<'a> {
    fn of(drafts: &'a [Draft]) -> Self {
        let mut parts: Vec<(Span, &Draft)> = drafts
            .iter()
            .flat_map(|draft| draft.content.iter().map(move |span| (*span, draft)))
            .collect();
        parts.sort_by_key(|(span, _)| span.start);
        Self { parts }
    }

    /// Returns the one whose content overlaps a stretch, if there is any.
    fn at(&self, span: Span) -> Option<&'a Draft> {
        let next = self
            .parts
            .partition_point(|(part, _)| part.end <= span.start);
        let (part, draft) = self.parts.get(next)?;
        part.overlaps(span).then_some(*draft)
    }
}
