//! Quotes for people: numbered below one another, or as Markdown.

use anyhow::Result;

use crate::article::Article;
use crate::cli::console::{Ink, Out, Sign};
use crate::cli::fill::fill;
use crate::cli::source::Found;
use crate::export::escaped;
use crate::quote::{Quote, attribution, citation, phrase, words};

/// Widest text, in cells.
const MOST_CELLS: u16 = 80;

/// Writes the quotes of an article below its title.
pub(super) fn text(found: &Found, is_first: bool, out: &mut Out) -> Result<()> {
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    if !is_first {
        out.line("")?;
    }
    for line in fill("", &found.article.label(), cells) {
        let line = out.ink(Ink::Bold, &line);
        out.line(&line)?;
    }
    if found.quotes.is_empty() {
        return out.line("  no quotes found");
    }
    numbered(found, cells, out)
}

/// Writes the quotes of an article one below the other, numbered from 1.
pub(in crate::cli) fn numbered(found: &Found, cells: u16, out: &mut Out) -> Result<()> {
    let digits = found.quotes.len().to_string().len();
    for (index, quote) in found.quotes.iter().enumerate() {
        let label = format!(" {:>digits$}  ", index + 1);
        for line in fill(&label, &words(&found.article.body, quote), cells) {
            out.line(&line)?;
        }
        let indent = " ".repeat(digits + 3);
        for line in fill(
            &format!("{indent}{}", out.sign(Sign::Dash)),
            &who(found, quote, out),
            cells,
        ) {
            let line = out.ink(Ink::Dim, &line);
            out.line(&line)?;
        }
    }
    Ok(())
}

/// Returns who said it and in which way, on one line.
fn who(found: &Found, quote: &Quote, out: &Out) -> String {
    let mut line = attribution(quote);
    let cue = phrase(&found.article.body, &quote.cue);
    line.push_str(out.sign(Sign::Dot));
    line.push_str(quote.kind.name());
    if !cue.is_empty() {
        line.push_str(out.sign(Sign::Dot));
        line.push_str(&cue);
    }
    line
}

/// Writes the quotes of an article as Markdown, each a block quote with all that is known of it.
pub(super) fn markdown(found: &Found, out: &mut Out) -> Result<()> {
    out.line(&format!("## {}\n", escaped(&found.article.label())))?;
    for quote in &found.quotes {
        one_as_markdown(&found.article, quote, out)?;
    }
    Ok(())
}

/// Writes a quote as a block quote with all that is known of it.
pub(in crate::cli) fn one_as_markdown(
    article: &Article,
    quote: &Quote,
    out: &mut Out,
) -> Result<()> {
    let cited = citation(article, quote);
    let lines: Vec<&str> = cited.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        // Two blanks at the end of a line keep the next one from being joined to it.
        let end = if index + 1 < lines.len() { "  " } else { "" };
        out.line(&format!("> {}{end}", escaped(line)))?;
    }
    out.line("")
}
