//! The other link of a chain: whom a speaker cites ("the agency said, citing an official"), or who cites the speaker ("the
//! agency quoted an official as saying"). Found in the words around a source; knows nothing of who is who.

use std::ops::Range;

use crate::article::Span;
use crate::quote::atom::{self, Atom};
use crate::quote::draft::{Draft, Rule};
use crate::quote::lexicon::{self, Lexicon};
use crate::quote::phrase;
use crate::quote::{Hand, Quote};

/// How far around source and cue the other link may stand, in bytes; and the longest source that is looked around.
const REACH: usize = 240;
const LONGEST: usize = 400;
/// Words after which the cited one stands.
const CITING: &[&str] = &["citing", "quoting", "citant", "citando"];
/// Words between a subject and the one whom it cites.
const CITES: &[&str] = &["cited", "cites", "quoted", "quotes"];

/// Returns the words for the other link of a chain and which hand it is, if the text around a source has one.
pub(super) fn find(text: &str, lexicon: &Lexicon, draft: &Draft) -> Option<(Hand, Span)> {
    let source = draft.source?;
    let said = draft
        .cue
        .filter(|cue| cue.start.abs_diff(source.start) < LONGEST);
    let (start, end) = said.map_or((source.start, source.end), |cue| {
        (source.start.min(cue.start), source.end.max(cue.end))
    });
    if end - start > 2 * LONGEST {
        return None;
    }
    let window = window(text, start, end);
    let words = text.get(window.clone())?;
    // Nearly no sentence has one; looking closely costs more than looking.
    if !["citi", "cita", "cite", "quot", "Citi", "Quot", "Berufung"]
        .iter()
        .any(|part| words.contains(part))
    {
        return None;
    }
    let around = Around {
        text,
        atoms: &atom::atoms(words, window.start, &[], lexicon),
        content: &draft.content,
    };
    let found = if draft.rule == Rule::PassedOn {
        around
            .citing_subject(source)
            .map(|span| (Hand::CitedBy, span))
    } else {
        around.cited(source, end).map(|span| (Hand::Cites, span))
    };
    found.filter(|(_, span)| !span.overlaps(source))
}

/// Leaves out content that is nothing but who is cited: nobody said it. A quote that had no other content goes.
pub(super) fn without_cited(mut quotes: Vec<Quote>) -> Vec<Quote> {
    let links = quotes.iter().filter_map(|quote| quote.chain.as_ref());
    let mut cited: Vec<Span> = links
        .filter(|link| link.hand == Hand::Cites)
        .map(|link| link.source)
        .collect();
    cited.sort();
    cited.dedup();
    // Of those that begin in a stretch the first is as good as any: quotes are many where a text means harm.
    let is_cited = |part: &Span| {
        let next = cited.partition_point(|cited| cited.end <= part.start);
        cited
            .get(next)
            .is_some_and(|cited| is_most_of(*part, *cited))
    };
    for quote in &mut quotes {
        quote.content.retain(|part| !is_cited(part));
    }
    quotes.retain(|quote| !quote.content.is_empty());
    quotes
}

/// Whether a stretch says hardly more than another that lies in it.
fn is_most_of(part: Span, inner: Span) -> bool {
    part.overlaps(inner) && part.len() <= 2 * inner.len()
}

/// Returns the stretch of one line around some bytes.
fn window(text: &str, start: usize, end: usize) -> Range<usize> {
    let mut from = start.saturating_sub(REACH);
    let mut to = (end + REACH).min(text.len());
    while !text.is_char_boundary(from) {
        from += 1;
    }
    while !text.is_char_boundary(to) {
        to -= 1;
    }
    let before = text.get(from..start).unwrap_or_default();
    let from = before.rfind('\n').map_or(from, |at| from + at + 1);
    let after = text.get(end..to).unwrap_or_default();
    let to = after.find('\n').map_or(to, |at| end + at);
    from..to
}

/// The words around a source.
struct Around<'a> {
    text: &'a str,
    atoms: &'a [Atom],
    content: &'a [Span],
}

impl Around<'_> {
    fn word(&self, at: usize) -> &str {
        self.atoms
            .get(at)
            .and_then(|atom| self.text.get(atom.span.range()))
            .unwrap_or_default()
    }

    fn is_one_of(&self, at: usize, words: &[&str]) -> bool {
        words
            .iter()
            .any(|word| self.word(at).eq_ignore_ascii_case(word))
    }

    /// Whom the source cites in its sentence.
    fn cited(&self, source: Span, end: usize) -> Option<Span> {
        let first = self.atoms.partition_point(|a| a.span.start < source.start);
        let last = self.atoms.partition_point(|a| a.span.start < end);
        let sentence = self.sentence(first, last);
        let at = sentence.clone().find_map(|at| {
            let is_participle = self.is_one_of(at, CITING);
            let is_relative = self.is_one_of(at, CITES)
                && at > first
                && self
                    .atoms
                    .get(at - 1)
                    .is_some_and(|a| a.class.has(lexicon::RELATIVE));
            let is_saying = self.is_one_of(at, CITES) && self.is_as_saying(at + 1, sentence.end);
            let is_german = self.word(at) == "Berufung" && self.word(at + 1) == "auf";
            (is_participle || is_relative || is_saying)
                .then_some(at + 1)
                .or(is_german.then_some(at + 2))
                .filter(|_| !self.is_marked(at))
        })?;
        self.phrase(at, sentence.end)
    }

    /// Whether who stands at `at` is quoted "as saying".
    fn is_as_saying(&self, at: usize, end: usize) -> bool {
        phrase::forward(self.atoms, at, end, true).is_some_and(|phrase| {
            self.word(phrase.end) == "as" && self.word(phrase.end + 1) == "saying"
        })
    }

    /// Who cites the source that stands behind the verb.
    fn citing_subject(&self, source: Span) -> Option<Span> {
        let first = self.atoms.partition_point(|a| a.span.start < source.start);
        let verb = (first.saturating_sub(3)..first)
            .rev()
            .find(|at| self.is_one_of(*at, CITES))?;
        let sentence = self.sentence(verb, verb);
        let subject = phrase::backward(self.atoms, sentence.start, verb)?;
        self.span(&subject)
    }

    fn phrase(&self, at: usize, end: usize) -> Option<Span> {
        let phrase = phrase::forward(self.atoms, at, end, true)?;
        self.span(&phrase)
    }

    fn span(&self, atoms: &Range<usize>) -> Option<Span> {
        let first = self.atoms.get(atoms.start)?;
        let last = self.atoms.get(atoms.end.checked_sub(1)?)?;
        Some(Span::new(first.span.start, last.span.end))
    }

    /// The atoms of the sentence around some of them, as far as full stops tell.
    fn sentence(&self, first: usize, last: usize) -> Range<usize> {
        let ends = |at: &usize| {
            self.atoms
                .get(*at)
                .is_some_and(|a| a.is('.') || a.is('!') || a.is('?'))
        };
        let start = (0..first).rev().find(ends).map_or(0, |at| at + 1);
        let end = (last..self.atoms.len())
            .find(ends)
            .unwrap_or(self.atoms.len());
        start..end
    }

    /// Whether a word stands inside of what was said, and not at its edge.
    fn is_marked(&self, at: usize) -> bool {
        self.atoms.get(at).is_some_and(|atom| {
            self.content
                .iter()
                .any(|span| span.start < atom.span.start && atom.span.end < span.end)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    /// Reads a sentence with its source in brackets and what was said in braces.
    fn read(marked: &str, rule: Rule) -> (String, Draft) {
        let mut text = String::new();
        let (mut source, mut content) = (0, 0);
        let mut draft = Draft {
            content: Vec::new(),
            quoted: false,
            bare: true,
            cue: None,
            source: None,
            rule,
            sure: None,
        };
        for c in marked.chars() {
            match c {
                '[' => source = text.len(),
                ']' => draft.source = Some(Span::new(source, text.len())),
                '{' => content = text.len(),
                '}' => draft.content.push(Span::new(content, text.len())),
                c => text.push(c),
            }
        }
        (text, draft)
    }

    #[rstest]
    #[case::after(
        "{The bridge will close,} [Reuters] reported, citing a senior official.",
        Some("a senior official")
    )]
    #[case::before(
        "Citing two diplomats, [the Sound] said {the treaty is dead}.",
        Some("two diplomats")
    )]
    #[case::relative(
        "According to [the Times], which cited a letter from Roy, {it is unsafe}.",
        Some("a letter from Roy")
    )]
    #[case::as_saying(
        "[The paper] quoted Ann Roy as saying {it is unsafe}.",
        Some("Ann Roy")
    )]
    #[case::in_what_was_said("[Roy] said {they left without citing a reason for it}.", None)]
    #[case::another_sentence("[Roy] said {it is unsafe}. Citing a clerk, Holt left.", None)]
    #[case::none("[Roy] said {it is unsafe}.", None)]
    fn whom_a_speaker_cites(#[case] marked: &str, #[case] expected: Option<&str>) {
        let (text, draft) = read(marked, Rule::Clause);
        let found = find(&text, Lexicon::of("en"), &draft);
        let words = found.map(|(hand, span)| (hand, &text[span.range()]));
        assert_eq!(words, expected.map(|words| (Hand::Cites, words)));
    }

    #[test]
    fn who_cites_a_speaker() {
        let (text, draft) = read(
            "The Harbour Times cited [Ann Roy] as saying {it is unsafe}.",
            Rule::PassedOn,
        );
        let (hand, span) = find(&text, Lexicon::of("en"), &draft).unwrap();
        assert_eq!(
            (hand, &text[span.range()]),
            (Hand::CitedBy, "The Harbour Times")
        );
    }
}
