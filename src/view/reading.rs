//! Draws the reading pane: the visible rows of the page, quotes and matches marked.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, Area, Command, Find, Pane, Reader};
use crate::article::Span;
use crate::typeset::{Run, RunText};
use crate::view::Theme;
use crate::view::pane::{frame, line, paragraph};

pub(super) fn draw(app: &App, theme: Theme, buffer: &mut Buffer, area: Area) {
    let focused = app.focus == Pane::Reading;
    let Some(reader) = &app.reader else {
        frame(buffer, theme, area, theme.pane(Pane::Reading), focused);
        nothing(app, theme, buffer, area.inner);
        return;
    };
    frame(buffer, theme, area, &reader.opened.article.label(), focused);
    let margin = app.text_margin(area);
    let inner = area.inner;
    let rows = reader
        .page
        .rows
        .iter()
        .skip(reader.top())
        .take(usize::from(inner.height));
    for (y, row) in (inner.y..inner.bottom()).zip(rows) {
        let mut x = inner.x + margin + row.indent;
        for run in &row.runs {
            let room = Rect::new(x.min(inner.right()), y, inner.right().saturating_sub(x), 1);
            x += draw_run(theme, buffer, room, reader, run);
        }
    }
}

fn draw_run(theme: Theme, buffer: &mut Buffer, area: Rect, reader: &Reader, run: &Run) -> u16 {
    let mut style = theme.emphasis(theme.role(run.role), run.emphasis);
    if let Some((quote, part)) = run.part
        && matches!(run.text, RunText::Span(_))
    {
        style = theme.part(style, part, reader.selected() == Some(quote));
    }
    if run.link.is_some() && run.link == reader.selected_link() {
        style = theme.selected_link(style);
    }
    let words = reader.page.words(run);
    match (&run.text, &reader.find) {
        (RunText::Span(span), Some(find)) => {
            draw_found(theme, buffer, area, words, *span, find, style)
        }
        _ => line(buffer, area, words, style),
    }
}

/// Draws a run piece by piece: what matches the search, and what does not.
fn draw_found(
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    words: &str,
    span: Span,
    find: &Find,
    style: Style,
) -> u16 {
    let first = find
        .matches
        .partition_point(|found| found.end <= span.start);
    let mut used = 0;
    let mut at = span.start;
    let mut piece = |buffer: &mut Buffer, to: usize, style| {
        let text = words
            .get(at - span.start..to - span.start)
            .unwrap_or_default();
        let room = Rect {
            x: area.x + used,
            width: area.width.saturating_sub(used),
            ..area
        };
        used += line(buffer, room, text, style);
        at = to;
    };
    for found in find.matches[first..]
        .iter()
        .take_while(|found| found.start < span.end)
    {
        let here = find.here() == Some(*found);
        piece(buffer, found.start.max(span.start), style);
        piece(buffer, found.end.min(span.end), theme.found(style, here));
    }
    piece(buffer, span.end, style);
    used
}

fn nothing(app: &App, theme: Theme, buffer: &mut Buffer, area: Rect) {
    let key = app
        .keymap
        .key_for(Pane::List, Command::Open)
        .unwrap_or_default();
    let text = if app.list.total() == 0 {
        String::new()
    } else {
        format!("{key} opens the selected article.")
    };
    paragraph(buffer, theme, area, &text, 0);
}
