//! `pullquote show`: an article on paper, so to speak: laid out as text, as Markdown, or as JSON; or what it was read from.

mod original;
mod picture;

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::article::edit_lines;
use crate::cli::call::Call;
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::linear;
use crate::cli::quotes::{Line, numbered};
use crate::cli::source::{self, Found};
use crate::export::{markdown, write_json};
use crate::typeset::{Measure, Page, Role};

/// Prints an article with its quotes
///
/// Each argument is the number of an article in the library, a file, or - for standard input. In text, the quotes are
/// numbered where they begin, and stand below with their speakers.
///
/// With --source, what an article of the library was read from is printed as it was kept, byte for byte: the file, the
/// line of a JSON Lines file, the page that was fetched; an item of a feed and an entry of another program stand alone as
/// JSON. On a terminal, what could steer it is taken out. Of articles that an older version imported nothing is kept,
/// nor of what is larger than 8 MiB.
///
/// With --picture, a picture that was kept with an article of the library is written out as it came: to the file of -o, to
/// standard output, or, on a terminal, to a file named after the article.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// Numbers of articles, files, or - for standard input
    #[arg(required = true, value_name = "ID|FILE")]
    what: Vec<PathBuf>,
    /// The width of the text in columns; without it the terminal's, but at most 80
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(20..=500))]
    width: Option<u16>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Form,
    /// Prints an earlier text of the article, by its number; 0 lists what there is
    ///
    /// Whenever a page or feed brings another text of an article, the earlier one is kept.
    #[arg(long, value_name = "NUMBER")]
    earlier: Option<u32>,
    /// Prints what the article says otherwise than in its earlier text, the last one or that of --earlier
    ///
    /// What was taken out stands in [-…-], what was put in in {+…+}.
    #[arg(long, conflicts_with_all = ["format", "linear", "width"])]
    edits: bool,
    /// Prints numbered plain lines, for ears and braille
    #[arg(long, conflicts_with_all = ["width", "format"])]
    linear: bool,
    /// Prints what an article was read from, byte for byte
    #[arg(long, conflicts_with_all = ["format", "linear", "width", "earlier", "edits"])]
    source: bool,
    /// Writes a picture of the article, by its number; 0 lists what there is
    #[arg(long, value_name = "NUMBER", conflicts_with_all = ["format", "linear", "width", "earlier", "edits", "source"])]
    picture: Option<usize>,
    /// Writes the source or the picture to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replaces the file if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote show 1
  pullquote show --width 60 report.md
  pullquote show --linear 1
  pullquote show --format markdown 1 > article.md
  pullquote show --source 1 -o original.md
  pullquote show - < report.md";

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Laid out as plain text.
    Text,
    /// Markdown.
    Markdown,
    /// One object a line, as `quotes --format jsonl` prints it.
    Json,
}

/// Widest text unless told otherwise, in cells.
const MOST_CELLS: u16 = 80;

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    if args.source {
        return original::run(&args.what, args.output.as_deref(), args.force, call);
    }
    if let Some(number) = args.picture {
        return picture::run(&args.what, number, args.output.as_deref(), args.force, call);
    }
    if args.output.is_some() {
        bail!("-o writes a source or a picture; say --source or --picture NUMBER with it");
    }
    if args.edits {
        return edits(&args.what, args.earlier, call);
    }
    if let Some(number) = args.earlier {
        return earlier(&args.what, number, args, call);
    }
    let out = &mut call.out;
    let columns = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    let width = args.width.unwrap_or(columns);
    let mut is_first = true;
    let count = source::each(&args.what, &call.library, &mut |found| {
        if !is_first && args.format != Form::Json {
            out.line("")?;
        }
        is_first = false;
        match args.format {
            Form::Text if args.linear => linear::article(&found, out),
            Form::Text => text(&found, width, out),
            Form::Markdown => out.line(&markdown(&found.article, &found.quotes)),
            Form::Json => {
                write_json(out.writer(), &Line::new(&found))?;
                out.line("")
            }
        }
    })?;
    if count.read == 0 && count.refused > 0 {
        return Ok(Ending::Failed);
    }
    Ok(Ending::found(count.read > 0))
}

/// Prints what each article says otherwise than in an earlier text.
fn edits(what: &[PathBuf], number: Option<u32>, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let mut any = false;
    for argument in what {
        let Some(id) = source::id(argument) else {
            bail!("only an article of the library has earlier texts; name it by its number");
        };
        let Some((version, edits)) = library.edits(id, number)? else {
            console::say(&format!("article {}: there is no such earlier text", id.0));
            continue;
        };
        let until = version.until;
        let head = call.out.ink(Ink::Bold, &format!("Edited {until}"));
        call.out.line(&head)?;
        for line in edit_lines(&edits) {
            call.out.line("")?;
            call.out.line(&line)?;
        }
        any = true;
    }
    Ok(Ending::found(any))
}

/// Prints an earlier text of each article, or what there is of them.
fn earlier(what: &[PathBuf], number: u32, args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let out = &mut call.out;
    let columns = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    let mut any = false;
    for argument in what {
        let Some(id) = source::id(argument) else {
            bail!("only an article of the library has earlier texts; name it by its number");
        };
        if number == 0 {
            for version in library.versions(id)? {
                any = true;
                let dot = out.sign(Sign::Dot);
                out.line(&format!(
                    "{:>4}  until {}{dot}{} characters{dot}{}",
                    version.number, version.until, version.characters, version.source
                ))?;
            }
            continue;
        }
        let Some(article) = library.version(id, number)? else {
            console::say(&format!(
                "article {} has no earlier text {number}; --earlier 0 lists what there is",
                id.0
            ));
            continue;
        };
        any = true;
        let found = Found {
            path: String::new(),
            id: Some(id),
            article,
            quotes: Vec::new(),
            pictures: Vec::new(),
        };
        match args.format {
            Form::Text => text(&found, args.width.unwrap_or(columns), out)?,
            Form::Markdown => out.line(&markdown(&found.article, &found.quotes))?,
            Form::Json => {
                write_json(out.writer(), &Line::new(&found))?;
                out.line("")?;
            }
        }
    }
    if !any && number == 0 {
        console::say("there is no earlier text");
    }
    Ok(Ending::found(any))
}

fn text(found: &Found, width: u16, out: &mut Out) -> Result<()> {
    let measure = Measure {
        width,
        ascii: out.is_ascii,
        show_indirect: true,
    };
    let page = Page::lay_out(&found.article, &found.quotes, measure);
    for row in &page.rows {
        let mut line = " ".repeat(usize::from(row.indent));
        for run in &row.runs {
            let words = page.words(run);
            match run.role {
                Role::Headline | Role::Heading(_) => line.push_str(&out.ink(Ink::Bold, words)),
                Role::Byline | Role::QuoteNumber => line.push_str(&out.ink(Ink::Dim, words)),
                _ => line.push_str(words),
            }
        }
        out.line(line.trim_end())?;
    }
    if !found.quotes.is_empty() {
        let head = out.ink(Ink::Bold, "Quotes");
        out.line("")?;
        out.line(&head)?;
        numbered(found, width, out)?;
    }
    Ok(())
}
