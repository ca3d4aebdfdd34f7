//! The screen's state and how it changes: one message in, effects out.
//!
//! [`App::update`] writes, the view only reads, the shell acts. Nothing here knows files, SQL, threads, terminals or
//! colours, and no function waits for anything.

mod act;
mod afresh;
mod answer;
pub mod beside;
mod clip;
pub mod command;
mod comparing;
mod completion;
mod correcting;
pub mod editor;
mod effect;
mod feeds;
mod find;
mod finding;
mod folding;
mod fuzzy;
pub mod grouping;
pub mod help;
mod jumps;
pub mod key;
mod keymap;
pub mod links;
pub mod list;
pub mod mark;
mod marks;
mod motion;
mod msg;
mod notice;
mod open;
mod paging;
mod panes;
pub mod picker;
mod picking;
mod pictures;
mod piping;
mod pointer;
pub mod preset;
mod prompt;
mod prompting;
pub mod quotes;
mod reader;
pub mod roster;
mod select;
mod sheet;
mod speakers;
mod states;
mod tagging;
mod undo;
mod unspoken;
pub mod writing;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use jiff::civil::Date;
use ratatui::layout::Size;

pub use command::{Command, Context};
pub use completion::{Choice, Completion};
pub use effect::{Effect, Effects, Request};
pub use find::Find;
pub use folding::Folding;
use grouping::Group;
pub use help::Help;
pub use keymap::{Keymap, Resolution};
pub use list::List;
pub use msg::{Asked, Copied, Listed, Mouse, MouseAct, Msg, Opened, Opener, Reply, Ticket};
pub use notice::{Notice, Tone};
use open::Opening;
pub use panes::{Area, Frame, Pane, Panes, Wanted};
pub use picker::Picker;
pub use pictures::{Drawing, Graphics, Progress, Shown, Wanted as WantedPicture, Way};
pub use prompt::{Prompt, Purpose};
use quotes::CardsKey;
pub use quotes::Quotes;
pub use reader::{Reader, Setting};
pub use select::Selection;

use crate::app::afresh::Afresh;
use crate::app::clip::ForClips;
pub use sheet::Sheet;

use crate::app::jumps::Jumps;
use crate::app::key::Key;
use crate::app::tagging::Tagging;
use crate::app::undo::Deeds;
use crate::article::{Anchor, ArticleId, Clean, Filter, Hue, SavedSearch};
use crate::cite::Passage;
use crate::config::Settings;
use crate::typeset::Measure;

/// Cells on both sides of the text, so that it does not stick to the frame.
const GUTTER: u16 = 1;
/// Narrowest and widest measure that can be set, in cells.
const MEASURES: std::ops::RangeInclusive<u16> = 20..=160;
/// Rows of one article in the list of a tall pane, and in one of fewer rows than [`TALL`].
const ITEM_ROWS: u16 = 2;
const TALL: u16 = 12;
/// Notices that can be read again.
const MESSAGES: usize = 100;
/// How long after a movement the place in the article is written down, with all movements until then.
const SETTLED: Duration = Duration::from_secs(2);

/// The whole state of the screen.
#[derive(Debug)]
pub struct App {
    /// The size of the screen.
    pub size: Size,
    /// The pane that the keys act on.
    pub focus: Pane,
    /// The text is shown alone.
    pub zen: bool,
    /// The list pane.
    pub list: List,
    /// The reading pane; none while no article is open.
    pub reader: Option<Reader>,
    /// The quotes pane.
    pub quotes: Quotes,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// What the command line may become.
    pub completion: Completion,
    /// The message at the bottom.
    pub notice: Option<Notice>,
    /// The keys.
    pub keymap: Keymap,
    /// What the reader configured.
    pub settings: Settings,
    /// How the terminal shows pictures.
    pub graphics: Graphics,
    /// A frame of many bytes takes seconds to reach the terminal.
    is_line_slow: bool,
    /// The day where the reader is; whoever runs the state says so.
    pub today: Date,
    /// What the list is grouped by.
    pub group: Group,
    /// The searches that have a name.
    searches: Vec<SavedSearch>,
    /// The search that is being given another name.
    renamed: Option<Clean>,
    tagging: Option<Tagging>,
    /// Tags typed for an article of which it is not known yet which ones it has.
    typed_tags: Option<String>,
    /// For which open article and filter quotes were looked for.
    quotes_asked: Option<(ArticleId, Filter)>,
    /// What is wrong with the filter that is being typed.
    pub filter_problem: Option<String>,
    /// The width of the text that is wanted, in cells.
    width: u16,
    show_indirect: bool,
    /// Words in quotation marks that are no speech are shown as well.
    show_unspoken: bool,
    /// Keys typed so far of a sequence.
    pending: Vec<Key>,
    /// The number typed before a command.
    count: Option<usize>,
    now: Instant,
    /// Every question carries a ticket of its own.
    tickets: Ticket,
    opening: Opening,
    afresh: Afresh,
    /// Keys that wait for the article that is on its way.
    typed_ahead: VecDeque<Key>,
    /// Where the mouse was pressed in the text, while it may be dragged from there.
    pressed_at: Option<usize>,
    /// The question for all highlights, and the highlight that an article is opened for.
    highlights_asked: Option<Ticket>,
    wanted_anchor: Option<(ArticleId, Anchor)>,
    /// The clips as they were last told or changed, and what they were asked for.
    clips: Vec<Passage>,
    for_clips: Vec<ForClips>,
    /// The list that a command line is laid over.
    under_prompt: Option<Picker>,
    /// A notice that is to be seen over the list that opens.
    kept_notice: Option<Notice>,
    /// The colour that the next highlight gets.
    hue: Hue,
    is_importing: bool,
    before_prompt: BeforePrompt,
    histories: [Vec<String>; Purpose::COUNT],
    /// The latest notices, with how grave each was.
    messages: VecDeque<(Tone, String)>,
    deeds: Deeds,
    jumps: Jumps,
    /// The command that waits for the letter of a mark.
    letter_for: Option<Command>,
    /// The last question about marks.
    marking: Option<(Ticket, marks::Wanted)>,
    /// What was asked about speakers.
    awaited: Option<speakers::Awaited>,
    /// When the place is to be written down.
    save_place_at: Option<Instant>,
    saved_place: usize,
}

/// Something that lies over the panes and takes the keys.
#[derive(Debug, Clone, PartialEq)]
pub enum Overlay {
    /// The help.
    Help(Help),
    /// Lines to be read.
    Sheet(Sheet),
    /// A line being typed.
    Prompt(Prompt),
    /// A list to choose from.
    Picker(Picker),
    /// Two speakers side by side.
    Beside(Box<beside::Beside>),
    /// A note being typed.
    Note(Box<mark::Note>),
}

/// What a prompt changes while it is typed, as it was before: to be put back when it is given up.
#[derive(Debug, Clone, Default)]
struct BeforePrompt {
    /// The place, and the row where it stood in a page of so many rows.
    place: usize,
    row: usize,
    rows: usize,
    find: Option<Find>,
    filter: Filter,
}

impl App {
    /// Returns the state at the start and the first wishes.
    pub fn new(size: Size, settings: Settings, now: Instant, today: Date) -> (Self, Effects) {
        let (keymap, key_problems) = Keymap::new(settings.preset, &settings.keys);
        let mut app = Self {
            size,
            focus: Pane::List,
            zen: false,
            list: List::default(),
            reader: None,
            quotes: Quotes::default(),
            overlay: None,
            completion: Completion::default(),
            notice: None,
            messages: VecDeque::new(),
            keymap,
            width: settings.width,
            show_indirect: settings.indirect,
            show_unspoken: false,
            pending: Vec::new(),
            count: None,
            now,
            tickets: Ticket::default(),
            opening: Opening::Idle,
            afresh: Afresh::Shown,
            typed_ahead: VecDeque::new(),
            pressed_at: None,
            highlights_asked: None,
            wanted_anchor: None,
            clips: Vec::new(),
            for_clips: Vec::new(),
            under_prompt: None,
            kept_notice: None,
            hue: Hue::default(),
            is_importing: false,
            before_prompt: BeforePrompt::default(),
            histories: Default::default(),
            deeds: Deeds::default(),
            jumps: Jumps::default(),
            letter_for: None,
            marking: None,
            awaited: None,
            save_place_at: None,
            saved_place: 0,
            today,
            group: Group::default(),
            searches: Vec::new(),
            renamed: None,
            tagging: None,
            typed_tags: None,
            quotes_asked: None,
            filter_problem: None,
            graphics: Graphics::default(),
            is_line_slow: false,
            settings,
        };
        app.show_problems(key_problems);
        let mut effects = Effects::default();
        app.relist(&mut effects);
        effects.push(Request::ListSearches);
        app.arrange();
        (app, effects)
    }

    /// Returns the state at the start of another library on the same screen. Answers from the one before are stale.
    pub fn anew(&self, now: Instant) -> (Self, Effects) {
        let (mut app, _) = Self::new(self.size, self.settings.clone(), now, self.today);
        app.tickets = self.tickets;
        app.graphics = self.graphics;
        app.set_line(self.is_line_slow);
        let mut effects = Effects::default();
        app.relist(&mut effects);
        effects.push(Request::ListSearches);
        (app, effects)
    }

    /// Takes a message, changes the state, and returns what is to be done.
    pub fn update(&mut self, msg: Msg, now: Instant) -> Effects {
        self.now = now;
        let mut effects = Effects::default();
        match msg {
            Msg::Key(key) => self.key(key, &mut effects),
            Msg::Paste(text) => self.paste(&text, &mut effects),
            Msg::Mouse(mouse) => self.mouse(mouse, &mut effects),
            Msg::Resize(size) => self.size = size,
            Msg::Wake => {}
            Msg::Reply(reply) => self.reply(reply, &mut effects),
            Msg::HangUp => effects.push(Effect::Quit),
        }
        self.catch_up(&mut effects);
        self.keep_time(&mut effects);
        self.arrange();
        self.read_again(&mut effects);
        self.ask_pictures(&mut effects);
        let wanted = if self.panes().list.is_some() {
            self.list.ask_lines()
        } else {
            Vec::new()
        };
        if !wanted.is_empty() {
            effects.push(Request::Summaries(wanted));
        }
        if effects.0.contains(&Effect::Quit) {
            // Last before leaving, so that nothing the reader did is lost.
            let quit_at = effects
                .0
                .iter()
                .position(|effect| *effect == Effect::Quit)
                .unwrap_or(0);
            let mut save = Effects::default();
            self.save_place(&mut save);
            effects.0.splice(quit_at..quit_at, save.0);
        }
        effects
    }

    /// Takes what is known of the line to the terminal.
    pub fn set_line(&mut self, is_slow: bool) {
        self.is_line_slow = is_slow;
        self.list.leap(is_slow);
    }

    /// Returns when the state wants to be woken, if nothing happens before.
    pub fn wake_at(&self) -> Option<Instant> {
        let notice = self.notice.as_ref().and_then(|notice| notice.until);
        let preview = match self.opening {
            Opening::Resting(at) => Some(at),
            _ => None,
        };
        [notice, preview, self.save_place_at]
            .into_iter()
            .flatten()
            .min()
    }

    fn is_selecting(&self) -> bool {
        let reader = self.reader.as_ref();
        self.focus == Pane::Reading && reader.is_some_and(|reader| reader.selection.is_some())
    }

    /// Returns what the keys act on.
    pub fn context(&self) -> Context {
        match self.overlay {
            Some(Overlay::Picker(_) | Overlay::Beside(_)) => Context::Picker,
            _ if self.is_selecting() => Context::Select,
            // What is read has the keys of the text.
            Some(Overlay::Help(_) | Overlay::Sheet(_)) => Context::Reading,
            _ => self.focus.into(),
        }
    }

    /// Returns where the panes are.
    pub fn panes(&self) -> Panes {
        Panes::arrange(
            self.size,
            Wanted {
                focus: self.focus,
                zen: self.zen && self.focus == Pane::Reading,
            },
        )
    }

    /// Returns the rows of one article in the list.
    pub fn item_rows(&self) -> u16 {
        match self.panes().list {
            Some(area) if area.inner.height < TALL => 1,
            _ => ITEM_ROWS,
        }
    }

    /// Whether indirect quotes are shown.
    pub fn shows_indirect(&self) -> bool {
        self.show_indirect
    }

    /// Returns what was typed of a command so far: a number, the first keys of a sequence.
    pub fn half_typed(&self) -> String {
        let count = self
            .count
            .map(|count| count.to_string())
            .unwrap_or_default();
        let letter = self
            .letter_for
            .and_then(|command| self.keymap.key_for(self.context(), command));
        count + &Key::print_sequence(&self.pending) + &letter.unwrap_or_default()
    }

    /// Returns how what was typed so far can go on: the keys still to be typed, and what they do.
    pub fn can_follow(&self) -> Vec<(String, String)> {
        if self.letter_for.is_some() {
            return vec![
                ("a-z".to_owned(), "a mark of this article".to_owned()),
                ("A-Z".to_owned(), "a mark of the library".to_owned()),
            ];
        }
        if self.pending.is_empty() {
            return vec![("a command".to_owned(), "so many times".to_owned())];
        }
        self.keymap
            .following(self.context(), &self.pending)
            .map(|(keys, command)| (keys, command.spec().name.replace('-', " ")))
            .collect()
    }

    /// Brings everything that depends on the size or the focus up to date.
    fn arrange(&mut self) {
        let panes = self.panes();
        if let Some(area) = panes.list {
            self.list
                .fit(usize::from(area.inner.height / self.item_rows()));
            self.make_room_for_selected();
        }
        let setting = self.setting();
        if let Some(reader) = &mut self.reader {
            reader.set(setting);
        }
        self.lay_out_quotes();
        if let Some(Overlay::Note(note)) = &mut self.overlay {
            let room = Panes::below(self.size).inner;
            let (_, room) = note.rows(room);
            note.editor.fit(room.width, room.height);
        }
        if let Some(Overlay::Picker(picker)) = &mut self.overlay {
            picker.fit(usize::from(Panes::over(self.size).inner.height));
        }
        if let Some(Overlay::Beside(beside)) = &mut self.overlay {
            let room = Panes::over(self.size).inner;
            beside.fit(room.width, room.height);
        }
        self.arrange_pages();
    }

    /// How the text is to be shown. A pane that is not on the screen keeps what it had.
    fn setting(&self) -> Setting {
        let measure = |width| Measure {
            width,
            ascii: self.settings.ascii,
            show_indirect: self.show_indirect,
        };
        match (self.panes().reading, &self.reader) {
            (Some(area), _) => {
                let room = area.inner.width.saturating_sub(2 * GUTTER);
                let measure = measure(self.width.min(room).max(1));
                Setting {
                    measure,
                    height: area.inner.height,
                    gallery: self.gallery(measure.width, area.inner.height),
                }
            }
            (None, Some(reader)) => {
                let height = u16::try_from(reader.height()).unwrap_or(u16::MAX);
                Setting {
                    measure: measure(reader.measure().width),
                    height,
                    gallery: self.gallery(reader.measure().width, height),
                }
            }
            (None, None) => Setting {
                measure: measure(self.width.max(1)),
                height: 1,
                gallery: None,
            },
        }
    }

    fn lay_out_quotes(&mut self) {
        let Some(area) = self.panes().quotes else {
            return;
        };
        match &self.reader {
            Some(reader) => {
                let (article, quotes) = (&reader.opened.article, &reader.opened.quotes);
                let key = CardsKey {
                    id: reader.opened.id,
                    width: area.inner.width,
                    indirect: self.show_indirect,
                };
                self.quotes
                    .lay_out(&article.body, quotes, key, area.inner.height);
                if let Some(selected) = reader.selected() {
                    self.quotes.follow(selected);
                }
            }
            None => self.quotes.clear(),
        }
    }

    /// Does what is due by now.
    fn keep_time(&mut self, effects: &mut Effects) {
        let now = self.now;
        let due = |at: &mut Option<Instant>| at.take_if(|at| *at <= now).is_some();
        if self
            .notice
            .as_ref()
            .and_then(|notice| notice.until)
            .is_some_and(|until| until <= now)
        {
            self.notice = None;
        }
        if matches!(self.opening, Opening::Resting(at) if at <= now) {
            self.preview_selected(effects);
        }
        if due(&mut self.save_place_at) {
            self.save_place(effects);
        }
        let place = self.reader.as_ref().map(Reader::place);
        if place.is_some_and(|place| place != self.saved_place) && self.save_place_at.is_none() {
            self.save_place_at = Some(now + SETTLED);
        }
    }

    fn done(&mut self, text: impl Into<String>) {
        self.notify(Notice::done(text, self.now));
    }

    fn fail(&mut self, text: impl Into<String>) {
        self.notify(Notice::failed(text, self.now));
    }

    fn notify(&mut self, mut notice: Notice) {
        notice.text = Clean::line(&notice.text).to_string();
        self.messages.push_back((notice.tone, notice.text.clone()));
        if self.messages.len() > MESSAGES {
            self.messages.pop_front();
        }
        self.notice = Some(notice);
    }
}
