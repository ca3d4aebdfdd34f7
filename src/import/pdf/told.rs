//! What a PDF says of itself: title, authors, date and language, where that is plausible. Many were named by the program
//! that made them.

use hayro_syntax::Pdf;
use hayro_syntax::metadata::Metadata;
use hayro_syntax::object::{Dict, Stream, String as Bytes};

use crate::article::{Clean, Meta};
use crate::import::pdf::{sizes, strings};
use crate::import::{byline, dates, language};

/// Most bytes of the description in XML.
const MOST: usize = 1 << 20;

/// What titles begin with that programs gave.
const NO_TITLES: &[&str] = &[
    "microsoft ",
    "untitled",
    "unbenannt",
    "sans titre",
    "sin título",
    "document",
    "dokument",
    "slide ",
    "powerpoint",
    "presentation",
    "print",
    "title",
    "none",
    "null",
    "layout",
    "about:blank",
    "http://",
    "https://",
    "file:",
];

/// What titles end with that are names of files.
const FILES: &[&str] = &[
    ".doc", ".docx", ".pdf", ".indd", ".qxd", ".tex", ".dvi", ".ps", ".odt", ".rtf", ".txt",
    ".htm", ".html", ".ppt", ".pptx", ".xls", ".xlsx", ".pages", ".md", ".eps", ".ai",
];

/// Names that are no authors.
const NO_AUTHORS: &[&str] = &[
    "user",
    "admin",
    "administrator",
    "owner",
    "root",
    "unknown",
    "anonymous",
    "author",
    "default",
    "guest",
];

/// Returns what a document says of itself.
pub(super) fn meta(pdf: &Pdf, catalog: Option<&Dict<'_>>) -> Meta {
    let info = pdf.metadata();
    let xml = catalog.and_then(description).unwrap_or_default();
    let of_info = |bytes: &Option<Box<[u8]>>| bytes.as_deref().map(strings::text);
    let title = of_info(&info.title)
        .into_iter()
        .chain(entry(&xml, "dc:title"));
    let author = of_info(&info.author)
        .into_iter()
        .chain(entry(&xml, "dc:creator"));
    let declared = catalog.and_then(|catalog| catalog.get::<Bytes<'_>>("Lang"));
    let declared = declared.map(|lang| strings::text(lang.as_bytes()));
    Meta {
        title: title
            .map(|title| Clean::line(&title))
            .find(|title| is_title(title))
            .unwrap_or_default(),
        byline: author
            .map(|author| authors(&author))
            .find(|names| !names.is_empty())
            .unwrap_or_default(),
        published: date(info),
        lang: declared.and_then(|lang| language::declared(&lang)),
        ..Meta::default()
    }
}

fn description(catalog: &Dict<'_>) -> Option<String> {
    let stream = catalog.get::<Stream<'_>>("Metadata")?;
    let bytes = sizes::unpacked(&stream).filter(|bytes| bytes.len() <= MOST)?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// Returns the first text within an element.
fn entry(xml: &str, name: &str) -> Option<String> {
    let (_, rest) = xml.split_once(&format!("<{name}"))?;
    let (inner, _) = rest.split_once(&format!("</{name}"))?;
    let text = inner.split('>').skip(1).find_map(|part| {
        let text = part.split('<').next().unwrap_or_default().trim();
        (!text.is_empty()).then_some(text)
    })?;
    let text = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"");
    Some(
        text.replace("&apos;", "'")
            .replace("&#39;", "'")
            .replace("&amp;", "&"),
    )
}

fn is_title(title: &str) -> bool {
    let lower = title.to_lowercase();
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    letters >= 4
        // Names of files have no spaces, but neither has Chinese.
        && (title.contains(' ') || !title.is_ascii())
        && !title.contains('\u{fffd}')
        && !NO_TITLES.iter().any(|start| lower.starts_with(start))
        && !FILES.iter().any(|end| lower.ends_with(end))
}

fn authors(declared: &str) -> Vec<Clean> {
    let is_name = |name: &Clean| {
        let lower = name.to_lowercase();
        let is_listed = NO_AUTHORS.contains(&lower.as_str());
        !is_listed && name.contains(' ') && !name.contains(['@', '\\', '/', '\u{fffd}'])
    };
    byline::declared(declared)
        .into_iter()
        .filter(is_name)
        .collect()
}

fn date(info: &Metadata) -> Option<Clean> {
    let date = info.creation_date?;
    // Clocks that were never set.
    if date.year < 1985 {
        return None;
    }
    dates::published(&format!(
        "{:04}-{:02}-{:02}",
        date.year, date.month, date.day
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("The ferry stops", true)]
    #[case("Microsoft Word - ferry.doc", false)]
    #[case("untitled", false)]
    #[case("ferry_final_2", false)]
    #[case("The ferry stops.docx", false)]
    #[case("フェリーが止まる", true)]
    #[case("12 34", false)]
    fn titles(#[case] title: &str, #[case] expected: bool) {
        assert_eq!(is_title(title), expected);
    }

    #[test]
    fn entries_of_the_description() {
        let xml = "<dc:title><rdf:Alt><rdf:li xml:lang='x-default'>Ships &amp; storms</rdf:li></rdf:Alt></dc:title>";
        assert_eq!(entry(xml, "dc:title").as_deref(), Some("Ships & storms"));
        assert_eq!(entry(xml, "dc:creator"), None);
    }

    #[test]
    fn authors_are_persons() {
        let names = |declared| {
            authors(declared)
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
        };
        assert_eq!(names("Ann Roy, Bo Lind"), ["Ann Roy", "Bo Lind"]);
        assert!(names("Administrator").is_empty());
        assert!(names("aroy").is_empty());
    }
}
