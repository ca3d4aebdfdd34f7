//! Books (EPUB 2 and 3): the chapters in reading order as one article, each under a heading, so that the contents of the
//! article are those of the book. Knows the package; its pages are read like those of the web.

use std::cell::RefCell;
use std::collections::HashMap;
use std::io::{self, Cursor, Read};
use std::sync::Arc;

use rbook::Epub;
use rbook::epub::spine::EpubSpineEntry;
use url::Url;
use zip::ZipArchive;

use crate::article::{Article, Clean, Leaf, Meta};
use crate::import::album::{self, Album, Found, unescaped};
use crate::import::draft::{Draft, Kind};
use crate::import::mend::{self, Markup};
use crate::import::{ImportError, LARGEST, dates, language, page};

/// What the first bytes of a zip archive are.
const ZIP: &[u8] = b"PK\x03\x04";
/// What the first part of a book says, and within how many bytes: it is called `mimetype` and not packed.
const MIMETYPE: &[u8] = b"mimetypeapplication/epub+zip";
const HEAD: usize = 128;

/// Most bytes of all parts, unpacked, pictures and fonts too; and most parts.
const MOST_UNPACKED: u64 = 256 << 20;
const MOST_PARTS: usize = 20_000;
/// Most authors: a collection has dozens.
const MOST_NAMES: usize = 50;

/// Whether bytes are a book.
pub(super) fn is_epub(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    head.starts_with(ZIP)
        && head
            .windows(MIMETYPE.len())
            .any(|window| window == MIMETYPE)
}

/// Reads a book, and puts the pictures of its figures into an album.
///
/// # Errors
/// When it is damaged, locked, or has no text; when it would become too large.
pub(super) fn read(bytes: &[u8], album: Option<&mut Album<'_>>) -> Result<Article, ImportError> {
    let archive = look_into(bytes)?;
    // The library wants to own what it reads.
    let shared: Arc<[u8]> = Arc::from(bytes);
    let book = Epub::read(Cursor::new(shared)).map_err(|error| broken(&error))?;
    let labels = labels(&book);
    let mut drafts = Vec::new();
    let mut left = LARGEST;
    // What is not linear is beside the text: answers, notes that open in a window, the cover.
    for place in book.spine().iter().filter(EpubSpineEntry::is_linear) {
        let Some(part) = place.manifest_entry() else {
            continue;
        };
        if !part.media_type().contains("html") {
            continue;
        }
        // One chapter that cannot be read costs no other.
        let Ok(text) = part.read_str() else {
            continue;
        };
        left = left
            .checked_sub(text.len() as u64)
            .ok_or(ImportError::TooLarge { bytes: LARGEST + 1 })?;
        let label = labels.get(part.href().path().as_str());
        let mut chapter = page::fragment(&text, None)?;
        name_pictures(&mut chapter, part.href().path().as_str());
        add_chapter(&mut drafts, chapter, label.map(String::as_str));
    }
    let (article, wanted) = mend::illustrated(drafts, meta(&book), None, Markup::Yes)?;
    if let Some(album) = album {
        let archive = RefCell::new(archive);
        album.gather(&wanted, &|name| part(&mut archive.borrow_mut(), name));
    }
    Ok(article)
}

/// Names the pictures of a chapter by their places in the archive, whatever folder the chapter is in.
fn name_pictures(chapter: &mut [Draft], path: &str) {
    // The host is none of the book's; what leads up and out of the book ends at its top.
    let Ok(base) = Url::parse("book://book/").and_then(|top| top.join(path)) else {
        return;
    };
    for draft in chapter {
        draft.picture.retain_mut(|address| {
            let place = base
                .join(address)
                .ok()
                .filter(|it| it.host_str() == Some("book"));
            place.is_some_and(|place| {
                let path = unescaped(place.path().trim_start_matches('/'));
                *address = String::from_utf8_lossy(&path).into_owned();
                true
            })
        });
    }
}

/// Returns a part of the archive, when it may be a picture.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<Found> {
    let part = archive.by_name(name).ok()?;
    let mut bytes = Vec::new();
    // One byte more tells that it is too large; what it says itself may be wrong.
    part.take(album::LARGEST + 1).read_to_end(&mut bytes).ok()?;
    Some(Found::from(bytes))
}

/// Unpacks everything once into nothing, so that what is unpacked later is known to have bounds.
fn look_into(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, ImportError> {
    const LOCKS: &[&str] = &["META-INF/rights.xml", "META-INF/license.lcpl"];
    let bomb = || ImportError::Bomb {
        most: MOST_UNPACKED,
        parts: MOST_PARTS,
    };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    if archive.len() > MOST_PARTS {
        return Err(bomb());
    }
    if LOCKS
        .iter()
        .any(|lock| archive.index_for_name(lock).is_some())
    {
        return Err(ImportError::Locked);
    }
    let mut left = MOST_UNPACKED;
    for number in 0..archive.len() {
        // One that is damaged is found out when it is wanted.
        let Ok(part) = archive.by_index(number) else {
            continue;
        };
        let Ok(size) = io::copy(&mut part.take(left + 1), &mut io::sink()) else {
            continue;
        };
        left = left.checked_sub(size).ok_or_else(bomb)?;
    }
    Ok(archive)
}

fn broken(error: &dyn std::fmt::Display) -> ImportError {
    ImportError::Broken {
        reason: Clean::line(&error.to_string()).to_string(),
    }
}

/// Returns what the contents call each page of the book.
fn labels(book: &Epub) -> HashMap<String, String> {
    let mut labels = HashMap::new();
    let Some(contents) = book.toc().contents() else {
        return labels;
    };
    for entry in contents.flatten() {
        if let Some(href) = entry.href() {
            // The first one that leads to a page names it; others lead into it.
            labels
                .entry(href.path().as_str().to_owned())
                .or_insert_with(|| entry.label().trim().to_owned());
        }
    }
    labels
}

/// Adds a chapter; one without a heading of its own gets the one that the contents have for it.
fn add_chapter(drafts: &mut Vec<Draft>, chapter: Vec<Draft>, label: Option<&str>) {
    if chapter.is_empty() {
        return;
    }
    let is_headed = |draft: &Draft| matches!(draft.kind, Kind::Heading(_) | Kind::Headline);
    let has_heading = chapter.iter().take(3).any(is_headed);
    if let Some(label) = label.filter(|label| !has_heading && !label.is_empty()) {
        drafts.push(Draft::new(Kind::Heading(1), Leaf::plain(label)));
    }
    drafts.extend(chapter.into_iter().map(|mut draft| {
        // The headline is the book's.
        if draft.kind == Kind::Headline {
            draft.kind = Kind::Heading(1);
        }
        draft
    }));
}

fn meta(book: &Epub) -> Meta {
    let said = book.metadata();
    let line = |value: &str| Some(Clean::line(value)).filter(|line| !line.is_empty());
    Meta {
        title: said
            .title()
            .map(|title| Clean::line(title.value()))
            .unwrap_or_default(),
        byline: said
            .creators()
            .filter_map(|one| line(one.value()))
            .take(MOST_NAMES)
            .collect(),
        site: said.publishers().find_map(|one| line(one.value())),
        published: said
            .published_entry()
            .and_then(|entry| dates::published(entry.value())),
        url: None,
        lang: said
            .language()
            .and_then(|one| language::declared(one.value())),
        tags: page::kept_tags(said.tags().map(|tag| tag.value().to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::BlockKind;
    use crate::import::album::tests::gif;
    use std::io::Write;
    use zip::write::SimpleFileOptions;

    fn read(bytes: &[u8]) -> Result<Article, ImportError> {
        super::read(bytes, None)
    }

    const CONTAINER: &str = r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
        <rootfiles><rootfile full-path="book/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
    const PACKAGE: &str = r#"<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
        <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
          <dc:identifier id="id">urn:x:1</dc:identifier><dc:title>The Night Ferry</dc:title><dc:creator>Ada Holm</dc:creator>
          <dc:creator>Bo Lind</dc:creator><dc:publisher>Harbour Books</dc:publisher><dc:language>en-GB</dc:language>
          <dc:date>2021-05-04</dc:date><dc:subject>ferries</dc:subject></metadata>
        <manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
          <item id="two" href="two%20b.xhtml" media-type="application/xhtml+xml"/>
          <item id="one" href="one.xhtml" media-type="application/xhtml+xml"/>
          <item id="lost" href="lost.xhtml" media-type="application/xhtml+xml"/>
          <item id="cover" href="cover.xhtml" media-type="application/xhtml+xml"/></manifest>
        <spine><itemref idref="cover" linear="no"/><itemref idref="one"/><itemref idref="lost"/><itemref idref="two"/></spine></package>"#;
    const NAV: &str = r#"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
        <nav epub:type="toc"><ol><li><a href="one.xhtml">Embarking</a></li><li><a href="two%20b.xhtml#top">At sea</a></li></ol></nav></body></html>"#;
    const ONE: &str = "<html><body><h1>One: embarking</h1><p>The ferry waited. &#8220;We leave at nine,&#8221; said the \
        captain.\u{1b}[31m</p><ul><li>rope</li></ul></body></html>";
    const TWO: &str = "<html><body><p>Nobody slept that night, for the sea was rough and the lamps were out.</p></body></html>";

    fn book(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let stored =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file("mimetype", stored).unwrap();
        zip.write_all(b"application/epub+zip").unwrap();
        for (name, text) in parts {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    const PARTS: &[(&str, &str)] = &[
        ("META-INF/container.xml", CONTAINER),
        ("book/book.opf", PACKAGE),
        ("book/nav.xhtml", NAV),
        ("book/one.xhtml", ONE),
        ("book/two b.xhtml", TWO),
        (
            "book/cover.xhtml",
            "<html><body><p>A cover.</p></body></html>",
        ),
    ];

    #[test]
    fn chapters_come_in_reading_order_under_headings() {
        let bytes = book(PARTS);
        assert!(is_epub(&bytes));
        let article = read(&bytes).unwrap();
        let blocks: Vec<(BlockKind, &str)> = article
            .body
            .blocks()
            .iter()
            .map(|block| (block.kind.clone(), article.body.slice(block.span)))
            .collect();
        let heading = BlockKind::Heading;
        let expected = [
            (BlockKind::Headline, "The Night Ferry"),
            (heading(1), "One: embarking"),
            (
                BlockKind::Paragraph,
                "The ferry waited. “We leave at nine,” said the captain.",
            ),
            (BlockKind::Paragraph, "rope"),
            (heading(1), "At sea"),
            (
                BlockKind::Paragraph,
                "Nobody slept that night, for the sea was rough and the lamps were out.",
            ),
        ];
        assert_eq!(blocks, expected);
    }

    #[test]
    fn what_the_package_says_is_kept() {
        let meta = read(&book(PARTS)).unwrap().meta;
        let names: Vec<&str> = meta.byline.iter().map(Clean::as_str).collect();
        assert_eq!(names, ["Ada Holm", "Bo Lind"]);
        assert_eq!(meta.site.as_deref(), Some("Harbour Books"));
        assert_eq!(meta.published.as_deref(), Some("2021-05-04"));
        assert_eq!(meta.lang.as_deref(), Some("en"));
        assert_eq!(meta.tags, [Clean::line("ferries")]);
    }

    #[test]
    fn pictures_are_those_of_the_book_and_of_nowhere_else() {
        let picture = gif(64, 48, 200);
        let chapter = "<html><body><h1>One</h1><p>The ferry waited at the pier.</p>\
            <figure><img src='pictures/a%20b.gif'/><figcaption>The pier</figcaption></figure>\
            <figure><img src='../../../pictures/top.gif'/><figcaption>The sea</figcaption></figure>\
            <figure><img src='https://a.example/book/pictures/a%20b.gif'/><figcaption>The web</figcaption></figure>\
            <figure><img src='gone.gif'/><figcaption>The lost</figcaption></figure></body></html>";
        let mut parts = PARTS.to_vec();
        parts[3].1 = chapter;
        let mut zip = zip::ZipWriter::new_append(Cursor::new(book(&parts))).unwrap();
        for name in ["book/pictures/a b.gif", "pictures/top.gif"] {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&picture).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let nothing = |_: &str| None;
        let mut album = Album::new(&nothing);
        super::read(&bytes, Some(&mut album)).unwrap();
        let figures: Vec<usize> = album.pictures.iter().map(|it| it.shape.figure).collect();
        assert_eq!(figures, [0, 1]);
        assert!(album.pictures.iter().all(|it| it.bytes == picture));
    }

    #[test]
    fn a_locked_book_says_so() {
        let mut parts = PARTS.to_vec();
        parts.push(("META-INF/rights.xml", "<rights/>"));
        assert_eq!(read(&book(&parts)), Err(ImportError::Locked));
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let zeros = "0".repeat(MOST_UNPACKED as usize / 8 + 1);
        let names: Vec<String> = (0..8).map(|number| format!("book/{number}.bin")).collect();
        let mut parts = PARTS.to_vec();
        parts.extend(names.iter().map(|name| (name.as_str(), zeros.as_str())));
        let bytes = book(&parts);
        assert!(bytes.len() < 2 << 20);
        assert!(matches!(read(&bytes), Err(ImportError::Bomb { .. })));
    }

    #[test]
    fn a_chapter_that_comes_again_and_again_is_too_much() {
        let chapter = format!(
            "<html><body><p>{}</p></body></html>",
            "word ".repeat(400_000)
        );
        let again = "<itemref idref=\"one\"/>".repeat(20);
        let package = PACKAGE.replace("<itemref idref=\"one\"/>", &again);
        let mut parts = PARTS.to_vec();
        parts[1].1 = &package;
        parts[3].1 = &chapter;
        assert!(matches!(
            read(&book(&parts)),
            Err(ImportError::TooLarge { .. })
        ));
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn damage_is_read_or_refused(at in 0_usize..4_000, byte: u8, cut in 0_usize..4_000) {
            let mut bytes = book(PARTS);
            let length = bytes.len();
            bytes[at % length] = byte;
            let _ = read(&bytes);
            bytes.truncate(cut % length);
            let _ = read(&bytes);
        }
    }
}
