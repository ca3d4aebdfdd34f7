//! `pullquote import --watch`: imports what appears in folders, or changes there, once it is complete, until it is told to stop.

use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::article::Clean;
use crate::cli::call::{Call, now};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::import::{address, summary};
use crate::cli::source::one_line;
use crate::cli::stop::Asked;
use crate::import::Extent;
use crate::library::ingest::{Input, ingest_extent};
use crate::library::watching::Watched;

/// How often the folders are looked through, and how often it is looked whether to stop.
const PACE: Duration = Duration::from_secs(2);
const LOOK: Duration = Duration::from_millis(100);

/// Watches folders. Those that are not there yet may come.
pub(super) fn run(
    paths: &[PathBuf],
    extent: Extent,
    is_quiet: bool,
    call: &mut Call,
) -> Result<Ending> {
    for path in paths {
        if path.as_os_str() == "-" || address(path).is_some() {
            let name = Clean::line(&path.to_string_lossy());
            bail!("{name} cannot be watched; --watch takes folders");
        }
    }
    let asked = Asked::watch()?;
    let mut library = call.library.open()?;
    let mut watched = Watched::new(paths.iter().cloned());
    if !is_quiet {
        console::say("watching; Ctrl-C ends it");
    }
    while !asked.has_been() {
        let files = watched.look(&asked.stop);
        if !files.is_empty() {
            let inputs: Vec<Input> = files.into_iter().map(Input::Path).collect();
            let tally = ingest_extent(
                &mut library,
                &inputs,
                extent,
                &now(),
                &asked.stop,
                &mut |_| {},
            )
            .context("the import stopped; what was stored before is kept")?;
            for refusal in &tally.refused {
                console::say(&one_line(refusal));
            }
            if !is_quiet {
                call.out.line(&summary(&tally))?;
                // Whoever reads a pipe wants to know now.
                call.out.writer().flush()?;
            }
        }
        let mut waited = Duration::ZERO;
        while waited < PACE && !asked.has_been() {
            thread::sleep(LOOK);
            waited += LOOK;
        }
    }
    Ok(Ending::Signal(asked.signal()))
}
