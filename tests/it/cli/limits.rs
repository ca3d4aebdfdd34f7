//! At the ends of time, of the disk, and beside others.

use std::fs;
use std::process::Command;
use std::thread;

use super::{Home, code, many, stderr, stdout};

#[test]
fn dates_at_the_ends_of_time_are_read_and_listed() {
    let home = Home::new();
    for (name, date) in [
        ("first", "0001-01-01"),
        ("epoch", "1970-01-01T00:00:00Z"),
        ("last", "9999-12-31T23:59:59Z"),
        ("later", "10000-01-01"),
        ("none", "no date at all"),
    ] {
        let text = format!("---\ntitle: {name}\ndate: {date}\n---\n\n“Now,” said Ann Roy.\n");
        home.write(&format!("{name}.md"), text);
    }
    let imported = home.run(&[
        "import", "first.md", "epoch.md", "last.md", "later.md", "none.md",
    ]);
    assert_eq!(code(&imported), 0, "{}", stderr(&imported));
    for sort in ["oldest", "newest", "added"] {
        let listed = stdout(&home.run(&["list", "--sort", sort, "--format", "csv"]));
        for name in ["first", "epoch", "last", "later", "none"] {
            assert!(listed.contains(name), "{sort}: {listed}");
        }
        // A year that no newspaper has is not believed.
        assert!(listed.contains("epoch,,1970-01-01T00:00:00Z"), "{listed}");
    }
    for query in ["since:0001-01-01", "until:9999-12-31", "since:9999-01-01"] {
        let found = home.run(&["list", "--filter", query]);
        assert!(code(&found) < 2, "{query}: {}", stderr(&found));
    }
}

/// A file cannot grow beyond a bound, as on a full disk or at the end of a quota.
#[cfg(unix)]
#[test]
fn a_disk_that_is_full_is_told_and_what_was_stored_stays() {
    let home = Home::new();
    many(&home.path("articles"), 400);
    let bin = env!("CARGO_BIN_EXE_pullquote");
    // In blocks of 512 or 1,024 bytes, as the shell likes.
    let script =
        format!("trap '' XFSZ; ulimit -f 900; exec {bin} --library full.db import articles");
    let full = Command::new("sh")
        .args(["-c", &script])
        .current_dir(home.folder.path())
        .env_clear()
        .env("HOME", home.folder.path())
        .output()
        .unwrap();
    assert_eq!(code(&full), 2, "{}{}", stdout(&full), stderr(&full));
    let said = stderr(&full);
    assert!(
        said.contains("the disk refused") && said.trim().lines().count() == 1,
        "{said}"
    );
    let check = home.run(&["--library", "full.db", "check"]);
    assert_eq!(code(&check), 0, "{}", stderr(&check));
    // With room again it goes on.
    let again = home.run(&["--library", "full.db", "import", "articles"]);
    assert_eq!(code(&again), 0, "{}", stderr(&again));
    let listed = [
        "--library",
        "full.db",
        "list",
        "--shelf",
        "all",
        "--format",
        "jsonl",
    ];
    assert_eq!(stdout(&home.run(&listed)).lines().count(), 400);
}

#[test]
fn importers_and_readers_at_once_all_come_to_their_end() {
    let home = Home::new();
    for folder in ["one", "two"] {
        many(&home.path(folder), 150);
    }
    home.write("two/only.md", "# Only here\n\nWords.\n");
    home.run(&["import", "one/0000.txt"]);
    thread::scope(|scope| {
        let importers = ["one", "two"].map(|folder| scope.spawn(|| home.run(&["import", folder])));
        let readers = [["list"], ["speakers"], ["check"]];
        for _ in 0..6 {
            for reader in readers {
                let out = home.run(&reader);
                assert!(code(&out) < 2, "{reader:?}: {}", stderr(&out));
            }
        }
        for importer in importers {
            let out = importer.join().unwrap();
            assert!(code(&out) < 2, "{}", stderr(&out));
        }
    });
    let listed = stdout(&home.run(&["list", "--shelf", "all"]));
    assert!(listed.contains("Only here"), "{listed}");
    assert_eq!(code(&home.run(&["check"])), 0);
}

/// Runs the program as somebody to whom permissions apply, whoever runs the tests; none where that cannot be done.
#[cfg(unix)]
fn as_somebody(home: &Home, args: &[&str]) -> Option<std::process::Output> {
    use std::os::unix::fs::{PermissionsExt, chown};
    use std::os::unix::process::CommandExt;
    const NOBODY: u32 = 65_534;
    let program = home.path("pullquote");
    if !program.exists() {
        fs::copy(env!("CARGO_BIN_EXE_pullquote"), &program).unwrap();
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let mut command = Command::new(&program);
    command
        .args(args)
        .current_dir(home.folder.path())
        .env_clear();
    command.env("HOME", home.folder.path());
    if rustix::process::geteuid().is_root() {
        for path in ["", "shelf", "shelf/library.db"].map(|path| home.path(path)) {
            chown(&path, Some(NOBODY), Some(NOBODY)).ok()?;
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    Some(command.output().unwrap())
}

#[cfg(unix)]
#[test]
fn a_library_in_a_folder_that_is_only_read_is_read_and_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    home.write("ferry.md", super::FERRY);
    let library = "shelf/library.db";
    assert_eq!(
        code(&home.run(&["--library", library, "import", "ferry.md"])),
        0
    );
    let mode = |path: &str, mode| {
        fs::set_permissions(home.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    for (of_file, of_folder) in [(0o600, 0o500), (0o400, 0o500), (0o400, 0o700)] {
        mode("shelf", of_folder);
        mode(library, of_file);
        let Some(shown) = as_somebody(&home, &["--library", library, "show", "1"]) else {
            eprintln!("skipped: nobody else can be asked to run the program");
            return;
        };
        assert_eq!(
            code(&shown),
            0,
            "{of_file:o} {of_folder:o}: {}",
            stderr(&shown)
        );
        assert!(stdout(&shown).contains("no money left"));
        let thrown = as_somebody(&home, &["--library", library, "trash", "add", "1"]).unwrap();
        assert_eq!(code(&thrown), 2, "{of_file:o} {of_folder:o}");
        let said = stderr(&thrown);
        assert!(
            said.contains("read-only") && said.lines().count() == 1,
            "{said}"
        );
    }
    mode("shelf", 0o700);
}
