//! Quotes that were found: the words, who said them, and in which article.

use anyhow::Result;
use serde::Serialize;

use crate::article::{Article, ArticleId, Filter, short_date};
use crate::cli::console::{Ink, Out, Sign};
use crate::cli::fill::fill;
use crate::cli::format::{Row, Rows};
use crate::cli::quotes::{Form, one_as_markdown};
use crate::library::Library;
use crate::quote::{Quote, attribution, phrase, words};

/// Widest text, in cells.
const MOST_CELLS: u16 = 80;

/// Prints the quotes that a filter asks for, at most so many; returns whether there were any.
pub(super) fn print(
    library: &Library,
    filter: &Filter,
    limit: usize,
    form: Form,
    out: &mut Out,
) -> Result<bool> {
    let mut rows = match form.rows() {
        Some(format) => Some(Rows::begin::<Entry>(format, out)?),
        None => None,
    };
    let mut count = 0;
    let mut failed = None;
    let all = library.each_quoting(filter, &mut |id, article, quotes| {
        for (number, quote) in quotes.iter().take(limit - count) {
            let done = match (&mut rows, form) {
                (Some(rows), _) => rows.row(&Entry::new(id, &article, *number, quote), out),
                (None, Form::Markdown) => one_as_markdown(&article, quote, out),
                (None, _) => text(id, &article, quote, count == 0, out),
            };
            count += 1;
            if let Err(error) = done {
                failed = Some(error);
                return false;
            }
        }
        count < limit
    });
    if let Some(error) = failed {
        return Err(error);
    }
    all?;
    if let Some(rows) = rows {
        rows.end(out)?;
    }
    Ok(count > 0)
}

fn text(
    id: ArticleId,
    article: &Article,
    quote: &Quote,
    is_first: bool,
    out: &mut Out,
) -> Result<()> {
    if !is_first {
        out.line("")?;
    }
    let cells = out.columns().map_or(MOST_CELLS, |n| n.min(MOST_CELLS));
    for line in fill("", &words(&article.body, quote), cells) {
        out.line(&line)?;
    }
    let cue = phrase(&article.body, &quote.cue);
    let who = [attribution(quote), quote.kind.name().to_owned(), cue];
    let who: Vec<String> = who.into_iter().filter(|part| !part.is_empty()).collect();
    for line in fill(
        &format!("  {}", out.sign(Sign::Dash)),
        &who.join(out.sign(Sign::Dot)),
        cells,
    ) {
        out.line(&line)?;
    }
    let meta = &article.meta;
    let about: Vec<String> = [
        Some(article.label()),
        meta.site.as_deref().map(str::to_owned),
    ]
    .into_iter()
    .chain([meta.published.as_deref().map(short_date)])
    .flatten()
    .collect();
    for line in fill(
        &format!("    {}  ", id.0),
        &about.join(out.sign(Sign::Dot)),
        cells,
    ) {
        let line = out.ink(Ink::Dim, &line);
        out.line(&line)?;
    }
    Ok(())
}

/// The entry of a quote for machines.
#[derive(Debug, Serialize)]
struct Entry {
    /// The number of the article.
    id: i64,
    title: String,
    site: Option<String>,
    date: Option<String>,
    url: Option<String>,
    /// The number of the quote in its article, from 1.
    number: usize,
    kind: &'static str,
    speaker: Option<String>,
    role: Option<String>,
    words: String,
    cue: String,
}

impl Entry {
    fn new(id: ArticleId, article: &Article, number: usize, quote: &Quote) -> Self {
        let meta = &article.meta;
        let speaker = quote.speaker.as_ref();
        Self {
            id: id.0,
            title: article.label(),
            site: meta.site.as_deref().map(str::to_owned),
            date: meta.published.as_deref().map(str::to_owned),
            url: meta.url.as_deref().map(str::to_owned),
            number: number + 1,
            kind: quote.kind.name(),
            speaker: speaker.map(|speaker| speaker.name.to_string()),
            role: speaker.and_then(|speaker| speaker.role.as_deref().map(str::to_owned)),
            words: words(&article.body, quote),
            cue: phrase(&article.body, &quote.cue),
        }
    }
}

impl Row for Entry {
    const HEAD: &'static [&'static str] = &[
        "id", "title", "site", "date", "url", "number", "kind", "speaker", "role", "words", "cue",
    ];

    fn cells(&self) -> Vec<String> {
        vec![
            self.id.to_string(),
            self.title.clone(),
            self.site.clone().unwrap_or_default(),
            self.date.clone().unwrap_or_default(),
            self.url.clone().unwrap_or_default(),
            self.number.to_string(),
            self.kind.to_owned(),
            self.speaker.clone().unwrap_or_default(),
            self.role.clone().unwrap_or_default(),
            self.words.clone(),
            self.cue.clone(),
        ]
    }
}
