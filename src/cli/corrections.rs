//! `pullquote corrections`: the reader's corrections of quotes, listed, made and taken back without the reader.

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::article::{ArticleId, Clean, Span};
use crate::cli::call::Call;
use crate::cli::console::{self, Ink};
use crate::cli::ending::Ending;
use crate::cli::format::{Format, Row, Rows};
use crate::library::{Library, Reading};
use crate::quote::{Act, Correction, Quote, Speaker, SpeakerKind};

/// Lists your corrections of quotes, makes one or takes one back
///
/// A correction holds to its words: for another text of the article and for a newer engine. Where the words are gone it is
/// lost, and does nothing. In the reader, `c` and a letter corrects the selected quote.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    verb: Option<Verb>,
    /// The form of the output
    #[arg(
        short,
        long,
        global = true,
        value_name = "FORMAT",
        default_value = "text"
    )]
    format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Lists them, article by article, each with its number in the article; the same as no verb at all
    List {
        /// Only those of this article
        #[arg(value_name = "ID")]
        article: Option<i64>,
    },
    /// Corrects a quote, or adds one that was missed
    Add(AddArgs),
    /// Takes a correction back
    Remove {
        /// The number of the article
        #[arg(value_name = "ID")]
        article: i64,
        /// The number of the correction, as the list has it
        #[arg(value_name = "NUMBER")]
        number: usize,
    },
}

#[derive(Debug, clap::Args)]
#[command(group = clap::ArgGroup::new("what").required(true).multiple(true))]
struct AddArgs {
    /// The number of the article
    #[arg(value_name = "ID")]
    article: i64,
    /// The number of the quote, as `pullquote quotes ID` has it; without one, --words are a quote that was missed
    #[arg(value_name = "QUOTE", required_unless_present = "words")]
    quote: Option<usize>,
    /// Who says it
    #[arg(long, value_name = "NAME", group = "what")]
    speaker: Option<String>,
    /// Office or description of the speaker
    #[arg(long, value_name = "ROLE", requires = "speaker")]
    role: Option<String>,
    /// What the speaker is: person, organisation, document or unnamed
    #[arg(long, value_name = "KIND", requires = "speaker", default_value = "person", value_parser = kind)]
    kind: SpeakerKind,
    /// Nobody knows who says it
    #[arg(long, group = "what", conflicts_with = "speaker")]
    nobody: bool,
    /// It is no quote
    #[arg(long, group = "what", conflicts_with_all = ["speaker", "nobody", "words"], requires = "quote")]
    no_quote: bool,
    /// The words of the quote, as they stand in the article
    #[arg(long, value_name = "WORDS", group = "what")]
    words: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  pullquote corrections add 2 1 --speaker 'Maria Holt' --role chair
  pullquote corrections add 2 2 --no-quote
  pullquote corrections add 2 --words 'who had counted the half' --nobody
  pullquote corrections
  pullquote corrections list 2 --format csv
  pullquote corrections remove 2 1";

fn kind(name: &str) -> Result<SpeakerKind, String> {
    SpeakerKind::from_name(name)
        .filter(|kind| *kind != SpeakerKind::Unknown)
        .ok_or_else(|| "it is person, organisation, document or unnamed".to_owned())
}

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(mut library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    match &args.verb {
        None => list(&library, None, args.format, call),
        Some(Verb::List { article }) => list(&library, *article, args.format, call),
        Some(Verb::Add(add)) => {
            let reading = open(&library, add.article)?;
            let it = made(add, &reading)?;
            library.correct(reading.id, &it)?;
            Ok(Ending::Done)
        }
        Some(Verb::Remove { article, number }) => {
            let id = open(&library, *article)?.id;
            let all = library.corrections(id)?;
            let at = number.checked_sub(1).and_then(|at| all.get(at));
            let Some((it, _)) = at else {
                bail!(
                    "article {article} has no correction {number}; `pullquote corrections list {article}` numbers them"
                );
            };
            library.uncorrect(id, it)?;
            Ok(Ending::Done)
        }
    }
}

fn open(library: &Library, article: i64) -> Result<Reading> {
    let reading = library.open_article(ArticleId(article))?;
    reading.with_context(|| {
        format!("article {article} is not in the library; `pullquote list` shows the numbers")
    })
}

/// Returns the correction that the arguments describe.
fn made(args: &AddArgs, reading: &Reading) -> Result<Correction> {
    let text = reading.article.body.text();
    let speaker = args.speaker.as_deref().map(|name| Speaker {
        name: Clean::line(name.trim()),
        role: args.role.as_deref().map(Clean::line),
        kind: args.kind,
    });
    if speaker.as_ref().is_some_and(|it| it.name.is_empty()) {
        bail!("a speaker needs a name; --nobody says that it is not known");
    }
    let says_who = speaker.is_some() || args.nobody;
    let quote = args
        .quote
        .map(|number| numbered(reading, number))
        .transpose()?;
    let it = match (quote, &args.words) {
        (Some(quote), Some(sought)) => {
            let near = quote.extent();
            let content = [find(text, sought, Some(near))?];
            Correction::words(text, quote, &content).map(|it| Correction {
                speaker: says_who.then_some(speaker),
                ..it
            })
        }
        (Some(quote), None) if args.no_quote => Correction::no_quote(text, quote),
        (Some(quote), None) => Correction::speaker(text, quote, speaker),
        (None, Some(sought)) => Correction::added(text, &[find(text, sought, None)?], speaker),
        (None, None) => None,
    };
    it.context("those words cannot be told from others in the article")
}

fn numbered(reading: &Reading, number: usize) -> Result<&Quote> {
    let quote = number.checked_sub(1).and_then(|at| reading.quotes.get(at));
    quote.with_context(|| {
        let (id, count) = (reading.id.0, reading.quotes.len());
        format!("article {id} has no quote {number}; `pullquote quotes {id}` numbers its {count}")
    })
}

/// Returns where words stand in a text: once, or, if near a place, so that they share some of it.
fn find(text: &str, sought: &str, near: Option<Span>) -> Result<Span> {
    let sought = sought.trim();
    if sought.is_empty() {
        bail!("--words are empty");
    }
    let all = text.match_indices(sought);
    let all = all.map(|(at, found)| Span::new(at, at + found.len()));
    let mut all = all.filter(|span| near.is_none_or(|near| near.overlaps(*span)));
    let shown = Clean::line(sought);
    match (all.next(), all.next()) {
        (Some(span), None) => Ok(span),
        (Some(_), Some(_)) => {
            bail!("“{shown}” stands there more than once; name more of the words")
        }
        (None, _) if near.is_some() => bail!("“{shown}” does not stand where that quote is"),
        (None, _) => bail!("“{shown}” does not stand in the article, letter by letter"),
    }
}

fn list(
    library: &Library,
    article: Option<i64>,
    format: Format,
    call: &mut Call,
) -> Result<Ending> {
    let ids = match article {
        Some(article) => vec![open(library, article)?.id],
        None => library.corrected_articles()?,
    };
    let out = &mut call.out;
    let mut rows = (format != Format::Text)
        .then(|| Rows::begin::<Entry>(format, out))
        .transpose()?;
    let mut any = false;
    for summary in library.summaries(&ids)? {
        let all = library.corrections(summary.id)?;
        any |= !all.is_empty();
        if rows.is_none() && !all.is_empty() {
            let title = out.ink(Ink::Bold, &summary.label);
            out.line(&format!("{} {title}", summary.id.0))?;
        }
        for (at, (it, is_lost)) in all.iter().enumerate() {
            let entry = Entry::new(summary.id, &summary.label, at + 1, it, *is_lost);
            match &mut rows {
                Some(rows) => rows.row(&entry, out)?,
                None => out.line(&entry.text())?,
            }
        }
    }
    if let Some(rows) = rows {
        rows.end(out)?;
    }
    if !any {
        console::say("no quote was corrected yet; `pullquote corrections add --help` says how");
    }
    Ok(Ending::found(any))
}

#[derive(Debug, Serialize)]
struct Entry {
    article: i64,
    title: String,
    number: usize,
    act: &'static str,
    words: String,
    now: String,
    speaker: Option<String>,
    role: Option<String>,
    lost: bool,
}

impl Entry {
    fn new(id: ArticleId, title: &str, number: usize, it: &Correction, lost: bool) -> Self {
        let now: Vec<&str> = it.now.iter().map(|anchor| anchor.exact.as_str()).collect();
        let speaker = it.speaker.as_ref().and_then(Option::as_ref);
        Self {
            article: id.0,
            title: title.to_owned(),
            number,
            act: match it.act() {
                Act::Speaker => "speaker",
                Act::Words => "words",
                Act::NoQuote => "no-quote",
                Act::Added => "added",
            },
            words: Clean::line(&it.about()).into_string(),
            now: Clean::line(&now.join(" … ")).into_string(),
            speaker: speaker.map(|speaker| speaker.name.to_string()),
            role: speaker.and_then(|speaker| speaker.role.as_deref().map(str::to_owned)),
            lost,
        }
    }

    fn text(&self) -> String {
        let who = self.speaker.as_deref().unwrap_or("nobody knows who");
        let what = match self.act {
            "speaker" => format!("{} -> {who}", self.words),
            "words" => format!("{} -> {}", self.words, self.now),
            "added" => format!("{} ({who})", self.words),
            _ => self.words.clone(),
        };
        let lost = if self.lost { "  (lost)" } else { "" };
        format!("  {}  {:<8}  {what}{lost}", self.number, self.act)
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &[
        "article", "title", "number", "act", "words", "now", "speaker", "role", "lost",
    ];

    fn cells(&self) -> Vec<String> {
        let text = |it: &Option<String>| it.clone().unwrap_or_default();
        vec![
            self.article.to_string(),
            self.title.clone(),
            self.number.to_string(),
            self.act.to_owned(),
            self.words.clone(),
            self.now.clone(),
            text(&self.speaker),
            text(&self.role),
            self.lost.to_string(),
        ]
    }
}
