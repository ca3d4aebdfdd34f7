//! `pullquote quotes`: who said what, in articles of the library or in files that are only read.
//!
//! The shape of its JSON is a promise to users; [`json`] keeps it.

mod json;
mod text;

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;

use crate::article::CodePoints;
use crate::cli::call::Call;
use crate::cli::console::Out;
use crate::cli::ending::Ending;
use crate::cli::format::Format;
use crate::cli::linear;
use crate::cli::source::{self, Found};
use crate::export::{write_csv, write_json};
use crate::quote::{Kind, phrase, with_unspoken, words};

pub(super) use json::Line;
pub(super) use text::{numbered, one_as_markdown};

/// Prints who said what in articles
///
/// Each argument is a file, a folder, - for standard input, or the number of an article in the library. Files are read
/// without being stored, many at once; what is printed keeps their order. A file that cannot be read costs one line on
/// standard error; the rest goes on. The exit code is 0 when any quote was found, 1 when none was, and 2 when nothing
/// could be read.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Files, folders, numbers of articles, or - for standard input
    #[arg(required = true, value_name = "FILE|ID")]
    what: Vec<PathBuf>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Form,
    /// Prints numbered plain lines, for ears and braille
    #[arg(long, conflicts_with = "format")]
    linear: bool,
    /// Leaves indirect quotes out
    #[arg(long)]
    no_indirect: bool,
    /// Adds words in quotation marks that nobody says
    ///
    /// Their kind is title, nickname, term, sign or scare-quote.
    #[arg(long)]
    unspoken: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote quotes report.md
  pullquote quotes --linear report.md
  pullquote quotes --format jsonl articles/*.txt > quotes.jsonl
  pullquote quotes --format csv 1 2 3

The form jsonl has one line for each article, with these names:
  schema path title byline site published url lang text quotes
and in each quote: kind content cue source speaker found_by confidence.
Ranges are half open and count Unicode code points of text.";

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For people.
    Text,
    /// Markdown: a block quote for each.
    Markdown,
    /// One array of objects.
    Json,
    /// One object a line.
    Jsonl,
    /// One line for each quote.
    Csv,
}

impl Form {
    /// Returns the form of its rows; none when it is for people.
    pub(super) const fn rows(self) -> Option<Format> {
        match self {
            Self::Json => Some(Format::Json),
            Self::Jsonl => Some(Format::Jsonl),
            Self::Csv => Some(Format::Csv),
            Self::Text | Self::Markdown => None,
        }
    }
}

/// The columns of CSV.
const HEAD: &[&str] = &[
    "path",
    "title",
    "number",
    "kind",
    "speaker",
    "role",
    "words",
    "cue",
    "start",
    "end",
    "found_by",
    "confidence",
];

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    // However many articles are meant: each is read closely.
    crate::quote::hurry();
    let out = &mut call.out;
    let mut articles = 0;
    let mut quotes = 0;
    if args.format == Form::Csv {
        write_csv(out.writer(), HEAD)?;
    }
    let count = source::each(&args.what, &call.library, &mut |mut found| {
        if args.no_indirect {
            found.quotes.retain(|quote| quote.kind != Kind::Indirect);
        }
        articles += 1;
        quotes += found.quotes.len();
        if args.unspoken {
            found.quotes = with_unspoken(&found.article, &found.quotes);
        }
        match args.format {
            Form::Text if args.linear => {
                out.line(&format!("Title: {}", found.article.label()))?;
                linear::quotes(&found, out)
            }
            Form::Text => text::text(&found, articles == 1, out),
            Form::Markdown => text::markdown(&found, out),
            Form::Jsonl => {
                write_json(out.writer(), &Line::new(&found))?;
                out.line("")
            }
            Form::Json => {
                let before: &[u8] = if articles == 1 { b"[\n" } else { b",\n" };
                out.writer().write_all(before)?;
                Ok(write_json(out.writer(), &Line::new(&found))?)
            }
            Form::Csv => csv(&found, out),
        }
    })?;
    if args.format == Form::Json {
        out.line(if articles == 0 { "[]" } else { "\n]" })?;
    }
    if count.read == 0 && count.refused > 0 {
        return Ok(Ending::Failed);
    }
    Ok(Ending::found(quotes > 0))
}

/// Writes one line of CSV for each quote.
fn csv(found: &Found, out: &mut Out) -> Result<()> {
    let body = &found.article.body;
    let points = CodePoints::new(body.text());
    for (index, quote) in found.quotes.iter().enumerate() {
        let speaker = quote.speaker.as_ref();
        let name = speaker.map(|speaker| speaker.name.to_string());
        let role = speaker.and_then(|speaker| speaker.role.as_ref());
        let [start, end] = points.pair(quote.extent());
        let cells = [
            found.path.clone(),
            found.article.meta.title.to_string(),
            (index + 1).to_string(),
            quote.kind.name().to_owned(),
            name.unwrap_or_default(),
            role.map(ToString::to_string).unwrap_or_default(),
            words(body, quote),
            phrase(body, &quote.cue),
            start.to_string(),
            end.to_string(),
            quote.found_by.name().to_owned(),
            format!("{:.2}", quote.confidence),
        ];
        write_csv(out.writer(), &cells)?;
    }
    Ok(())
}
