//! From keys to commands: the table's keys, with the reader's own in their place.

use crate::app::command::{Command, Context, Spec, TABLE};
use crate::app::key::Key;
use crate::app::preset::defaults;
use crate::config::nearest::did_you_mean;
use crate::config::{Keys, NOP, Preset, Problem};

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
        Self::new(Preset::Vim, &[]).0
    }
}

impl Keymap {
    /// Returns the keys of a preset with those of some commands replaced, and every problem found in the replacements.
    ///
    /// An empty list of keys takes a command's keys away; keys under [`NOP`] mean nothing. A replacement that is taken by
    /// another one keeps the first meaning and is reported.
    pub fn new(preset: Preset, own: &[Keys]) -> (Self, Vec<Problem>) {
        let mut map = Self {
            bindings: Vec::new(),
        };
        let mut problems = Vec::new();
        let mut silent: Vec<Vec<Key>> = Vec::new();
        for of_command in own {
            let name = &of_command.command;
            let spec = TABLE.iter().find(|spec| spec.name == name);
            if spec.is_none() && name != NOP {
                let meant = did_you_mean(name, TABLE.iter().map(|spec| spec.name));
                let text = format!("keys: there is no command “{name}”{meant}");
                problems.push(Problem::new(of_command.place, text));
                continue;
            }
            for (notation, place) in &of_command.keys {
                let wrong =
                    |text: &str| Problem::new(*place, format!("keys.{name}: “{notation}” {text}"));
                match (Key::parse_sequence(notation), spec) {
                    (Err(reason), _) => problems.push(wrong(&reason)),
                    (Ok(keys), _) if begins_with_digit(&keys) => {
                        problems.push(wrong("begins with a digit, which counts"));
                    }
                    (Ok(keys), None) => silent.push(keys),
                    (Ok(keys), Some(spec)) => {
                        for other in map.bind_everywhere(spec, &keys) {
                            problems.push(wrong(&format!("is already {}", other.spec().name)));
                        }
                    }
                }
            }
        }
        let replaced = |command: Command| own.iter().any(|own| own.command == command.spec().name);
        // The reader's keys win over the preset's, and those over the ones of the table.
        for (command, context, notation) in defaults(preset) {
            if let (false, Ok(keys)) = (replaced(command), Key::parse_sequence(notation))
                && !silent.iter().any(|silent| keys.starts_with(silent))
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

    /// Gives keys to a command wherever it is valid; returns the commands that have them already.
    fn bind_everywhere(&mut self, spec: &Spec, keys: &[Key]) -> Vec<Command> {
        let mut clashes: Vec<Command> = Vec::new();
        for &context in spec.contexts {
            match self.clash(context, keys) {
                Some(other) if clashes.contains(&other) => {}
                Some(other) => clashes.push(other),
                None => self.bindings.push(Binding {
                    context,
                    keys: keys.to_vec(),
                    command: spec.command,
                }),
            }
        }
        clashes
    }

    /// Returns how keys that were typed so far can go on in a pane: what is still to be typed, and what that does.
    pub fn following(
        &self,
        context: Context,
        typed: &[Key],
    ) -> impl Iterator<Item = (String, Command)> {
        self.bindings
            .iter()
            .filter(move |binding| binding.context == context)
            .filter_map(move |binding| {
                let rest = binding.keys.strip_prefix(typed)?;
                (!rest.is_empty()).then(|| (Key::print_sequence(rest), binding.command))
            })
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

/// Whether keys would be taken for a number before a command.
fn begins_with_digit(keys: &[Key]) -> bool {
    let first = keys.first().and_then(|key| key.digit());
    first.is_some_and(|digit| digit > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    fn typed(notation: &str) -> Vec<Key> {
        Key::parse_sequence(notation).unwrap()
    }

    /// The keys that the lines of a file make, below [keys].
    fn made(preset: Preset, lines: &str) -> (Keymap, Vec<String>) {
        let settings = Settings::read(&format!("[keys]\n{lines}"));
        assert_eq!(settings.problems, Vec::new());
        let (map, problems) = Keymap::new(preset, &settings.keys);
        (map, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn no_preset_gives_a_key_two_meanings_in_one_pane() {
        for preset in Preset::ALL {
            let map = Keymap::new(preset, &[]).0;
            for (at, one) in map.bindings.iter().enumerate() {
                for other in &map.bindings[at + 1..] {
                    let meet =
                        one.keys.starts_with(&other.keys) || other.keys.starts_with(&one.keys);
                    assert!(one.context != other.context || !meet, "{one:?} {other:?}");
                }
            }
        }
    }

    #[test]
    fn every_key_that_a_preset_declares_is_there() {
        let map = Keymap::default();
        let declared = defaults(Preset::Vim).count();
        assert_eq!(
            map.bindings.len(),
            declared,
            "one that clashes with another is left out"
        );
        let map = Keymap::new(Preset::Newsboat, &[]).0;
        for (command, context, notation) in crate::app::preset::own(Preset::Newsboat) {
            let found = map.resolve(context, &typed(notation));
            assert_eq!(found, Resolution::Run(command), "{notation} in {context:?}");
        }
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
        let next: Vec<(String, Command)> = map.following(Context::List, &typed("]")).collect();
        assert!(
            next.contains(&("u".to_owned(), Command::NextUnread)),
            "{next:?}"
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
    fn own_keys_replace_the_default_ones_and_win_over_others_in_every_preset() {
        for preset in Preset::ALL {
            let (map, problems) = made(preset, "next-quote = \"n\"\n");
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
    }

    #[test]
    fn keys_can_mean_nothing_and_commands_have_no_keys() {
        let (map, problems) = made(Preset::Vim, "nop = [\"q\", \"]\"]\nzen = \"nop\"\n");
        assert_eq!(problems, Vec::<String>::new());
        for gone in ["q", "]q", "]", "z"] {
            assert_eq!(
                map.resolve(Context::Reading, &typed(gone)),
                Resolution::Nothing,
                "{gone}"
            );
        }
        assert_eq!(
            map.resolve(Context::Reading, &typed("<Backspace>")),
            Resolution::Run(Command::Back)
        );
    }

    #[test]
    fn every_problem_is_reported_with_its_place() {
        let lines = "dwon = \"x\"\nup = [\"<Hyper>\", \"x\"]\ndown = \"x\"\nzen = \"1\"\n";
        let (_, problems) = made(Preset::Vim, lines);
        let expected = [
            "line 2, column 1: keys: there is no command “dwon”; did you mean down?",
            "line 3, column 7: keys.up: “<Hyper>” names no key by <Hyper>",
            "line 4, column 8: keys.down: “x” is already up",
            "line 5, column 7: keys.zen: “1” begins with a digit, which counts",
        ];
        assert_eq!(problems, expected);
    }
}
