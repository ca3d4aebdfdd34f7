//! The mouse: a press goes where it points, the wheel turns what lies under it.

use crate::app::effect::Effects;
use crate::app::grouping::ListRow;
use crate::app::msg::{Mouse, MouseAct};
use crate::app::open::Opening;
use crate::app::{App, Area, Help, Overlay, Pane, Sheet};

/// Rows that one turn of the wheel moves.
const NOTCH: isize = 3;

impl App {
    pub(super) fn mouse(&mut self, mouse: Mouse, effects: &mut Effects) {
        let wheel = match mouse.act {
            MouseAct::WheelDown => Some(NOTCH),
            MouseAct::WheelUp => Some(-NOTCH),
            MouseAct::Press => None,
            MouseAct::Drag => {
                self.drag(mouse);
                return;
            }
        };
        self.pressed_at = None;
        match (&mut self.overlay, wheel) {
            (
                Some(Overlay::Help(Help { top, .. }) | Overlay::Sheet(Sheet { top, .. })),
                Some(by),
            ) => {
                *top = top.saturating_add_signed(by);
            }
            (Some(Overlay::Help(_) | Overlay::Sheet(_)), None) => self.close_page(),
            (Some(Overlay::Prompt(_) | Overlay::Note(_)), _) => {}
            (Some(Overlay::Picker(picker)), Some(by)) => picker.step(by.signum()),
            (Some(Overlay::Picker(_)), None) => self.press_in_picker(mouse, effects),
            (Some(Overlay::Beside(beside)), Some(by)) => beside.scroll(by),
            (Some(Overlay::Beside(_)), None) => self.press_beside(mouse, effects),
            (None, _) => {
                let panes = self.panes();
                let Some((pane, area)) = panes
                    .at(mouse.column, mouse.row)
                    .and_then(|pane| Some((pane, panes.of(pane)?)))
                else {
                    return;
                };
                match wheel {
                    Some(by) => self.turn(pane, by),
                    None => self.press(pane, area, mouse, effects),
                }
            }
        }
    }

    /// Selects from where the text was pressed to where the mouse is now.
    fn drag(&mut self, mouse: Mouse) {
        let (None, Some(from), Some(area)) = (&self.overlay, self.pressed_at, self.panes().reading)
        else {
            return;
        };
        let margin = self.text_margin(area);
        let Some(reader) = &mut self.reader else {
            return;
        };
        let inner = area.inner;
        // Beyond the edge the text goes on.
        if mouse.row < inner.y {
            reader.go_to_row(reader.top().saturating_sub(1));
        } else if mouse.row >= inner.bottom() {
            reader.go_to_row(reader.top() + 1);
        }
        let last = inner.bottom().saturating_sub(1).max(inner.y);
        let row = mouse.row.clamp(inner.y, last) - inner.y;
        let cell = mouse.column.saturating_sub(inner.x + margin);
        if let Some(to) = reader.page.byte_near(reader.top() + usize::from(row), cell) {
            self.drag_to(from, to);
        }
    }

    fn turn(&mut self, pane: Pane, by: isize) {
        match pane {
            Pane::List => {
                self.list.step(by.signum());
                self.rest_on_selected();
            }
            Pane::Reading => {
                if let Some(reader) = &mut self.reader {
                    reader.scroll(by);
                }
            }
            Pane::Quotes => self.quotes.scroll(by),
        }
    }

    fn press(&mut self, pane: Pane, area: Area, mouse: Mouse, effects: &mut Effects) {
        if !area.inner.contains((mouse.column, mouse.row).into()) {
            self.go_to_pane(pane, effects);
            return;
        }
        let (column, row) = (mouse.column - area.inner.x, mouse.row - area.inner.y);
        match pane {
            Pane::List => {
                let rows = self.item_rows();
                let under = self.list_rows().into_iter().find_map(|shown| match shown {
                    ListRow::Article { place, y } => (y..y + rows).contains(&row).then_some(place),
                    ListRow::Heading { .. } => None,
                });
                let again = under == Some(self.list.selected()) && self.focus == Pane::List;
                self.focus = Pane::List;
                if let Some(at) = under {
                    self.list.select(at);
                    if again {
                        self.open_selected(Pane::Reading, effects);
                    } else {
                        self.rest_on_selected();
                    }
                }
            }
            Pane::Reading => {
                if self.reader.is_none() {
                    return;
                }
                self.opening = Opening::Idle;
                self.focus = Pane::Reading;
                self.drop_selection();
                let margin = self.text_margin(area);
                if let Some(reader) = &mut self.reader
                    && let Some(cell) = column.checked_sub(margin)
                    && let Some(byte) = reader.page.byte_at(reader.top() + usize::from(row), cell)
                {
                    self.pressed_at = Some(byte);
                    reader.select_at(byte);
                    reader.point_at_highlight(byte);
                }
            }
            Pane::Quotes => {
                if self.reader.is_none() {
                    return;
                }
                // What the selection rested on in the list is not wanted here any more.
                self.opening = Opening::Idle;
                self.focus = Pane::Quotes;
                let quote = self.quotes.at_row(usize::from(row)).map(|card| card.quote);
                if let (Some(quote), Some(reader)) = (quote, &mut self.reader) {
                    reader.select(quote);
                }
            }
        }
    }
}
