//! `pullquote completions`: what a shell needs to complete arguments.

use anyhow::Result;
use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::cli::call::Call;
use crate::cli::ending::Ending;

/// Prints the completions for a shell
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The shell
    shell: Shell,
}

const EXAMPLES: &str = "\
Examples:
  pullquote completions bash > pullquote.bash
  pullquote completions zsh > _pullquote
  pullquote completions fish > pullquote.fish

bash looks for the script as ~/.local/share/bash-completion/completions/pullquote, fish as
~/.config/fish/completions/pullquote.fish, zsh as _pullquote in a folder of $fpath.";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    // It panics when writing fails, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "pullquote", &mut script);
    call.out.writer().write_all(&script)?;
    Ok(Ending::Done)
}
