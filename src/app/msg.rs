//! Everything that can happen to the program: keys, the mouse, the clock, and answers from the library.

use std::sync::Arc;

use ratatui::layout::Size;

use crate::app::key::Key;
use crate::app::pictures::{Drawing, Wanted};
use crate::app::roster::Answer;
use crate::article::{
    Article, ArticleId, Change, Clean, Edit, Letter, MarkAt, MarkLine, Marked, Provenance,
    SavedSearch, Shape, State, Subscription, Summary, Target, Version,
};
use crate::cite::Passage;
use crate::quote::{Depth, Quote};

/// Something that happened.
#[derive(Debug, Clone)]
pub enum Msg {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The mouse did something at a cell.
    Mouse(Mouse),
    /// The screen has this size now.
    Resize(Size),
    /// A deadline that [`crate::app::App::wake_at`] gave has come.
    Wake,
    /// An effect has an answer.
    Reply(Reply),
    /// The terminal is gone or the process is asked to end: save and leave.
    HangUp,
}

/// What the mouse did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// Which act.
    pub act: MouseAct,
    /// The column of the cell, from 0.
    pub column: u16,
    /// The row of the cell, from 0.
    pub row: u16,
}

/// An act of the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MouseAct {
    /// The left button was pressed.
    Press,
    /// The mouse was moved while the left button was held.
    Drag,
    /// The wheel was turned towards the reader.
    WheelDown,
    /// The wheel was turned away from the reader.
    WheelUp,
}

/// Marks a question, so that an answer that comes too late is known and dropped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ticket(pub u64);

impl Ticket {
    /// Returns the next ticket, which the next question must carry; answers to earlier ones are stale from now on.
    #[must_use]
    pub fn renew(&mut self) -> Self {
        self.0 += 1;
        *self
    }
}

/// An answer to an effect.
#[derive(Debug, Clone)]
pub enum Reply {
    /// The articles that answer a query.
    Listed {
        /// The question.
        ticket: Ticket,
        /// The answer.
        listed: Listed,
    },
    /// What the list shows of some articles.
    Summaries {
        /// The articles that were asked for; those without a line are not in the library any more.
        asked: Vec<ArticleId>,
        /// Their lines.
        lines: Vec<Summary>,
    },
    /// An article was read; `None` when it is not in the library any more.
    Opened {
        /// The question.
        ticket: Ticket,
        /// The article.
        opened: Option<Box<Opened>>,
    },
    /// The open article was read again; `None` when it is not in the library any more.
    Again {
        /// The question.
        ticket: Ticket,
        /// The article.
        opened: Option<Box<Opened>>,
    },
    /// A picture was drawn; `None` when it cannot be.
    Drawn {
        /// What was wanted.
        wanted: Wanted,
        /// The picture.
        drawing: Option<Arc<Drawing>>,
    },
    /// The highlights of all articles, latest first.
    Highlights {
        /// The question.
        ticket: Ticket,
        /// The answer.
        marked: Vec<Marked>,
    },
    /// The clips, as they are now.
    Clips(Vec<Passage>),
    /// The article that the clip at a place is from; none when it is not in the library.
    ClipFound(Option<ArticleId>, usize),
    /// What the reader has made of a text in another editor, or why that was not possible.
    Edited(Result<String, String>),
    /// The unread ones among the listed articles, in order.
    Unread {
        /// The question.
        ticket: Ticket,
        /// The articles.
        ids: Vec<ArticleId>,
    },
    /// The tags of an article, and those of the library.
    Tags {
        /// The question.
        ticket: Ticket,
        /// The tags of the article.
        tags: Vec<Clean>,
        /// All there are, the most used first, each with the number of its articles.
        known: Vec<(Clean, usize)>,
    },
    /// The searches that have a name.
    Searches(Vec<SavedSearch>),
    /// The quotes of an article that a filter is about.
    FoundQuotes {
        /// Which article.
        id: ArticleId,
        /// Where they begin, in bytes of its text.
        places: Vec<usize>,
    },
    /// What was asked about speakers.
    Answered {
        /// The question.
        ticket: Ticket,
        /// The answer.
        answer: Box<Answer>,
    },
    /// A decision about names is written down.
    Named,
    /// The quotes of an article, read more closely than before.
    Quotes {
        /// Which article.
        id: ArticleId,
        /// The text that they are ranges of has this many bytes; those of another text are of no use.
        size: usize,
        /// Its quotes.
        quotes: Arc<[Quote]>,
    },
    /// The library was changed by somebody else or by an import: what is shown may be stale.
    LibraryChanged,
    /// A change or an answer waits until another process has done writing.
    Waiting,
    /// A copy was made, or why not; of what.
    Copied(Copied, &'static str),
    /// What is under a letter.
    Mark {
        /// The question.
        ticket: Ticket,
        /// The letter.
        letter: Letter,
        /// The place, if there is one.
        at: Option<MarkAt>,
    },
    /// Marks.
    Marks {
        /// The question.
        ticket: Ticket,
        /// The marks, in order.
        marks: Vec<MarkLine>,
    },
    /// What became of an address.
    Browsed(Target, Opener),
    /// What became of a program that had the terminal: its name, and how it failed if it did.
    Piped(String, Option<String>),
    /// What a folder holds, in order; folders end with a stroke. Names that cannot be typed are left out.
    Folder {
        /// As it was asked for.
        path: String,
        /// The names.
        names: Vec<Clean>,
    },
    /// The feeds that are followed.
    Feeds(Vec<Subscription>),
    /// What an article says otherwise than before, and until when it said that; none when it was never edited.
    Edits(Option<(Version, Vec<Edit>)>),
    /// Something was written to a file.
    Written {
        /// What, with how many there are of it.
        what: String,
        /// The file.
        file: Clean,
    },
    /// Nothing was written, for the file is there already.
    FileIsThere {
        /// The file.
        file: Clean,
        /// As it was typed.
        typed: Clean,
    },
    /// An import goes on: a line to show.
    Importing(String),
    /// Something appeared in a watched folder and was imported: what came of it, and whether all went well.
    Arrived {
        /// One line.
        summary: String,
        /// Whether nothing was refused.
        clean: bool,
    },
    /// An import is over: what came of it, and whether all went well.
    Imported {
        /// The outcome in one line.
        summary: String,
        /// Whether nothing was refused.
        clean: bool,
    },
    /// Something could not be done.
    Failed {
        /// What.
        asked: Asked,
        /// Why, in one line.
        reason: String,
    },
}

impl Reply {
    /// Returns that something could not be done which no part of the screen waits for.
    pub fn failed(reason: impl Into<String>) -> Self {
        Self::Failed {
            asked: Asked::Other,
            reason: reason.into(),
        }
    }
}

/// The articles that answer a query, in order. A first part comes early.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The articles.
    pub order: Arc<[ArticleId]>,
    /// How many there are in all; none while that is still being found out.
    pub total: Option<usize>,
    /// Whether `order` has all of them.
    pub is_complete: bool,
    /// Whether the library has no article at all, on any shelf.
    pub is_library_empty: bool,
    /// Where what is not read comes first: how many articles that is.
    pub unread: Option<usize>,
}

/// What was asked for, to be named in a failure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A list.
    List(Ticket),
    /// What the list shows of some articles.
    Lines(Vec<ArticleId>),
    /// An article, or the next unread one.
    Article(Ticket),
    /// Something about speakers.
    Answer(Ticket),
    /// A change of an article.
    Change(ArticleId, Change),
    /// The name of a search.
    Search,
    /// A change of the clips.
    Clips,
    /// Something of which the state expects nothing.
    Other,
}

/// An article as the reading pane needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    /// Which one.
    pub id: ArticleId,
    /// The article.
    pub article: Arc<Article>,
    /// Its quotes, in the order of their contents.
    pub quotes: Arc<[Quote]>,
    /// How closely it was read for them; if not as closely as can be, that is being done.
    pub depth: Depth,
    /// What the reader did with it.
    pub state: State,
    /// Where it came from.
    pub provenance: Provenance,
    /// The pictures that are kept with it, in the order of its figures.
    pub pictures: Vec<Shape>,
}

/// What opened an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opener {
    /// A program of this name was started with it.
    Started(String),
    /// Nothing was, for this reason.
    NotStarted(String),
}

/// Where a copy went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// Into the desktop's clipboard, which has confirmed it.
    Clipboard,
    /// To the terminal, which does not confirm it.
    Terminal,
    /// To tmux, which passes it on where it is configured to.
    Tmux,
    /// Nowhere, for this reason.
    Nowhere(String),
}
