//! The library as a file: what it refuses, who may read it, and that nothing acknowledged is ever lost.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use pullquote::article::{
    Article, BlockKind, BodyBuilder, Filter, Leaf, Meta, Provenance, Query, Record, State,
};
use pullquote::library::{Change, Library, LibraryError};
use pullquote::quote::Depth;
use rusqlite::Connection;

use crate::effort::rounds;

/// Where a child process finds the library that it is to fill.
const CHILD: &str = "PULLQUOTE_TEST_LIBRARY";

fn record(number: usize) -> Record {
    let title = format!("Ferry {number} stops");
    let mut builder = BodyBuilder::new();
    builder.add(BlockKind::Headline, Leaf::plain(&title), &[]);
    let words = format!("The ferry with the number {number} stopped. ").repeat(20);
    builder.add(BlockKind::Paragraph, Leaf::plain(&words), &[]);
    Record {
        article: Article {
            meta: Meta {
                title: title.as_str().into(),
                url: Some(format!("https://example.org/{number}").as_str().into()),
                ..Meta::default()
            },
            body: builder.build(),
        },
        state: State::default(),
        provenance: Provenance {
            imported: "2026-11-23T22:01:24Z".into(),
            source: "-".into(),
        },
    }
}

fn refusal(path: &Path) -> LibraryError {
    let before = fs::read(path).unwrap();
    let error = Library::open(path).unwrap_err();
    assert_eq!(fs::read(path).unwrap(), before, "{error}");
    error
}

#[test]
fn a_newer_library_is_refused_and_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    drop(Library::open(&path).unwrap());
    let conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 9_999).unwrap();
    drop(conn);
    assert!(matches!(
        refusal(&path),
        LibraryError::Newer { found: 9_999, .. }
    ));
}

#[test]
fn a_newer_library_is_refused_while_its_change_is_only_in_the_log() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    drop(Library::open(&path).unwrap());
    let conn = Connection::open(&path).unwrap();
    conn.pragma_update(None, "user_version", 9_999).unwrap();
    // The other connection stays open, so the change has not reached the file.
    let copy = tempfile::tempdir().unwrap();
    for name in ["library.db", "library.db-wal"] {
        fs::copy(home.path().join(name), copy.path().join(name)).unwrap();
    }
    assert!(matches!(
        refusal(&copy.path().join("library.db")),
        LibraryError::Newer { .. }
    ));
}

#[test]
fn files_that_are_no_library_are_refused_and_left_as_they_are() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("notes.txt");
    fs::write(&path, "My notes.\n".repeat(50)).unwrap();
    assert!(matches!(refusal(&path), LibraryError::NotALibrary { .. }));
    fs::write(&path, "Short.").unwrap();
    assert!(matches!(refusal(&path), LibraryError::NotALibrary { .. }));
    fs::remove_file(&path).unwrap();
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TABLE theirs (x)").unwrap();
    drop(conn);
    assert!(matches!(refusal(&path), LibraryError::NotALibrary { .. }));
    assert!(Library::open(home.path()).is_err());
}

#[test]
fn a_damaged_library_is_an_error_and_never_replaced() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    for number in 0..50 {
        library.put(&record(number), &[], Depth::Whole).unwrap();
    }
    drop(library);
    let mut bytes = fs::read(&path).unwrap();
    bytes[4_096..].fill(0x5a);
    fs::write(&path, &bytes).unwrap();
    match Library::open(&path) {
        Err(error) => assert!(error.to_string().contains("damaged"), "{error}"),
        Ok(library) => assert!(!library.check().is_ok_and(|report| report.is_sound())),
    }
    assert_eq!(fs::metadata(&path).unwrap().len(), bytes.len() as u64);
}

/// Page after page is overwritten, as a bad block or half a copy would do it.
#[test]
fn what_a_damaged_page_leaves_can_be_read_and_the_rest_is_told() {
    const PAGE: usize = 4_096;
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    for number in 0..40 {
        library.put(&record(number), &[], Depth::Whole).unwrap();
    }
    drop(library);
    let whole = fs::read(&path).unwrap();
    let everything = Query::default();
    let (mut opened, mut in_part) = (0, 0);
    for page in 1..whole.len() / PAGE {
        let mut bytes = whole.clone();
        bytes[page * PAGE..(page + 1) * PAGE].fill(0x5a);
        fs::write(&path, &bytes).unwrap();
        let Ok(library) = Library::open(&path) else {
            continue;
        };
        opened += 1;
        let report = library.check().unwrap();
        let mut saved = 0;
        let exported = library.each_record(&everything, &mut |_| {
            saved += 1;
            true
        });
        assert_eq!(exported.is_ok(), saved == 40, "page {page}: {exported:?}");
        assert!(saved == 40 || !report.is_sound(), "page {page}");
        in_part += usize::from(0 < saved && saved < 40);
    }
    assert!(
        opened > 20 && in_part > 0,
        "{opened} opened, {in_part} in part"
    );
}

#[cfg(unix)]
#[test]
fn nothing_is_acknowledged_that_goes_into_a_file_without_a_name() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("a");
    let path = folder.join("library.db");
    let mut library = Library::open(&path).unwrap();
    library.put(&record(1), &[], Depth::Whole).unwrap();
    let id = library.order(&Query::default(), None).unwrap()[0];
    let elsewhere = home.path().join("b");
    fs::rename(&folder, &elsewhere).unwrap();
    let changed = library.change(id, &Change::Starred(true));
    assert!(
        matches!(changed, Err(LibraryError::Moved { .. })),
        "{changed:?}"
    );
    assert!(
        library.open_article(id).unwrap().is_some(),
        "reading goes on"
    );
    // Another one in its place is not the one that was opened.
    drop(Library::open(&path).unwrap());
    let changed = library.change(id, &Change::Starred(true));
    assert!(
        matches!(changed, Err(LibraryError::Moved { .. })),
        "{changed:?}"
    );
    fs::remove_dir_all(&folder).unwrap();
    fs::rename(&elsewhere, &folder).unwrap();
    library.change(id, &Change::Starred(true)).unwrap();
    drop(library);
    let opened = Library::open(&path).unwrap().open_article(id).unwrap();
    assert!(opened.unwrap().state.starred);
}

#[test]
fn an_empty_file_becomes_a_library() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    fs::write(&path, "").unwrap();
    let mut library = Library::open(&path).unwrap();
    library.put(&record(1), &[], Depth::Whole).unwrap();
}

#[test]
fn a_library_of_the_first_format_is_brought_up_to_date() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch(include_str!("../../assets/schema/001_articles.sql"))
        .unwrap();
    conn.execute_batch(
        r#"INSERT INTO articles VALUES (7, 'Ferry stops', 'ferry stops', NULL, '', NULL, '', 1, 4, NULL, NULL, 0, 0, 1, 0, 0);
           INSERT INTO details VALUES (7, 'k', '{"title":"Ferry stops"}', '2026-01-01T00:00:00Z', 'a.md');
           INSERT INTO bodies VALUES (7, 'The harbour waits.', '[{"kind":"paragraph","span":[0,18]}]');
           INSERT INTO tags VALUES (7, 'sea');
           PRAGMA user_version = 1; PRAGMA application_id = 0x70756c71;"#,
    )
    .unwrap();
    drop(conn);
    let library = Library::open(&path).unwrap();
    let hits = library.search(&Filter::words("harbour"), 9).unwrap();
    assert_eq!(hits.len(), 1);
    let reading = library.open_article(hits[0].summary.id).unwrap().unwrap();
    assert!(reading.state.starred && reading.article.body.text() == "The harbour waits.");
    let filter = Filter::words("sea");
    assert_eq!(
        library
            .count(&Query {
                filter,
                ..Query::default()
            })
            .unwrap(),
        1
    );
    assert_eq!(library.stale().unwrap(), 1);
    assert!(library.check().unwrap().is_sound());
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("a/b");
    let path = folder.join("library.db");
    let mask = rustix::process::umask(rustix::fs::Mode::empty());
    let mut library = Library::open(&path).unwrap();
    library.put(&record(1), &[], Depth::Whole).unwrap();
    rustix::process::umask(mask);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(
        (mode(&home.path().join("a")), mode(&folder)),
        (0o700, 0o700)
    );
    for file in fs::read_dir(&folder).unwrap() {
        let file = file.unwrap().path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    assert!(!library.check().unwrap().open_to_others);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert!(library.check().unwrap().open_to_others);
}

#[test]
fn two_may_have_it_open_and_writers_wait() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let mut one = Library::open(&path).unwrap();
    let two = Library::open(&path).unwrap();
    let before = two.change_count().unwrap();
    let id = one.put(&record(1), &[], Depth::Whole).unwrap().id();
    assert_ne!(two.change_count().unwrap(), before);
    assert_eq!(two.count(&Query::default()).unwrap(), 1);

    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting = thread::spawn(move || {
        one.change(id, &Change::Starred(true)).unwrap();
    });
    thread::sleep(Duration::from_millis(100));
    assert!(!two.open_article(id).unwrap().unwrap().state.starred);
    other.execute_batch("COMMIT").unwrap();
    waiting.join().unwrap();
    assert!(two.open_article(id).unwrap().unwrap().state.starred);
}

#[test]
fn opening_a_new_library_twice_at_once_works() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let openers: Vec<_> = (0..4)
        .map(|number| {
            let path = path.clone();
            thread::spawn(move || {
                let mut library = Library::open(&path).unwrap();
                library.put(&record(number), &[], Depth::Whole).unwrap();
            })
        })
        .collect();
    for opener in openers {
        opener.join().unwrap();
    }
    let library = Library::open(&path).unwrap();
    assert_eq!(library.count(&Query::default()).unwrap(), 4);
}

#[cfg(target_os = "linux")]
#[test]
fn a_backup_goes_to_the_file_that_was_named_or_nowhere() {
    let home = tempfile::tempdir().unwrap();
    let library = Library::open(&home.path().join("library.db")).unwrap();
    let before = fs::read_dir(home.path()).unwrap().count();
    let name: &std::ffi::OsStr = std::os::unix::ffi::OsStrExt::from_bytes(b"b\xff.db");
    let error = library.backup(&home.path().join(name)).unwrap_err();
    assert!(error.to_string().contains("not UTF-8"), "{error}");
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), before);
}

#[test]
fn a_backup_is_a_library_and_overwrites_nothing() {
    let home = tempfile::tempdir().unwrap();
    let mut library = Library::open(&home.path().join("library.db")).unwrap();
    library.put(&record(1), &[], Depth::Whole).unwrap();
    let path = home.path().join("copy of it.db");
    library.backup(&path).unwrap();
    library.put(&record(2), &[], Depth::Whole).unwrap();
    assert!(library.backup(&path).is_err());
    let copy = Library::open(&path).unwrap();
    let report = copy.check().unwrap();
    assert!(
        report.is_sound() && !report.open_to_others && report.articles == 1,
        "{report:?}"
    );
    assert_eq!(copy.search(&Filter::words("ferry"), 9).unwrap().len(), 1);
}

/// Not a test by itself: what [`kill_9_loses_nothing_acknowledged`] starts as a process of its own.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the harness passes no arguments on"
)]
fn child_that_fills_a_library() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let mut library = Library::open(Path::new(&path)).unwrap();
    for number in 0.. {
        library.put(&record(number), &[], Depth::Whole).unwrap();
        println!("acknowledged {number}");
    }
}

#[test]
fn kill_9_loses_nothing_acknowledged() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let mut most = 0;
    for round in 0..rounds(4) {
        let lines = [1, 5, 17, 60][round % 4];
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "store::child_that_fills_a_library",
                "--nocapture",
            ])
            .env(CHILD, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let told = BufReader::new(child.stdout.take().unwrap());
        let told = told.lines().map_while(Result::ok);
        let mut acknowledged = told.filter_map(|line| {
            let (_, number) = line.rsplit_once("acknowledged ")?;
            number.parse::<usize>().ok()
        });
        let last = acknowledged.nth(lines).unwrap();
        child.kill().unwrap();
        // What it said before it died counts, too.
        most = acknowledged.last().unwrap_or(last).max(most);
        child.wait().unwrap();

        let library = Library::open(&path).unwrap();
        let report = library.check().unwrap();
        assert!(report.is_sound(), "{report:?}");
        let mut stored = Vec::new();
        library
            .each_record(&Query::default(), &mut |record| {
                stored.push(record);
                true
            })
            .unwrap();
        for number in 0..=most {
            assert_eq!(stored.get(number), Some(&record(number)));
        }
    }
}

/// Whether permissions hold no one back here, so that nothing can be seen of them.
#[cfg(unix)]
fn is_almighty(folder: &Path) -> bool {
    let file = folder.join("locked");
    fs::write(&file, "").unwrap();
    mode(&file, 0o400);
    let almighty = fs::OpenOptions::new().write(true).open(&file).is_ok();
    fs::remove_file(&file).unwrap();
    if almighty {
        eprintln!("skipped: permissions do not hold for the user who runs the tests");
    }
    almighty
}

#[cfg(unix)]
fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_library_that_can_only_be_read_is_read_and_rescued() {
    let home = tempfile::tempdir().unwrap();
    if is_almighty(home.path()) {
        return;
    }
    let folder = home.path().join("50% #1?");
    let path = folder.join("library.db");
    let mut library = Library::open(&path).unwrap();
    library.put(&record(1), &[], Depth::Whole).unwrap();
    drop(library);
    mode(&path, 0o400);
    mode(&folder, 0o500);
    let mut library = Library::open(&path).unwrap();
    let id = library.order(&Query::default(), None).unwrap()[0];
    assert!(library.open_article(id).unwrap().is_some());
    assert_eq!(library.search(&Filter::words("ferry"), 9).unwrap().len(), 1);
    assert!(library.check().unwrap().is_sound());
    let changed = library.change(id, &Change::Starred(true));
    assert!(
        matches!(changed, Err(LibraryError::ReadOnly)),
        "{changed:?}"
    );
    let copy = home.path().join("copy.db");
    library.backup(&copy).unwrap();
    let mut copy = Library::open(&copy).unwrap();
    copy.change(id, &Change::Starred(true)).unwrap();
    mode(&folder, 0o700);
}

#[cfg(unix)]
#[test]
fn a_library_that_was_read_only_for_a_while_can_be_written_to_again() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let mut library = Library::open(&path).unwrap();
    let id = library.put(&record(1), &[], Depth::Whole).unwrap().id();
    drop(library);
    for side in ["-wal", "-shm"] {
        let side = home.path().join(format!("library.db{side}"));
        fs::write(&side, "").unwrap();
        mode(&side, 0o444);
    }
    let mut library = Library::open(&path).unwrap();
    library.change(id, &Change::Starred(true)).unwrap();
    for side in ["-wal", "-shm"] {
        let data = fs::metadata(home.path().join(format!("library.db{side}"))).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::mode(&data.permissions());
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn a_library_may_be_made_by_several_at_once() {
    for _ in 0..20 {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("library.db");
        let start = std::sync::Barrier::new(8);
        thread::scope(|scope| {
            let openings: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        start.wait();
                        Library::open(&path).map(drop)
                    })
                })
                .collect();
            for opening in openings {
                opening.join().unwrap().unwrap();
            }
        });
    }
}
