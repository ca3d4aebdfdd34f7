//! The ear that picks the terminal's answers out of the keys: they come by the same way, and look like some to crossterm.

use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::shell::question::{Answer, Question};

/// How long answers are listened for, by which time even a modem has brought them: as long, what a hand types that looks like
/// the beginning of one waits for the next key.
const PATIENCE: Duration = Duration::from_secs(30);

/// Listens for answers among the keys.
#[derive(Debug)]
pub(super) struct Ear {
    /// What has not been answered yet.
    open: Vec<Question>,
    /// Until when they are listened for.
    until: Instant,
    /// The question whose answer seems to come in.
    heard: Option<Question>,
    /// The keys that look like the beginning of it.
    held: Vec<Event>,
    words: String,
    /// The key before was Esc: what an answer opens with may follow it, torn off.
    was_escape: bool,
}

/// What came of an event.
#[derive(Debug, PartialEq)]
pub(super) enum Heard {
    /// These are for the reader.
    Events(Vec<Event>),
    /// The terminal has answered.
    Answer(Answer),
    /// An answer that tells nothing.
    Nothing,
}

impl Ear {
    /// Returns one that listens for the answers to some questions, or one that lets all pass.
    pub(super) fn new(questions: Vec<Question>, asked: Instant) -> Self {
        Self {
            open: questions,
            until: asked + PATIENCE,
            heard: None,
            held: Vec::new(),
            words: String::new(),
            was_escape: false,
        }
    }

    /// Takes an event.
    pub(super) fn hear(&mut self, event: Event) -> Heard {
        if !self.open.is_empty() && self.until <= Instant::now() {
            self.open.clear();
        }
        let Some(key) = pressed(&event).filter(|_| !self.open.is_empty()) else {
            return Heard::Events(self.release(event));
        };
        let was_escape = std::mem::replace(&mut self.was_escape, key.code == KeyCode::Esc);
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        let Some(question) = self.heard else {
            let opened = |question: &&Question| {
                key.code == KeyCode::Char(question.opening()) && (alt || was_escape)
            };
            self.heard = self.open.iter().find(opened).copied();
            if self.heard.is_none() {
                return Heard::Events(vec![event]);
            }
            self.held.push(event);
            return Heard::Events(Vec::new());
        };
        let is_end = match key.code {
            KeyCode::Char('g') => key.modifiers == KeyModifiers::CONTROL,
            KeyCode::Char('\\') => alt || was_escape,
            _ => false,
        };
        if is_end && !self.words.is_empty() {
            self.open.retain(|other| *other != question);
            self.held.clear();
            self.heard = None;
            let words = std::mem::take(&mut self.words);
            return question.read(&words).map_or(Heard::Nothing, Heard::Answer);
        }
        match key.code {
            KeyCode::Char(c) if !alt => self.words.push(c),
            KeyCode::Esc => {}
            _ => return Heard::Events(self.release(event)),
        }
        if question.may_have(&self.words) {
            self.held.push(event);
            Heard::Events(Vec::new())
        } else {
            Heard::Events(self.release(event))
        }
    }

    /// What was held was no answer.
    fn release(&mut self, event: Event) -> Vec<Event> {
        self.words.clear();
        self.heard = None;
        let mut events = std::mem::take(&mut self.held);
        events.push(event);
        events
    }
}

fn pressed(event: &Event) -> Option<&KeyEvent> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(key),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const BOTH: [Question; 2] = [Question::Ground, Question::Margins];

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    /// What crossterm makes of some bytes, as far as they matter here: ESC before a character is Alt, a capital is Shift.
    fn keys(text: &str) -> Vec<Event> {
        let mut keys = Vec::new();
        let mut chars = text.chars().peekable();
        let modifiers = |c: char| {
            if c.is_uppercase() {
                KeyModifiers::SHIFT
            } else {
                KeyModifiers::NONE
            }
        };
        while let Some(c) = chars.next() {
            keys.push(match (c, chars.peek()) {
                ('\u{1b}', Some(&next)) => {
                    chars.next();
                    key(KeyCode::Char(next), modifiers(next) | KeyModifiers::ALT)
                }
                ('\u{1b}', None) => key(KeyCode::Esc, KeyModifiers::NONE),
                ('\u{7}', _) => key(KeyCode::Char('g'), KeyModifiers::CONTROL),
                (c, _) => key(KeyCode::Char(c), modifiers(c)),
            });
        }
        keys
    }

    /// What was let through, and what was answered.
    fn heard(ear: &mut Ear, events: Vec<Event>) -> (Vec<Event>, Vec<Answer>) {
        let mut passed = Vec::new();
        let mut answers = Vec::new();
        for event in events {
            match ear.hear(event) {
                Heard::Events(events) => passed.extend(events),
                Heard::Answer(answer) => answers.push(answer),
                Heard::Nothing => {}
            }
        }
        (passed, answers)
    }

    fn light(is_light: bool) -> Answer {
        Answer::Ground { is_light }
    }

    fn known(are_known: bool) -> Answer {
        Answer::Margins { are_known }
    }

    #[rstest]
    #[case("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", &[light(true)])]
    #[case("\u{1b}]11;rgb:1e/1e/2a\u{7}", &[light(false)])]
    #[case("\u{1b}]11;rgba:fdfd/f6f6/e3e3/ffff\u{1b}\\", &[light(true)])]
    #[case("\u{1b}]11;rgb:what/is/this\u{1b}\\", &[])]
    #[case::xterm("\u{1b}P1$r1;120s\u{1b}\\", &[known(true)])]
    #[case::vte("\u{1b}P0$r\u{1b}\\", &[known(false)])]
    #[case::something_else("\u{1b}P1$r0m\u{1b}\\", &[known(false)])]
    #[case::both("\u{1b}]11;rgb:0/0/0\u{7}\u{1b}P1$r5;80s\u{1b}\\", &[light(false), known(true)])]
    #[case::both_turned_round("\u{1b}P0$r\u{1b}\\\u{1b}]11;rgb:0/0/0\u{7}", &[known(false), light(false)])]
    fn an_answer_is_picked_out_of_the_keys(#[case] answer: &str, #[case] expected: &[Answer]) {
        let mut ear = Ear::new(BOTH.to_vec(), Instant::now());
        let events = [keys("j"), keys(answer), keys("k")].concat();
        assert_eq!(heard(&mut ear, events), (keys("jk"), expected.to_vec()));
    }

    #[rstest]
    #[case(&["\u{1b}", "]11;rgb:0000/0000/0000", "\u{1b}", "\\"], light(false))]
    #[case(&["\u{1b}", "P1$r1;", "80s", "\u{1b}", "\\"], known(true))]
    fn an_answer_that_was_torn_apart_is_one_still(#[case] parts: &[&str], #[case] said: Answer) {
        let mut ear = Ear::new(BOTH.to_vec(), Instant::now());
        let events: Vec<Event> = parts.iter().flat_map(|part| keys(part)).collect();
        assert_eq!(heard(&mut ear, events), (keys("\u{1b}"), vec![said]));
    }

    #[test]
    fn what_only_begins_like_one_is_typed() {
        let mut ear = Ear::new(BOTH.to_vec(), Instant::now());
        for typed in [
            "\u{1b}]x",
            "]u",
            "\u{1b}]11;rgb:0\u{1b}x",
            "\u{1b}]12",
            "\u{1b}Px",
            "\u{1b}P1$x",
            "\u{1b}P\u{1b}\\",
        ] {
            assert_eq!(
                heard(&mut ear, keys(typed)),
                (keys(typed), vec![]),
                "{typed:?}"
            );
        }
        for begun in ["\u{1b}]11;rgb:", "\u{1b}P1$r"] {
            let endless = keys(&format!("{begun}{}", "f".repeat(100)));
            assert_eq!(heard(&mut ear, endless.clone()), (endless, vec![]));
        }
    }

    #[test]
    fn nothing_is_held_once_all_has_been_answered_or_it_is_late() {
        let late = Instant::now().checked_sub(PATIENCE).unwrap();
        let mut deaf = Ear::new(BOTH.to_vec(), late);
        assert_eq!(heard(&mut deaf, keys("\u{1b}]11;")).0.len(), 4);
        let mut deaf = Ear::new(Vec::new(), Instant::now());
        assert_eq!(heard(&mut deaf, keys("\u{1b}]11;")).0.len(), 4);
        let mut ear = Ear::new(vec![Question::Margins], Instant::now());
        assert_eq!(heard(&mut ear, keys("\u{1b}]1")).0.len(), 2);
        heard(&mut ear, keys("\u{1b}P0$r\u{1b}\\"));
        assert_eq!(heard(&mut ear, keys("\u{1b}P0$")).0.len(), 3);
    }
}
