//! What the reader configured: `config.toml` read into checked settings, with every problem listed.
//!
//! A wrong setting never keeps the program from starting: its default stands in, and the problem is shown. Knows nothing
//! of files; the text comes as an argument. What commands there are is not known here: names of keys are checked where
//! the keys are.

pub mod nearest;
pub mod palette;
mod problem;
mod read;
pub mod themes;

use crate::article::Clean;
use palette::Palette;
pub use problem::{Place, Problem};

/// Checked settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Width of the text in cells, 20 to 160.
    pub width: u16,
    /// Whether indirect quotes are shown at the start.
    pub indirect: bool,
    /// Only ASCII for what the program itself draws.
    pub ascii: bool,
    /// Whether colours are used.
    pub color: Wanted,
    /// Whether links are marked for terminals that open them.
    pub hyperlinks: Wanted,
    /// Whether panes are scrolled by the terminal where they stand beside others.
    pub margins: Wanted,
    /// The theme by its name; [`themes::AUTO`] goes by the ground.
    pub theme: String,
    /// The theme on a dark ground, and where the ground is not known.
    pub theme_dark: String,
    /// The theme on a light ground.
    pub theme_light: String,
    /// What the ground of the terminal is.
    pub background: Background,
    /// The reader's own themes.
    pub themes: Vec<(String, Palette)>,
    /// When the pictures of an article are shown.
    pub pictures: Pictures,
    /// How they are shown.
    pub graphics: Graphics,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// Whether the cursor can be seen on the selection.
    pub cursor: bool,
    /// The command that opens addresses, in words; none for the desktop's own.
    pub opener: Vec<String>,
    /// Whether that command needs the terminal.
    pub opener_in_terminal: bool,
    /// Folders in which what appears is imported.
    pub watch: Vec<String>,
    /// Commands to pipe to, each a name and its words.
    pub pipes: Vec<(String, Vec<String>)>,
    /// Which keys are there at first.
    pub preset: Preset,
    /// The reader's own keys: what the file says of each command, in its order.
    pub keys: Vec<Keys>,
    /// What is wrong with the file.
    pub problems: Vec<Problem>,
    /// Why the file could not be read at all, if it is there.
    pub unreadable: Option<Clean>,
}

/// Whether something is used that not every terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// By what the environment says.
    Auto,
    /// In any case.
    Always,
    /// Never.
    Never,
}

/// When the pictures of an article are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pictures {
    /// When a key asks for them.
    Key,
    /// Whenever there are any.
    Always,
    /// Never.
    Never,
}

/// How pictures are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Graphics {
    /// By what the environment says.
    Auto,
    /// By kitty's protocol.
    Kitty,
    /// By sixels.
    Sixel,
    /// By half blocks.
    Blocks,
    /// Not at all.
    None,
}

/// What the ground of the terminal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// As the terminal says, if it does.
    Auto,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// Which keys are there at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Preset {
    /// Those of vim and less.
    Vim,
    /// Those of newsboat, as far as both programs do the same.
    Newsboat,
}

/// What the file says of the keys of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    /// The command's name, or [`NOP`].
    pub command: String,
    /// Where that stands.
    pub place: Place,
    /// The keys in their notation, each with its place.
    pub keys: Vec<(String, Place)>,
}

/// The name for keys that are to mean nothing, and the key for a command that is to have none.
pub const NOP: &str = "nop";

impl Preset {
    /// All presets.
    pub const ALL: [Self; 2] = [Self::Vim, Self::Newsboat];

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Vim => "vim",
            Self::Newsboat => "newsboat",
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            width: 72,
            indirect: false,
            ascii: false,
            color: Wanted::Auto,
            hyperlinks: Wanted::Auto,
            margins: Wanted::Auto,
            theme: themes::AUTO.to_owned(),
            theme_dark: "terminal-dark".to_owned(),
            theme_light: "terminal-light".to_owned(),
            background: Background::Auto,
            themes: Vec::new(),
            pictures: Pictures::Key,
            graphics: Graphics::Auto,
            mouse: true,
            cursor: true,
            opener: Vec::new(),
            opener_in_terminal: false,
            watch: Vec::new(),
            pipes: Vec::new(),
            preset: Preset::Vim,
            keys: Vec::new(),
            problems: Vec::new(),
            unreadable: None,
        }
    }
}

/// All settings outside of tables with an example value and what they do, in the order of the example file.
pub const OPTIONS: &[(&str, &str, &str)] = &[
    ("width", "72", "Width of the text in columns, 20 to 160."),
    (
        "indirect",
        "false",
        "Show indirect quotes at the start; the key i turns them on and off.",
    ),
    (
        "color",
        "\"auto\"",
        "Use colours: auto (unless NO_COLOR is set), always, never.",
    ),
    (
        "hyperlinks",
        "\"auto\"",
        "Mark links for terminals that open them by a click (OSC 8): auto (where the terminal is believed to), always, never.",
    ),
    (
        "margins",
        "\"auto\"",
        "Let the terminal scroll one pane beside the others (DECSLRM), which saves most of the bytes: auto (where it says that it knows how), always, never.",
    ),
    (
        "theme",
        "\"auto\"",
        "The colours: a theme from the list below, one of your own, or auto: one of the next two, by the ground.",
    ),
    (
        "theme-dark",
        "\"terminal-dark\"",
        "The theme on a dark ground, and on one that is not known.",
    ),
    (
        "theme-light",
        "\"terminal-light\"",
        "The theme on a light ground.",
    ),
    (
        "background",
        "\"auto\"",
        "The terminal's ground: auto (what COLORFGBG or the terminal itself says), dark, light.",
    ),
    (
        "ascii",
        "false",
        "Draw frames and marks with ASCII characters only.",
    ),
    (
        "pictures",
        "\"key\"",
        "Show the pictures that are kept with an article: key (when gp asks for them), always, never.",
    ),
    (
        "graphics",
        "\"auto\"",
        "How: auto (what the terminal is believed to know), kitty (its graphics protocol), sixel, blocks (half blocks in colour), none.",
    ),
    (
        "mouse",
        "true",
        "Use the mouse. Hold Shift to select text as the terminal does.",
    ),
    (
        "cursor",
        "true",
        "Show the cursor on what is selected, where screen readers and braille lines look for it.",
    ),
    (
        "opener",
        "\"\"",
        "The command that opens an address, which is put behind it; without one the desktop's own. No shell is used.",
    ),
    (
        "opener-in-terminal",
        "false",
        "Give the terminal to that command while it runs, as w3m and lynx need it.",
    ),
    (
        "watch",
        "[]",
        "Folders in which what appears while you read is imported once it is complete, as [\"~/Downloads/news\"].",
    ),
    (
        "preset",
        "\"vim\"",
        "The keys to begin with: vim, newsboat. Those below change single ones.",
    ),
];

impl Settings {
    /// Reads the text of a configuration file.
    pub fn read(text: &str) -> Self {
        read::settings(text)
    }

    /// Returns the defaults, with the reason why the file could not be read.
    pub fn unreadable(reason: &str) -> Self {
        Self {
            unreadable: Some(Clean::line(reason)),
            ..Self::default()
        }
    }

    /// Returns the colours of a theme by its name, the reader's own first.
    pub fn palette(&self, name: &str) -> Option<Palette> {
        let own = self.themes.iter().find(|(own, _)| own == name);
        own.map(|(_, palette)| *palette)
            .or_else(|| themes::named(name).map(|theme| theme.palette))
    }

    /// Returns the names of all themes, the reader's own first.
    pub fn theme_names(&self) -> impl Iterator<Item = &str> {
        let own = self.themes.iter().map(|(name, _)| name.as_str());
        own.chain([themes::AUTO])
            .chain(themes::THEMES.iter().map(|theme| theme.name))
    }
}
