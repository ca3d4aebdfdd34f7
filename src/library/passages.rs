//! What of an article, or of the library, is cited and written out.

use std::collections::HashMap;

use crate::article::{Anchor, ArticleId};
use crate::cite::Passage;
use crate::library::{Library, LibraryError, Reading};

impl Reading {
    /// Returns its highlights, in the order of the text.
    pub fn highlights(&self) -> Vec<Passage> {
        let highlights = self.state.highlights.iter();
        highlights
            .map(|highlight| Passage::of_highlight(&self.article.meta, highlight))
            .collect()
    }

    /// Returns its quotes, in the order of the text.
    pub fn quoted(&self) -> Vec<Passage> {
        let quotes = self.quotes.iter();
        quotes
            .filter_map(|quote| Passage::of_quote(&self.article, quote))
            .collect()
    }
}

impl Library {
    /// Returns highlights of all articles as passages: those that are named, in that order, or else all, latest first. What
    /// is not there any more is left out.
    pub fn highlighted(
        &self,
        named: Option<&[(ArticleId, Anchor)]>,
    ) -> Result<Vec<Passage>, LibraryError> {
        let mut all = HashMap::new();
        let mut order = Vec::new();
        for marked in self.highlights(usize::MAX)? {
            let key = (marked.article, marked.highlight.anchor.clone());
            if named.is_none() {
                order.push(key.clone());
            }
            all.insert(key, marked.highlight);
        }
        let mut metas = HashMap::new();
        let mut passages = Vec::new();
        for key in named.unwrap_or(&order) {
            let Some(highlight) = all.get(key) else {
                continue;
            };
            let meta = match metas.get(&key.0) {
                Some(meta) => meta,
                None => {
                    let meta = self.meta(key.0)?;
                    metas.entry(key.0).or_insert(meta)
                }
            };
            if let Some(meta) = meta {
                passages.push(Passage::of_highlight(meta, highlight));
            }
        }
        Ok(passages)
    }
}
