//! Quote-first reading: the article folded to its quotes, or to those of one speaker.

use crate::app::{App, Command, Pane};
use crate::article::{Clean, Span};
use crate::quote::Quote;
use crate::typeset::Page;

/// What an article is folded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Folding {
    /// All quotes that are shown.
    Quotes,
    /// Those of one speaker.
    Speaker(Clean),
}

impl Folding {
    /// Whether a quote is among what is left.
    pub(super) fn keeps(&self, quote: &Quote) -> bool {
        match self {
            Self::Quotes => true,
            Self::Speaker(name) => quote.speaker_name() == Some(name),
        }
    }
}

/// Folds a page to some of its quotes.
pub(super) fn folded<'q>(
    page: &Page,
    quotes: impl Iterator<Item = &'q Quote>,
    ascii: bool,
) -> Page {
    let spans = quotes.flat_map(|quote| [&quote.content, &quote.cue, &quote.source]);
    let wanted: Vec<Span> = spans.flatten().copied().collect();
    page.folded(&wanted, if ascii { ":" } else { "⋮" })
}

impl App {
    /// Says why no quotes of the open article are shown: there are none, or none of those that are.
    pub fn no_quotes(&self) -> String {
        let reader = self.reader.as_ref();
        if reader.is_none_or(|reader| reader.opened.quotes.is_empty()) {
            return "No quotes were found in this article.".to_owned();
        }
        let key = self
            .keymap
            .key_for(Pane::Quotes, Command::ToggleIndirect)
            .unwrap_or_default();
        format!("Only indirect quotes were found; {key} shows them.")
    }

    /// Folds the article to its quotes, or unfolds it.
    pub(super) fn toggle_fold(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.folding().is_some() {
            reader.fold(None);
            self.done("The whole text is shown.");
        } else if reader.shown().is_empty() {
            let reason = self.no_quotes();
            self.fail(reason);
        } else {
            reader.fold(Some(Folding::Quotes));
            self.done("Only the quotes are shown.");
        }
    }

    /// Folds the article to what the speaker of the selected quote says, or unfolds it.
    pub(super) fn toggle_speaker_fold(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if matches!(reader.folding(), Some(Folding::Speaker(_))) {
            reader.fold(None);
            self.done("The whole text is shown.");
            return;
        }
        let name = reader
            .selected_quote()
            .and_then(Quote::speaker_name)
            .map(Clean::line);
        match name {
            Some(name) => {
                self.done(format!(
                    "Only {name} is shown; next and previous keep to it."
                ));
                if let Some(reader) = &mut self.reader {
                    reader.fold(Some(Folding::Speaker(name)));
                }
            }
            None => self.fail("No quote with a known speaker is selected."),
        }
    }
}
