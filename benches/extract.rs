//! How fast quotes are found, next to merely counting the words of the same text.
#![allow(missing_docs, reason = "divan's macros write the public items")]

use divan::Bencher;
use divan::counter::ItemsCount;
use pullquote::article::{Article, BlockKind, BodyBuilder, Clean, Leaf, Meta};
use pullquote::quote;

const PARAGRAPHS: &[&str] = &[
    "The ferry between the two islands will not run before May, the harbour office said on Monday.",
    "“We looked at every plank,” said Anne Roy, a spokeswoman for the port. “Nobody wants to see it sink.”",
    "Tom Hale, who has steered the boat for thirty years, called the decision “a joke” and told the council that the \
     engine was “as good as new.” The mayor denied that money had played a part.",
    "According to a report by the ministry, the hull was painted in 1998 and has not been cleaned since. Roy declined to \
     say whether the winter storms had made things worse.",
    "On the quay, people waited in the rain, as they do every year when the first warm weekend comes and the boats lie \
     still. Some had brought tents; others simply turned around and drove home again through the dark.",
    "“It is what it is,” Hale said. “But I will be here in May, and so will she.”",
];

fn sample(times: usize) -> Article {
    let mut builder = BodyBuilder::new();
    builder.add(
        BlockKind::Headline,
        Leaf::plain("Ferry “as good as new,” its pilot says"),
        &[],
    );
    for _ in 0..times {
        for paragraph in PARAGRAPHS {
            builder.add(BlockKind::Paragraph, Leaf::plain(paragraph), &[]);
        }
    }
    let meta = Meta {
        lang: Some(Clean::line("en")),
        ..Meta::default()
    };
    Article {
        meta,
        body: builder.build(),
    }
}

/// An article of four times these paragraphs, and one ten times as long.
const TIMES: &[usize] = &[4, 40];

#[divan::bench(args = TIMES)]
fn skim(bencher: Bencher<'_, '_>, times: usize) {
    let article = sample(times);
    bencher
        .counter(ItemsCount::new(article.body.words()))
        .bench(|| quote::skim(&article).0.len());
}

/// With the tagger.
#[divan::bench(args = TIMES)]
fn extract(bencher: Bencher<'_, '_>, times: usize) {
    let article = sample(times);
    bencher
        .counter(ItemsCount::new(article.body.words()))
        .bench(|| quote::extract(&article).len());
}

#[divan::bench(args = TIMES)]
fn count_words(bencher: Bencher<'_, '_>, times: usize) {
    let article = sample(times);
    bencher
        .counter(ItemsCount::new(article.body.words()))
        .bench(|| article.body.words());
}

fn main() {
    divan::main();
}
