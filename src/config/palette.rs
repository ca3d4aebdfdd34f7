//! Colours as data: what each part of the screen is painted with. Knows no screen; the view makes styles of it.

/// A colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shade {
    /// The terminal's own colour of text or ground.
    #[default]
    Own,
    /// One of the terminal's 256; the first 16 are those of its palette, which its user may have changed.
    Index(u8),
    /// Red, green and blue.
    Rgb(u8, u8, u8),
}

/// The colours of a theme. What has the terminal's own colour is set off by other means alone.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub ground: Shade,
    /// Running text.
    pub text: Shade,
    /// Data beside a name: dates, roles, notes. The terminal's own is drawn faint.
    pub quiet: Shade,
    /// The words of a quote.
    pub quote: Shade,
    /// Who said it, and the cue and source of the selected quote.
    pub speaker: Shade,
    /// Numbers of quotes, and the signs beside articles and what is selected.
    pub sign: Shade,
    /// Code.
    pub code: Shade,
    /// The frame of the pane with the focus.
    pub frame: Shade,
    /// What was found, and behind it.
    pub found: Shade,
    /// Behind what was found.
    pub found_ground: Shade,
    /// Words with a highlight.
    pub marked: Shade,
    /// Behind those, in the order of [`crate::article::Hue::ALL`].
    pub marks: [Shade; 4],
    /// Notices of something done.
    pub done: Shade,
    /// Notices of something going on.
    pub working: Shade,
    /// Notices of something that failed, and warnings.
    pub failed: Shade,
}

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Sixteen, or fewer.
    #[default]
    Sixteen,
    /// 256.
    Indexed,
    /// Sixteen million.
    Rgb,
}

/// The colours by the names that the configuration gives them, each with a sentence.
pub const PARTS: [(&str, &str); 18] = [
    ("ground", "behind everything"),
    ("text", "running text"),
    ("quiet", "dates, roles and notes"),
    ("quote", "the words of a quote"),
    (
        "speaker",
        "who said it, and the cue and source of the selected quote",
    ),
    ("sign", "numbers and signs"),
    ("code", "code"),
    ("frame", "the frame of the pane with the focus"),
    ("found", "what was found"),
    ("found-ground", "behind what was found"),
    ("marked", "words with a highlight"),
    ("yellow-ground", "behind those with a yellow highlight"),
    ("green-ground", "behind those with a green highlight"),
    ("blue-ground", "behind those with a blue highlight"),
    ("red-ground", "behind those with a red highlight"),
    ("done", "notices of something done"),
    ("working", "notices of something going on"),
    ("failed", "failures and warnings"),
];

/// Names of the first sixteen colours.
const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// What the first sixteen are in xterm, unless its user changed them.
const XTERM: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// The steps of each colour in the cube of 216.
const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl Palette {
    /// Returns the colour of a part by its name in [`PARTS`].
    pub fn part(&mut self, name: &str) -> Option<&mut Shade> {
        Some(match name {
            "ground" => &mut self.ground,
            "text" => &mut self.text,
            "quiet" => &mut self.quiet,
            "quote" => &mut self.quote,
            "speaker" => &mut self.speaker,
            "sign" => &mut self.sign,
            "code" => &mut self.code,
            "frame" => &mut self.frame,
            "found" => &mut self.found,
            "found-ground" => &mut self.found_ground,
            "marked" => &mut self.marked,
            "yellow-ground" => &mut self.marks[0],
            "green-ground" => &mut self.marks[1],
            "blue-ground" => &mut self.marks[2],
            "red-ground" => &mut self.marks[3],
            "done" => &mut self.done,
            "working" => &mut self.working,
            "failed" => &mut self.failed,
            _ => return None,
        })
    }

    /// Returns the pairs of text and ground that are read on one another; by the name of the part.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, Shade, Shade)> {
        let mut all = *self;
        let grounds = |name: &str| match name {
            "found" => vec![self.found_ground],
            "marked" => self.marks.to_vec(),
            _ => vec![self.ground],
        };
        PARTS
            .iter()
            .filter(|(name, _)| !name.ends_with("ground"))
            .filter_map(move |(name, _)| {
                let text = *all.part(name)?;
                let on = grounds(name).into_iter();
                Some(on.map(move |on| (*name, text, on)))
            })
            .flatten()
    }

    /// Returns the same with the colours that a terminal has.
    #[must_use]
    pub fn within(mut self, depth: Depth) -> Self {
        if depth < Depth::Rgb {
            for (name, _) in PARTS {
                if let Some(shade) = self.part(name) {
                    *shade = shade.indexed();
                }
            }
        }
        self
    }

    /// Whether it needs more than the sixteen colours that every terminal has.
    pub fn needs(&self) -> Depth {
        let mut all = *self;
        let depth = |shade: Shade| match shade {
            Shade::Own | Shade::Index(0..16) => Depth::Sixteen,
            Shade::Index(_) => Depth::Indexed,
            Shade::Rgb(..) => Depth::Rgb,
        };
        PARTS
            .iter()
            .filter_map(|(name, _)| all.part(name).map(|shade| depth(*shade)))
            .max()
            .unwrap_or_default()
    }
}

impl Shade {
    /// Reads a colour: `#rrggbb`, `#rgb`, a number from 0 to 255, a name, or `none` for the terminal's own.
    pub fn read(text: &str) -> Option<Self> {
        if text == "none" {
            return Some(Self::Own);
        }
        if let Some(digits) = text.strip_prefix('#') {
            let wide: String = match digits.len() {
                3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
                6 => digits.to_owned(),
                _ => return None,
            };
            let at = |from: usize| u8::from_str_radix(wide.get(from..from + 2)?, 16).ok();
            return Some(Self::Rgb(at(0)?, at(2)?, at(4)?));
        }
        let named = || NAMES.iter().position(|name| *name == text);
        if let Some(at) = named() {
            return u8::try_from(at).ok().map(Self::Index);
        }
        text.parse().ok().map(Self::Index)
    }

    /// Returns the colour as it is where nobody changed the palette; none for the terminal's own.
    pub fn rgb(self) -> Option<(u8, u8, u8)> {
        match self {
            Self::Own => None,
            Self::Rgb(red, green, blue) => Some((red, green, blue)),
            Self::Index(at @ 0..16) => XTERM.get(usize::from(at)).copied(),
            Self::Index(at @ 16..232) => {
                let step = |of: u8| STEPS.get(usize::from(of % 6)).copied().unwrap_or(0);
                let at = at - 16;
                Some((step(at / 36), step(at / 6), step(at)))
            }
            Self::Index(at) => {
                let gray = 8 + 10 * (at - 232);
                Some((gray, gray, gray))
            }
        }
    }

    /// Returns the nearest of the 240 colours that no user changes, for one that is given by red, green and blue.
    #[must_use]
    pub fn indexed(self) -> Self {
        let Self::Rgb(red, green, blue) = self else {
            return self;
        };
        let far = |index: &u8| {
            let (r, g, b) = Self::Index(*index).rgb().unwrap_or_default();
            let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
            // The eye sees a difference in green best, in blue least.
            3 * square(r, red) + 4 * square(g, green) + 2 * square(b, blue)
        };
        (16..=255).min_by_key(far).map_or(Self::Own, Self::Index)
    }
}

/// Returns the contrast of two colours as WCAG counts it, from 1 to 21.
pub fn contrast(one: (u8, u8, u8), other: (u8, u8, u8)) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Whether a ground is a light one.
pub fn is_light(ground: (u8, u8, u8)) -> bool {
    // As far from white as from black.
    luminance(ground) > 0.179
}

fn luminance((red, green, blue): (u8, u8, u8)) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("#fa0", Some(Shade::Rgb(255, 170, 0)))]
    #[case("#0A0b0C", Some(Shade::Rgb(10, 11, 12)))]
    #[case("red", Some(Shade::Index(1)))]
    #[case("bright-cyan", Some(Shade::Index(14)))]
    #[case("208", Some(Shade::Index(208)))]
    #[case("none", Some(Shade::Own))]
    #[case("256", None)]
    #[case("#12", None)]
    #[case("#éé", None)]
    #[case("mauve", None)]
    fn colors_are_read(#[case] text: &str, #[case] shade: Option<Shade>) {
        assert_eq!(Shade::read(text), shade);
    }

    #[test]
    fn contrast_is_that_of_the_guidelines() {
        let is = |a, b, wanted: f64| assert!((contrast(a, b) - wanted).abs() < 0.01);
        is((0, 0, 0), (255, 255, 255), 21.0);
        is((118, 118, 118), (255, 255, 255), 4.54);
        is((9, 9, 9), (9, 9, 9), 1.0);
    }

    #[rstest]
    #[case((255, 255, 255), 231)]
    #[case((95, 135, 175), 67)]
    #[case((30, 30, 30), 234)]
    fn the_nearest_of_the_cube_is_found(#[case] rgb: (u8, u8, u8), #[case] index: u8) {
        assert_eq!(
            Shade::Rgb(rgb.0, rgb.1, rgb.2).indexed(),
            Shade::Index(index)
        );
    }
}
