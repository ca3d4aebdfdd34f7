//! A web page as a tree that is neither deep nor endless, whatever the page does.
//!
//! Stands between the tokenizer and the tree builder of the parser: what would nest too deep is closed as soon as it is
//! opened, and formatting that is never closed is no longer repeated. Knows no articles.

use std::borrow::Cow;
use std::cell::{Cell, Ref};

use dom_query::{Document, NodeId};
use html5ever::buffer_queue::BufferQueue;
use html5ever::interface::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    EndTag, StartTag, Tag, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, QualName};

/// Deepest that elements are nested; what is deeper stands beside what it would stand in.
///
/// What looks for the article takes time by nodes times depth; pages that people write are hardly 60 deep.
const DEEPEST: usize = 160;

/// Most elements and texts. The largest pages that people write have a third of it.
pub(super) const MOST_NODES: usize = 300_000;

/// Most nodes that one tag or text may bring about. More come from formatting that was opened and never closed.
const MOST_AT_ONCE: usize = 64;

/// Formatting that a parser repeats in every block until it is closed.
const FORMATTING: &[&str] = &[
    "b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u", "nobr",
];

/// Elements that hold text only; their ends are the tokenizer's business.
const TEXT_ONLY: &[&str] = &["script", "title"];

/// Returns the tree of a page that [`super::scan`] has rewritten; `None` when it has more than [`MOST_NODES`].
pub(super) fn parsed(page: &str) -> Option<Document> {
    let sink = Watched {
        page: Document::default(),
        last: Cell::new(None),
    };
    let options = TreeBuilderOpts {
        scripting_enabled: false,
        ..TreeBuilderOpts::default()
    };
    let filter = Filter {
        builder: TreeBuilder::new(sink, options),
        is_full: Cell::new(false),
        is_thrifty: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(filter, TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(page));
    while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
    tokenizer.end();
    let filter = tokenizer.sink;
    (!filter.is_full.get()).then_some(filter.builder.sink.page)
}

/// Lets through what does not make the tree too deep or too large.
struct Filter {
    builder: TreeBuilder<NodeId, Watched>,
    is_full: Cell<bool>,
    is_thrifty: Cell<bool>,
}

impl Filter {
    fn len(&self) -> usize {
        self.builder.sink.page.tree.len()
    }

    fn start(&self, tag: Tag, line: u64) -> TokenSinkResult<NodeId> {
        let name = tag.name.clone();
        if self.is_thrifty.get() && FORMATTING.contains(&name.as_ref()) {
            return TokenSinkResult::Continue;
        }
        let before = self.len();
        let result = self.builder.process_token(Token::TagToken(tag), line);
        if self.len() > before
            && self.builder.sink.is_too_deep()
            && !TEXT_ONLY.contains(&name.as_ref())
        {
            let end = Tag {
                kind: EndTag,
                name,
                self_closing: false,
                attrs: Vec::new(),
                had_duplicate_attributes: false,
            };
            let _ = self.builder.process_token(Token::TagToken(end), line);
        }
        result
    }
}

impl TokenSink for Filter {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let before = self.len();
        if before > MOST_NODES {
            self.is_full.set(true);
        }
        let result = match token {
            Token::EOFToken => self.builder.process_token(token, line),
            _ if self.is_full.get() => TokenSinkResult::Continue,
            Token::CommentToken(_) | Token::ParseError(_) => TokenSinkResult::Continue,
            Token::TagToken(tag) if tag.kind == StartTag => self.start(tag, line),
            other => self.builder.process_token(other, line),
        };
        if self.len() > before + MOST_AT_ONCE {
            self.is_thrifty.set(true);
        }
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A document that remembers the element made last.
struct Watched {
    page: Document,
    last: Cell<Option<NodeId>>,
}

impl Watched {
    fn is_too_deep(&self) -> bool {
        self.last
            .get()
            .is_some_and(|last| self.page.tree.ancestor_ids_of_it(&last, None).count() > DEEPEST)
    }
}

impl TreeSink for Watched {
    type Handle = NodeId;
    type Output = Self;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Self {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.page.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.page.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        let node = self.page.create_element(name, attrs, flags);
        self.last.set(Some(node));
        node
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.page.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.page.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.page.append(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.page
            .append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.page.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.page.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.page.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, node: NodeOrText<NodeId>) {
        self.page.append_before_sibling(sibling, node);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.page.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        TreeSink::remove_from_parent(&self.page, target);
    }

    fn reparent_children(&self, node: &NodeId, parent: &NodeId) {
        self.page.reparent_children(node, parent);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::page::scan::rewritten;
    use rstest::rstest;

    fn numbered(count: usize, before: &str, after: &str) -> String {
        let all = (0..count).map(|n| [before, &n.to_string(), after].concat());
        all.collect()
    }

    fn deepest(page: &Document) -> usize {
        let depth = |id: &NodeId| page.tree.ancestor_ids_of_it(id, None).count();
        page.root()
            .descendants_it()
            .map(|node| depth(&node.id))
            .max()
            .unwrap_or(0)
    }

    #[rstest]
    #[case::divs("<div>".repeat(5_000) + "words")]
    #[case::ends_of_others("<div></x>".repeat(5_000) + "words")]
    #[case::tables("<table><tr><td>".repeat(2_000) + "words")]
    #[case::formatting(numbered(3_000, "<b id=", ">") + "words")]
    #[case::formatting_in_blocks(numbered(3_000, "<div><b id=", "></div>") + "words")]
    #[case::links("<a href=x><div>".repeat(3_000) + "words")]
    #[case::lists("<ul><li>".repeat(3_000) + "words")]
    #[case::buttons("<button><p>".repeat(3_000) + "words")]
    fn depth_is_capped_and_words_stay(#[case] html: String) {
        let page = parsed(&rewritten(&html)).unwrap();
        assert!(deepest(&page) <= DEEPEST + 8, "{}", deepest(&page));
        assert!(page.text().contains("words"));
    }

    #[test]
    fn formatting_without_end_is_not_repeated_for_ever() {
        let open: String = numbered(2_000, "<div><b id=", "></div>");
        let page = parsed(&rewritten(&(open + &"<p>x".repeat(20_000))));
        assert!(page.is_none_or(|page| page.tree.len() < MOST_NODES + 1_000));
    }

    #[test]
    fn too_many_elements_are_refused() {
        assert!(parsed(&rewritten(&"<i>x</i>".repeat(MOST_NODES))).is_none());
    }

    #[test]
    fn a_tree_is_as_browsers_make_it() {
        let page = parsed(&rewritten(
            "<p>One <b>two<p>three</b> four<!-- no --><li>five",
        ))
        .unwrap();
        assert_eq!(
            page.body().unwrap().inner_html().as_ref(),
            "<p>One <b>two</b></p><p><b>three</b> four</p><li>five</li>"
        );
    }
}
