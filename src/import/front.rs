//! Front matter: what YAML or TOML on top of a Markdown file declares. Knows no text below it.
//!
//! Front matter that cannot be read is never half used: either all of its lines are understood, or nothing is taken from
//! it and the caller shows it as it stands.

use serde_json::{Map, Value};

use crate::article::{Clean, Meta};
use crate::import::{address, byline, dates, language};

/// Longest front matter that is looked for, in bytes. A fence without its partner within it is just a rule.
const LONGEST: usize = 64 * 1024;

/// Most entries of a list that are taken.
const MOST: usize = 200;

/// The top of a file.
#[derive(Debug, PartialEq)]
pub(super) enum Front<'a> {
    /// There is no front matter.
    None,
    /// It was read.
    Read(Box<Meta>),
    /// It is there, but means nothing: the lines between the fences.
    Broken(&'a str),
}

/// Reads the front matter of a text without byte order mark; returns it and the text below.
pub(super) fn split(text: &str) -> (Front<'_>, &str) {
    let top = text.trim_start_matches(['\n', ' ']);
    for (open, closes) in [("---", ["---", "..."]), ("+++", ["+++", "+++"])] {
        let Some(rest) = top.strip_prefix(open).and_then(|rest| {
            let (line, rest) = rest.split_once('\n')?;
            line.trim().is_empty().then_some(rest)
        }) else {
            continue;
        };
        let Some((block, below)) = fenced(rest, closes) else {
            continue;
        };
        if block.trim().is_empty() {
            return (Front::None, below);
        }
        let values = if open == "---" {
            yaml(block)
        } else {
            toml(block)
        };
        return match values {
            Some(values) if declares(block) => (Front::Read(Box::new(meta(&values))), below),
            None if declares(block) => (Front::Broken(block), below),
            // A rule, words, and another rule.
            _ => (Front::None, text),
        };
    }
    (Front::None, text)
}

/// Returns what comes before a closing fence and what comes after its line.
fn fenced<'a>(text: &'a str, closes: [&str; 2]) -> Option<(&'a str, &'a str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if at > LONGEST {
            return None;
        }
        if closes.contains(&line.trim_end()) {
            return Some((text.get(..at)?, text.get(at + line.len()..)?));
        }
        at += line.len();
    }
    None
}

/// Whether the first line looks like `key: value` or `key = value`.
fn declares(block: &str) -> bool {
    block
        .lines()
        .find(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .and_then(|line| line.split_once([':', '=']))
        .is_some_and(|(key, _)| is_key(key.trim()))
}

fn is_key(key: &str) -> bool {
    !key.is_empty()
        && key.len() <= 40
        && key
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"'))
}

fn yaml(block: &str) -> Option<Map<String, Value>> {
    let options = serde_saphyr::options! {
        duplicate_keys: serde_saphyr::DuplicateKeyPolicy::FirstWins,
        budget: serde_saphyr::budget! {
            max_events: 20_000,
            max_aliases: 100,
            max_anchors: 100,
            max_recorded_anchor_events: 20_000,
            max_depth: 16,
            max_nodes: 10_000,
            max_documents: 1,
        },
    };
    if let Ok(Value::Object(values)) = serde_saphyr::from_str_with_options(block, options) {
        return Some(values);
    }
    by_line(block)
}

/// Reads `key: value` lines that strict YAML refuses, mostly for a colon in a headline. Every line must be one.
fn by_line(block: &str) -> Option<Map<String, Value>> {
    let mut values = Map::new();
    for line in block.lines() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = line.split_once(':')?;
        let value = value.trim();
        // What opens a structure must close it; that is beyond reading by lines.
        if !is_key(key) || value.starts_with(['[', '{', '&', '*', '|', '>', '!']) {
            return None;
        }
        let quoted = |mark| {
            value
                .strip_prefix(mark)
                .and_then(|value| value.strip_suffix(mark))
        };
        let value = match (quoted('"'), quoted('\'')) {
            (Some(inner), _) | (_, Some(inner)) => inner,
            // A quotation mark that opens and does not close is a mistake, not a headline.
            _ if value.starts_with(['"', '\'']) && value.matches(['"', '\'']).count() == 1 => {
                return None;
            }
            _ => value,
        };
        values
            .entry(key.to_owned())
            .or_insert_with(|| Value::from(value));
    }
    Some(values)
}

fn toml(block: &str) -> Option<Map<String, Value>> {
    let table: toml::Table = block.parse().ok()?;
    Some(
        table
            .into_iter()
            .map(|(key, value)| (key, plain(value)))
            .collect(),
    )
}

fn plain(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::from(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Datetime(date) => Value::from(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(plain).collect(),
        toml::Value::Table(table) => Value::Object(
            table
                .into_iter()
                .map(|(key, value)| (key, plain(value)))
                .collect(),
        ),
        toml::Value::Float(_) | toml::Value::Boolean(_) => Value::Null,
    }
}

/// Returns what declared values say about an article. The first known key that says something wins; unknown keys are
/// ignored.
pub(super) fn meta(values: &Map<String, Value>) -> Meta {
    let folded: Vec<(String, &Value)> = values
        .iter()
        .map(|(key, value)| (key.to_lowercase().replace(['-', ' '], "_"), value))
        .collect();
    let all = |names: &[&str]| -> Vec<String> {
        names
            .iter()
            .filter_map(|name| folded.iter().find(|(key, _)| key == name))
            .map(|(_, value)| strings(value))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    };
    let first = |names: &[&str]| all(names).into_iter().next();
    let dates = [
        "published",
        "date",
        "published_at",
        "date_published",
        "pubdate",
        "publish_date",
        "created",
    ];
    let urls = [
        "canonical",
        "canonical_url",
        "url",
        "link",
        "original_url",
        "source_url",
        "source",
    ];
    let sites = [
        "site",
        "site_name",
        "publication",
        "publisher",
        "website",
        "source",
    ];
    let authors = all(&["authors", "author", "byline", "by", "creator"]);
    Meta {
        title: Clean::line(&first(&["title", "headline"]).unwrap_or_default()),
        byline: match authors.as_slice() {
            [one] => byline::declared(one),
            many => many
                .iter()
                .map(|name| Clean::line(name))
                .filter(|name| !name.is_empty())
                .collect(),
        },
        site: sites
            .iter()
            .filter_map(|name| first(&[name]))
            .map(|site| Clean::line(&site))
            .find(|site| !site.is_empty() && address::link(site).is_none()),
        published: dates
            .iter()
            .filter_map(|name| first(&[name]))
            .find_map(|date| dates::published(&date)),
        url: urls
            .iter()
            .filter_map(|name| first(&[name]))
            .find_map(|url| address::canonical(&url)),
        lang: first(&["lang", "language", "locale"]).and_then(|lang| language::declared(&lang)),
        tags: tags(&folded),
    }
}

/// Tags as a list, or in one string parted by commas.
fn tags(folded: &[(String, &Value)]) -> Vec<Clean> {
    let mut tags: Vec<Clean> = Vec::new();
    for (_, value) in folded
        .iter()
        .filter(|(key, _)| matches!(key.as_str(), "tags" | "tag" | "keywords"))
    {
        let listed = match value {
            Value::String(text) => text.split(',').map(str::to_owned).collect(),
            other => strings(other),
        };
        for tag in listed {
            let tag = Clean::line(tag.trim().trim_start_matches('#'));
            if !tag.is_empty() && !tags.contains(&tag) {
                tags.push(tag);
            }
        }
    }
    tags
}

/// The strings in a value: itself, its entries, or the `name` of a person.
fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(list) => list
            .iter()
            .take(MOST)
            .flat_map(|entry| {
                if entry.is_array() {
                    Vec::new()
                } else {
                    strings(entry)
                }
            })
            .collect(),
        Value::Object(fields) => fields
            .get("name")
            .filter(|name| name.is_string())
            .map(strings)
            .unwrap_or_default(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(text: &str) -> Meta {
        match split(text).0 {
            Front::Read(meta) => *meta,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn yaml_with_all_that_is_known() {
        let text = "---\ntitle: \"Ferry: stopped\"\ndate: 2022-02-01\nauthors:\n  - Jane Doe\n  - name: John Roe\nsite: The Island Gazette\nurl: https://gazette.example/a?utm_source=x#y\nlang: en-GB\ntags: [sea, \"#ferry\", sea]\ndraft: true\n---\n\nBelow.\n";
        let meta = read(text);
        assert_eq!(meta.title.as_str(), "Ferry: stopped");
        assert_eq!(meta.published.as_deref(), Some("2022-02-01"));
        assert_eq!(
            meta.byline,
            [Clean::from("Jane Doe"), Clean::from("John Roe")]
        );
        assert_eq!(meta.site.as_deref(), Some("The Island Gazette"));
        assert_eq!(meta.url.as_deref(), Some("https://gazette.example/a"));
        assert_eq!(meta.lang.as_deref(), Some("en"));
        assert_eq!(meta.tags, [Clean::from("sea"), Clean::from("ferry")]);
        assert_eq!(split(text).1, "\nBelow.\n");
    }

    #[test]
    fn toml_with_its_own_dates() {
        let meta = read(
            "+++\ntitle = 'Ferry'\ndate = 2022-02-01T14:05:00Z\nauthor = 'Jane Doe and John Roe'\nsource = 'https://gazette.example/a'\n+++\nBelow.",
        );
        assert_eq!(meta.title.as_str(), "Ferry");
        assert_eq!(meta.published.as_deref(), Some("2022-02-01T14:05:00Z"));
        assert_eq!(meta.byline.len(), 2);
        assert_eq!(meta.url.as_deref(), Some("https://gazette.example/a"));
        assert_eq!(meta.site, None);
    }

    #[rstest]
    #[case::colon("---\ntitle: Ferry: it stopped\n---\n", "Ferry: it stopped")]
    #[case::number("---\ntitle: 1984\n---\n", "1984")]
    #[case::twice("---\ntitle: First\ntitle: Second\n---\n", "First")]
    #[case::crlf_was_cleaned("---\ntitle: Ferry\n...\n", "Ferry")]
    #[case::unusual_case("---\nTitle: Ferry\n---\n", "Ferry")]
    #[case::empty_title("---\ntitle:\nheadline: Ferry\n---\n", "Ferry")]
    fn titles(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(read(text).title.as_str(), expected);
    }

    #[rstest]
    #[case("---\ntitle: [Ferry\n---\nBelow.", "title: [Ferry\n")]
    #[case(
        "---\ntitle: \"Ferry\ndate: 2022\n---\nBelow.",
        "title: \"Ferry\ndate: 2022\n"
    )]
    #[case("+++\ntitle = Ferry\n+++\nBelow.", "title = Ferry\n")]
    fn broken_front_matter_is_handed_back(#[case] text: &str, #[case] lines: &str) {
        assert_eq!(split(text), (Front::Broken(lines), "Below."));
    }

    #[rstest]
    #[case("Words.\n\n---\n\nMore.")]
    #[case("---\n\nWords between rules.\n\n---\n")]
    #[case("---\nno partner: here\n")]
    #[case("----\na: b\n----\n")]
    fn a_rule_is_no_front_matter(#[case] text: &str) {
        assert_eq!(split(text), (Front::None, text));
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut text = String::from("---\na0: &a0 [x]\n");
        for n in 1..40 {
            let _ = std::fmt::Write::write_fmt(
                &mut text,
                format_args!("a{n}: &a{n} [*a{0}, *a{0}, *a{0}, *a{0}]\n", n - 1),
            );
        }
        text.push_str("---\nBelow.");
        assert!(matches!(split(&text), (Front::Broken(_), "Below.")));
    }
}
