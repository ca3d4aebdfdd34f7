//! Finds words in a text as readers mean them: case, accents, kinds of quotation mark and line ends do not matter.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::Span;

/// A search that is shown in the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Find {
    /// The words as they were typed.
    pub words: String,
    /// Where they stand, in order.
    pub matches: Vec<Span>,
    /// The match that the reader is at.
    pub current: Option<usize>,
}

impl Find {
    /// Finds words in a text and goes to the first match at or after a position, else to the first of all.
    pub fn new(text: &str, words: &str, from: usize) -> Self {
        let matches = find_all(text, words);
        let current = match matches.partition_point(|span| span.start < from) {
            _ if matches.is_empty() => None,
            at if at == matches.len() => Some(0),
            at => Some(at),
        };
        Self {
            words: words.to_owned(),
            matches,
            current,
        }
    }

    /// Goes on by some matches, around the end; returns the match reached.
    pub fn step(&mut self, by: isize) -> Option<Span> {
        let count = self.matches.len().max(1).cast_signed();
        let next = (self.current?.cast_signed() + by)
            .rem_euclid(count)
            .unsigned_abs();
        self.current = Some(next);
        self.matches.get(next).copied()
    }

    /// Returns the match that the reader is at.
    pub fn here(&self) -> Option<Span> {
        self.matches.get(self.current?).copied()
    }
}

/// Returns where words stand in a text, in order and without overlap. Takes time in proportion to the text.
pub fn find_all(text: &str, words: &str) -> Vec<Span> {
    let needle: Vec<char> = folded(words).map(|(c, _)| c).collect();
    if needle.is_empty() {
        return Vec::new();
    }
    // Knuth, Morris and Pratt: how much of the needle still fits after a miss. Keeps "aaaa…" in "aaaa…" linear.
    let mut fits = vec![0; needle.len()];
    let mut length = 0;
    for at in 1..needle.len() {
        while length > 0 && needle[at] != needle[length] {
            length = fits[length - 1];
        }
        length += usize::from(needle[at] == needle[length]);
        fits[at] = length;
    }
    let mut found = Vec::new();
    let mut spans: std::collections::VecDeque<Span> =
        std::collections::VecDeque::with_capacity(needle.len());
    let mut matched = 0;
    for (c, span) in folded(text) {
        if spans.len() == needle.len() {
            spans.pop_front();
        }
        spans.push_back(span);
        while matched > 0 && c != needle[matched] {
            matched = fits[matched - 1];
        }
        matched += usize::from(c == needle[matched]);
        if matched == needle.len() {
            let start = spans.front().map_or(span.start, |first| first.start);
            found.push(Span::new(start, span.end));
            matched = 0;
            spans.clear();
        }
    }
    found
}

/// Returns the characters that count, each with the bytes that it stands for.
fn folded(text: &str) -> impl Iterator<Item = (char, Span)> {
    let mut after_space = false;
    text.char_indices()
        .flat_map(|(at, c)| {
            let span = Span::new(at, at + c.len_utf8());
            // ASCII needs no decomposition, and is nearly everything.
            let ascii = c.is_ascii().then_some(c.to_ascii_lowercase());
            let wide = (!c.is_ascii()).then(|| {
                c.to_lowercase()
                    .nfd()
                    .filter(|&part| !is_combining_mark(part))
            });
            ascii
                .into_iter()
                .chain(wide.into_iter().flatten())
                .map(move |part| (unified(part), span))
        })
        .filter(move |&(c, _)| {
            let doubled = c == ' ' && after_space;
            after_space = c == ' ';
            !doubled
        })
}

fn unified(c: char) -> char {
    match c {
        '“' | '”' | '„' | '«' | '»' | '‟' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '–' | '—' | '‑' | '‐' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::case_does_not_matter("The Ferry, the ferry", "FERRY", &["Ferry", "ferry"])]
    #[case::nor_do_accents("Zoë and Zoe", "zoe", &["Zoë", "Zoe"])]
    #[case::nor_do_quotation_marks("he’s “in”", "he's \"in\"", &["he’s “in”"])]
    #[case::nor_do_line_ends("red\nline, red  line", "red line", &["red\nline", "red  line"])]
    #[case::cjk("記者は「はい」と言った", "はい", &["はい"])]
    #[case::no_overlap("aaaa", "aa", &["aa", "aa"])]
    #[case::again_after_a_false_start("ababac", "abac", &["abac"])]
    #[case::nothing("words", "", &[])]
    fn finds_what_a_reader_means(
        #[case] text: &str,
        #[case] words: &str,
        #[case] expected: &[&str],
    ) {
        let found: Vec<&str> = find_all(text, words)
            .into_iter()
            .map(|span| &text[span.range()])
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn steps_around_the_end() {
        let mut find = Find::new("a b a b a", "a", 3);
        assert_eq!(find.here(), Some(Span::new(4, 5)));
        assert_eq!(find.step(2), Some(Span::new(0, 1)));
        assert_eq!(find.step(-1), Some(Span::new(8, 9)));
    }

    proptest::proptest! {
        #[test]
        fn any_text_and_words(text in "\\PC{0,200}", words in "\\PC{0,6}") {
            for span in find_all(&text, &words) {
                proptest::prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
