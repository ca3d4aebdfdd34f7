//! The feeds that are followed, and what their edits did, as pages to read.

use crate::app::sheet::Sheet;
use crate::app::{App, Effects, Overlay, Request};
use crate::article::{Edit, Subscription, Version, edit_lines};

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

    /// Asks what the article meant says otherwise than before.
    pub(super) fn ask_edits(&self, effects: &mut Effects) {
        if let Some(id) = self.meant() {
            effects.push(Request::FindEdits(id));
        }
    }

    /// Shows what an article says otherwise than before.
    pub(super) fn show_edits(&mut self, edits: Option<&(Version, Vec<Edit>)>) {
        let Some((version, edits)) = edits else {
            self.fail("There is no earlier text of this article.");
            return;
        };
        let mut lines = vec![format!(
            "Edited {}. [-taken out-] {{+put in+}}",
            version.until.replace(['T', 'Z'], " ").trim()
        )];
        for line in edit_lines(edits) {
            lines.extend([String::new(), line]);
        }
        self.overlay = Some(Overlay::Sheet(Sheet::new("Edits", lines)));
    }
}
