//! Speakers across articles, on the screen.

use crate::harness::Harness;

/// Two reports of one hearing: the second cuts a quote and gives it to another speaker.
const EARLY: &str = "\
---
title: Rates Stay
site: The Sound
date: 2026-03-02
---

“We looked at every number twice, and there is no money left for a cut this year,” said Jerome Powell, the Fed chair.

“That is a mistake,” said Ann Roy, a senator.
";

const LATE: &str = "\
---
title: No Cut, Says the Fed
site: The Hill
date: 2026-03-04
---

“There is no money left for a cut this year,” said Ann Roy.

“Rates are where they should be,” Powell said. “We will wait,” a senior official said.
";

fn harness() -> Harness {
    Harness::new(100, 14, &[LATE, EARLY])
}

#[test]
fn who_speaks_is_listed_narrowed_and_followed_to_the_article() {
    let harness = harness().keys("gs");
    insta::assert_snapshot!("speakers", harness.screen());
    let harness = harness.keys("/jer");
    insta::assert_snapshot!("speakers_narrowed", harness.screen());
    let harness = harness.keys("<Enter>");
    insta::assert_snapshot!("said", harness.screen());
    let harness = harness.keys("<Enter>");
    let reader = harness.app.reader.as_ref().unwrap();
    assert_eq!(reader.opened.article.meta.title.as_str(), "Rates Stay");
    assert_eq!(
        reader.selected_quote().unwrap().speaker_name(),
        Some("Jerome Powell")
    );
}

#[test]
fn a_quote_leads_to_all_that_its_speaker_said_and_to_where_it_stands_as_well() {
    let harness = harness().keys("<Enter>S");
    assert!(
        harness.screen().contains("Ann Roy: 2 of 2 quotes"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Esc>:said<Space>mistake<Enter>");
    assert!(
        harness.screen().contains("1 of 2 quotes"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Esc>E");
    insta::assert_snapshot!("same", harness.screen());
    let harness = harness.keys("<Esc>]qE");
    assert!(
        harness.screen().contains("No other article"),
        "{}",
        harness.screen()
    );
}

/// Whether a line of the screen begins so, beside the bar or not.
fn has_line(harness: &Harness, beginning: &str) -> bool {
    let screen = harness.screen().replace('▌', " ");
    screen.lines().any(|line| line.starts_with(beginning))
}

#[test]
fn names_are_joined_and_split_and_both_are_taken_back() {
    // By name: Ann Roy, Jerome Powell, Powell, a senior official.
    let harness = harness().keys("gssjj");
    assert!(has_line(&harness, "  Powell "), "{}", harness.screen());
    let names = |harness: &Harness| {
        // Without the line below the list, which names them as well.
        let screen = harness.screen();
        let screen = screen.rsplit_once('\n').unwrap().0.to_owned();
        ["Jerome Powell", "Powell  ", "Ann Roy"].map(|name| screen.matches(name).count())
    };
    let harness = harness.keys("<Esc>ga");
    insta::assert_snapshot!("proposals", harness.screen());
    let harness = harness.keys("<Enter>gs");
    assert!(!has_line(&harness, "  Powell "), "{}", harness.screen());
    assert!(
        harness.screen().contains("2 in 2 articles"),
        "{}",
        harness.screen()
    );
    let joined = names(&harness);
    let harness = harness.keys("U");
    assert_ne!(
        names(&harness),
        joined,
        "the list shows what was taken back"
    );
    let harness = harness.keys("<C-r>");
    assert_eq!(names(&harness), joined);
    // Powell is the first who is found; one name is split off again.
    let harness = harness.keys("/jerome<Enter><Esc>gs/jerome<Esc>");
    assert!(
        harness.screen().contains("Jerome Powell"),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_refused_proposal_is_not_made_again() {
    let harness = harness().keys("gax");
    assert!(
        harness.screen().contains("No two names"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("U");
    assert!(
        harness.screen().contains("Powell is perhaps Jerome Powell"),
        "{}",
        harness.screen()
    );
}

#[test]
fn voices_are_bars() {
    let harness = harness().keys("gV");
    insta::assert_snapshot!("voices", harness.screen());
    let harness = harness.keys("<Esc><Enter>gV");
    assert!(
        harness.screen().contains("Voices of this article"),
        "{}",
        harness.screen()
    );
}

#[test]
fn an_empty_library_has_no_speakers() {
    let harness = Harness::new(80, 12, &[]).keys("gs");
    assert!(
        harness.screen().contains("Nobody speaks"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Esc>ga");
    assert!(
        harness.screen().contains("No two names"),
        "{}",
        harness.screen()
    );
    harness.keys("<Esc>gVxmU<Esc>q");
}

#[test]
fn a_quote_is_corrected_and_the_correction_outlives_a_restart() {
    let harness = harness().keys("<Enter>cs");
    insta::assert_snapshot!("cast", harness.screen());
    let said = |harness: &Harness| {
        let reader = harness.app.reader.as_ref().unwrap();
        let quotes = reader.opened.quotes.iter();
        quotes
            .map(|quote| quote.speaker_name().unwrap_or("?").to_owned())
            .collect::<Vec<_>>()
    };
    let harness = harness.keys("/powell<Enter>");
    assert_eq!(said(&harness), ["Powell", "Powell", "a senior official"]);
    let harness = harness
        .keys(":speaker<Space>Zoe<Space>Roy<Enter>")
        .restart()
        .keys("<Enter>");
    assert_eq!(said(&harness), ["Zoe Roy", "Powell", "a senior official"]);
    let reader = harness.app.reader.as_ref().unwrap();
    assert_eq!(
        reader.opened.quotes[0].found_by,
        pullquote::quote::FoundBy::Reader
    );
    let harness = harness.keys("gs/zoe<Enter>");
    assert!(
        harness.screen().contains("Zoe Roy: 1 of 1 quotes"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Esc>cl");
    insta::assert_snapshot!("corrections", harness.screen());
    let harness = harness.keys("G<Enter>");
    assert_eq!(said(&harness)[0], "Powell");
    let harness = harness.keys("U");
    assert_eq!(said(&harness)[0], "Zoe Roy");
}

#[test]
fn quotes_are_dropped_added_and_resized_and_all_is_taken_back() {
    let harness = harness().keys("<Enter>");
    let words = |harness: &Harness| {
        let opened = &harness.app.reader.as_ref().unwrap().opened;
        let quotes = opened.quotes.iter();
        quotes
            .map(|quote| pullquote::quote::words(&opened.article.body, quote))
            .collect::<Vec<_>>()
    };
    let before = words(&harness);
    let harness = harness.keys("cx");
    assert_eq!(words(&harness), before[1..]);
    let harness = harness.keys("U");
    assert_eq!(words(&harness), before);
    let harness = harness.keys("ca");
    insta::assert_snapshot!("sentences", harness.screen());
    let harness = harness.keys("/no<Space>cut<Enter>");
    assert_eq!(words(&harness)[0], "No Cut, Says the Fed");
    let harness = harness.keys("U]q]qcw");
    assert!(
        harness.screen().contains("one sentence more")
            || harness.screen().contains("no further sentence"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("UUU");
    assert_eq!(words(&harness), before);
    harness.keys("cncncwcxcxcxcxcaclcs");
}

#[test]
fn an_article_is_folded_to_its_quotes_and_to_one_speaker() {
    let long = format!(
        "{EARLY}\n{}\n",
        "Nothing is said here, and that at some length. ".repeat(40)
    );
    let harness = Harness::new(60, 20, &[&long]).keys("<Enter>gq");
    insta::assert_snapshot!("folded", harness.screen());
    let harness = harness.keys("]qgQ");
    assert!(
        harness.screen().contains("Only Ann Roy is shown"),
        "{}",
        harness.screen()
    );
    assert!(
        !harness.screen().contains("We looked"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("n");
    assert!(
        harness.screen().contains("This is the last quote"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("gQ").resize(120, 30).keys("gqgq");
    assert!(
        harness.screen().contains("We looked"),
        "{}",
        harness.screen()
    );
}

#[test]
fn two_speakers_stand_side_by_side_by_date() {
    let harness = harness().keys("gs/ann<Enter>");
    assert!(harness.screen().contains("Ann Roy: 2 of 2"));
    // From the list of speakers, and from that of what one said.
    let from_quotes = harness.keys("c/powell");
    assert!(
        from_quotes.screen().contains("Who is to stand beside"),
        "{}",
        from_quotes.screen()
    );
    let harness = self::harness().resize(80, 24).keys("gssjc/jer<Enter>");
    insta::assert_snapshot!("beside", harness.styled_screen());
    let harness = harness.resize(40, 12);
    insta::assert_snapshot!("beside_narrow", harness.screen());
    // On the words of a term; without it again; across and into the article.
    let harness = harness.resize(80, 24).keys("/mistake");
    assert!(
        harness.screen().contains("Ann Roy: 1 of 2 quotes"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Esc>l<Enter>");
    let reader = harness.app.reader.as_ref().unwrap();
    assert_eq!(
        reader.selected_quote().unwrap().speaker_name(),
        Some("Jerome Powell")
    );
}

#[test]
fn the_speaker_of_a_quote_is_put_beside_another_on_a_term() {
    let harness = harness().keys("<Enter>:compare<Space>money<Enter>");
    assert!(
        harness.screen().contains("Who is to stand beside Ann Roy?"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("/jerome<Enter>");
    assert!(
        harness
            .screen()
            .contains("Ann Roy beside Jerome Powell on \"money\""),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("q");
    assert!(harness.app.overlay.is_none());
    // Whoever speaks is not put beside himself, nor is nobody.
    let harness = harness.keys("gS/ann<Enter>");
    assert!(
        harness.app.overlay.is_some() && harness.screen().contains("Who is to stand"),
        "{}",
        harness.screen()
    );
    let mut empty = Harness::new(80, 12, &[]);
    empty.type_keys(":compare<Enter>");
    assert!(empty.screen().contains("No quote is selected"));
}

#[test]
fn what_is_selected_is_a_quote_that_was_missed() {
    let harness = harness().keys("<Enter>");
    let count = |harness: &Harness| harness.app.reader.as_ref().unwrap().opened.quotes.len();
    let before = count(&harness);
    let harness = harness.keys("/no<Space>cut<Enter>veeca");
    assert_eq!(count(&harness), before + 1, "{}", harness.screen());
    let reader = harness.app.reader.as_ref().unwrap();
    assert!(reader.selection.is_none());
    let opened = &reader.opened;
    let added = opened
        .quotes
        .iter()
        .find(|quote| quote.found_by == pullquote::quote::FoundBy::Reader)
        .unwrap();
    assert_eq!(
        pullquote::quote::words(&opened.article.body, added),
        "No Cut",
        "{}",
        harness.screen()
    );
    let harness = harness.keys("U");
    assert_eq!(count(&harness), before);
}
