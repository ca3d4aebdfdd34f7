//! Reads the terminal on a thread of its own and translates what comes into messages.

use std::io::{self, PipeReader, PipeWriter, Write};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use rustix::event::{PollFd, PollFlags, poll};

use crate::app::key::{Code, Key, Named};
use crate::app::{Mouse, MouseAct, Msg};
use crate::shell::ear::{Ear, Heard};
use crate::shell::{Ended, Event};

/// How long crossterm looks for more after the last event. It asks the system again and again for the last part of a
/// millisecond, so this is as short as its first look at what it has takes, and not the time of a key.
const MOMENT: Duration = Duration::from_micros(20);
/// How often it has to find nothing, each time without having been held up.
const LOOKS: usize = 2;
/// How long pausing is waited for.
const PATIENCE: Duration = Duration::from_millis(500);

/// The thread that reads the terminal. It can be told to leave the keys to another program for a while.
pub(super) struct Input {
    state: Arc<(Mutex<State>, Condvar)>,
    waker: PipeWriter,
}

/// What the thread is to do, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// It reads.
    Reads,
    /// It is to stop reading.
    ToPause,
    /// It has stopped.
    Pauses,
    /// It is gone.
    Gone,
}

impl Input {
    /// Starts reading. `ear` listens for what the terminal answers.
    ///
    /// # Errors
    /// When the system gives no thread, or no pipe to wake it by.
    pub(super) fn start(sender: &Sender<Event>, mut ear: Ear) -> io::Result<Self> {
        let (woken, waker) = io::pipe()?;
        let state = Arc::new((Mutex::new(State::Reads), Condvar::new()));
        let input = Self {
            state: Arc::clone(&state),
            waker,
        };
        let to_shell = sender.clone();
        thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || {
                if read(&to_shell, &mut ear, woken, &state).is_err() {
                    to_shell.send(Event::End(Ended::HangUp)).ok();
                }
                set(&state, State::Gone);
            })?;
        Ok(input)
    }

    /// Leaves the keys to another program. Returns once none is read any more.
    pub(super) fn pause(&mut self) {
        let (lock, changed) = &*self.state;
        let mut state = lock.lock().unwrap_or_else(PoisonError::into_inner);
        if *state == State::Reads {
            *state = State::ToPause;
            self.waker.write_all(b"!").ok();
        }
        // In the middle of a torn sequence crossterm reads on whatever happens; then the guest gets one key less.
        let wanted = |state: &mut State| *state == State::ToPause;
        drop(changed.wait_timeout_while(state, PATIENCE, wanted));
    }

    /// Reads again.
    pub(super) fn go_on(&self) {
        let (lock, changed) = &*self.state;
        let mut state = lock.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(*state, State::Pauses | State::ToPause) {
            *state = State::Reads;
            changed.notify_all();
        }
    }
}

fn set((lock, changed): &(Mutex<State>, Condvar), to: State) {
    *lock.lock().unwrap_or_else(PoisonError::into_inner) = to;
    changed.notify_all();
}

/// Pauses if that is wanted, until it is wanted no more.
fn pause_if_wanted((lock, changed): &(Mutex<State>, Condvar)) {
    let mut state = lock.lock().unwrap_or_else(PoisonError::into_inner);
    if *state == State::ToPause {
        *state = State::Pauses;
        changed.notify_all();
        while *state == State::Pauses {
            state = changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// Reads until the terminal or the shell is gone. crossterm is asked only when something is there, as what it waits for
/// it would take from whoever has the terminal then.
fn read(
    sender: &Sender<Event>,
    ear: &mut Ear,
    mut woken: PipeReader,
    state: &(Mutex<State>, Condvar),
) -> io::Result<()> {
    let stdin = rustix::stdio::stdin();
    loop {
        let is_woken = {
            let mut watched = [
                PollFd::new(&stdin, PollFlags::IN),
                PollFd::new(&woken, PollFlags::IN),
            ];
            match poll(&mut watched, None) {
                Ok(_) | Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
            }
            let is_gone = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
            if watched[0].revents().intersects(is_gone) {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            if watched[1].revents().intersects(is_gone) {
                return Ok(());
            }
            watched[1].revents().contains(PollFlags::IN)
        };
        if is_woken {
            io::Read::read(&mut woken, &mut [0; 64])?;
            pause_if_wanted(state);
        }
        while is_something_there()? {
            let messages: Vec<Event> = match ear.hear(event::read()?) {
                Heard::Events(events) => {
                    let events = events.into_iter().filter_map(translate);
                    events.map(Event::Msg).collect()
                }
                Heard::Answer(answer) => vec![Event::Answer(answer)],
                Heard::Nothing => Vec::new(),
            };
            for message in messages {
                if sender.send(message).is_err() {
                    return Ok(());
                }
            }
        }
    }
}

/// Whether crossterm has an event. It looks at nothing once its time is over, not even at what it has read already; so it
/// is asked again when the system took that time for something else.
fn is_something_there() -> io::Result<bool> {
    let mut looks = 0;
    while looks < LOOKS {
        let began = Instant::now();
        if event::poll(MOMENT)? {
            return Ok(true);
        }
        if began.elapsed() < 2 * MOMENT {
            looks += 1;
        }
    }
    Ok(false)
}

fn translate(event: event::Event) -> Option<Msg> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => {
            translate_key(key.code, key.modifiers).map(Msg::Key)
        }
        event::Event::Mouse(mouse) => {
            let act = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => MouseAct::Press,
                MouseEventKind::Drag(MouseButton::Left) => MouseAct::Drag,
                MouseEventKind::ScrollDown => MouseAct::WheelDown,
                MouseEventKind::ScrollUp => MouseAct::WheelUp,
                _ => return None,
            };
            Some(Msg::Mouse(Mouse {
                act,
                column: mouse.column,
                row: mouse.row,
            }))
        }
        event::Event::Paste(text) => Some(Msg::Paste(text)),
        // The watch has told of another size by then.
        _ => None,
    }
}

fn translate_key(code: KeyCode, modifiers: KeyModifiers) -> Option<Key> {
    let named = |named| Some(Code::Named(named));
    let code = match code {
        KeyCode::Char(c) => Some(Code::Char(c)),
        KeyCode::F(n) => Some(Code::F(n)),
        KeyCode::Enter => named(Named::Enter),
        KeyCode::Esc => named(Named::Esc),
        KeyCode::Tab | KeyCode::BackTab => named(Named::Tab),
        KeyCode::Backspace => named(Named::Backspace),
        KeyCode::Delete => named(Named::Delete),
        KeyCode::Insert => named(Named::Insert),
        KeyCode::Up => named(Named::Up),
        KeyCode::Down => named(Named::Down),
        KeyCode::Left => named(Named::Left),
        KeyCode::Right => named(Named::Right),
        KeyCode::Home => named(Named::Home),
        KeyCode::End => named(Named::End),
        KeyCode::PageUp => named(Named::PageUp),
        KeyCode::PageDown => named(Named::PageDown),
        _ => None,
    }?;
    let is_char = matches!(code, Code::Char(_));
    Some(Key {
        code,
        ctrl: modifiers.contains(KeyModifiers::CONTROL),
        alt: modifiers.contains(KeyModifiers::ALT),
        shift: !is_char && modifiers.contains(KeyModifiers::SHIFT),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(KeyCode::Char('J'), KeyModifiers::SHIFT, "J")]
    #[case(KeyCode::Char('d'), KeyModifiers::CONTROL, "<C-d>")]
    #[case(KeyCode::BackTab, KeyModifiers::SHIFT, "<S-Tab>")]
    #[case(KeyCode::Char('1'), KeyModifiers::ALT, "<M-1>")]
    #[case(KeyCode::F(1), KeyModifiers::NONE, "<F1>")]
    fn keys_are_named_as_in_the_table(
        #[case] code: KeyCode,
        #[case] modifiers: KeyModifiers,
        #[case] name: &str,
    ) {
        assert_eq!(translate_key(code, modifiers).unwrap().to_string(), name);
    }
}
