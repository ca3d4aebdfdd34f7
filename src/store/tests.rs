//! What the store promises, on libraries in memory.

use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;

use crate::article::{
    Align, Article, ArticleId, BlockKind, Body, BodyBuilder, Clean, Container, Filter, Label, Leaf,
    MarkStyle, Meta, Provenance, Query, Record, Shelf, Sort, Span, State,
};
use crate::quote::{Depth, FoundBy, Hand, Kind, Link, Quote, Speaker, SpeakerKind};
use crate::store::{Change, Outcome, Store, StoreError};

fn body(title: &str, paragraphs: &[&str]) -> Body {
    let mut builder = BodyBuilder::new();
    builder.add(BlockKind::Headline, Leaf::plain(title), &[]);
    for paragraph in paragraphs {
        builder.add(BlockKind::Paragraph, Leaf::plain(paragraph), &[]);
    }
    builder.build()
}

fn record(title: &str, paragraphs: &[&str]) -> Record {
    Record {
        article: Article {
            meta: Meta {
                title: title.into(),
                ..Meta::default()
            },
            body: body(title, paragraphs),
        },
        state: State::default(),
        provenance: Provenance {
            imported: "2026-11-23T22:01:24Z".into(),
            source: "news/a  b.md".into(),
        },
    }
}

fn put(store: &mut Store, key: &str, record: &Record, quotes: &[Quote]) -> Outcome {
    store.put([(key, record, quotes, Depth::Whole)]).unwrap()[0]
}

fn said(content: Span) -> Quote {
    Quote {
        kind: Kind::Direct,
        content: vec![content],
        cue: vec![],
        source: vec![Span::new(0, 2)],
        speaker: Some(Speaker {
            name: "Ann Roy".into(),
            role: Some("harbour master".into()),
            kind: SpeakerKind::Person,
        }),
        chain: Some(Link {
            hand: Hand::Cites,
            source: Span::new(0, 2),
            speaker: Some(Speaker {
                name: Clean::line("a clerk"),
                role: None,
                kind: SpeakerKind::Unnamed,
            }),
        }),
        found_by: FoundBy::Named,
        confidence: 0.97,
    }
}

fn titles(store: &Store, query: &Query) -> Vec<String> {
    let ids = store.order(query, None).unwrap();
    let lines = store.summaries(&ids).unwrap();
    assert_eq!(store.count(query).unwrap(), lines.len());
    lines.iter().map(|line| line.label.to_string()).collect()
}

#[test]
fn an_article_comes_back_as_it_went_in() {
    let mut store = Store::open_in_memory().unwrap();
    let mut put_in = record("Ferry stops", &["“It stops,” said Ann Roy."]);
    put_in.state = State {
        read: true,
        starred: true,
        archived: true,
        tags: vec!["sea".into(), "work".into()],
        place: 13,
        highlights: vec![],
    };
    let quotes = [said(Span::new(16, 25))];
    let id = put(&mut store, "k", &put_in, &quotes).id();
    let (came_back, found) = store.record(id).unwrap().unwrap();
    assert_eq!(came_back, put_in);
    assert_eq!(found.unwrap(), (quotes.to_vec(), Depth::Whole));
    let line = &store.summaries(&[id]).unwrap()[0];
    assert_eq!((line.quotes, line.words), (Some(1), 7));
}

#[test]
fn the_same_article_twice_is_one() {
    let mut store = Store::open_in_memory().unwrap();
    let article = record("Ferry stops", &["It stops."]);
    let id = put(&mut store, "k", &article, &[]).id();
    let again = put(&mut store, "k", &article, &[]);
    assert_eq!(again, Outcome::Unchanged(id));
    assert_eq!(store.count(&Query::default()).unwrap(), 1);
}

#[test]
fn a_changed_text_keeps_what_the_reader_did() {
    let mut store = Store::open_in_memory().unwrap();
    let old = record("Ferry stops", &["First words.", "The second part."]);
    let id = put(&mut store, "k", &old, &[said(Span::new(0, 5))]).id();
    let place = old.article.body.text().find("second").unwrap();
    let tags = vec!["b".into(), "a".into(), "b".into()];
    for change in [
        Change::Starred(true),
        Change::Place(place),
        Change::Tags(tags),
    ] {
        store.change(id, &change).unwrap();
    }
    let mut new = record(
        "Ferry stops again",
        &["New first words, and more.", "The second part."],
    );
    new.provenance.imported = "2027-01-01T00:00:00Z".into();
    assert_eq!(put(&mut store, "k", &new, &[]), Outcome::Updated(id));

    let (record, quotes) = store.record(id).unwrap().unwrap();
    assert_eq!(record.article, new.article);
    assert_eq!(record.provenance.imported, old.provenance.imported);
    assert!(record.state.starred);
    assert_eq!(record.state.tags, ["a".into(), "b".into()]);
    assert!(new.article.body.text()[record.state.place..].starts_with("second part"));
    assert_eq!(quotes, Some((vec![], Depth::Whole)));
    assert_eq!(store.search(&read("more"), 9).unwrap().len(), 1);
    assert!(
        store
            .search(&read("\"First words.\" stops first"), 9)
            .unwrap()
            .len()
            == 1
    );
    assert!(titles(&store, &filter("again")).len() == 1);
}

#[test]
fn a_title_of_any_length_fits_the_list() {
    let mut store = Store::open_in_memory().unwrap();
    let title = "é".repeat(1 << 20);
    let id = put(&mut store, "k", &record(&title, &[]), &[]).id();
    assert!(store.summaries(&[id]).unwrap()[0].label.len() < 500);
    let (record, _) = store.record(id).unwrap().unwrap();
    assert_eq!(record.article.meta.title.as_str(), title);
}

#[test]
fn a_place_never_lies_inside_a_character() {
    let mut store = Store::open_in_memory().unwrap();
    let id = put(&mut store, "k", &record("é", &[]), &[]).id();
    for (place, kept) in [(1, 0), (2, 2), (99, 2), (usize::MAX, 2)] {
        store.change(id, &Change::Place(place)).unwrap();
        assert_eq!(store.record(id).unwrap().unwrap().0.state.place, kept);
    }
}

#[test]
fn what_is_removed_comes_back_whole_and_leaves_nothing() {
    let mut store = Store::open_in_memory().unwrap();
    let put_in = record("Ferry stops", &["It stops."]);
    let id = put(&mut store, "k", &put_in, &[said(Span::new(0, 5))]).id();
    assert_eq!(store.remove(id).unwrap(), Some(put_in));
    assert_eq!(store.remove(id).unwrap(), None);
    assert!(store.search(&read("ferry"), 9).unwrap().is_empty());
    assert!(titles(&store, &filter("ferry")).is_empty());
    let report = store.check().unwrap();
    assert!(
        report.is_sound() && report.articles == 0 && report.quotes == 0,
        "{report:?}"
    );
    let gone = store.change(id, &Change::Read(true));
    assert!(matches!(gone, Err(StoreError::Gone(_))));
}

#[test]
fn a_fault_in_the_middle_leaves_nothing() {
    let mut store = Store::open_in_memory().unwrap();
    let article = record("Ferry stops", &["It stops."]);
    let stopped = catch_unwind(AssertUnwindSafe(|| {
        let articles = (0..3).map(|number| {
            assert!(number < 2, "a fault");
            (["a", "b", "c"][number], &article, &[][..], Depth::Whole)
        });
        store.put(articles)
    }));
    assert!(stopped.is_err());
    assert_eq!(store.count(&Query::default()).unwrap(), 0);
    assert!(store.search(&read("ferry"), 9).unwrap().is_empty());
    put(&mut store, "a", &article, &[]);
}

#[test]
fn a_writer_that_waited_long_enough_says_so() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("library.db");
    let mut store = Store::open(&path).unwrap();
    let id = put(&mut store, "k", &record("Ferry", &[]), &[]).id();
    let other = Store::open(&path).unwrap();
    other.conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    // No patience at all, so that the test need not wait either.
    store.conn.busy_handler(None::<fn(i32) -> bool>).unwrap();
    let busy = store.change(id, &Change::Read(true)).unwrap_err();
    assert!(busy.to_string().contains("the library is busy"), "{busy}");
    assert!(!store.record(id).unwrap().unwrap().0.state.read);
}

impl Store {
    /// Makes all quotes look as if an engine of unknown version had found them.
    pub(crate) fn forget_engine(&mut self) -> Result<(), StoreError> {
        self.conn.execute("UPDATE articles SET engine = NULL", [])?;
        Ok(())
    }
}

fn shelved() -> Store {
    let mut store = Store::open_in_memory().unwrap();
    // Title, published, site, words; imported one second after the other.
    let articles = [
        ("beta", Some("2022-02-01"), Some("Zeit"), 3),
        (
            "“Alpha”",
            Some("2022-03-01T00:30:00+03:00"),
            Some("échos"),
            1,
        ),
        ("Gamma", None, None, 2),
        ("Öl", Some("2022-02-28T22:00:00Z"), Some("Les Echos"), 2),
    ];
    for (number, (title, published, site, words)) in articles.into_iter().enumerate() {
        let mut record = record(title, &[&"word ".repeat(words)]);
        record.article.meta.published = published.map(Clean::from);
        record.article.meta.site = site.map(Clean::from);
        record.provenance.imported = format!("2026-11-23T22:00:0{number}Z").as_str().into();
        let quotes = vec![said(Span::new(0, 1)); number % 3];
        put(&mut store, title, &record, &quotes);
    }
    store
}

#[rstest]
#[case(Sort::Newest, ["Öl", "“Alpha”", "beta", "Gamma"])]
#[case(Sort::Oldest, ["beta", "“Alpha”", "Öl", "Gamma"])]
#[case(Sort::Title, ["“Alpha”", "beta", "Gamma", "Öl"])]
#[case(Sort::Site, ["“Alpha”", "Öl", "beta", "Gamma"])]
#[case(Sort::Longest, ["beta", "Öl", "Gamma", "“Alpha”"])]
#[case(Sort::Quotes, ["Gamma", "“Alpha”", "Öl", "beta"])]
#[case(Sort::Added, ["Öl", "Gamma", "“Alpha”", "beta"])]
#[case(Sort::Unread, ["Öl", "“Alpha”", "beta", "Gamma"])]
fn lists_in_every_order(#[case] sort: Sort, #[case] expected: [&str; 4]) {
    let query = Query {
        sort,
        ..Query::default()
    };
    assert_eq!(titles(&shelved(), &query), expected);
    // A filter that all of them pass changes nothing.
    let mut all = shelved();
    for id in all.order(&query, None).unwrap() {
        all.change(id, &Change::Tags(vec!["common".into()]))
            .unwrap();
    }
    let filter = begun("comm");
    assert_eq!(titles(&all, &Query { filter, ..query }), expected);
}

#[test]
fn shelves_part_the_library() {
    let mut store = shelved();
    let ids = store
        .order(
            &Query {
                sort: Sort::Title,
                ..Query::default()
            },
            None,
        )
        .unwrap();
    store.change(ids[0], &Change::Read(true)).unwrap();
    store.change(ids[1], &Change::Archived(true)).unwrap();
    store.change(ids[1], &Change::Starred(true)).unwrap();
    store.change(ids[2], &Change::Starred(true)).unwrap();
    let on = |shelf| {
        titles(
            &store,
            &Query {
                shelf,
                sort: Sort::Title,
                ..Query::default()
            },
        )
    };
    assert_eq!(on(Shelf::Inbox), ["“Alpha”", "Gamma", "Öl"]);
    assert_eq!(on(Shelf::Unread), ["Gamma", "Öl"]);
    assert_eq!(on(Shelf::Starred), ["beta", "Gamma"]);
    assert_eq!(on(Shelf::Archived), ["beta"]);
    assert_eq!(on(Shelf::All).len(), 4);
}

const TODAY: Date = date(2026, 11, 26);

fn read(typed: &str) -> Filter {
    Filter::parse(typed, TODAY).unwrap()
}

/// What is typed so far.
fn begun(typed: &str) -> Filter {
    Filter::parse_begun(typed, TODAY).unwrap()
}

fn filter(words: &str) -> Query {
    Query {
        filter: begun(words),
        sort: Sort::Title,
        ..Query::default()
    }
}

#[test]
fn tags_are_found_by_a_search_as_long_as_they_are_there() {
    let mut store = Store::open_in_memory().unwrap();
    let mut article = record("Ferry stops", &["It stops in May."]);
    article.state.tags = vec!["island".into()];
    let id = put(&mut store, "k", &article, &[]).id();
    assert_eq!(store.search(&read("island may"), 9).unwrap().len(), 1);
    let tags = vec!["hårbour news".into()];
    store.change(id, &Change::Tags(tags)).unwrap();
    assert_eq!(store.search(&read("harbour may"), 9).unwrap().len(), 1);
    assert_eq!(store.search(&read("island"), 9).unwrap(), []);
    // Nor does a new text lose them.
    let changed = record("Ferry stops", &["It stops in June."]);
    put(&mut store, "k", &changed, &[]);
    assert_eq!(store.search(&read("harbour june"), 9).unwrap().len(), 1);
}

#[rstest]
#[case::all("")]
#[case::filtered("echos")]
fn the_unread_ones_of_a_query_keep_its_order(#[case] filter: &str) {
    let mut store = shelved();
    let ids = store.order(&Query::default(), None).unwrap();
    store.change(ids[0], &Change::Read(true)).unwrap();
    for id in &ids[..3] {
        store.change(*id, &Change::Starred(true)).unwrap();
        store.change(*id, &Change::Archived(true)).unwrap();
    }
    for sort in Sort::ALL {
        for shelf in Shelf::ALL {
            let query = Query {
                shelf,
                sort,
                filter: read(filter),
            };
            let lines = store.order(&query, None).unwrap();
            let lines = store.summaries(&lines).unwrap();
            let unread = lines.iter().filter(|line| !line.read);
            let expected: Vec<ArticleId> = unread.map(|line| line.id).collect();
            assert_eq!(store.unread(&query).unwrap(), expected, "{query:?}");
        }
    }
}

#[rstest]
#[case::beginning("alp", &["“Alpha”"])]
#[case::accents("ECHOS", &["“Alpha”", "Öl"])]
#[case::all_words("echos ol", &["Öl"])]
#[case::only_the_last_may_be_begun("ech ol", &[])]
#[case::nothing_typed(" \" ", &["“Alpha”", "beta", "Gamma", "Öl"])]
fn filters(#[case] words: &str, #[case] expected: &[&str]) {
    assert_eq!(titles(&shelved(), &filter(words)), expected);
}

#[test]
fn a_filter_that_many_pass_gives_the_same_order() {
    let mut store = Store::open_in_memory().unwrap();
    let records: Vec<(String, Record)> = (0..2_100)
        .map(|number| {
            (
                number.to_string(),
                record(&format!("Ferry {}", number % 97), &[]),
            )
        })
        .collect();
    let articles = records.iter();
    let articles = articles.map(|(key, record)| (key.as_str(), record, &[][..], Depth::Whole));
    store.put(articles).unwrap();
    let other = put(&mut store, "x", &record("Other", &[]), &[]).id();
    for shelf in [Shelf::All, Shelf::Inbox] {
        let all = Query {
            shelf,
            sort: Sort::Title,
            ..Query::default()
        };
        let mut expected = store.order(&all, None).unwrap();
        expected.retain(|id| *id != other);
        let query = Query {
            filter: begun("fer"),
            ..all
        };
        assert_eq!(store.order(&query, None).unwrap(), expected);
        assert_eq!(store.order(&query, Some(7)).unwrap(), expected[..7]);
        assert_eq!(store.count(&query).unwrap(), 2_100);
    }
}

#[test]
fn a_search_ranks_titles_first_and_shows_where() {
    let mut store = Store::open_in_memory().unwrap();
    put(
        &mut store,
        "a",
        &record("Harbour", &["The ferry stopped at the harbour."]),
        &[],
    );
    put(
        &mut store,
        "b",
        &record("Ferry", &["It stopped at the harbour."]),
        &[],
    );
    let hits = store.search(&read("FÉRRY harbour"), 9).unwrap();
    let found: Vec<&str> = hits.iter().map(|hit| hit.summary.label.as_str()).collect();
    assert_eq!(found.len(), 2);
    for hit in &hits {
        let words: Vec<&str> = hit
            .matches
            .iter()
            .map(|span| &hit.snippet[span.range()])
            .collect();
        assert!(
            words.iter().any(|word| word.eq_ignore_ascii_case("ferry")),
            "{hit:?}"
        );
    }
    let hits = store.search(&read("ferry"), 9).unwrap();
    assert_eq!(hits[0].summary.label.as_str(), "Ferry");
    assert_eq!(store.search(&read("ferry"), 1).unwrap().len(), 1);
    assert!(store.search(&read("ferry absent"), 9).unwrap().is_empty());
}

#[test]
fn a_search_finds_inside_runs_of_han() {
    let mut store = Store::open_in_memory().unwrap();
    put(
        &mut store,
        "a",
        &record("消息", &["我在北京市政府工作。"]),
        &[],
    );
    assert_eq!(store.search(&read("北京"), 9).unwrap().len(), 1);
    assert_eq!(store.search(&read("京市"), 9).unwrap().len(), 1);
    assert!(store.search(&read("市京"), 9).unwrap().is_empty());
}

#[test]
fn export_follows_the_order_of_import_and_can_be_stopped() {
    let store = shelved();
    let mut seen = Vec::new();
    store
        .each_record(&Query::default(), &mut |record| {
            seen.push(record.article.meta.title.to_string());
            seen.len() < 3
        })
        .unwrap();
    assert_eq!(seen, ["beta", "“Alpha”", "Gamma"]);
}

#[test]
fn a_damaged_article_costs_only_itself() {
    let mut store = Store::open_in_memory().unwrap();
    let good = record("Good", &["Words."]);
    let bad = put(&mut store, "bad", &record("Bad", &["Words."]), &[]).id();
    put(&mut store, "good", &good, &[]);
    let sql = "UPDATE bodies SET text = char(27) || '[2J' WHERE article = ?1";
    store.conn.execute(sql, [bad.0]).unwrap();
    assert!(matches!(
        store.record(bad),
        Err(StoreError::DamagedArticle { .. })
    ));
    let mut seen = Vec::new();
    let told = store.each_record(&Query::default(), &mut |record| {
        seen.push(record);
        true
    });
    assert!(told.is_err() && seen == [good]);
    assert_eq!(store.check().unwrap().unreadable, [bad]);
    // Importing it again mends it.
    put(&mut store, "bad", &record("Bad", &["Words."]), &[]);
    assert!(store.record(bad).unwrap().is_some());
}

#[rstest]
#[case::outside("[[[0,999]],[],[]]")]
#[case::backwards("[[[3,1]],[],[]]")]
#[case::no_content("[[],[],[]]")]
#[case::no_json("x")]
fn quotes_that_do_not_fit_are_looked_for_again(#[case] ranges: &str) {
    let mut store = Store::open_in_memory().unwrap();
    let id = put(
        &mut store,
        "k",
        &record("Ferry", &[]),
        &[said(Span::new(0, 2))],
    )
    .id();
    store
        .conn
        .execute("UPDATE quotes SET ranges = ?1", [ranges])
        .unwrap();
    assert_eq!(store.record(id).unwrap().unwrap().1, None);
}

#[test]
fn an_older_engine_leaves_its_quotes_stale() {
    let mut store = Store::open_in_memory().unwrap();
    let article = record("Ferry", &["Words."]);
    let id = put(&mut store, "k", &article, &[said(Span::new(0, 2))]).id();
    assert_eq!(store.stale().unwrap(), 0);
    store
        .conn
        .execute("UPDATE articles SET engine = 0", [])
        .unwrap();
    assert_eq!(store.stale().unwrap(), 1);
    assert_eq!(store.record(id).unwrap().unwrap().1, None);
    let other = Some(body("Other", &[]));
    store.put_quotes(&[(id, other, vec![])]).unwrap();
    assert_eq!(store.stale_articles(9).unwrap(), [id]);
    store
        .put_quotes(&[(id, Some(article.article.body), vec![])])
        .unwrap();
    assert_eq!(store.stale().unwrap(), 0);
}

fn line() -> impl Strategy<Value = String> {
    "\\PC{0,30}|[a-z“”é中🙂\u{301} \n]{0,30}"
}

prop_compose! {
    fn any_article()(title in line(), byline in prop::collection::vec(line(), 0..3), site in prop::option::of(line()),
        url in prop::option::of(line()), parts in prop::collection::vec((0..6_u8, line(), line()), 0..8)) -> Article {
        let mut builder = BodyBuilder::new();
        builder.add(BlockKind::Headline, Leaf::plain(&title), &[]);
        for (kind, words, more) in parts {
            let mut leaf = Leaf::plain(&words);
            let start = leaf.len();
            leaf.push(&more);
            leaf.mark_from(start, MarkStyle::Link(Clean::line(&more)));
            leaf.mark_from(start, MarkStyle::Strong);
            match kind {
                0 => builder.add(BlockKind::Heading(2), leaf, &[]),
                1 => builder.add(BlockKind::Code, leaf, &[Container::Quote]),
                2 => builder.add_figure(&words, &more, &[]),
                3 => builder.add_table(vec![Align::Left], vec![vec![leaf, Leaf::plain(&words)], vec![]], &[]),
                4 => builder.add_rule(&[]),
                _ => builder.add(BlockKind::Paragraph, leaf, &[Container::Item(Label::Number(3)), Container::Item(Label::Bullet)]),
            }
        }
        Article {
            meta: Meta {
                title: Clean::line(&title), byline: byline.iter().map(|name| Clean::line(name)).collect(),
                site: site.as_deref().map(Clean::line), url: url.as_deref().map(Clean::line), ..Meta::default()
            },
            body: builder.build(),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_article_comes_back_as_it_went_in(article in any_article(), words in line()) {
        let mut store = Store::open_in_memory().unwrap();
        let record = Record { article, ..record("", &[]) };
        let id = put(&mut store, "k", &record, &[]).id();
        prop_assert_eq!(&store.record(id).unwrap().unwrap().0, &record);
        prop_assert_eq!(put(&mut store, "k", &record, &[]), Outcome::Unchanged(id));
        // Whatever is typed is an answerable question.
        for hit in store.search(&Filter::words(&words), 5).unwrap() {
            prop_assert!(hit.matches.iter().all(|span| hit.snippet.get(span.range()).is_some()));
        }
        let query = Query { filter: Filter::words(&words), ..Query::default() };
        prop_assert_eq!(store.order(&query, None).unwrap().len(), store.count(&query).unwrap());
        prop_assert_eq!(store.order_in_parts(&query, 1, &mut |_| ()).unwrap().ids, store.order(&query, None).unwrap());
        // An article is found by each word of its title.
        let title = record.article.meta.title.as_str();
        let found: Vec<ArticleId> = store.search(&Filter::words(title), 5).unwrap().iter().map(|hit| hit.summary.id).collect();
        prop_assert_eq!(found.is_empty(), crate::store::words::folded(title).is_empty());
    }
}
