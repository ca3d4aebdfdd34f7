//! `pullquote fetch`: asks the feeds that are followed for what is new, with progress, and can be interrupted.

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressStyle};

use crate::cli::call::{Call, now};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::feeds::named;
use crate::cli::import::{bar, web};
use crate::cli::source::one_line;
use crate::cli::stop::Asked;
use crate::import::Extent;
use crate::library::Library;
use crate::library::gather::{Asking, Completed, Fetched, Trip, Which, complete, fetch};

/// Asks the feeds that are followed for what is new
///
/// Several are asked at once, but few of one host, and only for what changed. New items become articles; one that was edited
/// is updated, its earlier text is kept, and highlights stay with their words. What you threw away stays away. A feed that
/// fails is left alone for a while, longer each time, or as long as its server asks; one that you name is asked
/// in any case. `pullquote feeds` lists them; `pullquote import` fetches a single page.
///
/// With --incomplete no feed is asked, but the pages of the articles that are tagged "incomplete": those of which another
/// program gave out only the address, and those that were cut off. The tag goes where the text came, and highlights
/// find their words.
///
/// Ctrl-C stops and keeps what is done. The exit code is 0 when any feed answered, 1 when there was none to ask, 2 when
/// all failed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Feeds by number or address; without them all that are followed
    #[arg(value_name = "FEED")]
    feeds: Vec<String>,
    /// Fetches the pages of articles tagged "incomplete" instead
    #[arg(long, conflicts_with = "feeds")]
    incomplete: bool,
    #[command(flatten)]
    ways: Ways,
    /// Shows no progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

/// How far the way leads.
#[derive(Debug, Clone, Copy, clap::Args)]
pub(super) struct Ways {
    /// Fetches from this machine and from private networks, too
    #[arg(long)]
    pub(super) allow_private: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote fetch
  pullquote fetch 3
  pullquote fetch --incomplete";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let asked = Asked::watch()?;
    let Some(mut library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    if args.incomplete {
        return texts(args, call, &mut library, &asked);
    }
    let which = if args.feeds.is_empty() {
        Which::Due
    } else {
        Which::These(named(&library, &args.feeds)?)
    };
    let web = web(args.ways.allow_private);
    let now = now();
    let trip = Trip {
        web: &web,
        now: &now,
        stop: &asked.stop,
        extent: Extent::Article,
    };
    let bar = bar(args.quiet);
    bar.set_message("asking");
    let fetched = fetch(&mut library, &which, &trip, &mut |asking| {
        show(&bar, &asking)
    });
    bar.finish_and_clear();
    let fetched = fetched.context("fetching stopped; what was stored before is kept")?;
    say_failures(&fetched);
    if !args.quiet && fetched.asked + fetched.resting > 0 {
        call.out.line(&summary(&fetched))?;
    }
    if fetched.interrupted {
        return Ok(asked.interrupted());
    }
    if fetched.asked + fetched.resting == 0 {
        console::say("no feed is followed yet; `pullquote feeds add ADDRESS` follows one");
    }
    if fetched.asked > 0 && fetched.feeds_failed == fetched.asked {
        return Ok(Ending::Failed);
    }
    Ok(Ending::found(fetched.asked > 0))
}

/// Fetches the texts that are missing.
fn texts(args: &Args, call: &mut Call, library: &mut Library, asked: &Asked) -> Result<Ending> {
    let web = web(args.ways.allow_private);
    let now = now();
    let trip = Trip {
        web: &web,
        now: &now,
        stop: &asked.stop,
        extent: Extent::Article,
    };
    let bar = bar(args.quiet);
    bar.set_message("asking");
    let completed = complete(library, &trip, &mut |done, total| {
        bar.set_message(format!("{done} of {total} pages"));
        bar.tick();
    });
    bar.finish_and_clear();
    let completed = completed.context("fetching stopped; what was stored before is kept")?;
    for refusal in &completed.tally.refused {
        console::say(&one_line(refusal));
    }
    if completed.asked == 0 {
        console::say("no article with an address is tagged “incomplete”");
        return Ok(Ending::Nothing);
    }
    if !args.quiet {
        call.out.line(&completion(&completed))?;
    }
    if completed.tally.interrupted {
        return Ok(asked.interrupted());
    }
    let missed = completed.tally.refused.len() + completed.tally.more_refused;
    if missed == completed.asked {
        return Ok(Ending::Failed);
    }
    Ok(Ending::found(true))
}

fn completion(completed: &Completed) -> String {
    format!(
        "{} completed, {} still cut off, {} could not be had",
        completed.completed,
        completed.still_cut,
        completed.tally.refused.len() + completed.tally.more_refused
    )
}

fn show(bar: &ProgressBar, asking: &Asking) {
    if bar.length().is_none() {
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} feeds  {msg}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    }
    bar.set_length(asking.total as u64);
    bar.set_position(asking.done as u64);
    bar.set_message(format!("{} new articles", asking.added));
}

/// Says what could not be had.
pub(super) fn say_failures(fetched: &Fetched) {
    for failure in &fetched.failed {
        console::say(&one_line(failure));
    }
}

/// What came of it, in one line.
pub(super) fn summary(fetched: &Fetched) -> String {
    let resting = match fetched.resting {
        0 => String::new(),
        count => format!(", {count} left alone for now"),
    };
    let missed = match fetched.pages_missed {
        0 => String::new(),
        count => format!("; {count} pages could not be had"),
    };
    format!(
        "{} new, {} updated; {} asked, {} failed{resting}{missed}",
        fetched.added,
        fetched.updated,
        match fetched.asked {
            1 => "1 feed".to_owned(),
            count => format!("{count} feeds"),
        },
        fetched.feeds_failed
    )
}
