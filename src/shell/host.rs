//! What the environment says about the place where the program runs.

use std::path::PathBuf;

use crate::config::palette::Depth;
use crate::shell::{graphics, ground};

/// The place where the program runs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts about one host"
)]
pub struct Host {
    /// The terminal is at the other end of an SSH connection.
    pub ssh: bool,
    /// There is a desktop whose clipboard can be reached.
    pub desktop: bool,
    /// The program runs inside tmux.
    pub tmux: bool,
    /// The reader wants no colours.
    pub no_color: bool,
    /// How many colours the terminal has.
    pub depth: Depth,
    /// Whether the terminal's ground is light, where the environment says so.
    pub is_light: Option<bool>,
    /// The terminal may be asked something: it answers, or does not mind.
    pub answers: bool,
    /// The terminal is believed to open links that are marked as such.
    pub hyperlinks: bool,
    /// The terminal is believed to know kitty's graphics protocol with placeholders.
    pub draws: bool,
    /// The terminal is believed to know sixels, and is near.
    pub sixels: bool,
    /// The terminal is inside of another one, as in tmux or screen, which may pass a question on.
    pub is_wrapped: bool,
    /// The reader's locale has UTF-8, or there is none; else only ASCII is shown.
    pub is_utf8: bool,
    /// The kind of terminal, as TERM has it.
    pub term: String,
    /// The editor that the reader has chosen, with its arguments.
    pub editor: Option<String>,
    /// Where programs are looked for, as PATH has it.
    pub path: String,
    /// The home folder, for `~` in a path.
    pub home: Option<PathBuf>,
}

impl Host {
    /// Reads the environment, through a function that looks a variable up.
    pub fn from_env(env: &dyn Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
        let term = env("TERM").unwrap_or_default();
        let windowed = cfg!(any(target_os = "macos", windows));
        Self {
            ssh: ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"]
                .into_iter()
                .any(is_set),
            desktop: windowed || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"),
            tmux: is_set("TMUX"),
            no_color: is_set("NO_COLOR"),
            editor: ["VISUAL", "EDITOR"]
                .into_iter()
                .filter_map(env)
                .find(|editor| !editor.trim().is_empty()),
            depth: depth(&term, &env("COLORTERM").unwrap_or_default()),
            is_light: env("COLORFGBG").and_then(|value| ground::of_variable(&value)),
            answers: answers(&term),
            hyperlinks: hyperlinks(&term, env),
            draws: graphics::knows_placeholders(&term, env),
            sixels: graphics::knows_sixels(&term, env),
            is_wrapped: is_wrapped(&term, env),
            is_utf8: is_utf8(env),
            term,
            path: env("PATH").unwrap_or_default(),
            home: env("HOME")
                .filter(|home| !home.is_empty())
                .map(PathBuf::from),
        }
    }
}

/// Whether the program runs inside of tmux or screen: nobody can tell what is outside.
pub(super) fn is_wrapped(term: &str, env: &dyn Fn(&str) -> Option<String>) -> bool {
    let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
    is_set("TMUX") || is_set("STY") || ["tmux", "screen"].iter().any(|name| term.starts_with(name))
}

/// Whether text may be shown in UTF-8: as the locale says, which is the first of three variables that has something in it.
/// Without any, as in a bare container, terminals have UTF-8 all the same; whoever sets "C" says that theirs has not.
pub fn is_utf8(env: &dyn Fn(&str) -> Option<String>) -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(env)
        .find(|value| !value.is_empty());
    locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// How many colours a terminal has, by what the environment says of it.
fn depth(term: &str, colorterm: &str) -> Depth {
    if matches!(colorterm, "truecolor" | "24bit") || term.ends_with("-direct") {
        Depth::Rgb
    } else if term.contains("256color") {
        Depth::Indexed
    } else {
        Depth::Sixteen
    }
}

/// Whether a terminal may be asked something. Consoles print what they do not know.
fn answers(term: &str) -> bool {
    let silent = ["", "dumb", "linux", "cons", "vt", "ansi", "screen", "eterm"];
    !silent
        .iter()
        .any(|name| term == *name || (!name.is_empty() && term.starts_with(name)))
        || term.starts_with("vte")
}

/// Whether a terminal opens links that are marked as such (OSC 8), by the names that such terminals give themselves. tmux
/// passes the marks on to those that do, or drops them.
fn hyperlinks(term: &str, env: &dyn Fn(&str) -> Option<String>) -> bool {
    const TERMS: [&str; 8] = [
        "xterm-kitty",
        "xterm-ghostty",
        "alacritty",
        "foot",
        "wezterm",
        "contour",
        "tmux",
        "rio",
    ];
    const PROGRAMS: [&str; 6] = ["iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "rio"];
    let number = |name| env(name).and_then(|value| value.parse::<u32>().ok());
    let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
    if ["", "dumb", "linux"].contains(&term) || term.starts_with("screen") {
        return false;
    }
    TERMS.iter().any(|name| term.starts_with(name))
        || env("TERM_PROGRAM").is_some_and(|program| PROGRAMS.contains(&program.as_str()))
        // Before these they had no such links, or crashed on them.
        || number("VTE_VERSION").is_some_and(|version| version >= 5_002)
        || number("KONSOLE_VERSION").is_some_and(|version| version >= 201_200)
        || is_set("WT_SESSION")
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::none(&[], true)]
    #[case::usual(&[("LANG", "de_DE.UTF-8")], true)]
    #[case::mac(&[("LC_CTYPE", "UTF-8")], true)]
    #[case::spelt_otherwise(&[("LANG", "en_US.utf8")], true)]
    #[case::plain(&[("LANG", "C")], false)]
    #[case::posix(&[("LC_ALL", "POSIX"), ("LANG", "C.UTF-8")], false)]
    #[case::latin(&[("LANG", "fr_FR.ISO-8859-1")], false)]
    #[case::none_named(&[("LANG", "fr_FR")], false)]
    #[case::characters_alone(&[("LC_CTYPE", "C.UTF-8"), ("LANG", "C")], true)]
    #[case::empty(&[("LC_ALL", ""), ("LANG", "C.UTF-8")], true)]
    fn the_locale_tells_whether_there_is_utf8(
        #[case] env: &[(&str, &str)],
        #[case] expected: bool,
    ) {
        let look = |name: &str| {
            let (_, value) = env.iter().find(|(other, _)| *other == name)?;
            Some((*value).to_owned())
        };
        assert_eq!(is_utf8(&look), expected);
    }

    #[rstest]
    #[case("xterm-kitty", None, true)]
    #[case("foot", None, true)]
    #[case("tmux-256color", None, true)]
    #[case("xterm-256color", None, false)]
    #[case("xterm-256color", Some(("VTE_VERSION", "7006")), true)]
    #[case("xterm-256color", Some(("VTE_VERSION", "4601")), false)]
    #[case("xterm-256color", Some(("TERM_PROGRAM", "iTerm.app")), true)]
    #[case("xterm-256color", Some(("TERM_PROGRAM", "Apple_Terminal")), false)]
    #[case("screen-256color", Some(("VTE_VERSION", "7006")), false)]
    #[case("linux", Some(("WT_SESSION", "x")), false)]
    fn a_terminal_that_opens_links_is_known_by_its_names(
        #[case] term: &str,
        #[case] variable: Option<(&str, &str)>,
        #[case] expected: bool,
    ) {
        let env = |name: &str| {
            let (_, value) = variable.filter(|(other, _)| *other == name)?;
            Some(value.to_owned())
        };
        assert_eq!(hyperlinks(term, &env), expected);
    }

    #[rstest]
    #[case("xterm-256color", "truecolor", Depth::Rgb, true)]
    #[case("xterm-256color", "", Depth::Indexed, true)]
    #[case("tmux-256color", "", Depth::Indexed, true)]
    #[case("xterm", "", Depth::Sixteen, true)]
    #[case("linux", "", Depth::Sixteen, false)]
    #[case("screen.xterm-256color", "", Depth::Indexed, false)]
    #[case("", "", Depth::Sixteen, false)]
    fn a_terminal_is_known_by_its_name(
        #[case] term: &str,
        #[case] colorterm: &str,
        #[case] colors: Depth,
        #[case] asked: bool,
    ) {
        assert_eq!((depth(term, colorterm), answers(term)), (colors, asked));
    }
}
