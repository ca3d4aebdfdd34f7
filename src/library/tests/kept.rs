//! What a reader made goes from one library to another without loss, and never speaks against what was decided there.

use proptest::prelude::*;

use super::*;
use crate::article::{ArticleId, CodePoints, Letter, MarkAt};
use crate::cite::{ClipChange, Passage};
use crate::import::records::{write_kept, write_line};
use crate::kept::Item;
use crate::quote::roster::{SpeakerLine, SpeakerQuery};
use crate::quote::{Correction, Speaker, SpeakerKind};

/// Three articles in which the same people speak.
fn articles() -> Vec<Input> {
    let story = |title: &str, more: &str| {
        format!(
            "---\ntitle: {title}\nurl: https://sound.example/{title}\n---\n\n# {title}\n\nThé board met.\n\n“There is no money \
             left for it,” said Maria Holt, chair of the harbour board.\n\n{more}\n\n“They never asked us at all,” Tom Weir said. \
             “We will not go away quietly,” Holt said.\n"
        )
    };
    let stories = [
        story("Ferry", "“It was a long winter here,” said Ann Roy."),
        story(
            "Quay",
            "“Nobody has seen the plans,” said M. Holt of Quay Street.",
        ),
        story("Tide", "“I have read every page of it,” said Thomas Weir."),
    ];
    let bytes = stories.map(|story| Input::Bytes {
        name: "-".into(),
        bytes: story.into_bytes(),
    });
    bytes.into()
}

fn library() -> Library {
    let mut library = Library::open_in_memory().unwrap();
    assert_eq!(take_in(&mut library, &articles()).added, 3);
    library
}

fn everything() -> Query {
    Query {
        shelf: Shelf::All,
        ..Query::default()
    }
}

fn written(library: &Library, query: &Query) -> String {
    let mut out = String::new();
    library
        .each_item(query, &mut |item| {
            out.push_str(&match item {
                Item::Article(record) => write_line(&record),
                Item::Kept(kept) => write_kept(&kept),
            });
            out.push('\n');
            true
        })
        .unwrap();
    out
}

fn ids(library: &Library) -> Vec<ArticleId> {
    library.order(&everything(), None).unwrap()
}

fn speakers(library: &Library) -> Vec<SpeakerLine> {
    library.speakers(&SpeakerQuery::default(), 100).unwrap()
}

fn person(name: &str) -> Speaker {
    Speaker {
        name: name.into(),
        role: Some("teacher".into()),
        kind: SpeakerKind::Person,
    }
}

/// Something that a reader does; the numbers choose what it is done to.
#[derive(Debug, Clone)]
enum Deed {
    Name(usize, usize, bool),
    Drop(usize, usize),
    Resize(usize, usize),
    Add(usize, usize),
    Mark(usize, char, usize),
    Join(usize, usize),
    Split(usize, bool),
    Refuse(usize, usize),
    Clip(usize, usize, usize),
    Line(usize, String),
    Search(String),
    Highlight(usize, usize),
    Star(usize),
}

fn deed() -> impl Strategy<Value = Deed> {
    let n = 0_usize..9;
    prop_oneof![
        (n.clone(), n.clone(), any::<bool>()).prop_map(|(a, q, known)| Deed::Name(a, q, known)),
        (n.clone(), n.clone()).prop_map(|(a, q)| Deed::Drop(a, q)),
        (n.clone(), n.clone()).prop_map(|(a, q)| Deed::Resize(a, q)),
        (n.clone(), n.clone()).prop_map(|(a, q)| Deed::Add(a, q)),
        (n.clone(), "[a-cA-C]", 0_usize..300).prop_map(|(a, c, at)| Deed::Mark(
            a,
            c.chars().next().unwrap(),
            at
        )),
        (n.clone(), n.clone()).prop_map(|(one, other)| Deed::Join(one, other)),
        (n.clone(), any::<bool>()).prop_map(|(one, other)| Deed::Split(one, other)),
        (n.clone(), n.clone()).prop_map(|(one, other)| Deed::Refuse(one, other)),
        (n.clone(), n.clone(), n.clone()).prop_map(|(a, q, at)| Deed::Clip(a, q, at)),
        (n.clone(), "[a-z\"“\\\\ ]{0,8}x").prop_map(|(at, words)| Deed::Line(at, words)),
        "[a-z]{1,3}".prop_map(Deed::Search),
        (n.clone(), n.clone()).prop_map(|(a, q)| Deed::Highlight(a, q)),
        n.prop_map(Deed::Star),
    ]
}

fn nth<T: Clone>(all: &[T], at: usize) -> Option<T> {
    (!all.is_empty()).then(|| all[at % all.len()].clone())
}

/// Does it; what cannot be done is not done.
fn act(library: &mut Library, deed: &Deed) -> Option<()> {
    let all = ids(library);
    let reading = |library: &Library, at| library.open_article(nth(&all, at)?).unwrap();
    match deed {
        Deed::Name(a, q, is_known) => {
            let reading = reading(library, *a)?;
            let quote = nth(&reading.quotes, *q)?;
            let speaker = is_known.then(|| person("Zoë Quill"));
            let it = Correction::speaker(reading.article.body.text(), &quote, speaker)?;
            library.correct(reading.id, &it).unwrap();
        }
        Deed::Drop(a, q) => {
            let reading = reading(library, *a)?;
            let it = Correction::no_quote(reading.article.body.text(), &nth(&reading.quotes, *q)?)?;
            library.correct(reading.id, &it).unwrap();
        }
        Deed::Resize(a, q) => {
            let reading = reading(library, *a)?;
            let quote = nth(&reading.quotes, *q)?;
            let content = crate::quote::by_sentence(&reading.article.body, &quote, true)?;
            let it = Correction::words(reading.article.body.text(), &quote, &content)?;
            library.correct(reading.id, &it).unwrap();
        }
        Deed::Add(a, at) => {
            let reading = reading(library, *a)?;
            let text = reading.article.body.text();
            let start = text.floor_char_boundary(at * 7);
            let end = text.floor_char_boundary(start + 12);
            let it = Correction::added(text, &[Span::new(start, end)], Some(person("Bo")))?;
            library.correct(reading.id, &it).unwrap();
        }
        Deed::Mark(a, c, at) => {
            let reading = reading(library, *a)?;
            let points = CodePoints::new(reading.article.body.text());
            let at = MarkAt {
                article: reading.id,
                byte: points.to_byte(*at),
            };
            library.set_mark(Letter::new(*c)?, at).unwrap();
        }
        Deed::Join(one, other) => {
            let all = speakers(library);
            let (one, other) = (nth(&all, *one)?, nth(&all, *other)?);
            let names = library.names_of(one.id).unwrap();
            let names: Vec<_> = names.iter().map(|(id, _, _)| *id).collect();
            library.join_names(&names, other.id).unwrap();
        }
        Deed::Split(one, is_other) => {
            let line = nth(&speakers(library), *one)?;
            let names = library.names_of(line.id).unwrap();
            library.part_names(&[names.first()?.0], *is_other).ok()?;
        }
        Deed::Refuse(one, other) => {
            let all = speakers(library);
            let (one, other) = (nth(&all, *one)?, nth(&all, *other)?);
            let name =
                |line: &SpeakerLine| library.names_of(line.id).unwrap().first().map(|it| it.0);
            let (one, other) = (name(&one)?, name(&other)?);
            if one != other {
                library.set_apart(one, other, true).unwrap();
            }
        }
        Deed::Clip(a, q, at) => {
            let reading = reading(library, *a)?;
            let clip = Passage::of_quote(&reading.article, &nth(&reading.quotes, *q)?)?;
            let change = ClipChange::Insert(*at, Box::new(clip));
            library.change_clips(&change).unwrap();
        }
        Deed::Line(at, words) => {
            let change = ClipChange::Insert(*at, Box::new(Passage::line(words)));
            library.change_clips(&change).unwrap();
        }
        Deed::Search(name) => {
            library.save_search(name, Some("ferry is:unread")).unwrap();
        }
        Deed::Highlight(a, q) => {
            let reading = reading(library, *a)?;
            let quote = nth(&reading.quotes, *q)?;
            let highlight = Highlight {
                anchor: Anchor::of(reading.article.body.text(), quote.extent())?,
                hue: Hue::Red,
                note: "“so”".into(),
                made: "2026-11-23T22:01:24Z".into(),
            };
            library
                .change(reading.id, &Change::Highlight(highlight))
                .unwrap();
        }
        Deed::Star(a) => {
            library
                .change(nth(&all, *a)?, &Change::Starred(true))
                .unwrap();
        }
    }
    Some(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_a_reader_made_comes_out_of_another_library_alike(
        deeds in proptest::collection::vec(deed(), 0..24),
    ) {
        let mut library = library();
        for deed in &deeds {
            act(&mut library, deed);
        }
        let first = written(&library, &everything());
        let mut copy = Library::open_in_memory().unwrap();
        let tally = take_in(&mut copy, &[stdin(first.clone().into_bytes())]);
        prop_assert_eq!(&tally.refused, &[]);
        prop_assert_eq!(tally.kept_before, 0);
        prop_assert_eq!(written(&copy, &everything()), first.clone());
        let again = take_in(&mut copy, &[stdin(first.clone().into_bytes())]);
        prop_assert_eq!((again.kept, again.kept_before), (0, tally.kept));
        prop_assert_eq!(written(&copy, &everything()), first.clone());
        for (one, other) in ids(&library).into_iter().zip(ids(&copy)) {
            let quotes = |library: &Library, id| library.open_article(id).unwrap().unwrap().quotes;
            prop_assert_eq!(quotes(&library, one), quotes(&copy, other));
        }
    }
}

#[test]
fn what_was_decided_here_stands() {
    let mut there = library();
    let mut here = library();
    let id = ids(&there)[0];
    for (library, name, filter) in [
        (&mut there, "Zoë Quill", "ferry"),
        (&mut here, "Bo", "quay"),
    ] {
        let reading = library.open_article(id).unwrap().unwrap();
        let text = reading.article.body.text();
        let it = Correction::speaker(text, &reading.quotes[0], Some(person(name))).unwrap();
        library.correct(id, &it).unwrap();
        library.save_search("mine", Some(filter)).unwrap();
        let mark = MarkAt {
            article: id,
            byte: filter.len(),
        };
        library.set_mark(Letter::new('A').unwrap(), mark).unwrap();
    }
    let speaker = |library: &Library, name: &str| {
        let line = speakers(library).into_iter().find(|it| &*it.name == name);
        line.unwrap_or_else(|| panic!("{name}"))
    };
    // There, the three Holts and Weirs are two; here somebody said that one Holt is another person.
    for (from, into) in [("M. Holt", "Maria Holt"), ("Thomas Weir", "Tom Weir")] {
        let names = there.names_of(speaker(&there, from).id).unwrap();
        let into = speaker(&there, into).id;
        there.join_names(&[names[0].0], into).unwrap();
    }
    let name = |library: &Library, name| library.names_of(speaker(library, name).id).unwrap()[0].0;
    let (one, other) = (name(&here, "M. Holt"), name(&here, "Maria Holt"));
    here.set_apart(one, other, true).unwrap();
    let before = written(&here, &everything());
    let tally = take_in(
        &mut here,
        &[stdin(written(&there, &everything()).into_bytes())],
    );
    assert_eq!(
        (tally.kept, tally.kept_before),
        (1, 4),
        "only the Weirs are new"
    );
    let after = written(&here, &everything());
    let new: Vec<&str> = after
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    assert_eq!(new.len(), 1, "{new:?}");
    assert!(
        new[0].contains(r#""name":"Tom Weir","names":[{"name":"Thomas Weir""#),
        "{new:?}"
    );
    assert_eq!(speaker(&here, "M. Holt").articles, 1);
}

#[test]
fn a_part_of_the_library_takes_only_what_is_of_its_articles_and_the_trash_stays() {
    let mut library = library();
    let all = ids(&library);
    for &id in &all {
        let reading = library.open_article(id).unwrap().unwrap();
        let text = reading.article.body.text();
        let it = Correction::no_quote(text, &reading.quotes[0]).unwrap();
        library.correct(id, &it).unwrap();
        let mark = MarkAt {
            article: id,
            byte: 0,
        };
        library.set_mark(Letter::new('a').unwrap(), mark).unwrap();
    }
    library.save_search("mine", Some("ferry")).unwrap();
    let count =
        |text: &str, schema: &str| text.matches(&format!("\"pullquote.{schema}/1\"")).count();
    let starred = Query {
        shelf: Shelf::Starred,
        ..Query::default()
    };
    library.change(all[0], &Change::Starred(true)).unwrap();
    let part = written(&library, &starred);
    let kinds = ["article", "correction", "mark", "search"];
    assert_eq!(kinds.map(|kind| count(&part, kind)), [1, 1, 1, 0], "{part}");
    let thrown = Change::Deleted(Some("2026-11-26".into()));
    library.change(all[0], &thrown).unwrap();
    let rest = written(&library, &everything());
    // A correction outlives its article, as it does in the library.
    assert_eq!(kinds.map(|kind| count(&rest, kind)), [2, 3, 2, 1], "{rest}");
    let mut copy = Library::open_in_memory().unwrap();
    take_in(&mut copy, &[stdin(rest.clone().into_bytes())]);
    assert_eq!(written(&copy, &everything()), rest);
}

#[test]
fn corrections_of_one_article_stay_together_however_many_come() {
    let mut library = library();
    let id = ids(&library)[0];
    for number in 0..300 {
        let reading = library.open_article(id).unwrap().unwrap();
        let speaker = (number % 2 == 0).then(|| person("Zoë Quill"));
        let text = reading.article.body.text();
        let it = Correction::speaker(text, &reading.quotes[0], speaker).unwrap();
        library.correct(id, &it).unwrap();
    }
    let first = written(&library, &everything());
    let mut copy = Library::open_in_memory().unwrap();
    let tally = take_in(&mut copy, &[stdin(first.clone().into_bytes())]);
    assert_eq!((tally.kept, tally.refused.len()), (300, 0));
    assert_eq!(written(&copy, &everything()), first);
}

#[test]
fn what_belongs_to_no_article_is_refused_by_its_line() {
    let mut library = Library::open_in_memory().unwrap();
    let lines = "{\"schema\":\"pullquote.search/1\",\"name\":\"a\",\"filter\":\"b\"}\n\
        {\"schema\":\"pullquote.mark/1\",\"article\":\"url:https://a.example/\",\"letter\":\"a\",\"place\":0}\n\
        {\"schema\":\"pullquote.mark/1\",\"letter\":\"a\"}\n";
    let tally = take_in(&mut library, &[stdin(lines.into())]);
    assert_eq!((tally.kept, tally.taken()), (1, 1));
    let told: Vec<String> = tally
        .refused
        .iter()
        .map(|it| format!("{}: {}", it.line.unwrap(), it.reason))
        .collect();
    assert!(
        told[0].starts_with("3: not a record: missing field `article`"),
        "{told:?}"
    );
    assert_eq!(
        told[1],
        "2: it marks a place in an article that is not in the library"
    );
}
