//! Keys in, screen out: the real state, view and library in memory, without a terminal and without threads.

use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

use pullquote::app::key::Key;
use pullquote::app::{App, Effect, Graphics, Mouse, MouseAct, Msg, Reply, Request, Way};
use pullquote::article::Clean;
use pullquote::config::Settings;
use pullquote::import::{Hint, import};
use pullquote::library::Library;
use pullquote::library::ingest::{Input, ingest};
use pullquote::quote::Depth;
use pullquote::shell::answer;
use pullquote::view::{self, Theme};
use pullquote::{article, quote};
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::style::{Color, Modifier};

/// The day on which the program runs.
const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 26);

/// The program with a library in memory.
pub(crate) struct Harness {
    pub(crate) app: App,
    library: Library,
    theme: Theme,
    now: Instant,
    /// Questions that wait for an answer; none while they are answered at once.
    held: Option<Vec<Request>>,
    /// What the state wished for and the library does not answer: copies, imports, leaving.
    pub(crate) wishes: Vec<Effect>,
}

impl Harness {
    /// Starts the program on a screen with these articles, in Markdown; the first one was imported last.
    pub(crate) fn new(columns: u16, rows: u16, articles: &[&str]) -> Self {
        Self::with_settings(columns, rows, articles, Settings::default())
    }

    pub(crate) fn with_settings(
        columns: u16,
        rows: u16,
        articles: &[&str],
        settings: Settings,
    ) -> Self {
        let mut library = Library::open_in_memory().unwrap();
        for (place, text) in articles.iter().rev().enumerate() {
            put(&mut library, text, place);
        }
        Self::on(library, columns, rows, settings)
    }

    /// Starts the program on a screen that shows pictures by half blocks, with a saved page.
    pub(crate) fn illustrated(columns: u16, rows: u16, page: &str, settings: Settings) -> Self {
        let mut library = Library::open_in_memory().unwrap();
        let input = Input::Bytes {
            name: Clean::line("page.html"),
            bytes: page.as_bytes().to_vec(),
        };
        let stop = AtomicBool::new(false);
        let now = Clean::line("2026-11-23T12:00:00Z");
        let tally = ingest(&mut library, &[input], &now, &stop, &mut |_| {}).unwrap();
        assert_eq!((tally.added, tally.refused), (1, vec![]));
        Self::on(library, columns, rows, settings)
    }

    fn on(library: Library, columns: u16, rows: u16, settings: Settings) -> Self {
        let now = Instant::now();
        let theme = Theme {
            color: true,
            ascii: settings.ascii,
            ..Theme::default()
        };
        let (mut app, effects) = App::new(Size::new(columns, rows), settings, now, TODAY);
        app.set_graphics(Graphics {
            way: Ok(Way::Blocks),
            ..Graphics::default()
        });
        let mut harness = Self {
            app,
            library,
            theme,
            now,
            held: None,
            wishes: Vec::new(),
        };
        harness.act(effects.0);
        harness
    }

    /// Types keys in the notation of the table.
    pub(crate) fn keys(mut self, notation: &str) -> Self {
        self.type_keys(notation);
        self
    }

    pub(crate) fn type_keys(&mut self, notation: &str) {
        for key in Key::parse_sequence(notation).unwrap() {
            self.send(Msg::Key(key));
        }
    }

    /// Lets time pass.
    pub(crate) fn wait(mut self, time: Duration) -> Self {
        self.now += time;
        self.send(Msg::Wake);
        self
    }

    pub(crate) fn resize(mut self, columns: u16, rows: u16) -> Self {
        self.send(Msg::Resize(Size::new(columns, rows)));
        self
    }

    pub(crate) fn click(mut self, column: u16, row: u16) -> Self {
        self.send(Msg::Mouse(Mouse {
            act: MouseAct::Press,
            column,
            row,
        }));
        self
    }

    pub(crate) fn without_color(mut self) -> Self {
        self.theme.color = false;
        self
    }

    /// Lets the library be slow: nothing is answered from now on.
    pub(crate) fn hold(mut self) -> Self {
        self.held = Some(Vec::new());
        self
    }

    /// Returns what waits for an answer.
    pub(crate) fn held(&self) -> &[Request] {
        self.held.as_deref().unwrap_or_default()
    }

    /// Answers all that was held, in order, and what follows from it.
    pub(crate) fn answer(mut self) -> Self {
        let held = self.held.take().unwrap_or_default();
        self.act(held.into_iter().map(Effect::Library).collect());
        self
    }

    /// Fails all that was held.
    pub(crate) fn refuse(mut self) -> Self {
        for request in self.held.take().unwrap_or_default() {
            let failed = Reply::Failed {
                asked: request.asked(),
                reason: "the disk is gone".to_owned(),
            };
            self.send(Msg::Reply(failed));
        }
        self
    }

    /// Starts the program anew on the same library.
    pub(crate) fn restart(mut self) -> Self {
        self.send(Msg::HangUp);
        let (app, effects) = App::new(self.app.size, self.app.settings.clone(), self.now, TODAY);
        self.app = app;
        self.wishes.clear();
        self.act(effects.0);
        self
    }

    /// Takes a message and everything that follows from it.
    pub(crate) fn send(&mut self, msg: Msg) {
        let effects = self.app.update(msg, self.now).0;
        self.act(effects);
    }

    fn act(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Library(request) => {
                    if let Some(held) = &mut self.held {
                        held.push(request);
                        continue;
                    }
                    for reply in answer(&mut self.library, request) {
                        self.send(Msg::Reply(reply));
                    }
                }
                wish => self.wishes.push(wish),
            }
        }
    }

    /// Lets another program change the library.
    pub(crate) fn elsewhere(mut self, change: impl FnOnce(&mut Library)) -> Self {
        change(&mut self.library);
        self.send(Msg::Reply(Reply::LibraryChanged));
        self
    }

    /// Returns the words at the top of the reading pane.
    pub(crate) fn top_words(&self) -> String {
        let reader = self.app.reader.as_ref().unwrap();
        let runs = reader.page.rows[reader.top()].runs.iter();
        runs.map(|run| reader.page.words(run)).collect()
    }

    /// Draws the screen.
    pub(crate) fn buffer(&self) -> Buffer {
        let size = self.app.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
        view::draw(&self.app, self.theme, &mut buffer);
        buffer
    }

    /// Returns what the screen shows, row by row.
    pub(crate) fn screen(&self) -> String {
        text_of(&self.buffer()).join("\n")
    }

    /// Returns what the screen shows and how: below the rows, each stretch that is not plain.
    pub(crate) fn styled_screen(&self) -> String {
        let buffer = self.buffer();
        text_of(&buffer).join("\n") + "\n---\n" + &styles_of(&buffer).join("\n")
    }
}

/// Puts an article in Markdown into a library, at a second of the day.
pub(crate) fn put(library: &mut Library, text: &str, second: usize) {
    let hint = Hint {
        name: "article.md",
        ..Hint::default()
    };
    let article = import(text.as_bytes(), hint).unwrap();
    // The screens are about what is shown, not about what is found: the fast way will do.
    let (quotes, _) = quote::skim(&article);
    let record = article::Record {
        article,
        state: article::State::default(),
        provenance: article::Provenance {
            imported: Clean::line(&format!("2026-11-23T12:00:{second:02}Z")),
            source: Clean::line("article.md"),
        },
    };
    library.put(&record, &quotes, Depth::Whole).unwrap();
}

/// The rows of a buffer; the second cell of a wide character is left out, white space at the ends too.
pub(crate) fn text_of(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    (0..area.height)
        .map(|y| {
            let mut row = String::new();
            let mut skip = 0;
            for x in 0..area.width {
                if skip > 0 {
                    skip -= 1;
                    continue;
                }
                let symbol = buffer[(x, y)].symbol();
                row.push_str(symbol);
                skip = usize::from(pullquote::typeset::width(symbol)).saturating_sub(1);
            }
            row.trim_end().to_owned()
        })
        .collect()
}

/// The stretches that are not plain, as "row:from-to words: style".
fn styles_of(buffer: &Buffer) -> Vec<String> {
    let area = buffer.area;
    let mut lines = Vec::new();
    for y in 0..area.height {
        let mut x = 0;
        while x < area.width {
            let style = style_of(buffer, x, y);
            let from = x;
            let mut words = String::new();
            while x < area.width && style_of(buffer, x, y) == style {
                words.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            let is_frame = |c: char| c.is_whitespace() || ('\u{2500}'..='\u{257f}').contains(&c);
            if !style.is_empty() && !words.chars().all(is_frame) {
                let words = words.trim_end();
                let shown: String = words.chars().take(24).collect();
                lines.push(format!("{y}:{from} {shown}: {style}"));
            }
        }
    }
    lines
}

fn style_of(buffer: &Buffer, x: u16, y: u16) -> String {
    let cell = &buffer[(x, y)];
    let mut parts = Vec::new();
    if cell.fg != Color::Reset {
        parts.push(cell.fg.to_string().to_lowercase());
    }
    if cell.bg != Color::Reset {
        parts.push(format!("on {}", cell.bg.to_string().to_lowercase()));
    }
    for (modifier, name) in [
        (Modifier::BOLD, "bold"),
        (Modifier::DIM, "dim"),
        (Modifier::ITALIC, "italic"),
        (Modifier::UNDERLINED, "underlined"),
        (Modifier::REVERSED, "reversed"),
        (Modifier::CROSSED_OUT, "struck"),
    ] {
        if cell.modifier.contains(modifier) {
            parts.push(name.to_owned());
        }
    }
    parts.join(" ")
}

/// A short article with quotes of several kinds, an article in two scripts, and one with all kinds of block.
pub(crate) const FERRY: &str = "\
---
title: Last Ferry Leaves the Island
site: The Sound
date: 2026-03-02
author: Ann Roy
url: https://sound.example/ferry
---

The harbour board will end the night ferry in May, its chair said on Monday.

“We looked at every number twice,” said Maria Holt, chair of the harbour board. “There is no money left for it.”

Islanders were angry. “They never asked us,” Tom Weir, a teacher, said. Holt denied that the board had ignored them.

According to a report by the county, the ferry carried 41 people a night.
";

pub(crate) const SCRIPTS: &str = "\
---
title: 島のフェリー、五月に廃止
site: 海峡新聞
date: 2026-03-01
---

港湾委員会の堀田真理委員長は「採算が取れない」と述べた。👩‍👩‍👧 家族連れは残念がった。

قالت ماريا: «لم يسألنا أحد».
";

pub(crate) const BLOCKS: &str = "\
---
title: What the Harbour Has Lost
date: 2026-02-20
---

## The boats

They were *slow* and **loved**, and `ANN-1` was the last.

1. The first came in 1904.
   - It burned.
2. The second stayed.

> A harbour without a boat
> is a pond.

| Boat | Seats |
|------|------:|
| Ann  | 90    |
| Bea  | 1,204 |

    sail --now

![The Ann in 1911.](ann.jpg)

See [the timetable](https://sound.example/times).
";
