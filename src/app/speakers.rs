//! Speakers across articles, in lists to choose from: who speaks, what they said, where a quote stands as well, who has
//! how many words; and the reader's decisions on names.

use std::sync::Arc;

use crate::app::correcting::corrections_listed;
use crate::app::effect::{Effect, Effects};
use crate::app::msg::Ticket;
use crate::app::picker::{Choice, Item, Picker};
use crate::app::roster::{Answer, Naming, Next, Question, Then, Who};
use crate::app::{App, Overlay, Pane};
use crate::article::{ArticleId, Clean, short_date};
use crate::quote::roster::{
    Class, Group, NameId, Part, Proposal, Said, Shares, SpeakerId, SpeakerLine, SpeakerQuery,
    SpeakerSort, Voices, changes, percent,
};

/// Cells of the longest bar.
const BAR: usize = 16;

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
        effects.push(Effect::Ask(ticket, question));
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
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        let words = picker.words().to_owned();
        if let Some(Question::Speakers(query, _)) = &mut picker.asks {
            query.filter = words;
        }
        if let Some(question) = picker.asks.clone() {
            self.ask(question, true, effects);
        }
    }

    /// Asks for the speakers that have the words of the list.
    pub(super) fn narrow_speakers(&mut self, effects: &mut Effects) {
        if let Some(Overlay::Picker(picker)) = &self.overlay
            && matches!(picker.asks, Some(Question::Speakers(..)))
        {
            self.refill(effects);
        }
    }

    /// Lists the speakers in the next order.
    pub(super) fn sort_speakers(&mut self, effects: &mut Effects) {
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        if let Some(Question::Speakers(query, _)) = &mut picker.asks {
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
                    vec![Effect::Name(Naming::Apart(name, other, true))],
                    vec![Effect::Name(Naming::Apart(name, other, false))],
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
            vec![Effect::Name(Naming::Join(names.clone(), into))],
            vec![Effect::Name(Naming::Part(names, false))],
            effects,
        );
        self.done(format!("{what}."));
    }

    /// Takes a name from its speaker, as the reader decided.
    pub(super) fn part(&mut self, name: &str, id: NameId, from: SpeakerId, effects: &mut Effects) {
        self.deed(
            format!("name split off: {name}"),
            vec![Effect::Name(Naming::Part(vec![id], true))],
            vec![Effect::Name(Naming::Join(vec![id], from))],
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
                Question::Speakers(query, then) => {
                    self.speakers_listed(lines, &shares, query, then)
                }
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
            Answer::Voices(voices) => self.voices_listed(&voices, &question),
            Answer::Names(None, _) => {
                self.fail("That speaker is not in the library any more.");
                return;
            }
            Answer::Names(Some(speaker), names) => {
                match question {
                    Question::Names(_, Next::Join) => {
                        let ids = names.iter().map(|(id, _, _)| *id).collect();
                        let then = Then::Join(speaker.name, ids);
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
        picker.asks = Some(question);
        self.pick(picker);
    }

    /// Gives the last question up when it failed.
    pub(super) fn give_answer_up(&mut self, ticket: Ticket) {
        self.awaited.take_if(|awaited| awaited.ticket == ticket);
    }

    fn speakers_listed(
        &self,
        lines: Vec<SpeakerLine>,
        shares: &Shares,
        query: &SpeakerQuery,
        then: &Then,
    ) -> (String, String, Vec<Item>) {
        let title = match then {
            Then::Look => format!("Speakers by {}: {}", query.sort.name(), shared(shares)),
            Then::Join(name, _) => format!("{name} is the same as …"),
        };
        let items = lines.into_iter().map(|line| {
            let choice = match then {
                Then::Look => Choice::Speaker(line.id),
                Then::Join(name, names) => {
                    let what = Clean::line(&format!("{name} is {}", line.label()));
                    let other = names.first().copied().unwrap_or(NameId(0));
                    Choice::Join(what, names.clone(), other, line.id)
                }
            };
            let role = line.role.as_deref().map(|role| format!(", {role}"));
            let text = format!("{}{}", line.label(), role.unwrap_or_default());
            let articles = if line.articles == 1 {
                "article"
            } else {
                "articles"
            };
            let dates = line.dates.as_ref().map(|(first, last)| days(first, last));
            let detail = format!(
                "{} in {} {articles}{}",
                line.quotes,
                line.articles,
                dates.map(|dates| format!(", {dates}")).unwrap_or_default()
            );
            Item::new(Clean::line(&text), Clean::line(&detail), choice)
        });
        let nothing = "Nobody speaks in the library yet.".to_owned();
        (title, nothing, items.collect())
    }

    fn voices_listed(&self, voices: &Voices, question: &Question) -> (String, String, Vec<Item>) {
        let shares = voices.shares();
        let all = shares.words();
        let most = voices.voices.first().map_or(1, |voice| voice.words);
        let sign = if self.settings.ascii { "#" } else { "█" };
        let items = voices.voices.iter().map(|voice| {
            let cells = (voice.words * BAR).div_ceil(most.max(1)).min(BAR);
            let name = if voice.name.is_empty() {
                "unknown speaker"
            } else {
                &voice.name
            };
            let class = match Class::of(voice.kind) {
                Class::Named => String::new(),
                class if voice.name.is_empty() || class == Class::Unknown => String::new(),
                class => format!(" ({})", class.name()),
            };
            let bar = sign.repeat(cells) + &" ".repeat(BAR - cells);
            let detail = format!(
                "{bar} {:>3} % {:>5} words",
                percent(voice.words, all),
                voice.words
            );
            let text = Clean::line(&format!("{name}{class}"));
            // The blanks that end a bar are part of it.
            Item::new(
                text,
                Clean::from_untrusted(&detail),
                Choice::Speaker(voice.id),
            )
        });
        let of = match question {
            Question::Voices(_, of) => of.as_str(),
            _ => "",
        };
        let parts = Class::ALL.map(|class| {
            format!(
                "{} % {}",
                percent(shares.of(class).words, all),
                class.name()
            )
        });
        let title = format!("Voices of {of}: {}", parts.join(", "));
        (title, "Nobody speaks here.".to_owned(), items.collect())
    }
}

/// Returns how many of the quotes have a named speaker.
fn shared(shares: &Shares) -> String {
    let all = shares.quotes();
    let parts = Class::ALL.map(|class| {
        format!(
            "{} % {}",
            percent(shares.of(class).quotes, all),
            class.name()
        )
    });
    format!("{all} quotes, {}", parts.join(", "))
}

fn days(first: &str, last: &str) -> String {
    let day = |date: &str| date.chars().take(10).collect::<String>();
    match (day(first), day(last)) {
        (first, last) if first == last => first,
        (first, last) => format!("{first} to {last}"),
    }
}

/// Returns date and site of a quote.
fn place(said: &Said) -> Clean {
    let date = said.published.as_deref().map(short_date);
    let site = said.site.as_deref().map(str::to_owned);
    let parts: Vec<String> = site.into_iter().chain(date).collect();
    Clean::line(&parts.join(", "))
}

fn said_listed(
    speaker: &SpeakerLine,
    said: &[Said],
    question: &Question,
) -> (String, String, Vec<Item>) {
    let term = match question {
        Question::Said(_, term) if !term.trim().is_empty() => Some(term.trim()),
        _ => None,
    };
    let on = term
        .map(|term| format!(" on \"{term}\""))
        .unwrap_or_default();
    let title = format!(
        "{}{on}: {} of {} quotes",
        speaker.label(),
        said.len(),
        speaker.quotes
    );
    let items = said.iter().map(|said| {
        let choice = Choice::Article(said.article, said.extent.start);
        Item::new(said.words.clone(), place(said), choice)
    });
    let nothing = "Nothing was said with these words.".to_owned();
    (title, nothing, items.collect())
}

fn same_listed(group: Option<&Group>, question: &Question) -> Option<(String, String, Vec<Item>)> {
    let Question::Same(here, _) = question else {
        return None;
    };
    let group = group.filter(|group| group.said.len() > 1)?;
    let first = group.said.first()?;
    let rivals = group.rivals();
    let mut title = match group.said.len() - 1 {
        1 => "The same quote, also in 1 article".to_owned(),
        others => format!("The same quote, also in {others} articles"),
    };
    if !rivals.is_empty() {
        let names: Vec<&str> = rivals.iter().map(|name| name.as_str()).collect();
        title = format!("{title}; different speakers: {}", names.join(", "));
    }
    let items = group.said.iter().enumerate().map(|(at, said)| {
        let which = match (at, said.article == *here) {
            (0, true) => "first, this article: ",
            (0, false) => "first: ",
            (_, true) => "this article: ",
            (_, false) => "",
        };
        let words = if said.words == first.words {
            said.words.to_string()
        } else {
            changed(&first.words, &said.words)
        };
        let speaker = said.speaker.as_deref().unwrap_or("unknown speaker");
        let detail = Clean::line(&format!("{speaker}, {}", place(said)));
        let text = Clean::line(&format!("{which}{words}"));
        Item::new(
            text,
            detail,
            Choice::Article(said.article, said.extent.start),
        )
    });
    Some((title, String::new(), items.collect()))
}

/// Returns what became of a quote, with marks that any terminal shows.
fn changed(one: &str, other: &str) -> String {
    let parts = changes(one, other);
    let last = parts.len().saturating_sub(1);
    let shown = parts.into_iter().enumerate().map(|(at, part)| match part {
        Part::Same(words) => near(&words, at > 0, at < last),
        Part::Cut(words) => format!("[-{}-]", near(&words, true, true)),
        Part::New(words) => format!("{{+{}+}}", near(&words, true, true)),
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// Returns the words that stand near what is before and after them; those between give way to an ellipsis.
fn near(words: &str, before: bool, after: bool) -> String {
    const KEPT: usize = 4;
    let all: Vec<&str> = words.split_whitespace().collect();
    let (head, tail) = (usize::from(before) * KEPT, usize::from(after) * KEPT);
    if all.len() <= head + tail + 1 {
        return words.to_owned();
    }
    let kept = all.iter().take(head).chain(&["…"]);
    let kept = kept.chain(all.iter().skip(all.len() - tail));
    kept.copied().collect::<Vec<_>>().join(" ")
}

fn names_listed(
    speaker: &SpeakerLine,
    names: Vec<(NameId, Clean, usize)>,
) -> (String, String, Vec<Item>) {
    let title = format!("Which name is not {}?", speaker.label());
    let items = names.into_iter().map(|(id, name, articles)| {
        let articles = match articles {
            1 => "1 article".to_owned(),
            count => format!("{count} articles"),
        };
        let choice = Choice::Part(name.clone(), id, speaker.id);
        Item::new(name, Clean::line(&articles), choice)
    });
    (title, String::new(), items.collect())
}

fn proposals_listed(proposals: Vec<Proposal>) -> (String, String, Vec<Item>) {
    let title = "Perhaps one speaker: Enter joins, x refuses".to_owned();
    let items = proposals.into_iter().map(|it| {
        let what = Clean::line(&format!("{} is {}", it.from.name, it.into.name));
        let text = Clean::line(&format!("{} is perhaps {}", it.from.name, it.into.name));
        // The name that the proposal is about comes first: it is the one to be refused.
        let mut names = vec![it.from.id];
        names.extend(it.names.into_iter().filter(|name| *name != it.from.id));
        let choice = Choice::Join(what, names, it.into.id, it.into.speaker);
        Item::new(text, Clean::line(it.why.reason()), choice)
    });
    let nothing = "No two names look like one speaker's.".to_owned();
    (title, nothing, items.collect())
}
