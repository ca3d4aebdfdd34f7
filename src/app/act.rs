//! What each command does.

use crate::app::command::{Command, Context};
use crate::app::effect::{Effect, Effects, Request};
use crate::app::grouping::Group;
use crate::app::key::{Code, Key, Named};
use crate::app::keymap::Resolution;
use crate::app::list::Contents;
use crate::app::open::{MOST_AHEAD, Opening};
use crate::app::prompt::Purpose;
use crate::app::{App, Area, MEASURES, Overlay, Pane, Reader};
use crate::article::{Change, Filter, Shelf, Sort};
use crate::quote::{citation, passage};

/// Cells by which the text gets wider or narrower.
const WIDER_BY: u16 = 4;
/// Rows kept from one page to the next.
const OVERLAP: usize = 2;
/// Numbers before a command are cut here.
const MOST: usize = 1_000_000;

impl App {
    pub(super) fn key(&mut self, key: Key, effects: &mut Effects) {
        if self.opening.is_awaited() && !self.may_interrupt(key, effects) {
            if self.typed_ahead.len() < MOST_AHEAD {
                self.typed_ahead.push_back(key);
            }
            return;
        }
        match &self.overlay {
            Some(Overlay::Prompt(_)) => {
                self.prompt_key(key, effects);
                return;
            }
            Some(Overlay::Note(_)) => {
                self.note_key(key, effects);
                return;
            }
            Some(Overlay::Picker(picker)) if picker.line().is_some() => {
                self.picker_key(key, effects);
                return;
            }
            Some(Overlay::Beside(beside)) if beside.line().is_some() => {
                self.beside_key(key, effects);
                return;
            }
            Some(Overlay::Help(help)) if help.line().is_some() => {
                self.help_key(key);
                return;
            }
            _ => {}
        }
        if let Some(notice) = &self.notice
            && notice.until.is_some()
        {
            self.notice = None;
        }
        if let Some(command) = self.letter_for.take() {
            self.take_letter(command, key, effects);
            return;
        }
        if self.pending.is_empty()
            && let Some(digit) = key.digit()
            && (digit > 0 || self.count.is_some())
        {
            self.count = Some((self.count.unwrap_or(0) * 10 + digit as usize).min(MOST));
            return;
        }
        self.pending.push(key);
        match self.keymap.resolve(self.context(), &self.pending) {
            Resolution::Wait => {}
            Resolution::Run(command) => {
                self.pending.clear();
                self.run(command, effects);
            }
            Resolution::Nothing => {
                // What was half typed is dropped by any other key; Esc then does no more than that.
                let was_half_typed = self.pending.len() > 1 || self.count.is_some();
                self.pending.clear();
                self.count = None;
                if !was_half_typed && key.code != Code::Named(Named::Esc) {
                    let help = self
                        .keymap
                        .key_for(self.context(), Command::Help)
                        .unwrap_or_else(|| ":help".into());
                    self.fail(format!("{key} means nothing here. {help} shows all keys."));
                }
            }
        }
    }

    /// While an article is awaited, leaving leaves and dropping drops the wait. Returns whether the key may go on.
    fn may_interrupt(&mut self, key: Key, effects: &mut Effects) -> bool {
        match self.keymap.resolve(self.context(), &[key]) {
            Resolution::Run(Command::Quit) => {
                self.typed_ahead.clear();
                true
            }
            Resolution::Run(Command::Clear) => {
                self.typed_ahead.clear();
                self.opening = Opening::Idle;
                self.clear(effects);
                false
            }
            _ => false,
        }
    }

    /// Runs a command; a number typed before it is used up.
    pub(super) fn run(&mut self, command: Command, effects: &mut Effects) {
        let count = self.count.take();
        let times = count.unwrap_or(1).cast_signed();
        if let Some(Overlay::Help(_) | Overlay::Sheet(_)) = self.overlay {
            self.run_in_page(command, times, effects);
            return;
        }
        if let Some(Overlay::Picker(_)) = self.overlay {
            self.run_in_picker(command, count, effects);
            return;
        }
        if let Some(Overlay::Beside(_)) = self.overlay {
            self.run_beside(command, count, effects);
            return;
        }
        if self.is_selecting() && self.run_selecting(command, times) {
            return;
        }
        match command {
            Command::Down => self.go(times),
            Command::Up => self.go(-times),
            Command::PageDown => self.go(times * self.page_step(OVERLAP)),
            Command::PageUp => self.go(-times * self.page_step(OVERLAP)),
            Command::HalfPageDown => self.go(times * (self.page_step(0) / 2).max(1)),
            Command::HalfPageUp => self.go(-times * (self.page_step(0) / 2).max(1)),
            Command::Top => self.go_to(count.map_or(0, |number| number - 1)),
            Command::Bottom => {
                self.go_to(count.map_or(usize::MAX, |number| number.saturating_sub(1)))
            }
            Command::NextParagraph => self.jump(times, Reader::paragraph),
            Command::PreviousParagraph => self.jump(-times, Reader::paragraph),
            Command::NextHeading => self.jump(times, Reader::heading),
            Command::PreviousHeading => self.jump(-times, Reader::heading),
            Command::Contents => self.pick_contents(),
            Command::JumpBack => self.jump_back(count.unwrap_or(1), effects),
            Command::JumpForward => self.jump_forth(count.unwrap_or(1), effects),
            Command::SetMark | Command::GoToMark => self.await_letter(command),
            Command::Marks => self.ask_marks(effects),
            Command::Next => self.step_match_or_quote(times),
            Command::Previous => self.step_match_or_quote(-times),
            Command::NextQuote => self.step_quote(times),
            Command::PreviousQuote => self.step_quote(-times),
            Command::ToggleIndirect => self.toggle_indirect(),
            Command::ToggleUnspoken => self.toggle_unspoken(),
            Command::GroupBySpeaker => {
                self.quotes.grouped = !self.quotes.grouped;
                self.done(if self.quotes.grouped {
                    "Quotes by speaker."
                } else {
                    "Quotes in the order of the text."
                });
            }
            Command::Said => self.pick_said("", effects),
            Command::Compare => self.pick_beside("", effects),
            Command::Same => self.pick_same(effects),
            Command::Voices => self.pick_voices(effects),
            Command::Aliases => self.pick_proposals(effects),
            Command::FoldQuotes => self.toggle_fold(),
            Command::FoldSpeaker => self.toggle_speaker_fold(),
            Command::CorrectSpeaker => self.pick_speaker(),
            Command::NoQuote => self.say_no_quote(effects),
            Command::AddQuote => self.add_quote(effects),
            Command::WiderQuote => self.resize_quote(true, effects),
            Command::NarrowerQuote => self.resize_quote(false, effects),
            Command::Corrections => self.pick_corrections(effects),
            // What to merge or split is chosen from the list of speakers.
            Command::Who | Command::Merge | Command::Split => self.pick_speakers("", effects),
            Command::Copy => self.copy(effects),
            Command::Highlight => self.highlight(effects),
            Command::Note => self.edit_note(),
            Command::NextHue => self.next_hue(effects),
            Command::Unhighlight => self.unhighlight(effects),
            Command::NextHighlight => self.step_highlight(times),
            Command::PreviousHighlight => self.step_highlight(-times),
            Command::Highlights => self.ask_highlights(effects),
            Command::Fetch => effects.push(Effect::Fetch),
            Command::Feeds => effects.push(Request::ListFeeds),
            Command::Edits => self.ask_edits(effects),
            Command::Pictures => self.toggle_pictures(),
            Command::Cite => self.pick_form(),
            Command::Clip => self.clip(effects),
            Command::Clips
            | Command::ClipDown
            | Command::ClipUp
            | Command::ClipEdit
            | Command::ClipLine
            | Command::Unclip => self.list_clips(effects),
            Command::Select => self.select_words(),
            Command::SelectLeft
            | Command::SelectRight
            | Command::NextWord
            | Command::PreviousWord
            | Command::WordEnd
            | Command::RowStart
            | Command::RowEnd
            | Command::NextSentence
            | Command::PreviousSentence
            | Command::WholeSentence
            | Command::WholeQuote
            | Command::InsideQuote
            | Command::SwapEnds => {
                let key = self.keymap.key_for(Context::Reading, Command::Select);
                let key = key.unwrap_or_else(|| ":select".into());
                self.fail(format!("{key} in the text begins to select."));
            }
            Command::Find => {
                if self.reader.is_some() {
                    self.prompt(Purpose::Find, "", effects);
                }
            }
            Command::SaveSearch => self.prompt(Purpose::Command, "save ", effects),
            Command::Searches => self.pick_search(),
            Command::Group => self.group_by(neighbour(&Group::ALL, self.group, 1), effects),
            Command::Tags => self.edit_tags(effects),
            Command::Delete => self.delete(effects),
            // There is nothing to be renamed but in a list of names.
            Command::Rename => {}
            Command::Filter => self.prompt(
                Purpose::Filter,
                &self.list.query.filter.to_string(),
                effects,
            ),
            Command::Clear => self.clear(effects),
            Command::Links => self.pick_links(count),
            Command::OpenLink => self.open_link(effects),
            Command::Open => match self.focus {
                Pane::List => self.open_selected(Pane::Reading, effects),
                Pane::Quotes => self.go_to_pane(Pane::Reading, effects),
                Pane::Reading => {}
            },
            Command::NextArticle => self.open_neighbour(times, effects),
            Command::PreviousArticle => self.open_neighbour(-times, effects),
            Command::NextUnread => self.find_unread(true, effects),
            Command::PreviousUnread => self.find_unread(false, effects),
            Command::ToggleRead => self.toggle(
                effects,
                |flags| flags.read,
                Change::Read,
                ["unread", "read"],
            ),
            Command::ToggleStar => {
                self.toggle(
                    effects,
                    |flags| flags.starred,
                    Change::Starred,
                    ["without a star", "starred"],
                );
            }
            Command::ToggleArchive => {
                self.toggle(
                    effects,
                    |flags| flags.archived,
                    Change::Archived,
                    ["back in the inbox", "archived"],
                );
            }
            Command::NextShelf => {
                self.show_shelf(neighbour(&Shelf::ALL, self.list.query.shelf, 1), effects)
            }
            Command::PreviousShelf => {
                self.show_shelf(neighbour(&Shelf::ALL, self.list.query.shelf, -1), effects)
            }
            Command::NextSort => {
                self.sort_by(neighbour(&Sort::ALL, self.list.query.sort, 1), effects)
            }
            Command::PreviousSort => {
                self.sort_by(neighbour(&Sort::ALL, self.list.query.sort, -1), effects)
            }
            Command::NextPane => self.step_pane(1, true, effects),
            Command::PreviousPane => self.step_pane(-1, true, effects),
            Command::PaneRight => self.step_pane(1, false, effects),
            Command::PaneLeft => self.step_pane(-1, false, effects),
            Command::FocusList => self.go_to_pane(Pane::List, effects),
            Command::FocusReading => self.go_to_pane(Pane::Reading, effects),
            Command::FocusQuotes => self.go_to_pane(Pane::Quotes, effects),
            Command::Narrower => self.set_width(self.width.saturating_sub(WIDER_BY)),
            Command::Wider => self.set_width(self.width + WIDER_BY),
            Command::DefaultWidth => self.set_width(self.settings.width),
            Command::Zen => {
                self.zen = !self.zen;
                self.focus = Pane::Reading;
            }
            Command::Import => self.prompt(Purpose::Command, "import ", effects),
            Command::Write => self.ask_where_to_write(None, effects),
            Command::Sample if self.is_importing => self.fail("An import is still going on."),
            Command::Sample if self.list.contents() == Contents::Nothing => {
                effects.push(Effect::OpenSample);
            }
            Command::Sample => {
                self.fail("Your library is not empty; leave and run `pullquote demo`.")
            }
            Command::Pipe => {
                if self.reader.is_some() {
                    self.prompt(Purpose::Pipe, "", effects);
                }
            }
            Command::CommandLine => self.prompt(Purpose::Command, "", effects),
            Command::Help => self.show_help(),
            Command::Theme => self.prompt(Purpose::Command, "theme ", effects),
            Command::Messages => self.show_messages(),
            Command::Undo => self.undo(effects),
            Command::Redo => self.redo(effects),
            Command::Redraw => effects.push(Effect::Redraw),
            Command::Suspend => effects.push(Effect::Suspend),
            Command::Back => self.back(effects),
            Command::Quit => effects.push(Effect::Quit),
        }
    }

    /// Runs what can be done whatever lies over the panes; anything else does nothing there.
    pub(super) fn run_over_all(&mut self, command: Command, effects: &mut Effects) {
        match command {
            Command::Undo => self.undo(effects),
            Command::Redo => self.redo(effects),
            Command::Clear | Command::Back => self.overlay = None,
            Command::Help => self.show_help(),
            Command::Redraw => effects.push(Effect::Redraw),
            Command::Suspend => effects.push(Effect::Suspend),
            Command::Quit => effects.push(Effect::Quit),
            _ => {}
        }
    }

    /// Moves on in the pane with the focus.
    fn go(&mut self, by: isize) {
        match self.focus {
            Pane::List => {
                self.list.step(by);
                self.rest_on_selected();
            }
            Pane::Reading => {
                if let Some(reader) = &mut self.reader {
                    reader.scroll(by);
                }
            }
            Pane::Quotes => self.step_card(by),
        }
    }

    fn go_to(&mut self, place: usize) {
        match self.focus {
            Pane::List => {
                self.list.select(place);
                self.rest_on_selected();
            }
            Pane::Reading => {
                self.note_jump();
                if let Some(reader) = &mut self.reader {
                    reader.jump(place);
                }
            }
            Pane::Quotes => {
                let at = place.min(self.quotes.cards().len().saturating_sub(1));
                if let (Some(card), Some(reader)) = (self.quotes.cards().get(at), &mut self.reader)
                {
                    reader.select(card.quote);
                }
            }
        }
    }

    /// Articles, rows or quotes of a page in the pane with the focus.
    fn page_step(&self, overlap: usize) -> isize {
        let rows = match self.focus {
            Pane::List => self.list.fits(),
            Pane::Reading => {
                let height = self.reader.as_ref().map_or(1, Reader::height);
                height.saturating_sub(if height > 6 { overlap } else { 0 })
            }
            Pane::Quotes => 4,
        };
        rows.max(1).cast_signed()
    }

    /// Selects another card in the order in which the pane shows them.
    fn step_card(&mut self, by: isize) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        let cards = self.quotes.cards();
        let at = reader
            .selected()
            .and_then(|quote| self.quotes.position(quote));
        let next = at
            .map_or(0, |at| at.saturating_add_signed(by))
            .min(cards.len().saturating_sub(1));
        if let Some(card) = cards.get(next) {
            reader.select(card.quote);
        }
    }

    fn jump(&mut self, times: isize, row: impl Fn(&Reader, bool) -> usize) {
        self.note_jump();
        if let Some(reader) = &mut self.reader {
            for _ in 0..times.unsigned_abs().min(1_000) {
                let to = row(reader, times > 0);
                reader.jump(to);
            }
        }
    }

    fn step_match_or_quote(&mut self, by: isize) {
        match &mut self.reader {
            Some(reader)
                if reader
                    .find
                    .as_ref()
                    .is_some_and(|find| !find.matches.is_empty()) =>
            {
                reader.step_match(by)
            }
            _ => self.step_quote(by),
        }
    }

    fn step_quote(&mut self, by: isize) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.shown().is_empty() {
            let reason = self.no_quotes();
            self.fail(reason);
        } else if !reader.step_quote(by) {
            self.fail(if by > 0 {
                "This is the last quote."
            } else {
                "This is the first quote."
            });
        }
    }

    fn toggle_indirect(&mut self) {
        self.show_indirect = !self.show_indirect;
        self.done(if self.show_indirect {
            "Indirect quotes are shown."
        } else {
            "Indirect quotes are hidden."
        });
    }

    fn copy(&mut self, effects: &mut Effects) {
        let Some(reader) = &self.reader else { return };
        if let Some(span) = reader.selected_span() {
            let text = passage(&reader.opened.article, span);
            effects.push(Effect::Copy(text, "selection"));
            self.drop_selection();
            return;
        }
        match reader.selected_quote() {
            Some(quote) => effects.push(Effect::Copy(
                citation(&reader.opened.article, quote),
                "quote",
            )),
            None => {
                let key = self
                    .keymap
                    .key_for(self.context(), Command::NextQuote)
                    .unwrap_or_default();
                self.fail(format!("No quote is selected; {key} goes to the next one."));
            }
        }
    }

    /// Esc: the nearest thing that can be dropped.
    fn clear(&mut self, effects: &mut Effects) {
        if self.drop_selection() {
            return;
        }
        if self.is_importing {
            effects.push(Effect::StopImport);
        } else if self.reader.as_mut().is_some_and(Reader::drop_link) {
            // Only that.
        } else if let Some(reader) = self.reader.as_mut().filter(|reader| reader.find.is_some()) {
            reader.find = None;
        } else if self.list.query.filter != Filter::default() {
            self.filter(Filter::default(), effects);
        }
    }

    fn step_pane(&mut self, by: isize, around: bool, effects: &mut Effects) {
        let at = Pane::ALL
            .iter()
            .position(|&pane| pane == self.focus)
            .unwrap_or(0)
            .cast_signed();
        let next = if around {
            (at + by).rem_euclid(3)
        } else {
            (at + by).clamp(0, 2)
        };
        self.go_to_pane(Pane::ALL[next.unsigned_abs()], effects);
    }

    /// Gives the focus to a pane; going to the text reads the selected article.
    pub(super) fn go_to_pane(&mut self, pane: Pane, effects: &mut Effects) {
        if self.focus == Pane::List && pane != Pane::List {
            self.open_selected(pane, effects);
            return;
        }
        self.focus = pane;
        if pane != Pane::Reading {
            self.zen = false;
        }
    }

    fn set_width(&mut self, width: u16) {
        self.width = width.clamp(*MEASURES.start(), *MEASURES.end());
        self.done(format!("Text width: {} columns.", self.width));
    }

    fn back(&mut self, effects: &mut Effects) {
        match self.focus {
            Pane::Quotes => self.focus = Pane::Reading,
            Pane::Reading if self.zen => self.zen = false,
            Pane::Reading => {
                self.save_place(effects);
                self.focus = Pane::List;
            }
            Pane::List => effects.push(Effect::Quit),
        }
    }

    /// Returns the cells between a pane's edge and the text, which stands in its middle.
    pub fn text_margin(&self, area: Area) -> u16 {
        let width = self
            .reader
            .as_ref()
            .map_or(0, |reader| reader.measure().width);
        area.inner.width.saturating_sub(width) / 2
    }
}

fn neighbour<T: Copy + PartialEq>(all: &[T], of: T, by: isize) -> T {
    let at = all
        .iter()
        .position(|&other| other == of)
        .unwrap_or(0)
        .cast_signed();
    all[(at + by).rem_euclid(all.len().cast_signed()).unsigned_abs()]
}
