//! What the program asks of the system, as strace sees it: which files it opens, and that it opens no connection.
//!
//! Where there is no strace, or none that is allowed to look, these tests say so and look at nothing.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::pty::{Pty, home};

/// Runs the program under strace; returns the calls of some kinds, none where they cannot be seen.
fn traced(home: &TempDir, kinds: &str, arguments: &[&str]) -> Option<String> {
    let log = home.path().join("calls.log");
    let output = Command::new("strace")
        .args(["-f", "-qq", "-e", kinds, "-o"])
        .arg(&log)
        .arg(env!("CARGO_BIN_EXE_pullquote"))
        .args(arguments)
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            eprintln!("not looked at: strace: {error}");
            return None;
        }
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    if said.contains("ptrace") || said.contains("PTRACE") {
        eprintln!("not looked at: {said}");
        return None;
    }
    assert!(output.status.code().is_some_and(|code| code < 2), "{said}");
    Some(fs::read_to_string(&log).unwrap())
}

/// The files that were opened, and were there.
fn opened(calls: &str) -> Vec<String> {
    let calls = calls.lines().filter(|line| line.contains("open"));
    let there = calls.filter(|line| !line.contains("= -1"));
    there
        .filter_map(|line| line.split('"').nth(1).map(str::to_owned))
        .collect()
}

/// Whether a file is the system's: its libraries, its clock, what it says of itself.
fn is_of_the_system(path: &str) -> bool {
    let folders = [
        "/lib",
        "/usr/lib",
        "/usr/share/zoneinfo",
        "/etc/ld.so",
        "/etc/localtime",
        "/etc/timezone",
        "/proc/",
        "/sys/",
        "/dev/",
        "/usr/local/lib",
    ];
    folders.iter().any(|folder| path.starts_with(folder))
}

/// A page and a feed that would like to have other files and addresses read.
const PAGE: &str = "<html><head><title>Trap</title><base href=\"file:///etc/\">\
    <link rel=stylesheet href=secret.css><script src=\"http://127.0.0.1:9/x.js\"></script></head>\
    <body><article><h1>Trap</h1><p>“We will wait,” said Ann Roy, the chair of the board, on Monday in the town hall.</p>\
    <img src=\"secret.png\"><img src=\"http://127.0.0.1:9/x.png\"><iframe src=\"secret.html\"></iframe>\
    <object data=\"file:///etc/passwd\"></object><xi:include href=\"secret.txt\"/></article></body></html>";
const FEED: &str = "<?xml version=\"1.0\"?><?xml-stylesheet href=\"secret.css\"?>\
    <!DOCTYPE rss [<!ENTITY a SYSTEM \"secret.txt\"><!ENTITY b SYSTEM \"http://127.0.0.1:9/e\"><!ENTITY % c SYSTEM \"secret.dtd\"> %c;]>\
    <rss version=\"2.0\" xmlns:xi=\"http://www.w3.org/2001/XInclude\"><channel><title>&a;</title><xi:include href=\"secret.txt\"/>\
    <item><title>One &a;</title><link>https://a.example/1</link><description>Words &b; and more.</description></item></channel></rss>";

#[test]
fn an_import_opens_the_named_files_and_no_connection() {
    let home = tempfile::tempdir().unwrap();
    let put = |name: &str, content: &str| fs::write(home.path().join(name), content).unwrap();
    put("page.html", PAGE);
    put("feed.xml", FEED);
    put(
        "note.md",
        "---\ntitle: A\nimage: secret.png\n---\n\n![x](secret.png) [y](file:///etc/passwd)\n\nWords.\n",
    );
    for name in [
        "secret.txt",
        "secret.css",
        "secret.png",
        "secret.html",
        "secret.dtd",
    ] {
        put(name, "not to be read");
    }
    let arguments = [
        "--library",
        "l.db",
        "import",
        "page.html",
        "feed.xml",
        "note.md",
    ];
    let Some(calls) = traced(&home, "trace=%file,%network", &arguments) else {
        return;
    };
    assert!(!calls.contains("socket("), "{calls}");
    assert!(!calls.contains("connect("), "{calls}");
    let named = ["page.html", "feed.xml", "note.md", "l.db"];
    for path in opened(&calls) {
        let name = Path::new(&path).file_name();
        let name = name
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let is_named = named.iter().any(|named| name.starts_with(named));
        let is_folder = home.path().join(&path).is_dir();
        assert!(
            is_named || is_folder || is_of_the_system(&path),
            "{path} was opened"
        );
    }
    assert!(!calls.contains("secret"), "{calls}");
}

#[test]
fn reading_opens_no_connection() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("page.html"), PAGE).unwrap();
    for arguments in [
        ["--library", "l.db", "import", "page.html"].as_slice(),
        &["--library", "l.db", "list"],
        &["--library", "l.db", "show", "1"],
        &["--library", "l.db", "quotes", "1"],
        &["--library", "l.db", "search", "wait"],
        &["--library", "l.db", "speakers"],
        &["--library", "l.db", "export"],
        &["--library", "l.db", "check"],
        &["show", "page.html"],
    ] {
        let Some(calls) = traced(&home, "trace=%network,execve", arguments) else {
            return;
        };
        assert!(!calls.contains("socket("), "{arguments:?}: {calls}");
        assert_eq!(
            calls.matches("execve(").count(),
            1,
            "{arguments:?}: {calls}"
        );
    }
}

#[test]
fn the_reader_opens_no_connection_and_starts_nothing() {
    let home = home();
    // Whether anything can be seen at all.
    if traced(&home, "trace=%network", &["list"]).is_none() {
        return;
    }
    let log = home.path().join("reader.log");
    let log = log.to_str().unwrap().to_owned();
    let by = [
        "/usr/bin/env",
        "strace",
        "-f",
        "-qq",
        "-e",
        "trace=%network,execve",
        "-o",
        &log,
    ];
    #[expect(clippy::disallowed_methods, reason = "strace is looked for there")]
    let path = std::env::var("PATH").unwrap();
    let environment = [("PATH", Some(path.as_str()))];
    let mut pty = Pty::start_by(&by, home, [120, 30], &[], &environment);
    pty.wait_for("Last Ferry Leaves");
    for (keys, seen) in [
        ("\r", "quote 1/"),
        ("njj ", "%"),
        ("*", "quote"),
        ("y", "clipboard"),
        (";", "link"),
        ("q", "read"),
        ("/ferry\r", "ferry"),
        ("gs", "Maria Holt"),
        ("q", "read"),
    ] {
        pty.keys(keys);
        pty.wait_for(seen);
    }
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    let calls = fs::read_to_string(&log).unwrap();
    let mut connections = calls.lines().filter(|call| {
        ["socket(", "connect(", "sendto(", "bind("].iter().any(|name| call.contains(name))
            // What wakes the thread that hears signals is a pair within the program.
            && !call.contains("AF_UNIX") && !call.contains("MSG_DONTWAIT")
    });
    assert_eq!(connections.next(), None, "{calls}");
    assert!(!calls.contains("AF_INET"), "{calls}");
    // strace itself is started by env, and starts the program.
    assert!(calls.matches("execve(").count() <= 2, "{calls}");
}
