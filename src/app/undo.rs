//! What the reader did, how it is taken back and how it is done again.

use crate::app::App;
use crate::app::effect::{Effects, Request};
use crate::article::Change;

/// Acts that are remembered; older ones can no longer be taken back.
const MOST: usize = 200;

/// Something that the reader did.
#[derive(Debug, Clone, PartialEq)]
struct Deed {
    /// What it was, to follow "Taken back: ".
    what: String,
    /// The wishes that take it back.
    back: Vec<Request>,
    /// The wishes that do it again.
    again: Vec<Request>,
}

/// What the reader did, latest last.
#[derive(Debug, Default)]
pub(super) struct Deeds {
    done: Vec<Deed>,
    undone: Vec<Deed>,
}

impl App {
    /// Does something that can be taken back: `again` does it, `back` takes it back. `what` names it ("star").
    pub(super) fn deed(
        &mut self,
        what: impl Into<String>,
        again: Vec<Request>,
        back: Vec<Request>,
        effects: &mut Effects,
    ) {
        self.wish_all(&again, effects);
        self.deeds.undone.clear();
        self.deeds.done.push(Deed {
            what: what.into(),
            back,
            again,
        });
        if self.deeds.done.len() > MOST {
            self.deeds.done.remove(0);
        }
    }

    /// Takes back the latest deed.
    pub(super) fn undo(&mut self, effects: &mut Effects) {
        let Some(deed) = self.deeds.done.pop() else {
            self.fail("Nothing is left to take back.");
            return;
        };
        self.wish_all(&deed.back, effects);
        self.done(format!("Taken back: {}.", deed.what));
        self.deeds.undone.push(deed);
    }

    /// Does again what was taken back last.
    pub(super) fn redo(&mut self, effects: &mut Effects) {
        let Some(deed) = self.deeds.undone.pop() else {
            self.fail("Nothing was taken back that could be done again.");
            return;
        };
        self.wish_all(&deed.again, effects);
        self.done(format!("Done again: {}.", deed.what));
        self.deeds.done.push(deed);
    }

    /// Wishes for effects, and shows at once what they change.
    fn wish_all(&mut self, wishes: &[Request], effects: &mut Effects) {
        for wish in wishes {
            match wish {
                Request::Change(id, change) => self.show_change(*id, change),
                Request::SaveSearch(name, filter) => self.show_search(name, filter.as_ref()),
                Request::Clip(change) => self.show_clip_change(change),
                _ => {}
            }
            effects.push(wish.clone());
        }
        // Which articles there are is another question from now on.
        if wishes
            .iter()
            .any(|wish| matches!(wish, Request::Change(_, Change::Deleted(_))))
        {
            self.relist(effects);
        }
    }
}
