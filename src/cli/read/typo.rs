//! What to say of a file that is not there: perhaps a verb was meant.

use std::path::Path;

use clap::CommandFactory;

use crate::cli::Cli;
use crate::cli::call::shown;
use crate::config::nearest::nearest;

/// Returns what to say of a file that is not there.
pub(super) fn not_there(file: &Path) -> String {
    let name = shown(file);
    match meant(&name) {
        Some(verb) => format!("there is no file {name}; did you mean the verb `{verb}`?"),
        None => format!("there is no file {name}; `pullquote --help` lists the verbs"),
    }
}

/// Returns the verb that somebody meant who typed a word, if that can be told.
fn meant(word: &str) -> Option<String> {
    let program = Cli::command();
    let verbs = program.get_subcommands().map(clap::Command::get_name);
    nearest(word, verbs).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("imprt", Some("import"))]
    #[case("lsit", Some("list"))]
    #[case("serach", Some("search"))]
    #[case("quote", Some("quotes"))]
    #[case("report.md", None)]
    #[case("x", None)]
    fn a_slip_finds_its_verb(#[case] typed: &str, #[case] verb: Option<&str>) {
        assert_eq!(meant(typed).as_deref(), verb);
    }
}
