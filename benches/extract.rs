//! How fast quotes are found, next to merely counting the words of the same text.
#![allow(missing_docs, reason = "divan's macros write the public items")]

use std::fs;
use std::path::PathBuf;

use divan::Bencher;
use divan::counter::ItemsCount;
use pullquote::article::Article;
use pullquote::import::{Hint, import};
use pullquote::quote;

/// The English articles of the bundled sample, as they are imported.
fn samples() -> Vec<Article> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    files.sort();
    let articles = files.iter().filter_map(|file| {
        let bytes = fs::read(file).ok()?;
        let name = file.file_name()?.to_str()?;
        import(
            &bytes,
            Hint {
                name,
                ..Hint::default()
            },
        )
        .ok()
    });
    articles
        .filter(|article| article.meta.lang.as_deref() == Some("en"))
        .collect()
}

fn words(articles: &[Article]) -> ItemsCount {
    ItemsCount::new(articles.iter().map(|it| it.body.words()).sum::<usize>())
}

/// By rules alone.
#[divan::bench]
fn skim(bencher: Bencher<'_, '_>) {
    let articles = samples();
    bencher.counter(words(&articles)).bench(|| {
        let found = articles.iter().map(|it| quote::skim(it).0.len());
        found.sum::<usize>()
    });
}

/// With the tagger.
#[divan::bench(sample_count = 20)]
fn extract(bencher: Bencher<'_, '_>) {
    let articles = samples();
    bencher.counter(words(&articles)).bench(|| {
        let found = articles.iter().map(|it| quote::extract(it).len());
        found.sum::<usize>()
    });
}

/// What both are to be compared with: counting the words of the same texts.
#[divan::bench]
fn count_words(bencher: Bencher<'_, '_>) {
    let articles = samples();
    bencher.counter(words(&articles)).bench(|| {
        let counts = articles.iter().map(|it| it.body.words());
        counts.sum::<usize>()
    });
}

fn main() {
    divan::main();
}
