//! Articles as entries of a bibliography: BibTeX, CSL-JSON, and the key that both go by.

use serde_json::{Value, json};

use crate::article::{Meta, fold};
use crate::cite::title;

/// Words that a key is not made of.
const SMALL: &[&str] = &[
    "a", "an", "the", "der", "die", "das", "ein", "eine", "le", "la", "les", "el", "los", "un",
    "une", "il",
];

/// Returns the citation key of an article: author (or site), year, first word of the title, in plain ASCII.
pub fn key(meta: &Meta) -> String {
    let plain = |text: &str| -> String {
        let mut out = String::new();
        for c in text.chars() {
            fold(c, &mut |part| {
                if part.is_ascii_alphanumeric() {
                    out.push(part);
                }
            });
        }
        out.truncate(24);
        out
    };
    let author = meta
        .byline
        .first()
        .and_then(|name| name.split_whitespace().next_back());
    let author = author.map(plain).filter(|name| !name.is_empty());
    let site = || {
        meta.site
            .as_deref()
            .map(plain)
            .filter(|name| !name.is_empty())
    };
    let year: String = meta
        .published
        .as_deref()
        .unwrap_or_default()
        .chars()
        .take(4)
        .filter(char::is_ascii_digit)
        .collect();
    let mut words = meta.title.split_whitespace().map(plain);
    let word = words
        .find(|word| !word.is_empty() && !SMALL.contains(&word.as_str()))
        .unwrap_or_default();
    let name = author.or_else(site).unwrap_or_else(|| "anon".to_owned());
    format!("{name}{year}{word}")
}

/// Returns an article as an entry of BibTeX.
pub fn bibtex(meta: &Meta, key: &str) -> String {
    let mut fields = vec![("title", format!("{{{}}}", tex(title(meta))))];
    if !meta.byline.is_empty() {
        // In braces of their own, a name is not taken apart, and an "and" inside is no other author.
        let names: Vec<String> = meta
            .byline
            .iter()
            .map(|name| format!("{{{}}}", tex(name)))
            .collect();
        fields.push(("author", names.join(" and ")));
    }
    if let Some(site) = &meta.site {
        fields.push(("journal", tex(site)));
    }
    if let Some(date) = &meta.published {
        fields.push(("date", tex(date)));
    }
    if let Some(url) = &meta.url {
        let url = url
            .replace('\\', "%5C")
            .replace('{', "%7B")
            .replace('}', "%7D");
        fields.push(("url", url));
    }
    if let Some(lang) = &meta.lang {
        fields.push(("langid", tex(lang)));
    }
    let fields: Vec<String> = fields
        .into_iter()
        .map(|(name, value)| format!("  {name} = {{{value}}}"))
        .collect();
    format!("@online{{{key},\n{}\n}}\n", fields.join(",\n"))
}

/// Escapes what has a meaning in TeX.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' | '%' | '$' | '#' | '_' | '{' | '}' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '\n' => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Returns an article as an item of CSL-JSON.
pub fn csl(meta: &Meta, key: &str) -> Value {
    let mut item = json!({
        "id": key,
        "type": "article-newspaper",
        "title": title(meta),
    });
    let Some(fields) = item.as_object_mut() else {
        return item;
    };
    if !meta.byline.is_empty() {
        let names: Vec<Value> = meta
            .byline
            .iter()
            .map(|name| json!({ "literal": name }))
            .collect();
        fields.insert("author".to_owned(), names.into());
    }
    let mut put = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            fields.insert(name.to_owned(), value.into());
        }
    };
    put("container-title", meta.site.as_deref());
    put("URL", meta.url.as_deref());
    put("language", meta.lang.as_deref());
    if let Some(date) = &meta.published {
        let day = date.split('T').next().unwrap_or_default();
        let parts: Option<Vec<u32>> = day.split('-').map(|part| part.parse().ok()).collect();
        let issued = match parts {
            Some(parts) if (1..=3).contains(&parts.len()) => json!({ "date-parts": [parts] }),
            _ => json!({ "raw": date }),
        };
        fields.insert("issued".to_owned(), issued);
    }
    item
}
