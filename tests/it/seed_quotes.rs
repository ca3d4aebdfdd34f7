//! The quotes of the real article in `../shared/seed` against what was labelled by hand.
//!
//! The article stays in its folder: where that is absent the test says so and passes.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test may panic and print"
)]

use std::path::{Path, PathBuf};

use pullquote::article::{Article, BlockKind, BodyBuilder, Clean, Leaf, Meta};
use pullquote::quote::{Quote, extract};
use serde_json::Value;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed")
}

/// Makes the article as the import room does: headline, mended paragraph, figure, related link.
fn article(raw: &str, expected: &Value) -> Article {
    let joined = expected["joined_paragraph"].as_str().unwrap();
    let mut builder = BodyBuilder::new();
    let mut lines = raw
        .lines()
        .filter(|line| !line.trim().is_empty())
        .peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("Original url") {
            break;
        }
        // Dead links leave their words; a bracket that belongs to the text stays.
        let linked = line.contains("](#)");
        let plain = line.replace("**", "").replace("](#)", "");
        let words = if linked {
            plain.replace('[', "")
        } else {
            plain
        };
        if let Some(title) = words.strip_prefix("# ") {
            builder.add(BlockKind::Headline, Leaf::plain(title), &[]);
        } else if let Some(rest) = words.strip_prefix("Related article: ") {
            builder.add(BlockKind::Related { url: None }, Leaf::plain(rest), &[]);
        } else if words.ends_with("(U.S. Government Works)") {
            let caption = expected["figure"]["caption"].as_str().unwrap();
            let credit = expected["figure"]["credit"].as_str().unwrap();
            builder.add_figure(caption, credit, &[]);
        } else if words.starts_with("February") {
        } else if let Some(next) = lines.next_if(|next| joined.ends_with(next.trim())) {
            let whole = format!("{words} {next}");
            builder.add(BlockKind::Paragraph, Leaf::plain(&whole), &[]);
        } else {
            builder.add(BlockKind::Paragraph, Leaf::plain(&words), &[]);
        }
    }
    let meta = Meta {
        lang: Some(Clean::line("en")),
        ..Meta::default()
    };
    Article {
        meta,
        body: builder.build(),
    }
}

fn joined(article: &Article, spans: &[pullquote::article::Span]) -> String {
    let parts: Vec<&str> = spans.iter().map(|span| article.body.slice(*span)).collect();
    parts.join(" | ")
}

fn faults(article: &Article, quotes: &[Quote], expected: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    for wanted in expected["quotes"].as_array().unwrap() {
        let has: Vec<&str> = match wanted["content"].as_str() {
            Some(content) => vec![content],
            None => wanted["content_has"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(Value::as_str)
                .collect(),
        };
        let found = quotes.iter().find(|quote| {
            let content = joined(article, &quote.content);
            has.iter().all(|part| content.contains(part))
        });
        let Some(quote) = found else {
            faults.push(format!("not found: {has:?}"));
            continue;
        };
        let mut check = |what: &str, is: &str, may_be: &[&str]| {
            if !may_be.is_empty() && !may_be.contains(&is) {
                faults.push(format!("{has:?}: {what} is {is:?}, not {may_be:?}"));
            }
        };
        let text = |key: &str| -> Vec<&str> { wanted[key].as_str().into_iter().collect() };
        check("kind", quote.kind.name(), &text("kind"));
        if wanted["content"].is_string() {
            check(
                "content",
                &joined(article, &quote.content),
                &text("content"),
            );
        }
        check("cue", &joined(article, &quote.cue), &text("cue"));
        check("source", &joined(article, &quote.source), &text("source"));
        let speaker = quote.speaker.as_ref();
        let name = speaker.map_or("nobody", |speaker| speaker.name.as_str());
        let mut names = text("speaker");
        names.extend(
            wanted["speaker_may_be"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(Value::as_str),
        );
        check("speaker", name, &names);
        let role = speaker.and_then(|speaker| speaker.role.as_ref());
        check(
            "role",
            role.map_or("none", |role| role.as_str()),
            &text("role"),
        );
        check(
            "speaker kind",
            speaker.map_or("none", |speaker| speaker.kind.name()),
            &text("speaker_kind"),
        );
    }
    for word in expected["not_quotes"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
    {
        for quote in quotes
            .iter()
            .filter(|quote| quote.kind != pullquote::quote::Kind::Indirect)
        {
            if joined(article, &quote.content).contains(word) {
                faults.push(format!("{word:?} is no quote"));
            }
        }
    }
    faults
}

#[test]
fn every_quote_of_the_real_article_is_right() {
    let Ok(raw) = std::fs::read_to_string(folder().join("000_68d1355c6eeb35b5.txt")) else {
        println!("skipped: ../shared/seed is absent");
        return;
    };
    let expected = std::fs::read_to_string(folder().join("expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let article = article(&raw, &expected);
    let quotes = extract(&article);
    let faults = faults(&article, &quotes, &expected);
    let found: Vec<String> = quotes
        .iter()
        .map(|quote| {
            format!(
                "{} {:?} cue {:?} source {:?} by {:?}",
                quote.kind.name(),
                joined(&article, &quote.content),
                joined(&article, &quote.cue),
                joined(&article, &quote.source),
                quote.speaker
            )
        })
        .collect();
    assert!(
        faults.is_empty(),
        "{}\n\nfound:\n{}",
        faults.join("\n"),
        found.join("\n")
    );
}
