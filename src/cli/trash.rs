//! `pullquote trash`: what was thrown away, to be brought back or taken out for good.

use anyhow::{Result, bail};

use crate::article::{ArticleId, Clean, Summary};
use crate::cli::call::{Call, today};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::library::{Change, Library};

/// Throws articles away, lists them, brings some back or empties the trash
///
/// An article that was thrown away, here or in the reader, can be brought back for 30 days with its quotes, tags and
/// notes; then it is taken out for good.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Lists them; the same as no verb at all
    List,
    /// Throws articles away
    Add {
        /// Their numbers
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
    },
    /// Brings articles back
    Restore {
        /// Their numbers
        #[arg(required = true, value_name = "ID")]
        ids: Vec<i64>,
    },
    /// Takes them out for good; this cannot be undone
    Empty,
}

const EXAMPLES: &str = "\
Examples:
  pullquote trash add 2 3
  pullquote trash
  pullquote trash restore 2
  pullquote trash empty";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(mut library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let trash = library.trash()?;
    match &args.act {
        None | Some(Act::List) => list(&trash, call),
        Some(Act::Add { ids }) => add(&mut library, ids),
        Some(Act::Restore { ids }) => restore(&mut library, &trash, ids),
        Some(Act::Empty) => {
            let count = library.empty_trash(None)?;
            console::say(&format!("{} taken out for good", articles(count)));
            Ok(Ending::found(count > 0))
        }
    }
}

fn list(trash: &[(Clean, Summary)], call: &mut Call) -> Result<Ending> {
    for (day, summary) in trash {
        let line = format!("{:>6}  {day}  {}", summary.id.0, summary.label);
        call.out.line(&line)?;
    }
    if trash.is_empty() {
        console::say("the trash is empty");
    }
    Ok(Ending::found(!trash.is_empty()))
}

fn add(library: &mut Library, ids: &[i64]) -> Result<Ending> {
    let day = Clean::line(&today().to_string());
    for &id in ids {
        library.change(ArticleId(id), &Change::Deleted(Some(day.clone())))?;
    }
    console::say(&format!("{} thrown away", articles(ids.len())));
    Ok(Ending::Done)
}

fn restore(library: &mut Library, trash: &[(Clean, Summary)], ids: &[i64]) -> Result<Ending> {
    for &id in ids {
        if !trash.iter().any(|(_, summary)| summary.id.0 == id) {
            bail!("article {id} is not in the trash; `pullquote trash` lists what is");
        }
    }
    for &id in ids {
        library.change(ArticleId(id), &Change::Deleted(None))?;
    }
    console::say(&format!("{} brought back", articles(ids.len())));
    Ok(Ending::Done)
}

fn articles(count: usize) -> String {
    match count {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    }
}
