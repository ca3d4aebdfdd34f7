//! Sources without a verb: "laut", "nach Angaben", "zufolge", and "heißt es".

use std::ops::Range;

use crate::quote::draft::Rule;
use crate::quote::german::Reader;
use crate::quote::lexicon;

impl Reader<'_> {
    /// Reads "laut X", "nach Angaben von X", "X zufolge", "demnach", "heißt es in X" at `at`.
    pub(super) fn according(&mut self, at: usize) -> Option<usize> {
        if at < self.free {
            return None;
        }
        if self.is_one(at, &["laut", "gemäß"]) {
            let source = self.noun_phrase(at + 1, self.within.end)?;
            return self.outside(at..at + 1, self.widened(source));
        }
        if self.is_one(at, &["nach"]) {
            return self.after_nach(at);
        }
        if self.is_one(at, &["zufolge"]) {
            let source = self.postposed(at)?;
            return self.outside(at..at + 1, source);
        }
        if self.is_one(at, &["worten"]) {
            return self.in_words(at);
        }
        if self.is_one(at, &["steht", "stand", "geht", "ging", "gehe"]) {
            return self.stands_in(at);
        }
        if self.is_one(at, &["aus"]) && self.is_one(at + 1, &["sicht"]) {
            let source = self
                .noun_phrase(at + 1, self.within.end)
                .filter(|s| s.len() > 1)?;
            return self.outside(at..at + 1, source);
        }
        if self.is_one(at, &["heißt", "hieß"]) {
            return self.es_heisst(at);
        }
        None
    }

    /// Whether "laut X" or "nach Angaben von X" begins here.
    pub(super) fn is_according(&self, at: usize) -> bool {
        if !self.is_lower(at) {
            return false;
        }
        self.is_one(at, &["laut", "gemäß", "zufolge"])
            || self.is_one(at, &["nach"])
                && self
                    .noun_phrase(at + 1, self.within.end)
                    .and_then(|mut phrase| phrase.find(|i| self.is_noun(*i)))
                    .is_some_and(|head| self.is_saying(head))
    }

    fn widened(&self, source: Range<usize>) -> Range<usize> {
        let wide = self.with_apposition(source.clone(), self.within.end);
        if wide.end < self.within.end {
            wide
        } else {
            source
        }
    }

    fn after_nach(&mut self, at: usize) -> Option<usize> {
        // "ihrer Meinung nach"
        if !self.is_noun(at + 1) || self.has(at + 1, lexicon::TIME) {
            let before = self.postposed(at).filter(|phrase| {
                phrase.clone().any(|i| self.is_saying(i)) && !self.has(at + 1, lexicon::DETERMINER)
            });
            if let Some(source) = before {
                return self.outside(at..at + 1, source);
            }
        }
        let source = self.noun_phrase(at + 1, self.within.end)?;
        let head = source.clone().find(|i| self.is_noun(*i))?;
        let own = (source.start..head + 2).find(|i| source.contains(i) && self.is_saying(*i))?;
        // "nach Berichten über die Brücke"
        if own > head + 1 {
            return None;
        }
        self.outside(at..at + 1, self.widened(source))
    }

    /// Returns the phrase that ends before a preposition that follows its noun.
    fn postposed(&self, at: usize) -> Option<Range<usize>> {
        const LONGEST: usize = 14;
        let floor = self.free.max(at.saturating_sub(LONGEST));
        if at <= floor
            || !(self.is_noun(at - 1)
                || self.line.is_quoted(at - 1)
                || self.has(at - 1, lexicon::OBJECT)
                || self.is_one(at - 1, &["dem"]))
        {
            return None;
        }
        let end = at;
        // The longest phrase that runs up to the preposition.
        (floor..end).find_map(|start| {
            let fresh = start == self.free || !self.is_noun(start - 1) || !self.is_noun(start);
            let phrase = self.noun_phrase(start, end).filter(|_| fresh)?;
            (phrase.end == end
                && (self.has(start, lexicon::DETERMINER.with(lexicon::OBJECT))
                    || self.is_noun(start)
                    || self.is_lower(start)))
            .then_some(phrase)
        })
    }

    /// Takes all of the sentence outside of a source that stands in it.
    fn outside(&mut self, cue: Range<usize>, source: Range<usize>) -> Option<usize> {
        let start = cue.start.min(source.start);
        let end = cue.end.max(source.end);
        let segment = self.segment_of(start)?;
        let begin = self.clause_start(segment).max(self.free);
        let own = self.segment(segment)?;
        let inside = self.opener(own.start) || self.is_relative(own.start, own.end);
        // "…, die nach bisherigen Erkenntnissen …": nobody is named, and it is said by the way.
        if inside && source.end.saturating_sub(1) < self.within.end && !self.names_somebody(&source)
        {
            return None;
        }
        let stop = if inside {
            own.end.max(end)
        } else {
            self.content_end_open(end)
        };
        let mut content = Vec::new();
        if begin < start
            && (begin..start).any(|i| {
                self.is_word(i) && !self.has(i, lexicon::CONJUNCTION.with(lexicon::ADVERB))
                    || self.line.is_quoted(i)
            })
        {
            content.push(begin..start);
        }
        if end < stop {
            content.push(end..stop);
        }
        if content.is_empty() {
            return None;
        }
        self.push(content, Some(cue), Some(source), Rule::According);
        Some(stop)
    }

    /// Whether a phrase names more than the noun that tells that something is said.
    fn names_somebody(&self, source: &Range<usize>) -> bool {
        source.clone().filter(|i| self.is_noun(*i)).count() > 1
            || !source.clone().any(|i| self.is_saying(i))
            || source.clone().any(|i| self.has(i, lexicon::POSSESSIVE))
    }

    fn content_end_open(&self, from: usize) -> usize {
        if from >= self.within.end {
            return self.within.end;
        }
        self.content_end(from)
    }

    /// Returns where the clause begins to which a segment belongs.
    fn clause_start(&self, segment: usize) -> usize {
        let Some(own) = self.segment(segment) else {
            return self.free;
        };
        if self.opener(own.start) || self.is_relative(own.start, own.end) {
            return own.start;
        }
        // A main clause of its own begins after a colon, or after a comma where another one went before.
        let main = |s: &Range<usize>| {
            !self.opener(s.start) && !self.is_relative(s.start, s.end) && self.any_finite(s.clone())
        };
        let before = self.segments.get(..segment).unwrap_or_default();
        if self.line.is(own.start.wrapping_sub(1), ':') || main(&own) && before.iter().any(main) {
            return own.start;
        }
        before
            .iter()
            .rev()
            .find(|s| self.line.is(s.end, ':') || self.line.is(s.end, ';'))
            .map_or(self.within.start, |s| s.end + 1)
    }

    /// Returns the phrase after "in", "aus", "von": where something is told.
    pub(super) fn told_in(&self, from: usize, to: usize) -> Option<Range<usize>> {
        (from..to)
            .find(|i| {
                self.is_one(
                    *i,
                    &["in", "im", "aus", "von", "vom", "bei", "beim", "seitens"],
                )
            })
            .and_then(|i| self.noun_phrase(i + 1, to))
    }

    /// "In dem Bericht steht, dass …", "Aus dem Bericht geht hervor, dass …"
    fn stands_in(&mut self, at: usize) -> Option<usize> {
        let index = self.segment_of(at)?;
        let segment = self.segment(index)?;
        let last = segment.end - 1;
        let fits = self.is_one(at, &["steht", "stand"]) || self.is_one(last, &["hervor"]);
        if !fits {
            return None;
        }
        let source = self.told_in(segment.start.max(self.free), at)?;
        let document = source
            .clone()
            .any(|i| self.has(i, lexicon::DOCUMENT) || self.is_saying(i));
        if !document && !self.is_one(last, &["hervor"]) {
            return None;
        }
        let content = self.following(
            index,
            lexicon::THAT.with(lexicon::CLAUSE).with(lexicon::QUOTE),
        )?;
        if !self.is_surely_told(&content) {
            return None;
        }
        let end = content.end;
        self.push(vec![content], Some(at..at + 1), Some(source), Rule::Clause);
        Some(end)
    }

    /// "Mit den Worten „…“ eröffnete Roy die Sitzung."
    fn in_words(&mut self, at: usize) -> Option<usize> {
        if !self.is_one(at, &["worten"])
            || !self.line.is_quoted(at + 1)
            || at + 1 >= self.within.end
        {
            return None;
        }
        let source = self.subject().filter(|s| !s.contains(&at))?;
        self.push_one(at + 1..at + 2, Some(at..at + 1), Some(source), Rule::Before);
        Some(at + 2)
    }

    /// "In dem Bericht heißt es, …", "…, heißt es in dem Bericht"
    fn es_heisst(&mut self, at: usize) -> Option<usize> {
        let es = self.is_one(at + 1, &["es"]);
        if !es && !self.is_one(at.wrapping_sub(1), &["es"]) {
            return None;
        }
        let index = self.segment_of(at)?;
        let segment = self.segment(index)?;
        let source = self
            .told_in(segment.start.max(self.free), at)
            .or_else(|| self.told_in(at + 1, segment.end));
        let content = self.following(
            index,
            lexicon::THAT.with(lexicon::CLAUSE).with(lexicon::QUOTE),
        )?;
        let end = content.end;
        let rule = if self.line.is_quoted(content.start) {
            Rule::Before
        } else {
            Rule::Clause
        };
        let cue = if es { at..at + 2 } else { at - 1..at + 1 };
        self.push(vec![content], Some(cue), source, rule);
        Some(end)
    }
}
