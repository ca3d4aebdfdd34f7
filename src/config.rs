//! What the reader configured: `config.toml` read into checked settings, with every problem listed.
//!
//! A wrong setting never keeps the program from starting: its default stands in, and the problem is shown. Knows nothing
//! of files; the text comes as an argument.

use toml::{Table, Value};

/// Checked settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Width of the text in cells, 20 to 160.
    pub width: u16,
    /// Whether indirect quotes are shown at the start.
    pub indirect: bool,
    /// Only ASCII for what the program itself draws.
    pub ascii: bool,
    /// Whether colours are used.
    pub color: Color,
    /// Whether the mouse is used.
    pub mouse: bool,
    /// The reader's own keys: a command's name and its keys, in the order of the file.
    pub keys: Vec<(String, Vec<String>)>,
    /// What is wrong with the file, one line each.
    pub problems: Vec<String>,
}

/// Whether colours are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// Unless the environment says `NO_COLOR`.
    Auto,
    /// In any case.
    Always,
    /// Never; everything is told apart by other means.
    Never,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            width: 72,
            indirect: false,
            ascii: false,
            color: Color::Auto,
            mouse: true,
            keys: Vec::new(),
            problems: Vec::new(),
        }
    }
}

/// All settings with an example value and a sentence, in the order of the example file.
pub const OPTIONS: &[(&str, &str, &str)] = &[
    ("width", "72", "Width of the text in columns, 20 to 160."),
    (
        "indirect",
        "false",
        "Show indirect quotes at the start; the key i turns them on and off.",
    ),
    (
        "color",
        "\"auto\"",
        "Use colours: auto (unless NO_COLOR is set), always, never.",
    ),
    (
        "ascii",
        "false",
        "Draw frames and marks with ASCII characters only.",
    ),
    (
        "mouse",
        "true",
        "Use the mouse. Hold Shift to select text as the terminal does.",
    ),
];

impl Settings {
    /// Reads the text of a configuration file.
    pub fn read(text: &str) -> Self {
        let mut settings = Self::default();
        let table = match text.parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                let line = error.span().map_or(1, |span| {
                    1 + text[..span.start.min(text.len())].matches('\n').count()
                });
                let reason = error
                    .message()
                    .lines()
                    .next()
                    .unwrap_or("it is not TOML")
                    .to_owned();
                settings
                    .problems
                    .push(format!("config.toml, line {line}: {reason}"));
                return settings;
            }
        };
        for (name, value) in &table {
            if let Err(wanted) = settings.set(name, value) {
                settings
                    .problems
                    .push(format!("config.toml: {name} {wanted}"));
            }
        }
        settings
    }

    fn set(&mut self, name: &str, value: &Value) -> Result<(), String> {
        match name {
            "width" => {
                let width = value
                    .as_integer()
                    .and_then(|width| u16::try_from(width).ok());
                self.width = width
                    .filter(|width| (20..=160).contains(width))
                    .ok_or("must be a number from 20 to 160")?;
            }
            "indirect" => self.indirect = flag(value)?,
            "ascii" => self.ascii = flag(value)?,
            "mouse" => self.mouse = flag(value)?,
            "color" => {
                self.color = match value.as_str() {
                    Some("auto") => Color::Auto,
                    Some("always") => Color::Always,
                    Some("never") => Color::Never,
                    _ => return Err("must be \"auto\", \"always\" or \"never\"".to_owned()),
                };
            }
            "keys" => {
                for (command, keys) in value.as_table().ok_or("must be a table: [keys]")? {
                    match texts(keys) {
                        Some(keys) => self.keys.push((command.clone(), keys)),
                        None => self.problems.push(format!(
                            "config.toml: keys.{command} must be a list of keys"
                        )),
                    }
                }
            }
            _ => {
                let known: Vec<&str> = OPTIONS.iter().map(|(name, ..)| *name).collect();
                return Err(format!(
                    "is not a setting; there are {} and keys",
                    known.join(", ")
                ));
            }
        }
        Ok(())
    }
}

fn flag(value: &Value) -> Result<bool, String> {
    value
        .as_bool()
        .ok_or_else(|| "must be true or false".to_owned())
}

/// A list of texts, or one text alone.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Array(values) => values
            .iter()
            .map(|value| value.as_str().map(str::to_owned))
            .collect(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let text = "width = 60\ncolor = \"never\"\n[keys]\nnext-quote = [\"n\"]\nzen = \"Z\"\n";
        let settings = Settings::read(text);
        assert_eq!((settings.width, settings.color), (60, Color::Never));
        assert_eq!(settings.keys.len(), 2);
        assert_eq!(settings.problems, Vec::<String>::new());
    }

    #[test]
    fn every_problem_is_listed_and_the_rest_counts() {
        let settings =
            Settings::read("width = 5\nascii = 1\nwidht = 3\nmouse = false\n[keys]\nzen = 3\n");
        assert_eq!(settings.problems.len(), 4, "{:?}", settings.problems);
        assert!(!settings.mouse);
        assert_eq!(settings.width, 72);
    }

    #[test]
    fn broken_toml_names_its_line() {
        let settings = Settings::read("width = 60\nthis is not\n");
        assert!(
            settings.problems[0].starts_with("config.toml, line 2:"),
            "{:?}",
            settings.problems
        );
        assert_eq!(
            settings,
            Settings {
                problems: settings.problems.clone(),
                ..Settings::default()
            }
        );
    }
}
