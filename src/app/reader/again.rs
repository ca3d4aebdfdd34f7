//! The open article as it is now, after somebody else changed it: what was in sight stays in sight.

use crate::app::find::Find;
use crate::app::msg::Opened;
use crate::app::reader::{Reader, Sight};
use crate::article::{Anchor, Finder, Span, placed};

/// Bytes of the stretches by which a place is found in another text, and how many of them from it on are tried.
const STRETCH: usize = 80;
const MOST_STRETCHES: usize = 12;

impl Reader {
    /// Takes the same article as it is now; returns whether it reads otherwise than before. The words at the top of the pane
    /// stay there and the selected quote stays selected, as far as there are such words and such a quote.
    pub(in crate::app) fn take_again(&mut self, mut opened: Opened) -> bool {
        // How far it was read is told by this pane, not by another reader's.
        opened.state.place = self.opened.state.place;
        if opened == self.opened {
            return false;
        }
        let sight = self.sight();
        let before = std::mem::replace(&mut self.opened, opened);
        let (old, new) = (before.article.body.text(), self.opened.article.body.text());
        let moved = Moved::between(old, new);
        let sight_now = Sight {
            top: moved.place(sight.top),
            quote: sight.quote.map(|byte| moved.place(byte)),
            ..sight
        };
        self.place = moved.place(self.place);
        self.highlights = placed(new, &self.opened.state.highlights);
        let reads_otherwise = before.article != self.opened.article;
        if reads_otherwise {
            self.selection = None;
            self.link = None;
            self.find = self.find.take().map(|find| {
                let from = find.here().map_or(sight.top, |span| span.start);
                Find::new(new, &find.words, moved.place(from))
            });
        }
        if reads_otherwise || before.pictures != self.opened.pictures {
            self.pictures.forget();
        }
        self.lay_out_at(sight_now);
        reads_otherwise
    }
}

/// Where the places of one text are in another.
struct Moved<'a> {
    old: &'a str,
    new: &'a str,
    /// None for a text that is the same.
    finder: Option<Finder<'a>>,
}

impl<'a> Moved<'a> {
    fn between(old: &'a str, new: &'a str) -> Self {
        Self {
            old,
            new,
            finder: (old != new).then(|| Finder::new(new)),
        }
    }

    /// Returns where the words from a byte on stand now; when they are not there, where those that followed begin, and when
    /// none is there, as far into the text as before.
    fn place(&self, byte: usize) -> usize {
        let Some(finder) = &self.finder else {
            return byte;
        };
        let mut stretches = (0..MOST_STRETCHES).map_while(|nth| {
            let from = self.old.floor_char_boundary(byte + nth * STRETCH);
            let to = self.old.floor_char_boundary(from + STRETCH);
            (from < to).then_some(Span::new(from, to))
        });
        let found = stretches.find_map(|span| {
            let anchor = Anchor::of(self.old, span)?;
            finder.find(&anchor).ok().map(|found| found.start)
        });
        found.unwrap_or_else(|| {
            let byte = byte.saturating_mul(self.new.len()) / self.old.len().max(1);
            self.new.floor_char_boundary(byte)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const OLD: &str = "The board met on Monday. It ended the night ferry in May, its chair said.\n\n\
        “We looked at every number twice,” said Maria Holt, who has led the board for eleven years.";

    #[rstest]
    #[case::the_same(OLD, "“We looked", Some("“We looked"))]
    #[case::more_above(
        "Corrected on Tuesday.\n\nThe board met on Monday. It ended the night ferry in May, its chair said.\n\n\
        “We looked at every number twice,” said Maria Holt, who has led the board for eleven years.",
        "“We looked",
        Some("“We looked")
    )]
    #[case::other_words_here_and_the_same_after(
        "The council met on Monday. It ended the late ferry in May, its chair said.\n\n\
        “We looked at every number twice,” said Maria Holt, who has led the board for eleven years.",
        "The board",
        Some("looked at every")
    )]
    #[case::nothing_of_it("Nothing.", "“We looked", None)]
    #[case::nothing_at_all("", "“We looked", None)]
    fn a_place_is_where_its_words_are(
        #[case] new: &str,
        #[case] at: &str,
        #[case] to: Option<&str>,
    ) {
        let place = Moved::between(OLD, new).place(OLD.find(at).unwrap());
        assert!(new.is_char_boundary(place));
        if let Some(to) = to {
            assert_eq!(place, new.find(to).unwrap());
        }
    }
}
