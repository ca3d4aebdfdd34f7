//! What differs between two buffers, as stretches of one row that are written in one go. Knows no sequences.

use ratatui::buffer::{Buffer, Cell};

use crate::shell::canvas::glyph::{self, Place};
use crate::shell::canvas::look::Look;
use crate::view::spot::Spot;

/// Blanks from which on a stretch of them is erased and not written with the words around it.
const ERASED: u16 = 6;

/// A stretch of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    /// The row.
    pub(super) y: u16,
    /// The first column.
    pub(super) from: u16,
    /// The column after the last one.
    pub(super) to: u16,
    /// What is in it.
    pub(super) kind: Kind,
}

/// What a stretch holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Glyphs of one look. Blanks may be among them; with no look they are all there is.
    Words(Option<Look>),
    /// Bare ground, to the end of the row or not.
    Blank { to_end: bool },
}

/// One glyph of a row.
struct Glyph {
    x: u16,
    end: u16,
    is_changed: bool,
    /// None for the bare ground, which looks the same whatever it is written with.
    look: Option<Look>,
}

/// Returns all stretches that differ, row by row. Both buffers have the same area.
pub(super) fn changes(shown: &Buffer, next: &Buffer) -> Vec<Change> {
    let width = usize::from(next.area.width).max(1);
    let mut out = Vec::new();
    let mut scratch = Scratch::default();
    let rows = shown
        .content
        .chunks_exact(width)
        .zip(next.content.chunks_exact(width));
    for (y, (shown, next)) in (0u16..).zip(rows) {
        if shown != next {
            scratch.read(shown, next);
            stretches(y, &scratch.glyphs, &mut out);
        }
    }
    out
}

#[derive(Default)]
struct Scratch {
    shown: Vec<Place>,
    next: Vec<Place>,
    glyphs: Vec<Glyph>,
}

impl Scratch {
    fn read(&mut self, shown: &[Cell], next: &[Cell]) {
        use ratatui::buffer::CellDiffOption::Skip;
        glyph::places(shown, &mut self.shown);
        glyph::places(next, &mut self.next);
        self.glyphs.clear();
        let mut is_after_doubt = false;
        for (x, place) in self.next.iter().enumerate() {
            let (Place::Head(cells), cell) = (place, &next[x]) else {
                continue;
            };
            // A part of a picture is there already.
            let is_changed = cell.diff_option != Skip
                && Spot::of(cell).is_none()
                && (is_after_doubt || self.shown[x] != *place || !glyph::same(&shown[x], cell));
            // A terminal that draws a glyph wider than it was counted has drawn over the next one.
            is_after_doubt = is_changed && !glyph::is_sure(cell);
            self.glyphs.push(Glyph {
                x: x as u16,
                end: x as u16 + cells,
                is_changed,
                look: (!glyph::is_blank(cell)).then(|| Look::of(cell)),
            });
        }
    }
}

fn stretches(y: u16, glyphs: &[Glyph], out: &mut Vec<Change>) {
    let mut rest = glyphs;
    while let Some(first) = rest.first() {
        if !first.is_changed {
            rest = &rest[1..];
            continue;
        }
        let blanks = rest.iter().take_while(|glyph| glyph.look.is_none()).count();
        let changed_blanks = rest[..blanks]
            .iter()
            .rposition(|glyph| glyph.is_changed)
            .map_or(0, |at| at + 1);
        let to_end = blanks == rest.len();
        let (taken, kind) = if to_end || changed_blanks >= usize::from(ERASED) {
            (changed_blanks, Kind::Blank { to_end })
        } else {
            words(rest)
        };
        let taken = taken.max(1);
        out.push(Change {
            y,
            from: first.x,
            to: rest[taken - 1].end,
            kind,
        });
        rest = &rest[taken..];
    }
}

/// Returns how many of these glyphs are written together, and how.
fn words(glyphs: &[Glyph]) -> (usize, Kind) {
    let mut look: Option<Look> = None;
    let mut taken = 0;
    let mut blanks = 0u16;
    for (at, glyph) in glyphs.iter().enumerate() {
        if !glyph.is_changed {
            break;
        }
        match (glyph.look, look) {
            (None, Some(look)) if !look.is_ground() => break,
            (None, _) => {
                blanks += 1;
                if blanks >= ERASED {
                    break;
                }
            }
            (Some(own), None) if blanks > 0 && !own.is_ground() => break,
            (Some(own), None) => {
                look = Some(own);
                blanks = 0;
                taken = at + 1;
            }
            (Some(own), Some(look)) if own == look => {
                blanks = 0;
                taken = at + 1;
            }
            (Some(_), Some(_)) => break,
        }
    }
    if taken == 0 {
        // Blanks only, and too few to be erased.
        let blanks = glyphs
            .iter()
            .take_while(|glyph| glyph.is_changed && glyph.look.is_none())
            .count();
        return (blanks, Kind::Words(None));
    }
    (taken, Kind::Words(look))
}
