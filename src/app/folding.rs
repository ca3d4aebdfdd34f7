//! Quote-first reading: the article folded to its quotes, or to those of one speaker.

use crate::app::App;
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
    /// Folds the article to its quotes, or unfolds it.
    pub(super) fn toggle_fold(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.folding().is_some() {
            reader.fold(None);
            self.done("The whole text is shown.");
        } else if reader.shown().is_empty() {
            self.fail("No quotes were found in this article.");
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
