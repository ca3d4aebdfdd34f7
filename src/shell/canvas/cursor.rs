//! The shortest way of the terminal's cursor from one cell to another. Knows the sequences that every terminal has.

use std::io::Write;

use ratatui::layout::Position;

/// Returns the bytes that a move takes.
pub(super) fn cost(from: Option<Position>, to: Position) -> usize {
    match from {
        Some(from) => beside(from, to).min(absolute(to)),
        None => absolute(to),
    }
}

/// Writes a move: from where the cursor is, or from anywhere when that is not known.
pub(super) fn write(from: Option<Position>, to: Position, out: &mut Vec<u8>) {
    match from {
        Some(from) if beside(from, to) <= absolute(to) => {
            // The row first: a line feed keeps the column.
            if to.y > from.y {
                step(to.y - from.y, b'\n', 'B', out);
            } else if to.y < from.y {
                sequence(from.y - to.y, 'A', out);
            }
            columns(from.x, to.x, out);
        }
        _ => match (to.x, to.y) {
            (0, 0) => out.extend_from_slice(b"\x1b[H"),
            (0, y) => {
                write!(out, "\x1b[{}H", y + 1).ok();
            }
            (x, y) => {
                write!(out, "\x1b[{};{}H", y + 1, x + 1).ok();
            }
        },
    }
}

fn absolute(to: Position) -> usize {
    match (to.x, to.y) {
        (0, 0) => 3,
        (0, y) => 3 + digits(y + 1),
        (x, y) => 4 + digits(y + 1) + digits(x + 1),
    }
}

/// The bytes of a move in steps from a known place.
fn beside(from: Position, to: Position) -> usize {
    let rows = if to.y > from.y {
        usize::from(to.y - from.y).min(length(to.y - from.y))
    } else {
        length(from.y - to.y)
    };
    rows + columns_cost(from.x, to.x)
}

fn columns_cost(from: u16, to: u16) -> usize {
    if from == to {
        0
    } else if to == 0 {
        1
    } else if to > from {
        length(to - from)
    } else {
        usize::from(from - to)
            .min(length(from - to))
            .min(1 + length(to))
    }
}

fn columns(from: u16, to: u16, out: &mut Vec<u8>) {
    if from == to {
        return;
    }
    if to == 0 {
        out.push(b'\r');
    } else if to > from {
        sequence(to - from, 'C', out);
    } else if 1 + length(to) < usize::from(from - to).min(length(from - to)) {
        out.push(b'\r');
        sequence(to, 'C', out);
    } else {
        step(from - to, 0x08, 'D', out);
    }
}

/// Writes a short way as single steps and a long one as a sequence.
fn step(count: u16, single: u8, letter: char, out: &mut Vec<u8>) {
    if usize::from(count) <= length(count) {
        out.extend(std::iter::repeat_n(single, usize::from(count)));
    } else {
        sequence(count, letter, out);
    }
}

fn sequence(count: u16, letter: char, out: &mut Vec<u8>) {
    if count == 1 {
        write!(out, "\x1b[{letter}").ok();
    } else {
        write!(out, "\x1b[{count}{letter}").ok();
    }
}

/// The bytes of a sequence with a count.
pub(super) fn length(count: u16) -> usize {
    match count {
        0 => 0,
        1 => 3,
        _ => 3 + digits(count),
    }
}

fn digits(number: u16) -> usize {
    number.checked_ilog10().map_or(1, |log| log as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case(None, (0, 0), "\x1b[H")]
    #[case(None, (0, 9), "\x1b[10H")]
    #[case(None, (4, 9), "\x1b[10;5H")]
    #[case(Some((4, 9)), (4, 9), "")]
    #[case(Some((4, 9)), (0, 9), "\r")]
    #[case(Some((4, 9)), (0, 10), "\n\r")]
    #[case(Some((4, 9)), (3, 10), "\n\x08")]
    #[case(Some((4, 9)), (5, 9), "\x1b[C")]
    #[case(Some((4, 9)), (14, 8), "\x1b[9;15H")]
    #[case(Some((130, 9)), (2, 9), "\r\x1b[2C")]
    fn takes_the_shortest_way(
        #[case] from: Option<(u16, u16)>,
        #[case] to: (u16, u16),
        #[case] expected: &str,
    ) {
        let mut out = Vec::new();
        write(from.map(Position::from), to.into(), &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    proptest! {
        #[test]
        fn every_way_leads_there_and_costs_what_was_said(
            from in prop::option::of((0u16..132, 0u16..60)),
            to in (0u16..132, 0u16..60),
        ) {
            let mut terminal = vt100::Parser::new(60.try_into().unwrap(), 132.try_into().unwrap(), 0);
            if let Some((x, y)) = from {
                terminal.process(format!("\x1b[{};{}H", y + 1, x + 1).as_bytes());
            }
            let from = from.map(Position::from);
            let mut out = Vec::new();
            write(from, to.into(), &mut out);
            prop_assert_eq!(out.len(), cost(from, to.into()));
            terminal.process(&out);
            prop_assert_eq!(terminal.screen().cursor_position(), (to.1, to.0));
        }
    }
}
