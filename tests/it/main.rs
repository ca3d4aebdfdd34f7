//! The integration tests, in one binary: screens, geometry, journeys, corpus, store, command line, docs and tidiness.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic: that is how it fails")]

mod geometry;
mod harness;
mod journeys;
mod screens;
mod store;
mod tidy;
