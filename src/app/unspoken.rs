//! Words in quotation marks that nobody says: shown beside the quotes when they are asked for.

use std::sync::Arc;

use crate::app::App;
use crate::article::Article;
use crate::quote::{Quote, with_unspoken};

impl App {
    /// Shows or hides titles, nicknames, scare quotes and their like.
    pub(super) fn toggle_unspoken(&mut self) {
        self.show_unspoken = !self.show_unspoken;
        if let Some(reader) = &mut self.reader {
            let opened = &reader.opened;
            let quotes = if self.show_unspoken {
                with(&opened.article, &opened.quotes)
            } else {
                without(&opened.quotes)
            };
            reader.take_quotes(quotes);
            self.quotes.clear();
        }
        self.done(if self.show_unspoken {
            "Titles, nicknames and scare quotes are shown."
        } else {
            "Titles, nicknames and scare quotes are hidden."
        });
    }
}

/// Returns quotes, with what stands in quotation marks beside them where that is wanted.
pub(super) fn as_wanted(with_them: bool, article: &Article, quotes: Arc<[Quote]>) -> Arc<[Quote]> {
    if with_them {
        with(article, &quotes)
    } else {
        quotes
    }
}

/// Returns quotes with what stands in quotation marks beside them.
fn with(article: &Article, quotes: &[Quote]) -> Arc<[Quote]> {
    with_unspoken(article, &without(quotes)).into()
}

fn without(quotes: &[Quote]) -> Arc<[Quote]> {
    let speech = quotes.iter().filter(|quote| quote.kind.is_speech());
    speech.cloned().collect()
}
