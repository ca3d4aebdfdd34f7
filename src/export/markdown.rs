//! An article as Markdown, its quotes below. Knows no widths.

use crate::article::{
    Article, Block, BlockKind, Body, Clean, Container, Label, Mark, MarkStyle, Span, Table,
};
use crate::quote::{Quote, phrase, speaker_label, words};

/// Returns an article as Markdown, with some of its quotes below, without an end of line.
pub fn markdown(article: &Article, quotes: &[Quote]) -> String {
    let body = &article.body;
    let meta = &article.meta;
    let mut parts: Vec<String> = Vec::new();
    let has_headline = body
        .blocks()
        .first()
        .is_some_and(|block| block.kind == BlockKind::Headline);
    if !has_headline {
        parts.push(format!("# {}", escaped(&article.label())));
    }
    let about: Vec<&str> = meta
        .byline
        .iter()
        .map(Clean::as_str)
        .chain(meta.site.as_deref())
        .chain(meta.published.as_deref())
        .collect();
    for block in body.blocks() {
        parts.push(framed(&block_of(body, block), &block.within));
    }
    if !about.is_empty() {
        let line = format!("*{}*", escaped(&about.join(" · ")));
        parts.insert(1.min(parts.len()), line);
    }
    if let Some(url) = &meta.url {
        parts.push(format!("<{url}>"));
    }
    if !quotes.is_empty() {
        parts.push("## Quotes".to_owned());
        let lines: Vec<String> = quotes
            .iter()
            .enumerate()
            .map(|(index, quote)| {
                let name = speaker_label(quote);
                let cue = phrase(body, &quote.cue);
                let cue = if cue.is_empty() {
                    cue
                } else {
                    format!(" ({cue})")
                };
                let said = escaped(&words(body, quote));
                format!(
                    "{}. {said} — {}{}",
                    index + 1,
                    escaped(&name),
                    escaped(&cue)
                )
            })
            .collect();
        parts.push(lines.join("\n"));
    }
    parts.join("\n\n")
}

/// Returns a block without what it stands in.
fn block_of(body: &Body, block: &Block) -> String {
    match &block.kind {
        BlockKind::Headline => format!("# {}", inline(body, block, block.span)),
        BlockKind::Heading(level) => {
            let hashes = "#".repeat(usize::from((*level).clamp(1, 6)));
            format!("{hashes} {}", inline(body, block, block.span))
        }
        // Two blanks keep a line break that the writer meant.
        BlockKind::Paragraph => inline(body, block, block.span).replace('\n', "  \n"),
        BlockKind::Code => {
            let code = body.slice(block.span);
            let fence = "`".repeat(longest_run(code, '`').max(2) + 1);
            format!("{fence}\n{code}\n{fence}")
        }
        BlockKind::Table(table) => table_of(body, block, table),
        BlockKind::Figure { caption, credit } => {
            let words = [*caption, *credit].map(|span| escaped(body.slice(span)));
            let words: Vec<String> = words
                .into_iter()
                .filter(|words| !words.is_empty())
                .collect();
            format!("*{}*", words.join(" · "))
        }
        BlockKind::Rule => "---".to_owned(),
        BlockKind::Related { url } => {
            let words = escaped(body.slice(block.span));
            match url {
                Some(url) => format!("Related: [{words}](<{url}>)"),
                None => format!("Related: {words}"),
            }
        }
    }
}

fn table_of(body: &Body, block: &Block, table: &Table) -> String {
    let mut lines = Vec::new();
    for (index, row) in table.rows.iter().enumerate() {
        let cells: Vec<String> = row.iter().map(|&cell| inline(body, block, cell)).collect();
        lines.push(format!("| {} |", cells.join(" | ")));
        if index == 0 {
            lines.push(format!("|{}", " --- |".repeat(table.columns.len().max(1))));
        }
    }
    lines.join("\n")
}

/// Returns the words of a span with their marks.
fn inline(body: &Body, block: &Block, span: Span) -> String {
    // What is written at a position: first what ends there, innermost first, then what begins.
    let mut signs: Vec<(usize, u8, usize, String)> = Vec::new();
    let inside = block.marks.iter().filter(|mark| span.covers(mark.span));
    for (depth, mark) in inside.enumerate() {
        let (open, close) = match &mark.style {
            MarkStyle::Emphasis => ("*".to_owned(), "*".to_owned()),
            MarkStyle::Strong => ("**".to_owned(), "**".to_owned()),
            MarkStyle::Strike => ("~~".to_owned(), "~~".to_owned()),
            MarkStyle::Code => ticks(body.slice(mark.span)),
            MarkStyle::Link(url) => ("[".to_owned(), format!("](<{url}>)")),
        };
        signs.push((mark.span.start, 1, depth, open));
        signs.push((mark.span.end, 0, usize::MAX - depth, close));
    }
    signs.sort();
    let mut out = String::new();
    let mut at = span.start;
    for (position, _, _, sign) in signs {
        out.push_str(&piece(body, block, Span::new(at, position)));
        out.push_str(&sign);
        at = position;
    }
    out.push_str(&piece(body, block, Span::new(at, span.end)));
    out
}

/// Returns words that no mark begins or ends in. Nothing has a meaning inside code, but a bar ends the cell of a table.
fn piece(body: &Body, block: &Block, span: Span) -> String {
    let words = body.slice(span);
    let is_code = |mark: &Mark| mark.style == MarkStyle::Code && mark.span.covers(span);
    if !block.marks.iter().any(is_code) {
        escaped(words)
    } else if matches!(block.kind, BlockKind::Table(_)) {
        words.replace('|', "\\|")
    } else {
        words.to_owned()
    }
}

/// Returns what stands before and after code inside a sentence: more backticks than it holds in a row.
fn ticks(code: &str) -> (String, String) {
    let ticks = "`".repeat(longest_run(code, '`') + 1);
    if code.starts_with('`') || code.ends_with('`') {
        return (format!("{ticks} "), format!(" {ticks}"));
    }
    (ticks.clone(), ticks)
}

/// Puts a block into the quotes and list items that it stands in.
fn framed(block: &str, within: &[Container]) -> String {
    within.iter().rev().fold(block.to_owned(), |inner, outer| {
        let (first, rest) = match outer {
            Container::Quote => ("> ".to_owned(), "> ".to_owned()),
            Container::Item(Label::Bullet) => ("- ".to_owned(), "  ".to_owned()),
            Container::Item(Label::Number(number)) => {
                let label = format!("{number}. ");
                let blanks = " ".repeat(label.len());
                (label, blanks)
            }
            // Four blanks reach below the words of every label up to "99.", and are not too many below a bullet.
            Container::Item(Label::None) => ("    ".to_owned(), "    ".to_owned()),
        };
        let lines = inner.split('\n').enumerate().map(|(index, line)| {
            let label = if index == 0 { &first } else { &rest };
            format!("{label}{line}")
        });
        lines.collect::<Vec<_>>().join("\n")
    })
}

fn longest_run(text: &str, sign: char) -> usize {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == sign { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Returns words so that Markdown shows them as they are.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
