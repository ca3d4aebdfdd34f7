//! Attributions that stand at the end of what they report, however many cues it holds: they come first.

use crate::quote::atom::Atom;
use crate::quote::cue::{self, Subject, Voice};
use crate::quote::draft::Rule;
use crate::quote::lexicon;
use crate::quote::reported::{Next, Walk};

impl Walk<'_> {
    /// "Nobody can say that “…,” X added, …": a quotation that ends as speech does before its cue belongs to that cue.
    pub(super) fn after_quotation(&mut self) {
        const SUBJECT: usize = 6;
        let line = self.line;
        let Some(quotation) = self.within.clone().find(|i| line.is_quoted(*i)) else {
            return;
        };
        let lead =
            quotation > self.within.start && line.atom(quotation - 1).is_some_and(Atom::is_word);
        if !lead || !self.spoken_before(quotation + 1) {
            return;
        }
        for at in quotation + 1..self.within.end.min(quotation + SUBJECT) {
            let Some(atom) = line.atom(at) else { break };
            if !(atom.is_word() || at == quotation + 1 && atom.is(',')) {
                break;
            }
            if !atom.uses.has(lexicon::FLOATS) || !atom.uses.has(lexicon::SPEECH) {
                continue;
            }
            let Some(cue) = cue::cue_at(line, &(quotation + 1..self.within.end), at) else {
                continue;
            };
            let Some(Subject::Phrase(source)) = cue::subject_before(
                line.atoms,
                &(quotation + 1..self.within.end),
                cue.group.start,
            ) else {
                return;
            };
            let adjoins = source.start <= quotation + 2;
            if cue.voice == Voice::Finite && adjoins && matches!(self.next(&cue), Next::End(_)) {
                self.push_one(
                    self.within.start..quotation + 1,
                    Some(cue.group),
                    Some(source),
                    Rule::After,
                );
            }
            return;
        }
    }

    /// "…, the paper reported on Monday.": what stands at the end of a sentence reports all of it.
    pub(super) fn tail(&mut self) {
        const LONGEST_TAIL: usize = 14;
        let line = self.line;
        self.after_quotation();
        if self.free > self.within.start {
            return;
        }
        let end = self.sentence_end(self.within.start);
        let floor = (self.within.start + 3).max(end.saturating_sub(LONGEST_TAIL));
        for at in (floor..end).rev() {
            let Some(atom) = line.atom(at) else { break };
            if !atom.is_word() {
                break;
            }
            if !atom.uses.has(lexicon::FLOATS) || !atom.uses.has(lexicon::SPEECH) {
                continue;
            }
            let Some(cue) = cue::cue_at(line, &self.within, at) else {
                continue;
            };
            if cue.voice != Voice::Finite
                || !matches!(self.next(&cue), Next::End(stop) if stop >= end)
            {
                return;
            }
            let Some(Subject::Phrase(source)) =
                cue::subject_before(line.atoms, &self.within, cue.group.start)
            else {
                return;
            };
            let comma = source.start.checked_sub(1).is_some_and(|i| line.is(i, ','));
            let quoted = (self.within.start..source.start).any(|i| line.is_quoted(i));
            let relative = line
                .atom(source.start)
                .is_some_and(|a| a.class.has(lexicon::RELATIVE));
            if !comma || source.start < floor || relative || !quoted && cue.doubtful {
                return;
            }
            if let Some(content) = self.before(source.start) {
                let rule = if quoted {
                    Rule::After
                } else {
                    Rule::ClauseAfter
                };
                self.push(vec![content], Some(cue.group), Some(source), rule);
            }
            return;
        }
    }
}
