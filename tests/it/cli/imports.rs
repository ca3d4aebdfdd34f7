//! Imports that are cut short, by the user or by force: nothing that was stored is lost, nothing is stored by halves.

use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use rstest::rstest;
use rustix::process::{Pid, Signal, kill_process};

use crate::effort::{Dice, rounds};

use super::{Home, code, many, stderr, stdout};

const COUNT: usize = 1_500;

/// Starts an import of many articles and returns when its library is there.
fn started(home: &Home) -> Child {
    let mut command = home.command(&["import", "articles"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    while !home.path("library.db").exists() && child.try_wait().unwrap().is_none() {
        thread::sleep(Duration::from_millis(1));
    }
    child
}

fn signal(child: &Child, signal: Signal) {
    let pid = i32::try_from(child.id()).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
}

fn stored(home: &Home) -> usize {
    stdout(&home.run(&["list", "--format", "jsonl", "--shelf", "all"]))
        .lines()
        .count()
}

#[rstest]
#[case::interrupted(Signal::INT, 130)]
#[case::terminated(Signal::TERM, 143)]
fn a_stopped_import_keeps_what_is_done_and_goes_on_later(
    #[case] asked: Signal,
    #[case] ending: i32,
) {
    let home = Home::new();
    many(&home.path("articles"), COUNT);
    let child = started(&home);
    signal(&child, asked);
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), ending, "{}", stderr(&output));
    assert!(
        stderr(&output).contains("run it again to go on"),
        "{}",
        stderr(&output)
    );
    let before = stored(&home);
    assert!(before < COUNT);
    assert!(
        stdout(&output).starts_with(&format!("{before} added, 0 updated")),
        "{}",
        stdout(&output)
    );

    let again = home.run(&["import", "articles"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    let wanted = format!(
        "{} added, 0 updated, {before} already there, 0 refused\n",
        COUNT - before
    );
    assert_eq!(stdout(&again), wanted);
    assert_eq!(stored(&home), COUNT);
}

#[test]
fn a_killed_import_leaves_a_sound_library() {
    let home = Home::new();
    many(&home.path("articles"), COUNT);
    let mut dice = Dice::new(42);
    let mut before = 0;
    for round in 0..rounds(10) {
        let mut child = started(&home);
        thread::sleep(Duration::from_micros(dice.below(250_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        if !home.path("library.db").exists() {
            continue;
        }
        let check = home.run(&["check"]);
        assert_eq!(
            code(&check),
            0,
            "round {round}: {}{}",
            stdout(&check),
            stderr(&check)
        );
        let now = stored(&home);
        assert!(
            now >= before,
            "round {round}: {before} articles became {now}"
        );
        before = now;
    }
    let last = home.run(&["import", "articles"]);
    assert_eq!(code(&last), 0, "{}", stderr(&last));
    assert_eq!(stored(&home), COUNT);
    assert_eq!(code(&home.run(&["check"])), 0);
}
