//! The elements of a feed as a tree in bounds. Elements that nobody closed end with what they stand in.

use std::borrow::Cow;

use crate::import::ImportError;
use crate::import::feed::markup::{Piece, Pieces};

/// Deepest that elements are nested; what is deeper stands beside what it would stand in.
const DEEPEST: usize = 64;

/// Most elements and texts.
const MOST_NODES: usize = 500_000;

/// Elements that do not stand in their like: one that opens closes the one before, which somebody forgot to close.
const APART: &[&str] = &["item", "entry"];

/// Elements of web pages that hold nothing.
const VOID: &[&str] = &[
    "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Whose words an element's name is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Space {
    /// The feed's own.
    Feed,
    Atom,
    Dublin,
    DublinTerms,
    Content,
    Media,
    Itunes,
    FeedBurner,
    Xhtml,
    Rdf,
    Xml,
    Other,
}

impl Space {
    fn of_address(address: &str) -> Self {
        let address = address.trim().to_ascii_lowercase();
        let has = |part: &str| address.contains(part);
        if has("w3.org/2005/atom") || has("purl.org/atom/ns") {
            Self::Atom
        } else if has("purl.org/dc/terms") {
            Self::DublinTerms
        } else if has("purl.org/dc/elements") {
            Self::Dublin
        } else if has("purl.org/rss/1.0/modules/content") {
            Self::Content
        } else if has("search.yahoo.com/mrss") {
            Self::Media
        } else if has("itunes.com/dtds") {
            Self::Itunes
        } else if has("feedburner") {
            Self::FeedBurner
        } else if has("w3.org/1999/xhtml") {
            Self::Xhtml
        } else if has("w3.org/1999/02/22-rdf") {
            Self::Rdf
        } else if has("purl.org/rss/1.0/") && !has("modules") {
            Self::Feed
        } else {
            Self::Other
        }
    }

    /// What a prefix means where nobody says so.
    fn of_prefix(prefix: &str) -> Self {
        match prefix.to_ascii_lowercase().as_str() {
            "" => Self::Feed,
            "atom" | "atom10" | "a10" => Self::Atom,
            "dc" => Self::Dublin,
            "dcterms" => Self::DublinTerms,
            "content" => Self::Content,
            "media" => Self::Media,
            "itunes" => Self::Itunes,
            "feedburner" => Self::FeedBurner,
            "xhtml" => Self::Xhtml,
            "rdf" => Self::Rdf,
            "xml" => Self::Xml,
            _ => Self::Other,
        }
    }
}

/// An element.
#[derive(Debug, Default)]
pub(in crate::import) struct Node {
    space: Option<Space>,
    /// Without its prefix, in lower case.
    name: String,
    attributes: Vec<(String, String)>,
    children: Vec<Child>,
    /// Whether the feed was cut off inside of it.
    pub(in crate::import) is_cut: bool,
}

#[derive(Debug)]
enum Child {
    Node(Node),
    Text(String),
}

impl Node {
    pub(in crate::import) fn space(&self) -> Space {
        self.space.unwrap_or(Space::Other)
    }

    pub(in crate::import) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn is(&self, space: Space, name: &str) -> bool {
        self.space() == space && self.name == name
    }

    /// Returns an attribute, whatever its prefix but for `xml:`; empty ones are none.
    pub(in crate::import) fn attribute(&self, name: &str) -> Option<&str> {
        let same = |other: &str| {
            let local = if other.starts_with("xml:") {
                other
            } else {
                other.rsplit(':').next().unwrap_or(other)
            };
            local.eq_ignore_ascii_case(name)
        };
        let found = self.attributes.iter().find(|(other, _)| same(other))?;
        Some(found.1.trim()).filter(|value| !value.is_empty())
    }

    /// Returns the elements right inside of it.
    pub(in crate::import) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(_) => None,
        })
    }

    /// Returns the first element of a name right inside of it.
    pub(in crate::import) fn child(&self, name: &str) -> Option<&Node> {
        self.nodes().find(|node| node.name == name)
    }

    /// Returns the words of the first element of a name right inside of it; empty when there is none.
    pub(in crate::import) fn value(&self, name: &str) -> String {
        let child = self.child(name);
        child.map_or(String::new(), |child| child.text().trim().to_owned())
    }

    /// Whether elements are in it.
    pub(super) fn has_nodes(&self) -> bool {
        self.nodes().next().is_some()
    }

    /// Returns its words and those of all below.
    pub(in crate::import) fn text(&self) -> Cow<'_, str> {
        match self.children.as_slice() {
            [] => Cow::Borrowed(""),
            [Child::Text(text)] => Cow::Borrowed(text),
            _ => {
                let mut out = String::new();
                self.gather(&mut out);
                Cow::Owned(out)
            }
        }
    }

    fn gather(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => out.push_str(text),
                Child::Node(node) => node.gather(out),
            }
        }
    }

    /// Returns what is in it as it would stand in a web page.
    pub(super) fn inner_html(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text) => escape(text, out),
                Child::Node(node) => {
                    out.push('<');
                    out.push_str(&node.name);
                    for (name, value) in &node.attributes {
                        out.push(' ');
                        out.push_str(name);
                        out.push_str("=\"");
                        escape(value, out);
                        out.push('"');
                    }
                    out.push('>');
                    node.write(out);
                    if !VOID.contains(&node.name.as_str()) {
                        out.push_str("</");
                        out.push_str(&node.name);
                        out.push('>');
                    }
                }
            }
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

/// Returns the outermost element of a feed; none when there is none.
///
/// # Errors
/// When it has more elements than any feed.
pub(super) fn read(text: &str) -> Result<Option<Node>, ImportError> {
    read_most(text, MOST_NODES)
}

/// Returns the outermost element of a text that may have so many elements and texts; none when there is none.
///
/// # Errors
/// When it has more.
pub(in crate::import) fn read_most(text: &str, most: usize) -> Result<Option<Node>, ImportError> {
    let mut build = Build::default();
    for (count, piece) in Pieces::new(text).enumerate() {
        if count >= most {
            return Err(ImportError::TooManyElements { most });
        }
        build.take(piece);
    }
    Ok(build.end())
}

/// A prefix and what it means from some depth on.
struct Declared {
    depth: usize,
    prefix: String,
    space: Space,
}

#[derive(Default)]
struct Build {
    open: Vec<Node>,
    declared: Vec<Declared>,
    /// What the root's own names are called elsewhere.
    own: Option<String>,
    root: Option<Node>,
}

impl Build {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open {
                name,
                attributes,
                is_empty,
            } => {
                let (prefix, local) = name.split_once(':').unwrap_or(("", name));
                self.declare(prefix, &attributes);
                let node = Node {
                    space: Some(self.space(prefix)),
                    name: local.to_ascii_lowercase(),
                    attributes: attributes
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value.into_owned()))
                        .collect(),
                    ..Node::default()
                };
                if APART.contains(&node.name.as_str()) && self.is_forgotten(&node) {
                    self.close(&node.name);
                }
                let is_root = self.open.is_empty();
                if !is_root && self.open.len() >= DEEPEST {
                    return;
                }
                self.open.push(node);
                if is_empty {
                    self.pop(false);
                }
            }
            Piece::Close(name) => {
                let local = name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
                self.close(&local);
            }
            Piece::Text(text) => {
                if let Some(open) = self.open.last_mut() {
                    match open.children.last_mut() {
                        Some(Child::Text(before)) => before.push_str(&text),
                        _ => open.children.push(Child::Text(text.into_owned())),
                    }
                }
            }
        }
    }

    /// Whether one like this is open and nothing but fields of it is.
    fn is_forgotten(&self, node: &Node) -> bool {
        let same = |other: &&Node| other.name == node.name && other.space() == node.space();
        node.space() == Space::Feed && self.open.iter().skip(1).any(|other| same(&other))
    }

    /// Takes down what a tag says its prefixes mean.
    fn declare(&mut self, prefix: &str, attributes: &[(&str, Cow<'_, str>)]) {
        let depth = self.open.len();
        let is_root = depth == 0;
        for (name, address) in attributes {
            let declared = match name.split_once(':') {
                None if *name == "xmlns" => "",
                Some(("xmlns", declared)) => declared,
                _ => continue,
            };
            let mut space = Space::of_address(address);
            // The root's own words are the feed's, whatever the address says.
            if is_root && declared == prefix && !matches!(space, Space::Rdf) {
                self.own = Some(address.to_string());
                space = Space::Feed;
            } else if self.own.as_deref() == Some(address) || (declared.is_empty() && is_root) {
                space = Space::Feed;
            }
            self.declared.push(Declared {
                depth,
                prefix: declared.to_owned(),
                space,
            });
        }
    }

    fn space(&self, prefix: &str) -> Space {
        let declared = self.declared.iter().rev().find(|it| it.prefix == prefix);
        match declared {
            Some(declared) => declared.space,
            None => Space::of_prefix(prefix),
        }
    }

    fn close(&mut self, name: &str) {
        let Some(at) = self.open.iter().rposition(|node| node.name == name) else {
            return;
        };
        while self.open.len() > at {
            self.pop(false);
        }
    }

    fn pop(&mut self, is_cut: bool) {
        let Some(mut node) = self.open.pop() else {
            return;
        };
        node.is_cut = is_cut;
        let depth = self.open.len();
        while self.declared.last().is_some_and(|it| it.depth >= depth) && depth > 0 {
            self.declared.pop();
        }
        match self.open.last_mut() {
            Some(outer) => outer.children.push(Child::Node(node)),
            // What follows the first is not part of it.
            None if self.root.is_none() => self.root = Some(node),
            None => {}
        }
    }

    fn end(mut self) -> Option<Node> {
        while !self.open.is_empty() {
            self.pop(true);
        }
        self.root
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn shown(node: &Node) -> String {
        format!(
            "{}({})",
            node.name,
            node.nodes().map(shown).collect::<Vec<_>>().join(" ")
        )
    }

    #[rstest]
    #[case::plain(
        "<rss><channel><item/><item/></channel></rss>",
        "rss(channel(item() item()))"
    )]
    #[case::unclosed(
        "<rss><item><title>x<item><title>y",
        "rss(item(title()) item(title()))"
    )]
    #[case::wrong_end("<rss><item><b>x</i></item><item/></rss>", "rss(item(b()) item())")]
    #[case::prefix("<r:RSS><r:Item/></r:RSS>", "rss(item())")]
    #[case::nested(
        "<rss><item><media:item><media:item/></media:item></item></rss>",
        "rss(item(item(item())))"
    )]
    fn trees(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(shown(&read(text).unwrap().unwrap()), expected);
    }

    #[test]
    fn what_was_cut_off_says_so() {
        let root = read("<rss><item>a</item><item>b").unwrap().unwrap();
        let cut: Vec<_> = root.nodes().map(|node| node.is_cut).collect();
        assert_eq!(cut, [false, true]);
    }

    #[rstest]
    #[case::own("<x:rss xmlns:x='http://a.example/'><x:b/></x:rss>", Space::Feed)]
    #[case::default_is_own("<rss xmlns='http://a.example/'><b/></rss>", Space::Feed)]
    #[case::other("<rss xmlns:x='http://a.example/'><x:b/></rss>", Space::Other)]
    #[case::known(
        "<rss xmlns:x='http://purl.org/dc/elements/1.1/'><x:b/></rss>",
        Space::Dublin
    )]
    #[case::not_declared("<rss><dc:b/></rss>", Space::Dublin)]
    #[case::inner("<rss><b xmlns='http://www.w3.org/1999/xhtml'/></rss>", Space::Xhtml)]
    fn spaces(#[case] text: &str, #[case] expected: Space) {
        let root = read(text).unwrap().unwrap();
        assert_eq!(root.nodes().next().unwrap().space(), expected);
    }

    #[test]
    fn a_page_inside_is_written_again() {
        let root = read("<a><p class='x'>1 &lt; 2 <br/>&amp; <xh:b>3</xh:b></p></a>")
            .unwrap()
            .unwrap();
        assert_eq!(
            root.inner_html(),
            "<p class=\"x\">1 &lt; 2 <br>&amp; <b>3</b></p>"
        );
    }

    #[test]
    fn it_is_neither_deep_nor_endless() {
        let deep = read(&("<a>".repeat(100_000) + "words")).unwrap().unwrap();
        assert_eq!(deep.text(), "words");
        assert!(read(&"<a>".repeat(MOST_NODES + 1)).is_err());
    }
}
