//! A line of the list, and the question that the list answers.

use crate::article::{ArticleId, Clean, Filter};

/// What the list shows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Which article.
    pub id: ArticleId,
    /// Its title, or what stands for it ([`crate::article::Article::label`]).
    pub label: Clean,
    /// The publication.
    pub site: Option<Clean>,
    /// As in [`crate::article::Meta::published`].
    pub published: Option<Clean>,
    /// Number of words.
    pub words: usize,
    /// Number of direct and mixed quotes; none when they were not looked for yet.
    pub quotes: Option<usize>,
    /// As in [`crate::article::State`].
    pub read: bool,
    /// As in [`crate::article::State`].
    pub starred: bool,
    /// As in [`crate::article::State`].
    pub archived: bool,
}

/// Which articles to list, and in what order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// What they must be like.
    pub filter: Filter,
    /// Which part of the library.
    pub shelf: Shelf,
    /// In what order, unless the filter names one.
    pub sort: Sort,
}

/// Articles in the order of a query.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ordered {
    /// The articles.
    pub ids: Vec<ArticleId>,
    /// Where what is not read comes first: how many of them that is.
    pub unread: Option<usize>,
}

/// A part of the library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shelf {
    /// Everything that is not archived.
    #[default]
    Inbox,
    /// What is not read and not archived.
    Unread,
    /// What has a star, archived or not.
    Starred,
    /// What was archived.
    Archived,
    /// Everything.
    All,
}

/// An order of the list. Articles that the order leaves equal stand newest import first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By date of publication, latest first; undated ones last.
    #[default]
    Newest,
    /// By date of publication, earliest first; undated ones last.
    Oldest,
    /// By title, A to Z.
    Title,
    /// By publication, A to Z, then latest first.
    Site,
    /// By number of words, most first.
    Longest,
    /// By number of quotes, most first.
    Quotes,
    /// By time of import, latest first.
    Added,
    /// What is not read yet first, then by date of publication, latest first.
    Unread,
}

impl Query {
    /// Returns the order of the answer.
    pub fn order(&self) -> Sort {
        self.filter.sort.unwrap_or(self.sort)
    }

    /// Whether it asks for all articles that there are.
    pub fn is_everything(&self) -> bool {
        self.shelf == Shelf::All && self.filter.is_empty()
    }
}

impl Shelf {
    /// All shelves, in the order in which a key steps through them.
    pub const ALL: [Self; 5] = [
        Self::Inbox,
        Self::Unread,
        Self::Starred,
        Self::Archived,
        Self::All,
    ];

    /// Returns its name for screens and the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Unread => "unread",
            Self::Starred => "starred",
            Self::Archived => "archived",
            Self::All => "all",
        }
    }
}

impl Sort {
    /// All orders, in the order in which a key steps through them.
    pub const ALL: [Self; 8] = [
        Self::Newest,
        Self::Oldest,
        Self::Title,
        Self::Site,
        Self::Longest,
        Self::Quotes,
        Self::Added,
        Self::Unread,
    ];

    /// Returns its name for screens and the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Title => "title",
            Self::Site => "site",
            Self::Longest => "longest",
            Self::Quotes => "quotes",
            Self::Added => "added",
            Self::Unread => "unread",
        }
    }
}
