//! `pullquote import`: takes files, folders and web pages into the library, with progress, and can be interrupted.

mod dry;
mod watching;

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::call::{Call, now};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::format::Format;
use crate::cli::source::{inputs, one_line};
use crate::cli::stop::Asked;
use crate::fetch::{Limits, Reach, Web};
use crate::import::Extent;
use crate::library::gather::{Trip, Visited, is_address, visit};
use crate::library::ingest::{Progress, Report, Tally, ingest_extent};

/// Takes articles into the library
///
/// Reads saved web pages (HTML, `SingleFile`, MHTML; many at once from WARC and WACZ), feeds (RSS, Atom, JSON Feed), Markdown
/// and plain text in any encoding, and JSON Lines in UTF-8, from files and from folders with all below them. Of a web page the article is taken; one that
/// was cut off by a pay wall is tagged "incomplete". The folder that a browser saves beside a page is left alone. An
/// article that is there already is not stored twice; one whose text changed is updated, and what you did with it is
/// kept.
///
/// What other programs give out is known by what it says: Pocket (CSV, HTML), Instapaper (CSV, HTML), Raindrop (CSV), Readwise
/// Reader (CSV), wallabag (JSON), Omnivore (zip), Readeck (zip), newsboat (cache.db), bookmarks of browsers (HTML), Zotero (RDF
/// with the pages that it saved beside it) and CSL-JSON. Tags, stars, archive, what was read, highlights, notes and the day
/// when an article was put there come over and are added to what you did here; what was deleted there is left out. An
/// article without a text is kept by its address and tagged "incomplete"; it never takes the place of a text, and
/// `pullquote fetch --incomplete` fetches its page.
///
/// Web addresses (http, https) are fetched; nothing inside of a page is, and for files nothing is fetched at all. A page
/// that is in the library is asked for only as far as it changed. The items of a feed at an address become articles;
/// `pullquote feeds add` follows it. Addresses of this machine and of private networks are refused unless
/// --allow-private is given, also where a page sends on to one. Proxies are not used.
///
/// JSON Lines that `pullquote export` wrote bring back all that you made: highlights, notes, corrections, marks, decisions
/// about names, clips, saved searches. In a library that has some of its own they are added; where both say something
/// different about the same words, name, letter or search, what is in the library stays.
///
/// Quotes are found by rules at once; the reader reads the articles more closely while nothing is typed, and `pullquote
/// requote` does it without it.
///
/// With --watch it goes on: what appears in the folders, or changes there, is imported once two looks in a row, two
/// seconds apart, find it the same; a download that goes on (.part, .crdownload) waits for its proper name.
///
/// Ctrl-C stops after the article at hand and keeps what is done; run it again to go on. What cannot be read costs one
/// line on standard error. The exit code is 0 when any article was taken in or was there already, 1 when there was
/// none, 2 when all were refused.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, folders and web addresses, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Takes all words of a web page, not only its article
    #[arg(long)]
    whole: bool,
    /// Fetches from this machine and from private networks, too
    #[arg(long)]
    allow_private: bool,
    /// Goes on to import what appears in these folders, or changes, once it is complete, until Ctrl-C
    #[arg(long)]
    watch: bool,
    /// Says what would come of it, and stores nothing
    ///
    /// Of each article there is a line: whether it would be added, updated, is there unchanged or would be refused and
    /// why, its number where it has one, its words, the quotes that are found at once, its title, and on what is no
    /// terminal where it is. Addresses are fetched. No library is made, and one that is there is only looked at.
    #[arg(long, conflicts_with = "watch")]
    dry_run: bool,
    /// The form of what --dry-run says
    #[arg(
        short,
        long,
        value_name = "FORMAT",
        default_value = "text",
        requires = "dry_run"
    )]
    format: Format,
    /// Shows no progress and no summary
    #[arg(short, long)]
    quiet: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote import report.md
  pullquote import articles notes.txt
  pullquote import --whole page.html
  pullquote import --dry-run articles
  pullquote import https://news.example/story
  pullquote export | pullquote --library copy.db import -";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    if args.watch {
        return watching::run(&args.paths, extent(args), args.quiet, call);
    }
    if args.dry_run {
        let dry = dry::Dry {
            extent: extent(args),
            allow_private: args.allow_private,
            is_quiet: args.quiet,
            format: args.format,
        };
        return dry::run(&args.paths, &dry, call);
    }
    let (urls, paths) = parted(&args.paths);
    // Reading standard input cannot be told to stop, so until that is done a signal simply ends the process.
    let inputs = inputs(&paths)?;
    let asked = Asked::watch()?;
    let mut library = call.library.open()?;
    let bar = bar(args.quiet);
    let extent = extent(args);
    let tally = ingest_extent(
        &mut library,
        &inputs,
        extent,
        &now(),
        &asked.stop,
        &mut |progress| {
            show(&bar, progress);
        },
    );
    let visited = tally.and_then(|tally| {
        if urls.is_empty() || tally.interrupted {
            return Ok(Visited {
                tally,
                feeds: Vec::new(),
            });
        }
        let web = web(args.allow_private);
        let now = now();
        let trip = Trip {
            web: &web,
            now: &now,
            stop: &asked.stop,
            extent,
        };
        let mut visited = visit(&mut library, &urls, &trip, &mut |done| {
            show_pages(&bar, done, urls.len());
        })?;
        visited.tally.join(tally);
        Ok(visited)
    });
    bar.finish_and_clear();
    let Visited { tally, feeds } =
        visited.context("the import stopped; what was stored before is kept")?;
    for refusal in &tally.refused {
        console::say(&one_line(refusal));
    }
    if tally.more_refused > 0 {
        console::say(&format!("and {} more were refused", tally.more_refused));
    }
    if !args.quiet {
        for (name, report) in &tally.archives {
            call.out.line(&format!("{name}: {}", gathered(report)))?;
        }
        call.out.line(&summary(&tally))?;
    }
    for feed in &feeds {
        console::say(&format!(
            "{feed}: it is a feed; `pullquote feeds add` follows it"
        ));
    }
    if tally.interrupted {
        return Ok(asked.interrupted());
    }
    let taken = tally.taken();
    if taken == 0 && !tally.refused.is_empty() {
        return Ok(Ending::Failed);
    }
    if taken == 0 {
        console::say("there is no article to import; name files, or folders that hold some");
    }
    Ok(Ending::found(taken > 0))
}

fn extent(args: &Args) -> Extent {
    if args.whole {
        Extent::Whole
    } else {
        Extent::Article
    }
}

/// Parts arguments into web addresses, and files and folders.
fn parted(arguments: &[PathBuf]) -> (Vec<String>, Vec<PathBuf>) {
    let mut urls = Vec::new();
    let mut paths = Vec::new();
    for argument in arguments {
        match address(argument) {
            Some(url) => urls.push(url),
            None => paths.push(argument.clone()),
        }
    }
    (urls, paths)
}

/// Returns an argument that is a web address.
fn address(argument: &Path) -> Option<String> {
    let argument = argument.to_str()?;
    is_address(argument).then(|| argument.to_owned())
}

/// Returns a way to the network.
pub(super) fn web(allow_private: bool) -> Web {
    let reach = if allow_private {
        Reach::Anywhere
    } else {
        Reach::Public
    };
    Web::new(reach, Limits::default())
}

/// Returns a bar on standard error, which shows nothing when that is no terminal.
pub(super) fn bar(is_quiet: bool) -> ProgressBar {
    if is_quiet || !io::stderr().is_terminal() || console::is_dumb() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(8));
    bar.set_message("looking for files");
    bar
}

fn show(bar: &ProgressBar, progress: Progress) {
    match progress {
        Progress::Scanning { found } => bar.set_message(format!("{found} files found")),
        Progress::Reading { done, total } => {
            if bar.length().is_none() {
                let style =
                    ProgressStyle::with_template("{bar:30} {pos} of {len} files  {eta} left");
                bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                bar.set_length(total as u64);
            }
            bar.set_position(done as u64);
        }
        Progress::Stored { .. } => {}
    }
}

fn show_pages(bar: &ProgressBar, done: usize, total: usize) {
    bar.set_message(format!("{done} of {total} addresses"));
    bar.tick();
}

/// What there was in the file of another program, and what could not come over.
fn gathered(report: &Report) -> String {
    let count = |number: usize, one: &str, several: &str| match number {
        1 => format!("1 {one}"),
        number => format!("{number} {several}"),
    };
    let mut parts = vec![format!(
        "{}: {}",
        report.program,
        count(report.articles, "article", "articles")
    )];
    if report.highlights > 0 {
        parts.push(count(
            report.highlights,
            "highlight or note",
            "highlights and notes",
        ));
    }
    if report.bare > 0 {
        parts.push(format!(
            "{} without text (`pullquote fetch --incomplete` fetches them)",
            report.bare
        ));
    }
    if report.left_out > 0 {
        parts.push(format!(
            "{} without an address of the web left out",
            report.left_out
        ));
    }
    if report.missing > 0 {
        parts.push(format!(
            "{} whose saved pages are not beside the file",
            report.missing
        ));
    }
    if report.deleted > 0 {
        parts.push(format!("{} deleted there left out", report.deleted));
    }
    if report.feeds > 0 {
        parts.push(format!(
            "{} (`pullquote feeds import-urls` follows those of newsboat's list)",
            count(report.feeds, "feed", "feeds")
        ));
    }
    for (number, what) in [
        (report.empty, "without an article"),
        (report.failed, "redirects or errors"),
        (report.repeated, "of the same address"),
        (report.parts, "other answers"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {what} left out"));
        }
    }
    parts.join(", ")
}

fn summary(tally: &Tally) -> String {
    let mut out = format!(
        "{} added, {} updated, {} already there, {} refused",
        tally.added,
        tally.updated,
        tally.unchanged,
        tally.refused.len() + tally.more_refused
    );
    if tally.kept + tally.kept_before > 0 {
        let beside = format!(
            "\nof corrections, marks, names, clips and searches {} added, {} already there",
            tally.kept, tally.kept_before
        );
        out.push_str(&beside);
    }
    out
}
