//! The feeds that are followed, as a page to read.

use crate::app::sheet::Sheet;
use crate::app::{App, Overlay};
use crate::article::Subscription;

impl App {
    /// Shows the feeds and how they are doing.
    pub(super) fn show_feeds(&mut self, feeds: &[Subscription]) {
        if feeds.is_empty() {
            self.fail("No feed is followed yet; `pullquote feeds add ADDRESS` follows one.");
            return;
        }
        let mut lines = Vec::new();
        let mut folder = None;
        for feed in feeds {
            if feed.folder != folder {
                folder.clone_from(&feed.folder);
                if !lines.is_empty() {
                    lines.push(String::new());
                }
                lines.extend(folder.iter().map(|folder| format!("{folder}:")));
            }
            let full = if feed.is_full { " · whole pages" } else { "" };
            lines.push(format!(
                "{} · {} · {}{full}",
                feed.label(),
                feed.count(),
                feed.condition()
            ));
        }
        self.overlay = Some(Overlay::Sheet(Sheet::new("Feeds", lines)));
    }
}
