//! Finds words in a text as readers mean them: case, accents, kinds of quotation mark and line ends do not matter.

use std::collections::VecDeque;

use unicode_segmentation::UnicodeSegmentation;

use crate::article::{Span, fold};

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

/// Returns where words stand in a text, in order and without overlap, each from the beginning of a grapheme cluster to
/// the end of one. Takes time in proportion to the text.
fn find_all(text: &str, words: &str) -> Vec<Span> {
    let mut needle = Vec::new();
    each_folded(words, &mut |c, _| needle.push(c));
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
    let mut found: Vec<Span> = Vec::new();
    let mut clusters = Clusters { text, boundary: 0 };
    let mut spans: VecDeque<Span> = VecDeque::with_capacity(needle.len());
    let mut matched = 0;
    each_folded(text, &mut |c, span| {
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
            let whole = clusters.around(Span::new(start, span.end));
            match found.last_mut() {
                // Both stand in one cluster ("s" in "ß").
                Some(last) if whole.start < last.end => last.end = last.end.max(whole.end),
                _ => found.push(whole),
            }
            matched = 0;
            spans.clear();
        }
    });
    found
}

/// Returns a text as [`find_all`] compares it: another one stands in it where its characters do.
pub(super) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    each_folded(text, &mut |c, _| out.push(c));
    out
}

/// Calls `each` with the characters that count, each with the bytes that it stands for.
fn each_folded(text: &str, each: &mut impl FnMut(char, Span)) {
    let mut after_space = false;
    for (at, c) in text.char_indices() {
        let span = Span::new(at, at + c.len_utf8());
        fold(c, &mut |part| {
            let part = unified(part);
            if !(part == ' ' && after_space) {
                each(part, span);
            }
            after_space = part == ' ';
        });
    }
}

/// Widens spans to whole grapheme clusters. The spans must come in order: each cluster is looked at once.
struct Clusters<'a> {
    text: &'a str,
    /// A position between two clusters, before which nothing is asked for any more.
    boundary: usize,
}

impl Clusters<'_> {
    fn around(&mut self, span: Span) -> Span {
        let start = self.widen(span.start).start;
        // One that begins in the middle of a cluster ends behind it, if not further on.
        let end = self.widen(span.end).end;
        Span::new(start, end)
    }

    /// Returns the cluster that a position cuts; nothing but the position where it cuts none.
    fn widen(&mut self, at: usize) -> Span {
        let nothing = Span::new(at, at);
        let rest = self.text.get(at..).unwrap_or_default();
        // ASCII goes on with no cluster.
        if rest.bytes().next().is_none_or(|byte| byte.is_ascii()) || at <= self.boundary {
            return nothing;
        }
        let before = self.text.get(self.boundary..at).unwrap_or_default();
        // No cluster goes over the end of a line.
        self.boundary += before.rfind('\n').map_or(0, |line| line + 1);
        let rest = self.text.get(self.boundary..).unwrap_or_default();
        for cluster in rest.graphemes(true) {
            let end = self.boundary + cluster.len();
            if at < end {
                return if at == self.boundary {
                    nothing
                } else {
                    Span::new(self.boundary, end)
                };
            }
            self.boundary = end;
        }
        nothing
    }
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
    #[case::letters_that_do_not_come_apart("Jørgensen, Łódź", "jorgensen, lodz", &["Jørgensen, Łódź"])]
    #[case::sharp_s("die Straße", "STRASSE", &["Straße"])]
    #[case::one_match_in_one_letter("Straße", "s", &["S", "ß"])]
    #[case::hangul_is_not_taken_apart("한국, 하나", "하", &["하"])]
    #[case::hindi_vowel_signs_count("किताब कताब", "कताब", &["कताब"])]
    #[case::voiced_kana("がか", "か", &["か"])]
    #[case::an_accent_apart_belongs_to_its_letter("Zoe\u{308} e\u{301}e\u{301}", "e", &["e\u{308}", "e\u{301}", "e\u{301}"])]
    #[case::half_a_flag("🇩🇪 🇫🇩", "🇩", &["🇩🇪", "🇫🇩"])]
    #[case::one_of_a_family("👩\u{200d}👩\u{200d}👧", "👩", &["👩\u{200d}👩\u{200d}👧"])]
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
        fn matches_are_whole_clusters_in_order(
            (text, words) in ("\\PC{0,200}|[ab 🇩🇪👩e\u{301}\u{200d}हिन्दीß\n]{0,60}", "\\PC{0,6}|[aeß🇩👩दन\u{301}]{1,2}"),
        ) {
            // A sign that joins with what follows (Arabic number signs) is the one that ASCII may go on with.
            let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]).collect();
            let mut last = 0;
            for span in find_all(&text, &words) {
                proptest::prop_assert!(last <= span.start && span.start < span.end && text.get(span.range()).is_some());
                last = span.end;
                for at in [span.start, span.end] {
                    let ascii_follows = text[at..].bytes().next().is_some_and(|byte| byte.is_ascii());
                    proptest::prop_assert!(ascii_follows || ends.contains(&at), "{at} in {text:?}");
                }
            }
        }
    }
}
