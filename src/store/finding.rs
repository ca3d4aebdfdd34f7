//! What filters find: in whole articles, in fields, in quotes, in the trash.

use jiff::civil::{Date, date};
use proptest::prelude::*;
use rstest::rstest;

use crate::article::{
    Article, ArticleId, BlockKind, BodyBuilder, Clean, Filter, Leaf, Meta, Provenance, Query,
    Record, Shelf, Sort, Span, State,
};
use crate::quote::{Depth, FoundBy, Kind, Quote, Speaker, SpeakerKind};
use crate::store::{Change, Store, StoreError};

const TODAY: Date = date(2026, 11, 26);

fn filter(typed: &str) -> Filter {
    Filter::parse(typed, TODAY).unwrap_or_else(|error| panic!("{typed}: {error}"))
}

/// An article whose title is its first word, with quotes given as (speaker, cue, words, kind) that stand in its text.
fn article(
    title: &str,
    meta: Meta,
    text: &str,
    said: &[(&str, &str, &str, Kind)],
) -> (Record, Vec<Quote>) {
    let mut builder = BodyBuilder::new();
    builder.add(BlockKind::Headline, Leaf::plain(title), &[]);
    builder.add(BlockKind::Paragraph, Leaf::plain(text), &[]);
    let body = builder.build();
    let at = |words: &str| {
        let start = body.text().find(words).unwrap();
        Span::new(start, start + words.len())
    };
    let quotes = said.iter().map(|&(name, cue, words, kind)| Quote {
        kind,
        content: vec![at(words)],
        cue: vec![at(cue)],
        source: Vec::new(),
        speaker: Some(Speaker {
            name: Clean::line(name),
            role: None,
            kind: SpeakerKind::Person,
        }),
        chain: None,
        found_by: FoundBy::Named,
        confidence: 1.0,
    });
    let quotes = quotes.collect();
    let meta = Meta {
        title: Clean::line(title),
        ..meta
    };
    let record = Record {
        article: Article { meta, body },
        state: State::default(),
        provenance: Provenance {
            imported: "2026-11-23T22:01:24Z".into(),
            source: "a.md".into(),
        },
    };
    (record, quotes)
}

fn library() -> Store {
    let of = |site: &str, by: &str, lang: &str, published: &str| Meta {
        site: Some(Clean::line(site)),
        byline: vec![Clean::line(by)],
        lang: Some(Clean::line(lang)),
        published: (!published.is_empty()).then(|| Clean::line(published)),
        ..Meta::default()
    };
    let mut talks = article(
        "Talks",
        of("The Times", "Anne Roy", "en", "2026-11-20"),
        "He warned of a red line, Putin said. We voted for universities, Biden said. A line so red, Biden told us.",
        &[
            ("Vladimir Putin", "said", "a red line", Kind::Indirect),
            (
                "Joe Biden",
                "said",
                "We voted for universities",
                Kind::Direct,
            ),
            ("Joe Biden", "told", "A line so red", Kind::Mixed),
        ],
    );
    talks.0.state.tags = vec!["Climate Change".into(), "été".into()];
    talks.0.state.starred = true;
    let voting = article(
        "Voting",
        of("Le Monde", "Zoë Núñez", "fr", "2026-11-26T10:00:00Z"),
        "Les élections; a red line for Biden.",
        &[("Joe Biden", "for", "a red line", Kind::Direct)],
    );
    let mut ferry = article(
        "Ferry",
        of("Times of Malta", "Roy Keane", "en", ""),
        "The university votes. 北京市。 Harbour ferries.",
        &[],
    );
    ferry.0.state.archived = true;
    ferry.0.state.read = true;
    let mut store = Store::open_in_memory().unwrap();
    for (key, (record, quotes)) in ["a", "b", "c"].into_iter().zip([&talks, &voting, &ferry]) {
        store
            .put([(key, record, quotes.as_slice(), Depth::Whole)])
            .unwrap();
    }
    store
}

fn found(store: &Store, filter: Filter) -> String {
    let query = Query {
        filter,
        shelf: Shelf::All,
        sort: Sort::Title,
    };
    let ids = store.order(&query, None).unwrap();
    assert_eq!(store.count(&query).unwrap(), ids.len());
    let lines = store.summaries(&ids).unwrap();
    let labels: Vec<&str> = lines.iter().map(|line| &*line.label).collect();
    labels.join(" ")
}

#[rstest]
#[case::everywhere("red", "Talks Voting")]
#[case::all("red line biden", "Talks Voting")]
#[case::phrase("\"red line\" -\"line so\"", "Voting")]
#[case::stems("vote", "Ferry Talks")]
#[case::stems_of_another_form("voting", "Ferry Talks Voting")]
#[case::exactly("\"vote\"", "")]
#[case::stems_of_french("election", "Voting")]
#[case::university("university", "Ferry Talks")]
#[case::begun("harb*", "Ferry")]
#[case::begun_phrase("\"red li\"*", "Talks Voting")]
#[case::begun_shortly("f*", "Ferry")]
#[case::han("京市", "Ferry")]
#[case::or("harbour or élections", "Ferry Voting")]
#[case::not("-red", "Ferry")]
#[case::brackets("(harbour or red) -(biden told)", "Ferry Voting")]
#[case::nothing("🙂", "Ferry Talks Voting")]
#[case::title("title:talking", "Talks")]
#[case::title_begun("title:fe*", "Ferry")]
#[case::site("site:times", "Ferry Talks")]
#[case::site_phrase("site:\"the times\"", "Talks")]
#[case::by("by:roy", "Ferry Talks")]
#[case::by_accents("by:nunez", "Voting")]
#[case::tag("tag:\"climate change\"", "Talks")]
#[case::tag_folded("tag:ETE", "Talks")]
#[case::tag_is_all_of_it("tag:climate", "")]
#[case::tag_begun("tag:clim*", "Talks")]
#[case::lang("lang:fr", "Voting")]
#[case::unread("is:unread", "Talks Voting")]
#[case::read("is:read", "Ferry")]
#[case::starred("is:starred", "Talks")]
#[case::archived("-is:archived", "Talks Voting")]
#[case::since("since:2026-11-21", "Voting")]
#[case::since_ago("since:7d", "Talks Voting")]
#[case::until("until:2026-11-26", "Talks Voting")]
#[case::until_day("until:2026-11-20", "Talks")]
#[case::speaker("speaker:biden", "Talks Voting")]
#[case::said("said:\"red line\"", "Talks Voting")]
#[case::said_stems("said:vote", "Talks")]
#[case::one_quote("said:\"red line\" speaker:biden", "Voting")]
#[case::two_quotes("(said:\"red line\") (speaker:biden)", "Talks Voting")]
#[case::quote_without("said:line -speaker:putin", "Talks Voting")]
#[case::article_without("-speaker:putin", "Ferry Voting")]
#[case::cue("cue:tell", "")]
#[case::cue_exactly("cue:told speaker:biden", "Talks")]
#[case::kind("kind:mixed", "Talks")]
#[case::kind_of_one_quote("kind:indirect speaker:biden", "")]
#[case::mixed_with_words("kind:direct harbour or site:monde", "Voting")]
fn a_filter_finds(#[case] typed: &str, #[case] expected: &str) {
    assert_eq!(found(&library(), filter(typed)), expected);
}

#[test]
fn a_filter_may_bring_its_order() {
    let store = library();
    let by = |typed| {
        let query = Query {
            filter: filter(typed),
            shelf: Shelf::All,
            ..Query::default()
        };
        store.order(&query, None).unwrap()
    };
    assert_eq!(by("sort:newest"), [2, 1, 3].map(ArticleId));
    assert_eq!(by("times sort:title"), [3, 1].map(ArticleId));
    let hits = store.search(&filter("red sort:oldest"), 9).unwrap();
    assert_eq!(hits.len(), 2);
    assert_eq!(&*hits[0].summary.label, "Talks");
}

#[test]
fn a_search_ranks_by_words_and_takes_the_rest_by_date() {
    let store = library();
    let found = |typed, most| -> Vec<String> {
        let hits = store.search(&filter(typed), most).unwrap();
        hits.iter()
            .map(|hit| hit.summary.label.to_string())
            .collect()
    };
    assert_eq!(
        found("voting", 1),
        ["Voting"],
        "words of the title weigh most"
    );
    assert_eq!(found("is:unread", 9), ["Voting", "Talks"]);
    assert_eq!(
        found("harbour or lang:fr or is:starred", 9),
        ["Ferry", "Voting", "Talks"]
    );
    assert_eq!(found("voting -lang:fr", 1).len(), 1);
    let hits = store.search(&filter("vote lang:en"), 9).unwrap();
    let marked: Vec<&str> = hits
        .iter()
        .flat_map(|hit| {
            hit.matches
                .iter()
                .filter_map(|span| hit.snippet.get(span.range()))
        })
        .collect();
    assert!(
        marked.contains(&"voted") && marked.contains(&"votes"),
        "{marked:?}"
    );
}

fn quotes(store: &Store, typed: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut each = |id: ArticleId, article: Article, quotes: Vec<(usize, Quote)>| {
        for (number, quote) in quotes {
            out.push(format!(
                "{}/{number} {}",
                id.0,
                article.body.slice(quote.extent())
            ));
        }
        true
    };
    store.each_quoting(&filter(typed), &mut each).unwrap();
    out
}

#[rstest]
#[case("said:\"red line\"", &["2/0 a red line", "1/0 a red line"])]
#[case("said:line speaker:biden", &["2/0 a red line", "1/2 A line so red"])]
#[case("speaker:biden site:\"the times\"", &["1/1 We voted for universities", "1/2 A line so red"])]
#[case("speaker:biden -kind:direct", &["1/2 A line so red"])]
#[case("(speaker:putin or cue:told) -lang:fr", &["1/0 a red line", "1/2 A line so red"])]
#[case("-speaker:biden", &["1/0 a red line"])]
#[case("monde", &["2/0 a red line"])]
#[case("speaker:biden sort:oldest kind:direct", &["1/1 We voted for universities", "2/0 a red line"])]
fn quotes_are_found_themselves(#[case] typed: &str, #[case] expected: &[&str]) {
    let store = library();
    assert_eq!(quotes(&store, typed), expected);
}

#[test]
fn quotes_are_found_in_one_article_by_their_places() {
    let store = library();
    let places = store
        .quotes_asked_for(&filter("speaker:biden"), ArticleId(1))
        .unwrap();
    let (record, _) = store.record(ArticleId(1)).unwrap().unwrap();
    let words: Vec<&str> = places
        .iter()
        .map(|&at| &record.article.body.text()[at..at + 6])
        .collect();
    assert_eq!(words, ["We vot", "A line"]);
}

#[test]
fn what_is_thrown_away_is_found_nowhere_and_comes_back_whole() {
    let mut store = library();
    let before = store.record(ArticleId(1)).unwrap();
    let delete = Change::Deleted(Some(Clean::line("2026-11-26")));
    store.change(ArticleId(1), &delete).unwrap();
    assert_eq!(found(&store, Filter::default()), "Ferry Voting");
    for typed in [
        "talks",
        "tag:été",
        "speaker:putin",
        "is:starred",
        "said:voted",
        "site:\"the times\"",
    ] {
        assert_eq!(found(&store, filter(typed)), "", "{typed}");
        assert_eq!(store.search(&filter(typed), 9).unwrap(), [], "{typed}");
        assert_eq!(quotes(&store, typed), [""; 0], "{typed}");
    }
    assert!(store.check().unwrap().is_sound());
    assert_eq!(store.trash().unwrap().len(), 1);

    store.change(ArticleId(1), &Change::Deleted(None)).unwrap();
    assert_eq!(store.record(ArticleId(1)).unwrap(), before);
    assert_eq!(found(&store, filter("speaker:putin tag:été")), "Talks");
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn the_trash_is_emptied_by_date_and_brought_back_by_an_import() {
    let mut store = library();
    for (id, day) in [(1, "2026-10-01"), (2, "2026-11-01")] {
        let delete = Change::Deleted(Some(Clean::line(day)));
        store.change(ArticleId(id), &delete).unwrap();
    }
    assert_eq!(store.empty_trash(Some("2026-10-27")).unwrap(), 1);
    assert_eq!(store.record(ArticleId(1)).unwrap(), None);
    let (record, quotes) = {
        let (record, quotes) = store.record(ArticleId(2)).unwrap().unwrap();
        (record, quotes.unwrap().0)
    };
    store
        .put([("b", &record, quotes.as_slice(), Depth::Whole)])
        .unwrap();
    assert_eq!(found(&store, Filter::default()), "Ferry Voting");
    assert_eq!(store.empty_trash(None).unwrap(), 0);
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn new_quotes_take_the_place_of_the_old_ones_in_the_index() {
    let mut store = library();
    let (record, quotes) = store.record(ArticleId(1)).unwrap().unwrap();
    let mut quotes = quotes.unwrap().0;
    quotes.remove(0);
    store
        .put_quotes(&[(ArticleId(1), Some(record.article.body), quotes)])
        .unwrap();
    assert_eq!(found(&store, filter("speaker:putin")), "");
    assert!(store.check().unwrap().is_sound());
}

#[test]
fn searches_have_names() {
    let mut store = library();
    assert_eq!(store.save_search("b", Some("ferry")).unwrap(), None);
    store.save_search("a", Some("is:unread")).unwrap();
    assert_eq!(
        store.save_search("b", Some("tram")).unwrap(),
        Some("ferry".into())
    );
    let names: Vec<String> = store
        .saved_searches()
        .unwrap()
        .iter()
        .map(|saved| format!("{}={}", saved.name, saved.filter))
        .collect();
    assert_eq!(names, ["a=is:unread", "b=tram"]);
    assert_eq!(store.save_search("b", None).unwrap(), Some("tram".into()));
    assert_eq!(store.saved_searches().unwrap().len(), 1);
}

#[test]
fn a_question_that_is_taken_back_is_given_up() {
    let mut store = Store::open_in_memory().unwrap();
    let (record, _) = article("Ferry", Meta::default(), "It stops.", &[]);
    let keys: Vec<String> = (0..5_000).map(|key| key.to_string()).collect();
    let records = keys
        .iter()
        .map(|key| (key.as_str(), &record, &[][..], Depth::Whole));
    store.put(records).unwrap();
    let query = Query {
        filter: filter("-title:x"),
        ..Query::default()
    };
    store.watch(Some(|| true)).unwrap();
    assert!(matches!(
        store.order(&query, None),
        Err(StoreError::Interrupted)
    ));
    store.watch(None::<fn() -> bool>).unwrap();
    assert_eq!(store.order(&query, None).unwrap().len(), 5_000);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn any_filter_can_be_answered(typed in "(?s).{0,40}|\\PC{0,40}|((-?(title:|said:|speaker:|tag:|site:|by:|cue:)?[a-zé中]{1,3}\\*?|\"[a-z é*:^]{1,9}\"\\*?|or|is:(un)?read|since:[12][0-9]{3}|until:9999|lang:[a-z]{2}|kind:mixed|\\(a|\\)) ){0,9}") {
        let store = library();
        for read in [Filter::parse, Filter::parse_begun] {
            let Ok(filter) = read(&typed, TODAY) else { continue };
            let query = Query { filter: filter.clone(), shelf: Shelf::All, ..Query::default() };
            let mut ids = store.order(&query, None).unwrap();
            prop_assert_eq!(store.count(&query).unwrap(), ids.len());
            let mut hits: Vec<ArticleId> = store.search(&filter, 9).unwrap().iter().map(|hit| hit.summary.id).collect();
            if !filter.is_empty() {
                ids.sort_unstable();
                hits.sort_unstable();
                prop_assert_eq!(ids, hits);
            }
            store.each_quoting(&filter, &mut |_, _, _| true).unwrap();
        }
    }
}
