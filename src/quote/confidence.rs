//! How sure the engine is of a speaker: the share of right answers of each rule.

use crate::quote::FoundBy;
use crate::quote::draft::{Draft, Rule};
use crate::quote::speaker::Resolved;

/// Returns how often an answer of this kind was right, from 0 to 1.
pub(super) fn of(draft: &Draft, resolved: &Resolved) -> f32 {
    if resolved.speaker.is_none() {
        return 0.0;
    }
    let source = match draft.rule {
        Rule::After | Rule::Inverted => 0.95,
        Rule::Before | Rule::Label => 0.9,
        Rule::According | Rule::Colon => 0.85,
        Rule::Clause | Rule::ClauseAfter | Rule::NounCue => 0.8,
        Rule::Continued | Rule::Passive => 0.65,
        Rule::Loose => 0.5,
        Rule::Orphan => 0.3,
    };
    let who = match resolved.found_by {
        FoundBy::Named | FoundBy::Label | FoundBy::AccordingTo => 1.0,
        FoundBy::Continued => 0.9,
        FoundBy::Pronoun => 0.8,
        FoundBy::Description => 0.7,
        FoundBy::Unknown => 0.0,
    };
    source * who
}
