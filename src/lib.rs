//! pullquote: a terminal reader for news articles that shows who said what.
pub mod article;
pub mod import;
pub mod quote;
