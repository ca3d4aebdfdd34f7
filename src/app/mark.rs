//! Highlights and notes: making them, going from one to the next, changing and taking them away.

use crate::app::editor::Editor;
use crate::app::effect::{Effect, Effects, Request};
use crate::app::key::{Code, Key, Named};
use crate::app::picker::{Choice, Item, Picker};
use crate::app::{App, Overlay, Reader};
use ratatui::layout::Rect;

use crate::article::{Anchor, ArticleId, Change, Clean, Highlight, Marked, Span, placed};
use crate::cite::Passage;
use crate::quote::Quote;
use crate::typeset::fold_at_most;

/// Most highlights that are listed; the latest ones.
pub const MOST_LISTED: usize = 10_000;

/// Something of several lines being typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is typed.
    pub editor: Editor,
    /// What it is for.
    pub subject: Subject,
}

/// What a text of several lines is typed for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A note on a highlight of an article.
    Note {
        /// The article.
        id: ArticleId,
        /// The highlight that it is to be on.
        highlight: Box<Highlight>,
        /// The highlight as it is; none when it is only made together with the note.
        was: Option<Box<Highlight>>,
    },
    /// The words of the clip at a place.
    Clip(usize, Box<Passage>),
    /// A line of one's own, to be put in at a place of the clips.
    Line(usize),
}

impl Note {
    /// Returns what is said above the text.
    pub fn title(&self) -> String {
        match &self.subject {
            Subject::Note { highlight, .. } => {
                format!("Note on: {}", Clean::line(&highlight.anchor.exact))
            }
            Subject::Clip(..) => {
                "Edit a clip: [brackets] for your words, … for what is left out".to_owned()
            }
            Subject::Line(_) => "A line of your own".to_owned(),
        }
    }

    /// Returns what stays beside the text while it is typed: the original of a clip.
    pub fn beside(&self) -> Option<Clean> {
        match &self.subject {
            Subject::Clip(_, clip) if !clip.anchors.is_empty() => Some(clip.original()),
            _ => None,
        }
    }

    /// Parts an area: for the original, folded into rows, and for the text.
    pub fn rows(&self, area: Rect) -> (Vec<String>, Rect) {
        let Some(original) = self.beside() else {
            return (Vec::new(), area);
        };
        let most = usize::from(area.height / 2);
        let rows = fold_at_most(&original, area.width, most);
        let taken = (rows.len() as u16).min(area.height.saturating_sub(1));
        let rest = Rect {
            y: area.y + taken,
            height: area.height - taken,
            ..area
        };
        (rows, rest)
    }
}

impl Reader {
    /// Returns the highlight that is meant, by its index: the one under the cursor of the selection, the one that was
    /// gone to, the one on the selected quote, else the first one in sight.
    pub fn highlight_here(&self) -> Option<usize> {
        let at = |byte: usize| {
            let mut all = self.highlights.iter();
            all.position(|span| span.is_some_and(|span| span.contains(byte)))
        };
        if let Some(selection) = self.selection {
            return at(selection.head);
        }
        let rows = self.top()..self.top() + self.height().max(1);
        let is_seen = |span: Span| {
            rows.contains(&self.page.row_at(span.start))
                || rows.contains(&self.page.row_at(span.end.saturating_sub(1)))
        };
        let is_shown = |index: usize| {
            let span = self.highlights.get(index).copied().flatten();
            span.is_some_and(is_seen)
        };
        let by_anchor = |anchor: &Anchor| {
            let mut all = self.opened.state.highlights.iter();
            all.position(|highlight| highlight.anchor == *anchor)
        };
        let gone_to = self.highlight.as_ref().and_then(by_anchor);
        if let Some(index) = gone_to.filter(|&index| is_shown(index)) {
            return Some(index);
        }
        let quote = self.selected_quote().map(Quote::extent);
        let on_quote = quote.and_then(|quote| {
            let mut all = self.highlights.iter();
            all.position(|span| span.is_some_and(|span| span.overlaps(quote)))
        });
        on_quote
            .filter(|&index| is_shown(index))
            .or_else(|| (0..self.highlights.len()).find(|&index| is_shown(index)))
    }

    /// Returns the stretch that a highlight or a copy is to be of: the selection, else the selected quote.
    pub(super) fn meant(&self) -> Option<Span> {
        self.selected_span()
            .or_else(|| self.selected_quote().map(Quote::extent))
    }

    /// Brings what is highlighted up to date with the article's state.
    pub(super) fn place_highlights(&mut self) {
        let text = self.opened.article.body.text();
        self.highlights = placed(text, &self.opened.state.highlights);
    }

    /// Returns how many highlights have lost their words.
    pub fn lost_highlights(&self) -> usize {
        self.highlights.iter().filter(|span| span.is_none()).count()
    }

    /// Takes the highlight over a byte as the one that is meant.
    pub(super) fn point_at_highlight(&mut self, byte: usize) {
        let mut all = self.highlights.iter();
        let index = all.position(|span| span.is_some_and(|span| span.contains(byte)));
        let highlight = index.and_then(|index| self.opened.state.highlights.get(index));
        self.highlight = highlight.map(|highlight| highlight.anchor.clone());
    }

    /// Goes to a highlight; returns false when its words are lost.
    pub(super) fn go_to_highlight(&mut self, anchor: &Anchor) -> bool {
        let Ok(span) = anchor.find(self.opened.article.body.text()) else {
            return false;
        };
        self.highlight = Some(anchor.clone());
        self.reveal(span);
        true
    }

    /// Goes to the next highlight in the text, or the one before; returns false when there is none.
    fn step_highlight(&mut self, by: isize) -> bool {
        let mut order: Vec<(Span, usize)> = (0..)
            .zip(&self.highlights)
            .filter_map(|(index, span)| Some((span.as_ref().copied()?, index)))
            .collect();
        order.sort();
        let here = self
            .highlight
            .is_some()
            .then(|| self.highlight_here())
            .flatten();
        let at = order.iter().position(|&(_, index)| Some(index) == here);
        let top = self.page.start_of(self.top());
        let below = order.partition_point(|(span, _)| span.start < top);
        let next = match (at, by > 0) {
            (Some(at), _) => at.checked_add_signed(by),
            (None, true) => Some(below),
            (None, false) => below.checked_sub(1),
        };
        let Some(&(_, index)) = next.and_then(|next| order.get(next)) else {
            return false;
        };
        let highlight = self.opened.state.highlights.get(index).cloned();
        highlight.is_some_and(|highlight| self.go_to_highlight(&highlight.anchor))
    }
}

impl App {
    /// Shows a change of a highlight in the open article.
    pub(super) fn show_highlight(&mut self, id: ArticleId, change: &Change) {
        let Some(reader) = self.reader.as_mut().filter(|reader| reader.opened.id == id) else {
            return;
        };
        let all = &mut reader.opened.state.highlights;
        match change {
            Change::Highlight(highlight) => {
                match all
                    .iter_mut()
                    .find(|other| other.anchor == highlight.anchor)
                {
                    Some(other) => *other = highlight.clone(),
                    None => all.push(highlight.clone()),
                }
                reader.highlight = Some(highlight.anchor.clone());
            }
            Change::Unhighlight(anchor) => all.retain(|other| other.anchor != *anchor),
            _ => {}
        }
        reader.place_highlights();
    }

    /// Returns the highlight of what is selected: the one there is, or a new one.
    fn highlight_meant(&mut self) -> Option<(ArticleId, Highlight, Option<Highlight>)> {
        let reader = self.reader.as_ref()?;
        let text = reader.opened.article.body.text();
        let Some(span) = reader.meant() else {
            self.fail("Nothing is selected to be highlighted.");
            return None;
        };
        let Some(anchor) = Anchor::of(text, span) else {
            self.fail("No words are selected.");
            return None;
        };
        let mut all = reader.opened.state.highlights.iter();
        let was = all.find(|other| other.anchor == anchor).cloned();
        let new = Highlight {
            anchor,
            hue: self.hue,
            note: Clean::default(),
            made: Clean::default(),
        };
        Some((reader.opened.id, was.clone().unwrap_or(new), was))
    }

    /// Writes a highlight down in the place of what was there.
    fn put_highlight(
        &mut self,
        id: ArticleId,
        new: Highlight,
        was: Option<Highlight>,
        what: &str,
        effects: &mut Effects,
    ) {
        let back = match was {
            Some(was) => Change::Highlight(was),
            None => Change::Unhighlight(new.anchor.clone()),
        };
        self.deed(
            what,
            vec![Request::Change(id, Change::Highlight(new))],
            vec![Request::Change(id, back)],
            effects,
        );
    }

    /// Highlights what is selected.
    pub(super) fn highlight(&mut self, effects: &mut Effects) {
        let Some((id, highlight, was)) = self.highlight_meant() else {
            return;
        };
        self.drop_selection();
        if was.is_some() {
            if let Some(reader) = &mut self.reader {
                reader.highlight = Some(highlight.anchor);
            }
            self.fail("This is highlighted already.");
            return;
        }
        let hue = highlight.hue.name();
        self.put_highlight(id, highlight, None, "highlight", effects);
        self.done(format!("Highlighted in {hue}."));
    }

    /// Opens the note of the highlight here, or of a new one on what is selected.
    pub(super) fn edit_note(&mut self) {
        let selecting = self.is_selecting();
        let here = self.reader.as_ref().and_then(|reader| {
            let index = reader.highlight_here().filter(|_| !selecting)?;
            let highlight = reader.opened.state.highlights.get(index)?.clone();
            Some((reader.opened.id, highlight.clone(), Some(highlight)))
        });
        let Some((id, highlight, was)) = here.or_else(|| self.highlight_meant()) else {
            return;
        };
        let note = highlight.note.to_string();
        let subject = Subject::Note {
            id,
            highlight: Box::new(highlight),
            was: was.map(Box::new),
        };
        self.type_note(subject, &note);
    }

    /// Gives a key to the note: Esc and ^S keep it, ^C and ^G give up what was typed, ^O goes on in another editor.
    pub(super) fn note_key(&mut self, key: Key, effects: &mut Effects) {
        let Some(Overlay::Note(note)) = &mut self.overlay else {
            return;
        };
        match (key.code, key.ctrl) {
            (Code::Named(Named::Esc), _) | (Code::Char('s'), true) => self.keep_note(effects),
            (Code::Char('c' | 'g'), true) => {
                let subject = note.subject.clone();
                self.overlay = None;
                match subject {
                    Subject::Note { .. } => self.done("The note is as it was."),
                    Subject::Clip(..) | Subject::Line(_) => self.list_clips(effects),
                }
            }
            (Code::Char('o'), true) => {
                effects.push(Effect::Edit(note.editor.text().to_owned()));
            }
            _ => note.editor.key(key),
        }
    }

    fn keep_note(&mut self, effects: &mut Effects) {
        let Some(Overlay::Note(note)) = self.overlay.take() else {
            return;
        };
        let text = note.editor.text();
        let (id, highlight, was) = match note.subject {
            Subject::Note { id, highlight, was } => (id, *highlight, was.map(|was| *was)),
            Subject::Clip(at, was) => return self.keep_clip(at, was, text, effects),
            Subject::Line(at) => return self.keep_line(at, text, effects),
        };
        self.drop_selection();
        let new = Highlight {
            note: Clean::from_untrusted(text.trim()),
            ..highlight
        };
        if was.as_ref() == Some(&new) {
            return;
        }
        let said = if new.note.is_empty() {
            "Highlighted without a note."
        } else {
            "Note kept."
        };
        self.put_highlight(id, new, was, "note", effects);
        self.done(said);
    }

    /// Takes what the other editor made of the note.
    pub(super) fn take_edited(&mut self, edited: Result<String, String>) {
        match (edited, &mut self.overlay) {
            (Ok(text), Some(Overlay::Note(note))) => {
                note.editor = Editor::new(text.trim_end());
            }
            (Ok(_), _) => {}
            (Err(reason), _) => self.fail(reason),
        }
    }

    /// Returns the highlight here, or says that there is none.
    fn some_highlight(&mut self) -> Option<(ArticleId, Highlight)> {
        let found = self.reader.as_ref().and_then(|reader| {
            let highlight = reader
                .opened
                .state
                .highlights
                .get(reader.highlight_here()?)?;
            Some((reader.opened.id, highlight.clone()))
        });
        if found.is_none() {
            self.fail("There is no highlight here.");
        }
        found
    }

    /// Gives the highlight here the next colour; new ones get it too.
    pub(super) fn next_hue(&mut self, effects: &mut Effects) {
        if self.is_selecting() {
            self.hue = self.hue.next();
            self.done(format!("Highlights are {} now.", self.hue.name()));
            return;
        }
        let Some((id, was)) = self.some_highlight() else {
            return;
        };
        let new = Highlight {
            hue: was.hue.next(),
            ..was.clone()
        };
        self.hue = new.hue;
        let hue = new.hue.name();
        self.put_highlight(id, new, Some(was), "colour of a highlight", effects);
        self.done(format!("The highlight is {hue} now."));
    }

    /// Takes the highlight here away.
    pub(super) fn unhighlight(&mut self, effects: &mut Effects) {
        let Some((id, was)) = self.some_highlight() else {
            return;
        };
        let had_note = !was.note.is_empty();
        self.deed(
            "removal of a highlight",
            vec![Request::Change(id, Change::Unhighlight(was.anchor.clone()))],
            vec![Request::Change(id, Change::Highlight(was))],
            effects,
        );
        let undo = self
            .keymap
            .key_for(self.context(), crate::app::Command::Undo)
            .unwrap_or_else(|| ":undo".into());
        let what = if had_note {
            "Highlight and note are"
        } else {
            "The highlight is"
        };
        self.done(format!("{what} taken away; {undo} brings it back."));
    }

    /// Goes to the next highlight of the article, or the one before.
    pub(super) fn step_highlight(&mut self, by: isize) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.highlights.iter().all(Option::is_none) {
            let lost = reader.lost_highlights();
            self.fail(match lost {
                0 => "Nothing is highlighted in this article.".to_owned(),
                lost => format!("{lost} highlights of this article have lost their words."),
            });
        } else if !reader.step_highlight(by) {
            self.fail("There is no other highlight in this direction.");
        }
    }

    /// Asks for the highlights of all articles.
    pub(super) fn ask_highlights(&mut self, effects: &mut Effects) {
        let ticket = self.tickets.renew();
        self.highlights_asked = Some(ticket);
        effects.push(Request::Highlights(ticket));
    }

    /// Lists the highlights of all articles.
    pub(super) fn pick_highlight(&mut self, marked: Vec<Marked>) {
        let items = marked.into_iter().map(|marked| {
            let highlight = marked.highlight;
            let words = Clean::line(&highlight.anchor.exact);
            let note = Clean::line(&highlight.note);
            let text = if note.is_empty() {
                words.to_string()
            } else {
                format!("{words} — {note}")
            };
            let lost = if marked.is_lost { "lost, " } else { "" };
            let detail = format!("{lost}{} · {}", highlight.hue.name(), marked.label);
            let choice = Choice::Highlight(marked.article, Box::new(highlight.anchor));
            Item::new(Clean::line(&text), Clean::line(&detail), choice)
        });
        let key = self
            .keymap
            .key_for(self.focus, crate::app::Command::Highlight)
            .unwrap_or_else(|| ":highlight".into());
        let nothing = format!(
            "Nothing is highlighted yet; {key} in an article highlights the selected quote."
        );
        let picker = Picker::new("Highlights and notes", nothing, items.collect());
        self.pick(picker);
    }

    /// Goes to a highlight, opening its article where that is needed.
    pub(super) fn open_highlight(&mut self, id: ArticleId, anchor: Anchor, effects: &mut Effects) {
        self.wanted_anchor = Some((id, anchor));
        if self
            .reader
            .as_ref()
            .is_some_and(|reader| reader.opened.id == id)
        {
            self.focus = crate::app::Pane::Reading;
            self.go_to_wanted();
        } else {
            self.open_at(id, 0, effects);
        }
    }

    /// Goes to the highlight for which the open article was opened.
    pub(super) fn go_to_wanted(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        let here = reader.opened.id;
        let Some((_, anchor)) = self.wanted_anchor.take_if(|(id, _)| *id == here) else {
            return;
        };
        if !reader.go_to_highlight(&anchor) {
            let words = Clean::line(&anchor.exact);
            self.fail(format!(
                "Lost: the article does not say “{words}” any more, at least not there."
            ));
        }
    }
}
