//! Proposes which names of a library may be one speaker's.
//!
//! A name is proposed for the one speaker whom it may stand for. Where it may stand for several who are not each other,
//! nothing is proposed: an open question is better than a wrong answer.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::article::Clean;
use crate::quote::SpeakerKind;
use crate::quote::roster::alias::{Alias, alias, bare};
use crate::quote::roster::{Called, NameId, SpeakerId};

/// A name that a library knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownName {
    /// Which one.
    pub id: NameId,
    /// As it is written.
    pub name: Clean,
    /// As it is compared.
    pub called: Called,
    /// Whose it is.
    pub speaker: SpeakerId,
    /// How many quotes the speaker has.
    pub quotes: usize,
}

/// Two names that may be one speaker's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The name that says less.
    pub from: KnownName,
    /// All names that its speaker has; they go together.
    pub names: Vec<NameId>,
    /// The name that it may stand for.
    pub into: KnownName,
    /// Why.
    pub why: Alias,
}

/// Most speakers that a name may stand for before it is left alone.
const MOST_RIVALS: usize = 8;

/// Most namesakes that are looked at; a name that more have is nobody's in particular.
const MOST_NAMESAKES: usize = 256;

/// Returns which names may be another speaker's too, leaving out pairs that the reader has decided on (the smaller number
/// first). Takes time linear in the names, however many share a last word.
pub fn proposals(names: &[KnownName], apart: &HashSet<(NameId, NameId)>) -> Vec<Proposal> {
    let index = Index::of(names);
    let mut found: Vec<Proposal> = names
        .iter()
        .filter_map(|name| index.proposal(name, apart))
        .collect();
    found.sort_by(|one, other| {
        let key = |it: &Proposal| (std::cmp::Reverse(it.into.quotes), it.into.id, it.from.id);
        key(one).cmp(&key(other))
    });
    found
}

/// Where the names are that may be others'.
struct Index<'n> {
    names: &'n [KnownName],
    folded: HashMap<&'n str, Vec<usize>>,
    /// Persons of more than one word by last word, by last and first word, by last word and first letter.
    last: HashMap<&'n str, Vec<usize>>,
    first: HashMap<(&'n str, &'n str), Vec<usize>>,
    initial: HashMap<(&'n str, char), Vec<usize>>,
    short: HashMap<String, Vec<usize>>,
    /// Bodies whose name ends with that of another.
    ends: HashMap<&'n str, Vec<usize>>,
}

impl<'n> Index<'n> {
    fn of(names: &'n [KnownName]) -> Self {
        let mut index = Self {
            names,
            folded: HashMap::new(),
            last: HashMap::new(),
            first: HashMap::new(),
            initial: HashMap::new(),
            short: HashMap::new(),
            ends: HashMap::new(),
        };
        for (at, name) in names.iter().enumerate() {
            index
                .folded
                .entry(name.called.folded())
                .or_default()
                .push(at);
        }
        for (at, name) in names.iter().enumerate() {
            match name.called.kind {
                SpeakerKind::Person => {
                    let words = bare(&name.called);
                    if let [first, .., last] = words.as_slice() {
                        index.last.entry(last).or_default().push(at);
                        index.first.entry((last, first)).or_default().push(at);
                        if let Some(letter) = first.chars().next() {
                            index.initial.entry((last, letter)).or_default().push(at);
                        }
                    }
                }
                SpeakerKind::Organisation => {
                    let short = name.called.short();
                    if !short.is_empty() {
                        index.short.entry(short).or_default().push(at);
                    }
                    let folded = name.called.folded();
                    for (space, _) in folded.match_indices(' ') {
                        let end = folded.get(space + 1..).unwrap_or_default();
                        if end.contains(' ') && index.folded.contains_key(end) {
                            index.ends.entry(end).or_default().push(at);
                        }
                    }
                }
                _ => {}
            }
        }
        index
    }

    /// Returns the places of all names that one may stand for.
    fn places(&self, called: &Called) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        let mut add = |more: Option<&Vec<usize>>| places.extend(more.into_iter().flatten());
        add(self.folded.get(called.folded()));
        match called.kind {
            SpeakerKind::Person => match bare(called).as_slice() {
                [last] => add(self.last.get(last)),
                [first, .., last] => {
                    add(self.first.get(&(*last, *first)));
                    if first.chars().count() <= 2 {
                        let letter = first.chars().next().unwrap_or_default();
                        add(self.initial.get(&(*last, letter)));
                    }
                }
                [] => {}
            },
            SpeakerKind::Organisation => {
                add(self.short.get(called.folded()));
                add(self.ends.get(called.folded()));
            }
            _ => {}
        }
        places
    }

    fn proposal(&self, name: &KnownName, apart: &HashSet<(NameId, NameId)>) -> Option<Proposal> {
        let mut speakers = BTreeSet::new();
        let mut rivals: Vec<(&KnownName, Alias)> = Vec::new();
        for at in self.places(&name.called).into_iter().take(MOST_NAMESAKES) {
            let Some(other) = self.names.get(at) else {
                continue;
            };
            if other.speaker == name.speaker || !says_less(name, other) {
                continue;
            }
            let pair = (name.id.min(other.id), name.id.max(other.id));
            if apart.contains(&pair) {
                continue;
            }
            if let Some(why) = alias(&name.called, &other.called) {
                if !speakers.insert(other.speaker) {
                    continue;
                }
                if rivals.len() == MOST_RIVALS {
                    return None;
                }
                rivals.push((other, why));
            }
        }
        let agree = rivals.iter().enumerate().all(|(at, (one, _))| {
            let others = rivals.iter().skip(at + 1);
            others
                .into_iter()
                .all(|(other, _)| alias(&one.called, &other.called).is_some())
        });
        let (into, why) = *rivals.iter().max_by_key(|(other, _)| other.quotes)?;
        agree.then(|| Proposal {
            from: name.clone(),
            names: vec![name.id],
            into: into.clone(),
            why,
        })
    }
}

/// Whether a name says less than another, so that it is the one to be joined.
fn says_less(one: &KnownName, other: &KnownName) -> bool {
    let key = |it: &KnownName| {
        let words = bare(&it.called);
        let letters: usize = words.iter().map(|word| word.chars().count()).sum();
        (words.len(), letters, it.quotes, std::cmp::Reverse(it.id))
    };
    key(one) < key(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[(&str, SpeakerKind)]) -> Vec<KnownName> {
        (1..)
            .zip(names)
            .map(|(id, (name, kind))| KnownName {
                id: NameId(id),
                name: Clean::line(name),
                called: Called::new(name, *kind),
                speaker: SpeakerId(id),
                quotes: 1,
            })
            .collect()
    }

    fn shown(names: &[KnownName], apart: &[(i64, i64)]) -> Vec<String> {
        let apart = apart
            .iter()
            .map(|(one, other)| (NameId(*one), NameId(*other)));
        let found = proposals(names, &apart.collect());
        found
            .iter()
            .map(|it| format!("{} > {}", it.from.name, it.into.name))
            .collect()
    }

    fn persons(names: &[&str]) -> Vec<KnownName> {
        let names: Vec<_> = names
            .iter()
            .map(|name| (*name, SpeakerKind::Person))
            .collect();
        known(&names)
    }

    #[test]
    fn a_last_name_is_proposed_for_the_only_one_who_has_it() {
        assert_eq!(
            shown(&persons(&["Powell", "Jerome Powell", "Ann Roy"]), &[]),
            ["Powell > Jerome Powell"]
        );
        assert!(shown(&persons(&["Powell", "Jerome Powell", "Colin Powell"]), &[]).is_empty());
    }

    #[test]
    fn several_ways_to_write_one_name_are_no_rivals() {
        let found = shown(
            &persons(&["Powell", "Jerome Powell", "Jerome H. Powell", "J. Powell"]),
            &[],
        );
        assert_eq!(found.len(), 3, "{found:?}");
    }

    #[test]
    fn what_the_reader_has_decided_is_not_proposed_again() {
        assert!(shown(&persons(&["Powell", "Jerome Powell"]), &[(1, 2)]).is_empty());
    }

    #[test]
    fn bodies_go_by_their_letters_and_their_ends() {
        let body = SpeakerKind::Organisation;
        let names = known(&[
            ("FBI", body),
            ("Federal Bureau of Investigation", body),
            ("State Department", body),
            ("U.S. State Department", body),
            ("Health Department", body),
        ]);
        assert_eq!(
            shown(&names, &[]),
            [
                "FBI > Federal Bureau of Investigation",
                "State Department > U.S. State Department"
            ]
        );
    }

    #[test]
    fn many_namesakes_cost_little() {
        let names: Vec<String> = (0..20_000)
            .flat_map(|n| [format!("Name{n} Smith"), format!("John Middle{n} Smith")])
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).chain(["Smith"]).collect();
        assert!(shown(&persons(&names), &[]).is_empty());
    }
}
