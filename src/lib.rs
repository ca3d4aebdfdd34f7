//! pullquote: a terminal reader for news articles that shows who said what.
pub mod article;
pub mod import;
pub mod library;
pub mod paths;
pub mod quote;
pub mod store;
