//! Finding one's way: the palette, the help, links, jumps, marks, the pipe, keys of other hands, colours.

use insta::assert_snapshot;
use pullquote::app::{Effect, Msg, Opener, Pane, Purpose, Reply};
use pullquote::article::Clean;
use pullquote::config::Settings;
use pullquote::view;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use rstest::rstest;

use crate::harness::{BLOCKS, FERRY, Harness, SCRIPTS};

/// An article whose links are not what they say.
const LINKS: &str = "\
---
title: Where It Leads
url: https://sound.example/leads
---

Read [the timetable](https://sound.example/times) or [www.bbc.co.uk](https://evil.example/) first.

## Further down

Then [the rest](https://пример.рф/rest), and write to [the desk](mailto:desk@sound.example).
";

fn line(harness: &Harness) -> String {
    harness.screen().lines().last().unwrap().to_owned()
}

fn last_wish(harness: &Harness) -> &Effect {
    harness.wishes.last().unwrap()
}

#[test]
fn the_palette_offers_commands_as_they_are_typed() {
    let harness = Harness::new(90, 14, &[FERRY]).keys(":quo");
    assert_snapshot!("palette", harness.screen());
    let harness = harness.keys("<Tab><Tab>");
    assert_snapshot!("palette_chosen", harness.styled_screen());
    let harness = harness.keys("<S-Tab><S-Tab>");
    assert!(
        line(&harness).starts_with(":quo"),
        "what was typed comes back"
    );
    assert_snapshot!(
        "palette_narrow",
        Harness::new(40, 8, &[FERRY]).keys(":st").screen()
    );
}

#[test]
fn the_only_choice_is_completed_and_then_what_it_takes() {
    let harness = Harness::new(90, 14, &[FERRY]).keys(":mess<Tab>");
    assert!(
        line(&harness).starts_with(":messages"),
        "{}",
        line(&harness)
    );
    let harness = harness.keys("<C-u>shel<Tab><Space>");
    assert!(line(&harness).starts_with(":shelf"), "{}", line(&harness));
    let screen = harness.screen();
    for shelf in ["inbox", "unread", "starred", "archived"] {
        assert!(screen.contains(shelf), "{screen}");
    }
    let harness = harness.keys("arc<Tab><Enter>");
    assert!(
        harness.screen().contains("Shelf: archived."),
        "{}",
        harness.screen()
    );
    let harness = harness.keys(":sort lon<Tab><Enter>");
    assert!(
        harness.screen().contains("Sorted by: longest."),
        "{}",
        harness.screen()
    );
}

#[test]
fn paths_are_completed_by_what_the_shell_tells_of_their_folder() {
    let mut harness = Harness::new(90, 14, &[FERRY]).keys(":import<Space>~/ne");
    assert_eq!(last_wish(&harness), &Effect::ListFolder("~/".to_owned()));
    let names = |names: &[&str]| names.iter().map(|name| Clean::line(name)).collect();
    harness.send(Msg::Reply(Reply::Folder {
        path: "~/".to_owned(),
        names: names(&["news/", "notes.md", ".netrc"]),
    }));
    harness.type_keys("<Tab>");
    assert!(
        line(&harness).starts_with(":import ~/news/"),
        "{}",
        line(&harness)
    );
    assert_eq!(
        last_wish(&harness),
        &Effect::ListFolder("~/news/".to_owned())
    );
    harness.send(Msg::Reply(Reply::Folder {
        path: "~/".to_owned(),
        names: names(&["late.md"]),
    }));
    assert!(
        !harness.screen().contains("late.md"),
        "a late answer is dropped"
    );
}

#[test]
fn lines_of_earlier_sessions_are_offered_and_new_ones_written_down() {
    let mut harness = Harness::new(90, 14, &[FERRY]);
    harness
        .app
        .recall(vec![(Purpose::Command, "shelf starred".to_owned())]);
    harness.type_keys(":");
    assert!(
        harness.screen().contains("shelf starred"),
        "{}",
        harness.screen()
    );
    harness.type_keys("<Tab><Enter>");
    let wish = Effect::Remember(Purpose::Command, "shelf starred".to_owned());
    assert!(harness.wishes.contains(&wish), "{:?}", harness.wishes);
    assert!(harness.screen().contains("Shelf: starred."));
}

#[test]
fn a_mistyped_command_is_told_what_was_meant() {
    let harness = Harness::new(90, 8, &[FERRY]).keys(":shlef<Enter>");
    let line = line(&harness);
    assert!(
        line.contains("There is no command “shlef”; did you mean shelf?"),
        "{line}"
    );
}

#[test]
fn the_help_is_searched_and_begins_with_the_pane_at_hand() {
    let harness = Harness::new(100, 24, &[FERRY]).keys("<Enter>?");
    assert!(
        harness.screen().starts_with("Here, in the text"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("/unread");
    assert_snapshot!("help_searched", harness.screen());
    let harness = harness.keys("<Enter>q");
    assert!(
        harness.screen().contains("Last Ferry"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("T").keys("<Esc>").keys("l?/zzz");
    assert!(
        harness.screen().contains("No command has “zzz”."),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Esc>q");
    assert_eq!(harness.app.focus, Pane::Quotes);
}

#[test]
fn help_over_a_list_to_choose_from_gives_the_list_back() {
    let harness = Harness::new(60, 10, &[BLOCKS]).keys("<Enter>T?");
    assert!(
        harness.screen().starts_with("Here, in a list"),
        "{}",
        harness.screen()
    );
    let screen = harness.keys("q").screen();
    assert!(
        screen.contains("Contents") && screen.contains("The boats"),
        "{screen}"
    );
}

#[test]
fn links_show_where_they_lead_and_are_reached_by_number() {
    let harness = Harness::new(90, 12, &[LINKS]).keys("<Enter>;");
    assert_snapshot!("links", harness.screen());
    let harness = harness.keys("3<Enter>");
    assert!(
        line(&harness).contains("link 3/4 · пример.рф"),
        "{}",
        line(&harness)
    );
    let harness = harness.keys("o");
    let Effect::Browse(target) = last_wish(&harness) else {
        panic!("{:?}", harness.wishes);
    };
    assert_eq!(&**target.address(), "https://xn--e1afmkfd.xn--p1ai/rest");
    let harness = harness.keys("2;");
    assert!(
        line(&harness).contains("evil.example; its text names www.bbc.co.uk"),
        "{}",
        line(&harness)
    );
}

#[test]
fn a_link_that_says_more_than_is_true_is_shown_before_it_is_opened() {
    let harness = Harness::new(90, 12, &[LINKS]).keys("<Enter>2;o");
    assert!(harness.wishes.is_empty(), "{:?}", harness.wishes);
    assert_snapshot!("link_that_lies", harness.screen());
    let harness = harness.keys("y");
    let wish = Effect::Copy("https://evil.example/".to_owned(), "address");
    assert_eq!(last_wish(&harness), &wish);
}

#[test]
fn what_was_not_started_is_shown_and_never_called_opened() {
    let mut harness = Harness::new(90, 12, &[LINKS]).keys("<Enter>o");
    let Effect::Browse(target) = last_wish(&harness).clone() else {
        panic!("{:?}", harness.wishes);
    };
    let reason = "Nothing was opened: there is no desktop here.".to_owned();
    harness.send(Msg::Reply(Reply::Browsed(
        target.clone(),
        Opener::NotStarted(reason.clone()),
    )));
    let screen = harness.screen();
    assert!(
        screen.contains(&reason) && screen.contains("https://sound.example/leads"),
        "{screen}"
    );
    harness.type_keys("q");
    harness.send(Msg::Reply(Reply::Browsed(
        target,
        Opener::Started("xdg-open".to_owned()),
    )));
    assert!(
        line(&harness).contains("sound.example was given to xdg-open."),
        "{}",
        line(&harness)
    );
}

#[test]
fn jumps_lead_back_and_forth_in_a_text_and_across_articles() {
    let harness = Harness::new(60, 6, &[BLOCKS, FERRY]).keys("<Enter>G");
    let end = harness.app.reader.as_ref().unwrap().place();
    assert!(end > 0);
    let harness = harness.keys("<C-o>");
    assert_eq!(harness.app.reader.as_ref().unwrap().place(), 0);
    let harness = harness.keys("]j");
    assert_eq!(harness.app.reader.as_ref().unwrap().place(), end);
    let first = harness.app.reader.as_ref().unwrap().opened.id;
    let harness = harness.keys("J");
    assert_ne!(harness.app.reader.as_ref().unwrap().opened.id, first);
    let harness = harness.keys("[j");
    assert_eq!(harness.app.reader.as_ref().unwrap().opened.id, first);
    let harness = harness.keys("]j");
    assert_ne!(harness.app.reader.as_ref().unwrap().opened.id, first);
    let harness = harness.keys("]j");
    assert!(
        line(&harness).contains("nothing to go forth to"),
        "{}",
        line(&harness)
    );
}

#[test]
fn marks_are_found_again_after_a_restart_and_can_be_taken_back() {
    let harness = Harness::new(60, 6, &[BLOCKS, FERRY]).keys("<Enter>GmbggmA");
    assert!(
        line(&harness).contains("Mark A is here."),
        "{}",
        line(&harness)
    );
    let first = harness.app.reader.as_ref().unwrap().opened.id;
    let harness = harness.keys("qj<Enter>").keys("'b");
    assert!(
        line(&harness).contains("There is no mark b."),
        "a small letter is of one article"
    );
    let harness = harness.restart().keys("'A");
    let reader = harness.app.reader.as_ref().unwrap();
    assert_eq!(reader.opened.id, first);
    let harness = harness.keys("gg'b");
    assert!(harness.app.reader.as_ref().unwrap().place() > 0);
    assert_snapshot!("marks", harness.keys("M").screen());
}

#[test]
fn a_mark_that_was_set_again_goes_back_where_it_was() {
    let harness = Harness::new(60, 6, &[BLOCKS]).keys("<Enter>maGma");
    let end = harness.app.reader.as_ref().unwrap().place();
    let harness = harness.keys("U'a");
    assert!(harness.app.reader.as_ref().unwrap().place() < end);
    let harness = harness.keys("m1");
    assert!(
        line(&harness).contains("names no mark"),
        "{}",
        line(&harness)
    );
    let harness = harness.keys("m");
    assert!(
        line(&harness).contains("a-z a mark of this article"),
        "{}",
        line(&harness)
    );
}

#[test]
fn the_pipe_cuts_words_and_knows_configured_names() {
    let settings = Settings::read("[pipes]\ncount = \"wc -w\"\n");
    let harness = Harness::with_settings(90, 12, &[FERRY], settings).keys("<Enter>|");
    assert!(harness.screen().contains("wc -w"), "{}", harness.screen());
    let harness = harness.keys("count<Space>'a b;$x'<Enter>");
    let Effect::Pipe(words, text) = last_wish(&harness) else {
        panic!("{:?}", harness.wishes);
    };
    assert_eq!(words, &["wc", "-w", "a b;$x"]);
    assert!(
        text.starts_with("Last Ferry") && text.contains("41 people"),
        "{text}"
    );
    let harness = harness.keys("l|less<Enter>");
    let Effect::Pipe(_, text) = last_wish(&harness) else {
        panic!("{:?}", harness.wishes);
    };
    assert!(
        text.contains("Maria Holt") && !text.contains("41 people"),
        "{text}"
    );
    let harness = harness.keys("|a 'b<Enter>");
    assert!(line(&harness).contains("not closed"), "{}", line(&harness));
}

#[test]
fn what_can_follow_is_shown_while_a_command_is_half_typed() {
    let harness = Harness::new(110, 8, &[FERRY]).keys("<Enter>]");
    let line = line(&harness);
    for follows in ["q next quote", "u next unread", "] next heading"] {
        assert!(line.contains(follows), "{line}");
    }
}

#[test]
fn messages_can_be_read_again() {
    let harness = Harness::new(60, 8, &[FERRY])
        .keys("**")
        .keys(":messages<Enter>");
    assert_snapshot!("messages", harness.screen());
}

#[test]
fn hands_from_newsboat_find_their_keys() {
    let settings = Settings::read("preset = \"newsboat\"\n");
    assert_eq!(settings.problems, Vec::new());
    let harness = Harness::with_settings(100, 12, &[FERRY, SCRIPTS, LINKS], settings).keys("J");
    assert_eq!(harness.app.list.selected(), 1);
    let harness = harness.keys("<Enter>J");
    assert_eq!(harness.app.list.selected(), 2);
    let harness = harness.keys("u");
    assert!(harness.screen().contains("Links"), "{}", harness.screen());
    let harness = harness.keys("qq").keys("j");
    assert!(
        harness.screen().contains("Shelf: unread."),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("?/star");
    assert!(
        harness.screen().contains("<C-e>"),
        "help has the preset's keys"
    );
}

#[rstest]
#[case::list("gg", "Last Ferry")]
#[case::list_down("j", "島のフェリー")]
#[case::text("<Enter>", "looked at every")]
#[case::quotes("<Enter>l", "Maria Holt")]
#[case::found("<Enter>/angry<Enter>", "Islanders were angry")]
fn the_cursor_stands_on_what_is_selected(#[case] keys: &str, #[case] words: &str) {
    let harness = Harness::new(80, 16, &[FERRY, SCRIPTS]).keys(keys);
    let position = cursor(&harness).unwrap();
    let row = text_of_row(&harness, position.y);
    assert!(row.contains(words), "{position:?}\n{}", harness.screen());
}

#[test]
fn the_cursor_can_be_hidden_and_is_always_there_where_something_is_typed() {
    let settings = Settings::read("cursor = false\n");
    let harness = Harness::with_settings(80, 16, &[FERRY], settings);
    assert_eq!(cursor(&harness), None);
    assert_eq!(cursor(&harness.keys(":")), Some(Position::new(1, 15)));
}

fn cursor(harness: &Harness) -> Option<Position> {
    let size = harness.app.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    view::draw(&harness.app, view::Theme::default(), &mut buffer)
}

fn text_of_row(harness: &Harness, row: u16) -> String {
    harness
        .screen()
        .lines()
        .nth(usize::from(row))
        .unwrap_or_default()
        .to_owned()
}
