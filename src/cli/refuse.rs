//! Answers arguments that ask for nothing to be done: help, the version, and what cannot be understood.

use std::io::{self, IsTerminal};

use anyhow::Result;
use clap::error::ErrorKind;

use crate::cli::console::{self, Coloring, Out};
use crate::cli::ending::Ending;

/// Prints help or the version, or says in one line why the arguments cannot be understood.
pub(super) fn answer(error: &clap::Error) -> Result<Ending> {
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
            console::say(&in_one_line(&error.render().to_string()));
            Ok(Ending::Failed)
        }
    }
}

/// Returns what clap says over many lines in one.
fn in_one_line(said: &str) -> String {
    let mut usage = None;
    let mut words: Vec<&str> = Vec::new();
    for line in said.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(of) = line.strip_prefix("Usage: ") {
            usage = Some(of);
        } else if usage.is_none() && !line.starts_with("For more information") {
            words.push(line.strip_prefix("error: ").unwrap_or(line));
        }
    }
    let verb = usage.and_then(|usage| usage.split_whitespace().nth(1));
    let verb = verb.filter(|verb| verb.bytes().all(|b| b.is_ascii_lowercase()));
    let verb = verb.map_or_else(String::new, |verb| format!(" {verb}"));
    format!("{}; see `pullquote{verb} --help`", words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_lines_become_one() {
        let said = "error: unexpected argument '--foo' found\n\n  tip: a similar argument exists: '--format'\n\n\
            Usage: pullquote list [OPTIONS]\n\nFor more information, try '--help'.\n";
        assert_eq!(
            in_one_line(said),
            "unexpected argument '--foo' found tip: a similar argument exists: '--format'; see `pullquote list --help`"
        );
    }
}
