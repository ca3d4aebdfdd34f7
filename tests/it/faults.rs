//! What the system refuses, by strace's hand: disks that are full or broken, quotas, mounts without locks, threads.
//!
//! Where there is no strace, or none that is allowed to step in, these tests say so and do nothing.

use std::fs;
use std::process::{Command, Output};

use rstest::rstest;
use tempfile::TempDir;

use crate::pty::{Pty, home, run, starred};
use crate::syscalls::{can_trace, start_traced};

/// What has strace refuse some calls, as its language has it.
fn refusal(calls: &str, fault: &str) -> [String; 4] {
    let (option, trace) = ("-e".to_owned(), format!("trace={calls}"));
    [
        option.clone(),
        trace,
        option,
        format!("inject={calls}:{fault}"),
    ]
}

/// Runs the program; the system refuses some calls.
fn refused(home: &TempDir, calls: &str, fault: &str, arguments: &[&str]) -> Output {
    Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null"])
        .args(refusal(calls, fault))
        .arg(env!("CARGO_BIN_EXE_pullquote"))
        .args(arguments)
        .current_dir(home.path())
        .env_clear()
        .env("HOME", home.path())
        .output()
        .unwrap()
}

/// Starts the reader; the system refuses it some calls.
fn start_refused(home: TempDir, calls: &str, fault: &str) -> Pty {
    let refusal = refusal(calls, fault);
    let mut options = vec!["-o", "/dev/null"];
    options.extend(refusal.iter().map(String::as_str));
    start_traced(home, &options)
}

/// A home with a library of one article, and more to be imported.
fn home_with_more() -> TempDir {
    let home = home();
    let folder = home.path().join("more");
    fs::create_dir(&folder).unwrap();
    for number in 0..40 {
        let text = format!("# Article {number}\n\n“Word {number},” said Ann Roy.\n\n").repeat(30);
        fs::write(folder.join(format!("{number}.md")), text).unwrap();
    }
    home
}

#[rstest]
#[case::full_at_once("pwrite64", "error=ENOSPC:when=1+", "the disk is full")]
#[case::full_soon("pwrite64", "error=ENOSPC:when=30+", "the disk is full")]
#[case::over_its_quota("pwrite64", "error=EDQUOT:when=30+", "over its quota")]
#[case::broken_while_writing("pwrite64", "error=EIO:when=10+", "the disk refused")]
#[case::broken_while_flushing("fdatasync,fsync", "error=EIO:when=2+", "the disk refused")]
#[case::no_locks("fcntl", "error=ENOLCK:when=12+", "the library is busy")]
fn what_the_disk_refuses_is_told_and_what_was_stored_stays(
    #[case] calls: &str,
    #[case] fault: &str,
    #[case] expected: &str,
) {
    if !can_trace() {
        return;
    }
    let home = home_with_more();
    let failed = refused(&home, calls, fault, &["import", "more"]);
    let said = String::from_utf8_lossy(&failed.stderr);
    assert_eq!(failed.status.code(), Some(2), "{said}");
    let last = said.trim().lines().last().unwrap_or_default();
    assert!(last.contains(expected), "{said}");
    assert!(!said.contains("added"), "nothing is acknowledged: {said}");
    let checked = run(&home, &["check"]);
    assert_eq!(
        checked.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&checked.stderr)
    );
    let again = run(&home, &["import", "more"]);
    assert_eq!(again.status.code(), Some(0));
    let listed = run(&home, &["list", "--format", "jsonl"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).lines().count(), 41);
}

#[test]
fn on_a_full_disk_reading_goes_on_and_nothing_is_called_saved() {
    if !can_trace() {
        return;
    }
    let mut pty = start_refused(home(), "pwrite64", "error=ENOSPC:when=1+");
    pty.wait_for("Last Ferry Leaves");
    pty.keys("*");
    pty.wait_for("the disk is full");
    assert!(
        !pty.screen().contains("Marked as starred"),
        "{}",
        pty.screen()
    );
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys("n");
    pty.wait_for("quote 2/");
    pty.keys("Q");
    let code = pty.end();
    assert!(code == 0 || code == 2, "ended with {code}");
    pty.assert_given_back();
    assert!(!starred(&pty.home).contains("Last Ferry"));
    assert_eq!(run(&pty.home, &["check"]).status.code(), Some(0));
}

#[test]
fn a_system_that_gives_no_more_threads_is_told_and_nothing_panics() {
    if !can_trace() {
        return;
    }
    let mut codes = Vec::new();
    // The fourth one is that of the crate that watches files, which does not survive that it gets none.
    for first in (1..=10).filter(|first| *first != 4) {
        let fault = format!("error=EAGAIN:when={first}+");
        let mut pty = start_refused(home(), "clone3,clone", &fault);
        pty.wait_until("the reader or a reason", |pty| {
            let said = pty.screen();
            said.contains("Last Ferry Leaves") || said.contains("Resource temporarily")
        });
        pty.keys("\r*oqQ");
        let code = pty.end();
        let said = String::from_utf8_lossy(&pty.raw).into_owned();
        assert!([0, 2].contains(&code), "from {first} on: {code}: {said}");
        for word in ["panicked", "a fault of", "RUST_BACKTRACE"] {
            assert!(!said.contains(word), "from {first} on: {said}");
        }
        if code == 2 {
            assert!(said.contains("Resource temporarily unavailable"), "{said}");
        }
        pty.assert_given_back();
        codes.push(code);
    }
    assert_eq!(codes[0], 2, "without any thread nothing is read: {codes:?}");
    assert_eq!(codes[8], 0, "with ten it is: {codes:?}");
}

/// The standard library needs chance for its tables, and panics where the system has none.
#[cfg(target_os = "linux")]
#[test]
fn a_panic_gives_the_terminal_back_and_is_told_in_one_line() {
    if !can_trace() {
        return;
    }
    let mut pty = start_refused(home(), "getrandom", "error=EIO:when=1+");
    assert_eq!(pty.end(), 2);
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    let (entered, after) = raw.split_once("\x1b[?1049h").unwrap();
    assert!(!entered.contains("a fault of pullquote"), "{raw}");
    let (_, said) = after.split_once("\x1b[?1049l").unwrap();
    assert_eq!(said.matches("a fault of pullquote").count(), 1, "{raw}");
    assert!(
        said.trim_end().ends_with("RUST_BACKTRACE=1 tells more"),
        "{raw}"
    );
    pty.assert_given_back();
    assert!(pty.has_usual_settings());
    assert_eq!(run(&pty.home, &["check"]).status.code(), Some(0));
}
