//! Takes in what lies in the network: pages by their address, and what feeds have that is new.
//!
//! The one place where articles and the network meet. Everything goes through the same door as files do; nothing inside of
//! a page is fetched. Each answer is stored as it comes, so that stopping costs the open questions only.

mod discover;
mod feeds;
mod foreseen;
mod health;
mod missing;
mod pages;
mod round;

use std::sync::atomic::AtomicBool;

use crate::article::Clean;
use crate::fetch::Web;
use crate::library::ingest::ready::How;
use crate::quote::Depth;

pub use crate::import::Extent;
pub use feeds::{Added, Asking, Fetched, Which, add, fetch};
pub use foreseen::foresee_pages;
pub use missing::{Completed, complete};
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
            is_stored: true,
            is_illustrated: true,
            now: self.now,
        }
    }
}

/// Whether an argument is an address rather than a file; it need not be one that can be fetched.
pub fn is_address(argument: &str) -> bool {
    let scheme = argument.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

/// Whether an address is one of the web.
pub fn is_web(address: &str) -> bool {
    let scheme = address
        .split_once("://")
        .map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https"))
}

fn kept(text: Option<&String>) -> Option<Clean> {
    text.map(|text| Clean::line(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("https://news.example/a", true, true)]
    #[case("HTTP://news.example", true, true)]
    #[case("ftp://news.example/a", true, false)]
    #[case("file:///etc/passwd", true, false)]
    #[case("news.example/a", false, false)]
    #[case("a b://c", false, false)]
    #[case("C:\\a.md", false, false)]
    fn addresses(#[case] argument: &str, #[case] address: bool, #[case] web: bool) {
        assert_eq!((is_address(argument), is_web(argument)), (address, web));
    }
}
