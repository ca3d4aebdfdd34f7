//! Draws the state: one file per region of the screen. Reads the [`App`], changes nothing, decides no size.

mod beside;
mod completion;
mod cursor;
mod help;
mod list;
mod note;
mod pane;
mod picker;
mod picture;
mod quotes;
mod reading;
pub mod spot;
mod status;
pub mod theme;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{App, Overlay, Panes};
pub use theme::Theme;

/// Draws the whole screen into a buffer of its size; returns where the cursor is to stand: where something is typed, or
/// else on what is selected, if it is to be seen there.
pub fn draw(app: &App, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let screen = Rect::new(0, 0, app.size.width, app.size.height).intersection(buffer.area);
    if screen.is_empty() {
        return None;
    }
    buffer.set_style(screen, theme.ground());
    let (position, is_typed) = draw_all(app, theme, buffer, screen);
    position.filter(|_| is_typed || app.settings.cursor)
}

/// Returns the place of the cursor, and whether something is typed there.
fn draw_all(
    app: &App,
    theme: Theme,
    buffer: &mut Buffer,
    screen: Rect,
) -> (Option<Position>, bool) {
    let panes = app.panes();
    match &app.overlay {
        Some(Overlay::Help(help)) => {
            let position = help::draw(app, theme, help, buffer, screen);
            return (Some(position), help.line().is_some());
        }
        Some(Overlay::Sheet(sheet)) => {
            return (Some(help::sheet(app, theme, sheet, buffer, screen)), false);
        }
        Some(Overlay::Picker(picker)) => {
            picker::draw(theme, picker, buffer, Panes::over(app.size));
            let typed = status::draw(app, theme, buffer, panes.status);
            return (typed.or_else(|| cursor::of(app)), typed.is_some());
        }
        Some(Overlay::Beside(beside)) => {
            let selected = beside::draw(theme, beside, buffer, Panes::over(app.size));
            let typed = status::draw(app, theme, buffer, panes.status);
            return (typed.or(selected), typed.is_some());
        }
        Some(Overlay::Prompt(_) | Overlay::Note(_)) | None => {}
    }
    if let Some(area) = panes.list {
        list::draw(app, theme, buffer, area);
    }
    let selecting = panes
        .reading
        .and_then(|area| reading::draw(app, theme, buffer, area));
    if let Some(area) = panes.quotes {
        quotes::draw(app, theme, buffer, area);
    }
    // With one row only, a line being typed is more urgent than what lies below it.
    let is_urgent = panes.status.is_empty() && app.overlay.is_some();
    let status = if is_urgent { screen } else { panes.status };
    let is_note = matches!(app.overlay, Some(Overlay::Note(_)));
    if app.overlay.is_some() && !is_urgent && !is_note {
        let above = Rect {
            height: status.y,
            ..screen
        };
        completion::draw(theme, &app.completion, buffer, above);
    }
    if let Some(Overlay::Note(note)) = &app.overlay {
        status::draw(app, theme, buffer, status);
        let place = note::draw(theme, note, buffer, Panes::below(app.size));
        return (Some(place), true);
    }
    let typed = status::draw(app, theme, buffer, status);
    {
        // The cursor of a selection is one to work with, as that of a line is.
        let working = typed.or(selecting);
        (working.or_else(|| cursor::of(app)), working.is_some())
    }
}
