//! Where the cursor stands while nothing is typed: on what is selected, where screen readers and braille lines look for it.

use ratatui::layout::{Position, Rect};

use crate::app::{App, Area, Find, Overlay, Pane, Panes, Reader};
use crate::quote::Quote;
use crate::typeset::{RunText, width};

/// Returns the cell of what is selected in the pane with the focus, or in the list that lies over it.
pub(super) fn of(app: &App) -> Option<Position> {
    if let Some(Overlay::Picker(picker)) = &app.overlay {
        let inner = Panes::over(app.size).inner;
        let row = picker.visible().position(|(_, selected)| selected)?;
        return inside(inner, 0, row);
    }
    let area = app.panes().of(app.focus)?;
    match app.focus {
        Pane::List => {
            let row = app.list.selected().checked_sub(app.list.top())?;
            inside(area.inner, 0, row * usize::from(app.item_rows()))
        }
        Pane::Reading => in_text(app, area, app.reader.as_ref()?),
        Pane::Quotes => {
            let selected = app.reader.as_ref()?.selected()?;
            let card = app.quotes.cards().get(app.quotes.position(selected)?)?;
            let row = card.start.saturating_sub(app.quotes.top());
            inside(area.inner, 0, row)
        }
    }
}

/// The match that the reader is at, or else the selected quote, or else the first row.
fn in_text(app: &App, area: Area, reader: &Reader) -> Option<Position> {
    let found = reader.find.as_ref().and_then(Find::here);
    let quote = || reader.selected_quote().map(Quote::extent);
    let margin = app.text_margin(area);
    let at = found.or_else(quote).map(|span| span.start);
    let seen = at.and_then(|byte| {
        let row = reader.page.row_at(byte).checked_sub(reader.top())?;
        inside(area.inner, margin + cell_of(reader, byte), row)
    });
    seen.or_else(|| inside(area.inner, margin, 0))
}

/// The cell of a byte in its row.
fn cell_of(reader: &Reader, byte: usize) -> u16 {
    let Some(row) = reader.page.rows.get(reader.page.row_at(byte)) else {
        return 0;
    };
    let mut cell = row.indent;
    for run in &row.runs {
        let words = reader.page.words(run);
        if let RunText::Span(span) = run.text
            && byte < span.end
        {
            let before = byte.saturating_sub(span.start);
            return cell + width(words.get(..before).unwrap_or_default());
        }
        cell += width(words);
    }
    cell
}

/// The cell of an area, when it has that many.
fn inside(area: Rect, column: u16, row: usize) -> Option<Position> {
    let row = u16::try_from(row).ok().filter(|row| *row < area.height)?;
    (area.width > 0).then(|| Position::new(area.x + column.min(area.width - 1), area.y + row))
}
