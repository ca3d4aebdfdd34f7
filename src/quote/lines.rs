//! Which lines of an article are read for quotes, and in which language.

use crate::article::{Article, BlockKind, Body, Span};
use crate::quote::language;

/// Longer lines are cut, so that no line costs much memory; a bound no paragraph of news comes near.
const LONGEST: usize = 1 << 16;

/// Returns the language to read an article in: the declared one, else the one that its small words speak for, else English
/// where the text is mostly ASCII.
pub(super) fn language(article: &Article) -> &str {
    const SAMPLE: usize = 4096;
    const MOST_FOREIGN: usize = SAMPLE / 10;
    if let Some(lang) = &article.meta.lang {
        return lang.split(['-', '_']).next().unwrap_or_default();
    }
    if let Some(lang) = language::foreign(article.body.text()) {
        return lang;
    }
    let sample = article.body.text().bytes().take(SAMPLE);
    let foreign = sample.filter(|byte| !byte.is_ascii()).count();
    if foreign <= MOST_FOREIGN { "en" } else { "" }
}

/// Returns the lines that may hold quotes, in order: no code, no tables, no pointers to other articles.
pub(super) fn lines(body: &Body) -> impl Iterator<Item = Span> {
    let text = body.text();
    body.blocks()
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Headline | BlockKind::Heading(_) | BlockKind::Paragraph => Some(block.span),
            BlockKind::Figure { caption, .. } => Some(*caption),
            _ => None,
        })
        .flat_map(move |span| split(text, span))
}

fn split(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut at = span.start;
    std::iter::from_fn(move || {
        if at >= span.end {
            return None;
        }
        let rest = text.get(at..span.end)?;
        let mut length = rest.find('\n').unwrap_or(rest.len());
        let mut next = length + 1;
        if length > LONGEST {
            let cut = rest.floor_char_boundary(LONGEST);
            length = rest
                .get(..cut)
                .and_then(|part| part.rfind(' '))
                .filter(|space| *space > 0)
                .unwrap_or(cut);
            next = length;
        }
        let start = at;
        at += next;
        Some(Span::new(start, start + length))
    })
}
