//! What a reader does and what must come of it, told key by key.

use std::time::Duration;

use pullquote::app::{Effect, Msg, Overlay, Pane, Reply, Request, Tone};
use pullquote::article::Change;

use crate::harness::{BLOCKS, FERRY, Harness, SCRIPTS};

fn notice(harness: &Harness) -> &str {
    harness
        .app
        .notice
        .as_ref()
        .map_or("", |notice| &notice.text)
}

fn title(harness: &Harness) -> &str {
    &harness
        .app
        .reader
        .as_ref()
        .unwrap()
        .opened
        .article
        .meta
        .title
}

#[test]
fn resting_on_an_article_shows_it_but_does_not_read_it() {
    let harness = Harness::new(120, 30, &[FERRY, SCRIPTS]);
    assert_eq!(
        title(&harness),
        "Last Ferry Leaves the Island",
        "at once at the start"
    );
    let harness = harness.keys("j");
    assert_eq!(
        title(&harness),
        "Last Ferry Leaves the Island",
        "not while the selection moves"
    );
    let harness = harness.wait(Duration::from_secs(1));
    assert_eq!(title(&harness), "島のフェリー、五月に廃止");
    assert_eq!(harness.app.focus, Pane::List);
    let id = harness.app.list.selected_id().unwrap();
    assert!(!harness.app.list.line(id).unwrap().read);
    let harness = harness.keys("<Enter>");
    assert_eq!(harness.app.focus, Pane::Reading);
    assert!(harness.app.list.line(id).unwrap().read);
}

#[test]
fn text_and_quotes_follow_each_other() {
    let harness = Harness::new(120, 14, &[FERRY]).keys("<Enter>ln");
    let reader = harness.app.reader.as_ref().unwrap();
    let selected = reader.selected().unwrap();
    let row = reader
        .page
        .row_at(reader.opened.quotes[selected].extent().start);
    assert!(
        (reader.top()..reader.top() + reader.height()).contains(&row),
        "the quote selected in the pane is in sight"
    );
    // Scrolling the text to its end selects a quote that is in sight there.
    let harness = harness.keys("hG");
    let reader = harness.app.reader.as_ref().unwrap();
    let extent = reader.selected_quote().unwrap().extent();
    assert!(reader.page.row_at(extent.end) >= reader.top());
}

#[test]
fn quotes_that_were_read_more_closely_take_their_place_without_a_jump() {
    let mut harness = Harness::new(120, 14, &[FERRY]).keys("<Enter>ln");
    let reader = |harness: &Harness| {
        let reader = harness.app.reader.as_ref().unwrap();
        let quote = reader.selected_quote().unwrap().extent().start;
        (reader.top(), quote, reader.opened.quotes.len())
    };
    let before = reader(&harness);
    let opened = harness.app.reader.as_ref().unwrap().opened.clone();
    let closer = |quotes: Vec<_>, size| {
        Msg::Reply(Reply::Quotes {
            id: opened.id,
            size,
            quotes: quotes.into(),
        })
    };
    let size = opened.article.body.text().len();
    let fewer = opened.quotes[1..].to_vec();
    // Those of another text are none of this one.
    harness.send(closer(fewer.clone(), size + 1));
    assert_eq!(reader(&harness), before);
    harness.send(closer(fewer, size));
    assert_eq!(reader(&harness), (before.0, before.1, before.2 - 1));
    // When none is left there is none to be selected, and nothing else happens.
    harness.send(closer(Vec::new(), size));
    let left = harness.app.reader.as_ref().unwrap();
    assert_eq!((left.top(), left.selected()), (before.0, None));
}

#[test]
fn the_place_is_kept_across_articles_widths_and_restarts() {
    let harness = Harness::new(60, 8, &[FERRY, SCRIPTS]).keys("<Enter>jjjj");
    let before = harness.top_words();
    let harness = harness.keys("J").keys("K");
    assert_eq!(harness.top_words(), before, "after another article");
    let harness = harness.restart().keys("<Enter>");
    assert_eq!(harness.top_words(), before, "after a restart");
    let place = harness.app.reader.as_ref().unwrap().place();
    let harness = harness.resize(34, 8).resize(60, 8);
    let after = harness.app.reader.as_ref().unwrap().place();
    assert!(
        after.abs_diff(place) < 60,
        "after two changes of width: {place} and {after}"
    );
}

#[test]
fn the_place_is_written_down_while_reading() {
    let harness = Harness::new(60, 8, &[FERRY])
        .keys("<Enter>jjjj")
        .wait(Duration::from_secs(1));
    assert!(
        harness.app.wake_at().is_some(),
        "there is something to be written down"
    );
    let harness = harness.hold().wait(Duration::from_secs(5));
    let place = harness.app.reader.as_ref().unwrap().place();
    assert!(place > 0);
    let id = harness.app.list.selected_id().unwrap();
    assert_eq!(harness.held(), [Request::Change(id, Change::Place(place))]);
    assert_eq!(harness.app.wake_at(), None, "then nothing ticks");
}

#[test]
fn copying_wishes_for_a_copy_with_all_that_is_known() {
    let harness = Harness::new(100, 24, &[FERRY]).keys("<Enter>y");
    let Some(Effect::Copy(text, _)) = harness.wishes.last() else {
        panic!("{:?}", harness.wishes)
    };
    for part in [
        "“We looked at every number twice,",
        "Maria Holt",
        "Last Ferry Leaves the Island",
        "The Sound",
        "2 March 2026",
        "https://sound.example/ferry",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert_eq!(
        notice(&harness),
        "",
        "nothing is claimed before the shell answers"
    );
}

#[test]
fn n_goes_by_matches_while_searching_and_by_quotes_else() {
    let harness = Harness::new(60, 10, &[FERRY]).keys("<Enter>/ferry<Enter>n");
    assert_eq!(
        harness
            .app
            .reader
            .as_ref()
            .unwrap()
            .find
            .as_ref()
            .unwrap()
            .current,
        Some(1)
    );
    let harness = harness.keys("<Esc>");
    assert!(harness.app.reader.as_ref().unwrap().find.is_none());
    let before = harness.app.reader.as_ref().unwrap().selected();
    let harness = harness.keys("n");
    assert_ne!(harness.app.reader.as_ref().unwrap().selected(), before);
}

#[test]
fn giving_up_a_search_goes_back_to_where_it_began() {
    let harness = Harness::new(60, 8, &[FERRY]).keys("<Enter>jj");
    let top = harness.app.reader.as_ref().unwrap().top();
    let harness = harness.keys("/county");
    assert_ne!(harness.app.reader.as_ref().unwrap().top(), top);
    assert_eq!(
        harness.keys("<Esc>").app.reader.as_ref().unwrap().top(),
        top
    );
}

#[test]
fn what_is_not_found_is_said() {
    let harness = Harness::new(60, 10, &[FERRY]).keys("<Enter>/zebra<Enter>");
    assert_eq!(notice(&harness), "“zebra” is not in this article.");
    assert!(harness.app.reader.as_ref().unwrap().find.is_none());
}

#[test]
fn an_article_asked_for_before_the_filter_has_answered_is_the_filtered_one() {
    let harness = Harness::new(100, 20, &[FERRY, SCRIPTS, BLOCKS])
        .hold()
        .keys("/lost<Enter><Enter>")
        .answer();
    assert_eq!(title(&harness), "What the Harbour Has Lost");
    assert_eq!(harness.app.focus, Pane::Reading);
}

#[test]
fn keys_typed_ahead_are_for_the_article_that_is_on_its_way() {
    let harness = Harness::new(60, 8, &[FERRY]).hold().keys("<Enter>jj");
    assert_eq!(harness.app.list.selected(), 0);
    assert_eq!(harness.answer().app.reader.as_ref().unwrap().top(), 2);
}

#[test]
fn a_library_that_fails_does_not_take_the_keyboard_away() {
    let harness = Harness::new(60, 12, &[FERRY, SCRIPTS])
        .hold()
        .keys("s<Enter>")
        .refuse();
    assert_eq!(notice(&harness), "the disk is gone");
    let harness = harness.keys("j");
    assert_eq!(harness.app.list.selected(), 1, "the keys work again");
    let harness = harness.hold().keys("<Enter>x<Esc>");
    assert_eq!(
        harness.keys("gg").app.list.selected(),
        0,
        "Esc drops the wait"
    );
    let harness = Harness::new(60, 12, &[FERRY]).hold().keys("<Enter>Q");
    assert!(
        harness.wishes.contains(&Effect::Quit),
        "leaving never waits"
    );
}

#[test]
fn lines_that_never_come_are_asked_for_once() {
    let harness = Harness::new(60, 12, &[FERRY, SCRIPTS]).hold();
    let mut harness = harness;
    harness.send(Msg::Reply(Reply::LibraryChanged));
    let asked = |harness: &Harness| {
        harness
            .held()
            .iter()
            .filter(|effect| matches!(effect, Request::Summaries(_)))
            .count()
    };
    assert_eq!(asked(&harness), 1);
    let harness = harness.refuse().hold().keys("jkjk");
    assert_eq!(asked(&harness), 0);
}

#[test]
fn a_change_that_was_not_written_is_taken_back() {
    let harness = Harness::new(120, 20, &[FERRY])
        .keys("<Enter>")
        .hold()
        .keys("*");
    assert!(harness.app.reader.as_ref().unwrap().opened.state.starred);
    let harness = harness.refuse();
    assert!(!harness.app.reader.as_ref().unwrap().opened.state.starred);
    let id = harness.app.list.selected_id().unwrap();
    assert!(!harness.app.list.line(id).unwrap().starred);
    assert_eq!(notice(&harness), "the disk is gone");
}

#[test]
fn a_late_preview_of_an_article_that_was_left_is_dropped() {
    let harness = Harness::new(120, 20, &[FERRY, SCRIPTS])
        .hold()
        .keys("j")
        .wait(Duration::from_secs(1));
    let harness = harness.keys("k").answer();
    assert_eq!(title(&harness), "Last Ferry Leaves the Island");
}

#[test]
fn enter_after_the_next_unread_opens_that_one() {
    let harness = Harness::new(80, 20, &[FERRY, SCRIPTS, BLOCKS])
        .keys("jrgg")
        .hold()
        .keys("]u<Enter>")
        .answer();
    assert_eq!(title(&harness), "What the Harbour Has Lost");
}

#[test]
fn a_pane_asked_for_from_the_list_gets_the_focus() {
    let harness = Harness::new(120, 20, &[FERRY, SCRIPTS]).keys("j<M-3>");
    assert_eq!(harness.app.focus, Pane::Quotes);
    assert_eq!(
        harness.keys("K").app.focus,
        Pane::Quotes,
        "the next article keeps it"
    );
}

#[test]
fn a_prompt_that_is_given_up_puts_everything_back() {
    let harness = Harness::new(60, 12, &[FERRY, SCRIPTS, BLOCKS]).keys("/island<Enter>/xyz<Esc>");
    assert_eq!(harness.app.list.query.filter.to_string(), "island*");
    let harness = harness.keys("<Enter>/ferry<Enter>/harbour<Esc>");
    assert_eq!(
        harness
            .app
            .reader
            .as_ref()
            .unwrap()
            .find
            .as_ref()
            .unwrap()
            .words,
        "ferry"
    );
}

#[test]
fn the_next_quote_is_the_next_one_from_where_the_reader_is() {
    let filler = "\n\nThe quay is long and grey.".repeat(40);
    let text = format!(
        "# Title\n\n“One,” said Ann Roy.{filler}\n\n“Two,” said Ann Roy.{filler}\n\n“Three,” said Ann Roy."
    );
    let harness = Harness::new(60, 12, &[&text]).keys("<Enter><Space><Space><Space><Space>n");
    assert_eq!(
        harness.app.reader.as_ref().unwrap().selected(),
        Some(1),
        "not back to the first"
    );
    let harness = harness.keys("gg10n");
    assert_eq!(
        harness.app.reader.as_ref().unwrap().selected(),
        Some(2),
        "as far as there are any"
    );
    let harness = harness.keys("n");
    assert_eq!(notice(&harness), "This is the last quote.");
}

#[test]
fn an_inbox_that_is_all_archived_is_no_empty_library() {
    let harness = Harness::new(60, 12, &[FERRY]).keys("ewW");
    assert!(
        !harness.screen().contains("Your library is empty"),
        "{}",
        harness.screen()
    );
    let harness = harness.keys("D");
    assert!(
        harness.wishes.is_empty(),
        "the sample does not take its place"
    );
    let harness = Harness::new(60, 12, &[]).keys("D");
    assert_eq!(harness.wishes, [Effect::OpenSample]);
}

#[test]
fn states_are_turned_over_and_back() {
    let harness = Harness::new(80, 20, &[FERRY]).keys("*");
    let id = harness.app.list.selected_id().unwrap();
    assert!(harness.app.list.line(id).unwrap().starred);
    let harness = harness.keys("*r");
    let line = harness.app.list.line(id).unwrap();
    assert!(!line.starred && line.read);
}

#[test]
fn what_was_done_is_taken_back_and_done_again() {
    let starred = |harness: &Harness| {
        let line = harness.app.list.selected_id();
        line.and_then(|id| harness.app.list.line(id))
            .unwrap()
            .starred
    };
    let harness = Harness::new(100, 30, &[FERRY]).keys("*U");
    assert_eq!(notice(&harness), "Taken back: marked as starred.");
    assert!(!starred(&harness));
    let harness = harness.keys("<C-r>");
    assert!(starred(&harness), "{}", notice(&harness));
    assert_eq!(notice(&harness.keys("UU")), "Nothing is left to take back.");
}

#[test]
fn words_that_nobody_says_are_shown_on_request() {
    let article =
        "The “repair” took years.\n\n“It holds,” said Anne Roy.\n\n“For now,” said Tom Hale.\n";
    let count = |harness: &Harness| harness.app.reader.as_ref().unwrap().shown().len();
    let harness = Harness::new(120, 20, &[article]).keys("<Enter>n");
    assert_eq!(count(&harness), 2);
    let harness = harness.keys("\"");
    assert_eq!(count(&harness), 3);
    let selected = harness.app.reader.as_ref().unwrap().selected_quote();
    assert_eq!(
        selected.unwrap().speaker_name(),
        Some("Tom Hale"),
        "the selection stays"
    );
    assert!(harness.screen().contains("scare-quote"));
    assert_eq!(count(&harness.keys("\"")), 2);
}

#[test]
fn a_heading_is_chosen_from_the_contents() {
    let harness = Harness::new(100, 8, &[BLOCKS]).keys("<Enter>GT<Enter>");
    assert_eq!(harness.app.overlay, None);
    let reader = harness.app.reader.as_ref().unwrap();
    assert!(
        reader.top() < 5,
        "the heading is at the top: {}",
        reader.top()
    );
    let harness = harness.keys("T/boats");
    assert!(
        matches!(&harness.app.overlay, Some(Overlay::Picker(picker)) if picker.count() == "1/1")
    );
    let harness = harness.keys("<Esc><Esc>");
    assert_eq!(
        harness.app.overlay, None,
        "Esc leaves the line, then the list"
    );
    assert_eq!(
        notice(&Harness::new(100, 8, &[FERRY]).keys("<Enter>T")),
        "This article has no headings."
    );
}

#[test]
fn an_archived_article_stays_in_sight_until_the_list_is_asked_for_again() {
    let harness = Harness::new(80, 20, &[FERRY, SCRIPTS]).keys("e");
    assert_eq!(
        harness.app.list.total(),
        2,
        "nothing vanishes under the hand"
    );
    let harness = harness.keys("wwwww");
    assert_eq!(harness.app.list.total(), 1);
    let harness = harness.keys(":shelf archived<Enter>");
    assert_eq!(harness.app.list.total(), 1);
}

#[test]
fn the_next_unread_article() {
    let harness = Harness::new(80, 20, &[FERRY, SCRIPTS, BLOCKS]).keys("jrgg<Enter>]u");
    assert_eq!(title(&harness), "What the Harbour Has Lost");
    let harness = harness.keys("]u");
    assert_eq!(harness.app.notice.as_ref().unwrap().tone, Tone::Failed);
}

#[test]
fn numbers_before_keys_and_keys_in_sequence() {
    let harness = Harness::new(60, 10, &[FERRY]).keys("<Enter>3j");
    assert_eq!(harness.app.reader.as_ref().unwrap().top(), 3);
    let harness = harness.keys("2g");
    assert_eq!(harness.app.half_typed(), "2g");
    let harness = harness.keys("<Esc>");
    assert_eq!(harness.app.half_typed(), "");
    assert_eq!(harness.keys("gg").app.reader.as_ref().unwrap().top(), 0);
}

#[test]
fn a_key_without_meaning_says_so_and_esc_is_harmless() {
    let harness = Harness::new(60, 10, &[FERRY]).keys("x");
    assert_eq!(notice(&harness), "x means nothing here. ? shows all keys.");
    let harness = harness.keys("<Esc><Esc><Esc>");
    assert_eq!(notice(&harness), "");
    assert!(harness.wishes.is_empty());
}

#[test]
fn commands_by_name() {
    let harness = Harness::new(80, 20, &[FERRY, SCRIPTS]).keys(":sort title<Enter>");
    assert_eq!(harness.app.list.query.sort.name(), "title");
    let harness = harness.keys(":sort loudest<Enter>");
    assert!(
        notice(&harness).contains("newest, oldest"),
        "{}",
        notice(&harness)
    );
    let harness = harness.keys(":pre<Enter>");
    assert!(
        notice(&harness).contains("previous-paragraph"),
        "{}",
        notice(&harness)
    );
    let harness = harness.keys(":import /tmp/news<Enter>");
    assert_eq!(
        harness.wishes.last(),
        Some(&Effect::Import("/tmp/news".into()))
    );
    let harness = harness.keys(":q<Enter>");
    assert_eq!(harness.wishes.last(), Some(&Effect::Quit));
}

#[test]
fn q_goes_back_step_by_step_and_then_leaves() {
    let mut harness = Harness::new(120, 20, &[FERRY]).keys("<Enter>l");
    let mut steps = vec![harness.app.focus];
    while harness.wishes.is_empty() {
        harness.type_keys("q");
        steps.push(harness.app.focus);
    }
    assert_eq!(steps, [Pane::Quotes, Pane::Reading, Pane::List, Pane::List]);
    assert_eq!(harness.wishes, [Effect::Quit]);
}

#[test]
fn the_mouse_selects_opens_and_scrolls() {
    let harness = Harness::new(120, 20, &[FERRY, SCRIPTS]).click(5, 3);
    assert_eq!(harness.app.list.selected(), 1);
    let harness = harness.click(5, 1).click(5, 1);
    assert_eq!(title(&harness), "Last Ferry Leaves the Island");
    let card = harness.app.quotes.cards().get(1).unwrap().clone();
    let harness = harness.click(100, 1 + card.start as u16);
    assert_eq!(
        harness.app.reader.as_ref().unwrap().selected(),
        Some(card.quote)
    );
    assert_eq!(harness.app.focus, Pane::Quotes);
}

#[test]
fn a_prompt_takes_a_paste_and_nothing_else_does() {
    let mut harness = Harness::new(80, 20, &[FERRY, SCRIPTS]);
    harness.send(pullquote::app::Msg::Paste("qqq".into()));
    assert!(harness.wishes.is_empty(), "pasted text is no command");
    harness.type_keys("/");
    harness.send(pullquote::app::Msg::Paste("ferry\n".into()));
    assert!(
        matches!(&harness.app.overlay, Some(Overlay::Prompt(prompt)) if prompt.text() == "ferry")
    );
}

#[test]
fn a_screen_that_shows_all_does_not_lose_the_place() {
    let harness = Harness::new(60, 8, &[FERRY]).keys("<Enter>jjjj");
    let top = harness.app.reader.as_ref().unwrap().top();
    let harness = harness.resize(100, 50);
    assert_eq!(harness.app.reader.as_ref().unwrap().top(), 0);
    assert_eq!(
        harness.resize(60, 8).app.reader.as_ref().unwrap().top(),
        top
    );
}

#[test]
fn on_a_slow_line_an_article_is_shown_when_it_is_opened() {
    let mut harness = Harness::new(120, 24, &[FERRY, SCRIPTS]).wait(Duration::from_secs(2));
    let shown = |harness: &Harness| {
        let reader = harness.app.reader.as_ref();
        reader.map(|reader| reader.opened.id)
    };
    let first = shown(&harness);
    harness.app.set_line(true);
    let harness = harness.keys("j").wait(Duration::from_secs(9));
    assert_eq!(shown(&harness), first);
    let mut harness = harness.keys("<Enter>");
    assert_ne!(shown(&harness), first);
    harness.app.set_line(false);
    let harness = harness.keys("qk").wait(Duration::from_millis(200));
    assert_eq!(shown(&harness), first);
}

#[test]
fn where_only_indirect_quotes_are_nobody_says_that_there_are_none() {
    const INDIRECT: &str =
        "---\ntitle: Board\nlang: en\n---\n\nThe chair said that the ferry would stop in May.\n";
    for keys in ["<Enter>n", "<Enter>gq"] {
        let screen = Harness::new(120, 20, &[INDIRECT]).keys(keys).screen();
        let said = screen.matches("Only indirect quotes were found").count();
        let pane = screen.matches("Only indirect quotes").count();
        assert!(said >= 1 && pane >= 2, "{keys}: {screen}");
        assert!(!screen.contains("No quotes were"), "{keys}: {screen}");
    }
}
