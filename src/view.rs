//! Draws the state: one file per region of the screen. Reads the [`App`], changes nothing, decides no size.

mod completion;
mod cursor;
mod help;
mod list;
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
        Some(Overlay::Prompt(_)) | None => {}
    }
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
    let is_urgent = panes.status.is_empty() && app.overlay.is_some();
    let status = if is_urgent { screen } else { panes.status };
    if app.overlay.is_some() && !is_urgent {
        let above = Rect {
            height: status.y,
            ..screen
        };
        completion::draw(theme, &app.completion, buffer, above);
    }
    let typed = status::draw(app, theme, buffer, status);
    (typed.or_else(|| cursor::of(app)), typed.is_some())
}
