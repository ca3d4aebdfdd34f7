//! The words inside one block of Markdown: marks, links, pictures, breaks. Knows no blocks.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::article::{Leaf, MarkStyle};
use crate::import::{address, html};

/// What was read of one block.
#[derive(Default)]
pub(super) struct Read {
    pub(super) leaf: Leaf,
    /// Line ends inside the block, meant or not.
    pub(super) lines: usize,
    /// Bytes of the words that were links, dead ones included.
    pub(super) linked: usize,
    /// The words of pictures that stood before any other word, and after.
    pub(super) before: Vec<String>,
    pub(super) after: Vec<String>,
}

/// Reads inline events.
#[derive(Default)]
pub(super) struct Inline {
    read: Read,
    /// Marks that are open: where they began, and how they look if they do.
    open: Vec<(usize, Option<MarkStyle>)>,
    /// The words of a picture, while inside of one, and how deep.
    alt: Option<(String, usize)>,
    /// The element whose content is not text, while inside of one.
    hidden: Option<String>,
    label: bool,
}

impl Inline {
    pub(super) fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text);
            }
            Event::Code(text) => {
                let start = self.read.leaf.len();
                self.words(&text);
                self.read.leaf.mark_from(start, MarkStyle::Code);
            }
            Event::FootnoteReference(label) => self.words(&format!("[{label}]")),
            Event::SoftBreak => {
                self.read.lines += 1;
                // Scripts without spaces between words need none between lines.
                if self.alt.is_some() || !self.read.leaf.text().ends_with(is_wide) {
                    self.words(" ");
                }
            }
            Event::HardBreak => self.break_line(),
            Event::InlineHtml(raw) => self.tag(&raw),
            _ => {}
        }
    }

    /// Appends words to whatever is being read.
    pub(super) fn words(&mut self, words: &str) {
        if self.hidden.is_some() {
            return;
        }
        if let Some((alt, _)) = &mut self.alt {
            alt.push_str(words);
        } else {
            self.label =
                self.read.leaf.is_empty() && words.starts_with('[') && words.ends_with("] ");
            self.read.leaf.push(words);
        }
    }

    pub(super) fn start(&mut self, tag: Tag<'_>) {
        if let Some((_, depth)) = &mut self.alt {
            *depth += 1;
            return;
        }
        let style = match tag {
            Tag::Image { .. } => {
                self.alt = Some((String::new(), 0));
                return;
            }
            Tag::Emphasis => Some(MarkStyle::Emphasis),
            Tag::Strong => Some(MarkStyle::Strong),
            Tag::Strikethrough => Some(MarkStyle::Strike),
            Tag::Link { dest_url, .. } => address::link(&dest_url).map(MarkStyle::Link),
            _ => None,
        };
        self.open.push((self.read.leaf.len(), style));
    }

    pub(super) fn end(&mut self, tag: TagEnd) {
        match &mut self.alt {
            Some((_, depth)) if *depth > 0 => *depth -= 1,
            Some(_) => {
                let alt = self.alt.take().map(|(alt, _)| alt).unwrap_or_default();
                let place = if self.read.leaf.is_empty() {
                    &mut self.read.before
                } else {
                    &mut self.read.after
                };
                place.push(alt);
            }
            None => {
                let Some((start, style)) = self.open.pop() else {
                    return;
                };
                if tag == TagEnd::Link {
                    self.read.linked += self.read.leaf.len().saturating_sub(start);
                }
                if let Some(style) = style {
                    self.read.leaf.mark_from(start, style);
                }
            }
        }
    }

    /// Whether all that was read is the label of a footnote.
    pub(super) fn is_only_a_label(&self) -> bool {
        self.label
    }

    /// Returns what was read and starts anew.
    pub(super) fn finish(&mut self) -> Read {
        let read = std::mem::take(&mut self.read);
        *self = Self::default();
        read
    }

    fn break_line(&mut self) {
        if self.alt.is_some() {
            self.words(" ");
        } else if self.hidden.is_none() && !self.read.leaf.is_empty() {
            self.read.lines += 1;
            self.read.leaf.break_line();
        }
    }

    fn tag(&mut self, raw: &str) {
        let Some(tag) = html::Tag::read(raw) else {
            return;
        };
        match &self.hidden {
            Some(name) if tag.closes && *name == tag.name => self.hidden = None,
            None if tag.hides() && !tag.closes => self.hidden = Some(tag.name),
            None if tag.name == "br" => self.break_line(),
            Some(_) | None => {}
        }
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}')
}
