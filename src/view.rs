//! Draws the state: one file per region of the screen. Reads the [`App`], changes nothing, decides no size.

mod help;
mod list;
mod note;
mod pane;
mod picker;
mod quotes;
mod reading;
mod status;
pub mod theme;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::{App, Overlay, Panes};
pub use theme::Theme;

/// Draws the whole screen into a buffer of its size; returns where the cursor is to stand, when something is typed or
/// selected.
pub fn draw(app: &App, theme: Theme, buffer: &mut Buffer) -> Option<Position> {
    let screen = Rect::new(0, 0, app.size.width, app.size.height).intersection(buffer.area);
    if screen.is_empty() {
        return None;
    }
    if let Some(Overlay::Help { top }) = app.overlay {
        help::draw(app, theme, top, buffer, screen);
        return None;
    }
    if let Some(Overlay::Picker(picker)) = &app.overlay {
        picker::draw(theme, picker, buffer, Panes::over(app.size));
        return status::draw(app, theme, buffer, app.panes().status);
    }
    let panes = app.panes();
    if let Some(area) = panes.list {
        list::draw(app, theme, buffer, area);
    }
    let cursor = panes
        .reading
        .and_then(|area| reading::draw(app, theme, buffer, area));
    if let Some(area) = panes.quotes {
        quotes::draw(app, theme, buffer, area);
    }
    // With one row only, a line being typed is more urgent than what lies below it.
    let is_urgent = panes.status.is_empty() && app.overlay.is_some();
    let status = if is_urgent { screen } else { panes.status };
    let typed = status::draw(app, theme, buffer, status);
    if let Some(Overlay::Note(note)) = &app.overlay {
        return Some(note::draw(theme, note, buffer, Panes::below(app.size)));
    }
    typed.or(cursor)
}
