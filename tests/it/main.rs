//! The integration tests.

mod seed_quotes;
