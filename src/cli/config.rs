//! `pullquote config`: an example of the settings, made from the tables of options and commands.

use std::fmt::Write as _;

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use crate::app::Keymap;
use crate::app::command::{Section, Spec, TABLE};
use crate::app::preset::{defaults, keys_of};
use crate::article::Clean;
use crate::cli::call::{Call, shown};
use crate::cli::console::say;
use crate::cli::ending::Ending;
use crate::cli::read::read_small;
use crate::config::palette::{PARTS, Palette, Shade};
use crate::config::themes::{THEMES, named};
use crate::config::{OPTIONS, Place, Preset, Problem, Settings};

/// Prints an example of the settings, with every option and every key
///
/// All of it stands behind a #, as it says what holds anyway. Take the # away from what you change. With --check, nothing
/// is printed but what is wrong, each with line, column and what may be meant, and the exit code is 2 when anything is.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Prints the path of your settings instead
    #[arg(long, conflicts_with_all = ["check", "preset"])]
    path: bool,
    /// Checks a file of settings; without a name, yours
    #[arg(long, conflicts_with = "preset")]
    check: bool,
    /// The file to be checked
    #[arg(requires = "check", value_name = "FILE")]
    file: Option<PathBuf>,
    /// Prints the keys of this preset
    #[arg(long, value_name = "NAME", default_value = "vim")]
    preset: Keys,
}

/// A preset of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Keys {
    /// Those of vim and less.
    Vim,
    /// Those of newsboat.
    Newsboat,
}

const EXAMPLES: &str = "\
Examples:
  pullquote config
  pullquote config --preset newsboat
  pullquote config --path
  pullquote config --check
  pullquote config > config.toml";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    if args.path {
        let file = Call::paths()?.settings();
        call.out.line(&shown(&file))?;
        return Ok(Ending::Done);
    }
    if args.check {
        if let Some(file) = &args.file {
            return check(file, call);
        }
        let file = Call::paths()?.settings();
        if !file.try_exists().unwrap_or(true) {
            let name = shown(&file);
            say(&format!(
                "there are no settings at {name}; the defaults hold"
            ));
            return Ok(Ending::Done);
        }
        return check(&file, call);
    }
    let preset = match args.preset {
        Keys::Vim => Preset::Vim,
        Keys::Newsboat => Preset::Newsboat,
    };
    call.out.writer().write_all(example(preset).as_bytes())?;
    Ok(Ending::Done)
}

/// Prints what is wrong with a file of settings, one line each.
fn check(file: &Path, call: &mut Call) -> Result<Ending> {
    let text =
        read_small(file).with_context(|| format!("the settings {} cannot be read", shown(file)))?;
    let settings = Settings::read(&text);
    let (_, of_keys) = Keymap::new(settings.preset, &settings.keys);
    let mut problems: Vec<Problem> = settings.problems.into_iter().chain(of_keys).collect();
    problems.sort();
    for problem in &problems {
        let Place { line, column } = problem.place;
        let text = Clean::line(&problem.text);
        call.out
            .line(&format!("{}:{line}:{column}: {text}", shown(file)))?;
    }
    Ok(if problems.is_empty() {
        Ending::Done
    } else {
        Ending::Failed
    })
}

/// Returns the example: TOML in which every setting is commented out and has its default.
pub(super) fn example(preset: Preset) -> String {
    let mut out = String::from(
        "# Settings of pullquote. `pullquote config --path` says where this file belongs, `pullquote config --check` what is\n\
         # wrong with it.\n",
    );
    // Writing to a string cannot fail.
    for (name, value, sentence) in OPTIONS {
        let value = match *name {
            "preset" => quoted(preset.name()),
            _ => (*value).to_owned(),
        };
        write!(out, "\n# {sentence}\n# {name} = {value}\n").ok();
    }
    out.push_str("\n# The themes:\n");
    for theme in &THEMES {
        writeln!(out, "#   {}: {}", theme.name, theme.sentence).ok();
    }
    out.push_str(
        "\n# A theme of your own has the colours of another one with some changed: \"#rrggbb\", 0 to 255, one of the sixteen\n\
         # by its name (red, bright-blue), or \"none\" for the terminal's own.\n# [themes.mine]\n# base = \"paper\"\n",
    );
    for (part, sentence) in PARTS {
        let shade = shade_of(part);
        writeln!(out, "# {part} = {shade} # {sentence}").ok();
    }
    out.push_str(
        "\n# Programs to send text to, by a name that the pipe offers. No shell is used.\n# [pipes]\n# count = \"wc -w\"\n",
    );
    out.push_str(
        "\n# The keys of each command. A command that is named here has these keys and no others; [] takes all of them away.\n\
         # Keys under nop mean nothing.\n# [keys]\n# nop = []\n",
    );
    for section in Section::ALL {
        write!(out, "\n# {}\n", section.title()).ok();
        for spec in TABLE.iter().filter(|spec| spec.section == section) {
            let keys = everywhere(preset, spec);
            let keys: Vec<String> = keys.into_iter().map(quoted).collect();
            let (name, keys, sentence) = (spec.name, keys.join(", "), spec.sentence);
            writeln!(out, "# {name} = [{keys}] # {sentence}").ok();
        }
    }
    out.push_str("\n# Keys that mean something only in one pane:\n");
    for (command, context, key) in defaults(preset) {
        let spec = command.spec();
        if !everywhere(preset, spec).contains(&key) {
            writeln!(out, "#   {key} in the {}: {}", context.name(), spec.name).ok();
        }
    }
    out
}

/// The keys that a command has wherever it is valid.
fn everywhere(preset: Preset, spec: &Spec) -> Vec<&'static str> {
    let is_everywhere = |key: &str| {
        spec.contexts
            .iter()
            .all(|context| defaults(preset).any(|row| row == (spec.command, *context, key)))
    };
    let mut keys = keys_of(preset, spec.command);
    keys.retain(|key| is_everywhere(key));
    keys
}

/// The colour of a part in the theme that the example is made from.
fn shade_of(part: &str) -> String {
    let mut paper = named("paper").map_or_else(Palette::default, |theme| theme.palette);
    match paper.part(part).map(|shade| *shade) {
        Some(Shade::Rgb(red, green, blue)) => format!("\"#{red:02x}{green:02x}{blue:02x}\""),
        Some(Shade::Index(at)) => at.to_string(),
        Some(Shade::Own) | None => "\"none\"".to_owned(),
    }
}

/// Returns a key as a TOML string.
fn quoted(key: &str) -> String {
    format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example with all of it taken for said.
    fn bare(preset: Preset) -> Settings {
        let bare: String = example(preset)
            .lines()
            .filter(|line| line.contains(" = ") || line.contains("# ["))
            .flat_map(|line| [line.trim_start_matches("# "), "\n"])
            .collect();
        Settings::read(&bare)
    }

    #[test]
    fn the_example_says_what_holds_anyway() {
        for preset in Preset::ALL {
            let settings = bare(preset);
            assert_eq!(settings.problems, Vec::new());
            assert_eq!(settings.keys.len(), TABLE.len() + 1);
            assert_eq!(Keymap::new(preset, &settings.keys).1, Vec::new());
            assert_eq!(settings.palette("mine"), settings.palette("paper"));
            let defaults = Settings {
                preset,
                keys: settings.keys.clone(),
                pipes: settings.pipes.clone(),
                themes: settings.themes.clone(),
                ..Settings::default()
            };
            assert_eq!(settings, defaults);
        }
    }

    #[test]
    fn as_it_stands_it_changes_nothing() {
        assert_eq!(Settings::read(&example(Preset::Vim)), Settings::default());
    }
}
