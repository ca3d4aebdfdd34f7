//! The terminal's ground, light or dark: as the environment says, or as the terminal answers to the one question it is
//! asked at the start.
//!
//! Nobody waits for the answer: a terminal that does not know the question costs nothing. It comes by the way that keys
//! come, and looks like some to crossterm, so it is picked out of them.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::config::palette::is_light;

/// The question: which colour has the ground?
pub(super) const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";
/// How an answer begins, behind its ESC and bracket.
const BEGINNING: &str = "11;rgb";
/// Longest answer.
const LONGEST: usize = 40;

/// Listens for the answer among the keys.
#[derive(Debug, Default)]
pub(super) struct Ear {
    /// Whether an answer is still expected.
    is_open: bool,
    /// The keys that look like the beginning of one.
    held: Vec<Event>,
    words: String,
    /// The key before was Esc: a bracket may follow it that was torn off.
    was_escape: bool,
}

/// What came of an event.
#[derive(Debug, PartialEq)]
pub(super) enum Heard {
    /// These are for the reader.
    Events(Vec<Event>),
    /// The ground is light, or dark.
    Ground {
        /// Whether it is light.
        is_light: bool,
    },
    /// An answer that tells nothing.
    Nothing,
}

impl Ear {
    /// Returns one that listens, or one that lets all pass.
    pub(super) fn new(is_open: bool) -> Self {
        Self {
            is_open,
            ..Self::default()
        }
    }

    /// Takes an event.
    pub(super) fn hear(&mut self, event: Event) -> Heard {
        let Some(key) = pressed(&event).filter(|_| self.is_open) else {
            return Heard::Events(self.release(event));
        };
        let was_escape = std::mem::replace(&mut self.was_escape, key.code == KeyCode::Esc);
        let alt = key.modifiers == KeyModifiers::ALT;
        if self.held.is_empty() {
            if key.code == KeyCode::Char(']') && (alt || was_escape) {
                self.held.push(event);
                return Heard::Events(Vec::new());
            }
            return Heard::Events(vec![event]);
        }
        let is_end = match key.code {
            KeyCode::Char('g') => key.modifiers == KeyModifiers::CONTROL,
            KeyCode::Char('\\') => alt || was_escape,
            _ => false,
        };
        if is_end {
            self.is_open = false;
            self.held.clear();
            return match parsed(&self.words) {
                Some(ground) => Heard::Ground {
                    is_light: is_light(ground),
                },
                None => Heard::Nothing,
            };
        }
        match key.code {
            KeyCode::Char(c) if !alt => self.words.push(c),
            KeyCode::Esc => {}
            _ => return Heard::Events(self.release(event)),
        }
        let known = BEGINNING.len().min(self.words.len());
        if self.words.get(..known) == BEGINNING.get(..known) && self.words.len() <= LONGEST {
            self.held.push(event);
            Heard::Events(Vec::new())
        } else {
            Heard::Events(self.release(event))
        }
    }

    /// What was held was no answer.
    fn release(&mut self, event: Event) -> Vec<Event> {
        self.words.clear();
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

/// Reads "11;rgb:1e1e/1e1e/1e1e", with one to four digits for each colour.
fn parsed(words: &str) -> Option<(u8, u8, u8)> {
    let colors = words.strip_prefix(BEGINNING)?.trim_start_matches('a');
    let mut parts = colors.strip_prefix(':')?.split('/').map(|digits| {
        let most = 16_u32.checked_pow(u32::try_from(digits.len()).ok()?)? - 1;
        let value = u32::from_str_radix(digits, 16).ok()?;
        (1..=4)
            .contains(&digits.len())
            .then(|| u8::try_from(value * 255 / most).unwrap_or(u8::MAX))
    });
    Some((parts.next()??, parts.next()??, parts.next()??))
}

/// Reads what COLORFGBG says ("15;0", "0;default;15"): whether the ground is light, if it says so.
pub(super) fn of_variable(value: &str) -> Option<bool> {
    let ground: u8 = value.rsplit(';').next()?.parse().ok()?;
    match ground {
        0..=6 | 8 => Some(false),
        7 | 9..=15 => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
        Event::Key(KeyEvent::new(code, modifiers))
    }

    /// What crossterm makes of some bytes, as far as they matter here: ESC before a character is Alt.
    fn keys(text: &str) -> Vec<Event> {
        let mut keys = Vec::new();
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            keys.push(match (c, chars.peek()) {
                ('\u{1b}', Some(&next)) => {
                    chars.next();
                    key(KeyCode::Char(next), KeyModifiers::ALT)
                }
                ('\u{1b}', None) => key(KeyCode::Esc, KeyModifiers::NONE),
                ('\u{7}', _) => key(KeyCode::Char('g'), KeyModifiers::CONTROL),
                (c, _) => key(KeyCode::Char(c), KeyModifiers::NONE),
            });
        }
        keys
    }

    /// What was let through, and what was heard of the ground.
    fn heard(ear: &mut Ear, events: Vec<Event>) -> (Vec<Event>, Option<bool>) {
        let mut passed = Vec::new();
        let mut ground = None;
        for event in events {
            match ear.hear(event) {
                Heard::Events(events) => passed.extend(events),
                Heard::Ground { is_light } => ground = Some(is_light),
                Heard::Nothing => {}
            }
        }
        (passed, ground)
    }

    #[rstest]
    #[case("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\", Some(true))]
    #[case("\u{1b}]11;rgb:1e/1e/2a\u{7}", Some(false))]
    #[case("\u{1b}]11;rgba:fdfd/f6f6/e3e3/ffff\u{1b}\\", Some(true))]
    #[case("\u{1b}]11;rgb:what/is/this\u{1b}\\", None)]
    fn an_answer_is_picked_out_of_the_keys(#[case] answer: &str, #[case] light: Option<bool>) {
        let mut ear = Ear::new(true);
        let events = [keys("j"), keys(answer), keys("k")].concat();
        let (passed, ground) = heard(&mut ear, events);
        assert_eq!(passed, keys("jk"));
        assert_eq!(ground, light);
    }

    #[test]
    fn an_answer_that_was_torn_apart_is_one_still() {
        let mut ear = Ear::new(true);
        let events = [
            keys("\u{1b}"),
            keys("]11;rgb:0000/0000/0000"),
            keys("\u{1b}"),
            keys("\\"),
        ];
        let (passed, ground) = heard(&mut ear, events.concat());
        assert_eq!((passed, ground), (keys("\u{1b}"), Some(false)));
    }

    #[test]
    fn what_only_begins_like_one_is_typed() {
        let mut ear = Ear::new(true);
        for typed in ["\u{1b}]x", "]u", "\u{1b}]11;rgb:0\u{1b}x", "\u{1b}]12"] {
            assert_eq!(
                heard(&mut ear, keys(typed)),
                (keys(typed), None),
                "{typed:?}"
            );
        }
        let endless = format!("\u{1b}]11;rgb:{}", "f".repeat(100));
        assert_eq!(
            heard(&mut ear, keys(&endless)).0.len(),
            keys(&endless).len()
        );
        assert_eq!(heard(&mut Ear::new(false), keys("\u{1b}]11;")).0.len(), 4);
    }

    #[rstest]
    #[case("15;0", Some(false))]
    #[case("0;default;15", Some(true))]
    #[case("12;8", Some(false))]
    #[case("default;default", None)]
    #[case("", None)]
    fn the_environment_may_know(#[case] value: &str, #[case] light: Option<bool>) {
        assert_eq!(of_variable(value), light);
    }
}
