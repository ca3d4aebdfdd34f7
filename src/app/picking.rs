//! What happens in a list to choose from: its keys, and what choosing a row does.

use crate::app::command::Command;
use crate::app::effect::{Effects, Request};
use crate::app::key::Key;
use crate::app::msg::Mouse;
use crate::app::open::Opening;
use crate::app::picker::{Choice, Item, Picker};
use crate::app::prompt::Purpose;
use crate::app::{App, Overlay, Pane, Panes};
use crate::article::{Article, ArticleId, BlockKind, Clean};

/// Columns by which a heading is set in for each level below the first.
const LEVEL: u16 = 2;

impl App {
    /// Lays a list to choose from over the panes.
    pub(super) fn pick(&mut self, picker: Picker) {
        self.notice = self.kept_notice.take();
        self.overlay = Some(Overlay::Picker(picker));
    }

    /// Gives a key to the line that narrows the list.
    pub(super) fn picker_key(&mut self, key: Key, effects: &mut Effects) {
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        let words = picker.words().to_owned();
        let is_chosen = picker.key(key, &self.histories[Purpose::Narrow as usize]);
        if picker.words() != words {
            self.narrow_speakers(effects);
        }
        if is_chosen {
            self.choose(effects);
        }
    }

    /// Runs a command in the list; what cannot be done there does nothing.
    pub(super) fn run_in_picker(
        &mut self,
        command: Command,
        count: Option<usize>,
        effects: &mut Effects,
    ) {
        if self.run_on_clip(command, effects) {
            return;
        }
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        let times = count.unwrap_or(1).cast_signed();
        let page = picker.fits().cast_signed();
        match command {
            Command::Down => picker.step(times),
            Command::Up => picker.step(-times),
            Command::PageDown => picker.step(times * page),
            Command::PageUp => picker.step(-times * page),
            Command::HalfPageDown => picker.step(times * (page / 2).max(1)),
            Command::HalfPageUp => picker.step(-times * (page / 2).max(1)),
            Command::Top => picker.select(count.map_or(0, |number| number.saturating_sub(1))),
            Command::Bottom => {
                picker.select(count.map_or(usize::MAX, |number| number.saturating_sub(1)))
            }
            Command::Filter => picker.begin_line(),
            Command::Delete => self.delete_picked(effects),
            Command::Rename => self.rename_picked(effects),
            Command::Open => {
                // A number says which row.
                if let Some(number) = count {
                    picker.select(number.saturating_sub(1));
                }
                self.choose(effects);
            }
            Command::Clear if picker.drop_words() => self.narrow_speakers(effects),
            Command::NextSort => self.sort_speakers(effects),
            Command::Merge => self.merge_selected(effects),
            Command::Split => self.split_selected(effects),
            Command::Compare => self.pick_beside("", effects),
            Command::Write => {
                let list = picker.clone();
                self.ask_where_to_write(Some(list), effects);
            }
            other => self.run_over_all(other, effects),
        }
    }

    /// Selects the row under the mouse; one that is selected already is chosen.
    pub(super) fn press_in_picker(&mut self, mouse: Mouse, effects: &mut Effects) {
        let inner = Panes::over(self.size).inner;
        let Some(Overlay::Picker(picker)) = &mut self.overlay else {
            return;
        };
        if !inner.contains((mouse.column, mouse.row).into()) {
            return;
        }
        if picker.press(usize::from(mouse.row - inner.y)) {
            self.choose(effects);
        }
    }

    /// Does what the selected row stands for.
    pub(super) fn choose(&mut self, effects: &mut Effects) {
        let Some(Overlay::Picker(picker)) = &self.overlay else {
            return;
        };
        let Some(choice) = picker.selected().map(|item| item.choice.clone()) else {
            return;
        };
        self.overlay = None;
        match choice {
            Choice::Search(name) => self.open_search(&name, effects),
            Choice::Place(byte) => {
                self.note_jump();
                self.go_to_byte(byte);
            }
            Choice::Article(id, byte) => {
                self.note_jump();
                self.open_at(id, byte, effects);
            }
            Choice::Link(link) => self.select_link(link),
            Choice::Form(form) => self.copy_as(form, effects),
            Choice::Clip(at) => self.open_clip(at, effects),
            Choice::Highlight(id, anchor) => self.open_highlight(id, *anchor, effects),
            Choice::Speaker(id) => self.look_at_speaker(id, effects),
            Choice::Beside(one, other, term) => self.compare(one, other, term, effects),
            Choice::Join(what, names, _, into) => self.join(&what, names, into, effects),
            Choice::Say(speaker) => self.say_speaker(speaker, effects),
            Choice::Quote(span) => self.say_quote(span, effects),
            Choice::Uncorrect(id, correction) => {
                self.take_correction_back(id, *correction, effects);
            }
            Choice::Part(name, id, from) => self.part(&name, id, from, effects),
        }
    }

    /// Shows a byte of the open article, and the quote there.
    pub(super) fn go_to_byte(&mut self, byte: usize) {
        if let Some(reader) = &mut self.reader {
            self.focus = Pane::Reading;
            reader.go_to(byte);
        }
    }

    /// Opens an article, whether or not the list has it, at a byte of its text.
    pub(super) fn open_at(&mut self, id: ArticleId, byte: usize, effects: &mut Effects) {
        self.list.select_id(id);
        let open = self.reader.as_ref().map(|reader| reader.opened.id);
        if open == Some(id) {
            self.opening = Opening::Idle;
            self.go_to_byte(byte);
            return;
        }
        let ticket = self.tickets.renew();
        self.opening = Opening::Asked {
            ticket,
            then: Pane::Reading,
            at: Some(byte),
        };
        effects.push(Request::OpenArticle(ticket, id));
    }

    /// Lists the headings of the open article.
    pub(super) fn pick_contents(&mut self) {
        let Some(reader) = &self.reader else { return };
        let items = headings(&reader.opened.article);
        if items.is_empty() {
            self.fail("This article has no headings.");
            return;
        }
        let at = items.partition_point(|item| match item.choice {
            Choice::Place(byte) => byte <= reader.place(),
            _ => false,
        });
        let mut picker = Picker::new("Contents", "", items);
        picker.select(at.saturating_sub(1));
        self.pick(picker);
    }
}

/// The headings of an article, each set in by its level.
fn headings(article: &Article) -> Vec<Item> {
    let blocks = article.body.blocks().iter();
    blocks
        .filter_map(|block| {
            let level = match block.kind {
                BlockKind::Heading(level) => u16::from(level),
                _ => return None,
            };
            let text = Clean::line(article.body.slice(block.span));
            let item = Item::new(text, Clean::default(), Choice::Place(block.span.start));
            Some(item.indented(level.saturating_sub(2) * LEVEL))
        })
        .collect()
}
