//! What the reader does with articles in the list: reads, stars, archives them; picks a shelf and an order.

use crate::app::effect::{Effect, Effects};
use crate::app::{App, Context};
use crate::article::{Change, Shelf, Sort};

impl App {
    /// Turns one of an article's states over: of the selected one in the list, else of the open one.
    pub(super) fn toggle(
        &mut self,
        effects: &mut Effects,
        flag: impl Fn(&mut Flags) -> &mut bool,
        change: impl Fn(bool) -> Change,
        [off, on]: [&str; 2],
    ) {
        let open = self.reader.as_ref().map(|reader| reader.opened.id);
        let id = if self.focus == Context::List {
            self.list.selected_id()
        } else {
            open
        };
        let Some(id) = id else { return };
        let mut flags = match (self.list.line(id), &self.reader) {
            (_, Some(reader)) if reader.opened.id == id => {
                let state = &reader.opened.state;
                Flags {
                    read: state.read,
                    starred: state.starred,
                    archived: state.archived,
                }
            }
            (Some(line), _) => Flags {
                read: line.read,
                starred: line.starred,
                archived: line.archived,
            },
            (None, _) => return,
        };
        let turned = flag(&mut flags);
        *turned = !*turned;
        let value = *turned;
        if let Some(reader) = self.reader.as_mut().filter(|reader| reader.opened.id == id) {
            let state = &mut reader.opened.state;
            (state.read, state.starred, state.archived) =
                (flags.read, flags.starred, flags.archived);
        }
        self.list.edit(id, |line| {
            (line.read, line.starred, line.archived) = (flags.read, flags.starred, flags.archived)
        });
        effects.push(Effect::Change(id, change(value)));
        self.done(format!("Marked as {}.", if value { on } else { off }));
    }

    pub(super) fn show_shelf(&mut self, shelf: Shelf, effects: &mut Effects) {
        self.list.query.shelf = shelf;
        self.relist(effects);
        self.done(format!("Shelf: {}.", shelf.name()));
    }

    pub(super) fn sort_by(&mut self, sort: Sort, effects: &mut Effects) {
        self.list.query.sort = sort;
        self.relist(effects);
        self.done(format!("Sorted by: {}.", sort.name()));
    }
}

/// The states of an article that a key turns over.
pub(super) struct Flags {
    pub(super) read: bool,
    pub(super) starred: bool,
    pub(super) archived: bool,
}
