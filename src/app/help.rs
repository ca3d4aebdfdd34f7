//! The help as rows: every command of the table with its keys and its sentence, those of the present pane first.

use crate::app::Overlay;
use crate::app::command::{Context, Section, Spec, TABLE};
use crate::app::find::folded;
use crate::app::key::Key;
use crate::app::keymap::Keymap;
use crate::app::prompt::{Prompt, Purpose, Typed};
use crate::typeset::fold;

/// Cells of the column with the keys, where there is room for two columns.
const KEYS_WIDTH: u16 = 26;
/// Columns below which keys and sentences stand below one another.
const TWO_COLUMNS: u16 = 60;

/// The help while it is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct Help {
    /// What the keys act on where it was asked for.
    pub of: Context,
    /// The first row shown.
    pub top: usize,
    /// What it was laid over, to be shown again after it.
    pub(super) under: Option<Box<Overlay>>,
    words: String,
    line: Option<Prompt>,
}

/// One row of the help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HelpRow {
    /// The name of a part.
    Part(String),
    /// The name of a section.
    Title(String),
    /// Keys, and the beginning of what they do.
    Keys(String, String),
    /// What goes on below.
    More(String),
    /// Nothing.
    Blank,
}

impl Help {
    /// Returns the help for a pane.
    pub(super) fn new(of: Context, under: Option<Overlay>) -> Self {
        Self {
            of,
            top: 0,
            under: under.map(Box::new),
            words: String::new(),
            line: None,
        }
    }

    /// Returns the words that it is narrowed to.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Returns the line that the words are typed into; none while keys are commands.
    pub fn line(&self) -> Option<&Prompt> {
        self.line.as_ref()
    }

    /// Begins a line of words.
    pub(super) fn begin_line(&mut self) {
        self.line = Some(Prompt::new(Purpose::Narrow, &self.words));
    }

    /// Drops the words.
    pub(super) fn drop_words(&mut self) {
        self.line = None;
        self.top = 0;
        self.words.clear();
    }

    /// Gives a key to the line.
    pub(super) fn key(&mut self, key: Key, history: &[String]) {
        match self.line.as_mut().map(|line| line.key(key, history)) {
            Some(Typed::Cancelled) => self.drop_words(),
            Some(Typed::Accepted) => self.line = None,
            Some(Typed::Changed) => self.take_line(),
            Some(Typed::Nothing) | None => {}
        }
    }

    /// Puts pasted text into the line.
    pub(super) fn paste(&mut self, text: &str) {
        if self.line.as_mut().map(|line| line.insert(text)) == Some(Typed::Changed) {
            self.take_line();
        }
    }

    fn take_line(&mut self) {
        self.words = self.line.as_ref().map_or("", Prompt::text).to_owned();
        self.top = 0;
    }

    /// Returns the rows for a screen of some columns.
    pub fn rows(&self, keymap: &Keymap, columns: u16) -> Vec<HelpRow> {
        let words: Vec<String> = self.words.split_whitespace().map(folded).collect();
        let mut rows = Vec::new();
        for (title, is_here) in [(here(self.of), true), ("Elsewhere", false)] {
            let mut part = Vec::new();
            for section in Section::ALL {
                let specs = TABLE.iter().filter(|spec| {
                    spec.section == section && spec.contexts.contains(&self.of) == is_here
                });
                let mut of_section = Vec::new();
                for spec in specs {
                    let keys = keys_of(keymap, spec, is_here.then_some(self.of));
                    let sentence = sentence(spec, is_here);
                    let text = folded(&format!("{keys} {} {sentence}", spec.name));
                    if words.iter().all(|word| text.contains(word.as_str())) {
                        of_section.extend(command(&keys, &sentence, columns));
                    }
                }
                if !of_section.is_empty() {
                    part.push(HelpRow::Blank);
                    part.push(HelpRow::Title(section.title().to_owned()));
                    part.append(&mut of_section);
                }
            }
            if !part.is_empty() {
                if !rows.is_empty() {
                    rows.push(HelpRow::Blank);
                }
                rows.push(HelpRow::Part(title.to_owned()));
                rows.append(&mut part);
            }
        }
        rows
    }
}

/// The title of what can be done in the pane at hand.
const fn here(context: Context) -> &'static str {
    match context {
        Context::List => "Here, in the list",
        Context::Reading => "Here, in the text",
        Context::Quotes => "Here, in the quotes",
        Context::Picker => "Here, in a list to choose from",
        Context::Select => "Here, while words are selected",
    }
}

/// The rows of one command.
fn command(keys: &str, sentence: &str, columns: u16) -> Vec<HelpRow> {
    if columns < TWO_COLUMNS {
        let keys = fold(keys, columns).into_iter();
        let sentence = fold(sentence, columns.saturating_sub(2).max(1)).into_iter();
        return keys
            .map(|keys| HelpRow::Keys(keys, String::new()))
            .chain(sentence.map(HelpRow::More))
            .collect();
    }
    let mut lines = fold(sentence, columns - KEYS_WIDTH - 2).into_iter();
    let mut keys = fold(keys, KEYS_WIDTH - 1).into_iter();
    let mut rows = vec![HelpRow::Keys(
        keys.next().unwrap_or_default(),
        lines.next().unwrap_or_default(),
    )];
    loop {
        match (keys.next(), lines.next()) {
            (None, None) => return rows,
            (None, Some(line)) => rows.push(HelpRow::More(line)),
            (Some(keys), line) => rows.push(HelpRow::Keys(keys, line.unwrap_or_default())),
        }
    }
}

/// Returns the cell at which the sentences begin on a screen of some columns.
pub fn sentence_column(columns: u16) -> u16 {
    if columns >= TWO_COLUMNS {
        KEYS_WIDTH
    } else {
        2.min(columns / 4)
    }
}

/// The keys of a command: in the pane at hand, or else wherever it is valid.
fn keys_of(keymap: &Keymap, spec: &Spec, here: Option<Context>) -> String {
    let contexts = here.map_or_else(|| spec.contexts.to_vec(), |here| vec![here]);
    let mut parts: Vec<String> = Vec::new();
    for context in contexts {
        for key in keymap.keys_for(context, spec.command) {
            if !parts.contains(&key) {
                parts.push(key);
            }
        }
    }
    match spec.argument {
        Some(argument) => parts.push(format!(":{} {argument}", spec.name)),
        None if parts.is_empty() => parts.push(format!(":{}", spec.name)),
        None => {}
    }
    parts.join("  ")
}

fn sentence(spec: &Spec, is_here: bool) -> String {
    if is_here {
        return spec.sentence.to_owned();
    }
    let place: Vec<&str> = spec.contexts.iter().map(|context| context.name()).collect();
    format!("{} — in {}", spec.sentence, place.join(", "))
}
