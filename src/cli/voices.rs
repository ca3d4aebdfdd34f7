//! `pullquote voices`: how many words each speaker has in some articles, with and without a name.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::article::{ArticleId, Filter, Query, Shelf};
use crate::cli::call::{Call, today};
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::{cut, pad};
use crate::cli::format::{Format, Row, Rows};
use crate::cli::list::Which;
use crate::library::Library;
use crate::quote::roster::{Class, Voice, Voices, percent};

/// Weighs who speaks in articles: words and quotes of each speaker
///
/// Without anything it weighs the whole library; what is named narrows it, and an article must meet all that is named.
/// "Unknown" are quotes whose speaker could not be told. The exit code is 1 when nobody speaks.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
#[command(mut_arg("shelf", |shelf| shelf.default_value(Shelf::All.name())))]
pub(super) struct Args {
    /// Numbers of articles
    #[arg(value_name = "ID")]
    ids: Vec<i64>,
    #[command(flatten)]
    which: Which,
    /// Only articles with this tag
    #[arg(long, value_name = "TAG")]
    tag: Option<String>,
    /// Only articles of this site
    #[arg(long, value_name = "SITE")]
    site: Option<String>,
    /// Only articles that `search` finds with these words
    #[arg(long, value_name = "WORDS")]
    search: Option<String>,
    /// Shows at most so many speakers
    #[arg(short = 'n', long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote voices
  pullquote voices 3
  pullquote voices --search clocks --limit 10
  pullquote voices --site \"The Aldermere Review\" --format csv";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let among = among(args, &library)?;
    let voices = library.voices(among.as_deref())?;
    let out = &mut call.out;
    if args.format == Format::Text {
        if voices.voices.is_empty() {
            console::say("nobody speaks in these articles");
            return Ok(Ending::Nothing);
        }
        text(&voices, args.limit, out)?;
    } else {
        let all = voices.shares().words();
        let mut rows = Rows::begin::<Entry>(args.format, out)?;
        for voice in voices.voices.iter().take(args.limit.unwrap_or(usize::MAX)) {
            rows.row(&Entry::new(voice, all), out)?;
        }
        rows.end(out)?;
    }
    Ok(Ending::found(!voices.voices.is_empty()))
}

/// Returns the articles that meet all that is named; none when nothing is.
fn among(args: &Args, library: &Library) -> Result<Option<Vec<ArticleId>>> {
    let mut among: Option<Vec<ArticleId>> = None;
    let mut narrow = |mut found: Vec<ArticleId>| {
        found.sort_unstable();
        match &mut among {
            None => among = Some(found),
            Some(among) => among.retain(|id| found.binary_search(id).is_ok()),
        }
    };
    if !args.ids.is_empty() {
        let ids: Vec<ArticleId> = args.ids.iter().copied().map(ArticleId).collect();
        let known = library.summaries(&ids)?.len();
        if known < ids.len() {
            bail!(
                "{} of these articles are not in the library; `pullquote list` shows the numbers",
                ids.len() - known
            );
        }
        narrow(ids);
    }
    let query = args.which.query(library)?;
    if !query.filter.is_empty() || query.shelf != Shelf::All {
        narrow(library.order(&query, None)?);
    }
    if let Some(tag) = &args.tag {
        narrow(library.tagged(tag)?);
    }
    if let Some(site) = &args.site {
        narrow(library.of_site(site)?);
    }
    if let Some(words) = &args.search {
        let query = Query {
            filter: Filter::parse(words, today())?,
            shelf: Shelf::All,
            ..Query::default()
        };
        narrow(library.order(&query, None)?);
    }
    Ok(among)
}

/// Cells of the longest bar.
const BAR: usize = 24;

fn text(voices: &Voices, limit: Option<usize>, out: &mut Out) -> Result<()> {
    const NAME: usize = 28;
    let shares = voices.shares();
    let all = shares.words();
    let most = voices.voices.first().map_or(0, |voice| voice.words);
    for class in Class::ALL {
        let share = shares.of(class);
        let name = pad(class.name(), NAME);
        let line = format!(
            "{name}  {}  {:>3} %  {:>6} words in {:>4} quotes",
            bar(share.words, all, out),
            percent(share.words, all),
            share.words,
            share.quotes
        );
        out.line(&line)?;
    }
    out.line("")?;
    let shown = limit.unwrap_or(usize::MAX);
    for voice in voices.voices.iter().take(shown) {
        let name = pad(&cut(label(voice), NAME, out.sign(Sign::Cut)), NAME);
        let name = if Class::of(voice.kind) == Class::Named {
            out.ink(Ink::Bold, &name)
        } else {
            name
        };
        out.line(&format!(
            "{name}  {}  {:>3} %  {:>6} words in {:>4} quotes",
            bar(voice.words, most, out),
            percent(voice.words, all),
            voice.words,
            voice.quotes
        ))?;
    }
    let left = voices.voices.len().saturating_sub(shown);
    if left > 0 {
        let line = out.ink(Ink::Dim, &format!("and {left} more"));
        out.line(&line)?;
    }
    Ok(())
}

fn label(voice: &Voice) -> &str {
    if voice.name.is_empty() {
        "unknown speaker"
    } else {
        &voice.name
    }
}

/// Returns a bar as long as a part of the whole, with blanks behind it.
fn bar(part: usize, whole: usize, out: &Out) -> String {
    let cells = (part * BAR).div_ceil(whole.max(1)).min(BAR);
    pad(&out.sign(Sign::Bar).repeat(cells), BAR)
}

#[derive(Debug, Serialize)]
struct Entry {
    speaker: Option<String>,
    kind: &'static str,
    class: &'static str,
    words: usize,
    quotes: usize,
    share: f64,
}

impl Entry {
    fn new(voice: &Voice, all: usize) -> Self {
        Self {
            speaker: (!voice.name.is_empty()).then(|| voice.name.to_string()),
            kind: voice.kind.name(),
            class: Class::of(voice.kind).name(),
            words: voice.words,
            quotes: voice.quotes,
            share: (voice.words as f64 / all.max(1) as f64 * 10_000.0).round() / 10_000.0,
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &["speaker", "kind", "class", "words", "quotes", "share"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.speaker.clone().unwrap_or_default(),
            self.kind.to_owned(),
            self.class.to_owned(),
            self.words.to_string(),
            self.quotes.to_string(),
            format!("{:.4}", self.share),
        ]
    }
}
