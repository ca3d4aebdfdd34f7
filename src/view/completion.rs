//! Draws what the command line may become, in rows above it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{Choice, Completion};
use crate::typeset::width;
use crate::view::Theme;
use crate::view::pane::{cut, line, right_of};

/// Most rows, and columns of the name and the keys where there is room for the sentence.
const MOST: u16 = 10;
const NAME: u16 = 24;
const KEYS: u16 = 16;
/// Columns from which on the keys are shown, and from which on the sentence.
const WITH_KEYS: u16 = 50;
const WITH_SENTENCE: u16 = 70;

/// Draws the rows at the bottom of an area.
pub(super) fn draw(theme: Theme, completion: &Completion, buffer: &mut Buffer, area: Rect) {
    let count = u16::try_from(completion.rows.len()).unwrap_or(u16::MAX);
    let height = count.min(MOST).min(area.height);
    if height == 0 {
        return;
    }
    // The chosen one can be seen.
    let chosen = completion.chosen.unwrap_or(0);
    let top = (chosen + 1).saturating_sub(usize::from(height));
    let first = area.bottom() - height;
    let rows = completion.rows.iter().enumerate().skip(top);
    for (y, (at, choice)) in (first..area.bottom()).zip(rows) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        blank(theme, buffer, row);
        let is_chosen = completion.chosen == Some(at);
        draw_choice(theme, buffer, row, choice, is_chosen);
    }
}

/// Takes away what stands in a row.
fn blank(theme: Theme, buffer: &mut Buffer, row: Rect) {
    for x in row.x..row.right() {
        if let Some(cell) = buffer.cell_mut((x, row.y)) {
            cell.reset();
        }
    }
    buffer.set_style(row, theme.ground());
}

fn draw_choice(theme: Theme, buffer: &mut Buffer, row: Rect, choice: &Choice, is_chosen: bool) {
    if is_chosen {
        line(buffer, row, theme.bar(), theme.sign());
    }
    let name = right_of(row, 1);
    let plain = theme.selected(Style::new(), is_chosen);
    if choice.keys.is_empty() && choice.sentence.is_empty() {
        line(buffer, name, &cut(theme, &choice.name, name.width), plain);
        return;
    }
    let name_room = NAME.max(width(&choice.name).min(row.width / 2));
    let taken = Rect {
        width: name.width.min(name_room),
        ..name
    };
    line(buffer, taken, &cut(theme, &choice.name, taken.width), plain);
    if row.width < WITH_KEYS {
        return;
    }
    let keys = right_of(name, name_room + 1);
    let (keys, sentence) = if choice.keys.is_empty() && choice.name.len() > usize::from(NAME) {
        (Rect { width: 0, ..keys }, keys)
    } else {
        let taken = keys.width.min(KEYS);
        (
            Rect {
                width: taken,
                ..keys
            },
            right_of(keys, taken + 1),
        )
    };
    line(
        buffer,
        keys,
        &cut(theme, &choice.keys, keys.width),
        theme.key(),
    );
    if row.width >= WITH_SENTENCE {
        let text = theme.plain(&choice.sentence);
        line(
            buffer,
            sentence,
            &cut(theme, &text, sentence.width),
            theme.data(),
        );
    }
}
