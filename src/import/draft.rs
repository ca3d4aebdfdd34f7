//! Blocks on their way from a format to a body, while they can still be joined, retyped and taken out.

use crate::article::{Align, BlockKind, BodyBuilder, Clean, Container, Leaf};

/// One block of an article that is being read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    /// What it is so far.
    pub(super) kind: Kind,
    /// Its words; a figure's caption; empty for tables and rules.
    pub(super) leaf: Leaf,
    /// What it stands in, outermost first.
    pub(super) within: Vec<Container>,
    /// Whether it stood on one line of the file, so that its end is not a line end somebody chose.
    pub(super) one_line: bool,
    /// How many bytes of its words were links, dead ones included.
    pub(super) linked: usize,
    /// Whether blank lines or the end of the file part it from its neighbours.
    pub(super) apart: bool,
    /// Where a figure's picture may be, the best first.
    pub(super) picture: Vec<String>,
}

/// What a draft is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Headline,
    Heading(u8),
    Paragraph,
    Code,
    /// With its credit.
    Figure(String),
    Related(Option<Clean>),
    Table(Vec<Align>, Vec<Vec<Leaf>>),
    Rule,
}

impl Draft {
    /// Returns a draft of words that stood on one line, apart from others.
    pub(super) fn new(kind: Kind, leaf: Leaf) -> Self {
        Self {
            kind,
            leaf,
            within: Vec::new(),
            one_line: true,
            linked: 0,
            apart: true,
            picture: Vec::new(),
        }
    }

    /// Returns its words without white space at the ends.
    pub(super) fn text(&self) -> &str {
        self.leaf.text().trim()
    }

    /// Whether it is running text outside of lists and block quotes.
    pub(super) fn is_prose(&self) -> bool {
        self.kind == Kind::Paragraph && self.within.is_empty()
    }

    /// Adds it to a body.
    pub(super) fn emit(self, body: &mut BodyBuilder) {
        let leaf = self.leaf;
        let kind = match self.kind {
            Kind::Headline => BlockKind::Headline,
            Kind::Heading(level) => BlockKind::Heading(level),
            Kind::Paragraph => BlockKind::Paragraph,
            Kind::Code => BlockKind::Code,
            Kind::Related(url) => BlockKind::Related { url },
            Kind::Figure(credit) => return body.add_figure(leaf.text(), &credit, &self.within),
            Kind::Rule => return body.add_rule(&self.within),
            Kind::Table(columns, rows) => return body.add_table(columns, rows, &self.within),
        };
        body.add(kind, leaf, &self.within);
    }
}

/// Returns the letters and figures of a text in lower case: what stays the same when a headline is set twice.
pub(super) fn folded(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Whether a text ends as a sentence does: with a full stop or its kin, maybe before closing marks.
pub(super) fn is_ended(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches([
            '"', '\'', '”', '’', '»', '“', '‘', '«', ')', ']', '*', '」', '』',
        ])
        .ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？', '।', '؟'])
}
