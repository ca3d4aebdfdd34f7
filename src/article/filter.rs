//! The one language in which articles and quotes are asked for: words, phrases, fields, "not", "or" and brackets.
//!
//! The list's filter, the searches of the command line and those that are saved all speak it. Here it is read, checked
//! and printed; what it finds is the business of whoever keeps the articles. Nothing here reads the clock: whoever reads
//! a filter says what day it is.

mod cut;
mod day;
mod field;
mod parse;
mod print;

use jiff::civil::Date;

use crate::article::{Clean, Sort};

pub use field::{FIELDS, Field};
pub use parse::FilterError;

/// What articles, or quotes, must be like.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The condition.
    pub root: Expr,
    /// The order that goes with it, if it names one.
    pub sort: Option<Sort>,
}

/// A filter with a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedSearch {
    /// Its name.
    pub name: Clean,
    /// The filter, as it was typed: what "yesterday" means in it is told when it is read.
    pub filter: Clean,
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// All of these hold; of none, everything does. Conditions on quotes that stand directly in one such list hold of
    /// one and the same quote; those in brackets have a list, and a quote, of their own.
    All(Vec<Expr>),
    /// At least one of these holds.
    Any(Vec<Expr>),
    /// This does not hold.
    Not(Box<Expr>),
    /// A single one.
    Is(Term),
}

/// A single condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Words stand somewhere.
    Words(Place, Words),
    /// A quote is of this kind.
    Kind(QuoteKind),
    /// The article is in this language, an ISO 639 code.
    Lang(Clean),
    /// The reader did this with the article.
    Flag(Flag),
    /// It was published on this day or later.
    Since(Date),
    /// It was published on this day or before.
    Until(Date),
}

/// Where words are to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Anywhere in the article and in what is known of it.
    Anywhere,
    /// In the title.
    Title,
    /// In the name of the publication.
    Site,
    /// In the names of the authors.
    By,
    /// They are a tag, all of it.
    Tag,
    /// In the name of a quote's speaker.
    Speaker,
    /// In the words of a quote.
    Said,
    /// In the words that report a quote.
    Cue,
}

/// Words to look for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, on one line, without quotation marks.
    pub text: Clean,
    /// They stood in quotation marks: other forms of the words are not meant.
    pub is_exact: bool,
    /// The last word may be the beginning of one.
    pub is_begun: bool,
}

/// How much of a quote stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuoteKind {
    /// All of it.
    Direct,
    /// Part of it.
    Mixed,
    /// None of it.
    Indirect,
}

/// What the reader did with an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// It is not read yet.
    Unread,
    /// It is read.
    Read,
    /// It has a star.
    Starred,
    /// It is archived.
    Archived,
    /// It has a note or a highlight.
    Noted,
}

impl Default for Expr {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Filter {
    /// Returns the filter of words that all stand somewhere, without any that mean something else.
    pub fn words(text: &str) -> Self {
        let words = text.split_whitespace().map(|word| {
            Expr::Is(Term::Words(
                Place::Anywhere,
                Words {
                    text: Clean::line(word),
                    is_exact: false,
                    is_begun: false,
                },
            ))
        });
        Self {
            root: Expr::All(words.collect()),
            sort: None,
        }
    }

    /// Whether it lets everything pass.
    pub fn is_empty(&self) -> bool {
        self.root == Expr::default()
    }

    /// Whether it says something of quotes.
    pub fn asks_for_quotes(&self) -> bool {
        self.root.asks_for_quotes()
    }
}

impl Expr {
    /// Whether it says something of quotes.
    pub fn asks_for_quotes(&self) -> bool {
        match self {
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_quotes),
            Self::Not(part) => part.asks_for_quotes(),
            Self::Is(term) => term.is_of_quotes(),
        }
    }

    /// Calls `each` with every single condition that is not negated, in order.
    pub fn each_wanted<'a>(&'a self, each: &mut dyn FnMut(&'a Term)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.each_wanted(each);
                }
            }
            Self::Not(_) => {}
            Self::Is(term) => each(term),
        }
    }
}

impl Term {
    /// Whether it says something of a quote, and not of the article.
    pub fn is_of_quotes(&self) -> bool {
        match self {
            Self::Words(place, _) => matches!(place, Place::Speaker | Place::Said | Place::Cue),
            Self::Kind(_) => true,
            Self::Lang(_) | Self::Flag(_) | Self::Since(_) | Self::Until(_) => false,
        }
    }
}

macro_rules! names {
    ($type:ident, $($variant:ident = $name:literal),+ $(,)?) => {
        impl $type {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Returns its name in the language.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }
    };
}

names!(
    QuoteKind,
    Direct = "direct",
    Mixed = "mixed",
    Indirect = "indirect"
);
names!(
    Flag,
    Unread = "unread",
    Read = "read",
    Starred = "starred",
    Archived = "archived",
    Noted = "noted",
);

#[cfg(test)]
mod tests;
