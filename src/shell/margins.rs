//! Whether the terminal can scroll some of its columns alone (DECSLRM), so that a line in one of several panes costs a line:
//! as configured, else as the environment says. It is asked nothing.
//!
//! A terminal that does not know margins at the left and right would scroll all of its columns, so only those are believed
//! to that have names of their own.

use std::ops::Range;

use crate::app::App;
use crate::config::Wanted;
use crate::shell::Host;
use crate::shell::host::is_wrapped;

/// Returns the columns of each pane, where the terminal can scroll them alone.
pub(super) fn columns(app: &App, host: &Host) -> Vec<Range<u16>> {
    let can = match app.settings.margins {
        Wanted::Auto => host.margins,
        Wanted::Always => true,
        Wanted::Never => false,
    };
    if !can || app.overlay.is_some() {
        return Vec::new();
    }
    let panes = app.panes();
    let areas = [panes.list, panes.reading, panes.quotes]
        .into_iter()
        .flatten();
    areas.map(|area| area.inner.x..area.inner.right()).collect()
}

/// Whether a terminal knows margins at the left and right, by the names that such terminals give themselves.
pub(super) fn are_known(term: &str, env: &dyn Fn(&str) -> Option<String>) -> bool {
    const TERMS: [&str; 4] = ["xterm-ghostty", "contour", "mlterm", "wezterm"];
    const PROGRAMS: [&str; 4] = ["WezTerm", "iTerm.app", "mintty", "ghostty"];
    // Those of other terminals, which may have been started from one that knows margins and have left its variables in place.
    // (LC_TERMINAL, which comes along over SSH, comes along through mosh as well, which knows none.)
    const OTHERS: [&str; 9] = [
        "ZELLIJ",
        "INSIDE_EMACS",
        "NVIM",
        "VIM_TERMINAL",
        "VTE_VERSION",
        "KONSOLE_VERSION",
        "KITTY_WINDOW_ID",
        "ALACRITTY_WINDOW_ID",
        "WT_SESSION",
    ];
    let is_set = |name: &str| env(name).is_some_and(|value| !value.is_empty());
    if is_wrapped(term, env) || OTHERS.into_iter().any(is_set) {
        return false;
    }
    let is_named = TERMS.iter().any(|name| {
        let rest = term.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    });
    if is_named || !term.starts_with("xterm") {
        return is_named;
    }
    match env("TERM_PROGRAM").filter(|program| !program.is_empty()) {
        Some(program) => PROGRAMS.contains(&program.as_str()),
        None => is_set("XTERM_VERSION"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::xterm(&[("TERM", "xterm-256color"), ("XTERM_VERSION", "XTerm(390)")], true)]
    #[case::only_called_so(&[("TERM", "xterm-256color")], false)]
    #[case::ghostty_far_away(&[("TERM", "xterm-ghostty"), ("SSH_TTY", "/dev/pts/1")], true)]
    #[case::wezterm(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], true)]
    #[case::iterm(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "iTerm.app")], true)]
    #[case::iterm_through_mosh(&[("TERM", "xterm-256color"), ("LC_TERMINAL", "iTerm2")], false)]
    #[case::zellij_in_wezterm(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm"), ("ZELLIJ", "0")], false)]
    #[case::mintty(&[("TERM", "xterm"), ("TERM_PROGRAM", "mintty")], true)]
    #[case::contour(&[("TERM", "contour-latest")], true)]
    #[case::mlterm(&[("TERM", "mlterm-256color")], true)]
    #[case::code(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "vscode"), ("XTERM_VERSION", "x")], false)]
    #[case::gnome_from_xterm(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7600"), ("XTERM_VERSION", "x")], false)]
    #[case::konsole(&[("TERM", "xterm-256color"), ("KONSOLE_VERSION", "240100"), ("XTERM_VERSION", "x")], false)]
    #[case::kitty(&[("TERM", "xterm-kitty"), ("KITTY_WINDOW_ID", "1")], false)]
    #[case::foot(&[("TERM", "foot")], false)]
    #[case::tmux_in_xterm(&[("TERM", "tmux-256color"), ("TMUX", "x"), ("XTERM_VERSION", "x")], false)]
    #[case::screen_in_xterm(&[("TERM", "xterm-256color"), ("STY", "x"), ("XTERM_VERSION", "x")], false)]
    #[case::console(&[("TERM", "linux"), ("XTERM_VERSION", "x")], false)]
    #[case::nothing(&[], false)]
    fn the_environment_tells(#[case] env: &[(&str, &str)], #[case] expected: bool) {
        let look = |name: &str| {
            let (_, value) = env.iter().find(|(other, _)| *other == name)?;
            Some((*value).to_owned())
        };
        assert_eq!(Host::from_env(&look).margins, expected);
    }
}
