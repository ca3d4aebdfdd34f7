//! The reading pane: the open article laid out, the place in it, the selected quote, the search.
//!
//! The place is a row of the page while it is shown, and a byte of the text when it is kept: so it survives a resize, a
//! restart, and a new layout.

mod again;

use std::sync::Arc;

use crate::app::find::Find;
use crate::app::folding::{Folding, folded};
use crate::app::msg::Opened;
use crate::app::pictures::{Gallery, Pictures, Progress};
use crate::app::quotes::shown;
use crate::app::select::Selection;
use crate::article::{Anchor, Span, placed};
use crate::quote::Quote;
use crate::typeset::{Measure, Page, Strip, links};

/// Rows kept between a passage that was jumped to and the edge of the pane, where there is room.
const MARGIN: usize = 3;

/// The open article.
#[derive(Debug)]
pub struct Reader {
    /// The article, its quotes, and what the reader did with it.
    pub opened: Opened,
    /// Its rows at the present width.
    pub page: Page,
    /// Where its highlights stand, in the order of the article's state; none for those whose words are lost.
    pub highlights: Vec<Option<Span>>,
    /// The highlight that was gone to or made last.
    pub(super) highlight: Option<Anchor>,
    /// What is being selected.
    pub selection: Option<Selection>,
    /// The search in it.
    pub find: Option<Find>,
    measure: Measure,
    height: usize,
    top: usize,
    /// The byte of the text that the reader has put at the top of the pane. A pane that is so large that it shows it
    /// further down does not change it.
    place: usize,
    selected: Option<usize>,
    /// The selected link, by its index.
    link: Option<usize>,
    folding: Option<Folding>,
    pub(super) pictures: Pictures,
}

/// What is in sight, by the text.
#[derive(Debug, Clone, Copy)]
struct Sight {
    /// The byte at the top of the pane, and how many rows stand above it there.
    top: usize,
    above: usize,
    /// Where the selected quote begins.
    quote: Option<usize>,
}

/// How the text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Setting {
    /// What the page is laid out for.
    pub measure: Measure,
    /// Rows of the pane.
    pub height: u16,
    /// The room for pictures, where some can be shown.
    pub gallery: Option<Gallery>,
}

impl Reader {
    /// Opens an article at the place where it was left.
    pub fn new(opened: Opened, setting: Setting) -> Self {
        let page = Page::default();
        let place = opened.state.place;
        let highlights = placed(opened.article.body.text(), &opened.state.highlights);
        let mut reader = Self {
            page,
            highlights,
            highlight: None,
            selection: None,
            find: None,
            measure: setting.measure,
            height: usize::from(setting.height),
            top: 0,
            place,
            selected: None,
            link: None,
            folding: None,
            pictures: Pictures::default(),
            opened,
        };
        reader.pictures.set(setting.gallery);
        reader.lay_out();
        reader.return_to_place();
        reader.select_visible(true);
        reader
    }

    /// Lays the text out anew where that is needed, keeping the place.
    pub fn set(&mut self, setting: Setting) {
        let height = usize::from(setting.height);
        let has_other_pictures = self.pictures.set(setting.gallery);
        if setting.measure == self.measure && height == self.height && !has_other_pictures {
            return;
        }
        self.height = height;
        if setting.measure != self.measure || has_other_pictures {
            self.measure = setting.measure;
            self.lay_out();
            if self
                .selected
                .is_some_and(|quote| !self.shown().contains(&quote))
            {
                self.selected = None;
            }
        }
        self.return_to_place();
        self.select_visible(true);
    }

    /// Takes other quotes of the same text. The screen stays where it is; of the selected quote, the one that begins nearest
    /// is selected.
    pub fn take_quotes(&mut self, quotes: Arc<[Quote]>) {
        let sight = self.sight();
        self.opened.quotes = quotes;
        self.lay_out_at(sight);
    }

    /// Returns what is in sight.
    fn sight(&self) -> Sight {
        let top = self.page.start_of(self.top);
        Sight {
            top,
            above: self.page.row_at(top).saturating_sub(self.top),
            quote: self.selected_quote().map(|quote| quote.extent().start),
        }
    }

    /// Lays the page out with this in sight. Of the quotes the one that begins nearest to the selected one is selected;
    /// without one, or where there is none, one that is in sight.
    fn lay_out_at(&mut self, sight: Sight) {
        self.lay_out();
        self.top = self.within_page(self.page.row_at(sight.top).saturating_sub(sight.above));
        self.selected = sight.quote.and_then(|byte| {
            self.shown()
                .into_iter()
                .min_by_key(|&quote| self.opened.quotes[quote].extent().start.abs_diff(byte))
        });
        if self.selected.is_none() {
            self.select_visible(true);
        }
    }

    /// Lays the page out, and folds it if that is wanted.
    fn lay_out(&mut self) {
        let plates = self.pictures.plates(&self.opened.pictures);
        self.page = Page::illustrated(
            &self.opened.article,
            &self.opened.quotes,
            self.measure,
            &plates,
        );
        if self.folding.is_some() {
            let shown = self.shown();
            let quotes = shown
                .iter()
                .filter_map(|&quote| self.opened.quotes.get(quote));
            self.page = folded(&self.page, quotes, self.measure.ascii);
        }
    }

    /// Returns what the article is folded to.
    pub fn folding(&self) -> Option<&Folding> {
        self.folding.as_ref()
    }

    /// Folds the article, or unfolds it; the selected quote stays on the screen if it can.
    pub fn fold(&mut self, folding: Option<Folding>) {
        let byte = self.page.start_of(self.top);
        self.folding = folding;
        self.lay_out();
        self.top = self.within_page(self.page.row_at(byte));
        match self.selected.filter(|quote| self.shown().contains(quote)) {
            Some(quote) => self.select(quote),
            None => {
                self.selected = None;
                self.select_visible(true);
            }
        }
    }

    /// Goes back to a place.
    pub fn return_to(&mut self, place: usize) {
        self.place = place;
        self.return_to_place();
        self.select_visible(true);
    }

    /// Shows the place at the top of the pane, or as near as the end of the page allows.
    fn return_to_place(&mut self) {
        let row = if self.place == 0 {
            0
        } else {
            self.page.row_at(self.place)
        };
        self.top = self.within_page(self.above_picture(row));
    }

    /// Returns the first row of the picture that stands right above a row, or else the row.
    fn above_picture(&self, row: usize) -> usize {
        let strip = row
            .checked_sub(1)
            .and_then(|above| self.page.rows.get(above)?.strip);
        strip.map_or(row, |strip| row.saturating_sub(usize::from(strip.rows)))
    }

    /// Whether pictures are shown.
    pub fn shows_pictures(&self) -> bool {
        self.pictures.is_shown
    }

    /// Shows pictures, or hides them, keeping the place; returns whether there are any now.
    pub(super) fn show_pictures(&mut self, shown: bool) -> bool {
        self.pictures.is_shown = shown;
        self.lay_out();
        self.return_to_place();
        self.select_visible(true);
        self.page.rows.iter().any(|row| row.strip.is_some())
    }

    /// Returns a strip of each picture on the screen.
    pub(super) fn strips_in_sight(&self) -> Vec<Strip> {
        let rows = self.page.rows.iter().skip(self.top).take(self.height);
        let mut strips: Vec<Strip> = rows.filter_map(|row| row.strip).collect();
        strips.dedup_by_key(|strip| strip.figure);
        strips
    }

    /// Returns what is known of the picture of a strip.
    pub fn picture(&self, strip: Strip) -> Option<&Progress> {
        self.pictures.of(self.opened.id, strip)
    }

    fn within_page(&self, row: usize) -> usize {
        row.min(self.page.rows.len().saturating_sub(self.height))
    }

    /// Returns the first row on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Returns the rows of the pane.
    pub fn height(&self) -> usize {
        self.height
    }

    /// Returns what the page is laid out for.
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// Returns the place to be kept: the byte of the text at the top of the pane; 0 at the very beginning.
    pub fn place(&self) -> usize {
        self.place
    }

    /// Returns how far the end of the screen is through the page, from 0 to 100.
    pub fn percent(&self) -> usize {
        let rows = self.page.rows.len().max(1);
        (self.top + self.height).min(rows) * 100 / rows
    }

    /// Returns the selected quote's index among all quotes of the article.
    pub fn selected(&self) -> Option<usize> {
        self.selected
    }

    /// Returns the selected quote.
    pub fn selected_quote(&self) -> Option<&Quote> {
        self.opened.quotes.get(self.selected?)
    }

    /// Returns the shown quotes' indices, in the order of the text.
    pub fn shown(&self) -> Vec<usize> {
        let mut shown = shown(&self.opened.quotes, self.measure.show_indirect);
        if let Some(folding) = &self.folding {
            let quotes = &self.opened.quotes;
            shown.retain(|&quote| quotes.get(quote).is_some_and(|quote| folding.keeps(quote)));
        }
        shown
    }

    /// Goes some rows down or up; the selection stays while it can be seen.
    pub fn scroll(&mut self, by: isize) {
        let before = self.top;
        self.go_to_row(self.top.saturating_add_signed(by));
        if self.top != before {
            self.select_visible(by > 0);
        }
    }

    /// Goes so that a row is the first on the screen, as far as the page goes.
    pub fn go_to_row(&mut self, row: usize) {
        let top = self.within_page(row);
        if top != self.top {
            self.top = top;
            self.place = if top == 0 { 0 } else { self.page.start_of(top) };
        }
    }

    /// Goes to a row and selects what is to be seen there.
    pub fn jump(&mut self, row: usize) {
        let down = row > self.top;
        self.go_to_row(row);
        self.select_visible(down);
    }

    /// Selects a quote and brings it on the screen.
    pub fn select(&mut self, quote: usize) {
        if let Some(found) = self.opened.quotes.get(quote) {
            let span = found.extent();
            if self.selected != Some(quote) {
                // What was gone to last is meant, and that is this quote now.
                self.highlight = None;
            }
            self.selected = Some(quote);
            self.reveal(span);
        }
    }

    /// Selects the shown quote some places after (or before) the selected one, or as far as there are any; from where
    /// the reader is, when the selected one is out of sight. Returns false when there is none further.
    pub fn step_quote(&mut self, by: isize) -> bool {
        let shown = self.shown();
        let Some(last) = shown.len().checked_sub(1) else {
            return false;
        };
        let in_sight = self.selected.filter(|&quote| self.is_visible(quote));
        let at = in_sight.and_then(|quote| shown.iter().position(|&other| other == quote));
        let next = match at {
            Some(at) => at.saturating_add_signed(by).min(last),
            None => {
                let top = self.page.start_of(self.top);
                let starts = |&quote: &usize| {
                    self.opened
                        .quotes
                        .get(quote)
                        .map_or(0, |found| found.extent().start)
                };
                let below = shown.partition_point(|quote| starts(quote) < top);
                let first = if by > 0 {
                    (below <= last).then_some(below)
                } else {
                    below.checked_sub(1)
                };
                let Some(first) = first else { return false };
                first.saturating_add_signed(by - by.signum()).min(last)
            }
        };
        if at == Some(next) {
            return false;
        }
        self.select(shown[next]);
        true
    }

    /// Whether a quote begins or ends on the screen.
    fn is_visible(&self, quote: usize) -> bool {
        let screen = self.top..self.top + self.height.max(1);
        self.opened.quotes.get(quote).is_some_and(|found| {
            let extent = found.extent();
            let last = extent.end.saturating_sub(1);
            screen.contains(&self.page.row_at(extent.start))
                || screen.contains(&self.page.row_at(last))
        })
    }

    /// Selects a link and brings it on the screen.
    pub fn select_link(&mut self, link: usize) {
        let span = links(&self.opened.article).get(link).map(|(span, _)| *span);
        if let Some(span) = span {
            self.link = Some(link);
            self.reveal(span);
            self.select_at(span.start);
        }
    }

    /// Returns the selected link while it can be seen.
    pub fn selected_link(&self) -> Option<usize> {
        let link = self.link?;
        let row = self.page.row_at(self.link_start(link));
        (self.top..self.top + self.height.max(1))
            .contains(&row)
            .then_some(link)
    }

    /// Returns where a link leads.
    pub fn link_address(&self, link: usize) -> Option<&str> {
        let links = links(&self.opened.article);
        links.get(link).map(|(_, address)| address.as_str())
    }

    /// Returns where a link begins.
    pub fn link_start(&self, link: usize) -> usize {
        let links = links(&self.opened.article);
        links.get(link).map_or(0, |(span, _)| span.start)
    }

    /// Selects no link any more; returns whether one was selected and seen.
    pub fn drop_link(&mut self) -> bool {
        let seen = self.selected_link().is_some();
        self.link = None;
        seen
    }

    /// Brings a byte of the text near the top of the pane, and selects the quote there.
    pub fn go_to(&mut self, byte: usize) {
        let row = self.page.row_at(byte);
        self.jump(row.saturating_sub(MARGIN.min(self.height / 4)));
        self.select_at(byte);
    }

    /// Selects the quote whose content, cue or source covers a byte of the text; the innermost one.
    pub fn select_at(&mut self, byte: usize) -> bool {
        let covers = |spans: &[Span]| spans.iter().any(|span| span.contains(byte));
        let quotes = &self.opened.quotes;
        let candidates = self.shown();
        let by_words = |quote: &&usize| {
            let quote = &quotes[**quote];
            covers(&quote.cue) || covers(&quote.source)
        };
        let found = candidates.iter().find(by_words).or_else(|| {
            candidates
                .iter()
                .rev()
                .find(|&&quote| covers(&quotes[quote].content))
        });
        match found {
            Some(&quote) => {
                self.selected = Some(quote);
                true
            }
            None => false,
        }
    }

    /// Searches the text from the place on, and goes to the first match.
    pub fn search(&mut self, words: &str, from: usize) {
        let find = Find::new(self.opened.article.body.text(), words, from);
        let here = find.here();
        self.find = Some(find);
        if let Some(span) = here {
            self.reveal(span);
        }
    }

    /// Goes to the next match, or one before.
    pub fn step_match(&mut self, by: isize) {
        if let Some(span) = self.find.as_mut().and_then(|find| find.step(by)) {
            self.reveal(span);
        }
    }

    /// Returns the row of the nearest paragraph that begins below (or above) the top of the screen.
    pub fn paragraph(&self, down: bool) -> usize {
        self.nearest(self.page.block_starts().iter().copied(), down)
    }

    /// Returns the row of the nearest heading below (or above) the top of the screen.
    pub fn heading(&self, down: bool) -> usize {
        self.nearest(self.page.headings().iter().copied(), down)
    }

    fn nearest(&self, rows: impl Iterator<Item = usize>, down: bool) -> usize {
        if down {
            rows.filter(|&row| row > self.top).min().unwrap_or(self.top)
        } else {
            rows.filter(|&row| row < self.top).max().unwrap_or(0)
        }
    }

    /// Brings a passage on the screen, its beginning rather than its end.
    pub(super) fn reveal(&mut self, span: Span) {
        let (first, last) = (
            self.page.row_at(span.start),
            self.page.row_at(span.end.saturating_sub(1)),
        );
        let margin = MARGIN.min(self.height / 4);
        let fits = first >= self.top + margin.min(first) && last + margin < self.top + self.height;
        if !fits {
            self.go_to_row(first.saturating_sub(self.height / 3));
        }
    }

    /// Scrolls so far that a byte of the text can be seen.
    pub(super) fn show_byte(&mut self, byte: usize) {
        let row = self.page.row_at(byte);
        let height = self.height.max(1);
        let margin = MARGIN.min(height / 4);
        if row < self.top + margin {
            self.go_to_row(row.saturating_sub(margin));
        } else if row + margin >= self.top + height {
            self.go_to_row((row + margin + 1).saturating_sub(height));
        }
    }

    /// Keeps the selected quote while it begins on the screen; else selects the first one (or the last) that does.
    fn select_visible(&mut self, first: bool) {
        if self.selected.is_some_and(|quote| self.is_visible(quote)) {
            return;
        }
        let shown = self.shown();
        let next = if first {
            shown.iter().find(|&&quote| self.is_visible(quote))
        } else {
            shown.iter().rfind(|&&quote| self.is_visible(quote))
        };
        if let Some(&quote) = next {
            self.selected = Some(quote);
        }
    }
}
