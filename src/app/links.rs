//! The links of the open article: choosing one, and opening where it leads. Shows the true host before anything happens.

use crate::app::effect::{Effect, Effects};
use crate::app::msg::Opener;
use crate::app::picker::{Choice, Item, Picker};
use crate::app::sheet::Sheet;
use crate::app::{App, Command, Overlay, Pane, Reader};
use crate::article::{Clean, Target};
use crate::typeset::links;

impl App {
    /// Lists the links of the open article, or goes to the one with a number.
    pub(super) fn pick_links(&mut self, number: Option<usize>) {
        let Some(reader) = &self.reader else { return };
        let items = items(reader);
        if items.is_empty() {
            self.fail("This article has no links.");
            return;
        }
        match number {
            Some(number) if (1..=items.len()).contains(&number) => self.select_link(number - 1),
            Some(number) => self.fail(format!(
                "There is no link {number}; this article has {}.",
                items.len()
            )),
            None => {
                let at = items.partition_point(|item| match item.choice {
                    Choice::Link(link) => reader.link_start(link) < reader.place(),
                    _ => false,
                });
                let mut picker = Picker::new("Links", "", items);
                picker.select(at);
                self.pick(picker);
            }
        }
    }

    /// Goes to a link in the text, so that it can be opened.
    pub(super) fn select_link(&mut self, link: usize) {
        self.note_jump();
        if let Some(reader) = &mut self.reader {
            self.focus = Pane::Reading;
            reader.select_link(link);
        }
    }

    /// Opens the selected link, or else the article's address.
    pub(super) fn open_link(&mut self, effects: &mut Effects) {
        let shown = self.reader.as_ref().map(|reader| reader.opened.id);
        if self.focus == Pane::List && shown != self.list.selected_id() {
            let key = self
                .keymap
                .key_for(Pane::List, Command::Open)
                .unwrap_or_default();
            self.fail(format!(
                "Its address is known once it is open; {key} opens the article."
            ));
            return;
        }
        let Some(reader) = &self.reader else { return };
        let selected = reader.selected_link().and_then(|link| {
            let links = links(&reader.opened.article);
            let (span, address) = links.get(link)?;
            let words = reader.opened.article.body.slice(*span).to_owned();
            Some(((*address).clone(), words))
        });
        let of_article = || Some((reader.opened.article.meta.url.clone()?, String::new()));
        let Some((address, words)) = selected.or_else(of_article) else {
            self.fail("This article has no address.");
            return;
        };
        match Target::read(&address) {
            Ok(target) => {
                let warnings = target.warnings(&words);
                if warnings.is_empty() {
                    effects.push(Effect::Browse(target));
                } else {
                    // Where more is said than is true, the reader decides.
                    let reason = format!("Look twice: {}.", warnings.join("; "));
                    self.show_target(&target, &reason);
                }
            }
            Err(refusal) => self.fail(format!("Not opened: {refusal}.")),
        }
    }

    /// Says what became of an address.
    pub(super) fn browsed(&mut self, target: &Target, opener: Opener) {
        match opener {
            Opener::Started(program) => {
                self.done(format!("{} was given to {program}.", target.host()));
            }
            Opener::NotStarted(reason) => self.show_target(target, &reason),
        }
    }

    /// Shows an address in full, to be copied.
    fn show_target(&mut self, target: &Target, reason: &str) {
        let address = target.address().clone();
        let lines = vec![
            reason.to_owned(),
            String::new(),
            address.to_string(),
            String::new(),
            format!("It leads to {}.", target.host()),
        ];
        let mut sheet = Sheet::new("Address", lines);
        sheet.copies = Some((address, "address"));
        self.notice = None;
        self.overlay = Some(Overlay::Sheet(sheet));
    }
}

/// Says where a link leads and what is odd about it.
pub fn leads_to(address: &str, words: &str) -> String {
    match Target::read(address) {
        Ok(target) => {
            let mut parts = vec![target.host().to_string()];
            parts.extend(target.warnings(words));
            parts.join("; ")
        }
        Err(refusal) => refusal.to_string(),
    }
}

fn items(reader: &Reader) -> Vec<Item> {
    let article = &reader.opened.article;
    links(article)
        .into_iter()
        .enumerate()
        .map(|(at, (span, address))| {
            let words = Clean::line(article.body.slice(span));
            let leads = leads_to(address, &words);
            let text = Clean::line(&format!("{} {words}", at + 1));
            Item::new(text, Clean::line(&leads), Choice::Link(at))
        })
        .collect()
}
