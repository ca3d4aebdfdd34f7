//! `pullquote export`: articles as JSON Lines, losslessly; quotes, highlights and clips in forms for people and other
//! programs. A file that is there is not written over unasked.

mod by_template;
mod kept;

use std::cell::{Cell, RefCell};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::article::{Names, Query, Shelf};
use crate::cite::Template;
use crate::cli::call::{Call, shown};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::file::{Writer, to_file};
use crate::cli::list::Which;
use crate::export::{Form, markdown, note, write as write_passages};
use crate::import::records::{write_kept, write_line};
use crate::kept::Item;
use crate::library::{Library, Reading};
use kept::What;

/// Writes articles, quotes, highlights or clips out
///
/// Articles as JSON Lines lose nothing: imported into an empty library and exported again, they give the same bytes. What
/// you did with the articles (read, starred, archived, tags, place, highlights and notes) goes along, and in lines of their
/// own follow your corrections of quotes, marks, decisions about names of speakers, clips and saved searches; of a part of
/// the library, only the corrections and marks of its articles. Articles in the trash and what articles were read from stay
/// behind (`pullquote backup` has them), and quotes are found anew.
///
/// With --folder, each article becomes a Markdown file with front matter and its highlights. What is written of quotes,
/// highlights and clips as Markdown, JSON Lines or CSV can be checked by `pullquote verify`.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
#[command(mut_arg("shelf", |shelf| shelf.default_value(Shelf::All.name())))]
pub(super) struct Args {
    /// What is written
    #[arg(value_name = "WHAT", default_value = "articles")]
    what: What,
    #[command(flatten)]
    which: Which,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT")]
    format: Option<Form>,
    /// Writes by a template: a file, or the name of one that comes with the program (`pullquote templates`)
    #[arg(long, value_name = "TEMPLATE", conflicts_with = "format")]
    template: Option<PathBuf>,
    /// Writes to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Writes one file for each article into a folder, as Markdown or by the template
    #[arg(long, value_name = "FOLDER", conflicts_with = "output")]
    folder: Option<PathBuf>,
    /// Replaces files that are there
    #[arg(long)]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote export -o articles.jsonl
  pullquote export --filter ferry > ferry.jsonl
  pullquote export | pullquote --library copy.db import -
  pullquote export --folder vault/news
  pullquote export clips --format markdown -o brief.md
  pullquote export highlights --format csv -o highlights.csv
  pullquote export clips --format bibtex
  pullquote export clips --template brief -o brief.md
  pullquote export --template obsidian --folder vault/news";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let query = args.which.query(&library)?;
    let template = args.template.as_deref().map(by_template::open);
    let template = template.transpose()?;
    if let Some(folder) = &args.folder {
        return to_folder(&library, &query, args, template, folder);
    }
    let form = args.format.unwrap_or(Form::Jsonl);
    let others = Cell::new(0);
    let written: Box<Writer<'_>> = match (template, args.what, form) {
        (Some(template), what, _) => {
            let template = RefCell::new(template);
            let (library, query) = (&library, &query);
            Box::new(move |out| {
                by_template::write(library, query, what, &mut template.borrow_mut(), out)
            })
        }
        (None, What::Articles, Form::Jsonl) => Box::new(|out| {
            let count = write(&library, &query, out)?;
            others.set(count.others);
            Ok(count.articles)
        }),
        (None, What::Articles, Form::Markdown) => {
            bail!("articles as Markdown are written to files; name a folder with --folder")
        }
        (None, What::Articles, Form::Csv | Form::Jsonld) => {
            bail!(
                "articles are written as jsonl, bibtex or csl, or as Markdown with --folder; `pullquote list --format csv` lists them"
            )
        }
        (None, what, form) => {
            let passages = kept::passages(&library, &query, what)?;
            Box::new(move |out| {
                write_passages(&passages, form, out)?;
                Ok(passages.len())
            })
        }
    };
    let count = match &args.output {
        None => written(call.out.writer())?,
        Some(file) => {
            let count = to_file(&written, file, args.force)?;
            let beside = match others.get() {
                0 => String::new(),
                1 => ", with 1 line of what you made beside them,".to_owned(),
                more => format!(", with {more} lines of what you made beside them,"),
            };
            console::say(&format!(
                "{}{beside} written to {}",
                counted(args.what, count),
                shown(file)
            ));
            count
        }
    };
    let count = count + others.get();
    if count == 0 {
        console::say(&format!("there are no {} to be written", named(args.what)));
    }
    Ok(Ending::found(count > 0))
}

fn named(what: What) -> &'static str {
    match what {
        What::Articles => "articles",
        What::Quotes => "quotes",
        What::Highlights => "highlights",
        What::Clips => "clips",
    }
}

fn counted(what: What, count: usize) -> String {
    let name = named(what);
    match count {
        1 => format!("1 {}", name.trim_end_matches('s')),
        count => format!("{count} {name}"),
    }
}

/// Writes each article of a query, or its quotes or highlights, to a file of its own.
fn to_folder(
    library: &Library,
    query: &Query,
    args: &Args,
    mut template: Option<Template>,
    folder: &Path,
) -> Result<Ending> {
    if args.what == What::Clips || args.format.is_some_and(|form| form != Form::Markdown) {
        bail!(
            "a folder takes articles, quotes or highlights as Markdown; clips and other forms go to one file with --output"
        );
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", shown(folder)))?;
    let mut names = Names::default();
    let mut count = 0;
    let mut there = 0;
    for id in library.order(query, None)?.into_iter().rev() {
        let Some(reading) = library.open_article(id)? else {
            continue;
        };
        let (note, ending) = match &mut template {
            Some(template) => {
                let made = by_template::of_article(&reading, args.what, template)?;
                (made, template.ending())
            }
            None => (note_of(&reading, args.what), "md"),
        };
        let Some(note) = note else {
            continue;
        };
        let file = folder.join(names.name(&reading.article.label(), ending));
        if !args.force && file.symlink_metadata().is_ok() {
            there += 1;
            continue;
        }
        let written = |out: &mut dyn Write| -> Result<usize> {
            out.write_all(note.as_bytes())?;
            Ok(1)
        };
        count += to_file(&written, &file, args.force)?;
    }
    let files = if count == 1 { "file" } else { "files" };
    console::say(&format!("{count} {files} written to {}", shown(folder)));
    if there > 0 {
        console::say(&format!(
            "{there} left as they are, being there already; --force replaces them"
        ));
    }
    Ok(Ending::found(count + there > 0))
}

/// Returns the note of an article; none when it has no passage that is asked for.
fn note_of(reading: &Reading, what: What) -> Option<String> {
    let article = &reading.article;
    let (kept, text) = match what {
        What::Articles => (What::Highlights, markdown(article, &[])),
        what => (what, String::new()),
    };
    let passages = kept::of_article(reading, kept);
    if what != What::Articles && passages.is_empty() {
        return None;
    }
    let tags = &reading.state.tags;
    Some(note(&article.meta, tags, &passages, &text))
}

/// How many lines were written.
#[derive(Debug, Default)]
struct Count {
    articles: usize,
    others: usize,
}

/// Writes the articles of a query and what the reader made beside them; returns how many.
fn write(library: &Library, query: &Query, out: &mut dyn Write) -> Result<Count> {
    let mut count = Count::default();
    let mut failed: Option<io::Error> = None;
    let all = library.each_item(query, &mut |entry| {
        let (mut line, counted) = match entry {
            Item::Article(record) => (write_line(&record), &mut count.articles),
            Item::Kept(kept) => (write_kept(&kept), &mut count.others),
        };
        line.push('\n');
        match out.write_all(line.as_bytes()) {
            Ok(()) => *counted += 1,
            Err(error) => failed = Some(error),
        }
        failed.is_none()
    });
    match failed {
        Some(error) => return Err(error.into()),
        None => all?,
    }
    Ok(count)
}
