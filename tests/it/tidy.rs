//! Keeps the house tidy: who may import whom, how large a file may grow, that each says what it is.

use std::fs;
use std::path::{Path, PathBuf};

/// The rooms and those they may import from. Nothing points up.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("article", &[]),
    ("quote", &["article"]),
    ("cite", &["article", "quote"]),
    ("typeset", &["article", "quote"]),
    ("kept", &["article", "cite", "quote"]),
    ("export", &["article", "cite", "quote"]),
    ("import", &["article", "cite", "kept", "quote"]),
    ("fetch", &[]),
    ("store", &["article", "cite", "kept", "quote"]),
    (
        "library",
        &[
            "article", "cite", "kept", "quote", "import", "store", "fetch",
        ],
    ),
    ("config", &["article"]),
    ("paths", &[]),
    ("app", &["article", "cite", "quote", "typeset", "config"]),
    (
        "view",
        &["app", "article", "cite", "quote", "typeset", "config"],
    ),
    (
        "shell",
        &[
            "app", "view", "typeset", "library", "config", "article", "cite", "quote", "fetch",
            "export",
        ],
    ),
    (
        "cli",
        &[
            "library", "shell", "config", "paths", "article", "cite", "kept", "quote", "import",
            "export", "app", "typeset", "fetch",
        ],
    ),
];

/// Crates that only one room may know.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("snowball_stemmers_rs", &["store"]),
    ("minijinja", &["cite"]),
    ("directories", &["paths"]),
    ("crossterm", &["shell"]),
    ("clap", &["cli"]),
    ("pulldown_cmark", &["import"]),
    ("dom_query", &["import"]),
    ("dom_smoothie", &["import"]),
    ("html5ever", &["import"]),
    ("mail_parser", &["import"]),
    ("csv", &["import"]),
    ("rbook", &["import"]),
    ("hayro_syntax", &["import"]),
    ("hayro_font", &["import"]),
    ("hayro_cmap", &["import"]),
    ("zip", &["import"]),
    ("flate2", &["import", "store"]),
    ("brotli_decompressor", &["import"]),
    ("ureq", &["fetch"]),
    ("arboard", &["shell"]),
    ("notify", &["shell"]),
    ("image", &["shell"]),
    ("color_quant", &["shell"]),
];

/// Files that may know the network: those whose very purpose it is to fetch. Nothing that reads, lists or shows does.
const MAY_FETCH: &[&str] = &[
    "src/library/gather.rs",
    "src/library/gather/discover.rs",
    "src/library/gather/feeds.rs",
    "src/library/gather/foreseen.rs",
    "src/library/gather/health.rs",
    "src/library/gather/missing.rs",
    "src/library/gather/pages.rs",
    "src/library/gather/round.rs",
    "src/cli/import.rs",
    "src/cli/fetch.rs",
    "src/cli/feeds.rs",
    "src/shell/fetcher.rs",
];

/// Lines that a file may have.
const MOST_LINES: usize = 600;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all(folder: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let folder = root().join(folder);
    assert!(folder.is_dir(), "{} is not there", folder.display());
    sources(&folder, &mut found);
    found.sort();
    let name = |path: &Path| {
        path.strip_prefix(root())
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/")
    };
    found
        .into_iter()
        .map(|path| (name(&path), fs::read_to_string(&path).unwrap()))
        .collect()
}

/// The room of a file below `src`: "src/app/list.rs" and "src/app.rs" are both in "app".
fn room(file: &str) -> &str {
    let inside = file.trim_start_matches("src/");
    inside.split('/').next().unwrap().trim_end_matches(".rs")
}

#[test]
fn nothing_points_up() {
    let mut wrong = Vec::new();
    for (file, text) in all("src") {
        let room = room(&file);
        if ["lib", "main"].contains(&room) {
            continue;
        }
        let Some((_, allowed)) = MAY_IMPORT.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{file}: the room {room} is not in the table"));
            continue;
        };
        for (number, line) in text
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim_start().starts_with("//"))
        {
            for (at, _) in line.match_indices("crate::") {
                let rest = &line[at + "crate::".len()..];
                let target: String = rest
                    .chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect();
                if target.is_empty() {
                    wrong.push(format!(
                        "{file}:{}: a group at the crate's root hides who is imported",
                        number + 1
                    ));
                } else if target != room && !allowed.contains(&target.as_str()) {
                    wrong.push(format!(
                        "{file}:{}: {room} may not import {target}",
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_foreign_crate_has_one_room() {
    for (file, text) in all("src") {
        let room = room(&file);
        for (name, rooms) in ONLY_IN {
            let used = text.lines().any(|line| {
                let line = line.trim_start();
                !line.starts_with("//") && line.contains(&format!("{name}::"))
            });
            assert!(
                !used || rooms.contains(&room),
                "{file}: {name} is known to {rooms:?} only"
            );
        }
    }
}

#[test]
fn only_what_fetches_knows_the_network() {
    for (file, text) in all("src") {
        let knows = text.lines().any(|line| {
            let line = line.trim_start();
            !line.starts_with("//") && line.contains("crate::fetch")
        });
        let may = room(&file) == "fetch" || MAY_FETCH.contains(&file.as_str());
        assert!(!knows || may, "{file}: fetching is not its business");
        let connects = ["TcpStream", "UdpSocket", "ToSocketAddrs"];
        assert!(
            room(&file) == "fetch" || !connects.iter().any(|name| text.contains(name)),
            "{file}: only fetch opens connections"
        );
    }
}

#[test]
fn the_view_names_colors_in_one_file() {
    for (file, text) in all("src/view") {
        assert!(
            file.ends_with("theme.rs") || !text.contains("Color::"),
            "{file}: colors belong into theme.rs"
        );
    }
}

#[test]
fn every_file_says_what_it_is_and_stays_small() {
    for (file, text) in all("src").into_iter().chain(all("tests")) {
        assert!(
            text.starts_with("//!"),
            "{file}: the first line says what the file is"
        );
        let lines = text.lines().count();
        assert!(
            lines <= MOST_LINES,
            "{file}: {lines} lines are more than one idea"
        );
        assert!(
            !file.ends_with("/mod.rs"),
            "{file}: modules are foo.rs beside foo/"
        );
    }
}

#[test]
fn nothing_is_left_for_later() {
    for (file, text) in all("src").into_iter().chain(all("tests")) {
        for mark in [
            concat!("TO", "DO"),
            concat!("FIX", "ME"),
            concat!("todo", "!("),
            concat!("unimple", "mented!("),
        ] {
            assert!(!text.contains(mark), "{file}: {mark}");
        }
    }
}

#[test]
fn no_test_file_is_forgotten() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).unwrap();
    for entry in fs::read_dir(root().join("tests/it")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(
                main.contains(&format!("mod {module};")),
                "{module} is not in main.rs"
            );
        }
    }
}
