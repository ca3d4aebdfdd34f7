//! What terminals, lines and hands do to the real program: nothing of it may hurt anybody.

use std::io::{Read, Write};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rstest::rstest;
use rustix::process::Signal;

use crate::asked::{questions, sequences};
use crate::harness::FERRY;
use crate::pty::{Pty, cells, home, home_with};

#[test]
fn nothing_is_asked_and_only_a_copy_key_reaches_the_clipboard() {
    let hostile = FERRY.replace(
        "night ferry",
        "night \u{1b}]0;a title\u{7}ferry \u{1b}]52;c;aGVsbG8=\u{7} \u{9b}6n \u{1b}[c and &#27;[6n",
    );
    let mut pty = Pty::start(home_with(&hostile), [120, 30]);
    pty.wait_for("Last Ferry Leaves");
    for (keys, seen) in [
        ("\r", "quote 1/"),
        ("jjkk ", "%"),
        ("?", "search"),
        ("q", "quote"),
        ("/ferry\r", "match"),
    ] {
        pty.keys(keys);
        pty.wait_for(seen);
    }
    // Together with the next key it would be another one.
    pty.keys("\u{1b}");
    pty.wait_until("no search", |pty| !pty.screen().contains("match"));
    pty.keys("z");
    pty.wait_until("the text alone", |pty| !pty.screen().contains("Library"));
    pty.keys("z");
    pty.wait_for("Library");
    let asked = ["]11;?", "P$qs"];
    assert_eq!(questions(&pty.raw), asked, "asked once, at the start");
    let osc = |raw: &[u8]| -> Vec<String> {
        let all = sequences(raw).into_iter();
        all.filter_map(|(kind, text)| (kind == "]").then_some(text))
            .collect()
    };
    assert_eq!(
        osc(&pty.raw),
        ["]11;?"],
        "an OSC before anything was copied"
    );
    pty.keys("y");
    pty.wait_for("terminal's clipboard");
    let copies = osc(&pty.raw).split_off(1);
    assert!(
        copies.len() == 1 && copies[0].starts_with("]52;c;"),
        "{copies:?}"
    );
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[rstest]
#[case::everything("LC_ALL")]
#[case::language("LANG")]
fn a_locale_without_utf8_gets_ascii_alone(#[case] variable: &str) {
    let article = FERRY.replace("night ferry", "night ferry “Étoile” of 北京 — µ");
    let environment = [(variable, Some("C"))];
    let mut pty = Pty::start_in(home_with(&article), [130, 30], &[], &environment);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("\"Etoile\" of ? ?  - ?");
    for (keys, seen) in [("*", "Marked as starred"), ("?", "go one line")] {
        pty.keys(keys);
        pty.wait_for(seen);
    }
    pty.keys("q");
    pty.wait_until("no help", |pty| !pty.screen().contains("go one line"));
    pty.keys(":");
    pty.wait_for("go one line");
    pty.keys("\u{3}");
    pty.wait_until("no palette", |pty| !pty.screen().contains("go one line"));
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    let screen = String::from_utf8_lossy(&pty.raw);
    let foreign: String = screen.chars().filter(|c| !c.is_ascii()).collect();
    assert_eq!(foreign, "");
}

#[test]
fn many_sizes_many_keys_and_a_large_paste_do_no_harm() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    for turn in 0..200u16 {
        pty.resize(1 + turn * 7 % 50, 1 + turn * 13 % 170);
        if turn % 3 == 0 {
            pty.keys("j");
        }
    }
    pty.resize(1, 1);
    pty.resize(30, 100);
    pty.wait_for("Last Ferry Leaves");
    pty.keys(&"jk".repeat(2_500));
    pty.keys("/");
    pty.wait_for("1 article");
    let mut paste = "\u{1b}[200~".to_owned();
    paste.push_str(&"harbour Q\u{1b}[A\r".repeat(80_000));
    paste.push_str("\u{1b}[201~");
    pty.keys(&paste);
    pty.wait_for("harbour Q");
    // A sequence torn apart by the line is three keys; none of them may do anything that is not asked back.
    pty.keys("\u{1b}");
    thread::sleep(Duration::from_millis(150));
    pty.keys("[B");
    let peak = peak_memory(&pty);
    assert!(peak < 200 << 20, "{peak} bytes");
    pty.keys("\u{1b}\u{1b}");
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\u{3}");
    pty.end();
    pty.assert_given_back();
    let listed = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", pty.home.path())
        .args(["list", "--shelf", "inbox"])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&listed.stdout).contains("Last Ferry"));
}

/// The most memory that the program has had, in bytes; nothing where that cannot be asked.
fn peak_memory(pty: &Pty) -> u64 {
    let status = format!("/proc/{}/status", pty.child.process_id().unwrap());
    let status = std::fs::read_to_string(status).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok());
    kib.unwrap_or(0) * 1024
}

/// Starts the reader on a line and lets it write until nobody takes anything any more.
#[expect(clippy::type_complexity, reason = "what a line is made of")]
fn stalled(
    home: &std::path::Path,
) -> (
    Box<dyn portable_pty::Child + Send + Sync>,
    (
        Box<dyn Write + Send>,
        Box<dyn Read + Send>,
        Box<dyn portable_pty::MasterPty + Send>,
    ),
) {
    let pair = native_pty_system()
        .openpty(PtySize {
            rows: 30,
            cols: 100,
            pixel_width: 0,
            pixel_height: 0,
        })
        .unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_pullquote"));
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("HOME", home);
    command.cwd(home);
    let child = pair.slave.spawn_command(command).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut writer = pair.master.take_writer().unwrap();
    let mut seen = String::new();
    let mut buffer = [0; 4096];
    while !seen.contains("help") {
        let count = reader.read(&mut buffer).unwrap();
        assert!(count > 0, "ended before its first frame:\n{seen}");
        seen.push_str(&String::from_utf8_lossy(&buffer[..count]));
    }
    // Nobody reads from here on: the help comes and goes until the buffers are full and a write waits.
    for _ in 0..40 {
        writer.write_all(b"?").unwrap();
        thread::sleep(Duration::from_millis(20));
    }
    (child, (writer, reader, pair.master))
}

fn code_of(child: &mut (dyn portable_pty::Child + Send + Sync)) -> u32 {
    let deadline = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.exit_code();
        }
        assert!(Instant::now() < deadline, "still running");
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_line_that_takes_nothing_any_more_and_then_vanishes_ends_the_program() {
    let home = home();
    let (mut child, line) = stalled(home.path());
    drop(line);
    assert_eq!(code_of(&mut *child), 129, "as after a hang-up");
}

#[test]
fn a_signal_ends_the_program_on_a_line_that_takes_nothing_any_more() {
    let home = home();
    let (mut child, line) = stalled(home.path());
    let process = child.process_id().unwrap().cast_signed();
    let process = rustix::process::Pid::from_raw(process).unwrap();
    rustix::process::kill_process(process, Signal::TERM).unwrap();
    assert_eq!(code_of(&mut *child), 143);
    drop(line);
}

#[test]
fn the_settings_of_the_terminal_come_back_whatever_ends_the_program() {
    for (end, code) in [
        (None, 0),
        (Some(Signal::TERM), 128 + 15),
        (Some(Signal::INT), 128 + 2),
        (Some(Signal::HUP), 128 + 1),
    ] {
        let mut pty = Pty::start(home(), [100, 30]);
        pty.wait_for("Last Ferry Leaves");
        assert!(!pty.has_usual_settings());
        match end {
            None => pty.keys("Q"),
            Some(signal) => pty.signal(signal),
        }
        assert_eq!(pty.end(), code);
        pty.assert_given_back();
        assert!(pty.has_usual_settings());
    }
}

#[rstest]
#[case::console("linux", "C.UTF-8", None)]
#[case::no_locale("xterm", "C", None)]
#[case::no_color("xterm-256color", "C.UTF-8", Some("1"))]
#[case::eight_colors("xterm-color", "en_US.UTF-8", None)]
#[case::old("vt100", "C", None)]
#[case::screen("screen", "C.UTF-8", None)]
#[case::tmux("tmux-256color", "C.UTF-8", None)]
#[case::unheard_of("no-such-terminal", "xx_YY", None)]
fn every_kind_of_terminal_reads(
    #[case] term: &str,
    #[case] lang: &str,
    #[case] no_color: Option<&str>,
) {
    let environment = [
        ("TERM", Some(term)),
        ("LANG", Some(lang)),
        ("NO_COLOR", no_color),
    ];
    let mut pty = Pty::start_in(home(), [100, 30], &[], &environment);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("Maria Holt");
    pty.keys("nQ");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
    for (kind, parameters) in sequences(&pty.raw) {
        if kind == "[m" {
            for code in parameters.split(';') {
                let code: u8 = code.parse().unwrap_or(0);
                assert!(
                    no_color.is_none() || !matches!(code, 30..=49 | 58 | 90..=107),
                    "a colour: {parameters}"
                );
                // Eight colours and weights are all that is ever asked for.
                assert!(!matches!(code, 38 | 48 | 58 | 90..=107), "{parameters}");
            }
        }
    }
}

#[test]
fn a_terminal_that_can_only_print_is_told_so_in_one_line() {
    let environment = [("TERM", Some("dumb"))];
    let mut pty = Pty::start_in(home(), [80, 24], &[], &environment);
    assert_eq!(pty.end(), 2);
    let said = String::from_utf8_lossy(&pty.raw).into_owned();
    assert!(said.contains("needs a terminal"), "{said}");
    assert_eq!(said.trim().lines().count(), 1, "{said}");
    assert!(!said.contains('\u{1b}'), "{said:?}");
}

#[test]
fn the_first_screen_costs_little_more_than_its_words() {
    let mut pty = Pty::start_in(home(), [120, 40], &["demo"], &[]);
    // What comes after is quotes that a closer reading has found.
    let end = b"\x1b[?2026l";
    let length = |pty: &Pty| pty.raw.windows(end.len()).position(|it| it == end);
    pty.wait_until("the first screen", |pty| length(pty).is_some());
    let first = &pty.raw[..length(&pty).unwrap()];
    let mut terminal = vt100::Parser::new(cells(40), cells(120), 0);
    terminal.process(first);
    let screen = terminal.screen().contents();
    assert!(screen.contains("Library 20") && screen.contains("Quotes 1/"));
    let words = screen.split_whitespace().filter(|word| *word != "│");
    let words: usize = words.map(|word| word.len() + 1).sum();
    let bytes = first.len();
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    // Of 120 × 40 cells most are words; a line between the panes alone would be a tenth.
    assert!(words > 2_500, "{words} bytes of words");
    assert!(bytes < words + 2 * words / 5, "{bytes} bytes for {words}");
}
