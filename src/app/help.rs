//! The help as rows: every command of the table under its section, with its keys and its sentence.

use crate::app::command::{Context, Section, Spec, TABLE};
use crate::app::keymap::Keymap;
use crate::typeset::fold;

/// Cells of the column with the keys, where there is room for two columns.
const KEYS_WIDTH: u16 = 26;
/// Columns below which keys and sentences stand below one another.
const TWO_COLUMNS: u16 = 60;

/// One row of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    /// The name of a section.
    Title(String),
    /// Keys, and the beginning of what they do.
    Keys(String, String),
    /// What goes on below.
    More(String),
    /// Nothing.
    Blank,
}

/// Returns the help for a screen of some columns.
pub fn rows(keymap: &Keymap, columns: u16) -> Vec<HelpRow> {
    let mut rows = Vec::new();
    for section in Section::ALL {
        if !rows.is_empty() {
            rows.push(HelpRow::Blank);
        }
        rows.push(HelpRow::Title(section.title().to_owned()));
        for spec in TABLE.iter().filter(|spec| spec.section == section) {
            let keys = keys_of(keymap, spec);
            let sentence = sentence(spec);
            if columns >= TWO_COLUMNS {
                let mut lines = fold(&sentence, columns - KEYS_WIDTH - 2).into_iter();
                let mut keys = fold(&keys, KEYS_WIDTH - 1).into_iter();
                rows.push(HelpRow::Keys(
                    keys.next().unwrap_or_default(),
                    lines.next().unwrap_or_default(),
                ));
                loop {
                    match (keys.next(), lines.next()) {
                        (None, None) => break,
                        (None, Some(line)) => rows.push(HelpRow::More(line)),
                        (Some(keys), line) => {
                            rows.push(HelpRow::Keys(keys, line.unwrap_or_default()))
                        }
                    }
                }
            } else {
                rows.extend(
                    fold(&keys, columns)
                        .into_iter()
                        .map(|keys| HelpRow::Keys(keys, String::new())),
                );
                rows.extend(
                    fold(&sentence, columns.saturating_sub(2).max(1))
                        .into_iter()
                        .map(HelpRow::More),
                );
            }
        }
    }
    rows
}

/// Returns the cell at which the sentences begin on a screen of some columns.
pub fn sentence_column(columns: u16) -> u16 {
    if columns >= TWO_COLUMNS {
        KEYS_WIDTH
    } else {
        2.min(columns / 4)
    }
}

/// The keys of a command: those of all panes it is valid in, then those of one pane only with its name.
fn keys_of(keymap: &Keymap, spec: &Spec) -> String {
    let mut parts: Vec<String> = Vec::new();
    let everywhere: Vec<String> = keymap
        .keys_for(spec.contexts[0], spec.command)
        .filter(|key| {
            spec.contexts
                .iter()
                .all(|&context| keymap.keys_for(context, spec.command).any(|k| k == *key))
        })
        .collect();
    parts.extend(everywhere.iter().cloned());
    for context in Context::ALL {
        for key in keymap
            .keys_for(context, spec.command)
            .filter(|key| !everywhere.contains(key))
        {
            parts.push(format!("{key} ({})", context.name()));
        }
    }
    let name = match spec.argument {
        Some(argument) => format!(":{} {argument}", spec.name),
        None if parts.is_empty() => format!(":{}", spec.name),
        None => return parts.join("  "),
    };
    parts.push(name);
    parts.join("  ")
}

fn sentence(spec: &Spec) -> String {
    let everywhere = spec.contexts.len() >= 3;
    let place: Vec<&str> = spec.contexts.iter().map(|context| context.name()).collect();
    if everywhere {
        spec.sentence.to_owned()
    } else {
        format!("{} — in {}", spec.sentence, place.join(", "))
    }
}
