//! Divides the screen: from its size and the focus to rectangles. Every width of the program is decided here.
//!
//! From 120 columns on all three panes stand side by side; from 80 on two of them; below that one at a time.

use ratatui::layout::{Rect, Size};

use crate::app::command::Context;

/// Columns from which on three panes stand side by side.
const THREE: u16 = 120;
/// Columns from which on two do.
const TWO: u16 = 80;
/// Rows of what lies over the lower part, where there are twice as many.
const BELOW: u16 = 10;
/// Rows from which on a pane has a frame or a title.
const FRAMED: u16 = 5;
/// Columns that part a pane from the one on its left. They are bare: a line would cost a tenth of the first frame's bytes,
/// and whoever copies with the terminal's own mouse would copy it, too.
const GUTTER: u16 = 1;

/// One of the three panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Pane {
    /// The list of articles.
    List,
    /// The text of an article.
    Reading,
    /// The quotes of the article.
    Quotes,
}

impl Pane {
    /// All panes, from left to right.
    pub const ALL: [Self; 3] = [Self::List, Self::Reading, Self::Quotes];
}

impl From<Pane> for Context {
    fn from(pane: Pane) -> Self {
        match pane {
            Pane::List => Self::List,
            Pane::Reading => Self::Reading,
            Pane::Quotes => Self::Quotes,
        }
    }
}

/// Where everything is on the screen. A pane that is not shown is `None`; areas may be empty on tiny screens.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list.
    pub list: Option<Area>,
    /// The text.
    pub reading: Option<Area>,
    /// The quotes.
    pub quotes: Option<Area>,
    /// The line at the bottom; empty when there is only one row.
    pub status: Rect,
}

/// The place of one pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// With its frame.
    pub outer: Rect,
    /// Without.
    pub inner: Rect,
    /// How it is set off.
    pub frame: Frame,
}

/// How a pane is set off from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// By a box with a title in its upper edge.
    Box,
    /// By a title row.
    Title,
    /// Not at all: there is no room.
    None,
}

/// What decides the arrangement beside the size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The pane with the focus.
    pub focus: Pane,
    /// The text alone is wanted.
    pub zen: bool,
}

impl Panes {
    /// Arranges the panes on a screen.
    pub fn arrange(size: Size, wanted: Wanted) -> Self {
        let (main, status) = rows(size);
        let mut panes = Self {
            status,
            ..Self::default()
        };
        let alone = wanted.zen || size.width < TWO;
        if alone {
            *panes.slot(wanted.focus) = Some(Area::alone(main));
        } else if size.width < THREE {
            // While reading, the list gives way to the quotes.
            if wanted.focus == Pane::List {
                let [left, right] = split(main, [side_width(size.width), 0]);
                panes.list = Some(Area::alone(left));
                panes.reading = Some(Area::beside(right));
            } else {
                let [right, left] = split_right(main, side_width(size.width) + GUTTER);
                panes.reading = Some(Area::alone(left));
                panes.quotes = Some(Area::beside(right));
            }
        } else {
            let side = side_width(size.width);
            let [list, rest] = split(main, [side, 0]);
            let [quotes, reading] = split_right(rest, side + GUTTER);
            panes.list = Some(Area::alone(list));
            panes.reading = Some(Area::beside(reading));
            panes.quotes = Some(Area::beside(quotes));
        }
        panes
    }

    /// Returns the place of what lies over the panes and leaves the line at the bottom free.
    pub fn over(size: Size) -> Area {
        Area::alone(rows(size).0)
    }

    /// Returns the place of what lies over the lower part of the panes and leaves the line at the bottom free.
    pub fn below(size: Size) -> Area {
        let main = rows(size).0;
        let height = if main.height > 2 * BELOW {
            BELOW
        } else {
            main.height / 2 + 1
        };
        let height = height.min(main.height);
        Area::boxed(Rect {
            y: main.bottom() - height,
            height,
            ..main
        })
    }

    /// Returns the area of a pane, when it is shown.
    pub fn of(&self, pane: Pane) -> Option<Area> {
        match pane {
            Pane::List => self.list,
            Pane::Reading => self.reading,
            Pane::Quotes => self.quotes,
        }
    }

    /// Returns the pane under a cell.
    pub fn at(&self, column: u16, row: u16) -> Option<Pane> {
        Pane::ALL.into_iter().find(|&pane| {
            self.of(pane)
                .is_some_and(|area| area.outer.contains((column, row).into()))
        })
    }

    fn slot(&mut self, pane: Pane) -> &mut Option<Area> {
        match pane {
            Pane::List => &mut self.list,
            Pane::Reading => &mut self.reading,
            Pane::Quotes => &mut self.quotes,
        }
    }
}

impl Area {
    /// Whether it stands to the right of another pane.
    pub fn is_beside(&self) -> bool {
        self.frame != Frame::Box && self.inner.x > self.outer.x
    }

    /// Returns the place of a pane to the right of another one.
    fn beside(outer: Rect) -> Self {
        let gutter = GUTTER.min(outer.width);
        let area = Self::alone(Rect {
            x: outer.x + gutter,
            width: outer.width - gutter,
            ..outer
        });
        Self { outer, ..area }
    }

    fn boxed(outer: Rect) -> Self {
        if outer.height < FRAMED || outer.width < 4 {
            return Self {
                outer,
                inner: outer,
                frame: Frame::None,
            };
        }
        let inner = Rect::new(outer.x + 1, outer.y + 1, outer.width - 2, outer.height - 2);
        Self {
            outer,
            inner,
            frame: Frame::Box,
        }
    }

    fn alone(outer: Rect) -> Self {
        if outer.height < FRAMED {
            return Self {
                outer,
                inner: outer,
                frame: Frame::None,
            };
        }
        let inner = Rect {
            y: outer.y + 1,
            height: outer.height - 1,
            ..outer
        };
        Self {
            outer,
            inner,
            frame: Frame::Title,
        }
    }
}

/// Parts a screen into all but its last row, and that one for the status.
fn rows(size: Size) -> (Rect, Rect) {
    let status = u16::from(size.height > 1);
    let main = size.height - status;
    (
        Rect::new(0, 0, size.width, main),
        Rect::new(0, main, size.width, status),
    )
}

/// Columns of the list and of the quotes beside the text: about a quarter of the screen within readable bounds.
fn side_width(width: u16) -> u16 {
    (width / 4).clamp(30, 46) - 2
}

fn split(area: Rect, [left, _]: [u16; 2]) -> [Rect; 2] {
    let left = left.min(area.width);
    [
        Rect {
            width: left,
            ..area
        },
        Rect {
            x: area.x + left,
            width: area.width - left,
            ..area
        },
    ]
}

/// Returns the right part of a width, then what is left of it.
fn split_right(area: Rect, right: u16) -> [Rect; 2] {
    let [left, right] = split(area, [area.width.saturating_sub(right), 0]);
    [right, left]
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn shown(width: u16, height: u16, focus: Pane, zen: bool) -> String {
        let panes = Panes::arrange(Size::new(width, height), Wanted { focus, zen });
        Pane::ALL
            .into_iter()
            .filter_map(|pane| {
                let name = Context::from(pane).name();
                panes
                    .of(pane)
                    .map(|area| format!("{name}:{}", area.outer.width))
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[rstest]
    #[case(200, Pane::Reading, false, "list:44 reading:111 quotes:45")]
    #[case(120, Pane::List, false, "list:28 reading:63 quotes:29")]
    #[case(119, Pane::List, false, "list:28 reading:91")]
    #[case(80, Pane::Reading, false, "reading:51 quotes:29")]
    #[case(80, Pane::Quotes, false, "reading:51 quotes:29")]
    #[case(79, Pane::Quotes, false, "quotes:79")]
    #[case(120, Pane::Reading, true, "reading:120")]
    fn panes_by_width(
        #[case] width: u16,
        #[case] focus: Pane,
        #[case] zen: bool,
        #[case] expected: &str,
    ) {
        assert_eq!(shown(width, 40, focus, zen), expected);
    }

    #[test]
    fn panes_and_status_tile_every_screen() {
        for width in 1..=250 {
            for height in 1..=50 {
                for focus in Pane::ALL {
                    let panes =
                        Panes::arrange(Size::new(width, height), Wanted { focus, zen: false });
                    let areas = [panes.list, panes.reading, panes.quotes]
                        .into_iter()
                        .flatten();
                    let cells: u32 = areas.clone().map(|area| area.outer.area()).sum::<u32>()
                        + panes.status.area();
                    assert_eq!(
                        cells,
                        u32::from(width) * u32::from(height),
                        "{width}x{height}"
                    );
                    assert!(
                        panes.of(focus).is_some(),
                        "the focus is always on the screen"
                    );
                    assert!(
                        areas
                            .clone()
                            .all(|area| area.outer.union(area.inner) == area.outer)
                    );
                }
            }
        }
    }
}
