//! What must hold for every article at every width.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::article::{Block, Body, Mark, Table};
use crate::typeset::cells::cells;

/// Words of many scripts, with everything that makes widths and breaks hard.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-zA-Z“”’—.,é-]{1,12}",
        1 => "[中文字、。「」々ー漢]{1,8}",
        1 => "[가나다 ABC]{1,8}",
        1 => "[ابلاسم ,]{1,8}",
        1 => "[क्षिा\u{94d}]{1,6}",
        1 => "(👩\u{200d}👩\u{200d}👧|❤\u{fe0f}|🇩🇪|🇩|👍🏽|ｶﾞ|e\u{301}\u{302}|\u{301}|\u{200d}|\u{a0}|\u{3000}|\u{1d173}){1,4}",
        1 => "[a-z]{30,90}",
        1 => Just("\n".to_owned()),
        1 => "\\PC{1,6}",
    ];
    proptest::collection::vec(word, 1..14).prop_map(|words| words.join(" "))
}

fn container() -> impl Strategy<Value = Container> {
    prop_oneof![
        Just(Container::Quote),
        Just(Container::Item(Label::Bullet)),
        Just(Container::Item(Label::None)),
        any::<u64>().prop_map(|n| Container::Item(Label::Number(n))),
        (1..12_u64).prop_map(|n| Container::Item(Label::Number(n))),
    ]
}

fn body() -> impl Strategy<Value = Article> {
    let block = (
        0..10_u8,
        proptest::collection::vec(words(), 1..7),
        proptest::collection::vec(container(), 0..5),
        1..4_usize,
    );
    (proptest::collection::vec(block, 1..8), any::<bool>()).prop_map(|(blocks, headed)| {
        article(|body| {
            if headed {
                body.add(BlockKind::Headline, Leaf::plain("A headline"), &[]);
            }
            for (kind, texts, within, columns) in blocks {
                let mut leaf = Leaf::default();
                for (index, text) in texts.iter().enumerate() {
                    let start = leaf.len();
                    leaf.push(text);
                    let styles = [
                        MarkStyle::Emphasis,
                        MarkStyle::Link("https://example.org/".into()),
                        MarkStyle::Code,
                    ];
                    leaf.mark_from(start / 2, styles[index % 3].clone());
                }
                match kind {
                    0 => body.add(BlockKind::Heading(2), leaf, &within),
                    1 => body.add(BlockKind::Code, leaf, &within),
                    2 => body.add(
                        BlockKind::Related {
                            url: Some("https://example.org/".into()),
                        },
                        leaf,
                        &within,
                    ),
                    3 => body.add_figure(&texts[0], texts.get(1).map_or("", |t| t), &within),
                    4 => body.add_rule(&within),
                    5 => {
                        let cells: Vec<Leaf> = texts.iter().map(|t| Leaf::plain(t)).collect();
                        let rows = cells.chunks(columns).map(<[Leaf]>::to_vec).collect();
                        body.add_table(vec![Align::Right, Align::Center], rows, &within);
                    }
                    _ => body.add(BlockKind::Paragraph, leaf, &within),
                }
            }
        })
    })
}

/// Quotes anywhere in a text of some length; some fit no text.
fn quotes(article: &Article, places: &[(usize, usize, u8)]) -> Vec<Quote> {
    let text = article.body.text();
    let place = |at: usize, length: usize| {
        let start = text.floor_char_boundary(at % (text.len() + 1));
        Span::new(
            start,
            text.floor_char_boundary((start + length).min(text.len() + 3)),
        )
    };
    let mut quotes: Vec<Quote> = places
        .iter()
        .map(|&(at, length, kind)| Quote {
            kind: Kind::ALL[usize::from(kind % 3)],
            content: vec![place(at, length), place(at + length + 3, length)],
            cue: vec![place(at + length, 4)],
            source: vec![place(at + length + 5, 9)],
            ..quote(article, "", "", "")
        })
        .collect();
    quotes.push(Quote {
        content: vec![Span::new(3, 1), Span::new(1 << 40, 1 << 41)],
        ..quote(article, "", "", "")
    });
    quotes
}

fn is_table(article: &Article, block: usize) -> bool {
    matches!(article.body.blocks().get(block), Some(block) if matches!(block.kind, BlockKind::Table(_)))
}

/// Everything that is promised of a page.
fn check(article: &Article, quotes: &[Quote], measure: Measure) -> Result<(), TestCaseError> {
    let page = Page::lay_out(article, quotes, measure);
    let text = article.body.text();
    let room = usize::from(measure.width.max(1));
    let mut shown = vec![false; text.len()];
    let mut last = 0;
    for (number, row) in page.rows.iter().enumerate() {
        let taken: usize = row.runs.iter().map(|run| cells(page.words(run))).sum();
        prop_assert!(
            usize::from(row.indent) + taken <= room,
            "row {} takes {}+{} of {}",
            number,
            row.indent,
            taken,
            room
        );
        for run in &row.runs {
            let RunText::Span(span) = run.text else {
                let foreign = matches!(run.role, Role::Byline | Role::Headline | Role::TableHead);
                prop_assert!(!measure.ascii || foreign || page.words(run).is_ascii());
                continue;
            };
            prop_assert!(
                text.get(span.range())
                    .is_some_and(|words| !words.is_empty())
            );
            for at in span.range() {
                prop_assert!(
                    !std::mem::replace(&mut shown[at], true),
                    "byte {} is set twice",
                    at
                );
            }
            if !is_table(article, row.block) {
                prop_assert!(span.start >= last, "out of order");
                last = span.end;
            }
            if let Some((quote, part)) = run.part {
                let spans = match part {
                    Part::Content => &quotes[quote].content,
                    Part::Cue => &quotes[quote].cue,
                    Part::Source => &quotes[quote].source,
                };
                prop_assert!(spans.iter().any(|whole| whole.contains(span.start)));
                prop_assert!(measure.show_indirect || quotes[quote].kind != Kind::Indirect);
            }
            prop_assert_eq!(run.link.is_some(), run.emphasis.contains(Emphasis::LINK));
            if let Some(link) = run.link {
                prop_assert!(links(article)[link].0.contains(span.start));
            }
            for (offset, _) in page.words(run).char_indices() {
                prop_assert_eq!(page.row_at(span.start + offset), number);
            }
        }
        let start = page.start_of(number);
        let with_text = (number..page.rows.len()).find(|&row| !page.span_of(row).is_empty());
        if !page.span_of(number).is_empty() {
            prop_assert_eq!(page.row_at(start), number);
        } else if let Some(next) = with_text {
            prop_assert!((number..=next).contains(&page.row_at(start)));
        }
        for cell in 0..=measure.width {
            if let Some(byte) = page.byte_at(number, cell) {
                prop_assert!(shown[byte]);
                prop_assert_eq!(page.row_at(byte), number);
            }
        }
    }
    for block in article.body.blocks() {
        let head: Vec<Span> = match &block.kind {
            BlockKind::Table(table) => table.rows[0].clone(),
            _ => Vec::new(),
        };
        let leaves = match block.kind {
            BlockKind::Figure { caption, credit } => vec![caption, credit],
            _ => vec![block.span],
        };
        for leaf in leaves {
            for (offset, cluster) in article.body.slice(leaf).grapheme_indices(true) {
                let at = leaf.start + offset;
                let is_white = cluster.chars().all(|c| c.is_whitespace() || c.is_control());
                let is_too_wide = cells(cluster) > 1 && (room < 16 || cells(cluster) > 6);
                let is_head = head.iter().any(|cell| cell.contains(at));
                prop_assert!(
                    shown[at] || is_white || is_too_wide || is_head,
                    "{:?} at {} is missing",
                    cluster,
                    at
                );
            }
        }
    }
    prop_assert_eq!(page.block_starts().len(), article.body.blocks().len());
    for (block, &row) in page.block_starts().iter().enumerate() {
        prop_assert_eq!(page.rows[row].block, block);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_page_keeps_what_it_promises(
        article in body(),
        places in proptest::collection::vec((any::<u16>().prop_map(usize::from), 0..60_usize, any::<u8>()), 0..8),
        width in prop_oneof![1..=12_u16, 1..=120_u16],
        ascii in any::<bool>(),
        show_indirect in any::<bool>(),
    ) {
        let quotes = quotes(&article, &places);
        check(&article, &quotes, Measure { width, ascii, show_indirect })?;
    }

    #[test]
    fn clusters_are_never_split(text in words(), width in 2..=40_u16, places in proptest::collection::vec((0..200_usize, 1..20_usize, 0..3_u8), 0..4)) {
        let article = paragraph(&text);
        let page = Page::lay_out(&article, &quotes(&article, &places), measure(width));
        let text = article.body.text();
        let mut boundaries: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        boundaries.push(text.len());
        // A space can be the end of a cluster ("ൎ "); it is left out at the end of a row all the same.
        let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, cluster)| at + cluster.trim_end().len()).collect();
        for run in page.rows.iter().flat_map(|row| &row.runs) {
            if let RunText::Span(span) = run.text {
                prop_assert!(boundaries.binary_search(&span.start).is_ok());
                prop_assert!(boundaries.binary_search(&span.end).is_ok() || ends.binary_search(&span.end).is_ok());
            }
        }
    }
}

#[test]
fn an_empty_article_is_an_empty_page() {
    let page = Page::lay_out(&article(|_| ()), &[], measure(0));
    assert_eq!(
        (page.rows.len(), page.row_at(9), page.start_of(3)),
        (0, 0, 0)
    );
    assert_eq!(page.byte_at(0, 0), None);
}

/// What a table holds when a row after its head has no words.
#[test]
fn a_head_alone_is_shown_at_any_width() {
    let article = article(|body| {
        let row = |cells: [&str; 3]| cells.map(Leaf::plain).to_vec();
        body.add_table(
            Vec::new(),
            vec![row(["a", "b", "c"]), row(["", "", ""])],
            &[],
        );
    });
    assert_eq!(rows(&article, &[], measure(3)), "a|b|c");
}

/// A body that no importer makes, but a library file may hold.
#[test]
fn ranges_that_overlap_are_set_once() {
    let text = "aa bb cc\n\ndd ee ff gg";
    let block = |kind, span, marks| Block {
        kind,
        span,
        within: Vec::new(),
        marks,
    };
    let table = Table {
        columns: Vec::new(),
        rows: vec![
            vec![Span::new(10, 15), Span::new(13, 18)],
            vec![Span::new(10, 12), Span::new(16, 21)],
        ],
    };
    let figure = BlockKind::Figure {
        caption: Span::new(0, 5),
        credit: Span::new(3, 8),
    };
    let mark = |start, end| Mark {
        span: Span::new(start, end),
        style: MarkStyle::Strong,
    };
    let marks = vec![mark(15, 19), mark(10, 17)];
    let empty = Table {
        columns: Vec::new(),
        rows: vec![vec![Span::new(21, 21)], Vec::new()],
    };
    let blocks = vec![
        block(figure, Span::new(0, 8), Vec::new()),
        block(BlockKind::Table(table), Span::new(10, 21), marks),
        block(BlockKind::Table(empty), Span::new(21, 21), Vec::new()),
    ];
    let article = Article {
        meta: Meta::default(),
        body: Body::from_parts(text.into(), blocks).unwrap(),
    };
    for width in 1..40 {
        let page = Page::lay_out(&article, &[], measure(width));
        let mut shown: Vec<usize> = Vec::new();
        for run in page.rows.iter().flat_map(|row| &row.runs) {
            if let RunText::Span(span) = run.text {
                shown.extend(span.range());
            }
        }
        assert!(page.block_starts().iter().all(|&row| row < page.rows.len()));
        let count = shown.len();
        shown.sort_unstable();
        shown.dedup();
        assert_eq!(shown.len(), count, "at {width} cells");
    }
}
