//! Reads the text of `config.toml`, goes on after every mistake, and says of each where it stands and what is meant.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::nearest::did_you_mean;
use crate::config::palette::{PARTS, Palette, Shade, contrast};
use crate::config::{
    Background, Graphics, Keys, NOP, OPTIONS, Pictures, Place, Preset, Problem, Settings, Wanted,
    themes,
};

/// Names of the tables.
const TABLES: [&str; 3] = ["keys", "pipes", "themes"];
/// Least contrast of text that is to be read, as WCAG asks for it.
const READABLE: f64 = 4.5;
/// Most problems that are listed.
const MOST: usize = 200;

type Value<'a> = Spanned<DeValue<'a>>;
/// A name with its value, and where the name stands.
type Entry<'t, 'a> = (&'t str, usize, &'t Value<'a>);

/// A file while it is read.
struct Reading<'a> {
    text: &'a str,
    settings: Settings,
    /// Lines that are no TOML; whatever else is wrong on them follows from that.
    broken: Vec<usize>,
}

pub(super) fn settings(text: &str) -> Settings {
    let mut reading = Reading {
        text,
        settings: Settings::default(),
        broken: Vec::new(),
    };
    let sound = reading.without_broken_lines();
    let (table, _) = DeTable::parse_recoverable(&sound);
    let entries = entries(table.get_ref());
    // The themes first: others name them.
    let (own, rest): (Vec<_>, Vec<_>) = entries
        .into_iter()
        .partition(|(name, ..)| *name == "themes");
    for entry in own.into_iter().chain(rest) {
        reading.set(entry);
    }
    let mut settings = reading.settings;
    settings.problems.sort();
    settings.problems.truncate(MOST);
    settings
}

/// The bytes of the line at a byte, or of the last one before it that is not blank.
fn line_around(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = text.floor_char_boundary(at);
    let here = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    if !text[here..end].trim().is_empty() {
        return here..end;
    }
    let before = text[..here].trim_end();
    before.rfind('\n').map_or(0, |end| end + 1)..before.len()
}

/// Returns what a table holds in the order of the file.
fn entries<'t, 'a>(table: &'t DeTable<'a>) -> Vec<Entry<'t, 'a>> {
    let mut all: Vec<Entry> = table
        .iter()
        .map(|(name, value)| (name.get_ref().as_ref(), name.span().start, value))
        .collect();
    all.sort_by_key(|(_, at, _)| *at);
    all
}

impl Reading<'_> {
    /// Returns the text with blanks in the place of what is no TOML, so that the rest counts and stands where it stood.
    fn without_broken_lines(&mut self) -> String {
        let mut sound = self.text.to_owned();
        // One round finds all that there is to find in most files; each blanks out a line at least.
        for _ in 0..MOST {
            let (_, errors) = DeTable::parse_recoverable(&sound);
            let mut broken = Vec::new();
            for error in errors {
                let at = error.span().map_or(0, |span| span.start);
                let line = line_around(&sound, at);
                if sound[line.clone()].trim().is_empty() || broken.contains(&line) {
                    continue;
                }
                let reason = error.message().lines().next().unwrap_or("this is no TOML");
                let place = self.place(at);
                self.broken.push(place.line);
                self.settings.problems.push(Problem::new(place, reason));
                broken.push(line);
            }
            if broken.is_empty() {
                break;
            }
            for line in broken {
                let blanks = " ".repeat(line.len());
                sound.replace_range(line, &blanks);
            }
        }
        sound
    }

    fn place(&self, at: usize) -> Place {
        Place::of(self.text, at)
    }

    fn problem(&mut self, at: usize, text: impl AsRef<str>) {
        let place = self.place(at);
        if !self.broken.contains(&place.line) {
            self.settings.problems.push(Problem::new(place, text));
        }
    }

    fn set(&mut self, (name, at, value): Entry) {
        let wanted = match name {
            "width" => self.width(value),
            "indirect" => flag(value, &mut self.settings.indirect),
            "ascii" => flag(value, &mut self.settings.ascii),
            "mouse" => flag(value, &mut self.settings.mouse),
            "cursor" => flag(value, &mut self.settings.cursor),
            "opener-in-terminal" => flag(value, &mut self.settings.opener_in_terminal),
            "color" => wanted(value, &mut self.settings.color),
            "hyperlinks" => wanted(value, &mut self.settings.hyperlinks),
            "margins" => wanted(value, &mut self.settings.margins),
            "background" => one_of(
                value,
                &mut self.settings.background,
                &[
                    ("auto", Background::Auto),
                    ("dark", Background::Dark),
                    ("light", Background::Light),
                ],
            ),
            "pictures" => one_of(
                value,
                &mut self.settings.pictures,
                &[
                    ("key", Pictures::Key),
                    ("always", Pictures::Always),
                    ("never", Pictures::Never),
                ],
            ),
            "graphics" => one_of(
                value,
                &mut self.settings.graphics,
                &[
                    ("auto", Graphics::Auto),
                    ("kitty", Graphics::Kitty),
                    ("sixel", Graphics::Sixel),
                    ("blocks", Graphics::Blocks),
                    ("none", Graphics::None),
                ],
            ),
            "preset" => one_of(
                value,
                &mut self.settings.preset,
                &Preset::ALL.map(|preset| (preset.name(), preset)),
            ),
            "theme" => self
                .theme(value, true)
                .map(|name| self.settings.theme = name),
            "theme-dark" => self
                .theme(value, false)
                .map(|name| self.settings.theme_dark = name),
            "theme-light" => self
                .theme(value, false)
                .map(|name| self.settings.theme_light = name),
            "watch" => folders(value).map(|folders| self.settings.watch = folders),
            "opener" => words(value).map(|words| self.settings.opener = words),
            "keys" => self.table(name, value, Self::keys),
            "pipes" => self.table(name, value, Self::pipe),
            "themes" => self.table(name, value, Self::own_theme),
            _ => {
                let known = OPTIONS.iter().map(|(name, ..)| *name).chain(TABLES);
                let meant = did_you_mean(name, known);
                return self.problem(at, format!("{name} is no setting{meant}"));
            }
        };
        if let Err(wanted) = wanted {
            self.problem(value.span().start, format!("{name} must be {wanted}"));
        }
    }

    fn width(&mut self, value: &Value) -> Result<(), String> {
        let number = match value.get_ref() {
            DeValue::Integer(number) => u16::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        let fits = number.filter(|width| (20..=160).contains(width));
        self.settings.width = fits.ok_or("a number from 20 to 160")?;
        Ok(())
    }

    fn theme(&self, value: &Value, or_auto: bool) -> Result<String, String> {
        let name = text(value).ok_or("the name of a theme")?;
        let mut known = self
            .settings
            .theme_names()
            .filter(|known| or_auto || *known != themes::AUTO);
        if known.any(|known| known == name) {
            return Ok(name.to_owned());
        }
        let meant = did_you_mean(name, self.settings.theme_names());
        Err(format!("the name of a theme, and “{name}” is none{meant}"))
    }

    fn table(
        &mut self,
        name: &str,
        value: &Value,
        each: fn(&mut Self, Entry),
    ) -> Result<(), String> {
        let DeValue::Table(table) = value.get_ref() else {
            return Err(format!("a table: [{name}]"));
        };
        for entry in entries(table) {
            each(self, entry);
        }
        Ok(())
    }

    /// The keys of one command.
    fn keys(&mut self, (command, at, value): Entry) {
        let one = |value: &Value| Some((text(value)?.to_owned(), value.span().start));
        let found = match value.get_ref() {
            DeValue::Array(values) => values.iter().map(one).collect(),
            _ => one(value).map(|one| vec![one]),
        };
        let Some(found) = found else {
            return self.problem(
                value.span().start,
                format!("keys.{command} must be a key or a list of keys"),
            );
        };
        let is_nop = command != NOP && found.iter().any(|(key, _)| key == NOP);
        let keys: Vec<(String, Place)> = found
            .into_iter()
            .filter(|_| !is_nop)
            .map(|(key, at)| (key, self.place(at)))
            .collect();
        let place = self.place(at);
        self.settings.keys.push(Keys {
            command: command.to_owned(),
            place,
            keys,
        });
    }

    /// A command to pipe to.
    fn pipe(&mut self, (name, _, value): Entry) {
        match words(value) {
            Ok(words) if !words.is_empty() => self.settings.pipes.push((name.to_owned(), words)),
            Ok(_) => self.problem(value.span().start, format!("pipes.{name} is empty")),
            Err(wanted) => {
                self.problem(value.span().start, format!("pipes.{name} must be {wanted}"))
            }
        }
    }

    /// A theme of the reader's own: the colours of another one with some changed.
    fn own_theme(&mut self, (name, at, value): Entry) {
        let DeValue::Table(table) = value.get_ref() else {
            return self.problem(
                value.span().start,
                format!("themes.{name} must be a table: [themes.{name}]"),
            );
        };
        if self.settings.theme_names().any(|known| known == name) {
            return self.problem(
                at,
                format!("there is a theme {name} already; give yours another name"),
            );
        }
        let mut palette = Palette::default();
        let (base, rest): (Vec<_>, Vec<_>) = entries(table)
            .into_iter()
            .partition(|(part, ..)| *part == "base");
        for (_, _, value) in base {
            let named = text(value).and_then(|base| self.settings.palette(base));
            match named {
                Some(base) => palette = base,
                None => {
                    let meant = text(value).map_or_else(String::new, |base| {
                        did_you_mean(base, self.settings.theme_names())
                    });
                    self.problem(
                        value.span().start,
                        format!("themes.{name}.base must be the name of a theme{meant}"),
                    );
                }
            }
        }
        for (part, at, value) in rest {
            let Some(slot) = palette.part(part) else {
                let known = PARTS.iter().map(|(part, _)| *part).chain(["base"]);
                self.problem(
                    at,
                    format!(
                        "themes.{name}.{part} is no part of a theme{}",
                        did_you_mean(part, known)
                    ),
                );
                continue;
            };
            match shade(value) {
                Some(shade) => *slot = shade,
                None => self.problem(
                    value.span().start,
                    format!("themes.{name}.{part} must be a colour: \"#rrggbb\", 0 to 255, a name like \"bright-blue\", or \"none\""),
                ),
            }
        }
        for (part, text, ground) in palette.pairs() {
            // Nobody knows what the terminal's own colours are.
            if let (Some(text), Some(ground)) = (text.rgb(), ground.rgb())
                && contrast(text, ground) < READABLE
            {
                let ratio = contrast(text, ground);
                self.problem(at, format!("themes.{name}: {part} is hard to read on its ground; their contrast is {ratio:.1}, and {READABLE} is readable"));
            }
        }
        self.settings.themes.push((name.to_owned(), palette));
    }
}

fn text<'t>(value: &'t Value) -> Option<&'t str> {
    match value.get_ref() {
        DeValue::String(text) => Some(text),
        _ => None,
    }
}

fn flag(value: &Value, slot: &mut bool) -> Result<(), String> {
    let DeValue::Boolean(on) = value.get_ref() else {
        return Err("true or false".to_owned());
    };
    *slot = *on;
    Ok(())
}

fn wanted(value: &Value, slot: &mut Wanted) -> Result<(), String> {
    let choices = [
        ("auto", Wanted::Auto),
        ("always", Wanted::Always),
        ("never", Wanted::Never),
    ];
    one_of(value, slot, &choices)
}

fn one_of<T: Copy>(value: &Value, slot: &mut T, choices: &[(&str, T)]) -> Result<(), String> {
    let typed = text(value);
    match choices.iter().find(|(name, _)| Some(*name) == typed) {
        Some((_, choice)) => {
            *slot = *choice;
            Ok(())
        }
        None => {
            let names: Vec<String> = choices
                .iter()
                .map(|(name, _)| format!("\"{name}\""))
                .collect();
            let meant = typed.map_or_else(String::new, |typed| {
                did_you_mean(typed, choices.iter().map(|(name, _)| *name))
            });
            Err(format!("one of {}{meant}", names.join(", ")))
        }
    }
}

/// The words of a command: cut as a shell cuts them, or given one by one.
fn folders(value: &Value) -> Result<Vec<String>, String> {
    let wanted = "a list of folders, as [\"~/Downloads/news\"]";
    let DeValue::Array(values) = value.get_ref() else {
        return Err(wanted.to_owned());
    };
    let folders: Option<Vec<String>> = values
        .iter()
        .map(|value| text(value).filter(|it| !it.is_empty()).map(str::to_owned))
        .collect();
    folders.ok_or_else(|| wanted.to_owned())
}

fn words(value: &Value) -> Result<Vec<String>, String> {
    let wanted = || "a command: \"name and arguments\", or its words in a list".to_owned();
    match value.get_ref() {
        DeValue::String(line) => shell_words::split(line)
            .map_err(|_| format!("{}; a quotation mark is not closed", wanted())),
        DeValue::Array(values) => {
            let words: Option<Vec<String>> = values
                .iter()
                .map(|value| text(value).map(str::to_owned))
                .collect();
            words.ok_or_else(wanted)
        }
        _ => Err(wanted()),
    }
}

fn shade(value: &Value) -> Option<Shade> {
    match value.get_ref() {
        DeValue::String(text) => Shade::read(text),
        DeValue::Integer(number) => u8::from_str_radix(number.as_str(), number.radix())
            .ok()
            .map(Shade::Index),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        settings(text)
            .problems
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn settings_are_read() {
        let text = "width = 60\ncolor = \"never\"\nopener = \"firefox --new-tab\"\nwatch = [\"~/a b\"]\n[keys]\nnext-quote = [\"n\"]\nzen = \"Z\"\n\
                    [pipes]\ncount = \"wc -w\"\n[themes.mine]\nbase = \"paper\"\nquote = 22\n";
        let settings = settings(text);
        assert_eq!(settings.problems, Vec::new());
        assert_eq!((settings.width, settings.color), (60, Wanted::Never));
        assert_eq!(settings.keys.len(), 2);
        assert_eq!(settings.opener, ["firefox", "--new-tab"]);
        assert_eq!(settings.watch, ["~/a b"]);
        assert_eq!(settings.pipes[0].1, ["wc", "-w"]);
        let mine = settings.palette("mine").unwrap();
        assert_eq!(mine.quote, Shade::Index(22));
        assert_eq!(mine.text, settings.palette("paper").unwrap().text);
    }

    #[test]
    fn every_problem_is_listed_with_its_place_and_the_rest_counts() {
        let text = "width = 5\nascii = 1\nwidht = 3\n  mouse = false\npreset = \"vi\"\ntheme = \"papr\"\n[keys]\nzen = 3\n[pipes]\n\
                    a = \"it's\"\n[themes.mine]\nqoute = 1\ntext = \"mauve\"\n";
        let expected = [
            "line 1, column 9: width must be a number from 20 to 160",
            "line 2, column 9: ascii must be true or false",
            "line 3, column 1: widht is no setting; did you mean width?",
            "line 5, column 10: preset must be one of \"vim\", \"newsboat\"; did you mean vim?",
            "line 6, column 9: theme must be the name of a theme, and “papr” is none; did you mean paper?",
            "line 8, column 7: keys.zen must be a key or a list of keys",
            "line 10, column 5: pipes.a must be a command: \"name and arguments\", or its words in a list; a quotation mark is not closed",
            "line 12, column 1: themes.mine.qoute is no part of a theme; did you mean quote?",
            "line 13, column 8: themes.mine.text must be a colour: \"#rrggbb\", 0 to 255, a name like \"bright-blue\", or \"none\"",
        ];
        assert_eq!(problems(text), expected);
        assert!(!settings(text).mouse);
        assert_eq!(settings(text).width, 72);
    }

    #[test]
    fn several_lines_that_are_no_toml_are_all_named_and_the_rest_counts() {
        let text = "width = 60\nthis is not\nascii = true\nnor = = this\nmouse = false\n";
        let settings = settings(text);
        let lines: Vec<usize> = settings
            .problems
            .iter()
            .map(|problem| problem.place.line)
            .collect();
        assert_eq!(lines, [2, 4], "{:?}", settings.problems);
        assert_eq!(
            (settings.width, settings.ascii, settings.mouse),
            (60, true, false)
        );
    }

    #[test]
    fn colors_that_cannot_be_read_on_one_another_are_named() {
        let found =
            problems("[themes.mist]\nground = \"#ffffff\"\ntext = \"#dddddd\"\nquote = \"#000\"\n");
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].contains("text is hard to read"), "{found:?}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read(text in "([a-z\\-]{0,8}|\\[|\\]|=|\"|'|\n|#|\\.|[0-9]{1,3}|é| |\\PC){0,60}") {
            let settings = settings(&text);
            for problem in &settings.problems {
                proptest::prop_assert!(problem.place.line <= text.matches('\n').count() + 1);
            }
        }

        #[test]
        fn any_value_is_taken_or_refused(
            name in proptest::sample::select(OPTIONS.iter().map(|(name, ..)| *name).chain(TABLES).collect::<Vec<_>>()),
            value in "(-?[0-9]{1,30}|\"\\PC{0,9}\"|true|\\[[\"a,1]{0,9}\\]|\\{ ?[a-z]{0,3} ?=? ?[0-9\"]{0,3} ?\\}|1979-05-27)",
        ) {
            settings(&format!("{name} = {value}\n"));
        }
    }
}
