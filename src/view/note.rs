//! Draws a note being typed over the lower part of the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Clear, Widget};

use crate::app::Area;
use crate::app::mark::Note;
use crate::view::Theme;
use crate::view::pane::{frame, line};

/// Draws it; returns where the cursor stands.
pub(super) fn draw(theme: Theme, note: &Note, buffer: &mut Buffer, area: Area) -> Position {
    Clear.render(area.outer, buffer);
    frame(buffer, theme, area, &theme.plain(&note.title()), true);
    let (beside, inner) = note.rows(area.inner);
    for (y, text) in (area.inner.y..inner.y).zip(beside) {
        let row = Rect {
            y,
            height: 1,
            ..area.inner
        };
        line(buffer, row, &theme.plain(&text), theme.data());
    }
    for (y, text) in (inner.y..inner.bottom()).zip(note.editor.visible()) {
        let row = Rect {
            y,
            height: 1,
            ..inner
        };
        line(buffer, row, text, Style::new());
    }
    let (column, row) = note.editor.cursor();
    let right = inner.right().saturating_sub(1).max(inner.x);
    let bottom = inner.bottom().saturating_sub(1).max(inner.y);
    Position::new((inner.x + column).min(right), (inner.y + row).min(bottom))
}
