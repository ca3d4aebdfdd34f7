//! The geometry contract: at every size, in every state, nothing panics and nothing overflows.

use proptest::prelude::*;
use pullquote::app::Msg;
use pullquote::app::key::{Code, Key, Named};
use pullquote::app::{Mouse, MouseAct};
use pullquote::config::Settings;
use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr as _;

use crate::harness::{BLOCKS, FERRY, Harness, SCRIPTS};
use crate::picture::{data, page, png};

/// Every surface: a name, and the keys that lead there. A new surface joins by a row.
const SURFACES: &[(&str, &str)] = &[
    ("list", "<Esc>"),
    ("list, filtered", "/harbour<Enter>"),
    ("list, empty", "/no such words<Enter>"),
    ("filter prompt", "/harb"),
    ("text", "<Enter>"),
    ("text of all blocks", "<Enter>JJ"),
    ("text in two scripts", "<Enter>J"),
    ("text, end", "<Enter>G"),
    ("text alone", "<Enter>z"),
    ("search prompt", "<Enter>/ferry"),
    ("search", "<Enter>/ferry<Enter>n"),
    ("quotes", "<Enter>l"),
    ("quotes by speaker", "<Enter>ls"),
    ("quotes, last", "<Enter>lG"),
    ("contents", "<Enter>JJT"),
    ("contents, narrowed", "<Enter>JJT/he"),
    ("help", "?"),
    ("help, end", "?G"),
    (
        "command prompt",
        ":import /a/very/long/path/to/some/file/that/does/not/fit.md",
    ),
    ("failure", "<Enter>:nonsense<Enter>"),
    ("list in groups", ":group<Space>quotes<Enter>"),
    ("palette", ":"),
    ("palette, chosen", ":the<Tab><Tab>"),
    ("tags", "t"),
    ("pipe prompt", "<Enter>|wc"),
    ("help, searched", "?/quote"),
    ("sheet of messages", "<Enter>y:messages<Enter>"),
    ("links", "<Enter>JJ;"),
    ("marks", "<Enter>mamBM"),
    ("saved searches", "/harbour<Enter>:save<Space>mine<Enter>g/"),
    ("selection", "<Enter>v}"),
    ("selection in two scripts", "<Enter>Jvjjj"),
    ("selection of everything", "<Enter>vGo"),
    ("highlights in the text", "<Enter>a]qachA"),
    ("highlights", "<Enter>a]qaAa<Space>note<Esc>gh"),
    ("highlights, none", "gh"),
    ("note", "<Enter>A"),
    (
        "long note",
        "<Enter>Afirst<Enter>second<Enter>third<Enter>and a long line that is folded somewhere",
    ),
    ("forms", "<Enter>Y"),
    ("clips", "<Enter>C]qCB"),
    ("clips, none", "B"),
    ("clip, edited", "<Enter>CBe"),
    ("clip, a line", "<Enter>CBaof my own"),
    ("speakers", "gs"),
    ("speakers, narrowed", "gs/holt"),
    ("what one said", "gs<Enter>"),
    ("proposals", "ga"),
    ("voices", "gV"),
    ("same quote", "<Enter>E"),
    ("who is to stand beside", "gsc"),
    ("side by side", "gsc<Enter>"),
    ("side by side, end", "gsc<Enter>Gl<C-d>"),
    ("side by side, on words", "gsc<Enter>/never"),
    ("side by side, nothing", "gsc<Enter>/zebra"),
    ("cast", "<Enter>cs"),
    ("sentences", "<Enter>ca"),
    ("corrections", "<Enter>cxcl"),
    ("folded to quotes", "<Enter>gq"),
    ("folded to a speaker", "<Enter>gQ"),
    ("words that nobody says", "<Enter>\""),
];

#[test]
fn every_surface_at_every_size() {
    for (name, keys) in SURFACES {
        // One program is led through all sizes, so that every change of size is tried as well.
        let mut harness = Harness::new(100, 30, &[FERRY, SCRIPTS, BLOCKS]).keys(keys);
        for width in (1..=40)
            .chain((41..=250).step_by(11))
            .chain([79, 80, 119, 120])
        {
            for height in (1..=16).chain((17..=50).step_by(7)) {
                harness.send(Msg::Resize(Size::new(width, height)));
                let buffer = harness.buffer();
                assert_eq!(
                    (buffer.area.width, buffer.area.height),
                    (width, height),
                    "{name}"
                );
            }
        }
    }
}

/// An article whose title, byline, text, quotes and speakers are of glyphs of two cells and of joined ones.
const WIDE: &str = "\
---
title: 港湾委員会は五月に夜行フェリーを廃止すると発表した記録的な赤字のため
author: 堀田真理
site: 海峡新聞社北支局
date: 2026-03-01
---

港湾委員会の堀田真理委員長は「採算が取れないので五月に夜行フェリーを廃止する」と述べた。👩‍👩‍👧 家族連れは残念がった。

“한국어 문장도 여기에 있습니다, 그리고 아주 깁니다,” 田中 said. 👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽👍🏽
";

#[test]
fn no_wide_glyph_lies_across_the_edge_of_a_pane() {
    for keys in [
        "<Esc>",
        "<Enter>",
        "<Enter>l",
        "<Enter>G",
        "<Enter>vG",
        "gs",
    ] {
        let mut harness = Harness::new(120, 30, &[WIDE, SCRIPTS, WIDE]).keys(keys);
        for width in 3..=160 {
            harness.send(Msg::Resize(Size::new(width, 24)));
            let buffer = harness.buffer();
            let panes = harness.app.panes();
            let areas = [panes.list, panes.reading, panes.quotes];
            let edges: Vec<u16> = areas
                .into_iter()
                .flatten()
                .flat_map(|area| [area.inner.x, area.inner.right()])
                .chain([width])
                .collect();
            for y in 0..buffer.area.height {
                let mut x = 0;
                while x < width {
                    let symbol = buffer[(x, y)].symbol();
                    let end = x + u16::try_from(symbol.width().max(1)).unwrap();
                    let cut = edges.iter().find(|&&edge| x < edge && edge < end);
                    assert_eq!(
                        cut, None,
                        "{keys}, width {width}, row {y}: {symbol:?} at {x}"
                    );
                    assert!(
                        end <= width,
                        "{keys}, width {width}, row {y}: {symbol:?} at {x}"
                    );
                    x = end;
                }
            }
        }
    }
}

#[test]
fn pictures_at_every_size() {
    let picture = data(&png(160, 90));
    let page = page(&[(&picture, "The pier"), (&data(&png(40, 400)), "A mast")]);
    let settings = Settings::read("pictures = \"always\"");
    let mut harness = Harness::illustrated(100, 30, &page, settings).keys("<Enter>");
    for keys in ["<Esc>", "G", "gg}}v}", "<Esc>z", "l", "?"] {
        harness.type_keys(keys);
        for width in (1..=40).chain([60, 79, 80, 119, 120, 250]) {
            for height in (1..=16).chain([30, 50]) {
                harness.send(Msg::Resize(Size::new(width, height)));
                let buffer = harness.buffer();
                assert_eq!((buffer.area.width, buffer.area.height), (width, height));
            }
        }
    }
}

#[test]
fn the_text_column_is_as_wide_as_was_asked() {
    let harness = Harness::new(200, 30, &[FERRY]).keys("<Enter>");
    assert_eq!(harness.app.reader.as_ref().unwrap().measure().width, 72);
    let harness = harness.keys(">><lt>");
    assert_eq!(harness.app.reader.as_ref().unwrap().measure().width, 76);
    let harness = harness.resize(60, 20);
    assert_eq!(harness.app.reader.as_ref().unwrap().measure().width, 58);
}

fn any_msg() -> impl Strategy<Value = Msg> {
    let letters =
        "jkbf gGnNyisTU\"/&\u{1b}q]u[{}JKre*wWsSlhz=<>+-:?0123456789IZ'x漢vaAcXCBYSEV;|tmM";
    let chars: Vec<char> = letters.chars().collect();
    let key = |code| {
        Msg::Key(Key {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        })
    };
    prop_oneof![
        8 => prop::sample::select(chars).prop_map(move |c| key(Code::Char(c))),
        2 => prop::sample::select(vec![Named::Enter, Named::Esc, Named::Tab, Named::Backspace, Named::Up, Named::Down,
            Named::PageDown, Named::Home, Named::End]).prop_map(move |named| key(Code::Named(named))),
        1 => prop::sample::select(vec!['d', 'u', 'f', 'b', 'l', 'w']).prop_map(|c| {
            Msg::Key(Key { code: Code::Char(c), ctrl: true, alt: false, shift: false })
        }),
        1 => (1u16..200, 1u16..60).prop_map(|(width, height)| Msg::Resize(Size::new(width, height))),
        1 => (0u16..200, 0u16..60, prop::sample::select(vec![MouseAct::Press, MouseAct::Drag, MouseAct::WheelDown, MouseAct::WheelUp]))
            .prop_map(|(column, row, act)| Msg::Mouse(Mouse { act, column, row })),
        1 => "\\PC{0,40}".prop_map(Msg::Paste),
        1 => Just(Msg::Wake),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_messages_at_any_size_keep_the_state_sound(messages in prop::collection::vec(any_msg(), 1..120)) {
        let mut harness = Harness::new(100, 30, &[FERRY, SCRIPTS, BLOCKS]);
        for message in messages {
            harness.send(message);
            let app = &harness.app;
            prop_assert!(app.panes().of(app.focus).is_some(), "the focus is on the screen");
            prop_assert!(app.list.selected() < app.list.total().max(1));
            if let Some(reader) = &app.reader {
                prop_assert!(reader.top() < reader.page.rows.len().max(1));
                prop_assert!(reader.selected().is_none_or(|quote| quote < reader.opened.quotes.len()));
                prop_assert!(reader.opened.article.body.text().is_char_boundary(reader.place()));
            }
        }
        harness.buffer();
    }
}
