//! The integration tests.
#![allow(clippy::unwrap_used, reason = "helpers of tests may unwrap")]

mod store;
