//! What the state wishes to be done. Effects are data; only the shell acts on them.

use std::path::PathBuf;

use crate::app::msg::{Asked, Ticket};
use crate::app::pictures;
use crate::app::prompt::Purpose;
use crate::app::roster::{Naming, Question};
use crate::app::writing::Writing;
use crate::article::{ArticleId, Change, Clean, Filter, Letter, MarkAt, Meta, Query, Target};
use crate::cite::ClipChange;
use crate::quote::Correction;

/// One wish.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Ask the library for something, or have it write something down.
    Library(Request),
    /// Let the reader go on with a text in the editor of their choice; the answer is [`crate::app::Reply::Edited`].
    Edit(String),
    /// Put text on the clipboard; the word says what it is ("quote").
    Copy(String, &'static str),
    /// Write a typed line down for later sessions.
    Remember(Purpose, String),
    /// List what a folder holds; the answer is [`crate::app::Reply::Folder`]. An empty path is the present folder.
    ListFolder(String),
    /// Open an address; the answer is [`crate::app::Reply::Browsed`].
    Browse(Target),
    /// Run a program, by its words, with a text as its input, in the terminal.
    Pipe(Vec<String>, String),
    /// Import a file or folder in the background.
    Import(PathBuf),
    /// Ask the feeds for what is new, in the background.
    Fetch,
    /// Stop the import, or what is being fetched.
    StopImport,
    /// Open the sample in the place of the empty library.
    OpenSample,
    /// Draw every cell again.
    Redraw,
    /// Stop the process until the shell continues it.
    Suspend,
    /// Save and leave.
    Quit,
}

/// What the library is asked for, or has to write down. All of it is answered by whoever owns the library, one after the
/// other; what is to be added here is added there, as the compiler sees to.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// List the articles that answer a query; the answer is [`crate::app::Reply::Listed`], perhaps in several parts.
    List(Ticket, Query),
    /// Read what the list shows of these articles.
    Summaries(Vec<ArticleId>),
    /// Read an article and its quotes.
    OpenArticle(Ticket, ArticleId),
    /// Read the open article again: others may have changed it; the answer is [`crate::app::Reply::Again`].
    ReadAgain(Ticket, ArticleId),
    /// Draw a picture of an article; the answer is [`crate::app::Reply::Drawn`].
    Draw(pictures::Wanted),
    /// List the unread articles among those that answer a query; the answer is [`crate::app::Reply::Unread`].
    FindUnread(Ticket, Query),
    /// Read the tags of an article, to be edited.
    FindTags(Ticket, ArticleId),
    /// Find the quotes of an article that a filter is about.
    FindQuotes(ArticleId, Filter),
    /// Read the searches that have a name.
    ListSearches,
    /// Give a search a name, in place of the one that has it; none takes the name away.
    SaveSearch(Clean, Option<Clean>),
    /// Ask about speakers; the answer is [`crate::app::Reply::Answered`].
    Ask(Ticket, Question),
    /// Write down what the reader decided about names of speakers; the answer is [`crate::app::Reply::Named`].
    Name(Naming),
    /// Correct a quote of an article; the answer is [`crate::app::Reply::Quotes`].
    Correct(ArticleId, Correction),
    /// Take a correction back; the answer is the same.
    Uncorrect(ArticleId, Correction),
    /// Write down what the reader did with an article.
    Change(ArticleId, Change),
    /// List the highlights of all articles; the answer is [`crate::app::Reply::Highlights`].
    Highlights(Ticket),
    /// List the clips; the answer is [`crate::app::Reply::Clips`].
    Clips,
    /// Change the clips; the answer is the same.
    Clip(ClipChange),
    /// Find the article that a clip at a place is from; the answer is [`crate::app::Reply::ClipFound`].
    FindArticle(Box<Meta>, usize),
    /// Say what is under a letter; the answer is [`crate::app::Reply::Mark`].
    FindMark(Ticket, Letter, Option<ArticleId>),
    /// List the marks of an article and the library's; the answer is [`crate::app::Reply::Marks`].
    ListMarks(Ticket, Option<ArticleId>),
    /// Put a place under a letter.
    SetMark(Letter, MarkAt),
    /// Take a letter away from an article.
    DropMark(Letter, ArticleId),
    /// List the feeds; the answer is [`crate::app::Reply::Feeds`].
    ListFeeds,
    /// Find what an article says otherwise than before; the answer is [`crate::app::Reply::Edits`].
    FindEdits(ArticleId),
    /// Write something to a file; the answer is [`crate::app::Reply::Written`] or [`crate::app::Reply::FileIsThere`].
    Write(Box<Writing>),
}

impl From<Request> for Effect {
    fn from(request: Request) -> Self {
        Self::Library(request)
    }
}

impl Request {
    /// Returns what it asks for, to be named in a failure.
    pub fn asked(&self) -> Asked {
        match self {
            Self::List(ticket, _) => Asked::List(*ticket),
            Self::Summaries(ids) => Asked::Lines(ids.clone()),
            Self::OpenArticle(ticket, _)
            | Self::FindUnread(ticket, _)
            | Self::FindTags(ticket, _) => Asked::Article(*ticket),
            Self::SaveSearch(..) => Asked::Search,
            Self::Clip(_) => Asked::Clips,
            Self::Ask(ticket, _) => Asked::Answer(*ticket),
            Self::Change(id, change) => Asked::Change(*id, change.clone()),
            _ => Asked::Other,
        }
    }
}

/// The wishes of one update, in order.
#[must_use = "effects do nothing until the shell runs them"]
#[derive(Debug, Default, PartialEq)]
pub struct Effects(pub Vec<Effect>);

impl Effects {
    /// Adds a wish.
    pub fn push(&mut self, effect: impl Into<Effect>) {
        self.0.push(effect.into());
    }
}
