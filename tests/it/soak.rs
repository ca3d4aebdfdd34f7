//! Keys, clicks, pastes and sizes as dice throw them, for as long as is asked for: no panic, no hang, bounded memory, and the
//! library is sound afterwards.
//!
//! `PULLQUOTE_ROUNDS` says how many keys, `PULLQUOTE_SOAK_LIBRARY` on a copy of which library.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tempfile::TempDir;

use crate::effort::{Dice, rounds};
use crate::pty::Pty;

/// What the program may take of memory, in bytes: private and writable, its stacks too.
const MEMORY: u64 = 512 << 20;
/// Keys typed at once, at most.
const BURST: u64 = 60;

/// All that is typed, but for what leaves at once, stops, opens other programs or begins a command line.
const KEYS: &[&str] = &[
    "j",
    "k",
    "\u{1b}[B",
    "\u{1b}[A",
    " ",
    "b",
    "\u{4}",
    "\u{15}",
    "g",
    "G",
    "{",
    "}",
    "]",
    "[",
    "T",
    "\u{f}",
    "m",
    "'",
    "M",
    "n",
    "N",
    "q",
    "c",
    "s",
    "x",
    "w",
    "l",
    "y",
    "i",
    "\"",
    "S",
    "E",
    "V",
    "a",
    "A",
    "h",
    "X",
    "H",
    "Y",
    "C",
    "B",
    "J",
    "K",
    "e",
    "R",
    "v",
    "\t",
    "\u{1b}[Z",
    "/",
    "t",
    "h",
    "e",
    "&",
    ";",
    "r",
    "*",
    "d",
    "u",
    "W",
    "f",
    "F",
    "D",
    "z",
    ">",
    "<",
    "=",
    "?",
    "U",
    "\u{12}",
    "\u{c}",
    "\r",
    "\u{1b}",
    "\u{7f}",
    "1",
    "2",
    "9",
    "0",
    "é",
    "日",
    "\u{1b}[5~",
    "\u{1b}[6~",
    "\u{1b}OP",
    "p",
    "L",
    "P",
    ",",
    ".",
    "@",
    "~",
    "`",
];

fn library(home: &TempDir) -> PathBuf {
    let path = home.path().join("soak.db");
    if let Some(large) = large() {
        fs::copy(large, &path).unwrap();
        return path;
    }
    let articles = home.path().join("articles");
    fs::create_dir(&articles).unwrap();
    for number in 0..40 {
        let text = format!(
            "---\ntitle: Ferry {number}\nsite: The Sound\ntags: [sea]\n---\n\nThe ferry stops. “We looked at number {number} \
             twice,” said Maria Holt, the chair.\n\n## Later\n\n- one\n- [two](https://a.example/{number})\n\n“Nobody was \
             asked,” Tom Weir said. 日本語のフェリー。\n"
        );
        fs::write(articles.join(format!("{number}.md")), text).unwrap();
    }
    let imported = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", home.path())
        .args(["--library", "soak.db", "import", "articles"])
        .current_dir(home.path())
        .output()
        .unwrap();
    assert!(imported.status.success());
    path
}

#[expect(
    clippy::disallowed_methods,
    reason = "the harness passes no arguments on"
)]
fn large() -> Option<PathBuf> {
    std::env::var_os("PULLQUOTE_SOAK_LIBRARY").map(PathBuf::from)
}

fn start(home: TempDir) -> Pty {
    // Keys are for the program, not for an editor that it opens.
    let environment = [("VISUAL", Some("true")), ("EDITOR", Some("true"))];
    let mut pty = Pty::start_in(home, [100, 30], &["--library", "soak.db"], &environment);
    let pid = i32::try_from(pty.child.process_id().unwrap()).unwrap();
    let limit = Rlimit {
        current: Some(MEMORY),
        maximum: Some(MEMORY),
    };
    prlimit(Pid::from_raw(pid), Resource::Data, limit).unwrap();
    pty.wait_for("Library");
    pty
}

/// Leaves, whatever is open, and says how that went.
fn leave(pty: &mut Pty) {
    pty.keys(&"\u{1b}".repeat(8));
    pty.resize(30, 100);
    // A key of two that was begun is given up by the first of them.
    pty.keys("\u{1b}\u{1b}QQ");
    assert_eq!(pty.end(), 0, "{}", pty.screen());
    pty.assert_given_back();
}

/// Types on a thread, for as long as the program is there: nobody takes keys any more that were typed faster than read when
/// it left.
fn type_in(pty: &mut Pty, keys: &str) {
    let Some(mut writer) = pty.writer.take() else {
        return;
    };
    let keys = keys.to_owned();
    let (back, typed) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        writer.write_all(keys.as_bytes()).unwrap();
        back.send(writer).ok();
    });
    loop {
        pty.writer = typed
            .recv_timeout(std::time::Duration::from_millis(20))
            .ok();
        if pty.writer.is_some() || pty.child.try_wait().unwrap().is_some() {
            return;
        }
        pty.read_on();
    }
}

#[test]
fn nothing_that_is_typed_harms_it() {
    let home = tempfile::tempdir().unwrap();
    library(&home);
    let keys = rounds(3_000);
    let mut dice = Dice::new(11);
    let mut pty = start(home);
    let mut typed = 0;
    while typed < keys {
        let count = 1 + dice.below(BURST) as usize;
        let mut burst = String::new();
        for _ in 0..count {
            match dice.below(400) {
                0..8 => {
                    let (rows, columns) = (1 + dice.below(60), 1 + dice.below(200));
                    type_in(&mut pty, &std::mem::take(&mut burst));
                    pty.resize(rows as u16, columns as u16);
                }
                8 => burst.push_str("\u{1b}[200~pasted words\r\u{1b}[201~"),
                9..20 => {
                    let (column, row) = (1 + dice.below(200), 1 + dice.below(60));
                    let button = [0, 2, 32, 64, 65][dice.below(5) as usize];
                    write!(burst, "\u{1b}[<{button};{column};{row}M").unwrap();
                }
                // Torn apart by the line.
                20 => burst.push_str("\u{1b}["),
                _ => burst.push_str(KEYS[dice.below(KEYS.len() as u64) as usize]),
            }
        }
        typed += count;
        type_in(&mut pty, &burst);
        pty.read_on();
        if let Some(status) = pty.child.try_wait().unwrap() {
            assert_eq!(
                status.exit_code(),
                0,
                "after {typed} keys:\n{}",
                pty.screen()
            );
            let home = std::mem::replace(&mut pty.home, tempfile::tempdir().unwrap());
            pty = start(home);
        }
    }
    leave(&mut pty);
    let checked = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", pty.home.path())
        .args(["--library", "soak.db", "check"])
        .current_dir(pty.home.path())
        .output()
        .unwrap();
    assert!(
        checked.status.success(),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
}
