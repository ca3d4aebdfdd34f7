//! What the screen shows in its states, as a reader would see it. Each test is a short story: articles, keys, a screen.

use std::time::Duration;

use insta::assert_snapshot;
use pullquote::config::Settings;

use crate::harness::{BLOCKS, FERRY, Harness, SCRIPTS};

const REST: Duration = Duration::from_millis(500);

#[test]
fn three_panes_from_120_columns() {
    assert_snapshot!(Harness::new(120, 24, &[FERRY, SCRIPTS]).wait(REST).screen());
}

#[test]
fn reading_beside_the_quotes_on_80_columns() {
    assert_snapshot!(
        Harness::new(80, 24, &[FERRY, SCRIPTS])
            .keys("<Enter>")
            .screen()
    );
}

#[test]
fn the_list_beside_the_text_on_80_columns() {
    assert_snapshot!(Harness::new(80, 16, &[FERRY, SCRIPTS]).wait(REST).screen());
}

#[test]
fn one_pane_below_80_columns() {
    let harness = Harness::new(60, 14, &[FERRY]);
    assert_snapshot!("one_pane_list", harness.screen());
    let harness = harness.keys("<Enter>");
    assert_snapshot!("one_pane_text", harness.screen());
    assert_snapshot!("one_pane_quotes", harness.keys("l").screen());
}

#[test]
fn an_empty_library_says_what_to_do() {
    assert_snapshot!(Harness::new(60, 10, &[]).screen());
}

#[test]
fn the_parts_of_the_selected_quote_differ_with_and_without_color() {
    let harness = Harness::new(90, 18, &[FERRY]).keys("<Enter>n");
    assert_snapshot!("parts_in_color", harness.styled_screen());
    assert_snapshot!(
        "parts_without_color",
        harness.without_color().styled_screen()
    );
}

#[test]
fn every_kind_of_block() {
    assert_snapshot!(
        Harness::new(72, 40, &[BLOCKS])
            .keys("<Enter>")
            .styled_screen()
    );
}

#[test]
fn the_pane_says_the_headline_where_the_text_does_not() {
    let top = |harness: &Harness| {
        let screen = harness.screen();
        screen.lines().next().map(str::to_owned).unwrap_or_default()
    };
    let headline = "What the Harbour Has Lost";
    let harness = Harness::new(72, 12, &[BLOCKS]).keys("<Enter>");
    assert_eq!(top(&harness), "Reading");
    assert!(harness.screen().contains(headline));
    let harness = harness.keys("jj");
    assert_eq!(top(&harness), headline);
    assert_eq!(top(&harness.keys("kk")), "Reading");
}

#[test]
fn wide_and_joined_characters_keep_the_columns() {
    assert_snapshot!(
        Harness::new(120, 14, &[SCRIPTS, FERRY])
            .keys("<Enter>")
            .screen()
    );
}

#[test]
fn a_search_in_the_text() {
    let harness = Harness::new(60, 16, &[FERRY]).keys("<Enter>/ferry");
    assert_snapshot!("search_while_typing", harness.styled_screen());
    assert_snapshot!("search_next_match", harness.keys("<Enter>n").screen());
}

#[test]
fn a_filter_of_the_list() {
    assert_snapshot!(
        Harness::new(60, 10, &[FERRY, SCRIPTS, BLOCKS])
            .keys("/harbour")
            .screen()
    );
}

#[test]
fn quotes_by_speaker() {
    assert_snapshot!(Harness::new(60, 30, &[FERRY]).keys("<Enter>ls").screen());
}

#[test]
fn a_list_to_choose_from() {
    let harness = Harness::new(60, 8, &[BLOCKS]).keys("<Enter>T");
    assert_snapshot!("contents", harness.styled_screen());
    assert_snapshot!("contents_narrowed", harness.keys("/zzz").screen());
}

#[test]
fn the_help_comes_from_the_table() {
    assert_snapshot!("help_wide", Harness::new(100, 70, &[]).keys("?").screen());
    assert_snapshot!("help_narrow", Harness::new(40, 20, &[]).keys("?G").screen());
}

#[test]
fn only_ascii_where_that_is_wanted() {
    let settings = Settings {
        ascii: true,
        ..Settings::default()
    };
    let ferry = FERRY
        .replace(['“', '”'], "\"")
        .replace(['‘', '’'], "'")
        .replace(['—', '–'], "-");
    assert!(ferry.is_ascii());
    let mut harness = Harness::with_settings(130, 30, &[&ferry, BLOCKS], settings);
    // The list, the cards, a notice, a prompt, a filter that finds nothing, the help.
    for keys in [
        "<Enter>", "n", "ls", ":nothing", "<Enter>", "/harbour", "<Enter>", "hh/q", "<Enter>",
        "/qqq", "<Enter>", "?", "G",
    ] {
        harness.type_keys(keys);
        let screen = harness.screen();
        assert!(screen.is_ascii(), "{keys}:\n{screen}");
    }
}

#[test]
fn problems_of_the_configuration_are_shown() {
    let settings = Settings::read("width = 1000\nfoo = 1\n");
    assert_snapshot!(Harness::with_settings(100, 6, &[FERRY], settings).screen());
}

#[test]
fn forty_by_twelve() {
    assert_snapshot!(
        Harness::new(40, 12, &[FERRY, SCRIPTS])
            .keys("<Enter>n")
            .screen()
    );
}
