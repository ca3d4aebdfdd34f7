//! Stretches in marks that are names, titles or odd words, not speech.

use std::ops::Range;

use crate::quote::inflect::Forms;
use crate::quote::lexicon;
use crate::quote::line::Line;

/// Whether the stretch at `at`, which no verb of the sentence claims, is a name or a title: a few words, with no sign at
/// their end, in a sentence without a verb that reports.
pub(in crate::quote) fn is_label(line: &Line<'_>, within: &Range<usize>, at: usize) -> bool {
    const WORDS: usize = 4;
    let words = line.word(at);
    let inner = words.trim_matches(|c: char| !c.is_alphanumeric() && !".!?…,".contains(c));
    let ended = inner.ends_with(['.', '!', '?', '…', ',']);
    let few = words.split_whitespace().count() <= WORDS;
    let told = within.clone().any(|i| {
        line.atom(i).is_some_and(|a| {
            !a.capital
                && a.uses.has(lexicon::SPEECH)
                && a.forms
                    .has(Forms::PAST.with(Forms::THIRD).with(Forms::PARTICIPLE))
        })
    });
    let named = inner
        .chars()
        .find(|c| c.is_alphanumeric())
        .is_some_and(char::is_uppercase);
    few && !ended && (named || !told)
}
