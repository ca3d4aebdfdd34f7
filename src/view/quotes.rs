//! Draws the quotes pane: the visible rows of the cards.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::quotes::{Card, CardRow};
use crate::app::{App, Area, Pane};
use crate::view::Theme;
use crate::view::pane::{cut, frame, line, paragraph, right_of};

pub(super) fn draw(app: &App, theme: Theme, buffer: &mut Buffer, area: Area) {
    let focused = app.focus == Pane::Quotes;
    let cards = app.quotes.cards();
    let selected = app.reader.as_ref().and_then(crate::app::Reader::selected);
    let at = selected
        .and_then(|quote| cards.iter().find(|card| card.quote == quote))
        .map(|card| card.number);
    let count = match at {
        Some(at) => format!("{} {at}/{}", theme.pane(Pane::Quotes), cards.len()),
        None if cards.is_empty() => theme.pane(Pane::Quotes).to_owned(),
        None => format!("{} {}", theme.pane(Pane::Quotes), cards.len()),
    };
    frame(buffer, theme, area, &count, focused);
    let inner = area.inner;
    if cards.is_empty() {
        empty(app, theme, buffer, inner);
        return;
    }
    let screen = app.quotes.top()..app.quotes.top() + usize::from(inner.height);
    let first = cards.partition_point(|card| card.start + card.rows.len() <= screen.start);
    for card in cards
        .iter()
        .skip(first)
        .take_while(|card| card.start < screen.end)
    {
        draw_card(
            theme,
            buffer,
            inner,
            card,
            app.quotes.top(),
            selected == Some(card.quote),
            focused,
        );
    }
}

fn draw_card(
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    card: &Card,
    top: usize,
    selected: bool,
    focused: bool,
) {
    for (at, row) in card.rows.iter().enumerate() {
        let Some(offset) = (card.start + at)
            .checked_sub(top)
            .filter(|&offset| offset < usize::from(area.height))
        else {
            continue;
        };
        let place = Rect {
            y: area.y + offset as u16,
            height: 1,
            ..area
        };
        if selected && *row != CardRow::Blank {
            line(buffer, place, theme.bar(), theme.sign());
        }
        let text = right_of(place, 1);
        let mut put = |words: &str, style| {
            let words = theme.plain(words);
            line(buffer, text, &cut(theme, &words, text.width), style);
        };
        let plain = ratatui::style::Style::new();
        match row {
            CardRow::Speaker(name) => put(name, theme.speaker()),
            CardRow::Role(role) => put(role, theme.data()),
            CardRow::Words(words) => put(words, theme.selected(plain, selected && focused)),
            CardRow::Note(parts) => put(&parts.join(theme.dot()), theme.data()),
            CardRow::Blank => {}
        }
    }
}

fn empty(app: &App, theme: Theme, buffer: &mut Buffer, area: Rect) {
    let text = if app.reader.is_some() {
        app.no_quotes()
    } else {
        String::new()
    };
    paragraph(buffer, theme, area, &text, 1);
}
