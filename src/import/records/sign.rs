//! Whether a source is JSON Lines, from its name and its beginning. Reads no record.

use serde_json::{Map, Value};

use crate::import::feed;
use crate::import::records::{foreign, is_ours};

/// How many lines are looked at, empty ones aside.
const LINES: usize = 16;

/// What a line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// A record of our own.
    Ours,
    /// An object with a text, which other programs write and articles about data quote.
    Theirs,
    /// Anything else.
    Other,
}

/// Whether a name ends as those of JSON Lines files do.
pub(super) fn in_name(name: &str) -> bool {
    let file = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let ending = file.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|it| it.eq_ignore_ascii_case("jsonl") || it.eq_ignore_ascii_case("ndjson"))
}

/// Whether the first bytes of a source are lines of records: one of our own makes it so, wherever it stands among the
/// first lines; those of others do when the first line is one, or half of them are. `is_whole` says that nothing follows.
pub(super) fn in_bytes(first_bytes: &[u8], is_whole: bool) -> bool {
    let bytes = first_bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(first_bytes);
    let looks: Vec<Look> = bytes
        .split_inclusive(|b| *b == b'\n')
        .filter(|line| !line.trim_ascii().is_empty())
        .take(LINES)
        .map(|line| look(line, is_whole || line.ends_with(b"\n")))
        .collect();
    let theirs = looks.iter().filter(|look| **look == Look::Theirs).count();
    looks.contains(&Look::Ours)
        || looks.first() == Some(&Look::Theirs)
        || (theirs > 0 && theirs * 2 >= looks.len())
}

/// Whether a line is the beginning of a JSON Feed, which programs write on one.
fn is_feed(line: &[u8]) -> bool {
    feed::kind(&String::from_utf8_lossy(line)).is_some()
}

fn look(line: &[u8], is_complete: bool) -> Look {
    let line = line.trim_ascii();
    if !line.starts_with(b"{") {
        return Look::Other;
    }
    match serde_json::from_slice::<Map<String, Value>>(line) {
        Ok(object) => {
            let schema = object.get("schema").and_then(Value::as_str);
            if schema.is_some_and(is_ours) {
                Look::Ours
            } else if foreign::text(&object).is_some() {
                Look::Theirs
            } else {
                Look::Other
            }
        }
        // A line that goes on beyond what is seen: all that is seen of it is sound, which prose never is.
        Err(error) if !is_complete && error.is_eof() && !is_feed(line) => Look::Theirs,
        Err(_) => Look::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const OURS: &str = r#"{"schema":"pullquote.article/1","text":"a"}"#;
    const THEIRS: &str = r#"{"id":1,"text":"a"}"#;

    #[rstest]
    #[case::ours(format!("{OURS}\n"), true)]
    #[case::clips("{\"schema\":\"pullquote.clip/1\",\"words\":\"a\"}\n".to_owned(), true)]
    #[case::no_line_end(OURS.to_owned(), true)]
    #[case::torn(format!("0\",\"site\":\"Gazette\",\"text\":\"a\"}}\n{OURS}\n"), true)]
    #[case::empty_object(format!("{{}}\n{OURS}\n"), true)]
    #[case::null(format!("null\n{OURS}\n"), true)]
    #[case::comment(format!("# articles of May\n\n{OURS}\n"), true)]
    #[case::array(format!("[1,2]\n{OURS}\n"), true)]
    #[case::torn_theirs(format!("nonsense\n{THEIRS}\n{THEIRS}\n"), true)]
    #[case::theirs(format!("\u{feff} {THEIRS}\nnonsense\nnonsense\n"), true)]
    #[case::long(format!("{{\"id\":7,\"text\":\"{}", "a".repeat(99)), true)]
    #[case::feed(format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{{\"a\":\"{}", "a".repeat(99)), false)]
    #[case::quoted(format!("How to store articles\n\nWrite lines:\n\n{THEIRS}\n\nThat is all.\n"), false)]
    #[case::no_text("{\"a\":1}\n{\"b\":2}\n".to_owned(), false)]
    #[case::prose("{\"Braces\": are text}\nand so is this\n".to_owned(), false)]
    #[case::pretty("{\n  \"text\": \"a\"\n}".to_owned(), false)]
    #[case::nothing(String::new(), false)]
    fn records_are_told_by_their_first_lines(#[case] text: String, #[case] expected: bool) {
        assert_eq!(in_bytes(text.as_bytes(), false), expected, "{text}");
    }

    #[test]
    fn a_line_that_ends_in_the_middle_is_none_when_nothing_follows() {
        assert!(!in_bytes(b"{\"text\":\"a", true));
    }

    #[rstest]
    #[case("a/B.JSONL", true)]
    #[case("a.ndjson", true)]
    #[case("a.jsonl/b.md", false)]
    #[case("jsonl", false)]
    fn an_ending_is_enough(#[case] name: &str, #[case] expected: bool) {
        assert_eq!(in_name(name), expected);
    }
}
