//! `pullquote templates`: the templates that come with the program, and what a template may ask for.

use anyhow::{Result, bail};

use crate::article::nearest;
use crate::cite::{BUNDLED, reference};
use crate::cli::call::Call;
use crate::cli::console::Ink;
use crate::cli::ending::Ending;
use crate::cli::fill::{fill, pad};

/// Shows the templates for export, or what a template may ask for
///
/// `pullquote export --template` takes a file in the language of Jinja, or the name of a template that comes with the
/// program. Without a name, this lists those and all that a template may ask for; with a name, it prints the template,
/// to be changed. A template reads no other file, and is stopped when it does not come to an end.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct Args {
    /// The template to print
    name: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  pullquote templates
  pullquote templates obsidian > mine.md
  pullquote export --template mine.md --folder vault/news";

/// Widest text, in cells.
const MOST_CELLS: u16 = 100;
/// The column of the sentences.
const COLUMN: usize = 14;

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let out = &mut call.out;
    if let Some(name) = &args.name {
        if let Some((_, text)) = BUNDLED.iter().find(|(known, _)| known == name) {
            out.writer().write_all(text.as_bytes())?;
            return Ok(Ending::Done);
        }
        match nearest(name, BUNDLED.iter().map(|(known, _)| *known)) {
            Some(near) => bail!("no template is named {name}; did you mean {near}?"),
            None => bail!("no template is named {name}; `pullquote templates` lists them"),
        }
    }
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    let names: Vec<&str> = BUNDLED.iter().map(|(name, _)| *name).collect();
    out.line(&format!("bundled: {}", names.join(", ")))?;
    for (of, fields) in reference() {
        out.line("")?;
        let head = out.ink(Ink::Bold, of);
        out.line(&head)?;
        for field in fields {
            let label = format!("  {} ", pad(field.name, COLUMN));
            for line in fill(&label, field.sentence, cells) {
                out.line(&line)?;
            }
        }
    }
    Ok(Ending::Done)
}
