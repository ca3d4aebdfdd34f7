//! A list to choose from, laid over the panes and narrowed by words: headings, speakers, highlights, links.
//!
//! Knows its rows and which one is selected; what choosing one does is in `picking`.

use crate::app::find::folded;
use crate::app::key::{Code, Key, Named};
use crate::app::prompt::{Prompt, Purpose, Typed};
use crate::app::roster::{Question, Who};
use crate::article::{Anchor, ArticleId, Clean, Span};
use crate::cite::Form;
use crate::quote::roster::{NameId, SpeakerId};
use crate::quote::{Correction, Speaker};

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picker {
    /// What is listed, for the title.
    pub title: String,
    /// What is said where nothing is listed.
    pub nothing: String,
    /// What it answers, to be asked again when things have changed; the library narrows a list of speakers itself, which may
    /// have more of them than are shown.
    pub asks: Option<Box<Question>>,
    items: Vec<Item>,
    /// The items that have the words, by index.
    shown: Vec<usize>,
    /// The words that the list is narrowed to.
    words: String,
    /// The line that the words are typed into; none while keys are commands.
    line: Option<Prompt>,
    /// Which of the shown items is selected.
    selected: usize,
    top: usize,
    fits: usize,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it is.
    pub text: Clean,
    /// Data beside it, at the right.
    pub detail: Clean,
    /// Columns that it is set in by.
    pub indent: u16,
    /// What choosing it means.
    pub choice: Choice,
    folded: String,
}

/// What choosing a row means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// To go to a byte of the open article.
    Place(usize),
    /// To open an article at a byte of its text.
    Article(ArticleId, usize),
    /// To list what the search with this name finds.
    Search(Clean),
    /// To go to a highlight of an article.
    Highlight(ArticleId, Box<Anchor>),
    /// To copy what is selected in a form.
    Form(Form),
    /// To go to what a clip is from.
    Clip(usize),
    /// To select a link of the open article, by its index.
    Link(usize),
    /// To show what a speaker said.
    Speaker(SpeakerId),
    /// To put a speaker beside another, on the words of a term.
    Beside(Who, SpeakerId, String),
    /// To give names to a speaker, one of whose names is the third; what that means in words.
    Join(Clean, Vec<NameId>, NameId, SpeakerId),
    /// To say who says the selected quote, or that nobody can tell.
    Say(Option<Speaker>),
    /// To say that some words are a quote.
    Quote(Span),
    /// To drop a correction of an article.
    Uncorrect(ArticleId, Box<Correction>),
    /// To take a name from its speaker.
    Part(Clean, NameId, SpeakerId),
}

impl Item {
    /// Returns a row.
    pub fn new(text: Clean, detail: Clean, choice: Choice) -> Self {
        let folded = folded(&format!("{text} {detail}"));
        Self {
            text,
            detail,
            indent: 0,
            choice,
            folded,
        }
    }

    /// Returns it set in by some columns.
    #[must_use]
    pub fn indented(self, indent: u16) -> Self {
        Self { indent, ..self }
    }
}

impl Picker {
    /// Returns a list with its first row selected.
    pub fn new(title: impl Into<String>, nothing: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            title: title.into(),
            nothing: nothing.into(),
            asks: None,
            shown: (0..items.len()).collect(),
            items,
            words: String::new(),
            line: None,
            selected: 0,
            top: 0,
            fits: 1,
        }
    }

    /// Puts other rows in the place of those there are; words and, as far as there are enough rows, selection stay.
    pub fn replace(&mut self, items: Vec<Item>) {
        self.items = items;
        self.narrow();
    }

    /// Whether what said one of them is shown by choosing it.
    pub fn has_speakers(&self) -> bool {
        let choice = self.selected().map(|item| &item.choice);
        matches!(choice, Some(Choice::Speaker(_)))
    }

    /// Whether its rows are clips or highlights, which can be written to a file.
    pub fn can_be_written(&self) -> bool {
        let mut shown = self.shown();
        matches!(shown.next(), Some(Choice::Clip(_) | Choice::Highlight(..)))
    }

    /// Selects one of the shown rows, the last one where there are fewer.
    pub fn select(&mut self, at: usize) {
        self.selected = at.min(self.shown.len().saturating_sub(1));
        self.scroll();
    }

    /// Selects a row by its place on the screen; returns whether it was selected already.
    pub(super) fn press(&mut self, row: usize) -> bool {
        let at = self.top + row;
        if at >= self.shown.len() {
            return false;
        }
        let again = at == self.selected;
        self.select(at);
        again
    }

    /// Selects a row further down, or further up.
    pub fn step(&mut self, by: isize) {
        self.select(self.selected.saturating_add_signed(by));
    }

    /// Takes the number of rows that can be seen.
    pub fn fit(&mut self, rows: usize) {
        self.fits = rows.max(1);
        self.scroll();
    }

    /// Returns the number of rows that can be seen.
    pub fn fits(&self) -> usize {
        self.fits
    }

    /// Returns the selected row.
    pub fn selected(&self) -> Option<&Item> {
        self.items.get(*self.shown.get(self.selected)?)
    }

    /// Returns the rows that can be seen, and whether each is selected.
    pub fn visible(&self) -> impl Iterator<Item = (&Item, bool)> {
        let shown = self.shown.iter().enumerate().skip(self.top).take(self.fits);
        shown.filter_map(|(at, &item)| Some((self.items.get(item)?, at == self.selected)))
    }

    /// Returns what the rows stand for that have the words.
    pub(super) fn shown(&self) -> impl Iterator<Item = &Choice> {
        let items = self.shown.iter().filter_map(|&item| self.items.get(item));
        items.map(|item| &item.choice)
    }

    /// Returns the line that is typed to narrow the list.
    pub fn line(&self) -> Option<&Prompt> {
        self.line.as_ref()
    }

    /// Returns the words that the list is narrowed to.
    pub fn words(&self) -> &str {
        &self.words
    }

    /// Returns which row is selected of how many.
    pub fn count(&self) -> String {
        match self.shown.len() {
            0 => "nothing".to_owned(),
            shown => format!("{}/{shown}", self.selected + 1),
        }
    }

    /// Narrows the list to words from the start; the library has done so already.
    pub(super) fn begin_with(&mut self, words: &str) {
        words.clone_into(&mut self.words);
    }

    /// Begins a line of words.
    pub(super) fn begin_line(&mut self) {
        self.line = Some(Prompt::new(Purpose::Narrow, &self.words));
    }

    /// Drops the words; returns false where there are none.
    pub(super) fn drop_words(&mut self) -> bool {
        self.line = None;
        let had = !self.words.is_empty();
        self.words.clear();
        if had {
            self.narrow();
        }
        had
    }

    /// Gives a key to the line; returns whether the selected row is chosen by it.
    pub(super) fn key(&mut self, key: Key, history: &[String]) -> bool {
        // In a line of one row up and down are of more use for the list than for earlier lines.
        match (key.code, key.ctrl) {
            (Code::Named(Named::Down), _) | (Code::Char('n'), true) => self.step(1),
            (Code::Named(Named::Up), _) | (Code::Char('p'), true) => self.step(-1),
            _ => {
                let typed = self.line.as_mut().map(|line| line.key(key, history));
                match typed {
                    Some(Typed::Changed) => self.take_line(),
                    Some(Typed::Cancelled) => {
                        self.drop_words();
                    }
                    Some(Typed::Accepted) => {
                        self.line = None;
                        return true;
                    }
                    Some(Typed::Nothing) | None => {}
                }
            }
        }
        false
    }

    /// Puts pasted text into the line.
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(line) = &mut self.line
            && line.insert(text) == Typed::Changed
        {
            self.take_line();
        }
    }

    fn take_line(&mut self) {
        let words = self.line.as_ref().map_or("", Prompt::text).to_owned();
        if words != self.words {
            self.words = words;
            self.selected = 0;
            self.narrow();
        }
    }

    /// Shows the rows in which every word stands.
    fn narrow(&mut self) {
        let words: Vec<String> = self.words.split_whitespace().map(folded).collect();
        let is_narrowed = matches!(self.asks.as_deref(), Some(Question::Speakers(..)));
        let has_all = |item: &Item| {
            is_narrowed || words.iter().all(|word| item.folded.contains(word.as_str()))
        };
        let items = self.items.iter().enumerate();
        self.shown = items
            .filter_map(|(at, item)| has_all(item).then_some(at))
            .collect();
        self.select(self.selected);
    }

    fn scroll(&mut self) {
        let last = self.shown.len().saturating_sub(self.fits);
        let least = (self.selected + 1).saturating_sub(self.fits);
        self.top = self.top.clamp(least, self.selected).min(last);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picker(texts: &[&str]) -> Picker {
        let items = texts
            .iter()
            .enumerate()
            .map(|(at, text)| Item::new(Clean::line(text), Clean::line(""), Choice::Place(at)));
        let mut picker = Picker::new("Names", "No names.", items.collect());
        picker.fit(2);
        picker
    }

    fn seen(picker: &Picker) -> Vec<String> {
        let mark = |(item, selected): (&Item, bool)| {
            format!("{}{}", if selected { ">" } else { "" }, item.text)
        };
        picker.visible().map(mark).collect()
    }

    fn type_keys(picker: &mut Picker, notation: &str) -> bool {
        let keys = Key::parse_sequence(notation).unwrap();
        keys.into_iter().any(|key| picker.key(key, &[]))
    }

    #[test]
    fn the_selected_row_can_be_seen() {
        let mut picker = picker(&["a", "b", "c", "d"]);
        picker.step(2);
        assert_eq!(seen(&picker), ["b", ">c"]);
        picker.step(100);
        assert_eq!(seen(&picker), ["c", ">d"]);
        picker.step(-100);
        assert_eq!(seen(&picker), [">a", "b"]);
        picker.fit(10);
        assert_eq!(picker.visible().count(), 4);
    }

    #[test]
    fn words_narrow_the_list_whatever_their_case_and_accents() {
        let mut picker = picker(&["Zoë Núñez", "Anne Roy", "Zoë Roy"]);
        picker.begin_line();
        assert!(!type_keys(&mut picker, "roy<Space>ZOE"));
        assert_eq!(seen(&picker), [">Zoë Roy"]);
        assert!(type_keys(&mut picker, "<Enter>"));
        assert!(picker.line().is_none() && picker.drop_words() && !picker.drop_words());
        assert_eq!(picker.count(), "1/3");
    }

    #[test]
    fn a_line_that_is_given_up_shows_all_again() {
        let mut picker = picker(&["a", "b"]);
        picker.begin_line();
        type_keys(&mut picker, "zzz");
        assert_eq!(
            (picker.count(), picker.selected()),
            ("nothing".into(), None)
        );
        type_keys(&mut picker, "<Esc>");
        assert_eq!(seen(&picker), [">a", "b"]);
    }
}
