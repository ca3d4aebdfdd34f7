//! What stands to the left of a block's rows: bars of block quotes, labels of list items, blank cells under them.
//!
//! Knows containers and widths, no text. However deep the nesting, it leaves about half the width to the words.

use std::borrow::Cow;

use crate::article::{Block, Container, Label};
use crate::typeset::cells::cells;
use crate::typeset::{Role, Row, Run};

/// Cells that words keep beside a label, if half the width is not less.
const FEWEST_CELLS: usize = 4;

/// Cells of a label ("999. ") that may take more than half the width.
const SHORT_LABEL: usize = 6;

/// The left side of the rows of one block.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    parts: Vec<FramePart>,
    /// Bars of outer block quotes for which there was no room.
    dropped_bars: usize,
}

#[derive(Debug, Clone)]
enum FramePart {
    /// A bar on every row.
    Bar(&'static str),
    /// A label on the first row, blank cells below.
    Label {
        text: Cow<'static, str>,
        role: Role,
        cells: usize,
        is_set: bool,
    },
}

impl FramePart {
    fn cells(&self) -> usize {
        match self {
            Self::Bar(bar) => cells(bar),
            Self::Label { cells, .. } => *cells,
        }
    }
}

impl Frame {
    /// Returns the frame of a block. `hangs` has, for each of its containers, the cells of a list's widest label.
    pub(super) fn new(block: &Block, hangs: &[usize], width: usize, ascii: bool) -> Self {
        let mut frame = Self::default();
        let half = width / 2;
        let mut taken = 0;
        // The innermost container says most about the block, so it is the outer ones that give way.
        for (depth, container) in block.within.iter().enumerate().rev() {
            let part = match container {
                Container::Quote if ascii => FramePart::Bar("| "),
                Container::Quote => FramePart::Bar("│ "),
                Container::Item(label) => {
                    let hang = hangs.get(depth).copied().unwrap_or(2);
                    FramePart::Label {
                        text: right(&label_text(*label, ascii), hang),
                        role: Role::Label,
                        cells: hang,
                        is_set: *label == Label::None,
                    }
                }
            };
            let room = if taken == 0 && matches!(part, FramePart::Label { .. }) {
                width
                    .saturating_sub(half.clamp(1, FEWEST_CELLS))
                    .min(half.max(SHORT_LABEL))
            } else {
                half
            };
            taken += part.cells();
            if taken > room {
                break;
            }
            frame.parts.push(part);
        }
        frame.parts.reverse();
        let quotes = block.within.iter().filter(|&c| *c == Container::Quote);
        frame.dropped_bars = quotes.count() - frame.bars();
        frame
    }

    /// Adds a label further in, unless it takes more than `most` cells.
    pub(super) fn add_label(
        &mut self,
        text: impl Into<Cow<'static, str>>,
        role: Role,
        most: usize,
    ) {
        let text = text.into();
        let cells = cells(&text);
        if cells <= most {
            self.parts.push(FramePart::Label {
                text,
                role,
                cells,
                is_set: false,
            });
        }
    }

    fn bars(&self) -> usize {
        let bars = self.parts.iter();
        bars.filter(|part| matches!(part, FramePart::Bar(_)))
            .count()
    }

    /// Returns the cells it takes on every row.
    pub(super) fn cells(&self) -> usize {
        self.parts.iter().map(FramePart::cells).sum()
    }

    /// Returns the beginning of the next row; labels stand on the first one only.
    pub(super) fn row(&mut self, block: usize) -> Row {
        let mut row = Row {
            block,
            ..Row::default()
        };
        let mut blank = 0;
        for part in &mut self.parts {
            let run = match part {
                FramePart::Bar(bar) => Run::decoration(*bar, Role::Rule),
                FramePart::Label {
                    text, role, is_set, ..
                } if !*is_set => {
                    *is_set = true;
                    Run::decoration(text.clone(), *role)
                }
                FramePart::Label { cells, .. } => {
                    blank += *cells;
                    continue;
                }
            };
            put_blank(&mut row, std::mem::take(&mut blank));
            row.runs.push(run);
        }
        put_blank(&mut row, blank);
        row
    }

    /// Leaves the labels out from here on.
    pub(super) fn go_on(&mut self) {
        for part in &mut self.parts {
            if let FramePart::Label { is_set, .. } = part {
                *is_set = true;
            }
        }
    }

    /// Returns the blank row above a block, with the bars of the block quotes that go on through it.
    pub(super) fn blank_row(&self, block: usize, shared_bars: usize) -> Row {
        let mut row = Row {
            block,
            ..Row::default()
        };
        let mut blank = 0;
        let mut left = shared_bars
            .saturating_sub(self.dropped_bars)
            .min(self.bars());
        for part in &self.parts {
            match part {
                _ if left == 0 => break,
                FramePart::Bar(bar) => {
                    put_blank(&mut row, std::mem::take(&mut blank));
                    row.runs.push(Run::decoration(bar.trim_end(), Role::Rule));
                    blank = cells(bar) - cells(bar.trim_end());
                    left -= 1;
                }
                FramePart::Label { cells, .. } => blank += cells,
            }
        }
        row
    }
}

/// Appends blank cells to a row: as indent if nothing stands in it yet.
pub(super) fn put_blank(row: &mut Row, cells: usize) {
    if row.runs.is_empty() {
        row.indent += cells as u16;
    } else if cells > 0 {
        row.runs
            .push(Run::decoration(" ".repeat(cells), Role::Label));
    }
}

/// Returns the cells that a label takes, with the blank after it.
pub(super) fn label_cells(label: Label) -> usize {
    cells(&label_text(label, true))
}

fn label_text(label: Label, ascii: bool) -> Cow<'static, str> {
    match label {
        Label::Bullet if ascii => "* ".into(),
        Label::Bullet => "• ".into(),
        Label::Number(number) => format!("{number}. ").into(),
        Label::None => "".into(),
    }
}

fn right(label: &str, width: usize) -> Cow<'static, str> {
    format!("{label:>width$}").into()
}
