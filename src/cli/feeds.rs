//! `pullquote feeds`: which feeds are followed, and lists of them from and for other readers.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::article::{Clean, FeedId, Subscription};
use crate::cli::call::{Call, now, shown};
use crate::cli::console::{self, Ink, Sign};
use crate::cli::ending::Ending;
use crate::cli::fetch::{Ways, say_failures, summary};
use crate::cli::fill::{cut, pad};
use crate::cli::format::{Format, Row, Rows};
use crate::cli::import::web;
use crate::cli::source::bytes;
use crate::cli::stop::Asked;
use crate::fetch::normal;
use crate::import::Extent;
use crate::import::feed::{Outline, outlines, urls, written};
use crate::library::Library;
use crate::library::gather::{self, Trip};

/// Lists the feeds that are followed, adds some or takes some away
///
/// In text, each line has the number of the feed, its name, how many items came from it, and when it answered last or why
/// it did not. `pullquote fetch` asks them for what is new.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Lists them; the same as no verb at all
    List {
        /// The form of the output
        #[arg(short, long, value_name = "FORMAT")]
        format: Option<Format>,
    },
    /// Follows feeds, and takes in what they have
    ///
    /// An address may also be that of a page that names its feed.
    Add {
        /// Their addresses
        #[arg(required = true, value_name = "ADDRESS")]
        urls: Vec<String>,
        /// Fetches the page of each item, for feeds that have only the beginning of the text
        #[arg(long)]
        full: bool,
        /// Puts them in a folder
        #[arg(long, value_name = "NAME")]
        folder: Option<String>,
        /// Asks for nothing yet; `pullquote fetch` will
        #[arg(long)]
        later: bool,
        #[command(flatten)]
        ways: Ways,
    },
    /// Follows feeds no longer; their articles stay
    Remove {
        /// Their numbers or addresses
        #[arg(required = true, value_name = "FEED")]
        feeds: Vec<String>,
    },
    /// Follows the feeds of a list (OPML), without asking for them yet
    ImportOpml {
        /// The file, or - for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Follows the feeds of newsboat's list (urls), without asking for them yet
    ///
    /// The first tag of a feed is its folder. Programs, files and queries in the list are named and left out.
    ImportUrls {
        /// The file, or - for standard input
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Writes the feeds as a list (OPML) that other readers understand
    ExportOpml {
        /// A file that is not there yet; without it standard output
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

const EXAMPLES: &str = "\
Examples:
  pullquote feeds add https://news.example/feed.xml
  pullquote feeds add --full --folder Coast https://news.example
  pullquote feeds import-opml feeds.opml
  pullquote feeds import-urls ~/.newsboat/urls
  pullquote feeds
  pullquote feeds export-opml";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    match &args.act {
        None => list(args.format, call),
        Some(Act::List { format }) => list(format.unwrap_or(args.format), call),
        Some(Act::Add {
            urls,
            full,
            folder,
            later,
            ways,
        }) => {
            let folder = folder.as_deref().map(Clean::line);
            let folder = folder.filter(|folder| !folder.is_empty());
            add(urls, *full, folder.as_ref(), *later, *ways, call)
        }
        Some(Act::Remove { feeds }) => remove(feeds, call),
        Some(Act::ImportOpml { file }) => import_opml(file, call),
        Some(Act::ImportUrls { file }) => import_urls(file, call),
        Some(Act::ExportOpml { file }) => export_opml(file.as_deref(), call),
    }
}

fn list(format: Format, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let feeds = library.feeds()?;
    let out = &mut call.out;
    if format == Format::Text {
        const WIDEST: u16 = 40;
        let width = |feed: &Subscription| crate::typeset::width(feed.label()).min(WIDEST);
        let cells = usize::from(feeds.iter().map(width).max().unwrap_or(0));
        for feed in &feeds {
            let dot = out.sign(Sign::Dot);
            let label = cut(feed.label(), cells, out.sign(Sign::Cut));
            let label = out.ink(Ink::Bold, &pad(&label, cells));
            let mut line = format!(
                "{:>4}  {label}  {}{dot}{}",
                feed.id.0,
                feed.count(),
                feed.condition()
            );
            for more in feed
                .folder
                .iter()
                .map(Clean::as_str)
                .chain(feed.is_full.then_some("full"))
            {
                line = line + dot + more;
            }
            out.line(&line)?;
        }
    } else {
        let mut rows = Rows::begin::<Entry>(format, out)?;
        for feed in &feeds {
            rows.row(&Entry::new(feed), out)?;
        }
        rows.end(out)?;
    }
    if feeds.is_empty() {
        console::say("no feed is followed yet; `pullquote feeds add ADDRESS` follows one");
    }
    Ok(Ending::found(!feeds.is_empty()))
}

fn add(
    urls: &[String],
    is_full: bool,
    folder: Option<&Clean>,
    later: bool,
    ways: Ways,
    call: &mut Call,
) -> Result<Ending> {
    let asked = Asked::watch()?;
    let mut library = call.library.open()?;
    let web = web(ways.allow_private);
    let (mut followed, mut failed) = (0, 0);
    for url in urls {
        let normal = match normal(url) {
            Ok(url) => url,
            Err(error) => {
                failed += 1;
                console::say(&format!("{}: {error}", Clean::line(url)));
                continue;
            }
        };
        let now = now();
        if later {
            let outline = Outline {
                url: normal,
                folder: folder.cloned(),
                ..Outline::default()
            };
            let is_new = library.follow(&outline, is_full, &now)?;
            followed += 1;
            let url = Clean::line(url);
            call.out.line(&if is_new {
                format!("following {url}")
            } else {
                format!("{url} was followed already")
            })?;
            continue;
        }
        let trip = Trip {
            web: &web,
            now: &now,
            stop: &asked.stop,
            extent: Extent::Article,
        };
        let folder = folder.map(Clean::as_str);
        match gather::add(&mut library, url, folder, is_full, &trip)? {
            Ok(added) => {
                followed += 1;
                say_failures(&added.fetched);
                let title = if added.title.is_empty() {
                    &added.url
                } else {
                    &added.title
                };
                let how = if added.is_new {
                    "following"
                } else {
                    "followed already:"
                };
                call.out
                    .line(&format!("{how} {title}: {}", summary(&added.fetched)))?;
                for other in &added.others {
                    console::say(&format!("the page names another feed: {other}"));
                }
            }
            Err(reason) => {
                failed += 1;
                console::say(&format!("{}: {reason}", Clean::line(url)));
            }
        }
        if asked.has_been() {
            console::say("interrupted; what is done is kept");
            return Ok(Ending::Signal(asked.signal()));
        }
    }
    Ok(if followed == 0 && failed > 0 {
        Ending::Failed
    } else {
        Ending::Done
    })
}

/// Returns the feeds that arguments name, by number or address.
pub(super) fn named(library: &Library, names: &[String]) -> Result<Vec<FeedId>> {
    let feeds = library.feeds()?;
    let mut found = Vec::new();
    for name in names {
        let number = name.parse().ok().map(FeedId);
        let url = normal(name).unwrap_or_else(|_| name.clone());
        let feed = feeds
            .iter()
            .find(|feed| Some(feed.id) == number || [&url, name].contains(&&feed.url.to_string()));
        let Some(feed) = feed else {
            let name = Clean::line(name);
            bail!("{name} is not followed; `pullquote feeds` lists what is");
        };
        found.push(feed.id);
    }
    Ok(found)
}

fn remove(names: &[String], call: &mut Call) -> Result<Ending> {
    let Some(mut library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    for id in named(&library, names)? {
        library.unfollow(id)?;
    }
    console::say(&format!(
        "{} taken away; the articles stay",
        feeds(names.len())
    ));
    Ok(Ending::Done)
}

fn import_opml(file: &Path, call: &mut Call) -> Result<Ending> {
    let name = shown(file);
    let list = outlines(&bytes(file)?).with_context(|| name.to_string())?;
    follow(&list, &name, call)
}

fn import_urls(file: &Path, call: &mut Call) -> Result<Ending> {
    let name = shown(file);
    let list = urls(&bytes(file)?).with_context(|| name.to_string())?;
    for other in &list.others {
        console::say(&format!("{name}: {other}: it is not an address of the web"));
    }
    follow(&list.feeds, &name, call)
}

/// Follows the feeds of a list.
fn follow(list: &[Outline], name: &Clean, call: &mut Call) -> Result<Ending> {
    let mut library = call.library.open()?;
    let now = now();
    let (mut added, mut known) = (0, 0);
    for outline in list {
        let url = match normal(&outline.url) {
            Ok(url) => url,
            Err(error) => {
                let url = Clean::line(&outline.url);
                console::say(&format!("{name}: {url}: {error}"));
                continue;
            }
        };
        let outline = Outline {
            url,
            ..outline.clone()
        };
        if library.follow(&outline, false, &now)? {
            added += 1;
        } else {
            known += 1;
        }
    }
    call.out
        .line(&format!("{added} added, {known} already followed"))?;
    if added > 0 {
        console::say("`pullquote fetch` asks them for what they have");
    }
    Ok(Ending::found(added + known > 0))
}

fn export_opml(file: Option<&Path>, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let list: Vec<Outline> = library.feeds()?.iter().map(outline).collect();
    let opml = written(&list);
    match file {
        None => call.out.line(opml.trim_end())?,
        Some(file) => {
            let mut to = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(file)
                .with_context(|| format!("{} cannot be written", shown(file)))?;
            to.write_all(opml.as_bytes())?;
            to.sync_all()?;
        }
    }
    Ok(Ending::found(!list.is_empty()))
}

fn outline(feed: &Subscription) -> Outline {
    Outline {
        url: feed.url.to_string(),
        title: feed.title.clone(),
        site: feed.site.clone(),
        folder: feed.folder.clone(),
    }
}

fn feeds(count: usize) -> String {
    match count {
        1 => "1 feed".to_owned(),
        count => format!("{count} feeds"),
    }
}

/// A feed for machines.
#[derive(Debug, Serialize)]
struct Entry {
    id: i64,
    url: String,
    title: String,
    site: Option<String>,
    folder: Option<String>,
    full: bool,
    items: usize,
    tried: Option<String>,
    succeeded: Option<String>,
    problem: Option<String>,
    failures: u32,
    next: Option<String>,
}

impl Entry {
    fn new(feed: &Subscription) -> Self {
        let text = |text: &Option<Clean>| text.as_ref().map(ToString::to_string);
        Self {
            id: feed.id.0,
            url: feed.url.to_string(),
            title: feed.title.to_string(),
            site: text(&feed.site),
            folder: text(&feed.folder),
            full: feed.is_full,
            items: feed.items,
            tried: text(&feed.health.tried),
            succeeded: text(&feed.health.succeeded),
            problem: text(&feed.health.problem),
            failures: feed.health.failures,
            next: text(&feed.health.next),
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &[
        "id",
        "url",
        "title",
        "site",
        "folder",
        "full",
        "items",
        "tried",
        "succeeded",
        "problem",
        "failures",
        "next",
    ];

    fn cells(&self) -> Vec<String> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        vec![
            self.id.to_string(),
            self.url.clone(),
            self.title.clone(),
            text(&self.site),
            text(&self.folder),
            self.full.to_string(),
            self.items.to_string(),
            text(&self.tried),
            text(&self.succeeded),
            text(&self.problem),
            self.failures.to_string(),
            text(&self.next),
        ]
    }
}
