//! In which way the terminal shows pictures: as configured, else as the environment says. It is asked nothing.

use crate::app::{App, Graphics, Way};
use crate::config::palette::Depth;
use crate::config::{self, Settings, Wanted};
use crate::shell::Host;
use crate::shell::host::is_wrapped;
use crate::shell::pace::Pace;

/// Finds out how the terminal shows pictures now: letters may have got another size, and its line be slow. `cell` has the
/// dots of a cell, if the terminal says.
pub(super) fn settle(app: &mut App, host: &Host, pace: &Pace, cell: Option<(u16, u16)>) {
    let graphics = graphics(&app.settings, host, pace.is_slow(), cell);
    if graphics != app.graphics {
        app.set_graphics(graphics);
    }
}

/// Returns how a terminal shows pictures. `is_slow` is what is known of its line, `cell` the dots of a cell, if it says.
fn graphics(settings: &Settings, host: &Host, is_slow: bool, cell: Option<(u16, u16)>) -> Graphics {
    let has_color = match settings.color {
        Wanted::Auto => !host.no_color,
        Wanted::Always => true,
        Wanted::Never => false,
    };
    let by_blocks = match host.depth {
        Depth::Sixteen => Err("it has too few colours"),
        Depth::Indexed | Depth::Rgb => Ok(Way::Blocks),
    };
    let way = match settings.graphics {
        config::Graphics::None => Err("they are switched off (graphics = \"none\")"),
        _ if is_slow => Err("its line is too slow"),
        _ if settings.ascii => Err("only ASCII is drawn"),
        _ if !has_color => Err("colours are switched off"),
        config::Graphics::Kitty => Ok(Way::Kitty),
        // A picture of another size than its cells would stand over the text.
        config::Graphics::Sixel if cell.is_none() => {
            Err("it does not say how large its letters are")
        }
        config::Graphics::Sixel => Ok(Way::Sixel),
        config::Graphics::Auto if host.draws => Ok(Way::Kitty),
        config::Graphics::Auto if host.sixels && cell.is_some() => Ok(Way::Sixel),
        config::Graphics::Auto | config::Graphics::Blocks => by_blocks,
    };
    Graphics {
        way,
        cell: cell.unwrap_or(Graphics::default().cell),
        is_indexed: host.depth == Depth::Indexed,
    }
}

/// Whether a terminal knows kitty's graphics protocol with placeholders, by the names that such terminals give themselves.
/// Inside of tmux or screen nobody can tell what is outside.
pub(super) fn knows_placeholders(term: &str, env: &dyn Fn(&str) -> Option<String>) -> bool {
    let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
    !is_wrapped(term, env)
        && !["", "dumb", "linux"].contains(&term)
        && (["xterm-kitty", "xterm-ghostty"].contains(&term)
            || is_set("KITTY_WINDOW_ID")
            || env("TERM_PROGRAM").is_some_and(|program| program == "ghostty"))
}

/// Whether a terminal knows sixels and lets text take their place, by the names that such terminals give themselves. Many
/// others do, but their names tell nothing. Far away they are not for granted: each time that the text is scrolled, the
/// picture is sent again.
pub(super) fn knows_sixels(term: &str, env: &dyn Fn(&str) -> Option<String>) -> bool {
    let is_set = |name| env(name).is_some_and(|value| !value.is_empty());
    let is_far = ["SSH_TTY", "SSH_CONNECTION", "SSH_CLIENT"].map(is_set);
    let is_named = |name: &&str| {
        let rest = term.strip_prefix(*name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    !is_wrapped(term, env)
        && !is_far.contains(&true)
        && !["", "dumb", "linux"].contains(&term)
        && (["foot", "mlterm", "contour", "yaft"].iter().any(is_named)
            || env("TERM_PROGRAM").is_some_and(|program| program == "WezTerm"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn told(settings: &str, env: &[(&str, &str)], is_slow: bool) -> Result<Way, &'static str> {
        let look = |name: &str| {
            let (_, value) = env.iter().find(|(other, _)| *other == name)?;
            Some((*value).to_owned())
        };
        let host = Host::from_env(&look);
        // The console and xterm's oldest relatives do not say how large a cell is.
        let cell = (!term_of(env).starts_with("vt")).then_some((10, 20));
        graphics(&Settings::read(settings), &host, is_slow, cell).way
    }

    fn term_of<'a>(env: &[(&str, &'a str)]) -> &'a str {
        let term = env.iter().find(|(name, _)| *name == "TERM");
        term.map_or("", |(_, term)| term)
    }

    const COLORS: (&str, &str) = ("COLORTERM", "truecolor");

    #[rstest]
    #[case::kitty("", &[("TERM", "xterm-kitty")], Ok(Way::Kitty))]
    #[case::kitty_by_another_name("", &[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "1")], Ok(Way::Kitty))]
    #[case::ghostty("", &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "ghostty")], Ok(Way::Kitty))]
    #[case::wezterm("", &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")], Ok(Way::Sixel))]
    #[case::wezterm_in_tmux("", &[("TERM", "tmux-256color"), ("TERM_PROGRAM", "WezTerm"), ("TMUX", "x")], Ok(Way::Blocks))]
    #[case::wezterm_without_colors("", &[("TERM", "wezterm"), ("TERM_PROGRAM", "WezTerm"), ("NO_COLOR", "1")], Err("colours are switched off"))]
    #[case::foot("", &[("TERM", "foot")], Ok(Way::Sixel))]
    #[case::foot_extra("", &[("TERM", "foot-extra"), COLORS], Ok(Way::Sixel))]
    #[case::foot_far_away("", &[("TERM", "foot"), COLORS, ("SSH_TTY", "/dev/pts/3")], Ok(Way::Blocks))]
    #[case::foot_in_screen("", &[("TERM", "foot"), COLORS, ("STY", "x")], Ok(Way::Blocks))]
    #[case::football("", &[("TERM", "football"), COLORS], Ok(Way::Blocks))]
    #[case::mlterm("", &[("TERM", "mlterm-256color")], Ok(Way::Sixel))]
    #[case::contour("", &[("TERM", "contour")], Ok(Way::Sixel))]
    #[case::yaft("", &[("TERM", "yaft-256color")], Ok(Way::Sixel))]
    #[case::sixel_in_ascii("ascii = true\ngraphics = \"sixel\"", &[("TERM", "foot")], Err("only ASCII is drawn"))]
    #[case::sixel_chosen("graphics = \"sixel\"", &[("TERM", "xterm"), ("SSH_TTY", "x")], Ok(Way::Sixel))]
    #[case::sixel_for_letters_of_any_size("graphics = \"sixel\"", &[("TERM", "vt340")], Err("it does not say how large its letters are"))]
    #[case::kitty_in_tmux("", &[("TERM", "tmux-256color"), ("KITTY_WINDOW_ID", "1"), ("TMUX", "x")], Ok(Way::Blocks))]
    #[case::kitty_in_screen("", &[("TERM", "xterm-256color"), ("KITTY_WINDOW_ID", "1"), ("STY", "x")], Ok(Way::Blocks))]
    #[case::many_colors("", &[("TERM", "xterm"), COLORS], Ok(Way::Blocks))]
    #[case::some_colors("", &[("TERM", "xterm-256color")], Ok(Way::Blocks))]
    #[case::few_colors("", &[("TERM", "xterm")], Err("it has too few colours"))]
    #[case::console("", &[("TERM", "linux")], Err("it has too few colours"))]
    #[case::no_color("", &[("TERM", "xterm-kitty"), ("NO_COLOR", "1")], Err("colours are switched off"))]
    #[case::never_color("color = \"never\"", &[("TERM", "xterm-kitty")], Err("colours are switched off"))]
    #[case::ascii("ascii = true", &[("TERM", "xterm-kitty")], Err("only ASCII is drawn"))]
    #[case::none("graphics = \"none\"", &[("TERM", "xterm-kitty")], Err("they are switched off (graphics = \"none\")"))]
    #[case::chosen("graphics = \"kitty\"", &[("TERM", "xterm")], Ok(Way::Kitty))]
    #[case::blocks_chosen("graphics = \"blocks\"", &[("TERM", "xterm-kitty"), COLORS], Ok(Way::Blocks))]
    #[case::blocks_without_colors("graphics = \"blocks\"", &[("TERM", "xterm")], Err("it has too few colours"))]
    #[case::nothing("", &[], Err("it has too few colours"))]
    fn the_environment_tells(
        #[case] settings: &str,
        #[case] env: &[(&str, &str)],
        #[case] expected: Result<Way, &'static str>,
    ) {
        assert_eq!(told(settings, env, false), expected);
        let on_slow = told(settings, env, true);
        assert!(on_slow.is_err(), "a slow line carries no picture");
    }
}
