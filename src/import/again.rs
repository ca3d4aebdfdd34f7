//! Reads an article anew from the bytes that were kept of it, as an import of the same bytes would today.

use crate::article::{Article, Clean, INCOMPLETE, Meta, Picture, Source, SourceKind};
use crate::import::{
    Beside, Extent, Hint, ImportError, Imported, archive, feed, import_illustrated, records,
};

/// Returns the version of what reads a kind of bytes. It grows with each change that makes other articles of them, so that
/// what an older one read can be read anew.
pub const fn reader(kind: SourceKind) -> u32 {
    match kind {
        // The second one keeps pictures.
        SourceKind::Page | SourceKind::Mhtml | SourceKind::Book => 2,
        SourceKind::Markdown
        | SourceKind::Plain
        | SourceKind::Pdf
        | SourceKind::Record
        | SourceKind::Item
        | SourceKind::Entry => 1,
    }
}

/// Returns what is known of bytes that were just read.
pub fn source(kind: SourceKind, hint: Hint<'_>, extent: Extent) -> Source {
    let line = |text: &str| Clean::line(text);
    Source {
        kind,
        reader: reader(kind),
        name: line(hint.name),
        url: hint.url.map(line),
        charset: hint.charset.map(line),
        is_whole: extent == Extent::Whole,
        is_joined: false,
    }
}

/// An article that was read anew.
#[derive(Debug)]
pub struct Again {
    /// The article.
    pub article: Article,
    /// What it was read as.
    pub kind: SourceKind,
    /// Its pictures.
    pub pictures: Vec<Picture>,
}

/// Reads an article anew. `known` is what the library has of it, and `beside` finds the pictures that once lay beside it.
///
/// # Errors
/// The reason why there is no article in it any more.
pub fn again(
    bytes: &[u8],
    source: &Source,
    known: Meta,
    beside: Beside<'_>,
) -> Result<Again, ImportError> {
    let broken = |reason: String| ImportError::Broken { reason };
    let text = || std::str::from_utf8(bytes).map_err(|_| broken("it is not UTF-8".to_owned()));
    let article = match source.kind {
        SourceKind::Record => {
            let record = records::read_line(text()?);
            record.map_err(|error| broken(error.to_string()))?.article
        }
        SourceKind::Item => {
            let entry = feed::Entry::read(text()?)?;
            let mut article = entry.article()?;
            if entry.is_cut() {
                article.meta.tags.push(Clean::line(INCOMPLETE));
            }
            article
        }
        SourceKind::Entry => archive::Entry::read(text()?)?.into_record()?.article,
        _ => return of_file(bytes, source, known, beside),
    };
    Ok(Again {
        article,
        kind: source.kind,
        pictures: Vec::new(),
    })
}

fn of_file(
    bytes: &[u8],
    source: &Source,
    known: Meta,
    beside: Beside<'_>,
) -> Result<Again, ImportError> {
    let hint = Hint {
        name: &source.name,
        url: source.url.as_deref(),
        charset: source.charset.as_deref(),
    };
    let extent = if source.is_whole {
        Extent::Whole
    } else {
        Extent::Article
    };
    let (imported, pictures) = import_illustrated(bytes, hint, extent, beside)?;
    let Imported::Article(article, kind) = imported else {
        return Err(ImportError::Several);
    };
    let mut article = *article;
    if source.is_joined {
        join(&mut article.meta, known);
    }
    Ok(Again {
        article,
        kind,
        pictures,
    })
}

/// Gives a page what was known of its article before it came.
fn join(page: &mut Meta, known: Meta) {
    page.url = known.url.or(page.url.take());
    page.site = known.site.or(page.site.take());
    page.published = page.published.take().or(known.published);
    if page.byline.is_empty() {
        page.byline = known.byline;
    }
    if page.tags.is_empty() {
        // Whether it is complete shows now.
        let tags = known.tags.into_iter();
        page.tags = tags.filter(|tag| tag.as_str() != INCOMPLETE).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::import_all;
    use rstest::rstest;

    const PAGE: &[u8] = "<!doctype html><html lang=en><head><title>Ferry stops</title></head><body><article><h1>Ferry stops</h1>\
        <p>The ferry to the island was stopped on Tuesday because of the storm, the harbour master said in the morning, and \
        nobody knows when it will sail again.</p></article></body></html>"
        .as_bytes();

    #[rstest]
    #[case::page("a.html", PAGE, SourceKind::Page)]
    #[case::markdown("a.md", b"# Ferry\n\nIt stops.", SourceKind::Markdown)]
    #[case::plain("a.txt", b"Ferry\n\nIt stops.\n", SourceKind::Plain)]
    fn a_file_gives_the_same_article_again(
        #[case] name: &str,
        #[case] bytes: &[u8],
        #[case] kind: SourceKind,
    ) {
        let hint = Hint {
            name,
            ..Hint::default()
        };
        let Imported::Article(article, found) = import_all(bytes, hint, Extent::Article).unwrap()
        else {
            panic!("one article");
        };
        assert_eq!(found, kind);
        let source = source(kind, hint, Extent::Article);
        let again = again(bytes, &source, Meta::default(), &|_| None).unwrap();
        assert_eq!((again.article, again.kind), (*article, kind));
    }

    #[test]
    fn an_item_of_a_feed_stands_alone() {
        let feed = "<rss><channel><title>Gull Post</title><link>https://gull.example/</link><item><title>Ferry stops</title>\
            <link>/ferry</link><author>Ann Roy</author><category>boats</category>\
            <description>&lt;p>It &lt;a href='b'>stops&lt;/a>.&lt;/p></description>\
            <enclosure url='https://gull.example/a.mp3' type='audio/mpeg' length='5000'/></item><item><title>Cut</title>\
            <description>Half of";
        let feed = feed::read(feed.as_bytes(), Some("https://gull.example/feed"), None).unwrap();
        let mut count = 0;
        for entry in feed.into_entries() {
            let mut article = entry.article().unwrap();
            if entry.is_cut() {
                article.meta.tags.push(Clean::line(INCOMPLETE));
            }
            let source = source(SourceKind::Item, Hint::default(), Extent::Article);
            let read = again(entry.write().as_bytes(), &source, Meta::default(), &|_| {
                None
            })
            .unwrap();
            assert_eq!((read.article, read.kind), (article, SourceKind::Item));
            count += 1;
        }
        assert_eq!(count, 2);
    }

    #[test]
    fn an_entry_of_another_program_stands_alone() {
        let file = b"title,url,time_added,tags,status\nFerry,https://sound.example/ferry,1700000000,boats|news,archive\n";
        let archive = archive::read(file).unwrap().unwrap();
        let entry = archive.into_entries().remove(0);
        let source = source(SourceKind::Entry, Hint::default(), Extent::Article);
        let read = again(entry.write().as_bytes(), &source, Meta::default(), &|_| {
            None
        })
        .unwrap();
        assert_eq!(read.article, entry.into_record().unwrap().article);
    }

    #[rstest]
    #[case(SourceKind::Record)]
    #[case(SourceKind::Item)]
    #[case(SourceKind::Entry)]
    fn what_cannot_be_read_is_an_error(#[case] kind: SourceKind) {
        let source = source(kind, Hint::default(), Extent::Article);
        for bytes in [&b"\xff"[..], b"", b"[]", b"{", b"{\"base\": 1}", b"null"] {
            assert!(again(bytes, &source, Meta::default(), &|_| None).is_err());
        }
        let deep = "[".repeat(100_000);
        assert!(again(deep.as_bytes(), &source, Meta::default(), &|_| None).is_err());
    }

    #[test]
    fn what_was_known_before_the_page_came_stands_where_the_page_says_nothing() {
        let hint = Hint {
            name: "page.html",
            url: Some("https://gull.example/other"),
            charset: None,
        };
        let source = Source {
            is_joined: true,
            ..source(SourceKind::Page, hint, Extent::Article)
        };
        let known = Meta {
            url: Some(Clean::line("https://gull.example/ferry")),
            byline: vec![Clean::line("Ann Roy")],
            tags: vec![Clean::line("boats"), Clean::line(INCOMPLETE)],
            ..Meta::default()
        };
        let meta = again(PAGE, &source, known, &|_| None).unwrap().article.meta;
        assert_eq!(meta.url.as_deref(), Some("https://gull.example/ferry"));
        assert_eq!(meta.byline, [Clean::line("Ann Roy")]);
        assert_eq!(meta.tags, [Clean::line("boats")]);
        assert_eq!(meta.title.as_str(), "Ferry stops");
    }
}
