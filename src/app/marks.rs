//! Marks: places under a letter. Small letters are the article's, capitals the library's; the library keeps both.

use crate::app::command::Command;
use crate::app::effect::{Effects, Request};
use crate::app::key::{Code, Key};
use crate::app::msg::Ticket;
use crate::app::picker::{Choice, Item, Picker};
use crate::app::{App, Pane, Reader};
use crate::article::{Clean, Letter, MarkAt, MarkLine};

/// What the answer to a question about a mark is wanted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// To set it to a byte of the open article, remembering what it was.
    Set(usize),
    /// To go there.
    Go,
}

impl App {
    /// Waits for the letter of a mark.
    pub(super) fn await_letter(&mut self, command: Command) {
        if command == Command::SetMark && self.reader.is_none() {
            return;
        }
        self.letter_for = Some(command);
    }

    /// Takes the key after the one that asked for a letter.
    pub(super) fn take_letter(&mut self, command: Command, key: Key, effects: &mut Effects) {
        let typed = match key.code {
            Code::Char(c) if !key.ctrl && !key.alt => Letter::new(c),
            _ => None,
        };
        match typed {
            Some(letter) => self.mark(command, letter, effects),
            None if matches!(key.code, Code::Named(_)) => {}
            None => self.fail(format!(
                "{key} names no mark; letters from a to z and A to Z do."
            )),
        }
    }

    /// Runs a command with its letter typed behind it.
    pub(super) fn mark_named(&mut self, command: Command, argument: &str, effects: &mut Effects) {
        let mut chars = argument.chars();
        match (chars.next().and_then(Letter::new), chars.next()) {
            (Some(letter), None) => self.mark(command, letter, effects),
            _ => self.fail(format!(
                "“{argument}” names no mark; letters from a to z and A to Z do."
            )),
        }
    }

    fn mark(&mut self, command: Command, letter: Letter, effects: &mut Effects) {
        let open = self.reader.as_ref().map(|reader| reader.opened.id);
        if open.is_none() && (command == Command::SetMark || !letter.is_of_library()) {
            self.fail("No article is open.");
            return;
        }
        let place = self.reader.as_ref().map_or(0, Reader::place);
        let wanted = match command {
            Command::SetMark => Wanted::Set(place),
            _ => Wanted::Go,
        };
        let ticket = self.tickets.renew();
        self.marking = Some((ticket, wanted));
        effects.push(Request::FindMark(ticket, letter, open));
    }

    /// Takes what is under a letter.
    pub(super) fn take_mark(
        &mut self,
        ticket: Ticket,
        letter: Letter,
        found: Option<MarkAt>,
        effects: &mut Effects,
    ) {
        let Some((_, wanted)) = self.marking.take_if(|(asked, _)| *asked == ticket) else {
            return;
        };
        let open = self.reader.as_ref().map(|reader| reader.opened.id);
        match (wanted, found, open) {
            (Wanted::Go, Some(at), _) => {
                self.note_jump();
                self.open_at(at.article, at.byte, effects);
            }
            (Wanted::Go, None, _) => self.fail(format!("There is no mark {letter}.")),
            (Wanted::Set(byte), before, Some(article)) => {
                let at = MarkAt { article, byte };
                // A capital leaves the article that had it, which one wish says as well.
                let back = match before {
                    Some(before) => Request::SetMark(letter, before),
                    None => Request::DropMark(letter, article),
                };
                let again = Request::SetMark(letter, at);
                self.deed(format!("mark {letter}"), vec![again], vec![back], effects);
                self.done(format!("Mark {letter} is here."));
            }
            (Wanted::Set(_), _, None) => {}
        }
    }

    /// Asks for all marks of the library, and those of the open article.
    pub(super) fn ask_marks(&mut self, effects: &mut Effects) {
        let open = self.reader.as_ref().map(|reader| reader.opened.id);
        let ticket = self.tickets.renew();
        self.marking = Some((ticket, Wanted::Go));
        effects.push(Request::ListMarks(ticket, open));
    }

    /// Lists marks to choose from, each with its article and the words there.
    pub(super) fn pick_marks(&mut self, ticket: Ticket, marks: Vec<MarkLine>) {
        if self
            .marking
            .take_if(|(asked, _)| *asked == ticket)
            .is_none()
        {
            return;
        }
        let items: Vec<Item> = marks
            .into_iter()
            .map(|mark| {
                let text = Clean::line(&format!("{}  {}", mark.letter, mark.words));
                let choice = Choice::Article(mark.at.article, mark.at.byte);
                Item::new(text, mark.title, choice)
            })
            .collect();
        if items.is_empty() {
            let key = self.keymap.key_for(Pane::Reading, Command::SetMark);
            let key = key.unwrap_or_else(|| ":mark".to_owned());
            self.fail(format!("There are no marks; {key} and a letter sets one."));
            return;
        }
        self.pick(Picker::new("Marks", "", items));
    }
}
