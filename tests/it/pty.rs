//! A few journeys with the real program in a real terminal: what only the whole can get wrong.

use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

use crate::asked::assert_asked_once;
use crate::harness::FERRY;

/// How long a screen may take to come before the test gives up. No speed is asserted: a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(30);

/// The program in a terminal.
pub(crate) struct Pty {
    pub(crate) child: Box<dyn Child + Send + Sync>,
    pub(crate) master: Option<Box<dyn MasterPty + Send>>,
    pub(crate) writer: Option<Box<dyn Write + Send>>,
    output: Receiver<Vec<u8>>,
    pub(crate) terminal: vt100::Parser,
    /// All that the program has written.
    pub(crate) raw: Vec<u8>,
    pub(crate) home: TempDir,
}

impl Pty {
    /// Starts the program on a terminal of some columns and rows, with a home of its own.
    pub(crate) fn start(home: TempDir, size: [u16; 2]) -> Self {
        Self::start_with(home, size, &[])
    }

    /// The same with arguments.
    fn start_with(home: TempDir, size: [u16; 2], arguments: &[&str]) -> Self {
        Self::start_in(home, size, arguments, &[])
    }

    /// The same with variables of the environment; one without a value is not set.
    pub(crate) fn start_in(
        home: TempDir,
        [columns, rows]: [u16; 2],
        arguments: &[&str],
        environment: &[(&str, Option<&str>)],
    ) -> Self {
        Self::start_by(&[], home, [columns, rows], arguments, environment)
    }

    /// The same by another program, whose words come before.
    pub(crate) fn start_by(
        by: &[&str],
        home: TempDir,
        [columns, rows]: [u16; 2],
        arguments: &[&str],
        environment: &[(&str, Option<&str>)],
    ) -> Self {
        let pty = native_pty_system();
        let pair = pty
            .openpty(PtySize {
                rows,
                cols: columns,
                // Those of a cell are what is taken where none are told.
                pixel_width: columns * 10,
                pixel_height: rows * 20,
            })
            .unwrap();
        let mut words = by.to_vec();
        words.push(env!("CARGO_BIN_EXE_pullquote"));
        let mut command = CommandBuilder::new(words[0]);
        command.args(&words[1..]);
        command.env_clear();
        for (name, value) in [
            ("TERM", "xterm-256color"),
            ("LANG", "C.UTF-8"),
            ("SSH_TTY", "/dev/pts/0"),
        ] {
            command.env(name, value);
        }
        for (name, value) in environment {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            }
        }
        command.env("HOME", home.path());
        command.cwd(home.path());
        command.args(arguments);
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let terminal = vt100::Parser::new(cells(rows), cells(columns), 0);
        Self {
            child,
            master: Some(pair.master),
            writer: Some(writer),
            output,
            terminal,
            raw: Vec::new(),
            home,
        }
    }

    pub(crate) fn keys(&mut self, keys: &str) {
        self.writer
            .as_mut()
            .unwrap()
            .write_all(keys.as_bytes())
            .unwrap();
    }

    pub(crate) fn resize(&mut self, rows: u16, cols: u16) {
        self.terminal.set_size(cells(rows), cells(cols));
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.master.as_ref().unwrap().resize(size).unwrap();
    }

    pub(crate) fn screen(&self) -> String {
        self.terminal.screen().contents()
    }

    /// Waits until the screen shows some words.
    pub(crate) fn wait_for(&mut self, words: &str) {
        self.wait_until(words, |pty| pty.screen().contains(words));
    }

    pub(crate) fn wait_until(&mut self, what: &str, is_so: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_so(self) {
            assert!(
                Instant::now() < deadline,
                "waited in vain for {what}:\n{}",
                self.screen()
            );
            match self.output.recv_timeout(Duration::from_millis(50)) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => {
                    assert!(is_so(self), "ended before {what}:\n{}", self.screen())
                }
            }
        }
    }

    /// Takes what was written so far. What it all was is not kept: it may be much.
    pub(crate) fn read_on(&mut self) {
        self.raw.clear();
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(1)) {
            self.terminal.process(&bytes);
        }
    }

    fn take(&mut self, bytes: &[u8]) {
        self.terminal.process(bytes);
        self.raw.extend_from_slice(bytes);
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.child.process_id().unwrap()).unwrap();
        kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
    }

    /// Whether the process is stopped; where that cannot be asked, it is taken to be.
    fn is_stopped(&self) -> bool {
        let status = format!("/proc/{}/stat", self.child.process_id().unwrap());
        std::fs::read_to_string(status).is_ok_and(|status| status.contains(") T "))
            || !cfg!(target_os = "linux")
    }

    /// Waits for the end and returns the exit code. Whatever else happened, the terminal was asked something only at the start.
    pub(crate) fn end(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(100)) {
                    self.take(&bytes);
                }
                assert_asked_once(&self.raw);
                return status.exit_code();
            }
            if let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(20)) {
                self.take(&bytes);
            }
            if Instant::now() > deadline {
                self.child.kill().ok();
                panic!("the program does not end:\n{}", self.screen());
            }
        }
    }

    /// Whether lines, echo and signals are as a fresh terminal has them.
    pub(crate) fn has_usual_settings(&self) -> bool {
        let of = |master: &dyn MasterPty| {
            let settings = master.get_termios().unwrap();
            (
                settings.input_flags,
                settings.output_flags,
                settings.local_flags,
                settings.control_chars,
            )
        };
        let fresh = native_pty_system().openpty(PtySize::default()).unwrap();
        of(&*fresh.master) == of(&**self.master.as_ref().unwrap())
    }

    /// The terminal is as it was: main screen, cursor, no mouse, no bracketed paste.
    pub(crate) fn assert_given_back(&self) {
        let screen = self.terminal.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "bracketed paste is on");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }
}

pub(crate) fn cells(count: u16) -> std::num::NonZeroU16 {
    count.try_into().unwrap()
}

/// Runs the program in a home, not on a terminal.
pub(crate) fn run(home: &TempDir, arguments: &[&str]) -> std::process::Output {
    assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", home.path())
        .current_dir(home.path())
        .args(arguments)
        .output()
        .unwrap()
}

/// A home with one imported article.
pub(crate) fn home() -> TempDir {
    home_with(FERRY)
}

/// A home with one imported article of these words.
pub(crate) fn home_with(article: &str) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("ferry.md"), article).unwrap();
    let imported = run(&home, &["import", "ferry.md"]);
    assert!(
        imported.status.success(),
        "{}",
        String::from_utf8_lossy(&imported.stderr)
    );
    home
}

#[test]
fn reads_an_article_copies_a_quote_and_leaves_the_terminal_as_it_was() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    assert!(pty.terminal.screen().alternate_screen());
    pty.keys("\r");
    pty.wait_for("Maria Holt");
    pty.keys("y");
    pty.wait_for("terminal's clipboard");
    let raw = String::from_utf8_lossy(&pty.raw).into_owned();
    assert!(
        raw.contains("\u{1b}]52;c;"),
        "what is said to be sent was sent"
    );
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn follows_the_size_of_the_terminal() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("Quotes 1/");
    pty.resize(12, 40);
    pty.wait_until("one pane", |pty| {
        !pty.screen().contains("Quotes 1/") && pty.screen().contains("harbour")
    });
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn no_key_is_lost_while_the_size_changes() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    for turn in 0..10 {
        let (rows, notice) = if turn % 2 == 0 {
            (12, "Marked as starred")
        } else {
            (30, "without a star")
        };
        pty.resize(rows, 100);
        pty.keys("*");
        pty.wait_for(notice);
    }
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}

#[test]
fn gives_the_terminal_back_on_a_signal_and_says_so_by_its_exit() {
    for (signal, code) in [(Signal::TERM, 128 + 15), (Signal::INT, 128 + 2)] {
        let mut pty = Pty::start(home(), [100, 30]);
        pty.wait_for("Last Ferry Leaves");
        pty.signal(signal);
        assert_eq!(pty.end(), code);
        pty.assert_given_back();
    }
}

#[test]
fn ends_and_has_saved_when_the_terminal_vanishes() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("Quotes 1/");
    pty.keys("*");
    pty.wait_for("Marked as starred");
    // Both ends of the master go: the line is cut, nobody says goodbye.
    pty.writer = None;
    pty.master = None;
    pty.output = channel().1;
    let deadline = Instant::now() + PATIENCE;
    let code = loop {
        if let Some(status) = pty.child.try_wait().unwrap() {
            break status.exit_code();
        }
        assert!(
            Instant::now() < deadline,
            "still running without a terminal"
        );
        thread::sleep(Duration::from_millis(20));
    };
    assert_eq!(code, 129, "as after a hang-up");
    assert!(
        starred(&pty.home).contains("Last Ferry"),
        "the star is on disk"
    );
}

/// The starred articles, as another process sees them.
pub(crate) fn starred(home: &TempDir) -> String {
    let listed = run(home, &["list", "--shelf", "starred"]);
    String::from_utf8_lossy(&listed.stdout).into_owned()
}

#[test]
fn stops_and_goes_on() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\u{1a}");
    pty.wait_until("the main screen", |pty| {
        !pty.terminal.screen().alternate_screen()
    });
    pty.wait_until("a stopped process", Pty::is_stopped);
    pty.signal(Signal::CONT);
    pty.wait_until("the alternate screen", |pty| {
        pty.terminal.screen().alternate_screen()
    });
    pty.wait_for("Last Ferry Leaves");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn the_place_is_kept_from_one_start_to_the_next() {
    let mut pty = Pty::start(home(), [60, 8]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\rG");
    pty.wait_for("100%");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    let home = std::mem::replace(&mut pty.home, tempfile::tempdir().unwrap());
    let mut pty = Pty::start(home, [60, 8]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\r");
    pty.wait_for("100%");
    pty.keys("Q");
    pty.end();
}

#[test]
fn a_named_file_that_is_in_the_library_shares_its_state() {
    let mut pty = Pty::start_with(home(), [100, 30], &["ferry.md"]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("*");
    pty.wait_for("Marked as starred");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    assert!(
        starred(&pty.home).contains("Last Ferry"),
        "the star is in the library"
    );
}

#[test]
fn what_was_decided_about_names_and_quotes_holds_in_a_named_file() {
    const FERRY: &str = "# Ferry\n\n“No more boats,” said Ann Weir.\n\n“A mistake,” said Mr Holm.\n\n“We will see,” said Holm Senior.\n";
    let home = home_with(FERRY);
    for arguments in [
        ["speakers", "merge", "Holm Senior", "Ann Weir"].as_slice(),
        ["corrections", "add", "1", "2", "--speaker", "Cato Lind"].as_slice(),
    ] {
        let done = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
            .env_clear()
            .env("HOME", home.path())
            .args(arguments)
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    let mut pty = Pty::start_with(home, [130, 30], &["ferry.md"]);
    pty.wait_for("Cato Lind");
    pty.keys("gs");
    pty.wait_for("2 in 1 article");
    let screen = pty.screen();
    assert!(
        screen.contains("1/2") && !screen.contains("Holm Senior"),
        "{screen}"
    );
    pty.keys("qQ");
    pty.end();
}

#[test]
fn an_empty_library_offers_the_sample() {
    let mut pty = Pty::start(tempfile::tempdir().unwrap(), [100, 30]);
    pty.wait_for("Your library is empty");
    pty.keys("D");
    pty.wait_for("Reading with pullquote");
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn an_escape_sequence_torn_apart_does_not_keep_anybody_in() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys("\u{1b}[<");
    pty.keys("jjq\u{3}");
    assert_eq!(pty.end(), 130);
    pty.assert_given_back();
}

#[test]
fn an_interrupt_gives_up_a_prompt_and_not_the_program() {
    let mut pty = Pty::start(home(), [100, 30]);
    pty.wait_for("Last Ferry Leaves");
    pty.keys(":nonsense");
    pty.wait_for(":nonsense");
    pty.keys("\u{3}");
    pty.wait_until("no prompt", |pty| !pty.screen().contains(":nonsense"));
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
}
