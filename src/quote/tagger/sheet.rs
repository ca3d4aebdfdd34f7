//! What the tagger is shown of an article: its words in pieces, and what the rules made of each.
//!
//! The program that trains the tagger reads the same sheets, so that it learns from what it will be shown.

use std::ops::Range;

use crate::article::Span;
use crate::quote::draft::Draft;
use crate::quote::marks;
use crate::quote::tagger::pieces;

/// What the rules take a word for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Guess {
    /// Nothing.
    None = 0,
    /// The first word of a source.
    SourceHead,
    /// A further one.
    Source,
    /// The first word of a cue.
    CueHead,
    /// A further one.
    Cue,
    /// The first word of what was said, all in quotation marks.
    DirectHead,
    /// A further one.
    Direct,
    /// The first word of what was said, partly in quotation marks.
    MixedHead,
    /// A further one.
    Mixed,
    /// The first word of what was said, without quotation marks.
    IndirectHead,
    /// A further one.
    Indirect,
}

impl Guess {
    /// How many there are.
    pub const COUNT: usize = 11;
}

/// One word, or one sign, as the tagger is shown it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its bytes in the text.
    pub span: Span,
    /// Its pieces, as a range of the sheet's; never empty.
    pub pieces: Range<usize>,
    /// Whether it is made of letters or digits, and not a sign.
    pub letters: bool,
    /// What the rules take it for.
    pub guess: Guess,
    /// The quotation marks between which it stands: the stretch with them.
    pub marked: Option<Span>,
    /// The words of the cue that the rules give to the content at this word; empty where they found none.
    pub cue: Option<Range<usize>>,
    /// The words of the source that the rules give to the content or to the cue at this word; empty where they found
    /// none.
    pub source: Option<Range<usize>>,
}

/// An article as the tagger is shown it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// The words of all lines.
    pub words: Vec<Word>,
    /// The pieces of all words.
    pub pieces: Vec<u16>,
    /// The lines, as ranges of words, in order; none is empty.
    pub lines: Vec<Range<usize>>,
}

impl Sheet {
    /// Puts the words of an article's lines and what the rules found in them on a sheet. The drafts are in order and do not
    /// overlap.
    pub(in crate::quote) fn of(
        text: &str,
        lines: impl Iterator<Item = Span>,
        drafts: &[Draft],
    ) -> Self {
        let mut sheet = Self::default();
        for line in lines {
            sheet.add(text, line);
        }
        // The sources and cues first: what was said has the last word.
        for draft in drafts {
            let source = draft.source.map_or(0..0, |span| sheet.within(span));
            let cue = draft.cue.map_or(0..0, |span| sheet.within(span));
            sheet.guess(source.clone(), Guess::SourceHead, Guess::Source, false);
            sheet.guess(cue.clone(), Guess::CueHead, Guess::Cue, false);
            for word in sheet.words.get_mut(cue).unwrap_or_default() {
                word.source.get_or_insert_with(|| source.clone());
            }
        }
        for draft in drafts {
            let (head, more) = match (draft.quoted, draft.bare) {
                (true, false) => (Guess::DirectHead, Guess::Direct),
                (true, true) => (Guess::MixedHead, Guess::Mixed),
                (false, _) => (Guess::IndirectHead, Guess::Indirect),
            };
            let source = draft.source.map_or(0..0, |span| sheet.within(span));
            let cue = draft.cue.map_or(0..0, |span| sheet.within(span));
            for span in &draft.content {
                let content = sheet.within(*span);
                sheet.guess(content.clone(), head, more, true);
                for word in sheet.words.get_mut(content).unwrap_or_default() {
                    word.source = Some(source.clone());
                    word.cue = Some(cue.clone());
                }
            }
        }
        sheet
    }

    pub(super) fn add(&mut self, text: &str, line: Span) {
        let first = self.words.len();
        let stretches = marks::stretches(text.get(line.range()).unwrap_or_default());
        let mut stretches = stretches.iter().peekable();
        for span in pieces::words(text, line) {
            let begin = self.pieces.len();
            pieces::cut(text.get(span.range()).unwrap_or_default(), &mut self.pieces);
            let at = span.start - line.start;
            while stretches.next_if(|s| s.inner.end <= at).is_some() {}
            self.words.push(Word {
                span,
                pieces: begin..self.pieces.len(),
                letters: text
                    .get(span.range())
                    .is_some_and(|word| word.starts_with(char::is_alphanumeric)),
                guess: Guess::None,
                marked: stretches
                    .peek()
                    .filter(|s| s.inner.start <= at)
                    .map(|s| Span::new(line.start + s.outer.start, line.start + s.outer.end)),
                cue: None,
                source: None,
            });
        }
        if first < self.words.len() {
            self.lines.push(first..self.words.len());
        }
    }

    /// Returns the words that lie in a span, at least in part, without signs at its ends.
    fn within(&self, span: Span) -> Range<usize> {
        let mut start = self
            .words
            .partition_point(|word| word.span.end <= span.start);
        let mut end = self
            .words
            .partition_point(|word| word.span.start < span.end);
        let sign = |index: usize| self.words.get(index).is_some_and(|word| !word.letters);
        while start < end && sign(start) {
            start += 1;
        }
        while start < end && sign(end - 1) {
            end -= 1;
        }
        start..end.max(start)
    }

    fn guess(&mut self, words: Range<usize>, head: Guess, more: Guess, over: bool) {
        for (index, word) in self
            .words
            .get_mut(words)
            .unwrap_or_default()
            .iter_mut()
            .enumerate()
        {
            if over || word.guess == Guess::None {
                word.guess = if index == 0 { head } else { more };
            }
        }
    }

    /// Returns the text's bytes from the first to the last of some words.
    pub fn span(&self, words: &Range<usize>) -> Option<Span> {
        let first = self.words.get(words.start)?;
        let last = self.words.get(words.end.checked_sub(1)?)?;
        Some(Span::new(first.span.start, last.span.end))
    }
}
