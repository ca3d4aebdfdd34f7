//! What a page says about its article in JSON-LD, the vocabulary of schema.org. Knows no tags.

use serde_json::{Map, Value};

use crate::import::html;

/// Most objects that are looked at, and the deepest they are nested in lists and graphs.
const MOST_OBJECTS: usize = 2_000;
const DEEPEST: usize = 6;

/// What was declared; everything as it came.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Linked {
    pub(super) headline: Option<String>,
    pub(super) name: Option<String>,
    pub(super) authors: Vec<String>,
    /// Who put it there: the author, or the account of one.
    pub(super) creators: Vec<String>,
    pub(super) site: Option<String>,
    pub(super) published: Option<String>,
    pub(super) url: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) tags: Vec<String>,
    /// The words of the article, where they are declared whole.
    pub(super) body: Option<String>,
    /// Whether everybody may read all of it.
    pub(super) is_free: Option<bool>,
}

/// Reads the scripts of a page. The first article counts; `None` when there is none.
pub(super) fn read<'a>(scripts: impl Iterator<Item = &'a str>) -> Option<Linked> {
    let roots: Vec<Value> = scripts.filter_map(value).collect();
    let mut objects = Vec::new();
    for root in &roots {
        gather(root, 0, &mut objects);
    }
    let article = objects
        .iter()
        .find(|object| {
            is_article(object) && (object.contains_key("headline") || object.contains_key("name"))
        })
        .or_else(|| objects.iter().find(|object| is_article(object)))?;
    let text = |key: &str| first_text(article.get(key));
    let is_free = article.get("isAccessibleForFree").and_then(truth);
    Some(Linked {
        headline: text("headline"),
        name: text("name"),
        authors: names(article.get("author"), &objects),
        creators: names(article.get("creator"), &objects),
        site: names(article.get("publisher"), &objects).into_iter().next(),
        published: text("datePublished").or_else(|| text("dateCreated")),
        url: text("url").or_else(|| address(article.get("mainEntityOfPage"))),
        lang: text("inLanguage"),
        tags: tags(article.get("keywords")),
        body: text("articleBody"),
        is_free,
    })
}

fn value(script: &str) -> Option<Value> {
    let script = script
        .trim()
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("]]>");
    let script = script.trim().trim_end_matches(';');
    serde_json::from_str(script)
        .or_else(|_| {
            // Line ends inside of strings are common and mean a space.
            let mended: String = script
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect();
            serde_json::from_str(&mended)
        })
        .ok()
}

fn gather<'a>(value: &'a Value, depth: usize, objects: &mut Vec<&'a Map<String, Value>>) {
    if depth > DEEPEST || objects.len() >= MOST_OBJECTS {
        return;
    }
    match value {
        Value::Array(list) => list.iter().for_each(|one| gather(one, depth + 1, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in [
                "@graph",
                "mainEntity",
                "mainEntityOfPage",
                "hasPart",
                "itemListElement",
            ] {
                if let Some(inner) = object.get(key) {
                    gather(inner, depth + 1, objects);
                }
            }
        }
        _ => {}
    }
}

fn is_article(object: &Map<String, Value>) -> bool {
    let is_known = |kind: &str| {
        let kind = kind.rsplit(['/', ':']).next().unwrap_or_default();
        kind.ends_with("Article")
            || kind.ends_with("BlogPosting")
            || matches!(kind, "Report" | "SocialMediaPosting")
    };
    match object.get("@type") {
        Some(Value::String(kind)) => is_known(kind),
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).any(is_known),
        _ => false,
    }
}

fn first_text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(html::entities(text.trim())).filter(|text| !text.is_empty()),
        Value::Array(list) => list.iter().find_map(|one| first_text(Some(one))),
        Value::Object(object) => first_text(object.get("@value").or_else(|| object.get("name"))),
        _ => None,
    }
}

fn address(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::String(text) => Some(text.clone()),
        Value::Object(object) => first_text(object.get("@id").or_else(|| object.get("url"))),
        _ => None,
    }
}

/// The names of persons or organisations: as words, as objects, or as references to objects elsewhere.
fn names(value: Option<&Value>, objects: &[&Map<String, Value>]) -> Vec<String> {
    let one = |value: &Value| -> Option<String> {
        let Value::Object(object) = value else {
            return first_text(Some(value));
        };
        first_text(object.get("name")).or_else(|| {
            let id = object.get("@id")?;
            let there = objects
                .iter()
                .find(|other| other.get("@id") == Some(id) && other.contains_key("name"))?;
            first_text(there.get("name"))
        })
    };
    match value {
        Some(Value::Array(list)) => list.iter().take(40).filter_map(one).collect(),
        Some(value) => one(value).into_iter().collect(),
        None => Vec::new(),
    }
}

fn tags(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => text.split([',', ';']).map(html::entities).collect(),
        Some(Value::Array(list)) => list
            .iter()
            .filter_map(|one| first_text(Some(one)))
            .collect(),
        _ => Vec::new(),
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(text) => match text.to_ascii_lowercase().rsplit('/').next()? {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::object(r#"{"@type":"NewsArticle","headline":"Ferry","author":{"name":"Ann Lee"}}"#)]
    #[case::list(r#"[{"@type":"WebSite"},{"@type":["Thing","BlogPosting"],"headline":"Ferry","author":["Ann Lee"]}]"#)]
    #[case::graph(r##"{"@graph":[{"@type":"Person","@id":"#a","name":"Ann Lee"},{"@type":"Article","headline":"Ferry","author":{"@id":"#a"}}]}"##)]
    #[case::line_end("{\"@type\":\"Article\",\"headline\":\"Ferry\n\",\"author\":\"Ann Lee\"}")]
    #[case::page(r#"{"@type":"WebPage","mainEntity":{"@type":"http://schema.org/Report","headline":"Ferry","author":[{"name":"Ann Lee"}]}}"#)]
    fn articles_are_found(#[case] script: &str) {
        let linked = read([script].into_iter()).unwrap();
        assert_eq!(linked.headline.as_deref(), Some("Ferry"));
        assert_eq!(linked.authors, ["Ann Lee"]);
    }

    #[rstest]
    #[case("nonsense")]
    #[case(r#"{"@type":"WebSite","name":"Ferry"}"#)]
    #[case("[[[[[[[[[[{\"@type\":\"Article\"}]]]]]]]]]]")]
    fn anything_else_is_not(#[case] script: &str) {
        assert_eq!(read([script].into_iter()), None);
    }

    #[rstest]
    #[case("false", Some(false))]
    #[case("\"False\"", Some(false))]
    #[case("\"http://schema.org/True\"", Some(true))]
    #[case("3", None)]
    fn who_may_read(#[case] value: &str, #[case] expected: Option<bool>) {
        let script = format!(r#"{{"@type":"Article","isAccessibleForFree":{value}}}"#);
        assert_eq!(
            read([script.as_str()].into_iter()).unwrap().is_free,
            expected
        );
    }
}
