//! A cell of the screen that a picture covers: which one, and which part of it. No terminal is ever sent such a cell.
//!
//! A cell of ratatui has no place for that. Its symbol carries it: characters of private use, several of them, so that no
//! text has such a cell, as each of them would be one of its own.

use std::num::NonZeroU16;

use ratatui::buffer::{Cell, CellDiffOption};

/// The first character of the plane that the numbers are written in.
const PLANE: u32 = 0xf_0000;
/// How many bits of the picture's number one character has.
const BITS: u32 = 12;
/// Bytes of a symbol: four characters.
const LENGTH: usize = 16;

/// A cell of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// The number of the picture.
    pub number: u32,
    /// The row of the picture, in cells.
    pub row: u16,
    /// The column of the picture, in cells.
    pub column: u16,
}

impl Spot {
    /// Makes a cell of the screen this cell of a picture.
    pub fn mark(self, cell: &mut Cell) {
        let high = self.number >> BITS;
        let low = self.number % (1 << BITS);
        let parts = [high, low, u32::from(self.row), u32::from(self.column)];
        let symbol: Option<String> = parts
            .into_iter()
            .map(|it| char::from_u32(PLANE + it))
            .collect();
        if let Some(symbol) = symbol {
            cell.reset();
            cell.set_symbol(&symbol);
            cell.diff_option = CellDiffOption::ForcedWidth(NonZeroU16::MIN);
        }
    }

    /// Returns what a cell of the screen shows of a picture, if it does.
    pub fn of(cell: &Cell) -> Option<Self> {
        let symbol = cell.symbol();
        if symbol.len() != LENGTH || !matches!(cell.diff_option, CellDiffOption::ForcedWidth(_)) {
            return None;
        }
        let mut parts = symbol.chars().map(|c| u32::from(c).checked_sub(PLANE));
        let mut part = || parts.next().flatten();
        let [high, low, row, column] = [part()?, part()?, part()?, part()?];
        Some(Self {
            number: (high << BITS) + low,
            row: u16::try_from(row).ok()?,
            column: u16::try_from(column).ok()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn a_spot_is_found_again() {
        for (number, row, column) in [(0x70_0000, 0, 0), (0x7f_ffff, 149, 999)] {
            let spot = Spot {
                number,
                row,
                column,
            };
            let mut cell = Cell::default();
            spot.mark(&mut cell);
            assert_eq!(Spot::of(&cell), Some(spot));
        }
    }

    #[test]
    fn no_text_is_one() {
        let mut cell = Cell::default();
        Spot {
            number: 0x70_0000,
            row: 0,
            column: 0,
        }
        .mark(&mut cell);
        let mut buffer = Buffer::empty(Rect::new(0, 0, 20, 1));
        buffer.set_string(0, 0, cell.symbol(), Style::new());
        assert!(buffer.content.iter().all(|cell| Spot::of(cell).is_none()));
    }
}
