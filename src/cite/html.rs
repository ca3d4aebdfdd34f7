//! A passage as HTML: a figure with the words and where they are from.

use crate::article::long_date;
use crate::cite::{Passage, PassageKind, deep_link, title};

/// Returns a passage as a figure.
pub(super) fn figure(passage: &Passage) -> String {
    let words = if passage.kind == PassageKind::Direct {
        passage.quoted()
    } else {
        passage.words.to_string()
    };
    let words: Vec<String> = words
        .split("\n\n")
        .map(|paragraph| format!("<p>{}</p>", escaped(paragraph)))
        .collect();
    let link = deep_link(passage);
    let cite = link
        .as_ref()
        .map_or(String::new(), |link| format!(" cite=\"{}\"", escaped(link)));
    let mut source = Vec::new();
    source.extend(passage.attribution().map(|who| escaped(&who)));
    if let Some(meta) = &passage.article {
        let title = escaped(title(meta));
        source.push(match &link {
            Some(link) => format!("<cite><a href=\"{}\">{title}</a></cite>", escaped(link)),
            None => format!("<cite>{title}</cite>"),
        });
        source.extend(meta.site.as_deref().map(escaped));
        source.extend(meta.published.as_deref().map(|date| {
            format!(
                "<time datetime=\"{}\">{}</time>",
                escaped(date),
                escaped(&long_date(date))
            )
        }));
    }
    let lang = passage
        .article
        .as_ref()
        .and_then(|meta| meta.lang.as_deref());
    let lang = lang.map_or(String::new(), |lang| format!(" lang=\"{}\"", escaped(lang)));
    let caption = if source.is_empty() {
        String::new()
    } else {
        format!("\n<figcaption>{}</figcaption>", source.join(", "))
    };
    format!(
        "<figure>\n<blockquote{cite}{lang}>{}</blockquote>{caption}\n</figure>\n",
        words.join("")
    )
}

/// Escapes what has a meaning in HTML, in text and in attributes.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
