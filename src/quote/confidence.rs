//! How sure the engine is of a speaker.
//!
//! The numbers are shares of right answers, counted anew for this version of the engine. Whether a rule finds the right
//! source was counted on 300 articles of the training part of `PolNeAR`: of the 5,050 answers with a source, those whose
//! content lies at least half in what an attribution holds and whose source shares a word with that attribution's. Whether
//! the source is then given the right name was counted on the 591 quotations of its development part whose source was
//! found and whose speaker is known. The confidence is the product of both.

use crate::quote::draft::{Draft, Rule};
use crate::quote::speaker::Resolved;
use crate::quote::{FoundBy, Kind};

/// Returns how often an answer of this kind was right, from 0 to 1; 0 where there is none.
pub(super) fn of(draft: &Draft, kind: Kind, resolved: &Resolved) -> f32 {
    let source = match draft.sure {
        Some(sure) => sure * tagged(kind),
        None => source(draft.rule, kind),
    };
    source * name(resolved.found_by)
}

/// What the tagger's own odds of a source are to be taken with: it does not count in them that nothing may have been said.
/// As `training/reliability.py` shows on the development part.
fn tagged(kind: Kind) -> f32 {
    match kind {
        Kind::Direct | Kind::Mixed => 1.0,
        _ => 0.84,
    }
}

/// The share of sources that a rule finds rightly.
fn source(rule: Rule, kind: Kind) -> f32 {
    match (rule, kind) {
        (Rule::Inverted | Rule::Signed, _) | (Rule::After, Kind::Direct) => 0.98,
        (Rule::Before, Kind::Direct) => 0.9,
        (Rule::Clause | Rule::According, Kind::Mixed) | (Rule::According, _) => 0.8,
        (Rule::After | Rule::Continued, _) | (Rule::Colon, Kind::Direct | Kind::Mixed) => 0.77,
        (Rule::Before, _) => 0.74,
        (Rule::ClauseAfter, Kind::Mixed) => 0.73,
        (Rule::Clause | Rule::PassedOn, _) => 0.66,
        (Rule::ClauseAfter, _) => 0.63,
        // Twelve of each: too few to tell them apart.
        (Rule::Label | Rule::Passive, _) => 0.65,
        (Rule::Loose, _) => 0.57,
        (Rule::NounCue | Rule::Colon, _) => 0.23,
        (Rule::Orphan | Rule::Tagged, _) => 0.0,
    }
}

/// The share of right names among the sources that are resolved in a certain way.
fn name(found_by: FoundBy) -> f32 {
    match found_by {
        FoundBy::Named | FoundBy::AccordingTo | FoundBy::Label => 0.98,
        // What is left of 0.65, the share of right names, beside that of the rule.
        FoundBy::Continued => 0.84,
        FoundBy::Pronoun => 0.91,
        FoundBy::Description => 0.68,
        FoundBy::Reader => 1.0,
        FoundBy::Unknown => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &[Rule] = &[
        Rule::Before,
        Rule::After,
        Rule::Inverted,
        Rule::Clause,
        Rule::ClauseAfter,
        Rule::Passive,
        Rule::According,
        Rule::Colon,
        Rule::Label,
        Rule::Signed,
        Rule::PassedOn,
        Rule::NounCue,
        Rule::Loose,
        Rule::Continued,
        Rule::Orphan,
    ];

    #[test]
    fn a_name_is_surer_than_a_pronoun_and_that_than_a_description() {
        for rule in RULES {
            for kind in Kind::ALL {
                let share = source(*rule, *kind);
                assert!((0.0..=1.0).contains(&share));
            }
        }
        assert!(name(FoundBy::Named) > name(FoundBy::Pronoun));
        assert!(name(FoundBy::Pronoun) > name(FoundBy::Description));
        assert!(name(FoundBy::Unknown) <= 0.0);
    }
}
