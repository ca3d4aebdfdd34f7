//! The promise `pullquote.quotes/1`: one article and its quotes as JSON. Names are never removed and never change their
//! meaning within one schema; new ones may be added.

use serde::Serialize;

use crate::article::{Block, BlockKind, Clean, CodePoints, Span};
use crate::cli::source::Found;
use crate::quote::{self, Hand, Quote};

/// The name of the promise.
const SCHEMA: &str = "pullquote.quotes/1";

/// An article and its quotes.
#[derive(Debug, Serialize)]
pub(in crate::cli) struct Line<'a> {
    schema: &'static str,
    path: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<i64>,
    title: &'a str,
    byline: Vec<&'a str>,
    site: Option<&'a str>,
    published: Option<&'a str>,
    url: Option<&'a str>,
    lang: Option<&'a str>,
    text: &'a str,
    quotes: Vec<One<'a>>,
    /// Only what a library keeps, and only where there is any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pictures: Vec<Picture>,
}

/// A picture that is kept with the article.
#[derive(Debug, Serialize)]
struct Picture {
    /// As `show --picture` counts.
    number: usize,
    kind: &'static str,
    width: u32,
    height: u32,
    caption: Option<[usize; 2]>,
}

#[derive(Debug, Serialize)]
struct One<'a> {
    kind: &'static str,
    content: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
    speaker: Option<Speaker<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cites: Option<Other<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cited_by: Option<Other<'a>>,
    found_by: &'static str,
    confidence: f64,
}

/// The other link of a chain.
#[derive(Debug, Serialize)]
struct Other<'a> {
    source: Vec<[usize; 2]>,
    speaker: Option<Speaker<'a>>,
}

#[derive(Debug, Serialize)]
struct Speaker<'a> {
    name: &'a str,
    role: Option<&'a str>,
    kind: &'static str,
}

impl<'a> Line<'a> {
    /// Returns what is printed of an article.
    pub(in crate::cli) fn new(found: &'a Found) -> Self {
        let meta = &found.article.meta;
        let text = found.article.body.text();
        let points = CodePoints::new(text);
        let quotes = found.quotes.iter();
        Self {
            schema: SCHEMA,
            path: &found.path,
            id: found.id.map(|id| id.0),
            title: &meta.title,
            byline: meta.byline.iter().map(Clean::as_str).collect(),
            site: meta.site.as_deref(),
            published: meta.published.as_deref(),
            url: meta.url.as_deref(),
            lang: meta.lang.as_deref(),
            text,
            quotes: quotes.map(|quote| One::new(quote, &points)).collect(),
            pictures: pictures(found, &points),
        }
    }
}

fn pictures(found: &Found, points: &CodePoints<'_>) -> Vec<Picture> {
    let is_figure = |block: &&Block| matches!(block.kind, BlockKind::Figure { .. });
    let figures: Vec<&Block> = found
        .article
        .body
        .blocks()
        .iter()
        .filter(is_figure)
        .collect();
    let pictures = (1..).zip(&found.pictures);
    pictures
        .map(|(number, shape)| Picture {
            number,
            kind: shape.kind.name(),
            width: shape.width,
            height: shape.height,
            caption: figures.get(shape.figure).map(|it| points.pair(it.span)),
        })
        .collect()
}

impl<'a> One<'a> {
    fn new(quote: &'a Quote, points: &CodePoints<'_>) -> Self {
        let pairs = |spans: &[Span]| spans.iter().map(|&span| points.pair(span)).collect();
        let other = |hand| {
            let link = quote.chain.as_ref().filter(|link| link.hand == hand)?;
            Some(Other {
                source: pairs(&[link.source]),
                speaker: link.speaker.as_ref().map(Speaker::new),
            })
        };
        Self {
            kind: quote.kind.name(),
            content: pairs(&quote.content),
            cue: pairs(&quote.cue),
            source: pairs(&quote.source),
            speaker: quote.speaker.as_ref().map(Speaker::new),
            cites: other(Hand::Cites),
            cited_by: other(Hand::CitedBy),
            found_by: quote.found_by.name(),
            // Two decimals are all that it means.
            confidence: (f64::from(quote.confidence) * 100.0).round() / 100.0,
        }
    }
}

impl<'a> Speaker<'a> {
    fn new(speaker: &'a quote::Speaker) -> Self {
        Self {
            name: &speaker.name,
            role: speaker.role.as_deref(),
            kind: speaker.kind.name(),
        }
    }
}
