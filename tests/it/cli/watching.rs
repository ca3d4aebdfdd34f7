//! Folders that are watched, on the command line.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};

use super::{Home, code, stderr, stdout};

#[test]
fn what_appears_in_a_folder_is_imported_until_it_is_told_to_stop() {
    let home = Home::new();
    home.write("news/a.md", "# Old ferry\n\nIt was there before.");
    home.write("news/b.html.crdownload", "<p>Not yet");
    let mut command = home.command(&["import", "--watch", "news"]);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || lines.next().unwrap().unwrap();
    assert_eq!(next(), "1 added, 0 updated, 0 already there, 0 refused");
    home.write("news/below/c.md", "# New ferry\n\nIt came later.");
    assert_eq!(next(), "1 added, 0 updated, 0 already there, 0 refused");
    home.write("news/d.pdf", "%PDF-1.4 no text");
    assert_eq!(next(), "0 added, 0 updated, 0 already there, 1 refused");
    let pid = i32::try_from(child.id()).unwrap();
    kill_process(Pid::from_raw(pid).unwrap(), Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 130, "{}", stderr(&output));
    assert!(stderr(&output).contains("news/d.pdf"));
    let list = stdout(&home.run(&["list", "--format", "csv"]));
    assert!(list.contains("Old ferry") && list.contains("New ferry"));
}

#[test]
fn only_folders_are_watched() {
    let home = Home::new();
    for what in ["-", "https://news.example/"] {
        let output = home.run(&["import", "--watch", what]);
        assert_eq!(code(&output), 2);
        assert!(stderr(&output).contains("cannot be watched"));
    }
}
