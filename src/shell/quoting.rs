//! Decides which articles are read closely for quotes and when: the open one at once, the others when nothing was asked
//! for a while. Knows the library and the quoter, not the screen.

use std::time::{Duration, Instant};

use crate::app::{Opened, Reply};
use crate::article::ArticleId;
use crate::library::Library;
use crate::quote::Depth;
use crate::shell::quoter::{Quoted, Quoter};

/// How long nothing must have been asked before articles are read closely that nobody has opened.
const QUIET: Duration = Duration::from_secs(2);

/// What is known of the articles that wait to be read closely.
pub(super) struct Quoting {
    quoter: Option<Quoter>,
    /// Whether one is being read.
    is_busy: bool,
    /// Whether there may be more of them.
    is_due: bool,
    /// The one that was opened last, if it was only skimmed.
    wanted: Option<ArticleId>,
    /// When something was last asked.
    asked: Instant,
}

impl Quoting {
    /// Begins with the patience of a program that was just started.
    pub(super) fn new(now: Instant) -> Self {
        Self {
            quoter: None,
            is_busy: false,
            is_due: true,
            wanted: None,
            asked: now,
        }
    }

    /// Notes that the library was asked something.
    pub(super) fn asked(&mut self, now: Instant) {
        self.asked = now;
    }

    /// Notes which article is open: if it was only skimmed, it comes next.
    pub(super) fn want(&mut self, opened: Option<&Opened>) {
        let skimmed = opened.filter(|opened| opened.depth < Depth::Whole);
        self.wanted = skimmed.map(|opened| opened.id);
    }

    /// Finds out whether there is anything to be read, so that nobody wakes up only to see that there is not.
    pub(super) fn look(&mut self, library: &Library) {
        self.is_due = library.may_have_stale().unwrap_or(true);
    }

    /// Notes that others have changed the library: there may be more to read.
    pub(super) fn look_again(&mut self) {
        self.is_due = true;
    }

    /// Returns how long to wait for questions before the next article is read; none if there is nothing to be read.
    pub(super) fn patience(&self) -> Option<Duration> {
        match self.wanted {
            _ if self.is_busy => None,
            Some(_) => Some(Duration::ZERO),
            None => self
                .is_due
                .then(|| QUIET.saturating_sub(self.asked.elapsed())),
        }
    }

    /// Gives the quoter the next article that waits for it; `start` starts one at the first.
    pub(super) fn go_on(&mut self, library: &mut Library, start: impl FnOnce() -> Quoter) {
        let wanted = self.wanted.take();
        // A library that cannot be read has other troubles, which are told where somebody asks for something.
        let next = library.next_stale(wanted).ok().flatten();
        let Some((id, article)) = next else {
            self.is_due = false;
            return;
        };
        self.is_busy = self.quoter.get_or_insert_with(start).read(id, article);
        self.is_due = self.is_busy;
    }

    /// Keeps what the quoter has found, and returns what is to be shown of it.
    pub(super) fn keep(&mut self, library: &mut Library, quoted: Quoted) -> Reply {
        let Quoted { id, body, quotes } = quoted;
        self.is_busy = false;
        // A library that cannot be read has its say elsewhere.
        let shown = library.corrected(id, body.text(), quotes.clone());
        let reply = Reply::Quotes {
            id,
            size: body.text().len(),
            quotes: shown.unwrap_or_else(|_| quotes.clone()).into(),
        };
        // On a full disk or in a library that is only read they are shown all the same, and no others are looked for.
        let kept = library.keep_quotes(vec![(id, body, quotes)]);
        self.is_due &= kept.is_ok();
        reply
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;
    use crate::app::{Msg, Request, Ticket};
    use crate::article::{
        Article, BlockKind, BodyBuilder, Clean, Leaf, Meta, Provenance, Record, State,
    };
    use crate::shell::Event;
    use crate::shell::worker::Worker;

    /// Puts an article in that an import has only skimmed.
    fn skimmed(library: &mut Library, number: usize) -> ArticleId {
        let mut body = BodyBuilder::new();
        let line = Leaf::plain("It stops in May, Ann Roy told reporters.");
        body.add(BlockKind::Paragraph, line, &[]);
        let article = Article {
            meta: Meta {
                title: Clean::line(&format!("Ferry {number}")),
                ..Meta::default()
            },
            body: body.build(),
        };
        let (quotes, depth) = crate::quote::skim(&article);
        assert_eq!(depth, Depth::Skimmed);
        let record = Record {
            article,
            state: State::default(),
            provenance: Provenance::default(),
        };
        library.put(&record, &quotes, depth).unwrap().id()
    }

    #[test]
    fn the_open_article_is_read_closely_at_once_and_its_quotes_are_kept() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("library.db");
        let mut library = Library::open(&file).unwrap();
        let ids = [1, 2].map(|number| skimmed(&mut library, number));
        let (sender, receiver) = channel();
        let mut handle = Worker::new(library, None).start(sender).unwrap();
        // The older one: left alone, the newer one would come first.
        handle.ask(Request::OpenArticle(Ticket(1), ids[0])).unwrap();
        let read = std::iter::from_fn(|| receiver.recv_timeout(Duration::from_mins(1)).ok())
            .find_map(|event| match event {
                Event::Msg(Msg::Reply(Reply::Quotes { id, .. })) => Some(id),
                _ => None,
            });
        assert_eq!(read, Some(ids[0]));
        handle.finish(Duration::from_secs(30)).unwrap();
        let library = Library::open(&file).unwrap();
        let opened = library.open_article(ids[0]).unwrap().unwrap();
        assert_eq!(opened.depth, Depth::Whole);
    }

    #[test]
    fn nobody_waits_where_all_was_read() {
        let mut library = Library::open_in_memory().unwrap();
        let mut quoting = Quoting::new(Instant::now());
        assert!(quoting.patience().is_some());
        quoting.look(&library);
        assert_eq!(quoting.patience(), None);
        skimmed(&mut library, 1);
        quoting.look(&library);
        assert!(quoting.patience().is_some());
    }

    #[test]
    fn what_nobody_has_opened_is_read_once_all_is_quiet() {
        let mut library = Library::open_in_memory().unwrap();
        let ids = [1, 2].map(|number| skimmed(&mut library, number));
        let (sender, receiver) = channel();
        let mut handle = Worker::new(library, None).start(sender).unwrap();
        let read = std::iter::from_fn(|| receiver.recv_timeout(Duration::from_mins(1)).ok())
            .filter_map(|event| match event {
                Event::Msg(Msg::Reply(Reply::Quotes { id, .. })) => Some(id),
                _ => None,
            });
        assert_eq!(read.take(2).collect::<Vec<_>>(), [ids[1], ids[0]]);
        handle.finish(Duration::from_secs(30)).unwrap();
    }
}
