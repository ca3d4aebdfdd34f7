//! Draws the list pane.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::grouping::ListRow;
use crate::app::list::Contents;
use crate::app::{App, Area, Command, Pane};
use crate::article::{Filter, Shelf, Sort, Summary, reading_minutes, short_date};
use crate::typeset::width;
use crate::view::Theme;
use crate::view::pane::{cut, frame, line, paragraph, right_of};

pub(super) fn draw(app: &App, theme: Theme, buffer: &mut Buffer, area: Area) {
    let focused = app.focus == Pane::List;
    frame(buffer, theme, area, &title(app, theme), focused);
    let inner = area.inner;
    if app.list.total() == 0 && app.list.contents() != Contents::Unknown {
        empty(app, theme, buffer, inner);
        return;
    }
    let rows = app.item_rows();
    for row in app.list_rows() {
        let (place, y) = match row {
            ListRow::Article { place, y } => (place, y),
            ListRow::Heading { text, y } => {
                let row = Rect {
                    y: inner.y + y,
                    height: 1,
                    ..inner
                };
                line(buffer, row, &cut(theme, &text, row.width), theme.speaker());
                continue;
            }
        };
        let Some(id) = app.list.visible().get(place - app.list.top()) else {
            continue;
        };
        let item = Rect {
            y: inner.y + y,
            height: rows,
            ..inner
        }
        .intersection(inner);
        let selected = place == app.list.selected();
        match app.list.line(*id) {
            Some(summary) => draw_item(theme, buffer, item, summary, selected, focused),
            None if app.list.is_missing(*id) => {
                line(buffer, item, "  (gone from the library)", theme.data());
            }
            None => {
                line(buffer, item, &format!("  {}", theme.cut()), theme.data());
            }
        }
    }
}

fn title(app: &App, theme: Theme) -> String {
    let query = &app.list.query;
    let more = if app.list.has_more() { "+" } else { "" };
    let mut parts = vec![grouped(app.list.total()) + more];
    if query.shelf != Shelf::Inbox {
        parts.push(query.shelf.name().to_owned());
    }
    if query.order() != Sort::Newest {
        parts.push(format!("by {}", query.order().name()));
    }
    if !query.filter.is_empty() {
        let unsorted = Filter {
            sort: None,
            ..query.filter.clone()
        };
        parts.push(theme.quoted(&unsorted.to_string()));
    }
    format!("{} {}", theme.pane(Pane::List), parts.join(theme.dot()))
}

fn draw_item(
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    summary: &Summary,
    selected: bool,
    focused: bool,
) {
    let style = theme.selected(theme.item(summary.read), selected && focused);
    if selected && focused {
        buffer.set_style(Rect { height: 1, ..area }, style);
    }
    let (sign, look) = match (selected && !focused, summary.starred, summary.read) {
        (true, ..) => (theme.bar(), theme.sign()),
        (_, true, _) => (theme.star(), theme.sign()),
        // That it is unread is said by the weight of its title as well: with its look, both are written in one go.
        (_, _, false) => (theme.unread(), style),
        _ => (" ", style),
    };
    let look = if selected && focused { style } else { look };
    line(buffer, area, sign, look);
    let text = right_of(area, 2);
    line(buffer, text, &cut(theme, &summary.label, text.width), style);
    if area.height > 1 {
        let row = Rect {
            y: text.y + 1,
            height: 1,
            ..text
        };
        line(
            buffer,
            row,
            &cut(theme, &data(theme, summary, row.width), row.width),
            theme.data(),
        );
    }
}

/// Site, date, length and number of quotes, as far as they are known and there is room for them as a whole.
fn data(theme: Theme, summary: &Summary, room: u16) -> String {
    let site = summary.site.as_deref().map(str::to_owned);
    let date = summary.published.as_deref().map(short_date);
    let minutes = reading_minutes(summary.words);
    let length = (minutes > 0).then(|| format!("{minutes} min"));
    let quotes = summary
        .quotes
        .filter(|&count| count > 0)
        .map(|count| match count {
            1 => "1 quote".to_owned(),
            count => format!("{count} quotes"),
        });
    let archived = summary.archived.then(|| "archived".to_owned());
    let mut parts = [archived, site, date, length, quotes].into_iter().flatten();
    let mut line = parts.next().unwrap_or_default();
    for part in parts {
        let longer = format!("{line}{}{part}", theme.dot());
        if width(&longer) > room {
            break;
        }
        line = longer;
    }
    line
}

/// What stands in an empty list: what to do now.
fn empty(app: &App, theme: Theme, buffer: &mut Buffer, area: Rect) {
    let key = |command| app.keymap.key_for(Pane::List, command).unwrap_or_default();
    let query = &app.list.query;
    let text = if !query.filter.is_empty() {
        format!(
            "No article here answers {}. {} drops the filter.",
            theme.quoted(&query.filter.to_string()),
            key(Command::Clear)
        )
    } else if app.list.contents() == Contents::Nothing {
        format!(
            "Your library is empty. {} opens a sample library to try the reader with; {} imports a file or folder.",
            key(Command::Sample),
            key(Command::Import),
        )
    } else {
        format!(
            "Nothing on the shelf “{}”. {} goes to the next shelf.",
            query.shelf.name(),
            key(Command::NextShelf)
        )
    };
    paragraph(buffer, theme, area, &text, 1);
}

/// A number with its thousands set apart.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
