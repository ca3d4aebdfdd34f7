//! Finds rows that have only moved up or down, so that the terminal can move them itself.
//!
//! Whole rows: a region that spans the screen is what every terminal has. Where one can be told to leave columns out
//! (DECSLRM), parts of rows as well. Nothing outside of the region moves, not for a moment either: a slow line shows each
//! step.

use std::io::Write;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Size};

use crate::shell::canvas::glyph::{self, Place};
use crate::shell::canvas::paint::Pen;

/// Cells that a shift must save: what it costs, and a margin for what is not worth the flicker.
const WORTH: i32 = 40;
/// The same where columns are left out, which takes four more sequences.
const WORTH_IN_COLUMNS: i32 = 90;
/// Rows that must have changed before it is asked whether they moved.
const FEWEST: usize = 3;
/// Distances that are looked at closely: those that the most rows agree on.
const TRIED: usize = 2;

/// Rows that move together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shift {
    /// The columns in which they do.
    columns: Range<u16>,
    /// The first row that changes.
    top: u16,
    /// The row after the last one.
    bottom: u16,
    /// By how many rows, fewer than there are.
    by: u16,
    up: bool,
}

impl Shift {
    /// Finds the shifts that leave the least to be drawn: of whole rows, or in each of some ranges of columns.
    pub(super) fn find(shown: &Buffer, next: &Buffer, columns: &[Range<u16>]) -> Vec<Self> {
        let all = 0..next.area.width;
        let whole = Self::in_columns(shown, next, &all, WORTH);
        let parts = columns
            .iter()
            .filter(|part| part.start < part.end && part.end <= all.end && **part != all)
            .filter(|part| !is_cut(shown, part) && !is_cut(next, part));
        let parts: Vec<(i32, Self)> = parts
            .filter_map(|part| Self::in_columns(shown, next, part, WORTH_IN_COLUMNS))
            .collect();
        // What each of them costs counts, too.
        let gain = |shifts: &[(i32, Self)], costs: i32| -> i32 {
            shifts.iter().map(|(gain, _)| gain - costs).sum()
        };
        let whole: Vec<_> = whole.into_iter().collect();
        let best = if gain(&parts, WORTH_IN_COLUMNS) > gain(&whole, WORTH) {
            parts
        } else {
            whole
        };
        best.into_iter().map(|(_, shift)| shift).collect()
    }

    /// Finds the shift of some columns that leaves the least to be drawn, with the cells that it saves, if those are worth it.
    fn in_columns(
        shown: &Buffer,
        next: &Buffer,
        columns: &Range<u16>,
        worth: i32,
    ) -> Option<(i32, Self)> {
        let before = rows(shown, columns);
        let after = rows(next, columns);
        let changed: Vec<usize> = (0..after.len())
            .filter(|&row| before[row] != after[row])
            .collect();
        if changed.len() < FEWEST {
            return None;
        }
        let best = distances(&before, &after, &changed)
            .into_iter()
            .filter_map(|by| best(&before, &after, by, columns))
            .max_by_key(|(gain, _)| *gain)?;
        (best.0 >= worth).then_some(best)
    }

    /// Moves the terminal's rows.
    pub(super) fn write(&self, size: Size, pen: &mut Pen) {
        pen.ground();
        let is_whole = self.columns == (0..size.width);
        if is_whole && self.bottom == size.height {
            // What is below has left the screen: lines are deleted or inserted at the top.
            pen.go(Position::new(0, self.top));
            let letter = if self.up { 'M' } else { 'L' };
            if self.by == 1 {
                write!(pen.out, "\x1b[{letter}").ok();
            } else {
                write!(pen.out, "\x1b[{}{letter}", self.by).ok();
            }
            return;
        }
        let Range { start, end } = self.columns;
        if !is_whole {
            write!(pen.out, "\x1b[?69h\x1b[{};{end}s", start + 1).ok();
        }
        write!(pen.out, "\x1b[{};{}r", self.top + 1, self.bottom).ok();
        pen.at = None;
        let (from, step): (_, &[u8]) = if self.up {
            (Position::new(start, self.bottom - 1), b"\n")
        } else {
            (Position::new(start, self.top), b"\x1bM")
        };
        pen.go(from);
        for _ in 0..self.by {
            pen.out.extend_from_slice(step);
        }
        pen.out.extend_from_slice(b"\x1b[r");
        if !is_whole {
            pen.out.extend_from_slice(b"\x1b[s\x1b[?69l");
        }
        // Setting the margins sends the cursor to a corner: which one, a mode decides.
        pen.at = None;
    }

    /// Moves the rows of the buffer that says what the terminal shows.
    pub(super) fn apply(&self, shown: &mut Buffer) {
        let width = usize::from(shown.area.width);
        let (top, bottom) = (usize::from(self.top), usize::from(self.bottom));
        let columns = usize::from(self.columns.start)..usize::from(self.columns.end);
        let by = usize::from(self.by).min(bottom - top);
        let rows = &mut shown.content[top * width..bottom * width];
        let last = bottom - top - by;
        let mut rows: Vec<&mut [Cell]> = rows
            .chunks_exact_mut(width)
            .map(|row| &mut row[columns.clone()])
            .collect();
        if !self.up {
            rows.reverse();
        }
        for row in 0..last {
            let (to, from) = rows.split_at_mut(row + by);
            to[row].swap_with_slice(from[0]);
        }
        for cell in rows[last..].iter_mut().flat_map(|row| row.iter_mut()) {
            cell.reset();
        }
    }
}

fn rows<'a>(buffer: &'a Buffer, columns: &Range<u16>) -> Vec<&'a [Cell]> {
    let columns = usize::from(columns.start)..usize::from(columns.end);
    buffer
        .content
        .chunks_exact(usize::from(buffer.area.width).max(1))
        .map(|row| &row[columns.clone()])
        .collect()
}

/// Whether a glyph lies across an edge of some columns: half of it would move.
fn is_cut(buffer: &Buffer, columns: &Range<u16>) -> bool {
    let mut places = Vec::new();
    let all = 0..buffer.area.width;
    rows(buffer, &all).into_iter().any(|row| {
        glyph::places(row, &mut places);
        [columns.start, columns.end]
            .into_iter()
            .any(|edge| places.get(usize::from(edge)) == Some(&Place::Covered))
    })
}

fn signed(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// How many cells of two rows differ.
fn differing(one: &[Cell], other: &[Cell]) -> i32 {
    let pairs = one.iter().zip(other);
    signed(
        pairs
            .filter(|(one, other)| !glyph::same(one, other))
            .count(),
    )
}

/// Returns the distances that the most rows have moved by, upwards as positive numbers. A row that has moved was changed
/// where it came from, too.
fn distances(before: &[&[Cell]], after: &[&[Cell]], changed: &[usize]) -> Vec<i32> {
    let height = after.len();
    let mut votes = vec![0u16; height * 2];
    let hashes: Vec<(usize, u64)> = changed
        .iter()
        .map(|&row| (row, hash(before[row])))
        .collect();
    for &to in changed {
        if after[to].iter().all(glyph::is_blank) {
            continue;
        }
        let wanted = hash(after[to]);
        for &(from, hash) in &hashes {
            if hash == wanted {
                votes[from + height - to] += 1;
            }
        }
    }
    let mut voted: Vec<(u16, i32)> = votes
        .into_iter()
        .zip(-signed(height)..)
        .filter(|(votes, by)| *votes > 0 && *by != 0)
        .collect();
    voted.sort_unstable_by_key(|(votes, by)| (std::cmp::Reverse(*votes), by.abs()));
    voted.into_iter().take(TRIED).map(|(_, by)| by).collect()
}

/// Returns the rows that gain the most by a shift, and how many cells they gain.
fn best(
    before: &[&[Cell]],
    after: &[&[Cell]],
    by: i32,
    columns: &Range<u16>,
) -> Option<(i32, Shift)> {
    let height = after.len();
    let distance = by.unsigned_abs() as usize;
    let up = by > 0;
    let targets = if up {
        0..height - distance
    } else {
        distance..height
    };
    let stays = |row: usize| differing(before[row], after[row]);
    let mut best: Option<(i32, std::ops::Range<usize>)> = None;
    let (mut sum, mut first) = (0, targets.start);
    for row in targets {
        let from = if up { row + distance } else { row - distance };
        if sum <= 0 {
            (sum, first) = (0, row);
        }
        sum += stays(row) - differing(before[from], after[row]);
        if sum > best.as_ref().map_or(0, |(most, _)| *most) {
            best = Some((sum, first..row + 1));
        }
    }
    let (gain, moved) = best?;
    let (region, exposed) = if up {
        (
            moved.start..moved.end + distance,
            moved.end..moved.end + distance,
        )
    } else {
        (
            moved.start - distance..moved.end,
            moved.start - distance..moved.start,
        )
    };
    let drawn_anew: i32 = exposed
        .map(|row| {
            let cells = after[row]
                .iter()
                .filter(|cell| !glyph::is_blank(cell))
                .count();
            signed(cells) - stays(row)
        })
        .sum();
    let shift = Shift {
        columns: columns.clone(),
        top: region.start as u16,
        bottom: region.end as u16,
        by: distance as u16,
        up,
    };
    Some((gain - drawn_anew - signed(distance), shift))
}

/// A quick hash: equal ones are compared cell by cell before anything is moved.
fn hash(row: &[Cell]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut mix = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    for cell in row {
        cell.symbol().bytes().for_each(&mut mix);
        mix(cell.modifier.bits() as u8);
    }
    hash
}
