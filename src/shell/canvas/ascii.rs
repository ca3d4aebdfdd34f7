//! A frame for a terminal that can show nothing but ASCII: no column moves, each glyph is shown by one of as many cells.

use ratatui::buffer::Buffer;

use crate::article::in_ascii;
use crate::shell::canvas::glyph::{self, Place};

/// Puts ASCII into the place of all else. A sequence that was made on purpose stays.
pub(super) fn fold(buffer: &mut Buffer) {
    let width = usize::from(buffer.area.width).max(1);
    let mut places = Vec::new();
    for row in buffer.content.chunks_exact_mut(width) {
        if row.iter().all(|cell| cell.symbol().is_ascii()) {
            continue;
        }
        glyph::places(row, &mut places);
        for (cell, place) in row.iter_mut().zip(&places) {
            match place {
                Place::Covered => {
                    cell.set_symbol(" ");
                }
                Place::Head(_) if cell.symbol().is_ascii() || glyph::is_forced(cell) => {}
                Place::Head(_) => {
                    let shown = in_ascii(cell.symbol());
                    cell.set_char(shown);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::buffer::Cell;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    #[test]
    fn words_stay_where_they_are_and_unknown_ones_are_told() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 24, 2));
        buffer.set_string(0, 0, "▌“Für 北京 … x”│", Style::new());
        buffer.set_string(0, 1, "plain", Style::new());
        fold(&mut buffer);
        let row: String = buffer.content[..24].iter().map(Cell::symbol).collect();
        assert_eq!(row.trim_end(), "?\"Fur ? ?  ~ x\"|");
        assert_eq!(buffer.content[24].symbol(), "p");
    }
}
