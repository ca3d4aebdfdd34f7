//! What the reader does with articles in the list: reads, stars, archives them; picks a shelf and an order.

use crate::app::command::Command;
use crate::app::effect::{Effects, Request};
use crate::app::{App, Pane};
use crate::article::{ArticleId, Change, Clean, Shelf, Sort};

impl App {
    /// Turns one of an article's states over: of the selected one in the list, else of the open one. `flag` tells the
    /// state of a line, `change` sets it; the words are those for off and on.
    pub(super) fn toggle(
        &mut self,
        effects: &mut Effects,
        flag: impl Fn(Flags) -> bool,
        change: impl Fn(bool) -> Change,
        [off, on]: [&str; 2],
    ) {
        let Some((id, flags)) = self.flags() else {
            return;
        };
        let was = flag(flags);
        let word = if was { off } else { on };
        self.deed(
            format!("marked as {word}"),
            vec![Request::Change(id, change(!was))],
            vec![Request::Change(id, change(was))],
            effects,
        );
        self.done(format!("Marked as {word}."));
    }

    /// Returns the article that is meant and its states.
    fn flags(&self) -> Option<(ArticleId, Flags)> {
        let open = self.reader.as_ref().map(|reader| &reader.opened);
        let id = self.meant()?;
        let flags = match (open.filter(|opened| opened.id == id), self.list.line(id)) {
            (Some(opened), _) => Flags {
                read: opened.state.read,
                starred: opened.state.starred,
                archived: opened.state.archived,
            },
            (None, Some(line)) => Flags {
                read: line.read,
                starred: line.starred,
                archived: line.archived,
            },
            (None, None) => return None,
        };
        Some((id, flags))
    }

    /// Shows a change of an article, in the list and in the text.
    pub(super) fn show_change(&mut self, id: ArticleId, change: &Change) {
        let reader = self.reader.as_mut().filter(|reader| reader.opened.id == id);
        let state = reader.map(|reader| &mut reader.opened.state);
        match change {
            Change::Highlight(_) | Change::Unhighlight(_) => self.show_highlight(id, change),
            &Change::Read(read) => {
                if let Some(state) = state {
                    state.read = read;
                }
                self.list.edit(id, |line| line.read = read);
            }
            &Change::Starred(starred) => {
                if let Some(state) = state {
                    state.starred = starred;
                }
                self.list.edit(id, |line| line.starred = starred);
            }
            &Change::Archived(archived) => {
                if let Some(state) = state {
                    state.archived = archived;
                }
                self.list.edit(id, |line| line.archived = archived);
            }
            Change::Tags(tags) => {
                if let Some(state) = state {
                    state.tags.clone_from(tags);
                }
            }
            Change::Place(_) | Change::Deleted(_) => {}
        }
    }

    /// Throws the article away that is meant; it can be taken back.
    pub(super) fn delete(&mut self, effects: &mut Effects) {
        let Some(id) = self.meant() else { return };
        let open = self.reader.as_ref().map(|reader| &reader.opened);
        let title = match (self.list.line(id), open) {
            (Some(line), _) => line.label.to_string(),
            (None, Some(opened)) => opened.article.label(),
            (None, None) => return,
        };
        let day = Clean::line(&self.today.to_string());
        self.save_place(effects);
        self.deed(
            format!("deleted “{title}”"),
            vec![Request::Change(id, Change::Deleted(Some(day)))],
            vec![Request::Change(id, Change::Deleted(None))],
            effects,
        );
        self.focus = Pane::List;
        let undo = self.keymap.key_for(Pane::List, Command::Undo);
        let undo = undo.unwrap_or_else(|| ":undo".to_owned());
        self.done(format!("Deleted “{title}”; {undo} brings it back."));
    }

    /// Returns the article that is meant: the selected one in the list, else the open one.
    pub(super) fn meant(&self) -> Option<ArticleId> {
        if self.focus == Pane::List {
            self.list.selected_id()
        } else {
            self.reader.as_ref().map(|reader| reader.opened.id)
        }
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
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags {
    pub(super) read: bool,
    pub(super) starred: bool,
    pub(super) archived: bool,
}
