//! JSON Feed, versions 1 and 1.1. What has the wrong type is as good as missing.

use serde_json::{Map, Value};
use url::Url;

use crate::article::Clean;
use crate::import::feed::item::{Enclosure, Item, Words, date};
use crate::import::feed::{Feed, MOST_ITEMS, people};
use crate::import::page::kept_tags;
use crate::import::{ImportError, language};

/// How far down it says what it is, in bytes. The keys of an object have no order, but writers put it first.
const TOP: usize = 16 * 1024;

/// Whether a text is a JSON Feed.
pub(super) fn is_feed(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(TOP)).unwrap_or(text);
    let head = head.replace("\\/", "/");
    head.contains("\"version\"") && head.contains("://jsonfeed.org/version/")
}

/// Reads a feed that came from an address.
///
/// # Errors
/// When it is no JSON, also because it was cut off.
pub(super) fn read(text: &str, from: Option<&Url>) -> Result<Feed, ImportError> {
    let text = text.trim_start_matches('\u{feff}');
    let value: Map<String, Value> = serde_json::from_str(text).or_else(|error| {
        // One that was cut off has its items nevertheless.
        mended(text).ok_or_else(|| ImportError::Broken {
            reason: error.to_string(),
        })
    })?;
    let string = |name: &str| string(&value, name);
    let site = string("home_page_url").and_then(|raw| absolute(raw, from));
    let base = site.as_deref().and_then(|site| Url::parse(site).ok());
    let lang = string("language").and_then(language::declared);
    let writers = authors(&value);
    let items = value.get("items").and_then(Value::as_array);
    let items = items.into_iter().flatten().filter_map(Value::as_object);
    let items = items.take(MOST_ITEMS).map(|value| {
        let mut item = item(value, base.as_ref().or(from));
        item.lang = item.lang.or_else(|| lang.clone());
        if item.byline.is_empty() {
            item.byline.clone_from(&writers);
        }
        item
    });
    Ok(Feed {
        title: string("title").map(Clean::line).unwrap_or_default(),
        site,
        lang: lang.clone(),
        items: items.collect(),
    })
}

/// Reads a feed whose end is missing, up to the last item that is whole.
fn mended(text: &str) -> Option<Map<String, Value>> {
    const TRIES: usize = 20;
    let ends = text.rmatch_indices('}').take(TRIES);
    ends.into_iter().find_map(|(at, _)| {
        let whole = text.get(..=at)?;
        serde_json::from_str(&format!("{whole}]}}")).ok()
    })
}

fn string<'a>(value: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    let text = value.get(name)?.as_str()?.trim();
    (!text.is_empty()).then_some(text)
}

fn absolute(raw: &str, base: Option<&Url>) -> Option<String> {
    let url = Url::parse(raw).ok().or_else(|| base?.join(raw).ok())?;
    Some(url.to_string())
}

fn authors(value: &Map<String, Value>) -> Vec<Clean> {
    let several = value.get("authors").and_then(Value::as_array);
    let all = several.into_iter().flatten().chain(value.get("author"));
    people(all.filter_map(|author| {
        let name = author.as_str().or_else(|| author.get("name")?.as_str())?;
        Some(Clean::line(name))
    }))
}

fn item(value: &Map<String, Value>, base: Option<&Url>) -> Item {
    let string = |name: &str| string(value, name);
    let link = |name: &str| string(name).and_then(|raw| absolute(raw, base));
    let id = match value.get("id") {
        Some(Value::String(id)) => Some(id.trim().to_owned()),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let is_web = |id: &&str| id.starts_with("http://") || id.starts_with("https://");
    let page = link("url").or_else(|| id.as_deref().filter(is_web).map(str::to_owned));
    let attached = value.get("attachments").and_then(Value::as_array);
    let attached = attached.into_iter().flatten().filter_map(|one| {
        let text = |name: &str| Some(one.get(name)?.as_str()?.to_owned());
        Some(Enclosure {
            url: absolute(one.get("url")?.as_str()?, base)?,
            media: text("mime_type"),
            bytes: one.get("size_in_bytes").and_then(Value::as_u64),
            title: text("title"),
        })
    });
    let words = string("content_html").map(|html| Words::Html(html.to_owned()));
    let plain = || string("content_text").map(|text| Words::Plain(text.to_owned()));
    let summary = || string("summary").map(|text| Words::Plain(text.to_owned()));
    let tags = value.get("tags").and_then(Value::as_array);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    Item {
        base: page
            .as_deref()
            .and_then(|page| Url::parse(page).ok())
            .or_else(|| base.cloned()),
        id: id.filter(|id| !id.is_empty()),
        link: page.or_else(|| link("external_url")),
        title: string("title").map(Clean::line).unwrap_or_default(),
        byline: authors(value),
        published: date(
            ["date_published", "date_modified"]
                .into_iter()
                .filter_map(string),
        ),
        lang: string("language").and_then(language::declared),
        tags: kept_tags(tags.map(str::to_owned)),
        words: words.or_else(plain).or_else(summary),
        enclosures: attached.collect(),
        ..Item::default()
    }
}
