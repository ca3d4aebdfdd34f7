//! What is exported: quotes, highlights and clips of the library as passages, and in which form.

use anyhow::Result;
use clap::ValueEnum;
use clap::builder::PossibleValue;

use crate::article::Query;
use crate::cite::Passage;
use crate::export::Form;
use crate::library::{Library, Reading};

/// What is written out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// Articles with all that belongs to them
    Articles,
    /// Who said what
    Quotes,
    /// Highlights and notes
    Highlights,
    /// Clips, in their order
    Clips,
}

impl ValueEnum for Form {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Self::Jsonl => ("jsonl", "One object a line"),
            Self::Markdown => ("markdown", "To be read, and checked by `pullquote verify`"),
            Self::Csv => ("csv", "A head line, then one line for each"),
            Self::Jsonld => ("jsonld", "Annotations of the W3C's model"),
            Self::Bibtex => ("bibtex", "The articles as a bibliography for TeX"),
            Self::Csl => (
                "csl",
                "The articles as a bibliography for Pandoc, Zotero and others",
            ),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// Returns the passages of a library, the oldest articles first; clips in their order.
pub(super) fn passages(library: &Library, query: &Query, what: What) -> Result<Vec<Passage>> {
    if what == What::Clips {
        return Ok(library.clips()?);
    }
    let mut found = Vec::new();
    for id in library.order(query, None)?.into_iter().rev() {
        let Some(reading) = library.open_article(id)? else {
            continue;
        };
        match what {
            What::Articles => found.push(Passage {
                article: Some(reading.article.meta.clone()),
                ..Passage::default()
            }),
            what => found.append(&mut of_article(&reading, what)),
        }
    }
    Ok(found)
}

/// Returns the passages of an article: its highlights, its quotes, or first those and then these.
pub(super) fn of_article(reading: &Reading, what: What) -> Vec<Passage> {
    match what {
        What::Highlights => reading.highlights(),
        What::Quotes => reading.quoted(),
        What::Articles => [reading.highlights(), reading.quoted()].concat(),
        What::Clips => Vec::new(),
    }
}
