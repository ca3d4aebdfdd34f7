//! What a line of the palette may become: commands while a name is typed, then what the command takes.
//!
//! Knows names and sentences; what a folder holds is told by the shell, what a line does is in `prompting`.

use crate::app::App;
use crate::app::command::{Command, Context, Spec, TABLE};
use crate::app::effect::{Effect, Effects};
use crate::app::fuzzy::distance;
use crate::app::grouping::Group;
use crate::app::keymap::Keymap;
use crate::app::prompt::{Prompt, Purpose};
use crate::app::{Overlay, prompting, tagging};
use crate::article::{Clean, Shelf, Sort};
use crate::config::themes;

/// Earlier lines that are offered before anything is typed.
const RECENT: usize = 3;
/// Most rows that are kept.
const MOST: usize = 200;

/// What the line may become.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// The choices, best first.
    pub rows: Vec<Choice>,
    /// The one that stands in the line.
    pub chosen: Option<usize>,
    /// The tags of the library, the most used first, each with the number of its articles.
    pub(super) tags: Vec<(Clean, usize)>,
    /// What was typed before one was chosen.
    typed: String,
    folder: Folder,
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What the line becomes.
    pub line: String,
    /// Its name, and what it takes.
    pub name: String,
    /// The keys that do the same.
    pub keys: String,
    /// What it does.
    pub sentence: String,
}

/// A folder whose names are offered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Folder {
    path: Option<String>,
    names: Vec<Clean>,
}

impl Completion {
    /// Chooses another row, going round by way of what was typed; returns what the line becomes.
    fn step(&mut self, by: isize) -> Option<String> {
        let count = self.rows.len();
        if count == 0 {
            return None;
        }
        // Place 0 is what was typed.
        let at = self.chosen.map_or(0, |at| at + 1).cast_signed();
        let next = (at + by).rem_euclid(count.cast_signed() + 1).unsigned_abs();
        self.chosen = next.checked_sub(1);
        Some(match self.chosen.and_then(|at| self.rows.get(at)) {
            Some(row) => row.line.clone(),
            None => self.typed.clone(),
        })
    }
}

impl App {
    /// Offers anew what the line may become, after it was changed.
    pub(super) fn complete(&mut self, effects: &mut Effects) {
        let Some(Overlay::Prompt(prompt)) = &self.overlay else {
            return;
        };
        let line = prompt.text().to_owned();
        match prompt.purpose {
            Purpose::Command => {}
            Purpose::Pipe => {
                self.offer(self.pipes(&line), line);
                return;
            }
            Purpose::Tags => {
                self.offer(self.more_tags(&line), line);
                return;
            }
            Purpose::Find | Purpose::Filter | Purpose::Narrow | Purpose::Rename => {
                self.completion = Completion::default();
                return;
            }
        }
        if let Some(folder) = folder_of(&line)
            && self.completion.folder.path.as_deref() != Some(folder)
        {
            self.completion.folder = Folder {
                path: Some(folder.to_owned()),
                names: Vec::new(),
            };
            effects.push(Effect::ListFolder(folder.to_owned()));
        }
        self.offer(self.choices(&line), line);
    }

    fn offer(&mut self, mut rows: Vec<Choice>, typed: String) {
        rows.truncate(MOST);
        self.completion.rows = cleaned(rows);
        self.completion.chosen = None;
        self.completion.typed = typed;
    }

    /// Takes what a folder holds, if it is still asked for.
    pub(super) fn take_folder(&mut self, path: &str, names: Vec<Clean>, effects: &mut Effects) {
        let folder = &mut self.completion.folder;
        if folder.path.as_deref() == Some(path) {
            folder.names = names;
            if self.completion.chosen.is_none() {
                self.complete(effects);
            }
        }
    }

    /// Puts the next choice into the line. The only one there is is taken for good, and what it takes is offered next.
    pub(super) fn choose_completion(&mut self, by: isize, effects: &mut Effects) {
        let only = match self.completion.rows.as_slice() {
            [only] if self.completion.chosen.is_none() => Some(only.line.clone()),
            _ => None,
        };
        let Some(line) = only.clone().or_else(|| self.completion.step(by)) else {
            return;
        };
        let Some(Overlay::Prompt(prompt)) = &mut self.overlay else {
            return;
        };
        let takes_more = only.is_some()
            && prompt.purpose == Purpose::Command
            && Command::named(&line)
                .first()
                .is_some_and(|spec| spec.argument.is_some());
        let line = if takes_more { line + " " } else { line };
        *prompt = Prompt::new(prompt.purpose, &line);
        if only.is_some() {
            self.complete(effects);
        }
    }

    fn choices(&self, line: &str) -> Vec<Choice> {
        if line.trim().is_empty() {
            return self.recent().chain(self.commands("")).collect();
        }
        if line.trim().parse::<usize>().is_ok() {
            return Vec::new();
        }
        match line.split_once(char::is_whitespace) {
            None => self.commands(line),
            Some((name, argument)) => self.arguments(name, argument.trim_start()),
        }
    }

    /// The lines that were typed last.
    fn recent(&self) -> impl Iterator<Item = Choice> {
        let lines = self.histories[Purpose::Command as usize].iter().rev();
        lines.take(RECENT).map(|line| Choice {
            line: line.clone(),
            name: line.clone(),
            keys: String::new(),
            sentence: "again".to_owned(),
        })
    }

    /// The commands that fit, best first: those with a fitting name before those with fitting words in their sentence.
    fn commands(&self, typed: &str) -> Vec<Choice> {
        let here = Context::from(self.focus);
        let far = |spec: &Spec| {
            let by_sentence = || {
                let words = spec.sentence.to_lowercase().contains(&typed.to_lowercase());
                (words && typed.len() > 2).then_some(100)
            };
            distance(typed, spec.name).or_else(by_sentence)
        };
        let mut found: Vec<(usize, bool, &Spec)> = TABLE
            .iter()
            .filter_map(|spec| Some((far(spec)?, !spec.contexts.contains(&here), spec)))
            .collect();
        found.sort_by_key(|&(far, elsewhere, _)| (far, elsewhere));
        found
            .into_iter()
            .map(|(.., spec)| choice_of(&self.keymap, here, spec))
            .collect()
    }

    /// What a command takes, as far as that is known.
    fn arguments(&self, name: &str, typed: &str) -> Vec<Choice> {
        let specs = Command::named(prompting::full_name(name).trim_end_matches('!'));
        let [spec] = specs.as_slice() else {
            return Vec::new();
        };
        let plain = |names: &[&str]| -> Vec<(String, String)> {
            let names = names.iter().copied();
            names.map(|name| (name.to_owned(), String::new())).collect()
        };
        let all: Vec<(String, String)> = match spec.command {
            Command::NextShelf => plain(&Shelf::ALL.map(Shelf::name)),
            Command::Group => plain(&Group::ALL.map(Group::name)),
            Command::Searches => self.saved(),
            Command::NextSort => plain(&Sort::ALL.map(Sort::name)),
            Command::Theme => self.themes(),
            Command::Import | Command::Write => return self.paths(name, typed),
            _ => Vec::new(),
        };
        ranked(all, typed)
            .map(|(argument, sentence)| Choice {
                line: format!("{name} {argument}"),
                name: argument,
                keys: String::new(),
                sentence,
            })
            .collect()
    }

    /// The configured programs, and the lines that were typed last.
    fn pipes(&self, typed: &str) -> Vec<Choice> {
        let pipes = self.settings.pipes.iter();
        let configured = pipes.map(|(name, words)| (name.clone(), words.join(" ")));
        let recent = self.histories[Purpose::Pipe as usize].iter().rev();
        let recent = recent
            .take(RECENT)
            .map(|line| (line.clone(), "again".to_owned()));
        ranked(configured.chain(recent).collect(), typed)
            .map(|(name, sentence)| Choice {
                line: name.clone(),
                name,
                keys: String::new(),
                sentence,
            })
            .collect()
    }

    /// The tags that the last one in a line may become, those aside that the line has already.
    fn more_tags(&self, line: &str) -> Vec<Choice> {
        let (given, typed) = tagging::last(line);
        let free = self
            .completion
            .tags
            .iter()
            .filter(|(tag, _)| tag.as_str() != typed && !given.contains(&tag.as_str()));
        let all = free.map(|(tag, articles)| {
            let articles = match articles {
                1 => "1 article".to_owned(),
                articles => format!("{articles} articles"),
            };
            (tag.to_string(), articles)
        });
        ranked(all.collect(), typed)
            .map(|(tag, sentence)| Choice {
                line: tagging::with(&given, &tag, line.contains(',')),
                name: tag,
                keys: String::new(),
                sentence,
            })
            .collect()
    }

    /// The searches that have a name, with what they look for.
    fn saved(&self) -> Vec<(String, String)> {
        let searches = self.searches.iter();
        searches
            .map(|search| (search.name.to_string(), search.filter.to_string()))
            .collect()
    }

    /// The themes with what they are like.
    fn themes(&self) -> Vec<(String, String)> {
        let like = |name: &str| match themes::named(name) {
            Some(theme) => theme.sentence,
            None if name == themes::AUTO => "by the terminal's ground",
            None => "your own",
        };
        let names = self.settings.theme_names();
        names
            .map(|name| (name.to_owned(), like(name).to_owned()))
            .collect()
    }

    /// The names in the folder that is typed.
    fn paths(&self, command: &str, typed: &str) -> Vec<Choice> {
        let (folder, name) = split_path(typed);
        let is_hidden = name.starts_with('.');
        // As in a shell, a name begins with what was typed.
        let fits = |found: &&Clean| {
            (is_hidden || !found.starts_with('.'))
                && distance(name, found).is_some_and(|far| far <= 1)
        };
        let names = self.completion.folder.names.iter().filter(fits);
        names
            .map(|found| Choice {
                line: format!("{command} {folder}{found}"),
                name: found.to_string(),
                keys: String::new(),
                sentence: String::new(),
            })
            .collect()
    }
}

/// The same without anything that could steer a terminal: names come from configurations and folders, too.
fn cleaned(rows: Vec<Choice>) -> Vec<Choice> {
    let clean = |text: &str| Clean::line(text).to_string();
    rows.into_iter()
        .map(|row| Choice {
            // What is typed behind the line is parted from it by the blank at its end.
            line: row.line.chars().filter(|c| !c.is_control()).collect(),
            name: clean(&row.name),
            keys: row.keys,
            sentence: clean(&row.sentence),
        })
        .collect()
}

/// Those of some names that fit what was typed, best first.
fn ranked(all: Vec<(String, String)>, typed: &str) -> impl Iterator<Item = (String, String)> {
    let mut found: Vec<(usize, (String, String))> = all
        .into_iter()
        .filter_map(|named| Some((distance(typed, &named.0)?, named)))
        .collect();
    found.sort_by_key(|(far, _)| *far);
    found.into_iter().map(|(_, named)| named)
}

fn choice_of(keymap: &Keymap, here: Context, spec: &Spec) -> Choice {
    // Where it has no keys here, those that it has elsewhere are worth knowing.
    let elsewhere = spec.contexts.first().copied().unwrap_or(here);
    let at = if spec.contexts.contains(&here) {
        here
    } else {
        elsewhere
    };
    let keys = keymap.keys_for(at, spec.command).take(3);
    Choice {
        line: spec.name.to_owned(),
        name: match spec.argument {
            Some(argument) => format!("{} {argument}", spec.name),
            None => spec.name.to_owned(),
        },
        keys: keys.collect::<Vec<_>>().join(" "),
        sentence: spec.sentence.to_owned(),
    }
}

/// The folder that a line asks for by what it has of a path.
fn folder_of(line: &str) -> Option<&str> {
    let (name, typed) = line.split_once(char::is_whitespace)?;
    match Command::named(prompting::full_name(name).trim_end_matches('!')).as_slice() {
        [spec] if matches!(spec.command, Command::Import | Command::Write) => {
            Some(split_path(typed.trim_start()).0)
        }
        _ => None,
    }
}

/// The folder of a path, with the stroke at its end, and what is typed of a name in it.
fn split_path(typed: &str) -> (&str, &str) {
    typed.split_at(typed.rfind('/').map_or(0, |at| at + 1))
}
