//! Sets tables: columns side by side where they fit, one value under the other where they do not.

use crate::article::{Align, Block, Span, Table};
use crate::typeset::cells::cells;
use crate::typeset::fold::cut;
use crate::typeset::frame::{Frame, put_blank};
use crate::typeset::sheet::{Sheet, after};
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
        let wishes = self.wishes(&rows, self.room(frame));
        match wishes.and_then(|wishes| column_cells(&wishes, self.room(frame))) {
            Some(widths) => self.side_by_side(&rows, &widths, &table.columns, frame),
            None => self.stacked(&rows, frame),
        }
    }

    /// Returns what each column would like to have; none when there are too many columns for the room.
    fn wishes(&self, rows: &[Vec<Span>], room: usize) -> Option<Vec<Wish>> {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if columns > room {
            return None;
        }
        let mut wishes = vec![Wish { all: 1, word: 1 }; columns];
        for row in rows {
            for (cell, wish) in row.iter().zip(&mut wishes) {
                let words = slice(self.text, *cell).split_whitespace();
                wish.all = wish.all.max(self.natural_cells(*cell));
                wish.word = wish.word.max(words.map(cells).max().unwrap_or(0));
            }
        }
        Some(wishes)
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
        let is_filled = |row: &&Vec<Span>| row.iter().any(|cell| !cell.is_empty());
        let records: Vec<&Vec<Span>> = records.iter().filter(is_filled).collect();
        if records.is_empty() {
            for cell in head.iter().filter(|cell| !cell.is_empty()) {
                self.lines(*cell, Role::TableHead, frame);
            }
        }
        let limit = if room < NARROW { room } else { room / 2 - 1 };
        // Made once: the name of a column may be as long as its author likes.
        let names: Vec<String> = head
            .iter()
            .map(
                |name| match cut(slice(self.text, *name), limit.saturating_sub(1), sign).trim() {
                    "" => String::new(),
                    name => format!("{name}:"),
                },
            )
            .collect();
        for (number, record) in records.into_iter().enumerate() {
            if number > 0 {
                let blank = frame.row(self.block);
                self.push(blank);
            }
            for (column, value) in record.iter().enumerate() {
                if value.is_empty() {
                    continue;
                }
                let name = names
                    .get(column)
                    .filter(|name| !name.is_empty() && cells(name) <= limit);
                let mut beside = frame.clone();
                match name {
                    Some(name) if room < NARROW => {
                        let mut row = frame.row(self.block);
                        row.runs
                            .push(Run::decoration(name.clone(), Role::TableHead));
                        self.push(row);
                        beside.go_on();
                    }
                    Some(name) => beside.add_label(format!("{name} "), Role::TableHead, limit + 1),
                    None => {}
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
        let cell = after(*cell, end);
        end = end.max(cell.end);
        cell
    };
    table
        .rows
        .iter()
        .map(|row| row.iter().map(&mut forward).collect())
        .collect()
}

/// What a column would like to have.
#[derive(Debug, Clone, Copy)]
struct Wish {
    /// Cells of its widest cell.
    all: usize,
    /// Cells of its longest word.
    word: usize,
}

/// Returns the cells of each column so that all fit into `room`, the widest shrunk first and words kept whole if they
/// can be; none when they cannot be read.
fn column_cells(wishes: &[Wish], room: usize) -> Option<Vec<usize>> {
    let room = room.checked_sub(GAP * wishes.len().saturating_sub(1))?;
    let capped = |cap: usize, whole_words: bool| {
        wishes.iter().map(move |wish| {
            let least = if whole_words { wish.word } else { 1 };
            wish.all.min(cap.max(least))
        })
    };
    let whole_words = capped(0, true).sum::<usize>() <= room;
    let (mut low, mut high) = (0, room + 1);
    while low + 1 < high {
        let cap = usize::midpoint(low, high);
        if capped(cap, whole_words).sum::<usize>() <= room {
            low = cap;
        } else {
            high = cap;
        }
    }
    let mut widths: Vec<usize> = capped(low, whole_words).collect();
    let mut spare = room.checked_sub(widths.iter().sum())?;
    for (width, wish) in widths.iter_mut().zip(wishes) {
        if *width < wish.all && spare > 0 {
            *width += 1;
            spare -= 1;
        }
        if *width < wish.all.min(FEWEST_CELLS) {
            return None;
        }
    }
    Some(widths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::all_fit(&[(4, 4), (9, 5)], 40, Some(vec![4, 9]))]
    #[case::widest_gives_way(&[(4, 4), (90, 9)], 40, Some(vec![4, 33]))]
    #[case::words_stay_whole(&[(10, 10), (36, 6)], 20, Some(vec![10, 7]))]
    #[case::two_wide_ones_share(&[(50, 5), (60, 5)], 34, Some(vec![16, 15]))]
    #[case::words_too_long(&[(40, 40), (40, 40)], 23, Some(vec![10, 10]))]
    #[case::unreadable(&[(40, 9), (40, 9)], 11, None)]
    #[case::narrow_by_nature(&[(1, 1), (1, 1), (1, 1)], 9, Some(vec![1, 1, 1]))]
    #[case::no_room_for_the_gaps(&[(1, 1), (1, 1), (1, 1)], 5, None)]
    fn columns_share_the_room(
        #[case] wishes: &[(usize, usize)],
        #[case] room: usize,
        #[case] widths: Option<Vec<usize>>,
    ) {
        let wishes: Vec<Wish> = wishes
            .iter()
            .map(|&(all, word)| Wish { all, word })
            .collect();
        assert_eq!(column_cells(&wishes, room), widths);
    }
}
