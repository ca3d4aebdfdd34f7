//! Corrects quotes: who says it, that it is none, its words by the sentence, one that was missed. All of it is the
//! reader's own and can be taken back.

use crate::app::effect::{Effects, Request};
use crate::app::picker::{Choice, Item, Picker};
use crate::app::roster::Question;
use crate::app::{App, Reader};
use crate::article::{ArticleId, Body, Clean, Span};
use crate::quote::{
    Act, Correction, Quote, Speaker, SpeakerKind, by_sentence, sentences, speaker_label, stated,
};

/// Most sentences that are offered to be added.
const MOST_SENTENCES: usize = 200;

impl App {
    /// Returns the selected quote with its article.
    fn meant_quote(&mut self) -> Option<(ArticleId, Body, Quote)> {
        let reader = self.reader.as_ref()?;
        let quote = reader.selected_quote().cloned();
        let found =
            quote.map(|quote| (reader.opened.id, reader.opened.article.body.clone(), quote));
        if found.is_none() {
            self.fail("No quote is selected.");
        }
        found
    }

    /// Does a correction; `what` names it. None when its words could not be anchored, which is said.
    fn correct(
        &mut self,
        id: ArticleId,
        correction: Option<Correction>,
        what: &str,
        effects: &mut Effects,
    ) {
        let Some(correction) = correction else {
            self.fail("These words cannot be corrected: there is nothing to find them by.");
            return;
        };
        self.deed(
            what,
            vec![Request::Correct(id, correction.clone())],
            vec![Request::Uncorrect(id, correction)],
            effects,
        );
        self.done(format!("Your correction: {what}."));
    }

    /// Lists the cast of the article, to choose who says the selected quote.
    pub(super) fn pick_speaker(&mut self) {
        let Some(reader) = &self.reader else { return };
        let Some(selected) = reader.selected_quote() else {
            self.fail("No quote is selected.");
            return;
        };
        let mut cast: Vec<(&Speaker, usize)> = Vec::new();
        for speaker in reader
            .opened
            .quotes
            .iter()
            .filter_map(|quote| quote.speaker.as_ref())
        {
            match cast
                .iter_mut()
                .find(|(other, _)| other.name == speaker.name)
            {
                Some((_, count)) => *count += 1,
                None => cast.push((speaker, 1)),
            }
        }
        let mut items: Vec<Item> = cast
            .into_iter()
            .map(|(speaker, count)| {
                let role = speaker.role.as_deref().map(|role| format!(", {role}"));
                let text = format!("{}{}", speaker.name, role.unwrap_or_default());
                let quotes = if count == 1 {
                    "1 quote".to_owned()
                } else {
                    format!("{count} quotes")
                };
                let choice = Choice::Say(Some(speaker.clone()));
                Item::new(Clean::line(&text), Clean::line(&quotes), choice)
            })
            .collect();
        let nobody = Clean::line("nobody can tell");
        items.push(Item::new(nobody, Clean::default(), Choice::Say(None)));
        let title = format!(
            "Who says it, if not {}? :speaker NAME for another",
            speaker_label(selected)
        );
        self.pick(Picker::new(title, "", items));
    }

    /// Says who says the selected quote.
    pub(super) fn say_speaker(&mut self, speaker: Option<Speaker>, effects: &mut Effects) {
        let Some((id, body, quote)) = self.meant_quote() else {
            return;
        };
        let what = match &speaker {
            Some(speaker) => format!("{} says it", speaker.name),
            None => "nobody can tell who says it".to_owned(),
        };
        let correction = if quote.kind.is_speech() {
            Correction::speaker(body.text(), &quote, speaker)
        } else {
            Correction::added(body.text(), &quote.content, speaker)
        };
        self.correct(id, correction, &what, effects);
    }

    /// Says by name who says the selected quote; somebody whom the article names already keeps role and kind.
    pub(super) fn say_name(&mut self, name: &str, effects: &mut Effects) {
        let Some(reader) = &self.reader else { return };
        let name = Clean::line(name);
        let mut cast = reader
            .opened
            .quotes
            .iter()
            .filter_map(|quote| quote.speaker.as_ref());
        let known = cast.find(|speaker| speaker.name == name).cloned();
        let speaker = known.unwrap_or(Speaker {
            name,
            role: None,
            kind: SpeakerKind::Person,
        });
        self.say_speaker(Some(speaker), effects);
    }

    /// Says that the selected quote is none.
    pub(super) fn say_no_quote(&mut self, effects: &mut Effects) {
        let Some((id, body, quote)) = self.meant_quote() else {
            return;
        };
        let correction = Correction::no_quote(body.text(), &quote);
        self.correct(id, correction, "not a quote", effects);
    }

    /// Gives the selected quote one sentence more at its end, or one less.
    pub(super) fn resize_quote(&mut self, wider: bool, effects: &mut Effects) {
        let Some((id, body, quote)) = self.meant_quote() else {
            return;
        };
        match by_sentence(&body, &quote, wider) {
            Some(content) => {
                let what = if wider {
                    "one sentence more"
                } else {
                    "one sentence less"
                };
                let correction = Correction::words(body.text(), &quote, &content);
                self.correct(id, correction, what, effects);
            }
            None if wider => self.fail("The paragraph has no further sentence."),
            None => self.fail("The quote has only one sentence."),
        }
    }

    /// Says that what is selected is a quote; else lists the sentences on the screen and below, to choose one that is.
    pub(super) fn add_quote(&mut self, effects: &mut Effects) {
        let selected = self.reader.as_ref().and_then(Reader::selected_span);
        match selected {
            Some(span) => {
                self.drop_selection();
                self.say_quote(span, effects);
            }
            None => self.pick_sentence(),
        }
    }

    fn pick_sentence(&mut self) {
        let Some(reader) = &self.reader else { return };
        let body = &reader.opened.article.body;
        let from = reader.page.start_of(reader.top());
        let items = sentences(body, Span::new(from, body.text().len()))
            .into_iter()
            .take(MOST_SENTENCES)
            .map(|span| {
                let words = Clean::line(body.slice(span));
                Item::new(words, Clean::default(), Choice::Quote(span))
            });
        let items = items.collect();
        self.pick(Picker::new(
            "Which sentence is a quote?",
            "No words stand here.",
            items,
        ));
    }

    /// Says that some words are a quote.
    pub(super) fn say_quote(&mut self, span: Span, effects: &mut Effects) {
        let Some(reader) = &self.reader else { return };
        let (id, body) = (reader.opened.id, reader.opened.article.body.clone());
        let correction = Correction::added(body.text(), &stated(&body, span), None);
        self.correct(id, correction, "a quote that was missed", effects);
    }

    /// Lists the corrections of the open article, to take one back.
    pub(super) fn pick_corrections(&mut self, effects: &mut Effects) {
        let Some(reader) = &self.reader else { return };
        let question = Question::Corrections(reader.opened.id);
        self.ask(question, false, effects);
    }

    /// Takes a correction back.
    pub(super) fn take_correction_back(
        &mut self,
        id: ArticleId,
        correction: Correction,
        effects: &mut Effects,
    ) {
        self.deed(
            "correction dropped",
            vec![Request::Uncorrect(id, correction.clone())],
            vec![Request::Correct(id, correction)],
            effects,
        );
        self.done("Your correction is dropped.");
    }
}

/// Returns the rows of some corrections, each with whether it is lost.
pub(super) fn corrections_listed(
    id: ArticleId,
    corrections: Vec<(Correction, bool)>,
) -> (String, String, Vec<Item>) {
    let items = corrections.into_iter().map(|(correction, is_lost)| {
        let what = match (correction.act(), &correction.speaker) {
            (Act::NoQuote, _) => "not a quote".to_owned(),
            (Act::Words, _) => "other words".to_owned(),
            (Act::Added, Some(Some(speaker))) => format!("added, by {}", speaker.name),
            (Act::Added, _) => "added".to_owned(),
            (Act::Speaker, Some(Some(speaker))) => format!("said by {}", speaker.name),
            (Act::Speaker, _) => "nobody can tell".to_owned(),
        };
        let lost = if is_lost {
            "lost: its words are gone, "
        } else {
            ""
        };
        let detail = Clean::line(&format!("{lost}{what}"));
        let text = Clean::line(&correction.about());
        Item::new(text, detail, Choice::Uncorrect(id, Box::new(correction)))
    });
    let title = "Your corrections: Enter drops one".to_owned();
    let nothing = "You have corrected nothing in this article.".to_owned();
    (title, nothing, items.collect())
}
