//! `pullquote check`: whether the library is whole and private.

use anyhow::Result;

use crate::cli::call::{Call, shown};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::quote::ENGINE_VERSION;

/// Checks the library: the file, the search index, every article, who may read it
///
/// Changes nothing that you would see. The exit code is 2 when something is wrong.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {}

const EXAMPLES: &str = "\
Examples:
  pullquote check
  pullquote check && pullquote backup sound.db";

pub(super) fn run(_args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let file = call.library.file()?;
    let report = library.check()?;
    let name = shown(&file);
    let access = if report.open_to_others {
        "others may read it"
    } else {
        "only you may read it"
    };
    let lines = [
        ("library", name.to_string()),
        ("articles", report.articles.to_string()),
        (
            "quotes",
            format!("{} (engine {ENGINE_VERSION})", report.quotes),
        ),
        (
            "waiting",
            format!("{} articles to be read closely", report.stale),
        ),
        ("access", access.to_owned()),
        (
            "state",
            if report.is_sound() {
                "sound"
            } else {
                "damaged"
            }
            .to_owned(),
        ),
    ];
    for (word, value) in lines {
        call.out.line(&format!("{word:<9} {value}"))?;
    }
    call.out.finish()?;
    for damage in &report.damage {
        console::say(damage);
    }
    for id in &report.unreadable {
        console::say(&format!("article {} cannot be read any more", id.0));
    }
    if !report.is_sound() {
        console::say(
            "the library is damaged; `pullquote export -o FILE` saves what can still be read",
        );
    }
    if let Some(mount) = report.mount {
        console::say(&format!(
            "{name} lies on a network mount ({mount}); have it open on one computer at a time"
        ));
    }
    if report.open_to_others {
        console::say(&format!(
            "others may read {name}; `chmod 600` makes it private"
        ));
    }
    if report.is_sound() && !report.open_to_others {
        Ok(Ending::Done)
    } else {
        Ok(Ending::Failed)
    }
}
