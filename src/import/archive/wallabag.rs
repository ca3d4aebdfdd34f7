//! wallabag: its JSON, with texts, tags, states and annotations.

use crate::article::Clean;
use crate::import::archive::entry::{Content, Entry};
use crate::import::archive::json::{self, Object};
use crate::import::archive::when;
use crate::import::{dates, language};

pub(super) fn entry(object: &Object) -> Entry {
    let is_archived = json::flag(object, "is_archived");
    let url = [json::text(object, "url"), json::text(object, "given_url")];
    let url = url.iter().find(|url| !url.is_empty());
    let mut entry = Entry {
        added: when::moment(&json::text(object, "created_at")),
        published: dates::published(&json::text(object, "published_at")),
        lang: language::declared(&json::text(object, "language").replace('_', "-")),
        byline: json::texts(object, "published_by")
            .map(Clean::line)
            .filter(|name| !name.is_empty())
            .collect(),
        content: Content::Html(json::text(object, "content")),
        is_archived,
        is_read: is_archived,
        is_starred: json::flag(object, "is_starred"),
        ..Entry::at(url.map_or("", String::as_str))
    };
    entry.set_title(&json::text(object, "title"));
    entry.tag(json::texts(object, "tags"));
    // The programming interface gives tags as objects.
    let labels: Vec<String> = json::objects(object, "tags")
        .map(|tag| json::text(tag, "label"))
        .collect();
    entry.tag(labels.iter().map(String::as_str));
    for annotation in json::objects(object, "annotations") {
        entry.mark(
            &json::text(annotation, "quote"),
            &json::text(annotation, "text"),
            when::moment(&json::text(annotation, "created_at")),
        );
    }
    entry
}
