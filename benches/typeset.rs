//! How long it takes to lay pages out. Run with `cargo bench --bench typeset`.

use divan::Bencher;
use pullquote::article::{Align, Article, BlockKind, BodyBuilder, Leaf, MarkStyle, Meta, Span};
use pullquote::quote::{FoundBy, Kind, Quote};
use pullquote::typeset::{Measure, Page};

fn main() {
    divan::main();
}

const MEASURE: Measure = Measure {
    width: 72,
    ascii: false,
    show_indirect: true,
};

const SENTENCE: &str = "The harbour office said on Monday that “the last boat will leave at noon”, a day earlier than planned. ";

const CHINESE: &str = "港务局星期一表示，“最后一班船将在中午离开”，比计划提前一天。";

fn article(paragraphs: impl IntoIterator<Item = String>) -> Article {
    let mut body = BodyBuilder::new();
    for words in paragraphs {
        body.add(BlockKind::Paragraph, Leaf::plain(&words), &[]);
    }
    Article {
        meta: Meta::default(),
        body: body.build(),
    }
}

/// Overlapping quotes all over a text.
fn quotes(article: &Article, count: usize) -> Vec<Quote> {
    let text = article.body.text();
    let place = |at: usize, length: usize| {
        let start = text.floor_char_boundary(at);
        Span::new(start, text.floor_char_boundary(start + length))
    };
    (0..count)
        .map(|number| {
            let at = text.len() / count * number;
            Quote {
                kind: Kind::Direct,
                content: vec![place(at, 90)],
                cue: vec![place(at + 95, 4)],
                source: vec![place(at + 100, 12)],
                speaker: None,
                chain: None,
                found_by: FoundBy::Named,
                confidence: 1.0,
            }
        })
        .collect()
}

fn lay_out(bencher: Bencher, article: &Article, quotes: &[Quote]) {
    bencher.bench_local(|| Page::lay_out(article, quotes, MEASURE).rows.len());
}

#[divan::bench]
fn article_of_1_000_words(bencher: Bencher) {
    let article = article((0..14).map(|_| SENTENCE.repeat(4)));
    lay_out(bencher, &article, &quotes(&article, 20));
}

#[divan::bench]
fn article_of_50_000_words(bencher: Bencher) {
    let article = article((0..660).map(|_| SENTENCE.repeat(4)));
    lay_out(bencher, &article, &quotes(&article, 600));
}

#[divan::bench(sample_count = 10)]
fn chinese_of_100_000_characters(bencher: Bencher) {
    let article = article((0..320).map(|_| CHINESE.repeat(10)));
    lay_out(bencher, &article, &quotes(&article, 600));
}

#[divan::bench(sample_count = 3)]
fn paragraph_of_10_megabytes(bencher: Bencher) {
    let article = article([SENTENCE.repeat(100_000)]);
    lay_out(bencher, &article, &[]);
}

#[divan::bench(sample_count = 3)]
fn word_of_1_megabyte(bencher: Bencher) {
    lay_out(bencher, &article(["a".repeat(1 << 20)]), &[]);
}

#[divan::bench(sample_count = 3, args = ["🇩", "👩\u{200d}", "क\u{94d}", "한", "\u{301}", "-a", "\u{1d173}", "“", "1,", ") ", " \u{301}", "ไ", "\n"])]
fn megabyte_of(bencher: Bencher, part: &str) {
    let article = article([format!("a{}b", part.repeat((1 << 20) / part.len()))]);
    lay_out(bencher, &article, &quotes(&article, 5_000));
}

#[divan::bench(sample_count = 3)]
fn hundred_thousand_blocks(bencher: Bencher) {
    lay_out(
        bencher,
        &article((0..100_000).map(|_| "A short line.".to_owned())),
        &[],
    );
}

#[divan::bench(sample_count = 3)]
fn thousands_of_marks_and_quotes_in_one_paragraph(bencher: Bencher) {
    let mut leaf = Leaf::default();
    for _ in 0..20_000 {
        let start = leaf.len();
        leaf.push(SENTENCE);
        leaf.mark_from(start, MarkStyle::Link("https://example.org/".into()));
        leaf.mark_from(start / 2, MarkStyle::Emphasis);
    }
    let mut body = BodyBuilder::new();
    body.add(BlockKind::Paragraph, leaf, &[]);
    let article = Article {
        meta: Meta::default(),
        body: body.build(),
    };
    lay_out(bencher, &article, &quotes(&article, 20_000));
}

/// A table of three columns; in a head of a megabyte or in many rows.
fn table(head: &str, rows: usize) -> Article {
    let row = |cells: [&str; 3]| cells.map(Leaf::plain).to_vec();
    let body_row = row(["Alder", "410,000", "closed in winter and on most Sundays"]);
    let rows = std::iter::once(row([head, "Passengers", "Remark"])).chain(vec![body_row; rows]);
    let mut body = BodyBuilder::new();
    body.add_table(vec![Align::Left; 3], rows.collect(), &[]);
    Article {
        meta: Meta::default(),
        body: body.build(),
    }
}

#[divan::bench(sample_count = 3, args = [72, 20])]
fn table_of_50_000_rows(bencher: Bencher, width: u16) {
    let article = table("Port", 50_000);
    let measure = Measure { width, ..MEASURE };
    bencher.bench_local(|| Page::lay_out(&article, &[], measure).rows.len());
}

#[divan::bench(sample_count = 3, args = [72, 20])]
fn table_with_a_head_of_a_megabyte(bencher: Bencher, width: u16) {
    let article = table(&"Port ".repeat(200_000), 20_000);
    let measure = Measure { width, ..MEASURE };
    bencher.bench_local(|| Page::lay_out(&article, &[], measure).rows.len());
}
