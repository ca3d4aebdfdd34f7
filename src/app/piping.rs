//! Sends the text at hand to another program: what is selected, or else the article. What is typed is cut into words here; no shell is between.

use crate::app::effect::{Effect, Effects};
use crate::app::{App, Pane};
use crate::quote::citation;

impl App {
    /// Sends the text at hand to the program that was typed.
    pub(super) fn pipe(&mut self, line: &str, effects: &mut Effects) {
        let mut words = match shell_words::split(line) {
            Ok(words) if words.is_empty() => return,
            Ok(words) => words,
            Err(_) => {
                self.fail("A quotation mark in it is not closed.");
                return;
            }
        };
        let first = words.first().cloned().unwrap_or_default();
        if let Some((_, configured)) = self.settings.pipes.iter().find(|(name, _)| *name == first) {
            words.splice(..1, configured.iter().cloned());
        }
        let Some(text) = self.text_at_hand() else {
            self.fail("No article is open whose text could be sent.");
            return;
        };
        self.drop_selection();
        effects.push(Effect::Pipe(words, text));
    }

    /// The selected words; in the quotes pane the selected quote with its source; else the whole text.
    fn text_at_hand(&self) -> Option<String> {
        let reader = self.reader.as_ref()?;
        let article = &reader.opened.article;
        let mut text = match (reader.selected_span(), reader.selected_quote()) {
            (Some(span), _) => article.body.slice(span).to_owned(),
            (None, Some(quote)) if self.focus == Pane::Quotes => citation(article, quote),
            (None, _) => article.body.text().to_owned(),
        };
        text.push('\n');
        Some(text)
    }
}
