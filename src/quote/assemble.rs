//! Puts the attributions of an article together: line by line, with speech that runs on over sentences and paragraphs.

use std::ops::Range;

use crate::article::Span;
use crate::quote::atom::{self, Atom};
use crate::quote::draft::{Draft, Rule};
use crate::quote::german;
use crate::quote::incise;
use crate::quote::lexicon::Lexicon;
use crate::quote::line::Line;
use crate::quote::marks::{self, Stretch};
use crate::quote::reported;
use crate::quote::scare;
use crate::quote::sentence;

/// What one line hands on to the next.
#[derive(Debug, Default)]
struct Carry {
    /// The attribution that spoke last in the line before.
    last: Option<usize>,
    /// The line before ended inside of quotation marks, in this attribution.
    open: Option<usize>,
    /// The line before ended with a colon; who is about to speak.
    announced: Option<(Option<Span>, Option<Span>)>,
}

/// Collects the drafts of an article.
pub(super) struct Assembly<'a> {
    text: &'a str,
    lexicon: &'a Lexicon,
    carry: Carry,
    pub(super) drafts: Vec<Draft>,
}

impl<'a> Assembly<'a> {
    pub(super) fn new(text: &'a str, lexicon: &'a Lexicon) -> Self {
        Self {
            text,
            lexicon,
            carry: Carry::default(),
            drafts: Vec::new(),
        }
    }

    /// Reads one line of the text. Returns its atoms when nothing in it stands in quotation marks.
    pub(super) fn read(&mut self, span: Span) -> Option<Vec<Atom>> {
        let words = self.text.get(span.range())?;
        let stretches = marks::stretches(words);
        let mut atoms = atom::atoms(words, span.start, &stretches, self.lexicon);
        let doubts = scare::doubts(self.text, span, &stretches, self.lexicon, &atoms);
        scare::set_apart(self.text, &mut atoms, &doubts);
        if atoms.is_empty() {
            return None;
        }
        let line = Line {
            text: self.text,
            atoms: &atoms,
            lexicon: self.lexicon,
            stretches: &stretches,
            doubts: &doubts,
            base: span.start,
            capitals: atom::mostly_capitals(&atoms),
        };
        let carry = std::mem::take(&mut self.carry);
        let mut here: Option<usize> = None;
        let mut waiting: Vec<usize> = Vec::new();
        let mut unsaid: Option<Span> = None;
        let mut named: Option<Span> = None;
        for within in sentence::sentences(self.text, &atoms, self.lexicon.verb_second) {
            let silent = within
                .clone()
                .all(|i| !line.atom(i).is_some_and(Atom::is_word));
            if silent {
                for at in within
                    .clone()
                    .filter(|i| line.atom(*i).is_some_and(Atom::is_quoted))
                {
                    if let Some(draft) = incise::incised(&line, at) {
                        self.drafts.push(draft);
                        here = Some(self.drafts.len() - 1);
                        continue;
                    }
                    if let Some((label, content)) = line.labelled(at) {
                        self.drafts.push(Draft {
                            content: vec![content],
                            quoted: true,
                            bare: false,
                            cue: None,
                            source: Some(label),
                            rule: Rule::Label,
                            sure: None,
                        });
                        here = Some(self.drafts.len() - 1);
                        continue;
                    }
                    match here {
                        Some(last) => here = Some(self.go_on(&line, at, last)),
                        None => waiting.push(at),
                    }
                }
                continue;
            }
            let found = if self.lexicon.verb_second {
                german::attributions(
                    &line,
                    within.clone(),
                    self.before(here, &carry, unsaid, named),
                )
            } else {
                reported::attributions(&line, within.clone())
            };
            let first = self.drafts.len();
            self.drafts.extend(found.drafts);
            if found.speaks {
                named = found
                    .subject
                    .as_ref()
                    .and_then(|subject| line.span(subject));
            } else if self.drafts.len() > first {
                named = None;
            }
            unsaid = line.span(&within).filter(|_| self.drafts.len() == first);
            if let Some(label) = self.labelled_line(first, &line) {
                here = Some(label);
                break;
            }
            if !waiting.is_empty() {
                let leads = self.drafts.get(first).is_some_and(|draft| {
                    draft.quoted && matches!(draft.rule, Rule::After | Rule::Inverted)
                });
                if leads && let Some(draft) = self.drafts.get_mut(first) {
                    let mut content: Vec<Span> =
                        waiting.drain(..).filter_map(|at| line.inner(at)).collect();
                    content.append(&mut draft.content);
                    draft.content = content;
                } else {
                    let next = self.settle(&line, &mut waiting, &carry);
                    here = here.or(next);
                }
            }
            self.loose(&line, &within, first, found.subject.as_ref(), here, &carry);
            if self.drafts.len() > first {
                let spoken = self.drafts.iter().enumerate().skip(first).rev();
                here = spoken
                    .clone()
                    .find(|(_, draft)| draft.quoted && !draft.bare && draft.rule != Rule::Loose)
                    .or_else(|| spoken.clone().next())
                    .map(|(index, _)| index);
            }
            self.announce(&line, &within, found.subject.as_ref(), first);
        }
        if !waiting.is_empty() {
            let next = self.settle(&line, &mut waiting, &carry);
            here = here.or(next);
        }
        self.carry.last = here;
        self.carry.open = match stretches.last() {
            Some(stretch) if !stretch.closed => here.filter(|i| {
                self.drafts.get(*i).is_some_and(|draft| {
                    draft
                        .content
                        .last()
                        .is_some_and(|last| last.end + 4 >= span.end)
                })
            }),
            _ => None,
        };
        stretches.is_empty().then_some(atoms)
    }

    /// Returns who spoke before a sentence, in its line or in the one before.
    fn before(
        &self,
        here: Option<usize>,
        carry: &Carry,
        sentence: Option<Span>,
        named: Option<Span>,
    ) -> german::Before {
        let source = here
            .or(carry.last)
            .and_then(|index| self.drafts.get(index))
            .and_then(|draft| draft.source);
        german::Before {
            source: named.or(source),
            near: here.is_some() || named.is_some(),
            sentence,
        }
    }

    /// "MR. KOLB: No. I was not told.": whoever a label names speaks to the end of the line.
    fn labelled_line(&mut self, first: usize, line: &Line<'_>) -> Option<usize> {
        const SHORTEST: usize = 3;
        let draft = self.drafts.get_mut(first)?;
        let end = line.atoms.last()?.span.end;
        // The letters of an interview ("Q.") hold statements of others, which are of more interest.
        if draft.source.is_none_or(|source| source.len() < SHORTEST) {
            return None;
        }
        let [content] = draft.content.as_mut_slice() else {
            return None;
        };
        if draft.rule != Rule::Label || !draft.bare {
            return None;
        }
        *content = Span::new(content.start, end.max(content.end));
        draft.quoted |= line.atoms.iter().any(Atom::is_quoted);
        Some(first)
    }

    /// Speech that goes on after an attribution of the same line.
    fn go_on(&mut self, line: &Line<'_>, at: usize, last: usize) -> usize {
        let Some(inner) = line.inner(at) else {
            return last;
        };
        let Some(draft) = self.drafts.get_mut(last) else {
            return last;
        };
        if draft.quoted && !draft.bare && draft.rule != Rule::Loose {
            draft.content.push(inner);
            return last;
        }
        let source = draft.source;
        self.drafts.push(Draft {
            content: vec![inner],
            quoted: true,
            bare: false,
            cue: None,
            source,
            rule: Rule::Continued,
            sure: None,
        });
        self.drafts.len() - 1
    }

    /// Settles who says the quotations that open a line and have no cue in it.
    fn settle(
        &mut self,
        line: &Line<'_>,
        waiting: &mut Vec<usize>,
        carry: &Carry,
    ) -> Option<usize> {
        let awaited = carry.open.is_some() || carry.announced.is_some();
        let content: Vec<Span> = waiting
            .drain(..)
            .filter(|at| awaited || !scare::is_heading(line, *at))
            .filter_map(|at| line.inner(at))
            .collect();
        if content.is_empty() {
            return None;
        }
        if let Some(open) = carry.open
            && let Some(draft) = self.drafts.get_mut(open)
        {
            draft.content.extend(content);
            return Some(open);
        }
        let (source, cue, rule) = match (&carry.announced, carry.last) {
            (Some((source, cue)), _) => (*source, *cue, Rule::Before),
            (None, Some(last)) => (
                self.drafts.get(last).and_then(|draft| draft.source),
                None,
                Rule::Continued,
            ),
            (None, None) => (None, None, Rule::Orphan),
        };
        self.drafts.push(Draft {
            content,
            quoted: true,
            bare: false,
            cue,
            source,
            rule,
            sure: None,
        });
        Some(self.drafts.len() - 1)
    }

    /// Takes the stretches of a sentence that no cue claimed.
    fn loose(
        &mut self,
        line: &Line<'_>,
        within: &Range<usize>,
        first: usize,
        subject: Option<&Range<usize>>,
        here: Option<usize>,
        carry: &Carry,
    ) {
        let claimed = self.drafts.len();
        for at in within
            .clone()
            .filter(|i| line.atom(*i).is_some_and(Atom::is_quoted))
        {
            let Some(inner) = line.inner(at) else {
                continue;
            };
            let taken = self
                .drafts
                .get(first..claimed)
                .unwrap_or_default()
                .iter()
                .any(|draft| draft.content.iter().any(|span| span.overlaps(inner)));
            if taken || !scare::is_speech(line, within, at) {
                continue;
            }
            if !self.lexicon.english
                && (self.lexicon.verb_second && german::is_label(line, within, at)
                    || self
                        .drafts
                        .get(first..claimed)
                        .unwrap_or_default()
                        .iter()
                        .any(|draft| draft.source.is_some_and(|source| source.overlaps(inner))))
            {
                continue;
            }
            if at == within.start
                && let Some(open) = carry.open
                && let Some(draft) = self.drafts.get_mut(open)
                && draft
                    .content
                    .last()
                    .is_some_and(|last| last.end <= inner.start)
            {
                draft.content.push(inner);
                continue;
            }
            if let Some((source, cue)) = line.trailer(at, within) {
                self.drafts.push(Draft {
                    content: vec![inner],
                    quoted: true,
                    bare: false,
                    cue,
                    source: Some(source),
                    rule: Rule::Signed,
                    sure: None,
                });
                continue;
            }
            let fragment = scare::is_fragment(line, at);
            if fragment && first == claimed && subject.is_some() {
                continue;
            }
            let near = self
                .drafts
                .get(first..claimed)
                .unwrap_or_default()
                .iter()
                .rev()
                .find(|draft| draft.source.is_some_and(|source| source.end <= inner.start))
                .and_then(|draft| draft.source);
            let own = line.actor(at, within).or_else(|| {
                subject
                    .filter(|s| s.end <= at && line.can_speak(s))
                    .and_then(|s| line.span(s))
            });
            let past = here
                .and_then(|i| self.drafts.get(i))
                .and_then(|draft| draft.source);
            let source = if self.lexicon.is_empty() {
                None
            } else {
                near.or(own).or(past)
            };
            let cue = line
                .verb_before(at, within)
                .filter(|span| source.is_some_and(|source| source.end <= span.start));
            self.drafts.push(Draft {
                content: vec![inner],
                quoted: true,
                bare: false,
                cue,
                source,
                rule: Rule::Loose,
                sure: None,
            });
        }
        if let Some(new) = self.drafts.get_mut(first..) {
            new.sort_by_key(|draft| draft.content.first().copied());
        }
    }

    /// Notes when a sentence ends with a colon: the next paragraph is what its subject says.
    fn announce(
        &mut self,
        line: &Line<'_>,
        within: &Range<usize>,
        subject: Option<&Range<usize>>,
        first: usize,
    ) {
        let colon = within
            .end
            .checked_sub(1)
            .is_some_and(|i| line.atom(i).is_some_and(|a| a.is(':')))
            && !self.lexicon.is_empty();
        self.carry.announced = colon.then(|| {
            let last = self.drafts.get(first..).and_then(<[Draft]>::last);
            let source = last
                .and_then(|draft| draft.source)
                .or_else(|| line.announcer(within))
                .or_else(|| subject.and_then(|s| line.span(s)));
            (source, line.last_cue(within))
        });
    }
}

/// Returns a line's stretch without its marks and outer white space.
pub(super) fn trimmed(text: &str, base: usize, stretch: &Stretch) -> Option<Span> {
    let span = Span::new(base + stretch.inner.start, base + stretch.inner.end);
    let words = text.get(span.range())?;
    let start = span.start + (words.len() - words.trim_start().len());
    let end = start + words.trim().len();
    (start < end).then_some(Span::new(start, end))
}
