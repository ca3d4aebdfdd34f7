//! Names of files made of titles, safe on every system.

use std::collections::HashSet;

/// Longest name with its ending, in bytes.
const LONGEST: usize = 200;

/// Names that Windows keeps for devices, whatever their ending.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul"];

/// Names that were given, so that none is given twice.
#[derive(Debug, Default)]
pub struct Names(HashSet<String>);

impl Names {
    /// Returns a name for a title, with an ending; another one for each title, be they the same.
    pub fn name(&mut self, title: &str, ending: &str) -> String {
        let stem = stem(title);
        let mut number = 1_usize;
        loop {
            let more = if number == 1 {
                String::new()
            } else {
                format!(" {number}")
            };
            let room = LONGEST.saturating_sub(more.len() + ending.len() + 1);
            let cut = stem
                .get(..stem.floor_char_boundary(room))
                .unwrap_or_default();
            let name = format!("{}{more}.{ending}", cut.trim_end_matches([' ', '.']));
            // File systems that take capitals for small letters must not lose one.
            if self.0.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    }
}

/// Returns a title without what has a meaning in paths, to shells or to Windows, or that steers a terminal.
fn stem(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    for c in title.chars() {
        let kept = match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' | '#' | '^' | '[' | ']' => ' ',
            c if c.is_control() || c.is_whitespace() => ' ',
            c => c,
        };
        if !(kept == ' ' && out.ends_with(' ')) {
            out.push(kept);
        }
    }
    // A dot would hide the file, a dash make an option of it.
    let stem = out
        .trim_matches([' ', '.'])
        .trim_start_matches(['-', ' ', '.', '~']);
    let first = stem
        .split('.')
        .next()
        .unwrap_or_default()
        .trim()
        .to_lowercase();
    let is_numbered = |kind: &str| {
        first.strip_prefix(kind).is_some_and(|rest| {
            matches!(
                rest,
                "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        })
    };
    if stem.is_empty() {
        "Untitled".to_owned()
    } else if RESERVED.contains(&first.as_str()) || is_numbered("com") || is_numbered("lpt") {
        format!("Article {stem}")
    } else {
        stem.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Last Ferry", "Last Ferry.md")]
    #[case("../../etc/passwd", "etc passwd.md")]
    #[case("..", "Untitled.md")]
    #[case("", "Untitled.md")]
    #[case("a/b\\c: d?\u{1b}[31m\n", "a b c d 31m.md")]
    #[case("-rf", "rf.md")]
    #[case("NUL", "Article NUL.md")]
    #[case("com1.txt", "Article com1.txt.md")]
    #[case("Com pact", "Com pact.md")]
    #[case("ends. ", "ends.md")]
    fn names_are_safe(#[case] title: &str, #[case] expected: &str) {
        assert_eq!(Names::default().name(title, "md"), expected);
    }

    #[test]
    fn names_differ_and_are_short() {
        let mut names = Names::default();
        assert_eq!(names.name("Ferry", "md"), "Ferry.md");
        assert_eq!(names.name("FERRY", "md"), "FERRY 2.md");
        let long = "日".repeat(400);
        for _ in 0..12 {
            let name = names.name(&long, "md");
            assert!(
                name.len() <= LONGEST
                    && std::path::Path::new(&name)
                        .extension()
                        .is_some_and(|end| end == "md"),
                "{}",
                name.len()
            );
        }
    }

    proptest::proptest! {
        #[test]
        fn any_title_is_one_name_in_the_folder(title in "\\PC{0,300}|[./\\\\~-]{0,20}") {
            let name = Names::default().name(&title, "md");
            proptest::prop_assert!(name.len() <= LONGEST);
            let is_bad = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
            proptest::prop_assert!(!name.contains(is_bad) && !name.starts_with(['.', '-', '~']));
        }
    }
}
