//! Zotero, and others that keep references: CSL-JSON, with abstracts and notes, but no texts.

use crate::article::Clean;
use crate::import::archive::entry::Entry;
use crate::import::archive::json::{self, Object};
use crate::import::archive::when;
use crate::import::{dates, html, language};

pub(super) fn entry(object: &Object) -> Entry {
    let site = Clean::line(&words(&json::text(object, "container-title")));
    let mut entry = Entry {
        added: date(object, "accessed").and_then(|day| when::moment(&day)),
        published: date(object, "issued").and_then(|day| dates::published(&day)),
        lang: language::declared(&json::text(object, "language")),
        byline: json::objects(object, "author")
            .map(name)
            .filter(|name| !name.is_empty())
            .collect(),
        site: (!site.is_empty()).then_some(site),
        excerpt: words(&json::text(object, "abstract")),
        note: words(&json::text(object, "note")),
        ..Entry::at(&json::text(object, "URL"))
    };
    entry.set_title(&words(&json::text(object, "title")));
    entry.tag(json::text(object, "keyword").split([',', ';']));
    entry
}

/// Returns the words of a value that may hold tags.
pub(super) fn words(raw: &str) -> String {
    let pieces = html::pieces(raw);
    let words: Vec<&str> = pieces
        .iter()
        .map(|piece| piece.words.trim())
        .filter(|words| !words.is_empty())
        .collect();
    words.join("\n\n")
}

fn name(author: &Object) -> Clean {
    let part = |name| json::text(author, name);
    let literal = part("literal");
    if !literal.is_empty() {
        return Clean::line(&literal);
    }
    let parts = [part("given"), part("non-dropping-particle"), part("family")];
    Clean::line(&parts.join(" "))
}

/// Returns a day: from its parts, or as it was written. A year or month alone is none.
fn date(object: &Object, name: &str) -> Option<String> {
    let date = object.get(name)?.as_object()?;
    let raw = json::text(date, "raw");
    if !raw.is_empty() {
        return Some(raw);
    }
    let parts = date.get("date-parts")?.get(0)?.as_array()?;
    let number = |at: usize| {
        let value = parts.get(at)?;
        let text = value.as_str().map(str::parse).and_then(Result::ok);
        value.as_u64().or(text).filter(|number| *number < 10_000)
    };
    let (year, month, day) = (number(0)?, number(1)?, number(2)?);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_alone_is_no_date() {
        let object = |json: &str| serde_json::from_str::<Object>(json).unwrap();
        let year = object(r#"{"issued":{"date-parts":[[2020]]}}"#);
        assert_eq!(date(&year, "issued"), None);
        let day = object(r#"{"issued":{"date-parts":[["2020",2,3]]}}"#);
        assert_eq!(date(&day, "issued").as_deref(), Some("2020-02-03"));
    }
}
