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
use crate::quote::roster::Said;
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

/// A quote and on which side it stands.
struct Sided {
    is_left: bool,
    day: String,
    said: Said,
}

pub(super) fn run(args: &Args, library: &Library, out: &mut Out) -> Result<Ending> {
    let (one, other) = (meant(library, &args.one)?, meant(library, &args.other)?);
    let most = args.limit.unwrap_or(usize::MAX);
    let mut all = Vec::new();
    for (is_left, speaker) in [(true, &one), (false, &other)] {
        for said in library.said_by(speaker.id, &args.said, most)? {
            let date = said.published.as_deref().unwrap_or_default();
            all.push(Sided {
                is_left,
                day: date.chars().take(10).collect(),
                said,
            });
        }
    }
    // Stable: what was said on one day keeps its order.
    all.sort_by(|one, other| other.day.cmp(&one.day));
    if args.format == Format::Text {
        text(&all, [one.label(), other.label()], out)?;
    } else {
        let mut rows = Rows::begin::<Entry>(args.format, out)?;
        for sided in &all {
            let speaker = if sided.is_left { &one } else { &other };
            rows.row(&Entry::new(speaker.label(), &sided.said), out)?;
        }
        rows.end(out)?;
    }
    if all.is_empty() {
        console::say("neither of them said anything with these words; fewer words find more");
    }
    Ok(Ending::found(!all.is_empty()))
}

fn text(all: &[Sided], names: [&str; 2], out: &mut Out) -> Result<()> {
    let cells = out
        .columns()
        .unwrap_or(CELLS)
        .clamp(FEWEST_CELLS, MOST_CELLS);
    let column = (cells - GAP.len() as u16) / 2;
    let heads = names.map(|name| cut(name, usize::from(column), out.sign(Sign::Cut)));
    let head = format!("{}{GAP}{}", pad(&heads[0], usize::from(column)), heads[1]);
    let line = out.ink(Ink::Bold, &head);
    out.line(&line)?;
    let mut day: Option<&str> = None;
    for sided in all {
        let said = &sided.said;
        if day != Some(sided.day.as_str()) {
            day = Some(&sided.day);
            let date = if sided.day.is_empty() {
                "undated".to_owned()
            } else {
                short_date(&sided.day)
            };
            let line = out.ink(Ink::Dim, &date);
            out.line("")?;
            out.line(&line)?;
        }
        let indent = if sided.is_left {
            String::new()
        } else {
            " ".repeat(usize::from(column) + GAP.len())
        };
        for line in fold(&said.words, column) {
            out.line(&format!("{indent}{line}"))?;
        }
        let site = said.site.as_deref().map(|site| format!(" · {site}"));
        let place = format!("article {}{}", said.article.0, site.unwrap_or_default());
        let place = out.ink(
            Ink::Dim,
            &cut(&place, usize::from(column), out.sign(Sign::Cut)),
        );
        out.line(&format!("{indent}{place}"))?;
    }
    Ok(())
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
