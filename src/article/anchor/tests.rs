//! What is found again, what is lost, and that nothing is ever found in a wrong place.

use proptest::prelude::*;
use rstest::rstest;

use super::*;

/// Returns the text without its brackets, and the stretch between them.
fn marked(text: &str) -> (String, Span) {
    let start = text.find('[').unwrap();
    let end = text.find(']').unwrap() - 1;
    (text.replace(['[', ']'], ""), Span::new(start, end))
}

/// Anchors the brackets of one text and finds them in another.
fn moved(before: &str, after: &str) -> Result<String, Lost> {
    let (text, span) = marked(before);
    let anchor = Anchor::of(&text, span).unwrap();
    let found = anchor.find(after)?;
    Ok(format!(
        "{}[{}]{}",
        &after[..found.start],
        &after[found.range()],
        &after[found.end..]
    ))
}

#[rstest]
#[case::nothing_changed("He said [no] twice: no.", "He said [no] twice: no.")]
#[case::words_before(
    "The ferry stopped in March. He said [no] twice.",
    "It is reported that the ferry stopped in March. He said [no] twice."
)]
#[case::the_same_word_before(
    "The ferry stopped in March. He said [no] twice.",
    "No, no and no. The ferry stopped in March. He said [no] twice."
)]
#[case::white_space(
    "It runs over [two lines of\ntext] in print.",
    "Before. It runs over [two lines  of text] in print."
)]
#[case::quotation_marks(
    "She called it [“a line we won't cross”] on Monday.",
    "And: She called it [\"a line we won’t cross\"] on Monday."
)]
#[case::french_marks(
    "Il parle d’[« une ligne rouge »] à ne pas franchir.",
    "Hier : Il parle d'[“une ligne rouge”] à ne pas franchir."
)]
#[case::long_words_know_themselves(
    "One. [We looked at every number that we had.] Two.",
    "All else was written anew: [We looked at every number that we had.] And so on."
)]
#[case::no_spaces(
    "记者说。[这是一条红线]。他走了。",
    "昨天记者说。[这是一条红线]。他走了。"
)]
fn finds(#[case] before: &str, #[case] after: &str) {
    let text = after.replace(['[', ']'], "");
    assert_eq!(moved(before, &text).as_deref(), Ok(after));
}

#[rstest]
#[case::a_word_changed("He said [we will stop].", "He said we will not stop.", Lost::Gone)]
#[case::a_letter_changed("He said [we will stop].", "He said We will stop.", Lost::Gone)]
#[case::a_longer_word("He [said] it again.", "He saidest it again.", Lost::Gone)]
#[case::the_other_one_stays(
    "Anna said [yes] and went home at once. Much later, when all was over, Bert said yes as well.",
    "Anna said maybe and went home at once. Much later, when all was over, Bert said yes as well.",
    Lost::Ambiguous
)]
#[case::a_look_alike_alone(
    "The council decided to close the harbour. [yes] was the answer of the mayor to all of it.",
    "Something quite different was written here, and yes it was very long.",
    Lost::Ambiguous
)]
#[case::nothing_left("He said [we will stop].", "", Lost::Gone)]
fn loses(#[case] before: &str, #[case] after: &str, #[case] why: Lost) {
    assert_eq!(moved(before, after), Err(why));
}

#[test]
fn the_same_passage_twice_is_told_by_its_place_or_not_at_all() {
    let line = "the band played on and on and on and on, all the night long. ";
    let text = line.repeat(20);
    let start = line.len() * 9 + text.find("band").unwrap();
    let span = Span::new(start, start + "band".len());
    let anchor = Anchor::of(&text, span).unwrap();
    assert_eq!(anchor.find(&text), Ok(span));
    assert_eq!(anchor.find(&format!("So {text}")), Err(Lost::Ambiguous));
    assert_eq!(anchor.find(&text[1..]), Err(Lost::Ambiguous));
}

#[test]
fn white_space_at_the_ends_is_left_out_and_nothing_has_no_anchor() {
    let anchor = Anchor::of("a  word \n b", Span::new(1, 9)).unwrap();
    assert_eq!(&*anchor.exact, "word");
    assert_eq!(anchor.position, [3, 7]);
    assert_eq!(Anchor::of("a  b", Span::new(1, 3)), None);
    assert_eq!(Anchor::of("é", Span::new(0, 1)), None);
    assert_eq!(Anchor::of("a", Span::new(0, 7)), None);
}

#[test]
fn a_text_of_one_letter_takes_no_longer_than_another() {
    let text = "a".repeat(400_000);
    let anchor = Anchor::of(&text, Span::new(10, 200_010)).unwrap();
    assert_eq!(anchor.find(&format!("b{text}")), Err(Lost::Ambiguous));
}

#[test]
fn a_short_word_with_a_neighbour_in_common_is_a_look_alike() {
    let anchor = Anchor::of(" 红线 ferry, no", Span::new(1, 7)).unwrap();
    assert_eq!(
        anchor.find("红线 ferry,  XYZZY ferry, no"),
        Err(Lost::Ambiguous)
    );
}

#[test]
fn an_anchor_from_outside_may_say_anything() {
    for position in [[0, 0], [7, 3], [usize::MAX, usize::MAX], [2, usize::MAX]] {
        let anchor = Anchor {
            exact: Clean::from_untrusted(""),
            prefix: Clean::from_untrusted("x"),
            suffix: Clean::from_untrusted(""),
            position,
            alone: true,
        };
        assert_eq!(anchor.find("xyz é"), Err(Lost::Gone));
    }
}

fn words(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    let word = prop::sample::select(vec![
        "no", "yes", "the", "line", "red", "he", "said", "“we", "stop”", "ferry,", "it.", "ligne",
        "été", "红线", "\n\n", "a", "a", "b",
    ]);
    prop::collection::vec(word, 0..most)
}

proptest! {
    #[test]
    fn what_did_not_change_is_found_where_it_is(
        before in words(60), exact in words(6), after in words(60),
    ) {
        let (before, exact, after) = (before.join(" "), exact.join(" "), after.join(" "));
        let text = format!("{before} {exact} {after}");
        let span = Span::new(before.len() + 1, before.len() + 1 + exact.len());
        if let Some(anchor) = Anchor::of(&text, span) {
            let found = anchor.find(&text);
            prop_assert_eq!(found.map(|it| text[it.range()].trim().to_owned()), Ok(exact.trim().to_owned()));
            prop_assert!(span.covers(found.unwrap()));
        }
    }

    /// Something is put in before and after, at some distance: it is found, and in the right place.
    #[test]
    fn what_changes_elsewhere_does_not_move_it(
        head in words(40), before in words(40), exact in words(6), after in words(40), tail in words(40),
    ) {
        let near = |words: &[&str]| words.join(" ");
        let (before, exact, after) = (near(&before), near(&exact), near(&after));
        let text = format!("{before} {exact} {after}");
        let start = before.len() + 1;
        let Some(anchor) = Anchor::of(&text, Span::new(start, start + exact.len())) else {
            return Ok(());
        };
        let head = near(&head);
        let changed = format!("{head} | {text} | {}", near(&tail));
        let right = Span::new(head.len() + 3 + start, head.len() + 3 + start + exact.len());
        match anchor.find(&changed) {
            Ok(found) => prop_assert!(right.covers(found), "{found:?} is not {right:?}"),
            // Lost only where the surroundings end so near that they say too little, or nothing tells it from others.
            Err(Lost::Ambiguous) => {
                let short = |context: &Clean| context.chars().count() < CONTEXT + SPARE;
                let endless = |context: &Clean| context.chars().count() >= MOST_CONTEXT - SPARE;
                let is_weak = |context: &Clean| short(context) || endless(context);
                prop_assert!(is_weak(&anchor.prefix) && is_weak(&anchor.suffix));
            }
            Err(Lost::Gone) => prop_assert!(false, "it is there"),
        }
    }

    /// The words themselves change: they are lost, whatever else looks like them.
    #[test]
    fn changed_words_are_never_found_elsewhere(
        before in words(40), exact in words(4), after in words(40), head in words(10),
    ) {
        let (before, exact, after) = (before.join(" "), exact.join(" "), after.join(" "));
        let text = format!("{before} {exact} {after}");
        let start = before.len() + 1;
        let head = head.join(" ");
        // The same words between the same neighbours would be the passage itself.
        let last = before.split(' ').next_back().unwrap_or_default();
        let next = after.split(' ').next().unwrap_or_default();
        prop_assume!(!head.contains(format!("{last} {exact}").trim()));
        prop_assume!(!head.contains(format!("{exact} {next}").trim()));
        if let Some(anchor) = Anchor::of(&text, Span::new(start, start + exact.len())) {
            let changed = format!("{head} {before} XYZZY {after}");
            prop_assert!(anchor.find(&changed).is_err());
        }
    }

    #[test]
    fn any_text_is_safe(text in "\\PC{0,80}", from in 0usize..90, to in 0usize..90, other in "\\PC{0,80}") {
        if let Some(anchor) = Anchor::of(&text, Span::new(from, to)) {
            if let Ok(found) = anchor.find(&other) {
                prop_assert!(other.get(found.range()).is_some());
            }
            let _ = anchor.find(&text);
        }
    }
}
