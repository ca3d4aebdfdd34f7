//! Watches for the end: signals, and a terminal that vanishes without one. Tells of the terminal's size as well.
//!
//! crossterm 0.29 spins when the terminal is gone (crossterm-rs/crossterm#793), and a signal flag is never seen by a
//! thread that blocks; so a thread waits for signals and another for the terminal to hang up.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use anyhow::Result;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::{Handle, Signals};

use crate::app::Msg;
use crate::shell::terminal::Terminal;
use crate::shell::{Ended, Event};

/// The number of the signal that ^C stands for.
pub(super) const INTERRUPT: i32 = SIGINT;

/// How long ending may take: saving has two seconds.
const GRACE: Duration = Duration::from_secs(5);

/// The watch over signals.
pub(super) struct Watch(Handle);

impl Watch {
    /// Ends the watch.
    pub(super) fn stop(self) {
        self.0.close();
    }
}

/// Starts watching. The size is told from here: crossterm says it only when it is asked, and whoever asks as soon as the signal
/// has come may be faster than its own handler.
pub(super) fn start(sender: &Sender<Event>) -> io::Result<Watch> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGWINCH])?;
    let handle = signals.handle();
    let to_shell = sender.clone();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in &mut signals {
                if [SIGTERM, SIGHUP].contains(&signal) {
                    end_in_any_case(signal);
                }
                let event = if signal == SIGWINCH {
                    let Ok(size) = Terminal::size() else {
                        continue;
                    };
                    Event::Msg(Msg::Resize(size))
                } else if signal == SIGINT {
                    Event::Interrupt
                } else if signal == SIGTSTP {
                    Event::Suspend
                } else {
                    Event::End(Ended::Signal(signal))
                };
                if to_shell.send(event).is_err() {
                    return;
                }
            }
        })?;
    let to_shell = sender.clone();
    thread::Builder::new()
        .name("hang-up".to_owned())
        .spawn(move || {
            wait_for_hang_up();
            to_shell.send(Event::End(Ended::HangUp)).ok();
        })?;
    Ok(Watch(handle))
}

/// Ends the process after a while, if it has not ended by then: whoever draws may wait for a line that takes nothing any
/// more. What was acknowledged is on disk; the terminal gets back its settings, which is all that needs no writing.
fn end_in_any_case(signal: i32) {
    let waiting = thread::Builder::new()
        .name("end".to_owned())
        .spawn(move || {
            thread::sleep(GRACE);
            crossterm::terminal::disable_raw_mode().ok();
            std::process::exit(128 + signal);
        });
    // Without a thread, it ends when the line goes on.
    drop(waiting);
}

/// Returns when the terminal is gone. Asks for no event at all: hanging up is told unasked.
fn wait_for_hang_up() {
    use rustix::event::{PollFd, PollFlags, poll};
    let stdin = rustix::stdio::stdin();
    loop {
        let mut watched = [PollFd::new(&stdin, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(_)
                if watched[0]
                    .revents()
                    .intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) =>
            {
                return;
            }
            Ok(_) | Err(rustix::io::Errno::INTR) => {}
            Err(_) => return,
        }
    }
}

/// Stops the process until the shell continues it. SIGSTOP cannot be caught, so this is the stop that ^Z means, whatever
/// handlers are set.
pub(super) fn stop_process() -> Result<()> {
    let process = rustix::process::getpid();
    Ok(rustix::process::kill_process(
        process,
        rustix::process::Signal::STOP,
    )?)
}
