//! Takes the answers to effects. Late ones, whose question was asked again since, are dropped; a failure undoes only
//! what it is the failure of.

use crate::app::afresh::Afresh;
use crate::app::effect::{Effects, Request};
use crate::app::msg::{Asked, Copied, Reply};
use crate::app::notice::Notice;
use crate::app::open::Opening;
use crate::app::unspoken;
use crate::app::{App, Pane};
use crate::article::{ArticleId, Change};
use crate::quote::Depth;

impl App {
    pub(super) fn reply(&mut self, reply: Reply, effects: &mut Effects) {
        match reply {
            Reply::Listed { ticket, listed } => {
                if self.list.take(ticket, listed) {
                    self.after_listing(effects);
                }
            }
            Reply::Summaries { asked, lines } => self.list.take_lines(&asked, lines),
            Reply::Opened { ticket, opened } => {
                if self.opening.has_asked(ticket) {
                    match opened {
                        Some(opened) => self.take_opened(*opened, effects),
                        None => {
                            self.opening = Opening::Idle;
                            self.fail("That article is not in the library any more.");
                            self.relist(effects);
                        }
                    }
                }
            }
            Reply::Again { ticket, opened } => {
                self.take_again(ticket, opened.map(|opened| *opened))
            }
            Reply::Drawn { wanted, drawing } => self.take_drawing(wanted, drawing),
            Reply::Unread { ticket, ids } => {
                if let Opening::Unread {
                    ticket: asked,
                    forward,
                } = self.opening
                    && asked == ticket
                {
                    self.take_unread(&ids, forward, effects);
                }
            }
            Reply::Tags {
                ticket,
                tags,
                known,
            } => {
                self.completion.tags = known;
                self.take_tags(ticket, tags, effects);
            }
            Reply::Searches(searches) => self.searches = searches,
            Reply::FoundQuotes { id, places } => self.take_found_quotes(id, &places),
            Reply::Quotes { id, size, quotes } => {
                self.list.forget_line(id);
                let reader = self.reader.as_mut();
                if let Some(reader) = reader.filter(|reader| {
                    reader.opened.id == id && reader.opened.article.body.text().len() == size
                }) {
                    reader.opened.depth = Depth::Whole;
                    let article = &reader.opened.article;
                    let quotes = unspoken::as_wanted(self.show_unspoken, article, quotes);
                    reader.take_quotes(quotes);
                    self.quotes.clear();
                }
            }
            Reply::Highlights { ticket, marked } => {
                if self
                    .highlights_asked
                    .take_if(|asked| *asked == ticket)
                    .is_some()
                {
                    self.pick_highlight(marked);
                }
            }
            Reply::Clips(clips) => self.take_clips(clips, effects),
            Reply::ClipFound(id, at) => self.go_to_clip(id, at, effects),
            Reply::Edited(edited) => self.take_edited(edited),
            Reply::Answered { ticket, answer } => self.take_answer(ticket, *answer, effects),
            Reply::Named => self.refill(effects),
            Reply::LibraryChanged => {
                self.afresh = Afresh::Due;
                effects.push(Request::ListSearches);
                self.list.forget_lines();
                self.relist(effects);
            }
            Reply::Waiting => {
                let text = "Another program is writing to the library; waiting for it…";
                self.notice = Some(Notice::waiting(text, self.now));
            }
            Reply::Copied(copied, what) => self.copied(copied, what),
            Reply::Mark { ticket, letter, at } => self.take_mark(ticket, letter, at, effects),
            Reply::Marks { ticket, marks } => self.pick_marks(ticket, marks),
            Reply::Browsed(target, opener) => self.browsed(&target, opener),
            Reply::Piped(program, None) => self.done(format!("{program} has ended.")),
            Reply::Piped(program, Some(reason)) => self.fail(format!("{program}: {reason}")),
            Reply::Folder { path, names } => self.take_folder(&path, names, effects),
            Reply::Feeds(feeds) => self.show_feeds(&feeds),
            Reply::Edits(edits) => self.show_edits(edits.as_ref()),
            Reply::Written { what, file } => self.take_written(&what, &file),
            Reply::FileIsThere { file, typed } => self.file_is_there(&file, &typed),
            Reply::Importing(line) => {
                self.is_importing = true;
                self.notice = Some(Notice::working(line));
            }
            Reply::Arrived { summary, clean } => {
                // What the reader asked for goes on, and says so itself.
                if !self.is_importing {
                    self.report(summary, clean);
                }
                self.afresh = Afresh::Due;
                self.list.forget_lines();
                self.relist(effects);
            }
            Reply::Imported { summary, clean } => {
                self.is_importing = false;
                self.afresh = Afresh::Due;
                self.report(summary, clean);
                self.list.forget_lines();
                self.relist(effects);
            }
            Reply::Failed { asked, reason } => self.failed(asked, reason, effects),
        }
    }

    /// Says what came of something; what did not go well stays on the screen longer.
    fn report(&mut self, summary: String, clean: bool) {
        if clean {
            self.done(summary);
        } else {
            self.fail(summary);
        }
    }

    fn after_listing(&mut self, effects: &mut Effects) {
        let open = self.reader.as_ref().map(|reader| reader.opened.id);
        if let Some(id) = open.filter(|open| self.list.selected_id() == Some(*open)) {
            self.find_quotes(id, effects);
        }
        if let Opening::OnceListed { then } = self.opening {
            if !self.list.is_seeking() {
                self.open_selected(then, effects);
            }
        } else if self.focus == Pane::List && !self.opening.is_awaited() {
            if self.reader.is_none() {
                // At the start there is nothing to wait for: the first frame shows all that it can.
                self.preview_selected(effects);
            } else {
                self.rest_on_selected();
            }
        }
    }

    /// Takes back what a failed question or change had made the state expect or show.
    fn failed(&mut self, asked: Asked, reason: String, effects: &mut Effects) {
        match asked {
            Asked::List(ticket) => {
                if self.list.give_up(ticket) && matches!(self.opening, Opening::OnceListed { .. }) {
                    self.opening = Opening::Idle;
                }
            }
            Asked::Lines(ids) => self.list.take_lines(&ids, Vec::new()),
            Asked::Article(ticket) => {
                if self.opening.has_asked(ticket) {
                    self.opening = Opening::Idle;
                }
            }
            Asked::Change(id, change) => {
                self.take_back(id, &change);
                if matches!(change, Change::Deleted(_)) {
                    self.relist(effects);
                }
            }
            // What is shown of the searches may not be what is stored.
            Asked::Search => effects.push(Request::ListSearches),
            Asked::Clips => effects.push(Request::Clips),
            Asked::Answer(ticket) => self.give_answer_up(ticket),
            Asked::Other => {}
        }
        self.fail(reason);
    }

    /// Shows an article as it is, after a change of it that was not written down.
    fn take_back(&mut self, id: ArticleId, change: &Change) {
        match change {
            &Change::Read(read) => self.show_change(id, &Change::Read(!read)),
            &Change::Starred(starred) => self.show_change(id, &Change::Starred(!starred)),
            &Change::Archived(archived) => self.show_change(id, &Change::Archived(!archived)),
            Change::Place(_) | Change::Tags(_) | Change::Deleted(_) | Change::Unhighlight(_) => {}
            Change::Highlight(highlight) => {
                self.show_change(id, &Change::Unhighlight(highlight.anchor.clone()));
            }
        }
        // The library knows better: also which tags, colour and note there were.
        self.list.forget_line(id);
        self.afresh = Afresh::Due;
    }

    fn copied(&mut self, copied: Copied, what: &str) {
        let mut capital = what.to_owned();
        if let Some(first) = capital.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        match copied {
            Copied::Clipboard => self.done(format!("{capital} copied to the clipboard.")),
            Copied::Terminal => {
                self.done(format!(
                    "{capital} sent to the terminal's clipboard (OSC 52)."
                ));
            }
            Copied::Tmux => self.done(format!(
                "{capital} sent to tmux (OSC 52; needs: set -g set-clipboard on)."
            )),
            Copied::Nowhere(reason) => self.fail(format!("Not copied: {reason}")),
        }
    }
}
