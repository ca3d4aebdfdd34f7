//! Which format a text is in, from its name and its content. Reads none of them.

use serde_json::{Map, Value};

use crate::import::ImportError;
use crate::import::feed;
use crate::import::front::{self, Front};

/// What a text is to be read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Markdown,
    Plain,
    Page,
    Mhtml,
    Feed,
}

/// Points that make a text Markdown where its name leaves it open.
const ENOUGH: usize = 2;

/// How much of a text is looked at, in bytes.
const SAMPLE: usize = 256 * 1024;

/// Returns the format of a text.
///
/// # Errors
/// When it is data of a kind that holds no article.
pub(super) fn of(name: &str, text: &str) -> Result<Format, ImportError> {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    if is_mhtml(text) {
        return Ok(Format::Mhtml);
    }
    if is_page(text) {
        return Ok(Format::Page);
    }
    match feed::kind(text) {
        Some(feed::Kind::Xml | feed::Kind::Json) => return Ok(Format::Feed),
        Some(feed::Kind::Opml) => return Err(ImportError::Opml),
        None => {}
    }
    refused(text).map_or(Ok(()), Err)?;
    let extension = name
        .rsplit(['/', '\\'])
        .next()
        .and_then(|file| file.rsplit_once('.'))
        .map(|(_, ending)| ending.to_lowercase());
    Ok(match extension.as_deref() {
        Some("html" | "htm" | "xhtml") if text.starts_with('<') => Format::Page,
        Some("md" | "markdown" | "mdown" | "mkd" | "mdx" | "qmd") => Format::Markdown,
        _ if signs(text) >= ENOUGH => Format::Markdown,
        _ => Format::Plain,
    })
}

/// Whether a text begins as only a web page does, maybe below comments.
fn is_page(text: &str) -> bool {
    let mut text = text;
    while let Some(inner) = text.strip_prefix("<!--") {
        let Some((_, below)) = inner.split_once("-->") else {
            return false;
        };
        text = below.trim_start();
    }
    let is_tag = |name: &str| {
        begins(text, name)
            && text
                .get(name.len()..)
                .is_some_and(|rest| rest.starts_with(|c: char| c == '>' || c.is_ascii_whitespace()))
    };
    let head = text
        .get(..text.floor_char_boundary(1024))
        .unwrap_or_default();
    is_tag("<!doctype html")
        || is_tag("<html")
        || is_tag("<head")
        || (begins(text, "<?xml") && head.to_ascii_lowercase().contains("<html"))
}

/// Whether a text begins with the headers of a mail made of related parts.
fn is_mhtml(text: &str) -> bool {
    let end = text.floor_char_boundary(16 * 1024);
    let head = text.get(..end).unwrap_or_default();
    // The headers end at the first empty line, and each begins with a name and a colon.
    let head = head.split("\n\n").next().unwrap_or_default();
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let named = head
        .lines()
        .next()
        .and_then(|line| line.split_once(':'))
        .is_some_and(|(name, _)| !name.is_empty() && !name.contains(' '));
    let head = head.to_ascii_lowercase();
    named
        && head.contains("mime-version:")
        && (head.contains("multipart/related") || head.contains("content-type: text/html"))
}

fn begins(text: &str, opening: &str) -> bool {
    text.get(..opening.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(opening))
}

fn refused(text: &str) -> Option<ImportError> {
    let begins = |opening| begins(text, opening);
    if begins("<?xml") || begins("<rss") || begins("<feed") {
        return Some(ImportError::NotAnArticle { what: "XML data" });
    }
    let json = text.starts_with('{')
        && text.trim_end().ends_with('}')
        && text.trim_start_matches('{').trim_start().starts_with('"');
    let first = text.lines().next().unwrap_or_default();
    let is_object = || serde_json::from_str::<Map<String, Value>>(first).is_ok();
    (json || (first.starts_with('{') && is_object()))
        .then_some(ImportError::NotAnArticle { what: "JSON data" })
}

/// Counts what only Markdown is written with. One stray star or number sign is not enough.
fn signs(text: &str) -> usize {
    let sample = text.get(..text.floor_char_boundary(SAMPLE)).unwrap_or(text);
    if !matches!(front::split(sample).0, Front::None) {
        return ENOUGH;
    }
    let mut points = 0;
    let mut strong = 0;
    let mut first = true;
    for line in sample
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.trim().is_empty())
    {
        let level = line.bytes().take_while(|b| *b == b'#').count();
        if (1..=6).contains(&level) && line.as_bytes().get(level) == Some(&b' ') {
            points += if first { ENOUGH } else { 1 };
        }
        first = false;
        if line.starts_with("```") || is_delimiter_row(line) || has_link(line) {
            points += ENOUGH;
        }
        if line.starts_with("> ") || is_address_in_brackets(line) {
            points += 1;
        }
        strong += usize::from(has_strong(line));
        if points >= ENOUGH {
            break;
        }
    }
    points + strong.min(ENOUGH)
}

/// `[words](…)`, also with a dead address.
fn has_link(line: &str) -> bool {
    let Some((before, after)) = line.split_once("](") else {
        return false;
    };
    let opens = ["#", "/", "http", "mailto:", "<", ")", "."]
        .iter()
        .any(|start| after.starts_with(start));
    opens && before.contains('[') && after.contains(')')
}

/// `**words**` without space inside the stars.
fn has_strong(line: &str) -> bool {
    let mut parts = line.split("**");
    parts.next();
    let inner = parts.next().unwrap_or_default();
    parts.next().is_some() && !inner.is_empty() && inner.trim() == inner
}

fn is_delimiter_row(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn is_address_in_brackets(line: &str) -> bool {
    line.starts_with("<http") && line.ends_with('>') && !line.contains(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::extension("a.md", "Words.", Format::Markdown)]
    #[case::upper("DIR.d/A.MARKDOWN", "Words.", Format::Markdown)]
    #[case::plain("a.txt", "Words.", Format::Plain)]
    #[case::none("-", "Words.", Format::Plain)]
    #[case::heading("a.txt", "\n\n# Ferry stops\n\nWords.", Format::Markdown)]
    #[case::dead_link("a.txt", "Ferry\n\nIt was [reported](#) so.", Format::Markdown)]
    #[case::front("a.txt", "---\ntitle: Ferry\n---\nWords.", Format::Markdown)]
    #[case::strong("a.txt", "**One** word.\n\n**Two** words.", Format::Markdown)]
    #[case::table("a", "a | b\n--|--\n1 | 2", Format::Markdown)]
    #[case::stray_star("a.txt", "Offer*\n\n* Not everywhere.", Format::Plain)]
    #[case::stray_hash("a.txt", "We are #1.\n\n# of boats: 3", Format::Plain)]
    #[case::one_strong("a.txt", "He said **no** to it.", Format::Plain)]
    #[case::indented("a.txt", "Words.\n\n    Indented.", Format::Plain)]
    #[case::brackets("a.txt", "“[It] is (so),” he said [in 2015](sic).", Format::Plain)]
    fn formats(#[case] name: &str, #[case] text: &str, #[case] expected: Format) {
        assert_eq!(of(name, text).unwrap(), expected);
    }

    #[rstest]
    #[case("<!DOCTYPE html><p>x", Format::Page)]
    #[case("\n <HTML lang=en>", Format::Page)]
    #[case(
        "<!-- saved from url=(0019)https://a.example/b -->\n<html>",
        Format::Page
    )]
    #[case("<?xml version='1.0'?>\n<!DOCTYPE html><html>", Format::Page)]
    #[case(
        "From: <Saved by a browser>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x",
        Format::Mhtml
    )]
    #[case("<html5 is a word", Format::Markdown)]
    #[case("<div>Words</div>", Format::Markdown)]
    fn web_pages(#[case] text: &str, #[case] expected: Format) {
        assert_eq!(of("a.md", text).unwrap(), expected);
    }

    #[rstest]
    #[case("<?xml version='1.0'?><rss></rss>")]
    #[case("<!-- made by hand --><feed xmlns='http://www.w3.org/2005/Atom'/>")]
    #[case("<rdf:RDF><item/></rdf:RDF>")]
    #[case("{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}")]
    fn feeds(#[case] text: &str) {
        assert_eq!(of("a.xml", text), Ok(Format::Feed));
    }

    #[rstest]
    #[case("<?xml version='1.0'?><gpx></gpx>")]
    #[case("<opml><body/></opml>")]
    #[case("{\n \"a\": 1\n}\n")]
    #[case("{\"a\":1}\n{\"b\":2}\nnonsense")]
    fn what_is_no_article(#[case] text: &str) {
        assert!(of("a.md", text).is_err());
    }
}
