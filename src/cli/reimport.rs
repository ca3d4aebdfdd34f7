//! `pullquote reimport`: reads articles anew from what was kept of them, with progress, and can be interrupted.

use anyhow::{Context, Result, bail};

use crate::article::{ArticleId, Filter, Query, Shelf};
use crate::cli::call::{Call, now, today};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::requote::bar;
use crate::cli::source::one_line;
use crate::cli::stop::Asked;
use crate::library::Library;
use crate::library::originals::{Renewed, renew};

/// Reads articles anew from what they were imported from
///
/// With each article the library keeps what it was read from: the file, the page that was fetched, the item of a feed
/// (`pullquote show --source`). A newer version of the program may read it better; this has it read again, as if it were
/// imported again, but from the library, without the file and without the network. What you did with an article stays:
/// read, stars, tags, your place, highlights, notes and corrections. Of a text that changes the earlier one is kept
/// (`pullquote show --earlier`), and what cannot be read any more stays as it is and costs one line on standard error.
///
/// Without arguments it reads those articles that an older version has read and this one would read otherwise. Articles in
/// the trash are left alone.
///
/// Ctrl-C stops after the articles at hand and keeps what is done.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Numbers of articles
    #[arg(value_name = "ID")]
    ids: Vec<i64>,
    /// Reads all articles that are like this: words, fields such as site: and is:, as `pullquote search --help` explains
    #[arg(long, value_name = "QUERY", conflicts_with = "ids")]
    filter: Option<String>,
    /// Reads all articles of the library
    #[arg(long, conflicts_with_all = ["ids", "filter"])]
    all: bool,
    /// Shows no progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote reimport
  pullquote reimport 1
  pullquote reimport --filter ferry
  pullquote reimport --all --quiet";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(mut library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let ids = chosen(args, &library)?;
    let is_default = args.ids.is_empty() && args.filter.is_none() && !args.all;
    if is_default && ids.is_empty() {
        if !args.quiet {
            call.out.line(&nothing_to_do(&library)?)?;
        }
        return Ok(Ending::Done);
    }
    if ids.is_empty() {
        console::say("there is no such article");
        return Ok(Ending::Nothing);
    }
    let asked = Asked::watch()?;
    let bar = bar(args.quiet, ids.len());
    let renewed = renew(&mut library, &ids, &now(), &asked.stop, &mut |done| {
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let renewed = renewed.context("reading stopped; what was read before is kept")?;
    for refusal in &renewed.refused {
        console::say(&one_line(refusal));
    }
    if !args.quiet {
        call.out.line(&summary(&renewed))?;
    }
    if renewed.interrupted {
        return Ok(asked.interrupted());
    }
    let done = renewed.changed + renewed.unchanged;
    if done == 0 && !renewed.refused.is_empty() {
        return Ok(Ending::Failed);
    }
    Ok(Ending::found(done > 0))
}

/// Returns the articles that are asked for, each once.
fn chosen(args: &Args, library: &Library) -> Result<Vec<ArticleId>> {
    if !args.ids.is_empty() {
        let mut ids: Vec<ArticleId> = args.ids.iter().copied().map(ArticleId).collect();
        ids.sort_unstable();
        ids.dedup();
        for id in &ids {
            if library.summaries(&[*id])?.is_empty() {
                bail!(
                    "article {} is not in the library; `pullquote list` shows the numbers",
                    id.0
                );
            }
        }
        return Ok(ids);
    }
    if !args.all && args.filter.is_none() {
        return Ok(library.read_before()?);
    }
    let query = Query {
        filter: Filter::parse(args.filter.as_deref().unwrap_or_default(), today())?,
        shelf: Shelf::All,
        ..Query::default()
    };
    Ok(library.order(&query, None)?)
}

/// What is said when this version would read every article as it was read.
fn nothing_to_do(library: &Library) -> Result<String> {
    let mut line =
        "no article was read by an older version than this one; --all reads all of them anew"
            .to_owned();
    let without = library.without_source()?;
    if without > 0 {
        line = format!(
            "{line}\nof {} nothing is kept to be read",
            articles(without)
        );
    }
    Ok(line)
}

fn summary(renewed: &Renewed) -> String {
    let mut line = format!(
        "{} changed, {} unchanged, {} refused",
        renewed.changed,
        renewed.unchanged,
        renewed.refused.len()
    );
    if renewed.without > 0 {
        line = format!("{line}, {} without a source", renewed.without);
    }
    if renewed.too_large > 0 {
        line = format!(
            "{line}, {} with one too large to be kept",
            renewed.too_large
        );
    }
    line
}

fn articles(count: usize) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}
