//! Records there and back.

use super::*;
use crate::article::{
    Align, Anchor, Article, BlockKind, BodyBuilder, Clean, Container, Highlight, Hue, Label, Leaf,
    MarkStyle, Meta, Provenance, Span, State,
};
use proptest::prelude::*;
use rstest::rstest;

const STYLES: [MarkStyle; 4] = [
    MarkStyle::Emphasis,
    MarkStyle::Strong,
    MarkStyle::Strike,
    MarkStyle::Code,
];

fn leaf() -> impl Strategy<Value = Leaf> {
    proptest::collection::vec(("[a-zé—🙂“ ]{0,12}", 0_usize..6), 0..4).prop_map(|parts| {
        let mut leaf = Leaf::default();
        for (words, style) in parts {
            let start = leaf.len();
            leaf.push(&words);
            match STYLES.get(style) {
                Some(style) => leaf.mark_from(start, style.clone()),
                None if style == 4 => leaf.mark_from(
                    start,
                    MarkStyle::Link("https://gazette.example/a?b=ü".into()),
                ),
                None => {}
            }
        }
        leaf
    })
}

fn containers() -> impl Strategy<Value = Vec<Container>> {
    let labels = prop_oneof![
        Just(Label::Bullet),
        (0_u64..99).prop_map(Label::Number),
        Just(Label::None)
    ];
    proptest::collection::vec(
        prop_oneof![Just(Container::Quote), labels.prop_map(Container::Item)],
        0..3,
    )
}

fn record() -> impl Strategy<Value = Record> {
    let blocks = proptest::collection::vec((0_usize..8, leaf(), leaf(), containers()), 1..8);
    let meta = (
        "[A-Za-zé ]{0,20}",
        proptest::collection::vec("[A-Z][a-z]{1,5}", 0..3),
        proptest::option::of("[a-z ü]{0,9}"),
    );
    (blocks, meta, any::<[bool; 4]>(), 0_usize..200).prop_map(
        |(blocks, (title, names, site), flags, place)| {
            let mut body = BodyBuilder::new();
            let title = Clean::line(&title);
            body.add(BlockKind::Headline, Leaf::plain(&title), &[]);
            body.add(BlockKind::Paragraph, Leaf::plain("Words."), &[]);
            for (kind, leaf, other, within) in blocks {
                match kind {
                    0 => body.add(BlockKind::Heading(2), leaf, &within),
                    1 => body.add(BlockKind::Code, leaf, &within),
                    2 => body.add(
                        BlockKind::Related {
                            url: flags[0].then(|| "https://gazette.example/".into()),
                        },
                        leaf,
                        &within,
                    ),
                    3 => body.add_rule(&within),
                    4 => body.add_figure(leaf.text(), other.text(), &within),
                    5 => body.add_table(
                        vec![Align::Left, Align::Right],
                        vec![vec![leaf, other.clone()], vec![other]],
                        &within,
                    ),
                    _ => body.add(BlockKind::Paragraph, leaf, &within),
                }
            }
            let names: Vec<Clean> = names.iter().map(|name| Clean::line(name)).collect();
            let body = body.build();
            let end = body.text().floor_char_boundary(place);
            let highlights = Anchor::of(body.text(), Span::new(0, end)).map(|anchor| Highlight {
                anchor,
                hue: Hue::Red,
                note: "one\ntwo".into(),
                made: "2026-01-02T03:04:05Z".into(),
            });
            Record {
                article: Article {
                    meta: Meta {
                        title,
                        byline: names.clone(),
                        site: site.map(|site| Clean::line(&site)),
                        published: flags[1].then(|| "2022-02-01".into()),
                        url: flags[2].then(|| "https://gazette.example/a".into()),
                        lang: None,
                        tags: names.clone(),
                    },
                    body,
                },
                state: State {
                    read: flags[0],
                    starred: flags[1],
                    archived: flags[3],
                    tags: names,
                    place,
                    highlights: highlights.into_iter().collect(),
                },
                provenance: Provenance {
                    imported: "2026-01-02T03:04:05Z".into(),
                    source: "a b.md".into(),
                },
            }
        },
    )
}

proptest! {
    #[test]
    fn a_record_comes_back_as_it_was(record in record()) {
        let line = write_line(&record);
        let back = read_line(&line).unwrap();
        prop_assert_eq!(&back.article, &record.article);
        prop_assert_eq!(&back.provenance, &record.provenance);
        prop_assert_eq!(&back.state.tags, &record.state.tags);
        prop_assert_eq!(&back.state.highlights, &record.state.highlights);
        prop_assert!(back.state.place <= record.article.body.text().len());
        prop_assert_eq!(write_line(&back), line);
    }

    #[test]
    fn any_line_is_read_or_refused(line in "\\PC{0,80}|\\{\"(text|title|schema)\":\\PC{0,40}\\}") {
        let _ = read_line(&line);
    }
}

const SMALL: &str = r#"{"schema":"pullquote.article/1","title":"Ferry","text":"Ferry\n\nIt stopped.","blocks":[{"kind":"headline","range":[0,5]},{"kind":"paragraph","range":[7,18]}],"state":{"place":9999},"later":1}"#;

#[test]
fn missing_fields_have_defaults_unknown_ones_are_ignored_and_the_place_is_clamped() {
    let record = read_line(SMALL).unwrap();
    assert_eq!(record.article.meta.title.as_str(), "Ferry");
    assert_eq!(record.state.place, "Ferry\n\nIt stopped.".len());
    assert_eq!(record.provenance, Provenance::default());
}

#[rstest]
#[case::unclean(
    r"It stopped.",
    r"It\u001bstopped",
    "its blocks do not fit its text: the text holds control characters"
)]
#[case::order(
    "[7,18]",
    "[8,18]",
    "its blocks do not fit its text: block 1 does not follow the one before it by a blank line"
)]
#[case::beyond("[7,18]", "[7,19]", "it has a range that does not lie in its “text”")]
#[case::backwards(
    "[7,18]",
    "[18,7]",
    "its blocks do not fit its text: block 1 does not follow the one before it by a blank line"
)]
#[case::title(
    "\"title\":\"Ferry\"",
    "\"title\":\"Boat\"",
    "its headline is not its “title”"
)]
#[case::second_headline(
    "paragraph",
    "headline",
    "it has a headline that is not the first block"
)]
#[case::level(
    "\"paragraph\"",
    "\"heading\",\"level\":7",
    "it has a heading whose “level” is not 1 to 6"
)]
#[case::script(
    "\"paragraph\"",
    "\"related\",\"url\":\"javascript:x\"",
    "it has a link that is no web or mail address"
)]
#[case::url(
    "\"text\"",
    "\"url\":\"file:///x\",\"text\"",
    "its “url” is not a web address"
)]
#[case::newer(
    "article/1",
    "article/3",
    "it is of the newer kind “pullquote.article/3”; a newer pullquote can read it"
)]
#[case::no_text(
    "\"text\"",
    "\"words\"",
    "not a record: missing field `text` at line 1 column 207"
)]
fn contradictions_are_refused(#[case] from: &str, #[case] to: &str, #[case] reason: &str) {
    let error = read_line(&SMALL.replacen(from, to, 1))
        .unwrap_err()
        .to_string();
    if reason.starts_with("not a record") {
        assert!(
            error.starts_with("not a record: missing field `text`"),
            "{error}"
        );
    } else {
        assert_eq!(error, reason);
    }
}

#[test]
fn other_programs_lines_are_plain_text() {
    let line = r##"{"id":7,"title":"Ferry stops","text":"# is a sign.\n\nIt *stopped*.","url":"https://gazette.example/a?utm_source=x","date":"Feb. 1, 2022","authors":["Jane Doe"]}"##;
    let Record { article, .. } = read_line(line).unwrap();
    assert_eq!(
        article.body.text(),
        "Ferry stops\n\n# is a sign.\n\nIt *stopped*."
    );
    assert_eq!(
        article.meta.url.as_deref(),
        Some("https://gazette.example/a")
    );
    assert_eq!(article.meta.published.as_deref(), Some("2022-02-01"));
    assert_eq!(article.meta.byline, [Clean::from("Jane Doe")]);
}

#[rstest]
#[case("[]")]
#[case("7")]
#[case("")]
#[case("{\"title\":\"Ferry\"}")]
#[case("{\"text\":\" \"}")]
#[case("{\"text\":7}")]
fn anything_else_is_refused(#[case] line: &str) {
    assert!(read_line(line).is_err());
}
