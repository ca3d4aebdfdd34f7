//! What is known of the bytes that an article was read from, so that they can be shown and read anew.

use crate::article::Clean;

/// Where an article's bytes came from, and how they were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// What they were read as.
    pub kind: SourceKind,
    /// The version of what read them.
    pub reader: u32,
    /// The name that they came under: a file's, or one that stands for an address.
    pub name: Clean,
    /// Where they were fetched from.
    pub url: Option<Clean>,
    /// The encoding that the server declared.
    pub charset: Option<Clean>,
    /// Whether all words of a page were taken, not only its article.
    pub is_whole: bool,
    /// Whether what was known of the article before the page came stands where the page says nothing.
    pub is_joined: bool,
}

/// What bytes were read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceKind {
    /// A web page.
    Page,
    /// A web page in the coat of a mail.
    Mhtml,
    /// Markdown.
    Markdown,
    /// Plain text.
    Plain,
    /// A book (EPUB).
    Book,
    /// A PDF with a text layer.
    Pdf,
    /// A line of JSON Lines.
    Record,
    /// An item of a feed, alone, as JSON.
    Item,
    /// An entry of what another program gave out, alone, as JSON.
    Entry,
}

impl SourceKind {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Page,
        Self::Mhtml,
        Self::Markdown,
        Self::Plain,
        Self::Book,
        Self::Pdf,
        Self::Record,
        Self::Item,
        Self::Entry,
    ];

    /// Returns the name under which it is stored.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Page => "page",
            Self::Mhtml => "mhtml",
            Self::Markdown => "markdown",
            Self::Plain => "plain",
            Self::Book => "book",
            Self::Pdf => "pdf",
            Self::Record => "record",
            Self::Item => "item",
            Self::Entry => "entry",
        }
    }

    /// Returns the kind with a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Whether its bytes are text, in whatever encoding.
    pub const fn is_text(self) -> bool {
        !matches!(self, Self::Book | Self::Pdf)
    }
}

impl Source {
    /// Returns where the bytes came from, as it may be shown.
    pub fn origin(&self) -> &Clean {
        self.url.as_ref().unwrap_or(&self.name)
    }
}
