//! Reads the terminal on a thread of its own and translates what comes into messages.

use std::sync::mpsc::{Sender, channel};
use std::thread;

use crossterm::event::{self, KeyCode, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind};
use ratatui::layout::Size;

use crate::app::key::{Code, Key, Named};
use crate::app::{Mouse, MouseAct, Msg};
use crate::shell::terminal::LARGEST;
use crate::shell::{Ended, Event};

/// Whether reading waits after a message until it is told to go on: ^O may give the terminal to another program, whose keys
/// must not be taken.
pub(super) fn waits_after(msg: &Msg) -> bool {
    matches!(msg, Msg::Key(key) if key.ctrl && key.code == Code::Char('o'))
}

/// Starts reading; returns the way to tell it to go on.
pub(super) fn start(sender: &Sender<Event>) -> Sender<()> {
    let (go_on, told) = channel();
    let sender = sender.clone();
    let started = thread::Builder::new().name("input".to_owned()).spawn({
        let sender = sender.clone();
        move || {
            loop {
                let message = match event::read() {
                    Ok(event) => translate(event).map(Event::Msg),
                    Err(_) => Some(Event::End(Ended::HangUp)),
                };
                let is_end = matches!(message, Some(Event::End(_)));
                let waits = matches!(&message, Some(Event::Msg(msg)) if waits_after(msg));
                if message.is_some_and(|message| sender.send(message).is_err()) || is_end {
                    return;
                }
                if waits && told.recv().is_err() {
                    return;
                }
            }
        }
    });
    if started.is_err() {
        sender.send(Event::End(Ended::HangUp)).ok();
    }
    go_on
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
        event::Event::Resize(width, height) => Some(Msg::Resize(Size::new(
            width.min(LARGEST),
            height.min(LARGEST),
        ))),
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
