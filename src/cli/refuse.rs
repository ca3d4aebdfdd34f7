//! Answers arguments that ask for nothing to be done: help, the version, and what cannot be understood.

use std::ffi::OsString;

use anyhow::Result;
use clap::ValueEnum;
use clap::error::ErrorKind;

use crate::cli::console::{self, Coloring, Out};
use crate::cli::ending::Ending;

/// Prints help or the version, or says in one line why the arguments cannot be understood. `verb` is the one that they
/// name; `coloring` is what they say about colours.
pub(super) fn answer(
    error: &clap::Error,
    verb: Option<&str>,
    coloring: Coloring,
) -> Result<Ending> {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let help = error.render();
            let mut out = Out::new(coloring);
            if out.is_colored() {
                write!(out.writer(), "{}", help.ansi())?;
            } else {
                write!(out.writer(), "{help}")?;
            }
            out.finish()?;
            Ok(Ending::Done)
        }
        _ => {
            console::say(&in_one_line(&error.render().to_string(), verb));
            Ok(Ending::Failed)
        }
    }
}

/// Returns what arguments that nothing else can be made of say about colours.
pub(super) fn coloring_in(args: &[OsString]) -> Coloring {
    let mut words = args.iter().map(|arg| arg.to_str().unwrap_or_default());
    let mut coloring = None;
    while let Some(word) = words.next().filter(|word| *word != "--") {
        let value = match word.strip_prefix("--color") {
            Some("") => words.next(),
            Some(value) => value.strip_prefix('='),
            None => None,
        };
        coloring = value
            .and_then(|value| Coloring::from_str(value, false).ok())
            .or(coloring);
    }
    coloring.unwrap_or(Coloring::Auto)
}

/// Returns what clap says over many lines in one.
fn in_one_line(said: &str, verb: Option<&str>) -> String {
    let mut line = String::new();
    for words in said
        .lines()
        .map(str::trim)
        .filter(|words| !words.is_empty())
    {
        if words.starts_with("Usage: ") || words.starts_with("For more information") {
            break;
        }
        let words = words.strip_prefix("error: ").unwrap_or(words);
        let (gap, words) = match words.strip_prefix("tip: ") {
            Some(tip) => ("; ", tip),
            None => (if line.is_empty() { "" } else { " " }, words),
        };
        line.push_str(gap);
        line.push_str(words);
    }
    let verb = verb.map_or_else(String::new, |verb| format!(" {verb}"));
    format!("{line}; see `pullquote{verb} --help`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::apart(&["pullquote", "list", "--color", "never", "-h"], Coloring::Never)]
    #[case::joined(&["pullquote", "--help", "--color=always"], Coloring::Always)]
    #[case::unknown(&["pullquote", "--color", "red"], Coloring::Auto)]
    #[case::nothing(&["pullquote", "--color"], Coloring::Auto)]
    #[case::a_file(&["pullquote", "--", "--color=always"], Coloring::Auto)]
    fn colours_are_asked_for_anywhere(#[case] args: &[&str], #[case] coloring: Coloring) {
        let args: Vec<OsString> = args.iter().map(OsString::from).collect();
        assert_eq!(coloring_in(&args), coloring);
    }

    #[test]
    fn many_lines_become_one() {
        let said = "error: unexpected argument '--foo' found\n\n  tip: a similar argument exists: '--format'\n\n\
            Usage: pullquote list [OPTIONS]\n\nFor more information, try '--help'.\n";
        assert_eq!(
            in_one_line(said, Some("list")),
            "unexpected argument '--foo' found; a similar argument exists: '--format'; see `pullquote list --help`"
        );
    }
}
