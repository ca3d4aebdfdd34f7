//! The quotes pane: one card for each quote, laid out for the pane's width.
//!
//! Knows which quotes are shown and in what order; which one is selected belongs to the reader, so that text and cards
//! cannot disagree.

use std::collections::HashMap;

use crate::article::{ArticleId, Body};
use crate::quote::{FoundBy, Kind, Quote, Speaker, phrase, speaker_label, words};
use crate::typeset::fold_at_most;

/// Most rows of a card for the words themselves; the text beside has them all.
const MOST_ROWS: usize = 8;

/// The quotes pane's state.
#[derive(Debug, Default)]
pub struct Quotes {
    /// Whether quotes of one speaker stand together.
    pub grouped: bool,
    cards: Vec<Card>,
    rows: usize,
    /// The first row of all cards that is on the screen.
    top: usize,
    height: usize,
    /// What the cards were laid out for.
    key: Option<CardsKey>,
    grouped_then: bool,
    followed: Option<usize>,
}

/// What the cards depend on, beside the grouping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardsKey {
    /// The article; it stands for its text and quotes.
    pub id: ArticleId,
    /// Columns of the pane.
    pub width: u16,
    /// Whether indirect quotes are shown.
    pub indirect: bool,
}

/// One quote as the pane shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// The quote's index among all quotes of the article.
    pub quote: usize,
    /// Its number in the text, from 1.
    pub number: usize,
    /// Its first row among the rows of all cards.
    pub start: usize,
    /// Its rows; the last one parts it from the next card.
    pub rows: Vec<CardRow>,
}

/// One row of a card. One that is wider than the pane is to be cut with a sign, and the parts of a note are to be joined
/// by one: which signs may be drawn is not known here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardRow {
    /// Who.
    Speaker(String),
    /// In what office.
    Role(String),
    /// What was said.
    Words(String),
    /// How it is reported, in parts.
    Note(Vec<String>),
    /// Nothing.
    Blank,
}

/// Returns the indices of the quotes that are shown, in the order of the text.
pub fn shown(quotes: &[Quote], show_indirect: bool) -> Vec<usize> {
    let is_shown = |quote: &Quote| show_indirect || quote.kind != Kind::Indirect;
    (0..quotes.len())
        .filter(|&index| is_shown(&quotes[index]))
        .collect()
}

impl Quotes {
    /// Lays the cards out where that is needed.
    pub fn lay_out(&mut self, body: &Body, quotes: &[Quote], key: CardsKey, height: u16) {
        self.height = usize::from(height);
        if self.key == Some(key) && self.grouped_then == self.grouped {
            self.top = self.top.min(self.last_top());
            return;
        }
        if self.key.is_none_or(|before| before.id != key.id) {
            self.top = 0;
        }
        self.key = Some(key);
        self.grouped_then = self.grouped;
        self.followed = None;
        let width = key.width;
        let mut order: Vec<(usize, usize)> = shown(quotes, key.indirect)
            .into_iter()
            .enumerate()
            .map(|(at, quote)| (quote, at + 1))
            .collect();
        if self.grouped {
            let first = first_of_names(quotes);
            // Unknown speakers come last.
            let first_of = |index: usize| {
                let name = quotes[index].speaker_name();
                name.and_then(|name| first.get(name).copied())
                    .unwrap_or(usize::MAX)
            };
            order.sort_by_key(|&(index, number)| (first_of(index), number));
        }
        self.cards.clear();
        self.rows = 0;
        let mut before: Option<&Quote> = None;
        for (index, number) in order {
            let quote = &quotes[index];
            let repeated = self.grouped
                && before.is_some_and(|before| before.speaker_name() == quote.speaker_name());
            let rows = card_rows(body, quote, number, repeated, width);
            let start = self.rows;
            self.rows += rows.len();
            self.cards.push(Card {
                quote: index,
                number,
                start,
                rows,
            });
            before = Some(quote);
        }
        self.top = self.top.min(self.last_top());
    }

    /// Forgets the cards and goes to the beginning: for an article that is opened, be it the same one with other words.
    pub fn clear(&mut self) {
        let grouped = self.grouped;
        *self = Self {
            grouped,
            ..Self::default()
        };
    }

    /// Returns the cards, in order.
    pub fn cards(&self) -> &[Card] {
        &self.cards
    }

    /// Returns the first row on the screen, counted over all cards.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Returns the number of rows on the screen.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Returns the card of a quote.
    pub fn position(&self, quote: usize) -> Option<usize> {
        self.cards.iter().position(|card| card.quote == quote)
    }

    /// Returns the card that covers a row of the pane, from 0.
    pub fn at_row(&self, row: usize) -> Option<&Card> {
        let row = self.top + row;
        let at = self
            .cards
            .partition_point(|card| card.start <= row)
            .checked_sub(1)?;
        self.cards
            .get(at)
            .filter(|card| row < card.start + card.rows.len())
    }

    /// Brings the card of the selected quote on the screen, when another one was selected before.
    pub fn follow(&mut self, quote: usize) {
        if self.followed != Some(quote) {
            self.followed = Some(quote);
            self.reveal(quote);
        }
    }

    /// Scrolls so that a card is on the screen, whole if it fits.
    fn reveal(&mut self, quote: usize) {
        if let Some(card) = self.position(quote).and_then(|at| self.cards.get(at)) {
            let end = card.start + card.rows.len().saturating_sub(1);
            if end > self.top + self.height {
                self.top = end - self.height;
            }
            self.top = self.top.min(card.start);
        }
    }

    /// Scrolls by some rows.
    pub fn scroll(&mut self, by: isize) {
        self.top = self.top.saturating_add_signed(by).min(self.last_top());
    }

    fn last_top(&self) -> usize {
        // The blank row after the last card need not be seen.
        self.rows.saturating_sub(1).saturating_sub(self.height)
    }
}

/// Where each speaker first speaks.
fn first_of_names(quotes: &[Quote]) -> HashMap<&str, usize> {
    let mut first = HashMap::new();
    for (index, quote) in quotes.iter().enumerate() {
        if let Some(name) = quote.speaker_name() {
            first.entry(name).or_insert(index);
        }
    }
    first
}

fn card_rows(
    body: &Body,
    quote: &Quote,
    number: usize,
    repeated: bool,
    width: u16,
) -> Vec<CardRow> {
    // One column on the left is for the bar of the selected card.
    let width = width.saturating_sub(1).max(1);
    let mut rows = Vec::new();
    if !repeated {
        let name = speaker_label(quote);
        rows.extend(
            fold_at_most(&name, width, 2)
                .into_iter()
                .map(CardRow::Speaker),
        );
        if let Some(Speaker {
            role: Some(role), ..
        }) = &quote.speaker
        {
            rows.extend(fold_at_most(role, width, 2).into_iter().map(CardRow::Role));
        }
    }
    rows.extend(
        fold_at_most(&words(body, quote), width, MOST_ROWS)
            .into_iter()
            .map(CardRow::Words),
    );
    let cue = phrase(body, &quote.cue);
    let kind = if quote.kind == Kind::Direct {
        ""
    } else {
        quote.kind.name()
    };
    let how = match quote.found_by {
        FoundBy::Pronoun => "by pronoun",
        FoundBy::Continued => "continued",
        FoundBy::Reader => "corrected by you",
        _ => "",
    };
    let note: Vec<String> = [&*number.to_string(), &*cue, kind, how]
        .into_iter()
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect();
    rows.push(CardRow::Note(note));
    rows.push(CardRow::Blank);
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, BodyBuilder, Clean, Leaf, Span};
    use crate::quote::SpeakerKind;

    const KEY: CardsKey = CardsKey {
        id: ArticleId(1),
        width: 20,
        indirect: true,
    };

    fn body(text: &str) -> Body {
        let mut builder = BodyBuilder::new();
        builder.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
        builder.build()
    }

    fn said_by(name: Option<&str>, content: Span) -> Quote {
        Quote {
            kind: Kind::Indirect,
            content: vec![content],
            cue: vec![],
            source: vec![],
            speaker: name.map(|name| Speaker {
                name: Clean::line(name),
                role: None,
                kind: SpeakerKind::Person,
            }),
            chain: None,
            found_by: FoundBy::Named,
            confidence: 1.0,
        }
    }

    fn said(quotes: &Quotes) -> Vec<String> {
        let rows = quotes.cards().iter().flat_map(|card| &card.rows);
        rows.filter_map(|row| match row {
            CardRow::Words(words) => Some(words.clone()),
            _ => None,
        })
        .collect()
    }

    #[test]
    fn an_article_that_is_opened_again_gets_new_cards() {
        let mut quotes = Quotes::default();
        let one = [said_by(None, Span::new(0, 3))];
        quotes.lay_out(&body("old words"), &one, KEY, 10);
        assert_eq!(said(&quotes), ["old"]);
        quotes.clear();
        quotes.lay_out(&body("new words"), &one, KEY, 10);
        assert_eq!(said(&quotes), ["new"]);
    }

    #[test]
    fn grouped_quotes_follow_the_first_of_their_speaker() {
        let body = body("a b c d");
        let names = [Some("Zoe"), None, Some("Ann"), Some("Zoe")];
        let all: Vec<Quote> = (0..)
            .zip(names)
            .map(|(at, name)| said_by(name, Span::new(2 * at, 2 * at + 1)))
            .collect();
        let mut quotes = Quotes {
            grouped: true,
            ..Quotes::default()
        };
        quotes.lay_out(&body, &all, KEY, 10);
        assert_eq!(said(&quotes), ["a", "d", "c", "b"]);
    }
}
