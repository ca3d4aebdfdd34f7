//! Feeds that are followed: which they are, and how they are doing. Asks no network; `gather` does.

use crate::article::{Clean, FeedId, Subscription};
use crate::import::feed::Outline;
use crate::library::{Library, LibraryError};

impl Library {
    /// Returns the feeds that are followed, by folder and name.
    pub fn feeds(&self) -> Result<Vec<Subscription>, LibraryError> {
        self.store.feeds()
    }

    /// Follows a feed without asking for it yet. Returns whether it was not followed before.
    pub fn follow(
        &mut self,
        feed: &Outline,
        is_full: bool,
        now: &str,
    ) -> Result<bool, LibraryError> {
        let folder = feed.folder.as_ref().map(Clean::as_str);
        let (_, is_new) = self
            .store
            .follow(&feed.url, &feed.title, folder, is_full, now)?;
        Ok(is_new)
    }

    /// Follows a feed no longer; its articles stay. Returns whether it was followed.
    pub fn unfollow(&mut self, id: FeedId) -> Result<bool, LibraryError> {
        self.store.unfollow(id)
    }
}
