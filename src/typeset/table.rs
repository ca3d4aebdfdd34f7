//! Sets tables: columns side by side where they fit, one value under the other where they do not.

use crate::article::{Align, Block, Span, Table};
use crate::typeset::cells::cells;
use crate::typeset::frame::{Frame, put_blank};
use crate::typeset::sheet::{Sheet, fit};
use crate::typeset::wrap::slice;
use crate::typeset::{Role, Row, Run};

/// Cells that a column must have to be read; a narrower one only if its content needs no more.
const FEWEST_CELLS: usize = 6;

/// Cells of what stands between two columns.
const GAP: usize = 3;

impl Sheet<'_> {
    /// Sets a table.
    pub(super) fn table(&mut self, block: &Block, table: &Table, frame: &mut Frame) {
        let rows = in_order(block.span, table);
        let natural = self.natural(&rows, self.room(frame));
        match natural.and_then(|natural| column_cells(natural, self.room(frame))) {
            Some(widths) => self.side_by_side(&rows, &widths, &table.columns, frame),
            None => self.stacked(&rows, frame),
        }
    }

    /// Returns the cells that each column would like to have; none when there are too many columns for the room.
    fn natural(&self, rows: &[Vec<Span>], room: usize) -> Option<Vec<usize>> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns > room {
            return None;
        }
        let mut natural = vec![1; columns];
        for row in rows {
            for (cell, width) in row.iter().zip(&mut natural) {
                *width = self.natural_cells(*cell).max(*width);
            }
        }
        Some(natural)
    }

    fn side_by_side(
        &mut self,
        rows: &[Vec<Span>],
        widths: &[usize],
        aligns: &[Align],
        frame: &mut Frame,
    ) {
        let (bar, line, cross) = if self.ascii {
            (" | ", "-", "-+-")
        } else {
            (" │ ", "─", "─┼─")
        };
        for (number, row) in rows.iter().enumerate() {
            let role = if number == 0 {
                Role::TableHead
            } else {
                Role::TableCell
            };
            let wrapped: Vec<Vec<Span>> = row
                .iter()
                .zip(widths)
                .map(|(cell, width)| self.wrap(*cell, *width))
                .collect();
            let height = wrapped.iter().map(Vec::len).max().unwrap_or(1);
            for level in 0..height {
                let mut out = frame.row(self.block);
                let mut blank = 0;
                for (column, width) in widths.iter().enumerate() {
                    if column > 0 {
                        put_blank(&mut out, std::mem::take(&mut blank));
                        out.runs.push(Run::decoration(bar, Role::Rule));
                    }
                    let Some(line) = wrapped.get(column).and_then(|cell| cell.get(level)) else {
                        blank = *width;
                        continue;
                    };
                    let mut set = Row::default();
                    let margin = width.saturating_sub(self.put(*line, role, &mut set));
                    let left = match aligns.get(column).copied().unwrap_or(Align::Left) {
                        Align::Left => 0,
                        Align::Center => margin / 2,
                        Align::Right => margin,
                    };
                    put_blank(&mut out, left);
                    out.runs.append(&mut set.runs);
                    blank = margin - left;
                }
                self.push(out);
            }
            if number == 0 && rows.len() > 1 {
                let mut out = frame.row(self.block);
                let lines: Vec<String> = widths.iter().map(|width| line.repeat(*width)).collect();
                out.runs
                    .push(Run::decoration(lines.join(cross), Role::Rule));
                self.push(out);
            }
        }
    }

    /// Sets every value on rows of its own after the name of its column, records parted by blank rows.
    fn stacked(&mut self, rows: &[Vec<Span>], frame: &mut Frame) {
        const NARROW: usize = 16;
        let room = self.room(frame);
        let sign = if self.ascii { "~" } else { "…" };
        let Some((head, records)) = rows.split_first() else {
            return;
        };
        if records.is_empty() {
            for cell in head {
                self.lines(*cell, Role::TableHead, frame);
            }
        }
        for (number, record) in records.iter().enumerate() {
            if number > 0 {
                let blank = frame.row(self.block);
                self.push(blank);
            }
            for (column, value) in record.iter().enumerate() {
                if value.is_empty() {
                    continue;
                }
                let name = slice(self.text, head.get(column).copied().unwrap_or_default());
                let mut beside = frame.clone();
                if !name.trim().is_empty() {
                    let limit = if room < NARROW { room } else { room / 2 };
                    let label = format!("{}:", fit(name, limit.saturating_sub(2), sign));
                    if room < NARROW {
                        let mut row = frame.row(self.block);
                        if cells(&label) <= room {
                            row.runs.push(Run::decoration(label, Role::TableHead));
                        }
                        self.push(row);
                    } else {
                        beside.add_label(format!("{label} "), self.width);
                    }
                }
                self.lines(*value, Role::TableCell, &mut beside);
                frame.go_on();
            }
        }
    }
}

/// Returns the rows without cells that lie before or in the one before them, so that no word is set twice.
fn in_order(block: Span, table: &Table) -> Vec<Vec<Span>> {
    let mut end = block.start;
    let mut forward = |cell: &Span| {
        let cell = Span::new(cell.start.max(end).min(cell.end), cell.end);
        end = end.max(cell.end);
        cell
    };
    table
        .rows
        .iter()
        .map(|row| row.iter().map(&mut forward).collect())
        .collect()
}

/// Returns the cells of each column so that all fit into `room`, the widest shrunk first; none when they cannot be read.
fn column_cells(natural: Vec<usize>, room: usize) -> Option<Vec<usize>> {
    let columns = natural.len();
    let room = room.checked_sub(GAP * columns.saturating_sub(1))?;
    if natural.iter().sum::<usize>() <= room {
        return Some(natural);
    }
    let mut sorted = natural.clone();
    sorted.sort_unstable();
    let mut left = room;
    let mut cap = 0;
    for (index, width) in sorted.iter().enumerate() {
        cap = left / (columns - index);
        if *width > cap {
            break;
        }
        left -= width;
    }
    if cap < FEWEST_CELLS {
        return None;
    }
    let taken: usize = natural.iter().map(|width| *width.min(&cap)).sum();
    let mut spare = room.saturating_sub(taken);
    let fitted = natural.into_iter().map(|width| {
        let extra = usize::from(width > cap && spare > 0);
        spare -= extra;
        width.min(cap) + extra
    });
    Some(fitted.collect())
}
