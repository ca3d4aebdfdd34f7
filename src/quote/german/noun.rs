//! Nouns that report: "die Forderung der Gewerkschaft, …", "er vertritt die Ansicht, dass …".

use std::ops::Range;

use crate::quote::draft::Rule;
use crate::quote::german::Reader;
use crate::quote::lexicon;

const USES: lexicon::Set = lexicon::THAT
    .with(lexicon::CLAUSE)
    .with(lexicon::INFINITIVE);

impl Reader<'_> {
    /// Reads the noun at `at`, when a clause that tells its content follows its own.
    pub(super) fn noun(&mut self, at: usize) -> Option<usize> {
        const BEHIND: usize = 12;
        if at < self.free || !self.has(at, lexicon::NOUN_CUE) || !self.is_noun(at) {
            return None;
        }
        let index = self.segment_of(at)?;
        let segment = self.segment(index)?;
        if segment.end - at > BEHIND || !self.line.is(segment.end, ',') {
            return None;
        }
        let next = self.segment(index + 1)?;
        let content = self.following(index, USES)?;
        if content.start != next.start || !self.is_surely_told(&content) {
            return None;
        }
        let own = self.owner(at, segment.end);
        let source = match own {
            Some(owner) => Some(owner),
            None => self.subject_of(index, at),
        };
        let source = source?;
        let end = content.end;
        self.push(vec![content], Some(at..at + 1), Some(source), Rule::NounCue);
        Some(end)
    }

    /// "der Gewerkschaft", "von Anna Roy" after the noun.
    fn owner(&self, noun: usize, limit: usize) -> Option<Range<usize>> {
        let next = noun + 1;
        if self.is_one(next, &["des", "der", "eines", "einer"]) {
            return self.noun_phrase(next, limit);
        }
        if self.is_one(next, &["von", "vom"]) {
            return self.noun_phrase(next + 1, limit);
        }
        None
    }

    /// Returns the subject of the clause in which a noun is the object.
    fn subject_of(&self, index: usize, noun: usize) -> Option<Range<usize>> {
        let segment = self.segment(index)?;
        let start = segment.start.max(self.free);
        let verb = (start..segment.end).find(|i| self.is_finite(*i))?;
        if self.has(verb, lexicon::BE) {
            return None;
        }
        let front = self
            .whole_front(verb, index, start)
            .filter(|front| !front.contains(&noun));
        front.or_else(|| {
            self.subject_after(verb + 1, noun.saturating_sub(1))
                .filter(|phrase| !phrase.contains(&noun))
        })
    }
}
