//! Markdown to drafts: `CommonMark`, tables, strikethrough and footnotes. Does not know which paragraph is a caption or a
//! date; that is found out later.

mod inline;
mod tabs;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::article::{Align, Clean, Container, Label, Leaf};
use crate::import::ImportError;
use crate::import::draft::{Draft, Kind, is_ended};
use crate::import::{MOST_BLOCKS, html};

use inline::Inline;

/// Deepest containers that are kept; what is nested deeper stands in the last of them.
const DEEPEST: usize = 16;

/// Longest underlined heading, in characters. A rule drawn right under a paragraph makes it a heading by the book.
const LONGEST_UNDERLINED: usize = 150;

/// Returns the blocks of a Markdown text.
pub(super) fn read(text: &str) -> Result<Vec<Draft>, ImportError> {
    let text = Clean::from_untrusted(&tabs::expanded(text));
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES;
    let mut reader = Reader::new(&text);
    for (event, range) in Parser::new_ext(&text, options).into_offset_iter() {
        reader.take(event, range.start);
        if reader.drafts.len() > MOST_BLOCKS {
            return Err(ImportError::TooManyBlocks { most: MOST_BLOCKS });
        }
    }
    reader.flush();
    Ok(reader.drafts)
}

/// A table while it is read.
#[derive(Default)]
struct Table {
    columns: Vec<Align>,
    rows: Vec<Vec<Leaf>>,
}

struct Reader<'a> {
    source: &'a str,
    drafts: Vec<Draft>,
    /// Open containers; beyond [`DEEPEST`] they are only counted.
    within: Vec<Container>,
    /// The next number of each open ordered list.
    lists: Vec<Option<u64>>,
    kind: Kind,
    inline: Inline,
    table: Option<Table>,
    html: Option<String>,
    /// An indented code block may be prose; a fenced one is code.
    indented: bool,
    underlined: bool,
}

impl<'a> Reader<'a> {
    fn new(source: &'a str) -> Self {
        Self {
            source,
            drafts: Vec::new(),
            within: Vec::new(),
            lists: Vec::new(),
            kind: Kind::Paragraph,
            inline: Inline::default(),
            table: None,
            html: None,
            indented: false,
            underlined: false,
        }
    }

    fn take(&mut self, event: Event<'_>, at: usize) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Html(raw) => {
                if let Some(html) = &mut self.html {
                    html.push_str(&raw);
                }
            }
            Event::Rule => {
                self.flush();
                self.add(Draft::new(Kind::Rule, Leaf::default()));
            }
            other => self.inline.take(other),
        }
    }

    fn start(&mut self, tag: Tag<'_>, at: usize) {
        match tag {
            Tag::Paragraph => self.flush_as(Kind::Paragraph),
            Tag::Heading { level, .. } => {
                self.flush_as(Kind::Heading(level_number(level)));
                let line = self.source.get(at..).unwrap_or_default();
                self.underlined = !line.trim_start().starts_with('#');
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.within.push(Container::Quote);
            }
            Tag::CodeBlock(kind) => {
                self.flush_as(Kind::Code);
                self.indented = kind == CodeBlockKind::Indented;
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some(String::new());
            }
            Tag::List(first) => {
                self.flush();
                self.lists.push(first);
            }
            Tag::Item => {
                self.flush();
                let label = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        let label = Label::Number(*number);
                        *number = number.saturating_add(1);
                        label
                    }
                    _ => Label::Bullet,
                };
                self.within.push(Container::Item(label));
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.inline.words(&format!("[{label}] "));
            }
            Tag::Table(columns) => {
                self.flush();
                self.table = Some(Table {
                    columns: columns.into_iter().map(align).collect(),
                    rows: Vec::new(),
                });
            }
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => {}
            inline => self.inline.start(inline),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::FootnoteDefinition => self.flush(),
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.flush();
                self.within.pop();
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::HtmlBlock => self.end_html(),
            TagEnd::TableCell => {
                let cell = self.inline.finish().leaf;
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    row.push(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                // The parser fills short rows up with empty cells, by the million if asked to.
                if let Some(row) = self.table.as_mut().and_then(|table| table.rows.last_mut()) {
                    while row.last().is_some_and(Leaf::is_empty) {
                        row.pop();
                    }
                    row.shrink_to_fit();
                }
            }
            TagEnd::Table => {
                if let Some(table) = self.table.take() {
                    self.add(Draft::new(
                        Kind::Table(table.columns, table.rows),
                        Leaf::default(),
                    ));
                }
            }
            inline => self.inline.end(inline),
        }
    }

    fn end_html(&mut self) {
        for piece in html::pieces(&self.html.take().unwrap_or_default()) {
            let mut leaf = Leaf::default();
            leaf.push(&piece.words);
            let kind = piece.level.map_or(Kind::Paragraph, Kind::Heading);
            self.add(Draft::new(kind, leaf));
        }
    }

    fn flush_as(&mut self, next: Kind) {
        // A footnote's label waits for the paragraph that follows it.
        if !(next == Kind::Paragraph && self.inline.is_only_a_label()) {
            self.flush();
        }
        self.kind = next;
    }

    /// Ends the block that is being read.
    fn flush(&mut self) {
        let kind = std::mem::replace(&mut self.kind, Kind::Paragraph);
        let (indented, underlined) = (self.indented, self.underlined);
        (self.indented, self.underlined) = (false, false);
        let read = self.inline.finish();
        for alt in read.before {
            self.add(Draft::new(Kind::Figure(String::new()), Leaf::plain(&alt)));
        }
        let draft = Draft {
            one_line: read.lines == 0,
            linked: read.linked,
            ..Draft::new(kind, read.leaf)
        };
        match &draft.kind {
            Kind::Code if indented && is_prose(draft.leaf.text()) => {
                for line in draft.leaf.text().lines() {
                    self.add(Draft::new(Kind::Paragraph, Leaf::plain(line.trim())));
                }
            }
            Kind::Code => {
                let text = draft.leaf.text().trim_end();
                let text = text.trim_start_matches('\n');
                self.add(Draft::new(Kind::Code, Leaf::plain(text)));
            }
            Kind::Heading(_) if underlined && is_too_much(draft.text()) => {
                self.add(Draft {
                    kind: Kind::Paragraph,
                    ..draft
                });
                self.add(Draft::new(Kind::Rule, Leaf::default()));
            }
            _ if draft.leaf.is_empty() => {}
            _ => self.add(draft),
        }
        for alt in read.after {
            self.add(Draft::new(Kind::Figure(String::new()), Leaf::plain(&alt)));
        }
    }

    fn add(&mut self, draft: Draft) {
        let within: Vec<Container> = self.within.iter().take(DEEPEST).copied().collect();
        let shown = match draft.kind {
            Kind::Rule => false,
            Kind::Table(..) | Kind::Figure(_) => true,
            _ => !draft.leaf.is_empty(),
        };
        if shown {
            // The label is the first block's; the others go on.
            for container in self.within.iter_mut().take(DEEPEST) {
                if let Container::Item(label) = container {
                    *label = Label::None;
                }
            }
        }
        self.drafts.push(Draft { within, ..draft });
    }
}

fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

fn align(alignment: Alignment) -> Align {
    match alignment {
        Alignment::None | Alignment::Left => Align::Left,
        Alignment::Center => Align::Center,
        Alignment::Right => Align::Right,
    }
}

/// Whether an underlined heading is really a paragraph with a rule below.
fn is_too_much(text: &str) -> bool {
    text.chars().count() > LONGEST_UNDERLINED
        || (is_ended(text) && text.split_whitespace().count() > 12)
}

/// Whether lines indented like code are long sentences: a converter that indents paragraphs.
fn is_prose(text: &str) -> bool {
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            let letters = line
                .chars()
                .filter(|c| c.is_alphabetic() || *c == ' ')
                .count();
            line.split_whitespace().count() >= 12
                && is_ended(line)
                && letters * 100 >= line.chars().count() * 88
                && line
                    .trim_start()
                    .chars()
                    .next()
                    .is_some_and(|c| !c.is_lowercase() && !matches!(c, '#' | '/' | '*' | '-'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, String)> {
        read(text)
            .unwrap()
            .into_iter()
            .map(|draft| (draft.kind.clone(), draft.text().to_owned()))
            .collect()
    }

    #[test]
    fn a_rule_right_under_a_long_paragraph_is_no_heading() {
        let text = "The ferry to the island stopped on Tuesday because of the storm, the harbour master said.\n---\nMore.";
        assert_eq!(
            kinds(text)
                .iter()
                .map(|(kind, _)| kind.clone())
                .collect::<Vec<_>>(),
            [Kind::Paragraph, Kind::Rule, Kind::Paragraph]
        );
        assert_eq!(
            kinds("Part one\n---\nMore.")[0],
            (Kind::Heading(2), "Part one".into())
        );
    }

    #[test]
    fn indented_sentences_are_prose_and_indented_code_is_code() {
        let prose = "Start.\n\n    The ferry to the island stopped on Tuesday because of the storm, the harbour master said.\n";
        assert_eq!(kinds(prose)[1].0, Kind::Paragraph);
        assert_eq!(kinds("Start.\n\n    let x = 1;\n")[1].0, Kind::Code);
    }

    #[test]
    fn the_first_block_of_an_item_has_its_label() {
        let drafts = read("3. One\n\n   More\n4. Two\n   - In\n").unwrap();
        let within: Vec<_> = drafts.iter().map(|draft| draft.within.clone()).collect();
        let item = |label| Container::Item(label);
        assert_eq!(
            within,
            [
                vec![item(Label::Number(3))],
                vec![item(Label::None)],
                vec![item(Label::Number(4))],
                vec![item(Label::None), item(Label::Bullet)],
            ]
        );
    }

    #[test]
    fn footnotes_keep_their_labels() {
        assert_eq!(
            kinds("Text.[^1]\n\n[^1]: The note.\n"),
            [
                (Kind::Paragraph, "Text.[1]".into()),
                (Kind::Paragraph, "[1] The note.".into())
            ]
        );
    }

    #[test]
    fn nesting_without_end_is_cut() {
        for sign in [">", "- ", "1. "] {
            let text = sign.repeat(3000) + "x";
            let drafts = read(&text).unwrap();
            assert!(drafts.iter().all(|draft| draft.within.len() <= DEEPEST));
        }
    }
}
