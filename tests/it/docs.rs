//! Documentation is output: the key table, the example configuration and the picture come from the program itself.
//!
//! `UPDATE_DOCS=1 cargo test docs` writes them anew.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pullquote::app::command::{Section, TABLE};
use pullquote::app::{Context, Keymap};
use ratatui::style::{Color, Modifier};

use crate::harness::Harness;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a file with what the program says now, or writes it.
fn check(file: &str, wanted: &str) {
    let path = root().join(file);
    #[expect(clippy::disallowed_methods, reason = "a switch of the test itself")]
    let update = std::env::var_os("UPDATE_DOCS").is_some();
    if update {
        fs::write(&path, wanted).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        found == wanted,
        "{file} is stale; run: UPDATE_DOCS=1 cargo test docs"
    );
}

/// The part of the README between two marks, replaced.
fn with_part(text: &str, name: &str, part: &str) -> String {
    let (begin, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let (before, rest) = text.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{begin}{part}{end}{after}")
}

#[test]
fn the_readme_has_the_keys_of_the_table() {
    let keymap = Keymap::default();
    let mut part = String::new();
    for section in Section::ALL {
        writeln!(part, "\n| {} | |\n|---|---|", section.title()).unwrap();
        for spec in TABLE.iter().filter(|spec| spec.section == section) {
            let mut keys: Vec<String> = Vec::new();
            for context in Context::ALL {
                keys.extend(
                    keymap
                        .keys_for(context, spec.command)
                        .filter(|key| !keys.contains(key))
                        .collect::<Vec<_>>(),
                );
            }
            let called = spec
                .argument
                .map_or_else(String::new, |argument| format!(" {argument}"));
            if keys.is_empty() {
                keys.push(format!(":{}{called}", spec.name));
            }
            let keys: Vec<String> = keys
                .iter()
                .map(|key| {
                    if key.contains('`') {
                        format!("`` {key} ``")
                    } else {
                        format!("`{}`", key.replace('|', "\\|"))
                    }
                })
                .collect();
            writeln!(part, "| {} | {} |", keys.join(" "), spec.sentence).unwrap();
        }
    }
    part.push('\n');
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    check("README.md", &with_part(&readme, "keys", &part));
}

#[test]
fn the_readme_has_all_that_a_template_may_ask_for() {
    let mut part = String::new();
    for (of, fields) in pullquote::cite::reference() {
        writeln!(part, "\n| {of} | |\n|---|---|").unwrap();
        for field in fields {
            writeln!(part, "| `{}` | {} |", field.name, field.sentence).unwrap();
        }
    }
    part.push('\n');
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    check("README.md", &with_part(&readme, "templates", &part));
}

#[test]
fn the_picture_is_the_real_screen() {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("assets/sample"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let harness = Harness::new(132, 34, &texts)
        .keys("/quay<Enter>")
        .wait(Duration::from_secs(1))
        .keys("<Enter><Esc>n");
    check("assets/screen.svg", &picture(&harness));
}

/// Draws a screen as SVG: each stretch of one style without a gap is a text of its own, set to the width of its cells.
fn picture(harness: &Harness) -> String {
    const CELL: (f32, f32) = (8.4, 17.0);
    let buffer = harness.buffer();
    let (width, height) = (
        f32::from(buffer.area.width) * CELL.0 + 20.0,
        f32::from(buffer.area.height) * CELL.1 + 20.0,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, \
         SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace\" font-size=\"14\">\n<title>pullquote: the list, \
         an article, and its quotes</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"#16181d\"/>\n"
    );
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let first = &buffer[(x, y)];
            let same = |at: u16| {
                let cell = &buffer[(at, y)];
                (cell.fg, cell.bg, cell.modifier) == (first.fg, first.bg, first.modifier)
            };
            // Not every program that draws the picture gives a row of blanks its width.
            let is_blank = |at: u16| at < buffer.area.width && buffer[(at, y)].symbol() == " ";
            let is_gap = |at: u16| is_blank(at) && is_blank(at + 1);
            let from = x;
            let begins_gap = is_gap(from);
            let goes_on = |at: u16| {
                if begins_gap {
                    is_blank(at)
                } else {
                    !is_gap(at)
                }
            };
            let mut words = String::new();
            while x < buffer.area.width && same(x) && goes_on(x) {
                let symbol = buffer[(x, y)].symbol();
                words.push_str(symbol);
                x += u16::max(1, pullquote::typeset::width(symbol));
            }
            let cells = f32::from(x - from) * CELL.0;
            let left = 10.0 + f32::from(from) * CELL.0;
            let top = 10.0 + f32::from(y) * CELL.1;
            let reversed = first.modifier.contains(Modifier::REVERSED);
            let (ink, ground) = (hex(first.fg, "#d7dae0"), hex(first.bg, "#16181d"));
            let (ink, ground) = if reversed {
                (ground, ink)
            } else {
                (ink, ground)
            };
            if ground != "#16181d" {
                let (w, h) = (cells, CELL.1);
                writeln!(svg, "<rect x=\"{left:.1}\" y=\"{top:.1}\" width=\"{w:.1}\" height=\"{h}\" fill=\"{ground}\"/>").unwrap();
            }
            if words.trim().is_empty() {
                continue;
            }
            let mut style = String::new();
            for (modifier, attribute) in [
                (Modifier::BOLD, " font-weight=\"bold\""),
                (Modifier::ITALIC, " font-style=\"italic\""),
                (Modifier::UNDERLINED, " text-decoration=\"underline\""),
                (Modifier::DIM, " opacity=\"0.65\""),
            ] {
                if first.modifier.contains(modifier) {
                    style.push_str(attribute);
                }
            }
            let words = words
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            writeln!(
                svg,
                "<text x=\"{left:.1}\" y=\"{:.1}\" textLength=\"{cells:.1}\" lengthAdjust=\"spacingAndGlyphs\" fill=\"{ink}\"{style} \
                 xml:space=\"preserve\">{words}</text>",
                top + CELL.1 - 4.5
            )
            .unwrap();
        }
    }
    svg + "</svg>\n"
}

fn hex(color: Color, default: &'static str) -> &'static str {
    match color {
        Color::Green => "#98c379",
        Color::Cyan => "#56b6c2",
        Color::Magenta => "#c678dd",
        Color::Yellow => "#e5c07b",
        Color::Red => "#e06c75",
        Color::Black => "#16181d",
        _ => default,
    }
}

#[test]
fn every_promise_names_tests_that_are_there() {
    let promises = fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let mut sources = String::new();
    for folder in ["src", "tests"] {
        for entry in walk(&root().join(folder)) {
            sources.push_str(&fs::read_to_string(entry).unwrap());
        }
    }
    let mut named = 0;
    for name in promises.split('`').skip(1).step_by(2) {
        let is_test = name.len() > 12
            && name
                .chars()
                .all(|c| c == '_' || c.is_ascii_lowercase() || c.is_ascii_digit());
        if is_test {
            named += 1;
            assert!(
                sources.contains(&format!("fn {name}(")),
                "there is no test {name}"
            );
        }
    }
    assert!(named > 40, "{named}");
}

/// All Rust files below a folder.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut walk(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
    found
}
