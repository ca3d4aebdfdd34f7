//! The open article when others change it: what is shown is what is there, where the reader was.

use pullquote::app::{Msg, Reply, Request};
use pullquote::article::Change;

use crate::harness::{FERRY, Harness, SCRIPTS, put};

/// The ferry's article as it was edited later: more above, and one answer less.
fn edited_ferry() -> String {
    let above = "Corrected on Tuesday: the board met on Monday.\n\nThe harbour board will";
    FERRY
        .replace("The harbour board will", above)
        .replace("They never asked us", "Nobody asked us")
}

#[test]
fn what_another_program_makes_of_the_open_article_is_shown_where_it_was() {
    let harness = Harness::new(60, 8, &[FERRY, SCRIPTS]).keys("<Enter>jjjjjj");
    let words = harness.top_words();
    let quote = |harness: &Harness| {
        let reader = harness.app.reader.as_ref().unwrap();
        let text = reader.opened.article.body.text();
        text[reader.selected_quote().unwrap().extent().range()].to_owned()
    };
    let said = quote(&harness);
    let row = harness.app.reader.as_ref().unwrap().top();
    let harness = harness.elsewhere(|library| put(library, &edited_ferry(), 0));
    let reader = harness.app.reader.as_ref().unwrap();
    assert!(reader.opened.article.body.text().contains("Corrected"));
    assert!(reader.top() > row);
    assert_eq!((harness.top_words(), quote(&harness)), (words, said));
    assert!(
        harness.screen().contains("This article has changed"),
        "{}",
        harness.screen()
    );
}

#[test]
fn what_another_program_notes_about_the_open_article_is_shown_and_moves_nothing() {
    let harness = Harness::new(60, 8, &[FERRY]).keys("<Enter>jjj");
    let id = harness.app.list.selected_id().unwrap();
    let (words, quote) = (
        harness.top_words(),
        harness.app.reader.as_ref().unwrap().selected(),
    );
    let harness = harness.elsewhere(|library| {
        library.change(id, &Change::Starred(true)).unwrap();
        library.change(id, &Change::Place(1)).unwrap();
    });
    let reader = harness.app.reader.as_ref().unwrap();
    assert!(reader.opened.state.starred);
    assert_eq!((harness.top_words(), reader.selected()), (words, quote));
    assert!(!harness.screen().contains("has changed"));
}

#[test]
fn the_open_article_is_read_again_only_when_nothing_is_in_hand() {
    let is_new = |harness: &Harness| {
        let reader = harness.app.reader.as_ref().unwrap();
        reader.opened.article.body.text().contains("Corrected")
    };
    for (before, after) in [("/bo", "<Esc>"), ("v", "<Esc>"), ("?", "q")] {
        let harness = Harness::new(60, 16, &[FERRY])
            .keys("<Enter>")
            .keys(before)
            .elsewhere(|library| put(library, &edited_ferry(), 0));
        assert!(!is_new(&harness), "{before}");
        assert!(is_new(&harness.keys(after)), "{before}{after}");
    }
}

#[test]
fn what_was_done_here_meanwhile_is_newer_than_what_was_read_again() {
    let harness = Harness::new(60, 12, &[FERRY]).keys("<Enter>").hold();
    let harness = harness.elsewhere(|_| {}).keys("*");
    let again = |request: &&Request| matches!(request, Request::ReadAgain(..));
    assert_eq!(harness.held().iter().filter(again).count(), 2);
    let harness = harness.answer();
    assert!(harness.app.reader.as_ref().unwrap().opened.state.starred);
}

#[test]
fn an_article_that_is_being_left_is_not_read_again_nor_is_the_one_that_comes() {
    let again = |harness: &Harness| {
        let held = harness.held().iter();
        held.filter(|request| matches!(request, Request::ReadAgain(..)))
            .count()
    };
    let harness = Harness::new(60, 12, &[FERRY, SCRIPTS]).keys("<Enter>");
    let harness = harness.hold().keys("J").elsewhere(|_| {});
    assert!(harness.held().len() > again(&harness));
    assert_eq!(again(&harness), 0);
    let harness = harness.answer().hold().keys("j");
    assert!(
        !harness.screen().contains("Last Ferry"),
        "{}",
        harness.screen()
    );
    assert_eq!(again(&harness), 0);
    assert_eq!(again(&harness.elsewhere(|_| {})), 1);
}

#[test]
fn an_article_that_is_gone_for_good_stays_until_it_is_left() {
    let mut harness = Harness::new(60, 12, &[FERRY, SCRIPTS])
        .keys("<Enter>")
        .hold()
        .elsewhere(|_| {});
    let ticket = harness.held().iter().find_map(|request| match request {
        Request::ReadAgain(ticket, _) => Some(*ticket),
        _ => None,
    });
    let (ticket, opened) = (ticket.unwrap(), None);
    harness.send(Msg::Reply(Reply::Again { ticket, opened }));
    let screen = harness.screen();
    assert!(screen.contains("not in the library any more"), "{screen}");
    assert!(screen.contains("Last Ferry"), "{screen}");
}
