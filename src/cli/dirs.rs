//! `pullquote dirs`: where everything is kept.

use anyhow::Result;

use crate::cli::call::{Call, shown};
use crate::cli::ending::Ending;

/// Shows where the library, the settings and the history of typed lines are kept
///
/// Each line has a word, a tab and a path. Nothing is made; a path need not be there yet.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {}

const EXAMPLES: &str = "\
Examples:
  pullquote dirs
  pullquote --library news.db dirs
  pullquote dirs | grep library | cut -f 2";

pub(super) fn run(_args: &Args, call: &mut Call) -> Result<Ending> {
    let library = call.library.file()?;
    call.out.line(&format!("library\t{}", shown(&library)))?;
    let paths = Call::paths()?;
    call.out
        .line(&format!("settings\t{}", shown(&paths.settings())))?;
    call.out
        .line(&format!("history\t{}", shown(&paths.history())))?;
    Ok(Ending::Done)
}
