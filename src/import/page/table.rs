//! A table of data to rows of cells. Tables that only lay out a page are not read here.

use dom_query::NodeRef;
use url::Url;

use crate::article::{Align, Container, Label, Leaf};
use crate::import::draft::{Draft, Kind};
use crate::import::page::{figure, walk};

/// Most columns, and most cells that one cell may stand for. Beyond it the rest of a row is one column.
const MOST_COLUMNS: usize = 100;
const WIDEST: usize = 30;

/// Longest caption below a picture, in characters.
const LONGEST_CAPTION: usize = 500;

/// Elements that no cell of data holds.
const LAYOUT: &[&str] = &[
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "figure",
    "blockquote",
    "pre",
    "article",
    "section",
];

/// A table.
pub(super) struct Table {
    pub(super) captions: Vec<Draft>,
    pub(super) columns: Vec<Align>,
    pub(super) rows: Vec<Vec<Leaf>>,
}

/// Reads a table; `None` when it only lays out what is not a table, or has a single column.
pub(super) fn read(table: &NodeRef<'_>, base: Option<&Url>) -> Option<Table> {
    let mut lines = Vec::new();
    let mut captions = Vec::new();
    for child in table.element_children() {
        match child.node_name()?.as_ref() {
            "tr" => lines.push(child),
            "thead" | "tbody" | "tfoot" => lines.extend(
                child
                    .element_children()
                    .into_iter()
                    .filter(|row| row.has_name("tr")),
            ),
            "caption" => captions.extend(walk::drafts(&child, base)),
            _ => {}
        }
    }
    let is_layout = |node: NodeRef<'_>| {
        node.node_name()
            .is_some_and(|name| LAYOUT.contains(&name.as_ref()))
    };
    let is_presentation = table
        .attr("role")
        .is_some_and(|role| matches!(role.as_ref(), "presentation" | "none"));
    if is_presentation || table.descendants_it().any(is_layout) {
        return None;
    }
    let mut rows: Vec<Vec<Leaf>> = Vec::with_capacity(lines.len());
    // For each column, how many rows below are taken by a cell above.
    let mut taken: Vec<usize> = Vec::new();
    for line in &lines {
        let mut row: Vec<Leaf> = Vec::new();
        for cell in line.element_children() {
            if !(cell.has_name("td") || cell.has_name("th")) {
                continue;
            }
            skip_taken(&mut row, &mut taken);
            let wide = spans(&cell, "colspan");
            let high = spans(&cell, "rowspan");
            for number in 0..wide {
                if row.len() >= MOST_COLUMNS {
                    break;
                }
                if taken.len() <= row.len() {
                    taken.resize(row.len() + 1, 0);
                }
                if let Some(taken) = taken.get_mut(row.len()) {
                    *taken = high - 1;
                }
                row.push(if number == 0 {
                    words(&cell, base)
                } else {
                    Leaf::default()
                });
            }
        }
        skip_taken(&mut row, &mut taken);
        while row.last().is_some_and(Leaf::is_empty) {
            row.pop();
        }
        if !row.is_empty() {
            rows.push(row);
        }
    }
    let columns = rows.iter().map(Vec::len).max()?;
    (columns > 1).then(|| Table {
        captions,
        columns: (0..columns).map(|column| align(&rows, column)).collect(),
        rows,
    })
}

/// Returns the caption of a table that only sets a picture above its words, as some programs do for want of a figure.
pub(super) fn captioned(table: &NodeRef<'_>) -> Option<figure::Figure> {
    let mut cells = table
        .descendants_it()
        .filter(|node| node.has_name("td") || node.has_name("th"));
    let (above, below) = (cells.next()?, cells.next()?);
    if cells.next().is_some() {
        return None;
    }
    let picture = above.descendants_it().find(|node| node.has_name("img"))?;
    let text = below.text();
    let length = text.trim().chars().count();
    let is_caption = (1..=LONGEST_CAPTION).contains(&length)
        && !below.descendants_it().any(|node| node.has_name("img"));
    let is_row = above.parent().map(|row| row.id) == below.parent().map(|row| row.id);
    (is_caption && !is_row && above.text().trim().is_empty()).then(|| figure::Figure {
        addresses: figure::addresses(&picture),
        ..figure::caption(&below)
    })
}

/// Fills the columns that cells of rows above reach down into.
fn skip_taken(row: &mut Vec<Leaf>, taken: &mut [usize]) {
    while let Some(left) = taken.get_mut(row.len()).filter(|left| **left > 0) {
        *left -= 1;
        row.push(Leaf::default());
    }
}

fn spans(cell: &NodeRef<'_>, name: &str) -> usize {
    let raw = cell.attr(name).and_then(|raw| raw.trim().parse().ok());
    raw.unwrap_or(1_usize).clamp(1, WIDEST)
}

/// The words of a cell, its blocks one after the other.
fn words(cell: &NodeRef<'_>, base: Option<&Url>) -> Leaf {
    let mut leaf = Leaf::default();
    for draft in walk::drafts(cell, base) {
        if !leaf.is_empty() {
            leaf.push(" ");
        }
        // A cell has no lists of its own, so their signs stand among its words.
        match draft.within.last() {
            Some(Container::Item(Label::Bullet)) => leaf.push("• "),
            Some(Container::Item(Label::Number(number))) => leaf.push(&format!("{number}. ")),
            _ => {}
        }
        leaf.append(draft.leaf);
        if let Kind::Figure(credit) = draft.kind {
            leaf.push(&credit);
        }
    }
    leaf
}

/// Columns of figures stand at the right.
fn align(rows: &[Vec<Leaf>], column: usize) -> Align {
    let cells = || {
        rows.iter()
            .skip(1)
            .filter_map(|row| row.get(column))
            .filter(|cell| !cell.is_empty())
    };
    let is_figure = |cell: &&Leaf| {
        let text = cell.text().trim();
        text.chars().any(|c| c.is_ascii_digit()) && text.chars().all(|c| !c.is_alphabetic())
    };
    let all = cells().count();
    if all > 0 && cells().filter(is_figure).count() * 10 >= all * 9 {
        Align::Right
    } else {
        Align::Left
    }
}
