//! `pullquote verify`: whether the quotes of a brief are still what the articles say.

mod brief;

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::article::{ArticleId, Clean, Filter};
use crate::cite::{Change, Finding, Pieces, check, check_words, written};
use crate::cli::call::{Call, shown};
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::fill;
use crate::cli::format::{Format, Row, Rows};
use crate::cli::source;
use crate::library::Library;

use brief::Quoted;

/// Checks whether the quotes of a brief are verbatim
///
/// Reads what `pullquote export` wrote as Markdown, JSON Lines or CSV, edited or not, or block quotes of any other Markdown,
/// and says of every quote: verbatim, altered (and how), or gone. White space and kinds of quotation mark do not matter; an
/// ellipsis and [brackets] are allowed. The exit code is 0 when all are verbatim, 1 when one is altered or gone, 2 when
/// the check failed.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The brief; `-` for standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Checks against these articles (files, or numbers of the library) instead of the library
    #[arg(long, value_name = "ARTICLE", num_args = 1..)]
    against: Vec<PathBuf>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote verify checked.md
  pullquote verify checked.md --against report.md
  pullquote verify checked.csv --format csv";

/// Most bytes of a brief.
const LARGEST: usize = 64 << 20;
/// Articles of the library that are looked through for a quote that does not say where it is from.
const CANDIDATES: usize = 20;
/// Widest text, in cells.
const MOST_CELLS: u16 = 80;

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let bytes = source::bytes(&args.file)?;
    if bytes.len() > LARGEST {
        bail!("{} is too large for a brief", shown(&args.file));
    }
    let text = String::from_utf8_lossy(&bytes);
    let name = args.file.to_string_lossy();
    let quotes = brief::quotes(&text, &name)
        .with_context(|| format!("{} cannot be read as a brief", shown(&args.file)))?;
    if quotes.is_empty() {
        bail!(
            "{} has no quotes to be checked; block quotes (> …) of Markdown, JSON Lines or CSV of `pullquote export` are",
            shown(&args.file)
        );
    }
    let texts = Texts::new(&args.against, call)?;
    let mut rows = match args.format {
        Format::Text => None,
        format => Some(Rows::begin::<Entry>(format, &mut call.out)?),
    };
    let mut counts = [0_usize; 3];
    for (number, quoted) in quotes.iter().enumerate() {
        let (finding, title) = texts.check(quoted)?;
        let slot = match finding {
            Finding::Verbatim => 0,
            Finding::Altered(_) => 1,
            Finding::Gone => 2,
        };
        if let Some(count) = counts.get_mut(slot) {
            *count += 1;
        }
        let entry = Entry::new(number + 1, quoted, &finding, &title);
        match &mut rows {
            Some(rows) => rows.row(&entry, &mut call.out)?,
            None => text_of(&entry, &mut call.out)?,
        }
    }
    if let Some(rows) = rows {
        rows.end(&mut call.out)?;
    }
    let [verbatim, altered, gone] = counts;
    console::say(&format!(
        "{verbatim} verbatim, {altered} altered, {gone} gone"
    ));
    Ok(Ending::found(altered + gone == 0))
}

/// The texts that quotes are checked against.
enum Texts {
    Library(Library),
    Given(Vec<(Clean, Option<Clean>, String)>),
}

impl Texts {
    fn new(against: &[PathBuf], call: &Call) -> Result<Self> {
        if against.is_empty() {
            return match call.library.open_existing()? {
                Some(library) => Ok(Self::Library(library)),
                None => bail!("there is nothing to check against; name articles with --against"),
            };
        }
        let mut given = Vec::new();
        let count = source::each(against, &call.library, &mut |found| {
            let article = found.article;
            let label = Clean::line(&article.label());
            given.push((
                label,
                article.meta.url.clone(),
                article.body.text().to_owned(),
            ));
            Ok(())
        })?;
        if count.refused + count.missing > 0 {
            bail!("not all articles could be read");
        }
        Ok(Self::Given(given))
    }

    /// Checks a quote; returns the title of the article that it is from, too.
    fn check(&self, quoted: &Quoted) -> Result<(Finding, String)> {
        let mut best: Option<(Finding, String)> = None;
        for (title, text) in self.candidates(quoted)? {
            let finding = match &quoted.passage {
                Some(passage) => check(passage, &quoted.words, &text),
                None => check_words(&quoted.words, &text),
            };
            let is_better = match (&finding, &best) {
                (_, None)
                | (Finding::Verbatim, _)
                | (Finding::Altered(_), Some((Finding::Gone, _))) => true,
                (Finding::Altered(new), Some((Finding::Altered(old), _))) => same(new) > same(old),
                _ => false,
            };
            let is_verbatim = finding == Finding::Verbatim;
            if is_better {
                best = Some((finding, title));
            }
            if is_verbatim {
                break;
            }
        }
        let title = || quoted.title.clone().unwrap_or_default();
        Ok(best.unwrap_or_else(|| (Finding::Gone, title())))
    }

    /// Returns titles and texts of the articles that a quote may be from.
    fn candidates(&self, quoted: &Quoted) -> Result<Vec<(String, String)>> {
        match self {
            Self::Given(given) => {
                // An article that says where it is from is the only one that can be meant by its address.
                let by_url = given
                    .iter()
                    .filter(|(_, url, _)| url.is_some() && *url == quoted.url);
                let mut meant: Vec<_> = by_url.collect();
                if meant.is_empty() {
                    meant = given.iter().collect();
                }
                Ok(meant
                    .into_iter()
                    .map(|(label, _, text)| (label.to_string(), text.clone()))
                    .collect())
            }
            Self::Library(library) => {
                let meta = quoted
                    .passage
                    .as_ref()
                    .and_then(|passage| passage.article.clone());
                let meta = meta.or_else(|| quoted.meta());
                let mut ids = Vec::new();
                if let Some(meta) = meta {
                    ids.extend(library.find_by(&meta)?);
                } else {
                    ids = likely(library, &quoted.words)?;
                }
                let mut found = Vec::new();
                for id in ids {
                    if let Some(reading) = library.open_article(id)? {
                        let text = reading.article.body.text().to_owned();
                        found.push((reading.article.label(), text));
                    }
                }
                Ok(found)
            }
        }
    }
}

/// Returns the articles that words without a source may be from: those that have all of them, else those that have some
/// that stand side by side.
fn likely(library: &Library, words: &str) -> Result<Vec<ArticleId>> {
    const MOST_WORDS: usize = 24;
    let pieces = Pieces::of(words).0.join(" ");
    let words: Vec<&str> = pieces
        .split(|c: char| !c.is_alphanumeric() && !matches!(c, '’' | '\''))
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .collect();
    let mut ids: Vec<ArticleId> = Vec::new();
    for size in [words.len(), words.len().div_ceil(2), 3] {
        if !ids.is_empty() || size == 0 {
            break;
        }
        for some in words.windows(size.min(words.len())) {
            for hit in library.search(&Filter::words(&some.join(" ")), CANDIDATES)? {
                if !ids.contains(&hit.summary.id) {
                    ids.push(hit.summary.id);
                }
            }
            if ids.len() >= CANDIDATES {
                break;
            }
        }
    }
    Ok(ids)
}

/// Words that both say.
fn same(changes: &[Change]) -> usize {
    let words = changes.iter().map(|change| match change {
        Change::Same(words) => words.len(),
        _ => 0,
    });
    words.sum()
}

/// What is said of a quote.
#[derive(Debug, Serialize)]
struct Entry {
    number: usize,
    finding: &'static str,
    words: String,
    title: String,
    changes: String,
}

impl Entry {
    fn new(number: usize, quoted: &Quoted, finding: &Finding, title: &str) -> Self {
        let (name, changes) = match finding {
            Finding::Verbatim => ("verbatim", String::new()),
            Finding::Gone => ("gone", String::new()),
            Finding::Altered(changes) => ("altered", Clean::line(&written(changes)).into_string()),
        };
        Self {
            number,
            finding: name,
            words: Clean::line(&quoted.words).into_string(),
            title: Clean::line(title).into_string(),
            changes,
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &["number", "finding", "words", "title", "changes"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.number.to_string(),
            self.finding.to_owned(),
            self.words.clone(),
            self.title.clone(),
            self.changes.clone(),
        ]
    }
}

fn text_of(entry: &Entry, out: &mut Out) -> Result<()> {
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    let label = format!("{:<9} ", entry.finding);
    let words = if entry.changes.is_empty() {
        &entry.words
    } else {
        &entry.changes
    };
    let ink = if entry.finding == "verbatim" {
        Ink::Dim
    } else {
        Ink::Bold
    };
    for line in fill(&label, words, cells) {
        let line = out.ink(ink, &line);
        out.line(&line)?;
    }
    if !entry.title.is_empty() {
        for line in fill(
            &format!("          {}", out.sign(Sign::Dash)),
            &entry.title,
            cells,
        ) {
            let line = out.ink(Ink::Dim, &line);
            out.line(&line)?;
        }
    }
    Ok(())
}
