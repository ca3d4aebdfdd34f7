//! The lines around a headline that are data: date and authors. Knows their shape only.

use crate::article::{Clean, Meta};
use crate::import::draft::{Draft, Kind};
use crate::import::{byline, dates};

/// How many blocks below the headline are looked at.
const DEPTH: usize = 6;

/// Longest deck that may stand between headline and byline, in characters.
const LONGEST_DECK: usize = 300;

/// Longest line that is looked at, in characters.
const LONGEST_LINE: usize = 160;

/// Takes a date that stands above everything else.
pub(super) fn take_first_date(drafts: &mut Vec<Draft>, meta: &mut Meta) {
    if drafts.len() > 1
        && let Some(first) = drafts.first().filter(|draft| draft.is_prose())
        && let Some(line) = Line::read(first.text())
        && line.names.is_empty()
        && line.fits(meta)
    {
        line.give(meta);
        drafts.remove(0);
    }
}

/// Takes the date and the authors from below the headline. Without a headline, or with nothing but them, they stay.
pub(super) fn take(drafts: &mut Vec<Draft>, meta: &mut Meta) {
    if drafts
        .first()
        .is_none_or(|draft| draft.kind != Kind::Headline)
    {
        return;
    }
    let mut at = 1;
    let mut decks = 0;
    for _ in 0..DEPTH {
        let Some(draft) = drafts.get(at).filter(|_| drafts.len() > 2) else {
            return;
        };
        match &draft.kind {
            Kind::Figure(_) | Kind::Heading(_) | Kind::Rule => at += 1,
            Kind::Paragraph if draft.within.is_empty() => {
                if let Some(line) = Line::read(draft.text()).filter(|line| line.fits(meta)) {
                    line.give(meta);
                    drafts.remove(at);
                } else if decks == 0 && draft.text().chars().count() <= LONGEST_DECK {
                    decks += 1;
                    at += 1;
                } else {
                    return;
                }
            }
            _ => return,
        }
    }
}

/// What a line of furniture says.
#[derive(Debug, Default)]
struct Line {
    names: Vec<Clean>,
    date: Option<Clean>,
}

impl Line {
    /// Reads a line all of whose parts are names, dates or reading times.
    fn read(text: &str) -> Option<Self> {
        if text.chars().take(LONGEST_LINE + 1).count() > LONGEST_LINE || text.is_empty() {
            return None;
        }
        let mut line = Self::default();
        if line.part(text) {
            return Some(line);
        }
        let mut parts = text
            .split(['|', '·', '•', '\n'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        let read = parts.all(|part| line.part(part) || is_reading_time(part));
        (read && (line.date.is_some() || !line.names.is_empty())).then_some(line)
    }

    fn part(&mut self, text: &str) -> bool {
        if let Some(date) = dates::published(text).filter(|_| self.date.is_none()) {
            self.date = Some(date);
            return true;
        }
        if let Some(names) = byline::names(text).filter(|_| self.names.is_empty()) {
            self.names = names;
            return true;
        }
        // "February 1, 2022 by Jane Doe"
        let Some((date, names)) = text.split_once(" by ").or_else(|| text.split_once(" By "))
        else {
            return false;
        };
        match (
            dates::published(date),
            byline::names(&format!("By {names}")),
        ) {
            (Some(date), Some(names)) if self.date.is_none() && self.names.is_empty() => {
                *self = Self {
                    names,
                    date: Some(date),
                };
                true
            }
            _ => false,
        }
    }

    /// Whether it adds to what is known and contradicts none of it.
    fn fits(&self, meta: &Meta) -> bool {
        let day = |date: &Clean| date.get(..10).map(str::to_owned);
        let date = match (&self.date, &meta.published) {
            (Some(own), Some(known)) => day(own) == day(known),
            _ => true,
        };
        date && (self.names.is_empty() || meta.byline.is_empty() || self.names == meta.byline)
    }

    fn give(self, meta: &mut Meta) {
        if !self.names.is_empty() {
            meta.byline = self.names;
        }
        if let Some(date) = self.date
            && meta
                .published
                .as_ref()
                .is_none_or(|known| known.len() < date.len())
        {
            meta.published = Some(date);
        }
    }
}

fn is_reading_time(text: &str) -> bool {
    let lower = text.to_lowercase();
    let mut words = lower.split([' ', '-']);
    let number = words
        .next()
        .is_some_and(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit()));
    number
        && matches!(words.next(), Some("min" | "mins" | "minute" | "minutes"))
        && words.all(|word| matches!(word, "read" | "reading" | "time"))
}
