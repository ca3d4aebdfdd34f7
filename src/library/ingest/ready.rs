//! Makes articles ready to be stored: read, quoted, their words cut. Needs no library, so workers do it side by side.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use crate::article::{Article, Clean, Picture, Provenance, Record, Source, SourceKind, State};
use crate::import::container::Page;
use crate::import::{self, Extent, Hint, INCOMPLETE, ImportError, Imported, identity};
use crate::import::{archive, feed};
use crate::library::ingest::{Refusal, beside};
use crate::quote::{self, Depth, Quote};
use crate::store::{Arrival, Cut, Cutter, Entry, Original, Packer};

/// An article on its way into the library.
#[derive(Debug)]
pub(in crate::library) struct Ready {
    pub(in crate::library) key: String,
    pub(in crate::library) record: Record,
    pub(in crate::library) quotes: Vec<Quote>,
    pub(in crate::library) depth: Depth,
    /// The words for the indices, when it is to be stored.
    pub(in crate::library) cut: Option<Cut>,
    pub(in crate::library) arrival: Arrival,
    /// What it was read from, packed, when it is to be stored.
    pub(in crate::library) original: Option<Original>,
    /// The pictures of its figures, when it is to be stored. Of those that lie beside a page only the beginning was read.
    pub(in crate::library) pictures: Vec<Picture>,
    /// Those that lie beside the page, and how large they are: all of them in flight would be too much to hold.
    pub(in crate::library) unread: Option<(PathBuf, Sizes)>,
}

/// Addresses of files, and how large they are.
type Sizes = Vec<(String, u64)>;

/// What a worker needs to make articles ready, and what it learns at one for the next.
#[derive(Default)]
pub(in crate::library) struct Tools {
    cutter: Cutter,
    packer: Packer,
}

/// How articles are made ready.
#[derive(Debug, Clone, Copy)]
pub(in crate::library) struct How<'a> {
    /// How closely they are read for quotes.
    pub(in crate::library) depth: Depth,
    /// How much of a web page is taken.
    pub(in crate::library) extent: Extent,
    /// Whether they are to be stored.
    pub(in crate::library) is_stored: bool,
    /// Whether their pictures are wanted.
    pub(in crate::library) is_illustrated: bool,
    /// The time of their import.
    pub(in crate::library) now: &'a Clean,
}

impl Ready {
    /// Makes a new article ready: nothing was done with it yet.
    pub(in crate::library) fn from_article(
        article: Article,
        source: &Clean,
        how: How<'_>,
        tools: &mut Tools,
    ) -> Self {
        let record = Record {
            article,
            state: State::default(),
            provenance: Provenance::default(),
        };
        Self::from_record(record, source, how, tools)
    }

    /// Makes a record ready. One that was in a library before says when it was imported; in any other the tags that came
    /// with the article become the reader's.
    pub(in crate::library) fn from_record(
        mut record: Record,
        source: &Clean,
        how: How<'_>,
        tools: &mut Tools,
    ) -> Self {
        if record.provenance.imported.is_empty() {
            record.provenance = Provenance {
                imported: how.now.clone(),
                source: source.clone(),
            };
            record.state.tags.clone_from(&record.article.meta.tags);
        }
        let (quotes, depth) = quotes(&record.article, how.depth);
        Self {
            key: identity::key(&record.article),
            cut: how
                .is_stored
                .then(|| tools.cutter.cut(&record.article, &quotes)),
            quotes,
            depth,
            record,
            arrival: Arrival::Source,
            original: None,
            pictures: Vec::new(),
            unread: None,
        }
    }

    /// Adds what it was read from, when it is to be stored.
    pub(in crate::library) fn read_from(
        self,
        source: Source,
        bytes: &[u8],
        how: How<'_>,
        tools: &mut Tools,
    ) -> Self {
        let original = how.is_stored.then(|| Original {
            source,
            packed: tools.packer.pack(bytes),
        });
        Self { original, ..self }
    }

    /// Adds its pictures. `beside` says how large those are that lie beside the page.
    fn illustrated(self, pictures: Vec<Picture>, page: Option<&Path>, beside: Sizes) -> Self {
        let unread = page.filter(|_| !beside.is_empty());
        Self {
            pictures,
            unread: unread.map(|page| (page.to_owned(), beside)),
            ..self
        }
    }

    /// Reads the pictures that lie beside its page; one that is not there any more is left out.
    pub(in crate::library) fn read_pictures(&mut self) {
        let Some((page, sizes)) = self.unread.take() else {
            return;
        };
        self.pictures.retain_mut(|picture| {
            let Some(address) = &picture.beside else {
                return true;
            };
            let size = sizes.iter().find(|(it, _)| *it == **address);
            let bytes = size.and_then(|(_, size)| beside::whole(&page, address, *size));
            bytes.is_some_and(|bytes| {
                picture.bytes = bytes;
                true
            })
        });
    }

    /// Adds the item of a feed that it was read from, when it is to be stored.
    pub(in crate::library) fn read_from_item(
        self,
        entry: &feed::Entry,
        source: &Clean,
        how: How<'_>,
        tools: &mut Tools,
    ) -> Self {
        if !how.is_stored {
            return self;
        }
        let from = of_one(SourceKind::Item, source);
        self.read_from(from, entry.write().as_bytes(), how, tools)
    }

    /// Returns how much of what it holds goes to disk, in bytes; what the indices take is not counted.
    pub(in crate::library) fn weight(&self) -> usize {
        let original = self.original.as_ref().map_or(0, |it| it.packed.weight());
        let pictures: usize = self.pictures.iter().map(|it| it.bytes.len()).sum();
        self.record.article.body.text().len() + original + pictures
    }

    /// Makes an entry of another program ready; it counts as imported when it was put there.
    ///
    /// # Errors
    /// The reason why there is no article in it.
    pub(in crate::library) fn from_entry(
        entry: archive::Entry,
        source: &Clean,
        how: How<'_>,
        tools: &mut Tools,
    ) -> Result<Self, String> {
        let label = entry.label().clone();
        let alone = if how.is_stored {
            entry.write()
        } else {
            String::new()
        };
        let mut record = entry
            .into_record()
            .map_err(|error| format!("“{label}”: {error}"))?;
        if record.provenance.imported.is_empty() {
            record.provenance.imported = how.now.clone();
        }
        record.provenance.source = source.clone();
        let ready = Self::from_record(record, source, how, tools);
        Ok(Self {
            arrival: Arrival::Program,
            ..ready.read_from(
                of_one(SourceKind::Entry, source),
                alone.as_bytes(),
                how,
                tools,
            )
        })
    }

    /// Makes a page among many ready; none when there is no article on it, as on most pages of the web.
    ///
    /// # Errors
    /// The reason why it cannot be read.
    pub(in crate::library) fn from_page(
        page: &Page,
        source: &Clean,
        how: How<'_>,
        tools: &mut Tools,
    ) -> Result<Option<Self>, String> {
        let hint = Hint {
            // A server said that it is one.
            name: "page.html",
            url: Some(&page.url),
            charset: page.charset.as_deref(),
        };
        match import::import_extent(&page.bytes, hint, how.extent) {
            Ok(article) => {
                let from = import::source(SourceKind::Page, hint, how.extent);
                let ready = Self::from_article(article, source, how, tools);
                Ok(Some(ready.read_from(from, &page.bytes, how, tools)))
            }
            Err(ImportError::NoArticle | ImportError::Empty | ImportError::Several) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Returns it as the store takes it.
    pub(in crate::library) fn entry(&self) -> Entry<'_> {
        Entry {
            key: &self.key,
            record: &self.record,
            quotes: &self.quotes,
            depth: self.depth,
            cut: self.cut.as_ref(),
            arrival: self.arrival,
            original: self.original.as_ref(),
            pictures: &self.pictures,
        }
    }
}

/// Where bytes came from.
#[derive(Debug, Clone, Copy)]
pub(in crate::library) struct From<'a> {
    /// As it is shown and stored.
    pub(in crate::library) source: &'a Clean,
    /// The file, if it is one, so that pictures beside it are found.
    pub(in crate::library) page: Option<&'a Path>,
}

impl<'a> std::convert::From<&'a Clean> for From<'a> {
    fn from(source: &'a Clean) -> Self {
        Self { source, page: None }
    }
}

/// Returns what is known of bytes that stand alone, but came with others in a file, or from an address, of a name.
pub(in crate::library) fn of_one(kind: SourceKind, name: &Clean) -> Source {
    let hint = Hint {
        name,
        ..Hint::default()
    };
    import::source(kind, hint, Extent::Article)
}

/// The articles that bytes hold.
pub(in crate::library) struct Several {
    /// Each, or why it could not be read.
    pub(in crate::library) articles: Vec<Result<Ready, Refusal>>,
    /// Whether they are the items of a feed.
    pub(in crate::library) is_feed: bool,
}

/// Reads all articles that bytes hold. An item of a feed that cannot be read costs itself only; one that says nothing is
/// left out.
///
/// # Errors
/// The reason why there is nothing at all.
pub(in crate::library) fn read_all(
    bytes: &[u8],
    hint: Hint<'_>,
    from: From<'_>,
    how: How<'_>,
    tools: &mut Tools,
) -> Result<Several, String> {
    let source = from.source;
    let beside = RefCell::new(Vec::new());
    let (imported, pictures) = if how.is_illustrated {
        let head = |address: &str| {
            let found = beside::head(from.page?, address)?;
            beside.borrow_mut().push((address.to_owned(), found.size));
            Some(found)
        };
        import::import_illustrated(bytes, hint, how.extent, &head)
    } else {
        import::import_all(bytes, hint, how.extent).map(|imported| (imported, Vec::new()))
    }
    .map_err(|error| error.to_string())?;
    let feed = match imported {
        Imported::Article(article, kind) => {
            let ready = Ready::from_article(*article, source, how, tools);
            let ready = ready.illustrated(pictures, from.page, beside.into_inner());
            let from = import::source(kind, hint, how.extent);
            return Ok(Several {
                articles: vec![Ok(ready.read_from(from, bytes, how, tools))],
                is_feed: false,
            });
        }
        Imported::Archive(archive) => {
            let entries = archive.into_entries().into_iter();
            let made = entries.map(|entry| {
                Ready::from_entry(entry, source, how, tools).map_err(|reason| Refusal {
                    name: source.clone(),
                    line: None,
                    reason: Clean::line(&reason),
                })
            });
            return Ok(Several {
                articles: made.collect(),
                is_feed: false,
            });
        }
        Imported::Feed(feed) => feed,
    };
    let made = feed.into_entries().filter_map(|entry| {
        Some(match entry.article() {
            Ok(mut article) => {
                if entry.is_cut() {
                    article.meta.tags.push(Clean::line(INCOMPLETE));
                }
                let ready = Ready::from_article(article, source, how, tools);
                Ok(ready.read_from_item(&entry, source, how, tools))
            }
            Err(ImportError::Empty) => return None,
            Err(error) => Err(Refusal {
                name: source.clone(),
                line: None,
                reason: Clean::line(&format!("“{}”: {error}", entry.title())),
            }),
        })
    });
    Ok(Several {
        articles: made.collect(),
        is_feed: true,
    })
}

/// Does something for one article; should it panic, only that article is lost.
pub(in crate::library) fn alone<T>(make: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|_| {
        Err("reading it failed by a fault of pullquote; please report it with the file".to_owned())
    })
}

/// Finds the quotes of an article, and says how closely it was read; none when the engine fails, which must not cost the
/// article.
pub(in crate::library) fn quotes(article: &Article, depth: Depth) -> (Vec<Quote>, Depth) {
    let found = catch_unwind(|| match depth {
        Depth::Skimmed => quote::skim(article),
        Depth::Whole => (quote::extract(article), Depth::Whole),
    });
    found.unwrap_or((Vec::new(), Depth::Whole))
}
