//! `pullquote config`: an example of the settings, made from the tables of options and commands.

use std::fmt::Write as _;

use anyhow::Result;

use crate::app::command::{LOCAL_KEYS, Section, TABLE};
use crate::cli::call::{Call, shown};
use crate::cli::ending::Ending;
use crate::config::OPTIONS;

/// Prints an example of the settings, with every option and every key
///
/// All of it stands behind a #, as it says what holds anyway. Take the # away from what you change.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Prints the path of your settings instead
    #[arg(long)]
    path: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote config
  pullquote config --path
  pullquote config > config.toml";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    if args.path {
        let file = Call::paths()?.settings();
        call.out.line(&shown(&file))?;
    } else {
        call.out.writer().write_all(example().as_bytes())?;
    }
    Ok(Ending::Done)
}

/// Returns the example: TOML in which every setting is commented out and has its default.
pub(super) fn example() -> String {
    let mut out = String::from(
        "# Settings of pullquote. `pullquote config --path` says where this file belongs.\n",
    );
    // Writing to a string cannot fail.
    for (name, value, sentence) in OPTIONS {
        write!(out, "\n# {sentence}\n# {name} = {value}\n").ok();
    }
    out.push_str(
        "\n# The keys of each command. A command that is named here has these keys and no others.\n# [keys]\n",
    );
    for section in Section::ALL {
        write!(out, "\n# {}\n", section.title()).ok();
        for spec in TABLE.iter().filter(|spec| spec.section == section) {
            let keys: Vec<String> = spec.keys.iter().map(|key| quoted(key)).collect();
            let (name, keys, sentence) = (spec.name, keys.join(", "), spec.sentence);
            writeln!(out, "# {name} = [{keys}] # {sentence}").ok();
        }
    }
    out.push_str("\n# Keys that mean something only in one pane:\n");
    for (context, key, command) in LOCAL_KEYS {
        let name = command.spec().name;
        writeln!(out, "#   {key} in the {}: {name}", context.name()).ok();
    }
    out
}

/// Returns a key as a TOML string.
fn quoted(key: &str) -> String {
    format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Settings;

    #[test]
    fn the_example_says_what_holds_anyway() {
        let bare: String = example()
            .lines()
            .filter(|line| line.contains(" = ") || line.contains("[keys]"))
            .flat_map(|line| [line.trim_start_matches("# "), "\n"])
            .collect();
        let settings = Settings::read(&bare);
        assert_eq!(settings.problems, Vec::<String>::new());
        assert_eq!(settings.keys.len(), TABLE.len());
        let defaults = Settings {
            keys: settings.keys.clone(),
            ..Settings::default()
        };
        assert_eq!(settings, defaults);
    }

    #[test]
    fn as_it_stands_it_changes_nothing() {
        assert_eq!(Settings::read(&example()), Settings::default());
    }
}
