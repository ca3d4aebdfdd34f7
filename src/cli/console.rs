//! Where output and messages go, and what the terminal can do. Knows nothing of articles.
//!
//! Whatever is written through here as text was cleaned before, or is cleaned here; nothing foreign steers the terminal.

use std::borrow::Cow;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

use anyhow::Result;
use clap::ValueEnum;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::article::{Clean, in_ascii};
use crate::cli::call::{env, env_text};
use crate::shell::is_utf8;

/// Whether output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Coloring {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// In any case.
    Always,
    /// Never.
    Never,
}

/// Standard output.
#[derive(Debug)]
pub(super) struct Out {
    buffer: BufWriter<Stdout>,
    is_terminal: bool,
    is_colored: bool,
    /// Signs of the program's own are ASCII only.
    pub(super) is_ascii: bool,
    /// It goes to a terminal that can show nothing else.
    folds: bool,
}

/// A sign of the program's own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Sign {
    /// What parts two pieces of data.
    Dot,
    /// What stands before who said something.
    Dash,
    /// The mark that something was cut off.
    Cut,
    /// What stands between the first and the last of something.
    Until,
    /// A cell of a bar.
    Bar,
}

/// How words are set off on a terminal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ink {
    /// Strong.
    Bold,
    /// Weak.
    Dim,
}

impl Out {
    /// Takes standard output.
    pub(super) fn new(coloring: Coloring) -> Self {
        let is_terminal = io::stdout().is_terminal();
        let folds = is_terminal && !has_utf8();
        let wanted = env("NO_COLOR").is_none_or(|value| value.is_empty());
        Self {
            buffer: BufWriter::with_capacity(64 << 10, io::stdout()),
            is_terminal,
            is_ascii: folds,
            folds,
            is_colored: match coloring {
                Coloring::Auto => is_terminal && wanted && !is_dumb(),
                Coloring::Always => true,
                Coloring::Never => false,
            },
        }
    }

    /// Returns the columns of the terminal; none when output goes elsewhere.
    pub(super) fn columns(&self) -> Option<u16> {
        if !self.is_terminal {
            return None;
        }
        #[cfg(unix)]
        if let Ok(size) = rustix::termios::tcgetwinsize(io::stdout())
            && size.ws_col > 0
        {
            return Some(size.ws_col);
        }
        Some(80)
    }

    /// Whether output goes to a terminal.
    pub(super) const fn is_terminal(&self) -> bool {
        self.is_terminal
    }

    /// Whether output is coloured.
    pub(super) const fn is_colored(&self) -> bool {
        self.is_colored
    }

    /// Returns words as they are to be written, set off where that is wanted.
    pub(super) fn ink(&self, ink: Ink, words: &str) -> String {
        if !self.is_colored || words.is_empty() {
            return words.to_owned();
        }
        let code = match ink {
            Ink::Bold => 1,
            Ink::Dim => 2,
        };
        format!("\u{1b}[{code}m{words}\u{1b}[0m")
    }

    /// Returns a sign of the program's own as it may be written.
    pub(super) const fn sign(&self, sign: Sign) -> &'static str {
        match (sign, self.is_ascii) {
            (Sign::Dot, false) => " · ",
            (Sign::Dot, true) => " - ",
            (Sign::Dash, false) => "— ",
            (Sign::Dash, true) => "-- ",
            (Sign::Cut, false) => "…",
            (Sign::Cut, true) => "~",
            (Sign::Until, false) => " … ",
            (Sign::Until, true) => " ... ",
            (Sign::Bar, false) => "█",
            (Sign::Bar, true) => "#",
        }
    }

    /// Writes one line.
    pub(super) fn line(&mut self, line: &str) -> Result<()> {
        let line = if self.folds {
            folded(line)
        } else {
            line.into()
        };
        self.buffer.write_all(line.as_bytes())?;
        self.buffer.write_all(b"\n")?;
        Ok(())
    }

    /// Returns where bytes are written to.
    pub(super) fn writer(&mut self) -> &mut dyn Write {
        &mut self.buffer
    }

    /// Writes out what is still held back.
    pub(super) fn finish(&mut self) -> Result<()> {
        Ok(self.buffer.flush()?)
    }
}

/// Says something to the user: one clean line on standard error.
pub(super) fn say(message: &str) {
    // Nothing can be done, and nobody be told, when even this fails.
    let message = Clean::line(message);
    let message = if io::stderr().is_terminal() && !has_utf8() {
        folded(&message)
    } else {
        message.as_str().into()
    };
    writeln!(io::stderr(), "pullquote: {message}").ok();
}

/// Whether a terminal can show more than ASCII, by the locale.
fn has_utf8() -> bool {
    is_utf8(&env_text)
}

/// Returns a line for a terminal that knows ASCII alone; what comes from this program's own hand, as colours, stays.
fn folded(line: &str) -> Cow<'_, str> {
    if line.is_ascii() {
        return line.into();
    }
    let clusters = line.graphemes(true);
    let shown = clusters.map(|cluster| {
        if cluster.is_ascii() {
            cluster.to_owned()
        } else {
            in_ascii(cluster).to_string()
        }
    });
    shown.collect()
}

/// Whether the terminal can do nothing but print.
pub(super) fn is_dumb() -> bool {
    env("TERM").is_some_and(|term| term == "dumb")
}
