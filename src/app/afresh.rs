//! The open article, when others may have changed it: it is read again and shown as it is now.
//!
//! Not while the reader is at something that is about the words in sight; and never older than what was done here since.

use crate::app::effect::{Effect, Effects, Request};
use crate::app::msg::{Opened, Ticket};
use crate::app::open::Opening;
use crate::app::{App, Command, unspoken};

/// Whether the open article is read again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Afresh {
    /// It is not.
    #[default]
    Shown,
    /// It is to be.
    Due,
    /// It was asked for.
    Asked(Ticket),
}

impl App {
    /// Asks for the open article again where that is due, or where the answer would not know what was just done.
    pub(super) fn read_again(&mut self, effects: &mut Effects) {
        if matches!(self.afresh, Afresh::Asked(_)) && effects.0.iter().any(is_change) {
            self.afresh = Afresh::Due;
        }
        // While another one is on its way, what is left is not read once more, nor would a closer reading begin with it.
        let is_leaving = self.opening != Opening::Idle;
        if self.afresh != Afresh::Due || is_leaving || !self.can_be_shown_afresh() {
            return;
        }
        if let Some(reader) = &self.reader {
            let ticket = self.tickets.renew();
            self.afresh = Afresh::Asked(ticket);
            effects.push(Request::ReadAgain(ticket, reader.opened.id));
        } else {
            self.afresh = Afresh::Shown;
        }
    }

    /// Takes the open article as it is now.
    pub(super) fn take_again(&mut self, ticket: Ticket, opened: Option<Opened>) {
        if self.afresh != Afresh::Asked(ticket) {
            return;
        }
        if !self.can_be_shown_afresh() {
            self.afresh = Afresh::Due;
            return;
        }
        self.afresh = Afresh::Shown;
        let Some(mut opened) = opened else {
            self.fail(
                "This article is not in the library any more; it stays here until you leave it.",
            );
            return;
        };
        opened.quotes = unspoken::as_wanted(self.show_unspoken, &opened.article, opened.quotes);
        let reader = self.reader.as_mut();
        if let Some(reader) = reader.filter(|reader| reader.opened.id == opened.id) {
            let quotes = reader.opened.quotes.clone();
            let reads_otherwise = reader.take_again(opened);
            if reader.opened.quotes != quotes {
                self.quotes.clear();
            }
            if reads_otherwise {
                let edits = self.keymap.key_for(self.focus, Command::Edits);
                let edits = edits.unwrap_or_else(|| ":edits".to_owned());
                self.done(format!("This article has changed; {edits} shows how."));
            }
        }
    }

    fn can_be_shown_afresh(&self) -> bool {
        let is_selecting = |reader: &super::Reader| reader.selection.is_some();
        self.overlay.is_none() && !self.reader.as_ref().is_some_and(is_selecting)
    }
}

/// Whether an effect changes an article.
fn is_change(effect: &Effect) -> bool {
    matches!(
        effect,
        Effect::Library(Request::Change(..) | Request::Correct(..) | Request::Uncorrect(..))
    )
}
