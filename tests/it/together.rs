//! The real reader beside other programs and on a disk that is not what it was: it says so, and goes on.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::harness::{FERRY, SCRIPTS};
use crate::pty::{Pty, home, run, starred};

fn library(pty: &Pty) -> PathBuf {
    pty.home.path().join(".local/share/pullquote/library.db")
}

#[cfg(target_os = "linux")]
#[test]
fn what_another_process_imports_appears_without_a_key() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    assert!(pty.screen().contains("Library 1"));
    fs::write(pty.home.path().join("scripts.md"), SCRIPTS).unwrap();
    assert!(run(&pty.home, &["import", "scripts.md"]).status.success());
    pty.wait_for("Library 2");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn what_another_process_makes_of_the_open_article_appears_without_a_key() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("will end the night ferry");
    let edited = FERRY.replace("the night ferry", "every ferry");
    fs::write(pty.home.path().join("ferry.md"), edited).unwrap();
    assert!(run(&pty.home, &["import", "ferry.md"]).status.success());
    pty.wait_for("will end every ferry");
    pty.wait_for("This article has changed");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn a_change_that_waits_for_another_process_says_so_and_is_made() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    let other = Connection::open(library(&pty)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    pty.keys("\r");
    pty.wait_for("quote");
    pty.keys("*");
    pty.wait_for("Another program is writing to the library");
    // Reading goes on meanwhile.
    pty.keys("j");
    other.execute_batch("ROLLBACK").unwrap();
    drop(other);
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    assert!(starred(&pty.home).contains("Last Ferry"));
}

#[test]
fn a_verb_that_waits_for_another_process_says_so() {
    let pty = Pty::start(home(), [100, 30]);
    let other = Connection::open(library(&pty)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let release = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_secs(2));
        other.execute_batch("ROLLBACK").unwrap();
    });
    let thrown = run(&pty.home, &["trash", "add", "1"]);
    release.join().unwrap();
    let said = String::from_utf8_lossy(&thrown.stderr).into_owned();
    assert!(thrown.status.success(), "{said}");
    assert_eq!(said.matches("waiting for it").count(), 1, "{said}");
}

#[cfg(unix)]
#[test]
fn in_a_library_whose_folder_has_gone_reading_goes_on_and_nothing_is_called_saved() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("quote");
    let folder = library(&pty).parent().unwrap().to_owned();
    let elsewhere = pty.home.path().join("elsewhere");
    fs::rename(&folder, &elsewhere).unwrap();
    pty.keys("*");
    pty.wait_for("is not the library any more");
    pty.keys("j");
    fs::rename(&elsewhere, &folder).unwrap();
    pty.keys("Q");
    pty.end();
}

#[test]
fn settings_that_cannot_be_read_keep_nobody_from_reading() {
    let home = home();
    let folder = home.path().join(".config/pullquote");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), b"width = \xff\xfe").unwrap();
    let mut pty = Pty::start(home, [100, 30]);
    pty.wait_for("cannot be read");
    pty.keys("q");
    pty.wait_for("Last Ferry Leaves");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}
