//! What the index of speakers promises, on libraries in memory.

use proptest::prelude::*;

use crate::article::{
    Article, ArticleId, BlockKind, BodyBuilder, Clean, Leaf, Meta, Provenance, Record, Span, State,
};
use crate::quote::roster::{Class, SpeakerId, SpeakerLine, SpeakerQuery, SpeakerSort};
use crate::quote::{Depth, FoundBy, Kind, Quote, Speaker, SpeakerKind};
use crate::store::{Store, StoreError};

/// One sentence in quotation marks for each speaker: name, role, words.
type Line<'a> = (&'a str, Option<&'a str>, &'a str);

fn article(title: &str, date: &str, lines: &[Line<'_>]) -> (Record, Vec<Quote>) {
    let mut builder = BodyBuilder::new();
    let mut text = String::new();
    let mut quotes = Vec::new();
    for (name, role, words) in lines {
        let start = text.len() + "“".len();
        text.push_str(&format!("“{words}” "));
        quotes.push(Quote {
            kind: Kind::Direct,
            content: vec![Span::new(start, start + words.len())],
            cue: vec![],
            source: vec![],
            speaker: (!name.is_empty()).then(|| Speaker {
                name: Clean::line(name),
                role: role.map(Clean::line),
                kind: if name.starts_with("a ") {
                    SpeakerKind::Unnamed
                } else {
                    SpeakerKind::Person
                },
            }),
            chain: None,
            found_by: FoundBy::Named,
            confidence: 1.0,
        });
    }
    builder.add(BlockKind::Paragraph, Leaf::plain(&text), &[]);
    let record = Record {
        article: Article {
            meta: Meta {
                title: title.into(),
                published: Some(date.into()),
                site: Some("The Sound".into()),
                ..Meta::default()
            },
            body: builder.build(),
        },
        state: State::default(),
        provenance: Provenance::default(),
    };
    (record, quotes)
}

fn put(store: &mut Store, key: &str, date: &str, lines: &[Line<'_>]) -> ArticleId {
    let (record, quotes) = article(key, date, lines);
    let outcomes = store.put([(key, &record, quotes.as_slice(), Depth::Whole)]);
    outcomes.unwrap()[0].id()
}

fn all(store: &Store, query: &SpeakerQuery) -> Vec<SpeakerLine> {
    store.speakers(query, 100).unwrap()
}

fn names(store: &Store) -> Vec<String> {
    let query = SpeakerQuery {
        sort: SpeakerSort::Name,
        ..SpeakerQuery::default()
    };
    all(store, &query)
        .iter()
        .map(|line| line.name.to_string())
        .collect()
}

fn called(store: &Store, name: &str) -> SpeakerLine {
    store.speakers_called(name).unwrap().remove(0)
}

fn sound(store: &Store) {
    assert_eq!(store.check().unwrap().damage, []);
}

#[test]
fn a_speaker_is_counted_over_all_articles_under_one_folded_name() {
    let mut store = Store::open_in_memory().unwrap();
    put(
        &mut store,
        "a",
        "2026-03-02",
        &[
            ("Zoë Holt", Some("chair"), "We stop in May"),
            ("", None, "So what"),
        ],
    );
    put(
        &mut store,
        "b",
        "2025-01-01",
        &[
            ("Zoe HOLT", Some("deputy"), "No money"),
            ("Zoe Holt", None, "None at all"),
        ],
    );
    let holt = called(&store, "zoe holt");
    assert_eq!(
        (holt.name.as_str(), holt.quotes, holt.articles, holt.words),
        ("Zoë Holt", 3, 2, 9)
    );
    assert_eq!(
        holt.role.as_deref(),
        Some("chair"),
        "the latest, not the last one imported"
    );
    assert_eq!(holt.dates, Some(("2025-01-01".into(), "2026-03-02".into())));
    let roles = store.roles_of(holt.id).unwrap();
    assert_eq!(
        roles.iter().map(|it| it.role.as_str()).collect::<Vec<_>>(),
        ["chair", "deputy"]
    );
    assert_eq!(names(&store), ["Zoë Holt"], "nobody is no speaker");
    let shares = store.shares().unwrap();
    assert_eq!(
        (shares.named.quotes, shares.unknown.quotes, shares.quotes()),
        (3, 1, 4)
    );
    sound(&store);
}

#[test]
fn the_index_follows_new_quotes_and_removed_articles() {
    let mut store = Store::open_in_memory().unwrap();
    let id = put(
        &mut store,
        "a",
        "2026-03-02",
        &[
            ("Ann Roy", None, "It stops"),
            ("Bo Lee", None, "It goes on"),
        ],
    );
    let (record, quotes) = article(
        "a",
        "2026-03-02",
        &[
            ("Ann Roy", None, "It stops"),
            ("Cy Poe", None, "It goes on"),
        ],
    );
    store
        .put_quotes(&[(id, Some(record.article.body.clone()), quotes)])
        .unwrap();
    assert_eq!(names(&store), ["Ann Roy", "Cy Poe"]);
    sound(&store);
    put(
        &mut store,
        "a",
        "2026-03-03",
        &[("Dee Fox", None, "All new")],
    );
    assert_eq!(names(&store), ["Dee Fox"]);
    assert_eq!(
        called(&store, "Dee Fox").dates.unwrap().1,
        "2026-03-03".into()
    );
    store.remove(id).unwrap();
    assert!(names(&store).is_empty());
    assert_eq!(store.shares().unwrap().quotes(), 0);
    sound(&store);
}

#[test]
fn names_are_filtered_by_their_words_and_by_class() {
    let mut store = Store::open_in_memory().unwrap();
    put(
        &mut store,
        "a",
        "2026-03-02",
        &[
            ("Conan O'Brien", None, "One"),
            ("a senior official", None, "Two"),
            ("Ann Roy", None, "Three"),
        ],
    );
    let filtered = |filter: &str, class| {
        let query = SpeakerQuery {
            filter: filter.to_owned(),
            class,
            ..SpeakerQuery::default()
        };
        all(&store, &query)
            .iter()
            .map(|line| line.name.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(filtered("o'br", None), ["Conan O'Brien"]);
    assert_eq!(filtered("offi", None), ["a senior official"]);
    assert_eq!(
        filtered("", Some(Class::Named)),
        ["Ann Roy", "Conan O'Brien"]
    );
    assert_eq!(filtered("", Some(Class::Unnamed)), ["a senior official"]);
    assert!(filtered("\" OR NEAR(", None).is_empty());
    assert!(filtered("—", None).is_empty());
}

#[test]
fn names_are_joined_and_parted_and_all_counts_follow() {
    let mut store = Store::open_in_memory().unwrap();
    put(
        &mut store,
        "a",
        "2026-03-02",
        &[
            ("Jerome Powell", None, "Rates stay"),
            ("Powell", None, "They stay"),
        ],
    );
    put(
        &mut store,
        "b",
        "2026-04-02",
        &[("Powell", Some("Fed chair"), "They rise")],
    );
    let proposal = store.proposed(None).unwrap().remove(0);
    assert_eq!(
        (proposal.from.name.as_str(), proposal.into.name.as_str()),
        ("Powell", "Jerome Powell")
    );
    assert_eq!(
        store.proposed(Some(proposal.from.speaker)).unwrap().len(),
        1
    );

    store
        .join(&[proposal.from.id], proposal.into.speaker)
        .unwrap();
    let powell = called(&store, "powell");
    assert_eq!(powell, called(&store, "Jerome Powell"));
    assert_eq!(
        (powell.name.as_str(), powell.quotes, powell.articles),
        ("Jerome Powell", 3, 2)
    );
    assert_eq!(powell.role.as_deref(), Some("Fed chair"));
    assert!(store.proposed(None).unwrap().is_empty());
    sound(&store);

    // What comes later under either name is the same speaker's.
    put(
        &mut store,
        "c",
        "2026-05-02",
        &[("POWELL", None, "They fall")],
    );
    assert_eq!(called(&store, "powell").quotes, 4);

    let other = store.part(&[proposal.from.id], true).unwrap();
    assert_eq!(store.speaker(other).unwrap().unwrap().name, "Powell".into());
    assert_eq!(
        (
            called(&store, "powell").quotes,
            called(&store, "Jerome Powell").quotes
        ),
        (3, 1)
    );
    assert!(
        store.proposed(None).unwrap().is_empty(),
        "the reader has said that it is another"
    );
    sound(&store);
    assert!(matches!(
        store.part(&[proposal.from.id], true),
        Err(StoreError::OnlyName)
    ));
    assert!(matches!(
        store.join(&[proposal.from.id], SpeakerId(999)),
        Err(StoreError::GoneSpeaker)
    ));
}

#[test]
fn what_the_reader_decided_outlives_the_quotes() {
    let mut store = Store::open_in_memory().unwrap();
    let lines: &[Line<'_>] = &[
        ("Jerome Powell", None, "Rates stay"),
        ("Powell", None, "They stay"),
    ];
    let id = put(&mut store, "a", "2026-03-02", lines);
    let proposal = store.proposed(None).unwrap().remove(0);
    store
        .join(&[proposal.from.id], proposal.into.speaker)
        .unwrap();
    store.remove(id).unwrap();
    assert!(names(&store).is_empty());
    put(&mut store, "b", "2026-03-02", lines);
    assert_eq!(names(&store), ["Jerome Powell"]);
    assert_eq!(called(&store, "Powell").quotes, 2);
    sound(&store);
}

#[test]
fn what_a_speaker_said_comes_latest_first_and_by_term() {
    let mut store = Store::open_in_memory().unwrap();
    put(
        &mut store,
        "a",
        "2025-03-02",
        &[
            ("Ann Roy", None, "There is a red line here"),
            ("Bo Lee", None, "A red line"),
        ],
    );
    let late = put(
        &mut store,
        "b",
        "2026-03-02",
        &[("Bo Lee", None, "No"), ("Ann Roy", None, "No line is red")],
    );
    let roy = called(&store, "Ann Roy").id;
    let said = |term: &str| {
        let said = store.said_by(roy, term, 10).unwrap();
        said.iter()
            .map(|said| said.words.to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(said(""), ["“No line is red”", "“There is a red line here”"]);
    assert_eq!(
        said("RED line"),
        ["“No line is red”", "“There is a red line here”"]
    );
    assert_eq!(said("red-line"), ["“There is a red line here”"]);
    assert!(said("blue").is_empty());
    let latest = &store.said_by(roy, "", 1).unwrap()[0];
    assert_eq!(
        (latest.article, latest.number, latest.title.as_str()),
        (late, 1, "b")
    );
}

#[test]
fn voices_are_weighed_by_words() {
    let mut store = Store::open_in_memory().unwrap();
    let a = put(
        &mut store,
        "a",
        "2025-03-02",
        &[
            ("Ann Roy", None, "One two three"),
            ("a clerk", None, "Four"),
        ],
    );
    put(&mut store, "b", "2025-03-02", &[("", None, "Five six")]);
    let some = store.voices(Some(&[a])).unwrap();
    let shown: Vec<_> = some
        .voices
        .iter()
        .map(|voice| (voice.name.as_str(), voice.words))
        .collect();
    assert_eq!(shown, [("Ann Roy", 3), ("a clerk", 1)]);
    assert_eq!(
        (
            some.articles,
            some.shares().named.words,
            some.shares().unnamed.words
        ),
        (1, 3, 1)
    );
    let everything = store.voices(None).unwrap();
    assert_eq!(
        (everything.articles, everything.shares().unknown.words),
        (2, 2)
    );
    assert_eq!(store.of_site("the SOUND").unwrap().len(), 2);
}

#[test]
fn the_same_quote_is_found_in_other_articles_whole_and_cut() {
    const WHOLE: &str =
        "We looked at every number twice and there is no money left for the night ferry";
    let mut store = Store::open_in_memory().unwrap();
    let late = put(
        &mut store,
        "late",
        "2026-03-04",
        &[("Maria Holt", None, WHOLE)],
    );
    let early = put(
        &mut store,
        "early",
        "2026-03-01",
        &[
            (
                "Tom Weir",
                None,
                "there is no money left for the night ferry at all",
            ),
            ("Tom Weir", None, "They never asked us about any of it"),
        ],
    );
    put(
        &mut store,
        "other",
        "2026-03-01",
        &[(
            "Tom Weir",
            None,
            "Something else was said here by somebody else",
        )],
    );
    let group = store.same_as(late, 0, 100).unwrap().unwrap();
    let articles: Vec<_> = group.said.iter().map(|said| said.article).collect();
    assert_eq!(articles, [early, late], "the earliest first");
    let rivals: Vec<_> = group.rivals().iter().map(|name| name.to_string()).collect();
    assert_eq!(rivals, ["Tom Weir", "Maria Holt"]);
    assert_eq!(store.same_as(early, 1, 100).unwrap().unwrap().said.len(), 1);
    assert_eq!(store.same_as(early, 9, 100).unwrap(), None);

    let groups = store.same_quotes(2, 10).unwrap();
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0], group);
    store.remove(early).unwrap();
    assert!(store.same_quotes(2, 10).unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn the_index_is_what_the_quotes_say_whatever_happens(
        acts in proptest::collection::vec((0..6u8, 0..4usize, proptest::collection::vec(0..6usize, 0..5)), 1..25)
    ) {
        const NAMES: [&str; 6] = ["Ann Roy", "Roy", "ANN ROY", "", "a clerk", "A. Roy"];
        let mut store = Store::open_in_memory().unwrap();
        for (act, which, speakers) in acts {
            match act {
                0 => { store.remove(ArticleId(which as i64 + 1)).unwrap(); }
                1 => {
                    if let Some(it) = store.proposed(None).unwrap().first() {
                        store.join(&[it.from.id], it.into.speaker).unwrap();
                    }
                }
                2 => {
                    let lines = all(&store, &SpeakerQuery::default());
                    if let Some(line) = lines.get(which) {
                        let names = store.names_of(line.id).unwrap();
                        store.part(&[names[0].0], which % 2 == 0).ok();
                    }
                }
                _ => {
                    let lines: Vec<Line<'_>> = speakers.iter().map(|&at| (NAMES[at], None, "Some words")).collect();
                    put(&mut store, &which.to_string(), "2026-01-01", &lines);
                }
            }
            prop_assert_eq!(crate::store::speakers::miscounted(&store.conn).unwrap(), 0);
        }
        prop_assert_eq!(store.check().unwrap().damage, []);
    }
}

#[test]
fn corrections_are_laid_over_what_any_engine_finds_and_can_be_taken_back() {
    use crate::quote::Correction;
    let mut store = Store::open_in_memory().unwrap();
    let lines: &[Line<'_>] = &[
        ("Ann Roy", None, "It stops in May"),
        ("Bo Lee", None, "It goes on for ever"),
    ];
    let id = put(&mut store, "a", "2026-03-02", lines);
    let (record, found) = store.record(id).unwrap().unwrap();
    let (found, _) = found.unwrap();
    let text = record.article.body.text().to_owned();
    let zoe = Speaker {
        name: "Zoe Fox".into(),
        role: None,
        kind: SpeakerKind::Person,
    };
    let speaker = Correction::speaker(&text, &found[0], Some(zoe)).unwrap();
    let dropped = Correction::no_quote(&text, &found[1]).unwrap();
    store.correct(id, &speaker).unwrap();
    store.correct(id, &dropped).unwrap();
    assert_eq!(names(&store), ["Zoe Fox"]);
    let stored = |store: &Store| store.record(id).unwrap().unwrap().1.unwrap().0;
    assert_eq!(stored(&store)[0].found_by, FoundBy::Reader);
    sound(&store);

    // Another engine, and the same article again.
    store
        .put_quotes(&[(id, Some(record.article.body.clone()), found.clone())])
        .unwrap();
    assert_eq!(names(&store), ["Zoe Fox"]);
    // Another text, with the words moved.
    let longer: &[Line<'_>] = &[("Cy Poe", None, "A new beginning"), lines[0], lines[1]];
    put(&mut store, "a", "2026-03-02", longer);
    assert_eq!(names(&store), ["Cy Poe", "Zoe Fox"]);
    // A text without the words: the correction is kept and lost, and comes back with them.
    put(
        &mut store,
        "a",
        "2026-03-02",
        &[("Ann Roy", None, "It ends in June"), lines[1]],
    );
    assert_eq!(names(&store), ["Ann Roy"]);
    let lost: Vec<bool> = store
        .corrections(id)
        .unwrap()
        .into_iter()
        .map(|(_, lost)| lost)
        .collect();
    assert_eq!(lost, [true, false]);
    put(&mut store, "a", "2026-03-02", lines);
    assert_eq!(names(&store), ["Zoe Fox"]);
    assert!(store.corrections(id).unwrap().iter().all(|(_, lost)| !lost));

    store.uncorrect(id, &dropped).unwrap();
    store.uncorrect(id, &speaker).unwrap();
    store.uncorrect(id, &speaker).unwrap();
    assert_eq!(stored(&store), found);
    assert_eq!(names(&store), ["Ann Roy", "Bo Lee"]);
    sound(&store);
    assert!(matches!(
        store.correct(ArticleId(99), &speaker),
        Err(StoreError::Gone(99))
    ));
    store.remove(id).unwrap();
    assert!(store.corrections(id).unwrap().is_empty());
}
