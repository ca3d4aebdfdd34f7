//! Opening articles: on request, by resting on one in the list, the next one, the next unread one.

use crate::app::effect::{Effect, Effects};
use crate::app::msg::Opened;
use crate::app::{App, Context, REST, Reader, UnreadSearch};
use crate::article::{ArticleId, Change};

impl App {
    /// Asks the library for the list anew.
    pub(super) fn relist(&mut self, effects: &mut Effects) {
        let ticket = self.list.ask();
        effects.push(Effect::List(ticket, self.list.query.clone()));
    }

    /// Shows the selected article once the selection has rested, where there is a pane for it.
    pub(super) fn rest_on_selected(&mut self) {
        let shown = self.reader.as_ref().map(|reader| reader.opened.id);
        let is_wanted = self.panes().reading.is_some() && self.list.selected_id() != shown;
        self.opening.preview_at = is_wanted.then(|| self.now + REST);
    }

    /// Shows the selected article at once, where there is a pane for it.
    pub(super) fn preview_selected(&mut self, effects: &mut Effects) {
        if self.panes().reading.is_some() {
            self.open_selected(false, effects);
        }
    }

    /// Opens the selected article: to be read when that was asked for, else only to be seen.
    pub(super) fn open_selected(&mut self, asked: bool, effects: &mut Effects) {
        self.opening.preview_at = None;
        if self.list.is_awaited() {
            // What is selected now is not what the reader will see: keys can be faster than the library.
            self.opening.once_listed |= asked;
            self.opening.is_awaited |= asked;
            return;
        }
        let Some(id) = self.list.selected_id() else {
            return;
        };
        match &self.reader {
            Some(reader) if reader.opened.id == id => {
                if asked {
                    self.begin_reading(effects);
                }
            }
            _ => {
                let ticket = self.opening.ticket.renew();
                self.opening.asked = asked;
                self.opening.is_awaited = asked;
                effects.push(Effect::OpenArticle(ticket, id));
            }
        }
    }

    /// Opens the article some places further in the list.
    pub(super) fn open_neighbour(&mut self, by: isize, effects: &mut Effects) {
        let before = self.list.selected();
        self.list.step(by);
        if self.list.selected() == before {
            self.fail(if by > 0 {
                "This is the last article of the list."
            } else {
                "This is the first article of the list."
            });
        } else {
            self.open_selected(true, effects);
        }
    }

    /// Looks out for the next unread article (or the one before).
    pub(super) fn find_unread(&mut self, forward: bool, effects: &mut Effects) {
        let ticket = self.opening.ticket.renew();
        self.opening.is_awaited = false;
        self.unread = Some(UnreadSearch { ticket, forward });
        effects.push(Effect::FindUnread(ticket, self.list.query.clone()));
    }

    /// Goes to the nearest of the unread articles.
    pub(super) fn take_unread(&mut self, unread: &[ArticleId], effects: &mut Effects) {
        let Some(search) = self.unread.take() else {
            return;
        };
        match self.list.nearest(unread, search.forward) {
            Some(at) => {
                self.list.select(at);
                if self.focus == Context::List {
                    self.rest_on_selected();
                } else {
                    self.open_selected(true, effects);
                }
            }
            None => self.fail("There is no other unread article in this direction."),
        }
    }

    /// Shows an article that the library has read.
    pub(super) fn take_opened(&mut self, opened: Opened, effects: &mut Effects) {
        self.save_place(effects);
        self.saved_place = opened.state.place;
        // The sizes are those of the pane that it will stand in.
        if self.opening.asked {
            self.focus = Context::Reading;
        }
        let setting = self.setting();
        self.reader = Some(Reader::new(opened, setting));
        self.quotes.clear();
        self.save_place_at = None;
        if self.opening.asked {
            self.begin_reading(effects);
        }
    }

    /// Takes the keys that were typed while an article was awaited, now that it has come or will not come.
    pub(super) fn catch_up(&mut self, effects: &mut Effects) {
        while !self.opening.is_awaited
            && let Some(key) = self.opening.typed_ahead.pop_front()
        {
            self.key(key, effects);
            self.arrange();
        }
    }

    /// Goes to the text and notes that the article is read.
    fn begin_reading(&mut self, effects: &mut Effects) {
        self.focus = Context::Reading;
        let Some(reader) = &mut self.reader else {
            return;
        };
        if !reader.opened.state.read {
            reader.opened.state.read = true;
            let id = reader.opened.id;
            self.list.edit(id, |line| line.read = true);
            effects.push(Effect::Change(id, Change::Read(true)));
        }
    }

    /// Writes down how far the open article was read.
    pub(super) fn save_place(&mut self, effects: &mut Effects) {
        self.save_place_at = None;
        if let Some(reader) = &self.reader {
            let place = reader.place();
            if place != self.saved_place {
                self.saved_place = place;
                effects.push(Effect::Change(reader.opened.id, Change::Place(place)));
            }
        }
    }
}
