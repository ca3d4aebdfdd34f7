//! What the library promises: files in, once each, whatever they are.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::{Clean, Query};
use crate::library::ingest::{Input, Progress, Tally, ingest};
use crate::library::{Change, Library};

fn take_in(library: &mut Library, inputs: &[Input]) -> Tally {
    let now = Clean::line("2026-11-23T22:01:24Z");
    ingest(library, inputs, &now, &AtomicBool::new(false), &mut |_| {}).unwrap()
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::create_dir_all(folder.join(name).parent().unwrap()).unwrap();
    fs::write(folder.join(name), text).unwrap();
}

fn story(number: usize) -> String {
    format!(
        "Ferry number {number} stops\n\nThe ferry with the number {number} stopped in the harbour today. \
         “It was the weather,” said Ann Roy, who runs it.\n\nNobody was hurt on any of its {number} decks.\n"
    )
}

#[test]
fn a_folder_taken_in_twice_is_there_once() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..300 {
        write(
            folder.path(),
            &format!("{}/{number}.txt", number % 3),
            &story(number),
        );
    }
    let mut library = Library::open_in_memory().unwrap();
    let inputs = [Input::Path(folder.path().to_owned())];
    let first = take_in(&mut library, &inputs);
    assert_eq!(
        (first.added, first.refused.len()),
        (300, 0),
        "{:?}",
        first.refused
    );
    let second = take_in(&mut library, &inputs);
    assert_eq!(
        (second.added, second.updated, second.unchanged),
        (0, 0, 300)
    );
    assert_eq!(library.count(&Query::default()).unwrap(), 300);
    assert!(library.check().unwrap().is_sound());
}

#[test]
fn standard_input_is_a_source_like_any_other() {
    let mut library = Library::open_in_memory().unwrap();
    let tally = take_in(&mut library, &[Input::Stdin(story(1).into_bytes())]);
    assert_eq!(tally.added, 1);
    let id = library.order(&Query::default(), None).unwrap()[0];
    let reading = library.open_article(id).unwrap().unwrap();
    assert_eq!(reading.provenance.source.as_str(), "-");
    assert_eq!(reading.provenance.imported.as_str(), "2026-11-23T22:01:24Z");
    library.change(id, &Change::Read(true)).unwrap();
    assert!(library.open_article(id).unwrap().unwrap().state.read);
}

#[test]
fn a_bad_file_costs_one_line() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.txt", &story(1));
    write(folder.path(), ".hidden/b.txt", &story(2));
    fs::write(folder.path().join("noise.bin"), [0, 159, 146, 150, 0, 1, 2]).unwrap();
    write(folder.path(), "z.txt", &story(3));
    let mut library = Library::open_in_memory().unwrap();
    let inputs = [
        Input::Path(folder.path().to_owned()),
        Input::Path(folder.path().join("absent\u{1b}[2J.txt")),
        Input::Path(folder.path().join(".hidden")),
    ];
    let tally = take_in(&mut library, &inputs);
    assert_eq!(tally.added, 3);
    let names: Vec<&str> = tally
        .refused
        .iter()
        .map(|refusal| refusal.name.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["noise.bin", "absent.txt"]);
    assert!(
        tally
            .refused
            .iter()
            .all(|refusal| !refusal.reason.is_empty())
    );
}

#[cfg(unix)]
#[test]
fn loops_pipes_and_locked_files_are_refused_and_the_rest_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a/one.txt", &story(1));
    std::os::unix::fs::symlink(folder.path(), folder.path().join("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("nowhere"), folder.path().join("broken"))
        .unwrap();
    let pipe = folder.path().join("pipe");
    assert!(
        std::process::Command::new("mkfifo")
            .arg(&pipe)
            .status()
            .unwrap()
            .success()
    );
    write(folder.path(), "z.txt", &story(2));
    let mut library = Library::open_in_memory().unwrap();
    let inputs = [
        Input::Path(folder.path().to_owned()),
        Input::Path("/dev/zero".into()),
    ];
    let tally = take_in(&mut library, &inputs);
    assert_eq!(tally.added, 2);
    let names: Vec<&str> = tally
        .refused
        .iter()
        .map(|refusal| refusal.name.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["up", "broken", "pipe", "zero"]);
}

#[test]
fn too_large_a_file_is_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = fs::File::create(folder.path().join("large.txt")).unwrap();
    file.set_len(crate::import::LARGEST + 1).unwrap();
    let mut library = Library::open_in_memory().unwrap();
    let tally = take_in(&mut library, &[Input::Path(folder.path().to_owned())]);
    assert_eq!((tally.added, tally.refused.len()), (0, 1));
    assert!(
        tally.refused[0].reason.contains("larger"),
        "{:?}",
        tally.refused
    );
}

#[test]
fn told_to_stop_it_keeps_what_it_has_and_goes_on_later() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..1_000 {
        write(folder.path(), &format!("{number:04}.txt"), &story(number));
    }
    let mut library = Library::open_in_memory().unwrap();
    let inputs = [Input::Path(folder.path().to_owned())];
    let stop = AtomicBool::new(false);
    let now = Clean::line("2026-11-23T22:01:24Z");
    let tally = ingest(&mut library, &inputs, &now, &stop, &mut |progress| {
        if matches!(progress, Progress::Reading { done: 200, .. }) {
            stop.store(true, Ordering::Relaxed);
        }
    })
    .unwrap();
    assert!(
        tally.interrupted && tally.added >= 200 && tally.added < 1_000,
        "{tally:?}"
    );
    assert_eq!(library.count(&Query::default()).unwrap(), tally.added);
    let rest = take_in(&mut library, &inputs);
    assert_eq!(
        (rest.unchanged, rest.added),
        (tally.added, 1_000 - tally.added)
    );
}
