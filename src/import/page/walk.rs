//! Elements to drafts: headings, paragraphs, lists, block quotes, code, tables and figures, with marks and absolute links.
//! Does not know which part of the page is the article.

use dom_query::NodeRef;
use url::Url;

use crate::article::{Container, Label, Leaf, MarkStyle};
use crate::import::address;
use crate::import::draft::{Draft, Kind};
use crate::import::page::figure::Figure;
use crate::import::page::words::Words;
use crate::import::page::{figure, table};

/// Deepest containers that are kept; what is nested deeper stands in the last of them.
const DEEPEST: usize = 16;

/// Most pictures of which it is kept where they may be: many times those that are kept.
const MOST_PICTURES: usize = 512;

/// Elements that hold no words to read.
#[rustfmt::skip]
const HIDDEN: &[&str] = &[
    "annotation", "applet", "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "link", "map", "meta", "object",
    "option", "progress", "rp", "rt", "script", "select", "style", "template", "textarea", "title", "video",
];

/// Elements that stand apart from the words around them.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "footer", "form",
    "header", "hgroup", "html", "legend", "main", "nav", "p", "section", "summary", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Returns the blocks of an element and everything below.
pub(super) fn drafts(root: &NodeRef<'_>, base: Option<&Url>) -> Vec<Draft> {
    let mut walk = Walk {
        base,
        drafts: Vec::new(),
        within: Vec::new(),
        lists: Vec::new(),
        kind: Kind::Paragraph,
        words: Words::default(),
        figures: Vec::new(),
        pictures: 0,
    };
    walk.children(root);
    walk.flush();
    walk.drafts
}

struct Walk<'a> {
    base: Option<&'a Url>,
    drafts: Vec<Draft>,
    /// Open containers; beyond [`DEEPEST`] they are only counted.
    within: Vec<Container>,
    /// The next number of each open ordered list.
    lists: Vec<Option<u64>>,
    kind: Kind,
    words: Words,
    /// Pictures inside the block that is being read.
    figures: Vec<Draft>,
    /// Pictures of which it is known where they may be.
    pictures: usize,
}

impl Walk<'_> {
    fn children(&mut self, node: &NodeRef<'_>) {
        for child in node.children_it(false) {
            if child.is_text() {
                self.words.push(&child.text());
            } else if let Some(name) = child.node_name() {
                self.element(&child, &name);
            }
        }
    }

    fn element(&mut self, node: &NodeRef<'_>, name: &str) {
        if HIDDEN.contains(&name) || is_hidden(node) {
            return;
        }
        match name {
            "br" => {
                if self.words.break_line() && self.kind == Kind::Paragraph {
                    self.flush();
                }
            }
            "hr" => {
                self.flush();
                self.add(Draft::new(Kind::Rule, Leaf::default()));
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.bytes().last().map_or(2, |b| b - b'0');
                self.block(node, Kind::Heading(level));
            }
            "pre" | "listing" => self.code(node),
            "blockquote" => self.container(node, Container::Quote),
            "ul" | "ol" | "menu" => self.list(node, name == "ol"),
            "li" => self.item(node),
            "dt" => {
                self.flush();
                let start = self.words.open();
                self.children(node);
                self.words.close(start, Some(MarkStyle::Strong), false);
                self.flush();
            }
            "table" => self.table(node),
            "figure" => self.figure(node),
            "figcaption" => {
                self.flush();
                self.add_figure(figure::caption(node));
            }
            "img" => self.picture(node),
            _ if BLOCKS.contains(&name) => self.block(node, Kind::Paragraph),
            _ => self.inline(node, name),
        }
    }

    fn inline(&mut self, node: &NodeRef<'_>, name: &str) {
        let style = match name {
            "a" => self.link(node),
            "em" | "i" | "cite" | "dfn" | "var" => Some(MarkStyle::Emphasis),
            "strong" | "b" => Some(MarkStyle::Strong),
            "s" | "del" | "strike" => Some(MarkStyle::Strike),
            "code" | "kbd" | "samp" | "tt" => Some(MarkStyle::Code),
            _ => None,
        };
        if name == "q" {
            self.words.push("“");
        }
        let is_link = name == "a" && node.has_attr("href");
        let start = (is_link || style.is_some()).then(|| self.words.open());
        let blocks = self.drafts.len();
        self.children(node);
        // A mark does not reach over the end of a block.
        if let Some(start) = start {
            let is_one = self.drafts.len() == blocks;
            let start = if is_one { start } else { 0 };
            // Also one that leads nowhere says that its words are not running text.
            self.words.close(start, style, is_link);
        }
        if name == "q" {
            self.words.push("”");
        }
    }

    fn link(&self, node: &NodeRef<'_>) -> Option<MarkStyle> {
        let raw = node.attr("href")?;
        let raw = raw.trim();
        if raw.is_empty() || raw.starts_with('#') {
            return None;
        }
        let link =
            address::link(raw).or_else(|| address::link(self.base?.join(raw).ok()?.as_str()));
        link.map(MarkStyle::Link)
    }

    fn block(&mut self, node: &NodeRef<'_>, kind: Kind) {
        if self.words.is_exact {
            // A line of code in an element of its own.
            self.children(node);
            self.words.break_line();
            return;
        }
        self.flush();
        let outer = std::mem::replace(&mut self.kind, kind);
        self.children(node);
        self.flush();
        self.kind = outer;
    }

    fn container(&mut self, node: &NodeRef<'_>, container: Container) {
        self.flush();
        self.within.push(container);
        let outer = std::mem::replace(&mut self.kind, Kind::Paragraph);
        self.children(node);
        self.flush();
        self.kind = outer;
        self.within.pop();
    }

    fn list(&mut self, node: &NodeRef<'_>, is_ordered: bool) {
        self.flush();
        let first = node
            .attr("start")
            .and_then(|start| start.trim().parse().ok());
        self.lists.push(is_ordered.then(|| first.unwrap_or(1)));
        self.children(node);
        self.flush();
        self.lists.pop();
    }

    fn item(&mut self, node: &NodeRef<'_>) {
        let label = match self.lists.last_mut() {
            Some(Some(number)) => {
                let label = Label::Number(*number);
                *number = number.saturating_add(1);
                label
            }
            _ => Label::Bullet,
        };
        self.container(node, Container::Item(label));
    }

    fn code(&mut self, node: &NodeRef<'_>) {
        self.flush();
        self.words.is_exact = true;
        self.children(node);
        self.words.is_exact = false;
        let leaf = self.words.take();
        self.words.linked = 0;
        let text = leaf.text().trim_end().trim_start_matches('\n');
        let draft = Draft::new(Kind::Code, Leaf::plain(text));
        self.add(draft);
        self.add_figures();
    }

    fn table(&mut self, node: &NodeRef<'_>) {
        self.flush();
        let Some(table) = table::read(node, self.base) else {
            match table::captioned(node) {
                Some(caption) => self.add_figure(caption),
                None => self.block(node, Kind::Paragraph),
            }
            return;
        };
        for caption in table.captions {
            self.add(caption);
        }
        self.add(Draft::new(
            Kind::Table(table.columns, table.rows),
            Leaf::default(),
        ));
    }

    fn figure(&mut self, node: &NodeRef<'_>) {
        self.flush();
        if figure::is_other(node) {
            self.block(node, Kind::Paragraph);
        } else {
            self.add_figure(figure::read(node));
        }
    }

    fn picture(&mut self, node: &NodeRef<'_>) {
        let alt = node.attr_or("alt", "");
        let class = node.attr_or("class", "");
        if class.contains("emoji")
            || class.contains("latex")
            || class.contains("mwe-math")
            || class.contains("smiley")
        {
            self.words.push(&alt);
            return;
        }
        let draft = Draft::new(Kind::Figure(String::new()), Leaf::plain(alt.trim()));
        if !draft.leaf.is_empty() {
            let picture = self.addresses(node);
            self.figures.push(Draft { picture, ..draft });
        }
    }

    /// Returns where a picture may be; of the many that a hostile page has, only of the first ones.
    fn addresses(&mut self, picture: &NodeRef<'_>) -> Vec<String> {
        self.pictures += 1;
        if self.pictures > MOST_PICTURES {
            return Vec::new();
        }
        figure::addresses(picture)
    }

    fn add_figure(&mut self, figure: Figure) {
        self.pictures += 1;
        self.add(Draft {
            picture: if self.pictures > MOST_PICTURES {
                Vec::new()
            } else {
                figure.addresses
            },
            ..Draft::new(Kind::Figure(figure.credit), Leaf::plain(&figure.caption))
        });
    }

    fn add_figures(&mut self) {
        for figure in std::mem::take(&mut self.figures) {
            self.add(figure);
        }
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        if self.words.is_exact {
            return;
        }
        let leaf = self.words.take().trimmed();
        let linked = std::mem::take(&mut self.words.linked);
        if !leaf.is_empty() {
            let draft = Draft {
                linked,
                // A paragraph of a page ends where somebody ended it.
                one_line: false,
                ..Draft::new(self.kind.clone(), leaf)
            };
            self.add(draft);
        }
        self.add_figures();
    }

    fn add(&mut self, draft: Draft) {
        let within: Vec<Container> = self.within.iter().take(DEEPEST).copied().collect();
        let is_shown = match &draft.kind {
            Kind::Rule => false,
            Kind::Table(..) => true,
            Kind::Figure(credit) => !draft.leaf.is_empty() || !credit.is_empty(),
            _ => !draft.leaf.is_empty(),
        };
        if is_shown {
            // The label is the first block's; the others go on.
            for container in self.within.iter_mut().take(DEEPEST) {
                if let Container::Item(label) = container {
                    *label = Label::None;
                }
            }
        } else if draft.kind != Kind::Rule {
            return;
        }
        self.drafts.push(Draft { within, ..draft });
    }
}

fn is_hidden(node: &NodeRef<'_>) -> bool {
    node.has_attr("hidden")
        || node.attr("style").is_some_and(|style| {
            let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
            let style = style.to_ascii_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        })
}
