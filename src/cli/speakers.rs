//! `pullquote speakers`: who speaks in the library, what they said, and which names are theirs.

mod compare;
mod naming;
mod said;

use anyhow::{Result, bail};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Subcommand, ValueEnum};
use serde::Serialize;

use crate::cli::call::Call;
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::cut;
use crate::cli::format::{Format, Row, Rows};
use crate::library::Library;
use crate::quote::SpeakerKind;
use crate::quote::roster::{
    Called, Class, Shares, SpeakerLine, SpeakerQuery, SpeakerSort, percent,
};

pub(super) use said::Entry as SaidEntry;

/// Lists who speaks in the articles of the library
///
/// Without a verb of its own it lists speakers: how many quotes in how many articles, the first and the last date, the name
/// and the latest role. A name that is written differently in two articles is two speakers until you say that it is one;
/// `speakers proposals` shows what may belong together. The exit code is 1 when nobody was found.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES, args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    /// Words of the name; the last may be the beginning of one
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    /// The order
    #[arg(long, value_name = "ORDER", default_value = "quotes", value_parser = sort_parser())]
    sort: SpeakerSort,
    /// Only those whom the articles name, or only the others
    #[arg(long, value_name = "WHO", default_value = "all")]
    who: Who,
    /// Lists at most so many
    #[arg(short = 'n', long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote speakers
  pullquote speakers --who named --sort last --limit 20
  pullquote speakers ostler --format csv
  pullquote speakers show \"Jean Ostler\"
  pullquote speakers quotes \"Bilal Rahmani\" --said ledger";

#[derive(Debug, Subcommand)]
enum Act {
    Show(naming::ShowArgs),
    Quotes(said::Args),
    Compare(compare::Args),
    Proposals(naming::ProposalArgs),
    Merge(naming::MergeArgs),
    Split(naming::SplitArgs),
    Apart(naming::ApartArgs),
}

/// Which speakers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Who {
    /// All whom articles name or describe.
    All,
    /// Persons, bodies and documents with a name.
    Named,
    /// Those who are only described ("a senior official").
    Unnamed,
}

fn sort_parser() -> impl TypedValueParser<Value = SpeakerSort> {
    PossibleValuesParser::new(SpeakerSort::ALL.map(SpeakerSort::name)).map(|name| {
        let sort = SpeakerSort::ALL.into_iter().find(|it| it.name() == name);
        sort.unwrap_or_default()
    })
}

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(mut library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let out = &mut call.out;
    match &args.act {
        None => list(args, &library, out),
        Some(Act::Show(args)) => naming::show(args, &library, out),
        Some(Act::Quotes(args)) => said::run(args, &library, out),
        Some(Act::Compare(args)) => compare::run(args, &library, out),
        Some(Act::Proposals(args)) => naming::proposals(args, &library, out),
        Some(Act::Merge(args)) => naming::merge(args, &mut library, out),
        Some(Act::Split(args)) => naming::split(args, &mut library, out),
        Some(Act::Apart(args)) => naming::apart(args, &mut library, out),
    }
}

/// Returns the one speaker whom a name means. Where a person and a body have the same name it is the person, which is said.
fn meant(library: &Library, name: &str) -> Result<SpeakerLine> {
    let mut found = library.speakers_meant(name)?;
    let folded = |speaker: &SpeakerLine| Called::new(&speaker.name, SpeakerKind::Person).key;
    if let [first, others @ ..] = found.as_slice()
        && !others.is_empty()
        && others.iter().all(|it| folded(it) == folded(first))
    {
        console::say(&format!(
            "“{name}” is the name of {} speakers, a {} and others; `pullquote speakers merge \"{name}\" \"{name}\"` makes them one",
            found.len(),
            first.kind.name()
        ));
        found.truncate(1);
    }
    let Some(last) = found.pop() else {
        bail!("nobody called “{name}” speaks in the library; `pullquote speakers` lists who does");
    };
    if found.is_empty() {
        return Ok(last);
    }
    found.push(last);
    let names: Vec<&str> = found.iter().take(6).map(SpeakerLine::label).collect();
    bail!("“{name}” may be {}; write the whole name", names.join(", "));
}

fn list(args: &Args, library: &Library, out: &mut Out) -> Result<Ending> {
    let query = SpeakerQuery {
        filter: args.name.join(" "),
        sort: args.sort,
        class: match args.who {
            Who::All => None,
            Who::Named => Some(Class::Named),
            Who::Unnamed => Some(Class::Unnamed),
        },
    };
    let found = library.speakers(&query, args.limit.unwrap_or(usize::MAX))?;
    if args.format == Format::Text {
        for speaker in &found {
            let line = line(speaker, out);
            out.line(&line)?;
        }
        let shares = library.shares()?;
        if query.filter.is_empty() && shares.quotes() > 0 {
            let line = out.ink(Ink::Dim, &shares_line(&shares));
            out.line(&line)?;
        }
    } else {
        let mut rows = Rows::begin::<Entry>(args.format, out)?;
        for speaker in &found {
            rows.row(&Entry::new(speaker), out)?;
        }
        rows.end(out)?;
    }
    if found.is_empty() {
        console::say("no speaker was found; fewer letters of the name find more");
    }
    Ok(Ending::found(!found.is_empty()))
}

/// Returns in one line how many of the quotes have a named speaker.
fn shares_line(shares: &Shares) -> String {
    let all = shares.quotes();
    let share = |class| {
        format!(
            "{} % {}",
            percent(shares.of(class).quotes, all),
            class.name()
        )
    };
    let quotes = if all == 1 { "quote" } else { "quotes" };
    format!("{all} {quotes}: {}", Class::ALL.map(share).join(", "))
}

/// Returns the line of a speaker for people.
fn line(speaker: &SpeakerLine, out: &Out) -> String {
    let dates = dates(speaker.dates.as_ref(), out);
    let head = format!(
        "{:>6} {:>5}  {dates:<23}  ",
        speaker.quotes, speaker.articles
    );
    let room = out.columns().map_or(usize::MAX, |columns| {
        usize::from(columns).saturating_sub(head.len())
    });
    let name = cut(speaker.label(), room, out.sign(Sign::Cut));
    let left = room.saturating_sub(usize::from(crate::typeset::width(&name)) + 2);
    let mut line = head + &out.ink(Ink::Bold, &name);
    if let Some(role) = speaker.role.as_deref()
        && left > 3
    {
        line.push_str(", ");
        line.push_str(&out.ink(Ink::Dim, &cut(role, left, out.sign(Sign::Cut))));
    }
    line
}

/// Returns two dates as days; one when they are the same.
fn dates(dates: Option<&(crate::article::Clean, crate::article::Clean)>, out: &Out) -> String {
    let Some((first, last)) = dates else {
        return "-".to_owned();
    };
    let day = |date: &str| date.chars().take(10).collect::<String>();
    match (day(first), day(last)) {
        (first, last) if first == last => first,
        (first, last) => format!("{first}{}{last}", out.sign(Sign::Until)),
    }
}

/// The entry of a speaker for machines.
#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    role: Option<String>,
    kind: &'static str,
    quotes: usize,
    articles: usize,
    words: usize,
    first: Option<String>,
    last: Option<String>,
}

impl Entry {
    fn new(speaker: &SpeakerLine) -> Self {
        let (first, last) = speaker.dates.clone().unzip();
        Self {
            name: speaker.name.to_string(),
            role: speaker.role.as_ref().map(ToString::to_string),
            kind: speaker.kind.name(),
            quotes: speaker.quotes,
            articles: speaker.articles,
            words: speaker.words,
            first: first.map(|date| date.to_string()),
            last: last.map(|date| date.to_string()),
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &[
        "name", "role", "kind", "quotes", "articles", "words", "first", "last",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.name.clone(),
            self.role.clone().unwrap_or_default(),
            self.kind.to_owned(),
            self.quotes.to_string(),
            self.articles.to_string(),
            self.words.to_string(),
            self.first.clone().unwrap_or_default(),
            self.last.clone().unwrap_or_default(),
        ]
    }
}
