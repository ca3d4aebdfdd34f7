//! Takes in what lies in the network: pages by their address, and what feeds have that is new.
//!
//! The one place where articles and the network meet. Everything goes through the same door as files do; nothing inside of
//! a page is fetched. Each answer is stored as it comes, so that stopping costs the open questions only.

mod feeds;
mod pages;

use std::sync::atomic::AtomicBool;

use crate::article::Clean;
use crate::fetch::Web;
use crate::import::Extent;
use crate::library::ingest::How;
use crate::quote::Depth;

pub use feeds::{Added, Asking, Fetched, Which, add, fetch};
pub use pages::{Visited, visit};

/// What a journey into the network needs.
#[derive(Debug, Clone, Copy)]
pub struct Trip<'a> {
    /// The way there.
    pub web: &'a Web,
    /// The time: RFC 3339 in UTC, whole seconds.
    pub now: &'a Clean,
    /// Ends it when it is set.
    pub stop: &'a AtomicBool,
    /// How much of a page is taken.
    pub extent: Extent,
}

impl<'a> Trip<'a> {
    fn how(&self) -> How<'a> {
        How {
            depth: Depth::Skimmed,
            extent: self.extent,
            now: self.now,
        }
    }
}

/// Whether an argument is an address rather than a file.
pub fn is_address(argument: &str) -> bool {
    let begins = |scheme: &str| {
        argument
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://")
}

fn kept(text: Option<&String>) -> Option<Clean> {
    text.map(|text| Clean::line(text))
}
