//! Highlights come back, move along with their words, and are never found on others.

use crate::article::{
    Anchor, Article, ArticleId, BlockKind, BodyBuilder, Change, Filter, Highlight, Hue, Leaf, Meta,
    Provenance, Record, Span, State, placed,
};
use crate::quote::Depth;
use crate::store::{Outcome, Store, StoreError};

fn record(paragraphs: &[&str]) -> Record {
    let mut body = BodyBuilder::new();
    for paragraph in paragraphs {
        body.add(BlockKind::Paragraph, Leaf::plain(paragraph), &[]);
    }
    Record {
        article: Article {
            meta: Meta::default(),
            body: body.build(),
        },
        state: State::default(),
        provenance: Provenance::default(),
    }
}

fn highlight(record: &Record, words: &str, note: &str) -> Highlight {
    let text = record.article.body.text();
    let start = text.rfind(words).unwrap();
    Highlight {
        anchor: Anchor::of(text, Span::new(start, start + words.len())).unwrap(),
        hue: Hue::Blue,
        note: note.into(),
        made: "2026-11-23T22:01:24Z".into(),
    }
}

fn put(store: &mut Store, record: &Record) -> ArticleId {
    store
        .put([("k", record, &[][..], Depth::Whole)])
        .unwrap()
        .first()
        .map(|outcome| outcome.id())
        .unwrap()
}

/// What is highlighted in an article as it is now; none for what is lost.
fn shown(store: &Store, id: ArticleId) -> Vec<Option<String>> {
    let (record, _) = store.record(id).unwrap().unwrap();
    let text = record.article.body.text();
    placed(text, &record.state.highlights)
        .into_iter()
        .map(|span| span.map(|span| text[span.range()].to_owned()))
        .collect()
}

#[test]
fn a_highlight_is_put_in_changed_and_taken_out() {
    let mut store = Store::open_in_memory().unwrap();
    let record = record(&["The board said no.", "Nobody asked."]);
    let id = put(&mut store, &record);
    let first = highlight(&record, "said no", "");
    let second = highlight(&record, "Nobody asked", "Who?\nWhy?");
    for it in [&first, &second] {
        store.change(id, &Change::Highlight(it.clone())).unwrap();
    }
    let changed = Highlight {
        hue: Hue::Red,
        note: "Check".into(),
        ..first.clone()
    };
    store
        .change(id, &Change::Highlight(changed.clone()))
        .unwrap();
    let kept = |store: &Store| store.record(id).unwrap().unwrap().0.state.highlights;
    assert_eq!(kept(&store), [changed.clone(), second.clone()]);
    let all = store.highlights(9).unwrap();
    assert_eq!(
        all.iter().map(|it| &it.highlight).collect::<Vec<_>>(),
        [&second, &changed]
    );
    assert_eq!(store.highlights(1).unwrap().len(), 1);
    store
        .change(id, &Change::Unhighlight(first.anchor))
        .unwrap();
    assert_eq!(kept(&store), [second]);
    assert!(matches!(
        store.change(ArticleId(99), &Change::Highlight(changed)),
        Err(StoreError::Gone(99))
    ));
}

#[test]
fn a_new_text_moves_what_stays_and_loses_what_goes_and_finds_it_again() {
    let mut store = Store::open_in_memory().unwrap();
    let old = record(&[
        "The board said no on Monday.",
        "Nobody asked the islanders about it.",
    ]);
    let id = put(&mut store, &old);
    for words in ["said no", "asked the islanders"] {
        let it = highlight(&old, words, "");
        store.change(id, &Change::Highlight(it)).unwrap();
    }
    let new = record(&[
        "First this.",
        "The board said yes on Monday.",
        "Nobody asked the islanders about it.",
    ]);
    assert_eq!(put(&mut store, &new), id);
    assert_eq!(
        shown(&store, id),
        [None, Some("asked the islanders".to_owned())]
    );
    let lost: Vec<bool> = store
        .highlights(9)
        .unwrap()
        .iter()
        .map(|it| it.is_lost)
        .collect();
    assert_eq!(lost, [false, true]);
    let (kept, _) = store.record(id).unwrap().unwrap();
    assert_eq!(
        kept.state.highlights[0],
        highlight(&old, "said no", ""),
        "its words are kept"
    );
    put(&mut store, &old);
    assert_eq!(
        shown(&store, id),
        [
            Some("said no".to_owned()),
            Some("asked the islanders".to_owned())
        ]
    );
}

#[test]
fn small_changes_one_after_another_lose_nothing() {
    let mut store = Store::open_in_memory().unwrap();
    let before = "Words before it that will all be gone one day, one after the other, and then ";
    let after = " and words after it that will all be gone one day as well, one after the other.";
    let words = "it";
    let old = record(&[&format!("{before}we stop{after}")]);
    let id = put(&mut store, &old);
    store
        .change(id, &Change::Highlight(highlight(&old, "we stop", "")))
        .unwrap();
    for round in 0..40 {
        let cut: String = before.chars().skip(round).collect();
        let more = format!("New {words} of round {round}. {cut}we stop{after}");
        put(&mut store, &record(&[&more]));
        assert_eq!(shown(&store, id), [Some("we stop".to_owned())], "{round}");
    }
}

#[test]
fn what_comes_with_a_record_is_added_to_what_is_there() {
    let mut store = Store::open_in_memory().unwrap();
    let mut first = record(&["The board said no.", "Nobody asked."]);
    let id = put(&mut store, &first);
    let own = highlight(&first, "The board", "mine");
    store.change(id, &Change::Highlight(own.clone())).unwrap();
    let theirs = highlight(&first, "Nobody asked", "theirs");
    first.state.highlights = vec![
        Highlight {
            note: "theirs".into(),
            ..own.clone()
        },
        theirs.clone(),
    ];
    let outcome = store.put([("k", &first, &[][..], Depth::Whole)]).unwrap();
    assert_eq!(outcome, [Outcome::Unchanged(id)]);
    let (kept, _) = store.record(id).unwrap().unwrap();
    assert_eq!(kept.state.highlights, [own, theirs]);
    let taken = store.remove(id).unwrap().unwrap();
    assert!(store.highlights(9).unwrap().is_empty());
    let id = put(&mut store, &taken);
    assert_eq!(store.record(id).unwrap().unwrap().0, taken);
}

#[test]
fn there_is_room_for_many_but_not_for_any_number() {
    let mut store = Store::open_in_memory().unwrap();
    let record = record(&["The board said no."]);
    let id = put(&mut store, &record);
    let long = Highlight {
        note: "n".repeat(super::MOST_BYTES).as_str().into(),
        ..highlight(&record, "said", "")
    };
    let refused = store.change(id, &Change::Highlight(long));
    assert!(matches!(refused, Err(StoreError::NoRoom)), "{refused:?}");
    assert!(store.highlights(9).unwrap().is_empty());
}

#[test]
fn notes_are_found_by_their_words_as_long_as_they_are_there() {
    let mut store = Store::open_in_memory().unwrap();
    let mut record = record(&["The board said no.", "Nobody asked."]);
    record.state.highlights = vec![highlight(&record, "said no", "Ask the harbour master")];
    let id = put(&mut store, &record);
    let search = |store: &Store, words: &str| {
        let filter = Filter::parse(words, jiff::civil::date(2026, 11, 26)).unwrap();
        store.search(&filter, 9).unwrap()
    };
    let hits = search(&store, "harbour board");
    assert_eq!(hits.len(), 1, "words of text and notes together");
    assert!(!hits[0].is_note);
    let hits = search(&store, "harbour");
    assert!(hits[0].is_note);
    assert_eq!(hits[0].snippet.as_str(), "Ask the harbour master");
    assert_eq!(hits[0].matches.len(), 1);

    let changed = highlight(&record, "said no", "Ring the mayor");
    store
        .change(id, &Change::Highlight(changed.clone()))
        .unwrap();
    assert!(search(&store, "harbour").is_empty());
    assert_eq!(search(&store, "mayor").len(), 1);
    store
        .change(id, &Change::Tags(vec!["board".into()]))
        .unwrap();
    assert_eq!(search(&store, "mayor").len(), 1);
    store
        .change(id, &Change::Unhighlight(changed.anchor))
        .unwrap();
    assert!(search(&store, "mayor").is_empty());

    // What comes again with a note more.
    put(&mut store, &record);
    assert_eq!(search(&store, "harbour").len(), 1);
    store
        .change(id, &Change::Deleted(Some("2026-11-26".into())))
        .unwrap();
    assert!(search(&store, "harbour").is_empty());
    store.change(id, &Change::Deleted(None)).unwrap();
    assert_eq!(search(&store, "harbour").len(), 1);
}
