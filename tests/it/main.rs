//! The integration tests.

mod quotes;
mod seed_quotes;
