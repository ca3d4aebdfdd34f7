//! `pullquote search`: articles by their words, best first, each with the place where the words meet.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::article::{CodePoints, short_date};
use crate::cli::call::Call;
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::fill;
use crate::cli::format::{Format, Row, Rows};
use crate::library::Hit;

/// Finds articles by their words, best first
///
/// An article must hold all of the words, somewhere in its title, text, site, authors or tags. Case and accents do
/// not matter, and no sign has a special meaning. The exit code is 1 when nothing was found.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// What to look for
    #[arg(required = true, value_name = "WORDS")]
    words: Vec<String>,
    /// Shows at most so many
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20)]
    limit: usize,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote search harbour
  pullquote search frost orchard
  pullquote search --limit 3 --format jsonl quay street";

/// Widest text, in cells.
const MOST_CELLS: u16 = 80;

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let words = args.words.join(" ");
    if words.trim().is_empty() {
        bail!("no word was given to search for; `pullquote list` shows all articles");
    }
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let hits = library.search(&words, args.limit)?;
    let out = &mut call.out;
    if args.format == Format::Text {
        for (index, hit) in hits.iter().enumerate() {
            text(hit, index == 0, out)?;
        }
    } else {
        let mut rows = Rows::begin::<Entry>(args.format, out)?;
        for hit in &hits {
            rows.row(&Entry::new(hit), out)?;
        }
        rows.end(out)?;
    }
    if hits.is_empty() {
        console::say(&format!(
            "no article has all of these words: {words}; fewer words find more"
        ));
    }
    Ok(Ending::found(!hits.is_empty()))
}

fn text(hit: &Hit, is_first: bool, out: &mut Out) -> Result<()> {
    if !is_first {
        out.line("")?;
    }
    let summary = &hit.summary;
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    let label = format!("{}  ", summary.id.0);
    let indent = " ".repeat(label.len());
    for line in fill(&label, &summary.label, cells) {
        let line = out.ink(Ink::Bold, &line);
        out.line(&line)?;
    }
    let site = summary.site.as_deref().map(str::to_owned);
    let date = summary.published.as_deref().map(short_date);
    let about: Vec<String> = site.into_iter().chain(date).collect();
    if !about.is_empty() {
        let line = out.ink(
            Ink::Dim,
            &format!("{indent}{}", about.join(out.sign(Sign::Dot))),
        );
        out.line(&line)?;
    }
    // The marks go in after the lines are broken, so that their sequences take no cells: each word carries its own.
    for line in fill(&indent, &marked(hit), cells) {
        let line = inked(&line, out);
        out.line(&line)?;
    }
    Ok(())
}

/// Stand for the beginning and the end of a mark until the lines are broken. Clean text has no such characters, and they
/// take no cells.
const BEGIN: char = '\u{1}';
const END: char = '\u{2}';

/// Returns the snippet with every word of a match between [`BEGIN`] and [`END`].
fn marked(hit: &Hit) -> String {
    let mut out = String::with_capacity(hit.snippet.len() + 16);
    let mut at = 0;
    for span in &hit.matches {
        out.push_str(hit.snippet.get(at..span.start).unwrap_or_default());
        let found = hit.snippet.get(span.range()).unwrap_or_default();
        let words: Vec<String> = found
            .split(' ')
            .map(|word| format!("{BEGIN}{word}{END}"))
            .collect();
        out.push_str(&words.join(" "));
        at = span.end;
    }
    out.push_str(hit.snippet.get(at..).unwrap_or_default());
    out
}

fn inked(line: &str, out: &Out) -> String {
    let mut inked = String::with_capacity(line.len());
    for part in line.split_inclusive(END) {
        let (before, found) = part.split_once(BEGIN).unwrap_or((part, ""));
        inked.push_str(before);
        inked.push_str(&out.ink(Ink::Bold, found.trim_end_matches(END)));
    }
    inked
}

#[derive(Debug, Serialize)]
struct Entry {
    id: i64,
    title: String,
    site: Option<String>,
    date: Option<String>,
    snippet: String,
    /// Ranges of the snippet in code points.
    matches: Vec<[usize; 2]>,
}

impl Entry {
    fn new(hit: &Hit) -> Self {
        let points = CodePoints::new(&hit.snippet);
        let summary = &hit.summary;
        Self {
            id: summary.id.0,
            title: summary.label.to_string(),
            site: summary.site.as_deref().map(str::to_owned),
            date: summary.published.as_deref().map(str::to_owned),
            snippet: hit.snippet.to_string(),
            matches: hit.matches.iter().map(|&span| points.pair(span)).collect(),
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &["id", "title", "site", "date", "snippet"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.title.clone(),
            self.site.clone().unwrap_or_default(),
            self.date.clone().unwrap_or_default(),
            self.snippet.clone(),
        ]
    }
}
