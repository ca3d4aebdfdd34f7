//! pullquote: a terminal reader for news articles that shows who said what.
//!
//! # The screen and its words
//!
//! ```text
//!  list             reading                               quotes
//!  Library 1,284   │ Last Ferry Leaves …                 │ Quotes 1/3
//!  ● Last Ferry L… │ Last Ferry Leaves the Island        │▌Maria Holt    ← card: speaker,
//!    The Sound · … │ The Sound · 2 March 2026 · 1 min    │▌chair of the…   role,
//!    …             │                                     │▌“We looked a…   words,
//!                  │ ¹“We looked at every number …       │▌1 · said        cue
//!  quote 1/3 · 41%              n next quote  y copy  / find     ? help      ← status
//! ```
//!
//! An *article* is a title, its data and a body of *blocks*; its *text* is the body as one run of Unicode, and all
//! positions are counted in it. A *quote* is ranges of that text: *content*, *cue*, *source*; its *speaker* is who the
//! source stands for. The *library* is all stored articles and what the reader did with them.
//!
//! # Where things are
//!
//! Two towers stand on the article. The data tower never hears of screens; the screen tower never hears of files, SQL or
//! threads. They meet in the shell, which carries messages. The command line is the door to both: it prints what the data
//! tower knows (with `typeset` for the text and the table of commands for the help), and opens the shell.
//!
//! ```text
//!   main ─► cli ──────────────► library ─► store ──┐
//!            │                     ├─────► import ─┤
//!            │                     ├─────► fetch (the network)
//!            ├─► export (files)    └─────► quote ──┤
//!            └─► shell ─► view                     │
//!                  │        └► app ─► typeset ─► quote ─► article
//!                  └──────────► library, export    (config, paths: leaves)
//! ```
//!
//! Only [`fetch`] opens connections, and only `library::gather`, the verbs that fetch and the shell's fetcher call it.
//!
//! From a file to the screen: bytes → [`import`] → [`article::Article`] → [`quote::extract`] → [`library`] → SQLite →
//! [`app::Opened`] → [`typeset::Page`] → [`view`]. From a key and back: key → [`app::Keymap`] → [`app::Command`] →
//! [`app::App::update`] → effects → [`shell`] → messages.

pub mod article;
pub mod cite;
pub mod cli;
pub mod export;
pub mod fetch;
pub mod import;
pub mod kept;
pub mod library;
pub mod quote;
pub mod store;

pub mod app;
pub mod typeset;
pub mod view;

pub mod config;
pub mod paths;
pub mod shell;
