//! Draws the bottom line: a line being typed, or a notice, or where the reader is; and which keys help now.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::app::links::leads_to;
use crate::app::{App, Command, Context, Overlay, Pane, Prompt, Purpose};

use crate::typeset::{links, width};
use crate::view::Theme;
use crate::view::pane::{cut, line, right_of};

/// What keys do in a note.
const NOTE_KEYS: &str = "Esc keep · ^O in your editor · ^C give up";

/// The commands worth a hint in each pane, and the word for each.
const HINTS: [(Context, &[(Command, &str)]); 5] = [
    (
        Context::List,
        &[
            (Command::Open, "read"),
            (Command::Filter, "filter"),
            (Command::NextSort, "sort"),
            (Command::NextShelf, "shelf"),
            (Command::Import, "import"),
            (Command::Help, "help"),
        ],
    ),
    (
        Context::Reading,
        &[
            (Command::Next, "next quote"),
            (Command::Copy, "copy"),
            (Command::Find, "find"),
            (Command::Back, "back"),
            (Command::Help, "help"),
        ],
    ),
    (
        Context::Quotes,
        &[
            (Command::Down, "next quote"),
            (Command::Copy, "copy"),
            (Command::GroupBySpeaker, "by speaker"),
            (Command::Open, "go to it"),
            (Command::Help, "help"),
        ],
    ),
    (
        Context::Select,
        &[
            (Command::Highlight, "highlight"),
            (Command::Note, "note"),
            (Command::Copy, "copy"),
            (Command::WholeSentence, "sentence"),
            (Command::SwapEnds, "other end"),
            (Command::Help, "help"),
        ],
    ),
    (
        Context::Picker,
        &[
            (Command::Open, "choose"),
            (Command::Filter, "narrow"),
            (Command::Back, "back"),
        ],
    ),
];

/// The same where two speakers stand side by side, and where speakers are listed.
const BESIDE_HINTS: &[(Command, &str)] = &[
    (Command::Open, "open"),
    (Command::NextPane, "other"),
    (Command::Filter, "on words"),
    (Command::Back, "back"),
];
const SPEAKER_HINTS: &[(Command, &str)] = &[
    (Command::Open, "quotes"),
    (Command::Compare, "side by side"),
    (Command::Filter, "narrow"),
    (Command::Back, "back"),
];

/// And where clips and highlights are.
const KEPT_HINTS: &[(Command, &str)] = &[
    (Command::Open, "go there"),
    (Command::Write, "write to a file"),
    (Command::Filter, "narrow"),
    (Command::Back, "back"),
];

/// Draws the line; returns where the cursor is to stand, when something is being typed.
pub(super) fn draw(app: &App, theme: Theme, buffer: &mut Buffer, area: Rect) -> Option<Position> {
    if area.is_empty() {
        return None;
    }
    match &app.overlay {
        Some(Overlay::Prompt(prompt)) => {
            return Some(draw_prompt(app, theme, buffer, area, prompt));
        }
        Some(Overlay::Picker(picker)) => {
            if let Some(prompt) = picker.line() {
                return Some(draw_prompt(app, theme, buffer, area, prompt));
            }
        }
        Some(Overlay::Beside(beside)) => {
            if let Some(prompt) = beside.line() {
                return Some(draw_prompt(app, theme, buffer, area, prompt));
            }
        }
        _ => {}
    }
    if let Some(Overlay::Note(_)) = &app.overlay {
        let text = theme.plain(NOTE_KEYS);
        let text = cut(theme, &text, area.width.saturating_sub(2));
        line(buffer, right_of(area, 1), &text, theme.data());
        return None;
    }
    let half_typed = app.half_typed();
    if !half_typed.is_empty() {
        draw_half_typed(app, theme, buffer, area, &half_typed);
        return None;
    }
    let used = match &app.notice {
        Some(notice) => {
            let text = theme.plain(&notice.text);
            let text = cut(theme, &text, area.width.saturating_sub(2));
            line(buffer, right_of(area, 1), &text, theme.notice(notice.tone))
        }
        None => {
            let text = position(app, theme);
            let text = cut(theme, &text, area.width.saturating_sub(2));
            line(buffer, right_of(area, 1), &text, theme.data())
        }
    };
    let room = area.width.saturating_sub(used + 3);
    draw_hints(app, theme, buffer, area, room);
    None
}

/// Draws what was typed of a command, and how it can go on.
fn draw_half_typed(app: &App, theme: Theme, buffer: &mut Buffer, area: Rect, half_typed: &str) {
    let mut used = 1 + line(buffer, right_of(area, 1), half_typed, theme.key());
    for (keys, what) in app.can_follow() {
        let what = theme.plain(&what).into_owned();
        // What does not fit whole is left out; the help has all of it.
        if used + 4 + width(&keys) + width(&what) > area.width {
            continue;
        }
        used += 3;
        used += line(buffer, right_of(area, used), &keys, theme.key());
        used += 1 + line(buffer, right_of(area, used + 1), &what, theme.data());
    }
}

/// Draws as many hints as there is room for at the right end, help always first among them.
fn draw_hints(app: &App, theme: Theme, buffer: &mut Buffer, area: Rect, room: u16) {
    let hints = match &app.overlay {
        Some(Overlay::Beside(_)) => BESIDE_HINTS,
        Some(Overlay::Picker(picker)) if picker.has_speakers() => SPEAKER_HINTS,
        Some(Overlay::Picker(picker)) if picker.can_be_written() => KEPT_HINTS,
        _ => HINTS
            .iter()
            .find(|(context, _)| *context == app.context())
            .map_or(&[][..], |(_, hints)| hints),
    };
    let is_finding = app
        .reader
        .as_ref()
        .is_some_and(|reader| reader.find.is_some());
    let mut texts: Vec<(String, &str)> = hints
        .iter()
        .filter_map(|&(command, word)| {
            let word = if command == Command::Next && is_finding {
                "next match"
            } else {
                word
            };
            Some((app.keymap.key_for(app.context(), command)?, word))
        })
        .collect();
    let cells = |(key, word): &(String, &str)| width(key) + 1 + width(word) + 2;
    // The last one is help; the ones before it give way, from the left end of the line's importance.
    while texts.iter().map(cells).sum::<u16>() > room && !texts.is_empty() {
        let dropped = texts.len().saturating_sub(2);
        texts.remove(dropped);
    }
    let mut x = area.right() - texts.iter().map(cells).sum::<u16>().min(area.width);
    for (key, word) in texts {
        x += line(
            buffer,
            Rect {
                x,
                width: area.right() - x,
                ..area
            },
            &key,
            theme.key(),
        );
        let word = format!(" {word}  ");
        x += line(
            buffer,
            Rect {
                x,
                width: area.right() - x,
                ..area
            },
            &word,
            theme.data(),
        );
    }
}

/// What follows a number of articles that is not all of them.
fn more(app: &App) -> &'static str {
    if app.list.has_more() { "+" } else { "" }
}

/// Where the reader is.
fn position(app: &App, theme: Theme) -> String {
    match &app.overlay {
        Some(Overlay::Picker(picker)) => return picker.count(),
        Some(Overlay::Beside(beside)) => return beside.count(),
        _ => {}
    }
    let list = || match app.list.total() {
        0 => String::new(),
        total => format!("{}/{total}{}", app.list.selected() + 1, more(app)),
    };
    let Some(reader) = app.reader.as_ref().filter(|_| app.focus != Pane::List) else {
        return list();
    };
    let mut parts = Vec::new();
    if let Some(span) = reader.selected_span() {
        let words = reader.opened.article.body.slice(span).split_whitespace();
        return match words.count() {
            1 => "1 word selected".to_owned(),
            count => format!("{count} words selected"),
        };
    }
    if let Some(link) = reader.selected_link() {
        let links = links(&reader.opened.article);
        if let Some((span, address)) = links.get(link) {
            let words = reader.opened.article.body.slice(*span);
            let leads = leads_to(address, words);
            return format!("link {}/{}{}{leads}", link + 1, links.len(), theme.dot());
        }
    }
    match &reader.find {
        Some(find) => match find.current {
            Some(current) => parts.push(format!("match {}/{}", current + 1, find.matches.len())),
            None => parts.push("no match".to_owned()),
        },
        None => {
            let shown = reader.shown();
            let at = reader
                .selected()
                .and_then(|quote| shown.iter().position(|&other| other == quote));
            match at {
                Some(at) => parts.push(format!("quote {}/{}", at + 1, shown.len())),
                None if shown.is_empty() => parts.push("no quotes".to_owned()),
                None => parts.push(format!("{} quotes", shown.len())),
            }
        }
    }
    match reader.highlights.len() {
        0 => {}
        all => {
            let lost = match reader.lost_highlights() {
                0 => String::new(),
                lost => format!(", {lost} lost"),
            };
            let word = if all == 1 { "highlight" } else { "highlights" };
            parts.push(format!("{all} {word}{lost}"));
        }
    }
    parts.push(format!("{}%", reader.percent()));
    if reader.opened.state.starred {
        parts.push(theme.star().to_owned());
    }
    parts.join(theme.dot())
}

fn draw_prompt(
    app: &App,
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    prompt: &Prompt,
) -> Position {
    let counter = match (prompt.purpose, &app.reader) {
        (Purpose::Find, Some(reader)) => {
            reader
                .find
                .as_ref()
                .map_or(String::new(), |find| match find.current {
                    Some(current) => format!("{}/{}", current + 1, find.matches.len()),
                    None => "no match".to_owned(),
                })
        }
        (Purpose::Filter, _) if app.filter_problem.is_some() => {
            let free = area.width.saturating_sub(width(prompt.purpose.sign()) + 2);
            let room = free.saturating_sub(width(prompt.text()).min(free / 3));
            let problem = app.filter_problem.as_deref().unwrap_or_default();
            cut(theme, &theme.plain(problem), room).to_string()
        }
        (Purpose::Filter, _) if app.list.total() == 1 && !app.list.has_more() => {
            "1 article".to_owned()
        }
        (Purpose::Filter, _) => format!("{}{} articles", app.list.total(), more(app)),
        (Purpose::Narrow, _) => match &app.overlay {
            Some(Overlay::Picker(picker)) => picker.count(),
            Some(Overlay::Beside(beside)) => beside.count(),
            _ => String::new(),
        },
        _ => String::new(),
    };
    draw_line(theme, buffer, area, prompt, &counter)
}

/// Draws a line being typed with something at its right end; returns where the cursor is to stand.
pub(super) fn draw_line(
    theme: Theme,
    buffer: &mut Buffer,
    area: Rect,
    prompt: &Prompt,
    counter: &str,
) -> Position {
    let sign = prompt.purpose.sign();
    let counter_cells = if !counter.is_empty() && width(counter) + 12 < area.width {
        width(counter) + 1
    } else {
        0
    };
    let room = area.width.saturating_sub(width(sign) + counter_cells + 1);
    // A long line is shown from where its cursor can still be seen.
    let before = prompt.before_cursor();
    let mut hidden = 0;
    for (at, _) in before.char_indices() {
        hidden = at;
        if width(&before[at..]) <= room {
            break;
        }
    }
    let used = line(buffer, area, sign, theme.key());
    let text = right_of(area, used);
    let text = Rect {
        width: text.width.saturating_sub(counter_cells),
        ..text
    };
    line(
        buffer,
        text,
        prompt.text().get(hidden..).unwrap_or_default(),
        ratatui::style::Style::new(),
    );
    let end = Rect {
        x: area.right() - counter_cells,
        width: counter_cells,
        ..area
    };
    line(buffer, end, counter, theme.data());
    Position::new(
        (text.x + width(&before[hidden..])).min(area.right().saturating_sub(1)),
        area.y,
    )
}
