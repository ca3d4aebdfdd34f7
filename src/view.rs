//! Draws the state: one file per region of the screen. Reads the [`App`], changes nothing, decides no size.

mod help;
mod list;
mod pane;
mod quotes;
mod reading;
mod status;
pub mod theme;

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::{App, Overlay};
pub use theme::Theme;

/// Draws the whole screen.
pub fn draw(app: &App, theme: Theme, frame: &mut Frame) {
    let screen = Rect::new(0, 0, app.size.width, app.size.height).intersection(frame.area());
    if screen.is_empty() {
        return;
    }
    if let Some(Overlay::Help { top }) = app.overlay {
        help::draw(app, theme, top, frame.buffer_mut(), screen);
        return;
    }
    let panes = app.panes();
    let buffer = frame.buffer_mut();
    if let Some(area) = panes.list {
        list::draw(app, theme, buffer, area);
    }
    if let Some(area) = panes.reading {
        reading::draw(app, theme, buffer, area);
    }
    if let Some(area) = panes.quotes {
        quotes::draw(app, theme, buffer, area);
    }
    // With one row only, a line being typed is more urgent than what lies below it.
    let bottom = Rect {
        y: screen.bottom() - 1,
        height: 1,
        ..screen
    };
    let status = if panes.status.is_empty() && app.overlay.is_some() {
        bottom
    } else {
        panes.status
    };
    if let Some(cursor) = status::draw(app, theme, frame.buffer_mut(), status) {
        frame.set_cursor_position(cursor);
    }
}
