//! Filters of the list as they are typed, and those that have a name.

use crate::app::command::Command;
use crate::app::effect::{Effects, Request};
use crate::app::picker::{Choice, Item, Picker};
use crate::app::prompt::Purpose;
use crate::app::{App, Context, Overlay, Pane};
use crate::article::{ArticleId, Clean, Filter, SavedSearch, nearest};
use crate::quote::Kind;

impl App {
    /// Shows what a half-typed filter lets pass. One that cannot be understood yet leaves the list as it is.
    pub(super) fn preview_filter(&mut self, text: &str, effects: &mut Effects) {
        match Filter::parse_begun(text, self.today) {
            Ok(filter) => {
                self.filter_problem = None;
                self.filter(filter, effects);
            }
            Err(error) => self.filter_problem = Some(error.message),
        }
    }

    /// Lists only what a filter lets pass.
    pub(super) fn filter(&mut self, filter: Filter, effects: &mut Effects) {
        if self.list.query.filter != filter {
            self.list.query.filter = filter;
            self.relist(effects);
        }
    }

    /// Lists only what a filter lets pass that was typed to its end.
    pub(super) fn limit(&mut self, typed: &str, effects: &mut Effects) {
        match Filter::parse(typed, self.today) {
            Ok(filter) => self.filter(filter, effects),
            Err(error) => self.fail(sentence(&error.message)),
        }
    }

    /// Gives the filter of the list a name.
    pub(super) fn save_search(&mut self, name: &str, effects: &mut Effects) {
        let filter = &self.list.query.filter;
        if *filter == Filter::default() {
            let key = self.keymap.key_for(self.context(), Command::Filter);
            let key = key.unwrap_or_else(|| ":filter".to_owned());
            self.fail(format!("There is no filter to save; {key} types one."));
            return;
        }
        let filter = Clean::line(&filter.to_string());
        let name = Clean::line(name.trim());
        let before = self.search_named(&name);
        let took = if before.is_some() {
            ", in place of another"
        } else {
            ""
        };
        self.deed(
            format!("saved the search “{name}”"),
            vec![Request::SaveSearch(name.clone(), Some(filter.clone()))],
            vec![Request::SaveSearch(name.clone(), before)],
            effects,
        );
        self.done(format!("Saved as “{name}”{took}: {filter}"));
    }

    fn search_named(&self, name: &str) -> Option<Clean> {
        let mut searches = self.searches.iter();
        let search = searches.find(|search| *search.name == *name)?;
        Some(search.filter.clone())
    }

    /// Shows at once that a search has got a name, or has lost it.
    pub(super) fn show_search(&mut self, name: &Clean, filter: Option<&Clean>) {
        self.searches.retain(|search| search.name != *name);
        if let Some(filter) = filter {
            self.searches.push(SavedSearch {
                name: name.clone(),
                filter: filter.clone(),
            });
            self.searches.sort_by(|a, b| a.name.cmp(&b.name));
        }
    }

    /// Lists the searches that have a name.
    pub(super) fn pick_search(&mut self) {
        let key = |command| self.keymap.key_for(Pane::List, command).unwrap_or_default();
        let nothing = format!(
            "No search has a name yet. {} filters the list, {} saves the filter.",
            key(Command::Filter),
            key(Command::SaveSearch)
        );
        let mut keys = Vec::new();
        for (command, does) in [(Command::Delete, "deletes"), (Command::Rename, "renames")] {
            let key = self.keymap.key_for(Context::Picker, command);
            keys.extend(key.map(|key| format!("{key} {does}")));
        }
        let title = match keys.as_slice() {
            [] => "Searches".to_owned(),
            keys => format!("Searches ({})", keys.join(", ")),
        };
        self.pick(Picker::new(title, nothing, self.search_items()));
    }

    /// Lists what the search finds that has a name.
    pub(super) fn open_named(&mut self, name: &str, effects: &mut Effects) {
        if self.search_named(name).is_some() {
            self.open_search(name, effects);
            return;
        }
        let names = self.searches.iter().map(|search| &*search.name);
        let hint = match nearest(name, names) {
            Some(near) => format!("did you mean “{near}”?"),
            None => ":searches lists them.".to_owned(),
        };
        self.fail(format!("No search has the name “{name}”; {hint}"));
    }

    fn search_items(&self) -> Vec<Item> {
        let searches = self.searches.iter();
        searches
            .map(|search| {
                let choice = Choice::Search(search.name.clone());
                Item::new(search.name.clone(), search.filter.clone(), choice)
            })
            .collect()
    }

    /// Returns the search that is selected in a list to choose from.
    fn picked_search(&self) -> Option<Clean> {
        match &self.overlay {
            Some(Overlay::Picker(picker)) => match &picker.selected()?.choice {
                Choice::Search(name) => Some(name.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Lists what a search finds that was chosen.
    pub(super) fn open_search(&mut self, name: &str, effects: &mut Effects) {
        if let Some(filter) = self.search_named(name) {
            self.focus = Pane::List;
            self.limit(&filter, effects);
        }
    }

    /// Takes the name of the selected search away.
    pub(super) fn delete_picked(&mut self, effects: &mut Effects) {
        let Some(name) = self.picked_search() else {
            return;
        };
        let before = self.search_named(&name);
        self.deed(
            format!("deleted the search “{name}”"),
            vec![Request::SaveSearch(name.clone(), None)],
            vec![Request::SaveSearch(name.clone(), before)],
            effects,
        );
        let items = self.search_items();
        if let Some(Overlay::Picker(picker)) = &mut self.overlay {
            picker.replace(items);
        }
        let undo = self.keymap.key_for(Pane::List, Command::Undo);
        let undo = undo.unwrap_or_else(|| ":undo".to_owned());
        self.done(format!(
            "Deleted the search “{name}”; {undo} in the list brings it back."
        ));
    }

    /// Asks for another name of the selected search.
    pub(super) fn rename_picked(&mut self, effects: &mut Effects) {
        if let Some(name) = self.picked_search() {
            self.prompt(Purpose::Rename, &name, effects);
            self.renamed = Some(name);
        }
    }

    /// Gives a search another name.
    pub(super) fn rename_search(&mut self, to: &str, effects: &mut Effects) {
        let to = Clean::line(to.trim());
        let Some(from) = self.renamed.take() else {
            return;
        };
        let Some(filter) = self
            .search_named(&from)
            .filter(|_| !to.is_empty() && to != from)
        else {
            self.pick_search();
            return;
        };
        let taken = self.search_named(&to);
        self.deed(
            format!("renamed the search “{from}”"),
            vec![
                Request::SaveSearch(from.clone(), None),
                Request::SaveSearch(to.clone(), Some(filter.clone())),
            ],
            vec![
                Request::SaveSearch(to.clone(), taken),
                Request::SaveSearch(from.clone(), Some(filter)),
            ],
            effects,
        );
        self.pick_search();
        self.done(format!("“{from}” is “{to}” now."));
    }

    /// Asks which quotes of the open article the filter is about, when it is about quotes; once for each of both.
    pub(super) fn find_quotes(&mut self, id: ArticleId, effects: &mut Effects) {
        let filter = &self.list.query.filter;
        let is_asked =
            matches!(&self.quotes_asked, Some((open, asked)) if *open == id && asked == filter);
        if filter.asks_for_quotes() && !is_asked {
            effects.push(Request::FindQuotes(id, filter.clone()));
        }
        self.quotes_asked = Some((id, filter.clone()));
    }

    /// Selects the first of the quotes that the filter is about.
    pub(super) fn take_found_quotes(&mut self, id: ArticleId, places: &[usize]) {
        let Some(reader) = self.reader.as_mut().filter(|reader| reader.opened.id == id) else {
            return;
        };
        let Some(&place) = places.first() else { return };
        let mut quotes = reader.opened.quotes.iter();
        if quotes.any(|quote| quote.kind == Kind::Indirect && quote.extent().start == place) {
            self.show_indirect = true;
            let setting = self.setting();
            if let Some(reader) = &mut self.reader {
                reader.set(setting);
            }
        }
        if let Some(reader) = &mut self.reader {
            reader.go_to(place);
        }
    }
}

/// Returns a message as a sentence of its own.
fn sentence(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(char::to_uppercase);
    let end = if message.ends_with('?') { "" } else { "." };
    let first: String = first.into_iter().flatten().collect();
    format!("{first}{}{end}", chars.as_str())
}
