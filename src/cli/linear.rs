//! Articles and quotes as plain lines, for ears and braille: one line for each thing, numbered, nothing laid out, and
//! every line says what it is.

use anyhow::Result;

use crate::article::{Article, Block, BlockKind, Clean, Container, Label, Span, Target, long_date};
use crate::cli::console::Out;
use crate::cli::source::Found;
use crate::quote::{attribution, phrase, words};

/// Writes an article: title and data, then its blocks from 1 on, then its quotes.
pub(super) fn article(found: &Found, out: &mut Out) -> Result<()> {
    let article = &found.article;
    out.line(&format!("Title: {}", article.label()))?;
    let about = about(article);
    if !about.is_empty() {
        out.line(&about)?;
    }
    let mut number = 0;
    for block in article.body.blocks() {
        if matches!(block.kind, BlockKind::Headline | BlockKind::Rule) {
            continue;
        }
        number += 1;
        for line in block_lines(article, block) {
            out.line(&format!("{number}. {line}"))?;
        }
    }
    quotes(found, out)
}

/// Writes the quotes of an article, each with the number of the block in which it begins.
pub(super) fn quotes(found: &Found, out: &mut Out) -> Result<()> {
    let count = match found.quotes.len() {
        0 => "No quotes.".to_owned(),
        1 => "1 quote.".to_owned(),
        count => format!("{count} quotes."),
    };
    out.line(&count)?;
    let body = &found.article.body;
    for (index, quote) in found.quotes.iter().enumerate() {
        let number = block_number(&found.article, quote.extent());
        let cue = phrase(body, &quote.cue);
        let cue = if cue.is_empty() {
            String::new()
        } else {
            format!(", {}", Clean::line(&cue))
        };
        out.line(&format!(
            "Quote {}, {}, in {number}. {}{cue}: {}",
            index + 1,
            quote.kind.name(),
            attribution(quote),
            Clean::line(&words(body, quote)),
        ))?;
    }
    Ok(())
}

/// Who wrote it, where and when, on one line.
fn about(article: &Article) -> String {
    let meta = &article.meta;
    let authors: Vec<&str> = meta.byline.iter().map(|author| author.trim()).collect();
    let by = (!authors.is_empty()).then(|| format!("By {}", authors.join(", ")));
    let site = meta.site.as_deref().map(str::to_owned);
    let date = meta.published.as_deref().map(long_date);
    let parts: Vec<String> = [by, site, date].into_iter().flatten().collect();
    Clean::line(&parts.join(", ")).to_string()
}

/// The number that the block at a place has.
fn block_number(article: &Article, span: Span) -> usize {
    let blocks = article.body.blocks();
    let at = article.body.block_at(span.start).unwrap_or(0);
    let counts = |block: &&Block| !matches!(block.kind, BlockKind::Headline | BlockKind::Rule);
    blocks.iter().take(at + 1).filter(counts).count()
}

/// What a block says, and what it is unless it is a paragraph.
fn block_lines(article: &Article, block: &Block) -> Vec<String> {
    let slice = |span| Clean::line(article.body.slice(span)).to_string();
    let words = slice(block.span);
    let place = within(block);
    match &block.kind {
        BlockKind::Heading(level) => vec![format!("{place}Heading {level}: {words}")],
        BlockKind::Code => article
            .body
            .slice(block.span)
            .lines()
            .map(|line| format!("{place}Code: {line}"))
            .collect(),
        BlockKind::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells: Vec<String> = row.iter().map(|cell| slice(*cell)).collect();
                cells
            });
            let mut rows = rows.collect::<Vec<_>>().into_iter();
            let head = rows.next().unwrap_or_default();
            rows.map(|row| {
                let named = row.iter().enumerate().map(|(at, cell)| match head.get(at) {
                    Some(name) if !name.is_empty() => format!("{name}: {cell}"),
                    _ => cell.clone(),
                });
                format!("{place}Row: {}", named.collect::<Vec<_>>().join("; "))
            })
            .collect()
        }
        BlockKind::Figure { caption, credit } => {
            let credit = match slice(*credit) {
                credit if credit.is_empty() => credit,
                credit => format!(" Credit: {credit}"),
            };
            vec![format!("{place}Picture: {}{credit}", slice(*caption))]
        }
        BlockKind::Related { url } => {
            let target = url.as_ref().and_then(|url| Target::read(url).ok());
            let host = target.map_or_else(String::new, |target| format!(", at {}", target.host()));
            vec![format!("{place}Related: {words}{host}")]
        }
        BlockKind::Paragraph | BlockKind::Headline | BlockKind::Rule => {
            vec![format!("{place}{words}")]
        }
    }
}

/// What a block stands in.
fn within(block: &Block) -> String {
    block
        .within
        .iter()
        .map(|container| match container {
            Container::Quote => "Quoted: ".to_owned(),
            Container::Item(Label::Bullet) => "Item: ".to_owned(),
            Container::Item(Label::Number(number)) => format!("Item {number}: "),
            Container::Item(Label::None) => "Same item: ".to_owned(),
        })
        .collect()
}
