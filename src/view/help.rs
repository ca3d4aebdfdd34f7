//! Draws the help over the whole screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::help::{HelpRow, sentence_column};
use crate::view::Theme;
use crate::view::pane::line;

pub(super) fn draw(app: &App, theme: Theme, top: usize, buffer: &mut Buffer, area: Rect) {
    let rows = app.help_rows();
    let body = Rect {
        height: area.height.saturating_sub(1).max(1),
        ..area
    };
    for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(top)) {
        let place = Rect {
            y,
            height: 1,
            ..body
        };
        let column = sentence_column(area.width);
        let right = Rect {
            x: place.x + column.min(place.width),
            width: place.width.saturating_sub(column),
            ..place
        };
        match row {
            HelpRow::Title(title) => {
                line(buffer, place, title, theme.frame(true));
            }
            HelpRow::Keys(keys, sentence) => {
                line(buffer, place, keys, theme.key());
                line(
                    buffer,
                    right,
                    &theme.plain(sentence),
                    ratatui::style::Style::new(),
                );
            }
            HelpRow::More(text) => {
                line(
                    buffer,
                    right,
                    &theme.plain(text),
                    ratatui::style::Style::new(),
                );
            }
            HelpRow::Blank => {}
        }
    }
    if area.height > 1 {
        let bottom = Rect {
            y: area.bottom() - 1,
            height: 1,
            ..area
        };
        let shown = (top + usize::from(body.height)).min(rows.len());
        let text = format!(
            " help {shown}/{}{}j k Space b scroll, any other key goes back",
            rows.len(),
            theme.dot()
        );
        line(buffer, bottom, &text, theme.data());
    }
}
