//! Files to articles: saved web pages, feeds, books (EPUB), PDF, what other programs give out, Markdown and plain text in
//! any encoding, and JSON Lines of our own.
//!
//! Knows bytes and the name they came under; never opens a file, a connection or a library, and reads no clock.
//!
//! The way of an article: bytes → text (`decode`) → format (`format`) → blocks (`page`, `markdown`, `plain`) → what of them is
//! headline, date, caption and so on (`mend`) → [`Article`].

pub mod address;
mod again;
mod album;
mod alone;
pub mod archive;
mod byline;
pub mod container;
mod dates;
mod decode;
mod draft;
mod epub;
pub mod feed;
mod format;
mod front;
mod html;
pub mod identity;
mod language;
mod markdown;
mod mend;
mod mhtml;
mod pack;
mod page;
mod pdf;
mod plain;
pub mod records;
mod site;
mod wacz;
mod warc;

use crate::article::{Article, Meta, Picture, SourceKind};

pub use crate::article::INCOMPLETE;
pub use again::{again, reader, source};
use album::Album;
pub use album::{Beside, Found, HEAD, unescaped};
use archive::Archive;
use feed::Feed;
use format::Format;
use front::Front;
use mend::Markup;
use page::origin::Origin;

/// Largest article that is read, in bytes: some three million words. More than that is not one article.
pub const LARGEST: u64 = 16 * 1024 * 1024;

/// Largest book or PDF that is read, in bytes: most of it are pictures and fonts.
pub const LARGEST_BOOK: u64 = 64 * 1024 * 1024;

/// Most blocks of one article. Beyond it a file is data made to look like paragraphs.
const MOST_BLOCKS: usize = 250_000;

/// What is known about bytes beside them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hint<'a> {
    /// The file's name or path as it was given; "-" for standard input.
    pub name: &'a str,
    /// Where they were fetched from.
    pub url: Option<&'a str>,
    /// The encoding that the server declared.
    pub charset: Option<&'a str>,
}

/// What was read from bytes.
#[derive(Debug)]
pub enum Imported {
    /// One article, and what it was read as.
    Article(Box<Article>, SourceKind),
    /// A feed of several.
    Feed(Box<Feed>),
    /// What another program gave out.
    Archive(Box<Archive>),
}

/// How much of a web page is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// The article on it.
    #[default]
    Article,
    /// All words on it, menus and all.
    Whole,
}

/// Why bytes are not an article. Each reads well after a file's name and a colon.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// There are no words.
    #[error("there is no text in it")]
    Empty,
    /// It is not text.
    #[error("it seems to be {what}, not text")]
    Binary {
        /// What it seems to be, with its article.
        what: &'static str,
    },
    /// It is larger than [`LARGEST`].
    #[error("it is too large for one article ({bytes} bytes; at most {LARGEST} are read)")]
    TooLarge {
        /// Its size.
        bytes: u64,
    },
    /// It is larger than [`LARGEST_BOOK`].
    #[error("it is too large for a book ({bytes} bytes; at most {LARGEST_BOOK} are read)")]
    TooLargeBook {
        /// Its size.
        bytes: u64,
    },
    /// It has more blocks than any article.
    #[error("it has more than {most} paragraphs, which no article has")]
    TooManyBlocks {
        /// The most that are read.
        most: usize,
    },
    /// It could be stored, but what is written out of it could not be read again.
    #[error("it has more links, marks and paragraphs than can be kept, which no article has")]
    TooManyMarks,
    /// It is a web page without an article: a front page, a form, an error.
    #[error("no article was found on the page; import --whole takes all of it")]
    NoArticle,
    /// It is a web page with more elements than any.
    #[error("it has more than {most} elements, which no article has")]
    TooManyElements {
        /// The most that are read.
        most: usize,
    },
    /// It holds several articles where one is wanted.
    #[error("it holds several articles, not one")]
    Several,
    /// It is no feed.
    #[error("it is not a feed (RSS, Atom or JSON Feed)")]
    NotAFeed,
    /// It is a list of feeds.
    #[error("it is a list of feeds (OPML); `pullquote feeds import-opml` takes them over")]
    Opml,
    /// It is no list of feeds.
    #[error("it is not a list of feeds (OPML)")]
    NotAList,
    /// It is no list of feeds of newsboat's.
    #[error("it is not a list of feeds like newsboat's: an address of the web on each line")]
    NotUrls,
    /// It has a fault that nothing is left after.
    #[error("it cannot be read: {reason}")]
    Broken {
        /// Which one.
        reason: String,
    },
    /// It is packed so that it would become larger than anything that is read.
    #[error(
        "unpacked, it is larger than {most} bytes or has more than {parts} parts, which no book has"
    )]
    Bomb {
        /// The most bytes that are unpacked.
        most: u64,
        /// The most parts that are looked at.
        parts: usize,
    },
    /// It is packed so that it would become larger than anything of its size.
    #[error("unpacked, it is larger than {most} bytes, which nothing of its size is")]
    Swollen {
        /// The most bytes that are unpacked.
        most: u64,
    },
    /// It is a book that only a key opens.
    #[error("it is a book that is locked (DRM)")]
    Locked,
    /// It is a PDF that only a password opens.
    #[error(
        "a password opens it; have your viewer save it without one (or use `qpdf --decrypt`), then import that"
    )]
    Password,
    /// It is a PDF of pictures.
    #[error(
        "its pages are pictures without text; a program that recognises letters adds it (`ocrmypdf IN OUT`), then import that"
    )]
    NoTextLayer,
    /// It is a PDF whose letters cannot be told.
    #[error(
        "its fonts do not say which letters they have, so its text would be rubbish; recognising them anew helps \
         (`ocrmypdf --force-ocr IN OUT`)"
    )]
    UnknownLetters,
    /// It is text, but data rather than an article.
    #[error("it seems to be {what}, not an article")]
    NotAnArticle {
        /// What it seems to be.
        what: &'static str,
    },
}

/// Reads one article from a saved web page (HTML, `SingleFile`, MHTML), Markdown or plain text. The name's ending and the
/// content together tell the format.
///
/// Front matter that cannot be read is not used in part: nothing is taken from it, and it stays visible as a block of
/// code below the headline.
///
/// # Errors
/// When there is no text, or it is not an article: see [`ImportError`].
pub fn import(bytes: &[u8], hint: Hint<'_>) -> Result<Article, ImportError> {
    import_extent(bytes, hint, Extent::Article)
}

/// Reads one article like [`import`], but of a web page as much as is asked for.
///
/// # Errors
/// As [`import`].
pub fn import_extent(bytes: &[u8], hint: Hint<'_>, extent: Extent) -> Result<Article, ImportError> {
    match import_all(bytes, hint, extent)? {
        Imported::Article(article, _) => Ok(*article),
        Imported::Feed(_) | Imported::Archive(_) => Err(ImportError::Several),
    }
}

/// Reads all that bytes hold: one article like [`import_extent`], a feed, or what another program gave out.
///
/// # Errors
/// As [`import`].
pub fn import_all(bytes: &[u8], hint: Hint<'_>, extent: Extent) -> Result<Imported, ImportError> {
    read_all(bytes, hint, extent, None)
}

/// Reads all that bytes hold like [`import_all`], and of one article the pictures: those that stand in it, and those that
/// `beside` finds by the addresses that it has for them.
///
/// # Errors
/// As [`import`].
pub fn import_illustrated(
    bytes: &[u8],
    hint: Hint<'_>,
    extent: Extent,
    beside: Beside<'_>,
) -> Result<(Imported, Vec<Picture>), ImportError> {
    let mut album = Album::new(beside);
    let imported = read_all(bytes, hint, extent, Some(&mut album))?;
    Ok((imported, album.pictures))
}

fn read_all(
    bytes: &[u8],
    hint: Hint<'_>,
    extent: Extent,
    album: Option<&mut Album<'_>>,
) -> Result<Imported, ImportError> {
    let size = bytes.len() as u64;
    if size > largest(bytes) {
        return Err(too_large(bytes, size));
    }
    if epub::is_epub(bytes) {
        return fitting(epub::read(bytes, album)?, SourceKind::Book);
    }
    if pdf::is_pdf(bytes) {
        return fitting(pdf::read(bytes)?, SourceKind::Pdf);
    }
    if let Some(what) = decode::binary(bytes) {
        return Err(ImportError::Binary { what });
    }
    if let Some(archive) = archive::read(bytes) {
        return archive.map(|archive| Imported::Archive(Box::new(archive)));
    }
    let text = match hint.charset {
        Some(_) => decode::served(bytes, hint.charset),
        None => decode::text(bytes),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let origin = Origin {
        url: hint.url.map(str::to_owned),
    };
    let (article, kind) = match format::of(hint.name, text)? {
        Format::Plain => (plain_text(text, Meta::default())?, SourceKind::Plain),
        Format::Markdown => (markdown_text(text)?, SourceKind::Markdown),
        Format::Page => {
            let html = decode::served(bytes, hint.charset);
            let article = match album {
                Some(album) => page::illustrated(&html, origin, extent, album, &|_| None)?,
                None => page::read(&html, origin, extent)?,
            };
            (article, SourceKind::Page)
        }
        Format::Feed => {
            let feed = feed::read(bytes, hint.url, hint.charset)?;
            return Ok(Imported::Feed(Box::new(feed)));
        }
        Format::Mhtml => {
            let saved = mhtml::open(bytes).ok_or(ImportError::NoArticle)?;
            let (html, origin) = (saved.html(), saved.origin());
            let article = match album {
                Some(album) => {
                    let parts = saved.parts();
                    page::illustrated(html, origin, extent, album, &|it| parts.find(it))?
                }
                None => page::read(html, origin, extent)?,
            };
            (article, SourceKind::Mhtml)
        }
    };
    fitting(article, kind)
}

/// Says that bytes, told by the first of them and their number, are too many for what they are.
pub fn too_large(first_bytes: &[u8], bytes: u64) -> ImportError {
    if is_book(first_bytes) {
        ImportError::TooLargeBook { bytes }
    } else {
        ImportError::TooLarge { bytes }
    }
}

/// Returns how large one article may be, told by its first bytes.
pub fn largest(first_bytes: &[u8]) -> u64 {
    if is_book(first_bytes) {
        LARGEST_BOOK
    } else {
        LARGEST
    }
}

fn is_book(first_bytes: &[u8]) -> bool {
    epub::is_epub(first_bytes) || pdf::is_pdf(first_bytes)
}

/// Returns an article unless it is more than can be kept.
fn fitting(article: Article, kind: SourceKind) -> Result<Imported, ImportError> {
    if records::fits(&article) {
        Ok(Imported::Article(Box::new(article), kind))
    } else {
        Err(ImportError::TooManyMarks)
    }
}

fn markdown_text(text: &str) -> Result<Article, ImportError> {
    // Fences are found by lines, so line ends must be one kind first.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let (front, below) = front::split(&text);
    let (meta, broken) = match front {
        Front::None => (Meta::default(), None),
        Front::Read(meta) => (*meta, None),
        Front::Broken(lines) => (Meta::default(), Some(lines)),
    };
    mend::article(markdown::read(below)?, meta, broken, Markup::Yes)
}

fn plain_text(text: &str, declared: Meta) -> Result<Article, ImportError> {
    mend::article(plain::read(text)?, declared, None, Markup::No)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{BlockKind, Body};
    use rstest::rstest;

    #[rstest]
    #[case::nothing(b"", "there is no text in it")]
    #[case::space(b" \n\t\xc2\xa0\n", "there is no text in it")]
    #[case::mark(b"\xef\xbb\xbf", "there is no text in it")]
    #[case::invisible("\u{200b}\u{200b}".as_bytes(), "there is no text in it")]
    #[case::only_front_matter(b"---\nlayout: post\n---\n", "there is no text in it")]
    #[case::pdf(b"%PDF-1.4\n", "it cannot be read: it is damaged")]
    #[case::page(
        b"<!DOCTYPE html><p>Words</p><script src=a.js></script>",
        "no article was found on the page; import --whole takes all of it"
    )]
    #[case::json(b"{\n\"a\": 1}", "it seems to be JSON data, not an article")]
    fn refusals_give_a_reason(#[case] bytes: &[u8], #[case] reason: &str) {
        let error = import(
            bytes,
            Hint {
                name: "a.md",
                ..Hint::default()
            },
        )
        .unwrap_err();
        assert_eq!(error.to_string(), reason);
    }

    #[test]
    fn what_is_too_large_is_refused() {
        let bytes = vec![b'a'; LARGEST as usize + 1];
        assert_eq!(
            import(
                &bytes,
                Hint {
                    name: "-",
                    ..Hint::default()
                }
            ),
            Err(ImportError::TooLarge { bytes: LARGEST + 1 })
        );
    }

    #[rstest]
    #[case::text(b"Words", LARGEST, ImportError::TooLarge { bytes: LARGEST + 1 })]
    #[case::pdf(b"%PDF-1.7\n", LARGEST_BOOK, ImportError::TooLargeBook { bytes: LARGEST_BOOK + 1 })]
    fn books_may_be_larger(
        #[case] first_bytes: &[u8],
        #[case] most: u64,
        #[case] reason: ImportError,
    ) {
        assert_eq!(largest(first_bytes), most);
        assert_eq!(too_large(first_bytes, most + 1), reason);
    }

    fn checked(text: &str, name: &str) {
        let Ok(article) = import(
            text.as_bytes(),
            Hint {
                name,
                ..Hint::default()
            },
        ) else {
            return;
        };
        let body = &article.body;
        Body::from_parts(body.text().to_owned(), body.blocks().to_vec()).unwrap();
        let headlines = body
            .blocks()
            .iter()
            .filter(|block| block.kind == BlockKind::Headline)
            .count();
        assert_eq!(headlines, usize::from(!article.meta.title.is_empty()));
        if headlines == 1 {
            assert_eq!(
                body.slice(body.blocks()[0].span),
                article.meta.title.as_str()
            );
        }
    }

    #[rstest]
    #[case::quotes(">".repeat(20_000))]
    #[case::quotes_with_words("> ".repeat(20_000) + "x")]
    #[case::brackets("[".repeat(20_000))]
    #[case::links("[a](".repeat(20_000))]
    #[case::pictures("![a".repeat(20_000))]
    #[case::stars("*a _b ".repeat(20_000))]
    #[case::ticks("`a ``b ```c ".repeat(5_000))]
    #[case::lists("- ".repeat(20_000) + "x")]
    #[case::deep_lists((0..400).map(|n| "  ".repeat(n) + "- x\n").collect::<String>())]
    #[case::tags("<a \"".repeat(20_000))]
    #[case::comments("<div><!--".repeat(20_000))]
    #[case::entities("&".repeat(50_000))]
    #[case::marks("e\u{301}".repeat(10) + &"&#x301;".repeat(1_000))]
    #[case::footnotes((0..5_000).map(|n| "[^".to_owned() + &n.to_string() + "]: x\n").collect::<String>())]
    #[case::wide_table(format!("{}\n{}\n{}", "|a".repeat(500), "|-".repeat(500), "|x\n".repeat(500)))]
    #[case::one_line("word ".repeat(400_000))]
    #[case::paragraphs("a b c\n\n".repeat(100_000))]
    #[case::torn("these are more than forty bytes of **words** in a row\n\n".repeat(20_000))]
    #[case::fences("---\na: b\n".repeat(20_000))]
    #[case::labels("url:\n\n".repeat(20_000))]
    fn hostile_texts_are_read_or_refused(#[case] text: String) {
        checked(&text, "a.md");
        checked(&text, "a.txt");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            for name in ["a.md", "-"] {
                let _ = import(&bytes, Hint { name, ..Hint::default() });
            }
        }

        #[test]
        fn any_text_makes_a_sound_body(text in "(\\PC|\n|[#*_>`~|\\[\\]()!&;:<>\"\u{301}\u{200d}\t -]{1,6}|By |Feb 1, 2022|https://a.example/|Original url:|\n\n){0,60}") {
            checked(&text, "a.md");
            checked(&text, "a.txt");
        }
    }
}
