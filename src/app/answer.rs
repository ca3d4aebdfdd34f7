//! Takes the answers to effects. Late ones, whose question was asked again since, are dropped.

use crate::app::effect::Effects;
use crate::app::msg::{Copied, Reply};
use crate::app::notice::Notice;
use crate::app::{App, Context};

impl App {
    pub(super) fn reply(&mut self, reply: Reply, effects: &mut Effects) {
        match reply {
            Reply::Listed {
                ticket,
                order,
                total,
                complete,
            } if self.list.asked(ticket) => {
                self.list.take_order(order, total, complete);
                if std::mem::take(&mut self.opening.once_listed) {
                    self.opening.is_awaited = false;
                    self.open_selected(true, effects);
                } else if self.focus == Context::List && self.reader.is_none() {
                    // At the start there is nothing to wait for: the first frame shows all that it can.
                    self.preview_selected(effects);
                } else if self.focus == Context::List {
                    self.rest_on_selected();
                }
            }
            Reply::Summaries(lines) => self.list.take_lines(lines),
            Reply::Opened { ticket, opened } if ticket == self.opening.ticket => {
                self.opening.is_awaited = false;
                match opened {
                    Some(opened) => self.take_opened(*opened, effects),
                    None => {
                        self.fail("That article is not in the library any more.");
                        self.relist(effects);
                    }
                }
            }
            Reply::Unread { ticket, ids }
                if self.unread.is_some_and(|search| search.ticket == ticket) =>
            {
                self.take_unread(&ids, effects);
            }
            Reply::LibraryChanged => {
                self.list.forget_lines();
                self.relist(effects);
            }
            Reply::Copied(copied) => self.copied(copied),
            Reply::Importing(line) => {
                self.is_importing = true;
                self.notice = Some(Notice::working(line));
            }
            Reply::Imported { summary, clean } => {
                self.is_importing = false;
                if clean {
                    self.done(summary);
                } else {
                    self.fail(summary);
                }
                self.list.forget_lines();
                self.relist(effects);
            }
            Reply::Failed(reason) => {
                self.opening.is_awaited = false;
                self.opening.once_listed = false;
                self.fail(reason);
            }
            Reply::Listed { .. } | Reply::Opened { .. } | Reply::Unread { .. } => {}
        }
    }

    fn copied(&mut self, copied: Copied) {
        match copied {
            Copied::Clipboard => self.done("Quote copied to the clipboard."),
            Copied::Terminal => self.done("Quote sent to the terminal's clipboard (OSC 52)."),
            Copied::Tmux => {
                self.done("Quote sent to tmux (OSC 52; needs: set -g set-clipboard on).")
            }
            Copied::Nowhere(reason) => self.fail(format!("Not copied: {reason}")),
        }
    }
}
