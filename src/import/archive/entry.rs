//! One entry of another program's file, and how it becomes an article with its state.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::article::{
    Anchor, Article, BlockKind, BodyBuilder, Clean, Finder, Highlight, Hue, Leaf, MarkStyle, Meta,
    Provenance, Record, Span, State,
};
use crate::import::archive::{MOST_ENTRIES, Report};
use crate::import::mend::{self, Markup};
use crate::import::page::origin::Origin;
use crate::import::{
    Extent, INCOMPLETE, ImportError, LARGEST, address, alone, decode, html, language, markdown,
    page, plain, records, site,
};

/// Most tags of an entry, and the most bytes of one.
const MOST_TAGS: usize = 200;
const LONGEST_TAG: usize = 200;
/// Most highlights of an entry, and the most bytes of one's words and of its note.
const MOST_HIGHLIGHTS: usize = 2_000;
const LONGEST_HIGHLIGHT: usize = 20_000;
/// Most bytes of all highlights of an entry.
const MOST_MARKED: usize = 500_000;
/// Longest excerpt, in bytes.
const LONGEST_EXCERPT: usize = 100_000;

/// What an entry has for a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Content {
    /// The article alone, in HTML; empty when the program does not give it out.
    Html(String),
    /// The page that it is on.
    Page(String),
    Markdown(String),
    Plain(String),
}

impl Default for Content {
    fn default() -> Self {
        Self::Html(String::new())
    }
}

impl Content {
    fn text(&self) -> &str {
        let (Self::Html(text) | Self::Page(text) | Self::Markdown(text) | Self::Plain(text)) = self;
        text
    }
}

/// Something kept in another program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entry {
    pub(super) title: Clean,
    /// In its canonical form.
    pub(super) url: Option<Clean>,
    pub(super) byline: Vec<Clean>,
    pub(super) site: Option<Clean>,
    pub(super) published: Option<Clean>,
    pub(super) lang: Option<Clean>,
    pub(super) content: Content,
    /// What links in its text are relative to, where that is not its address.
    pub(super) base: Option<Url>,
    /// What stands for the text where there is none.
    pub(super) excerpt: String,
    /// What the reader wrote about all of it.
    pub(super) note: String,
    pub(super) tags: Vec<Clean>,
    pub(super) is_read: bool,
    pub(super) is_starred: bool,
    pub(super) is_archived: bool,
    pub(super) marked: Vec<Marked>,
    /// Where pages lie that were saved with it, beside the file that tells of it; written by a stranger.
    pub(super) attached: Vec<String>,
    /// When it was put there: RFC 3339 in UTC, whole seconds.
    pub(super) added: Option<Clean>,
}

/// Words that the reader marked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Marked {
    pub(super) words: String,
    pub(super) note: String,
    pub(super) made: Option<Clean>,
    pub(super) hue: Hue,
}

impl Entry {
    /// Returns an entry with an address; one that is none of the web is left out.
    pub(super) fn at(url: &str) -> Self {
        Self {
            url: address::canonical(url.trim()),
            ..Self::default()
        }
    }

    /// Reads what [`Entry::write`] wrote.
    ///
    /// # Errors
    /// When it is nothing of the kind.
    pub fn read(line: &str) -> Result<Self, ImportError> {
        let entry: Self = alone::read(line)?;
        if entry.is_empty() {
            return Err(ImportError::Empty);
        }
        Ok(entry)
    }

    /// Returns it as one line of JSON that stands for itself.
    pub fn write(&self) -> String {
        alone::write(self)
    }

    /// Sets the title, unless it only repeats the address.
    pub(super) fn set_title(&mut self, title: &str) {
        let title = Clean::line(title);
        let is_address = address::canonical(&title).is_some();
        if !is_address {
            self.title = title;
        }
    }

    /// Adds tags; those that are empty or too long to be any are left out.
    pub(super) fn tag<'a>(&mut self, tags: impl IntoIterator<Item = &'a str>) {
        for tag in tags {
            let tag = Clean::line(tag);
            let fits = !tag.is_empty() && tag.len() <= LONGEST_TAG && self.tags.len() < MOST_TAGS;
            if fits && !self.tags.contains(&tag) {
                self.tags.push(tag);
            }
        }
    }

    /// Adds words that the reader marked.
    pub(super) fn mark(&mut self, words: &str, note: &str, made: Option<Clean>) {
        self.mark_in(Hue::default(), words, note, made);
    }

    /// Adds words that the reader marked in a colour.
    pub(super) fn mark_in(&mut self, hue: Hue, words: &str, note: &str, made: Option<Clean>) {
        let used: usize = self
            .marked
            .iter()
            .map(|other| other.words.len() + other.note.len())
            .sum();
        let has_room = self.marked.len() < MOST_HIGHLIGHTS && used < MOST_MARKED;
        if !words.trim().is_empty() && has_room {
            self.marked.push(Marked {
                words: cut(words, LONGEST_HIGHLIGHT).to_owned(),
                note: cut(note, LONGEST_HIGHLIGHT).to_owned(),
                made,
                hue,
            });
        }
    }

    /// Returns what to call it where it cannot be read.
    pub fn label(&self) -> &Clean {
        match &self.url {
            Some(url) if self.title.is_empty() => url,
            _ => &self.title,
        }
    }

    /// Returns where pages lie that were saved with it: paths beside the file, as a stranger wrote them.
    pub fn attached(&self) -> &[String] {
        &self.attached
    }

    /// Takes a page that was saved with it for its text.
    pub fn attach(&mut self, page: &[u8]) {
        self.content = Content::Page(decode::page(page).into_owned());
    }

    /// Whether it has an address, but no text.
    pub fn is_bare(&self) -> bool {
        self.content.text().trim().is_empty()
    }

    /// Returns how many bytes its text takes.
    pub fn size(&self) -> usize {
        self.content.text().len()
    }

    /// Whether nothing could come of it.
    pub(super) fn is_empty(&self) -> bool {
        self.url.is_none() && self.is_bare() && self.excerpt.trim().is_empty()
    }

    /// Returns it as an article with its state. When it was imported is empty where the program did not say when it was
    /// put there; its source is always empty.
    ///
    /// Without a text, the article is the excerpt and the address, and is tagged as incomplete.
    ///
    /// # Errors
    /// When its text has no words, or more than any article has.
    pub fn into_record(self) -> Result<Record, ImportError> {
        let article = if self.is_bare() {
            self.bare()
        } else {
            match self.whole() {
                // Pictures or menus alone: what is known beside them is better than nothing.
                Err(ImportError::Empty | ImportError::NoArticle) if self.url.is_some() => {
                    self.bare()
                }
                article => article?,
            }
        };
        if !records::fits(&article) {
            return Err(ImportError::TooManyMarks);
        }
        let highlights = self.highlights(&article);
        let mut tags = self.tags;
        tags.extend(article.meta.tags.iter().cloned());
        tags.sort();
        tags.dedup();
        Ok(Record {
            state: State {
                read: self.is_read,
                starred: self.is_starred,
                archived: self.is_archived,
                tags,
                place: 0,
                highlights,
            },
            provenance: Provenance {
                imported: self.added.unwrap_or_default(),
                source: Clean::default(),
            },
            article,
        })
    }

    fn meta(&self) -> Meta {
        Meta {
            title: self.title.clone(),
            byline: self.byline.clone(),
            site: self.site.clone(),
            published: self.published.clone(),
            url: self.url.clone(),
            lang: self.lang.clone(),
            tags: Vec::new(),
        }
    }

    fn whole(&self) -> Result<Article, ImportError> {
        let size = self.size() as u64;
        if size > LARGEST {
            return Err(ImportError::TooLarge { bytes: size });
        }
        let (drafts, markup) = match &self.content {
            Content::Html(text) => {
                let url = || self.url.as_deref().and_then(|url| Url::parse(url).ok());
                let base = self.base.clone().or_else(url);
                (page::fragment(text, base.as_ref())?, Markup::Yes)
            }
            Content::Page(text) => {
                let origin = Origin {
                    url: self.url.as_deref().map(str::to_owned),
                };
                return page::read_known(text, origin, Extent::Article, self.meta());
            }
            Content::Markdown(text) => (markdown::read(text)?, Markup::Yes),
            Content::Plain(text) => (plain::read(text)?, Markup::No),
        };
        mend::article(drafts, self.meta(), None, markup)
    }

    fn bare(&self) -> Article {
        let mut meta = self.meta();
        let mut body = BodyBuilder::new();
        if !meta.title.is_empty() {
            body.add(BlockKind::Headline, Leaf::plain(&meta.title), &[]);
        }
        let excerpt = html::entities(cut(&self.excerpt, LONGEST_EXCERPT));
        let excerpt = Clean::from_untrusted(&excerpt);
        for paragraph in excerpt.split("\n\n") {
            let words = Clean::line(paragraph);
            if !words.is_empty() {
                body.add(BlockKind::Paragraph, Leaf::plain(&words), &[]);
            }
        }
        if let Some(url) = &self.url {
            let mut leaf = Leaf::plain(url);
            leaf.mark_from(0, MarkStyle::Link(url.clone()));
            body.add(BlockKind::Paragraph, leaf, &[]);
            meta.tags.push(Clean::line(INCOMPLETE));
        }
        let body = body.build();
        if meta.site.is_none() {
            meta.site = meta.url.as_deref().and_then(site::name);
        }
        if meta.lang.is_none() && !excerpt.is_empty() {
            meta.lang = language::guess(body.text());
        }
        Article { meta, body }
    }

    /// Returns what the reader marked, with a place in the text where the words are there once; the others keep their
    /// words, and are found in a later text. A note on all of it stands at the title.
    fn highlights(&self, article: &Article) -> Vec<Highlight> {
        let text = article.body.text();
        let finder = Finder::new(text);
        let at_title = Marked {
            words: self.label().to_string(),
            note: self.note.clone(),
            ..Marked::default()
        };
        let of_all = (!self.note.trim().is_empty()).then_some(&at_title);
        let mut highlights: Vec<Highlight> = Vec::new();
        for marked in of_all.into_iter().chain(&self.marked) {
            let words = Clean::from_untrusted(marked.words.trim());
            if words.trim().is_empty() {
                continue;
            }
            let loose = Anchor {
                exact: words,
                prefix: Clean::default(),
                suffix: Clean::default(),
                position: [0, 0],
                alone: true,
            };
            let anchor = finder
                .find(&loose)
                .ok()
                .or_else(|| only(text, &loose.exact))
                .and_then(|span| Anchor::of(text, span))
                .unwrap_or(loose);
            if highlights.iter().all(|other| other.anchor != anchor) {
                highlights.push(Highlight {
                    anchor,
                    hue: marked.hue,
                    note: Clean::from_untrusted(cut(&marked.note, LONGEST_HIGHLIGHT).trim()),
                    made: marked
                        .made
                        .clone()
                        .or_else(|| self.added.clone())
                        .unwrap_or_default(),
                });
            }
        }
        highlights
    }
}

/// Returns where words stand that stand in a text only once.
fn only(text: &str, words: &str) -> Option<Span> {
    let mut places = text.match_indices(words);
    let (start, _) = places.next()?;
    places
        .next()
        .is_none()
        .then(|| Span::new(start, start + words.len()))
}

/// Returns as much of a text as may be kept.
fn cut(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or(text)
}

/// The entries of a file as they are found.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    entries: Vec<Entry>,
    left_out: usize,
}

impl Shelf {
    /// Puts an entry there, or counts it as left out when nothing can come of it.
    ///
    /// # Errors
    /// When there are more than anybody keeps.
    pub(super) fn put(&mut self, entry: Entry) -> Result<(), ImportError> {
        if entry.is_empty() {
            self.left_out += 1;
        } else {
            self.entries.push(entry);
        }
        if self.entries.len() + self.left_out > MOST_ENTRIES {
            return Err(ImportError::Broken {
                reason: format!("it has more than {MOST_ENTRIES} entries"),
            });
        }
        Ok(())
    }

    /// Counts something that nothing can come of.
    pub(super) fn leave_out(&mut self) {
        self.left_out += 1;
    }

    /// Returns the entry that was put there last.
    pub(super) fn last(&mut self) -> Option<&mut Entry> {
        self.entries.last_mut()
    }

    /// Returns all entries, and what there is of them.
    pub(super) fn closed(self, program: &'static str) -> (Vec<Entry>, Report) {
        let mut report = Report {
            program,
            left_out: self.left_out,
            ..Report::default()
        };
        for entry in &self.entries {
            report.count(entry);
        }
        (self.entries, report)
    }
}
