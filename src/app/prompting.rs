//! What the lines typed at the bottom mean: a search, a filter, a command.

use std::path::PathBuf;

use crate::app::command::{Command, TABLE};
use crate::app::effect::{Effect, Effects};
use crate::app::grouping::Group;
use crate::app::key::{Code, Key, Named};
use crate::app::prompt::{Prompt, Purpose, Typed};
use crate::app::{App, BeforePrompt, Overlay, Pane, Reader};
use crate::article::{Shelf, Sort};
use crate::config::nearest::did_you_mean;

/// Lines remembered of each kind.
const REMEMBERED: usize = 50;

impl App {
    /// Opens a line to be typed.
    pub(super) fn prompt(&mut self, purpose: Purpose, text: &str, effects: &mut Effects) {
        self.before_prompt = self.as_it_is();
        self.filter_problem = None;
        self.notice = None;
        self.overlay = Some(Overlay::Prompt(Prompt::new(purpose, text)));
        self.complete(effects);
    }

    /// Takes the lines that were typed in earlier sessions, latest last.
    pub fn recall(&mut self, lines: Vec<(Purpose, String)>) {
        for (purpose, line) in lines {
            self.remember(purpose, &line);
        }
    }

    /// What a prompt may change.
    fn as_it_is(&self) -> BeforePrompt {
        BeforePrompt {
            place: self.reader.as_ref().map_or(0, Reader::place),
            row: self.reader.as_ref().map_or(0, Reader::top),
            rows: self
                .reader
                .as_ref()
                .map_or(0, |reader| reader.page.rows.len()),
            find: self.reader.as_ref().and_then(|reader| reader.find.clone()),
            filter: self.list.query.filter.clone(),
        }
    }

    /// Gives a key to the open line.
    pub(super) fn prompt_key(&mut self, key: Key, effects: &mut Effects) {
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else {
            return;
        };
        let purpose = prompt.purpose;
        if let Some(by) = chooses(key)
            && !self.completion.rows.is_empty()
        {
            self.choose_completion(by, effects);
            return;
        }
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else {
            return;
        };
        let typed = prompt.key(key, &self.histories[purpose as usize]);
        let text = prompt.text().to_owned();
        match typed {
            Typed::Nothing => {}
            Typed::Changed => self.preview(purpose, &text, effects),
            Typed::Cancelled => {
                self.overlay = None;
                self.cancel(purpose, effects);
                self.uncover();
            }
            // What is wrong with it is shown beside it.
            Typed::Accepted if purpose == Purpose::Filter && self.filter_problem.is_some() => {}
            Typed::Accepted => {
                self.overlay = None;
                self.remember(purpose, &text);
                if !text.trim().is_empty() && purpose != Purpose::Narrow {
                    effects.push(Effect::Remember(purpose, text.clone()));
                }
                self.accept(purpose, &text, effects);
                self.uncover();
            }
        }
    }

    /// Puts pasted text into the open line; elsewhere it is not taken for keys.
    pub(super) fn paste(&mut self, text: &str, effects: &mut Effects) {
        if let Some(Overlay::Note(note)) = &mut self.overlay {
            note.editor.insert(text);
            return;
        }
        if let Some(Overlay::Prompt(prompt)) = &mut self.overlay
            && prompt.insert(text.trim_end_matches(['\n', '\r'])) == Typed::Changed
        {
            let (purpose, text) = (prompt.purpose, prompt.text().to_owned());
            self.preview(purpose, &text, effects);
        } else if let Some(Overlay::Picker(picker)) = &mut self.overlay {
            picker.paste(text.trim_end_matches(['\n', '\r']));
        } else if let Some(Overlay::Help(help)) = &mut self.overlay {
            help.paste(text.trim_end_matches(['\n', '\r']));
        } else {
            self.paste_beside(text.trim_end_matches(['\n', '\r']), effects);
        }
    }

    /// Shows what a half-typed line finds.
    fn preview(&mut self, purpose: Purpose, text: &str, effects: &mut Effects) {
        match purpose {
            Purpose::Find => self.find(text),
            Purpose::Filter => self.preview_filter(text, effects),
            Purpose::Command | Purpose::Pipe | Purpose::Tags => self.complete(effects),
            Purpose::Narrow | Purpose::Rename => {}
        }
    }

    /// Puts back what the line has changed.
    fn cancel(&mut self, purpose: Purpose, effects: &mut Effects) {
        let before = std::mem::take(&mut self.before_prompt);
        match (purpose, &mut self.reader) {
            (Purpose::Find, Some(reader)) => {
                reader.find = before.find;
                reader.return_to(before.place);
                if reader.page.rows.len() == before.rows {
                    // A place between two paragraphs is kept to the row, as long as there was no resize.
                    reader.go_to_row(before.row);
                }
            }
            (Purpose::Filter, _) => self.filter(before.filter, effects),
            (Purpose::Rename, _) => self.pick_search(),
            _ => {}
        }
    }

    fn accept(&mut self, purpose: Purpose, text: &str, effects: &mut Effects) {
        match purpose {
            Purpose::Find => {
                self.note_jump_from(self.before_prompt.place);
                self.find(text);
                if let Some(reader) = &mut self.reader
                    && reader
                        .find
                        .take_if(|find| find.matches.is_empty())
                        .is_some()
                {
                    self.fail(format!("“{text}” is not in this article."));
                }
            }
            // It was shown while it was typed.
            Purpose::Filter => self.focus = Pane::List,
            Purpose::Command => self.command_line(text, effects),
            Purpose::Tags => self.set_tags(text, effects),
            Purpose::Rename => self.rename_search(text, effects),
            Purpose::Pipe => self.pipe(text, effects),
            Purpose::Narrow => {}
        }
    }

    /// Searches the open article from where the prompt was opened.
    fn find(&mut self, words: &str) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if words.trim().is_empty() {
            reader.find = None;
            return;
        }
        reader.search(words, self.before_prompt.place);
    }

    fn remember(&mut self, purpose: Purpose, text: &str) {
        let history = &mut self.histories[purpose as usize];
        history.retain(|line| line != text);
        if !text.trim().is_empty() {
            history.push(text.to_owned());
        }
        if history.len() > REMEMBERED {
            history.remove(0);
        }
    }

    /// Runs a typed command: a number, or a name, perhaps cut short, and what it takes.
    fn command_line(&mut self, line: &str, effects: &mut Effects) {
        let line = line.trim();
        if let Ok(number) = line.parse::<usize>() {
            self.count = Some(number);
            self.run(Command::Bottom, effects);
            return;
        }
        let (name, argument) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let name = full_name(name);
        let argument = argument.trim();
        if let Some(write) = name.strip_suffix('!')
            && let [spec] = Command::named(write).as_slice()
            && spec.command == Command::Write
        {
            if argument.is_empty() {
                self.fail(format!("“{name}” needs the name of a file after it."));
            } else {
                self.write_to(argument, true, effects);
            }
            return;
        }
        match Command::named(name).as_slice() {
            [] if name.is_empty() => {}
            [] => {
                let key = self
                    .keymap
                    .key_for(self.context(), Command::Help)
                    .unwrap_or_default();
                let meant = did_you_mean(name, TABLE.iter().map(|spec| spec.name));
                self.fail(format!(
                    "There is no command “{name}”{meant}. {key} shows all of them."
                ));
            }
            [spec] if argument.is_empty() => self.run(spec.command, effects),
            [spec] if spec.argument.is_none() => {
                self.fail(format!("“{}” takes nothing after it.", spec.name))
            }
            [spec] => self.run_with(spec.command, argument, effects),
            several => {
                let names: Vec<&str> = several.iter().take(6).map(|spec| spec.name).collect();
                self.fail(format!("“{name}” may be {}.", names.join(", ")));
            }
        }
    }

    fn run_with(&mut self, command: Command, argument: &str, effects: &mut Effects) {
        match command {
            Command::Import => effects.push(Effect::Import(PathBuf::from(argument))),
            Command::Write => self.write_to(argument, false, effects),
            Command::Filter => self.limit(argument, effects),
            Command::SaveSearch => self.save_search(argument, effects),
            Command::Searches => self.open_named(argument, effects),
            Command::Tags => self.set_tags_of_meant(argument, effects),
            Command::Group => match Group::ALL
                .into_iter()
                .find(|group| group.name() == argument)
            {
                Some(group) => self.group_by(group, effects),
                None => self.fail(format!(
                    "There is no group “{argument}”: {}.",
                    names(&Group::ALL.map(Group::name))
                )),
            },
            Command::Who => self.pick_speakers(argument, effects),
            Command::CorrectSpeaker => self.say_name(argument, effects),
            Command::Said => self.pick_said(argument, effects),
            Command::Compare => self.pick_beside(argument, effects),
            Command::Find => {
                self.before_prompt = self.as_it_is();
                self.accept(Purpose::Find, argument, effects);
            }
            Command::NextShelf => match Shelf::ALL
                .into_iter()
                .find(|shelf| shelf.name() == argument)
            {
                Some(shelf) => self.show_shelf(shelf, effects),
                None => self.fail(format!(
                    "There is no shelf “{argument}”: {}.",
                    names(&Shelf::ALL.map(Shelf::name))
                )),
            },
            Command::NextSort => match Sort::ALL.into_iter().find(|sort| sort.name() == argument) {
                Some(sort) => self.sort_by(sort, effects),
                None => self.fail(format!(
                    "There is no order “{argument}”: {}.",
                    names(&Sort::ALL.map(Sort::name))
                )),
            },
            Command::Theme => self.set_theme(argument),
            Command::SetMark | Command::GoToMark => self.mark_named(command, argument, effects),
            Command::Pipe => self.pipe(argument, effects),
            _ => self.run(command, effects),
        }
    }

    /// Shows everything in the colours of another theme.
    fn set_theme(&mut self, name: &str) {
        let known = self.settings.theme_names().any(|known| known == name);
        if known {
            name.clone_into(&mut self.settings.theme);
            self.done(format!("Theme: {name}."));
        } else {
            let meant = did_you_mean(name, self.settings.theme_names());
            self.fail(format!("There is no theme “{name}”{meant}."));
        }
    }
}

/// Returns the name of a command for the short one that every hand knows.
pub(super) fn full_name(name: &str) -> &str {
    match name {
        "q" | "q!" | "wq" | "x" => "quit",
        "w" => "write",
        "w!" => "write!",
        "h" => "help",
        "limit" => "filter",
        "notes" => "highlights",
        name => name,
    }
}

/// By how many rows a key goes on in what the line may become.
fn chooses(key: Key) -> Option<isize> {
    match (key.code, key.ctrl, key.alt) {
        (Code::Named(Named::Tab), false, false) => Some(if key.shift { -1 } else { 1 }),
        (Code::Named(Named::Down), false, false) => Some(1),
        (Code::Named(Named::Up), false, false) => Some(-1),
        _ => None,
    }
}

fn names(all: &[&str]) -> String {
    all.join(", ")
}
