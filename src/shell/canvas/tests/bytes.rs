//! What single frames write, byte by byte, and how little of it.

use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Size;
use ratatui::style::{Color, Modifier, Style};

use super::SIZE;
use crate::shell::canvas::{Canvas, Surroundings};

/// Draws two frames and returns the bytes of the second one.
fn second(size: Size, first: impl Fn(&mut Buffer), second: impl Fn(&mut Buffer)) -> String {
    let mut canvas = Canvas::default();
    canvas.draw(size, |buffer| {
        first(buffer);
        None
    });
    let bytes = canvas.draw(size, |buffer| {
        second(buffer);
        None
    });
    String::from_utf8(bytes).unwrap()
}

#[test]
fn an_unchanged_frame_costs_nothing() {
    let frame = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "words", Style::new().bold());
    };
    assert_eq!(second(SIZE, frame, frame), "");
}

#[test]
fn a_short_gap_is_written_through_and_a_long_one_jumped_over() {
    let row = |text: &'static str| {
        move |buffer: &mut Buffer| {
            buffer.set_string(0, 0, text, Style::new());
        }
    };
    let before = row("one two three four five");
    assert_eq!(
        second(SIZE, before, row("ONE two three four FIVE")),
        "\x1b[HONE\x1b[16CFIVE"
    );
    assert_eq!(
        second(SIZE, before, row("one TWO x hree four five")),
        "\x1b[1;5HTWO x hree four five"
    );
}

#[test]
fn a_scrolled_line_costs_a_line() {
    let size = Size::new(100, 40);
    let text = |top: usize| {
        move |buffer: &mut Buffer| {
            buffer.set_string(0, 0, "The title", Style::new().bold());
            for row in 1..39u16 {
                let line = format!(
                    "line {} of a long text that goes on and on",
                    top + usize::from(row)
                );
                buffer.set_string(10, row, line, Style::new());
            }
            buffer.set_string(1, 39, format!("{top}%"), Style::new().dim());
        }
    };
    for (before, after) in [(5, 6), (6, 5)] {
        let bytes = second(size, text(before), text(after));
        assert!(bytes.len() <= 48 + 48, "{} bytes: {bytes:?}", bytes.len());
    }
    assert!(second(size, text(5), text(8)).len() <= 3 * 48 + 64);
}

#[test]
fn a_scrolled_line_of_one_pane_costs_a_line_where_the_terminal_knows_margins() {
    let size = Size::new(120, 40);
    let panes = |top: usize| {
        move |buffer: &mut Buffer| {
            for row in 0..39u16 {
                buffer.set_string(0, row, format!("title {row} of a list"), Style::new());
                let number = top + usize::from(row);
                let words = (1..8).map(|word| (number * 7919 * word % 9973).to_string());
                let line = words.collect::<Vec<_>>().join(" ");
                buffer.set_string(30, row, line, Style::new());
                buffer.set_string(90, row, format!("quote {row}"), Style::new());
            }
            None
        }
    };
    for (columns, most) in [(&[0..28, 29..88, 89..120][..], 110), (&[][..], 2_000)] {
        let around = Surroundings {
            columns,
            ..Surroundings::default()
        };
        let mut canvas = Canvas::default();
        canvas.draw_linked(size, &around, &|_| None, panes(5));
        let bytes = canvas.draw_linked(size, &around, &|_| None, panes(6));
        assert!(
            bytes.len() <= most && bytes.len() * 2 > most,
            "{:?}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[test]
fn what_may_be_drawn_in_parts_does_not_go_on_in_the_next_row() {
    let at = |x: u16| {
        let bytes = Canvas::default().draw(SIZE, |buffer| {
            buffer.set_string(x, 0, "👩🏽‍⚕️", Style::new());
            None
        });
        String::from_utf8(bytes).unwrap()
    };
    let edge = SIZE.width - 2;
    assert!(at(edge).contains("\x1b[?7l👩🏽‍⚕️\x1b[?7h"), "{:?}", at(edge));
    assert!(!at(0).contains("\x1b[?7"), "{:?}", at(0));
}

#[test]
fn what_is_blank_is_erased() {
    let long = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "a long row of words, up to the end", Style::new());
    };
    let short = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "a long", Style::new());
    };
    assert_eq!(second(SIZE, long, short), "\x1b[1;8H\x1b[K");
    let bars = [long, short].map(|draw| {
        move |buffer: &mut Buffer| {
            draw(buffer);
            buffer.set_string(38, 0, "|", Style::new());
        }
    });
    let [before, after] = bars;
    assert_eq!(second(SIZE, before, after), "\x1b[1;8H\x1b[27X");
}

#[test]
fn erasing_leaves_no_color_of_the_words_before() {
    let before = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "12345678901234567890", Style::new());
    };
    let after = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "found", Style::new().black().on_yellow());
    };
    assert_eq!(
        second(SIZE, before, after),
        "\x1b[H\x1b[30;43mfound\x1b[m\x1b[K"
    );
}

#[test]
fn after_a_glyph_of_doubtful_width_the_cursor_is_placed() {
    let before = |_: &mut Buffer| {};
    let after = |buffer: &mut Buffer| {
        buffer.set_string(0, 0, "🙂ab", Style::new());
    };
    assert_eq!(second(SIZE, before, after), "\x1b[H  \x1b[H🙂\x1b[1;3Hab");
}

#[test]
fn a_control_in_a_cell_never_reaches_the_terminal() {
    let before = |_: &mut Buffer| {};
    let after = |buffer: &mut Buffer| {
        buffer[(0, 0)].set_symbol("\x1b]0;title\x07");
        buffer[(3, 0)].set_symbol("\u{9b}2J").modifier = Modifier::BOLD;
    };
    let bytes = second(SIZE, before, after);
    assert!(
        !bytes.contains("title") && !bytes.contains("2J") && !bytes.contains('\u{9b}'),
        "{bytes:?}"
    );
}

#[test]
fn placeholders_of_a_picture_are_written_as_they_are_and_one_after_the_other() {
    let mut canvas = Canvas::default();
    canvas.draw(SIZE, |_| None);
    let frame = canvas.draw(SIZE, |buffer| {
        for (x, symbol) in ["\u{10eeee}\u{305}\u{305}", "\u{10eeee}\u{305}\u{30d}"]
            .iter()
            .enumerate()
        {
            let cell = &mut buffer[(x as u16 + 3, 2)];
            cell.set_symbol(symbol);
            cell.set_style(Style::new().fg(Color::Rgb(0x70, 0, 1)));
            cell.diff_option = CellDiffOption::ForcedWidth(std::num::NonZeroU16::MIN);
        }
        None
    });
    let frame = String::from_utf8(frame).unwrap();
    let placed = "\u{1b}[38;2;112;0;1m\u{10eeee}\u{305}\u{305}\u{10eeee}\u{305}\u{30d}";
    assert!(frame.contains(placed), "{frame:?}");
}
