//! The line under a headline that names the authors. Knows its shape, not the people.

use crate::article::Clean;
use crate::import::dates;

/// Longest line that is looked at, in characters.
const LONGEST: usize = 160;

/// Words before the names.
const OPENERS: &[&str] = &[
    "By ",
    "BY ",
    "By: ",
    "BY: ",
    "Written by ",
    "Story by ",
    "Posted by ",
    "Published by ",
    "Reported by ",
    "Von ",
    "Par ",
    "Por ",
];

/// Small words inside names, in lower case.
const PARTICLES: &[&str] = &[
    "af", "al", "av", "bin", "da", "das", "de", "del", "den", "der", "di", "do", "dos", "du", "el",
    "ibn", "la", "le", "of", "ten", "ter", "the", "van", "von", "y", "zu",
];

/// Names of one word that sign articles.
const AGENCIES: &[&str] = &[
    "Reuters",
    "AFP",
    "AP",
    "ANSA",
    "Bloomberg",
    "Dpa",
    "DPA",
    "EFE",
    "Interfax",
    "PA",
    "RFE/RL",
    "Staff",
    "TASS",
    "UPI",
    "Xinhua",
    "dpa",
];

/// Returns the names of an unmistakable byline ("By Jane Doe and John Roe, Associated Press" gives three). `None` when
/// the line could be anything else: a sentence, a heading such as "By Sea and Air", a single first name.
pub(super) fn names(line: &str) -> Option<Vec<Clean>> {
    let line = line.trim();
    if line.chars().take(LONGEST + 1).count() > LONGEST || line.contains('\n') {
        return None;
    }
    let rest = OPENERS
        .iter()
        .find_map(|opener| line.strip_prefix(opener))?;
    listed(rest)
}

/// Returns the entries of a list of names such as "Jane Doe, John Roe and Max Roe"; `None` when one is not a name.
fn listed(list: &str) -> Option<Vec<Clean>> {
    let mut names: Vec<Clean> = Vec::new();
    for part in list.replace(" / ", ", ").split([',', ';', '&']) {
        for name in part.split(" and ").flat_map(|name| name.split(" und ")) {
            let name = name.trim();
            if name.is_empty() {
                continue;
            }
            if let (true, Some(last)) = (
                matches!(name, "Jr." | "Jr" | "Sr." | "M.D." | "Ph.D."),
                names.last_mut(),
            ) {
                *last = Clean::line(&format!("{last}, {name}"));
                continue;
            }
            if !is_name(name) {
                return None;
            }
            names.push(Clean::line(name));
        }
    }
    (!names.is_empty() && names.len() <= 12).then_some(names)
}

/// Returns authors as front matter and other files declare them in one string: like [`names`], but "By" may be missing and
/// a name may be anything.
pub(super) fn declared(raw: &str) -> Vec<Clean> {
    let line = Clean::line(raw);
    let rest = OPENERS
        .iter()
        .find_map(|opener| line.strip_prefix(opener))
        .or_else(|| line.strip_prefix("by "))
        .unwrap_or(&line);
    if let Some(names) = listed(rest) {
        return names;
    }
    let parts = rest.split(';').flat_map(|part| part.split(" and "));
    parts
        .map(Clean::line)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Returns the authors in a line that a page marks as theirs: like [`declared`], but the date may follow them.
pub(super) fn marked(raw: &str) -> Vec<Clean> {
    let words: Vec<&str> = raw.split_whitespace().collect();
    let is_figure = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
    let Some(at) = words.iter().position(is_figure) else {
        return declared(raw);
    };
    // The day may be stuck to the name: "Jane Doe1 Feb 2022".
    let stuck = words.get(at).and_then(|word| {
        let end = word.find(|c: char| !c.is_alphabetic())?;
        word.get(..end).filter(|letters| !letters.is_empty())
    });
    let mut words = words;
    words.truncate(at);
    words.extend(stuck);
    let mut names = words.as_slice();
    while let Some((last, others)) = names.split_last()
        && dates::is_word(last.trim_matches(|c: char| !c.is_alphanumeric()))
    {
        names = others;
    }
    let is_date = |word: &&str| word.contains([':', '/']) || dates::is_word(word);
    let rest = raw.split_whitespace().skip(at);
    if names.len() == words.len() && !rest.collect::<Vec<_>>().iter().any(is_date) {
        // An account such as "jane99".
        return declared(raw);
    }
    let names = names.join(" ");
    declared(names.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | ')')))
}

/// Whether words have the shape of a name: two to six, capitalised but for particles, no figures.
fn is_name(name: &str) -> bool {
    if AGENCIES.contains(&name) {
        return true;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if !(2..=6).contains(&words.len()) || name.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    let Some((last, _)) = words.split_last() else {
        return false;
    };
    // A full stop at the end is a sentence's, unless it ends an initial or "Jr.".
    let stopped = last.ends_with(['.', '!', '?', ':', '…']) && last.chars().count() > 3;
    let capital = |word: &str| {
        let bare = word
            .strip_prefix("d'")
            .or_else(|| word.strip_prefix("d’"))
            .unwrap_or(word);
        bare.chars().next().is_some_and(char::is_uppercase)
    };
    let shaped = |word: &&str| {
        word.chars()
            .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‑'))
            && (capital(word) || PARTICLES.contains(word))
    };
    !stopped && words.iter().all(shaped) && words.iter().filter(|word| capital(word)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("By Jane Doe", &["Jane Doe"])]
    #[case("By JANE DOE", &["JANE DOE"])]
    #[case("By Jane Doe and John Roe, Associated Press", &["Jane Doe", "John Roe", "Associated Press"])]
    #[case("By Jane Doe, John Roe, and Max van der Berg", &["Jane Doe", "John Roe", "Max van der Berg"])]
    #[case("By J. R. Doe Jr.", &["J. R. Doe Jr."])]
    #[case("By Seán O’Neil & Anne-Marie d’Arcy", &["Seán O’Neil", "Anne-Marie d’Arcy"])]
    #[case("By Jane Doe, Jr., and John Roe", &["Jane Doe, Jr.", "John Roe"])]
    #[case("By Reuters", &["Reuters"])]
    #[case("By RFE/RL", &["RFE/RL"])]
    #[case("By The Associated Press", &["The Associated Press"])]
    #[case("Von Änne Müller", &["Änne Müller"])]
    fn unmistakable_bylines(#[case] line: &str, #[case] expected: &[&str]) {
        let names = names(line).expect("a byline");
        assert_eq!(
            names.iter().map(Clean::as_str).collect::<Vec<_>>(),
            expected
        );
    }

    #[rstest]
    #[case("By Sea and Air")]
    #[case("By Tuesday")]
    #[case("By the time the ferry came, it was dark")]
    #[case("By Monday Evening, 300 people had left")]
    #[case("By Jane Doe was the last line.")]
    #[case("Bystanders said")]
    #[case("Jane Doe")]
    #[case("By")]
    #[case("By Jane Doe said nothing")]
    fn anything_else_is_not(#[case] line: &str) {
        assert_eq!(names(line), None);
    }

    #[rstest]
    #[case::date("Jane Doe Tuesday, February 1, 2022 @ 11:10 PM", &["Jane Doe"])]
    #[case::sign("By Jane Doe and John Roe | 1/2/2022", &["Jane Doe", "John Roe"])]
    #[case::label("Posted by Jane Doe on May 3", &["Jane Doe"])]
    #[case::no_date("Posted by Jane Doe", &["Jane Doe"])]
    #[case::stuck("by Jane Doe1 Feb 2022", &["Jane Doe"])]
    #[case::account("jane99", &["jane99"])]
    #[case::no_name("Tuesday, February 1, 2022", &[])]
    fn marked_authors(#[case] line: &str, #[case] expected: &[&str]) {
        assert_eq!(
            marked(line).iter().map(Clean::as_str).collect::<Vec<_>>(),
            expected
        );
    }

    #[rstest]
    #[case("Jane Doe", &["Jane Doe"])]
    #[case("by-name", &["by-name"])]
    #[case("By Jane Doe and John Roe", &["Jane Doe", "John Roe"])]
    #[case("Jane; John", &["Jane", "John"])]
    #[case("Doe, Jane", &["Doe, Jane"])]
    #[case("", &[])]
    fn declared_authors(#[case] line: &str, #[case] expected: &[&str]) {
        assert_eq!(
            declared(line).iter().map(Clean::as_str).collect::<Vec<_>>(),
            expected
        );
    }
}
