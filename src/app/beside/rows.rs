//! Lays out what two speakers said for one or two columns. Knows neither the screen nor what is selected.

use std::ops::Range;

use crate::app::beside::BAR;
use crate::article::{ArticleId, short_date};
use crate::quote::roster::{Day, Said};
use crate::typeset::fold;

/// Where a quote stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed {
    /// On which side its speaker stands.
    pub(super) side: usize,
    /// The article.
    pub(super) article: ArticleId,
    /// Its first byte in the article's text.
    pub(super) start: usize,
    /// Its rows.
    pub(super) rows: Range<usize>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// The date of what follows.
    Day(String),
    /// What stands in each column; where there is one, in the first.
    Cells([Option<Cell>; 2]),
}

/// What stands in one row of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it is.
    pub kind: CellKind,
    /// The text, which may be too long for the column.
    pub text: String,
    /// Which quote it is of.
    pub(super) quote: usize,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Who says it, where the column does not tell.
    Speaker,
    /// Words of a quote.
    Words,
    /// Where it stands.
    Place,
}

/// Returns the rows of some days, and where each quote stands: in columns of these cells, a column for each speaker, or in
/// one for both, where names tell who says what.
pub(super) fn lay_out(days: &[Day], names: [&str; 2], columns: &[u16]) -> (Vec<Row>, Vec<Placed>) {
    let is_wide = columns.len() > 1;
    let room = |column: usize| {
        let cells = columns.get(column).copied().unwrap_or_default();
        cells.saturating_sub(BAR).max(1)
    };
    let (mut rows, mut quotes) = (Vec::new(), Vec::new());
    for day in days {
        let date = match day.date.as_str() {
            "" => "undated".to_owned(),
            date => short_date(date),
        };
        rows.push(Row::Day(date));
        // The next free row of each column; with one column both are the same.
        let mut free = [rows.len(); 2];
        for (side, said) in [(0, &day.left), (1, &day.right)] {
            let column = if is_wide { side } else { 0 };
            let name = (!is_wide).then_some(names[side]);
            for said in said {
                let first = free[column];
                let mut at = first;
                for (kind, text) in cells(said, name, room(column)) {
                    let quote = quotes.len();
                    put(&mut rows, at, column, Cell { kind, text, quote });
                    at += 1;
                }
                quotes.push(Placed {
                    side,
                    article: said.article,
                    start: said.extent.start,
                    rows: first..at,
                });
                // A blank row parts it from the next.
                free[column] = at + 1;
            }
        }
        let end = free[0].max(free[1]);
        rows.resize(end.max(rows.len()), Row::Cells([None, None]));
    }
    // The last one is followed by nothing.
    while matches!(rows.last(), Some(Row::Cells([None, None]))) {
        rows.pop();
    }
    (rows, quotes)
}

/// Puts a cell into a column of a row, which may be the next one.
fn put(rows: &mut Vec<Row>, at: usize, column: usize, cell: Cell) {
    if at >= rows.len() {
        rows.resize(at + 1, Row::Cells([None, None]));
    }
    if let Some(Row::Cells(cells)) = rows.get_mut(at) {
        cells[column] = Some(cell);
    }
}

/// Returns the cells of a quote from top to bottom.
fn cells(said: &Said, name: Option<&str>, room: u16) -> Vec<(CellKind, String)> {
    let name = name.map(|name| (CellKind::Speaker, name.to_owned()));
    let words = fold(&said.words, room).into_iter();
    let place = said
        .site
        .as_deref()
        .into_iter()
        .chain([said.title.as_str()]);
    let place = place.collect::<Vec<_>>().join(", ");
    name.into_iter()
        .chain(words.map(|row| (CellKind::Words, row)))
        .chain([(CellKind::Place, place)])
        .collect()
}
