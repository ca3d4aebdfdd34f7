//! Finding articles again: filters, saved searches, tags, groups, and what was thrown away, told key by key.

use pullquote::app::grouping::ListRow;
use pullquote::app::{Listed, Msg, Overlay, Reply, Request};
use pullquote::article::ArticleId;

use crate::harness::{BLOCKS, FERRY, Harness, SCRIPTS};

const TALKS: &str = "---\ntitle: Talks\ndate: 2026-11-20\nsite: The Times\nlang: en\n---\n\nNobody moved.\n\n\
    “We will not cross a red line,” Ann Roy said. “The harbour stays,” Tom Reed said.\n\nLess is more, Ann Roy said.\n";

#[test]
fn a_half_typed_field_says_so_and_leaves_the_list_as_it_is() {
    let harness = Harness::new(100, 12, &[FERRY, SCRIPTS, TALKS]).keys("/harbour<Space>titl");
    let before = harness.app.list.query.filter.to_string();
    let harness = harness.keys(":");
    assert_eq!(harness.app.list.query.filter.to_string(), before);
    assert!(
        harness.screen().contains("unknown field “titl:” at 9"),
        "{}",
        harness.screen()
    );
    // Enter does not take it either.
    let harness = harness.keys("<Enter>");
    assert!(matches!(harness.app.overlay, Some(Overlay::Prompt(_))));
    let harness =
        harness.keys("<Backspace><Backspace><Backspace><Backspace><Backspace>is:unread<Enter>");
    assert_eq!(
        harness.app.list.query.filter.to_string(),
        "harbour is:unread"
    );
}

#[test]
fn an_article_found_by_a_quote_opens_at_that_quote() {
    let harness =
        Harness::new(130, 30, &[FERRY, TALKS]).keys(":limit<Space>speaker:reed<Enter><Enter>");
    let reader = harness.app.reader.as_ref().unwrap();
    let quote = reader.selected_quote().unwrap();
    assert_eq!(quote.speaker_name(), Some("Tom Reed"));
}

#[test]
fn first_results_of_a_filter_are_shown_while_the_rest_is_still_sought() {
    let mut harness = Harness::new(100, 12, &[FERRY, SCRIPTS, TALKS])
        .hold()
        .keys("/harbour");
    let ids = harness.app.list.order();
    let listed = |ticket, ids: &[ArticleId], is_complete: bool| {
        let listed = Listed {
            order: ids.into(),
            total: is_complete.then_some(ids.len()),
            is_complete,
            is_library_empty: false,
            unread: None,
        };
        Msg::Reply(Reply::Listed { ticket, listed })
    };
    let asked = |harness: &Harness| {
        let asked = harness.held().iter().rev().find_map(|asked| match asked {
            Request::List(ticket, _) => Some(*ticket),
            _ => None,
        });
        asked.unwrap()
    };
    let ticket = asked(&harness);
    harness.send(listed(ticket, &ids[..1], false));
    assert!(
        harness.screen().contains("1+ articles") && harness.screen().contains("Library 1+"),
        "{}",
        harness.screen()
    );
    // A key does not wait for the rest, and what is answered late is dropped.
    let mut harness = harness.keys("s");
    assert!(asked(&harness) != ticket);
    harness.send(listed(ticket, &ids, true));
    assert!(harness.screen().contains("1+ articles"));
    harness.send(listed(asked(&harness), &ids[1..], true));
    assert!(
        harness.screen().contains("2 articles") && harness.screen().contains("Library 2 "),
        "{}",
        harness.screen()
    );
}

#[test]
fn a_search_is_saved_renamed_deleted_and_all_of_it_is_taken_back() {
    let harness = Harness::new(100, 14, &[FERRY, TALKS])
        .keys(":limit<Space>site:times<Enter>:save<Space>the<Space>times<Enter><Esc>");
    assert_eq!(harness.app.list.total(), 2);
    let harness = harness.restart().keys("g/");
    assert!(
        harness.screen().contains("site:times"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Enter>");
    assert_eq!(
        (harness.app.list.total(), harness.app.overlay.is_none()),
        (1, true)
    );
    let harness = harness.keys("g/R<C-u>papers<Enter>");
    assert!(harness.screen().contains("papers"), "{}", harness.screen());
    let harness = harness.keys("dd<Esc>:searches<Space>papers<Enter>");
    assert!(
        harness.screen().contains("No search has the name"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("U").keys("<Esc>:searches<Space>papers<Enter>");
    assert_eq!(harness.app.list.query.filter.to_string(), "site:times");
    let harness = harness.keys("U:searches<Space>the<Space>times<Enter>");
    assert!(
        !harness.screen().contains("No search has"),
        "{}",
        harness.screen()
    );
}

#[test]
fn tags_are_edited_found_and_taken_back() {
    let harness =
        Harness::new(100, 14, &[FERRY, TALKS]).keys("jtsea,<Space>climate<Space>change<Enter>");
    let harness = harness.keys(":limit<Space>tag:\"climate<Space>change\"<Enter>");
    assert_eq!(harness.app.list.total(), 1);
    let harness = harness.keys("t");
    assert!(
        harness.screen().contains("tags: climate change, sea"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("<Esc>:tags<Space>other<Enter><Esc>:limit<Space>tag:other<Enter>");
    assert_eq!(harness.app.list.total(), 1);
    let harness = harness.keys("U").keys(":limit<Space>tag:sea<Enter>");
    assert_eq!(harness.app.list.total(), 1);
}

#[test]
fn a_deleted_article_is_gone_until_it_is_taken_back() {
    let harness = Harness::new(100, 14, &[FERRY, TALKS]).keys("*").keys("d");
    assert_eq!(harness.app.list.total(), 2, "one key destroys nothing");
    let harness = harness.keys("d");
    assert_eq!(harness.app.list.total(), 1);
    assert!(
        harness.screen().contains("U brings it back"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("U");
    assert_eq!(harness.app.list.total(), 2);
    let harness = harness.keys(":limit<Space>is:starred<Enter>");
    assert_eq!(harness.app.list.total(), 1);
    let harness = harness.keys("<C-r>");
    assert_eq!(harness.app.list.total(), 0);
}

#[test]
fn a_grouped_list_has_headings_and_shows_what_is_selected() {
    let dated: Vec<String> = (1..=28)
        .rev()
        .map(|day| format!("---\ntitle: Article {day}\ndate: 2026-11-{day:02}\nsite: Paper {}\n---\n\nWords.\n", day % 3))
        .collect();
    let dated: Vec<&str> = dated.iter().map(String::as_str).collect();
    for rows in 1..30 {
        let mut harness = Harness::new(60, rows, &dated).keys(":group<Space>date<Enter><Esc>");
        for _ in 0..28 {
            let selected = harness.app.list.selected();
            let shown = harness.app.list_rows();
            assert!(
                rows == 1
                    || shown.iter().any(
                        |row| matches!(row, ListRow::Article { place, .. } if *place == selected)
                    ),
                "{rows}: {selected} of {shown:?}"
            );
            harness = harness.keys("j");
        }
    }
    let harness = Harness::new(60, 30, &dated).keys(":group<Space>date<Enter><Esc>");
    let headings = |harness: &Harness| -> Vec<String> {
        let rows = harness.app.list_rows().into_iter();
        rows.filter_map(|row| match row {
            ListRow::Heading { text, .. } => Some(text),
            ListRow::Article { .. } => None,
        })
        .collect()
    };
    assert_eq!(
        headings(&harness),
        [
            "November 2026",
            "Today",
            "Yesterday",
            "This week",
            "Last week"
        ]
    );
    let harness = harness.keys(":group<Space>site<Enter>");
    assert_eq!(headings(&harness)[0], "Paper 0");
    let harness = harness.keys(":group<Space>none<Enter>");
    assert!(headings(&harness).is_empty());
}

#[test]
fn a_list_is_grouped_by_what_is_read_by_length_and_by_quotes() {
    let long = format!("---\ntitle: Long\n---\n\n{}\n", "word ".repeat(2_500));
    let mut harness = Harness::new(60, 30, &[FERRY, &long]).keys("<Esc>");
    let headings = |harness: &Harness| {
        let rows = harness.app.list_rows().into_iter();
        rows.filter_map(|row| match row {
            ListRow::Heading { text, .. } => Some(text),
            ListRow::Article { .. } => None,
        })
        .collect::<Vec<_>>()
    };
    for (group, expected) in [
        ("length", vec!["10 to 20 minutes", "Less than 2 minutes"]),
        ("quotes", vec!["1 to 4 quotes", "No quotes"]),
        ("unread", vec!["Unread"]),
    ] {
        harness.type_keys(&format!(":group<Space>{group}<Enter><Esc>"));
        assert_eq!(headings(&harness), expected, "{}", harness.screen());
    }
    // What is read meanwhile stays where it is until the list is made anew.
    harness.type_keys("ggr");
    assert_eq!(headings(&harness), ["Unread"], "{}", harness.screen());
    harness.type_keys("sS");
    harness.type_keys(":group<Space>unread<Enter>");
    assert_eq!(
        headings(&harness),
        ["Unread", "Read"],
        "{}",
        harness.screen()
    );
}

#[test]
fn tags_are_completed_from_those_of_the_library() {
    let mut harness = Harness::new(80, 24, &[FERRY, BLOCKS]);
    harness.type_keys(":tags<Space>climate<Space>change,<Space>sea<Enter>");
    // Of the other article: the one of two words parts tags by commas from here on.
    harness.type_keys("jt");
    assert!(
        harness.screen().contains("climate change"),
        "{}",
        harness.screen()
    );
    harness.type_keys("new<Space>cli<Tab>");
    assert!(
        harness.screen().contains("tags: new, climate change"),
        "{}",
        harness.screen()
    );
    harness.type_keys(",<Space>");
    assert!(
        harness.screen().contains("sea") && harness.screen().contains("1 article"),
        "{}",
        harness.screen()
    );
    harness.type_keys("<Tab><Enter>");
    assert!(
        harness.screen().contains("Tags: climate change, new, sea"),
        "{}",
        harness.screen()
    );
}
