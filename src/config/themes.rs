//! The themes that come with the program.

use crate::config::palette::{Palette, Shade};
use Shade::{Index, Own, Rgb};

/// A theme that comes with the program.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Its name in the configuration.
    pub name: &'static str,
    /// What it is like.
    pub sentence: &'static str,
    /// Whether it is made for a light ground.
    pub is_light: bool,
    /// Its colours.
    pub palette: Palette,
}

/// The name under which one is chosen by the terminal's ground.
pub const AUTO: &str = "auto";

/// All themes. The first two use the terminal's own palette.
pub const THEMES: [Theme; 10] = [
    Theme {
        name: "terminal-dark",
        sentence: "the terminal's own 16 colours on its own dark ground",
        is_light: false,
        palette: Palette {
            quote: Index(2),
            speaker: Index(6),
            sign: Index(5),
            code: Index(3),
            frame: Index(6),
            found: Index(0),
            found_ground: Index(3),
            marked: Index(0),
            marks: [Index(11), Index(10), Index(12), Index(9)],
            done: Index(2),
            working: Index(6),
            failed: Index(1),
            ground: Own,
            text: Own,
            quiet: Own,
        },
    },
    Theme {
        name: "terminal-light",
        sentence: "the terminal's own 16 colours on its own light ground",
        is_light: true,
        palette: Palette {
            quote: Index(4),
            speaker: Index(5),
            sign: Index(1),
            code: Index(1),
            frame: Index(4),
            found: Index(0),
            found_ground: Index(3),
            marked: Index(0),
            marks: [Index(11), Index(10), Index(12), Index(9)],
            done: Index(4),
            working: Index(5),
            failed: Index(1),
            ground: Own,
            text: Own,
            quiet: Own,
        },
    },
    Theme {
        name: "dusk",
        sentence: "soft colours of 256 on the terminal's own dark ground",
        is_light: false,
        palette: Palette {
            quote: Index(150),
            speaker: Index(117),
            sign: Index(180),
            code: Index(222),
            frame: Index(110),
            found: Index(16),
            found_ground: Index(222),
            marked: Index(16),
            marks: [Index(229), Index(151), Index(153), Index(217)],
            done: Index(150),
            working: Index(117),
            failed: Index(210),
            ground: Own,
            text: Own,
            quiet: Index(247),
        },
    },
    Theme {
        name: "dawn",
        sentence: "deep colours of 256 on the terminal's own light ground",
        is_light: true,
        palette: Palette {
            quote: Index(22),
            speaker: Index(24),
            sign: Index(88),
            code: Index(94),
            frame: Index(24),
            found: Index(16),
            found_ground: Index(222),
            marked: Index(16),
            marks: [Index(229), Index(157), Index(153), Index(217)],
            done: Index(22),
            working: Index(24),
            failed: Index(124),
            ground: Own,
            text: Own,
            quiet: Index(240),
        },
    },
    Theme {
        name: "night",
        sentence: "pale colours on a blue-black ground",
        is_light: false,
        palette: Palette {
            ground: Rgb(0x16, 0x18, 0x1d),
            text: Rgb(0xd7, 0xda, 0xe0),
            quiet: Rgb(0x9a, 0xa0, 0xab),
            quote: Rgb(0x98, 0xc3, 0x79),
            speaker: Rgb(0x6c, 0xc4, 0xd1),
            sign: Rgb(0xd2, 0x9b, 0xe0),
            code: Rgb(0xe5, 0xc0, 0x7b),
            frame: Rgb(0x6c, 0xc4, 0xd1),
            found: Rgb(0x16, 0x18, 0x1d),
            found_ground: Rgb(0xe5, 0xc0, 0x7b),
            marked: Rgb(0x16, 0x18, 0x1d),
            marks: [
                Rgb(0xd8, 0xd8, 0x8c),
                Rgb(0x8f, 0xbf, 0x7f),
                Rgb(0x86, 0xb0, 0xdc),
                Rgb(0xdc, 0x8c, 0x86),
            ],
            done: Rgb(0x98, 0xc3, 0x79),
            working: Rgb(0x6c, 0xc4, 0xd1),
            failed: Rgb(0xf0, 0x86, 0x8e),
        },
    },
    Theme {
        name: "slate",
        sentence: "muted colours on a grey ground",
        is_light: false,
        palette: Palette {
            ground: Rgb(0x26, 0x2b, 0x31),
            text: Rgb(0xdd, 0xe1, 0xe4),
            quiet: Rgb(0xa9, 0xb1, 0xb8),
            quote: Rgb(0xb9, 0xcf, 0x9a),
            speaker: Rgb(0x9c, 0xc5, 0xe6),
            sign: Rgb(0xe0, 0xb4, 0x8c),
            code: Rgb(0xe6, 0xd0, 0x9a),
            frame: Rgb(0x9c, 0xc5, 0xe6),
            found: Rgb(0x20, 0x22, 0x26),
            found_ground: Rgb(0xe6, 0xd0, 0x9a),
            marked: Rgb(0x20, 0x22, 0x26),
            marks: [
                Rgb(0xd9, 0xdc, 0xa0),
                Rgb(0xa3, 0xc7, 0x8f),
                Rgb(0x9a, 0xbb, 0xdf),
                Rgb(0xe0, 0xa3, 0x9c),
            ],
            done: Rgb(0xb9, 0xcf, 0x9a),
            working: Rgb(0x9c, 0xc5, 0xe6),
            failed: Rgb(0xf2, 0x9c, 0x98),
        },
    },
    Theme {
        name: "paper",
        sentence: "ink on white paper",
        is_light: true,
        palette: Palette {
            ground: Rgb(0xfb, 0xfa, 0xf7),
            text: Rgb(0x22, 0x22, 0x22),
            quiet: Rgb(0x60, 0x5e, 0x5a),
            quote: Rgb(0x1d, 0x5e, 0x2b),
            speaker: Rgb(0x0b, 0x53, 0x7a),
            sign: Rgb(0x94, 0x2a, 0x2a),
            code: Rgb(0x7a, 0x4c, 0x00),
            frame: Rgb(0x0b, 0x53, 0x7a),
            found: Rgb(0x22, 0x22, 0x22),
            found_ground: Rgb(0xff, 0xe0, 0x8a),
            marked: Rgb(0x22, 0x22, 0x22),
            marks: [
                Rgb(0xf5, 0xf3, 0x9c),
                Rgb(0xc2, 0xe8, 0xb4),
                Rgb(0xbc, 0xdc, 0xf7),
                Rgb(0xf7, 0xc6, 0xc0),
            ],
            done: Rgb(0x1d, 0x5e, 0x2b),
            working: Rgb(0x0b, 0x53, 0x7a),
            failed: Rgb(0xa8, 0x1d, 0x1d),
        },
    },
    Theme {
        name: "sepia",
        sentence: "brown ink on cream",
        is_light: true,
        palette: Palette {
            ground: Rgb(0xf4, 0xec, 0xd8),
            text: Rgb(0x3b, 0x2f, 0x22),
            quiet: Rgb(0x66, 0x58, 0x45),
            quote: Rgb(0x2f, 0x5d, 0x34),
            speaker: Rgb(0x1f, 0x4f, 0x75),
            sign: Rgb(0x8a, 0x31, 0x1f),
            code: Rgb(0x70, 0x46, 0x06),
            frame: Rgb(0x70, 0x46, 0x06),
            found: Rgb(0x3b, 0x2f, 0x22),
            found_ground: Rgb(0xf0, 0xc8, 0x6a),
            marked: Rgb(0x3b, 0x2f, 0x22),
            marks: [
                Rgb(0xf2, 0xe6, 0x8c),
                Rgb(0xc4, 0xdc, 0xa0),
                Rgb(0xb6, 0xd2, 0xe0),
                Rgb(0xf0, 0xb8, 0xa6),
            ],
            done: Rgb(0x2f, 0x5d, 0x34),
            working: Rgb(0x1f, 0x4f, 0x75),
            failed: Rgb(0x9a, 0x1f, 0x1f),
        },
    },
    Theme {
        name: "contrast-dark",
        sentence: "the strongest contrast, on black",
        is_light: false,
        palette: Palette {
            ground: Rgb(0, 0, 0),
            text: Rgb(0xff, 0xff, 0xff),
            quiet: Rgb(0xd0, 0xd0, 0xd0),
            quote: Rgb(0x7d, 0xff, 0x7d),
            speaker: Rgb(0x7d, 0xe8, 0xff),
            sign: Rgb(0xff, 0xb0, 0xff),
            code: Rgb(0xff, 0xff, 0x7d),
            frame: Rgb(0xff, 0xff, 0x7d),
            found: Rgb(0, 0, 0),
            found_ground: Rgb(0xff, 0xff, 0x00),
            marked: Rgb(0, 0, 0),
            marks: [
                Rgb(0xff, 0xf5, 0xaf),
                Rgb(0x87, 0xff, 0x87),
                Rgb(0x87, 0xd7, 0xff),
                Rgb(0xff, 0x9c, 0x9c),
            ],
            done: Rgb(0x7d, 0xff, 0x7d),
            working: Rgb(0x7d, 0xe8, 0xff),
            failed: Rgb(0xff, 0xa0, 0xa0),
        },
    },
    Theme {
        name: "contrast-light",
        sentence: "the strongest contrast, on white",
        is_light: true,
        palette: Palette {
            ground: Rgb(0xff, 0xff, 0xff),
            text: Rgb(0, 0, 0),
            quiet: Rgb(0x40, 0x40, 0x40),
            quote: Rgb(0x00, 0x44, 0x00),
            speaker: Rgb(0x00, 0x32, 0x80),
            sign: Rgb(0x70, 0x00, 0x70),
            code: Rgb(0x5a, 0x30, 0x00),
            frame: Rgb(0x00, 0x32, 0x80),
            found: Rgb(0, 0, 0),
            found_ground: Rgb(0xff, 0xe0, 0x00),
            marked: Rgb(0, 0, 0),
            marks: [
                Rgb(0xff, 0xf5, 0xaf),
                Rgb(0xaf, 0xf5, 0xaf),
                Rgb(0xaf, 0xd7, 0xff),
                Rgb(0xff, 0xb4, 0xb4),
            ],
            done: Rgb(0x00, 0x44, 0x00),
            working: Rgb(0x00, 0x32, 0x80),
            failed: Rgb(0x90, 0x00, 0x00),
        },
    },
];

/// Returns a theme by its name.
pub fn named(name: &str) -> Option<&'static Theme> {
    THEMES.iter().find(|theme| theme.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::palette::{Depth, contrast};

    /// The grounds that a theme without one of its own is read on.
    const DARK: [(u8, u8, u8); 2] = [(0, 0, 0), (0x1e, 0x1e, 0x1e)];
    const LIGHT: [(u8, u8, u8); 2] = [(255, 255, 255), (0xf5, 0xf5, 0xf0)];

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        let mut faint = Vec::new();
        for theme in &THEMES {
            for depth in [Depth::Rgb, Depth::Indexed] {
                let palette = theme.palette.within(depth);
                let grounds = if theme.is_light { LIGHT } else { DARK };
                // Nobody knows a terminal's own palette; on xterm's black and white the sixteen can be read.
                let own = usize::from(palette.needs() > Depth::Sixteen) + 1;
                for (part, text, ground) in palette.pairs() {
                    let on = ground.rgb().map_or(grounds[..own].to_vec(), |on| vec![on]);
                    for on in on {
                        let ratio = text.rgb().map_or(21.0, |text| contrast(text, on));
                        // In xterm's own palette red and magenta are as dark as this; both are drawn bold.
                        let is_bold = matches!(part, "sign" | "failed");
                        // So is its bright blue, almost, under what is highlighted.
                        let least = match theme.name {
                            "terminal-dark" if is_bold => 3.0,
                            "terminal-dark" | "terminal-light" if part == "marked" => 4.4,
                            _ => 4.5,
                        };
                        if ratio < least {
                            faint.push(format!(
                                "{}: {part} on {on:?} at {depth:?}: {ratio:.2}",
                                theme.name
                            ));
                        }
                    }
                }
            }
        }
        assert!(faint.is_empty(), "{}", faint.join("\n"));
    }

    #[test]
    fn the_colours_of_highlights_are_told_from_one_another_and_from_what_was_found() {
        for theme in &THEMES {
            for depth in [Depth::Rgb, Depth::Indexed] {
                let palette = theme.palette.within(depth);
                let mut grounds = palette.marks.to_vec();
                grounds.extend([palette.found_ground, palette.ground]);
                for (at, ground) in grounds.iter().enumerate() {
                    assert!(
                        !grounds[..at].contains(ground),
                        "{}: {grounds:?}",
                        theme.name
                    );
                }
            }
        }
    }

    #[test]
    fn a_theme_is_as_light_as_it_says() {
        for theme in &THEMES {
            if let Some(ground) = theme.palette.ground.rgb() {
                let found = crate::config::palette::is_light(ground);
                assert_eq!(found, theme.is_light, "{}", theme.name);
            }
        }
    }
}
