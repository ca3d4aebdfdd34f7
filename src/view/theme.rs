//! What things look like. The only file that names colours.
//!
//! Which colours is the palette's matter; every difference that one makes is made by weight, slant, underline, reversal or
//! a sign as well.

use std::borrow::Cow;

use ratatui::style::{Color, Modifier, Style};

use crate::app::{Pane, Tone};
use crate::article::Hue;
use crate::config::palette::{Palette, Shade};
use crate::config::themes::THEMES;
use crate::typeset::{Emphasis, Part, Role};

/// How things look on one kind of terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours may be used.
    pub color: bool,
    /// Whether only ASCII may be drawn.
    pub ascii: bool,
    /// Whether links are marked as such, for a terminal that opens them itself.
    pub links: bool,
    /// The colours.
    pub palette: Palette,
}

impl Default for Theme {
    fn default() -> Self {
        Self {
            color: true,
            ascii: false,
            links: false,
            palette: THEMES[0].palette,
        }
    }
}

impl Theme {
    /// Returns the look of a run of text by what it is.
    pub fn role(self, role: Role) -> Style {
        let plain = Style::new();
        match role {
            Role::Heading(1 | 2) => plain.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            Role::Headline | Role::Heading(_) | Role::TableHead => {
                plain.add_modifier(Modifier::BOLD)
            }
            Role::Body | Role::TableCell => plain,
            Role::BlockQuote | Role::Caption => plain.add_modifier(Modifier::ITALIC),
            Role::Code => self.colored(plain, self.palette.code),
            Role::Byline | Role::Credit | Role::Rule | Role::Label => self.quiet(),
            Role::Related => self.quiet().add_modifier(Modifier::UNDERLINED),
            Role::QuoteNumber => self
                .colored(plain, self.palette.sign)
                .add_modifier(Modifier::BOLD),
        }
    }

    /// Adds what the writer set off.
    pub fn emphasis(self, style: Style, emphasis: Emphasis) -> Style {
        let mut style = style;
        for (kind, modifier) in [
            (Emphasis::ITALIC, Modifier::ITALIC),
            (Emphasis::BOLD, Modifier::BOLD),
            (Emphasis::STRIKE, Modifier::CROSSED_OUT),
            (Emphasis::LINK, Modifier::UNDERLINED),
        ] {
            if emphasis.contains(kind) {
                style = style.add_modifier(modifier);
            }
        }
        if emphasis.contains(Emphasis::CODE) {
            self.colored(style, self.palette.code)
        } else {
            style
        }
    }

    /// Adds what a stretch is to a quote. Without any colour the parts differ still: the selected quote's words are
    /// reversed, its cue underlined, its source bold and underlined.
    pub fn part(self, style: Style, part: Part, selected: bool) -> Style {
        match (part, selected) {
            (Part::Content, false) => self.colored(style, self.palette.quote),
            (Part::Content, true) => self
                .colored(style, self.palette.quote)
                .add_modifier(Modifier::REVERSED),
            (Part::Cue, false) => style.add_modifier(Modifier::ITALIC),
            (Part::Cue, true) => self
                .colored(style, self.palette.speaker)
                .add_modifier(Modifier::ITALIC | Modifier::UNDERLINED),
            (Part::Source, false) => style.add_modifier(Modifier::BOLD),
            (Part::Source, true) => self
                .colored(style, self.palette.speaker)
                .add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
        }
    }

    /// Adds that a stretch matches the search; `here` is the match that the reader is at.
    pub fn found(self, style: Style, here: bool) -> Style {
        let style = if self.color {
            style
                .fg(color(self.palette.found))
                .bg(color(self.palette.found_ground))
        } else {
            style
        };
        let style = style.remove_modifier(Modifier::REVERSED);
        match (here, self.color) {
            (true, _) => {
                style.add_modifier(Modifier::BOLD | Modifier::UNDERLINED | self.plain_reverse())
            }
            (false, true) => style,
            (false, false) => style.add_modifier(Modifier::UNDERLINED),
        }
    }

    /// Adds that a stretch is highlighted; `here` is the highlight that the reader is at. Without colours it is underlined,
    /// and a letter beside the row names its colour.
    pub fn highlighted(self, style: Style, hue: Hue, here: bool) -> Style {
        let mut style = style.add_modifier(Modifier::UNDERLINED);
        if self.color {
            let [yellow, green, blue, red] = self.palette.marks;
            let ground = match hue {
                Hue::Yellow => yellow,
                Hue::Green => green,
                Hue::Blue => blue,
                Hue::Red => red,
            };
            style = style
                .fg(color(self.palette.marked))
                .bg(color(ground))
                .remove_modifier(Modifier::REVERSED | Modifier::UNDERLINED);
        }
        if here {
            style.add_modifier(Modifier::BOLD)
        } else {
            style
        }
    }

    /// Adds that a stretch is being selected.
    pub fn selection(self, style: Style) -> Style {
        style.add_modifier(Modifier::REVERSED)
    }

    /// Returns the look of a half block: one dot above another.
    pub fn dots(self, top: [u8; 3], bottom: [u8; 3], is_indexed: bool) -> Style {
        let shade = |[red, green, blue]: [u8; 3]| {
            let shade = Shade::Rgb(red, green, blue);
            color(if is_indexed { shade.indexed() } else { shade })
        };
        Style::new().fg(shade(top)).bg(shade(bottom))
    }

    /// Returns the look by which a terminal knows the picture that a placeholder stands for.
    pub fn number(self, number: u32) -> Style {
        let [_, red, green, blue] = number.to_be_bytes();
        Style::new().fg(Color::Rgb(red, green, blue))
    }

    fn plain_reverse(self) -> Modifier {
        if self.color {
            Modifier::empty()
        } else {
            Modifier::REVERSED
        }
    }

    /// Returns the look of a pane's frame and title.
    pub fn frame(self, focused: bool) -> Style {
        let style = Style::new();
        if focused {
            self.colored(style, self.palette.frame)
                .add_modifier(Modifier::BOLD)
        } else {
            self.quiet()
        }
    }

    /// Returns the look of an article in the list.
    pub fn item(self, read: bool) -> Style {
        if read {
            Style::new()
        } else {
            Style::new().add_modifier(Modifier::BOLD)
        }
    }

    /// Adds that something is selected in a pane, which may or may not have the focus.
    pub fn selected(self, style: Style, focused: bool) -> Style {
        if focused {
            style.add_modifier(Modifier::REVERSED)
        } else {
            style
        }
    }

    /// Adds that a link is selected.
    pub fn selected_link(self, style: Style) -> Style {
        style.add_modifier(Modifier::REVERSED | Modifier::BOLD)
    }

    /// Returns the look of data beside a name: dates, roles, notes.
    pub fn data(self) -> Style {
        self.quiet()
    }

    /// Returns the look of everything before anything is drawn on it.
    pub fn ground(self) -> Style {
        let style = self.colored(Style::new(), self.palette.text);
        match self.palette.ground {
            Shade::Own => style,
            ground if self.color => style.bg(color(ground)),
            _ => style,
        }
    }

    /// What is of less weight: in a colour of its own, or faint.
    pub fn quiet(self) -> Style {
        match self.palette.quiet {
            quiet if self.color && quiet != Shade::Own => Style::new().fg(color(quiet)),
            _ => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// Returns the look of a speaker's name.
    pub fn speaker(self) -> Style {
        self.colored(Style::new(), self.palette.speaker)
            .add_modifier(Modifier::BOLD)
    }

    /// Returns the look of the bar beside what is selected, and of other signs.
    pub fn sign(self) -> Style {
        self.colored(Style::new(), self.palette.sign)
            .add_modifier(Modifier::BOLD)
    }

    /// Returns the look of a notice.
    pub fn notice(self, tone: Tone) -> Style {
        match tone {
            Tone::Done => self.colored(Style::new(), self.palette.done),
            Tone::Working => self.colored(Style::new(), self.palette.working),
            Tone::Failed => self
                .colored(Style::new(), self.palette.failed)
                .add_modifier(Modifier::BOLD),
        }
    }

    /// Returns the look of a key in a hint.
    pub fn key(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// Returns the bar at the left of what is selected.
    pub fn bar(self) -> &'static str {
        if self.ascii { ">" } else { "▌" }
    }

    /// Returns the sign of an unread article.
    pub fn unread(self) -> &'static str {
        if self.ascii { "*" } else { "●" }
    }

    /// Returns the sign of an article with a star.
    pub fn star(self) -> &'static str {
        if self.ascii { "+" } else { "★" }
    }

    /// Returns what parts two pieces of data.
    pub fn dot(self) -> &'static str {
        if self.ascii { " - " } else { " · " }
    }

    /// Returns the sign that something was cut off.
    pub fn cut(self) -> &'static str {
        if self.ascii { "~" } else { "…" }
    }

    /// Returns words in quotation marks.
    pub fn quoted(self, words: &str) -> String {
        if self.ascii {
            format!("\"{words}\"")
        } else {
            format!("“{words}”")
        }
    }

    /// Returns a sentence of the program's own with signs that may be drawn, each as wide as before.
    pub fn plain(self, text: &str) -> Cow<'_, str> {
        if !self.ascii || text.is_ascii() {
            return text.into();
        }
        text.chars()
            .map(|c| match c {
                '“' | '”' => '"',
                '‘' | '’' => '\'',
                '—' | '–' | '·' => '-',
                '…' => '~',
                c => c,
            })
            .collect()
    }

    /// Returns the name of a pane.
    pub fn pane(self, pane: Pane) -> &'static str {
        match pane {
            Pane::List => "Library",
            Pane::Reading => "Reading",
            Pane::Quotes => "Quotes",
        }
    }

    fn colored(self, style: Style, shade: Shade) -> Style {
        if self.color && shade != Shade::Own {
            style.fg(color(shade))
        } else {
            style
        }
    }
}

/// Returns a style that marks words as a link with a number. A cell has no place for it but the colour of its underline,
/// which nothing else uses.
pub fn linked(style: Style, number: usize) -> Style {
    match u32::try_from(number) {
        Ok(number) if number < MOST_LINKS => style.underline_color(link_color(number)),
        _ => style,
    }
}

/// Numbers of links that a colour has room for.
const MOST_LINKS: u32 = 1 << 24;

/// Returns the colour that stands for the link with a number.
pub fn link_color(number: u32) -> Color {
    let [_, red, green, blue] = number.to_be_bytes();
    Color::Rgb(red, green, blue)
}

/// Returns the number of the link that a colour of an underline stands for.
pub fn link_of(underline: Color) -> Option<u32> {
    match underline {
        Color::Rgb(red, green, blue) => Some(u32::from_be_bytes([0, red, green, blue])),
        _ => None,
    }
}

/// Returns what ratatui calls a colour.
fn color(shade: Shade) -> Color {
    const NAMED: [Color; 16] = [
        Color::Black,
        Color::Red,
        Color::Green,
        Color::Yellow,
        Color::Blue,
        Color::Magenta,
        Color::Cyan,
        Color::Gray,
        Color::DarkGray,
        Color::LightRed,
        Color::LightGreen,
        Color::LightYellow,
        Color::LightBlue,
        Color::LightMagenta,
        Color::LightCyan,
        Color::White,
    ];
    match shade {
        Shade::Own => Color::Reset,
        Shade::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
        // The first sixteen have shorter sequences than their numbers.
        Shade::Index(at) => NAMED
            .get(usize::from(at))
            .copied()
            .unwrap_or(Color::Indexed(at)),
    }
}
