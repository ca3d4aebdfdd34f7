//! Cues: the verb group that reports, with its auxiliaries and the particle that it needs.

use std::ops::Range;

use crate::quote::atom::{self, Atom, Shape};
use crate::quote::inflect::Forms;
use crate::quote::lexicon::{self, Lexicon, Set};
use crate::quote::line::Line;
use crate::quote::phrase;

/// How a cue stands in its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    /// "said", "has said": it has a subject.
    Finite,
    /// ", saying": its subject is that of the clause before.
    Participle,
    /// "was told": the subject is not who speaks.
    Passive,
}

/// A cue.
#[derive(Debug, Clone)]
pub(super) struct Cue {
    /// Its atoms.
    pub(super) group: Range<usize>,
    pub(super) uses: Set,
    pub(super) voice: Voice,
    /// Whether the verb might as well be a noun ("reports", "plan").
    pub(super) doubtful: bool,
}

/// The longest verb group before the verb, in atoms.
const LONGEST: usize = 8;

/// Returns the cue whose verb stands at `at`, inside the sentence `within`.
pub(super) fn cue_at(line: &Line<'_>, within: &Range<usize>, at: usize) -> Option<Cue> {
    let (text, lexicon, atoms) = (line.text, line.lexicon, line.atoms);
    let verb = atoms.get(at)?;
    if verb.uses == Set::NONE || !verb.is_word() {
        return None;
    }
    let (uses, end) = uses_at(text, lexicon, atoms, within, at)?;
    let mut start = at;
    let mut auxiliary = false;
    let mut be = false;
    let mut to = false;
    while start > within.start && at - start < LONGEST {
        let Some(before) = atoms.get(start - 1) else {
            break;
        };
        if !before.is_word() {
            break;
        }
        if before.class.has(lexicon::AUXILIARY) && !before.capital {
            auxiliary = true;
            be |= before.class.has(lexicon::BE);
            start -= 1;
        } else if (before.class.has(lexicon::ADVERB) || before.shape == Shape::Manner)
            && !before.capital
            && !before.class.has(lexicon::DETERMINER.with(lexicon::TIME))
        {
            start -= 1;
        } else if lexicon.english && text.get(before.span.range()) == Some("to") && !to {
            // "went on to say", "continued to express"
            let chain = start.checked_sub(2).and_then(|i| atoms.get(i))?;
            let particle = chain.class.has(lexicon::PREPOSITION);
            let head = if particle {
                start.checked_sub(3)?
            } else {
                start - 2
            };
            if head < within.start
                || !atoms.get(head).is_some_and(|a| {
                    a.forms.has(Forms::PAST.with(Forms::THIRD))
                        && (a.class.has(lexicon::VERB) || particle)
                })
            {
                return None;
            }
            to = true;
            start = head;
        } else {
            break;
        }
    }
    let before = start
        .checked_sub(1)
        .filter(|i| *i >= within.start)
        .and_then(|i| atoms.get(i));
    let forms = verb.forms;
    if verb.capital && start > within.start && !verb.class.has(lexicon::VERB) && at > within.start {
        // A capital inside of a sentence is a name, but in a headline.
        if !line.capitals
            || !forms.has(Forms::THIRD.with(Forms::PAST))
            || before.is_none_or(|b| !b.is_name())
        {
            return None;
        }
    }
    let noun_before = before.is_some_and(|b| {
        b.class.has(lexicon::DETERMINER) && !b.class.has(lexicon::PRONOUN)
            || b.class.has(lexicon::POSSESSIVE)
            || b.shape == Shape::Genitive
            || b.class.has(lexicon::PREPOSITION)
    });
    let voice = if !lexicon.english {
        Voice::Finite
    } else if forms.has(Forms::ING) && !forms.has(Forms::BASE) {
        if auxiliary {
            Voice::Finite
        } else if noun_before && !before.is_some_and(|b| b.class.has(lexicon::PREPOSITION)) {
            return None;
        } else {
            Voice::Participle
        }
    } else if be && forms.has(Forms::PARTICIPLE) {
        Voice::Passive
    } else if to {
        Voice::Finite
    } else if auxiliary {
        if noun_before && !forms.has(Forms::PAST.with(Forms::PARTICIPLE)) {
            return None;
        }
        Voice::Finite
    } else if noun_before {
        return None;
    } else if forms.has(Forms::PAST.with(Forms::THIRD))
        || before.is_some_and(|b| plural(text, b))
        || verb.class.has(lexicon::VERB_ONLY) && before.is_some_and(|b| !b.is_quoted())
    {
        Voice::Finite
    } else {
        return None;
    };
    let noun_like =
        verb.class.has(lexicon::NOUN_CUE) || (forms.has(Forms::BASE) && !auxiliary && !to);
    Some(Cue {
        group: start..end,
        uses,
        voice,
        doubtful: noun_like,
    })
}

/// Whether a word can be the subject of a verb in its base form.
fn plural(text: &str, atom: &Atom) -> bool {
    if atom.class.has(lexicon::PRONOUN) {
        return atom
            .class
            .has(lexicon::PLURAL.with(lexicon::FIRST).with(lexicon::RELATIVE))
            || atom.class.has(lexicon::DETERMINER)
            || matches!(text.get(atom.span.range()), Some("you" | "You"));
    }
    if atom.class.has(lexicon::DETERMINER) {
        return true;
    }
    atom.is_word()
        && text.get(atom.span.range()).is_some_and(|word| {
            word.ends_with('s') && !word.ends_with("ss")
                || matches!(word, "people" | "police" | "men" | "women")
        })
}

/// Returns what the verb at `at` may do, and where its particle or preposition ends.
fn uses_at(
    text: &str,
    lexicon: &Lexicon,
    atoms: &[Atom],
    within: &Range<usize>,
    at: usize,
) -> Option<(Set, usize)> {
    let verb = atoms.get(at)?;
    let mut word = String::new();
    atom::fold(text.get(verb.span.range())?, &mut word);
    let entry = lexicon.get(&word)?;
    for (phrase, uses) in &entry.phrases {
        let mut end = at + 1;
        let mut whole = true;
        for part in phrase {
            // "pushed back hard against": one adverb may come between.
            if atoms.get(end).is_some_and(|a| a.shape == Shape::Manner) {
                end += 1;
            }
            let matches = atoms
                .get(end)
                .filter(|_| end < within.end)
                .and_then(|a| text.get(a.span.range()))
                .is_some_and(|w| w.eq_ignore_ascii_case(part));
            if !matches {
                whole = false;
                break;
            }
            end += 1;
        }
        if whole {
            return Some((*uses, end));
        }
    }
    (entry.uses != Set::NONE).then_some((entry.uses, at + 1))
}

/// Who a cue's subject is.
#[derive(Debug, Clone)]
pub(super) enum Subject {
    /// These atoms.
    Phrase(Range<usize>),
    /// That of the clause before.
    Shared,
}

/// Finds the subject before a verb group that begins at `verb`.
pub(super) fn subject_before(
    atoms: &[Atom],
    within: &Range<usize>,
    verb: usize,
) -> Option<Subject> {
    let last = verb.checked_sub(1).filter(|i| *i >= within.start)?;
    let atom = atoms.get(last)?;
    if atom.class.has(lexicon::CONJUNCTION) {
        return Some(Subject::Shared);
    }
    if atom.is(',') || atom.is_dash() || atom.is(')') {
        let phrase = over_insert(atoms, within, last);
        if phrase.is_some() {
            return phrase.map(Subject::Phrase);
        }
        if atom.is(')') {
            return phrase::backward(atoms, within.start, verb).map(Subject::Phrase);
        }
        return None;
    }
    // "The ministry on Tuesday denied": the day is not part of who.
    let mut end = verb;
    if atoms
        .get(end - 1)
        .is_some_and(|a| a.class.has(lexicon::TIME))
        && end > within.start + 1
    {
        end -= 1;
        if end > within.start + 1
            && atoms
                .get(end - 1)
                .is_some_and(|a| a.class.has(lexicon::PREPOSITION.with(lexicon::TIME)))
        {
            end -= 1;
        }
        if atoms.get(end - 1).is_some_and(|a| a.is(',')) && end > within.start + 1 {
            end -= 1;
        }
    }
    let phrase = phrase::backward(atoms, within.start, end)?;
    Some(Subject::Phrase(phrase))
}

/// Finds the noun phrase before an insert that ends with the comma or dash at `last`.
fn over_insert(atoms: &[Atom], within: &Range<usize>, last: usize) -> Option<Range<usize>> {
    const LONGEST_INSERT: usize = 45;
    const MOST: usize = 5;
    // A longer insert tells more than who it is.
    const LONGEST_KEPT: usize = 14;
    let comma = atoms.get(last)?.is(',');
    let floor = within.start.max(last.saturating_sub(LONGEST_INSERT));
    let mut at = last;
    let mut best = None;
    for _ in 0..MOST {
        let open = (floor..at).rev().find(|i| {
            atoms.get(*i).is_some_and(|atom| {
                if comma {
                    atom.is(',')
                } else {
                    atom.is_dash() || atom.is('(') || atom.is(',')
                }
            })
        })?;
        if (open + 1..at).any(|i| atoms.get(i).is_some_and(Atom::is_quoted)) {
            return best;
        }
        let first = atoms.get(open + 1)?;
        let phrase = phrase::backward(atoms, within.start, open);
        if let Some(phrase) = phrase {
            let head = atoms.get(phrase.start);
            let apposed = phrase.start > within.start
                && atoms.get(phrase.start - 1).is_some_and(|a| a.is(','))
                && !head.is_some_and(Atom::is_name);
            let clause = first.class.has(lexicon::PRONOUN)
                && !first.class.has(lexicon::RELATIVE.with(lexicon::DETERMINER))
                || first.class.has(lexicon::CONJUNCTION);
            if !clause {
                best = Some(if last - open > LONGEST_KEPT {
                    phrase.start..open
                } else {
                    phrase.start..last
                });
                if !apposed {
                    return best;
                }
            }
        }
        at = open;
    }
    best
}
