//! Draws what is only read over the whole screen: the help and sheets.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::help::{HelpRow, sentence_column};
use crate::app::{App, Command, Context, Help, Sheet};
use crate::view::Theme;
use crate::view::pane::{line, right_of};
use crate::view::status;

pub(super) fn draw(
    app: &App,
    theme: Theme,
    help: &Help,
    buffer: &mut Buffer,
    area: Rect,
) -> Position {
    let rows = help.rows(&app.keymap, area.width);
    let (body, bottom) = parts(area);
    for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(help.top)) {
        let place = Rect {
            y,
            height: 1,
            ..body
        };
        let right = right_of(place, sentence_column(area.width));
        match row {
            HelpRow::Part(title) => {
                line(buffer, place, &theme.plain(title), theme.speaker());
            }
            HelpRow::Title(title) => {
                line(buffer, place, title, theme.frame(true));
            }
            HelpRow::Keys(keys, sentence) => {
                line(buffer, place, keys, theme.key());
                line(buffer, right, &theme.plain(sentence), Style::new());
            }
            HelpRow::More(text) => {
                line(buffer, right, &theme.plain(text), Style::new());
            }
            HelpRow::Blank => {}
        }
    }
    if rows.is_empty() {
        let text = format!("No command has {}.", theme.quoted(help.words()));
        line(buffer, body, &text, theme.data());
    }
    if let Some(prompt) = help.line() {
        return status::draw_line(theme, buffer, bottom, prompt, "");
    }
    let words = if help.words().is_empty() {
        String::new()
    } else {
        format!(" {}", theme.quoted(help.words()))
    };
    let seen = place(help.top, body, rows.len());
    let hints = [(Command::Find, "search"), (Command::Back, "back")];
    foot(
        app,
        theme,
        buffer,
        bottom,
        &format!("help{words} {seen}"),
        &hints,
    );
    body.as_position()
}

/// Draws lines to be read.
pub(super) fn sheet(
    app: &App,
    theme: Theme,
    sheet: &Sheet,
    buffer: &mut Buffer,
    area: Rect,
) -> Position {
    let rows = sheet.rows(area.width);
    let (body, bottom) = parts(area);
    for (y, row) in (body.y..body.bottom()).zip(rows.iter().skip(sheet.top)) {
        let place = Rect {
            y,
            height: 1,
            ..body
        };
        line(buffer, place, &theme.plain(row), Style::new());
    }
    let seen = place(sheet.top, body, rows.len());
    let hints: &[(Command, &str)] = match sheet.copies {
        Some(_) => &[(Command::Copy, "copy"), (Command::Back, "back")],
        None => &[(Command::Down, "scroll"), (Command::Back, "back")],
    };
    let title = format!("{} {seen}", sheet.title.to_lowercase());
    foot(app, theme, buffer, bottom, &title, hints);
    body.as_position()
}

/// What is read, and the line below it.
fn parts(area: Rect) -> (Rect, Rect) {
    let rows = area.height.saturating_sub(1).max(1);
    let body = Rect {
        height: rows,
        ..area
    };
    let bottom = Rect {
        y: area.y + rows,
        height: area.height - rows,
        ..area
    };
    (body, bottom)
}

fn place(top: usize, body: Rect, rows: usize) -> String {
    let shown = (top + usize::from(body.height)).min(rows);
    format!("{shown}/{rows}")
}

/// Draws the line below what is read: what it is, and which keys help.
fn foot(
    app: &App,
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    title: &str,
    hints: &[(Command, &str)],
) {
    if area.is_empty() {
        return;
    }
    let mut used = line(buffer, area, &format!(" {title}"), theme.data());
    for (command, word) in hints {
        let Some(key) = app.keymap.key_for(Context::Reading, *command) else {
            continue;
        };
        used += 2;
        used += line(buffer, right_of(area, used), &key, theme.key());
        used += 1 + line(buffer, right_of(area, used + 1), word, theme.data());
    }
}
