//! Draws the reading pane: the visible rows of the page, quotes and matches marked.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

use crate::app::{App, Area, Command, Find, Pane, Reader};
use crate::article::{Hue, Span};
use crate::typeset::{Role, Row, Run, RunText};
use crate::view::pane::{frame, line, paragraph};
use crate::view::theme::linked;
use crate::view::{Theme, picture};

/// Draws the pane; returns where the cursor stands in a selection.
pub(super) fn draw(app: &App, theme: Theme, buffer: &mut Buffer, area: Area) -> Option<Position> {
    let focused = app.focus == Pane::Reading;
    let Some(reader) = &app.reader else {
        frame(buffer, theme, area, theme.pane(Pane::Reading), focused);
        nothing(app, theme, buffer, area.inner);
        return None;
    };
    let label = reader.opened.article.label();
    let title = if shows_headline(reader) {
        theme.pane(Pane::Reading)
    } else {
        &label
    };
    frame(buffer, theme, area, title, focused);
    let margin = app.text_margin(area);
    let inner = area.inner;
    let looks = Looks::new(reader);
    let rows = (reader.top()..).zip(
        reader
            .page
            .rows
            .iter()
            .skip(reader.top())
            .take(usize::from(inner.height)),
    );
    for (y, (index, row)) in (inner.y..inner.bottom()).zip(rows) {
        let mut x = inner.x + margin + row.indent;
        for run in &row.runs {
            let room = Rect::new(x.min(inner.right()), y, inner.right().saturating_sub(x), 1);
            x += draw_run(theme, buffer, room, reader, run, &looks);
        }
        if let Some(strip) = row.strip {
            let room = Rect::new(x.min(inner.right()), y, inner.right().saturating_sub(x), 1);
            picture::draw(app, theme, buffer, room, reader, strip);
        }
        if let (Some(sign), Some(left)) = (looks.sign(reader, index), margin.checked_sub(1)) {
            let place = Rect::new(inner.x + left, y, 1, 1).intersection(inner);
            line(buffer, place, sign, theme.key());
        }
    }
    let selection = reader.selection.filter(|_| focused)?;
    let (row, cell) = reader.page.cell_of(selection.head)?;
    let down = row
        .checked_sub(reader.top())
        .filter(|&down| down < usize::from(inner.height))?;
    let x = inner.x.saturating_add(margin).saturating_add(cell);
    (x < inner.right()).then(|| Position::new(x, inner.y + down as u16))
}

/// Whether the headline can be read in the pane from its beginning, so that the pane's title need not say it once more.
fn shows_headline(reader: &Reader) -> bool {
    let is_headline = |row: &Row| row.runs.iter().any(|run| run.role == Role::Headline);
    let rows = &reader.page.rows;
    let (above, below) = rows.split_at(reader.top().min(rows.len()));
    let mut shown = below.iter().take(reader.height());
    shown.any(is_headline) && !above.last().is_some_and(is_headline)
}

/// What lies over the text: highlights, matches of the search, the selection.
struct Looks {
    /// The highlights that have their words, by where they begin, and whether the reader is at it.
    highlights: Vec<(Span, Hue, bool, bool)>,
    matches: Vec<Span>,
    here: Option<Span>,
    selected: Option<Span>,
}

impl Looks {
    /// Gathers what may be seen on the screen.
    fn new(reader: &Reader) -> Self {
        let screen = Span::new(
            reader.page.start_of(reader.top()),
            reader
                .page
                .start_of(reader.top() + reader.height())
                .saturating_add(1),
        );
        let at = reader.highlight_here();
        let highlights = (0..).zip(
            reader
                .highlights
                .iter()
                .zip(&reader.opened.state.highlights),
        );
        let mut highlights: Vec<(Span, Hue, bool, bool)> = highlights
            .filter_map(|(index, (span, highlight))| {
                let span = span.filter(|span| span.overlaps(screen))?;
                Some((
                    span,
                    highlight.hue,
                    !highlight.note.is_empty(),
                    at == Some(index),
                ))
            })
            .collect();
        highlights.sort_by_key(|(span, ..)| *span);
        let find = reader.find.as_ref();
        let matches = find.map_or(&[][..], |find| &find.matches);
        let first = matches.partition_point(|found| found.end <= screen.start);
        let seen = matches.iter().skip(first);
        Self {
            highlights,
            matches: seen
                .take_while(|found| found.start < screen.end)
                .copied()
                .collect(),
            here: find.and_then(Find::here),
            selected: reader.selected_span(),
        }
    }

    /// Returns the sign beside a row in which a highlight begins: a letter for its colour, a capital with a note.
    fn sign(&self, reader: &Reader, row: usize) -> Option<&'static str> {
        let begins =
            |&&(span, ..): &&(Span, Hue, bool, bool)| reader.page.row_at(span.start) == row;
        let (_, hue, has_note, _) = self.highlights.iter().find(begins)?;
        Some(hue_sign(*hue, *has_note))
    }

    /// Returns where the look changes inside a stretch, with both its ends.
    fn cuts(&self, span: Span) -> Vec<usize> {
        let marked = self.highlights.iter().map(|(span, ..)| *span);
        let all = marked
            .chain(self.matches.iter().copied())
            .chain(self.selected);
        let mut cuts: Vec<usize> = all
            .flat_map(|it| [it.start, it.end])
            .filter(|at| span.start < *at && *at < span.end)
            .chain([span.start, span.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// Adds what lies over a byte to its style.
    fn over(&self, theme: Theme, style: Style, byte: usize) -> Style {
        let mut style = style;
        if let Some((_, hue, _, here)) = self
            .highlights
            .iter()
            .rfind(|(span, ..)| span.contains(byte))
        {
            style = theme.highlighted(style, *hue, *here);
        }
        if let Some(found) = self.matches.iter().find(|found| found.contains(byte)) {
            style = theme.found(style, self.here == Some(*found));
        }
        if self.selected.is_some_and(|span| span.contains(byte)) {
            style = theme.selection(style);
        }
        style
    }
}

const fn hue_sign(hue: Hue, has_note: bool) -> &'static str {
    match (hue, has_note) {
        (Hue::Yellow, false) => "y",
        (Hue::Yellow, true) => "Y",
        (Hue::Green, false) => "g",
        (Hue::Green, true) => "G",
        (Hue::Blue, false) => "b",
        (Hue::Blue, true) => "B",
        (Hue::Red, false) => "r",
        (Hue::Red, true) => "R",
    }
}

fn draw_run(
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    reader: &Reader,
    run: &Run,
    looks: &Looks,
) -> u16 {
    let mut style = theme.emphasis(theme.role(run.role), run.emphasis);
    let words = reader.page.words(run);
    let RunText::Span(span) = run.text else {
        return line(buffer, area, words, style);
    };
    // Only one thing is reversed at a time.
    let is_selected = reader.selection.is_none();
    if let Some((quote, part)) = run.part {
        style = theme.part(style, part, is_selected && reader.selected() == Some(quote));
    }
    if run.link.is_some() && run.link == reader.selected_link() {
        style = theme.selected_link(style);
    }
    if let Some(link) = run.link.filter(|_| theme.links) {
        style = linked(style, link);
    }
    let mut used = 0;
    let cuts = looks.cuts(span);
    for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
        let text = words
            .get(from - span.start..to - span.start)
            .unwrap_or_default();
        let room = Rect {
            x: area.x + used,
            width: area.width.saturating_sub(used),
            ..area
        };
        used += line(buffer, room, text, looks.over(theme, style, *from));
    }
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
