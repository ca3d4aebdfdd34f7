//! Checks quoted words against the text that they are from: verbatim, altered (and how), or gone.
//!
//! White space and kinds of quotation mark do not matter. An ellipsis stands for words that were left out, brackets for
//! words of the one who quotes; both are allowed, but everything between them must be in the text, in order.

use similar::{Algorithm, ChangeTag, capture_diff_slices};

use crate::article::{Clean, Finder};
use crate::cite::{GAP, Passage};

/// Longest words that are compared one by one.
const MOST_WORDS: usize = 2_000;
/// Below this share of common words nothing of the text is taken for the words meant.
const ALIKE: f64 = 0.5;

/// What became of quoted words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// They stand in the text so.
    Verbatim,
    /// The text says something else.
    Altered(Vec<Change>),
    /// The text says nothing like it.
    Gone,
}

/// A stretch of a comparison, word by word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Both say it.
    Same(String),
    /// Only the text says it.
    Text(String),
    /// Only the quote says it.
    Quote(String),
}

/// The pieces of quoted words that must stand in the text: what is between ellipses and brackets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces(pub Vec<String>);

impl Pieces {
    /// Takes words apart.
    pub fn of(words: &str) -> Self {
        let mut pieces = vec![String::new()];
        let mut depth = 0_usize;
        let dotted = words.replace(". . .", "…").replace("...", "…");
        for c in dotted.chars() {
            match c {
                '[' => {
                    depth += 1;
                    pieces.push(String::new());
                }
                ']' if depth > 0 => depth -= 1,
                _ if depth > 0 => {}
                '…' => pieces.push(String::new()),
                c => pieces
                    .last_mut()
                    .into_iter()
                    .for_each(|piece| piece.push(c)),
            }
        }
        if depth > 0 {
            // A bracket that is never closed is one of the text.
            return Self(vec![Clean::line(&dotted).into_string()]);
        }
        let is_word = |piece: &String| piece.chars().any(char::is_alphanumeric);
        Self(
            pieces
                .iter()
                .map(|piece| Clean::line(piece).into_string())
                .filter(is_word)
                .collect(),
        )
    }
}

/// Words without the quotation marks around all of them.
fn bare(words: &str) -> &str {
    let words = words.trim();
    let marks = [
        ('“', '”'),
        ('„', '“'),
        ('«', '»'),
        ('"', '"'),
        ('‘', '’'),
        ('\'', '\''),
    ];
    for (open, close) in marks {
        if let Some(inner) = words
            .strip_prefix(open)
            .and_then(|it| it.strip_suffix(close))
            && !inner.contains([open, close])
        {
            return inner.trim();
        }
    }
    words
}

/// Returns a piece of edited words that its original does not have, in order; none when all is there.
pub fn stray(words: &str, original: &str) -> Option<String> {
    let original = Finder::new(original);
    let mut from = 0;
    for piece in Pieces::of(bare(words)).0 {
        match original.says(&piece, from, true) {
            Some(end) => from = end,
            None => return Some(piece),
        }
    }
    None
}

/// Checks the words of a quote of which nothing but the words is known.
pub fn check_words(words: &str, text: &str) -> Finding {
    let words = bare(words);
    let whole = Finder::new(text);
    let mut from = 0;
    let mut is_there = true;
    let pieces = Pieces::of(words).0;
    for piece in &pieces {
        // Which sign closes a quote is a matter of the sentence that it stands in.
        let open = piece.trim_end_matches(['.', ',', '”', '"']);
        let found = whole.says(piece, from, false);
        match found.or_else(|| whole.says(open, from, false)) {
            Some(end) => from = end,
            None => is_there = false,
        }
    }
    if is_there && !pieces.is_empty() {
        return Finding::Verbatim;
    }
    // All is there, but not in this order.
    let places = pieces
        .iter()
        .map(|piece| Some((whole.says(piece, 0, false)?, piece.as_str())));
    if let Some(mut places) = places.collect::<Option<Vec<_>>>()
        && !places.is_empty()
    {
        places.sort_unstable();
        let in_order: Vec<&str> = places.into_iter().map(|(_, piece)| piece).collect();
        return Finding::Altered(changes(words, &in_order.join(GAP)));
    }
    compare(words, text)
}

/// Checks a passage, as it is shown in a brief, against the text of its article.
pub fn check(passage: &Passage, shown: &str, text: &str) -> Finding {
    if passage.anchors.is_empty() {
        return check_words(shown, text);
    }
    let original = passage.original();
    if stray(shown, &original).is_some() {
        // The brief does not say what was taken into it.
        return match check_words(shown, text) {
            Finding::Verbatim => Finding::Altered(changes(bare(shown), &original)),
            other => other,
        };
    }
    let whole = Finder::new(text);
    for anchor in &passage.anchors {
        if whole.find(anchor).is_err() && whole.says(&anchor.exact, 0, false).is_none() {
            return compare(&anchor.exact, text);
        }
    }
    Finding::Verbatim
}

/// Compares words with what is most like them in a text.
fn compare(words: &str, text: &str) -> Finding {
    let wanted: Vec<String> = words
        .split_whitespace()
        .take(MOST_WORDS)
        .map(unmarked)
        .collect();
    let all: Vec<&str> = text.split_whitespace().collect();
    let plain: Vec<String> = all.iter().map(|word| unmarked(word)).collect();
    let nearest = nearest(&wanted, &plain).and_then(|at| all.get(at));
    let Some(nearest) = nearest else {
        return Finding::Gone;
    };
    let changes = changes(words, &nearest.join(" "));
    let same: usize = changes
        .iter()
        .map(|change| match change {
            Change::Same(words) => words.split(' ').count(),
            _ => 0,
        })
        .sum();
    if (same as f64) <= ALIKE * wanted.len() as f64 {
        Finding::Gone
    } else {
        Finding::Altered(changes)
    }
}

/// Returns the stretch of a text, about as long as some words, that has most of them.
fn nearest(wanted: &[String], all: &[String]) -> Option<std::ops::Range<usize>> {
    use std::collections::HashMap;
    let mut missing: HashMap<&str, isize> = HashMap::new();
    for word in wanted {
        *missing.entry(word.as_str()).or_default() += 1;
    }
    let width = wanted.len() + wanted.len() / 4 + 1;
    let mut has = 0_usize;
    let mut best = (0, 0);
    for (at, word) in all.iter().enumerate() {
        if let Some(left) = missing.get_mut(word.as_str()) {
            has += usize::from(*left > 0);
            *left -= 1;
        }
        if let Some(gone) = at.checked_sub(width).and_then(|at| all.get(at))
            && let Some(left) = missing.get_mut(gone.as_str())
        {
            *left += 1;
            has -= usize::from(*left > 0);
        }
        if has > best.0 {
            best = (has, at + 1);
        }
    }
    let (has, end) = best;
    if has == 0 {
        return None;
    }
    // The window is longer than the words; what is before the first common one is not meant.
    let from = end.saturating_sub(width);
    let first = all
        .get(from..end)?
        .iter()
        .position(|word| wanted.contains(word))?;
    Some(from + first..end)
}

/// Returns a word without quotation marks, and with plain apostrophes.
fn unmarked(word: &str) -> String {
    let word = word
        .replace(['“', '”', '„', '«', '»', '"'], "")
        .replace(['‘', '’'], "'");
    word.trim_end_matches(['.', ',', ';', ':']).to_owned()
}

/// Compares a quote with words of a text, word by word.
fn changes(quote: &str, text: &str) -> Vec<Change> {
    let words = |text: &str| -> Vec<String> {
        text.split_whitespace()
            .take(MOST_WORDS)
            .map(str::to_owned)
            .collect()
    };
    let plain =
        |words: &[String]| -> Vec<String> { words.iter().map(|word| unmarked(word)).collect() };
    let (text, quote) = (words(text), words(quote));
    let (old, new) = (plain(&text), plain(&quote));
    let mut out: Vec<Change> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        for change in op.iter_changes(&old, &new) {
            let at = |words: &[String], index: Option<usize>| {
                index
                    .and_then(|index| words.get(index))
                    .cloned()
                    .unwrap_or_default()
            };
            let next = match change.tag() {
                ChangeTag::Equal => Change::Same(at(&text, change.old_index())),
                ChangeTag::Delete => Change::Text(at(&text, change.old_index())),
                ChangeTag::Insert => Change::Quote(at(&quote, change.new_index())),
            };
            match (out.last_mut(), next) {
                (Some(Change::Same(all)), Change::Same(word))
                | (Some(Change::Text(all)), Change::Text(word))
                | (Some(Change::Quote(all)), Change::Quote(word)) => {
                    all.push(' ');
                    all.push_str(&word);
                }
                (_, next) => out.push(next),
            }
        }
    }
    // What the text goes on with is no change of the quote.
    match &mut out[..] {
        [.., Change::Quote(quote), Change::Text(text)] => {
            let most = quote.split(' ').count();
            let words: Vec<&str> = text.split(' ').take(most).collect();
            *text = words.join(" ");
        }
        [.., Change::Text(_)] => {
            out.pop();
        }
        _ => {}
    }
    out
}

/// Returns changes as word diffs are written: what only the article says in [-…-], what only the brief says in {+…+}.
pub fn written(changes: &[Change]) -> String {
    let parts: Vec<String> = changes
        .iter()
        .map(|change| match change {
            Change::Same(words) => words.clone(),
            Change::Text(words) => format!("[-{words}-]"),
            Change::Quote(words) => format!("{{+{words}+}}"),
        })
        .collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const TEXT: &str = "The chair spoke. “We looked at every number twice,” she said. There is no money left for it, she said.";

    fn told(finding: &Finding) -> String {
        match finding {
            Finding::Verbatim => "verbatim".to_owned(),
            Finding::Gone => "gone".to_owned(),
            Finding::Altered(changes) => written(changes),
        }
    }

    #[rstest]
    #[case::as_it_is("“We looked at every number twice,”", "verbatim")]
    #[case::other_marks_and_white_space("\"We  looked at\nevery number twice\"", "verbatim")]
    #[case::shortened("We looked at … twice", "verbatim")]
    #[case::own_words("We looked at every [single] number twice", "verbatim")]
    #[case::parts_in_order(
        "We looked at every number twice, … There is no money left for it",
        "verbatim"
    )]
    #[case::parts_out_of_order(
        "no money left … every number",
        "[-every number …-] no money left {+… every number+}"
    )]
    #[case::a_word_changed(
        "We looked at every figure twice",
        "“We looked at every [-number-] {+figure+} twice,”"
    )]
    #[case::part_of_a_word("We look", "gone")]
    #[case::nothing_like_it("Nobody ever asked any islander", "gone")]
    #[case::no_words("…", "gone")]
    fn words_are_checked(#[case] words: &str, #[case] expected: &str) {
        assert_eq!(told(&check_words(words, TEXT)), expected);
    }

    #[rstest]
    #[case("We looked … twice,", None)]
    #[case("[W]e looked at every number[s] twice,", None)]
    #[case("We saw … twice,", Some("We saw"))]
    #[case("twice, … We looked", Some("We looked"))]
    fn strays_of_an_edit(#[case] words: &str, #[case] expected: Option<&str>) {
        assert_eq!(
            stray(words, "We looked at every number twice,").as_deref(),
            expected
        );
    }

    proptest::proptest! {
        #[test]
        fn any_words_against_any_text_are_safe(words in "\\PC{0,40}|[ab\\[\\]….” ]{0,20}", text in "\\PC{0,80}|[ab “.]{0,40}") {
            let _ = check_words(&words, &text);
            let _ = stray(&words, &text);
        }
    }
}
