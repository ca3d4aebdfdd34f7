//! What stands in a row: one glyph after the other, each with its cells. Knows what may be written to a terminal as it
//! is, and after what its cursor is surely where it was counted to be.

use ratatui::buffer::{Cell, CellDiffOption, CellWidth};

use crate::shell::canvas::look::Look;

/// What is written in the place of a symbol that holds a control, or that has no cells.
const REPLACEMENT: &str = "\u{fffd}";

/// The cells that a symbol takes from its own on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// It begins here and has so many.
    Head(u16),
    /// It lies under the one before.
    Covered,
}

/// Writes down, for each cell of a row, whether a glyph begins there.
pub(super) fn places(row: &[Cell], out: &mut Vec<Place>) {
    out.clear();
    while let Some(cell) = row.get(out.len()) {
        let room = row.len() - out.len();
        let cells = usize::from(cells(cell)).min(room);
        out.push(Place::Head(cells as u16));
        out.extend(std::iter::repeat_n(Place::Covered, cells - 1));
    }
}

/// Returns the cells that a glyph takes: one at least.
pub(super) fn cells(cell: &Cell) -> u16 {
    cell_width(cell).max(1)
}

fn cell_width(cell: &Cell) -> u16 {
    if cell.symbol().len() == 1 && !is_forced(cell) {
        1
    } else {
        cell.cell_width()
    }
}

/// Whether whoever drew a cell has said how wide it is: then it holds a sequence that was made on purpose.
pub(super) fn is_forced(cell: &Cell) -> bool {
    matches!(cell.diff_option, CellDiffOption::ForcedWidth(_))
}

/// Whether a cell shows the bare ground.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && Look::of(cell).is_ground()
}

/// Whether two cells look the same.
pub(super) fn same(one: &Cell, other: &Cell) -> bool {
    if one.symbol() != other.symbol() {
        return false;
    }
    let (look, wanted) = (Look::of(one), Look::of(other));
    look == wanted || (one.symbol() == " " && look.same_on_blanks(wanted))
}

/// Returns what is written for a cell whose glyph takes so many cells. A control is never written, unless whoever drew
/// the cell has said how wide the whole is: then it is a sequence that was made on purpose.
pub(super) fn written(cell: &Cell, cells: u16) -> &str {
    let symbol = cell.symbol();
    if is_forced(cell) {
        return symbol;
    }
    if symbol.contains(char::is_control) || cell_width(cell) != cells {
        return REPLACEMENT;
    }
    symbol
}

/// Whether all terminals move the cursor over a symbol by the cells that it is counted to have. They disagree about
/// emoji, about signs that are one in some fonts, about clusters and about scripts whose letters join.
pub(super) fn is_sure(cell: &Cell) -> bool {
    if is_forced(cell) {
        return true;
    }
    let mut chars = cell.symbol().chars();
    let (Some(c), None) = (chars.next(), chars.next()) else {
        return false;
    };
    matches!(c,
        ' '..='~'
        | '\u{a0}'..='\u{ac}'
        | '\u{ae}'..='\u{2ff}'
        | '\u{370}'..='\u{482}'
        | '\u{48a}'..='\u{556}'
        | '\u{561}'..='\u{587}'
        | '\u{1e00}'..='\u{1ffe}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{203b}'
        | '\u{2070}'..='\u{20bf}'
        | '\u{2100}'..='\u{218b}'
        | '\u{2190}'..='\u{22ff}'
        | '\u{2500}'..='\u{25fc}'
        | '★' | '☆'
        | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309b}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff01}'..='\u{ff60}'
        | '\u{ffe0}'..='\u{ffe6}')
}

/// The most cells that a symbol takes on a terminal that sets its parts side by side.
pub(super) fn cells_in_parts(cell: &Cell) -> u16 {
    let parts = cell.symbol().chars().count();
    u16::try_from(2 * parts).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Style;
    use rstest::rstest;

    #[test]
    fn a_wide_glyph_covers_the_cell_after_it() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
        buffer.set_string(0, 0, "a漢b", Style::new());
        let mut found = Vec::new();
        places(&buffer.content, &mut found);
        assert_eq!(
            found,
            [
                Place::Head(1),
                Place::Head(2),
                Place::Covered,
                Place::Head(1)
            ]
        );
    }

    #[rstest]
    #[case("a", true)]
    #[case("漢", true)]
    #[case("한", true)]
    #[case("“", true)]
    #[case("│", true)]
    #[case("🙂", false)]
    #[case("❤\u{fe0f}", false)]
    #[case("e\u{301}", false)]
    #[case("\u{ff9e}", false)]
    #[case("क", false)]
    fn what_terminals_agree_on(#[case] symbol: &'static str, #[case] expected: bool) {
        assert_eq!(is_sure(&Cell::new(symbol)), expected);
    }

    #[test]
    fn what_is_sure_has_the_same_width_everywhere() {
        for c in ('\u{a0}'..=char::MAX).filter(|c| !c.is_control()) {
            let mut cell = Cell::default();
            cell.set_char(c);
            if is_sure(&cell) {
                assert!(matches!(cell.cell_width(), 1 | 2), "U+{:04X}", c as u32);
            }
        }
    }

    #[rstest]
    #[case("\x1b[2J")]
    #[case("\u{9b}2J")]
    #[case("\x07")]
    #[case("")]
    #[case("\u{200d}")]
    fn no_control_is_written(#[case] symbol: &'static str) {
        assert_eq!(written(&Cell::new(symbol), 1), REPLACEMENT);
    }
}
