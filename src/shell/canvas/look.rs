//! The look of a cell, and the shortest sequence that changes one look into another. Knows no places.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use crate::shell::canvas::link::Link;

/// What a blank shows as well.
const SEEN_ON_BLANKS: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::CROSSED_OUT);
const WEIGHTS: Modifier = Modifier::BOLD.union(Modifier::DIM);
const BLINKS: Modifier = Modifier::SLOW_BLINK.union(Modifier::RAPID_BLINK);

/// Every modifier with the codes that turn it on and off.
const CODES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// How a character is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    fg: Color,
    bg: Color,
    modifier: Modifier,
    /// What it is a link to.
    link: Option<Link>,
}

impl Look {
    /// Nothing special.
    pub(super) const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
        link: None,
    };

    /// Returns the look of a cell.
    pub(super) fn of(cell: &Cell) -> Self {
        Self {
            fg: cell.fg,
            bg: cell.bg,
            modifier: cell.modifier,
            link: Link::of(cell.underline_color),
        }
    }

    /// Returns the link.
    pub(super) fn link(self) -> Option<Link> {
        self.link
    }

    /// Returns the same look outside of any link.
    #[must_use]
    pub(super) fn without_link(self) -> Self {
        Self { link: None, ..self }
    }

    /// Whether a blank in this look is the bare ground, so that erasing leaves the same.
    pub(super) fn is_ground(self) -> bool {
        self.bg == Color::Reset && self.link.is_none() && !self.modifier.intersects(SEEN_ON_BLANKS)
    }

    /// Whether a blank looks the same in both.
    pub(super) fn same_on_blanks(self, other: Self) -> bool {
        self == other || (self.is_ground() && other.is_ground())
    }

    /// Writes what makes this look out of another, or out of one that is not known; all but the link.
    pub(super) fn write(self, from: Option<Self>, out: &mut Vec<u8>) {
        if from.map(Self::without_link) == Some(self.without_link()) {
            return;
        }
        let mut anew = Codes::default();
        self.add(Self::PLAIN, &mut anew);
        let anew = anew.after_reset();
        let codes = match from {
            None => anew,
            Some(from) => {
                let mut change = Codes::default();
                from.take_away(self, &mut change);
                self.add(from, &mut change);
                if change.0.len() < anew.len() {
                    change.0
                } else {
                    anew
                }
            }
        };
        out.extend_from_slice(b"\x1b[");
        out.extend_from_slice(&codes);
        out.push(b'm');
    }

    /// Turns off what another look does not have.
    fn take_away(self, to: Self, codes: &mut Codes) {
        let removed = self.left_behind(to);
        let mut last = 0;
        for (modifier, _, off) in CODES {
            if removed.contains(modifier) && off != last {
                codes.push(off);
                last = off;
            }
        }
    }

    /// What has to be turned off on the way to another look. Two weights are turned on in one order only, as some
    /// terminals let the later one win.
    fn left_behind(self, to: Self) -> Modifier {
        let mut removed = self.modifier - to.modifier;
        for pair in [WEIGHTS, BLINKS] {
            if (self.modifier ^ to.modifier).intersects(pair) {
                removed |= self.modifier & pair;
            }
        }
        removed
    }

    /// Turns on what another look does not have, or what leaves it together with something else.
    fn add(self, from: Self, codes: &mut Codes) {
        let added = self.modifier - (from.modifier - from.left_behind(self));
        for (modifier, on, _) in CODES {
            if added.contains(modifier) {
                codes.push(on);
            }
        }
        if self.fg != from.fg {
            codes.color(self.fg, 30);
        }
        if self.bg != from.bg {
            codes.color(self.bg, 40);
        }
    }
}

/// The numbers of one sequence.
#[derive(Default)]
struct Codes(Vec<u8>);

impl Codes {
    fn push(&mut self, code: u8) {
        if !self.0.is_empty() {
            self.0.push(b';');
        }
        write!(self.0, "{code}").ok();
    }

    /// Adds a colour: of the text from 30 on, of the ground from 40 on.
    fn color(&mut self, color: Color, base: u8) {
        match (color, name(color)) {
            (Color::Reset, _) => self.push(base + 9),
            (_, Some(number @ 0..8)) => self.push(base + number),
            (_, Some(number)) => self.push(base + 60 + number - 8),
            (Color::Rgb(red, green, blue), _) => {
                for code in [base + 8, 2, red, green, blue] {
                    self.push(code);
                }
            }
            (Color::Indexed(number), _) => {
                for code in [base + 8, 5, number] {
                    self.push(code);
                }
            }
            (_, None) => {}
        }
    }

    /// The same after a reset, which is written as no number at all.
    fn after_reset(mut self) -> Vec<u8> {
        if !self.0.is_empty() {
            self.0.insert(0, b';');
        }
        self.0
    }
}

/// The number of a colour that the palette has a name for.
fn name(color: Color) -> Option<u8> {
    Some(match color {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Reset | Color::Rgb(..) | Color::Indexed(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::Style;
    use rstest::rstest;

    fn look(style: Style) -> Look {
        let mut cell = Cell::new("x");
        cell.set_style(style);
        Look::of(&cell)
    }

    #[rstest]
    #[case::to_plain(Style::new().bold().cyan(), Style::new(), "\x1b[m")]
    #[case::from_plain(Style::new(), Style::new().bold().cyan(), "\x1b[1;36m")]
    #[case::one_more(Style::new().bold(), Style::new().bold().reversed(), "\x1b[7m")]
    #[case::one_less(Style::new().bold().reversed(), Style::new().bold(), "\x1b[;1m")]
    #[case::less_of_a_color(Style::new().red().reversed(), Style::new().red(), "\x1b[27m")]
    #[case::weights_leave_together(Style::new().bold().dim().green(), Style::new().dim().green(), "\x1b[22;2m")]
    #[case::anew_is_shorter(Style::new().bold().italic().green(), Style::new().dim(), "\x1b[;2m")]
    #[case::same(Style::new().dim(), Style::new().dim(), "")]
    #[case::palette(Style::new(), Style::new().fg(Color::Indexed(200)).bg(Color::Rgb(1, 2, 3)), "\x1b[38;5;200;48;2;1;2;3m")]
    #[case::bright(Style::new(), Style::new().light_red().on_white(), "\x1b[91;107m")]
    fn writes_the_shorter_of_a_change_and_a_new_beginning(
        #[case] from: Style,
        #[case] to: Style,
        #[case] expected: &str,
    ) {
        let mut out = Vec::new();
        look(to).write(Some(look(from)), &mut out);
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }
}
