//! `pullquote requote`: reads all articles closely that were only skimmed for quotes, with progress, and can be interrupted.

use std::io::{self, IsTerminal};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::call::Call;
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::stop::Asked;
use crate::library::requote::requote;

/// Reads the library's articles closely for quotes
///
/// An import finds quotes by rules alone. This reads all articles that no closer look was taken at so far, newest first, on
/// all processors; the reader does the same while nothing is typed. After an update of the program that finds other quotes,
/// all articles wait again.
///
/// Ctrl-C stops after the articles at hand and keeps what is done; run it again to go on.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Shows no progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote requote
  pullquote requote --quiet";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(mut library) = call.library.open_existing()? else {
        return Ok(Ending::Done);
    };
    let asked = Asked::watch()?;
    let bar = bar(args.quiet, library.stale()?);
    let read = requote(&mut library, &asked.stop, &mut |done| {
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let read = read.context("reading stopped; what was read before is kept")?;
    let left = library.stale()?;
    if !args.quiet {
        call.out
            .line(&format!("{read} articles read, {left} left"))?;
    }
    if asked.has_been() {
        return Ok(asked.interrupted());
    }
    Ok(Ending::Done)
}

/// Returns a bar on standard error, which shows nothing when that is no terminal.
pub(super) fn bar(is_quiet: bool, articles: usize) -> ProgressBar {
    if is_quiet || !io::stderr().is_terminal() || console::is_dumb() {
        return ProgressBar::hidden();
    }
    let target = ProgressDrawTarget::stderr_with_hz(8);
    let bar = ProgressBar::with_draw_target(Some(articles as u64), target);
    let style = ProgressStyle::with_template("{bar:30} {pos} of {len} articles  {eta} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
