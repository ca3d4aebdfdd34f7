//! Files as they come, and what is read out of them. A case is a folder in `tests/corpus/import` with one `input.md` or
//! `input.txt`; the snapshot beside it shows the article, one line for each block.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use pullquote::article::{Article, Block, BlockKind, Body, Clean, Container, Label, MarkStyle};
use pullquote::import::{Hint, ImportError, address, import, records};
use serde_json::Value;

#[test]
fn cases() {
    insta::glob!("../corpus/import", "*/input.*", |path| {
        let bytes = std::fs::read(path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let shown = match import(
            &bytes,
            Hint {
                name,
                ..Hint::default()
            },
        ) {
            Ok(article) => {
                check(&article);
                show(&article)
            }
            Err(error) => format!("refused: {error}\n"),
        };
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(path.parent().unwrap());
        settings.set_prepend_module_to_snapshot(false);
        settings.set_snapshot_suffix("");
        settings.set_omit_expression(true);
        settings.remove_input_file();
        settings.remove_info();
        settings.bind(|| insta::assert_snapshot!("article", shown));
    });
}

/// What holds for every article.
fn check(article: &Article) {
    let body = &article.body;
    let again = Body::from_parts(body.text().to_owned(), body.blocks().to_vec());
    assert_eq!(again.as_ref(), Ok(body));
    let record = pullquote::article::Record {
        article: article.clone(),
        state: pullquote::article::State::default(),
        provenance: pullquote::article::Provenance::default(),
    };
    let line = records::write_line(&record);
    assert_eq!(
        records::write_line(&records::read_line(&line).unwrap()),
        line
    );
    assert_eq!(records::read_line(&line).unwrap(), record);
}

fn show(article: &Article) -> String {
    let meta = &article.meta;
    let mut out = String::new();
    let list = |list: &[Clean]| {
        list.iter()
            .map(Clean::as_str)
            .collect::<Vec<_>>()
            .join("; ")
    };
    let fields = [
        ("title", Some(meta.title.to_string())),
        ("byline", Some(list(&meta.byline))),
        ("site", meta.site.as_ref().map(Clean::to_string)),
        ("published", meta.published.as_ref().map(Clean::to_string)),
        ("url", meta.url.as_ref().map(Clean::to_string)),
        ("lang", meta.lang.as_ref().map(Clean::to_string)),
        ("tags", Some(list(&meta.tags))),
    ];
    for (name, value) in fields {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            writeln!(out, "{name}: {value}").unwrap();
        }
    }
    out.push('\n');
    for block in article.body.blocks() {
        writeln!(out, "{}", show_block(&article.body, block)).unwrap();
    }
    out
}

fn show_block(body: &Body, block: &Block) -> String {
    let within: String = block
        .within
        .iter()
        .map(|container| match container {
            Container::Quote => "> ".to_owned(),
            Container::Item(Label::Bullet) => "- ".to_owned(),
            Container::Item(Label::Number(number)) => format!("{number}. "),
            Container::Item(Label::None) => "  ".to_owned(),
        })
        .collect();
    let words = match &block.kind {
        BlockKind::Headline => "HEADLINE ".to_owned() + body.slice(block.span),
        BlockKind::Heading(level) => format!("HEADING {level} {}", body.slice(block.span)),
        BlockKind::Paragraph => "P ".to_owned() + body.slice(block.span),
        BlockKind::Code => "CODE ".to_owned() + body.slice(block.span),
        BlockKind::Rule => "RULE".to_owned(),
        BlockKind::Related { url } => format!(
            "RELATED {} <{}>",
            body.slice(block.span),
            url.as_deref().unwrap_or_default()
        ),
        BlockKind::Figure { caption, credit } => {
            format!("FIGURE {} | {}", body.slice(*caption), body.slice(*credit))
        }
        BlockKind::Table(table) => {
            let rows = table.rows.iter().map(|row| {
                let cells = row.iter().map(|cell| body.slice(*cell));
                cells.collect::<Vec<_>>().join(" | ")
            });
            format!(
                "TABLE {:?} {}",
                table.columns,
                rows.collect::<Vec<_>>().join(" // ")
            )
        }
    };
    let mut line = within + &words.replace('\n', " ⏎ ");
    for mark in &block.marks {
        let style = match &mark.style {
            MarkStyle::Emphasis => "emphasis".to_owned(),
            MarkStyle::Strong => "strong".to_owned(),
            MarkStyle::Strike => "strike".to_owned(),
            MarkStyle::Code => "code".to_owned(),
            MarkStyle::Link(url) => format!("link {url}"),
        };
        write!(
            line,
            "\n      {style}: {}",
            body.slice(mark.span).replace('\n', " ⏎ ")
        )
        .unwrap();
    }
    line
}

/// Returns a file of the shared samples, or says that the test is skipped.
fn shared(path: &str) -> Option<PathBuf> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared")
        .join(path);
    if file.exists() {
        return Some(file);
    }
    eprintln!("skipped: ../shared/{path} is absent");
    None
}

fn json(path: &str) -> Option<Vec<Value>> {
    let text = std::fs::read_to_string(shared(path)?).unwrap();
    Some(
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

#[test]
fn everything_is_read_out_of_the_seed() {
    let Some(expected) = shared("seed/expected.json") else {
        return;
    };
    let expected: Value =
        serde_json::from_str(&std::fs::read_to_string(expected).unwrap()).unwrap();
    let text = |key: &str| expected[key].as_str().unwrap();
    let Some(file) = shared(&format!("seed/{}", text("file"))) else {
        return;
    };
    let article = import(
        &std::fs::read(file).unwrap(),
        Hint {
            name: text("file"),
            ..Hint::default()
        },
    )
    .unwrap();
    check(&article);
    let (meta, body) = (&article.meta, &article.body);
    assert_eq!(meta.title.as_str(), text("title"));
    assert_eq!(meta.published.as_deref(), Some(text("published")));
    assert_eq!(meta.site.as_deref(), Some(text("site")));
    assert_eq!(meta.url.as_deref(), Some(text("url")));
    assert_eq!(meta.lang.as_deref(), Some("en"));
    assert_eq!(body.blocks()[0].kind, BlockKind::Headline);
    let figures: Vec<(&str, &str)> = body
        .blocks()
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Figure { caption, credit } => {
                Some((body.slice(*caption), body.slice(*credit)))
            }
            _ => None,
        })
        .collect();
    let figure = &expected["figure"];
    assert_eq!(
        figures,
        [(
            figure["caption"].as_str().unwrap(),
            figure["credit"].as_str().unwrap()
        )]
    );
    let related: Vec<&str> = body
        .blocks()
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Related { .. }))
        .map(|block| body.slice(block.span))
        .collect();
    assert_eq!(related, [text("related")]);
    assert!(body.text().contains(text("joined_paragraph")));
    for absent in expected["not_in_text"].as_array().unwrap() {
        let absent = absent.as_str().unwrap();
        assert!(!body.text().contains(absent), "{absent}");
    }
}

/// The characters of a text that are not white space, after cleaning.
fn solid(text: &str) -> String {
    let clean = Clean::from_untrusted(text);
    clean.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn plain_news_loses_no_word_and_gets_no_markup() {
    for path in [
        "quotes/train.jsonl",
        "quotes/dev.jsonl",
        "quotes/de-dev.jsonl",
    ] {
        let Some(lines) = json(path) else {
            return;
        };
        let (mut titled, all) = (0, lines.len());
        for line in &lines {
            let (id, text) = (line["id"].as_str().unwrap(), line["text"].as_str().unwrap());
            let article = import(
                text.as_bytes(),
                Hint {
                    name: "a.txt",
                    ..Hint::default()
                },
            )
            .unwrap();
            check(&article);
            titled += usize::from(!article.meta.title.is_empty());
            let plain = article.body.blocks().iter().all(|block| {
                matches!(block.kind, BlockKind::Headline | BlockKind::Paragraph)
                    && block.within.is_empty()
                    && block.marks.is_empty()
            });
            assert!(plain, "{id}: a spurious kind of block");
            let (body, mut wanted) = (solid(article.body.text()), solid(text));
            if body != wanted {
                wanted = solid(&without_furniture(text));
            }
            assert_eq!(body, wanted, "{id}");
        }
        // Nearly all English texts begin with one, nearly no German one does.
        let expected = if path.contains("de-") {
            0..=all / 50
        } else {
            all * 98 / 100..=all
        };
        assert!(
            expected.contains(&titled),
            "{path}: {titled} of {all} have a headline"
        );
    }
}

/// Whether a line below a headline is read as the date of an article.
fn is_date(line: &str) -> bool {
    let text = format!("Ferry Stops\n\n{line}\n\nIt stopped for good.");
    let article = import(
        text.as_bytes(),
        Hint {
            name: "a.txt",
            ..Hint::default()
        },
    );
    article.is_ok_and(|article| article.meta.published.is_some())
}

/// A text without the lines that become data.
fn without_furniture(text: &str) -> String {
    let is_data = |line: &&str| {
        let line = line.trim();
        let named = line.starts_with("By ") && line.len() < 160 && !line.ends_with('.');
        let placed = line
            .split_once(':')
            .is_some_and(|(_, rest)| address::canonical(rest).is_some());
        is_date(line) || named || placed
    };
    let lines: Vec<&str> = text.lines().filter(|line| !is_data(line)).collect();
    lines.join("\n")
}

#[test]
fn an_unreadable_name_does_not_matter() {
    let refused = import(
        b"\x89PNG\r\n\x1a\n",
        Hint {
            name: "/a/b/Ferry.md",
            ..Hint::default()
        },
    );
    assert!(matches!(refused, Err(ImportError::Binary { .. })));
}
