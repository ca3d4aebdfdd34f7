//! Pictures of articles on the screen: in their rows above the caption, when they are asked for and can be shown.

use std::fs;

use insta::assert_snapshot;
use pullquote::app::{Drawing, Graphics, Progress, Request, Way};
use pullquote::config::Settings;
use pullquote::view::spot::Spot;
use ratatui::style::Color;

use crate::harness::Harness;
use crate::picture::{data, jpeg, page, png};
use crate::pty::Pty;

fn ferry() -> String {
    let (pier, boat) = (data(&png(160, 80)), data(&jpeg(120, 120)));
    page(&[
        (&pier, "The pier at night. Photo: Ann Roy"),
        ("https://gull.example/storm.jpg", "The storm"),
        (&boat, "The boat"),
    ])
}

fn opened(columns: u16, rows: u16, settings: &str) -> Harness {
    let settings = Settings::read(settings);
    assert_eq!(settings.problems, []);
    Harness::illustrated(columns, rows, &ferry(), settings).keys("<Enter>")
}

/// The rows of the screen that show a picture.
fn pictured(harness: &Harness) -> usize {
    let screen = harness.screen();
    screen.lines().filter(|row| row.contains('▀')).count()
}

fn without_graphics(harness: &mut Harness, reason: &'static str) {
    harness.app.set_graphics(Graphics {
        way: Err(reason),
        ..Graphics::default()
    });
}

/// Starts the real program in a terminal with colours, on the article.
fn started(settings: &str, environment: &[(&str, Option<&str>)]) -> Pty {
    started_with(&[], settings, environment)
}

fn started_with(arguments: &[&str], settings: &str, environment: &[(&str, Option<&str>)]) -> Pty {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("ferry.html"), ferry()).unwrap();
    let folder = home.path().join(".config/pullquote");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("config.toml"), settings).unwrap();
    let imported = assert_cmd::Command::new(env!("CARGO_BIN_EXE_pullquote"))
        .env_clear()
        .env("HOME", home.path())
        .current_dir(home.path())
        .args(["import", "ferry.html"])
        .output()
        .unwrap();
    assert!(imported.status.success());
    let environment = [&[("COLORTERM", Some("truecolor"))], environment].concat();
    let mut pty = Pty::start_in(home, [100, 30], arguments, &environment);
    pty.wait_for("Ferry stops");
    pty.keys("\r");
    pty.wait_for("side of the bay");
    pty
}

fn ended(mut pty: Pty) {
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    pty.assert_given_back();
}

#[test]
fn a_real_terminal_shows_them_on_a_key_or_always() {
    let shows = |pty: &Pty| pty.screen().contains("▀▀▀▀▀▀▀▀");
    let mut pty = started("", &[]);
    assert!(!shows(&pty));
    pty.keys("gp");
    pty.wait_until("a picture", shows);
    pty.keys("gp");
    pty.wait_until("no picture", |pty| !shows(pty));
    ended(pty);
    for arguments in [&[][..], &["ferry.html"]] {
        let mut pty = started_with(arguments, "pictures = \"always\"", &[]);
        pty.wait_until("a picture", shows);
        ended(pty);
    }
}

#[test]
fn kitty_is_sent_a_picture_and_asked_nothing_and_gets_rid_of_it_at_the_end() {
    let kitty = [("TERM", Some("xterm-kitty"))];
    let mut pty = started("", &kitty);
    let sent = |pty: &Pty| String::from_utf8_lossy(&pty.raw).into_owned();
    assert!(!sent(&pty).contains("\u{1b}_G"));
    pty.keys("gp");
    pty.wait_until("a placeholder", |pty| sent(pty).contains('\u{10eeee}'));
    let raw = sent(&pty);
    let at = raw.find("\u{1b}_Ga=T,U=1,f=100,i=").unwrap();
    assert!(
        at < raw.find('\u{10eeee}').unwrap(),
        "it is there before it is placed"
    );
    pty.keys("Q");
    assert_eq!(pty.end(), 0);
    let raw = sent(&pty);
    for command in raw.split("\u{1b}_G").skip(1) {
        assert!(
            command.contains("q=2"),
            "no answer is wanted: {command:.60}"
        );
        assert!(!command.starts_with("a=q"), "nothing is asked");
    }
    assert!(raw.contains("\u{1b}_Ga=d,d=I,q=2,i="));
    pty.assert_given_back();
}

#[test]
fn a_terminal_with_sixels_is_sent_the_dots_of_whole_cells_and_no_spot() {
    let mut pty = started("graphics = \"sixel\"", &[]);
    let sent = |pty: &Pty| String::from_utf8_lossy(&pty.raw).into_owned();
    let pieces = |pty: &Pty| sent(pty).matches("\u{1b}P0;").count();
    assert_eq!(pieces(&pty), 0);
    pty.keys("gp");
    pty.wait_until("a picture", |pty| {
        pieces(pty) > 0
            && sent(pty)
                .rsplit("\u{1b}P0;")
                .next()
                .unwrap()
                .contains("\u{1b}\\")
    });
    pty.keys("gp");
    pty.wait_for("Pictures are hidden");
    let raw = sent(&pty);
    for piece in raw.split("\u{1b}P0;").skip(1) {
        let (dots, _) = piece.split_once("\u{1b}\\").unwrap();
        assert!(dots.bytes().all(|it| (b' '..=b'~').contains(&it)));
        let (size, _) = dots
            .strip_prefix("1q\"1;1;")
            .unwrap()
            .split_once('#')
            .unwrap();
        let (width, height) = size.split_once(';').unwrap();
        let (width, height): (u32, u32) = (width.parse().unwrap(), height.parse().unwrap());
        assert_eq!((width % 10, height % 20), (0, 0));
    }
    assert!(!raw.contains(|c| c >= '\u{f0000}'), "spots are ours alone");
    ended(pty);
}

#[test]
fn a_real_terminal_without_colors_says_why_it_shows_none() {
    let mut pty = started("pictures = \"always\"", &[("NO_COLOR", Some("1"))]);
    pty.keys("gp");
    pty.wait_for("shows no pictures: colours are switched off");
    assert!(!pty.screen().contains('▀'));
    ended(pty);
}

#[test]
fn a_key_shows_the_pictures_above_their_captions_and_hides_them() {
    let harness = opened(60, 30, "");
    assert_eq!(pictured(&harness), 0);
    let harness = harness.keys("gp");
    assert_snapshot!("pictures_shown", harness.screen());
    // The sky grows lighter to the right; below is the sea.
    let buffer = harness.buffer();
    let top = harness
        .screen()
        .lines()
        .position(|row| row.contains('▀'))
        .unwrap() as u16;
    let cells: Vec<_> = (0..60)
        .filter(|&x| buffer[(x, top)].symbol() == "▀")
        .collect();
    let blue = |x: u16, y: u16| match buffer[(x, y)].fg {
        Color::Rgb(_, _, blue) => blue,
        other => panic!("{other}"),
    };
    assert!(blue(cells[0], top) + 60 < blue(cells[cells.len() - 1], top));
    assert_eq!(buffer[(cells[0], top + 8)].fg, Color::Rgb(10, 30, 40));
    let harness = harness.keys("gp");
    assert_eq!(pictured(&harness), 0);
}

#[test]
fn where_none_can_be_shown_the_key_says_why() {
    let said = |mut harness: Harness| {
        harness.type_keys("gp");
        assert_eq!(pictured(&harness), 0);
        harness.app.notice.unwrap().text
    };
    let mut slow = opened(90, 30, "");
    without_graphics(&mut slow, "its line is too slow");
    assert_eq!(
        said(slow),
        "This terminal shows no pictures: its line is too slow."
    );
    assert_eq!(
        said(opened(90, 30, "pictures = \"never\"")),
        "Pictures are switched off in the configuration: pictures = \"never\"."
    );
    assert_eq!(
        said(opened(90, 5, "")),
        "There is no room for pictures here."
    );
    let without = Harness::illustrated(90, 30, &page(&[]), Settings::default()).keys("<Enter>");
    assert_eq!(said(without), "No picture is kept with this article.");
}

#[test]
fn they_may_be_shown_always_and_go_when_the_line_becomes_slow() {
    let mut harness = opened(60, 30, "pictures = \"always\"");
    assert!(pictured(&harness) > 5);
    without_graphics(&mut harness, "its line is too slow");
    assert_eq!(pictured(&harness), 0);
    let said = harness.app.notice.as_ref().unwrap().text.clone();
    assert_eq!(said, "Pictures are hidden: its line is too slow.");
}

#[test]
fn keys_are_answered_while_a_picture_is_drawn_and_nothing_is_drawn_that_is_not_seen() {
    let mut harness = opened(60, 24, "").hold();
    harness.type_keys("gp");
    let draws = |harness: &Harness| {
        let is_draw = |request: &&Request| matches!(request, Request::Draw(_));
        harness.held().iter().filter(is_draw).count()
    };
    // The second one stands further down.
    assert_eq!((draws(&harness), pictured(&harness)), (1, 0));
    let rows = harness.app.reader.as_ref().unwrap().page.rows.len();
    harness.type_keys("jjkk");
    assert_eq!(draws(&harness), 1);
    let harness = harness.answer();
    assert!(pictured(&harness) > 3);
    assert_eq!(harness.app.reader.as_ref().unwrap().page.rows.len(), rows);
    let mut harness = harness.hold();
    harness.type_keys("G");
    assert_eq!(draws(&harness), 1);
}

#[test]
fn the_text_is_read_selected_and_searched_around_them() {
    let harness = opened(60, 30, "").keys("gp");
    let plain = opened(60, 30, "");
    let text = |harness: &Harness| -> Vec<String> {
        let page = &harness.app.reader.as_ref().unwrap().page;
        let rows = page.rows.iter().filter(|row| row.strip.is_none());
        rows.map(|row| row.runs.iter().map(|run| page.words(run)).collect())
            .collect()
    };
    assert_eq!(text(&harness), text(&plain));
    let harness = harness.keys("/boat<Enter>n");
    assert!(harness.screen().contains("The boat"));
    let harness = harness.keys("<Esc>ggv}}}}y");
    assert!(harness.app.notice.is_some() || !harness.wishes.is_empty());
    // Where the reader was is where the reader is, in each size and without the pictures.
    let harness = opened(60, 12, "").keys("gpG");
    let place = harness.app.reader.as_ref().unwrap().place();
    let harness = harness.resize(100, 40).resize(60, 12).keys("gpgp");
    assert_eq!(harness.app.reader.as_ref().unwrap().place(), place);
}

#[test]
fn a_picture_that_cannot_be_drawn_says_so_in_its_place() {
    let mut broken = png(160, 80);
    let end = broken.len() / 2;
    broken.truncate(end);
    let page = page(&[(&data(&broken), "The pier")]);
    let harness = Harness::illustrated(60, 30, &page, Settings::default()).keys("<Enter>gp");
    assert!(harness.screen().contains("(this picture cannot be shown)"));
}

#[test]
fn a_terminal_of_256_colors_gets_those_it_has() {
    let mut harness = opened(60, 30, "");
    harness.app.set_graphics(Graphics {
        way: Ok(Way::Blocks),
        is_indexed: true,
        ..Graphics::default()
    });
    let harness = harness.keys("gp");
    let buffer = harness.buffer();
    let halves = buffer.content.iter().filter(|cell| cell.symbol() == "▀");
    let colors: Vec<Color> = halves.flat_map(|cell| [cell.fg, cell.bg]).collect();
    assert!(!colors.is_empty() && colors.iter().all(|it| matches!(it, Color::Indexed(16..))));
}

#[test]
fn folded_to_its_quotes_an_article_shows_no_picture() {
    let quoted = ferry().replace(
        "<p>The storm has torn",
        "<p>“We will wait for the wind to turn,” said Ann Roy, the chair of the harbour board.</p><p>The storm has torn",
    );
    let harness = Harness::illustrated(60, 40, &quoted, Settings::default()).keys("<Enter>gp");
    assert!(pictured(&harness) > 5);
    let harness = harness.keys("gq");
    assert_eq!(pictured(&harness), 0);
    assert!(pictured(&harness.keys("gq")) > 5);
}

#[test]
fn kitty_is_given_placeholders_that_name_picture_row_and_column() {
    let mut harness = opened(60, 30, "");
    harness.app.set_graphics(Graphics {
        way: Ok(Way::Kitty),
        ..Graphics::default()
    });
    let harness = harness.keys("gp");
    let buffer = harness.buffer();
    let cells: Vec<_> = buffer
        .content
        .iter()
        .filter(|cell| cell.symbol().starts_with('\u{10eeee}'))
        .collect();
    assert_eq!(cells[0].symbol(), "\u{10eeee}\u{305}\u{305}");
    assert_eq!(cells[1].symbol(), "\u{10eeee}\u{305}\u{30d}");
    let reader = harness.app.reader.as_ref().unwrap();
    let strip = reader.page.rows.iter().find_map(|row| row.strip).unwrap();
    let Some(Progress::Ready(number, _)) = reader.picture(strip) else {
        panic!("it is ready");
    };
    let [_, red, green, blue] = number.to_be_bytes();
    assert_eq!(cells[0].fg, Color::Rgb(red, green, blue));
}

#[test]
fn for_sixels_each_cell_names_its_part_of_the_picture() {
    let mut harness = opened(60, 30, "");
    harness.app.set_graphics(Graphics {
        way: Ok(Way::Sixel),
        ..Graphics::default()
    });
    let harness = harness.keys("gp");
    let reader = harness.app.reader.as_ref().unwrap();
    let strip = reader.page.rows.iter().find_map(|row| row.strip).unwrap();
    let Some(Progress::Ready(number, drawing)) = reader.picture(strip) else {
        panic!("it is ready");
    };
    let Drawing::Indexed { width, dots, .. } = drawing.as_ref() else {
        panic!("as sixels have it");
    };
    let (columns, rows) = (usize::from(strip.columns), usize::from(strip.rows));
    assert_eq!(*width, u32::from(strip.columns) * 10);
    assert_eq!(dots.len(), columns * 10 * rows * 20);
    let spots: Vec<Spot> = harness
        .buffer()
        .content
        .iter()
        .filter_map(Spot::of)
        .collect();
    let first: Vec<Spot> = spots
        .into_iter()
        .filter(|it| it.number == *number)
        .collect();
    assert_eq!(first.len() % columns, 0);
    assert_eq!((first[0].row, first[0].column), (0, 0));
    assert_eq!((first[columns].row, first[columns].column), (1, 0));
}
