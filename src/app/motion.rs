//! Where a cursor in a text goes: characters, words, sentences. Knows texts only, no rows and no selection.
//!
//! Every motion looks at the text around the cursor, never at all of it, and ends on the first byte of a character.

use unicode_segmentation::UnicodeSegmentation;

use crate::article::{self, Span};

/// How far around the cursor sentences are looked for, in bytes: further than any sentence goes.
const REACH: usize = 16 << 10;

/// Returns the character, as a reader sees it, that begins at a position; empty at the end of the text.
pub(super) fn cluster(text: &str, at: usize) -> Span {
    let rest = text.get(at..).unwrap_or_default();
    Span::new(at, at + rest.graphemes(true).next().map_or(0, str::len))
}

/// Returns the next character that can be seen, or the one before; where there is none, the position itself.
pub(super) fn step(text: &str, at: usize, forward: bool) -> usize {
    let is_seen = |cluster: &str| !cluster.chars().all(|c| matches!(c, '\n' | '\t'));
    let found = if forward {
        let from = cluster(text, at).end;
        let mut rest = text.get(from..).unwrap_or_default().grapheme_indices(true);
        rest.find(|(_, cluster)| is_seen(cluster))
            .map(|(offset, _)| from + offset)
    } else {
        let mut before = text
            .get(..at)
            .unwrap_or_default()
            .grapheme_indices(true)
            .rev();
        before
            .find(|(_, cluster)| is_seen(cluster))
            .map(|(offset, _)| offset)
    };
    found.unwrap_or(at)
}

fn is_word(piece: &str) -> bool {
    piece.chars().any(char::is_alphanumeric)
}

/// Returns where the next word begins; at the last word, the last character.
pub(super) fn word(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.split_word_bound_indices()
        .skip(1)
        .find(|(_, piece)| is_word(piece))
        .map_or_else(|| last(text), |(offset, _)| at + offset)
}

/// Returns where the word begins that the position is behind the beginning of, else the word before.
pub(super) fn word_back(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    before
        .split_word_bound_indices()
        .rev()
        .find(|(_, piece)| is_word(piece))
        .map_or(0, |(offset, _)| offset)
}

/// Returns the last character of the word, or of the next one where the position is there already.
pub(super) fn word_end(text: &str, at: usize) -> usize {
    let from = cluster(text, at).end;
    let rest = text.get(from..).unwrap_or_default();
    let found = rest
        .split_word_bound_indices()
        .find(|(_, piece)| is_word(piece));
    let Some((offset, piece)) = found else {
        return last(text);
    };
    let end = piece.grapheme_indices(true).next_back();
    from + offset + end.map_or(0, |(at, _)| at)
}

fn last(text: &str) -> usize {
    text.grapheme_indices(true)
        .next_back()
        .map_or(0, |(at, _)| at)
}

/// Returns the sentences of a block near a position, in order; white space at their ends is left out.
pub(super) fn sentences(text: &str, block: Span, at: usize) -> Vec<Span> {
    let from = text.ceil_char_boundary(at.saturating_sub(REACH).max(block.start));
    let to = text.floor_char_boundary((at + REACH).min(block.end));
    article::sentences(text, Span::new(from, to.max(from)))
}

/// Returns the sentence that a position is in, or the nearest one before it.
pub(super) fn sentence(text: &str, block: Span, at: usize) -> Option<Span> {
    let all = sentences(text, block, at);
    let after = all.partition_point(|sentence| sentence.start <= at);
    all.get(after.saturating_sub(1)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with a mark before each position that a motion stops at, from the beginning (or the end) on.
    fn stops(text: &str, from: usize, motion: impl Fn(usize) -> usize) -> String {
        let mut stops = vec![from];
        loop {
            let last = *stops.last().unwrap();
            let next = motion(last);
            if next == last {
                break;
            }
            stops.push(next);
        }
        let mut out = String::new();
        for (at, c) in text.char_indices() {
            if stops.contains(&at) {
                out.push('|');
            }
            out.push(c);
        }
        out
    }

    const TEXT: &str = "Zoë’s “red line”, 3.5\n\nend";

    #[test]
    fn words_are_what_readers_take_for_words() {
        assert_eq!(
            stops(TEXT, 0, |at| word(TEXT, at)),
            "|Zoë’s “|red |line”, |3.5\n\n|en|d"
        );
        assert_eq!(
            stops(TEXT, TEXT.len() - 1, |at| word_back(TEXT, at)),
            "|Zoë’s “|red |line”, |3.5\n\n|en|d"
        );
        assert_eq!(
            stops(TEXT, 0, |at| word_end(TEXT, at)),
            "|Zoë’|s “re|d lin|e”, 3.|5\n\nen|d"
        );
    }

    #[test]
    fn characters_are_stepped_over_whole_and_blank_lines_are_no_characters() {
        let text = "e\u{301}🇩🇪\n\nx";
        assert_eq!(
            stops(text, 0, |at| step(text, at, true)),
            "|e\u{301}|🇩🇪\n\n|x"
        );
        assert_eq!(
            stops(text, text.len(), |at| step(text, at, false)),
            "|e\u{301}|🇩🇪\n\n|x"
        );
    }

    proptest::proptest! {
        #[test]
        fn any_motion_from_anywhere_stays_in_the_text(text in "\\PC{0,60}|[a. \n”]{0,40}", at in 0usize..70) {
            let at = text.floor_char_boundary(at);
            for to in [word(&text, at), word_back(&text, at), word_end(&text, at), step(&text, at, true), step(&text, at, false)] {
                proptest::prop_assert!(text.get(to..).is_some());
            }
            if let Some(span) = sentence(&text, Span::new(0, text.len()), at) {
                proptest::prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
