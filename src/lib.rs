//! pullquote: a terminal reader for news articles that shows who said what.
pub mod app;
pub mod article;
pub mod config;
pub mod import;
pub mod library;
pub mod paths;
pub mod quote;
pub mod shell;
pub mod store;
pub mod typeset;
pub mod view;
