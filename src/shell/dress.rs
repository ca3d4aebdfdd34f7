//! Which theme is worn: as the reader configured it, on the ground there is, with the colours there are.

use crate::config::palette::Depth;
use crate::config::{Background, Settings, Wanted, themes};
use crate::shell::Host;
use crate::view::Theme;

/// Returns the theme. `is_light` is what the terminal said of its ground.
pub(super) fn theme(settings: &Settings, host: &Host, is_light: Option<bool>) -> Theme {
    let color = match settings.color {
        Wanted::Auto => !host.no_color,
        Wanted::Always => true,
        Wanted::Never => false,
    };
    let is_light = match settings.background {
        Background::Auto => host.is_light.or(is_light).unwrap_or(false),
        Background::Dark => false,
        Background::Light => true,
    };
    let by_ground = if is_light {
        &settings.theme_light
    } else {
        &settings.theme_dark
    };
    let name = match settings.theme.as_str() {
        themes::AUTO => by_ground,
        name => name,
    };
    let plain = themes::named(if is_light {
        "terminal-light"
    } else {
        "terminal-dark"
    });
    let plain = plain.map_or_else(Default::default, |theme| theme.palette);
    let palette = settings.palette(name).unwrap_or(plain);
    Theme {
        color,
        ascii: settings.ascii,
        links: match settings.hyperlinks {
            Wanted::Auto => host.hyperlinks,
            Wanted::Always => true,
            Wanted::Never => false,
        },
        palette: if host.depth == Depth::Sixteen && palette.needs() > Depth::Sixteen {
            // Its nearest sixteen could not be told from one another.
            plain
        } else {
            palette.within(host.depth)
        },
    }
}

/// Whether it matters what the terminal says of its ground.
pub(super) fn depends_on_ground(settings: &Settings, host: &Host) -> bool {
    settings.theme == themes::AUTO
        && settings.background == Background::Auto
        && host.is_light.is_none()
        && theme(settings, host, Some(true)) != theme(settings, host, Some(false))
        && host.answers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::palette::Shade;

    fn host(depth: Depth) -> Host {
        Host {
            depth,
            answers: true,
            ..Host::default()
        }
    }

    #[test]
    fn the_ground_chooses_between_two_themes() {
        let settings = Settings::read("theme-light = \"paper\"\ntheme-dark = \"dusk\"\n");
        let worn = |is_light| theme(&settings, &host(Depth::Rgb), is_light).palette;
        assert_eq!(Some(worn(Some(true))), settings.palette("paper"));
        assert_eq!(Some(worn(Some(false))), settings.palette("dusk"));
        assert_eq!(worn(None), worn(Some(false)));
        assert!(depends_on_ground(&settings, &host(Depth::Rgb)));
        let fixed = Settings::read("theme = \"paper\"\n");
        assert!(!depends_on_ground(&fixed, &host(Depth::Rgb)));
        let told = Settings::read("background = \"light\"\n");
        assert!(!depends_on_ground(&told, &host(Depth::Rgb)));
        let colorless = Settings::read("color = \"never\"\ntheme-light = \"terminal-dark\"\n");
        assert!(!depends_on_ground(&colorless, &host(Depth::Rgb)));
    }

    #[test]
    fn links_are_marked_where_the_terminal_opens_them_or_as_configured() {
        let knows = Host {
            hyperlinks: true,
            ..host(Depth::Rgb)
        };
        let marked = |text: &str, host: &Host| theme(&Settings::read(text), host, None).links;
        assert!(marked("", &knows) && !marked("", &host(Depth::Rgb)));
        assert!(!marked("hyperlinks = \"never\"\n", &knows));
        assert!(marked("hyperlinks = \"always\"\n", &host(Depth::Sixteen)));
    }

    #[test]
    fn a_terminal_with_fewer_colors_gets_those_it_has() {
        let settings = Settings::read("theme = \"night\"\n");
        let worn = |depth| theme(&settings, &host(depth), None).palette;
        assert!(matches!(worn(Depth::Rgb).ground, Shade::Rgb(..)));
        assert!(matches!(worn(Depth::Indexed).ground, Shade::Index(_)));
        assert_eq!(worn(Depth::Sixteen).ground, Shade::Own);
    }
}
