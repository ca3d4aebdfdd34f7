//! What the environment says about the place where the program runs.

use std::path::PathBuf;

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
    /// The kind of terminal, as TERM has it.
    pub term: String,
    /// The editor that the reader has chosen, with its arguments.
    pub editor: Option<String>,
    /// The home folder, for `~` in a path.
    pub home: Option<PathBuf>,
}

impl Host {
    /// Reads the environment, through a function that looks a variable up.
    pub fn from_env(env: &dyn Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
        let windowed = cfg!(any(target_os = "macos", windows));
        Self {
            ssh: ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"]
                .into_iter()
                .any(is_set),
            desktop: windowed || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY"),
            tmux: is_set("TMUX"),
            no_color: is_set("NO_COLOR"),
            term: env("TERM").unwrap_or_default(),
            editor: ["VISUAL", "EDITOR"]
                .into_iter()
                .filter_map(env)
                .find(|editor| !editor.trim().is_empty()),
            home: env("HOME")
                .filter(|home| !home.is_empty())
                .map(PathBuf::from),
        }
    }
}
