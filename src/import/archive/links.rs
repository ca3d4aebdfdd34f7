//! Pages that are nothing but headings and links: what stands on them, in order, without a tree.

use crate::import::html::entities;

/// Longest words of a link or heading, in bytes.
const LONGEST: usize = 16 * 1024;

/// Something with its attributes and words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    attributes: Vec<(String, String)>,
    pub(super) words: String,
}

impl Element {
    /// Returns the value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// What comes on a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// The name of what follows.
    Heading(Element),
    /// A link.
    Link(Element),
    /// What is said about the link before it.
    About(String),
    /// A list begins.
    Opened,
    /// A list ends.
    Closed,
}

/// Returns what stands on a page.
pub(super) fn events(page: &str) -> Events<'_> {
    Events {
        rest: page,
        open: None,
        ready: Vec::new(),
    }
}

/// What stands on a page, as it is asked for.
pub(super) struct Events<'a> {
    rest: &'a str,
    /// What collects words, and which kind it is.
    open: Option<(Kind, Element)>,
    /// Found, last first.
    ready: Vec<Event>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heading,
    Link,
    About,
}

impl Iterator for Events<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.pop() {
                return Some(event);
            }
            if self.rest.is_empty() {
                let open = self.open.take()?;
                return Some(closed(open));
            }
            self.step();
        }
    }
}

impl Events<'_> {
    /// Takes words up to a tag, and the tag.
    fn step(&mut self) {
        let at = self.rest.find('<').unwrap_or(self.rest.len());
        let (words, tail) = self.rest.split_at(at);
        self.say(words);
        if tail.starts_with("<!--") {
            let end = tail.find("-->").map_or(tail.len(), |end| end + 3);
            self.rest = tail.get(end..).unwrap_or_default();
            return;
        }
        let is_tag = tail.get(1..).is_some_and(|it| {
            it.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c))
        });
        if !is_tag {
            self.say(tail.get(..1).unwrap_or_default());
            self.rest = tail.get(1..).unwrap_or_default();
            return;
        }
        // A tag without its end is the last thing on the page.
        let end = tag_end(tail).unwrap_or(tail.len());
        let tag = tail.get(..end).unwrap_or_default();
        self.rest = tail.get(end..).unwrap_or_default();
        self.tag(tag.trim_start_matches('<').trim_end_matches('>'));
    }

    fn say(&mut self, words: &str) {
        if let Some((_, element)) = &mut self.open
            && element.words.len() + words.len() <= LONGEST
        {
            element.words.push_str(words);
        }
    }

    fn tag(&mut self, tag: &str) {
        let (closes, tag) = tag
            .strip_prefix('/')
            .map_or((false, tag), |tag| (true, tag));
        let end = tag
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(tag.len());
        let (name, rest) = tag.split_at(end);
        let name = name.to_ascii_lowercase();
        let kind = match name.as_str() {
            "a" => Some(Kind::Link),
            "h1" | "h2" | "h3" => Some(Kind::Heading),
            "dd" => Some(Kind::About),
            "dl" | "dt" | "p" | "ol" | "ul" | "li" => None,
            // Anything else may stand inside of a title.
            _ => return,
        };
        let done = self.open.take().map(closed);
        let list = match name.as_str() {
            "dl" if closes => Some(Event::Closed),
            "dl" => Some(Event::Opened),
            _ => None,
        };
        self.ready.extend(list);
        self.ready.extend(done);
        if let Some(kind) = kind.filter(|_| !closes) {
            let element = Element {
                attributes: attributes(rest),
                words: String::new(),
            };
            self.open = Some((kind, element));
        }
    }
}

fn closed((kind, mut element): (Kind, Element)) -> Event {
    let words = entities(&element.words);
    words.trim().clone_into(&mut element.words);
    match kind {
        Kind::Heading => Event::Heading(element),
        Kind::Link => Event::Link(element),
        Kind::About => Event::About(element.words),
    }
}

/// Returns where a tag ends: behind the first `>` outside of quotation marks.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in text.bytes().enumerate() {
        match (quote, c) {
            (None, b'>') => return Some(at + 1),
            (None, b'"' | b'\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

fn attributes(mut rest: &str) -> Vec<(String, String)> {
    /// More than any link has.
    const MOST: usize = 32;
    let mut found = Vec::new();
    while found.len() < MOST {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_ascii_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let (name, tail) = rest.split_at(end);
        let tail = tail.trim_start();
        let Some(value) = tail.strip_prefix('=') else {
            if name.is_empty() {
                break;
            }
            found.push((name.to_ascii_lowercase(), String::new()));
            rest = tail;
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, tail) = match quote {
            Some(quote) => {
                let inner = value.get(1..).unwrap_or_default();
                inner.split_once(quote).unwrap_or((inner, ""))
            }
            None => value.split_at(
                value
                    .find(|c: char| c.is_ascii_whitespace())
                    .unwrap_or(value.len()),
            ),
        };
        found.push((name.to_ascii_lowercase(), entities(value)));
        rest = tail;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_and_headings_come_in_order() {
        let page = "<h1>One <i>&amp;</i> all</h1><ul><li><a HREF='https://a.example/?x=1&amp;y=2' tags=\"a>b\">A <b>bold</b> title</a>\n<li><a href=https://b.example>B</ul>";
        let found: Vec<Event> = events(page).collect();
        let [
            Event::Heading(heading),
            Event::Link(first),
            Event::Link(second),
        ] = found.as_slice()
        else {
            panic!("{found:?}");
        };
        assert_eq!(heading.words, "One & all");
        assert_eq!(first.words, "A bold title");
        assert_eq!(first.get("href"), Some("https://a.example/?x=1&y=2"));
        assert_eq!(first.get("tags"), Some("a>b"));
        assert_eq!(second.get("href"), Some("https://b.example"));
        assert_eq!(second.words, "B");
    }

    proptest::proptest! {
        #[test]
        fn any_page_is_read_to_its_end(page in "(\\PC|[<>/=\"'a!& -]){0,80}") {
            let _ = events(&page).count();
        }
    }
}
