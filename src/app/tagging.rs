//! The tags of an article, edited on one line.

use crate::app::effect::{Effects, Request};
use crate::app::open::Opening;
use crate::app::prompt::Purpose;
use crate::app::{App, Ticket};
use crate::article::{ArticleId, Change, Clean};

/// The tags that are being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tagging {
    id: ArticleId,
    before: Vec<Clean>,
}

impl App {
    /// Asks for the tags of the article that is meant; the line to edit them opens with the answer.
    pub(super) fn edit_tags(&mut self, effects: &mut Effects) {
        self.typed_tags = None;
        if let Some(id) = self.meant() {
            let ticket = self.tickets.renew();
            self.opening = Opening::Tags { ticket, id };
            effects.push(Request::FindTags(ticket, id));
        }
    }

    /// Opens the line to edit tags, or sets those that were typed already.
    pub(super) fn take_tags(&mut self, ticket: Ticket, tags: Vec<Clean>, effects: &mut Effects) {
        if let Opening::Tags { ticket: asked, id } = self.opening
            && asked == ticket
        {
            self.opening = Opening::Idle;
            let line = printed(&tags);
            self.tagging = Some(Tagging { id, before: tags });
            match self.typed_tags.take() {
                Some(typed) => self.set_tags(&typed, effects),
                None => self.prompt(Purpose::Tags, &line, effects),
            }
        }
    }

    /// Gives the article that is meant the tags of a line, once it is known which ones it has.
    pub(super) fn set_tags_of_meant(&mut self, line: &str, effects: &mut Effects) {
        self.edit_tags(effects);
        self.typed_tags = Some(line.to_owned());
    }

    /// Gives the article the tags that were typed.
    pub(super) fn set_tags(&mut self, typed: &str, effects: &mut Effects) {
        let Some(Tagging { id, before }) = self.tagging.take() else {
            return;
        };
        let tags = read(typed);
        if tags == before {
            return;
        }
        let said = if tags.is_empty() {
            "No tags any more.".to_owned()
        } else {
            format!("Tags: {}", printed(&tags).trim_end_matches(','))
        };
        self.deed(
            "the tags were changed",
            vec![Request::Change(id, Change::Tags(tags))],
            vec![Request::Change(id, Change::Tags(before))],
            effects,
        );
        self.done(said);
    }
}

/// Returns tags as a line that [`read`] reads.
fn printed(tags: &[Clean]) -> String {
    let line = tags.iter().map(|tag| &**tag).collect::<Vec<_>>().join(", ");
    // A single tag of two words would be taken for two.
    if tags.len() == 1 && line.contains(char::is_whitespace) {
        line + ","
    } else {
        line
    }
}

/// Returns the tags of a line before the last one, and what is typed of that.
pub(super) fn last(line: &str) -> (Vec<&str>, &str) {
    let has_comma = line.contains(',');
    let parts = |c: char| {
        if has_comma {
            c == ','
        } else {
            c.is_whitespace()
        }
    };
    let (before, typed) = line.rsplit_once(parts).unwrap_or(("", line));
    let given = before.split(parts).map(bare).filter(|tag| !tag.is_empty());
    (given.collect(), bare(typed))
}

/// Returns a line with one tag more, which is not ended yet; parted by commas where that is asked for or needed.
pub(super) fn with(given: &[&str], tag: &str, by_commas: bool) -> String {
    let all: Vec<&str> = given.iter().copied().chain([tag]).collect();
    let has_blanks = all.iter().any(|tag| tag.contains(char::is_whitespace));
    match (by_commas || has_blanks, all.len()) {
        (true, 1) => format!("{tag},"),
        (true, _) => all.join(", "),
        (false, _) => all.join(" "),
    }
}

fn bare(tag: &str) -> &str {
    tag.trim().trim_start_matches('#')
}

/// Returns the tags of a line, sorted, each once: parted by commas where there is one, else by spaces.
fn read(line: &str) -> Vec<Clean> {
    let tags: Vec<&str> = if line.contains(',') {
        line.split(',').map(str::trim).collect()
    } else {
        line.split_whitespace().collect()
    };
    let tags = tags
        .into_iter()
        .map(|tag| Clean::line(tag.trim_start_matches('#')));
    let mut tags: Vec<Clean> = tags.filter(|tag| !tag.is_empty()).collect();
    tags.sort();
    tags.dedup();
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("", &[], "")]
    #[case("se", &[], "se")]
    #[case("sea ne", &["sea"], "ne")]
    #[case("sea ", &["sea"], "")]
    #[case("climate change, #ne", &["climate change"], "ne")]
    fn the_last_tag_of_a_line_is_what_is_typed(
        #[case] line: &str,
        #[case] given: &[&str],
        #[case] typed: &str,
    ) {
        assert_eq!(last(line), (given.to_vec(), typed));
        let whole = with(given, "red line", line.contains(','));
        let mut tags: Vec<Clean> = given.iter().map(|tag| Clean::line(tag)).collect();
        tags.push("red line".into());
        tags.sort();
        assert_eq!(read(&whole), tags, "{whole}");
    }

    #[rstest]
    #[case("sea news", &["news", "sea"])]
    #[case("climate change,", &["climate change"])]
    #[case("b, a b ,, #c, b", &["a b", "b", "c"])]
    #[case(" , ", &[])]
    fn a_line_of_tags(#[case] line: &str, #[case] expected: &[&str]) {
        let tags = read(line);
        assert_eq!(tags.iter().map(|tag| &**tag).collect::<Vec<_>>(), expected);
        assert_eq!(read(&printed(&tags)), tags);
    }
}
