//! Where the reader was before each jump, in this article or another, to go back to and forth again.

use crate::app::effect::Effects;
use crate::app::{App, Pane};
use crate::article::ArticleId;

/// Places that are remembered.
const MOST: usize = 100;

/// A place in the library.
pub(super) type Place = (ArticleId, usize);

/// The places before jumps, the latest last.
#[derive(Debug, Default)]
pub(super) struct Jumps {
    places: Vec<Place>,
    /// How many of them lie behind; those after it are to go forth to.
    at: usize,
    /// The article that is being read, not only looked at from the list.
    pub(super) reading: Option<ArticleId>,
    /// A jump along the list is on its way: it is none to remember.
    is_on_its_way: bool,
}

impl Jumps {
    /// Remembers a place that is about to be left.
    fn leave(&mut self, place: Place) {
        self.places.truncate(self.at);
        if self.places.last() != Some(&place) {
            self.places.push(place);
        }
        if self.places.len() > MOST {
            self.places.remove(0);
        }
        self.at = self.places.len();
    }

    /// Returns the place before, and remembers the one at hand to come back to.
    fn back(&mut self, here: Option<Place>) -> Option<Place> {
        let mut at = self.at.checked_sub(1)?;
        if self.at == self.places.len()
            && let Some(here) = here
        {
            if self.places.last() == Some(&here) {
                at = at.checked_sub(1)?;
            } else {
                self.places.push(here);
            }
        }
        self.at = at;
        self.places.get(at).copied()
    }

    fn forth(&mut self) -> Option<Place> {
        let place = self.places.get(self.at + 1).copied()?;
        self.at += 1;
        Some(place)
    }
}

impl App {
    /// Remembers where the reader is, before a jump.
    pub(super) fn note_jump(&mut self) {
        if std::mem::take(&mut self.jumps.is_on_its_way) {
            return;
        }
        if let Some(place) = self.reading_place() {
            self.jumps.leave(place);
        }
    }

    /// Remembers a place of the open article where the reader was, when a jump led away from it.
    pub(super) fn note_jump_from(&mut self, byte: usize) {
        if let Some((id, _)) = self.reading_place() {
            self.jumps.leave((id, byte));
        }
    }

    /// Where the reader is reading.
    fn reading_place(&self) -> Option<Place> {
        let reader = self.reader.as_ref()?;
        let id = reader.opened.id;
        (self.jumps.reading == Some(id)).then(|| (id, reader.place()))
    }

    /// Goes back to where the reader was before some jumps.
    pub(super) fn jump_back(&mut self, times: usize, effects: &mut Effects) {
        let mut place = None;
        for _ in 0..times.min(MOST) {
            let here = if place.is_none() {
                self.reading_place()
            } else {
                None
            };
            match self.jumps.back(here) {
                Some(found) => place = Some(found),
                None => break,
            }
        }
        match place {
            Some(place) => self.jump_to(place, effects),
            None => self.fail("There was no jump before."),
        }
    }

    /// Goes forth again.
    pub(super) fn jump_forth(&mut self, times: usize, effects: &mut Effects) {
        let mut place = None;
        for _ in 0..times.min(MOST) {
            place = self.jumps.forth().or(place);
        }
        match place {
            Some(place) => self.jump_to(place, effects),
            None => self.fail("There is nothing to go forth to."),
        }
    }

    fn jump_to(&mut self, (id, byte): Place, effects: &mut Effects) {
        match &mut self.reader {
            Some(reader) if reader.opened.id == id => {
                self.focus = Pane::Reading;
                reader.return_to(byte);
            }
            _ => {
                self.jumps.is_on_its_way = true;
                self.open_at(id, byte, effects);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: ArticleId = ArticleId(1);
    const B: ArticleId = ArticleId(2);

    #[test]
    fn back_and_forth_is_where_one_was() {
        let mut jumps = Jumps::default();
        jumps.leave((A, 0));
        jumps.leave((A, 500));
        assert_eq!(jumps.back(Some((B, 9))), Some((A, 500)));
        assert_eq!(jumps.back(Some((A, 500))), Some((A, 0)));
        assert_eq!(jumps.back(None), None);
        assert_eq!(jumps.forth(), Some((A, 500)));
        assert_eq!(jumps.forth(), Some((B, 9)));
        assert_eq!(jumps.forth(), None);
    }

    #[test]
    fn a_new_jump_drops_what_lay_ahead_and_the_list_stays_short() {
        let mut jumps = Jumps::default();
        for byte in 0..300 {
            jumps.leave((A, byte));
        }
        assert_eq!(jumps.places.len(), MOST);
        assert_eq!(jumps.back(Some((A, 300))), Some((A, 299)));
        jumps.leave((B, 1));
        assert_eq!(jumps.forth(), None);
        assert_eq!(jumps.back(Some((B, 2))), Some((B, 1)));
    }
}
