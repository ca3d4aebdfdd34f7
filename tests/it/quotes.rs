//! Short cases of every class of error, in `tests/corpus/quotes`: what is found and who says it.
//!
//! A case is a line of text (¶ parts paragraphs) and the quotes expected of it, one a line:
//! `= kind | content / its second part | cue | source | speaker (role) cites other`, `-` for what is absent, `= nothing` for no quote.
//! Lines that begin with `~` instead are what the rules alone find, where that is something else; with `!`, what is found
//! in the end and is known to be wrong.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic and print"
)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pullquote::article::{Article, BlockKind, BodyBuilder, Clean, Leaf, Meta, Span};
use pullquote::quote::{Quote, Speaker, extract, skim};

fn article(text: &str, lang: &str) -> Article {
    let mut builder = BodyBuilder::new();
    for paragraph in text.split('¶') {
        builder.add(BlockKind::Paragraph, Leaf::plain(paragraph.trim()), &[]);
    }
    Article {
        meta: Meta {
            lang: Some(Clean::line(lang)),
            ..Meta::default()
        },
        body: builder.build(),
    }
}

/// Writes a quote the way the corpus does.
fn written(article: &Article, quote: &Quote) -> String {
    let words = |spans: &[Span]| -> String {
        let parts: Vec<&str> = spans.iter().map(|span| article.body.slice(*span)).collect();
        if parts.is_empty() {
            "-".to_owned()
        } else {
            parts.join(" / ")
        }
    };
    let name = |speaker: &Option<Speaker>| match speaker {
        None => "-".to_owned(),
        Some(speaker) => match &speaker.role {
            Some(role) => format!("{} ({role})", speaker.name.as_str()),
            None => speaker.name.to_string(),
        },
    };
    let mut speaker = name(&quote.speaker);
    if let Some(link) = &quote.chain {
        write!(speaker, " {} {}", link.hand.name(), name(&link.speaker)).unwrap();
    }
    format!(
        "{} | {} | {} | {} | {speaker}",
        quote.kind.name(),
        words(&quote.content),
        words(&quote.cue),
        words(&quote.source)
    )
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/quotes");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

#[test]
fn every_case_of_the_corpus_comes_out_as_written() {
    let mut faults = String::new();
    let mut cases = 0;
    for file in files() {
        let list = std::fs::read_to_string(&file).unwrap();
        let lang = list
            .lines()
            .find_map(|line| line.strip_prefix("# lang: "))
            .unwrap_or("en");
        for case in list.split("\n\n") {
            let mut lines = case.trim().lines().filter(|line| !line.starts_with('#'));
            let Some(text) = lines.next() else { continue };
            let lines: Vec<&str> = lines.collect();
            let marked = |mark: &str| -> Option<Vec<String>> {
                let of = lines.iter().filter_map(|line| line.strip_prefix(mark));
                let of: Vec<String> = of.map(str::to_owned).collect();
                (!of.is_empty()).then_some(of)
            };
            let right = marked("= ").unwrap_or_else(|| panic!("no expectation: {text}"));
            let article = article(text, lang);
            cases += 1;
            for (found, expected, by) in [
                (extract(&article), marked("! "), "in the end"),
                (skim(&article).0, marked("~ "), "by rules"),
            ] {
                let mut found: Vec<String> =
                    found.iter().map(|quote| written(&article, quote)).collect();
                if found.is_empty() {
                    found.push("nothing".to_owned());
                }
                let expected = expected.as_ref().unwrap_or(&right);
                if &found != expected {
                    let name = file.file_name().unwrap_or_default().to_string_lossy();
                    let _ = writeln!(
                        faults,
                        "{name}, {by}: {text}\n expected {}\n found    {}",
                        expected.join("\n          "),
                        found.join("\n          ")
                    );
                }
            }
        }
    }
    assert!(cases >= 150, "only {cases} cases");
    assert!(faults.is_empty(), "{faults}");
}
