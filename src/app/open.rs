//! Opening articles: on request, by resting on one in the list, the next one, the next unread one.
//!
//! Keys can be faster than the library. While an article that the reader asked for is on its way, the keys that follow
//! wait for it: they are meant for it.

use std::time::{Duration, Instant};

use crate::app::afresh::Afresh;
use crate::app::effect::{Effects, Request};
use crate::app::msg::{Opened, Ticket};
use crate::app::{App, Pane, Reader, unspoken};
use crate::article::{ArticleId, Change};
use crate::config;

/// How long the selection in the list must rest before the article is shown beside it.
const REST: Duration = Duration::from_millis(120);
/// Keys that are kept while an article is on its way; more are not meant for it.
pub(super) const MOST_AHEAD: usize = 100;

/// What is on its way to the reading pane.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Opening {
    /// Nothing.
    #[default]
    Idle,
    /// The selection rests on an article, which is to be shown at this time.
    Resting(Instant),
    /// The article on which the selection rested.
    Preview(Ticket),
    /// An article that the reader asked for; the focus goes to a pane with it.
    Asked {
        ticket: Ticket,
        then: Pane,
        /// The byte of the text to go to; none for where the reader was last.
        at: Option<usize>,
    },
    /// The selected article, as soon as the list that was asked for is there.
    OnceListed { then: Pane },
    /// The next unread article (or the one before).
    Unread { ticket: Ticket, forward: bool },
    /// The tags of an article, to be edited.
    Tags { ticket: Ticket, id: ArticleId },
}

impl Opening {
    /// Whether the reader waits for it.
    pub(super) const fn is_awaited(self) -> bool {
        matches!(
            self,
            Self::Asked { .. } | Self::OnceListed { .. } | Self::Unread { .. } | Self::Tags { .. }
        )
    }

    /// Whether an answer with this ticket is the one that is waited for.
    pub(super) fn has_asked(self, answered: Ticket) -> bool {
        match self {
            Self::Preview(ticket)
            | Self::Asked { ticket, .. }
            | Self::Unread { ticket, .. }
            | Self::Tags { ticket, .. } => ticket == answered,
            Self::Idle | Self::Resting(_) | Self::OnceListed { .. } => false,
        }
    }
}

impl App {
    /// Asks the library for the list anew.
    pub(super) fn relist(&mut self, effects: &mut Effects) {
        let ticket = self.tickets.renew();
        self.list.ask(ticket);
        effects.push(Request::List(ticket, self.list.query.clone()));
    }

    /// Shows the selected article once the selection has rested, where there is a pane for it. Not where showing it takes
    /// seconds, for which every key after it would have to wait: there it is shown when it is opened.
    pub(super) fn rest_on_selected(&mut self) {
        let shown = self.reader.as_ref().map(|reader| reader.opened.id);
        let is_wanted = self.panes().reading.is_some()
            && self.list.selected_id() != shown
            && !self.is_line_slow;
        // Whatever was on its way is not wanted any more: the selection has moved on.
        self.opening = if is_wanted {
            Opening::Resting(self.now + REST)
        } else {
            Opening::Idle
        };
    }

    /// Shows the selected article, without reading it, where there is a pane for it.
    pub(super) fn preview_selected(&mut self, effects: &mut Effects) {
        self.opening = Opening::Idle;
        if let (Some(id), Some(_), false) = (
            self.list.selected_id(),
            self.panes().reading,
            self.list.is_awaited(),
        ) {
            let ticket = self.tickets.renew();
            self.opening = Opening::Preview(ticket);
            effects.push(Request::OpenArticle(ticket, id));
        }
    }

    /// Opens the selected article to be read, and then gives the focus to a pane.
    pub(super) fn open_selected(&mut self, then: Pane, effects: &mut Effects) {
        self.opening = Opening::Idle;
        if self.list.is_awaited() {
            // What is selected now is not what the reader will see.
            self.opening = Opening::OnceListed { then };
            return;
        }
        let Some(id) = self.list.selected_id() else {
            return;
        };
        if self
            .reader
            .as_ref()
            .is_some_and(|reader| reader.opened.id == id)
        {
            self.begin_reading(then, effects);
        } else {
            let ticket = self.tickets.renew();
            self.opening = Opening::Asked {
                ticket,
                then,
                at: None,
            };
            effects.push(Request::OpenArticle(ticket, id));
        }
    }

    /// Opens the article some places further in the list; the focus stays in its pane.
    pub(super) fn open_neighbour(&mut self, by: isize, effects: &mut Effects) {
        let before = self.list.selected();
        self.list.step(by);
        if self.list.selected() == before {
            let which = if by > 0 { "last" } else { "first" };
            self.fail(format!("This is the {which} article of the list."));
        } else {
            self.open_selected(self.focus, effects);
        }
    }

    /// Looks out for the next unread article (or the one before).
    pub(super) fn find_unread(&mut self, forward: bool, effects: &mut Effects) {
        let ticket = self.tickets.renew();
        self.opening = Opening::Unread { ticket, forward };
        effects.push(Request::FindUnread(ticket, self.list.query.clone()));
    }

    /// Goes to the nearest of the unread articles.
    pub(super) fn take_unread(
        &mut self,
        unread: &[ArticleId],
        forward: bool,
        effects: &mut Effects,
    ) {
        self.opening = Opening::Idle;
        match self.list.nearest(unread, forward) {
            Some(at) => {
                self.list.select(at);
                if self.focus == Pane::List {
                    self.rest_on_selected();
                } else {
                    self.open_selected(self.focus, effects);
                }
            }
            None => self.fail("There is no other unread article in this direction."),
        }
    }

    /// Shows an article that the library has read.
    pub(super) fn take_opened(&mut self, mut opened: Opened, effects: &mut Effects) {
        let opening = std::mem::take(&mut self.opening);
        self.afresh = Afresh::Shown;
        opened.quotes = unspoken::as_wanted(self.show_unspoken, &opened.article, opened.quotes);
        self.save_place(effects);
        if matches!(opening, Opening::Asked { .. }) {
            self.note_jump();
        }
        self.saved_place = opened.state.place;
        self.quotes.clear();
        self.save_place_at = None;
        self.quotes_asked = None;
        self.find_quotes(opened.id, effects);
        if let Opening::Asked { then, at, .. } = opening {
            // The article is laid out for the panes that will be there.
            self.focus = then;
            self.reader = Some(self.reading(opened));
            self.begin_reading(then, effects);
            if let Some(byte) = at {
                self.go_to_byte(byte);
            }
            self.go_to_wanted();
        } else {
            self.reader = Some(self.reading(opened));
        }
    }

    /// Takes the keys that were typed while an article was awaited, now that it has come or will not come.
    pub(super) fn catch_up(&mut self, effects: &mut Effects) {
        while !self.opening.is_awaited()
            && let Some(key) = self.typed_ahead.pop_front()
        {
            self.key(key, effects);
            self.arrange();
        }
    }

    /// Returns an article to be read, with its pictures if they are always shown.
    fn reading(&self, opened: Opened) -> Reader {
        let mut reader = Reader::new(opened, self.setting());
        let always = self.settings.pictures == config::Pictures::Always;
        if always && self.graphics.way.is_ok() && !reader.opened.pictures.is_empty() {
            reader.show_pictures(true);
        }
        reader
    }

    /// Gives the focus to a pane of the open article and notes that it is read.
    fn begin_reading(&mut self, then: Pane, effects: &mut Effects) {
        self.focus = then;
        let Some(reader) = &mut self.reader else {
            return;
        };
        self.jumps.reading = Some(reader.opened.id);
        if !reader.opened.state.read {
            reader.opened.state.read = true;
            let id = reader.opened.id;
            self.list.edit(id, |line| line.read = true);
            effects.push(Request::Change(id, Change::Read(true)));
        }
    }

    /// Writes down how far the open article was read.
    pub(super) fn save_place(&mut self, effects: &mut Effects) {
        self.save_place_at = None;
        if let Some(reader) = &self.reader {
            let place = reader.place();
            if place != self.saved_place {
                self.saved_place = place;
                effects.push(Request::Change(reader.opened.id, Change::Place(place)));
            }
        }
    }
}
