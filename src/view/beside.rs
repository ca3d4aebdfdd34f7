//! Draws two speakers side by side over the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::Area;
use crate::app::beside::{BAR, Beside, Cell, CellKind, Row};
use crate::view::Theme;
use crate::view::pane::{cut, frame, line, paragraph, right_of};

/// Draws it; returns where the selected quote begins.
pub(super) fn draw(
    theme: Theme,
    beside: &Beside,
    buffer: &mut Buffer,
    area: Area,
) -> Option<Position> {
    frame(buffer, theme, area, &beside.title(), true);
    let columns = beside.columns();
    let mut inner = area.inner;
    if beside.is_headed(inner.height) {
        for (side, column) in columns.into_iter().enumerate() {
            let place = right_of(column_of(inner, inner.y, column), BAR);
            let head = beside.head(side);
            line(
                buffer,
                place,
                &cut(theme, &head, place.width),
                theme.speaker(),
            );
        }
        inner.y += 1;
        inner.height -= 1;
    }
    for (y, row) in (inner.y..inner.bottom()).zip(beside.visible()) {
        match row {
            Row::Day(date) => {
                let place = Rect {
                    y,
                    height: 1,
                    ..inner
                };
                line(buffer, place, date, theme.data());
            }
            Row::Cells(cells) => {
                for (cell, column) in cells.iter().zip(columns) {
                    if let Some(cell) = cell {
                        let place = column_of(inner, y, column);
                        draw_cell(theme, buffer, place, cell, beside.is_selected(cell));
                    }
                }
            }
        }
    }
    if beside.selected().is_none() {
        let text = "Neither of them said anything with these words.";
        paragraph(buffer, theme, inner, text, BAR);
    }
    let (row, side) = beside.cursor()?;
    let place = column_of(inner, inner.y + row, columns[side]);
    inner
        .contains(place.as_position())
        .then(|| place.as_position())
}

fn column_of(inner: Rect, y: u16, (x, width): (u16, u16)) -> Rect {
    Rect {
        x: inner.x + x.min(inner.width),
        y,
        width: width.min(inner.width.saturating_sub(x)),
        height: 1,
    }
}

fn draw_cell(theme: Theme, buffer: &mut Buffer, place: Rect, cell: &Cell, selected: bool) {
    if selected {
        line(buffer, place, theme.bar(), theme.sign());
    }
    let place = right_of(place, BAR);
    let style = match cell.kind {
        CellKind::Speaker => theme.speaker(),
        CellKind::Words => Style::new(),
        CellKind::Place => theme.data(),
    };
    line(buffer, place, &cut(theme, &cell.text, place.width), style);
}
