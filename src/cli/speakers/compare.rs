//! `pullquote speakers compare`: two speakers side by side, by date.

use anyhow::Result;
use serde::Serialize;

use crate::article::short_date;
use crate::cli::console::{self, Ink, Out, Sign};
use crate::cli::ending::Ending;
use crate::cli::fill::{cut, pad};
use crate::cli::format::{Format, Row, Rows};
use crate::cli::speakers::{SaidEntry, meant};
use crate::library::Library;
use crate::quote::roster::{Day, Said, beside};
use crate::typeset::fold;

/// Columns when the output is no terminal, and the fewest and most.
const CELLS: u16 = 80;
const FEWEST_CELLS: u16 = 24;
const MOST_CELLS: u16 = 160;
/// What parts the two columns.
const GAP: &str = "  ";

/// Prints what two speakers said side by side, latest first
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The speaker on the left
    #[arg(value_name = "A")]
    one: String,
    /// The speaker on the right
    #[arg(value_name = "B")]
    other: String,
    /// Only what has all of these words; what is typed without a space must stand together
    #[arg(
        long,
        value_name = "WORDS",
        default_value = "",
        hide_default_value = true
    )]
    said: String,
    /// Prints at most so many of each
    #[arg(short = 'n', long, value_name = "COUNT")]
    limit: Option<usize>,
    /// The form of the output
    #[arg(short, long, value_name = "FORMAT", default_value = "text")]
    format: Format,
}

const EXAMPLES: &str = "\
Examples:
  pullquote speakers compare \"Jean Ostler\" \"Bilal Rahmani\"
  pullquote speakers compare Ostler Rahmani --said ledger --format csv";

pub(super) fn run(args: &Args, library: &Library, out: &mut Out) -> Result<Ending> {
    let (one, other) = (meant(library, &args.one)?, meant(library, &args.other)?);
    let most = args.limit.unwrap_or(usize::MAX);
    let left = library.said_by(one.id, &args.said, most)?;
    let right = library.said_by(other.id, &args.said, most)?;
    let days = beside(left, right);
    if args.format == Format::Text {
        text(&days, [one.label(), other.label()], out)?;
    } else {
        let mut rows = Rows::begin::<Entry>(args.format, out)?;
        for day in &days {
            for (speaker, said) in [(&one, &day.left), (&other, &day.right)] {
                for said in said {
                    rows.row(&Entry::new(speaker.label(), said), out)?;
                }
            }
        }
        rows.end(out)?;
    }
    if days.is_empty() {
        console::say("neither of them said anything with these words; fewer words find more");
    }
    Ok(Ending::found(!days.is_empty()))
}

fn text(days: &[Day], names: [&str; 2], out: &mut Out) -> Result<()> {
    let cells = out
        .columns()
        .unwrap_or(CELLS)
        .clamp(FEWEST_CELLS, MOST_CELLS);
    let column = (cells - GAP.len() as u16) / 2;
    let heads = names.map(|name| cut(name, usize::from(column), out.sign(Sign::Cut)));
    let head = format!("{}{GAP}{}", pad(&heads[0], usize::from(column)), heads[1]);
    let line = out.ink(Ink::Bold, &head);
    out.line(&line)?;
    for day in days {
        let date = if day.date.is_empty() {
            "undated".to_owned()
        } else {
            short_date(&day.date)
        };
        let line = out.ink(Ink::Dim, &date);
        out.line("")?;
        out.line(&line)?;
        let left = day.left.iter().map(|said| (true, said));
        let right = day.right.iter().map(|said| (false, said));
        for (is_left, said) in left.chain(right) {
            quote(said, is_left, column, out)?;
        }
    }
    Ok(())
}

fn quote(said: &Said, is_left: bool, column: u16, out: &mut Out) -> Result<()> {
    let indent = if is_left {
        String::new()
    } else {
        " ".repeat(usize::from(column) + GAP.len())
    };
    for line in fold(&said.words, column) {
        out.line(&format!("{indent}{line}"))?;
    }
    let article = format!("article {}", said.article.0);
    let place: Vec<&str> = [article.as_str()]
        .into_iter()
        .chain(said.site.as_deref())
        .collect();
    let place = place.join(out.sign(Sign::Dot));
    let place = out.ink(
        Ink::Dim,
        &cut(&place, usize::from(column), out.sign(Sign::Cut)),
    );
    out.line(&format!("{indent}{place}"))
}

#[derive(Debug, Serialize)]
struct Entry {
    who: String,
    #[serde(flatten)]
    said: SaidEntry,
}

impl Entry {
    fn new(who: &str, said: &Said) -> Self {
        Self {
            who: who.to_owned(),
            said: SaidEntry::new(said),
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &[
        "who", "article", "number", "date", "site", "title", "kind", "speaker", "role", "words",
    ];

    fn cells(&self) -> Vec<String> {
        let mut cells = vec![self.who.clone()];
        cells.extend(self.said.cells());
        cells
    }
}
