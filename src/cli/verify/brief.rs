//! Reads the quotes of a brief: of Markdown, of JSON Lines, of CSV.

use anyhow::{Result, bail};
use serde::Deserialize;

use crate::article::{Clean, Meta};
use crate::cite::{CLIP, Passage, PassageKind, machine, unescaped};

/// A quote as it stands in a brief.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Quoted {
    /// The words, as they are shown.
    pub(super) words: String,
    /// The title of the article, as far as it is known.
    pub(super) title: Option<String>,
    /// The address of the article.
    pub(super) url: Option<Clean>,
    /// What the program wrote down of it.
    pub(super) passage: Option<Passage>,
}

impl Quoted {
    fn of(passage: Passage, words: String) -> Self {
        let meta = passage.article.as_ref();
        Self {
            words,
            title: meta.map(|meta| meta.title.to_string()),
            url: meta.and_then(|meta| meta.url.clone()),
            passage: Some(passage),
        }
    }

    /// Returns what is known of its article when nothing else says it.
    pub(super) fn meta(&self) -> Option<Meta> {
        let url = self.url.clone()?;
        Some(Meta {
            url: Some(url),
            ..Meta::default()
        })
    }
}

/// Returns the quotes of a brief, in order. What form it is of is told by its name, else by how it begins.
pub(super) fn quotes(text: &str, name: &str) -> Result<Vec<Quoted>> {
    let ending = name
        .rsplit('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let text = text.trim_start_matches('\u{feff}');
    match ending.as_str() {
        "jsonl" | "ndjson" => lines(text),
        "csv" => cells(text),
        "md" | "markdown" | "txt" => markdown(text),
        _ if text.trim_start().starts_with('{') => lines(text),
        _ if text.starts_with("words,") => cells(text),
        _ => markdown(text),
    }
}

/// How the schemas of all versions of clips begin.
const CLIP_FAMILY: &str = "pullquote.clip/";

/// What a line says of itself.
#[derive(serde::Deserialize)]
struct Headed {
    schema: String,
}

fn lines(text: &str) -> Result<Vec<Quoted>> {
    let mut found = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        // An export of everything has articles and more between the clips.
        match serde_json::from_str::<Headed>(line) {
            Ok(line) if line.schema == CLIP => {}
            Ok(line) if line.schema.starts_with(CLIP_FAMILY) => bail!(
                "line {}: it is of a newer pullquote ({})",
                number + 1,
                Clean::line(&line.schema)
            ),
            Ok(_) => continue,
            Err(_) => {}
        }
        let passage: Passage = match serde_json::from_str(line) {
            Ok(passage) => passage,
            Err(error) => bail!("line {}: {error}", number + 1),
        };
        if passage.kind != PassageKind::Line {
            let words = passage.words.to_string();
            found.push(Quoted::of(passage, words));
        }
    }
    Ok(found)
}

/// Reads block quotes, each with the comment that follows it before the next one, where there is one.
fn markdown(text: &str) -> Result<Vec<Quoted>> {
    let mut found: Vec<Quoted> = Vec::new();
    let mut block: Vec<&str> = Vec::new();
    let mut is_fresh = false;
    for (number, line) in text.lines().chain([""]).enumerate() {
        if let Some(inner) = line.trim_start().strip_prefix('>') {
            block.push(inner.strip_prefix(' ').unwrap_or(inner));
            continue;
        }
        if !block.is_empty() {
            let quoted = shown(&std::mem::take(&mut block));
            is_fresh = quoted.is_some();
            found.extend(quoted);
        }
        let Some(passage) = machine(line) else {
            continue;
        };
        let passage = match passage {
            Ok(passage) => passage,
            Err(error) => bail!(
                "line {}: the comment of pullquote is broken: {error}",
                number + 1
            ),
        };
        match found.last_mut().filter(|_| std::mem::take(&mut is_fresh)) {
            Some(last) => *last = Quoted::of(passage, std::mem::take(&mut last.words)),
            // The words were taken out of the brief; what is left speaks of none.
            None => bail!(
                "line {}: a comment of pullquote stands after no block quote",
                number + 1
            ),
        }
    }
    Ok(found)
}

/// Returns what a block quote shows: its words without its source, and the address in it.
fn shown(block: &[&str]) -> Option<Quoted> {
    let is_source = |line: &&&str| {
        let line = line.trim_start();
        line.starts_with('—') || line.starts_with("--") || line.starts_with("– ")
    };
    let source = block.iter().rposition(|line| is_source(&line));
    let words = block
        .get(..source.unwrap_or(block.len()))
        .unwrap_or_default();
    let words = unescaped(&words.join("\n")).trim().to_owned();
    if words.is_empty() {
        return None;
    }
    let source = source
        .and_then(|at| block.get(at..))
        .unwrap_or_default()
        .join(" ");
    let url = source.find("http").map(|at| {
        let rest = source.get(at..).unwrap_or_default();
        let end = rest.find(['>', ')', ' ', '"']).unwrap_or(rest.len());
        let url = rest.get(..end).unwrap_or_default();
        let plain = url.split("#:~:").next().unwrap_or_default();
        Clean::line(plain)
    });
    Some(Quoted {
        words,
        title: None,
        url,
        passage: None,
    })
}

/// The columns that are read.
#[derive(Debug, Default, Deserialize)]
struct Columns {
    words: Option<usize>,
    kind: Option<usize>,
    title: Option<usize>,
    url: Option<usize>,
}

fn cells(text: &str) -> Result<Vec<Quoted>> {
    let mut rows = records(text).into_iter();
    let head = rows.next().unwrap_or_default();
    let at = |name: &str| head.iter().position(|cell| cell == name);
    let columns = Columns {
        words: at("words"),
        kind: at("kind"),
        title: at("title"),
        url: at("url"),
    };
    if columns.words.is_none() {
        bail!("it has no column “words”");
    }
    let cell = |row: &[String], column: Option<usize>| {
        let cell = column.and_then(|column| row.get(column)).cloned();
        cell.filter(|cell| !cell.is_empty())
    };
    Ok(rows
        .filter(|row| cell(row, columns.kind).as_deref() != Some("line"))
        .filter_map(|row| {
            Some(Quoted {
                words: cell(&row, columns.words)?,
                title: cell(&row, columns.title),
                url: cell(&row, columns.url).map(|url| Clean::line(&url)),
                passage: None,
            })
        })
        .collect())
}

/// Takes CSV apart as RFC 4180 has it.
fn records(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut row = vec![String::new()];
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(cell) = row.last_mut() else {
            continue;
        };
        match c {
            '"' if is_quoted => {
                if chars.next_if_eq(&'"').is_some() {
                    cell.push('"');
                } else {
                    is_quoted = false;
                }
            }
            '"' if cell.is_empty() => is_quoted = true,
            ',' if !is_quoted => row.push(String::new()),
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => rows.push(std::mem::replace(&mut row, vec![String::new()])),
            c => cell.push(c),
        }
    }
    if row.iter().any(|cell| !cell.is_empty()) {
        rows.push(row);
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_quotes_are_read_with_their_sources() {
        let text = "# Brief\n\nA line of mine.\n\n> “We *stop*\\_now,”\n>\n> — Ann, [Ferry](<https://a.example/f#:~:text=x>)\n\nText.\n\n> Bare words\n> over two lines\n";
        let found = quotes(text, "brief.md").unwrap();
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].words, "“We *stop*_now,”");
        assert_eq!(found[0].url.as_deref(), Some("https://a.example/f"));
        assert_eq!(found[1].words, "Bare words\nover two lines");
    }

    #[test]
    fn cells_are_read_as_they_were_written() {
        let text = "words,kind,url\n\"a, \"\"b\"\"\nc\",direct,https://a.example/\nmine,line,\n";
        let found = quotes(text, "x.csv").unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].words, "a, \"b\"\nc");
    }

    #[test]
    fn other_lines_of_an_export_are_passed_over_and_newer_clips_are_not() {
        let clip = format!("{{\"schema\":\"{CLIP}\",\"words\":\"a\"}}");
        let text = format!("{{\"schema\":\"pullquote.article/2\",\"text\":\"x\"}}\n{clip}\n");
        assert_eq!(quotes(&text, "all.jsonl").unwrap().len(), 1);
        let newer = clip.replace("/1", "/9");
        let error = quotes(&newer, "all.jsonl").unwrap_err().to_string();
        assert_eq!(
            error,
            "line 1: it is of a newer pullquote (pullquote.clip/9)"
        );
    }

    #[test]
    fn what_is_broken_is_named_with_its_line() {
        let error = quotes("{\"words\":\"a\"}\n{", "x.jsonl")
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("line 2"), "{error}");
        let error = quotes("> a\n\n<!-- pullquote:{ -->\n", "x.md")
            .unwrap_err()
            .to_string();
        assert!(error.contains("line 3"), "{error}");
        assert!(quotes("title,url\n", "x.csv").is_err());
    }

    proptest::proptest! {
        #[test]
        fn any_brief_is_read_or_refused(text in "\\PC{0,200}|[>a\\-“\",\n\\\\ ]{0,60}", name in "x\\.(md|csv|jsonl)") {
            let _ = quotes(&text, &name);
        }
    }
}
