//! The forms in which a passage is copied, each with a name and a sentence for the menu.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::cite::{Passage, bib, html, link, markdown, prose};

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// A block quote of Markdown.
    Markdown,
    /// A sentence of American newspaper style.
    Ap,
    /// With a footnote of Markdown.
    Footnote,
    /// With the key of a bibliography, and its entry in BibTeX.
    PandocBibtex,
    /// With the key of a bibliography, and its entry in CSL-JSON.
    PandocCsl,
    /// A block quote of HTML.
    Html,
    /// All that is known, for machines.
    Json,
    /// An annotation of the W3C's model.
    JsonLd,
    /// The address that shows the words.
    Link,
}

impl Form {
    /// All forms, in the order of the menu.
    pub const ALL: [Self; 9] = [
        Self::Markdown,
        Self::Ap,
        Self::Footnote,
        Self::PandocBibtex,
        Self::PandocCsl,
        Self::Html,
        Self::Json,
        Self::JsonLd,
        Self::Link,
    ];

    /// Returns its name in the menu.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Markdown => "Markdown block quote",
            Self::Ap => "Sentence in AP style",
            Self::Footnote => "Footnote",
            Self::PandocBibtex => "Pandoc citation with BibTeX",
            Self::PandocCsl => "Pandoc citation with CSL-JSON",
            Self::Html => "HTML block quote",
            Self::Json => "JSON",
            Self::JsonLd => "Web Annotation (JSON-LD)",
            Self::Link => "Link to the words",
        }
    }

    /// Returns a passage in this form; none when it has no such form, as a link without an address.
    pub fn write(self, passage: &Passage) -> Option<String> {
        Some(match self {
            Self::Markdown => markdown::block(passage, false),
            Self::Ap => prose::sentence(passage),
            Self::Footnote => prose::footnote(passage),
            Self::PandocBibtex => pandoc(passage, bib::bibtex)?,
            Self::PandocCsl => pandoc(passage, |meta, key| pretty(&json!([bib::csl(meta, key)])))?,
            Self::Html => html::figure(passage),
            Self::Json => pretty(&serde_json::to_value(passage).unwrap_or_default()),
            Self::JsonLd => pretty(&annotation(passage)),
            Self::Link => format!("{}\n", link::deep_link(passage)?),
        })
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

fn pandoc(
    passage: &Passage,
    entry: impl Fn(&crate::article::Meta, &str) -> String,
) -> Option<String> {
    let meta = passage.article.as_ref()?;
    let key = bib::key(meta);
    let words = markdown::escaped(&passage.quoted());
    let who = passage.attribution().map_or(String::new(), |who| {
        format!(" — {}", markdown::escaped(&who))
    });
    Some(format!("{words}{who} [@{key}]\n\n{}", entry(meta, &key)))
}

/// Returns a passage as an annotation of the W3C's model.
pub fn annotation(passage: &Passage) -> Value {
    let meta = passage.article.as_ref();
    let mut source = json!({ "type": "Text" });
    if let (Some(meta), Some(fields)) = (meta, source.as_object_mut()) {
        if let Some(url) = &meta.url {
            fields.insert("id".to_owned(), json!(url));
        }
        fields.insert("dc:title".to_owned(), json!(crate::cite::title(meta)));
        if let Some(date) = &meta.published {
            fields.insert("dc:date".to_owned(), json!(date));
        }
        if let Some(site) = &meta.site {
            fields.insert("dc:publisher".to_owned(), json!(site));
        }
    }
    // The two selectors of a stretch are two ways to it; another stretch is another target.
    let mut targets: Vec<Value> = passage
        .anchors
        .iter()
        .map(|anchor| {
            json!({
                "type": "SpecificResource",
                "source": source,
                "selector": [
                    {
                        "type": "TextQuoteSelector",
                        "exact": anchor.exact,
                        "prefix": anchor.prefix,
                        "suffix": anchor.suffix,
                    },
                    {
                        "type": "TextPositionSelector",
                        "start": anchor.position[0],
                        "end": anchor.position[1],
                    },
                ],
            })
        })
        .collect();
    let target = match targets.len() {
        1 => targets.remove(0),
        _ => targets.into(),
    };
    let mut bodies = Vec::new();
    if let Some(who) = passage.attribution() {
        bodies.push(json!({ "type": "TextualBody", "purpose": "identifying", "value": who }));
    }
    if !passage.note.is_empty() {
        bodies
            .push(json!({ "type": "TextualBody", "purpose": "commenting", "value": passage.note }));
    }
    if let Some(hue) = passage.hue {
        bodies.push(json!({ "type": "TextualBody", "purpose": "tagging", "value": hue.name() }));
    }
    let mut annotation = json!({
        "@context": ["http://www.w3.org/ns/anno.jsonld", { "dc": "http://purl.org/dc/elements/1.1/" }],
        "type": "Annotation",
        "motivation": if passage.note.is_empty() { "highlighting" } else { "commenting" },
        "body": bodies,
        "target": target,
    });
    // The same annotation has the same name, wherever it is written.
    let digest = Sha256::digest(annotation.to_string().as_bytes());
    let digest = digest.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    if let Some(fields) = annotation.as_object_mut() {
        fields.insert("id".to_owned(), json!(format!("urn:sha256:{digest}")));
    }
    annotation
}
