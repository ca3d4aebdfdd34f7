//! `pullquote speakers quotes`: all that a speaker said, by date.

use anyhow::Result;
use serde::Serialize;

use crate::article::short_date;
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::fill;
use crate::cli::format::{Format, Row, Rows};
use crate::cli::speakers::meant;
use crate::library::Library;
use crate::quote::roster::Said;

/// Widest text, in cells.
const MOST_CELLS: u16 = 80;

/// Prints all that a speaker said, latest first
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The speaker
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,
    /// Only what has all of these words; what is typed without a space must stand together
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    said: String,
    /// Prints at most so many
    #[arg(short = 'n', long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote speakers quotes \"Jean Ostler\"
  pullquote speakers quotes Rahmani --said ledger --format csv";

pub(super) fn run(args: &Args, library: &Library, out: &mut Out) -> Result<Ending> {
    let speaker = meant(library, &args.name.join(" "))?;
    let most = args.limit.unwrap_or(usize::MAX);
    let found = library.said_by(speaker.id, &args.said, most)?;
    if args.format == Format::Text {
        let line = out.ink(Ink::Bold, speaker.label());
        out.line(&line)?;
        for said in &found {
            text(said, out)?;
        }
    } else {
        let mut rows = Rows::begin::<Entry>(args.format, out)?;
        for said in &found {
            rows.row(&Entry::new(said), out)?;
        }
        rows.end(out)?;
    }
    if found.is_empty() {
        console::say(&format!(
            "{} said nothing with these words: {}; fewer words find more",
            speaker.label(),
            args.said
        ));
    }
    Ok(Ending::found(!found.is_empty()))
}

fn text(said: &Said, out: &mut Out) -> Result<()> {
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    out.line("")?;
    for line in fill("  ", &said.words, cells) {
        out.line(&line)?;
    }
    for line in fill("  ", &place(said, out.sign(Sign::Dot)), cells) {
        let line = out.ink(Ink::Dim, &line);
        out.line(&line)?;
    }
    Ok(())
}

/// Returns where a quote stands, for people: date, site, number and title of the article.
fn place(said: &Said, dot: &str) -> String {
    let date = said.published.as_deref().map(short_date);
    let site = said.site.as_deref().map(str::to_owned);
    let title = format!("{} (article {})", said.title, said.article.0);
    let parts: Vec<String> = date.into_iter().chain(site).chain([title]).collect();
    parts.join(dot)
}

/// The entry of a quote for machines.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Entry {
    article: i64,
    number: usize,
    date: Option<String>,
    site: Option<String>,
    title: String,
    kind: &'static str,
    speaker: Option<String>,
    role: Option<String>,
    words: String,
}

impl Entry {
    /// Returns the entry of a quote.
    pub(in crate::cli) fn new(said: &Said) -> Self {
        Self {
            article: said.article.0,
            number: said.number + 1,
            date: said.published.as_deref().map(str::to_owned),
            site: said.site.as_deref().map(str::to_owned),
            title: said.title.to_string(),
            kind: said.kind.name(),
            speaker: said.speaker.as_deref().map(str::to_owned),
            role: said.role.as_deref().map(str::to_owned),
            words: said.words.to_string(),
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &[
        "article", "number", "date", "site", "title", "kind", "speaker", "role", "words",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.article.to_string(),
            self.number.to_string(),
            self.date.clone().unwrap_or_default(),
            self.site.clone().unwrap_or_default(),
            self.title.clone(),
            self.kind.to_owned(),
            self.speaker.clone().unwrap_or_default(),
            self.role.clone().unwrap_or_default(),
            self.words.clone(),
        ]
    }
}
