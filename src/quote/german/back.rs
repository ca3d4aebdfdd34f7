//! Sentences that tell who said the one before: "Das berichtet die Zeitung." "Davon geht die Polizei aus."

use crate::article::Span;
use crate::quote::draft::{Draft, Rule};
use crate::quote::german::Reader;
use crate::quote::lexicon;

impl Reader<'_> {
    /// Takes the sentence before when this one is nothing but its attribution; whether it did.
    pub(super) fn said_before(&mut self, sentence: Option<Span>) -> bool {
        let Some(sentence) = sentence else {
            return false;
        };
        self.back(sentence).is_some()
    }

    fn back(&mut self, sentence: Span) -> Option<()> {
        let start = self.within.start;
        let pointer = self.is_one(start, &["das", "dies", "davon", "darauf", "darüber", "so"]);
        if !pointer || self.line.is(self.within.end.wrapping_sub(1), ':') {
            return None;
        }
        let segment = self.segment(0)?;
        let finite = start + 1;
        let auxiliary = self.has(finite, lexicon::AUXILIARY);
        let verb = if auxiliary {
            segment.end.checked_sub(1).filter(|last| *last > finite)?
        } else {
            finite
        };
        let (uses, particle) = self.uses(verb, segment.end)?;
        if !uses.has(lexicon::SPEECH.with(lexicon::CLAUSE))
            || !uses.has(lexicon::CLAUSE.with(lexicon::THAT))
            || self.segments.len() > 1 && self.following(0, uses).is_some()
            || self.quoted_in(finite..segment.end) && !uses.has(lexicon::CLAUSE)
        {
            return None;
        }
        let stop = particle.unwrap_or(if auxiliary { verb } else { segment.end });
        let source = self.subject_after(finite + 1, stop)?;
        if source.start > finite + 2 {
            return None;
        }
        let source = self.with_apposition(source, self.within.end);
        self.drafts.push(Draft {
            content: vec![sentence],
            quoted: false,
            bare: true,
            cue: self.line.span(&(verb..verb + 1)),
            source: self.line.span(&source),
            rule: Rule::ClauseAfter,
            sure: None,
        });
        Some(())
    }
}
