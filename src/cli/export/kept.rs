//! Quotes, highlights and clips of the library as passages, and the forms in which many of them are written out.

use std::collections::HashMap;
use std::io::Write;

use anyhow::Result;
use serde::Serialize;
use serde_json::{Value, json};

use crate::article::{Meta, Query};
use crate::cite::{Passage, PassageKind, annotation, bibtex, block, csl, deep_link, escaped, key};
use crate::cli::format::{csv, json as quiet};
use crate::import::records::CLIP;
use crate::library::{Library, Reading};

/// What is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum What {
    /// Articles with all that belongs to them
    Articles,
    /// Who said what
    Quotes,
    /// Highlights and notes
    Highlights,
    /// Clips, in their order
    Clips,
}

/// The form in which it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Form {
    /// One object a line
    Jsonl,
    /// To be read, and checked by `pullquote verify`
    Markdown,
    /// A head line, then one line for each
    Csv,
    /// Annotations of the W3C's model
    Jsonld,
    /// The articles as a bibliography for TeX
    Bibtex,
    /// The articles as a bibliography for Pandoc, Zotero and others
    Csl,
}

/// Returns the passages of a library, the oldest articles first; clips in their order.
pub(super) fn passages(library: &Library, query: &Query, what: What) -> Result<Vec<Passage>> {
    if what == What::Clips {
        return Ok(library.clips()?);
    }
    let mut found = Vec::new();
    for id in library.order(query, None)?.into_iter().rev() {
        let Some(reading) = library.open_article(id)? else {
            continue;
        };
        match what {
            What::Articles => found.push(Passage {
                article: Some(reading.article.meta.clone()),
                ..Passage::default()
            }),
            what => found.append(&mut of_article(&reading, what)),
        }
    }
    Ok(found)
}

/// Returns the passages of an article: its highlights, its quotes, or first those and then these.
pub(super) fn of_article(reading: &Reading, what: What) -> Vec<Passage> {
    let article = &reading.article;
    let highlights = reading.state.highlights.iter();
    let highlights = highlights.map(|it| Passage::of_highlight(&article.meta, it));
    let quotes = reading.quotes.iter();
    let quotes = quotes.filter_map(|quote| Passage::of_quote(article, quote));
    match what {
        What::Highlights => highlights.collect(),
        What::Quotes => quotes.collect(),
        What::Articles => highlights.chain(quotes).collect(),
        What::Clips => Vec::new(),
    }
}

/// A passage as one line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    #[serde(flatten)]
    passage: &'a Passage,
}

/// The columns of CSV.
pub(in crate::cli) const HEAD: [&str; 12] = [
    "words", "original", "kind", "speaker", "role", "color", "note", "title", "site", "date",
    "url", "link",
];

/// Writes passages in a form.
pub(super) fn write(passages: &[Passage], form: Form, out: &mut dyn Write) -> Result<()> {
    match form {
        Form::Jsonl => {
            for passage in passages {
                quiet(
                    out,
                    &Line {
                        schema: CLIP,
                        passage,
                    },
                )?;
                out.write_all(b"\n")?;
            }
        }
        Form::Markdown => brief(passages, out)?,
        Form::Csv => {
            csv(out, &HEAD)?;
            for passage in passages {
                csv(out, &cells(passage))?;
            }
        }
        Form::Jsonld => {
            let cited = passages.iter().filter(|passage| passage.article.is_some());
            let items: Vec<Value> = cited.map(annotation).collect();
            quiet(out, &items)?;
            out.write_all(b"\n")?;
        }
        Form::Bibtex => {
            for (key, meta) in keyed(passages) {
                out.write_all(bibtex(meta, &key).as_bytes())?;
                out.write_all(b"\n")?;
            }
        }
        Form::Csl => {
            let items: Vec<Value> = keyed(passages)
                .iter()
                .map(|(key, meta)| csl(meta, key))
                .collect();
            quiet(out, &json!(items))?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// Writes a brief: one block after the other, a line of the reader's own as a paragraph.
fn brief(passages: &[Passage], out: &mut dyn Write) -> Result<()> {
    for (number, passage) in passages.iter().enumerate() {
        if number > 0 {
            out.write_all(b"\n")?;
        }
        let with_machine = passage.kind != PassageKind::Line;
        out.write_all(block(passage, with_machine).as_bytes())?;
    }
    Ok(())
}

fn cells(passage: &Passage) -> [String; 12] {
    let meta = passage.article.as_ref();
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let kind = serde_json::to_value(passage.kind).ok();
    [
        passage.words.to_string(),
        passage.original().to_string(),
        text(kind.as_ref().and_then(Value::as_str)),
        text(passage.speaker.as_deref()),
        text(passage.role.as_deref()),
        text(passage.hue.map(crate::article::Hue::name)),
        passage.note.to_string(),
        text(meta.map(|meta| &*meta.title)),
        text(meta.and_then(|meta| meta.site.as_deref())),
        text(meta.and_then(|meta| meta.published.as_deref())),
        text(meta.and_then(|meta| meta.url.as_deref())),
        deep_link(passage).unwrap_or_default(),
    ]
}

/// Returns the articles, each once, with a key of its own.
fn keyed(passages: &[Passage]) -> Vec<(String, &Meta)> {
    let mut seen: Vec<&Meta> = Vec::new();
    let mut given: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::new();
    for meta in passages
        .iter()
        .filter_map(|passage| passage.article.as_ref())
    {
        let is_same = |other: &&&Meta| match (&other.url, &meta.url) {
            (Some(one), Some(another)) => one == another,
            _ => **other == meta,
        };
        if seen.iter().rev().take(10_000).any(|other| is_same(&other)) {
            continue;
        }
        seen.push(meta);
        let base = key(meta);
        let times = given.entry(base.clone()).or_default();
        *times += 1;
        let name = match *times {
            1 => base,
            times => format!("{base}-{times}"),
        };
        out.push((name, meta));
    }
    out
}

/// Returns an article as a note for Obsidian and its like: front matter, highlights, quotes, text.
pub(super) fn note(
    meta: &Meta,
    tags: &[crate::article::Clean],
    passages: &[Passage],
    text: &str,
) -> String {
    let mut out = String::from("---\n");
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            // A string of JSON is one of YAML, too.
            let line = format!("{name}: {}\n", json!(value));
            out.push_str(&line);
        }
    };
    field(
        "title",
        Some(&meta.title)
            .filter(|title| !title.is_empty())
            .map(|title| &**title),
    );
    field("site", meta.site.as_deref());
    field("date", meta.published.as_deref());
    field("url", meta.url.as_deref());
    field("lang", meta.lang.as_deref());
    for (name, values) in [("author", &meta.byline[..]), ("tags", tags)] {
        if !values.is_empty() {
            let line = format!("{name}: {}\n", json!(values));
            out.push_str(&line);
        }
    }
    out.push_str("---\n\n");
    if !passages.is_empty() {
        out.push_str("## Highlights\n\n");
        for passage in passages {
            out.push_str(&block(passage, true));
            out.push('\n');
        }
        let line = format!("## {}\n\n", escaped("Article"));
        out.push_str(&line);
    }
    out.push_str(text);
    out.push('\n');
    out
}
