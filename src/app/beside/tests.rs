//! Two speakers side by side: how they are laid out, and where keys lead.

use super::*;
use crate::article::Span;
use crate::quote::Kind;
use crate::quote::roster::{Said, beside};

fn said(date: &str, words: &str, start: usize) -> Said {
    Said {
        article: ArticleId(1),
        number: 0,
        title: Clean::line("Rates Stay"),
        site: Some(Clean::line("The Sound")),
        published: Some(Clean::line(date)),
        kind: Kind::Direct,
        speaker: None,
        role: None,
        words: Clean::line(words),
        extent: Span::new(start, start + 1),
    }
}

fn two(width: u16, height: u16) -> Beside {
    let left = vec![
        said(
            "2026-03-04",
            "one two three four five six seven eight nine ten",
            1,
        ),
        said("2026-03-02", "early", 2),
    ];
    let right = vec![
        said("2026-03-04", "right", 3),
        said("2026-03-01", "first", 4),
    ];
    let speakers = ["Ann Roy", "Bo Li"].map(|name| Compared {
        id: SpeakerId(1),
        name: Clean::line(name),
        quotes: 2,
    });
    let mut two = Beside::new(speakers, "", beside(left, right));
    two.fit(width, height);
    two
}

/// The rows as they would be drawn, columns parted by a bar.
fn drawn(beside: &Beside) -> Vec<String> {
    let cell = |cell: &Option<Cell>| match cell {
        Some(cell) if beside.is_selected(cell) => format!(">{}", cell.text),
        Some(cell) => cell.text.clone(),
        None => String::new(),
    };
    let row = |row: &Row| match row {
        Row::Day(date) => format!("# {date}"),
        Row::Cells([left, right]) => format!("{}|{}", cell(left), cell(right)),
    };
    beside.visible().iter().map(row).collect()
}

#[test]
fn two_columns_by_date_share_their_rows() {
    assert_eq!(
        drawn(&two(60, 40)),
        [
            "# 4 Mar 2026",
            ">one two three four five six|right",
            ">seven eight nine ten|The Sound, Rates Stay",
            ">The Sound, Rates Stay|",
            "|",
            "# 2 Mar 2026",
            "early|",
            "The Sound, Rates Stay|",
            "|",
            "# 1 Mar 2026",
            "|first",
            "|The Sound, Rates Stay",
        ]
    );
}

#[test]
fn where_there_is_no_room_for_two_they_stand_one_above_the_other() {
    let drawn = drawn(&two(59, 40));
    assert_eq!(
        drawn[..7],
        [
            "# 4 Mar 2026",
            ">Ann Roy|",
            ">one two three four five six seven eight nine ten|",
            ">The Sound, Rates Stay|",
            "|",
            "Bo Li|",
            "right|",
        ]
    );
}

#[test]
fn the_selection_stays_in_its_column_crosses_and_can_be_seen() {
    let mut two = two(60, 5);
    let start = |two: &Beside| two.selected().map(|(_, start)| start);
    two.step(1);
    assert_eq!(start(&two), Some(2));
    two.cross(Some(0));
    assert_eq!(start(&two), Some(2));
    two.cross(None);
    assert_eq!(start(&two), Some(4), "the nearest by row");
    two.step(-1);
    assert_eq!(start(&two), Some(3));
    for by in [1, 5, -2, 100, -100, 1] {
        two.scroll(by);
        assert!(
            two.cursor().is_some(),
            "scrolled by {by}: {:?}",
            drawn(&two)
        );
    }
    two.select_end(true);
    assert_eq!(start(&two), Some(4));
    two.select_end(false);
    assert_eq!((start(&two), two.top), (Some(1), 0));
}

#[test]
fn a_quote_longer_than_the_screen_is_gone_through() {
    let mut two = two(20, 2);
    let mut seen: Vec<String> = drawn(&two);
    while two.selected().is_some_and(|(_, start)| start == 1) {
        two.step(1);
        seen.extend(drawn(&two));
    }
    for words in ["one two three four", "five six seven", "eight nine ten"] {
        assert!(
            seen.iter().any(|row| row.contains(words)),
            "{words}: {seen:?}"
        );
    }
}

#[test]
fn nothing_is_compared_without_a_panic() {
    let mut nothing = Beside::new(two(60, 9).speakers, "zebra", Vec::new());
    for (width, height) in [(0, 0), (1, 1), (200, 50)] {
        nothing.fit(width, height);
        nothing.step(1);
        nothing.scroll(-3);
        nothing.cross(None);
        nothing.select_end(true);
        nothing.press(0, 0);
        assert_eq!(nothing.selected(), None);
    }
    assert_eq!(nothing.title(), "Ann Roy beside Bo Li on \"zebra\"");
}
