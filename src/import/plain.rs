//! Plain text to drafts: finds the paragraphs in lines, however they were broken. Takes no sign for markup: a star is a
//! star. Does not know headlines and dates; they are found later.

mod lines;

use crate::article::{Clean, Leaf};
use crate::import::draft::{Draft, Kind, is_ended};
use crate::import::{ImportError, MOST_BLOCKS, byline, dates};

use lines::{Layout, is_listed, is_tabular, unpadded};

/// Lines up to this many characters can be verse, an address or a list; longer ones are paragraphs.
const SHORT: usize = 60;

/// Returns the blocks of a plain text.
pub(super) fn read(text: &str) -> Result<Vec<Draft>, ImportError> {
    let text = Clean::from_untrusted(&lines::expanded(text));
    let groups = grouped(&text);
    let layout = Layout::of(&groups);
    let mut drafts = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        let before = drafts.len();
        if index == 0 && is_title_block(group) {
            drafts.extend(group.iter().map(|line| paragraph(line)));
        } else if index == 0
            && group
                .first()
                .is_some_and(|line| group.len() == 2 && line.trim_end().ends_with(';'))
        {
            // A headline whose deck follows on the next line.
            let lines: Vec<&str> = group.iter().map(|line| line.trim()).collect();
            drafts.push(paragraph(&lines.join(" ")));
        } else if is_tabular(group) {
            drafts.push(Draft::new(
                Kind::Code,
                Leaf::plain(&lines::dedented(group).join("\n")),
            ));
        } else if let [line] = group.as_slice() {
            drafts.push(paragraph(line));
        } else if layout.wraps(group) {
            flowed(group, &mut drafts);
        } else if group
            .iter()
            .all(|line| line.trim().chars().count() <= SHORT)
        {
            drafts.push(broken(group));
        } else {
            drafts.extend(group.iter().map(|line| paragraph(line)));
        }
        let apart = drafts.len() == before + 1;
        for draft in drafts.iter_mut().skip(before) {
            draft.apart = apart;
        }
        if drafts.len() > MOST_BLOCKS {
            return Err(ImportError::TooManyBlocks { most: MOST_BLOCKS });
        }
    }
    Ok(drafts)
}

/// The lines between blank lines.
fn grouped(text: &str) -> Vec<Vec<&str>> {
    let mut groups = Vec::new();
    let mut group = Vec::new();
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            group.push(line);
        } else if !group.is_empty() {
            groups.push(std::mem::take(&mut group));
        }
    }
    if !group.is_empty() {
        groups.push(group);
    }
    groups
}

/// Whether the first lines are a headline with its date and authors right below.
fn is_title_block(group: &[&str]) -> bool {
    (2..=6).contains(&group.len())
        && group
            .iter()
            .skip(1)
            .any(|line| dates::published(line).is_some() || byline::names(line).is_some())
}

fn paragraph(line: &str) -> Draft {
    Draft::new(Kind::Paragraph, Leaf::plain(&unpadded(line)))
}

/// Lines whose ends were meant.
fn broken(group: &[&str]) -> Draft {
    let mut leaf = Leaf::default();
    for (index, line) in lines::dedented(group).into_iter().enumerate() {
        if index > 0 {
            leaf.break_line();
        }
        leaf.push(line);
    }
    Draft {
        one_line: false,
        ..Draft::new(Kind::Paragraph, leaf)
    }
}

/// Lines that were broken at a width: joined again, but for list items and indented paragraphs.
fn flowed(group: &[&str], drafts: &mut Vec<Draft>) {
    let mut leaf = Leaf::default();
    let mut previous: Option<&str> = None;
    let mut listed = false;
    for line in group {
        let words = unpadded(line);
        if let Some(previous) = previous {
            let indented = line.starts_with("  ") && !previous.starts_with(' ');
            if is_listed(line) {
                listed = true;
                leaf.break_line();
            } else if indented && !listed && is_ended(previous) {
                drafts.push(Draft::new(Kind::Paragraph, std::mem::take(&mut leaf)));
            } else if !is_hyphenated(leaf.text(), &words) {
                leaf.push(" ");
            }
        } else {
            listed = is_listed(line);
        }
        leaf.push(&words);
        previous = Some(line);
    }
    drafts.push(Draft {
        one_line: !listed,
        ..Draft::new(Kind::Paragraph, leaf)
    });
}

/// Whether a word goes on over the line end. The hyphen stays: only a dictionary knows whether it belongs there.
fn is_hyphenated(before: &str, after: &str) -> bool {
    let mut last = before.chars().rev();
    last.next().is_some_and(|c| matches!(c, '-' | '‐'))
        && last.next().is_some_and(char::is_alphabetic)
        && after.chars().next().is_some_and(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const WRAPPED: &str = "The ferry to the island was stopped on Tuesday because of the\nstorm, the harbour master told reporters. He expects that it will\nsail again on Wednesday in the early morning, or whenever the well-\nknown north wind allows it.\n\nMore than three hundred people were waiting in the hall, some of\nthem since Sunday.";

    #[rstest]
    #[case::blank_lines("One.\n\n\nTwo.", &["One.", "Two."])]
    #[case::wrapped(WRAPPED, &[
        "The ferry to the island was stopped on Tuesday because of the storm, the harbour master told reporters. He expects that it will sail again on Wednesday in the early morning, or whenever the well-known north wind allows it.",
        "More than three hundred people were waiting in the hall, some of them since Sunday.",
    ])]
    #[case::verse("The wind came late,\nthe boat stayed home,\nand nobody\nhad asked the sea.", &["The wind came late,\nthe boat stayed home,\nand nobody\nhad asked the sea."])]
    #[case::long_lines(
        "The ferry to the island was stopped on Tuesday because of the storm, the harbour master told reporters at noon.\nHe expects that it will sail again on Wednesday in the early morning.",
        &["The ferry to the island was stopped on Tuesday because of the storm, the harbour master told reporters at noon.", "He expects that it will sail again on Wednesday in the early morning."]
    )]
    #[case::signs("# not a heading\n\n* not a list\n\n    not code\n\n> not a quote", &["# not a heading", "* not a list", "not code", "> not a quote"])]
    #[case::title_block("Ferry stops\nBy Jane Doe\nFebruary 1, 2022\n\nWords.", &["Ferry stops", "By Jane Doe", "February 1, 2022", "Words."])]
    #[case::deck("Ferry stops; \nStorm to last a week.\n\nWords.", &["Ferry stops; Storm to last a week.", "Words."])]
    fn paragraphs(#[case] text: &str, #[case] expected: &[&str]) {
        let drafts = read(text).unwrap();
        assert!(drafts.iter().all(|draft| draft.kind == Kind::Paragraph));
        assert_eq!(drafts.iter().map(Draft::text).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_table_made_of_spaces_keeps_its_columns() {
        let drafts = read("Times.\n\nBoat       Leaves     Lands\nAnn        10:15      11:00\nBella      12:30      13:20\n").unwrap();
        assert_eq!(drafts[1].kind, Kind::Code);
        assert!(drafts[1].text().contains("Ann        10:15"));
    }

    #[test]
    fn a_list_in_wrapped_text_keeps_its_items() {
        let text = format!(
            "{WRAPPED}\n\n- The first thing that the harbour master wants to be remembered\n  is the time.\n- The second thing is the place at which the boats will be lying\n  in wait."
        );
        let drafts = read(&text).unwrap();
        assert_eq!(
            drafts.last().unwrap().text(),
            "- The first thing that the harbour master wants to be remembered is the time.\n- The second thing is the place at which the boats will be lying in wait."
        );
    }
}
