//! The one door for foreign text: [`Clean`] is text proven free of controls and bidi tricks.
//!
//! Whatever is drawn, stored, copied or exported went through here once. What a writer could have meant (emoji joiners,
//! Persian non-joiners, a few accents on a letter) passes; what only a machine or an attacker writes does not.

use std::fmt;
use std::ops::Deref;
use std::str::Chars;

use serde::{Deserialize, Serialize};
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

/// Most combining marks kept on one character; real orthographies use up to four or so.
const MOST_MARKS: usize = 8;

/// Most characters of one cluster: a kiss of two with skin of their own has ten, a syllable of old Hangul or of Tibetan
/// not many more. Joiners, vowels of Hangul and conjuncts could go on without end.
const MOST_IN_CLUSTER: usize = 32;

/// Text without control characters, escape sequences, bidi controls, invisible fillers or piles of combining marks.
///
/// The only control it may hold is the line feed (and none in [`Clean::line`]). Cleaning is idempotent.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Clean(String);

impl Clean {
    /// Cleans text that may run over several lines: line ends become `\n`, tabs become spaces.
    pub fn from_untrusted(raw: &str) -> Self {
        let mut out = String::with_capacity(raw.len());
        let mut marks = 0;
        // Characters in a row of which each may belong to the one before, and most of them so far.
        let (mut run, mut longest) = (0, 0);
        let mut rest = raw.chars();
        loop {
            let text = rest.as_str();
            // Nearly everything, and nothing that has to be looked at one by one.
            let plain = text.bytes().position(|b| !is_plain(b));
            let (plain, others) = text.split_at(plain.unwrap_or(text.len()));
            if !plain.is_empty() {
                out.push_str(plain);
                marks = 0;
                run = 0;
            }
            rest = others.chars();
            let Some(c) = rest.next() else {
                return Self(if longest > MOST_IN_CLUSTER {
                    with_short_clusters(out)
                } else {
                    out
                });
            };
            let kept = match c {
                '\r' if rest.as_str().starts_with('\n') => continue,
                '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
                '\t' => ' ',
                '\u{1b}' => {
                    skip_escape_sequence(&mut rest);
                    continue;
                }
                _ if is_unwanted(c) => continue,
                _ => c,
            };
            if is_combining_mark(kept) || is_variation_selector(kept) || is_joiner(kept) {
                marks += 1;
                if marks > MOST_MARKS {
                    continue;
                }
            } else {
                marks = 0;
            }
            run = if stands_alone(kept) { 0 } else { run + 1 };
            longest = longest.max(run);
            out.push(kept);
        }
    }

    /// Cleans text that must stand on one line: every run of white space becomes one space, none at the ends.
    pub fn line(raw: &str) -> Self {
        let clean = Self::from_untrusted(raw);
        let mut out = String::with_capacity(clean.0.len());
        for word in clean.0.split_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(word);
        }
        Self(out)
    }

    /// Returns the text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text as an owned string.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// Drops the body of an ANSI escape sequence whose ESC was just read, so that its letters do not stay as litter.
///
/// Knows CSI (`ESC [ … final`) and the string sequences OSC, DCS, SOS, PM and APC up to their terminator; a string
/// sequence without one within [`LONGEST_SEQUENCE`] characters loses its introducer only, so that no text is swallowed.
fn skip_escape_sequence(chars: &mut Chars<'_>) {
    const LONGEST_SEQUENCE: usize = 256;
    let mut ahead = chars.clone();
    match ahead.next() {
        Some('[') => {
            let parameters = |c: char| matches!(c, '\u{20}'..='\u{3f}');
            let rest = ahead.as_str().trim_start_matches(parameters);
            let whole = rest.strip_prefix(|c| matches!(c, '\u{40}'..='\u{7e}'));
            *chars = whole.unwrap_or(rest).chars();
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            *chars = ahead.clone();
            for _ in 0..LONGEST_SEQUENCE {
                match ahead.next() {
                    Some('\u{7}' | '\u{9c}') => {
                        *chars = ahead;
                        return;
                    }
                    Some('\u{1b}') if ahead.as_str().starts_with('\\') => {
                        ahead.next();
                        *chars = ahead;
                        return;
                    }
                    Some('\n') | None => return,
                    Some(_) => {}
                }
            }
        }
        _ => {}
    }
}

/// Whether a character begins a cluster of its own whatever comes before it; so do many others.
const fn stands_alone(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{a8}' | '\u{aa}'..='\u{ac}' | '\u{af}'..='\u{2ff}' | '\u{370}'..='\u{482}' | '\u{48a}'..='\u{590}' | '\u{2010}'..='\u{2027}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{4e00}'..='\u{9fff}')
}

/// Returns a text in which no cluster is longer than [`MOST_IN_CLUSTER`] characters. What is left of a longer one may join
/// what follows it, so it is looked at until nothing is cut any more.
fn with_short_clusters(mut text: String) -> String {
    loop {
        let mut out = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            match cluster.char_indices().nth(MOST_IN_CLUSTER) {
                Some((end, _)) => out.push_str(&cluster[..end]),
                None => out.push_str(cluster),
            }
        }
        if out.len() == text.len() {
            return out;
        }
        text = out;
    }
}

/// Whether a byte is a character that every text may have.
const fn is_plain(byte: u8) -> bool {
    matches!(byte, b'\n' | b' '..=b'~')
}

/// Whether a character is never part of what a writer wrote.
fn is_unwanted(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c,
            '\u{ad}'                      // soft hyphen
            | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' // bidi controls
            | '\u{200b}' | '\u{2060}'..='\u{2065}' | '\u{206a}'..='\u{206f}' | '\u{feff}' // invisible fillers
            | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' // Hangul fillers, blank but not white space
            | '\u{180e}' | '\u{fff0}'..='\u{fffb}' // specials
            | '\u{e0000}'..='\u{e0fff}' // tags and the variation selectors supplement
            | '\u{fdd0}'..='\u{fdef}')
        || (c as u32 & 0xfffe) == 0xfffe // noncharacters
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

impl Deref for Clean {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&str> for Clean {
    fn from(raw: &str) -> Self {
        Self::from_untrusted(raw)
    }
}

impl<'de> Deserialize<'de> for Clean {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self::from_untrusted(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::plain("plain text", "plain text")]
    #[case::accents("Zoë — naïve “quotes”", "Zoë — naïve “quotes”")]
    #[case::colour("\u{1b}[31mred\u{1b}[0m", "red")]
    #[case::title("a\u{1b}]0;owned\u{7}b", "ab")]
    #[case::string_terminator("a\u{1b}]52;c;aGk=\u{1b}\\b", "ab")]
    #[case::unterminated("a\u{1b}]0;text goes on\nnext", "a0;text goes on\nnext")]
    #[case::c1("a\u{9b}31mb\u{85}c", "a31mb\nc")]
    #[case::line_ends("a\r\nb\rc\u{2028}d", "a\nb\nc\nd")]
    #[case::tab("a\tb", "a b")]
    #[case::bidi("user\u{202e}txt.exe\u{2066}x\u{2069}", "usertxt.exex")]
    #[case::fillers("zero\u{200b}width\u{feff}\u{ad}", "zerowidth")]
    #[case::persian("می\u{200c}خواهم", "می\u{200c}خواهم")]
    #[case::emoji("👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}", "👩\u{200d}👩\u{200d}👧 ❤\u{fe0f}")]
    fn takes_out_what_no_writer_meant(#[case] raw: &str, #[case] clean: &str) {
        assert_eq!(Clean::from_untrusted(raw).as_str(), clean);
    }

    #[test]
    fn piles_of_combining_marks_are_cut() {
        let pile = format!("e{}x", "\u{301}".repeat(500));
        assert_eq!(Clean::from_untrusted(&pile).chars().count(), 2 + MOST_MARKS);
    }

    #[rstest]
    #[case::joined("👩\u{200d}", 4)]
    #[case::vowels_of_hangul("\u{1161}", 3)]
    #[case::conjuncts("क\u{94d}", 6)]
    #[case::prepended("\u{600}", 2)]
    fn no_cluster_is_longer_than_any_writer_makes_one(#[case] unit: &str, #[case] bytes: usize) {
        let clean = Clean::from_untrusted(&format!("a {} z", unit.repeat(10_000)));
        let longest = clean
            .graphemes(true)
            .map(|cluster| cluster.chars().count())
            .max();
        assert!(longest <= Some(MOST_IN_CLUSTER), "{longest:?}");
        assert!(
            clean.len() <= 10 + MOST_IN_CLUSTER * bytes,
            "{}",
            clean.len()
        );
        assert_eq!(Clean::from_untrusted(&clean), clean);
    }

    #[rstest]
    #[case::kiss("👩🏻\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨🏻")]
    #[case::family("👨🏻\u{200d}👩🏻\u{200d}👧🏻\u{200d}👦🏻")]
    #[case::hindi("स्वास्थ्य मंत्रालय ने कहा")]
    #[case::old_hangul("\u{1112}\u{119e}\u{11ab}")]
    #[case::tibetan("བསྒྲུབས")]
    #[case::greek("Ἀθῆναι· ὁ πρωθυπουργὸς εἶπε")]
    fn what_writers_write_stays(#[case] text: &str) {
        let long = text.repeat(50);
        assert_eq!(Clean::from_untrusted(&long).as_str(), long);
    }

    #[test]
    fn a_line_holds_no_line_end() {
        assert_eq!(
            Clean::line("  two \n lines\u{a0}here ").as_str(),
            "two lines here"
        );
    }

    proptest::proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(raw in "\\PC*|[\u{0}-\u{ff}\u{200b}-\u{202e}\u{301}a]*|[👩\u{200d}\u{1161}\u{1100}\u{94d}क\u{600}가]{0,200}") {
            let once = Clean::from_untrusted(&raw);
            proptest::prop_assert!(!once.chars().any(|c| (c.is_control() && c != '\n') || is_unwanted(c)));
            proptest::prop_assert_eq!(Clean::from_untrusted(&once), once);
        }
    }
}
