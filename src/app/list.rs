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
    /// The query whose whole answer is there.
    answered: Option<Query>,
    /// A first part of the answer is there.
    has_part: bool,
    /// What is to be selected once the rest of it is there.
    sought: Option<Sought>,
    order: Arc<[ArticleId]>,
    /// How many there are in all, as far as that is known.
    total: Option<usize>,
    contents: Contents,
    /// Where what is not read comes first: how many that was.
    unread: Option<usize>,
    lines: HashMap<ArticleId, Line>,
    selected: usize,
    top: usize,
    /// Articles that fit into the pane.
    fits: usize,
    /// A selection that leaves the screen takes most of a screen with it, and not only a line.
    leaps: bool,
}

/// What is selected when a list has come whole of which a first part did not have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sought {
    /// An article, or else what stands at a place.
    Article(ArticleId, usize),
    /// What stands at a place.
    Place(usize),
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
        // What is to be selected has not come with the answer before, but may with this one.
        self.sought = self
            .sought
            .filter(|sought| matches!(sought, Sought::Article(..)));
    }

    /// Whether the list is about to be another one: nothing of the answer to the last question is there yet.
    pub fn is_awaited(&self) -> bool {
        self.awaited.is_some() && !self.has_part
    }

    /// Whether a first part of the list is shown, and the rest is still to come.
    pub fn is_partial(&self) -> bool {
        self.awaited.is_some() && self.has_part
    }

    /// Whether the article that is to be selected may still be one that is to come.
    pub fn is_seeking(&self) -> bool {
        self.is_partial() && self.sought.is_some()
    }

    /// Waits no longer for an answer; returns whether it was waited for.
    pub fn give_up(&mut self, ticket: Ticket) -> bool {
        let was_awaited = self.awaited.take_if(|awaited| *awaited == ticket).is_some();
        if was_awaited {
            self.sought = None;
        }
        was_awaited
    }

    /// Takes the articles that answer the query, if that is the last question; returns whether it is. The selection
    /// stays at its article when that is still listed, else at its place. A first part of the list that is shown already is
    /// of no use.
    pub fn take(&mut self, ticket: Ticket, listed: Listed) -> bool {
        let is_shown = self.has_part || self.answered.as_ref() == Some(&self.query);
        if self.awaited != Some(ticket) || (is_shown && !listed.is_complete) {
            return false;
        }
        let (selected, place) = match self.sought.take() {
            Some(Sought::Article(id, place)) => (Some(id), place),
            Some(Sought::Place(place)) => (None, place),
            None => (self.selected_id(), self.selected),
        };
        self.has_part = true;
        self.answered = None;
        if listed.is_complete {
            self.awaited = None;
            self.answered = Some(self.query.clone());
        }
        self.contents = if listed.is_library_empty {
            Contents::Nothing
        } else {
            Contents::Something
        };
        self.order = listed.order;
        self.unread = listed.unread;
        self.total = listed.total;
        let at = selected.and_then(|id| self.order.iter().position(|&other| other == id));
        self.select(at.unwrap_or(place));
        if let (Some(id), None, true) = (selected, at, self.is_partial()) {
            self.sought = Some(Sought::Article(id, place));
        }
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

    /// Returns how many articles answer the query, as far as that is known.
    pub fn total(&self) -> usize {
        self.total.unwrap_or(self.order.len())
    }

    /// Whether more articles answer the query than are known of yet.
    pub fn has_more(&self) -> bool {
        self.total.is_none() && !self.order.is_empty()
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
        self.sought = (self.is_partial() && at >= self.order.len()).then_some(Sought::Place(at));
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

    /// Scrolls by leaps from now on, or line by line: many lines cost as much as one, and that is much on some terminals.
    pub fn leap(&mut self, leaps: bool) {
        self.leaps = leaps;
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
        if self.leaps && !self.visible_range().contains(&self.selected) {
            // A quarter of what was seen before stays, three are new.
            let seen = self.fits / 4;
            let above = if self.selected < self.top {
                self.fits.saturating_sub(seen + 1)
            } else {
                seen
            };
            self.top = self.selected.saturating_sub(above).min(last_top);
        }
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
            total: Some(order.len()),
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
    fn by_leaps_most_steps_do_not_scroll() {
        let mut list = list(100, 10);
        list.leap(true);
        let tops = |list: &mut List, by: isize, steps: usize| {
            let mut tops = Vec::new();
            for _ in 0..steps {
                list.step(by);
                assert!(list.visible_range().contains(&list.selected()));
                tops.push(list.top());
            }
            tops.dedup();
            tops
        };
        assert_eq!(tops(&mut list, 1, 30), [0, 8, 16, 24]);
        assert_eq!(tops(&mut list, -1, 30), [24, 16, 8, 0]);
        list.select(99);
        assert_eq!(list.top(), 90);
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

    /// A first part of a list, of another query than the one before.
    fn part(list: &mut List, order: impl IntoIterator<Item = i64>) {
        list.query.sort = match list.query.sort {
            crate::article::Sort::Title => crate::article::Sort::Oldest,
            _ => crate::article::Sort::Title,
        };
        list.ask(Ticket(7));
        let whole = listed(order);
        let first = Listed {
            total: None,
            is_complete: false,
            ..whole
        };
        assert!(list.take(Ticket(7), first) && list.has_more() && !list.is_awaited());
    }

    fn rest(list: &mut List, order: impl IntoIterator<Item = i64>) {
        assert!(list.take(Ticket(7), listed(order)));
        assert!(!list.is_partial() && !list.has_more());
    }

    #[test]
    fn the_selection_is_the_same_whether_a_first_part_comes_or_not() {
        // The article stands further down; or it is gone, and its place is meant.
        for (selected, whole) in [(7, 1..=10), (7, 20..=40)] {
            let (mut one, mut two) = (list(10, 4), list(10, 4));
            one.select(selected);
            two.select(selected);
            part(&mut one, whole.clone().take(3));
            assert!(one.is_seeking());
            rest(&mut one, whole.clone());
            relist(&mut two, whole);
            assert_eq!(
                (one.selected_id(), one.top()),
                (two.selected_id(), two.top())
            );
        }
    }

    #[test]
    fn the_selected_article_is_sought_through_several_questions() {
        let mut list = list(10, 4);
        list.select(7);
        part(&mut list, 20..=22);
        part(&mut list, 30..=32);
        rest(&mut list, (0..=32).rev());
        assert_eq!(list.selected_id(), Some(ArticleId(8)));
    }

    #[test]
    fn keys_between_a_first_part_and_the_rest_hold() {
        let mut moved = list(10, 4);
        moved.select(7);
        part(&mut moved, 20..=22);
        moved.select(1);
        rest(&mut moved, (10..=22).rev());
        assert_eq!(moved.selected_id(), Some(ArticleId(21)));
        let mut last = list(10, 4);
        part(&mut last, 20..=22);
        last.select(usize::MAX);
        rest(&mut last, 20..=40);
        assert_eq!(last.selected_id(), Some(ArticleId(40)));
    }

    #[test]
    fn a_second_first_part_tells_nothing_new() {
        let mut list = List::default();
        list.fit(4);
        list.ask(Ticket(7));
        let counted = Listed {
            total: Some(9),
            is_complete: false,
            ..listed(1..=3)
        };
        assert!(list.take(Ticket(7), counted.clone()) && !list.has_more());
        let uncounted = Listed {
            total: None,
            ..counted
        };
        assert!(!list.take(Ticket(7), uncounted));
        assert_eq!((list.total(), list.is_partial()), (9, true));
        rest(&mut list, 1..=9);
    }

    #[test]
    fn a_list_that_is_shown_is_not_cut_short_by_a_part_of_it() {
        let mut list = list(10, 4);
        list.select(7);
        list.ask(Ticket(8));
        let first = Listed {
            total: None,
            is_complete: false,
            ..listed(1..=3)
        };
        assert!(!list.take(Ticket(8), first));
        assert_eq!((list.selected(), list.total()), (7, 10));
        assert!(list.is_awaited() && !list.has_more());
    }

    #[test]
    fn an_empty_list_has_no_selection() {
        let mut list = list(0, 5);
        list.step(1);
        assert_eq!(list.selected_id(), None);
        assert!(list.ask_lines().is_empty());
    }
}
