//! The clipboard: the desktop's own where there is one, else the terminal's by OSC 52.
//!
//! It says where a copy went, and never more than it knows: a desktop confirms, a terminal does not.

use std::io::Write;

use crossterm::clipboard::CopyToClipboard;
use crossterm::execute;

use crate::app::Copied;
use crate::shell::Host;

/// Longest text sent through the terminal, in bytes: xterm and tmux drop what is longer once it is encoded.
const LONGEST: usize = 74_000;

/// The ways to a clipboard.
pub(super) struct Clipboard {
    desktop: Desktop,
    /// Why the terminal has none, when that is known.
    no_terminal: Option<&'static str>,
    tmux: bool,
}

/// The desktop's clipboard. It is kept once it was used: on X11 the copy lives as long as its owner.
enum Desktop {
    None,
    Untried,
    Open(arboard::Clipboard),
}

impl Clipboard {
    pub(super) fn new(host: &Host) -> Self {
        // Over SSH the desktop at hand is the far one's, which the reader does not sit at.
        let desktop = if host.desktop && !host.ssh {
            Desktop::Untried
        } else {
            Desktop::None
        };
        let no_terminal = match host.term.as_str() {
            "linux" => Some("the Linux console has no clipboard"),
            "dumb" | "" => Some("this terminal has no clipboard"),
            _ => None,
        };
        Self {
            desktop,
            no_terminal,
            tmux: host.tmux,
        }
    }

    /// Puts text on the clipboard.
    pub(super) fn copy(&mut self, text: &str, terminal: &mut impl Write) -> Copied {
        if let Desktop::Untried = self.desktop {
            self.desktop = arboard::Clipboard::new().map_or(Desktop::None, Desktop::Open);
        }
        if let Desktop::Open(clipboard) = &mut self.desktop
            && clipboard.set_text(text).is_ok()
        {
            return Copied::Clipboard;
        }
        if let Some(reason) = self.no_terminal {
            return Copied::Nowhere(reason.to_owned());
        }
        if text.len() > LONGEST {
            return Copied::Nowhere("it is too long for the terminal's clipboard".to_owned());
        }
        match execute!(terminal, CopyToClipboard::to_clipboard_from(text)) {
            Ok(()) if self.tmux => Copied::Tmux,
            Ok(()) => Copied::Terminal,
            Err(error) => Copied::Nowhere(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(term: &str) -> Host {
        Host {
            term: term.to_owned(),
            ssh: true,
            ..Host::default()
        }
    }

    #[test]
    fn without_a_desktop_the_terminal_gets_it() {
        let mut out = Vec::new();
        assert_eq!(
            Clipboard::new(&host("xterm")).copy("hi", &mut out),
            Copied::Terminal
        );
        assert_eq!(String::from_utf8(out).unwrap(), "\u{1b}]52;c;aGk=\u{1b}\\");
    }

    #[test]
    fn nothing_is_claimed_that_was_not_sent() {
        let mut out = Vec::new();
        assert!(matches!(
            Clipboard::new(&host("linux")).copy("hi", &mut out),
            Copied::Nowhere(_)
        ));
        assert!(matches!(
            Clipboard::new(&host("xterm")).copy(&"x".repeat(80_000), &mut out),
            Copied::Nowhere(_)
        ));
        assert!(out.is_empty());
    }
}
