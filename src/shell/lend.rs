//! Lends the terminal to another program, and opens addresses. Signals and answers that come meanwhile are not lost.

use anyhow::Result;

use crate::app::{Msg, Opener, Reply};
use crate::article::Target;
use crate::shell::guest::Guest;
use crate::shell::opener::{self, Way};
use crate::shell::terminal::Terminal;
use crate::shell::{Ended, Event, Shell, watch};

impl Shell {
    /// Opens an address in whatever way there is; says so where there is none.
    pub(super) fn browse(&mut self, target: Target) -> Result<Option<Ended>> {
        let path = self.host.path.clone();
        let has = move |name: &str| opener::is_there(name, &path);
        match opener::way(&self.app.settings, &self.host, &has) {
            Way::None(reason) => {
                let opener = Opener::NotStarted(reason.to_owned());
                self.tell(Reply::Browsed(target, opener));
                Ok(None)
            }
            Way::Beside(words) => {
                opener::start(words, target, self.sender.clone());
                Ok(None)
            }
            Way::InTerminal(mut words) => {
                words.push(target.address().to_string());
                let guest = Guest {
                    words,
                    input: None,
                    waits: false,
                };
                self.lend(guest, move |program, failed| {
                    let opener = match failed {
                        Some(reason) => {
                            Opener::NotStarted(format!("Nothing was opened by {program}: {reason}"))
                        }
                        None => Opener::Started(program),
                    };
                    Reply::Browsed(target, opener)
                })
            }
        }
    }

    /// Gives the terminal to a program until it ends. `reply` makes an answer of its name and of how it failed.
    pub(super) fn lend(
        &mut self,
        guest: Guest,
        reply: impl FnOnce(String, Option<String>) -> Reply,
    ) -> Result<Option<Ended>> {
        let program = guest.words.first().cloned().unwrap_or_default();
        self.hands.input.pause();
        Terminal::leave();
        let mut later = Vec::new();
        let mut ended = None;
        let failed = match guest.start(self.sender.clone()) {
            Err(error) => Some(format!("it cannot be started ({error})")),
            Ok(()) => loop {
                match self.receiver.recv() {
                    Ok(Event::GuestLeft(Ok(status))) => {
                        break (!status.success()).then(|| format!("it failed ({status})"));
                    }
                    Ok(Event::GuestLeft(Err(error))) => break Some(error.to_string()),
                    // ^C is meant for the guest, which hears it too.
                    Ok(Event::Interrupt) => {}
                    // The guest has stopped; so the shell must hear of it.
                    Ok(Event::Suspend) => watch::stop_process()?,
                    Ok(Event::End(end)) => {
                        ended = Some(end);
                        break None;
                    }
                    Ok(event) => later.push(event),
                    Err(_) => {
                        ended = Some(Ended::HangUp);
                        break None;
                    }
                }
            },
        };
        if let Some(ended) = ended {
            return Ok(Some(self.end(ended)));
        }
        self.terminal.enter_again()?;
        self.hands.input.go_on();
        for event in later {
            self.sender.send(event).ok();
        }
        self.sender
            .send(Event::Msg(Msg::Resize(Terminal::size()?)))
            .ok();
        self.tell(reply(program, failed));
        Ok(None)
    }
}
