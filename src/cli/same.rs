//! `pullquote same`: the same quote in several articles, who had it first, what was cut or changed.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::article::{ArticleId, short_date};
use crate::cli::call::Call;
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::fill;
use crate::cli::format::Format;
use crate::cli::speakers::SaidEntry;
use crate::export::{write_csv, write_json};
use crate::library::Library;
use crate::quote::roster::{Group, Part, Said, changes};

/// Finds the same quote in several articles
///
/// With the number of an article it looks for that article's quotes in all others, with the number of a quote as well for
/// that one; without, it shows the quotes that most articles have, which takes a while in a large library. Quotes are the
/// same when most of the words of the shorter one stand in the other, in order. The article with the earliest date comes
/// first; the fullest words stand above, and each article shows what it has [-cut-] and {+added+}.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The number of an article
    #[arg(value_name = "ID")]
    id: Option<i64>,
    /// The number of a quote in it, as `pullquote quotes ID` counts them
    #[arg(value_name = "NUMBER", requires = "id")]
    number: Option<usize>,
    /// Only quotes that so many articles have
    #[arg(long, value_name = "COUNT", default_value_t = 2)]
    least: usize,
    /// Shows at most so many quotes
    #[arg(short = 'n', long, value_name = "COUNT", default_value_t = 20)]
    limit: usize,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote same
  pullquote same 3
  pullquote same 3 1 --format json";

/// Columns of a line.
const MOST_CELLS: u16 = 80;

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let least = args.least.max(2);
    let groups = match args.id {
        None => library.same_quotes(least, args.limit)?,
        Some(id) => of_article(&library, ArticleId(id), args, least)?,
    };
    let out = &mut call.out;
    match args.format {
        Format::Text => text(&groups, out)?,
        Format::Markdown => markdown(&groups, out)?,
        Format::Csv => csv(&groups, out)?,
        Format::Jsonl => {
            for group in &groups {
                write_json(out.writer(), &Entry::new(group))?;
                out.line("")?;
            }
        }
        Format::Json => {
            let all: Vec<Entry> = groups.iter().map(Entry::new).collect();
            write_json(out.writer(), &all)?;
            out.line("")?;
        }
    }
    if groups.is_empty() {
        console::say("no other article has such a quote");
    }
    Ok(Ending::found(!groups.is_empty()))
}

fn of_article(library: &Library, id: ArticleId, args: &Args, least: usize) -> Result<Vec<Group>> {
    let Some(reading) = library.open_article(id)? else {
        bail!(
            "article {} is not in the library; `pullquote list` shows the numbers",
            id.0
        );
    };
    let count = reading.quotes.len();
    let numbers = match args.number {
        None => 0..count,
        Some(number) if (1..=count).contains(&number) => number - 1..number,
        Some(number) => bail!(
            "article {} has no quote {number}; `pullquote quotes {}` numbers its {count}",
            id.0,
            id.0
        ),
    };
    let mut groups = Vec::new();
    for number in numbers {
        let group = library.same_as(id, number, usize::MAX)?;
        groups.extend(group.filter(|group| articles(group) >= least));
        if groups.len() >= args.limit {
            break;
        }
    }
    Ok(groups)
}

fn articles(group: &Group) -> usize {
    let mut ids: Vec<ArticleId> = group.said.iter().map(|said| said.article).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.len()
}

fn text(groups: &[Group], out: &mut Out) -> Result<()> {
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    for (at, group) in groups.iter().enumerate() {
        let Some(full) = group.fullest() else {
            continue;
        };
        if at > 0 {
            out.line("")?;
        }
        for line in fill("", &full.words, cells) {
            let line = out.ink(Ink::Bold, &line);
            out.line(&line)?;
        }
        out.line(&format!("in {} articles", articles(group)))?;
        for said in &group.said {
            for line in fill("  ", &place(said, out.sign(Sign::Dot)), cells) {
                let line = out.ink(Ink::Dim, &line);
                out.line(&line)?;
            }
            if said.words != full.words {
                for line in fill("    ", &changed(&full.words, &said.words), cells) {
                    out.line(&line)?;
                }
            }
        }
        let rivals = group.rivals();
        if !rivals.is_empty() {
            let names: Vec<&str> = rivals.iter().map(|name| name.as_str()).collect();
            out.line(&format!("  ! different speakers: {}", names.join(", ")))?;
        }
    }
    Ok(())
}

fn markdown(groups: &[Group], out: &mut Out) -> Result<()> {
    use crate::export::escaped;
    for group in groups {
        let Some(full) = group.fullest() else {
            continue;
        };
        out.line(&format!("> {}\n", escaped(&full.words)))?;
        for said in &group.said {
            out.line(&format!("- {}", escaped(&place(said, " · "))))?;
            if said.words != full.words {
                let parts = changes(&full.words, &said.words)
                    .into_iter()
                    .map(|part| match part {
                        Part::Same(words) => escaped(&words),
                        Part::Cut(words) => format!("~~{}~~", escaped(&words)),
                        Part::New(words) => format!("**{}**", escaped(&words)),
                    });
                out.line(&format!("  {}", parts.collect::<Vec<_>>().join(" ")))?;
            }
        }
        let rivals = group.rivals();
        if !rivals.is_empty() {
            let names: Vec<String> = rivals.iter().map(|name| escaped(name)).collect();
            out.line(&format!("\nDifferent speakers: {}", names.join(", ")))?;
        }
        out.line("")?;
    }
    Ok(())
}

fn csv(groups: &[Group], out: &mut Out) -> Result<()> {
    const HEAD: &[&str] = &[
        "group", "article", "number", "date", "site", "title", "speaker", "words", "changes",
    ];
    write_csv(out.writer(), HEAD)?;
    for (at, group) in groups.iter().enumerate() {
        let Some(full) = group.fullest() else {
            continue;
        };
        for said in &group.said {
            let changes = if said.words == full.words {
                String::new()
            } else {
                changed(&full.words, &said.words)
            };
            let text = |text: Option<&crate::article::Clean>| {
                text.map(ToString::to_string).unwrap_or_default()
            };
            write_csv(
                out.writer(),
                &[
                    (at + 1).to_string(),
                    said.article.0.to_string(),
                    (said.number + 1).to_string(),
                    text(said.published.as_ref()),
                    text(said.site.as_ref()),
                    said.title.to_string(),
                    text(said.speaker.as_ref()),
                    said.words.to_string(),
                    changes,
                ],
            )?;
        }
    }
    Ok(())
}

/// Returns who says it where, for people.
fn place(said: &Said, dot: &str) -> String {
    let date = said
        .published
        .as_deref()
        .map_or("undated".to_owned(), short_date);
    let speaker = said.speaker.as_deref().unwrap_or("unknown speaker");
    let title = format!("{} (article {})", said.title, said.article.0);
    let parts = [
        Some(&*date),
        said.site.as_deref(),
        Some(speaker),
        Some(&title),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(dot)
}

/// Returns what became of a quote, with marks that any terminal shows.
fn changed(one: &str, other: &str) -> String {
    let parts = changes(one, other).into_iter().map(|part| match part {
        Part::Same(words) => words,
        Part::Cut(words) => format!("[-{words}-]"),
        Part::New(words) => format!("{{+{words}+}}"),
    });
    parts.collect::<Vec<_>>().join(" ")
}

#[derive(Debug, Serialize)]
struct Entry {
    words: String,
    articles: usize,
    /// The names, when they are not one speaker's.
    different_speakers: Vec<String>,
    carried: Vec<Carried>,
}

#[derive(Debug, Serialize)]
struct Carried {
    #[serde(flatten)]
    said: SaidEntry,
    /// What became of the fullest words.
    changes: Vec<Change>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Change {
    Same(String),
    Cut(String),
    New(String),
}

impl Entry {
    fn new(group: &Group) -> Self {
        let full = group.fullest().map_or("", |said| said.words.as_str());
        let rivals = group.rivals().into_iter();
        Self {
            words: full.to_owned(),
            articles: articles(group),
            different_speakers: rivals.map(ToString::to_string).collect(),
            carried: group
                .said
                .iter()
                .map(|said| Carried {
                    said: SaidEntry::new(said),
                    changes: if said.words.as_str() == full {
                        Vec::new()
                    } else {
                        let parts = changes(full, &said.words).into_iter();
                        parts
                            .map(|part| match part {
                                Part::Same(words) => Change::Same(words),
                                Part::Cut(words) => Change::Cut(words),
                                Part::New(words) => Change::New(words),
                            })
                            .collect()
                    },
                })
                .collect(),
        }
    }
}
