//! `pullquote searches`: queries that have a name.

use anyhow::{Result, bail};
use serde::Serialize;

use crate::article::{Filter, SavedSearch, nearest};
use crate::cli::call::{Call, today};
use crate::cli::console::{self, Ink};
use crate::cli::ending::Ending;
use crate::cli::fill::pad;
use crate::cli::format::{Format, Row, Rows};
use crate::library::Library;

/// Lists the searches that have a name, adds one or takes one away
///
/// In the reader, `:save NAME` saves the filter of the list, and `:searches` shows them.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Lists them; the same as no verb at all
    List,
    /// Gives a query a name, in place of the query that had it
    Add {
        /// The name
        name: String,
        /// The query, as `pullquote search --help` explains it
        #[arg(required = true, value_name = "QUERY", allow_hyphen_values = true)]
        query: Vec<String>,
    },
    /// Takes a name away
    Remove {
        /// The name
        name: String,
    },
}

const EXAMPLES: &str = "\
Examples:
  pullquote searches add ferries 'ferry sort:oldest'
  pullquote searches
  pullquote search --saved ferries
  pullquote searches remove ferries";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    match &args.act {
        None | Some(Act::List) => {
            let Some(library) = call.library.open_existing()? else {
                return Ok(Ending::Nothing);
            };
            list(&library.saved_searches()?, args.format, call)
        }
        Some(Act::Add { name, query }) => {
            let query = query.join(" ");
            if name.trim().is_empty() {
                bail!("a search needs a name");
            }
            Filter::parse(&query, today())?;
            let mut library = call.library.open()?;
            if let Some(before) = library.save_search(name, Some(&query))? {
                console::say(&format!("it took the place of: {before}"));
            }
            Ok(Ending::Done)
        }
        Some(Act::Remove { name }) => {
            let Some(mut library) = call.library.open_existing()? else {
                return Ok(Ending::Nothing);
            };
            // Says what is wrong when there is none.
            named(&library, name)?;
            library.save_search(name, None)?;
            Ok(Ending::Done)
        }
    }
}

fn list(searches: &[SavedSearch], format: Format, call: &mut Call) -> Result<Ending> {
    let out = &mut call.out;
    if format == Format::Text {
        let widths = searches
            .iter()
            .map(|saved| crate::typeset::width(&saved.name));
        let cells = usize::from(widths.max().unwrap_or(0));
        for saved in searches {
            let name = out.ink(Ink::Bold, &pad(&saved.name, cells));
            out.line(&format!("{name}  {}", saved.filter))?;
        }
    } else {
        let mut rows = Rows::begin::<Entry>(format, out)?;
        for saved in searches {
            let entry = Entry {
                name: saved.name.to_string(),
                query: saved.filter.to_string(),
            };
            rows.row(&entry, out)?;
        }
        rows.end(out)?;
    }
    if searches.is_empty() {
        console::say("no search has a name yet; `pullquote searches add NAME QUERY` gives one");
    }
    Ok(Ending::found(!searches.is_empty()))
}

/// Returns the filter of the search that has a name.
pub(super) fn saved(library: &Library, name: &str) -> Result<Filter> {
    Ok(Filter::parse(&named(library, name)?.filter, today())?)
}

fn named(library: &Library, name: &str) -> Result<SavedSearch> {
    let mut searches = library.saved_searches()?;
    if let Some(at) = searches.iter().position(|saved| *saved.name == *name) {
        return Ok(searches.swap_remove(at));
    }
    match nearest(name, searches.iter().map(|saved| &*saved.name)) {
        Some(near) => bail!("no search is named {name}; did you mean {near}?"),
        None => bail!("no search is named {name}; `pullquote searches` lists them"),
    }
}

#[derive(Debug, Serialize)]
struct Entry {
    name: String,
    query: String,
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &["name", "query"];

    fn cells(&self) -> Vec<String> {
        vec![self.name.clone(), self.query.clone()]
    }
}
