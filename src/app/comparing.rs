//! Puts two speakers side by side: who stands beside whom, on which words, and what keys and mouse do there.

use crate::app::beside::{Beside, Compared};
use crate::app::command::Command;
use crate::app::effect::Effects;
use crate::app::key::Key;
use crate::app::msg::Mouse;
use crate::app::picker::Choice;
use crate::app::prompt::Purpose;
use crate::app::roster::{Question, Then, Who};
use crate::app::{App, Overlay, Panes};
use crate::article::Clean;
use crate::quote::roster::{Said, SpeakerId, SpeakerLine, SpeakerQuery, beside};

impl App {
    /// Lists who may stand beside the speaker of the selected quote, or beside the one that is selected in a list.
    pub(super) fn pick_beside(&mut self, term: &str, effects: &mut Effects) {
        let (name, who, term) = match self.listed_speaker() {
            Some((name, who, own)) => {
                let term = if term.is_empty() {
                    own
                } else {
                    term.to_owned()
                };
                (name, who, term)
            }
            None => {
                let quote = self
                    .reader
                    .as_ref()
                    .and_then(|reader| reader.selected_quote());
                match quote.map(|quote| &quote.speaker) {
                    Some(Some(speaker)) => {
                        let who = Who::Named(speaker.name.clone(), speaker.kind);
                        (speaker.name.clone(), who, term.to_owned())
                    }
                    Some(None) => {
                        self.fail("Nobody knows who said this.");
                        return;
                    }
                    None => {
                        self.fail("No quote is selected.");
                        return;
                    }
                }
            }
        };
        let then = Then::Beside(name, who, term);
        let question = Question::Speakers(SpeakerQuery::default(), then);
        self.ask(question, false, effects);
    }

    /// Returns the speaker whom a list is about, or who is selected in it, and the words that the list is about.
    fn listed_speaker(&self) -> Option<(Clean, Who, String)> {
        let Some(Overlay::Picker(picker)) = &self.overlay else {
            return None;
        };
        if let Some(Question::Said(who, term)) = picker.asks.as_deref() {
            let name = match who {
                Who::Named(name, _) => name.clone(),
                Who::Id(_) => Clean::line("this speaker"),
            };
            return Some((name, who.clone(), term.clone()));
        }
        let item = picker.selected()?;
        match item.choice {
            Choice::Speaker(id) => Some((item.text.clone(), Who::Id(id), String::new())),
            _ => None,
        }
    }

    /// Asks for what two speakers said.
    pub(super) fn compare(
        &mut self,
        one: Who,
        other: SpeakerId,
        term: String,
        effects: &mut Effects,
    ) {
        let question = Question::Beside([one, Who::Id(other)], term);
        self.ask(question, false, effects);
    }

    /// Shows what two speakers said.
    pub(super) fn show_beside(
        &mut self,
        lines: [Option<SpeakerLine>; 2],
        [left, right]: [Vec<Said>; 2],
        term: &str,
        is_refill: bool,
    ) {
        let [Some(one), Some(other)] = lines else {
            self.fail("The library has nothing of this speaker yet.");
            return;
        };
        if one.id == other.id {
            self.fail(format!("{} stands there already.", one.label()));
            return;
        }
        let days = beside(left, right);
        if is_refill {
            if let Some(Overlay::Beside(beside)) = &mut self.overlay {
                beside.replace(days);
            }
            return;
        }
        let speakers = [one, other].map(|line| Compared {
            id: line.id,
            name: Clean::line(line.label()),
            quotes: line.quotes,
        });
        self.notice = None;
        self.overlay = Some(Overlay::Beside(Box::new(Beside::new(speakers, term, days))));
    }

    /// Asks again for what the two said: on other words, or because names were given to others.
    pub(super) fn refill_beside(&mut self, effects: &mut Effects) {
        if let Some(Overlay::Beside(beside)) = &self.overlay {
            let who = [0, 1].map(|side| Who::Id(beside.speakers[side].id));
            let question = Question::Beside(who, beside.term().to_owned());
            self.ask(question, true, effects);
        }
    }

    /// Gives a key to the line that narrows what they said to some words.
    pub(super) fn beside_key(&mut self, key: Key, effects: &mut Effects) {
        if let Some(Overlay::Beside(beside)) = &mut self.overlay
            && beside.key(key, &self.histories[Purpose::Narrow as usize])
        {
            self.refill_beside(effects);
        }
    }

    /// Puts pasted text into that line.
    pub(super) fn paste_beside(&mut self, text: &str, effects: &mut Effects) {
        if let Some(Overlay::Beside(beside)) = &mut self.overlay
            && beside.paste(text)
        {
            self.refill_beside(effects);
        }
    }

    /// Runs a command on the two; what cannot be done there does nothing.
    pub(super) fn run_beside(
        &mut self,
        command: Command,
        count: Option<usize>,
        effects: &mut Effects,
    ) {
        let Some(Overlay::Beside(beside)) = &mut self.overlay else {
            return;
        };
        let times = count.unwrap_or(1).cast_signed();
        let page = beside.height().cast_signed();
        match command {
            Command::Down => (0..times).for_each(|_| beside.step(1)),
            Command::Up => (0..times).for_each(|_| beside.step(-1)),
            Command::PageDown => beside.scroll(times * page),
            Command::PageUp => beside.scroll(-times * page),
            Command::HalfPageDown => beside.scroll(times * (page / 2).max(1)),
            Command::HalfPageUp => beside.scroll(-times * (page / 2).max(1)),
            Command::Top => beside.select_end(false),
            Command::Bottom => beside.select_end(true),
            Command::PaneLeft => beside.cross(Some(0)),
            Command::PaneRight => beside.cross(Some(1)),
            Command::NextPane | Command::PreviousPane => beside.cross(None),
            Command::Filter => beside.begin_line(),
            Command::Clear if beside.drop_words() => self.refill_beside(effects),
            Command::Open => self.open_beside(effects),
            other => self.run_over_all(other, effects),
        }
    }

    /// Selects the quote under the mouse; one that is selected already is opened.
    pub(super) fn press_beside(&mut self, mouse: Mouse, effects: &mut Effects) {
        let inner = Panes::over(self.size).inner;
        let Some(Overlay::Beside(beside)) = &mut self.overlay else {
            return;
        };
        let head = u16::from(beside.is_headed(inner.height));
        let is_inside = inner.contains((mouse.column, mouse.row).into());
        let row = mouse.row.checked_sub(inner.y + head);
        if let Some(row) = row.filter(|_| is_inside)
            && beside.press(mouse.column - inner.x, row)
        {
            self.open_beside(effects);
        }
    }

    /// Opens the selected quote in its article.
    fn open_beside(&mut self, effects: &mut Effects) {
        if let Some(Overlay::Beside(beside)) = &self.overlay
            && let Some((id, byte)) = beside.selected()
        {
            self.overlay = None;
            self.note_jump();
            self.open_at(id, byte, effects);
        }
    }
}
