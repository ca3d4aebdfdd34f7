//! Other programs in the real terminal: what is piped to, what opens addresses; and the terminal's own answers.

use std::os::unix::fs::PermissionsExt;

use rstest::rstest;

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

#[rstest]
#[case::xterm("\u{1b}P1$r1;130s\u{1b}\\", true)]
#[case::kitty("\u{1b}P0$r\u{1b}\\", false)]
fn a_terminal_that_tells_of_margins_scrolls_one_pane_alone(
    #[case] answer: &str,
    #[case] scrolls: bool,
) {
    // No two lines alike, or it would be cheaper to write what differs.
    let words = [
        "boats",
        "people",
        "a hundred bicycles",
        "no cars at all",
        "horses and their riders",
    ];
    let line = |n: usize| {
        let (some, others) = (words[n % 5], words[n / 5 % 5]);
        format!("\n{n}: {some} and {others} were counted.\n")
    };
    let many: Vec<String> = (0..40).map(line).collect();
    let many = many.concat();
    let mut pty = Pty::start(home_with(&format!("{FERRY}{many}")), [130, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.wait_until("the question", |pty| {
        String::from_utf8_lossy(&pty.raw).contains("\u{1b}P$qs\u{1b}\\")
    });
    pty.keys(&format!("{answer}\r"));
    pty.wait_for("quote 1/");
    // Beside an empty part of the list whole rows are scrolled at first.
    for (keys, line) in [("jj", "7: "), ("jj", "8: "), ("jj", "9: ")] {
        pty.keys(keys);
        pty.wait_for(line);
    }
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    assert_eq!(raw.contains("\u{1b}[?69h\u{1b}["), scrolls);
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

#[test]
fn the_selected_words_alone_are_piped() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    let take = script(&pty, "take", "printf 'got <%s>' \"$(cat)\"\n");
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys("viq");
    pty.wait_for("6 words selected");
    pty.keys(&format!("|{take}\r"));
    pty.wait_for("got <We looked at every number twice,>");
    pty.keys("\r");
    pty.wait_for("take has ended.");
    pty.wait_until("no selection", |pty| {
        !pty.screen().contains("words selected")
    });
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

/// Leaves the program and starts it again in the same home.
fn again(mut pty: Pty) -> Pty {
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
    let home = std::mem::replace(&mut pty.home, tempfile::tempdir().unwrap());
    Pty::start(home, [100, 30])
}

#[test]
fn a_note_goes_through_the_editor_of_ones_choice() {
    let home = home();
    // It sees what was typed, has the terminal, and what it saves is the note.
    let editor = home.path().join("editor");
    let text = "#!/bin/sh\n[ \"$1\" = -n ] || exit 3\ncp \"$2\" seen\nprintf 'ready? '\nread word\n\
        printf 'Ask %s.\\n\\nTwice.' \"$word\" > \"$2\"\n";
    std::fs::write(&editor, text).unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let chosen = format!("{} -n", editor.display());
    let mut pty = Pty::start_in(home, [100, 30], &[], &[("EDITOR", Some(&chosen))]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys("]q");
    pty.wait_for("quote 2/");
    pty.keys("A");
    pty.wait_for("Esc keep");
    pty.keys("begun here\u{f}");
    pty.wait_for("ready?");
    assert!(!pty.terminal.screen().alternate_screen());
    pty.keys("Holt\r");
    pty.wait_for("Ask Holt.");
    assert!(pty.terminal.screen().alternate_screen());
    let seen = std::fs::read_to_string(pty.home.path().join("seen")).unwrap();
    assert_eq!(seen.trim_end(), "begun here");
    pty.keys("\u{1b}");
    pty.wait_for("1 highlight");
    let mut pty = again(pty);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("gh");
    pty.wait_for("Ask Holt. Twice.");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn an_editor_that_fails_leaves_the_note_as_it_was() {
    let editor = [("EDITOR", Some("false"))];
    let mut pty = Pty::start_in(home(), [100, 30], &[], &editor);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("quote 1/");
    pty.keys("A");
    pty.wait_for("Esc keep");
    pty.keys("mine\u{f}");
    pty.wait_until("the note again", |pty| {
        pty.terminal.screen().alternate_screen() && pty.screen().contains("mine")
    });
    pty.keys("\u{1b}");
    pty.wait_for("1 highlight");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn the_mouse_selects_by_dragging_and_what_is_selected_is_copied() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("quote 1/");
    let place = |pty: &Pty, words: &str| {
        let screen = pty.screen();
        let (row, line) = screen
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(words))
            .unwrap();
        let column = line[..line.find(words).unwrap()].chars().count();
        (column + 1, row + 1)
    };
    let (column, row) = place(&pty, "harbour board will");
    // Pressed on the first letter, dragged over the row in two steps, let go.
    pty.keys(&format!("\u{1b}[<0;{column};{row}M"));
    pty.keys(&format!("\u{1b}[<32;{};{row}M", column + 4));
    pty.keys(&format!("\u{1b}[<32;{};{row}M", column + 12));
    pty.wait_for("2 words selected");
    pty.keys(&format!("\u{1b}[<0;{};{row}m", column + 12));
    pty.keys("C");
    pty.wait_for("Clip 1;");
    pty.keys("B");
    pty.wait_for("harbour board");
    pty.keys("qQ");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn links_are_marked_for_a_terminal_that_opens_them_and_for_no_other() {
    let article = FERRY.replace(
        "Islanders",
        "[Islanders](https://sound.example/ïslanders) [here](javascript:alert)",
    );
    for (version, marked) in [(Some("7006"), true), (None, false)] {
        let environment = [("VTE_VERSION", version)];
        let mut pty = Pty::start_in(home_with(&article), [100, 30], &[], &environment);
        pty.wait_for("Last Ferry Leaves");
        pty.keys("\r");
        pty.wait_for("quote 1/");
        let raw = String::from_utf8_lossy(&pty.raw).into_owned();
        let begun = "\u{1b}]8;id=0;https://sound.example/%C3%AFslanders\u{1b}\\";
        assert_eq!(raw.contains(begun), marked, "{raw:?}");
        assert!(!raw.contains("javascript"), "{raw:?}");
        // As many are left as are entered.
        let begins = raw.matches("\u{1b}]8;id=").count();
        assert_eq!(raw.matches("\u{1b}]8;;").count(), begins, "{raw:?}");
        pty.keys("Q");
        assert_eq!(pty.end(), 0);
        pty.assert_given_back();
    }
}
