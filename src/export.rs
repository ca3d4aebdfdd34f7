//! How what was kept leaves the program: passages and articles in forms for people and for other programs, and files that
//! are there whole or not at all.

mod data;
mod file;
mod markdown;
mod note;

use std::collections::HashMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::article::Meta;
use crate::cite::{CLIP, Passage, PassageKind, annotation, bibtex, block, csl, deep_link, key};

pub use data::{write_csv, write_json};
pub use file::put_whole;
pub use markdown::{escaped, markdown};
pub use note::note;

/// A form that many passages are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One object a line.
    Jsonl,
    /// To be read, and checked by `pullquote verify`.
    Markdown,
    /// A head line, then one line for each.
    Csv,
    /// Annotations of the W3C's model.
    Jsonld,
    /// The articles as a bibliography for TeX.
    Bibtex,
    /// The articles as a bibliography for Pandoc, Zotero and others.
    Csl,
}

impl Form {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Jsonl,
        Self::Markdown,
        Self::Csv,
        Self::Jsonld,
        Self::Bibtex,
        Self::Csl,
    ];

    /// Returns the ending of the names of its files; that of a bibliography for Pandoc is ".json".
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jsonl => "jsonl",
            Self::Markdown => "md",
            Self::Csv => "csv",
            Self::Jsonld => "jsonld",
            Self::Bibtex => "bib",
            Self::Csl => "json",
        }
    }

    /// Returns the form that the ending of a file's name asks for, whatever the case of its letters.
    pub fn of_ending(ending: &str) -> Option<Self> {
        let ending = ending.to_ascii_lowercase();
        let all = Self::ALL.into_iter();
        let mut found = all.filter(|form| form.ending() == ending);
        found
            .next()
            .or((ending == "markdown").then_some(Self::Markdown))
    }
}

/// A passage as one line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    schema: &'static str,
    #[serde(flatten)]
    passage: &'a Passage,
}

/// The columns of [`Form::Csv`].
pub const HEAD: [&str; 12] = [
    "words", "original", "kind", "speaker", "role", "color", "note", "title", "site", "date",
    "url", "link",
];

/// Writes passages in a form.
pub fn write(passages: &[Passage], form: Form, out: &mut dyn Write) -> io::Result<()> {
    match form {
        Form::Jsonl => {
            for passage in passages {
                write_json(
                    out,
                    &Line {
                        schema: CLIP,
                        passage,
                    },
                )?;
                out.write_all(b"\n")?;
            }
        }
        Form::Markdown => brief(passages, out)?,
        Form::Csv => {
            write_csv(out, &HEAD)?;
            for passage in passages {
                write_csv(out, &cells(passage))?;
            }
        }
        Form::Jsonld => {
            let cited = passages.iter().filter(|passage| passage.article.is_some());
            let items: Vec<Value> = cited.map(annotation).collect();
            write_json(out, &items)?;
            out.write_all(b"\n")?;
        }
        Form::Bibtex => {
            for (key, meta) in keyed(passages) {
                out.write_all(bibtex(meta, &key).as_bytes())?;
                out.write_all(b"\n")?;
            }
        }
        Form::Csl => {
            let items: Vec<Value> = keyed(passages)
                .iter()
                .map(|(key, meta)| csl(meta, key))
                .collect();
            write_json(out, &items)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

/// Writes a brief: one block after the other, a line of the reader's own as a paragraph.
fn brief(passages: &[Passage], out: &mut dyn Write) -> io::Result<()> {
    for (number, passage) in passages.iter().enumerate() {
        if number > 0 {
            out.write_all(b"\n")?;
        }
        let with_machine = passage.kind != PassageKind::Line;
        out.write_all(block(passage, with_machine).as_bytes())?;
    }
    Ok(())
}

fn cells(passage: &Passage) -> [String; 12] {
    let meta = passage.article.as_ref();
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    let kind = serde_json::to_value(passage.kind).ok();
    [
        passage.words.to_string(),
        passage.original().to_string(),
        text(kind.as_ref().and_then(Value::as_str)),
        text(passage.speaker.as_deref()),
        text(passage.role.as_deref()),
        text(passage.hue.map(crate::article::Hue::name)),
        passage.note.to_string(),
        text(meta.map(|meta| &*meta.title)),
        text(meta.and_then(|meta| meta.site.as_deref())),
        text(meta.and_then(|meta| meta.published.as_deref())),
        text(meta.and_then(|meta| meta.url.as_deref())),
        deep_link(passage).unwrap_or_default(),
    ]
}

/// Returns the articles, each once, with a key of its own.
fn keyed(passages: &[Passage]) -> Vec<(String, &Meta)> {
    let mut seen: Vec<&Meta> = Vec::new();
    let mut given: HashMap<String, usize> = HashMap::new();
    let mut out = Vec::new();
    for meta in passages
        .iter()
        .filter_map(|passage| passage.article.as_ref())
    {
        let is_same = |other: &&&Meta| match (&other.url, &meta.url) {
            (Some(one), Some(another)) => one == another,
            _ => **other == meta,
        };
        if seen.iter().rev().take(10_000).any(|other| is_same(&other)) {
            continue;
        }
        seen.push(meta);
        let base = key(meta);
        let times = given.entry(base.clone()).or_default();
        *times += 1;
        let name = match *times {
            1 => base,
            times => format!("{base}-{times}"),
        };
        out.push((name, meta));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("md", Some(Form::Markdown))]
    #[case("MD", Some(Form::Markdown))]
    #[case("markdown", Some(Form::Markdown))]
    #[case("jsonl", Some(Form::Jsonl))]
    #[case("json", Some(Form::Csl))]
    #[case("bib", Some(Form::Bibtex))]
    #[case("docx", None)]
    #[case("", None)]
    fn the_ending_of_a_name_says_the_form(#[case] ending: &str, #[case] form: Option<Form>) {
        assert_eq!(Form::of_ending(ending), form);
    }
}
