//! What the library promises: files in, once each, whatever they are.

mod kept;
mod originals;

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::{Anchor, Clean, Highlight, Hue, Query, Shelf, Sort, Span};
use crate::import::records;
use crate::library::ingest::{Input, Progress, Tally, ingest};
use crate::library::requote::requote;
use crate::library::{Change, Library};
use crate::quote::Depth;

fn stdin(bytes: Vec<u8>) -> Input {
    Input::Bytes {
        name: "-".into(),
        bytes,
    }
}

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
    let tally = take_in(&mut library, &[stdin(story(1).into_bytes())]);
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
    // A link to a file elsewhere is as good as the file.
    let elsewhere = tempfile::tempdir().unwrap();
    write(elsewhere.path(), "three.txt", &story(3));
    let link = folder.path().join("three.txt");
    std::os::unix::fs::symlink(elsewhere.path().join("three.txt"), link).unwrap();
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
    assert_eq!(tally.added, 3);
    assert!(
        tally.refused[0].reason.contains("leads back"),
        "{:?}",
        tally.refused
    );
    let names: Vec<&str> = tally
        .refused
        .iter()
        .map(|refusal| refusal.name.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(names, ["up", "broken", "pipe", "zero"]);
}

#[cfg(unix)]
#[test]
fn links_that_fan_out_lead_to_a_folder_once() {
    let folder = tempfile::tempdir().unwrap();
    // Each folder has three links to the next one: 3^24 ways lead to the article.
    for level in 0..24 {
        let (here, next) = (format!("{level:02}"), format!("../{:02}", level + 1));
        write(folder.path(), &format!("{here}/{level}.txt"), &story(level));
        for link in ["a", "b", "c"] {
            std::os::unix::fs::symlink(&next, folder.path().join(&here).join(link)).unwrap();
        }
    }
    write(folder.path(), "24/last.txt", &story(99));
    let mut library = Library::open_in_memory().unwrap();
    let tally = take_in(&mut library, &[Input::Path(folder.path().join("00"))]);
    assert_eq!(
        (tally.added, tally.unchanged, tally.refused),
        (25, 0, vec![])
    );
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
        tally.refused[0].reason.contains("too large"),
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

fn exported(library: &Library) -> String {
    let mut out = String::new();
    let all = Query {
        shelf: Shelf::All,
        ..Query::default()
    };
    let each = &mut |record| {
        out.push_str(&records::write_line(&record));
        out.push('\n');
        true
    };
    library.each_record(&all, each).unwrap();
    out
}

#[test]
fn an_export_imported_and_exported_again_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..200 {
        let text = format!(
            "---\ntags: [sea, n{}]\nurl: https://news.example/{number}\n---\n# Zoë’s ferry {number}\n\n{}\n\n| a | b |\n|---|---|\n| 1 | *2* |\n",
            number % 7,
            story(number)
        );
        write(folder.path(), &format!("a  {number}.md"), &text);
    }
    let mut first = Library::open_in_memory().unwrap();
    // In three runs, so that times and numbers do not agree by chance.
    let now = [
        "2026-11-23T22:01:24Z",
        "2025-01-01T00:00:00Z",
        "2026-11-23T22:01:25Z",
    ];
    for (run, now) in now.into_iter().enumerate() {
        let files = (0..200).filter(|number| number % 3 == run);
        let inputs: Vec<Input> = files
            .map(|number| Input::Path(folder.path().join(format!("a  {number}.md"))))
            .collect();
        let stop = AtomicBool::new(false);
        ingest(&mut first, &inputs, &Clean::line(now), &stop, &mut |_| {}).unwrap();
    }
    for (number, id) in first
        .order(&Query::default(), None)
        .unwrap()
        .into_iter()
        .enumerate()
    {
        let change = match number % 5 {
            0 => Change::Read(true),
            1 => Change::Starred(true),
            2 => Change::Archived(true),
            3 => Change::Place(number),
            _ => Change::Tags(vec!["mine".into(), "Zoë".into()]),
        };
        first.change(id, &change).unwrap();
    }
    for (id, hue) in first
        .order(&Query::default(), Some(8))
        .unwrap()
        .into_iter()
        .zip(Hue::ALL)
    {
        let text = first
            .open_article(id)
            .unwrap()
            .unwrap()
            .article
            .body
            .text()
            .to_owned();
        for (span, note) in [
            (Span::new(7, 20), "Ask\n\nagain “who”"),
            (Span::new(2, 9), ""),
        ] {
            let highlight = Highlight {
                anchor: Anchor::of(&text, span).unwrap(),
                hue,
                note: note.into(),
                made: "2026-11-23T22:01:24Z".into(),
            };
            first.change(id, &Change::Highlight(highlight)).unwrap();
        }
    }
    let export = exported(&first);
    assert_eq!(export.matches("pullquote.article/2").count(), 4);
    assert_eq!(export.lines().count(), 200);
    let mut second = Library::open_in_memory().unwrap();
    let tally = take_in(&mut second, &[stdin(export.clone().into_bytes())]);
    assert_eq!(
        (tally.added, tally.refused.len()),
        (200, 0),
        "{:?}",
        tally.refused
    );
    assert_eq!(exported(&second), export);
    // In every order, too.
    for sort in Sort::ALL {
        let labels = |library: &Library| {
            let ids = library
                .order(
                    &Query {
                        sort,
                        ..Query::default()
                    },
                    None,
                )
                .unwrap();
            let lines = library.summaries(&ids).unwrap();
            lines.into_iter().map(|line| line.label).collect::<Vec<_>>()
        };
        assert_eq!(labels(&second), labels(&first), "{sort:?}");
    }
}

#[test]
fn each_bad_line_of_records_is_named_and_the_rest_goes_on() {
    let lines = "{\"title\":\"Ferry\",\"text\":\"The ferry stopped.\",\"tags\":[\"sea\"]}\n\n{\"text\":\nnonsense\n{\"text\":\"Another text.\"}\n";
    let mut bytes = lines.as_bytes().to_vec();
    bytes.extend(b"{\"text\":\"\xff\"}\n");
    let mut library = Library::open_in_memory().unwrap();
    let tally = take_in(&mut library, &[stdin(bytes)]);
    assert_eq!(tally.added, 2);
    let numbers: Vec<_> = tally
        .refused
        .iter()
        .map(|refusal| refusal.line.unwrap())
        .collect();
    assert_eq!(numbers, [3, 4, 6]);
    let mut seen = Vec::new();
    library
        .each_record(&Query::default(), &mut |record| {
            seen.push(record);
            true
        })
        .unwrap();
    assert_eq!(seen[0].provenance.source.as_str(), "-");
    assert_eq!(seen[0].provenance.imported.as_str(), "2026-11-23T22:01:24Z");
    assert_eq!(seen[0].state.tags, seen[0].article.meta.tags);
}

#[test]
fn a_bad_first_line_costs_only_itself() {
    let good = "{\"schema\":\"pullquote.article/1\",\"text\":\"One.\",\"blocks\":[{\"kind\":\"paragraph\",\"range\":[0,4]}]}\n{\"text\":\"Two.\"}\n";
    for bad in ["0\",\"site\":\"Gazette\"}", "{}", "null", "# May", "[1]"] {
        let bytes = format!("{bad}\n{good}").into_bytes();
        for name in ["torn.jsonl", "torn.ndjson", "-"] {
            let mut library = Library::open_in_memory().unwrap();
            let (name, bytes) = (Clean::line(name), bytes.clone());
            let tally = take_in(&mut library, &[Input::Bytes { name, bytes }]);
            let lines: Vec<_> = tally.refused.iter().map(|it| it.line).collect();
            assert_eq!((tally.added, lines), (2, vec![Some(1)]), "{bad}");
        }
    }
}

#[test]
fn a_record_brings_its_state_only_to_a_library_without_the_article() {
    let mut there = Library::open_in_memory().unwrap();
    take_in(&mut there, &[stdin(story(1).into_bytes())]);
    let mut record = None;
    there
        .each_record(&Query::default(), &mut |one| {
            record = Some(one);
            true
        })
        .unwrap();
    let mut record = record.unwrap();
    record.state.starred = true;
    let line = records::write_line(&record).into_bytes();
    let mut empty = Library::open_in_memory().unwrap();
    for (library, starred) in [(&mut there, false), (&mut empty, true)] {
        take_in(library, &[stdin(line.clone())]);
        let id = library.order(&Query::default(), None).unwrap()[0];
        assert_eq!(library.summaries(&[id]).unwrap()[0].starred, starred);
    }
}

#[test]
fn millions_of_bad_lines_are_counted_not_kept() {
    let bytes = format!("{{\"text\":1}}\n{}", "{}\n".repeat(10_004)).into_bytes();
    let mut library = Library::open_in_memory().unwrap();
    let name = Clean::line("bad.jsonl");
    let tally = take_in(&mut library, &[Input::Bytes { name, bytes }]);
    assert_eq!((tally.refused.len(), tally.more_refused), (10_000, 5));
}

#[test]
fn a_library_may_move_to_another_thread() {
    fn moves<T: Send>(value: T) -> T {
        value
    }
    let library = moves(Library::open_in_memory().unwrap());
    let count = std::thread::spawn(move || library.count(&Query::default()).unwrap());
    assert_eq!(count.join().unwrap(), 0);
}

#[test]
fn stale_quotes_are_looked_for_until_none_are_left() {
    let mut library = Library::open_in_memory().unwrap();
    for number in 0..5 {
        take_in(&mut library, &[stdin(story(number).into_bytes())]);
    }
    // An import only skims.
    assert_eq!(library.stale().unwrap(), 5);
    library.store.forget_engine().unwrap();
    assert_eq!(library.stale().unwrap(), 5);
    let mut told = Vec::new();
    let done = requote(&mut library, &AtomicBool::new(false), &mut |done| {
        told.push(done)
    });
    assert_eq!((done.unwrap(), told), (5, vec![5]));
    assert_eq!(library.stale().unwrap(), 0);
    let again = requote(&mut library, &AtomicBool::new(false), &mut |_| {});
    assert_eq!(again.unwrap(), 0);
}

#[test]
fn reading_closely_can_be_stopped_and_what_is_read_is_kept() {
    let mut library = Library::open_in_memory().unwrap();
    for number in 0..40 {
        take_in(&mut library, &[stdin(story(number).into_bytes())]);
    }
    let stop = AtomicBool::new(false);
    let done = requote(&mut library, &stop, &mut |_| {
        stop.store(true, Ordering::Relaxed)
    })
    .unwrap();
    assert_eq!((done, library.stale().unwrap()), (32, 8));
}

#[test]
fn the_wanted_article_is_read_before_the_newest() {
    let mut library = Library::open_in_memory().unwrap();
    for number in 0..3 {
        take_in(&mut library, &[stdin(story(number).into_bytes())]);
    }
    let ids = library.order(&Query::default(), None).unwrap();
    let newest = *ids.iter().max().unwrap();
    let oldest = *ids.iter().min().unwrap();
    let next = |library: &mut Library, wanted| library.next_stale(wanted).unwrap();
    assert_eq!(next(&mut library, None).unwrap().0, newest);
    let (id, article) = next(&mut library, Some(oldest)).unwrap();
    assert_eq!(id, oldest);
    library
        .keep_quotes(vec![(id, article.body, vec![])])
        .unwrap();
    assert_eq!(next(&mut library, Some(oldest)).unwrap().0, newest);
    assert_eq!(
        library.open_article(oldest).unwrap().unwrap().depth,
        Depth::Whole
    );
    assert_eq!(
        library.open_article(newest).unwrap().unwrap().depth,
        Depth::Skimmed
    );
}

#[test]
fn the_folder_beside_a_page_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let page = format!(
        "<!doctype html><title>Ferry stops</title><article><p>{}</p></article>",
        story(1).repeat(3)
    );
    write(folder.path(), "Ferry.html", &page);
    write(
        folder.path(),
        "Ferry_files/frame.html",
        &page.replace("stops", "sails"),
    );
    write(folder.path(), "Other_files/b.txt", &story(2));
    let mut library = Library::open_in_memory().unwrap();
    let tally = take_in(&mut library, &[Input::Path(folder.path().to_owned())]);
    assert_eq!(
        (tally.added, tally.refused.len()),
        (2, 0),
        "{:?}",
        tally.refused
    );
}
