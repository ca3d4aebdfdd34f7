//! Selecting words of the text: by motions of a cursor, by whole sentences and quotes, by dragging the mouse.

use crate::app::command::Command;
use crate::app::motion;
use crate::app::{App, Find, Pane, Reader};
use crate::article::Span;
use crate::quote::Quote;

/// A stretch being selected: from one character to another, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// The character that stays where it is.
    pub tail: usize,
    /// The character that the cursor is on.
    pub head: usize,
}

impl Selection {
    /// Returns what is selected.
    pub fn span(self, text: &str) -> Span {
        let (first, last) = (self.tail.min(self.head), self.tail.max(self.head));
        Span::new(first, motion::cluster(text, last).end)
    }

    /// Returns a selection of a stretch, the cursor on its last character.
    fn of(text: &str, span: Span) -> Self {
        Self {
            tail: span.start,
            head: motion::step(text, span.end, false).max(span.start),
        }
    }
}

impl Reader {
    /// Returns the selected stretch.
    pub fn selected_span(&self) -> Option<Span> {
        let selection = self.selection?;
        Some(selection.span(self.opened.article.body.text()))
    }

    /// Begins to select where the reader is: at the match, at the selected quote when it is in sight, else in the first
    /// row on the screen.
    fn begin_selection(&mut self) {
        let rows = self.top()..self.top() + self.height().max(1);
        let is_seen = |span: &Span| rows.contains(&self.page.row_at(span.start));
        let found = self.find.as_ref().and_then(Find::here);
        let quote = self.selected_quote().map(Quote::extent);
        let at = found
            .filter(is_seen)
            .or_else(|| quote.filter(is_seen))
            .map_or_else(|| self.page.start_of(self.top()), |span| span.start);
        self.selection = Some(Selection { tail: at, head: at });
    }

    /// Returns the block that a position is in.
    fn block(&self, at: usize) -> Span {
        let body = &self.opened.article.body;
        let block = body.block_at(at).and_then(|index| body.blocks().get(index));
        block.map_or(Span::new(0, body.text().len()), |block| block.span)
    }

    /// Returns where the next paragraph begins, or the one before.
    fn block_start(&self, at: usize, forward: bool) -> usize {
        let mut starts = self.opened.article.body.blocks().iter();
        let has_words = |span: Span| !span.is_empty();
        let found = if forward {
            starts.find(|block| block.span.start > at && has_words(block.span))
        } else {
            starts.rfind(|block| block.span.start < at && has_words(block.span))
        };
        found.map_or(at, |block| block.span.start)
    }

    fn sentence_start(&self, at: usize, forward: bool) -> usize {
        let text = self.opened.article.body.text();
        let all = motion::sentences(text, self.block(at), at);
        if forward {
            let next = all.iter().find(|sentence| sentence.start > at);
            next.map_or_else(|| self.block_start(at, true), |sentence| sentence.start)
        } else if let Some(here) = all.iter().rfind(|sentence| sentence.start < at) {
            here.start
        } else {
            // The last sentence of the paragraph before.
            let before = self.block_start(at, false);
            let block = self.block(before);
            let last = motion::sentences(text, block, block.end);
            last.last().map_or(before, |sentence| sentence.start)
        }
    }

    /// Returns where the cursor comes to stand some rows below, in the column that it is in.
    fn row_from(&self, at: usize, by: isize) -> usize {
        let Some((row, cell)) = self.page.cell_of(at) else {
            return at;
        };
        let rows = self.page.rows.len();
        let mut to = row;
        for _ in 0..by.unsigned_abs().min(rows) {
            // Blank rows and rows of signs have no place for a cursor.
            let mut next = to.checked_add_signed(by.signum());
            while let Some(row) = next.filter(|&row| row < rows)
                && self.page.byte_near(row, cell).is_none()
            {
                next = row.checked_add_signed(by.signum());
            }
            match next.filter(|&row| row < rows) {
                Some(row) => to = row,
                None => break,
            }
        }
        self.page.byte_near(to, cell).unwrap_or(at)
    }

    fn row_edge(&self, at: usize, end: bool) -> usize {
        let Some((row, _)) = self.page.cell_of(at) else {
            return at;
        };
        let cell = if end { u16::MAX } else { 0 };
        self.page.byte_near(row, cell).unwrap_or(at)
    }

    /// Moves the cursor by a command; returns false when it is no motion.
    fn move_head(&mut self, command: Command, times: isize) -> bool {
        let Some(selection) = self.selection else {
            return false;
        };
        let text = self.opened.article.body.text();
        let repeat = |step: &dyn Fn(usize) -> usize| {
            let mut at = selection.head;
            for _ in 0..times.unsigned_abs().min(10_000) {
                let next = step(at);
                if next == at {
                    break;
                }
                at = next;
            }
            at
        };
        let half = (self.height() / 2).max(1).cast_signed();
        let head = match command {
            Command::SelectLeft => repeat(&|at| motion::step(text, at, false)),
            Command::SelectRight => repeat(&|at| motion::step(text, at, true)),
            Command::Down => self.row_from(selection.head, times),
            Command::Up => self.row_from(selection.head, -times),
            Command::HalfPageDown => self.row_from(selection.head, half * times),
            Command::HalfPageUp => self.row_from(selection.head, -half * times),
            Command::Top => 0,
            Command::Bottom => motion::step(text, text.len(), false),
            Command::NextWord => repeat(&|at| motion::word(text, at)),
            Command::PreviousWord => repeat(&|at| motion::word_back(text, at)),
            Command::WordEnd => repeat(&|at| motion::word_end(text, at)),
            Command::RowStart => self.row_edge(selection.head, false),
            Command::RowEnd => self.row_edge(selection.head, true),
            Command::NextSentence => repeat(&|at| self.sentence_start(at, true)),
            Command::PreviousSentence => repeat(&|at| self.sentence_start(at, false)),
            Command::NextParagraph => repeat(&|at| self.block_start(at, true)),
            Command::PreviousParagraph => repeat(&|at| self.block_start(at, false)),
            _ => return false,
        };
        self.selection = Some(Selection { head, ..selection });
        self.show_byte(head);
        true
    }

    /// Selects a whole stretch around the cursor.
    fn select_span(&mut self, span: Span) {
        let text = self.opened.article.body.text();
        self.selection = Some(Selection::of(text, span));
        self.show_byte(span.start);
    }

    /// Returns the quote whose content the cursor is in, with or without its marks.
    fn quote_around(&self, at: usize, with_marks: bool) -> Option<Span> {
        let text = self.opened.article.body.text();
        let holds = |span: &Span| span.start.saturating_sub(4) <= at && at < span.end + 4;
        let quotes = self.opened.quotes.iter();
        let span = quotes
            .flat_map(|quote| &quote.content)
            .filter(|span| holds(span))
            .min_by_key(|span| (!span.contains(at), span.len()))
            .copied()?;
        if !with_marks {
            return Some(span);
        }
        let is_mark = |c: &char| "“”„‟«»‹›‘’‚\"'「」『』".contains(*c);
        let mut before = text.get(..span.start).unwrap_or_default().chars();
        let before = before.next_back().filter(is_mark).map_or(0, char::len_utf8);
        let after = text.get(span.end..).unwrap_or_default().chars();
        let after = after.take(1).find(is_mark).map_or(0, char::len_utf8);
        Some(Span::new(span.start - before, span.end + after))
    }
}

impl App {
    /// Begins to select, or leaves it.
    pub(super) fn select_words(&mut self) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        if reader.selection.take().is_none() {
            self.focus = Pane::Reading;
            reader.begin_selection();
        }
    }

    /// Leaves the selection; returns whether there was one.
    pub(super) fn drop_selection(&mut self) -> bool {
        let reader = self.reader.as_mut();
        reader.is_some_and(|reader| reader.selection.take().is_some())
    }

    /// Runs a command of the selection; returns false when it is none.
    pub(super) fn run_selecting(&mut self, command: Command, times: isize) -> bool {
        let Some(reader) = &mut self.reader else {
            return false;
        };
        let Some(selection) = reader.selection else {
            return false;
        };
        match command {
            Command::SwapEnds => {
                reader.selection = Some(Selection {
                    tail: selection.head,
                    head: selection.tail,
                });
                reader.show_byte(selection.tail);
            }
            Command::WholeSentence => {
                let text = reader.opened.article.body.text();
                let block = reader.block(selection.head);
                if let Some(span) = motion::sentence(text, block, selection.head) {
                    reader.select_span(span);
                }
            }
            Command::WholeQuote | Command::InsideQuote => {
                let with_marks = command == Command::WholeQuote;
                match reader.quote_around(selection.head, with_marks) {
                    Some(span) => reader.select_span(span),
                    None => self.fail("The cursor is in no quote."),
                }
            }
            Command::Back => reader.selection = None,
            command => return reader.move_head(command, times),
        }
        true
    }

    /// Selects from where the mouse was pressed to where it is now.
    pub(super) fn drag_to(&mut self, from: usize, to: usize) {
        if let Some(reader) = &mut self.reader {
            reader.selection = Some(Selection {
                tail: from,
                head: to,
            });
        }
    }
}
