//! The pictures of the open article: which there are, whether they are shown, and what is known of those on the screen.
//!
//! Decides how many cells a picture gets. Knows no file of a picture and no terminal; what is to be drawn is asked for and
//! comes as a message.

use std::sync::Arc;

use crate::app::{App, Effects, Reader, Request};
use crate::article::{ArticleId, Shape};
use crate::config;
use crate::typeset::{Plate, Strip};

/// Of the pane, how much a picture may take, in hundredths; and the fewest cells that are worth it.
const MOST_HEIGHT: u32 = 60;
const FEWEST_COLUMNS: u32 = 8;
const FEWEST_ROWS: u32 = 3;

/// Most rows of a picture: placeholders have marks for no more of them.
const MOST_ROWS: u32 = 150;

/// Dots of a picture that a column shows at least where cells are its dots: a small picture is not drawn large.
const DOTS_A_COLUMN: u32 = 4;

/// How many times its size a picture may be where it is drawn by dots: those of many screens are half as large.
const MOST_GROWN: u32 = 2;

/// Pictures that are kept ready, those on the screen among them.
const MOST_READY: usize = 8;

/// Dots on a side of what is drawn at most: the terminal stretches it.
const MOST_DOTS: u32 = 1_600;

/// The same where the terminal does not stretch it: xterm takes no more, and each time it is drawn it is sent whole.
const MOST_SIXELS: u32 = 1_000;

/// The least number of a picture.
const FIRST_NUMBER: u32 = 0x70_0000;

/// How a terminal shows pictures, if it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Graphics {
    /// In which way; or why not, to follow "this terminal shows no pictures: ".
    pub way: Result<Way, &'static str>,
    /// The dots of a cell, across and down.
    pub cell: (u16, u16),
    /// It has 256 colours and no more.
    pub is_indexed: bool,
}

impl Default for Graphics {
    fn default() -> Self {
        Self {
            way: Err("nothing is known of it"),
            cell: (10, 20),
            is_indexed: false,
        }
    }
}

/// A way to show pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Half blocks, each two dots.
    Blocks,
    /// Kitty's graphics protocol, by placeholders.
    Kitty,
    /// Sixels, which stand over the cells.
    Sixel,
}

/// A picture as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Drawing {
    /// Dots, row by row, two to a cell.
    Dots(Vec<[u8; 3]>),
    /// What kitty is sent: a PNG of our own.
    Png(Vec<u8>),
    /// Dots as numbers of colours, row by row, as many as the cells have.
    Indexed {
        /// The dots of a row.
        width: u32,
        /// The colours, 256 at most.
        colors: Vec<[u8; 3]>,
        /// The dots.
        dots: Vec<u8>,
    },
}

/// What is wanted of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The article.
    pub id: ArticleId,
    /// The figure.
    pub figure: usize,
    /// The way in which it is to be drawn.
    pub way: Way,
    /// Its width in dots.
    pub width: u32,
    /// Its height in dots.
    pub height: u32,
}

/// How far a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// It was asked for.
    Asked,
    /// It can be drawn, under a number that no other has.
    Ready(u32, Arc<Drawing>),
    /// It cannot be drawn.
    Failed,
}

/// A picture that is shown, or will be again when it is scrolled to.
#[derive(Debug, Clone, Copy)]
pub struct Shown<'a> {
    /// Its number.
    pub number: u32,
    /// What is drawn.
    pub drawing: &'a Drawing,
    /// Its width in cells.
    pub columns: u16,
    /// Its height in cells.
    pub rows: u16,
    /// Whether some of it is on the screen.
    pub is_in_sight: bool,
}

/// The pictures of an article.
#[derive(Debug, Default)]
pub(super) struct Pictures {
    /// Whether the reader sees them.
    pub(super) is_shown: bool,
    /// What they are laid out for.
    gallery: Option<Gallery>,
    /// The latest last.
    known: Vec<(Wanted, Progress)>,
}

/// The room and the way for pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gallery {
    way: Way,
    cell: (u16, u16),
    columns: u16,
    rows: u16,
}

impl Gallery {
    /// Returns the cells for a picture; none where there is no room for one.
    fn plate(self, shape: &Shape) -> Option<Plate> {
        let (wide, high) = (u32::from(self.cell.0.max(1)), u32::from(self.cell.1.max(1)));
        let natural = match self.way {
            Way::Blocks => shape.width / DOTS_A_COLUMN,
            Way::Kitty | Way::Sixel => shape.width.saturating_mul(MOST_GROWN) / wide,
        };
        let mut most_rows = (u32::from(self.rows) * MOST_HEIGHT / 100).min(MOST_ROWS);
        let mut columns = natural.min(u32::from(self.columns));
        if self.way == Way::Sixel {
            most_rows = most_rows.min(MOST_SIXELS / high);
            columns = columns.min(MOST_SIXELS / wide);
        }
        let rows_of = |columns: u32| {
            let dots = u64::from(columns) * u64::from(wide) * u64::from(shape.height);
            let rows = dots.div_ceil(u64::from(shape.width.max(1)) * u64::from(high));
            u32::try_from(rows).unwrap_or(u32::MAX).max(1)
        };
        let mut rows = rows_of(columns);
        if rows > most_rows {
            let dots = u64::from(most_rows) * u64::from(high) * u64::from(shape.width);
            let fitting = dots / (u64::from(shape.height.max(1)) * u64::from(wide));
            columns = u32::try_from(fitting).unwrap_or(0).min(columns);
            rows = most_rows;
        }
        // A panorama is low, a tower narrow; but not both.
        let is_worth_it = columns >= FEWEST_COLUMNS.min(u32::from(self.columns))
            && rows.max(columns / 8) >= FEWEST_ROWS
            && most_rows >= FEWEST_ROWS;
        is_worth_it.then_some(Plate {
            figure: shape.figure,
            columns: columns as u16,
            rows: rows as u16,
        })
    }

    /// Returns how many dots are wanted for a strip's picture.
    fn dots(self, strip: Strip) -> (u32, u32) {
        let (columns, rows) = (u32::from(strip.columns), u32::from(strip.rows));
        match self.way {
            Way::Blocks => (columns, rows * 2),
            Way::Kitty => {
                let width = columns * u32::from(self.cell.0.max(1));
                let height = rows * u32::from(self.cell.1.max(1));
                let most = width.max(height).max(1);
                let shrunk = |side: u32| (side * MOST_DOTS.min(most) / most).max(1);
                (shrunk(width), shrunk(height))
            }
            Way::Sixel => {
                let [wide, high] = [self.cell.0, self.cell.1].map(|it| u32::from(it.max(1)));
                (columns * wide, rows * high)
            }
        }
    }
}

impl Pictures {
    /// Returns the cells that pictures are to have, if they are shown.
    pub(super) fn plates(&self, shapes: &[Shape]) -> Vec<Plate> {
        let gallery = self.gallery.filter(|_| self.is_shown);
        let plates = gallery.map(|gallery| shapes.iter().filter_map(move |it| gallery.plate(it)));
        plates.into_iter().flatten().collect()
    }

    /// Takes the room that there is; returns whether it is another one.
    pub(super) fn set(&mut self, gallery: Option<Gallery>) -> bool {
        let is_other = self.gallery != gallery;
        self.gallery = gallery;
        is_other && self.is_shown
    }

    /// Forgets what was drawn: there are other pictures.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// Returns what is known of the picture of a strip.
    pub(super) fn of(&self, id: ArticleId, strip: Strip) -> Option<&Progress> {
        let wanted = self.wanted(id, strip)?;
        let mut known = self.known.iter();
        known.find(|(other, _)| *other == wanted).map(|(_, it)| it)
    }

    fn wanted(&self, id: ArticleId, strip: Strip) -> Option<Wanted> {
        let gallery = self.gallery?;
        let (width, height) = gallery.dots(strip);
        Some(Wanted {
            id,
            figure: strip.figure,
            way: gallery.way,
            width,
            height,
        })
    }

    /// Returns what is to be asked for, so that all strips on the screen can be drawn.
    fn ask(&mut self, id: ArticleId, strips: &[Strip]) -> Vec<Wanted> {
        let mut asked = Vec::new();
        let seen: Vec<Wanted> = strips
            .iter()
            .filter_map(|it| self.wanted(id, *it))
            .collect();
        for wanted in &seen {
            if !self.known.iter().any(|(other, _)| other == wanted) {
                self.known.push((*wanted, Progress::Asked));
                asked.push(*wanted);
            }
        }
        while self.known.len() > MOST_READY
            && let Some(at) = self.known.iter().position(|(it, _)| !seen.contains(it))
        {
            self.known.remove(at);
        }
        asked
    }

    fn take(&mut self, wanted: Wanted, progress: Progress) {
        let mut known = self.known.iter_mut();
        if let Some((_, it)) = known.find(|(other, it)| *other == wanted && *it == Progress::Asked)
        {
            *it = progress;
        }
    }
}

impl App {
    /// Says how the terminal shows pictures. One that has shown some and can no longer is told of.
    pub fn set_graphics(&mut self, graphics: Graphics) {
        let lost = self
            .graphics
            .way
            .and(graphics.way.map(|_| Way::Blocks))
            .err();
        self.graphics = graphics;
        if let Some(reason) = lost
            && let Some(reader) = &mut self.reader
            && reader.shows_pictures()
        {
            reader.show_pictures(false);
            self.fail(format!("Pictures are hidden: {reason}."));
        }
    }

    /// Returns the room for pictures beside text of some columns in a pane of some rows.
    pub(super) fn gallery(&self, columns: u16, rows: u16) -> Option<Gallery> {
        let way = self.graphics.way.ok()?;
        (self.settings.pictures != config::Pictures::Never).then_some(Gallery {
            way,
            cell: self.graphics.cell,
            columns,
            rows,
        })
    }

    /// Shows the pictures of the open article, or hides them; says why not.
    pub(super) fn toggle_pictures(&mut self) {
        let never = self.settings.pictures == config::Pictures::Never;
        let way = self.graphics.way;
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.shows_pictures() {
            reader.show_pictures(false);
            self.done("Pictures are hidden.");
        } else if reader.opened.pictures.is_empty() {
            self.fail("No picture is kept with this article.");
        } else if never {
            self.fail("Pictures are switched off in the configuration: pictures = \"never\".");
        } else if let Err(reason) = way {
            self.fail(format!("This terminal shows no pictures: {reason}."));
        } else if reader.show_pictures(true) {
            self.done("Pictures are shown.");
        } else {
            reader.show_pictures(false);
            self.fail("There is no room for pictures here.");
        }
    }

    /// Asks for the pictures on the screen.
    pub(super) fn ask_pictures(&mut self, effects: &mut Effects) {
        if self.panes().reading.is_none() {
            return;
        }
        let Some(reader) = &mut self.reader else {
            return;
        };
        let strips: Vec<Strip> = reader.strips_in_sight();
        if !strips.is_empty() {
            let id = reader.opened.id;
            for wanted in reader.pictures.ask(id, &strips) {
                effects.push(Request::Draw(wanted));
            }
        }
    }

    /// Returns the pictures that are ready to be shown, on the screen or elsewhere in the text.
    pub fn pictures(&self) -> Vec<Shown<'_>> {
        let reader = self.reader.as_ref().filter(|it| it.shows_pictures());
        let is_seen = self.panes().reading.is_some();
        let sight = reader.map_or_else(Vec::new, Reader::strips_in_sight);
        let rows = reader.map_or(&[][..], |reader| &reader.page.rows);
        let strips = rows
            .iter()
            .filter_map(|row| row.strip)
            .filter(|it| it.row == 0);
        let shown = strips.filter_map(|strip| match reader?.picture(strip)? {
            Progress::Ready(number, drawing) => Some(Shown {
                number: *number,
                drawing: drawing.as_ref(),
                columns: strip.columns,
                rows: strip.rows,
                is_in_sight: is_seen && sight.iter().any(|it| it.figure == strip.figure),
            }),
            _ => None,
        });
        shown.collect()
    }

    /// Takes a picture, or that it cannot be drawn.
    pub(super) fn take_drawing(&mut self, wanted: Wanted, drawing: Option<Arc<Drawing>>) {
        // It has to fit a colour of three bytes; low ones are other programs'.
        let number = FIRST_NUMBER + (self.tickets.renew().0 % 0x0f_ffff) as u32;
        if let Some(reader) = &mut self.reader {
            let progress =
                drawing.map_or(Progress::Failed, |drawing| Progress::Ready(number, drawing));
            reader.pictures.take(wanted, progress);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::PictureKind;
    use rstest::rstest;

    #[rstest]
    #[case::wide(Way::Blocks, (640, 480), Some((64, 24)))]
    #[case::small(Way::Blocks, (64, 64), Some((16, 8)))]
    #[case::tower(Way::Blocks, (400, 1600), Some((12, 24)))]
    #[case::panorama(Way::Blocks, (3000, 200), Some((72, 3)))]
    #[case::line(Way::Blocks, (9000, 40), Some((72, 1)))]
    #[case::needle(Way::Blocks, (40, 9000), None)]
    #[case::by_dots(Way::Kitty, (320, 240), Some((64, 24)))]
    #[case::small_by_dots(Way::Kitty, (64, 64), Some((12, 6)))]
    #[case::by_sixels(Way::Sixel, (320, 240), Some((64, 24)))]
    fn a_picture_fits_the_measure_and_the_pane(
        #[case] way: Way,
        #[case] (width, height): (u32, u32),
        #[case] expected: Option<(u16, u16)>,
    ) {
        let gallery = Gallery {
            way,
            cell: (10, 20),
            columns: 72,
            rows: 40,
        };
        let shape = Shape {
            figure: 0,
            kind: PictureKind::Png,
            width,
            height,
        };
        let plate = gallery.plate(&shape);
        assert_eq!(plate.map(|plate| (plate.columns, plate.rows)), expected);
    }

    #[test]
    fn no_room_is_no_fault() {
        for (columns, rows) in [(1, 1), (72, 3), (4, 40), (1, 1_000), (1_000, 1_000)] {
            for (width, height) in [(32, 32), (50_000, 1_000), (32, u32::MAX), (u32::MAX, 32)] {
                let gallery = Gallery {
                    way: Way::Kitty,
                    cell: (0, 0),
                    columns,
                    rows,
                };
                let shape = Shape {
                    figure: 0,
                    kind: PictureKind::Png,
                    width,
                    height,
                };
                if let Some(plate) = gallery.plate(&shape) {
                    assert!(plate.columns <= columns && plate.rows <= rows);
                    assert!(plate.columns > 0 && plate.rows > 0);
                }
            }
        }
    }
}
