//! The keys that are there before the reader changes any: those of the table, or those that hands bring from newsboat.

use crate::app::command::Context::{List, Picker, Quotes, Reading};
use crate::app::command::{Command, Context, LOCAL_KEYS, TABLE};
use crate::config::Preset;

/// A command, where, and its keys there.
type Row = (Command, &'static [Context], &'static [&'static str]);

const ALL: &[Context] = &[List, Reading, Quotes];
const ANYWHERE: &[Context] = &[List, Reading, Quotes, Picker];
const TEXT: &[Context] = &[Reading, Quotes];

/// newsboat's keys. A command that is named here has these and none of the table's. Where both programs go different ways
/// ("j" is newsboat's next feed), the nearest thing has the key: the next shelf.
#[rustfmt::skip]
const NEWSBOAT: &[Row] = &[
    (Command::Down, &[List], &["J", "<Down>"]),
    (Command::Down, &[Reading, Quotes, Picker], &["<Down>", "j"]),
    (Command::Up, &[List], &["K", "<Up>"]),
    (Command::Up, &[Reading, Quotes, Picker], &["<Up>", "k"]),
    (Command::PageDown, ANYWHERE, &["<Space>", "<PageDown>"]),
    (Command::PageUp, ANYWHERE, &["<PageUp>"]),
    (Command::HalfPageDown, ANYWHERE, &["<C-d>"]),
    (Command::HalfPageUp, ANYWHERE, &["<C-u>"]),
    (Command::Top, ANYWHERE, &["<Home>"]),
    (Command::Bottom, ANYWHERE, &["<End>"]),
    (Command::Next, TEXT, &["."]),
    (Command::Previous, TEXT, &[","]),
    (Command::NextArticle, TEXT, &["J"]),
    (Command::PreviousArticle, TEXT, &["K"]),
    (Command::NextUnread, ALL, &["n"]),
    (Command::PreviousUnread, ALL, &["p"]),
    (Command::ToggleRead, ALL, &["N"]),
    (Command::ToggleStar, ALL, &["<C-e>"]),
    (Command::NextShelf, &[List], &["j"]),
    (Command::PreviousShelf, &[List], &["k"]),
    (Command::NextSort, &[List], &["g"]),
    (Command::PreviousSort, &[List], &["G"]),
    (Command::Filter, &[List], &["F", "/"]),
    (Command::Filter, &[Reading, Quotes], &["F"]),
    (Command::Filter, &[Picker], &["/", "F"]),
    (Command::Clear, ANYWHERE, &["<Esc>", "<C-f>"]),
    (Command::Fetch, ALL, &["R", "r"]),
    (Command::Links, TEXT, &["u", "#"]),
    (Command::Write, TEXT, &["s"]),
    (Command::Write, &[Picker], &["w"]),
    (Command::PaneRight, ANYWHERE, &["<Right>"]),
    (Command::PaneLeft, ANYWHERE, &["<Left>"]),
];

/// Returns the keys that a preset has beside those of the table.
pub(super) fn own(preset: Preset) -> impl Iterator<Item = (Command, Context, &'static str)> {
    let rows = match preset {
        Preset::Vim => &[],
        Preset::Newsboat => NEWSBOAT,
    };
    rows.iter().flat_map(|(command, contexts, keys)| {
        contexts
            .iter()
            .flat_map(move |&context| keys.iter().map(move |&key| (*command, context, key)))
    })
}

/// Returns all keys of a preset, those first that win over others and that are to be shown.
pub fn defaults(preset: Preset) -> impl Iterator<Item = (Command, Context, &'static str)> {
    let is_own = move |command: Command| own(preset).any(|(other, ..)| other == command);
    let local = LOCAL_KEYS
        .iter()
        .map(|&(context, key, command)| (command, context, key));
    let of_table = TABLE.iter().flat_map(|spec| {
        spec.contexts.iter().flat_map(move |&context| {
            spec.keys
                .iter()
                .map(move |&key| (spec.command, context, key))
        })
    });
    // Keys of one pane come before those of all: they are the ones to be shown there.
    own(preset).chain(
        local
            .chain(of_table)
            .filter(move |(command, ..)| !is_own(*command)),
    )
}

/// Returns the keys of a command in a preset, in the notation of the configuration, each once.
pub fn keys_of(preset: Preset, command: Command) -> Vec<&'static str> {
    let mut keys = Vec::new();
    for (other, _, key) in defaults(preset) {
        if other == command && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}
