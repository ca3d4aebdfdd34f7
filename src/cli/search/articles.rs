//! Articles that were found: title, site, date, and the stretch that shows why, its words marked.

use anyhow::Result;
use serde::Serialize;

use crate::article::{CodePoints, Filter, short_date};
use crate::cli::console::{Ink, Out, Sign};
use crate::cli::fill::fill;
use crate::cli::format::{Row, Rows};
use crate::cli::quotes::Form;
use crate::export::escaped;
use crate::library::{Hit, Library};

/// Widest text, in cells.
const MOST_CELLS: u16 = 80;

/// Prints the best articles for a filter; returns whether there were any.
pub(super) fn print(
    library: &Library,
    filter: &Filter,
    limit: usize,
    form: Form,
    out: &mut Out,
) -> Result<bool> {
    let hits = library.search(filter, limit)?;
    match form.rows() {
        Some(format) => {
            let mut rows = Rows::begin::<Entry>(format, out)?;
            for hit in &hits {
                rows.row(&Entry::new(hit), out)?;
            }
            rows.end(out)?;
        }
        None => {
            for (index, hit) in hits.iter().enumerate() {
                match form {
                    Form::Markdown => markdown(hit, out)?,
                    _ => text(hit, index == 0, out)?,
                }
            }
        }
    }
    Ok(!hits.is_empty())
}

/// Writes an article as Markdown: a heading and the stretch as a block quote.
fn markdown(hit: &Hit, out: &mut Out) -> Result<()> {
    let summary = &hit.summary;
    out.line(&format!("## {}\n", escaped(&summary.label)))?;
    let about = about(hit, out);
    if !about.is_empty() {
        out.line(&format!("{}\n", escaped(&about)))?;
    }
    let whose = whose(hit);
    out.line(&format!("> {whose}{}\n", escaped(&hit.snippet)))
}

/// Returns what tells the reader's own words from the article's.
fn whose(hit: &Hit) -> &'static str {
    if hit.is_note { "Your note: " } else { "" }
}

/// Returns site and date, as far as they are known.
fn about(hit: &Hit, out: &Out) -> String {
    let site = hit.summary.site.as_deref().map(str::to_owned);
    let date = hit.summary.published.as_deref().map(short_date);
    let about: Vec<String> = site.into_iter().chain(date).collect();
    about.join(out.sign(Sign::Dot))
}

fn text(hit: &Hit, is_first: bool, out: &mut Out) -> Result<()> {
    if !is_first {
        out.line("")?;
    }
    let summary = &hit.summary;
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    let label = format!("{}  ", summary.id.0);
    let indent = " ".repeat(label.len());
    for line in fill(&label, &summary.label, cells) {
        let line = out.ink(Ink::Bold, &line);
        out.line(&line)?;
    }
    let about = about(hit, out);
    if !about.is_empty() {
        let line = out.ink(Ink::Dim, &format!("{indent}{about}"));
        out.line(&line)?;
    }
    // The marks go in after the lines are broken, so that their sequences take no cells: each word carries its own.
    let words = format!("{}{}", whose(hit), marked(hit));
    for line in fill(&indent, &words, cells) {
        let line = inked(&line, out);
        out.line(&line)?;
    }
    Ok(())
}

/// Stand for the beginning and the end of a mark until the lines are broken. Clean text has no such characters, and they
/// take no cells.
const BEGIN: char = '\u{1}';
const END: char = '\u{2}';

/// Returns the snippet with every word of a match between [`BEGIN`] and [`END`].
fn marked(hit: &Hit) -> String {
    let mut out = String::with_capacity(hit.snippet.len() + 16);
    let mut at = 0;
    for span in &hit.matches {
        out.push_str(hit.snippet.get(at..span.start).unwrap_or_default());
        let found = hit.snippet.get(span.range()).unwrap_or_default();
        let words: Vec<String> = found
            .split(' ')
            .map(|word| format!("{BEGIN}{word}{END}"))
            .collect();
        out.push_str(&words.join(" "));
        at = span.end;
    }
    out.push_str(hit.snippet.get(at..).unwrap_or_default());
    out
}

fn inked(line: &str, out: &Out) -> String {
    let mut inked = String::with_capacity(line.len());
    for part in line.split_inclusive(END) {
        let (before, found) = part.split_once(BEGIN).unwrap_or((part, ""));
        inked.push_str(before);
        inked.push_str(&out.ink(Ink::Bold, found.trim_end_matches(END)));
    }
    inked
}

#[derive(Debug, Serialize)]
struct Entry {
    id: i64,
    title: String,
    site: Option<String>,
    date: Option<String>,
    snippet: String,
    /// Ranges of the snippet in code points.
    matches: Vec<[usize; 2]>,
    /// Only when the snippet is a note of the reader's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    note: bool,
}

impl Entry {
    fn new(hit: &Hit) -> Self {
        let points = CodePoints::new(&hit.snippet);
        let summary = &hit.summary;
        Self {
            id: summary.id.0,
            title: summary.label.to_string(),
            site: summary.site.as_deref().map(str::to_owned),
            date: summary.published.as_deref().map(str::to_owned),
            snippet: hit.snippet.to_string(),
            matches: hit.matches.iter().map(|&span| points.pair(span)).collect(),
            note: hit.is_note,
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &["id", "title", "site", "date", "snippet"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.title.clone(),
            self.site.clone().unwrap_or_default(),
            self.date.clone().unwrap_or_default(),
            self.snippet.clone(),
        ]
    }
}
