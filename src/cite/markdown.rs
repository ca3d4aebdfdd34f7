//! A passage as Markdown, readable in any editor, with a comment that lets the program find its words again.

use crate::article::long_date;
use crate::cite::{Passage, PassageKind, deep_link, title};

/// What begins the comment that machines read.
const MARK: &str = "<!-- pullquote:";
const END: &str = "-->";

/// Returns a passage as a block quote with its source; with a comment for machines when it is to be checked later.
pub fn block(passage: &Passage, with_machine: bool) -> String {
    let mut out = String::new();
    if passage.kind == PassageKind::Line {
        out.push_str(&escaped(&passage.words));
        out.push('\n');
    } else {
        let words = match passage.kind {
            PassageKind::Direct => passage.quoted(),
            _ => passage.words.to_string(),
        };
        for line in words.lines() {
            out.push_str(format!("> {}", escaped(line)).trim_end());
            out.push('\n');
        }
        out.push_str(">\n> — ");
        out.push_str(&source(passage));
        out.push('\n');
        if passage.is_edited() {
            let line = format!("\nOriginal: {}\n", escaped(&passage.original()));
            out.push_str(&line);
        }
        for line in passage.note.lines() {
            let line = format!("\n{}\n", escaped(line));
            out.push_str(&line);
        }
    }
    if with_machine {
        out.push('\n');
        out.push_str(&comment(passage));
        out.push('\n');
    }
    out
}

fn source(passage: &Passage) -> String {
    let mut parts: Vec<String> = passage
        .attribution()
        .map(|who| escaped(&who))
        .into_iter()
        .collect();
    if let Some(meta) = &passage.article {
        let title = escaped(title(meta));
        parts.push(match deep_link(passage) {
            Some(link) => format!(
                "[{title}](<{}>)",
                link.replace('<', "%3C").replace('>', "%3E")
            ),
            None => format!("“{title}”"),
        });
        parts.extend(meta.site.as_deref().map(escaped));
        parts.extend(
            meta.published
                .as_deref()
                .map(|date| escaped(&long_date(date))),
        );
    }
    parts.join(", ")
}

/// Returns the comment. Nothing in it can end it, and nothing is lost.
fn comment(passage: &Passage) -> String {
    let json = serde_json::to_string(passage).unwrap_or_default();
    let json = json
        .replace("--", "\\u002d\\u002d")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e");
    format!("{MARK}{json} {END}")
}

/// Reads the comment of a line back; none when it is no such comment.
pub fn machine(line: &str) -> Option<Result<Passage, serde_json::Error>> {
    let json = line.trim().strip_prefix(MARK)?.strip_suffix(END)?;
    Some(serde_json::from_str(json))
}

/// Escapes what has a meaning in Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.split('\n').enumerate() {
        if number > 0 {
            out.push('\n');
        }
        let mark = line.trim_start();
        let is_list = mark.trim_start_matches(|c: char| c.is_ascii_digit());
        let ordered = is_list.len() < mark.len() && is_list.starts_with(['.', ')']);
        let mut at_start = true;
        let mut digits = ordered;
        for c in line.chars() {
            let inline = matches!(
                c,
                '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~' | '|'
            );
            let first = at_start && matches!(c, '#' | '>' | '-' | '+' | '=');
            let point = digits && matches!(c, '.' | ')');
            if inline || first || point {
                out.push('\\');
            }
            if !c.is_whitespace() {
                at_start = false;
            }
            digits = digits && c.is_ascii_digit();
            out.push(c);
        }
    }
    out
}

/// Takes the escapes out again.
pub fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match chars.next_if(|next| c == '\\' && next.is_ascii_punctuation()) {
            Some(next) => out.push(next),
            None => out.push(c),
        }
    }
    out
}
