//! What is only read, laid over the panes: the help and sheets. Their keys, and what they hold.

use crate::app::command::Command;
use crate::app::effect::{Effect, Effects};
use crate::app::help::Help;
use crate::app::key::Key;
use crate::app::notice::Tone;
use crate::app::prompt::Purpose;
use crate::app::sheet::Sheet;
use crate::app::{App, Overlay};
use crate::config::Problem;

/// Rows that are kept from one page to the next, and the one at the bottom.
const KEPT: u16 = 3;

impl App {
    /// Shows what is wrong with the configuration, all of it.
    pub(super) fn show_problems(&mut self, of_keys: Vec<Problem>) {
        let mut problems = self.settings.problems.clone();
        problems.extend(of_keys);
        let unreadable = self.settings.unreadable.as_ref();
        if problems.is_empty() && unreadable.is_none() {
            return;
        }
        problems.sort();
        let count = match problems.len() {
            0 => unreadable.map_or_else(String::new, |reason| {
                format!("config.toml cannot be read ({reason}); the defaults hold.")
            }),
            1 => "One thing is wrong in config.toml; the rest of it holds.".to_owned(),
            count => format!("{count} things are wrong in config.toml; the rest of it holds."),
        };
        let lines = problems.iter().map(ToString::to_string);
        let more =
            "`pullquote config` prints all settings, `pullquote config --check` checks them again.";
        let lines = [count, String::new()]
            .into_iter()
            .chain(lines)
            .chain([String::new(), more.to_owned()]);
        self.overlay = Some(Overlay::Sheet(Sheet::new("Configuration", lines.collect())));
    }

    /// Shows the latest notices, the last one first.
    pub(super) fn show_messages(&mut self) {
        let lines = self.messages.iter().rev().map(|(tone, text)| match tone {
            Tone::Failed => format!("! {text}"),
            Tone::Done | Tone::Working => format!("  {text}"),
        });
        let lines: Vec<String> = lines.collect();
        if lines.is_empty() {
            self.done("There were no messages yet.");
            return;
        }
        self.overlay = Some(Overlay::Sheet(Sheet::new("Messages", lines)));
    }

    /// Shows the help for what the keys act on.
    pub(super) fn show_help(&mut self) {
        let of = self.context();
        let under = self.overlay.take();
        self.overlay = Some(Overlay::Help(Help::new(of, under)));
    }

    /// Closes what is read; what it was laid over is there again.
    pub(super) fn close_page(&mut self) {
        self.overlay = match self.overlay.take() {
            Some(Overlay::Help(Help { under, .. })) => under.map(|under| *under),
            _ => None,
        };
    }

    /// Gives a key to the line that narrows the help.
    pub(super) fn help_key(&mut self, key: Key) {
        if let Some(Overlay::Help(help)) = &mut self.overlay {
            help.key(key, &self.histories[Purpose::Narrow as usize]);
        }
    }

    /// Moving scrolls what is read, what leads away closes it.
    pub(super) fn run_in_page(&mut self, command: Command, times: isize, effects: &mut Effects) {
        let page = usize::from(self.size.height.saturating_sub(KEPT)).max(1);
        let page = page.cast_signed();
        let by = match command {
            Command::Down => times,
            Command::Up => -times,
            Command::PageDown => times * page,
            Command::PageUp => -times * page,
            Command::HalfPageDown => (page / 2).max(1),
            Command::HalfPageUp => -(page / 2).max(1),
            Command::Top => isize::MIN,
            Command::Bottom => isize::MAX,
            Command::Redraw => return effects.push(Effect::Redraw),
            Command::Suspend => return effects.push(Effect::Suspend),
            Command::Quit => return effects.push(Effect::Quit),
            _ => return self.run_once_in_page(command, effects),
        };
        if let Some(Overlay::Help(Help { top, .. }) | Overlay::Sheet(Sheet { top, .. })) =
            &mut self.overlay
        {
            *top = top.saturating_add_signed(by);
        }
    }

    fn run_once_in_page(&mut self, command: Command, effects: &mut Effects) {
        match (&mut self.overlay, command) {
            (Some(Overlay::Help(help)), Command::Find | Command::Filter) => help.begin_line(),
            (Some(Overlay::Help(help)), Command::Clear) if !help.words().is_empty() => {
                help.drop_words();
            }
            (Some(Overlay::Sheet(sheet)), Command::Copy) => {
                if let Some((text, what)) = sheet.copies.clone() {
                    effects.push(Effect::Copy(text.to_string(), what));
                    self.close_page();
                }
            }
            (_, Command::Clear | Command::Back | Command::Help | Command::Open) => {
                self.close_page();
            }
            _ => {}
        }
    }

    /// Keeps what is read on the screen.
    pub(super) fn arrange_pages(&mut self) {
        let size = self.size;
        let keymap = &self.keymap;
        let (top, rows) = match &mut self.overlay {
            Some(Overlay::Help(help)) => {
                let rows = help.rows(keymap, size.width).len();
                (&mut help.top, rows)
            }
            Some(Overlay::Sheet(sheet)) => {
                let rows = sheet.rows(size.width).len();
                (&mut sheet.top, rows)
            }
            _ => return,
        };
        let seen = usize::from(size.height.saturating_sub(2)).max(1);
        *top = (*top).min(rows.saturating_sub(seen));
    }
}
