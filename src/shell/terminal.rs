//! Takes the terminal and gives it back as it was: on leaving, on an error, on a panic.

use std::fs::File;
use std::io::{self, Write, stdout};
use std::os::fd::AsFd;
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Result;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode,
    enable_raw_mode,
};
use crossterm::{cursor, execute};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Size};

use crate::shell::canvas::{Canvas, Surroundings};
use crate::shell::gallery::Gallery;

/// Presses, the wheel, and motion while a button is held, in SGR form. crossterm's own command also asks for every other
/// motion, which chatters over a line.
const MOUSE_ON: &str = "\u{1b}[?1002;1006h";
const MOUSE_OFF: &str = "\u{1b}[?1006;1002l";
/// What a terminal shows in one piece where it knows how. A short frame is one anyway, and saves the marks.
const SYNCHRONIZED: [&[u8]; 2] = [b"\x1b[?2026h", b"\x1b[?2026l"];
/// Bytes from which on a frame is long.
const LONG_FRAME: usize = 256;
/// No colour, no weight: the canvas leaves the terminal with those of the last words it wrote.
const PLAIN: &str = "\u{1b}[m";

/// Most columns and rows that are used, whatever the terminal claims to have: a frame is kept in memory cell by cell.
pub(super) const LARGEST: u16 = 1_000;

/// Whether the terminal is ours. It is given back once: what was said on it since, as by a panic, stays to be read.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal while it is ours.
pub(super) struct Terminal {
    /// Standard output without a buffer: a frame is written in one piece.
    out: File,
    canvas: Canvas,
    gallery: Gallery,
    mouse: bool,
    /// The dots of a cell, across and down, if the terminal's settings say.
    cell: Option<(u16, u16)>,
}

impl Terminal {
    /// Takes the terminal.
    pub(super) fn enter(mouse: bool) -> Result<Self> {
        give_back_on_panic();
        take(mouse)?;
        let out = stdout().as_fd().try_clone_to_owned();
        let out = out.inspect_err(|_| give_back())?.into();
        Ok(Self {
            out,
            canvas: Canvas::default(),
            gallery: Gallery::default(),
            mouse,
            cell: cell(),
        })
    }

    /// Takes the terminal again after [`Terminal::leave`]; everything is drawn anew.
    pub(super) fn enter_again(&mut self) -> Result<()> {
        take(self.mouse)?;
        self.clear();
        Ok(())
    }

    /// Gives the terminal back for a while.
    pub(super) fn leave() {
        give_back();
    }

    /// Returns the size that the terminal has now.
    pub(super) fn size() -> Result<Size> {
        let (width, height) = crossterm::terminal::size()?;
        Ok(Size::new(width.min(LARGEST), height.min(LARGEST)))
    }

    /// Returns the dots of a cell, across and down, if the terminal's settings say.
    pub(super) fn cell(&self) -> Option<(u16, u16)> {
        self.cell
    }

    /// Returns the speed that the terminal's settings give for its line, in bauds.
    pub(super) fn bauds() -> Option<u32> {
        let settings = rustix::termios::tcgetattr(rustix::stdio::stdout()).ok()?;
        Some(settings.output_speed())
    }

    /// Forgets what stands on the screen, so that the next frame draws all of it, and how large its letters were.
    pub(super) fn clear(&mut self) {
        self.canvas.forget();
        self.gallery.forget();
        self.cell = cell();
    }

    /// Draws a frame and returns how many bytes that took. `address` tells where its links lead.
    pub(super) fn draw(
        &mut self,
        size: Size,
        around: &Surroundings<'_>,
        address: &dyn Fn(usize) -> Option<String>,
        draw: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> Result<usize> {
        let sent = self.gallery.settle(around.pictures);
        if !sent.is_empty() {
            self.out.write_all(&sent)?;
        }
        let frame = self.canvas.draw_linked(size, around, address, draw);
        let [begin, end] = SYNCHRONIZED;
        if frame.len() < LONG_FRAME {
            self.out.write_all(&frame)?;
        } else {
            self.out.write_all(&[begin, &frame, end].concat())?;
        }
        Ok(sent.len() + frame.len())
    }

    /// Returns the way to the terminal, for what is not a frame.
    pub(super) fn writer(&mut self) -> &mut impl Write {
        &mut self.out
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if IS_TAKEN.load(Ordering::SeqCst) {
            let sent = self.gallery.settle(&[]);
            self.out.write_all(&sent).ok();
        }
        Self::leave();
    }
}

fn cell() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    let across = size.ws_xpixel.checked_div(size.ws_col)?;
    let down = size.ws_ypixel.checked_div(size.ws_row)?;
    let fits = |dots: u16| (4..=200).contains(&dots);
    (fits(across) && fits(down)).then_some((across, down))
}

fn take(mouse: bool) -> io::Result<()> {
    enable_raw_mode()?;
    IS_TAKEN.store(true, Ordering::SeqCst);
    let_the_kernel_hear_the_interrupt_key();
    let mouse = if mouse { MOUSE_ON } else { "" };
    let taken = execute!(
        stdout(),
        EnterAlternateScreen,
        cursor::Hide,
        EnableBracketedPaste,
        Print(mouse)
    );
    taken.inspect_err(|_| give_back())
}

/// Lets ^C be a signal again. crossterm waits without end for the rest of an escape sequence that was torn apart, and
/// takes all keys for it; a signal is heard all the same. ^Z and ^\\ stay keys. The terminal's own settings come back
/// with the end of raw mode.
fn let_the_kernel_hear_the_interrupt_key() {
    use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
    let stdin = rustix::stdio::stdin();
    if let Ok(mut settings) = tcgetattr(stdin) {
        settings.local_modes |= LocalModes::ISIG;
        settings.special_codes[SpecialCodeIndex::VSUSP] = 0;
        settings.special_codes[SpecialCodeIndex::VQUIT] = 0;
        tcsetattr(stdin, OptionalActions::Now, &settings).ok();
    }
}

/// Undoes all that [`take`] does. Never fails louder than by doing nothing: there is no one left to tell.
fn give_back() {
    if !IS_TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    execute!(
        stdout(),
        EndSynchronizedUpdate,
        Print(PLAIN),
        Print(MOUSE_OFF),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    )
    .ok();
    disable_raw_mode().ok();
}

fn give_back_on_panic() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let report = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // A thread that dies by a bug must not take the screen away from the main one, which draws.
            // What the others die of would be written over it; their work fails, and that is told in a notice.
            if std::thread::current().name() == Some("main") {
                give_back();
                report(panic);
            }
        }));
    });
}
