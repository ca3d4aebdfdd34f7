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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Leaf;
    use rstest::rstest;

    const TEXT: &str = "The ferry to the island was stopped on Tuesday because of the storm.";

    /// What is taken from lines under a headline: authors, date, and the lines that stay.
    fn taken(lines: &[&str], known: Option<&str>) -> (String, String, usize) {
        let mut drafts = vec![Draft::new(Kind::Headline, Leaf::plain("Ferry stops"))];
        let all = lines.iter().chain([&TEXT]);
        drafts.extend(all.map(|line| Draft::new(Kind::Paragraph, Leaf::plain(line))));
        let mut meta = Meta {
            published: known.map(Clean::from),
            ..Meta::default()
        };
        take(&mut drafts, &mut meta);
        let names: Vec<&str> = meta.byline.iter().map(Clean::as_str).collect();
        let date = meta.published.map(Clean::into_string).unwrap_or_default();
        (names.join("; "), date, drafts.len() - 2)
    }

    #[rstest]
    #[case::date(&["February 1, 2022"], "", "2022-02-01", 0)]
    #[case::byline(&["By Jane Doe"], "Jane Doe", "", 0)]
    #[case::both(&["By Jane Doe", "Feb. 1, 2022"], "Jane Doe", "2022-02-01", 0)]
    #[case::one_line(&["By Jane Doe | Feb. 1, 2022 | 5 min read"], "Jane Doe", "2022-02-01", 0)]
    #[case::turned(&["Feb. 1, 2022 by Jane Doe"], "Jane Doe", "2022-02-01", 0)]
    #[case::under_a_deck(&["A storm is to blame.", "By Jane Doe"], "Jane Doe", "", 1)]
    #[case::section(&["Feb. 1, 2022 | Politics"], "", "", 1)]
    #[case::sentence(&["By Tuesday nothing moved."], "", "", 1)]
    #[case::far_down(&["One deck.", "Another deck.", "By Jane Doe"], "", "", 3)]
    fn lines_under_a_headline(
        #[case] lines: &[&str],
        #[case] names: &str,
        #[case] date: &str,
        #[case] left: usize,
    ) {
        assert_eq!(taken(lines, None), (names.into(), date.into(), left));
    }

    #[test]
    fn a_declared_date_wins_and_a_line_that_contradicts_it_stays() {
        let known = Some("2022-02-01T10:00:00Z");
        assert_eq!(taken(&["Feb. 1, 2022"], known).2, 0);
        assert_eq!(
            taken(&["Feb. 2, 2022"], known),
            (String::new(), "2022-02-01T10:00:00Z".into(), 1)
        );
    }
}
