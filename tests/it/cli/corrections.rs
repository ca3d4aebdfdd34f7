//! Corrections of quotes on the command line: made, listed, taken back.

use super::{Home, code, stderr, stdout};

/// The quotes of the ferry's article: kind and speaker.
fn quotes(home: &Home, id: &str) -> String {
    let out = home.run(&["quotes", id, "--format", "csv"]);
    stdout(&out)
}

/// The number of the article on the ferry.
fn ferry(home: &Home) -> String {
    let out = home.run(&["list", "--filter", "ferry", "--format", "csv"]);
    let text = stdout(&out);
    let row = text.lines().nth(1).unwrap();
    row.split(',').next().unwrap().to_owned()
}

#[test]
fn a_correction_is_made_listed_and_taken_back() {
    let home = Home::with_articles();
    let id = ferry(&home);
    let before = quotes(&home, &id);
    assert!(before.contains("Maria Holt"), "{before}");
    let add = |rest: &[&str]| {
        let out = home.run(&[&["corrections", "add", id.as_str()], rest].concat());
        assert_eq!(code(&out), 0, "{}", stderr(&out));
    };
    add(&["1", "--speaker", "Ann Roy", "--role", "reporter"]);
    assert!(quotes(&home, &id).contains("Ann Roy"));
    add(&["1", "--words", "no money left"]);
    add(&["--words", "end the night ferry", "--nobody"]);
    add(&["2", "--no-quote"]);
    let listed = stdout(&home.run(&["corrections"]));
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines.len(), 5, "{listed}");
    assert_eq!(lines[0], format!("{id} Last Ferry Leaves the Island"));
    for (line, begins, ends) in [
        (lines[1], "  1  speaker   There is no money", " -> Ann Roy"),
        (
            lines[2],
            "  2  words     There is no money",
            " -> no money left",
        ),
        (
            lines[3],
            "  3  added     end the night ferry",
            " (nobody knows who)",
        ),
        (lines[4], "  4  no-quote  no money left", "left"),
    ] {
        assert!(line.starts_with(begins) && line.ends_with(ends), "{listed}");
    }
    let csv = stdout(&home.run(&["corrections", "list", &id, "-f", "csv"]));
    assert!(
        csv.starts_with("article,title,number,act,words,now,speaker,role,lost\n"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 5);
    for _ in 0..4 {
        assert_eq!(code(&home.run(&["corrections", "remove", &id, "1"])), 0);
    }
    assert_eq!(quotes(&home, &id), before);
    let none = home.run(&["corrections"]);
    assert_eq!((code(&none), stdout(&none).as_str()), (1, ""));
}

#[test]
fn what_cannot_be_corrected_is_told_in_one_line() {
    let home = Home::with_articles();
    let id = ferry(&home);
    let id = id.as_str();
    for (args, told) in [
        (
            &["add", "999", "1", "--nobody"][..],
            "article 999 is not in the library",
        ),
        (&["add", id, "9", "--nobody"], "has no quote 9"),
        (
            &["add", id, "--words", "nowhere at all"],
            "does not stand in the article",
        ),
        (&["add", id, "--words", "the"], "more than once"),
        (
            &["add", id, "1", "--words", "night ferry"],
            "does not stand where that quote is",
        ),
        (&["add", id, "1", "--speaker", " "], "needs a name"),
        (&["remove", id, "1"], "has no correction 1"),
    ] {
        let out = home.run(&[&["corrections"], args].concat());
        let error = stderr(&out);
        assert_eq!(code(&out), 2, "{args:?}: {error}");
        assert!(
            error.contains(told) && error.lines().count() == 1,
            "{args:?}: {error}"
        );
    }
    for args in [&["add", id][..], &["add", id, "1"]] {
        assert_eq!(code(&home.run(&[&["corrections"], args].concat())), 2);
    }
}
