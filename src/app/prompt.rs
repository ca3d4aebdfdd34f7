//! A line being typed: a search, a filter, a command. Knows how lines are edited, not what they mean.

use unicode_segmentation::UnicodeSegmentation;

use crate::app::key::{Code, Key, Named};
use crate::article::Clean;

/// Longest text that a prompt takes, in bytes; more is not typed but pasted by accident.
const LONGEST: usize = 1000;

/// A line being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// What it is for.
    pub purpose: Purpose,
    text: String,
    /// The byte before which the next character is put.
    cursor: usize,
    /// Which earlier line is shown, counted from the latest; none while a new one is typed.
    recalled: Option<usize>,
}

/// What a line is typed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Words to find in the text.
    Find,
    /// Words to limit the list to.
    Filter,
    /// A command.
    Command,
    /// Another program to send text to.
    Pipe,
    /// Words to limit a list to choose from to.
    Narrow,
}

/// What became of a key in a prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// The line is as it was.
    Nothing,
    /// The line is another now.
    Changed,
    /// It is done.
    Accepted,
    /// It is not wanted any more.
    Cancelled,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Find,
        Self::Filter,
        Self::Command,
        Self::Pipe,
        Self::Narrow,
    ];
    /// How many there are.
    pub(super) const COUNT: usize = Self::ALL.len();

    /// Returns the sign by which a line of this kind is kept from one session to the next; none where it is not kept.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Find => Some("/"),
            Self::Filter => Some("&"),
            Self::Command => Some(":"),
            Self::Pipe => Some("|"),
            Self::Narrow => None,
        }
    }

    /// Returns what stands before the line.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Find | Self::Narrow => "/",
            Self::Filter => "filter: ",
            Self::Command => ":",
            Self::Pipe => "| ",
        }
    }
}

impl Prompt {
    /// Returns a line that begins with a text, the cursor at its end.
    pub fn new(purpose: Purpose, text: &str) -> Self {
        Self {
            purpose,
            text: text.to_owned(),
            cursor: text.len(),
            recalled: None,
        }
    }

    /// Returns the line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the part of the line before the cursor.
    pub fn before_cursor(&self) -> &str {
        &self.text[..self.cursor]
    }

    /// Takes a key. `history` has the earlier lines, latest last.
    pub fn key(&mut self, key: Key, history: &[String]) -> Typed {
        match (key.code, key.ctrl, key.alt) {
            (Code::Named(Named::Enter), ..) => Typed::Accepted,
            (Code::Named(Named::Esc), ..) | (Code::Char('c' | 'g'), true, _) => Typed::Cancelled,
            (Code::Named(Named::Backspace), false, _) | (Code::Char('h'), true, _)
                if self.text.is_empty() =>
            {
                Typed::Cancelled
            }
            (Code::Named(Named::Backspace), false, false) | (Code::Char('h'), true, _) => {
                self.cut(self.left())
            }
            (Code::Char('w'), true, _) | (Code::Named(Named::Backspace), ..) => {
                self.cut(self.word_left())
            }
            (Code::Char('u'), true, _) => self.cut(0),
            (Code::Named(Named::Delete), ..) | (Code::Char('d'), true, _) => {
                let to = self.right();
                self.text.replace_range(self.cursor..to, "");
                Typed::Changed
            }
            (Code::Char('k'), true, _) => {
                self.text.truncate(self.cursor);
                Typed::Changed
            }
            (Code::Named(Named::Left), ..) | (Code::Char('b'), true, _) => self.go(self.left()),
            (Code::Named(Named::Right), ..) | (Code::Char('f'), true, _) => self.go(self.right()),
            (Code::Named(Named::Home), ..) | (Code::Char('a'), true, _) => self.go(0),
            (Code::Named(Named::End), ..) | (Code::Char('e'), true, _) => self.go(self.text.len()),
            (Code::Named(Named::Up), ..) | (Code::Char('p'), true, _) => self.recall(history, true),
            (Code::Named(Named::Down), ..) | (Code::Char('n'), true, _) => {
                self.recall(history, false)
            }
            (Code::Char(c), false, false) => self.insert(&c.to_string()),
            _ => Typed::Nothing,
        }
    }

    /// Puts text in at the cursor, on one line, without controls, and no more than fits.
    pub fn insert(&mut self, raw: &str) -> Typed {
        let clean = Clean::from_untrusted(
            raw.get(..raw.floor_char_boundary(LONGEST))
                .unwrap_or_default(),
        );
        let line = clean.replace('\n', " ");
        let room = LONGEST.saturating_sub(self.text.len());
        let fitting = &line[..line.floor_char_boundary(room)];
        self.text.insert_str(self.cursor, fitting);
        self.cursor += fitting.len();
        if fitting.is_empty() {
            Typed::Nothing
        } else {
            Typed::Changed
        }
    }

    fn cut(&mut self, from: usize) -> Typed {
        self.text.replace_range(from..self.cursor, "");
        self.cursor = from;
        Typed::Changed
    }

    fn go(&mut self, to: usize) -> Typed {
        self.cursor = to;
        Typed::Nothing
    }

    fn left(&self) -> usize {
        self.before_cursor()
            .grapheme_indices(true)
            .next_back()
            .map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        self.cursor
            + self.text[self.cursor..]
                .graphemes(true)
                .next()
                .map_or(0, str::len)
    }

    fn word_left(&self) -> usize {
        self.before_cursor()
            .trim_end()
            .rfind(char::is_whitespace)
            .map_or(0, |at| {
                let space = self.text[at..].chars().next().map_or(1, char::len_utf8);
                at + space
            })
    }

    fn recall(&mut self, history: &[String], older: bool) -> Typed {
        let next = match (self.recalled, older) {
            (None, true) => Some(0),
            (Some(at), true) => Some((at + 1).min(history.len().saturating_sub(1))),
            (Some(at), false) => at.checked_sub(1),
            (None, false) => return Typed::Nothing,
        };
        let text = match next {
            Some(at) if at < history.len() => history[history.len() - 1 - at].clone(),
            Some(_) => return Typed::Nothing,
            None => String::new(),
        };
        *self = Self {
            recalled: next,
            ..Self::new(self.purpose, &text)
        };
        Typed::Changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn type_keys(prompt: &mut Prompt, notation: &str) -> Typed {
        let history = vec!["older".to_owned(), "old".to_owned()];
        let keys = Key::parse_sequence(notation).unwrap();
        keys.into_iter()
            .map(|key| prompt.key(key, &history))
            .last()
            .unwrap()
    }

    #[test]
    fn a_line_is_edited_as_elsewhere() {
        let mut prompt = Prompt::new(Purpose::Find, "");
        type_keys(
            &mut prompt,
            "red<Space>lime<Backspace><Left>n<Home>a<End>!<C-w>x",
        );
        assert_eq!(prompt.text(), "ared x");
        type_keys(&mut prompt, "<C-u>Zoe\u{308}<Backspace>");
        assert_eq!(
            prompt.text(),
            "Zo",
            "what looks like one character is deleted as one"
        );
    }

    #[test]
    fn earlier_lines_come_back() {
        let mut prompt = Prompt::new(Purpose::Find, "");
        type_keys(&mut prompt, "<Up><Up><Up>");
        assert_eq!(prompt.text(), "older");
        type_keys(&mut prompt, "<Down><Down>");
        assert_eq!(prompt.text(), "");
    }

    #[test]
    fn a_pasted_megabyte_is_cut_and_cleaned() {
        let mut prompt = Prompt::new(Purpose::Find, "");
        prompt.insert(&"a\u{1b}[31m\nb".repeat(100_000));
        assert!(prompt.text().len() <= LONGEST);
        assert!(!prompt.text().contains(['\u{1b}', '\n']));
    }

    #[test]
    fn erasing_an_empty_line_leaves_it() {
        assert_eq!(
            type_keys(&mut Prompt::new(Purpose::Command, ""), "<Backspace>"),
            Typed::Cancelled
        );
    }
}
