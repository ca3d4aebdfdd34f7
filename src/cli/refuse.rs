//! Answers arguments that ask for nothing to be done: help, the version, and what cannot be understood.

use std::io::{self, IsTerminal};

use anyhow::Result;
use clap::error::ErrorKind;

use crate::cli::console::{self, Coloring, Out};
use crate::cli::ending::Ending;

/// Prints help or the version, or says in one line why the arguments cannot be understood. `verb` is the one that they
/// name.
pub(super) fn answer(error: &clap::Error, verb: Option<&str>) -> Result<Ending> {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let help = error.render();
            let mut out = Out::new(Coloring::Auto);
            if io::stdout().is_terminal() && !out.ink(console::Ink::Bold, "x").eq("x") {
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
