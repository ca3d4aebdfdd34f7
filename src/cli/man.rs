//! `pullquote man`: the manual page, of the program or of one verb.

use anyhow::{Result, bail};
use clap::CommandFactory;

use crate::cli::Cli;
use crate::cli::call::Call;
use crate::cli::ending::Ending;

/// Prints the manual page, of the program or of a verb
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The verb
    verb: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  pullquote man > pullquote.1
  pullquote man quotes > pullquote-quotes.1

On Linux, `pullquote man | man -l -` shows the page at once.";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let mut program = Cli::command();
    program.build();
    let page = match &args.verb {
        None => program,
        Some(verb) => {
            let Some(found) = program.find_subcommand(verb) else {
                bail!("there is no verb {verb}; `pullquote --help` lists them");
            };
            found.clone()
        }
    };
    clap_mangen::Man::new(page).render(&mut call.out.writer())?;
    Ok(Ending::Done)
}
