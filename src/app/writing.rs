//! Writing to a file from inside the program: the clips, the highlights that are listed, or the open article.
//!
//! A list asks for the name on the command line that is laid over it, and is there again afterwards. What the file holds is
//! said by the ending of its name; writing itself is the library's, which has all that is needed.

use crate::app::command::Command;
use crate::app::effect::{Effects, Request};
use crate::app::picker::{Choice, Picker};
use crate::app::prompt::Purpose;
use crate::app::{App, Overlay};
use crate::article::{Anchor, ArticleId, Clean, Names};
use crate::cite::Passage;

/// Something to be written to a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Writing {
    /// What.
    pub what: Written,
    /// The file, as it was typed; `~` may stand for the home folder.
    pub to: String,
    /// Whether a file that is there may be written over.
    pub replaces: bool,
}

/// What can be written to a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Written {
    /// Clips, in this order.
    Clips(Vec<Passage>),
    /// Highlights, in this order; none when all of them are meant.
    Highlights(Option<Vec<(ArticleId, Anchor)>>),
    /// An article with its highlights.
    Article(ArticleId),
}

impl App {
    /// Asks for the name of the file that what is shown is to be written to; `over` is the list that it is in.
    pub(super) fn ask_where_to_write(&mut self, over: Option<Picker>, effects: &mut Effects) {
        let name = match (&over, Self::kind_of(over.as_ref())) {
            (_, Some(Kind::Clips)) => "clips.md".to_owned(),
            (_, Some(Kind::Highlights)) => "highlights.md".to_owned(),
            (None, None) => match &self.reader {
                Some(reader) => Names::default().name(&reader.opened.article.label(), "md"),
                None => {
                    self.fail("Open an article first; lists of clips and of highlights have this command too.");
                    return;
                }
            },
            (Some(list), None) if list.shown().next().is_none() => {
                self.overlay = over.map(Overlay::Picker);
                self.fail("There is nothing in this list to be written.");
                return;
            }
            (Some(_), None) => {
                self.overlay = over.map(Overlay::Picker);
                self.fail("Only clips and highlights are written from a list; `pullquote export` writes the others.");
                return;
            }
        };
        self.prompt(Purpose::Command, &format!("write {name}"), effects);
        self.under_prompt = over;
    }

    /// Writes what is shown to a file.
    pub(super) fn write_to(&mut self, file: &str, replaces: bool, effects: &mut Effects) {
        let over = self.under_prompt.as_ref();
        let what = match (Self::kind_of(over), over) {
            (Some(Kind::Clips), Some(list)) => {
                let shown = list.shown().filter_map(|choice| match choice {
                    Choice::Clip(at) => self.clips.get(*at).cloned(),
                    _ => None,
                });
                Written::Clips(shown.collect())
            }
            (Some(Kind::Highlights), Some(list)) => {
                Written::Highlights((!list.words().is_empty()).then(|| {
                    let shown = list.shown().filter_map(|choice| match choice {
                        Choice::Highlight(id, anchor) => Some((*id, (**anchor).clone())),
                        _ => None,
                    });
                    shown.collect()
                }))
            }
            _ => match &self.reader {
                Some(reader) => Written::Article(reader.opened.id),
                None => {
                    self.fail("Open an article first.");
                    return;
                }
            },
        };
        effects.push(Request::Write(Box::new(Writing {
            what,
            to: file.to_owned(),
            replaces,
        })));
    }

    /// Puts the list back that a command line was laid over, unless the command has shown something else.
    pub(super) fn uncover(&mut self) {
        if let Some(list) = self.under_prompt.take()
            && self.overlay.is_none()
        {
            self.overlay = Some(Overlay::Picker(list));
        }
    }

    /// Takes what became of writing.
    pub(super) fn take_written(&mut self, what: &str, file: &Clean) {
        self.done(format!("{what} written to {file}"));
    }

    /// Says that a file is there already, and how to write over it.
    pub(super) fn file_is_there(&mut self, file: &Clean, typed: &Clean) {
        let name = Command::Write.spec().name;
        self.fail(format!(
            "{file} is there already; “:{name}! {typed}” writes over it."
        ));
    }

    fn kind_of(list: Option<&Picker>) -> Option<Kind> {
        match list?.shown().next()? {
            Choice::Clip(_) => Some(Kind::Clips),
            Choice::Highlight(..) => Some(Kind::Highlights),
            _ => None,
        }
    }
}

/// What a list is one of.
enum Kind {
    Clips,
    Highlights,
}
