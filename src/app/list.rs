//! The list pane: which articles answer the query, which is selected, which are on the screen.
//!
//! Holds the numbers of all listed articles, but the lines only of those that were on the screen; so that a library of a
//! hundred thousand articles costs less than a megabyte and a move costs nothing.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::app::msg::Ticket;
use crate::article::{ArticleId, Query, Summary};

/// Lines kept at most; beyond, those far from the screen are forgotten.
const KEPT: usize = 2_000;

/// The list pane's state.
#[derive(Debug, Default)]
pub struct List {
    /// What is listed.
    pub query: Query,
    ticket: Ticket,
    /// The last question has no answer yet.
    is_awaited: bool,
    order: Arc<[ArticleId]>,
    total: usize,
    complete: bool,
    answered: bool,
    lines: HashMap<ArticleId, Summary>,
    selected: usize,
    top: usize,
    /// Articles that fit into the pane.
    fits: usize,
}

impl List {
    /// Asks anew what is listed; returns the ticket of the question.
    pub fn ask(&mut self) -> Ticket {
        self.is_awaited = true;
        self.ticket.renew()
    }

    /// Whether a ticket is that of the last question.
    pub fn asked(&self, ticket: Ticket) -> bool {
        self.ticket == ticket
    }

    /// Whether the list is about to change: the last question has no answer yet.
    pub fn is_awaited(&self) -> bool {
        self.is_awaited
    }

    /// Takes the articles that answer the query. The selection stays at its article when that is still listed, else at
    /// its place.
    pub fn take_order(&mut self, order: Arc<[ArticleId]>, total: usize, complete: bool) {
        let selected = self.selected_id();
        // A first part of a longer list must not pull the selection up while the rest is on its way.
        if complete || self.selected < order.len() || !self.answered {
            self.order = order;
            self.total = total;
            self.complete = complete;
        }
        self.answered = true;
        self.is_awaited = false;
        if let Some(at) = selected.and_then(|id| self.order.iter().position(|&other| other == id)) {
            self.selected = at;
        }
        self.select(self.selected);
    }

    /// Takes lines that were asked for, or that have changed.
    pub fn take_lines(&mut self, lines: Vec<Summary>) {
        if self.lines.len() + lines.len() > KEPT {
            let visible = self.visible_range();
            let near: Vec<ArticleId> = self.order.get(visible).unwrap_or_default().to_vec();
            self.lines.retain(|id, _| near.contains(id));
        }
        self.lines
            .extend(lines.into_iter().map(|line| (line.id, line)));
    }

    /// Forgets all lines, for they may be stale.
    pub fn forget_lines(&mut self) {
        self.lines.clear();
    }

    /// Changes the line of an article, when it is known.
    pub fn edit(&mut self, id: ArticleId, edit: impl FnOnce(&mut Summary)) {
        if let Some(line) = self.lines.get_mut(&id) {
            edit(line);
        }
    }

    /// Returns the line of an article, when it is known.
    pub fn line(&self, id: ArticleId) -> Option<&Summary> {
        self.lines.get(&id)
    }

    /// Whether the library has answered yet.
    pub fn is_answered(&self) -> bool {
        self.answered
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

    /// Returns the articles of the next screens whose lines are not known yet.
    pub fn wanted(&self) -> Vec<ArticleId> {
        let visible = self.visible_range();
        if self
            .order
            .get(visible.clone())
            .unwrap_or_default()
            .iter()
            .all(|id| self.lines.contains_key(id))
        {
            return Vec::new();
        }
        // With some to spare on both sides, so that moving on needs no answer.
        let from = visible.start.saturating_sub(self.fits);
        let to = (visible.end + self.fits).min(self.order.len());
        self.order[from..to]
            .iter()
            .copied()
            .filter(|id| !self.lines.contains_key(id))
            .collect()
    }

    /// Selects the article at a place, or the last one before.
    pub fn select(&mut self, at: usize) {
        self.selected = at.min(self.order.len().saturating_sub(1));
        self.scroll();
    }

    /// Selects an article some places further down or up.
    pub fn step(&mut self, by: isize) {
        self.select(self.selected.saturating_add_signed(by));
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

    fn list(count: i64, fits: usize) -> List {
        let mut list = List::default();
        list.fit(fits);
        list.take_order(
            (1..=count).map(ArticleId).collect(),
            count.unsigned_abs() as usize,
            true,
        );
        list
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
        list.take_order([5, 4, 3, 2, 1].map(ArticleId).into(), 5, true);
        assert_eq!(list.selected_id(), Some(ArticleId(4)));
        list.take_order([5, 3, 2, 1].map(ArticleId).into(), 4, true);
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
        let wanted = list.wanted();
        assert!(
            wanted.len() <= 30 && wanted.contains(&ArticleId(501)),
            "{wanted:?}"
        );
    }

    #[test]
    fn an_empty_list_has_no_selection() {
        let mut list = list(0, 5);
        list.step(1);
        assert_eq!(list.selected_id(), None);
        assert!(list.wanted().is_empty());
    }
}
