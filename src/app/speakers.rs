//! Speakers across articles, in lists to choose from: who speaks, what they said, where a quote stands as well, who has
//! how many words; and the reader's decisions on names.

mod listed;

use std::sync::Arc;

use crate::app::correcting::corrections_listed;
use crate::app::effect::{Effects, Request};
use crate::app::msg::Ticket;
use crate::app::picker::{Choice, Picker};
use crate::app::roster::{Answer, Naming, Next, Question, Then, Who};
use crate::app::{App, Overlay, Pane};
use crate::article::ArticleId;
use crate::quote::roster::{NameId, SpeakerId, SpeakerQuery, SpeakerSort};
use listed::{
    names_listed, proposals_listed, said_listed, same_listed, speakers_listed, voices_listed,
};

/// A question that has no answer yet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Awaited {
    ticket: Ticket,
    question: Question,
    /// Whether the answer fills the list that is shown.
    is_refill: bool,
}

impl App {
    /// Asks the library; the answer is shown in a list.
    pub(super) fn ask(&mut self, question: Question, is_refill: bool, effects: &mut Effects) {
        let ticket = self.tickets.renew();
        self.awaited = Some(Awaited {
            ticket,
            question: question.clone(),
            is_refill,
        });
        effects.push(Request::Ask(ticket, question));
    }

    /// Lists who speaks in the library.
    pub(super) fn pick_speakers(&mut self, filter: &str, effects: &mut Effects) {
        let query = SpeakerQuery {
            filter: filter.to_owned(),
            ..SpeakerQuery::default()
        };
        self.ask(Question::Speakers(query, Then::Look), false, effects);
    }

    /// Lists what the speaker of the selected quote has said anywhere.
    pub(super) fn pick_said(&mut self, term: &str, effects: &mut Effects) {
        let Some(quote) = self
            .reader
            .as_ref()
            .and_then(|reader| reader.selected_quote())
        else {
            self.fail("No quote is selected.");
            return;
        };
        let Some(speaker) = &quote.speaker else {
            self.fail("Nobody knows who said this.");
            return;
        };
        let who = Who::Named(speaker.name.clone(), speaker.kind);
        self.ask(Question::Said(who, term.to_owned()), false, effects);
    }

    /// Lists where else the selected quote stands.
    pub(super) fn pick_same(&mut self, effects: &mut Effects) {
        let Some(reader) = &self.reader else { return };
        match reader.selected_quote() {
            Some(quote) => {
                let question = Question::Same(reader.opened.id, quote.extent());
                self.ask(question, false, effects);
            }
            None => self.fail("No quote is selected."),
        }
    }

    /// Weighs who speaks: in the open article, or in all that are listed.
    pub(super) fn pick_voices(&mut self, effects: &mut Effects) {
        let (ids, of): (Arc<[ArticleId]>, String) = match (&self.reader, self.focus) {
            (Some(reader), Pane::Reading | Pane::Quotes) => {
                (Arc::new([reader.opened.id]), "this article".to_owned())
            }
            _ if self.list.is_partial() => {
                self.fail("The list is still being read; ask again in a moment.");
                return;
            }
            _ => {
                let ids = self.list.order();
                let of = match ids.len() {
                    1 => "1 article".to_owned(),
                    count => format!("{count} articles"),
                };
                (ids, of)
            }
        };
        self.ask(Question::Voices(ids, of), false, effects);
    }

    /// Lists which names may be one speaker's.
    pub(super) fn pick_proposals(&mut self, effects: &mut Effects) {
        self.ask(Question::Proposals, false, effects);
    }

    /// Asks again for what the list shows: its words or its order are others, or what it shows has changed.
    pub(super) fn refill(&mut self, effects: &mut Effects) {
        self.refill_beside(effects);
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        let words = picker.words().to_owned();
        if let Some(Question::Speakers(query, _)) = picker.asks.as_deref_mut() {
            query.filter = words;
        }
        if let Some(question) = picker.asks.clone() {
            self.ask(*question, true, effects);
        }
    }

    /// Asks for the speakers that have the words of the list.
    pub(super) fn narrow_speakers(&mut self, effects: &mut Effects) {
        if let Some(Overlay::Picker(picker)) = &self.overlay
            && matches!(picker.asks.as_deref(), Some(Question::Speakers(..)))
        {
            self.refill(effects);
        }
    }

    /// Lists the speakers in the next order.
    pub(super) fn sort_speakers(&mut self, effects: &mut Effects) {
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        if let Some(Question::Speakers(query, _)) = picker.asks.as_deref_mut() {
            let all = SpeakerSort::ALL;
            let at = all.iter().position(|sort| *sort == query.sort).unwrap_or(0);
            query.sort = all.get((at + 1) % all.len()).copied().unwrap_or_default();
            self.refill(effects);
        }
    }

    /// Begins to give the names of the selected speaker to another, or accepts the selected proposal.
    pub(super) fn merge_selected(&mut self, effects: &mut Effects) {
        match self.chosen() {
            Some(Choice::Speaker(id)) => self.ask(Question::Names(id, Next::Join), false, effects),
            Some(Choice::Join(..)) => self.choose(effects),
            _ => {}
        }
    }

    /// Begins to take a name from the selected speaker, or refuses the selected proposal.
    pub(super) fn split_selected(&mut self, effects: &mut Effects) {
        match self.chosen() {
            Some(Choice::Speaker(id)) => self.ask(Question::Names(id, Next::Split), false, effects),
            Some(Choice::Join(what, names, other, _)) => {
                let Some(name) = names.first().copied() else {
                    return;
                };
                self.deed(
                    format!("not the same: {what}"),
                    vec![Request::Name(Naming::Apart(name, other, true))],
                    vec![Request::Name(Naming::Apart(name, other, false))],
                    effects,
                );
            }
            _ => {}
        }
    }

    /// Returns what the selected row of the list stands for.
    fn chosen(&self) -> Option<Choice> {
        match &self.overlay {
            Some(Overlay::Picker(picker)) => picker.selected().map(|item| item.choice.clone()),
            _ => None,
        }
    }

    /// Lists what a speaker said.
    pub(super) fn look_at_speaker(&mut self, id: SpeakerId, effects: &mut Effects) {
        self.ask(Question::Said(Who::Id(id), String::new()), false, effects);
    }

    /// Gives names to a speaker, as the reader decided.
    pub(super) fn join(
        &mut self,
        what: &str,
        names: Vec<NameId>,
        into: SpeakerId,
        effects: &mut Effects,
    ) {
        self.deed(
            format!("names joined: {what}"),
            vec![Request::Name(Naming::Join(names.clone(), into))],
            vec![Request::Name(Naming::Part(names, false))],
            effects,
        );
        self.done(format!("{what}."));
    }

    /// Takes a name from its speaker, as the reader decided.
    pub(super) fn part(&mut self, name: &str, id: NameId, from: SpeakerId, effects: &mut Effects) {
        self.deed(
            format!("name split off: {name}"),
            vec![Request::Name(Naming::Part(vec![id], true))],
            vec![Request::Name(Naming::Join(vec![id], from))],
            effects,
        );
        self.done(format!("“{name}” is a speaker of its own now."));
    }

    /// Takes the answer to the last question.
    pub(super) fn take_answer(&mut self, ticket: Ticket, answer: Answer, effects: &mut Effects) {
        let Some(awaited) = self.awaited.take_if(|awaited| awaited.ticket == ticket) else {
            return;
        };
        let question = awaited.question;
        let (title, nothing, items) = match answer {
            Answer::Speakers(lines, shares) => match &question {
                Question::Speakers(query, then) => speakers_listed(lines, &shares, query, then),
                _ => return,
            },
            Answer::Said(None, _) => {
                self.fail("The library has nothing of this speaker yet.");
                return;
            }
            Answer::Said(Some(speaker), said) => said_listed(&speaker, &said, &question),
            Answer::Same(group) => match same_listed(group.as_ref(), &question) {
                Some(listed) => listed,
                None => {
                    self.fail("No other article of the library has this quote.");
                    return;
                }
            },
            Answer::Voices(voices) => {
                let sign = if self.settings.ascii { "#" } else { "█" };
                voices_listed(&voices, &question, sign)
            }
            Answer::Beside(lines, said) => {
                if let Question::Beside(_, term) = &question {
                    self.show_beside(*lines, said, term, awaited.is_refill);
                }
                return;
            }
            Answer::Names(None, _) => {
                self.fail("That speaker is not in the library any more.");
                return;
            }
            Answer::Names(Some(speaker), names) => {
                match question {
                    Question::Names(_, Next::Join) => {
                        let ids = names.iter().map(|(id, _, _)| *id).collect();
                        let then = Then::Join(speaker.name, ids, speaker.id);
                        let query = SpeakerQuery::default();
                        self.ask(Question::Speakers(query, then), false, effects);
                        return;
                    }
                    _ if names.len() < 2 => {
                        self.fail(format!("{} has only this name.", speaker.label()));
                        return;
                    }
                    _ => {}
                }
                names_listed(&speaker, names)
            }
            Answer::Proposals(proposals) => proposals_listed(proposals),
            Answer::Corrections(corrections) => match &question {
                Question::Corrections(id) => corrections_listed(*id, corrections),
                _ => return,
            },
        };
        if let (true, Some(Overlay::Picker(picker))) = (awaited.is_refill, &mut self.overlay) {
            picker.title = title;
            picker.replace(items);
            return;
        }
        let mut picker = Picker::new(title, nothing, items);
        if let Question::Speakers(query, _) = &question {
            picker.begin_with(&query.filter);
        }
        picker.asks = Some(Box::new(question));
        self.pick(picker);
    }

    /// Gives the last question up when it failed.
    pub(super) fn give_answer_up(&mut self, ticket: Ticket) {
        self.awaited.take_if(|awaited| awaited.ticket == ticket);
    }
}
