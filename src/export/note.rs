//! An article as a note for Obsidian and its like.

use serde_json::json;

use crate::article::{Clean, Meta};
use crate::cite::{Passage, block, escaped};

/// Returns an article as a note for Obsidian and its like: front matter, highlights, quotes, text.
pub fn note(meta: &Meta, tags: &[Clean], passages: &[Passage], text: &str) -> String {
    let mut out = String::from("---\n");
    let mut field = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            // A string of JSON is one of YAML, too.
            let line = format!("{name}: {}\n", json!(value));
            out.push_str(&line);
        }
    };
    field(
        "title",
        Some(&meta.title)
            .filter(|title| !title.is_empty())
            .map(|title| &**title),
    );
    field("site", meta.site.as_deref());
    field("date", meta.published.as_deref());
    field("url", meta.url.as_deref());
    field("lang", meta.lang.as_deref());
    for (name, values) in [("author", &meta.byline[..]), ("tags", tags)] {
        if !values.is_empty() {
            let line = format!("{name}: {}\n", json!(values));
            out.push_str(&line);
        }
    }
    out.push_str("---\n\n");
    if !passages.is_empty() {
        out.push_str("## Highlights\n\n");
        for passage in passages {
            out.push_str(&block(passage, true));
            out.push('\n');
        }
        let line = format!("## {}\n\n", escaped("Article"));
        out.push_str(&line);
    }
    out.push_str(text);
    out.push('\n');
    out
}
