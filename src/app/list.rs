//! The list pane: which articles answer the query, which is selected, which are on the screen.
//!
//! Holds the numbers of all listed articles, but the lines only of those that were on the screen; so that a library of a
//! hundred thousand articles costs less than a megabyte and a move costs nothing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::app::msg::{Listed, Ticket};
use crate::article::{ArticleId, Query, Summary};

/// Lines kept at most; beyond, those far from the screen are forgotten.
const KEPT: usize = 2_000;

/// The list pane's state.
#[derive(Debug, Default)]
pub struct List {
    /// What is listed.
    pub query: Query,
    /// The last question, while it has no answer.
    awaited: Option<Ticket>,
    /// A first part of the answer is there.
    has_part: bool,
    order: Arc<[ArticleId]>,
    total: usize,
    contents: Contents,
    /// Where what is not read comes first: how many that was.
    unread: Option<usize>,
    lines: HashMap<ArticleId, Line>,
    selected: usize,
    top: usize,
    /// Articles that fit into the pane.
    fits: usize,
}

/// What is known of the library.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Contents {
    /// Nothing yet.
    #[default]
    Unknown,
    /// It has no article at all.
    Nothing,
    /// It has articles, perhaps not on this shelf.
    Something,
}

/// What is known of an article's line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// It was asked for.
    Asked,
    /// It is this.
    Known(Summary),
    /// The library does not have it.
    Missing,
}

impl List {
    /// Notes that the list was asked for.
    pub fn ask(&mut self, ticket: Ticket) {
        self.awaited = Some(ticket);
        self.has_part = false;
    }

    /// Whether the list is about to be another one: nothing of the answer to the last question is there yet.
    pub fn is_awaited(&self) -> bool {
        self.awaited.is_some() && !self.has_part
    }

    /// Waits no longer for an answer; returns whether it was waited for.
    pub fn give_up(&mut self, ticket: Ticket) -> bool {
        self.awaited.take_if(|awaited| *awaited == ticket).is_some()
    }

    /// Takes the articles that answer the query, if that is the last question; returns whether it is. The selection
    /// stays at its article when that is still listed, else at its place.
    pub fn take(&mut self, ticket: Ticket, listed: Listed) -> bool {
        if self.awaited != Some(ticket) {
            return false;
        }
        self.has_part = true;
        if listed.is_complete {
            self.awaited = None;
        }
        self.contents = if listed.is_library_empty {
            Contents::Nothing
        } else {
            Contents::Something
        };
        let selected = self.selected_id();
        self.order = listed.order;
        self.unread = listed.unread;
        self.total = listed.total;
        if let Some(at) = selected.and_then(|id| self.order.iter().position(|&other| other == id)) {
            self.selected = at;
        }
        self.select(self.selected);
        true
    }

    /// Returns the listed articles, in order.
    pub fn order(&self) -> Arc<[ArticleId]> {
        Arc::clone(&self.order)
    }

    /// Whether an article stands among those that were not read when they were listed, which come first; none where the
    /// order is another.
    pub fn was_unread(&self, place: usize) -> Option<bool> {
        Some(place < self.unread?)
    }

    /// Takes the lines of articles that were asked for.
    pub fn take_lines(&mut self, asked: &[ArticleId], lines: Vec<Summary>) {
        if self.lines.len() + lines.len() > KEPT {
            let visible: HashSet<ArticleId> = self.visible().iter().copied().collect();
            self.lines.retain(|id, _| visible.contains(id));
        }
        self.lines
            .extend(asked.iter().map(|&id| (id, Line::Missing)));
        self.lines
            .extend(lines.into_iter().map(|line| (line.id, Line::Known(line))));
    }

    /// Forgets all lines, for they may be stale.
    pub fn forget_lines(&mut self) {
        self.lines.clear();
    }

    /// Forgets the line of an article, for it may be stale.
    pub fn forget_line(&mut self, id: ArticleId) {
        self.lines.remove(&id);
    }

    /// Changes the line of an article, when it is known.
    pub fn edit(&mut self, id: ArticleId, edit: impl FnOnce(&mut Summary)) {
        if let Some(Line::Known(line)) = self.lines.get_mut(&id) {
            edit(line);
        }
    }

    /// Returns the line of an article, when it is known.
    pub fn line(&self, id: ArticleId) -> Option<&Summary> {
        match self.lines.get(&id) {
            Some(Line::Known(line)) => Some(line),
            _ => None,
        }
    }

    /// Whether an article that is listed turned out to be gone.
    pub fn is_missing(&self, id: ArticleId) -> bool {
        self.lines.get(&id) == Some(&Line::Missing)
    }

    /// Returns what is known of the library.
    pub fn contents(&self) -> Contents {
        self.contents
    }

    /// Returns how many articles answer the query.
    pub fn total(&self) -> usize {
        self.total
    }

    /// Returns the selected article's place in the list, from 0.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// Returns the selected article.
    pub fn selected_id(&self) -> Option<ArticleId> {
        self.order.get(self.selected).copied()
    }

    /// Returns the place of the first article on the screen.
    pub fn top(&self) -> usize {
        self.top
    }

    /// Returns the articles on the screen, in order.
    pub fn visible(&self) -> &[ArticleId] {
        self.order.get(self.visible_range()).unwrap_or_default()
    }

    /// Returns the articles of the next screens whose lines were not asked for yet; they count as asked for from now on.
    pub fn ask_lines(&mut self) -> Vec<ArticleId> {
        let visible = self.visible_range();
        let is_new = |id: &ArticleId| !self.lines.contains_key(id);
        if !self
            .order
            .get(visible.clone())
            .unwrap_or_default()
            .iter()
            .any(is_new)
        {
            return Vec::new();
        }
        // With some to spare on both sides, so that moving on needs no answer.
        let from = visible.start.saturating_sub(self.fits);
        let to = (visible.end + self.fits).min(self.order.len());
        let wanted: Vec<ArticleId> = self.order[from..to]
            .iter()
            .copied()
            .filter(is_new)
            .collect();
        self.lines
            .extend(wanted.iter().map(|&id| (id, Line::Asked)));
        wanted
    }

    /// Selects the article at a place, or the last one before.
    pub fn select(&mut self, at: usize) {
        self.selected = at.min(self.order.len().saturating_sub(1));
        self.scroll();
    }

    /// Selects an article, if it is listed; returns whether it is.
    pub fn select_id(&mut self, id: ArticleId) -> bool {
        let at = self.order.iter().position(|&other| other == id);
        if let Some(at) = at {
            self.select(at);
        }
        at.is_some()
    }

    /// Selects an article some places further down or up.
    pub fn step(&mut self, by: isize) {
        self.select(self.selected.saturating_add_signed(by));
    }

    /// Lets the first article on the screen go.
    pub fn scroll_on(&mut self) {
        self.top += 1;
    }

    /// Takes the number of articles that fit into the pane.
    pub fn fit(&mut self, fits: usize) {
        self.fits = fits;
        self.scroll();
    }

    /// Returns the number of articles that fit into the pane.
    pub fn fits(&self) -> usize {
        self.fits
    }

    /// Returns the place of the nearest of some articles after (or before) the selected one.
    pub fn nearest(&self, among: &[ArticleId], forward: bool) -> Option<usize> {
        let among: HashSet<ArticleId> = among.iter().copied().collect();
        let is_one = |&at: &usize| self.order.get(at).is_some_and(|id| among.contains(id));
        if forward {
            (self.selected + 1..self.order.len()).find(is_one)
        } else {
            (0..self.selected).rev().find(is_one)
        }
    }

    fn visible_range(&self) -> std::ops::Range<usize> {
        self.top.min(self.order.len())..(self.top + self.fits).min(self.order.len())
    }

    /// Keeps the selection on the screen, and the screen full.
    fn scroll(&mut self) {
        let last_top = self.order.len().saturating_sub(self.fits);
        let least = (self.selected + 1).saturating_sub(self.fits);
        self.top = self
            .top
            .clamp(least, self.selected.max(least))
            .min(last_top.max(least));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(order: impl IntoIterator<Item = i64>) -> Listed {
        let order: Arc<[ArticleId]> = order.into_iter().map(ArticleId).collect();
        Listed {
            total: order.len(),
            order,
            is_complete: true,
            is_library_empty: false,
            unread: None,
        }
    }

    fn list(count: i64, fits: usize) -> List {
        let mut list = List::default();
        list.fit(fits);
        relist(&mut list, 1..=count);
        list
    }

    fn relist(list: &mut List, order: impl IntoIterator<Item = i64>) {
        list.ask(Ticket(7));
        assert!(list.take(Ticket(7), listed(order)));
    }

    #[test]
    fn the_selection_stays_on_the_screen_and_in_bounds() {
        let mut list = list(10, 4);
        list.step(5);
        assert_eq!((list.selected(), list.top()), (5, 2));
        list.step(100);
        assert_eq!((list.selected(), list.top()), (9, 6));
        list.step(-100);
        assert_eq!((list.selected(), list.top()), (0, 0));
    }

    #[test]
    fn the_selection_follows_its_article_when_the_order_changes() {
        let mut list = list(5, 4);
        list.select(3);
        relist(&mut list, [5, 4, 3, 2, 1]);
        assert_eq!(list.selected_id(), Some(ArticleId(4)));
        relist(&mut list, [5, 3, 2, 1]);
        assert_eq!(
            list.selected(),
            1,
            "the place is kept when the article is gone"
        );
    }

    #[test]
    fn only_lines_near_the_screen_are_asked_for() {
        let mut list = list(1_000, 10);
        list.select(500);
        let wanted = list.ask_lines();
        assert!(
            wanted.len() <= 30 && wanted.contains(&ArticleId(501)),
            "{wanted:?}"
        );
    }

    #[test]
    fn a_line_is_asked_for_once_even_if_it_never_comes() {
        let mut list = list(3, 10);
        assert_eq!(list.ask_lines().len(), 3);
        assert!(list.ask_lines().is_empty());
        list.take_lines(&[ArticleId(1), ArticleId(2)], Vec::new());
        assert!(list.ask_lines().is_empty() && list.is_missing(ArticleId(1)));
        list.forget_line(ArticleId(1));
        assert_eq!(list.ask_lines(), [ArticleId(1)]);
    }

    #[test]
    fn late_answers_are_dropped() {
        let mut list = list(3, 10);
        list.ask(Ticket(8));
        assert!(!list.take(Ticket(7), listed([9])));
        assert!(list.give_up(Ticket(8)) && !list.is_awaited());
    }

    #[test]
    fn an_empty_list_has_no_selection() {
        let mut list = list(0, 5);
        list.step(1);
        assert_eq!(list.selected_id(), None);
        assert!(list.ask_lines().is_empty());
    }
}
