//! From keys to commands: the table's keys, with the reader's own in their place.

use crate::app::command::{Command, Context, LOCAL_KEYS, TABLE};
use crate::app::key::Key;

/// What a sequence of keys means in a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// It is a command.
    Run(Command),
    /// It is the beginning of one.
    Wait,
    /// It means nothing.
    Nothing,
}

/// All bindings.
#[derive(Debug, Clone)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

#[derive(Debug, Clone)]
struct Binding {
    context: Context,
    keys: Vec<Key>,
    command: Command,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::with_overrides(&[]).0
    }
}

impl Keymap {
    /// Returns the default keys with those of some commands replaced, and every problem found in the replacements.
    ///
    /// An empty list of keys takes a command's keys away. A replacement that is taken by another command keeps the
    /// first meaning and is reported.
    pub fn with_overrides(overrides: &[(String, Vec<String>)]) -> (Self, Vec<String>) {
        let mut map = Self {
            bindings: Vec::new(),
        };
        let mut problems = Vec::new();
        for (name, keys) in overrides {
            let Some(spec) = TABLE.iter().find(|spec| spec.name == name) else {
                problems.push(format!("keys: there is no command “{name}”"));
                continue;
            };
            for notation in keys {
                let keys = match Key::parse_sequence(notation) {
                    Ok(keys)
                        if keys
                            .first()
                            .and_then(|key| key.digit())
                            .is_some_and(|digit| digit > 0) =>
                    {
                        problems.push(format!(
                            "keys.{name}: “{notation}” begins with a digit, which counts"
                        ));
                        continue;
                    }
                    Ok(keys) => keys,
                    Err(reason) => {
                        problems.push(format!("keys.{name}: “{notation}” {reason}"));
                        continue;
                    }
                };
                let mut clashes: Vec<&str> = Vec::new();
                for &context in spec.contexts {
                    match map.clash(context, &keys) {
                        Some(other) if clashes.contains(&other.spec().name) => {}
                        Some(other) => clashes.push(other.spec().name),
                        None => map.bindings.push(Binding {
                            context,
                            keys: keys.clone(),
                            command: spec.command,
                        }),
                    }
                }
                problems.extend(
                    clashes
                        .into_iter()
                        .map(|other| format!("keys.{name}: “{notation}” is already {other}")),
                );
            }
        }
        let replaced = |command: Command| {
            overrides
                .iter()
                .any(|(name, _)| name == command.spec().name)
        };
        let of_table = TABLE.iter().flat_map(|spec| {
            spec.contexts.iter().flat_map(move |&context| {
                spec.keys
                    .iter()
                    .map(move |&keys| (context, keys, spec.command))
            })
        });
        // Keys of one pane come first: they are the ones to be shown there.
        for (context, notation, command) in LOCAL_KEYS.iter().copied().chain(of_table) {
            // The reader's keys win over the default ones of other commands.
            if let (false, Ok(keys)) = (replaced(command), Key::parse_sequence(notation))
                && map.clash(context, &keys).is_none()
            {
                map.bindings.push(Binding {
                    context,
                    keys,
                    command,
                });
            }
        }
        (map, problems)
    }

    /// Returns what the keys typed so far mean in a pane.
    pub fn resolve(&self, context: Context, typed: &[Key]) -> Resolution {
        let here = || {
            self.bindings
                .iter()
                .filter(|binding| binding.context == context)
        };
        if let Some(binding) = here().find(|binding| binding.keys == typed) {
            return Resolution::Run(binding.command);
        }
        if here().any(|binding| binding.keys.starts_with(typed)) {
            Resolution::Wait
        } else {
            Resolution::Nothing
        }
    }

    /// Returns the first key of a command in a pane, for hints.
    pub fn key_for(&self, context: impl Into<Context>, command: Command) -> Option<String> {
        self.keys_for(context.into(), command).next()
    }

    /// Returns all keys of a command in a pane.
    pub fn keys_for(&self, context: Context, command: Command) -> impl Iterator<Item = String> {
        self.bindings
            .iter()
            .filter(move |binding| binding.context == context && binding.command == command)
            .map(|binding| Key::print_sequence(&binding.keys))
    }

    /// The command that a sequence would shadow or be shadowed by.
    fn clash(&self, context: Context, keys: &[Key]) -> Option<Command> {
        self.bindings
            .iter()
            .filter(|binding| binding.context == context)
            .find(|binding| binding.keys.starts_with(keys) || keys.starts_with(&binding.keys))
            .map(|binding| binding.command)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(notation: &str) -> Vec<Key> {
        Key::parse_sequence(notation).unwrap()
    }

    #[test]
    fn no_default_key_has_two_meanings_in_one_pane() {
        let map = Keymap::default();
        let declared: usize = TABLE
            .iter()
            .map(|spec| spec.contexts.len() * spec.keys.len())
            .sum::<usize>()
            + LOCAL_KEYS.len();
        assert_eq!(
            map.bindings.len(),
            declared,
            "a key that clashes with another is left out"
        );
    }

    #[test]
    fn sequences_wait_for_their_end() {
        let map = Keymap::default();
        assert_eq!(map.resolve(Context::Reading, &typed("g")), Resolution::Wait);
        assert_eq!(
            map.resolve(Context::Reading, &typed("gg")),
            Resolution::Run(Command::Top)
        );
        assert_eq!(
            map.resolve(Context::Reading, &typed("gx")),
            Resolution::Nothing
        );
    }

    #[test]
    fn one_key_may_differ_by_pane() {
        let map = Keymap::default();
        assert_eq!(
            map.resolve(Context::List, &typed("u")),
            Resolution::Run(Command::ToggleRead)
        );
        assert_eq!(
            map.resolve(Context::Reading, &typed("u")),
            Resolution::Run(Command::HalfPageUp)
        );
        assert_eq!(
            map.resolve(Context::Quotes, &typed("s")),
            Resolution::Run(Command::GroupBySpeaker)
        );
    }

    #[test]
    fn own_keys_replace_the_default_ones_and_win_over_others() {
        let (map, problems) = Keymap::with_overrides(&[("next-quote".into(), vec!["n".into()])]);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(
            map.resolve(Context::Quotes, &typed("n")),
            Resolution::Run(Command::NextQuote)
        );
        assert_eq!(
            map.resolve(Context::Quotes, &typed("]q")),
            Resolution::Nothing
        );
    }

    #[test]
    fn every_problem_is_reported() {
        let (_, problems) = Keymap::with_overrides(&[
            ("fly".into(), vec!["x".into()]),
            ("up".into(), vec!["<Hyper>".into(), "x".into()]),
            ("down".into(), vec!["x".into()]),
            ("zen".into(), vec!["1".into()]),
        ]);
        let expected = [
            "keys: there is no command “fly”",
            "keys.up: “<Hyper>” names no key by <Hyper>",
            "keys.down: “x” is already up",
            "keys.zen: “1” begins with a digit, which counts",
        ];
        assert_eq!(problems, expected);
    }
}
