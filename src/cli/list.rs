//! `pullquote list`: the articles of the library, one a line.

use anyhow::Result;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::Serialize;

use crate::article::{Query, Shelf, Sort, Summary};
use crate::cli::call::Call;
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::{cut, pad};
use crate::cli::format::{Format, Row, Rows};
use crate::library::Library;

/// Lists the articles of the library
///
/// In text, each line has the number of the article, its flags (u unread, s starred, a archived), date, words, quotes,
/// title and site. The number is what `show` and `quotes` take.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
#[command(mut_arg("shelf", |shelf| shelf.default_value(Shelf::Inbox.name())))]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    /// The order
    #[arg(long, value_name = "ORDER", default_value = "newest", value_parser = sort_parser())]
    sort: Sort,
    /// Lists at most so many
    #[arg(short = 'n', long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote list
  pullquote list --filter ferry --sort oldest
  pullquote list --shelf unread --sort quotes --limit 5
  pullquote list --format csv > articles.csv";

/// Which articles of the library. Each verb says itself which shelf it takes when none is named.
#[derive(Debug, clap::Args)]
pub(super) struct Which {
    /// Which part of the library
    #[arg(long, value_name = "SHELF", required = false, value_parser = shelf_parser())]
    shelf: Shelf,
    /// Words that must all stand in the title, site, authors or tags
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    filter: String,
}

fn shelf_parser() -> impl TypedValueParser<Value = Shelf> {
    PossibleValuesParser::new(Shelf::ALL.map(Shelf::name)).map(|name| {
        let shelf = Shelf::ALL.into_iter().find(|it| it.name() == name);
        shelf.unwrap_or_default()
    })
}

fn sort_parser() -> impl TypedValueParser<Value = Sort> {
    PossibleValuesParser::new(Sort::ALL.map(Sort::name)).map(|name| {
        let sort = Sort::ALL.into_iter().find(|it| it.name() == name);
        sort.unwrap_or_default()
    })
}

impl Which {
    /// Returns the query, in no particular order.
    pub(super) fn query(&self) -> Query {
        Query {
            filter: self.filter.clone(),
            shelf: self.shelf,
            ..Query::default()
        }
    }
}

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let query = Query {
        sort: args.sort,
        ..args.which.query()
    };
    let any = print(&library, &query, args.limit, args.format, &mut call.out)?;
    if !any && library.count(&query_of_all())? == 0 {
        console::say("the library is empty; `pullquote import PATH` takes articles in");
    }
    Ok(Ending::found(any))
}

fn query_of_all() -> Query {
    Query {
        shelf: Shelf::All,
        ..Query::default()
    }
}

/// How many lines are read at a time.
const PAGE: usize = 256;

/// Prints the articles of a query; returns whether there were any.
pub(super) fn print(
    library: &Library,
    query: &Query,
    limit: Option<usize>,
    format: Format,
    out: &mut Out,
) -> Result<bool> {
    let ids = library.order(query, limit)?;
    let digits = ids
        .iter()
        .map(|id| id.0)
        .max()
        .unwrap_or(0)
        .to_string()
        .len();
    let mut rows = Rows::begin::<Entry>(format, out)?;
    for page in ids.chunks(PAGE) {
        for summary in library.summaries(page)? {
            if format == Format::Text {
                let line = line(&summary, digits, out);
                out.line(&line)?;
            } else {
                let meta = library.meta(summary.id)?;
                let url = meta.and_then(|meta| meta.url);
                let url = url.map(crate::article::Clean::into_string);
                rows.row(&Entry::new(&summary, url), out)?;
            }
        }
    }
    rows.end(out)?;
    Ok(!ids.is_empty())
}

/// Returns the line of an article for people.
fn line(summary: &Summary, digits: usize, out: &Out) -> String {
    let flag = |is_set, letter| if is_set { letter } else { '-' };
    let flags = [
        flag(!summary.read, 'u'),
        flag(summary.starred, 's'),
        flag(summary.archived, 'a'),
    ];
    let date = summary.published.as_deref().unwrap_or("-");
    let date: String = date.chars().take(10).collect();
    let quotes = summary
        .quotes
        .map_or_else(|| "-".to_owned(), |count| count.to_string());
    let head = format!(
        "{:>digits$}  {}  {}  {:>6}  {quotes:>4}  ",
        summary.id.0,
        flags.iter().collect::<String>(),
        pad(&date, 10),
        summary.words
    );
    let site = summary.site.as_deref().unwrap_or_default();
    let room = out.columns().map(|columns| {
        let taken = usize::from(crate::typeset::width(&head));
        usize::from(columns).saturating_sub(taken)
    });
    let title = match room {
        Some(room) => cut(&summary.label, room, out.sign(Sign::Cut)),
        None => summary.label.to_string(),
    };
    let left = room.map_or(usize::MAX, |room| {
        room.saturating_sub(usize::from(crate::typeset::width(&title)) + 2)
    });
    let mut line = head + &out.ink(Ink::Bold, &title);
    if !site.is_empty() && left > 3 {
        line.push_str("  ");
        line.push_str(&out.ink(Ink::Dim, &cut(site, left, out.sign(Sign::Cut))));
    }
    line
}

/// The entry of an article for machines.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    id: i64,
    title: String,
    site: Option<String>,
    date: Option<String>,
    words: usize,
    quotes: Option<usize>,
    flags: Vec<&'static str>,
    url: Option<String>,
}

impl Entry {
    fn new(summary: &Summary, url: Option<String>) -> Self {
        let flags = [
            (!summary.read, "unread"),
            (summary.starred, "starred"),
            (summary.archived, "archived"),
        ];
        Self {
            id: summary.id.0,
            title: summary.label.to_string(),
            site: summary.site.as_deref().map(str::to_owned),
            date: summary.published.as_deref().map(str::to_owned),
            words: summary.words,
            quotes: summary.quotes,
            flags: flags
                .into_iter()
                .filter_map(|(is_set, name)| is_set.then_some(name))
                .collect(),
            url,
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &[
        "id", "title", "site", "date", "words", "quotes", "flags", "url",
    ];

    fn cells(&self) -> Vec<String> {
        let quotes = self.quotes.map(|count| count.to_string());
        vec![
            self.id.to_string(),
            self.title.clone(),
            self.site.clone().unwrap_or_default(),
            self.date.clone().unwrap_or_default(),
            self.words.to_string(),
            quotes.unwrap_or_default(),
            self.flags.join(" "),
            self.url.clone().unwrap_or_default(),
        ]
    }
}
