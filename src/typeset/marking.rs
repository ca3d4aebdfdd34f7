//! What every stretch of the text carries: emphasis, link, part of a quote; and the marks that are set into it.
//!
//! Knows positions only, no widths of lines. Marks and quotes may nest, overlap and number in the thousands, so all of
//! them are swept once, in order of position, into stretches that follow one another.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::article::{Article, BlockKind, Clean, MarkStyle, Span};
use crate::quote::{Kind, Quote};
use crate::typeset::cells::cells;
use crate::typeset::wrap::slice;
use crate::typeset::{Emphasis, Measure, Part, Role};

/// What a stretch carries.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Style {
    pub emphasis: Emphasis,
    pub part: Option<(usize, Part)>,
    pub link: Option<usize>,
}

/// A decoration that is set into running text before a position and never parted from what follows.
#[derive(Debug)]
pub(super) struct Insert {
    pub at: usize,
    pub text: Cow<'static, str>,
    pub role: Role,
    pub part: Option<(usize, Part)>,
    /// Whether there was room for it.
    pub kept: bool,
}

impl Insert {
    pub(super) fn cells(&self) -> usize {
        cells(&self.text)
    }
}

/// Styles and inserts of a whole text.
#[derive(Debug)]
pub(super) struct Marking {
    /// Where a style begins, each valid up to the next; the first begins at 0.
    pub styles: Vec<(usize, Style)>,
    /// In order of position.
    pub inserts: Vec<Insert>,
}

/// Returns the links of an article with their addresses, in the order in which runs number them: by block, then as the
/// block lists its marks. A related block counts as a link over all its words.
pub fn links(article: &Article) -> Vec<(Span, &Clean)> {
    let mut links = Vec::new();
    for block in article.body.blocks() {
        if let BlockKind::Related { url: Some(url) } = &block.kind {
            links.push((block.span, url));
        }
        for mark in &block.marks {
            if let MarkStyle::Link(url) = &mark.style {
                links.push((mark.span, url));
            }
        }
    }
    links
}

/// Most numbers that stand before one and the same word.
const MOST_NUMBERS: usize = 3;

impl Marking {
    pub(super) fn new(article: &Article, quotes: &[Quote], measure: Measure) -> Self {
        let text = article.body.text();
        let shown = |quote: &&Quote| measure.show_indirect || quote.kind != Kind::Indirect;
        let mut sweep = Sweep::default();
        for block in article.body.blocks() {
            for mark in &block.marks {
                let bit = match mark.style {
                    MarkStyle::Emphasis => Emphasis::ITALIC,
                    MarkStyle::Strong => Emphasis::BOLD,
                    MarkStyle::Strike => Emphasis::STRIKE,
                    MarkStyle::Code => Emphasis::CODE,
                    MarkStyle::Link(_) => continue,
                };
                sweep.add(text, mark.span, Change::Emphasis(bit));
            }
        }
        for (index, (span, _)) in links(article).into_iter().enumerate() {
            sweep.add(text, span, Change::Link(index));
        }
        for (index, quote) in quotes.iter().enumerate().filter(|(_, q)| shown(q)) {
            for (spans, part) in [
                (&quote.content, Part::Content),
                (&quote.cue, Part::Cue),
                (&quote.source, Part::Source),
            ] {
                for span in spans {
                    sweep.add(text, *span, Change::Part(index, part));
                }
            }
        }
        Self {
            styles: sweep.run(),
            inserts: inserts(article, quotes, measure),
        }
    }

    /// Returns the index of the style that holds at a position.
    pub(super) fn style_at(&self, at: usize) -> usize {
        self.styles
            .partition_point(|&(start, _)| start <= at)
            .saturating_sub(1)
    }
}

/// Something that begins or ends.
#[derive(Debug, Clone, Copy)]
enum Change {
    Emphasis(Emphasis),
    Link(usize),
    Part(usize, Part),
}

/// The beginnings and ends of all that a text carries.
#[derive(Debug, Default)]
struct Sweep {
    events: Vec<(usize, bool, Change, usize)>,
}

impl Sweep {
    /// Adds a stretch; one that does not fit the text is left out.
    fn add(&mut self, text: &str, span: Span, change: Change) {
        if !slice(text, span).is_empty() {
            self.events.push((span.start, true, change, span.start));
            self.events.push((span.end, false, change, span.start));
        }
    }

    fn run(mut self) -> Vec<(usize, Style)> {
        // Ends come before beginnings, so that equal stretches side by side do not cancel each other.
        self.events
            .sort_by_key(|&(at, begins, _, start)| (at, begins, start));
        let mut styles = vec![(0, Style::default())];
        let mut depth = [0_usize; 8];
        // The greatest element wins: what began last, and source and cue before content.
        let mut links = BTreeSet::new();
        let mut parts = BTreeSet::new();
        let mut emphasis = Emphasis::default();
        let mut events = self.events.into_iter().peekable();
        while let Some((at, begins, change, start)) = events.next() {
            match change {
                Change::Emphasis(bit) => {
                    if let Some(depth) = depth.get_mut(bit.index()) {
                        *depth = if begins {
                            *depth + 1
                        } else {
                            depth.saturating_sub(1)
                        };
                        emphasis.set(bit, *depth > 0);
                    }
                }
                Change::Link(link) => toggle(&mut links, (start, link), begins),
                Change::Part(quote, part) => {
                    toggle(
                        &mut parts,
                        (part != Part::Content, start, quote, part),
                        begins,
                    );
                }
            }
            if events.peek().is_some_and(|&(next, ..)| next == at) {
                continue;
            }
            let link = links.last().map(|&(_, link)| link);
            let mut style = Style {
                emphasis,
                part: parts.last().map(|&(_, _, quote, part)| (quote, part)),
                link,
            };
            style.emphasis.set(Emphasis::LINK, link.is_some());
            if styles.last().is_none_or(|&(_, last)| last != style) {
                styles.push((at, style));
            }
        }
        styles
    }
}

fn toggle<T: Ord>(set: &mut BTreeSet<T>, item: T, begins: bool) {
    if begins {
        set.insert(item);
    } else {
        set.remove(&item);
    }
}

fn inserts(article: &Article, quotes: &[Quote], measure: Measure) -> Vec<Insert> {
    let text = article.body.text();
    let mut inserts = Vec::new();
    if measure.width >= NARROW {
        for block in article.body.blocks() {
            if matches!(block.kind, BlockKind::Related { .. }) {
                inserts.push(Insert {
                    at: block.span.start,
                    text: "Related: ".into(),
                    role: Role::Label,
                    part: None,
                    kept: false,
                });
            }
        }
    }
    let shown = quotes
        .iter()
        .enumerate()
        .filter(|(_, quote)| measure.show_indirect || quote.kind != Kind::Indirect);
    for (number, (index, quote)) in shown.enumerate() {
        let Some(first) = quote
            .content
            .iter()
            .find(|span| !slice(text, **span).is_empty())
        else {
            continue;
        };
        inserts.push(Insert {
            at: before_mark(text, first.start),
            text: quote_number(number + 1, measure.ascii).into(),
            role: Role::QuoteNumber,
            part: Some((index, Part::Content)),
            kept: false,
        });
    }
    inserts.sort_by_key(|insert| insert.at);
    let mut same = (usize::MAX, 0);
    inserts.retain_mut(|insert| {
        same = if same.0 == insert.at {
            (insert.at, same.1 + 1)
        } else {
            (insert.at, 0)
        };
        let crowded = insert.role == Role::QuoteNumber && same.1 > 0;
        if crowded && !measure.ascii {
            // Two superscripts side by side would read as one number.
            insert.text = format!("˒{}", insert.text).into();
        }
        same.1 < MOST_NUMBERS
    });
    inserts
}

/// Below this many cells there is no room for words that are not the writer's.
const NARROW: u16 = 24;

/// Returns where a number stands: before the opening quotation mark if one comes right before the content.
fn before_mark(text: &str, start: usize) -> usize {
    let mut before = text.get(..start).unwrap_or_default().chars().rev();
    let Some(mut mark) = before.next() else {
        return start;
    };
    let mut at = start - mark.len_utf8();
    if matches!(mark, '\u{a0}' | '\u{202f}') {
        // French sets a narrow space between the mark and the words.
        let Some(next) = before.next().filter(|c| matches!(c, '«' | '“' | '‹')) else {
            return start;
        };
        mark = next;
        at -= mark.len_utf8();
    }
    match mark {
        '“' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‘' | '‚' | '‛' | '「' | '『' | '《' | '〈'
        | '〝' | '＂' | '”' => at,
        '"' | '\'' | '’' | '`' if before.next().is_none_or(|c| !c.is_alphanumeric()) => at,
        _ => start,
    }
}

fn quote_number(number: usize, ascii: bool) -> String {
    if ascii {
        return format!("[{number}]");
    }
    let digit = |c: char| match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        _ => '⁰',
    };
    number.to_string().chars().map(digit).collect()
}
