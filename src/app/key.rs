//! Keys as the program names them, read from and printed in vim's notation: `j`, `gg`, `<C-d>`, `<Space>`, `]u`.
//!
//! Knows nothing of terminals: the shell translates what the terminal sends into a [`Key`].

use std::fmt;

/// One key press. Shift is part of a character ("J"), and only counted for keys that print nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With the Control key.
    pub ctrl: bool,
    /// With Alt or Meta.
    pub alt: bool,
    /// With Shift; always false for characters.
    pub shift: bool,
}

/// A key of the keyboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// A key that types a character.
    Char(char),
    /// A key that is known by a name.
    Named(Named),
    /// A function key, 1 to 24.
    F(u8),
}

/// A key that types no character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Named {
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Insert,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
}

/// Names in notation. `<Space>` and `<lt>` stand for characters that would be lost or misread.
const NAMES: &[(&str, Code)] = &[
    ("Enter", Code::Named(Named::Enter)),
    ("Esc", Code::Named(Named::Esc)),
    ("Tab", Code::Named(Named::Tab)),
    ("Backspace", Code::Named(Named::Backspace)),
    ("Delete", Code::Named(Named::Delete)),
    ("Insert", Code::Named(Named::Insert)),
    ("Up", Code::Named(Named::Up)),
    ("Down", Code::Named(Named::Down)),
    ("Left", Code::Named(Named::Left)),
    ("Right", Code::Named(Named::Right)),
    ("Home", Code::Named(Named::Home)),
    ("End", Code::Named(Named::End)),
    ("PageUp", Code::Named(Named::PageUp)),
    ("PageDown", Code::Named(Named::PageDown)),
    ("Space", Code::Char(' ')),
    ("lt", Code::Char('<')),
];

impl Key {
    /// Returns the key that types a character.
    pub const fn char(c: char) -> Self {
        Self::plain(Code::Char(c))
    }

    /// Returns a named key without modifiers.
    pub const fn named(named: Named) -> Self {
        Self::plain(Code::Named(named))
    }

    const fn plain(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }

    /// Returns the digit that the key types, when it does.
    pub fn digit(self) -> Option<u32> {
        match self {
            Self {
                code: Code::Char(c),
                ctrl: false,
                alt: false,
                ..
            } => c.to_digit(10),
            _ => None,
        }
    }

    /// Reads a sequence of keys. Returns what is wrong with it in words that follow the notation itself.
    ///
    /// # Errors
    /// When it is empty, a `<` is not closed, or a name between `<` and `>` is not known.
    pub fn parse_sequence(notation: &str) -> Result<Vec<Self>, String> {
        let mut keys = Vec::new();
        let mut rest = notation;
        while let Some(first) = rest.chars().next() {
            if first == '<' {
                let (name, after) = rest[1..]
                    .split_once('>')
                    .ok_or("has a “<” without “>”; write <lt> for the character itself")?;
                keys.push(Self::parse_name(name)?);
                rest = after;
            } else {
                keys.push(Self::char(first));
                rest = &rest[first.len_utf8()..];
            }
        }
        if keys.is_empty() {
            Err("is empty".to_owned())
        } else {
            Ok(keys)
        }
    }

    fn parse_name(name: &str) -> Result<Self, String> {
        let mut key = Self::char(' ');
        let mut rest = name;
        loop {
            let mut chars = rest.chars();
            match (chars.next(), chars.next()) {
                (Some('C' | 'c'), Some('-')) => key.ctrl = true,
                (Some('M' | 'm' | 'A' | 'a'), Some('-')) => key.alt = true,
                (Some('S' | 's'), Some('-')) => key.shift = true,
                _ => break,
            }
            rest = &rest[2..];
        }
        let mut single = rest.chars();
        key.code = match (single.next(), single.next()) {
            (Some(c), None) => Code::Char(c),
            (Some('F' | 'f'), Some(_))
                if rest[1..].parse::<u8>().is_ok_and(|n| (1..=24).contains(&n)) =>
            {
                Code::F(rest[1..].parse().unwrap_or(1))
            }
            _ => NAMES
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(rest))
                .map(|&(_, code)| code)
                .ok_or_else(|| format!("names no key by <{name}>"))?,
        };
        if let Code::Char(c) = key.code {
            // A terminal sends one code for Ctrl-J and Ctrl-j, and a capital for Shift-j.
            let shifted = if key.shift {
                c.to_uppercase().next()
            } else {
                None
            };
            let plain = if key.ctrl {
                Some(c.to_ascii_lowercase())
            } else {
                shifted
            };
            key = Self {
                code: Code::Char(plain.unwrap_or(c)),
                shift: false,
                ..key
            };
        }
        Ok(key)
    }

    /// Prints a sequence of keys in the notation that [`Key::parse_sequence`] reads.
    pub fn print_sequence(keys: &[Self]) -> String {
        keys.iter().map(ToString::to_string).collect()
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.code {
            Code::F(n) => format!("F{n}"),
            code => match (NAMES.iter().find(|(_, known)| *known == code), code) {
                (Some((name, _)), _) => (*name).to_owned(),
                (None, Code::Char(c)) if !(self.ctrl || self.alt || self.shift) => {
                    return write!(f, "{c}");
                }
                (None, Code::Char(c)) => c.to_string(),
                (None, _) => String::new(),
            },
        };
        let modifier = |on, text| if on { text } else { "" };
        write!(
            f,
            "<{}{}{}{name}>",
            modifier(self.ctrl, "C-"),
            modifier(self.alt, "M-"),
            modifier(self.shift, "S-")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("j")]
    #[case("gg")]
    #[case("<C-d>")]
    #[case("<Space>")]
    #[case("]u")]
    #[case("<lt>")]
    #[case("<M-1>")]
    #[case("<S-Tab>")]
    #[case("<F1>")]
    #[case("<C-w>h")]
    fn what_is_printed_is_what_was_read(#[case] notation: &str) {
        assert_eq!(
            Key::print_sequence(&Key::parse_sequence(notation).unwrap()),
            notation
        );
    }

    #[rstest]
    #[case("<S-j>", "J")]
    #[case("<C-J>", "<C-j>")]
    fn one_key_has_one_name(#[case] notation: &str, #[case] name: &str) {
        assert_eq!(
            Key::print_sequence(&Key::parse_sequence(notation).unwrap()),
            name
        );
    }

    #[rstest]
    #[case("", "is empty")]
    #[case("<C-d", "without “>”")]
    #[case("<Hyper>", "<Hyper>")]
    #[case("<F99>", "<F99>")]
    fn what_cannot_be_read_is_explained(#[case] notation: &str, #[case] reason: &str) {
        let error = Key::parse_sequence(notation).unwrap_err();
        assert!(error.contains(reason), "{error}");
    }
}
