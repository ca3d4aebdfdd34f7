//! What was learned of words in quotation marks that nobody says: a weight for each feature beside and inside of the marks.
//!
//! `training/scare.py` makes the list and names the same features; here they are only computed and summed up.

use std::borrow::Cow;
use std::sync::LazyLock;

use foldhash::HashMap;

/// How far the words beside the marks are looked at, in characters and in words or signs.
const WINDOW_BEFORE: usize = 120;
const WINDOW_AFTER: usize = 90;
const NEAR_BEFORE: usize = 7;
const NEAR_AFTER: usize = 5;

/// Words of saying; a line without any of them outside of its marks is likely to hold no speech.
const SAID: &[&str] = &[
    "said",
    "says",
    "say",
    "saying",
    "told",
    "tells",
    "tell",
    "wrote",
    "writes",
    "writing",
    "added",
    "adding",
    "tweeted",
    "called",
    "calls",
    "calling",
    "asked",
    "argued",
    "warned",
    "explained",
    "noted",
    "insisted",
    "declared",
    "described",
    "describing",
    "announced",
    "responded",
    "replied",
    "claimed",
    "accused",
    "criticized",
    "suggested",
    "testified",
    "joked",
    "quipped",
];

struct Weights {
    base: f32,
    of: HashMap<&'static str, f32>,
}

static EN: LazyLock<Weights> = LazyLock::new(|| read(include_str!("../../../assets/scare/en.txt")));

fn read(list: &'static str) -> Weights {
    let of: HashMap<&str, f32> = list
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(name, weight)| Some((name, weight.parse().ok()?)))
        .collect();
    Weights {
        base: of.get("base").copied().unwrap_or_default(),
        of,
    }
}

/// Returns how much speaks for `inner`, in marks between `before` and `after` on one English line, being no speech: the
/// logarithm of the odds, as if a stretch in marks were no speech as often as the training weighs it.
/// `silent` tells that nobody in the line says anything.
pub(super) fn score(before: &str, inner: &str, after: &str, silent: bool) -> f32 {
    let mut sum = Sum {
        weights: &EN,
        total: EN.base,
        name: String::new(),
    };
    sum.add_all(before, inner, after, silent);
    sum.total
}

/// Whether a word is one of saying.
pub(super) fn is_said(word: &str) -> bool {
    SAID.iter().any(|said| word.eq_ignore_ascii_case(said))
}

struct Sum {
    weights: &'static Weights,
    total: f32,
    name: String,
}

impl Sum {
    /// Adds the weight of the feature whose name has these parts.
    fn add(&mut self, name: &[&str]) {
        self.name.clear();
        self.name.extend(name.iter().copied());
        let weight = self.weights.of.get(self.name.as_str());
        self.total += weight.copied().unwrap_or_default();
    }

    fn add_all(&mut self, before: &str, inner: &str, after: &str, silent: bool) {
        let from = before
            .char_indices()
            .rev()
            .nth(WINDOW_BEFORE - 1)
            .map_or(0, |(at, _)| at);
        let to = after
            .char_indices()
            .nth(WINDOW_AFTER)
            .map_or(after.len(), |(at, _)| at);
        let before = tokens(before.get(from..).unwrap_or_default(), usize::MAX);
        let before: Vec<Cow<'_, str>> = before
            .iter()
            .skip(before.len().saturating_sub(NEAR_BEFORE))
            .map(|word| class(word))
            .collect();
        let after: Vec<Cow<'_, str>> = tokens(after.get(..to).unwrap_or_default(), NEAR_AFTER)
            .iter()
            .map(|word| class(word))
            .collect();
        let words: Vec<&str> = tokens(inner, usize::MAX)
            .into_iter()
            .filter(|word| word.starts_with(char::is_alphanumeric))
            .collect();
        let (size, form) = (length(words.len()), shape(&words));
        let stop = match inner.chars().next_back() {
            Some(',') => ",",
            Some('.') => ".",
            Some('?') => "?",
            Some('!') => "!",
            _ => "-",
        };
        let nth_last = |n: usize| before.iter().rev().nth(n).map_or("^", |word| &**word);
        let nth = |n: usize| after.get(n).map_or("$", |word| &**word);
        let (p1, p2, n1, n2) = (nth_last(0), nth_last(1), nth(0), nth(1));
        self.add(&["len ", size]);
        self.add(&["form ", form]);
        self.add(&["stop ", stop]);
        self.add(&["len+form ", size, " ", form]);
        self.add(&["len+stop ", size, " ", stop]);
        self.add(&["p1 ", p1]);
        self.add(&["p2 ", p2]);
        self.add(&["n1 ", n1]);
        self.add(&["n2 ", n2]);
        self.add(&["p1+form ", p1, " ", form]);
        self.add(&["p1+n1 ", p1, " ", n1]);
        self.add(&["len+p1 ", size, " ", p1]);
        self.add(&["len+n1 ", size, " ", n1]);
        self.add(&["p1 ..", ending(p1), " ", form]);
        self.add(&["p2+p1 ", p2, " ", p1]);
        self.add(&["p2+form ", p2, " ", form]);
        self.add(&["n1+form ", n1, " ", form]);
        if silent {
            self.add(&["silent ", size]);
        }
        for word in each_once(&before) {
            self.add(&["b ", word]);
        }
        for word in each_once(&after) {
            self.add(&["a ", word]);
        }
        if let Some(first) = words.first() {
            self.add(&["i1 ", &class(first)]);
        }
        if words.iter().any(|word| is_personal(word)) {
            self.add(&["person"]);
        }
        if before.is_empty() && after.is_empty() {
            self.add(&["alone ", size]);
        }
    }
}

/// Cuts text into words and single signs, at most `most` of them.
fn tokens(text: &str, most: usize) -> Vec<&str> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if out.len() >= most {
            break;
        }
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if c.is_alphanumeric() {
            while let Some((at, next)) = chars.peek().copied() {
                let joins = matches!(next, '\'' | '’' | '-')
                    && text
                        .get(at + next.len_utf8()..)
                        .is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
                if !next.is_alphanumeric() && !joins {
                    break;
                }
                end = at + next.len_utf8();
                chars.next();
            }
        }
        out.extend(text.get(start..end));
    }
    out
}

/// Returns the words in order, each once.
fn each_once<'w>(words: &'w [Cow<'_, str>]) -> Vec<&'w str> {
    let mut words: Vec<&str> = words.iter().map(|word| &**word).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Returns a word in lower case, a sign as it is; `Name` or `0` for what begins with a capital or a digit.
fn class(word: &str) -> Cow<'_, str> {
    match word.chars().next() {
        Some(c) if c.is_numeric() => "0".into(),
        Some(c) if c.is_uppercase() && (word.ends_with("'s") || word.ends_with("’s")) => {
            "Name's".into()
        }
        Some(c) if c.is_uppercase() && word.len() > c.len_utf8() => "Name".into(),
        _ if word
            .bytes()
            .all(|b| b.is_ascii() && !b.is_ascii_uppercase()) =>
        {
            word.into()
        }
        _ => word.replace('’', "'").to_lowercase().into(),
    }
}

/// Returns the last two letters of a word in lower case.
fn ending(word: &str) -> &str {
    let letters = word.chars().count();
    if letters <= 3 || !word.starts_with(char::is_lowercase) {
        return "-";
    }
    let from = word.char_indices().nth(letters - 2).map_or(0, |(at, _)| at);
    word.get(from..).unwrap_or_default()
}

fn length(words: usize) -> &'static str {
    match words {
        0..=1 => "1",
        2 => "2",
        3 => "3",
        4 => "4",
        5..=7 => "7",
        8..=12 => "12",
        _ => "99",
    }
}

/// Tells how the words begin: all large, the first large, some, all small.
fn shape(words: &[&str]) -> &'static str {
    let is_large = |word: &str| word.starts_with(char::is_uppercase);
    let heads: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| word.starts_with(char::is_alphabetic))
        .collect();
    let Some(first) = heads.first() else {
        return "none";
    };
    let large = heads.iter().filter(|word| is_large(word)).count();
    let long_small = heads
        .iter()
        .any(|word| word.starts_with(char::is_lowercase) && word.chars().count() > 4);
    if large == heads.len() || is_large(first) && !long_small && large > 1 {
        "large"
    } else if is_large(first) {
        "first"
    } else if large == 0 {
        "small"
    } else {
        "some"
    }
}

/// Whether a word is one of somebody who speaks of himself or to somebody.
fn is_personal(word: &str) -> bool {
    let word = word.split(['\'', '’']).next().unwrap_or_default();
    ["i", "we", "you", "my", "our", "me", "us", "your"]
        .iter()
        .any(|own| word.eq_ignore_ascii_case(own))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn every_weight_is_read() {
        let list = include_str!("../../../assets/scare/en.txt");
        let lines = list.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(EN.of.len(), lines);
        assert!(lines > 100);
    }

    #[rstest]
    #[case::words("It’s a well-known “", &["It’s", "a", "well-known", "“"])]
    #[case::signs("a, (b).", &["a", ",", "(", "b", ")", "."])]
    fn words_and_signs(#[case] text: &str, #[case] expected: &[&str]) {
        assert_eq!(tokens(text, 9), expected);
    }

    #[rstest]
    #[case::large("The Long Way of Ann", "large")]
    #[case::first("The boat sinks", "first")]
    #[case::small("the boat", "small")]
    #[case::some("the Danube boat", "some")]
    #[case::none("1912", "none")]
    fn shapes(#[case] words: &str, #[case] expected: &str) {
        assert_eq!(shape(&tokens(words, 9)), expected);
    }

    #[test]
    fn a_name_for_something_is_less_speech_than_a_sentence() {
        let title = score(
            "She watched the movie “",
            "The Long Way Home",
            "” in May.",
            true,
        );
        let speech = score("", "We do not know why it sank,", " she said.", false);
        assert!(title > speech + 3.0, "{title} {speech}");
    }
}
