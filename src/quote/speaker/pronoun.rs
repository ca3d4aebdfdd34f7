//! Who a pronoun stands for: the fitting person named before, or who spoke last.

use crate::article::{Clean, Span};
use crate::quote::SpeakerKind;
use crate::quote::atom::Atom;
use crate::quote::lexicon;
use crate::quote::mention::{Gender, Mention};
use crate::quote::speaker::{Meant, REACH, Resolver};

/// How many mentions a pronoun looks back at.
const MENTIONS: usize = 24;

/// What having spoken last is worth; what being named by another speaker costs, and being perhaps no person at all.
const SPOKE: i32 = 45;
const MARKED: i32 = 40;
const DOUBTFUL: i32 = 40;

impl Resolver<'_> {
    /// Whom the pronoun means with which a source begins.
    pub(super) fn pronoun(&self, first: &Atom, source: Span) -> Option<Meant> {
        let class = first.class;
        if class.has(lexicon::RELATIVE) {
            return self.antecedent(source);
        }
        if class.has(lexicon::FIRST) {
            return None;
        }
        let word = self.word(first);
        if word.eq_ignore_ascii_case("it") || word.eq_ignore_ascii_case("its") {
            return self.it(source.start);
        }
        if class.has(lexicon::PLURAL) {
            let last = self.spoke(source.start)?;
            return (last.speaker.kind != SpeakerKind::Person).then(|| last.clone());
        }
        match Gender::of(class, lexicon::MALE, lexicon::FEMALE) {
            Gender::Unknown => None,
            gender => self.he_or_she(gender, source.start),
        }
    }

    /// Whom "it" means: the body or document that spoke last, or the last body named.
    fn it(&self, at: usize) -> Option<Meant> {
        let is_thing = |meant: &&Meant| {
            matches!(
                meant.speaker.kind,
                SpeakerKind::Organisation | SpeakerKind::Document
            )
        };
        if let Some(last) = self.spoke(at).filter(is_thing) {
            return Some(last.clone());
        }
        let (name, place) = self.cast.last_body(at)?;
        (at - place < REACH / 3).then(|| Meant::other(Clean::line(name), SpeakerKind::Organisation))
    }

    /// Whom "he" or "she" means: of the people named before, the one for whom most speaks.
    fn he_or_she(&self, gender: Gender, at: usize) -> Option<Meant> {
        let mut best: Option<(usize, i32)> = None;
        for (rank, mention) in self.cast.before(at).take(MENTIONS).enumerate() {
            if at - mention.at > REACH {
                break;
            }
            if let Some(score) = self.score(mention, rank, gender, at)
                && best.is_none_or(|(_, most)| score > most)
            {
                best = Some((mention.entity, score));
            }
        }
        if let Some((index, _)) = best {
            let mut meant = self.member(index)?;
            meant.speaker.kind = SpeakerKind::Person;
            return Some(meant);
        }
        let last = self.spoke(at)?;
        (is_somebody(last) && self.may_be(last.entity, gender)).then(|| last.clone())
    }

    /// How much speaks for a mention; none when it cannot be the one. The points were chosen by hand.
    fn score(&self, mention: &Mention, rank: usize, gender: Gender, at: usize) -> Option<i32> {
        let entity = self.entity(mention.entity)?;
        if !entity.gender.agrees(gender) {
            return None;
        }
        let has_spoken = self
            .spoke(at)
            .is_some_and(|last| last.entity == Some(mention.entity) && is_somebody(last));
        let is_doubtful = entity.gender == Gender::Unknown && !entity.person && !has_spoken;
        if is_doubtful && !(mention.leading && entity.name.contains(' ')) {
            return None;
        }
        let far = |n: usize| i32::try_from(n).unwrap_or(100);
        let mut score = 100 - far(rank) * 8 - far((at - mention.at) / 40);
        if mention.leading {
            score += 30;
        }
        if mention.genitive {
            score -= 25;
        }
        if entity.gender == gender {
            score += 25;
        }
        if has_spoken {
            score += SPOKE;
        }
        if is_doubtful {
            score -= DOUBTFUL;
        }
        if self.is_marked(mention.at) {
            score -= MARKED;
        }
        Some(score)
    }

    /// Whether a place lies in quotation marks: who is spoken of there is seldom the one who speaks.
    fn is_marked(&self, at: usize) -> bool {
        let after = self.marked.partition_point(|span| span.start <= at);
        after
            .checked_sub(1)
            .and_then(|before| self.marked.get(before))
            .is_some_and(|span| at < span.end)
    }
}

/// Whether a speaker may be a person.
fn is_somebody(meant: &Meant) -> bool {
    matches!(
        meant.speaker.kind,
        SpeakerKind::Person | SpeakerKind::Unnamed
    )
}
