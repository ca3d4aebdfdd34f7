//! pullquote: a terminal reader for news articles that shows who said what.
pub mod app;
pub mod article;
pub mod config;
pub mod quote;
pub mod typeset;
pub mod view;
