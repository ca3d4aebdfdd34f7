//! In which order the stretches of a frame are written, so that it takes few bytes.
//!
//! A move costs four to seven bytes, a change of look three to ten. Row by row is best where little has changed. A whole
//! screen is drawn from each stretch to the one that is reached with the fewest bytes: all that is bold in a column, then
//! all that is dim (the nearest neighbour of the travelling salesman; what moving single stretches about could still save
//! was under one per cent of a frame).

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::shell::canvas::change::{Change, Kind};
use crate::shell::canvas::cursor;
use crate::shell::canvas::look::Look;
use crate::shell::canvas::paint::{Pen, written_through};

/// Bytes from which on another order is tried.
const LONG: usize = 700;
/// Most stretches for which it is: each one is compared with all others.
const MOST: usize = 1_000;

/// Writes the changes in the order that takes the fewest bytes of those tried.
pub(super) fn shortest(pen: &Pen, changes: &[Change], buffer: &Buffer) -> Pen {
    let painted = |changes: &[Change]| {
        let mut pen = pen.clone();
        pen.paint(changes, buffer);
        pen
    };
    let by_rows = painted(changes);
    if by_rows.out.len() < LONG || changes.len() > MOST {
        return by_rows;
    }
    let joined = joined(changes, buffer);
    let by_nearness = painted(&nearest(pen, &joined, buffer.area.width));
    if by_nearness.out.len() < by_rows.out.len() {
        by_nearness
    } else {
        by_rows
    }
}

/// Makes one of neighbours of the same look, where writing what stands between them is no longer than a jump.
fn joined(changes: &[Change], buffer: &Buffer) -> Vec<Change> {
    let mut joined: Vec<Change> = Vec::with_capacity(changes.len());
    for change in changes {
        if let (Kind::Words(Some(look)), Some(before)) = (change.kind, joined.last_mut())
            && (before.kind, before.y) == (change.kind, change.y)
            && let Some(gap) = change.from.checked_sub(before.to)
            && let Some(bytes) = written_through(
                look,
                before.to,
                Position::new(change.from, change.y),
                buffer,
            )
            && bytes <= cursor::length(gap)
        {
            before.to = change.to;
        } else {
            joined.push(*change);
        }
    }
    joined
}

/// Returns the changes so that each is the nearest to the one before, in bytes; of several, the first by rows.
fn nearest(pen: &Pen, changes: &[Change], width: u16) -> Vec<Change> {
    let mut looks = Looks::default();
    let mut at = pen.at;
    let mut look = pen.look.map(|look| looks.number(look));
    let mut left: Vec<(Change, Option<usize>)> = changes
        .iter()
        .map(|change| {
            let look = match change.kind {
                Kind::Words(look) => look.map(|look| looks.number(look)),
                Kind::Blank { .. } => None,
            };
            (*change, look)
        })
        .collect();
    let costs = looks.costs();
    let mut ordered = Vec::with_capacity(left.len());
    while !left.is_empty() {
        let cost = |(change, to): &(Change, Option<usize>)| {
            let way = cursor::cost(at, Position::new(change.from, change.y));
            way + costs.of(look, *to)
        };
        let nearest = left
            .iter()
            .map(cost)
            .enumerate()
            .min_by_key(|(_, cost)| *cost);
        let Some((place, _)) = nearest else {
            break;
        };
        let (change, to) = left.remove(place);
        look = Some(costs.after(look, to));
        let end = match change.kind {
            Kind::Words(_) => change.to,
            Kind::Blank { .. } => change.from,
        };
        at = (end < width).then_some(Position::new(end, change.y));
        ordered.push(change);
    }
    ordered
}

/// The looks of a frame by numbers; the first is the plain one.
struct Looks(Vec<Look>);

impl Default for Looks {
    fn default() -> Self {
        Self(vec![Look::PLAIN])
    }
}

impl Looks {
    fn number(&mut self, look: Look) -> usize {
        let known = self.0.iter().position(|other| *other == look);
        known.unwrap_or_else(|| {
            self.0.push(look);
            self.0.len() - 1
        })
    }

    fn costs(self) -> Costs {
        let length = |from: Option<Look>, to: Look| {
            let mut out = Vec::new();
            to.write(from, &mut out);
            out.len()
        };
        let from = |from: Option<Look>| self.0.iter().map(|to| length(from, *to)).collect();
        Costs {
            unknown: from(None),
            known: self.0.iter().map(|look| from(Some(*look))).collect(),
            is_ground: self.0.iter().map(|look| look.is_ground()).collect(),
        }
    }
}

/// The bytes that changes of look take.
struct Costs {
    /// From a look that is not known, to each one.
    unknown: Vec<usize>,
    known: Vec<Vec<usize>>,
    is_ground: Vec<bool>,
}

impl Costs {
    /// The bytes of a change to a look; to none, what leaves the bare ground.
    fn of(&self, from: Option<usize>, to: Option<usize>) -> usize {
        match (from, to) {
            (Some(from), None) if self.is_ground[from] => 0,
            (Some(from), to) => self.known[from][to.unwrap_or(0)],
            (None, to) => self.unknown[to.unwrap_or(0)],
        }
    }

    /// The look after such a change.
    fn after(&self, from: Option<usize>, to: Option<usize>) -> usize {
        match (from, to) {
            (Some(from), None) if self.is_ground[from] => from,
            (_, to) => to.unwrap_or(0),
        }
    }
}
