//! What two speakers said side by side: two columns by date that scroll together, or one above the other where there is no
//! room for two.
//!
//! Knows its rows and which quote is selected; what keys do with it is in `comparing`.

mod rows;

use std::ops::Range;

use crate::app::key::{Code, Key, Named};
use crate::app::prompt::{Prompt, Purpose, Typed};
use crate::article::{ArticleId, Clean};
use crate::quote::roster::{Day, SpeakerId};
use rows::Placed;
pub use rows::{Cell, CellKind, Row};

/// Columns from which on two of them stand side by side.
const TWO: u16 = 60;
/// Columns between both.
const GAP: u16 = 2;
/// Columns at the left of each for the bar beside what is selected.
pub const BAR: u16 = 2;
/// Rows from which on the names stand above the columns.
const HEADED: u16 = 4;

/// One of the two speakers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Which one.
    pub id: SpeakerId,
    /// What to call it.
    pub name: Clean,
    /// All its quotes in the library.
    pub quotes: usize,
}

/// Two speakers side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// Who stands on the left, or above, and who on the right.
    pub speakers: [Compared; 2],
    /// The words that all of it has; empty for all that they said.
    term: String,
    /// The line that the words are typed into; none while keys are commands.
    line: Option<Prompt>,
    days: Vec<Day>,
    /// Days in order, on each the left one's quotes before the right one's.
    quotes: Vec<Placed>,
    rows: Vec<Row>,
    width: u16,
    height: u16,
    top: usize,
    selected: usize,
}

impl Beside {
    /// Returns two speakers side by side, the latest quote selected.
    pub fn new(speakers: [Compared; 2], term: &str, days: Vec<Day>) -> Self {
        let mut beside = Self {
            speakers,
            term: term.to_owned(),
            line: None,
            days: Vec::new(),
            quotes: Vec::new(),
            rows: Vec::new(),
            width: 0,
            height: 1,
            top: 0,
            selected: 0,
        };
        beside.replace(days);
        beside
    }

    /// Puts other quotes in the place of those there are; the words that they have are typed already.
    pub fn replace(&mut self, days: Vec<Day>) {
        self.days = days;
        self.top = 0;
        self.selected = 0;
        self.lay_out();
    }

    /// Takes the size of the room for all of it, which is not there yet at first.
    pub fn fit(&mut self, width: u16, height: u16) {
        if width != self.width {
            self.width = width;
            self.lay_out();
        }
        let head = u16::from(self.is_wide() && height >= HEADED);
        self.height = height - head;
        self.reveal();
    }

    /// Whether both columns have room.
    pub fn is_wide(&self) -> bool {
        self.width >= TWO
    }

    /// Whether the names stand above the columns.
    pub fn is_headed(&self, height: u16) -> bool {
        self.is_wide() && height >= HEADED
    }

    /// Returns where each column begins and how many cells it has, the bar beside it included.
    pub fn columns(&self) -> [(u16, u16); 2] {
        if self.is_wide() {
            let column = (self.width - GAP) / 2;
            [(0, column), (column + GAP, self.width - column - GAP)]
        } else {
            [(0, self.width), (self.width, 0)]
        }
    }

    /// Returns the title: who is compared, and on which words.
    pub fn title(&self) -> String {
        let [one, other] = &self.speakers;
        let on = match self.term.trim() {
            "" => String::new(),
            term => format!(" on \"{term}\""),
        };
        format!("{} beside {}{on}", one.name, other.name)
    }

    /// Returns what stands above a column: the name, and how many of the quotes are shown.
    pub fn head(&self, side: usize) -> String {
        let shown = self.quotes.iter().filter(|quote| quote.side == side);
        self.speakers.get(side).map_or_else(String::new, |speaker| {
            format!(
                "{}: {} of {} quotes",
                speaker.name,
                shown.count(),
                speaker.quotes
            )
        })
    }

    /// Returns the rows that can be seen.
    pub fn visible(&self) -> &[Row] {
        let end = (self.top + usize::from(self.height)).min(self.rows.len());
        self.rows.get(self.top..end).unwrap_or_default()
    }

    /// Whether a cell is of the selected quote.
    pub fn is_selected(&self, cell: &Cell) -> bool {
        cell.quote == self.selected
    }

    /// Returns the row on the screen and the column of the selected quote, as far as it is to be seen.
    pub fn cursor(&self) -> Option<(u16, usize)> {
        let quote = self.quotes.get(self.selected)?;
        let row = quote.rows.start.max(self.top) - self.top;
        let row = u16::try_from(row).ok().filter(|row| *row < self.height)?;
        Some((row, if self.is_wide() { quote.side } else { 0 }))
    }

    /// Returns which quote is selected of how many.
    pub fn count(&self) -> String {
        match self.quotes.len() {
            0 => "nothing".to_owned(),
            all => format!("{}/{all}", self.selected + 1),
        }
    }

    /// Returns article and first byte of the selected quote.
    pub fn selected(&self) -> Option<(ArticleId, usize)> {
        let quote = self.quotes.get(self.selected)?;
        Some((quote.article, quote.start))
    }

    /// Returns the words that all of it has.
    pub fn term(&self) -> &str {
        &self.term
    }

    /// Returns the line that is typed.
    pub fn line(&self) -> Option<&Prompt> {
        self.line.as_ref()
    }

    /// Returns the rows that can be seen of it.
    pub(super) fn height(&self) -> usize {
        usize::from(self.height.max(1))
    }

    /// Selects a quote of the same column further down, or further up; where one is longer than the screen, goes on in it
    /// first.
    pub(super) fn step(&mut self, by: isize) {
        let Some(here) = self.quotes.get(self.selected) else {
            return;
        };
        let (side, end) = (here.side, self.top + self.height());
        let hidden = if by > 0 {
            here.rows.end.saturating_sub(end)
        } else {
            self.top.saturating_sub(here.rows.start)
        };
        if hidden > 0 {
            let rows = hidden.min(self.height()).cast_signed();
            self.top = self.top.saturating_add_signed(rows * by.signum());
            return;
        }
        let is_wide = self.is_wide();
        let column: Vec<usize> = (0..self.quotes.len())
            .filter(|&at| !is_wide || self.quotes[at].side == side)
            .collect();
        let at = column.iter().position(|&at| at == self.selected);
        let next = at.unwrap_or(0).saturating_add_signed(by);
        if let Some(&next) = column.get(next.min(column.len().saturating_sub(1))) {
            self.select(next);
        }
    }

    /// Selects the first or the last quote of all.
    pub(super) fn select_end(&mut self, last: bool) {
        self.select(if last { usize::MAX } else { 0 });
        self.top = if last { usize::MAX } else { 0 };
        self.reveal();
    }

    /// Selects the nearest quote of the other column, or of one of them.
    pub(super) fn cross(&mut self, side: Option<usize>) {
        let Some(here) = self.quotes.get(self.selected) else {
            return;
        };
        let side = side.unwrap_or(1 - here.side);
        if side == here.side {
            return;
        }
        let start = here.rows.start;
        let others = self.quotes.iter().enumerate();
        let nearest = others
            .filter(|(_, quote)| quote.side == side)
            .min_by_key(|(_, quote)| quote.rows.start.abs_diff(start));
        if let Some((at, _)) = nearest {
            self.select(at);
        }
    }

    /// Scrolls both columns; what is selected is what can be seen.
    pub(super) fn scroll(&mut self, by: isize) {
        self.top = self.within(self.top.saturating_add_signed(by));
        let screen = self.top..self.top + self.height();
        let is_seen =
            |quote: &Placed| quote.rows.start < screen.end && quote.rows.end > screen.start;
        let Some(here) = self.quotes.get(self.selected) else {
            return;
        };
        if is_seen(here) {
            return;
        }
        let side = here.side;
        let mut seen: Vec<usize> = (0..self.quotes.len())
            .filter(|&at| is_seen(&self.quotes[at]))
            .collect();
        // The column stays the same as long as it has something here.
        seen.sort_by_key(|&at| self.quotes[at].side != side);
        let next = if by > 0 {
            seen.first()
        } else {
            let column = seen.iter().rfind(|&&at| self.quotes[at].side == side);
            column.or(seen.last())
        };
        if let Some(&next) = next {
            self.selected = next;
        }
    }

    /// Selects the quote in a cell of the room; returns whether it was selected already.
    pub(super) fn press(&mut self, column: u16, row: u16) -> bool {
        let right = self.columns()[1].0;
        let Some(Row::Cells(cells)) = self.rows.get(self.top + usize::from(row)) else {
            return false;
        };
        let side = usize::from(self.is_wide() && column >= right);
        let Some(quote) = cells[side].as_ref().map(|cell| cell.quote) else {
            return false;
        };
        std::mem::replace(&mut self.selected, quote) == quote
    }

    /// Begins a line of words.
    pub(super) fn begin_line(&mut self) {
        self.line = Some(Prompt::new(Purpose::Narrow, &self.term));
    }

    /// Drops the words; returns false where there are none.
    pub(super) fn drop_words(&mut self) -> bool {
        self.line = None;
        !std::mem::take(&mut self.term).is_empty()
    }

    /// Gives a key to the line; returns whether the words are others now.
    pub(super) fn key(&mut self, key: Key, history: &[String]) -> bool {
        match (key.code, key.ctrl) {
            (Code::Named(Named::Down), _) | (Code::Char('n'), true) => self.step(1),
            (Code::Named(Named::Up), _) | (Code::Char('p'), true) => self.step(-1),
            _ => match self.line.as_mut().map(|line| line.key(key, history)) {
                Some(Typed::Changed) => return self.take_line(),
                Some(Typed::Cancelled) => return self.drop_words(),
                Some(Typed::Accepted) => self.line = None,
                Some(Typed::Nothing) | None => {}
            },
        }
        false
    }

    /// Puts pasted text into the line; returns whether the words are others now.
    pub(super) fn paste(&mut self, text: &str) -> bool {
        match self.line.as_mut().map(|line| line.insert(text)) {
            Some(Typed::Changed) => self.take_line(),
            _ => false,
        }
    }

    fn take_line(&mut self) -> bool {
        let words = self.line.as_ref().map_or("", Prompt::text).to_owned();
        std::mem::replace(&mut self.term, words) != self.term
    }

    fn select(&mut self, at: usize) {
        self.selected = at.min(self.quotes.len().saturating_sub(1));
        self.reveal();
    }

    fn within(&self, row: usize) -> usize {
        row.min(self.rows.len().saturating_sub(self.height()))
    }

    /// Brings the selected quote on the screen, its beginning rather than its end, and the date above it if that is near.
    fn reveal(&mut self) {
        self.top = self.within(self.top);
        let Some(quote) = self.quotes.get(self.selected) else {
            return;
        };
        let Range { start, end } = quote.rows.clone();
        let dated = start.saturating_sub(1);
        let first = match self.rows.get(dated) {
            Some(Row::Day(_)) if self.height() > 1 => dated,
            _ => start,
        };
        if first < self.top && start < self.top + self.height() && end > self.top + self.height() {
            // In the midst of a quote that is longer than the screen.
            return;
        }
        if first < self.top {
            self.top = first;
        } else if end > self.top + self.height() {
            self.top = first.min(end.saturating_sub(self.height())).max(
                // A long one begins at the top.
                if end - first > self.height() {
                    first
                } else {
                    0
                },
            );
        }
    }

    /// Makes the rows for the width.
    fn lay_out(&mut self) {
        let cells = self.columns().map(|(_, cells)| cells);
        let columns = if self.is_wide() {
            &cells[..]
        } else {
            &cells[..1]
        };
        let names = [0, 1].map(|side| self.speakers[side].name.as_str());
        (self.rows, self.quotes) = rows::lay_out(&self.days, names, columns);
        self.selected = self.selected.min(self.quotes.len().saturating_sub(1));
        self.top = self.within(self.top);
    }
}

#[cfg(test)]
mod tests;
