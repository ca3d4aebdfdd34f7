//! Whether two quotes are the same one, perhaps cut or changed, and what was cut or changed.

use std::collections::HashMap;

use compact_str::CompactString;

use crate::article::{Span, fold, is_spaceless};

/// Most words of a quote that are compared; what comes after counts as cut.
const MOST: usize = 600;
/// Of so many words at least one quote must consist to be told from another.
const FEWEST: usize = 4;

/// A word as it is compared, and where it stands with the signs around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) span: Span,
    pub(super) key: CompactString,
    /// It is one character of a script that parts no words.
    pub(super) is_alone: bool,
}

/// Cuts words apart.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    for chunk in text.split_inclusive(char::is_whitespace) {
        let start = at;
        at += chunk.len();
        add(chunk.trim_end(), start, &mut tokens);
    }
    tokens
}

fn add(chunk: &str, start: usize, tokens: &mut Vec<Token>) {
    let mut key = CompactString::default();
    let mut from = start;
    for (offset, c) in chunk.char_indices() {
        let end = start + offset + c.len_utf8();
        if is_spaceless(c) {
            if !key.is_empty() {
                let span = Span::new(from, start + offset);
                tokens.push(Token {
                    span,
                    key: std::mem::take(&mut key),
                    is_alone: false,
                });
            }
            let mut folded = CompactString::default();
            fold(c, &mut |part| folded.push(part));
            tokens.push(Token {
                span: Span::new(start + offset, end),
                key: folded,
                is_alone: true,
            });
            from = end;
        } else {
            fold(c, &mut |part| {
                if part.is_alphanumeric() {
                    key.push(part);
                }
            });
        }
    }
    let end = start + chunk.len();
    if !key.is_empty() {
        tokens.push(Token {
            span: Span::new(from, end),
            key,
            is_alone: false,
        });
    } else if let Some(last) = tokens.last_mut().filter(|_| from < end) {
        // A dash or an ellipsis belongs to the word before it.
        last.span.end = end;
    }
}

/// Whether two quotes are one: near enough the same words, or the one cut out of the other.
pub fn is_same(one: &str, other: &str) -> bool {
    likeness(one, other) >= 80
}

/// Returns how much of the shorter quote stands, in order, in the other one: in hundredths.
pub fn likeness(one: &str, other: &str) -> usize {
    let (one, other) = numbered(one, other);
    let shorter = one.len().min(other.len());
    if shorter < FEWEST {
        return 0;
    }
    if one == other {
        return 100;
    }
    common(&one, &other) * 100 / shorter
}

/// A stretch of two quotes that are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// It stands in both.
    Same(String),
    /// It stands in the first only.
    Cut(String),
    /// It stands in the second only.
    New(String),
}

/// Returns what became of a quote's words in another quote, in order.
pub fn changes(one: &str, other: &str) -> Vec<Part> {
    let (a, b) = (tokens(one), tokens(other));
    let (left, right) = numbers(&a, &b);
    let table = table(&left, &right);
    let mut parts = Vec::new();
    let (mut i, mut j) = (0, 0);
    let (limit_a, limit_b) = (left.len(), right.len());
    while i < limit_a || j < limit_b {
        let is_same = i < limit_a && j < limit_b && left.get(i) == right.get(j);
        let down = table.get((i + 1) * (limit_b + 1) + j).copied().unwrap_or(0);
        let across = table.get(i * (limit_b + 1) + j + 1).copied().unwrap_or(0);
        if is_same {
            push(&mut parts, Part::Same(words(one, &a, i)));
            i += 1;
            j += 1;
        } else if i < limit_a && (j >= limit_b || down >= across) {
            push(&mut parts, Part::Cut(words(one, &a, i)));
            i += 1;
        } else {
            push(&mut parts, Part::New(words(other, &b, j)));
            j += 1;
        }
    }
    let rest = |text: &str, tokens: &[Token]| {
        let from = tokens.get(MOST).map(|token| token.span.start);
        from.and_then(|from| text.get(from..))
            .map(|rest| rest.trim().to_owned())
    };
    match (rest(one, &a), rest(other, &b)) {
        (Some(one), Some(other)) if one == other => push(&mut parts, Part::Same(one)),
        (one, other) => {
            parts.extend(one.map(Part::Cut));
            parts.extend(other.map(Part::New));
        }
    }
    parts
}

fn words(text: &str, tokens: &[Token], at: usize) -> String {
    let span = tokens.get(at).map_or(Span::new(0, 0), |token| token.span);
    text.get(span.range()).unwrap_or_default().to_owned()
}

/// Appends a word, to the last part when that is of the same sort.
fn push(parts: &mut Vec<Part>, part: Part) {
    let joins = |have: &mut String, more: &str| {
        let alone = |c: Option<char>| c.is_some_and(is_spaceless);
        if !alone(have.chars().next_back()) || !alone(more.chars().next()) {
            have.push(' ');
        }
        have.push_str(more);
    };
    match (parts.last_mut(), &part) {
        (Some(Part::Same(have)), Part::Same(more))
        | (Some(Part::Cut(have)), Part::Cut(more))
        | (Some(Part::New(have)), Part::New(more)) => joins(have, more),
        _ => parts.push(part),
    }
}

fn numbered(one: &str, other: &str) -> (Vec<u32>, Vec<u32>) {
    numbers(&tokens(one), &tokens(other))
}

/// Gives each word a number, so that comparing is cheap.
fn numbers(one: &[Token], other: &[Token]) -> (Vec<u32>, Vec<u32>) {
    let mut known: HashMap<&str, u32> = HashMap::new();
    let left = number(one, &mut known);
    let right = number(other, &mut known);
    (left, right)
}

fn number<'t>(tokens: &'t [Token], known: &mut HashMap<&'t str, u32>) -> Vec<u32> {
    let mut out = Vec::with_capacity(tokens.len().min(MOST));
    for token in tokens.iter().take(MOST) {
        let next = known.len() as u32;
        out.push(*known.entry(token.key.as_str()).or_insert(next));
    }
    out
}

/// Returns how many words two quotes have in common, in order.
fn common(one: &[u32], other: &[u32]) -> usize {
    let mut row = vec![0usize; other.len() + 1];
    for a in one {
        let mut before = 0;
        for (at, b) in other.iter().enumerate() {
            let above = row.get(at + 1).copied().unwrap_or(0);
            let left = row.get(at).copied().unwrap_or(0);
            let value = if a == b { before + 1 } else { above.max(left) };
            before = above;
            if let Some(cell) = row.get_mut(at + 1) {
                *cell = value;
            }
        }
    }
    row.last().copied().unwrap_or(0)
}

/// Returns for each pair of places how many words two quotes have in common from there on.
fn table(one: &[u32], other: &[u32]) -> Vec<u16> {
    let width = other.len() + 1;
    let mut table = vec![0u16; (one.len() + 1) * width];
    for (i, a) in one.iter().enumerate().rev() {
        for (j, b) in other.iter().enumerate().rev() {
            let at = |i: usize, j: usize| table.get(i * width + j).copied().unwrap_or(0);
            let value = if a == b {
                at(i + 1, j + 1) + 1
            } else {
                at(i + 1, j).max(at(i, j + 1))
            };
            if let Some(cell) = table.get_mut(i * width + j) {
                *cell = value;
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::equal("We will never give up.", "“We will NEVER give up!”", true)]
    #[case::cut(
        "We will never, ever give up this harbour.",
        "never, ever give up",
        true
    )]
    #[case::one_word("There is no money left for it", "There is no cash left for it", true)]
    #[case::another("We will never give up.", "They never asked us about it", false)]
    #[case::too_short("Yes we can", "Yes we can", false)]
    #[case::scattered("I know that you will have to do it", "you have it", false)]
    fn quotes_are_one_when_most_words_are(
        #[case] one: &str,
        #[case] other: &str,
        #[case] same: bool,
    ) {
        assert_eq!(is_same(one, other), same);
        assert_eq!(is_same(other, one), same);
    }

    fn shown(one: &str, other: &str) -> String {
        let parts = changes(one, other).into_iter().map(|part| match part {
            Part::Same(words) => words,
            Part::Cut(words) => format!("[-{words}-]"),
            Part::New(words) => format!("{{+{words}+}}"),
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn what_was_cut_or_changed_is_shown_in_its_place() {
        assert_eq!(
            shown(
                "We looked at it — twice. There is no money left for it.",
                "There is no cash left for it, sorry."
            ),
            "[-We looked at it — twice.-] There is no [-money-] {+cash+} left for it. {+sorry.+}"
        );
        assert_eq!(
            shown("採算が取れない", "採算は取れない"),
            "採算 [-が-] {+は+} 取れない"
        );
        assert_eq!(shown("", "a b"), "{+a b+}");
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_lost(one in "([a-d]{1,2}[ ,—中]{1,2}){0,30}", other in "([a-d]{1,2}[ ,中]{1,2}){0,30}") {
            let parts = changes(&one, &other);
            let of = |keep: fn(&Part) -> Option<&String>| parts.iter().filter_map(keep).cloned().collect::<String>();
            let first = of(|part| match part { Part::Same(w) | Part::Cut(w) => Some(w), Part::New(_) => None });
            let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
            proptest::prop_assert_eq!(letters(&first), letters(&one));
            let added = of(|part| match part { Part::New(w) => Some(w), _ => None });
            proptest::prop_assert!(letters(&added).len() <= letters(&other).len());
        }
    }
}
