//! Draws a list to choose from over the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::picker::Item;
use crate::app::{Area, Picker};
use crate::typeset::width;
use crate::view::Theme;
use crate::view::pane::{cut, frame, line, paragraph, right_of};

/// Columns that the bar of the selected row takes.
const BAR: u16 = 2;

pub(super) fn draw(theme: Theme, picker: &Picker, buffer: &mut Buffer, area: Area) {
    let mut title = picker.title.clone();
    if !picker.words().is_empty() {
        title = format!("{title}{}{}", theme.dot(), theme.quoted(picker.words()));
    }
    frame(buffer, theme, area, &title, true);
    let inner = area.inner;
    let mut rows = inner.y..inner.bottom();
    for ((item, selected), y) in picker.visible().zip(&mut rows) {
        let row = Rect {
            y,
            height: 1,
            ..inner
        };
        draw_item(theme, buffer, row, item, selected);
    }
    if picker.selected().is_none() {
        let text = if picker.words().is_empty() {
            picker.nothing.clone()
        } else {
            format!("Nothing has {}.", theme.quoted(picker.words()))
        };
        paragraph(buffer, theme, inner, &text, BAR);
    }
}

fn draw_item(theme: Theme, buffer: &mut Buffer, row: Rect, item: &Item, selected: bool) {
    if selected {
        line(buffer, row, theme.bar(), theme.sign());
    }
    let row = right_of(row, BAR + item.indent);
    // The data give way where there is no room for both.
    let detail = cut(theme, &item.detail, row.width / 2);
    let taken = match width(&detail) {
        0 => 0,
        cells => cells + 2,
    };
    let room = row.width.saturating_sub(taken);
    let text = cut(theme, &item.text, room);
    let used = line(buffer, row, &text, theme.selected(Style::new(), selected));
    let gap = row.width.saturating_sub(width(&detail)).max(used);
    line(buffer, right_of(row, gap), &detail, theme.data());
}
