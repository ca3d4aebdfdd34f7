//! What each verb prints, and how it ends.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use rstest::rstest;

use super::{FERRY, Home, SNOW, code, many, stderr, stdout};

#[test]
fn import_and_list() {
    let home = Home::new();
    home.write("articles/ferry.md", FERRY);
    home.write("articles/below/snow.md", SNOW);
    home.write("articles/picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
    home.write("articles/empty.txt", "");
    let stories = [
        home.story(&["list"]),
        home.story(&["import", "articles", "nowhere.md"]),
        home.story(&["import", "articles/ferry.md"]),
        home.story(&["import", "articles/empty.txt"]),
        home.story(&["import", "--quiet", "articles/ferry.md"]),
        home.story(&["list"]),
        home.story(&["list", "--sort", "oldest", "--limit", "1"]),
        home.story(&["list", "--filter", "FERRY"]),
        home.story(&["list", "--filter", "nothing like it"]),
        home.story(&["list", "--shelf", "starred"]),
        home.story(&["list", "--format", "json"]),
        home.story(&["list", "--format", "jsonl", "--limit", "1"]),
        home.story(&["list", "--format", "csv"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn show() {
    let home = Home::with_articles();
    let stories = [
        home.story(&["show", "1"]),
        home.story(&["show", "--width", "40", "snow.md"]),
        home.story(&["show", "--format", "markdown", "ferry.md"]),
        home.story(&["show", "--format", "json", "2"]),
        home.story(&["show", "99"]),
        home.told(
            &["show", "-"],
            &home.run_with(&["show", "-"], SNOW.as_bytes()),
        ),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn show_keeps_the_structure_as_markdown() {
    let home = Home::new();
    let source = "# A *strange* [day](https://news.example/a)\n\nOne **bold *and* more** `a*b` ``c`d`` 2*3.\n\n## Part\n\n\
        1. First\n\n   goes on\n2. Second\n   - inner `x`\n\n> Quoted by the writer.\n\n\
        | Boat | Seats |\n|---|--:|\n| Anna | 12 |\n\n```\nlet a = 1;\n\nlet b = `2`;\n```\n\n---\n\nThe end.\n";
    home.write("day.md", source);
    let once = home.run(&["show", "--format", "markdown", "day.md"]);
    home.write("again.md", &once.stdout);
    let again = home.run(&["show", "--format", "markdown", "again.md"]);
    assert_eq!(
        stdout(&again),
        stdout(&once),
        "what was printed can be read back"
    );
    insta::assert_snapshot!(stdout(&once));
}

#[test]
fn a_search_for_nothing_is_refused() {
    let home = Home::new();
    for words in ["", " "] {
        let out = home.run(&["search", words]);
        assert_eq!(code(&out), 2);
        assert!(
            stderr(&out).contains("no word was given"),
            "{}",
            stderr(&out)
        );
    }
}

#[test]
fn search() {
    let home = Home::with_articles();
    let stories = [
        home.story(&["search", "board", "MONEY"]),
        home.story(&["search", "sheep", "--format", "jsonl"]),
        home.story(&["search", "sheep", "--format", "csv"]),
        home.story(&["search", "sheep", "--color", "always"])
            .replace('\u{1b}', "<ESC>"),
        home.story(&["search", "O'Brien", "c++", "a:b", "(", "--", "-x"]),
        home.story(&["search", "unicorn"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn check_backup_and_dirs() {
    let home = Home::with_articles();
    let stories = [
        home.story(&["check"]),
        home.story(&["backup", "copy.db"]),
        home.story(&["backup", "copy.db"]),
        home.story(&["--library", "copy.db", "list"]),
        home.story(&["dirs"]),
        home.story(&["config", "--path"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn a_damaged_library_and_one_that_is_none() {
    let home = Home::with_articles();
    home.write("other.db", "This is a letter, not a library. ".repeat(100));
    let refused = home.run(&["--library", "other.db", "list"]);
    assert_eq!(code(&refused), 2);
    assert!(
        stderr(&refused).contains("is not a pullquote library"),
        "{}",
        stderr(&refused)
    );
    let folder = home.run(&["--library", ".", "list"]);
    assert_eq!(code(&folder), 2);
    assert!(
        stderr(&folder).contains("is a folder"),
        "{}",
        stderr(&folder)
    );
}

#[test]
fn export_loses_nothing() {
    let home = Home::with_articles();
    let first = stdout(&home.run(&["export"]));
    assert_eq!(first.lines().count(), 2);
    assert_eq!(
        code(&home.run_with(&["--library", "b.db", "import", "-"], first.as_bytes())),
        0
    );
    assert_eq!(stdout(&home.run(&["--library", "b.db", "export"])), first);

    let written = home.run(&["export", "-o", "all.jsonl"]);
    assert_eq!(code(&written), 0, "{}", stderr(&written));
    assert_eq!(fs::read_to_string(home.path("all.jsonl")).unwrap(), first);
    home.run(&["import", "snow.md", "ferry.md"]);
    insta::assert_snapshot!(
        [
            home.story(&["export", "--output", "all.jsonl", "--filter", "ferry"]),
            home.story(&[
                "export",
                "--output",
                "all.jsonl",
                "--filter",
                "ferry",
                "--force"
            ]),
            home.story(&["export", "--output", "nowhere/all.jsonl"]),
            home.story(&["export", "--filter", "unicorn"]),
        ]
        .join("\n")
    );
    assert_eq!(
        fs::read_to_string(home.path("all.jsonl"))
            .unwrap()
            .lines()
            .count(),
        1
    );
    let left = fs::read_dir(home.folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().contains("part")),
        "{left:?}"
    );
}

#[test]
fn the_sample_can_be_read_by_everybody() {
    let home = Home::new();
    let list = home.run(&["demo", "--list"]);
    assert_eq!((code(&list), stderr(&list)), (0, String::new()));
    assert_eq!(stdout(&list).lines().count(), 20);
    assert!(!home.path("library.db").exists(), "the demo writes nothing");
    let plain = home.run(&["demo"]);
    assert_eq!(
        (code(&plain), stdout(&plain)),
        (0, stdout(&list)),
        "without a terminal the list must do"
    );
    assert!(stderr(&plain).contains("no terminal"), "{}", stderr(&plain));
}

#[rstest]
#[case::reader(&[])]
#[case::file(&["ferry.md"])]
fn the_reader_needs_a_terminal(#[case] args: &[&str]) {
    let home = Home::with_articles();
    let output = home.run(args);
    assert_eq!(code(&output), 2);
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("needs a terminal"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stderr(&output).lines().count(), 1);
}

#[test]
fn slips_are_met_with_help() {
    let home = Home::with_articles();
    let stories = [
        home.story(&["imprt"]),
        home.story(&["nowhere.md"]),
        home.story(&["list", "--fromat", "csv"]),
        home.story(&["list", "--format", "xml"]),
        home.story(&["import"]),
        home.story(&["show", "--width", "3", "1"]),
        home.story(&["man", "unicorn"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn a_file_that_is_named_like_a_verb_is_reached_by_its_path() {
    let home = Home::new();
    home.write("list", FERRY);
    assert_eq!(code(&home.run(&["list"])), 1, "the verb wins");
    assert!(stdout(&home.run(&["show", "list"])).contains("Last Ferry"));
    assert!(
        stderr(&home.run(&["./list"])).contains("needs a terminal"),
        "the file is meant"
    );
}

#[test]
fn nothing_is_coloured_unless_asked() {
    let home = Home::with_articles();
    for args in [
        &["show", "1"][..],
        &["list"],
        &["search", "ferry"],
        &["quotes", "1"],
        &["--help"],
    ] {
        assert!(!stdout(&home.run(args)).contains('\u{1b}'), "{args:?}");
        let mut always = vec!["--color", "always"];
        always.extend(args);
        assert!(stdout(&home.run(&always)).contains('\u{1b}'), "{args:?}");
    }
}

#[test]
fn completions_and_manual_pages_can_be_made() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]);
        assert_eq!(code(&script), 0);
        assert!(stdout(&script).contains("quotes"), "{shell}");
    }
    assert!(stdout(&home.run(&["man"])).contains(".TH pullquote 1"));
    assert!(stdout(&home.run(&["man", "quotes"])).contains("Unicode code points"));
    assert!(stdout(&home.run(&["config"])).contains("# next-quote = "));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let home = Home::new();
    many(&home.path("articles"), 300);
    let mut command = home.command(&["quotes", "--format", "jsonl", "articles"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    let mut output = BufReader::with_capacity(64, child.stdout.take().unwrap());
    output.read_line(&mut line).unwrap();
    drop(output);
    assert!(line.starts_with("{\"schema\":\"pullquote.quotes/1\""));
    let end = child.wait_with_output().unwrap();
    assert_eq!((code(&end), stderr(&end)), (0, String::new()));
}

#[cfg(unix)]
#[test]
fn no_name_of_a_file_makes_a_library_that_is_kept_nowhere() {
    let home = Home::new();
    home.write("ferry.md", FERRY);
    for name in [":memory:", "file:a.db?mode=memory"] {
        let import = home.run(&["--library", name, "import", "ferry.md"]);
        assert_eq!(code(&import), 0, "{}", stderr(&import));
        let copy = format!("{name}2");
        let backup = home.run(&["--library", name, "backup", &copy]);
        assert_eq!(code(&backup), 0, "{}", stderr(&backup));
        for library in [name, &copy] {
            let list = stdout(&home.run(&["--library", library, "list"]));
            assert!(list.contains("Last Ferry"), "{library}: {list}");
        }
    }
    let backup = home.run(&["--library", ":memory:", "backup", ":memory:"]);
    assert_eq!(code(&backup), 2);
}

#[test]
fn a_configuration_is_checked_with_every_problem_and_its_place() {
    let home = Home::new();
    home.write(
        "bad.toml",
        "widht = 60\nascii = maybe\nmouse = 1\n[keys]\nzne = \"z\"\nzen = \"<Hyper>\"\n",
    );
    home.write("good.toml", "width = 60\n[keys]\nzen = \"Z\"\n");
    let stories = [
        home.story(&["config", "--check", "bad.toml"]),
        home.story(&["config", "--check", "good.toml"]),
        home.story(&["config", "--check"]),
        home.story(&["config", "--check", "missing.toml"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}

#[test]
fn linear_lines_for_ears_and_braille() {
    let home = Home::new();
    home.write("report.md", super::FERRY);
    home.write(
        "blocks.md",
        "# Blocks\n\n## Part\n\n- one\n- two\n\n> Quoted.\n\n| Boat | Seats |\n|---|---|\n| Ann | 90 |\n\n    code\n",
    );
    let stories = [
        home.story(&["show", "--linear", "report.md"]),
        home.story(&["show", "--linear", "blocks.md"]),
        home.story(&["quotes", "--linear", "report.md"]),
        home.story(&["--ascii", "quotes", "report.md"]),
    ];
    insta::assert_snapshot!(stories.join("\n"));
}
