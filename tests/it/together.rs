//! The real reader beside other programs and on a disk that is not what it was: it says so, and goes on.

use std::fs;
use std::path::PathBuf;

use rusqlite::Connection;

use crate::harness::SCRIPTS;
use crate::pty::{Pty, home};

fn library(pty: &Pty) -> PathBuf {
    pty.home.path().join(".local/share/pullquote/library.db")
}

fn import(pty: &Pty, name: &str, article: &str) {
    let file = pty.home.path().join(name);
    fs::write(&file, article).unwrap();
    let imported = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", pty.home.path())
        .arg("import")
        .arg(&file)
        .output()
        .unwrap();
    assert!(imported.status.success());
}

#[cfg(target_os = "linux")]
#[test]
fn what_another_process_imports_appears_without_a_key() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    assert!(pty.screen().contains("Library 1"));
    import(&pty, "scripts.md", SCRIPTS);
    pty.wait_for("Library 2");
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
    let starred = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", pty.home.path())
        .args(["list", "--shelf", "starred"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&starred.stdout).contains("Last Ferry"));
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
    let thrown = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", pty.home.path())
        .args(["trash", "add", "1"])
        .output()
        .unwrap();
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
