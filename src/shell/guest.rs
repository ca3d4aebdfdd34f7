//! Another program that has the terminal for a while: it is given back before, and taken again after.

use std::io::{self, Write};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::thread;

use crate::shell::Event;

/// A program to be run in the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guest {
    /// The program and its arguments.
    pub(super) words: Vec<String>,
    /// What it reads from its standard input; without it, the keys.
    pub(super) input: Option<String>,
    /// Whether what it printed stays on the screen until Enter is pressed.
    pub(super) waits: bool,
}

impl Guest {
    /// Starts it. Its end comes through the channel.
    pub(super) fn start(self, sender: Sender<Event>) -> io::Result<()> {
        let Some((program, rest)) = self.words.split_first() else {
            return Err(io::Error::other("no program is named"));
        };
        let stdin = if self.input.is_some() {
            Stdio::piped()
        } else {
            Stdio::inherit()
        };
        let (input, waits) = (self.input, self.waits);
        // The thread comes first: a program that nobody waits for would have the terminal for itself.
        let (give, given) = channel::<Child>();
        thread::Builder::new().spawn(move || {
            if let Ok(child) = given.recv() {
                let status = finish(child, input, waits);
                sender.send(Event::GuestLeft(status)).ok();
            }
        })?;
        let child = Command::new(program).args(rest).stdin(stdin).spawn()?;
        give.send(child)
            .map_err(|_| io::Error::other("nobody waits for it"))
    }
}

fn finish(mut child: Child, input: Option<String>, waits: bool) -> io::Result<ExitStatus> {
    if let (Some(mut stdin), Some(input)) = (child.stdin.take(), input) {
        // One that does not read to the end is in its right.
        stdin.write_all(input.as_bytes()).ok();
    }
    let status = child.wait();
    if waits {
        let outcome = match &status {
            Ok(status) if status.success() => String::new(),
            Ok(status) => format!("{status}; "),
            Err(error) => format!("{error}; "),
        };
        write!(io::stdout(), "\n[{outcome}Enter goes back to pullquote] ").ok();
        io::stdout().flush().ok();
        await_line();
    }
    status
}

/// Waits for the end of a line of keys.
fn await_line() {
    let mut byte = [0];
    while let Ok(1) = rustix::io::read(rustix::stdio::stdin(), &mut byte) {
        if byte == *b"\n" {
            return;
        }
    }
}
