//! Other programs in the real terminal: what is piped to, what opens addresses; and the terminal's own answers.

use std::os::unix::fs::PermissionsExt;

use crate::harness::FERRY;
use crate::pty::{Pty, home, home_with};

/// A script in the home of a terminal; returns its path.
fn script(pty: &Pty, name: &str, text: &str) -> String {
    let path = pty.home.path().join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{text}")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_pipe_has_the_text_and_the_terminal_and_gives_it_back() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    // It takes the keys, too: those are not the reader's then.
    let text = "grep -c ferry\nprintf 'your word? '\nread word < /dev/tty\necho \"heard $word\"\n";
    let count = script(&pty, "count", text);
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys(&format!("|{count}\r"));
    pty.wait_for("your word?");
    assert!(!pty.terminal.screen().alternate_screen());
    pty.keys("QQ\r");
    pty.wait_for("heard QQ");
    pty.wait_for("Enter goes back");
    pty.keys("\r");
    pty.wait_for("count has ended.");
    assert!(pty.terminal.screen().alternate_screen());
    pty.keys("q");
    pty.wait_for("1/1");
    pty.resize(20, 90);
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn a_program_that_is_not_there_is_told_and_nothing_is_lost() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys("|/nowhere/at-all\r");
    pty.wait_for("cannot be started");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn a_signal_while_another_program_has_the_terminal_ends_the_reader() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    let wait = script(&pty, "wait", "echo here I am\nexec sleep 60\n");
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys(&format!("|{wait}\r"));
    pty.wait_for("here I am");
    pty.signal(rustix::process::Signal::TERM);
    assert_eq!(pty.end(), 128 + 15);
    pty.assert_given_back();
}

#[test]
fn over_ssh_an_address_is_shown_and_copied_but_never_called_opened() {
    let article = FERRY.replace("Islanders", "[Islanders](https://sound.example/islanders)");
    let mut pty = Pty::start(home_with(&article), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys("1;");
    pty.wait_for("link 1/1");
    pty.keys("o");
    pty.wait_for("would not be on your screen");
    assert!(pty.screen().contains("https://sound.example/islanders"));
    pty.keys("y");
    pty.wait_for("Address sent to the terminal's clipboard");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn a_light_ground_is_heard_and_no_key_is_taken_for_it() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.wait_until("the question", |pty| {
        String::from_utf8_lossy(&pty.raw).contains("\u{1b}]11;?")
    });
    let before = pty.raw.len();
    pty.keys("\u{1b}]11;rgb:ffff/ffff/ffff\u{1b}\\");
    // The frame is blue (4) instead of cyan (6).
    pty.wait_until("the colours of a light ground", |pty| {
        String::from_utf8_lossy(&pty.raw[before..]).contains("34m")
    });
    pty.keys("\r");
    pty.wait_for("quote 1/");
    assert!(!pty.screen().contains("means nothing"), "{}", pty.screen());
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn typed_lines_come_back_in_the_next_session() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys(":shelf starred\r");
    pty.wait_for("Shelf: starred.");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    let home = std::mem::replace(&mut pty.home, tempfile::tempdir().unwrap());
    let mut pty = Pty::start(home, [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys(":");
    pty.wait_for("shelf starred");
    pty.keys("\u{1b}");
    pty.wait_until("no palette", |pty| !pty.screen().contains("shelf starred"));
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}
