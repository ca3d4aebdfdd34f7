//! Selecting, highlighting, noting: what a reader marks is there again, wherever it is looked for.

use pullquote::app::{Context, Effect, Mouse, MouseAct, Msg, Overlay, Pane, Reply};
use pullquote::article::Hue;
use pullquote::view::{self, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::harness::{FERRY, Harness, SCRIPTS};

fn notice(harness: &Harness) -> &str {
    let notice = harness.app.notice.as_ref();
    notice.map_or("", |notice| &notice.text)
}

/// The selected words.
fn selected(harness: &Harness) -> String {
    let reader = harness.app.reader.as_ref().unwrap();
    let body = &reader.opened.article.body;
    body.slice(reader.selected_span().unwrap()).to_owned()
}

/// Colour, words and note of every highlight of the open article; the words are those of the text.
fn highlights(harness: &Harness) -> Vec<(Hue, String, String)> {
    let reader = harness.app.reader.as_ref().unwrap();
    let body = &reader.opened.article.body;
    let all = reader
        .highlights
        .iter()
        .zip(&reader.opened.state.highlights);
    all.map(|(span, highlight)| {
        let words = span.map_or("(lost)", |span| body.slice(span));
        (highlight.hue, words.to_owned(), highlight.note.to_string())
    })
    .collect()
}

/// Where the terminal's cursor stands.
fn cursor(harness: &Harness) -> Option<Position> {
    let size = harness.app.size;
    let mut buffer = Buffer::empty(Rect::new(0, 0, size.width, size.height));
    view::draw(&harness.app, Theme::default(), &mut buffer)
}

#[test]
fn words_are_selected_by_motions_sentences_and_quotes() {
    let harness = Harness::new(60, 20, &[FERRY]).keys("<Enter>v");
    assert_eq!(harness.app.context(), Context::Select);
    assert_eq!(selected(&harness), "W", "it begins at the selected quote");
    let harness = harness.keys("e");
    assert_eq!(selected(&harness), "We");
    let harness = harness.keys("3w");
    assert_eq!(selected(&harness), "We looked at e");
    let harness = harness.keys("bh");
    assert_eq!(selected(&harness), "We looked ");
    let harness = harness.keys("iq");
    assert_eq!(selected(&harness), "We looked at every number twice,");
    let harness = harness.keys("aq");
    assert_eq!(selected(&harness), "“We looked at every number twice,”");
    let harness = harness.keys("as");
    assert_eq!(
        selected(&harness),
        "“We looked at every number twice,” said Maria Holt, chair of the harbour board."
    );
    let harness = harness.keys("o}as");
    assert_eq!(selected(&harness), "Islanders were angry.");
    let harness = harness.keys(")as");
    assert_eq!(
        selected(&harness),
        "“They never asked us,” Tom Weir, a teacher, said."
    );
    let harness = harness.keys("<Esc>");
    assert_eq!(harness.app.context(), Context::Reading);
    assert_eq!(
        harness.app.focus,
        Pane::Reading,
        "Esc leaves no more than that"
    );
}

#[test]
fn rows_are_selected_by_going_down_and_the_cursor_is_a_real_one() {
    let harness = Harness::new(60, 20, &[FERRY]).keys("<Enter>v");
    let before = cursor(&harness).unwrap();
    let harness = harness.keys("j");
    let after = cursor(&harness).unwrap();
    assert_eq!((after.x, after.y), (before.x, before.y + 1));
    let harness = harness.keys("$");
    let row = harness
        .screen()
        .lines()
        .nth(usize::from(after.y))
        .unwrap()
        .to_owned();
    let end = cursor(&harness).unwrap();
    assert_eq!(usize::from(end.x) + 1, row.chars().count(), "{row}");
    let harness = harness.keys("G$gg0");
    assert_eq!(cursor(&harness).unwrap().y, 1);
    let harness = harness.keys("<Esc>");
    assert_eq!(harness.app.context(), Context::Reading);
}

#[test]
fn the_mouse_selects_by_dragging() {
    let mut harness = Harness::new(60, 20, &[FERRY]).keys("<Enter>");
    let row = harness
        .screen()
        .lines()
        .position(|row| row.contains("The harbour board"))
        .unwrap();
    let mouse = |act, column| {
        Msg::Mouse(Mouse {
            act,
            column,
            row: row as u16,
        })
    };
    let left = harness
        .screen()
        .lines()
        .nth(row)
        .unwrap()
        .chars()
        .take_while(|c| *c == ' ')
        .count() as u16;
    harness.send(mouse(MouseAct::Press, left + 4));
    assert!(harness.app.reader.as_ref().unwrap().selection.is_none());
    harness.send(mouse(MouseAct::Drag, left + 16));
    assert_eq!(selected(&harness), "harbour board");
    harness.send(mouse(MouseAct::Drag, 0));
    assert_eq!(selected(&harness), "The h");
    harness.send(mouse(MouseAct::Press, left + 4));
    assert!(harness.app.reader.as_ref().unwrap().selection.is_none());
    // In another pane nothing is dragged.
    harness.send(Msg::Mouse(Mouse {
        act: MouseAct::Drag,
        column: 3,
        row: 3,
    }));
}

#[test]
fn a_highlight_is_made_noted_recoloured_taken_away_and_brought_back() {
    let harness = Harness::new(60, 20, &[FERRY]).keys("<Enter>vas<Enter>");
    let words = "“We looked at every number twice,” said Maria Holt, chair of the harbour board.";
    assert_eq!(notice(&harness), "Highlighted in yellow.");
    assert_eq!(
        highlights(&harness),
        [(Hue::Yellow, words.to_owned(), String::new())]
    );
    let harness = harness.keys("AAsk<Space>her<Enter>again<Esc>ch");
    let noted = (Hue::Green, words.to_owned(), "Ask her\nagain".to_owned());
    assert_eq!(highlights(&harness), std::slice::from_ref(&noted));
    let harness = harness.restart().keys("<Enter>");
    assert_eq!(
        highlights(&harness),
        std::slice::from_ref(&noted),
        "it is in the library"
    );
    let harness = harness.keys("X");
    assert_eq!(highlights(&harness), []);
    let harness = harness.keys("U");
    assert_eq!(highlights(&harness), std::slice::from_ref(&noted));
    let harness = harness.restart().keys("<Enter>");
    assert_eq!(highlights(&harness), [noted]);
}

#[test]
fn all_that_was_done_to_a_highlight_can_be_undone_step_by_step() {
    let harness = Harness::new(60, 20, &[FERRY]).keys("<Enter>achAnote<Esc>U");
    let words = "We looked at every number twice,” said Maria Holt, chair of the harbour board. “There is no money left for it.";
    let hues = |harness: &Harness| -> Vec<(Hue, String)> {
        let all = highlights(harness).into_iter();
        all.map(|(hue, _, note)| (hue, note)).collect()
    };
    assert_eq!(
        highlights(&harness)[0].1,
        words,
        "a split quote is one highlight"
    );
    assert_eq!(hues(&harness), [(Hue::Green, String::new())]);
    let harness = harness.keys("U");
    assert_eq!(hues(&harness), [(Hue::Yellow, String::new())]);
    let harness = harness.keys("U");
    assert_eq!(hues(&harness), []);
    let harness = harness.keys("<C-r><C-r><C-r>").restart().keys("<Enter>");
    assert_eq!(hues(&harness), [(Hue::Green, "note".to_owned())]);
}

#[test]
fn a_note_can_be_given_up_pasted_into_and_taken_to_another_editor() {
    let mut harness = Harness::new(60, 20, &[FERRY]).keys("<Enter>Aone<C-c>");
    assert_eq!(highlights(&harness), []);
    harness = harness.keys("A");
    harness.send(Msg::Paste("two\nlines\u{1b}[31m".to_owned()));
    harness = harness.keys("<C-o>");
    assert_eq!(
        harness.wishes.last(),
        Some(&Effect::Edit("two\nlines".to_owned()))
    );
    harness.send(Msg::Reply(Reply::Edited(Ok(
        "three\nlines\nnow\n".to_owned()
    ))));
    let harness = harness.keys("<Esc>");
    assert_eq!(highlights(&harness)[0].2, "three\nlines\nnow");
    let harness = harness.keys("A<C-o>");
    assert!(matches!(harness.app.overlay, Some(Overlay::Note(_))));
}

#[test]
fn highlights_of_all_articles_are_listed_and_gone_to() {
    let harness = Harness::new(60, 12, &[FERRY, SCRIPTS])
        .keys("<Enter>GNvasAcounty<Esc>J")
        .keys("nvaq<Enter>qgh");
    let screen = harness.screen();
    assert!(screen.contains("Highlights and notes"), "{screen}");
    let harness = harness.keys("/county<Enter>");
    let reader = harness.app.reader.as_ref().unwrap();
    assert_eq!(
        &*reader.opened.article.meta.title,
        "Last Ferry Leaves the Island"
    );
    assert_eq!(harness.app.focus, Pane::Reading);
    let index = reader.highlight_here().unwrap();
    let span = reader.highlights[index].unwrap();
    let rows = reader.top()..reader.top() + reader.height();
    assert!(rows.contains(&reader.page.row_at(span.start)));
}

#[test]
fn highlights_of_one_article_are_gone_through() {
    let harness = Harness::new(60, 9, &[FERRY]).keys("<Enter>a]qa");
    let reader = |harness: &Harness| {
        let reader = harness.app.reader.as_ref().unwrap();
        reader.highlights[reader.highlight_here().unwrap()]
            .unwrap()
            .start
    };
    let second = reader(&harness);
    let harness = harness.keys("[h");
    assert!(reader(&harness) < second);
    let harness = harness.keys("[h");
    assert_eq!(
        notice(&harness),
        "There is no other highlight in this direction."
    );
    assert_eq!(reader(&harness.keys("]h")), second);
}

#[test]
fn colours_of_highlights_differ_without_colours() {
    let harness = Harness::new(60, 20, &[FERRY])
        .keys("<Enter>vas<Enter>")
        .keys("}v}}asAx<Esc>ch")
        .keys("<Esc>")
        .without_color();
    insta::assert_snapshot!(harness.styled_screen());
}

#[test]
fn copying_a_selection_says_where_it_is_from() {
    let harness = Harness::new(60, 20, &[FERRY]).keys("<Enter>viqy");
    let Some(Effect::Copy(text, _)) = harness.wishes.last() else {
        panic!("{:?}", harness.wishes)
    };
    assert_eq!(
        text,
        "We looked at every number twice,\n“Last Ferry Leaves the Island”, The Sound, 2 March 2026\nhttps://sound.example/ferry\n"
    );
    assert_eq!(harness.app.context(), Context::Reading);
}

#[test]
fn a_quote_is_copied_in_the_form_that_is_chosen() {
    let harness = Harness::new(80, 20, &[FERRY]).keys("<Enter>Y");
    let screen = harness.screen();
    assert!(
        screen.contains("Markdown block quote") && screen.contains("Footnote"),
        "{screen}"
    );
    let harness = harness.keys("/ap<Space>style<Enter>");
    let Some(Effect::Copy(text, _)) = harness.wishes.last() else {
        panic!("{:?}", harness.wishes)
    };
    assert_eq!(
        text,
        "“We looked at every number twice, … There is no money left for it,” said Maria Holt, chair of the harbour board, according to The Sound on March 2, 2026.\n"
    );
    let harness = harness.keys("viqY/link<Enter>");
    let Some(Effect::Copy(text, _)) = harness.wishes.last() else {
        panic!("{:?}", harness.wishes)
    };
    assert_eq!(
        text,
        "https://sound.example/ferry#:~:text=We%20looked%20at%20every%20number%20twice%2C\n"
    );
    assert_eq!(harness.app.context(), Context::Reading);
}

#[test]
fn clips_are_collected_ordered_edited_and_gone_to() {
    let clips = |harness: &Harness| -> Vec<String> {
        let Some(Overlay::Picker(picker)) = &harness.app.overlay else {
            panic!("no list is open")
        };
        picker
            .visible()
            .map(|(item, _)| item.text.to_string())
            .collect()
    };
    let harness = Harness::new(100, 24, &[FERRY, SCRIPTS]).keys("<Enter>C]qC");
    assert_eq!(notice(&harness), "Clip 2; B lists all.");
    let harness = harness.keys("C");
    assert_eq!(notice(&harness), "This is among the clips already.");
    let first = "We looked at every number twice, … There is no money left for it.";
    let harness = harness.keys("B");
    assert_eq!(
        clips(&harness),
        [format!("1. {first}"), "2. They never asked us,".to_owned()]
    );
    let harness = harness.keys("J");
    assert_eq!(
        clips(&harness),
        ["1. They never asked us,".to_owned(), format!("2. {first}")]
    );
    let harness = harness.keys("aMy<Space>own<Esc>");
    assert_eq!(clips(&harness)[2], "3. ¶ My own");
    let harness = harness.keys("ggeasked<Esc>");
    assert!(
        notice(&harness).contains("does not say"),
        "{}",
        notice(&harness)
    );
    let harness = harness.keys("U");
    assert_eq!(clips(&harness)[0], "1. They never asked us,");
    let harness = harness.keys("X");
    assert_eq!(clips(&harness).len(), 2);
    let harness = harness.keys("U");
    assert_eq!(clips(&harness).len(), 3);
    let harness = harness.restart().keys("B<Enter>");
    let reader = harness.app.reader.as_ref().unwrap();
    assert_eq!(
        &*reader.opened.article.meta.title,
        "Last Ferry Leaves the Island"
    );
    assert_eq!(harness.app.focus, Pane::Reading);
}

#[test]
fn the_original_stays_beside_the_edit_of_a_clip() {
    let harness =
        Harness::new(80, 24, &[FERRY]).keys("<Enter>CBe<C-u>We<Space>looked<Space>…<Space>twice");
    let screen = harness.screen();
    assert!(
        screen.contains("We looked at every number twice, … There"),
        "{screen}"
    );
    assert!(screen.contains("We looked … twice"), "{screen}");
    let harness = harness.keys("<Esc>");
    assert_eq!(notice(&harness), "Clip kept; its original stays beside it.");
}

#[test]
fn a_quote_that_is_gone_to_after_a_highlight_is_the_one_that_is_clipped() {
    let harness = Harness::new(100, 24, &[FERRY]).keys("<Enter>a]qCB");
    assert!(
        harness.screen().contains("They never asked us"),
        "{}",
        harness.screen()
    );
    assert!(
        !harness.screen().contains("We looked at every"),
        "{}",
        harness.screen()
    );
}

#[test]
fn keys_faster_than_the_library_move_the_clip_that_is_selected() {
    let harness = Harness::new(100, 24, &[FERRY])
        .keys("<Enter>C]qCBaline<Esc>")
        .keys("gg")
        .hold()
        .keys("JJ");
    let rows = |harness: &Harness| {
        let screen = harness.screen();
        let rows = screen.lines().skip(1).take(3);
        rows.map(|row| row.chars().take(20).collect::<String>())
            .collect::<Vec<_>>()
    };
    let before = rows(&harness);
    assert!(before[2].starts_with("▌ 3. "), "{before:?}");
    let harness = harness.answer();
    assert_eq!(rows(&harness), before, "what was shown is what is stored");
    // Taken out before the library has answered to the move: the one that is selected, and no other.
    let harness = harness.hold().keys("KX").answer().keys("UU");
    assert!(rows(&harness)[2].ends_with("3. We looked at ev"));
    // A change that fails is shown no longer.
    let harness = harness.hold().keys("X").refuse().keys("q").keys("B");
    assert!(rows(&harness)[2].ends_with("3. We looked at ev"));
}
