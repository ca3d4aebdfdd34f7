//! Whole pages as readable text, and what must hold for every page.

use insta::assert_snapshot;

use super::*;
use crate::article::{Align, BlockKind, BodyBuilder, Container, Label, Leaf, MarkStyle, Meta};
use crate::quote::{FoundBy, Kind};

mod pages;
mod plates;
mod properties;
mod quoting;
mod wrapping;

/// Draws a page as text between margins, as wide as its measure.
fn draw(page: &Page, measure: Measure) -> String {
    let mut out = String::new();
    for row in &page.rows {
        let mut line = " ".repeat(row.indent.into());
        for run in &row.runs {
            line.push_str(page.words(run));
        }
        let blank = usize::from(measure.width).saturating_sub(width(&line).into());
        out.extend(["|", &line, &" ".repeat(blank), "|\n"]);
    }
    out
}

fn measure(width: u16) -> Measure {
    Measure {
        width,
        ascii: false,
        show_indirect: false,
    }
}

fn article(fill: impl FnOnce(&mut BodyBuilder)) -> Article {
    let mut builder = BodyBuilder::new();
    fill(&mut builder);
    Article {
        meta: Meta::default(),
        body: builder.build(),
    }
}

/// The rows of a page without their blank margins, parted by `|`; the row of the reading time is left out.
fn rows(article: &Article, quotes: &[Quote], measure: Measure) -> String {
    let page = Page::lay_out(article, quotes, measure);
    let rows: Vec<String> = page
        .rows
        .iter()
        .filter(|row| !row.runs.iter().any(|run| run.role == Role::Byline))
        .map(|row| {
            let words: String = row.runs.iter().map(|run| page.words(run)).collect();
            " ".repeat(row.indent.into()) + &words
        })
        .collect();
    rows.join("|").trim_start_matches('|').to_owned()
}

/// An article of one paragraph.
fn paragraph(words: &str) -> Article {
    article(|body| body.add(BlockKind::Paragraph, Leaf::plain(words), &[]))
}

/// A direct quote of the words inside the first pair of marks after `from`, found by their text.
fn quote(article: &Article, content: &str, cue: &str, source: &str) -> Quote {
    let find = |words: &str| {
        let at = article
            .body
            .text()
            .find(words)
            .filter(|_| !words.is_empty());
        at.map(|at| Span::new(at, at + words.len()))
            .into_iter()
            .collect::<Vec<_>>()
    };
    Quote {
        kind: Kind::Direct,
        content: find(content),
        cue: find(cue),
        source: find(source),
        speaker: None,
        chain: None,
        found_by: FoundBy::Named,
        confidence: 1.0,
    }
}

/// An article with every kind of block.
fn sample() -> (Article, Vec<Quote>) {
    let item = |label| [Container::Item(label)];
    let mut article = article(|body| {
        body.add(
            BlockKind::Headline,
            Leaf::plain("Harbour ferry stops after forty-one years on the water"),
            &[],
        );
        let mut leaf = Leaf::plain("The last boat left the ");
        let start = leaf.len();
        leaf.push("north pier");
        leaf.mark_from(start, MarkStyle::Emphasis);
        leaf.push(" at noon. “Nobody asked us,” said Ada Flint, who sold tickets for a decade. Details are in ");
        let start = leaf.len();
        leaf.push("the city’s report");
        leaf.mark_from(start, MarkStyle::Link("https://example.org/report".into()));
        leaf.push(".");
        body.add(BlockKind::Paragraph, leaf, &[]);
        body.add_figure(
            "The ferry on its last trip, seen from the old customs house.",
            "B. Moore",
            &[],
        );
        body.add(BlockKind::Heading(2), Leaf::plain("What comes next"), &[]);
        body.add(
            BlockKind::Paragraph,
            Leaf::plain("A bus from Monday"),
            &item(Label::Bullet),
        );
        body.add(
            BlockKind::Paragraph,
            Leaf::plain("A bridge, some day, if the money is ever found"),
            &item(Label::Bullet),
        );
        body.add(
            BlockKind::Paragraph,
            Leaf::plain("for walkers"),
            &[
                Container::Item(Label::None),
                Container::Item(Label::Number(9)),
            ],
        );
        body.add(
            BlockKind::Paragraph,
            Leaf::plain("for bicycles"),
            &[
                Container::Item(Label::None),
                Container::Item(Label::Number(10)),
            ],
        );
        body.add(
            BlockKind::Paragraph,
            Leaf::plain("We were promised a boat for as long as there is a river."),
            &[Container::Quote],
        );
        body.add(
            BlockKind::Paragraph,
            Leaf::plain("It was in writing."),
            &[Container::Quote],
        );
        let cell = Leaf::plain;
        body.add_table(
            vec![Align::Left, Align::Right, Align::Center],
            vec![
                vec![cell("Year"), cell("Passengers"), cell("Remark")],
                vec![cell("1985"), cell("410,000"), cell("")],
                vec![
                    cell("2024"),
                    cell("9,312"),
                    cell("closed in winter and on most Sundays"),
                ],
            ],
            &[],
        );
        body.add(
            BlockKind::Code,
            Leaf::plain("if tide < 2 {\n    wait(\"for more water under the keel\")\n}"),
            &[],
        );
        body.add_rule(&[]);
        body.add(
            BlockKind::Related { url: None },
            Leaf::plain("How the bridge was lost in 1962"),
            &[],
        );
    });
    article.meta = Meta {
        title: "Harbour ferry stops".into(),
        byline: vec!["Cleo Marsh".into(), "D. Okafor".into()],
        site: Some("The Quay".into()),
        published: Some("2026-02-01T08:00:00Z".into()),
        ..Meta::default()
    };
    let quotes = vec![quote(
        &article,
        "Nobody asked us,",
        "said",
        "Ada Flint, who sold tickets for a decade",
    )];
    (article, quotes)
}
