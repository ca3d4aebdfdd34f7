//! The shell around the state: receives what happens, updates, acts, draws. The only place where both towers meet.
//!
//! One channel brings everything in: keys from a thread that reads the terminal, answers from a thread that owns the
//! library, signals, the end of the terminal. The loop blocks on it, takes all that is there, and draws once, as often
//! as the line can take. Nothing ticks.

mod answering;
mod canvas;
mod clipboard;
pub(crate) mod clock;
mod dress;
mod ear;
mod editor;
mod errand;
mod fetcher;
mod folders;
mod gallery;
mod graphics;
mod ground;
mod guest;
mod history;
mod host;
mod importer;
mod input;
mod lend;
mod margins;
mod neighbours;
mod opener;
mod pace;
mod painting;
mod question;
mod quoter;
mod quoting;
mod roster;
mod sixel;
mod start;
mod terminal;
mod told;
mod watch;
mod watcher;
mod worker;
mod writing;

use std::collections::HashMap;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitStatus;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use ratatui::buffer::Buffer;

use crate::app::key::Key;
use crate::app::{App, Effect, Effects, Msg, Reply, Request};
use crate::article::{ArticleId, Target};
use crate::config::Settings;
use crate::library::gather::is_address;
use crate::library::{Library, on_wait};
use crate::view;

pub use answering::answer;
use canvas::Surroundings;
use clipboard::Clipboard;
use ear::Ear;
use errand::Errands;
use fetcher::{FETCH, Wanted, fetch};
use folders::Folders;
use guest::Guest;
use history::History;
pub use host::{Host, is_utf8};
use importer::{IMPORT, expanded, import};
use input::Input;
use pace::Pace;
use question::{Answer, worth_asking};
use start::first_answers;
use terminal::Terminal;
use told::Told;
use watcher::Watcher;
use worker::Worker;

/// Messages taken before the screen is drawn again, so that a flood of keys cannot keep it from being drawn.
const MOST_AT_ONCE: usize = 1_000;
/// What is said when the system gives no thread, or no pipe.
const NO_MORE: &str = "The system gives no more; close other programs, or raise the limits";
/// How long leaving waits for what is still to be written down.
const LAST_WORDS: Duration = Duration::from_secs(2);
/// The same when the terminal is gone: nobody is there to wait, and the program is to be gone within two seconds.
const LAST_BREATH: Duration = Duration::from_millis(1_500);

/// What the reader is started with.
#[derive(Debug)]
pub struct Session {
    /// The library to be read.
    pub library: Library,
    /// The reader's own library, when the one to be read holds files that are kept there as well.
    pub kept: Option<Kept>,
    /// Its file, so that imports can run beside it; none for a library in memory.
    pub file: Option<PathBuf>,
    /// Makes the library to try the reader with, for whoever has none of their own yet.
    pub sample: fn() -> Result<Library>,
    /// What the reader configured.
    pub settings: Settings,
    /// Where the program runs.
    pub host: Host,
    /// The file of the lines that were typed in earlier sessions; none are kept without one.
    pub history: Option<PathBuf>,
}

/// Another library that holds some of the articles: what the reader does with them is written down there too.
#[derive(Debug)]
pub struct Kept {
    /// The other library.
    pub library: Library,
    /// The articles in the library that is read, and what they are in the other one.
    pub articles: HashMap<ArticleId, KeptArticle>,
}

/// An article in the other library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptArticle {
    /// Which one.
    pub id: ArticleId,
    /// Whether its text is that of the one that is read, so that a place in one is a place in the other.
    pub has_same_text: bool,
}

/// How the reader ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// By the reader's wish.
    Quit,
    /// By a signal, with its number.
    Signal(i32),
    /// By the loss of the terminal.
    HangUp,
}

/// Something that came through the channel.
#[derive(Debug)]
pub(crate) enum Event {
    /// For the state.
    Msg(Msg),
    /// The terminal's user asked to stop the process for a while.
    Suspend,
    /// The program that had the terminal has ended.
    GuestLeft(io::Result<ExitStatus>),
    /// The terminal has answered.
    Answer(Answer),
    /// ^C was pressed, or the signal sent that it stands for.
    Interrupt,
    /// The process is to end.
    End(Ended),
}

impl Event {
    /// Whether it came from the reader's hands, as often as they are quick.
    fn is_input(&self) -> bool {
        matches!(self, Self::Msg(Msg::Key(_) | Msg::Mouse(_) | Msg::Paste(_)))
    }
}

/// Runs the reader until it ends.
///
/// # Errors
/// When the terminal cannot be used, or the library not be read. The terminal is given back in any case.
pub fn run(session: Session) -> Result<Ended> {
    let Session {
        library,
        kept,
        file,
        sample,
        settings,
        host,
        history,
    } = session;
    let questions = worth_asking(&settings, &host);
    let history = History::new(history);
    let mouse = settings.mouse;
    let (sender, receiver) = channel();
    let mut worker = Worker::new(library, kept);

    // Signals are watched before the terminal is changed, so that it is given back whatever comes.
    let watch = watch::start(&sender).context("The signals cannot be watched")?;
    // From now on nothing is said beside the screen.
    on_wait(|| {});
    let mut terminal = Terminal::enter(mouse).context("The terminal cannot be used")?;
    let (mut app, effects) = App::new(Terminal::size()?, settings, Instant::now(), clock::today());
    app.recall(history.read());
    let mut pace = Pace::new(Terminal::bauds());
    graphics::settle(&mut app, &host, &pace, terminal.cell());
    // The first list is read before anything is drawn: one complete frame beats an empty and a full one.
    let rest = first_answers(&mut app, &mut worker, effects);
    draw(&app, &host, &Told::default(), &mut terminal, &mut pace)?;
    let asked = Instant::now();
    if !questions.is_empty() {
        let words: Vec<&[u8]> = questions.iter().map(|question| question.words()).collect();
        terminal.writer().write_all(&words.concat())?;
        pace.asked(asked);
    }
    let told = Told::new(questions.len(), asked);
    let input = Input::start(&sender, Ear::new(questions, asked)).context(NO_MORE)?;
    let worker = worker.start(sender.clone()).context(NO_MORE)?;
    let hands = Hands {
        worker,
        watcher: Watcher::start(
            file.clone(),
            host.home.as_deref(),
            &app.settings.watch,
            sender.clone(),
        ),
        imports: Errands::new(IMPORT, file.clone(), sender.clone()),
        fetches: Errands::new(FETCH, file, sender.clone()),
        clipboard: Clipboard::new(&host),
        folders: Folders::new(host.home.clone(), sender.clone()),
        history,
        input,
    };
    let mut shell = Shell {
        app,
        host,
        told,
        terminal,
        pace,
        receiver,
        hands,
        sender,
        sample,
    };
    let ended = shell.go(rest);
    if ended.is_err() {
        // Whatever has failed, the reader's place is no part of it.
        shell.end(Ended::HangUp);
    }
    let patience = if let Ok(Ended::Quit | Ended::Signal(_)) = ended {
        shell.told.await_rest(&shell.receiver);
        LAST_WORDS
    } else {
        LAST_BREATH
    };
    let saved = shell.hands.worker.finish(patience);
    drop(shell);
    watch.stop();
    let ended = ended?;
    saved.context("Not everything could be written down before the end")?;
    Ok(ended)
}

fn draw(
    app: &App,
    host: &Host,
    told: &Told,
    terminal: &mut Terminal,
    pace: &mut Pace,
) -> Result<()> {
    let began = Instant::now();
    let theme = dress::theme(&app.settings, host, told.is_light);
    let columns = margins::columns(app, told.has_margins);
    let address = |link: usize| {
        let address = app.reader.as_ref()?.link_address(link)?;
        Some(Target::read(address).ok()?.address().to_string())
    };
    let draw = |buffer: &mut Buffer| view::draw(app, theme, buffer);
    let around = Surroundings {
        is_ascii: !host.is_utf8,
        pictures: &app.pictures(),
        columns: &columns,
    };
    let bytes = terminal.draw(app.size, &around, &address, draw)?;
    pace.drawn(bytes, began, Instant::now());
    Ok(())
}

/// What carries effects out.
struct Hands {
    worker: worker::Handle,
    watcher: Watcher,
    imports: Errands,
    fetches: Errands,
    clipboard: Clipboard,
    folders: Folders,
    history: History,
    input: Input,
}

impl Hands {
    /// Ends what goes on in the background; what it has stored stays.
    fn stop(&self) {
        self.imports.stop();
        self.fetches.stop();
    }
}

struct Shell {
    app: App,
    host: Host,
    told: Told,
    terminal: Terminal,
    pace: Pace,
    receiver: Receiver<Event>,
    hands: Hands,
    sender: Sender<Event>,
    sample: fn() -> Result<Library>,
}

impl Shell {
    fn go(&mut self, first: Effects) -> Result<Ended> {
        if let Some(ended) = self.act(first)? {
            return Ok(ended);
        }
        loop {
            let Some(event) = self.next() else {
                return Ok(Ended::HangUp);
            };
            let mut is_typed = false;
            let mut next = Some(event);
            while let Some(event) = next {
                let mut events = vec![event];
                events.extend(self.receiver.try_iter().take(MOST_AT_ONCE));
                is_typed |= events.iter().any(Event::is_input);
                for event in without_passed_sizes(events) {
                    if let Some(ended) = self.take(event)? {
                        return Ok(ended);
                    }
                }
                next = self.before_drawing(is_typed);
            }
            if self.draw().is_err() {
                // Nothing can be shown any more. What was done is saved all the same.
                return Ok(self.end(Ended::HangUp));
            }
        }
    }

    /// Waits for something to happen, or for the state's next deadline.
    fn next(&self) -> Option<Event> {
        match self.app.wake_at() {
            None => self.receiver.recv().ok(),
            Some(at) => match self
                .receiver
                .recv_timeout(at.saturating_duration_since(Instant::now()))
            {
                Ok(event) => Some(event),
                Err(RecvTimeoutError::Timeout) => Some(Event::Msg(Msg::Wake)),
                Err(RecvTimeoutError::Disconnected) => None,
            },
        }
    }

    /// Waits until the next frame may be drawn; returns what happens before that.
    fn before_drawing(&self, is_typed: bool) -> Option<Event> {
        let wait = self
            .pace
            .wait_until(is_typed)?
            .checked_duration_since(Instant::now())?;
        self.receiver.recv_timeout(wait).ok()
    }

    fn take(&mut self, event: Event) -> Result<Option<Ended>> {
        match event {
            Event::Msg(msg) => {
                if let Msg::Resize(_) = msg {
                    // It may have been another size in between, and have lost what stood on it.
                    self.terminal.clear();
                }
                let cell = self.terminal.cell();
                graphics::settle(&mut self.app, &self.host, &self.pace, cell);
                self.app.set_line(self.pace.is_slow());
                self.app.today = clock::today();
                let effects = self.app.update(msg, Instant::now());
                self.act(effects)
            }
            Event::Suspend => {
                self.suspend()?;
                Ok(None)
            }
            // Nobody waits for it any more.
            Event::GuestLeft(_) => Ok(None),
            Event::Answer(answer) => {
                self.told.take(answer);
                self.pace.answered(Instant::now());
                Ok(None)
            }
            Event::Interrupt if self.app.overlay.is_some() => {
                // As elsewhere, it gives up what is being typed, and not the program.
                let key = Key {
                    ctrl: true,
                    ..Key::char('c')
                };
                let effects = self.app.update(Msg::Key(key), Instant::now());
                self.act(effects)
            }
            Event::Interrupt => Ok(Some(self.end(Ended::Signal(watch::INTERRUPT)))),
            Event::End(ended) => Ok(Some(self.end(ended))),
        }
    }

    /// Saves what the state still holds.
    fn end(&mut self, ended: Ended) -> Ended {
        let effects = self.app.update(Msg::HangUp, Instant::now());
        for effect in effects.0 {
            if let Effect::Library(request @ Request::Change(..)) = effect {
                self.hands.worker.ask(request).ok();
            }
        }
        self.hands.stop();
        ended
    }

    fn act(&mut self, effects: Effects) -> Result<Option<Ended>> {
        for effect in effects.0 {
            match effect {
                Effect::Library(request) => {
                    if let Err(request) = self.hands.worker.ask(request) {
                        self.tell(Reply::Failed {
                            asked: request.asked(),
                            reason: worker::STOPPED.to_owned(),
                        });
                    }
                }
                Effect::Copy(text, what) => {
                    let copied = self.hands.clipboard.copy(&text, self.terminal.writer());
                    self.tell(Reply::Copied(copied, what));
                }
                Effect::Edit(text) => {
                    if let Some(ended) = self.edit(&text)? {
                        return Ok(Some(ended));
                    }
                }
                Effect::Remember(purpose, line) => {
                    // Without a place to write it, it is known until the end of the session.
                    self.hands.history.add(purpose, &line).ok();
                }
                Effect::Browse(target) => {
                    if let Some(ended) = self.browse(target)? {
                        return Ok(Some(ended));
                    }
                }
                Effect::Pipe(words, text) => {
                    let guest = Guest {
                        words,
                        input: Some(text),
                        waits: true,
                    };
                    if let Some(ended) = self.lend(guest, Reply::Piped)? {
                        return Ok(Some(ended));
                    }
                }
                Effect::ListFolder(path) => self.hands.folders.ask(path),
                Effect::Import(path) => match path.to_str().filter(|path| is_address(path)) {
                    Some(url) => fetch(&mut self.hands.fetches, Wanted::Page(url.to_owned())),
                    None => {
                        let path = expanded(path, self.host.home.as_deref());
                        import(&mut self.hands.imports, path);
                    }
                },
                Effect::Fetch => fetch(&mut self.hands.fetches, Wanted::Feeds),
                Effect::StopImport => self.hands.stop(),
                Effect::Redraw => self.terminal.clear(),
                Effect::Suspend => self.suspend()?,
                Effect::OpenSample => {
                    if let Err(error) = self.open_sample() {
                        self.tell(Reply::failed(format!("No sample: {error}")));
                    }
                }
                Effect::Quit => {
                    self.hands.stop();
                    return Ok(Some(Ended::Quit));
                }
            }
        }
        Ok(None)
    }

    /// Sends an answer to the state, by the way that all of them take.
    fn tell(&self, reply: Reply) {
        self.sender.send(Event::Msg(Msg::Reply(reply))).ok();
    }

    fn draw(&mut self) -> Result<()> {
        draw(
            &self.app,
            &self.host,
            &self.told,
            &mut self.terminal,
            &mut self.pace,
        )
    }

    /// Begins anew with the sample in the place of the library.
    fn open_sample(&mut self) -> Result<()> {
        let library = (self.sample)()?;
        self.hands.worker.finish(LAST_WORDS)?;
        self.hands.worker = Worker::new(library, None).start(self.sender.clone())?;
        self.hands.watcher.stop();
        self.hands.imports = Errands::new(IMPORT, None, self.sender.clone());
        self.hands.fetches = Errands::new(FETCH, None, self.sender.clone());
        let (app, effects) = self.app.anew(Instant::now());
        self.app = app;
        self.act(effects)?;
        Ok(())
    }

    /// Gives the terminal back, stops, and takes the terminal again when the process is continued.
    fn suspend(&mut self) -> Result<()> {
        Terminal::leave();
        watch::stop_process()?;
        self.terminal.enter_again()?;
        let size = Terminal::size()?;
        let effects = self.app.update(Msg::Resize(size), Instant::now());
        self.act(effects)?;
        Ok(())
    }
}

/// Leaves out sizes that the screen had only until the next message: laying out for them would be in vain.
fn without_passed_sizes(events: Vec<Event>) -> Vec<Event> {
    let is_size = |event: &Event| matches!(event, Event::Msg(Msg::Resize(_)));
    let mut kept: Vec<Event> = Vec::with_capacity(events.len());
    for event in events {
        if is_size(&event) && kept.last().is_some_and(is_size) {
            kept.pop();
        }
        kept.push(event);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Size;

    #[test]
    fn only_the_last_of_several_sizes_counts_but_keys_keep_their_place() {
        let size = |width| Event::Msg(Msg::Resize(Size::new(width, 20)));
        let events = vec![
            size(1),
            size(2),
            Event::Msg(Msg::Key(Key::char('j'))),
            size(3),
            size(4),
        ];
        let kept = without_passed_sizes(events);
        let widths: Vec<Option<u16>> = kept
            .iter()
            .map(|event| match event {
                Event::Msg(Msg::Resize(size)) => Some(size.width),
                _ => None,
            })
            .collect();
        assert_eq!(widths, [Some(2), None, Some(4)]);
    }
}
