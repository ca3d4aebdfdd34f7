//! The integration tests, in one binary: screens, geometry, journeys, corpus, store, command line, docs and tidiness.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test may panic: that is how it fails"
)]

mod afresh;
mod asked;
mod cli;
mod comfort;
mod corpus;
mod crash;
mod day;
mod docs;
mod effort;
mod faults;
mod feeds;
mod finding;
mod geometry;
mod guests;
mod hardships;
mod harness;
mod journeys;
mod keeping;
mod picture;
mod pictures;
mod pty;
mod quotes;
mod screens;
mod seed_quotes;
mod server;
mod soak;
mod speakers;
mod store;
mod syscalls;
mod tidy;
mod together;
mod writing;
