//! What the program asks of the system, as strace sees it: which files it opens, and that it opens no connection.
//!
//! Where there is no strace, or none that is allowed to look, these tests say so and look at nothing.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::cli::containers::{answer, newsboat, packed};
use crate::cli::pdf;
use crate::pty::{Pty, home, run};

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

/// Whether there is a strace that may look and step in; says so when there is none.
pub(crate) fn can_trace() -> bool {
    let home = tempfile::tempdir().unwrap();
    traced(&home, "trace=%network", &["dirs"]).is_some()
}

/// Starts the reader under strace, with these options.
pub(crate) fn start_traced(home: TempDir, options: &[&str]) -> Pty {
    let by = [["/usr/bin/env", "strace", "-f", "-qq"].as_slice(), options].concat();
    #[expect(clippy::disallowed_methods, reason = "strace is looked for there")]
    let path = std::env::var("PATH").unwrap();
    let environment = [("PATH", Some(path.as_str()))];
    Pty::start_by(&by, home, [120, 30], &[], &environment)
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

/// What is packed into files of each kind: pages that would like to have others.
fn containers(folder: &Path) {
    let put = |name: &str, content: &[u8]| fs::write(folder.join(name), content).unwrap();
    let html = "200 OK\r\nContent-Type: text/html";
    let warc = answer("https://gull.example/trap", html, PAGE);
    put(
        "crawl.wacz",
        &packed(&[
            ("archive/data.warc.gz", &warc),
            ("datapackage.json", b"{}"),
            (
                "pages/pages.jsonl",
                b"{\"format\": \"json-pages-1.0\"}\n{\"url\": \"https://gull.example/trap\"}\n",
            ),
        ]),
    );
    put("crawl.warc.gz", &warc);
    put("book.epub", &packed(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<?xml version=\"1.0\"?><!DOCTYPE c [<!ENTITY a SYSTEM \"secret.txt\">]>\
            <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\
            <rootfiles><rootfile full-path=\"b.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>"),
        ("b.opf", b"<?xml version=\"1.0\"?><package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\">\
            <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>Trap</dc:title><dc:language>en</dc:language>\
            <dc:identifier id=\"i\">i</dc:identifier></metadata><manifest><item id=\"p\" href=\"p.xhtml\" \
            media-type=\"application/xhtml+xml\"/><item id=\"x\" href=\"../secret.html\" media-type=\"application/xhtml+xml\"/></manifest>\
            <spine><itemref idref=\"p\"/><itemref idref=\"x\"/></spine></package>"),
        ("p.xhtml", PAGE.as_bytes()),
    ]));
    put("letter.mhtml", format!(
        "MIME-Version: 1.0\r\nSnapshot-Content-Location: https://gull.example/letter\r\n\
         Content-Type: multipart/related; boundary=\"b\"; type=\"text/html\"\r\n\r\n--b\r\nContent-Type: text/html\r\n\
         Content-Location: https://gull.example/letter\r\n\r\n{PAGE}\r\n--b\r\nContent-Type: message/external-body; \
         access-type=local-file; name=\"secret.txt\"\r\n\r\n\r\n--b--\r\n"
    ).as_bytes());
    put(
        "paper.pdf",
        &pdf::page(
            "BT /F 20 Tf 50 700 Td (A trap) Tj /F 10 Tf 0 -40 Td (We will wait in the town hall, Ann Roy said.) Tj ET",
        ),
    );
    put(
        "saved.csv",
        b"URL,Title,Selection,Folder,Timestamp\nhttps://gull.example/1,Trap,,Unread,1700000000\n",
    );
    newsboat(&folder.join("cache.db"));
    for file in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/archives")).unwrap()
    {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
}

#[test]
fn what_is_packed_is_read_without_a_connection_or_another_file() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("packed");
    fs::create_dir(&folder).unwrap();
    containers(&folder);
    for name in ["secret.txt", "secret.html", "secret.css", "secret.png"] {
        for folder in [home.path(), &folder] {
            fs::write(folder.join(name), "not to be read").unwrap();
        }
    }
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|file| format!("packed/{}", file.unwrap().file_name().to_string_lossy()))
        .filter(|name| !name.contains("secret"))
        .collect();
    names.sort();
    assert!(names.len() >= 15, "{names:?}");
    for name in &names {
        let arguments = ["--library", "l.db", "import", name];
        let Some(calls) = traced(&home, "trace=%file,%network", &arguments) else {
            return;
        };
        assert!(!calls.contains("socket("), "{name}: {calls}");
        assert!(!calls.contains("secret"), "{name}: {calls}");
        for path in opened(&calls) {
            let is_its_own = path.contains(name.as_str()) || path.contains("l.db");
            let is_folder = home.path().join(&path).is_dir();
            // Another program's database is copied before SQLite may open it.
            let is_temporary = Path::new(&path).starts_with(std::env::temp_dir())
                && !Path::new(&path).starts_with(home.path());
            assert!(
                is_its_own || is_folder || is_temporary || is_of_the_system(&path),
                "{name}: {path} was opened"
            );
        }
    }
    let all = [
        "--library",
        "l.db",
        "list",
        "--shelf",
        "all",
        "--format",
        "jsonl",
    ];
    let listed = String::from_utf8(run(&home, &all).stdout).unwrap();
    for article in ["Trap", "A trap", "Ferry stops"] {
        assert!(
            listed.contains(&format!("\"{article}\"")),
            "{article} is not in {listed}"
        );
    }
    assert!(listed.lines().count() >= 8, "{listed}");
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
    let mut pty = start_traced(home, &["-e", "trace=%network,execve", "-o", &log]);
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
