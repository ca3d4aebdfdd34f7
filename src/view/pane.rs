//! What all panes share: the frame with its title, and text that ends where its room ends.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;
use ratatui::widgets::{Block, Widget};

use crate::app::{Area, Frame};
use crate::typeset::{self, fold, width};
use crate::view::Theme;

const ASCII: border::Set = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// Draws a pane's title, and the box around what lies over others.
pub(super) fn frame(buffer: &mut Buffer, theme: Theme, area: Area, title: &str, focused: bool) {
    let style = theme.frame(focused);
    match area.frame {
        Frame::Box => {
            let room = area.outer.width.saturating_sub(4);
            let title = format!(" {} ", cut(theme, title, room));
            let set = if theme.ascii { ASCII } else { border::PLAIN };
            Block::bordered()
                .border_set(set)
                .border_style(style)
                .title(title)
                .render(area.outer, buffer);
        }
        Frame::Title => {
            let row = Rect {
                y: area.outer.y,
                height: 1,
                ..area.inner
            };
            // Above the words, which stand off from the pane on the left.
            let row = right_of(row, u16::from(area.is_beside()));
            line(buffer, row, &cut(theme, title, row.width), style);
        }
        Frame::None => {}
    }
}

/// Draws text at the left of an area's first row, and returns the cells it took.
pub(super) fn line(buffer: &mut Buffer, area: Rect, text: &str, style: Style) -> u16 {
    if area.is_empty() {
        return 0;
    }
    let end = area.right().min(buffer.area.right());
    let (mut x, mut rest) = (area.x, text);
    // Most of a text is letters of a cell each, for which nobody has to look for clusters.
    loop {
        let (letters, after) = rest.split_at(letters(rest));
        for letter in letters.chars().take(usize::from(end.saturating_sub(x))) {
            buffer[(x, area.y)].set_char(letter).set_style(style);
            x += 1;
        }
        let (others, after) = after.split_at(others(after));
        if others.is_empty() || x >= end {
            return x - area.x;
        }
        let room = end - x;
        (x, _) = buffer.set_stringn(x, area.y, others, usize::from(room), style);
        if width(others) > room {
            return x - area.x;
        }
        rest = after;
    }
}

fn is_letter(byte: u8) -> bool {
    matches!(byte, b' '..=b'~')
}

/// The bytes of the letters at the beginning of a text that are a cluster each, whatever comes after them.
fn letters(text: &str) -> usize {
    let count = text.bytes().take_while(|&byte| is_letter(byte)).count();
    if count == text.len() {
        count
    } else {
        count.saturating_sub(1)
    }
}

/// The bytes at the beginning of a text up to where such letters begin again.
fn others(text: &str) -> usize {
    let bytes = text.as_bytes();
    let again = bytes
        .windows(2)
        .position(|pair| pair.iter().all(|&byte| is_letter(byte)));
    again.map_or(text.len(), |at| at + 1)
}

/// Draws text folded into an area, some cells away from its left side; what does not fit below is not seen.
pub(super) fn paragraph(buffer: &mut Buffer, theme: Theme, area: Rect, text: &str, margin: u16) {
    let area = right_of(area, margin);
    let text = theme.plain(text);
    for (y, text) in (area.y..area.bottom()).zip(fold(&text, area.width)) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        line(buffer, row, &text, theme.data());
    }
}

/// Returns what of an area lies to the right of its first cells.
pub(super) fn right_of(area: Rect, cells: u16) -> Rect {
    let cells = cells.min(area.width);
    Rect {
        x: area.x + cells,
        width: area.width - cells,
        ..area
    }
}

/// Returns text that fits into some cells; what does not is cut with the theme's sign.
pub(super) fn cut(theme: Theme, text: &str, room: u16) -> Cow<'_, str> {
    typeset::cut(text, usize::from(room), theme.cut())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_line_is_drawn_as_ratatui_draws_it(
            text in "[a-z \\t\u{301}\u{200d}é“…漢👍🏽🇩🇪שа\u{7f}]{0,30}",
            room in 0u16..24,
            at in 0u16..4,
        ) {
            let screen = Rect::new(0, 0, 20, 1);
            let style = Style::new().bold();
            let (mut ours, mut theirs) = (Buffer::empty(screen), Buffer::empty(screen));
            let used = line(&mut ours, Rect::new(at, 0, room, 1), &text, style);
            let (end, _) = theirs.set_stringn(at, 0, &text, usize::from(room), style);
            prop_assert_eq!(used, end - at);
            prop_assert_eq!(ours, theirs);
        }
    }
}
