//! The stretch of an article that shows why it was found.

use crate::article::{Clean, Span};
use crate::store::phrase::Phrase;
use crate::store::stems::Stems;
use crate::store::words::each_word;

/// How long a snippet is, about, and how much of it stands before the first word found; in bytes.
const LENGTH: usize = 180;
const BEFORE: usize = 40;
/// How many places of a text are compared; a common word in a long text has thousands.
const MOST_PLACES: usize = 400;
/// How much of a long text is looked through, in bytes.
const FAR_ENOUGH: usize = 1 << 20;

/// What to mark in a text.
pub(super) struct Marks<'a> {
    /// The words.
    pub(super) phrases: &'a [Phrase],
    /// The language of the text.
    pub(super) language: Option<Stems>,
}

impl Marks<'_> {
    /// Whether a word of the text is the last one of a phrase: the word itself, or one with its stem.
    fn is_last(&self, phrase: &Phrase, wanted: &str, written: &str, word: &str) -> bool {
        if word == wanted || phrase.is_begun && word.starts_with(wanted) {
            return true;
        }
        let (Some(stems), Some(language)) = (&phrase.stems, &self.language) else {
            return false;
        };
        // Most words differ at once.
        if word.chars().next() != wanted.chars().next() {
            return false;
        }
        let mut is_form = stems.iter().any(|stem| stem == word);
        language.each(written, word, &mut |stem| {
            is_form |= stem == wanted || stems.contains(&stem);
        });
        is_form
    }
}

/// Returns a stretch of a text on one line and where the words stand in it: where most of the wanted phrases meet; the
/// beginning when there are none. An ellipsis stands where the text goes on.
pub(super) fn snippet(text: &str, wanted: &Marks<'_>) -> (Clean, Vec<Span>) {
    let text = &text[..text.floor_char_boundary(FAR_ENOUGH)];
    let places = places(text, wanted);
    let window = best_window(&places, wanted.phrases.len());
    let start = places.get(window).map_or(0, |(_, span)| {
        if span.end <= LENGTH {
            0
        } else {
            word_start(text, span.start.saturating_sub(BEFORE))
        }
    });
    let end = word_end(text, start + LENGTH);
    let found: Vec<Span> = places
        .iter()
        .map(|&(_, span)| span)
        .filter(|span| start <= span.start && span.end <= end)
        .collect();
    on_one_line(text, Span::new(start, end), &found)
}

/// Returns where phrases stand, with the number of the phrase, in the order of the text and without overlap.
fn places(text: &str, wanted: &Marks<'_>) -> Vec<(usize, Span)> {
    let lengths = wanted.phrases.iter().map(|phrase| phrase.words.len());
    let longest = lengths.max().unwrap_or(0);
    let mut out: Vec<(usize, Span)> = Vec::new();
    if longest == 0 {
        return out;
    }
    let mut last: Vec<(Span, String)> = Vec::with_capacity(longest + 1);
    each_word(text, &mut |span, word| {
        if last.len() == longest {
            last.rotate_left(1);
            last.pop();
        }
        last.push((span, word.to_owned()));
        for (number, phrase) in wanted.phrases.iter().enumerate() {
            let Some((final_word, before)) = phrase.words.split_last() else {
                continue;
            };
            let Some(first) = last.len().checked_sub(phrase.words.len()) else {
                continue;
            };
            let tail = last.get(first..last.len() - 1).unwrap_or_default();
            let written = text.get(span.range()).unwrap_or_default();
            if tail.iter().map(|(_, word)| word).eq(before)
                && wanted.is_last(phrase, final_word, written, word)
            {
                let start = tail.first().map_or(span.start, |(span, _)| span.start);
                let span = Span::new(start, span.end);
                if out.last().is_none_or(|(_, before)| !before.overlaps(span)) {
                    out.push((number, span));
                }
            }
        }
        out.len() < MOST_PLACES
    });
    out
}

/// Returns the index of the place from which the most different groups stand within one snippet; the first such one.
fn best_window(places: &[(usize, Span)], groups: usize) -> usize {
    let (mut best, mut most) = (0, 0);
    for (index, (_, from)) in places.iter().enumerate() {
        let mut seen = vec![false; groups];
        for (group, span) in places.iter().skip(index) {
            if span.end > from.start + LENGTH - BEFORE {
                break;
            }
            if let Some(seen) = seen.get_mut(*group) {
                *seen = true;
            }
        }
        let count = seen.into_iter().filter(|&seen| seen).count();
        if count > most {
            (best, most) = (index, count);
        }
    }
    best
}

/// Moves a position back to where a word begins, but not far.
fn word_start(text: &str, at: usize) -> usize {
    let at = text.floor_char_boundary(at);
    let from = text.floor_char_boundary(at.saturating_sub(BEFORE));
    text.get(from..at)
        .and_then(|before| before.rfind(char::is_whitespace))
        .map_or(at, |gap| text.ceil_char_boundary(from + gap + 1))
}

/// Moves a position on to where a word ends, but not far.
fn word_end(text: &str, at: usize) -> usize {
    let at = text.ceil_char_boundary(at.min(text.len()));
    let to = text.ceil_char_boundary((at + BEFORE).min(text.len()));
    text.get(at..to)
        .and_then(|after| after.find(char::is_whitespace))
        .map_or(if to == text.len() { to } else { at }, |gap| at + gap)
}

/// Cuts a stretch out of a text, makes every run of white space one space, and moves the spans along.
fn on_one_line(text: &str, stretch: Span, found: &[Span]) -> (Clean, Vec<Span>) {
    let mut out = String::with_capacity(stretch.len() + 8);
    if stretch.start > 0 {
        out.push('…');
    }
    let mut moved = Vec::with_capacity(found.len());
    let mut next = found.iter().peekable();
    let mut begun = 0;
    let mut gap = true;
    let cut = text.get(stretch.range()).unwrap_or_default();
    for (at, c) in cut.char_indices() {
        let at = stretch.start + at;
        if next.next_if(|span| span.end <= at).is_some() {
            moved.push(Span::new(begun, out.trim_end().len()));
        }
        if c.is_whitespace() {
            if !gap {
                out.push(' ');
            }
            gap = true;
        } else {
            if next.peek().is_some_and(|span| span.start == at) {
                begun = out.len();
            }
            out.push(c);
            gap = false;
        }
    }
    out.truncate(out.trim_end().len());
    if next.peek().is_some() {
        moved.push(Span::new(begun, out.len()));
    }
    if stretch.end < text.len() {
        out.push('…');
    }
    (Clean::from_untrusted(&out), moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::filter::{Filter, Term};

    fn phrases(typed: &str) -> Vec<Phrase> {
        let english: Vec<Stems> = Stems::of("en").into_iter().collect();
        let mut out = Vec::new();
        Filter::words(typed).root.each_wanted(&mut |term| {
            if let Term::Words(_, words) = term {
                out.extend(Phrase::new(words, &english));
            }
        });
        out
    }

    fn cut(text: &str, typed: &str) -> (Clean, Vec<Span>) {
        let marks = Marks {
            phrases: &phrases(typed),
            language: Stems::of("en"),
        };
        snippet(text, &marks)
    }

    fn marked(text: &str, typed: &str) -> String {
        let (snippet, spans) = cut(text, typed);
        let mut out = snippet.to_string();
        for span in spans.iter().rev() {
            out.insert(span.end, ']');
            out.insert(span.start, '[');
        }
        out
    }

    #[test]
    fn marks_the_words_as_they_stand_in_the_text() {
        assert_eq!(
            marked(
                "Ferry stops\n\nThe Zoë’s\tferry, said O'Brien.",
                "ferry zoe o'brien"
            ),
            "[Ferry] stops The [Zoë]’s [ferry], said [O'Brien]."
        );
    }

    #[test]
    fn finds_characters_inside_a_run() {
        assert_eq!(marked("我在北京市。", "北京"), "我在[北京]市。");
    }

    #[test]
    fn marks_other_forms_of_a_word() {
        assert_eq!(
            marked("They voted; a vote, by voters.", "voting"),
            "They [voted]; a [vote], by voters."
        );
    }

    #[test]
    fn goes_where_most_words_meet() {
        let text = format!(
            "storm {} harbour and storm {}",
            "and so on ".repeat(40),
            "x ".repeat(200)
        );
        let shown = marked(&text, "storm harbour");
        assert!(shown.contains("[harbour] and [storm]"), "{shown}");
        assert!(shown.starts_with('…') && shown.ends_with('…'), "{shown}");
    }

    #[test]
    fn shows_the_beginning_when_the_words_are_elsewhere() {
        assert_eq!(marked("Some words.", "title"), "Some words.");
    }

    proptest::proptest! {
        #[test]
        fn spans_lie_in_the_snippet(text in "[a-cé中 \n\t“]{0,600}", typed in "[a-cé中 ]{0,6}") {
            let text = Clean::from_untrusted(&text);
            let (snippet, spans) = cut(&text, &typed);
            let wanted: Vec<Vec<String>> = phrases(&typed).into_iter().map(|phrase| phrase.words).collect();
            let mut last = 0;
            for span in spans {
                assert!(span.start >= last);
                last = span.end;
                let word = snippet.get(span.range()).unwrap();
                let folded: Vec<String> = crate::store::words::folded(word).split(' ').map(str::to_owned).collect();
                // Another form of a word begins like it.
                let is_form = |words: &Vec<String>| words.len() == 1 && folded[0].chars().next() == words[0].chars().next();
                assert!(wanted.contains(&folded) || wanted.iter().any(is_form), "{word:?} {wanted:?}");
            }
        }
    }
}
