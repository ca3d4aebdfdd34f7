//! The shape of a record in JSON. Field order here is the order in the file.

use serde::{Deserialize, Serialize};

use crate::article::{
    Align, Article, Block, BlockKind, Body, BodyError, Clean, CodePoints, Container, Highlight,
    Mark, MarkStyle, Meta, Provenance, Record, Span, State, Table,
};
use crate::import::address;
use crate::import::records::{RecordError, SCHEMA, SCHEMA_2};

/// A half-open range in code points.
type Range = [usize; 2];

#[derive(Serialize, Deserialize)]
pub(super) struct Wire {
    schema: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    byline: Vec<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    site: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    published: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<Clean>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<Clean>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<Clean>,
    text: String,
    #[serde(default)]
    blocks: Vec<WireBlock>,
    #[serde(default)]
    state: WireState,
    #[serde(default)]
    provenance: WireProvenance,
}

#[derive(Serialize, Deserialize)]
struct WireBlock {
    #[serde(flatten)]
    kind: WireKind,
    range: Range,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    within: Vec<Container>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    marks: Vec<WireMark>,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum WireKind {
    Headline,
    Heading {
        level: u8,
    },
    Paragraph,
    Code,
    Table {
        columns: Vec<Align>,
        rows: Vec<Vec<Range>>,
    },
    Figure {
        caption: Range,
        credit: Range,
    },
    Rule,
    Related {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        url: Option<Clean>,
    },
}

#[derive(Serialize, Deserialize)]
struct WireMark {
    style: WireStyle,
    range: Range,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<Clean>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WireStyle {
    Emphasis,
    Strong,
    Strike,
    Code,
    Link,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct WireState {
    read: bool,
    starred: bool,
    archived: bool,
    tags: Vec<Clean>,
    /// In code points.
    place: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    highlights: Vec<Highlight>,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct WireProvenance {
    imported: Clean,
    source: Clean,
}

pub(super) fn write(record: &Record) -> String {
    let Record {
        article,
        state,
        provenance,
    } = record;
    let Meta {
        title,
        byline,
        site,
        published,
        url,
        lang,
        tags,
    } = &article.meta;
    let points = CodePoints::new(article.body.text());
    let wire = Wire {
        // Older versions would lose what they do not know, so they are told.
        schema: if state.highlights.is_empty() {
            SCHEMA
        } else {
            SCHEMA_2
        }
        .to_owned(),
        title: title.to_string(),
        byline: byline.clone(),
        site: site.clone(),
        published: published.clone(),
        url: url.clone(),
        lang: lang.clone(),
        tags: tags.clone(),
        text: article.body.text().to_owned(),
        blocks: article
            .body
            .blocks()
            .iter()
            .map(|block| write_block(block, &points))
            .collect(),
        state: WireState {
            read: state.read,
            starred: state.starred,
            archived: state.archived,
            tags: state.tags.clone(),
            place: points.of_byte(state.place),
            highlights: state.highlights.clone(),
        },
        provenance: WireProvenance {
            imported: provenance.imported.clone(),
            source: provenance.source.clone(),
        },
    };
    // Strings, numbers and lists always have a form in JSON.
    serde_json::to_string(&wire).unwrap_or_default()
}

pub(super) fn read(wire: Wire) -> Result<Record, RecordError> {
    if Clean::from_untrusted(&wire.text.replace('\t', " ")).len() != wire.text.len() {
        return Err(BodyError::NotClean.into());
    }
    if wire.text.is_empty() {
        return Err(RecordError::NoText);
    }
    let points = CodePoints::new(&wire.text);
    let place = points.to_byte(wire.state.place);
    let blocks: Vec<Block> = wire
        .blocks
        .into_iter()
        .map(|block| read_block(block, &points))
        .collect::<Result<_, _>>()?;
    let body = Body::from_parts(wire.text, blocks)?;
    let title = Clean::line(&wire.title);
    check_headline(&body, &title)?;
    if wire
        .url
        .as_deref()
        .is_some_and(|url| address::canonical(url).is_none())
    {
        return Err(RecordError::Value("its “url” is not a web address"));
    }
    let line = |text: Clean| Clean::line(&text);
    let lines = |texts: Vec<Clean>| texts.into_iter().map(line).collect();
    Ok(Record {
        article: Article {
            meta: Meta {
                title,
                byline: lines(wire.byline),
                site: wire.site.map(line),
                published: wire.published.map(line),
                url: wire.url.map(line),
                lang: wire.lang.map(line),
                tags: lines(wire.tags),
            },
            body,
        },
        state: State {
            read: wire.state.read,
            starred: wire.state.starred,
            archived: wire.state.archived,
            tags: lines(wire.state.tags),
            place,
            highlights: read_highlights(wire.state.highlights)?,
        },
        provenance: Provenance {
            imported: line(wire.provenance.imported),
            source: line(wire.provenance.source),
        },
    })
}

fn read_highlights(highlights: Vec<Highlight>) -> Result<Vec<Highlight>, RecordError> {
    if highlights
        .iter()
        .any(|it| it.anchor.exact.trim().is_empty())
    {
        return Err(RecordError::Value("it has a highlight without words"));
    }
    Ok(highlights)
}

/// The headline is the first block or none, and the title.
fn check_headline(body: &Body, title: &Clean) -> Result<(), RecordError> {
    let mut headlines = body
        .blocks()
        .iter()
        .enumerate()
        .filter(|(_, block)| block.kind == BlockKind::Headline);
    match (headlines.next(), headlines.next()) {
        (None, _) => Ok(()),
        (Some((0, block)), None) if body.slice(block.span) == title.as_str() => Ok(()),
        (Some((0, _)), None) => Err(RecordError::Value("its headline is not its “title”")),
        _ => Err(RecordError::Value(
            "it has a headline that is not the first block",
        )),
    }
}

fn write_block(block: &Block, points: &CodePoints<'_>) -> WireBlock {
    let kind = match &block.kind {
        BlockKind::Headline => WireKind::Headline,
        BlockKind::Heading(level) => WireKind::Heading { level: *level },
        BlockKind::Paragraph => WireKind::Paragraph,
        BlockKind::Code => WireKind::Code,
        BlockKind::Table(table) => WireKind::Table {
            columns: table.columns.clone(),
            rows: table
                .rows
                .iter()
                .map(|row| row.iter().map(|cell| points.pair(*cell)).collect())
                .collect(),
        },
        BlockKind::Figure { caption, credit } => WireKind::Figure {
            caption: points.pair(*caption),
            credit: points.pair(*credit),
        },
        BlockKind::Rule => WireKind::Rule,
        BlockKind::Related { url } => WireKind::Related { url: url.clone() },
    };
    WireBlock {
        kind,
        range: points.pair(block.span),
        within: block.within.clone(),
        marks: block
            .marks
            .iter()
            .map(|mark| write_mark(mark, points))
            .collect(),
    }
}

fn write_mark(mark: &Mark, points: &CodePoints<'_>) -> WireMark {
    let (style, url) = match &mark.style {
        MarkStyle::Emphasis => (WireStyle::Emphasis, None),
        MarkStyle::Strong => (WireStyle::Strong, None),
        MarkStyle::Strike => (WireStyle::Strike, None),
        MarkStyle::Code => (WireStyle::Code, None),
        MarkStyle::Link(url) => (WireStyle::Link, Some(url.clone())),
    };
    WireMark {
        style,
        range: points.pair(mark.span),
        url,
    }
}

fn read_block(block: WireBlock, points: &CodePoints<'_>) -> Result<Block, RecordError> {
    let kind = match block.kind {
        WireKind::Headline => BlockKind::Headline,
        WireKind::Heading {
            level: level @ 1..=6,
        } => BlockKind::Heading(level),
        WireKind::Heading { .. } => {
            return Err(RecordError::Value(
                "it has a heading whose “level” is not 1 to 6",
            ));
        }
        WireKind::Paragraph => BlockKind::Paragraph,
        WireKind::Code => BlockKind::Code,
        WireKind::Table { columns, rows } => BlockKind::Table(Table {
            columns,
            rows: rows
                .into_iter()
                .map(|row| {
                    row.into_iter()
                        .map(|cell| read_range(cell, points))
                        .collect()
                })
                .collect::<Result<_, _>>()?,
        }),
        WireKind::Figure { caption, credit } => BlockKind::Figure {
            caption: read_range(caption, points)?,
            credit: read_range(credit, points)?,
        },
        WireKind::Rule => BlockKind::Rule,
        WireKind::Related { url } => BlockKind::Related {
            url: url.as_ref().map(checked_link).transpose()?,
        },
    };
    let mut marks = block
        .marks
        .into_iter()
        .map(|mark| read_mark(mark, points))
        .collect::<Result<Vec<_>, _>>()?;
    marks.sort_by_key(|mark| (mark.span.start, std::cmp::Reverse(mark.span.end)));
    Ok(Block {
        kind,
        span: read_range(block.range, points)?,
        within: block.within,
        marks,
    })
}

fn read_mark(mark: WireMark, points: &CodePoints<'_>) -> Result<Mark, RecordError> {
    let style = match (mark.style, mark.url) {
        (WireStyle::Emphasis, _) => MarkStyle::Emphasis,
        (WireStyle::Strong, _) => MarkStyle::Strong,
        (WireStyle::Strike, _) => MarkStyle::Strike,
        (WireStyle::Code, _) => MarkStyle::Code,
        (WireStyle::Link, Some(url)) => MarkStyle::Link(checked_link(&url)?),
        (WireStyle::Link, None) => return Err(RecordError::Value("it has a link without “url”")),
    };
    Ok(Mark {
        style,
        span: read_range(mark.range, points)?,
    })
}

fn read_range(range: Range, points: &CodePoints<'_>) -> Result<Span, RecordError> {
    let span = points.span(range);
    // A position past the end would be moved there; that is no range of this text.
    if points.pair(span) == range {
        Ok(span)
    } else {
        Err(RecordError::Value(
            "it has a range that does not lie in its “text”",
        ))
    }
}

fn checked_link(url: &Clean) -> Result<Clean, RecordError> {
    match address::link(url) {
        Some(_) => Ok(Clean::line(url)),
        None => Err(RecordError::Value(
            "it has a link that is no web or mail address",
        )),
    }
}
