//! `pullquote backup`: a copy of the whole library, whoever else is using it.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::cli::call::{Call, shown};
use crate::cli::console;
use crate::cli::ending::Ending;

/// Copies the library to a new file
///
/// The copy is of one moment, even while other programs write to the library. It is a library itself: `--library` opens
/// it. A file that is there already is not replaced.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The new file
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

const EXAMPLES: &str = "\
Examples:
  pullquote backup news.db
  pullquote --library news.db list";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let name = shown(&args.file);
    if args.file.symlink_metadata().is_ok() {
        bail!("{name} is there already; name a new file");
    }
    library.backup(&args.file)?;
    console::say(&format!("the library was copied to {name}"));
    Ok(Ending::Done)
}
