//! What is wrong with a configuration, and where.

use std::fmt;

use crate::article::Clean;

/// A place in a file, counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What, and what would be right.
    pub text: String,
}

impl Place {
    /// Returns the place of a byte of a text.
    pub fn of(text: &str, byte: usize) -> Self {
        let before = &text[..text.floor_char_boundary(byte)];
        let line = before.rfind('\n').map_or(0, |end| end + 1);
        Self {
            line: before.matches('\n').count() + 1,
            column: before[line..].chars().count() + 1,
        }
    }
}

impl Problem {
    /// Returns a problem at a place. Its text may quote what stands there, whatever that is.
    pub fn new(place: Place, text: impl AsRef<str>) -> Self {
        Self {
            place,
            text: Clean::line(text.as_ref()).into_string(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column } = self.place;
        write!(f, "line {line}, column {column}: {}", self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let text = "a = 1\nzoë = x";
        assert_eq!(Place::of(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::of(text, 10), Place { line: 2, column: 4 });
        assert_eq!(Place::of(text, 999), Place { line: 2, column: 8 });
    }

    #[test]
    fn nothing_of_a_file_reaches_a_message_as_a_control() {
        let place = Place { line: 1, column: 1 };
        let problem = Problem::new(place, "there is no “a\tb\u{1b}[31m\u{9b}2Jc\n” here");
        assert_eq!(
            problem.to_string(),
            "line 1, column 1: there is no “a b2Jc ” here"
        );
    }
}
